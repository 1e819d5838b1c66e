"""The types of the keepalive program, as the spec spells them."""
# Made from spec/keepalive.spec by: python tools/generate_protocol.py
# Do not edit.

CONSTANTS = {
}

STRUCTS = {
}

ENUMS = {
}

ARGS = {
}

RETS = {
}
