# Made from spec/rpc.spec by: python tools/generate.py
# Do not edit.

from typing import Any, NamedTuple

class NonnullDomain(NamedTuple):
    name: str
    uuid: bytes
    id: int

def decode_nonnull_domain(_d: bytes, _o: int) -> tuple[NonnullDomain, int]: ...
def encode_nonnull_domain(name: Any, uuid: Any, id: Any) -> bytes: ...

class NonnullNetwork(NamedTuple):
    name: str
    uuid: bytes

def decode_nonnull_network(_d: bytes, _o: int) -> tuple[NonnullNetwork, int]: ...
def encode_nonnull_network(name: Any, uuid: Any) -> bytes: ...

class Error(NamedTuple):
    code: int
    domain: int
    message: str | None
    level: int
    dom: NonnullDomain | None
    str1: str | None
    str2: str | None
    str3: str | None
    int1: int
    int2: int
    net: NonnullNetwork | None

def decode_error(_d: bytes, _o: int) -> tuple[Error, int]: ...
def encode_error(code: Any, domain: Any, message: Any, level: Any, dom: Any, str1: Any, str2: Any, str3: Any, int1: Any, int2: Any, net: Any) -> bytes: ...
def decode_error_body(_d: bytes, _o: int) -> Error: ...
def encode_error_body(code: Any, domain: Any, message: Any, level: Any, dom: Any, str1: Any, str2: Any, str3: Any, int1: Any, int2: Any, net: Any) -> bytes: ...

class StreamHole(NamedTuple):
    length: int
    flags: int

def decode_stream_hole(_d: bytes, _o: int) -> tuple[StreamHole, int]: ...
def encode_stream_hole(length: Any, flags: Any) -> bytes: ...
def decode_stream_hole_body(_d: bytes, _o: int) -> StreamHole: ...
def encode_stream_hole_body(length: Any, flags: Any) -> bytes: ...
