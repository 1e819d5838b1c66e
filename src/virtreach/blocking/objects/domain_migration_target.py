# Made by `make generate` (tools/twin.py) from aio/objects/domain_migration_target.py. Edit that file.
"""The steps of a migration that the destination host takes, one call each.

See `virtreach.blocking.objects.domain_migration_source` for the words used. A prepared guest that is never
finished is removed by the destination when the connection that prepared it closes.
"""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet
from virtreach.blocking.objects.domain import Domain
from virtreach.blocking.objects.domain_migration_source import listed
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.blocking.objects.domain_migration_source import MigrationParams
    from virtreach.blocking.stream import Stream
    from virtreach.protocol.remote import (
        DomainMigratePrepare2Ret,
        DomainMigratePrepare3ParamsRet,
        DomainMigratePrepare3Ret,
        DomainMigratePrepareRet,
    )

__all__ = ["MigrationTarget"]


class MigrationTarget(Facet):
    """``connection.domains.migration_target``."""

    __slots__ = ()

    # -- version 3 with typed parameters -------------------------------------------------------------

    def prepare3_params(
        self, params: MigrationParams, *, cookie: bytes = b"", flags: int = 0
    ) -> DomainMigratePrepare3ParamsRet:
        """Step 2: get ready to receive a guest.

        Args:
            params: ``VIR_MIGRATE_PARAM_*``, with the XML that begin made as ``destination_xml``.
            cookie: from begin.
            flags: `DomainMigrateFlags`.

        Returns:
            ``cookie_out`` and ``uri_out`` (None when the URI in ``params`` stands), for perform.
        """
        return self._connection._call(P.DOMAIN_MIGRATE_PREPARE3_PARAMS, listed(params), cookie, flags)

    def prepare_tunnel3_params(
        self, params: MigrationParams, *, cookie: bytes = b"", flags: int = 0
    ) -> tuple[Stream, bytes]:
        """Step 2, for memory that comes through this connection.

        Args:
            params: as for `prepare3_params`.
            cookie: from begin.
            flags: `DomainMigrateFlags`, with ``TUNNELLED``.

        Returns:
            The stream to write the memory to, and the cookie for perform.
        """
        stream, ret = self._connection._open_stream(
            P.DOMAIN_MIGRATE_PREPARE_TUNNEL3_PARAMS, listed(params), cookie, flags
        )
        return stream, ret.cookie_out

    def finish3_params(
        self, params: MigrationParams, *, cookie: bytes = b"", cancelled: bool = False, flags: int = 0
    ) -> tuple[Domain, bytes]:
        """Step 4: let the guest run here, or throw it away when the migration was cancelled.

        Args:
            params: ``VIR_MIGRATE_PARAM_*``, with the domain's name as ``destination_name``.
            cookie: from perform.
            cancelled: whether it is thrown away.
            flags: `DomainMigrateFlags`.

        Returns:
            The domain here, and the cookie for confirm.

        Raises:
            MigrateFinishOk: it was thrown away, as wished.
        """
        ret = self._connection._call(
            P.DOMAIN_MIGRATE_FINISH3_PARAMS, listed(params), cookie, flags, int(cancelled)
        )
        return Domain._one(self._connection, ret.dom), ret.cookie_out

    # -- version 3 -----------------------------------------------------------------------------------

    def prepare3(
        self,
        xml: str,
        *,
        cookie: bytes = b"",
        uri: str | None = None,
        name: str | None = None,
        resource: int = 0,
        flags: int = 0,
    ) -> DomainMigratePrepare3Ret:
        """Step 2: get ready to receive a guest.

        Args:
            xml: what begin made.
            cookie: from begin.
            uri: where the memory shall arrive; None lets this host choose.
            name: the domain's name here.
            resource: bandwidth limit in MiB/s.
            flags: `DomainMigrateFlags`.

        Returns:
            ``cookie_out`` and ``uri_out`` (None when ``uri`` stands), for perform.
        """
        return self._connection._call(
            P.DOMAIN_MIGRATE_PREPARE3, cookie, uri, flags, name, resource, xml
        )

    def prepare_tunnel3(
        self, xml: str, *, cookie: bytes = b"", name: str | None = None, resource: int = 0, flags: int = 0
    ) -> tuple[Stream, bytes]:
        """Step 2, for memory that comes through this connection.

        Args:
            xml: what begin made.
            cookie: from begin.
            name: the domain's name here.
            resource: bandwidth limit in MiB/s.
            flags: `DomainMigrateFlags`, with ``TUNNELLED``.

        Returns:
            The stream to write the memory to, and the cookie for perform.
        """
        stream, ret = self._connection._open_stream(
            P.DOMAIN_MIGRATE_PREPARE_TUNNEL3, cookie, flags, name, resource, xml
        )
        return stream, ret.cookie_out

    def finish3(
        self,
        name: str,
        *,
        cookie: bytes = b"",
        destination: str | None = None,
        uri: str | None = None,
        cancelled: bool = False,
        flags: int = 0,
    ) -> tuple[Domain, bytes]:
        """Step 4: let the guest run here, or throw it away when the migration was cancelled.

        Args:
            name: the domain's name here.
            cookie: from perform.
            destination: for peer-to-peer, this host's connection URI.
            uri: as prepare said.
            cancelled: whether it is thrown away.
            flags: `DomainMigrateFlags`.

        Returns:
            The domain here, and the cookie for confirm.

        Raises:
            MigrateFinishOk: it was thrown away, as wished.
        """
        ret = self._connection._call(
            P.DOMAIN_MIGRATE_FINISH3, name, cookie, destination, uri, flags, int(cancelled)
        )
        return Domain._one(self._connection, ret.dom), ret.cookie_out

    # -- versions 1 and 2 ----------------------------------------------------------------------------

    def prepare2(
        self, xml: str, *, uri: str | None = None, name: str | None = None, resource: int = 0, flags: int = 0
    ) -> DomainMigratePrepare2Ret:
        """Version 2, step 1: get ready to receive a guest with this XML.

        Args:
            xml: the source's domain XML, with passwords.
            uri: where the memory shall arrive; None lets this host choose.
            name: the domain's name here.
            resource: bandwidth limit in MiB/s.
            flags: `DomainMigrateFlags`.

        Returns:
            ``cookie`` and ``uri_out`` (None when ``uri`` stands), for perform.
        """
        return self._connection._call(P.DOMAIN_MIGRATE_PREPARE2, uri, flags, name, resource, xml)

    def prepare_tunnel(
        self, xml: str, *, name: str | None = None, resource: int = 0, flags: int = 0
    ) -> Stream:
        """Version 2, step 1, for memory that comes through this connection.

        Args:
            xml: the source's domain XML, with passwords.
            name: the domain's name here.
            resource: bandwidth limit in MiB/s.
            flags: `DomainMigrateFlags`, with ``TUNNELLED``.

        Returns:
            The stream to write the memory to.
        """
        stream, _ = self._connection._open_stream(
            P.DOMAIN_MIGRATE_PREPARE_TUNNEL, flags, name, resource, xml
        )
        return stream

    def finish2(
        self, name: str, uri: str, *, cookie: bytes = b"", failed: bool = False, flags: int = 0
    ) -> Domain:
        """Version 2, step 3: let the guest run here, or throw it away.

        Args:
            name: the domain's name here.
            uri: as prepare said.
            cookie: from prepare.
            failed: whether perform failed.
            flags: `DomainMigrateFlags`.
        """
        ret = self._connection._call(P.DOMAIN_MIGRATE_FINISH2, name, cookie, uri, flags, int(failed))
        return Domain._one(self._connection, ret.ddom)

    def prepare(
        self, *, uri: str | None = None, name: str | None = None, resource: int = 0, flags: int = 0
    ) -> DomainMigratePrepareRet:
        """Version 1, step 1: get ready to receive a guest.

        Args:
            uri: where the memory shall arrive; None lets this host choose.
            name: the domain's name here.
            resource: bandwidth limit in MiB/s.
            flags: `DomainMigrateFlags`.

        Returns:
            ``cookie`` and ``uri_out`` (None when ``uri`` stands), for perform.
        """
        return self._connection._call(P.DOMAIN_MIGRATE_PREPARE, uri, flags, name, resource)

    def finish(self, name: str, uri: str, *, cookie: bytes = b"", flags: int = 0) -> Domain:
        """Version 1, step 3: wait for the guest to run here.

        Args:
            name: the domain's name here.
            uri: as prepare said.
            cookie: from prepare.
            flags: `DomainMigrateFlags`.
        """
        ret = self._connection._call(P.DOMAIN_MIGRATE_FINISH, name, cookie, uri, flags)
        return Domain._one(self._connection, ret.ddom)
