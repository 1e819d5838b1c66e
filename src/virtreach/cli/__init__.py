"""The `virtreach` command.

`virtreach.cli.main` runs it. Each command is a file in `virtreach.cli.commands` that *declares* what it takes
(`virtreach.cli.declaration`) and has a plain function that runs. A plain command line is read by
`virtreach.cli.parsing`, which is done before Click would be imported; Click reads the rest, and does help,
complaints and completion from the same declarations (`virtreach.cli.click_tree`).
"""
