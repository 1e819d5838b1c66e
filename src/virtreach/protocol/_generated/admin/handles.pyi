# Made from spec/admin.spec by: python tools/generate.py
# Do not edit.

from typing import Any, NamedTuple

class NonnullServer(NamedTuple):
    name: str

def decode_nonnull_server(_d: bytes, _o: int) -> tuple[NonnullServer, int]: ...
def encode_nonnull_server(name: Any) -> bytes: ...
def decode_many_nonnull_server(
    data: bytes, offset: int, field: str, most: int
) -> tuple[list[tuple[str]], int]: ...

class NonnullClient(NamedTuple):
    srv: NonnullServer
    id: int
    timestamp: int
    transport: int

def decode_nonnull_client(_d: bytes, _o: int) -> tuple[NonnullClient, int]: ...
def encode_nonnull_client(srv: Any, id: Any, timestamp: Any, transport: Any) -> bytes: ...
