"""The procedures procedures of the keepalive program, as a client uses them."""
# Made from spec/keepalive.spec by: python tools/generate.py
# Do not edit.

from virtreach.protocol.procedure import Procedure
from virtreach.wire.xdr import decode_void, encode_void


_PROGRAM = ("keepalive", 1801807216, 1)
_SERVER = "virtreach.protocol._generated.keepalive.server.procedures"


PING = Procedure(_PROGRAM, 1, "ping", encode_void, decode_void, readonly='allow', preauth=True, server=_SERVER)
PONG = Procedure(_PROGRAM, 2, "pong", encode_void, decode_void, readonly='allow', preauth=True, server=_SERVER)
