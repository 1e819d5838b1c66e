"""Connections that a node brings to us over SSH, as it listens there on our behalf: so many at a time, and no more."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from virtreach.routes.ssh.extra import asyncssh

if TYPE_CHECKING:
    from collections.abc import Callable

    from virtreach.routes.ssh.link import Link

__all__ = ["Brought"]


class Brought:
    """The connections of one listening, each with one of ours to the target. Belongs to one event loop.

    Attributes:
        open: those that are there, at either end.
        refused: how many were refused as there were too many.
    """

    def __init__(self, link: Link, target: tuple[str, int] | str, limit: int) -> None:
        """Make one.

        Args:
            link: the login on the node.
            target: where they go: address and port, or the path of a unix socket.
            limit: how many there may be.
        """
        self.open = 0
        self.refused = 0
        self._link = link
        self._target = target
        self._limit = limit

    async def take(self, *_where: object) -> Any:
        """Connect the target for one of them; asyncssh asks for it.

        Raises:
            asyncssh.ChannelOpenError: there are too many, or the target cannot be connected; the node is told.
        """
        if self.open >= self._limit:
            self.refused += 1
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_RESOURCE_SHORTAGE, "too many connections")
        self.open += 1
        ends = _Ends(self._gone)
        loop = asyncio.get_running_loop()
        try:
            if isinstance(self._target, str):
                _, ours = await loop.create_unix_connection(lambda: _End(ends), self._target)
            else:
                _, ours = await loop.create_connection(lambda: _End(ends), *self._target)
        except BaseException as error:
            self._gone()
            if isinstance(error, OSError):
                raise asyncssh.ChannelOpenError(asyncssh.OPEN_CONNECT_FAILED, str(error)) from None
            raise
        if not self._link.alive:
            # asyncssh would leave ours open.
            ours.close()
            raise asyncssh.ChannelOpenError(asyncssh.OPEN_CONNECT_FAILED, "the way was lost")
        return _End(ends, ours)

    def _gone(self) -> None:
        self.open -= 1


class _Ends:
    """Counts the ends of one connection: ours, and the channel once it is one."""

    def __init__(self, gone: Callable[[], None]) -> None:
        self._left = 0
        self._gone = gone

    def begun(self) -> None:
        self._left += 1

    def lost(self) -> None:
        self._left -= 1
        if not self._left:
            self._gone()


class _End(asyncssh.SSHForwarder):
    """One end, which hands to the other what comes. A node that never confirms the end of a channel keeps its place."""

    def __init__(self, ends: _Ends, peer: _End | None = None) -> None:
        super().__init__(peer)
        self._ends = ends

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._ends.begun()
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._ends.lost()
