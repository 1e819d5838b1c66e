# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullInterface
from virtreach.protocol.procedure import Procedure

class ConnectNumOfInterfacesRet(NamedTuple):
    num: int

class ConnectListInterfacesRet(NamedTuple):
    names: list[str]

class InterfaceLookupByNameRet(NamedTuple):
    iface: NonnullInterface

class InterfaceLookupByMacStringRet(NamedTuple):
    iface: NonnullInterface

class InterfaceGetXmlDescRet(NamedTuple):
    xml: str

class InterfaceDefineXmlRet(NamedTuple):
    iface: NonnullInterface

class ConnectNumOfDefinedInterfacesRet(NamedTuple):
    num: int

class ConnectListDefinedInterfacesRet(NamedTuple):
    names: list[str]

class InterfaceIsActiveRet(NamedTuple):
    active: int

class ConnectListAllInterfacesRet(NamedTuple):
    ifaces: list[tuple[str, str]]
    ret: int

CONNECT_NUM_OF_INTERFACES: Procedure[ConnectNumOfInterfacesRet]
CONNECT_LIST_INTERFACES: Procedure[ConnectListInterfacesRet]
INTERFACE_LOOKUP_BY_NAME: Procedure[InterfaceLookupByNameRet]
INTERFACE_LOOKUP_BY_MAC_STRING: Procedure[InterfaceLookupByMacStringRet]
INTERFACE_GET_XML_DESC: Procedure[InterfaceGetXmlDescRet]
INTERFACE_DEFINE_XML: Procedure[InterfaceDefineXmlRet]
INTERFACE_UNDEFINE: Procedure[None]
INTERFACE_CREATE: Procedure[None]
INTERFACE_DESTROY: Procedure[None]
CONNECT_NUM_OF_DEFINED_INTERFACES: Procedure[ConnectNumOfDefinedInterfacesRet]
CONNECT_LIST_DEFINED_INTERFACES: Procedure[ConnectListDefinedInterfacesRet]
INTERFACE_IS_ACTIVE: Procedure[InterfaceIsActiveRet]
INTERFACE_CHANGE_BEGIN: Procedure[None]
INTERFACE_CHANGE_COMMIT: Procedure[None]
INTERFACE_CHANGE_ROLLBACK: Procedure[None]
CONNECT_LIST_ALL_INTERFACES: Procedure[ConnectListAllInterfacesRet]
