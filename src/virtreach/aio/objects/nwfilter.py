"""Network filters, and where they are bound.

`NWFilters` and `NWFilterBindings` are the collections on a connection (``connection.nwfilters``,
``connection.nwfilter_bindings``). Errors and sharing are as `virtreach.aio.objects.network` says.
Facts: libvirt ``src/libvirt-nwfilter.c``, ``include/libvirt/libvirt-nwfilter.h``.
"""

from __future__ import annotations

from virtreach.aio.objects.base import Facet, NamedObject, RemoteObject, uuid_bytes
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from builtins import list as List
    from uuid import UUID

__all__ = ["NWFilter", "NWFilterBinding", "NWFilterBindings", "NWFilters"]

# The most names that one reply may carry: REMOTE_NWFILTER_LIST_MAX.
_NAMES_MAX = 16384


class NWFilter(NamedObject):
    """One network filter. Its ``name`` is unique on its host, its ``uuid`` everywhere."""

    __slots__ = ()

    async def xml(self, *, flags: int = 0) -> str:
        """Describe this filter in XML. libvirt: virNWFilterGetXMLDesc."""
        ret = await self._connection._call(P.NWFILTER_GET_XML_DESC, self, flags)
        return ret.xml

    async def undefine(self) -> None:
        """Forget this filter, which no guest may use. libvirt: virNWFilterUndefine."""
        await self._connection._call(P.NWFILTER_UNDEFINE, self)


class NWFilters(Facet):
    """The network filters of a host: ``connection.nwfilters``."""

    __slots__ = ()

    async def list(self, *, flags: int = 0) -> List[NWFilter]:
        """List filters. libvirt: virConnectListAllNWFilters."""
        ret = await self._connection._call(P.CONNECT_LIST_ALL_NWFILTERS, 1, flags)
        return NWFilter._many(self._connection, ret.filters)

    async def count(self) -> int:
        """Count filters. libvirt: virConnectNumOfNWFilters."""
        return (await self._connection._call(P.CONNECT_NUM_OF_NWFILTERS)).num

    async def names(self) -> List[str]:
        """List names. libvirt: virConnectListNWFilters."""
        return (await self._connection._call(P.CONNECT_LIST_NWFILTERS, _NAMES_MAX)).names

    async def lookup_by_name(self, name: str) -> NWFilter:
        """Find a filter by its name. libvirt: virNWFilterLookupByName.

        Raises:
            NoNwfilter: there is none.
        """
        ret = await self._connection._call(P.NWFILTER_LOOKUP_BY_NAME, name)
        return NWFilter._one(self._connection, ret.nwfilter)

    async def lookup_by_uuid(self, uuid: str | bytes | UUID) -> NWFilter:
        """Find a filter by its UUID. libvirt: virNWFilterLookupByUUID.

        Raises:
            NoNwfilter: there is none.
        """
        ret = await self._connection._call(P.NWFILTER_LOOKUP_BY_UUID, uuid_bytes(uuid))
        return NWFilter._one(self._connection, ret.nwfilter)

    async def define_xml(self, xml: str, *, flags: int = 0) -> NWFilter:
        """Define a filter, or redefine one: guests that use it follow at once.

        libvirt: virNWFilterDefineXML, with flags virNWFilterDefineXMLFlags.

        Args:
            xml: the filter.
            flags: `NWFilterDefineFlags`.
        """
        if flags:
            with_flags = await self._connection._call(P.NWFILTER_DEFINE_XML_FLAGS, xml, flags)
            return NWFilter._one(self._connection, with_flags.nwfilter)
        ret = await self._connection._call(P.NWFILTER_DEFINE_XML, xml)
        return NWFilter._one(self._connection, ret.nwfilter)


class NWFilterBinding(RemoteObject):
    """One filter, bound to a guest's network port."""

    __slots__ = ()

    _layout = "ss"

    @property
    def port_dev(self) -> str:
        """The host's device of that port (``vnet0``)."""
        value: str = self._ref[0]
        return value

    @property
    def filter_name(self) -> str:
        """The filter's name."""
        value: str = self._ref[1]
        return value

    async def xml(self, *, flags: int = 0) -> str:
        """Describe this binding in XML. libvirt: virNWFilterBindingGetXMLDesc."""
        ret = await self._connection._call(P.NWFILTER_BINDING_GET_XML_DESC, self, flags)
        return ret.xml

    async def delete(self) -> None:
        """Take the filter off the port: traffic flows unfiltered. libvirt: virNWFilterBindingDelete."""
        await self._connection._call(P.NWFILTER_BINDING_DELETE, self)


class NWFilterBindings(Facet):
    """The bindings of a host: ``connection.nwfilter_bindings``."""

    __slots__ = ()

    async def list(self, *, flags: int = 0) -> List[NWFilterBinding]:
        """List bindings. libvirt: virConnectListAllNWFilterBindings."""
        ret = await self._connection._call(P.CONNECT_LIST_ALL_NWFILTER_BINDINGS, 1, flags)
        return NWFilterBinding._many(self._connection, ret.bindings)

    async def lookup_by_port_dev(self, port_dev: str) -> NWFilterBinding:
        """Find the binding of a port. libvirt: virNWFilterBindingLookupByPortDev.

        Args:
            port_dev: the host's device (``vnet0``).

        Raises:
            NoNwfilterBinding: nothing is bound there.
        """
        ret = await self._connection._call(P.NWFILTER_BINDING_LOOKUP_BY_PORT_DEV, port_dev)
        return NWFilterBinding._one(self._connection, ret.nwfilter)

    async def create_xml(self, xml: str, *, flags: int = 0) -> NWFilterBinding:
        """Bind a filter to a port. libvirt: virNWFilterBindingCreateXML.

        Args:
            xml: the binding.
            flags: `NWFilterBindingCreateFlags`.
        """
        ret = await self._connection._call(P.NWFILTER_BINDING_CREATE_XML, xml, flags)
        return NWFilterBinding._one(self._connection, ret.nwfilter)
