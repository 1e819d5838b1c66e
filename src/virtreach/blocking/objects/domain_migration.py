# Made by `make generate` (tools/twin.py) from aio/objects/domain_migration.py. Edit that file.
"""Moving a running guest to another host, and the limits that such a move keeps."""

from __future__ import annotations

from typing import overload

from virtreach.blocking.objects.base import Facet
from virtreach.errors import UsageError
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from virtreach.blocking.connection import Connection
    from virtreach.blocking.objects.base import ParamValue
    from virtreach.blocking.objects.domain import Domain
    from virtreach.blocking.objects.domain_migration_source import MigrationSource

__all__ = ["DomainMigration"]

_PEER2PEER, _TUNNELLED = 2, 4  # virDomainMigrateFlags
_NON_SHARED_DISK, _NON_SHARED_INC = 64, 128

# virDrvFeature, libvirt src/libvirt_internal.h: the source takes typed parameters; it speaks version 3.
_MIGRATION_PARAMS, _MIGRATION_V3 = 13, 6


class DomainMigration(Facet):
    """``domain.migration``."""

    __slots__ = ()

    @property
    def source(self) -> MigrationSource:
        """The source host's steps, one call each."""
        from virtreach.blocking.objects.domain_migration_source import MigrationSource

        return MigrationSource(self._owner)

    # -- moving --------------------------------------------------------------------------------------

    @overload
    def migrate(
        self,
        destination: Connection,
        *,
        name: str | None = None,
        xml: str | None = None,
        uri: str | None = None,
        bandwidth: int | None = None,
        params: Mapping[str, ParamValue | Sequence[str]] | None = None,
        flags: int = 0,
    ) -> Domain: ...

    @overload
    def migrate(
        self,
        destination: str,
        *,
        name: str | None = None,
        xml: str | None = None,
        uri: str | None = None,
        bandwidth: int | None = None,
        params: Mapping[str, ParamValue | Sequence[str]] | None = None,
        flags: int = 0,
    ) -> None: ...

    def migrate(
        self,
        destination: Connection | str,
        *,
        name: str | None = None,
        xml: str | None = None,
        uri: str | None = None,
        bandwidth: int | None = None,
        params: Mapping[str, ParamValue | Sequence[str]] | None = None,
        flags: int = 0,
    ) -> Domain | None:
        """Move the guest to another host; the call lasts until it runs there or the move has failed.

        Given a connection, this program leads both hosts through the steps of libvirt's migration
        protocol, and undoes them when one fails. Given a URI, the source host leads and connects to the
        destination by itself (peer-to-peer). Meanwhile ``jobs`` shows the progress.

        After a failure the guest runs on at the source, with one exception: when the destination's
        answer to the last step was lost, the guest may run there, so it is left paused here.

        Args:
            destination: an open connection, or the destination's URI as the *source host* reaches it.
            name: the domain's name there; None keeps it.
            xml: domain XML to use there; only host-side details may differ.
            uri: where the guest's memory goes (``tcp://host:port``); None lets the destination choose.
            bandwidth: limit in MiB/s.
            params: more ``VIR_MIGRATE_PARAM_*`` values; ``migrate_disks`` may be a list.
            flags: `DomainMigrateFlags`: ``LIVE``, ``PERSIST_DEST``, ``UNDEFINE_SOURCE``,
                ``NON_SHARED_DISK``, ... ``PEER2PEER`` is implied by a URI.

        Returns:
            The domain on the destination; None when a URI was given.

        Raises:
            UsageError: flags that contradict each other or the destination.
            OperationAborted: the job was aborted.
            OutcomeUnknown: a step's answer was lost; the text says what is left behind.

        libvirt: virDomainMigrate3, virDomainMigrateToURI3.
        """
        if flags & _NON_SHARED_DISK and flags & _NON_SHARED_INC:
            raise UsageError("NON_SHARED_DISK and NON_SHARED_INC exclude each other: choose one")
        merged: dict[str, Any] = dict(params or {})
        for field, value in (
            ("destination_name", name),
            ("destination_xml", xml),
            ("migrate_uri", uri),
            ("bandwidth", bandwidth),
        ):
            if value is not None:
                merged[field] = value
        if isinstance(destination, str):
            self._peer_to_peer(destination, merged, flags | _PEER2PEER)
            return None
        if flags & (_PEER2PEER | _TUNNELLED):
            raise UsageError(
                "PEER2PEER and TUNNELLED: the source host connects to the destination by itself, so give the"
                " destination's URI instead of a connection"
            )
        if not hasattr(destination, "_call"):
            raise UsageError(f"a destination is a connection or a URI, not {destination!r}")
        from virtreach.blocking.objects.domain_migration_flow import lead

        return lead(self._owner, destination, merged, flags)

    def _peer_to_peer(self, destination: str, params: dict[str, Any], flags: int) -> None:
        """Ask the source host to lead, in the newest words that it knows."""
        if (self._connection._call(P.CONNECT_SUPPORTS_FEATURE, _MIGRATION_PARAMS)).supported:
            self.source.perform3_params(params, destination=destination, flags=flags)
            return
        from virtreach.blocking.objects.domain_migration_steps import plain_values

        plain = plain_values(params)
        if (self._connection._call(P.CONNECT_SUPPORTS_FEATURE, _MIGRATION_V3)).supported:
            self.source.perform3(
                xml=plain.xml,
                destination=destination,
                uri=plain.uri,
                name=plain.name,
                resource=plain.bandwidth,
                flags=flags,
            )
            return
        if plain.xml is not None or plain.uri is not None:
            raise UsageError("the source host's libvirt is too old to be told the XML or the memory's URI")
        self.source.perform(destination, name=plain.name, resource=plain.bandwidth, flags=flags)

    def start_post_copy(self, *, flags: int = 0) -> None:
        """Switch the running migration over now; memory that is missing follows.

        The migration must have been started with ``POSTCOPY``. libvirt: virDomainMigrateStartPostCopy.
        """
        self._connection._call(P.DOMAIN_MIGRATE_START_POST_COPY, self._owner, flags)

    # -- limits --------------------------------------------------------------------------------------

    def max_downtime(self, *, flags: int = 0) -> int:
        """Return how long the guest may stand still, in milliseconds.

        libvirt: virDomainMigrateGetMaxDowntime.
        """
        ret = self._connection._call(P.DOMAIN_MIGRATE_GET_MAX_DOWNTIME, self._owner, flags)
        return ret.downtime

    def set_max_downtime(self, milliseconds: int, *, flags: int = 0) -> None:
        """Choose how long the guest may stand still at the end. libvirt: virDomainMigrateSetMaxDowntime."""
        self._connection._call(P.DOMAIN_MIGRATE_SET_MAX_DOWNTIME, self._owner, milliseconds, flags)

    def max_speed(self, *, flags: int = 0) -> int:
        """Return the bandwidth limit in MiB/s.

        Args:
            flags: `DomainMigrateMaxSpeedFlags`: ``POSTCOPY`` asks for the limit after the switch-over.

        libvirt: virDomainMigrateGetMaxSpeed.
        """
        ret = self._connection._call(P.DOMAIN_MIGRATE_GET_MAX_SPEED, self._owner, flags)
        return ret.bandwidth

    def set_max_speed(self, mib_per_second: int, *, flags: int = 0) -> None:
        """Limit the bandwidth, also of a migration that is under way.

        Args:
            mib_per_second: the limit.
            flags: `DomainMigrateMaxSpeedFlags`, as for `max_speed`.

        libvirt: virDomainMigrateSetMaxSpeed.
        """
        self._connection._call(P.DOMAIN_MIGRATE_SET_MAX_SPEED, self._owner, mib_per_second, flags)

    def compression_cache(self, *, flags: int = 0) -> int:
        """Return the size of the compression cache in bytes. libvirt: virDomainMigrateGetCompressionCache."""
        ret = self._connection._call(P.DOMAIN_MIGRATE_GET_COMPRESSION_CACHE, self._owner, flags)
        return ret.cache_size

    def set_compression_cache(self, size: int, *, flags: int = 0) -> None:
        """Choose the size of the compression cache in bytes. libvirt: virDomainMigrateSetCompressionCache."""
        self._connection._call(P.DOMAIN_MIGRATE_SET_COMPRESSION_CACHE, self._owner, size, flags)
