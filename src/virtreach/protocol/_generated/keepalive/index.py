"""Which module holds which procedure of the keepalive program."""
# Made from spec/keepalive.spec by: python tools/generate.py
# Do not edit.

NUMBER = 1801807216
VERSION = 1

FAMILIES = {
    "PING": "procedures",
    "PONG": "procedures",
}
