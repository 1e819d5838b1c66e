# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullInterface

class ConnectListInterfacesArgs(NamedTuple):
    maxnames: int

class InterfaceLookupByNameArgs(NamedTuple):
    name: str

class InterfaceLookupByMacStringArgs(NamedTuple):
    mac: str

class InterfaceGetXmlDescArgs(NamedTuple):
    iface: NonnullInterface
    flags: int

class InterfaceDefineXmlArgs(NamedTuple):
    xml: str
    flags: int

class InterfaceUndefineArgs(NamedTuple):
    iface: NonnullInterface

class InterfaceCreateArgs(NamedTuple):
    iface: NonnullInterface
    flags: int

class InterfaceDestroyArgs(NamedTuple):
    iface: NonnullInterface
    flags: int

class ConnectListDefinedInterfacesArgs(NamedTuple):
    maxnames: int

class InterfaceIsActiveArgs(NamedTuple):
    iface: NonnullInterface

class InterfaceChangeBeginArgs(NamedTuple):
    flags: int

class InterfaceChangeCommitArgs(NamedTuple):
    flags: int

class InterfaceChangeRollbackArgs(NamedTuple):
    flags: int

class ConnectListAllInterfacesArgs(NamedTuple):
    need_results: int
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
