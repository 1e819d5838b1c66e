"""The domains of a host: looking them up, defining and creating them, statistics of many at once."""

from __future__ import annotations

from virtreach.aio.objects.base import Facet, uuid_bytes
from virtreach.aio.objects.domain import Domain
from virtreach.aio.objects.domain_power import no_descriptors, save_params
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from builtins import list as List
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any
    from uuid import UUID

    from virtreach.aio.objects.base import ParamValue
    from virtreach.aio.objects.domain_migration_target import MigrationTarget

__all__ = ["Domains"]

_MOST = 16384  # REMOTE_DOMAIN_LIST_MAX


class Domains(Facet):
    """``connection.domains``."""

    __slots__ = ()

    # -- finding -------------------------------------------------------------------------------------

    async def list(self, *, active: bool | None = None, flags: int = 0) -> List[Domain]:
        """Return the host's domains.

        Args:
            active: True for those that run, False for those that are defined and do not, None for all.
            flags: `ConnectListAllDomainsFlags`, more filters such as ``PAUSED`` and ``PERSISTENT``.

        libvirt: virConnectListAllDomains.
        """
        if active is not None:
            # VIR_CONNECT_LIST_DOMAINS_ACTIVE and _INACTIVE
            flags |= 1 if active else 2
        ret = await self._connection._call(P.CONNECT_LIST_ALL_DOMAINS, 1, flags)
        return Domain._many(self._connection, ret.domains)

    async def lookup_by_name(self, name: str) -> Domain:
        """Return the domain with this name.

        Raises:
            NoDomain: there is none.

        libvirt: virDomainLookupByName.
        """
        ret = await self._connection._call(P.DOMAIN_LOOKUP_BY_NAME, name)
        return Domain._one(self._connection, ret.dom)

    async def lookup_by_uuid(self, uuid: str | bytes | UUID) -> Domain:
        """Return the domain with this UUID.

        Args:
            uuid: text with or without dashes, 16 bytes, or a `uuid.UUID`.

        Raises:
            NoDomain: there is none.

        libvirt: virDomainLookupByUUID.
        """
        ret = await self._connection._call(P.DOMAIN_LOOKUP_BY_UUID, uuid_bytes(uuid))
        return Domain._one(self._connection, ret.dom)

    async def lookup_by_id(self, domain_id: int) -> Domain:
        """Return the running domain with this id.

        Raises:
            NoDomain: there is none.

        libvirt: virDomainLookupByID.
        """
        ret = await self._connection._call(P.DOMAIN_LOOKUP_BY_ID, domain_id)
        return Domain._one(self._connection, ret.dom)

    async def names(self, *, active: bool | None = None) -> List[str]:
        """Return the domains' names.

        Args:
            active: as for `list`.

        libvirt: virConnectListAllDomains.
        """
        return [domain.name for domain in await self.list(active=active)]

    async def active_ids(self) -> List[int]:
        """Return the ids of running domains; `list` tells more in one call.

        libvirt: virConnectListDomains.
        """
        return [*(await self._connection._call(P.CONNECT_LIST_DOMAINS, _MOST)).ids]

    async def inactive_names(self) -> List[str]:
        """Return the names of domains that are defined and do not run; `list` tells more in one call.

        libvirt: virConnectListDefinedDomains.
        """
        return [*(await self._connection._call(P.CONNECT_LIST_DEFINED_DOMAINS, _MOST)).names]

    async def count(self, *, active: bool | None = None) -> int:
        """Return how many domains there are.

        Args:
            active: True for those that run, False for those that are defined and do not; None for
                both, which takes two calls.

        libvirt: virConnectNumOfDomains, virConnectNumOfDefinedDomains.
        """
        number = 0
        if active is not False:
            number += (await self._connection._call(P.CONNECT_NUM_OF_DOMAINS)).num
        if active is not True:
            number += (await self._connection._call(P.CONNECT_NUM_OF_DEFINED_DOMAINS)).num
        return number

    # -- making --------------------------------------------------------------------------------------

    async def define_xml(self, xml: str, *, flags: int = 0) -> Domain:
        """Define a domain, or change its definition; it is not started.

        Args:
            xml: the whole ``<domain>``.
            flags: `DomainDefineFlags`: ``VALIDATE`` checks it against the schema.

        libvirt: virDomainDefineXML, virDomainDefineXMLFlags.
        """
        if flags:
            ret = await self._connection._call(P.DOMAIN_DEFINE_XML_FLAGS, xml, flags)
            return Domain._one(self._connection, ret.dom)
        plain = await self._connection._call(P.DOMAIN_DEFINE_XML, xml)
        return Domain._one(self._connection, plain.dom)

    async def create_xml(self, xml: str, *, flags: int = 0) -> Domain:
        """Start a transient domain: it is forgotten when it stops.

        Args:
            xml: the whole ``<domain>``.
            flags: `DomainCreateFlags`: ``START_PAUSED``, ``START_AUTODESTROY`` (it ends with this
                connection), ``START_VALIDATE``, ...

        libvirt: virDomainCreateXML.
        """
        ret = await self._connection._call(P.DOMAIN_CREATE_XML, xml, flags)
        return Domain._one(self._connection, ret.dom)

    async def create_xml_with_files(self, xml: str, files: Sequence[int] = (), *, flags: int = 0) -> Domain:
        """Start a transient domain and hand it open file descriptors (containers).

        Args:
            xml: the whole ``<domain>``.
            files: file descriptors. Passing any is refused for now: only a call without them is sent.
            flags: as for `create_xml`.

        Raises:
            UsageError: descriptors were given; nothing was sent.

        libvirt: virDomainCreateXMLWithFiles.
        """
        if files:
            raise no_descriptors(P.DOMAIN_CREATE_XML_WITH_FILES.name)
        ret = await self._connection._call(P.DOMAIN_CREATE_XML_WITH_FILES, xml, flags)
        return Domain._one(self._connection, ret.dom)

    # -- saved images --------------------------------------------------------------------------------

    async def restore(
        self,
        path: str,
        *,
        xml: str | None = None,
        params: Mapping[str, ParamValue] | None = None,
        flags: int = 0,
    ) -> None:
        """Resume a guest from a file that ``Domain.save`` wrote.

        Args:
            path: the file, as the host names it.
            xml: domain XML to use instead of the one inside; only host-side details may differ.
            params: more ``VIR_DOMAIN_SAVE_PARAM_*`` values (libvirt 8.4; needs a driver that
                supports it).
            flags: `DomainSaveRestoreFlags`.

        libvirt: virDomainRestore, virDomainRestoreFlags, virDomainRestoreParams.
        """
        if params is not None:
            await self._connection._call(P.DOMAIN_RESTORE_PARAMS, save_params(path, xml, params), flags)
        elif flags or xml is not None:
            await self._connection._call(P.DOMAIN_RESTORE_FLAGS, path, xml, flags)
        else:
            await self._connection._call(P.DOMAIN_RESTORE, path)

    async def save_image_xml(self, path: str, *, flags: int = 0) -> str:
        """Return the domain XML inside a saved file.

        Args:
            path: the file, as the host names it.
            flags: `DomainSaveImageXMLFlags`.

        libvirt: virDomainSaveImageGetXMLDesc.
        """
        return (await self._connection._call(P.DOMAIN_SAVE_IMAGE_GET_XML_DESC, path, flags)).xml

    async def define_save_image_xml(self, path: str, xml: str, *, flags: int = 0) -> None:
        """Replace the domain XML inside a saved file; only host-side details may differ.

        Args:
            path: the file, as the host names it.
            xml: the new description.
            flags: `DomainSaveRestoreFlags`: ``RUNNING`` or ``PAUSED`` after resuming.

        libvirt: virDomainSaveImageDefineXML.
        """
        await self._connection._call(P.DOMAIN_SAVE_IMAGE_DEFINE_XML, path, xml, flags)

    # -- other formats -------------------------------------------------------------------------------

    async def xml_from_native(self, native_format: str, config: str, *, flags: int = 0) -> str:
        """Turn a hypervisor's own configuration into domain XML.

        Args:
            native_format: ``qemu-argv``, ``xen-xl``, ``vmware-vmx``, ``lxc-tools``, ...
            config: the configuration.
            flags: none are defined.

        libvirt: virConnectDomainXMLFromNative.
        """
        ret = await self._connection._call(P.CONNECT_DOMAIN_XML_FROM_NATIVE, native_format, config, flags)
        return ret.domain_xml

    async def xml_to_native(self, native_format: str, xml: str, *, flags: int = 0) -> str:
        """Turn domain XML into a hypervisor's own configuration, to look at.

        Args:
            native_format: as for `xml_from_native`.
            xml: the whole ``<domain>``.
            flags: none are defined.

        libvirt: virConnectDomainXMLToNative.
        """
        ret = await self._connection._call(P.CONNECT_DOMAIN_XML_TO_NATIVE, native_format, xml, flags)
        return ret.native_config

    # -- figures -------------------------------------------------------------------------------------

    async def stats(
        self, stats: int = 0, *, domains: Iterable[Domain] = (), flags: int = 0
    ) -> List[tuple[Domain, dict[str, Any]]]:
        """Return statistics of many domains in one call.

        Args:
            stats: `DomainStatsTypes`, which groups; 0 for all that the driver has.
            domains: which domains; none for all. Those that are gone are left out of the answer.
            flags: `ConnectGetAllDomainStatsFlags`: filters (with ``domains`` empty), ``NOWAIT``,
                ``BACKING``, ``ENFORCE_STATS``.

        Returns:
            For each domain its handle and a flat dict (``cpu.time``, ``net.0.rx.bytes``, ...).

        libvirt: virConnectGetAllDomainStats, virDomainListGetStats.
        """
        chosen = [*domains]
        ret = await self._connection._call(P.CONNECT_GET_ALL_DOMAIN_STATS, chosen, stats, flags)
        one, connection = Domain._one, self._connection
        return [(one(connection, record.dom), record.params) for record in ret.ret_stats]

    # -- migration -----------------------------------------------------------------------------------

    @property
    def migration_target(self) -> MigrationTarget:
        """The receiving side of a migration, step by step; ``domain.migration.migrate`` does them all."""
        from virtreach.aio.objects.domain_migration_target import MigrationTarget

        return MigrationTarget(self._owner)
