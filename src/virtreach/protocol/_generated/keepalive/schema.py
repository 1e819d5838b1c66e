"""The types of the keepalive program, as the spec spells them."""
# Made from spec/keepalive.spec by: python tools/generate.py
# Do not edit.

CONSTANTS: dict[str, int] = {
}

STRUCTS: dict[str, str] = {
}

ENUMS: dict[str, dict[str, int]] = {
}

ARGS: dict[str, str] = {
}

RETS: dict[str, str] = {
}
