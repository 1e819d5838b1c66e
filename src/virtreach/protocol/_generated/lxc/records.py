"""Which module holds which record class of the lxc program."""
# Made from spec/lxc.spec by: python tools/generate.py
# Do not edit.

MODULES: dict[str, str] = {
}
