# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import Any, NamedTuple

class NonnullDomain(NamedTuple):
    name: str
    uuid: bytes
    id: int

def decode_nonnull_domain(_d: bytes, _o: int) -> tuple[NonnullDomain, int]: ...
def encode_nonnull_domain(name: Any, uuid: Any, id: Any) -> bytes: ...
def decode_many_nonnull_domain(
    data: bytes, offset: int, field: str, most: int
) -> tuple[list[tuple[str, bytes, int]], int]: ...

class NonnullNetwork(NamedTuple):
    name: str
    uuid: bytes

def decode_nonnull_network(_d: bytes, _o: int) -> tuple[NonnullNetwork, int]: ...
def encode_nonnull_network(name: Any, uuid: Any) -> bytes: ...
def decode_many_nonnull_network(
    data: bytes, offset: int, field: str, most: int
) -> tuple[list[tuple[str, bytes]], int]: ...

class NonnullStoragePool(NamedTuple):
    name: str
    uuid: bytes

def decode_nonnull_storage_pool(_d: bytes, _o: int) -> tuple[NonnullStoragePool, int]: ...
def encode_nonnull_storage_pool(name: Any, uuid: Any) -> bytes: ...
def decode_many_nonnull_storage_pool(
    data: bytes, offset: int, field: str, most: int
) -> tuple[list[tuple[str, bytes]], int]: ...

class NonnullStorageVol(NamedTuple):
    pool: str
    name: str
    key: str

def decode_nonnull_storage_vol(_d: bytes, _o: int) -> tuple[NonnullStorageVol, int]: ...
def encode_nonnull_storage_vol(pool: Any, name: Any, key: Any) -> bytes: ...
def decode_many_nonnull_storage_vol(
    data: bytes, offset: int, field: str, most: int
) -> tuple[list[tuple[str, str, str]], int]: ...

class NonnullNodeDevice(NamedTuple):
    name: str

def decode_nonnull_node_device(_d: bytes, _o: int) -> tuple[NonnullNodeDevice, int]: ...
def encode_nonnull_node_device(name: Any) -> bytes: ...
def decode_many_nonnull_node_device(
    data: bytes, offset: int, field: str, most: int
) -> tuple[list[tuple[str]], int]: ...

class NonnullInterface(NamedTuple):
    name: str
    mac: str

def decode_nonnull_interface(_d: bytes, _o: int) -> tuple[NonnullInterface, int]: ...
def encode_nonnull_interface(name: Any, mac: Any) -> bytes: ...
def decode_many_nonnull_interface(
    data: bytes, offset: int, field: str, most: int
) -> tuple[list[tuple[str, str]], int]: ...

class NonnullSecret(NamedTuple):
    uuid: bytes
    usage_type: int
    usage_id: str

def decode_nonnull_secret(_d: bytes, _o: int) -> tuple[NonnullSecret, int]: ...
def encode_nonnull_secret(uuid: Any, usage_type: Any, usage_id: Any) -> bytes: ...
def decode_many_nonnull_secret(
    data: bytes, offset: int, field: str, most: int
) -> tuple[list[tuple[bytes, int, str]], int]: ...

class NonnullNwfilter(NamedTuple):
    name: str
    uuid: bytes

def decode_nonnull_nwfilter(_d: bytes, _o: int) -> tuple[NonnullNwfilter, int]: ...
def encode_nonnull_nwfilter(name: Any, uuid: Any) -> bytes: ...
def decode_many_nonnull_nwfilter(
    data: bytes, offset: int, field: str, most: int
) -> tuple[list[tuple[str, bytes]], int]: ...

class NonnullDomainSnapshot(NamedTuple):
    name: str
    dom: NonnullDomain

def decode_nonnull_domain_snapshot(_d: bytes, _o: int) -> tuple[NonnullDomainSnapshot, int]: ...
def encode_nonnull_domain_snapshot(name: Any, dom: Any) -> bytes: ...

class NonnullNwfilterBinding(NamedTuple):
    portdev: str
    filtername: str

def decode_nonnull_nwfilter_binding(_d: bytes, _o: int) -> tuple[NonnullNwfilterBinding, int]: ...
def encode_nonnull_nwfilter_binding(portdev: Any, filtername: Any) -> bytes: ...
def decode_many_nonnull_nwfilter_binding(
    data: bytes, offset: int, field: str, most: int
) -> tuple[list[tuple[str, str]], int]: ...

class NonnullNetworkPort(NamedTuple):
    net: NonnullNetwork
    uuid: bytes

def decode_nonnull_network_port(_d: bytes, _o: int) -> tuple[NonnullNetworkPort, int]: ...
def encode_nonnull_network_port(net: Any, uuid: Any) -> bytes: ...

class NonnullDomainCheckpoint(NamedTuple):
    name: str
    dom: NonnullDomain

def decode_nonnull_domain_checkpoint(_d: bytes, _o: int) -> tuple[NonnullDomainCheckpoint, int]: ...
def encode_nonnull_domain_checkpoint(name: Any, dom: Any) -> bytes: ...
