# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain
from virtreach.protocol._generated.remote.handles import NonnullNetwork
from virtreach.protocol._generated.remote.handles import NonnullNodeDevice
from virtreach.protocol._generated.remote.handles import NonnullSecret
from virtreach.protocol._generated.remote.handles import NonnullStoragePool

class ConnectDomainEventRegisterAnyArgs(NamedTuple):
    event_id: int

class ConnectDomainEventDeregisterAnyArgs(NamedTuple):
    event_id: int

class ConnectNetworkEventRegisterAnyArgs(NamedTuple):
    event_id: int
    net: NonnullNetwork | None

class ConnectNetworkEventDeregisterAnyArgs(NamedTuple):
    callback_id: int

class ConnectDomainEventCallbackRegisterAnyArgs(NamedTuple):
    event_id: int
    dom: NonnullDomain | None

class ConnectDomainEventCallbackDeregisterAnyArgs(NamedTuple):
    callback_id: int

class ConnectStoragePoolEventRegisterAnyArgs(NamedTuple):
    event_id: int
    pool: NonnullStoragePool | None

class ConnectStoragePoolEventDeregisterAnyArgs(NamedTuple):
    callback_id: int

class ConnectNodeDeviceEventRegisterAnyArgs(NamedTuple):
    event_id: int
    dev: NonnullNodeDevice | None

class ConnectNodeDeviceEventDeregisterAnyArgs(NamedTuple):
    callback_id: int

class ConnectSecretEventRegisterAnyArgs(NamedTuple):
    event_id: int
    secret: NonnullSecret | None

class ConnectSecretEventDeregisterAnyArgs(NamedTuple):
    callback_id: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
