"""The lxc program."""
# Made from spec/lxc.spec by: python tools/generate.py
# Do not edit.
