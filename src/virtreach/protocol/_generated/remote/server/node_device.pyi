# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple


class NodeNumOfDevicesArgs(NamedTuple):
    cap: str | None
    flags: int

class NodeListDevicesArgs(NamedTuple):
    cap: str | None
    maxnames: int
    flags: int

class NodeDeviceLookupByNameArgs(NamedTuple):
    name: str

class NodeDeviceGetXmlDescArgs(NamedTuple):
    name: str
    flags: int

class NodeDeviceGetParentArgs(NamedTuple):
    name: str

class NodeDeviceNumOfCapsArgs(NamedTuple):
    name: str

class NodeDeviceListCapsArgs(NamedTuple):
    name: str
    maxnames: int

class NodeDeviceDettachArgs(NamedTuple):
    name: str

class NodeDeviceReAttachArgs(NamedTuple):
    name: str

class NodeDeviceResetArgs(NamedTuple):
    name: str

class NodeDeviceCreateXmlArgs(NamedTuple):
    xml_desc: str
    flags: int

class NodeDeviceDestroyArgs(NamedTuple):
    name: str

class ConnectListAllNodeDevicesArgs(NamedTuple):
    need_results: int
    flags: int

class NodeDeviceLookupScsiHostByWwnArgs(NamedTuple):
    wwnn: str
    wwpn: str
    flags: int

class NodeDeviceDetachFlagsArgs(NamedTuple):
    name: str
    driver_name: str | None
    flags: int

class NodeDeviceDefineXmlArgs(NamedTuple):
    xml_desc: str
    flags: int

class NodeDeviceUndefineArgs(NamedTuple):
    name: str
    flags: int

class NodeDeviceCreateArgs(NamedTuple):
    name: str
    flags: int

class NodeDeviceGetAutostartArgs(NamedTuple):
    name: str

class NodeDeviceSetAutostartArgs(NamedTuple):
    name: str
    autostart: int

class NodeDeviceIsPersistentArgs(NamedTuple):
    name: str

class NodeDeviceIsActiveArgs(NamedTuple):
    name: str

class NodeDeviceUpdateArgs(NamedTuple):
    name: str
    xml_desc: str
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
