"""The lxc program."""
# Made from spec/lxc.spec by: python tools/generate_protocol.py
# Do not edit.
