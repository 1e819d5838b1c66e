# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullNodeDevice
from virtreach.protocol.procedure import Procedure

class NodeNumOfDevicesRet(NamedTuple):
    num: int

class NodeListDevicesRet(NamedTuple):
    names: list[str]

class NodeDeviceLookupByNameRet(NamedTuple):
    dev: NonnullNodeDevice

class NodeDeviceGetXmlDescRet(NamedTuple):
    xml: str

class NodeDeviceGetParentRet(NamedTuple):
    parent_name: str | None

class NodeDeviceNumOfCapsRet(NamedTuple):
    num: int

class NodeDeviceListCapsRet(NamedTuple):
    names: list[str]

class NodeDeviceCreateXmlRet(NamedTuple):
    dev: NonnullNodeDevice

class ConnectListAllNodeDevicesRet(NamedTuple):
    devices: list[tuple[str]]
    ret: int

class NodeDeviceLookupScsiHostByWwnRet(NamedTuple):
    dev: NonnullNodeDevice

class NodeDeviceDefineXmlRet(NamedTuple):
    dev: NonnullNodeDevice

class NodeDeviceGetAutostartRet(NamedTuple):
    autostart: int

class NodeDeviceIsPersistentRet(NamedTuple):
    persistent: int

class NodeDeviceIsActiveRet(NamedTuple):
    active: int

NODE_NUM_OF_DEVICES: Procedure[NodeNumOfDevicesRet]
NODE_LIST_DEVICES: Procedure[NodeListDevicesRet]
NODE_DEVICE_LOOKUP_BY_NAME: Procedure[NodeDeviceLookupByNameRet]
NODE_DEVICE_GET_XML_DESC: Procedure[NodeDeviceGetXmlDescRet]
NODE_DEVICE_GET_PARENT: Procedure[NodeDeviceGetParentRet]
NODE_DEVICE_NUM_OF_CAPS: Procedure[NodeDeviceNumOfCapsRet]
NODE_DEVICE_LIST_CAPS: Procedure[NodeDeviceListCapsRet]
NODE_DEVICE_DETTACH: Procedure[None]
NODE_DEVICE_RE_ATTACH: Procedure[None]
NODE_DEVICE_RESET: Procedure[None]
NODE_DEVICE_CREATE_XML: Procedure[NodeDeviceCreateXmlRet]
NODE_DEVICE_DESTROY: Procedure[None]
CONNECT_LIST_ALL_NODE_DEVICES: Procedure[ConnectListAllNodeDevicesRet]
NODE_DEVICE_LOOKUP_SCSI_HOST_BY_WWN: Procedure[NodeDeviceLookupScsiHostByWwnRet]
NODE_DEVICE_DETACH_FLAGS: Procedure[None]
NODE_DEVICE_DEFINE_XML: Procedure[NodeDeviceDefineXmlRet]
NODE_DEVICE_UNDEFINE: Procedure[None]
NODE_DEVICE_CREATE: Procedure[None]
NODE_DEVICE_GET_AUTOSTART: Procedure[NodeDeviceGetAutostartRet]
NODE_DEVICE_SET_AUTOSTART: Procedure[None]
NODE_DEVICE_IS_PERSISTENT: Procedure[NodeDeviceIsPersistentRet]
NODE_DEVICE_IS_ACTIVE: Procedure[NodeDeviceIsActiveRet]
NODE_DEVICE_UPDATE: Procedure[None]
