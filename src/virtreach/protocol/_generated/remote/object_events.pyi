# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullNetwork
from virtreach.protocol._generated.remote.handles import NonnullNodeDevice
from virtreach.protocol._generated.remote.handles import NonnullSecret
from virtreach.protocol._generated.remote.handles import NonnullStoragePool
from virtreach.protocol.procedure import Procedure

class NetworkEventLifecycleMsg(NamedTuple):
    callback_id: int
    net: NonnullNetwork
    event: int
    detail: int

class StoragePoolEventLifecycleMsg(NamedTuple):
    callback_id: int
    pool: NonnullStoragePool
    event: int
    detail: int

class StoragePoolEventRefreshMsg(NamedTuple):
    callback_id: int
    pool: NonnullStoragePool

class NodeDeviceEventLifecycleMsg(NamedTuple):
    callback_id: int
    dev: NonnullNodeDevice
    event: int
    detail: int

class NodeDeviceEventUpdateMsg(NamedTuple):
    callback_id: int
    dev: NonnullNodeDevice

class SecretEventLifecycleMsg(NamedTuple):
    callback_id: int
    secret: NonnullSecret
    event: int
    detail: int

class SecretEventValueChangedMsg(NamedTuple):
    callback_id: int
    secret: NonnullSecret

class NetworkEventCallbackMetadataChangeMsg(NamedTuple):
    callback_id: int
    net: NonnullNetwork
    type: int
    nsuri: str | None

NETWORK_EVENT_LIFECYCLE: Procedure[NetworkEventLifecycleMsg]
STORAGE_POOL_EVENT_LIFECYCLE: Procedure[StoragePoolEventLifecycleMsg]
STORAGE_POOL_EVENT_REFRESH: Procedure[StoragePoolEventRefreshMsg]
NODE_DEVICE_EVENT_LIFECYCLE: Procedure[NodeDeviceEventLifecycleMsg]
NODE_DEVICE_EVENT_UPDATE: Procedure[NodeDeviceEventUpdateMsg]
SECRET_EVENT_LIFECYCLE: Procedure[SecretEventLifecycleMsg]
SECRET_EVENT_VALUE_CHANGED: Procedure[SecretEventValueChangedMsg]
NETWORK_EVENT_CALLBACK_METADATA_CHANGE: Procedure[NetworkEventCallbackMetadataChangeMsg]
