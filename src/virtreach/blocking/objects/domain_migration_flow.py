# Made by `make generate` (tools/twin.py) from aio/objects/domain_migration_flow.py. Edit that file.
"""A migration that this program leads: the order of the steps, and how each failure is undone.

Version 3 of libvirt's protocol has five steps: *begin* on the source makes the XML, *prepare* on the
destination gets ready, *perform* on the source sends the memory, *finish* on the destination lets the guest
run, *confirm* on the source ends it there. Each step's cookie goes to the next one. The guest runs on the
destination only once finish was told that nothing was cancelled, which makes the following safe:

==================================  ================================================================
what went wrong                     what is done
==================================  ================================================================
begin, refused                      nothing: nothing has changed
begin, answer lost; prepare         confirm(cancelled), when begin locks the domain against changes
perform, refused by the source      finish(cancelled); the source has undone its part by itself
perform, answer lost or given up    abort the job, finish(cancelled), confirm(cancelled)
finish, refused by the destination  confirm(cancelled): the guest runs on at the source
finish, never sent                  finish(cancelled), confirm(cancelled)
finish, answer lost                 nothing: the guest may run there; here it stays paused
confirm                             a warning: the guest runs there, and is paused here
==================================  ================================================================

Only *finish, answer lost* differs from the C library (libvirt-domain.c, virDomainMigrateVersion3Full),
which lets the guest run on at the source even then, and so on both hosts if the destination did succeed.
Versions 2 and 1 lack begin and confirm (virDomainMigrateVersion2, virDomainMigrateVersion1).
"""

from __future__ import annotations

import warnings

from virtreach.blocking.objects.domain_migration_target import MigrationTarget
from virtreach.errors import LibvirtError, OutcomeUnknown, UsageError, VirtreachError
from virtreach.protocol import remote as P
from virtreach.session.scope import Scope
from virtreach.wire.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NamedTuple

    from virtreach.blocking.connection import Connection
    from virtreach.blocking.objects.domain import Domain

    class Plain(NamedTuple):
        name: str | None
        xml: str | None
        uri: str | None
        bandwidth: int

else:
    Plain = record("Plain", "name xml uri bandwidth", __name__)

__all__ = ["lead", "plain_values"]

# virDomainMigrateFlags
_PAUSED, _CHANGE_PROTECTION, _OFFLINE, _ABORT_ON_ERROR, _AUTO_CONVERGE = 32, 256, 1024, 4096, 8192
_STATE_PAUSED = 3  # virDomainState
_XML_SECURE, _XML_UPDATE_CPU = 1, 4  # virDomainXMLFlags

_FINISH_OK = 93  # VIR_ERR_MIGRATE_FINISH_OK
_UNDO_SECONDS = 30.0  # for each step of undoing

# virDrvFeature, libvirt src/libvirt_internal.h
_V1, _V2, _V3, _PROTECTION, _OFFLINE_MOVE, _PARAMS = 1, 3, 6, 7, 12, 13


def plain_values(params: dict[str, Any]) -> Plain:
    """Pick the values that hosts without typed parameters can be told.

    Raises:
        UsageError: there are others.
    """
    rest = dict(params)
    plain = Plain._make(
        (
            rest.pop("destination_name", None),
            rest.pop("destination_xml", None),
            rest.pop("migrate_uri", None),
            rest.pop("bandwidth", 0),
        )
    )
    if rest:
        raise UsageError(f"one of the hosts is too old for these migration parameters: {', '.join(rest)}")
    return plain


def lead(domain: Domain, destination: Connection, params: dict[str, Any], flags: int) -> Domain:
    """Lead both hosts through the newest version that both speak; see `DomainMigration.migrate`."""
    source = domain._connection
    if flags & _OFFLINE and not _both(source, destination, _OFFLINE_MOVE):
        raise UsageError("one of the hosts cannot migrate a domain that does not run (OFFLINE)")
    protection = _CHANGE_PROTECTION if _supports(source, _PROTECTION) else 0
    if flags & _CHANGE_PROTECTION and not protection:
        raise UsageError("the source host cannot protect the domain against changes (CHANGE_PROTECTION)")
    flags &= ~_CHANGE_PROTECTION
    steps: _TypedSteps | _PlainSteps
    if _both(source, destination, _PARAMS):
        steps = _TypedSteps(domain, destination, params, flags, protection)
        return _version3(domain, steps, flags)
    plain = plain_values(params)
    if _both(source, destination, _V3):
        steps = _PlainSteps(domain, destination, plain, flags, protection)
        return _version3(domain, steps, flags)
    if plain.xml is not None:
        raise UsageError("one of the hosts is too old to be told the destination's domain XML")
    if _both(source, destination, _V2):
        return _version2(domain, destination, plain, flags)
    if _both(source, destination, _V1):
        return _version1(domain, destination, plain, flags)
    raise UsageError("the two hosts have no version of the migration protocol in common")


def _supports(connection: Connection, feature: int) -> bool:
    return bool((connection._call(P.CONNECT_SUPPORTS_FEATURE, feature)).supported)


def _both(source: Connection, destination: Connection, feature: int) -> bool:
    return _supports(source, feature) and _supports(destination, feature)


class _TypedSteps:
    """Version 3 with typed parameters. Holds the parameters as they grow from step to step."""

    def __init__(
        self, domain: Domain, destination: Connection, params: dict[str, Any], flags: int, protection: int
    ) -> None:
        self.source = domain.migration.source
        self.target = MigrationTarget(destination)
        self.name = params.get("destination_name") or domain.name
        self.params = dict(params)
        self.flags = flags | protection
        # What the destination has no use for; older ones would refuse it.
        self.target_flags = flags & ~(_ABORT_ON_ERROR | _AUTO_CONVERGE)
        self.protected = bool(protection)

    def begin(self) -> bytes:
        begun = self.source.begin3_params(self.params, flags=self.flags)
        self.params["destination_xml"] = begun.xml
        return begun.cookie_out

    def prepare(self, cookie: bytes) -> bytes:
        prepared = self.target.prepare3_params(self.params, cookie=cookie, flags=self.target_flags)
        if prepared.uri_out:
            self.params["migrate_uri"] = prepared.uri_out
        return prepared.cookie_out

    @property
    def uri(self) -> str | None:
        uri: str | None = self.params.get("migrate_uri")
        return uri

    def perform(self, cookie: bytes) -> bytes:
        return self.source.perform3_params(self.params, cookie=cookie, flags=self.flags)

    def finish(self, cookie: bytes, *, cancelled: bool) -> tuple[Domain, bytes]:
        params = {**self.params, "destination_name": self.name}
        return self.target.finish3_params(
            params, cookie=cookie, cancelled=cancelled, flags=self.target_flags
        )

    def confirm(self, cookie: bytes, *, cancelled: bool) -> None:
        self.source.confirm3_params(self.params, cookie=cookie, cancelled=cancelled, flags=self.flags)


class _PlainSteps:
    """Version 3 before typed parameters."""

    def __init__(
        self, domain: Domain, destination: Connection, plain: Plain, flags: int, protection: int
    ) -> None:
        self.source = domain.migration.source
        self.target = MigrationTarget(destination)
        self.plain = plain
        self.name = plain.name or domain.name
        self.xml = ""
        self.uri = plain.uri
        self.flags = flags | protection
        self.target_flags = flags & ~(_ABORT_ON_ERROR | _AUTO_CONVERGE)
        self.protected = bool(protection)

    def begin(self) -> bytes:
        begun = self.source.begin3(
            xml=self.plain.xml, name=self.plain.name, resource=self.plain.bandwidth, flags=self.flags
        )
        self.xml = begun.xml
        return begun.cookie_out

    def prepare(self, cookie: bytes) -> bytes:
        prepared = self.target.prepare3(
            self.xml,
            cookie=cookie,
            uri=self.plain.uri,
            name=self.plain.name,
            resource=self.plain.bandwidth,
            flags=self.target_flags,
        )
        self.uri = prepared.uri_out or self.uri
        return prepared.cookie_out

    def perform(self, cookie: bytes) -> bytes:
        return self.source.perform3(
            cookie=cookie,
            uri=self.uri,
            name=self.plain.name,
            resource=self.plain.bandwidth,
            flags=self.flags,
        )

    def finish(self, cookie: bytes, *, cancelled: bool) -> tuple[Domain, bytes]:
        return self.target.finish3(
            self.name, cookie=cookie, uri=self.uri, cancelled=cancelled, flags=self.target_flags
        )

    def confirm(self, cookie: bytes, *, cancelled: bool) -> None:
        self.source.confirm3(cookie=cookie, cancelled=cancelled, flags=self.flags)


def _version3(domain: Domain, steps: _TypedSteps | _PlainSteps, flags: int) -> Domain:
    source, offline = domain._connection, bool(flags & _OFFLINE)
    begun = False
    try:
        cookie = steps.begin()
        begun = True
        if not offline and (domain.info()).state == _STATE_PAUSED:
            steps.target_flags |= _PAUSED
        cookie = steps.prepare(cookie)
    except BaseException as error:
        if steps.protected and (begun or not isinstance(error, LibvirtError)):
            _attempt(error, "confirm(cancelled)", source, lambda: steps.confirm(b"", cancelled=True))
        raise
    if not offline:
        try:
            if not steps.uri:
                raise UsageError("the destination names no URI for the guest's memory: give one as uri=")
            cookie = steps.perform(cookie)
        except BaseException as error:
            _undo_perform(error, domain, steps)
            raise
    try:
        moved, cookie = steps.finish(b"" if offline else cookie, cancelled=False)
    except BaseException as error:
        _undo_finish(error, domain, steps)
        raise
    try:
        steps.confirm(cookie, cancelled=False)
    except VirtreachError as error:
        warnings.warn(
            f"{domain.name!r} runs on the destination, but the source did not confirm its end ({error}): it"
            " is probably left paused there",
            RuntimeWarning,
            stacklevel=2,
        )
    return moved


def _undo_perform(error: BaseException, domain: Domain, steps: _TypedSteps | _PlainSteps) -> None:
    source, target = domain._connection, steps.target._connection
    # A source that refuses has undone its part. When its answer never came, it may be at work still, or done.
    at_work = not isinstance(error, (LibvirtError, UsageError))
    if at_work:
        _attempt(error, "aborting the job", source, domain.jobs.abort)
    _attempt(error, "finish(cancelled)", target, lambda: steps.finish(b"", cancelled=True))
    if not isinstance(error, LibvirtError):
        _attempt(error, "confirm(cancelled)", source, lambda: steps.confirm(b"", cancelled=True))


def _undo_finish(error: BaseException, domain: Domain, steps: _TypedSteps | _PlainSteps) -> None:
    source, target = domain._connection, steps.target._connection
    if isinstance(error, OutcomeUnknown):
        sent = error.may_have_changed
    else:
        # What is not ours (a cancelled task, an interrupt) may have come at any moment.
        sent = not isinstance(error, VirtreachError)
    if sent:
        error.add_note(
            f"Nobody knows whether {domain.name!r} runs on the destination: look there first. If it does,"
            " destroy it at the source; if it does not, resume it at the source, where it is left paused."
        )
        return
    if not isinstance(error, LibvirtError):
        _attempt(error, "finish(cancelled)", target, lambda: steps.finish(b"", cancelled=True))
    _attempt(error, "confirm(cancelled)", source, lambda: steps.confirm(b"", cancelled=True))


def _version2(domain: Domain, destination: Connection, plain: Plain, flags: int) -> Domain:
    target = MigrationTarget(destination)
    xml = domain.xml(flags=_XML_SECURE | _XML_UPDATE_CPU)
    target_flags = flags | (_PAUSED if (domain.info()).state == _STATE_PAUSED else 0)
    prepared = target.prepare2(
        xml, uri=plain.uri, name=plain.name, resource=plain.bandwidth, flags=target_flags
    )
    uri = prepared.uri_out or plain.uri
    name = plain.name or domain.name
    try:
        if not uri:
            raise UsageError("the destination names no URI for the guest's memory: give one as uri=")
        domain.migration.source.perform(
            uri, cookie=prepared.cookie, name=plain.name, resource=plain.bandwidth, flags=flags
        )
    except BaseException as error:
        if not isinstance(error, (LibvirtError, UsageError)):
            _attempt(error, "aborting the job", domain._connection, domain.jobs.abort)
        _attempt(
            error,
            "finish(failed)",
            destination,
            lambda: target.finish2(name, uri or "", cookie=prepared.cookie, failed=True, flags=target_flags),
        )
        raise
    return target.finish2(name, uri, cookie=prepared.cookie, flags=target_flags)


def _version1(domain: Domain, destination: Connection, plain: Plain, flags: int) -> Domain:
    target = MigrationTarget(destination)
    if (domain.info()).state == _STATE_PAUSED:
        flags |= _PAUSED
    prepared = target.prepare(uri=plain.uri, name=plain.name, resource=plain.bandwidth, flags=flags)
    uri = prepared.uri_out or plain.uri
    if not uri:
        raise UsageError("the destination names no URI for the guest's memory: give one as uri=")
    domain.migration.source.perform(
        uri, cookie=prepared.cookie, name=plain.name, resource=plain.bandwidth, flags=flags
    )
    return target.finish(plain.name or domain.name, uri, cookie=prepared.cookie, flags=flags)


def _attempt(error: BaseException, step: str, host: Connection, doing: Callable[[], Any]) -> None:
    """Carry out a step of undoing; its own failure is noted on the error that made it necessary.

    It has time of its own: the caller's may just have run out. A destination that was told to throw the
    guest away says so with an error (VIR_ERR_MIGRATE_FINISH_OK).
    """
    try:
        with Scope(host, _UNDO_SECONDS, detached=True):
            doing()
    except VirtreachError as failure:
        if getattr(failure, "code", None) != _FINISH_OK:
            error.add_note(f"While undoing the migration, {step} failed too: {failure}")
