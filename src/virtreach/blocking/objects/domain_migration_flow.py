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
prepare, refused                    confirm(cancelled), when begin locks the domain against changes
begin or prepare, answer lost       finish(cancelled), confirm(cancelled)
perform, refused by the source      finish(cancelled); the source has undone its part by itself
perform, answer lost or given up    abort the job, finish(cancelled), confirm(cancelled)
finish, refused by the destination  confirm(cancelled): the guest runs on at the source
finish, never sent                  finish(cancelled), confirm(cancelled)
finish, answer lost                 nothing: the guest may run there; here it stays paused
confirm                             a warning: the guest runs there, and is paused here
==================================  ================================================================

A deadline or a cancellation stops a migration while memory is sent; the other steps are short and are carried
out first, so that it is known what there is to undo.

Only *finish, answer lost* differs from the C library (libvirt-domain.c, virDomainMigrateVersion3Full),
which lets the guest run on at the source even then, and so on both hosts if the destination did succeed.
Versions 2 and 1 lack begin and confirm (virDomainMigrateVersion2, virDomainMigrateVersion1).
"""

from __future__ import annotations

import warnings
from contextlib import nullcontext
from time import monotonic

from virtreach.blocking.finishing import pause, to_the_end
from virtreach.blocking.objects.domain_migration_steps import PlainSteps, TypedSteps, plain_values
from virtreach.blocking.objects.domain_migration_target import MigrationTarget
from virtreach.errors import LibvirtError, OutcomeUnknown, UsageError, VirtreachError
from virtreach.errors.libvirt import OperationInvalid
from virtreach.protocol import remote as P
from virtreach.session.scope import Scope, current_scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Any

    from virtreach.blocking.connection import Connection
    from virtreach.blocking.objects.domain import Domain
    from virtreach.blocking.objects.domain_migration_steps import Plain, Steps

__all__ = ["lead"]

# virDomainMigrateFlags
_PAUSED, _CHANGE_PROTECTION, _OFFLINE = 32, 256, 1024
_STATE_PAUSED = 3  # virDomainState
_XML_SECURE, _XML_UPDATE_CPU = 1, 4  # virDomainXMLFlags
_STEP_SECONDS = 30.0  # what a short step gets, at the least

# virDrvFeature, libvirt src/libvirt_internal.h
_V1, _V2, _V3, _PROTECTION, _OFFLINE_MOVE, _PARAMS = 1, 3, 6, 7, 12, 13


def lead(domain: Domain, destination: Connection, params: dict[str, Any], flags: int) -> Domain:
    """Lead both hosts through the newest version that both speak; see `DomainMigration.migrate`."""
    source = domain._connection
    if flags & _OFFLINE and not _both(source, destination, _OFFLINE_MOVE):
        raise UsageError("one of the hosts cannot migrate a domain that does not run (OFFLINE)")
    protection = _CHANGE_PROTECTION if _supports(source, _PROTECTION) else 0
    if flags & _CHANGE_PROTECTION and not protection:
        raise UsageError("the source host cannot protect the domain against changes (CHANGE_PROTECTION)")
    flags &= ~_CHANGE_PROTECTION
    steps: Steps
    if _both(source, destination, _PARAMS):
        steps = TypedSteps(domain, destination, params, flags, protection)
        return _version3(domain, steps, flags)
    plain = plain_values(params)
    if _both(source, destination, _V3):
        steps = PlainSteps(domain, destination, plain, flags, protection)
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


def _version3(domain: Domain, steps: Steps, flags: int) -> Domain:
    offline = bool(flags & _OFFLINE)
    progress = _Progress()
    try:
        cookie = to_the_end(lambda: _get_ready(domain, steps, progress, offline=offline))
    except BaseException as error:
        failure = error
        to_the_end(lambda: _undo_ready(failure, domain, steps, progress))
        raise
    if not offline:
        try:
            if not steps.uri:
                raise UsageError("the destination names no URI for the guest's memory: give one as uri=")
            cookie = steps.perform(cookie)
        except BaseException as error:
            failure = error
            to_the_end(lambda: _undo_perform(failure, domain, steps))
            raise
    return to_the_end(lambda: _conclude(domain, steps, b"" if offline else cookie))


class _Progress:
    """How far the first two steps have come."""

    begun = preparing = prepared = False


def _get_ready(domain: Domain, steps: Steps, progress: _Progress, *, offline: bool) -> bytes:
    """Begin and prepare; the cookie for perform."""
    with _grace(domain._connection), _grace(steps.target._connection):
        cookie = steps.begin()
        progress.begun = True
        if not offline and (domain.info()).state == _STATE_PAUSED:
            steps.target_flags |= _PAUSED
        progress.preparing = True
        cookie = steps.prepare(cookie)
        progress.prepared = True
    return cookie


def _undo_ready(error: BaseException, domain: Domain, steps: Steps, progress: _Progress) -> None:
    answered = isinstance(error, LibvirtError)
    if progress.prepared or (progress.preparing and not answered):
        _cancel_target(error, steps)
    if steps.protected and (progress.begun or not answered):
        _cancel_source(error, domain, steps)


def _undo_perform(error: BaseException, domain: Domain, steps: Steps) -> None:
    # A source that refuses has undone its part. When its answer never came, it may be at work still, or done.
    if not isinstance(error, (LibvirtError, UsageError)):
        _attempt(error, "aborting the job", domain._connection, lambda: _abort(domain))
    _cancel_target(error, steps)
    if not isinstance(error, LibvirtError):
        _cancel_source(error, domain, steps)


def _abort(domain: Domain) -> None:
    """Abort the job, and wait for its end; one that has sent everything waits for confirm instead."""
    domain.jobs.abort()
    for _ in range(40):
        if not (domain.jobs.info()).type:
            break
        pause(0.05)


def _conclude(domain: Domain, steps: Steps, cookie: bytes) -> Domain:
    """Finish and confirm."""
    source, target = domain._connection, steps.target._connection
    try:
        with _grace(target):
            moved, cookie = steps.finish(cookie, cancelled=False)
    except BaseException as error:
        if isinstance(error, OutcomeUnknown):
            sent = error.may_have_changed
        else:
            # What is not ours (an interrupt) may have come at any moment.
            sent = not isinstance(error, VirtreachError)
        if sent:
            error.add_note(
                f"Nobody knows whether {domain.name!r} runs on the destination: look there first. If it does,"
                " destroy it at the source; if it does not, resume it at the source, where it is left paused."
            )
            raise
        if not isinstance(error, LibvirtError):
            _cancel_target(error, steps)
        _cancel_source(error, domain, steps)
        raise
    try:
        with _grace(source):
            steps.confirm(cookie, cancelled=False)
    except VirtreachError as error:
        warnings.warn(
            f"{domain.name!r} runs on the destination, but the source did not confirm its end ({error}): it"
            " is probably left paused there",
            RuntimeWarning,
            stacklevel=2,
        )
    return moved


def _cancel_target(error: BaseException, steps: Steps) -> None:
    # Whatever it answers: a guest that was not told to run never runs.
    target = steps.target._connection
    _attempt(error, "finish(cancelled)", target, lambda: steps.finish(b"", cancelled=True), quiet=True)


def _cancel_source(error: BaseException, domain: Domain, steps: Steps) -> None:
    _attempt(
        error, "confirm(cancelled)", domain._connection, lambda: steps.confirm(b"", cancelled=True)
    )


def _grace(host: Connection) -> AbstractContextManager[object]:
    """Give a short step time of its own when the caller's time on this host is limited."""
    scope = current_scope(host)
    if scope is None:
        return nullcontext()
    return Scope(host, max(scope.left(monotonic()), _STEP_SECONDS), detached=True)


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
        failure = error

        def undo() -> None:
            if not isinstance(failure, (LibvirtError, UsageError)):
                _attempt(failure, "aborting the job", domain._connection, lambda: _abort(domain))
            _attempt(
                failure,
                "finish(failed)",
                destination,
                lambda: target.finish2(
                    name, uri or "", cookie=prepared.cookie, failed=True, flags=target_flags
                ),
                quiet=True,
            )

        to_the_end(undo)
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


def _attempt(
    error: BaseException, step: str, host: Connection, doing: Callable[[], Any], *, quiet: bool = False
) -> None:
    """Carry out a step of undoing; its own failure is noted on the error that made it necessary.

    It has time of its own: the caller's may just have run out.

    Args:
        error: why it is undone.
        step: what is done, for the note.
        host: where.
        doing: does it.
        quiet: whether a refusal needs no note: the host did what was left to do, and says so with an error
            (VIR_ERR_MIGRATE_FINISH_OK, or the end of the process that waited for memory).
    """
    try:
        with Scope(host, _STEP_SECONDS, detached=True):
            doing()
    except VirtreachError as failure:
        # Refusing because nothing is under way (any more) is what undoing is for.
        if not isinstance(failure, LibvirtError if quiet else OperationInvalid):
            error.add_note(f"While undoing the migration, {step} failed too: {failure}")
