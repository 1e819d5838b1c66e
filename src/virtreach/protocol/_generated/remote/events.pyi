# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol.procedure import Procedure

class ConnectDomainEventRegisterRet(NamedTuple):
    cb_registered: int

class ConnectDomainEventDeregisterRet(NamedTuple):
    cb_registered: int

class ConnectNetworkEventRegisterAnyRet(NamedTuple):
    callback_id: int

class ConnectDomainEventCallbackRegisterAnyRet(NamedTuple):
    callback_id: int

class ConnectStoragePoolEventRegisterAnyRet(NamedTuple):
    callback_id: int

class ConnectNodeDeviceEventRegisterAnyRet(NamedTuple):
    callback_id: int

class ConnectSecretEventRegisterAnyRet(NamedTuple):
    callback_id: int

CONNECT_DOMAIN_EVENT_REGISTER: Procedure[ConnectDomainEventRegisterRet]
CONNECT_DOMAIN_EVENT_DEREGISTER: Procedure[ConnectDomainEventDeregisterRet]
CONNECT_DOMAIN_EVENT_REGISTER_ANY: Procedure[None]
CONNECT_DOMAIN_EVENT_DEREGISTER_ANY: Procedure[None]
CONNECT_NETWORK_EVENT_REGISTER_ANY: Procedure[ConnectNetworkEventRegisterAnyRet]
CONNECT_NETWORK_EVENT_DEREGISTER_ANY: Procedure[None]
CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY: Procedure[ConnectDomainEventCallbackRegisterAnyRet]
CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY: Procedure[None]
CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY: Procedure[ConnectStoragePoolEventRegisterAnyRet]
CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY: Procedure[None]
CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY: Procedure[ConnectNodeDeviceEventRegisterAnyRet]
CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY: Procedure[None]
CONNECT_SECRET_EVENT_REGISTER_ANY: Procedure[ConnectSecretEventRegisterAnyRet]
CONNECT_SECRET_EVENT_DEREGISTER_ANY: Procedure[None]
