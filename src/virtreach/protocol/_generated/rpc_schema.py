"""The types of the rpc program, as the spec spells them."""
# Made from spec/rpc.spec by: python tools/generate.py
# Do not edit.

CONSTANTS: dict[str, int] = {
    "INITIAL": 65536,
    "LEGACY_PAYLOAD_MAX": 262120,
    "MAX": 33554432,
    "HEADER_MAX": 24,
    "PAYLOAD_MAX": 33554408,
    "LEN_MAX": 4,
    "STRING_MAX": 4194304,
    "NUM_FDS_MAX": 32,
    "HEADER_XDR_LEN": 4,
}

STRUCTS: dict[str, str] = {
    "nonnull_domain": "name nonnull_string, uuid uuid, id int",
    "nonnull_network": "name nonnull_string, uuid uuid",
    "error": "code int, domain int, message nonnull_string?, level int, dom nonnull_domain?, str1 nonnull_string?, str2 nonnull_string?, str3 nonnull_string?, int1 int, int2 int, net nonnull_network?",
    "stream_hole": "length hyper, flags uint",
}

ENUMS: dict[str, dict[str, int]] = {
    "type": {'VIR_NET_CALL': 0, 'VIR_NET_REPLY': 1, 'VIR_NET_MESSAGE': 2, 'VIR_NET_STREAM': 3, 'VIR_NET_CALL_WITH_FDS': 4, 'VIR_NET_REPLY_WITH_FDS': 5, 'VIR_NET_STREAM_HOLE': 6},
    "status": {'VIR_NET_OK': 0, 'VIR_NET_ERROR': 1, 'VIR_NET_CONTINUE': 2},
}

ARGS: dict[str, str] = {
}

RETS: dict[str, str] = {
}
