# Made from spec/keepalive.spec by: python tools/generate.py
# Do not edit.

from virtreach.protocol.procedure import Procedure

PING: Procedure[None]
PONG: Procedure[None]
