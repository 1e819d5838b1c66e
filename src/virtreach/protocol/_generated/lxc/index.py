"""Which module holds which procedure of the lxc program."""
# Made from spec/lxc.spec by: python tools/generate.py
# Do not edit.

NUMBER = 425984
VERSION = 1

FAMILIES = {
    "DOMAIN_OPEN_NAMESPACE": "procedures",
}
