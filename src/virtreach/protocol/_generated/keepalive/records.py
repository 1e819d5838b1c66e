"""Which module holds which record class of the keepalive program."""
# Made from spec/keepalive.spec by: python tools/generate.py
# Do not edit.

MODULES: dict[str, str] = {
}
