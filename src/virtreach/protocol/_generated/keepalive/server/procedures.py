"""The procedures procedures of the keepalive program, as a server uses them."""
# Made from spec/keepalive.spec by: python tools/generate.py
# Do not edit.

from virtreach.wire.xdr import decode_void, encode_void



CODECS = {
    "ping": (decode_void, encode_void),
    "pong": (decode_void, encode_void),
}
