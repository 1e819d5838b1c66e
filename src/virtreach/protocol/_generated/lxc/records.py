"""Which module holds which record class of the lxc program."""
# Made from spec/lxc.spec by: python tools/generate_protocol.py
# Do not edit.

MODULES = {
}
