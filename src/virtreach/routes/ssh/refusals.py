"""What it means that a machine opened no channel: who failed, and what to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from virtreach.errors.routes import (
    CommandOutcomeUnknown,
    ForwardingForbidden,
    NodeRefused,
    NodeTimeout,
    NodeUnreachable,
    RouteError,
    SessionsForbidden,
)
from virtreach.errors.text import printable
from virtreach.routes.ssh.hop import show_address

if TYPE_CHECKING:
    from virtreach.routes.ssh.extra import asyncssh
    from virtreach.routes.ssh.link import Link

__all__ = ["lost_while_starting", "no_answer", "no_session", "no_stream", "show_target"]

_PROHIBITED = 1  # RFC 4254, section 5.1
_REQUEST_FAILED = (
    100  # asyncssh's own codes, for requests on a channel that was opened, are far above RFC 4254's
)


def show_target(target: tuple[str, int] | str) -> str:
    """Write what a stream leads to for people: a host and port, or a unix socket."""
    return printable(target) if isinstance(target, str) else show_address(*target)


def no_stream(link: Link, error: asyncssh.ChannelOpenError, target: tuple[str, int] | str) -> Exception:
    """Return what it means that a machine did not forward."""
    if not link.alive or link.connection.is_closed():
        return link.explain(error)
    said = printable(error.reason)
    shown = show_target(target)
    lower = said.lower()
    if error.code == _PROHIBITED or isinstance(target, str):
        # For unix sockets sshd tells a missing socket and a forbidden one by the same code (serverloop.c,
        # server_input_channel_open); another way finds out which.
        return ForwardingForbidden(
            f"{shown}: {link.label} does not connect to it: {said} (AllowTcpForwarding, "
            "AllowStreamLocalForwarding, PermitOpen in its sshd_config"
            + ("; or nothing listens there)" if isinstance(target, str) else ")"),
            hop=link.label,
            target=shown,
        )
    if "refused" in lower:
        return NodeRefused(
            f"{shown}: connection refused; {link.label} is well, but nothing listens there",
            hop=link.label,
            target=shown,
        )
    if "timed out" in lower:
        return no_answer(link, target, f"through {link.label}")
    return NodeUnreachable(
        f"{shown}: cannot be reached from {link.label}: {said}", hop=link.label, target=shown
    )


def no_answer(link: Link, target: tuple[str, int] | str, way: str) -> NodeTimeout:
    """Return the error for a target that does not answer.

    Args:
        link: the connection.
        target: host and port, or the path of a unix socket.
        way: how it was asked, such as ``through me@gate``.
    """
    shown = show_target(target)
    return NodeTimeout(
        f"{shown}: no answer {way}; check the address, and firewalls between", hop=link.label, target=shown
    )


def lost_while_starting(link: Link) -> CommandOutcomeUnknown:
    """Return the error for a command whose request was not answered any more."""
    return CommandOutcomeUnknown(
        f"{link.label}: lost while the command was being started; it may be running there", hop=link.label
    )


def no_session(link: Link, error: asyncssh.ChannelOpenError) -> RouteError | CommandOutcomeUnknown | None:
    """Return what it means that a machine started no command; None when it says that there are too many."""
    if not link.alive or link.connection.is_closed():
        if error.code <= _REQUEST_FAILED:
            return link.explain(error)  # type: ignore[return-value]  # a RouteError or a HopLost
        return lost_while_starting(link)
    if error.code > _REQUEST_FAILED:
        return SessionsForbidden(
            f"{link.label}: the command was refused: {printable(error.reason)}", hop=link.label
        )
    return None
