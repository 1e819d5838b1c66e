# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullNwfilter
from virtreach.protocol._generated.remote.handles import NonnullNwfilterBinding
from virtreach.protocol.procedure import Procedure

class NwfilterLookupByNameRet(NamedTuple):
    nwfilter: NonnullNwfilter

class NwfilterLookupByUuidRet(NamedTuple):
    nwfilter: NonnullNwfilter

class NwfilterGetXmlDescRet(NamedTuple):
    xml: str

class ConnectNumOfNwfiltersRet(NamedTuple):
    num: int

class ConnectListNwfiltersRet(NamedTuple):
    names: list[str]

class NwfilterDefineXmlRet(NamedTuple):
    nwfilter: NonnullNwfilter

class ConnectListAllNwfiltersRet(NamedTuple):
    filters: list[tuple[str, bytes]]
    ret: int

class NwfilterBindingLookupByPortDevRet(NamedTuple):
    nwfilter: NonnullNwfilterBinding

class NwfilterBindingGetXmlDescRet(NamedTuple):
    xml: str

class NwfilterBindingCreateXmlRet(NamedTuple):
    nwfilter: NonnullNwfilterBinding

class ConnectListAllNwfilterBindingsRet(NamedTuple):
    bindings: list[tuple[str, str]]
    ret: int

class NwfilterDefineXmlFlagsRet(NamedTuple):
    nwfilter: NonnullNwfilter

NWFILTER_LOOKUP_BY_NAME: Procedure[NwfilterLookupByNameRet]
NWFILTER_LOOKUP_BY_UUID: Procedure[NwfilterLookupByUuidRet]
NWFILTER_GET_XML_DESC: Procedure[NwfilterGetXmlDescRet]
CONNECT_NUM_OF_NWFILTERS: Procedure[ConnectNumOfNwfiltersRet]
CONNECT_LIST_NWFILTERS: Procedure[ConnectListNwfiltersRet]
NWFILTER_DEFINE_XML: Procedure[NwfilterDefineXmlRet]
NWFILTER_UNDEFINE: Procedure[None]
CONNECT_LIST_ALL_NWFILTERS: Procedure[ConnectListAllNwfiltersRet]
NWFILTER_BINDING_LOOKUP_BY_PORT_DEV: Procedure[NwfilterBindingLookupByPortDevRet]
NWFILTER_BINDING_GET_XML_DESC: Procedure[NwfilterBindingGetXmlDescRet]
NWFILTER_BINDING_CREATE_XML: Procedure[NwfilterBindingCreateXmlRet]
NWFILTER_BINDING_DELETE: Procedure[None]
CONNECT_LIST_ALL_NWFILTER_BINDINGS: Procedure[ConnectListAllNwfilterBindingsRet]
NWFILTER_DEFINE_XML_FLAGS: Procedure[NwfilterDefineXmlFlagsRet]
