"""A small Linux guest for demonstrations and tests: built from Debian's kernel and busybox."""
