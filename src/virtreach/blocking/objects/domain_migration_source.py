# Made by `make generate` (tools/twin.py) from aio/objects/domain_migration_source.py. Edit that file.
"""The steps of a migration that the source host takes, one call each.

``domain.migration.migrate`` takes them all in order; these are for who writes another order. The protocol's
versions differ in what a step may carry: 3 with typed parameters (libvirt 1.1.0), 3 (0.9.2), 2, 1.
Flags are `DomainMigrateFlags`; cookies are opaque and go to the other side's next step; ``resource`` is
the bandwidth limit in MiB/s, 0 for none.
"""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet
from virtreach.errors import EncodeError
from virtreach.protocol import remote as P
from virtreach.protocol.typed_param_kinds import kind_of
from virtreach.wire.typed_params import TypedParam
from virtreach.wire.xdr import Unfit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TypeAlias

    from virtreach.blocking.objects.base import Params, ParamValue
    from virtreach.protocol.remote import DomainMigrateBegin3ParamsRet, DomainMigrateBegin3Ret

    MigrationParams: TypeAlias = Mapping[str, ParamValue | Sequence[ParamValue]] | Sequence[TypedParam]

__all__ = ["MigrationSource", "listed"]


def listed(params: MigrationParams) -> Params:
    """Write parameters that have several values (``migrate_disks``) several times, as the wire does.

    Raises:
        EncodeError: a value is of a type that the parameter never has.
    """
    values: Any = params
    if not hasattr(values, "items") or not any(isinstance(one, (list, tuple)) for one in values.values()):
        return params  # type: ignore[return-value]
    found = []
    for name, value in values.items():
        for one in value if isinstance(value, (list, tuple)) else (value,):
            try:
                found.append(TypedParam._make((name, kind_of(name, one), one)))
            except Unfit as error:
                raise EncodeError(str(error)) from error
    return found


class MigrationSource(Facet):
    """``domain.migration.source``."""

    __slots__ = ()

    # -- version 3 with typed parameters -------------------------------------------------------------

    def begin3_params(self, params: MigrationParams, *, flags: int = 0) -> DomainMigrateBegin3ParamsRet:
        """Step 1: make the XML for the destination.

        Args:
            params: ``VIR_MIGRATE_PARAM_*``.
            flags: `DomainMigrateFlags`.

        Returns:
            ``cookie_out`` and ``xml``, for the destination's prepare.
        """
        return self._connection._call(
            P.DOMAIN_MIGRATE_BEGIN3_PARAMS, self._owner, listed(params), flags
        )

    def perform3_params(
        self, params: MigrationParams, *, cookie: bytes = b"", destination: str | None = None, flags: int = 0
    ) -> bytes:
        """Step 3: send the guest's memory; lasts until it is sent.

        Args:
            params: ``VIR_MIGRATE_PARAM_*``, with the URI that prepare gave.
            cookie: from prepare.
            destination: for peer-to-peer, the destination's connection URI as the source host reaches
                it: then this call does the other steps too.
            flags: `DomainMigrateFlags`.

        Returns:
            The cookie for finish.
        """
        ret = self._connection._call(
            P.DOMAIN_MIGRATE_PERFORM3_PARAMS, self._owner, destination, listed(params), cookie, flags
        )
        return ret.cookie_out

    def confirm3_params(
        self, params: MigrationParams, *, cookie: bytes = b"", cancelled: bool = False, flags: int = 0
    ) -> None:
        """Step 5: end the guest here, or let it run on here when the migration was cancelled.

        Args:
            params: ``VIR_MIGRATE_PARAM_*``.
            cookie: from finish.
            cancelled: whether the guest stays.
            flags: `DomainMigrateFlags`.
        """
        self._connection._call(
            P.DOMAIN_MIGRATE_CONFIRM3_PARAMS, self._owner, listed(params), cookie, flags, int(cancelled)
        )

    # -- version 3 -----------------------------------------------------------------------------------

    def begin3(
        self, *, xml: str | None = None, name: str | None = None, resource: int = 0, flags: int = 0
    ) -> DomainMigrateBegin3Ret:
        """Step 1: make the XML for the destination.

        Args:
            xml: domain XML to use there; only host-side details may differ.
            name: the domain's name there.
            resource: see the module's text.
            flags: `DomainMigrateFlags`.

        Returns:
            ``cookie_out`` and ``xml``, for the destination's prepare.
        """
        return self._connection._call(P.DOMAIN_MIGRATE_BEGIN3, self._owner, xml, flags, name, resource)

    def perform3(
        self,
        *,
        cookie: bytes = b"",
        xml: str | None = None,
        destination: str | None = None,
        uri: str | None = None,
        name: str | None = None,
        resource: int = 0,
        flags: int = 0,
    ) -> bytes:
        """Step 3: send the guest's memory; lasts until it is sent.

        Args:
            cookie: from prepare.
            xml: as for `begin3` (peer-to-peer).
            destination: for peer-to-peer, the destination's connection URI.
            uri: where the memory goes, as prepare said.
            name: the domain's name there.
            resource: see the module's text.
            flags: `DomainMigrateFlags`.

        Returns:
            The cookie for finish.
        """
        ret = self._connection._call(
            P.DOMAIN_MIGRATE_PERFORM3, self._owner, xml, cookie, destination, uri, flags, name, resource
        )
        return ret.cookie_out

    def confirm3(self, *, cookie: bytes = b"", cancelled: bool = False, flags: int = 0) -> None:
        """Step 5: end the guest here, or let it run on here when the migration was cancelled.

        Args:
            cookie: from finish.
            cancelled: whether the guest stays.
            flags: `DomainMigrateFlags`.
        """
        self._connection._call(P.DOMAIN_MIGRATE_CONFIRM3, self._owner, cookie, flags, int(cancelled))

    # -- versions 1 and 2 ----------------------------------------------------------------------------

    def perform(
        self,
        uri: str,
        *,
        cookie: bytes = b"",
        name: str | None = None,
        resource: int = 0,
        flags: int = 0,
    ) -> None:
        """Versions 1 and 2, step 2: send the guest's memory.

        Args:
            uri: where to, as prepare said.
            cookie: from prepare.
            name: the domain's name there.
            resource: see the module's text.
            flags: `DomainMigrateFlags`.
        """
        self._connection._call(
            P.DOMAIN_MIGRATE_PERFORM, self._owner, cookie, uri, flags, name, resource
        )
