# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullNwfilter
from virtreach.protocol._generated.remote.handles import NonnullNwfilterBinding

class NwfilterLookupByNameArgs(NamedTuple):
    name: str

class NwfilterLookupByUuidArgs(NamedTuple):
    uuid: bytes

class NwfilterGetXmlDescArgs(NamedTuple):
    nwfilter: NonnullNwfilter
    flags: int

class ConnectListNwfiltersArgs(NamedTuple):
    maxnames: int

class NwfilterDefineXmlArgs(NamedTuple):
    xml: str

class NwfilterUndefineArgs(NamedTuple):
    nwfilter: NonnullNwfilter

class ConnectListAllNwfiltersArgs(NamedTuple):
    need_results: int
    flags: int

class NwfilterBindingLookupByPortDevArgs(NamedTuple):
    name: str

class NwfilterBindingGetXmlDescArgs(NamedTuple):
    nwfilter: NonnullNwfilterBinding
    flags: int

class NwfilterBindingCreateXmlArgs(NamedTuple):
    xml: str
    flags: int

class NwfilterBindingDeleteArgs(NamedTuple):
    nwfilter: NonnullNwfilterBinding

class ConnectListAllNwfilterBindingsArgs(NamedTuple):
    need_results: int
    flags: int

class NwfilterDefineXmlFlagsArgs(NamedTuple):
    xml: str
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
