"""The commands, one a file; `virtreach.cli.catalog` lists them. A file loads when its command is used."""
