# Made from spec/keepalive.spec by: python tools/generate.py
# Do not edit.

from virtreach.protocol._generated.keepalive.procedures import PING as PING
from virtreach.protocol._generated.keepalive.procedures import PONG as PONG

NUMBER: int
VERSION: int
FAMILIES: dict[str, str]
