"""Migration that the source's daemon leads: it connects to the destination by itself, as a client.

What a client may have it connect to is bounded: another hypervisor of this kind, by ``tcp``, ``tls`` or a unix socket,
the latter for root and the daemon's own user alone; no programs, no files of the daemon's host, no other driver on the
far side. The order of steps is that of `virtreach.aio.objects.domain_migration_flow`, whose table of failures holds
here too; source: ``qemuMigrationSrcPerformPeer2Peer3`` in ``src/qemu/qemu_migration.c``.

The client that asked for it may go away meanwhile: what was begun is carried out.
"""

from __future__ import annotations

import asyncio
import os
from logging import getLogger

from virtreach.daemon.hypervisor.migration.source import Departure, begin, confirm, lose, perform, undo
from virtreach.daemon.wording import fault
from virtreach.errors import LibvirtError, OutcomeUnknown, URIError, VirtreachError
from virtreach.errors.text import printable
from virtreach.protocol import constants as C
from virtreach.protocol import remote as P
from virtreach.uri import RemoteURI

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from virtreach.aio.connection import Connection
    from virtreach.daemon.hypervisor.domains.domain import Domain
    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.state import Hypervisor

__all__ = ["travel"]

_log = getLogger("virtreach.daemon")
_CALLER = "remoteDispatchDomainMigratePerform3Params"
_TRANSPORTS = ("tcp", "tls", "unix")
_VARIABLES = ("socket", "mode")
# Seconds that the destination has for each step, and for letting itself be connected to.
_STEP, _CONNECT = 30.0, 10.0
# virDrvFeature: peer-to-peer migration, typed parameters of migration.
_P2P, _PARAMS = 4, 13
_LATER = ~(C.VIR_MIGRATE_ABORT_ON_ERROR | C.VIR_MIGRATE_AUTO_CONVERGE | C.VIR_MIGRATE_CHANGE_PROTECTION)


async def travel(
    session: TestSession, domain: Domain, destination: str, params: Mapping[str, Any], flags: int
) -> tuple[bytes]:
    """Take all steps of a migration.

    Args:
        session: whose client asks; it may go away.
        domain: which guest.
        destination: the destination's URI.
        params: of the migration.
        flags: of virDomainMigrateFlags.

    Returns:
        What perform answers: no cookie, since all is done.

    Raises:
        LibvirtError: the guest has not moved; it runs on here, unless the text says that nobody knows.
    """
    _check(session, destination)
    hypervisor = session.hypervisor
    errand = asyncio.ensure_future(_journey(hypervisor, domain, destination, dict(params), flags))
    hypervisor.errands.add(errand)
    errand.add_done_callback(hypervisor.errands.discard)
    errand.add_done_callback(_heard)
    try:
        await asyncio.shield(errand)
    except asyncio.CancelledError:
        if not errand.cancelled():
            raise
        # Not the call was called off, but what it waits for: the hypervisor has other objects now.
        detail = "migration out job: the hypervisor was reset"
        raise fault(C.VIR_ERR_OPERATION_ABORTED, detail) from None
    return (b"",)


def _heard(errand: asyncio.Task[None]) -> None:
    # Whoever asked may be gone: then the log is the only one to hear of it.
    if not errand.cancelled() and errand.exception() is not None:
        _log.info("a guest has not moved: %s", errand.exception())


def _check(session: TestSession, destination: str) -> None:
    try:
        uri = RemoteURI.parse(destination)
    except URIError as error:
        raise fault(C.VIR_ERR_INVALID_ARG, f"the destination's URI: {error}") from error
    refused = ""
    if uri.driver != "test":
        refused = f"the driver {printable(uri.driver)!r} is another one"
    elif uri.transport not in _TRANSPORTS or not (uri.transport_given or uri.server):
        refused = "only tcp, tls and unix sockets lead there"
    elif any(name.lower() not in _VARIABLES for name, _ in uri.params):
        refused = f"only these variables may be given: {', '.join(_VARIABLES)}"
    elif uri.transport == "unix" and session.uid not in (0, os.getuid()):
        refused = "only root and the daemon's own user may name a socket"
    if refused:
        raise fault(C.VIR_ERR_OPERATION_DENIED, f"cannot migrate to {printable(destination)}: {refused}")


async def _journey(
    hypervisor: Hypervisor, domain: Domain, destination: str, params: dict[str, Any], flags: int
) -> None:
    # Few daemons are ever led to be clients.
    from virtreach.aio.opening import connect

    try:
        opened = await connect(
            destination, timeout=_STEP, connect_timeout=_CONNECT, allow_programs=False, reconnect=False
        )
    except VirtreachError as error:
        text = f"Failed to connect to remote libvirt URI {printable(destination)}: {error}"
        raise fault(C.VIR_ERR_OPERATION_FAILED, text) from error
    async with opened as there:
        try:
            for feature in (_P2P, _PARAMS):
                if not (await there._call(P.CONNECT_SUPPORTS_FEATURE, feature)).supported:
                    text = "Destination libvirt does not support peer-to-peer migration protocol"
                    raise fault(C.VIR_ERR_OPERATION_FAILED, text)
            await _Journey(hypervisor, domain, there, params, flags).take()
        except LibvirtError:
            raise
        except VirtreachError as error:
            raise fault(C.VIR_ERR_OPERATION_FAILED, f"the destination has failed: {error}") from error


class _Journey:
    """One migration, once the connection stands."""

    def __init__(
        self, hypervisor: Hypervisor, domain: Domain, there: Connection, params: dict[str, Any], flags: int
    ) -> None:
        from virtreach.aio.objects.domain_migration_target import MigrationTarget

        self.hypervisor = hypervisor
        self.domain = domain
        self.target = MigrationTarget(there)
        self.params = params
        self.name = params.get("destination_name") or domain.name
        self.flags = flags
        self.target_flags = flags & _LATER
        self.offline = bool(flags & C.VIR_MIGRATE_OFFLINE)

    async def take(self) -> None:
        """Take all steps; see `travel`."""
        domain, hypervisor = self.domain, self.hypervisor
        protected = self.flags | C.VIR_MIGRATE_CHANGE_PROTECTION
        cookie, xml = begin(hypervisor, domain, self.params, protected, session=None, caller=_CALLER)
        job = domain.job
        self.params["destination_xml"] = xml
        if not self.offline and domain.state == C.VIR_DOMAIN_PAUSED:
            self.target_flags |= C.VIR_MIGRATE_PAUSED
        try:
            prepared = await self.target.prepare3_params(self.params, cookie=cookie, flags=self.target_flags)
        except BaseException as error:
            if not isinstance(error, LibvirtError):
                await self._cancel()
            self._stay(job, error)
            raise
        if prepared.uri_out:
            self.params["migrate_uri"] = prepared.uri_out
        cookie = prepared.cookie_out
        if not self.offline:
            try:
                cookie = await perform(
                    hypervisor, domain, self.params, protected, session=None, caller=_CALLER
                )
            except BaseException:
                await self._cancel()
                raise
        await self._conclude(job, cookie)

    async def _conclude(self, job: Any, cookie: bytes) -> None:
        params = {**self.params, "destination_name": self.name}
        try:
            await self.target.finish3_params(params, cookie=cookie, flags=self.target_flags)
        except BaseException as error:
            if isinstance(error, OutcomeUnknown) and error.may_have_changed:
                if isinstance(job, Departure):
                    lose(self.domain, job)
                text = (
                    f"nobody knows whether domain '{self.domain.name}' runs on the destination: {error}. If it does, "
                    "destroy it here; if it does not, resume it here, where it is paused"
                )
                raise fault(C.VIR_ERR_OPERATION_FAILED, text) from error
            if not isinstance(error, LibvirtError):
                await self._cancel()
            self._stay(job, error)
            raise
        try:
            confirm(self.hypervisor, self.domain, self.flags, cancelled=False)
        except LibvirtError as error:
            # It was destroyed here meanwhile, and runs there.
            _log.warning("domain %a runs on the destination: %s", self.name, error)

    def _stay(self, job: Any, error: BaseException) -> None:
        if isinstance(job, Departure):
            undo(self.hypervisor, self.domain, job, str(error))

    async def _cancel(self) -> None:
        # A guest that was not told to run never runs; the destination says no in any case.
        params = {**self.params, "destination_name": self.name}
        try:
            await self.target.finish3_params(params, cancelled=True, flags=self.target_flags)
        except VirtreachError as error:
            _log.debug("the destination was told that no guest comes: %s", error)
