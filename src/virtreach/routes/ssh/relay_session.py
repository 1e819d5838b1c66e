"""asyncssh's side of a relay: a command whose output and input become somebody else's session once it is connected."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from virtreach.routes.ssh.extra import asyncssh

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RelaySession"]

_KEPT = 4096


class RelaySession(asyncssh.SSHClientSession[bytes]):
    """Waits for a relay's mark, then hands all on to a session of the caller's.

    Attributes:
        inner: that session, once there is one.
    """

    def __init__(
        self, factory: Callable[[], Any], mark: bytes | None, failed: Callable[[str], Exception]
    ) -> None:
        """Describe it.

        Args:
            factory: makes the session that gets the stream.
            mark: what the relay writes to standard error when it is connected; None when it writes nothing.
            failed: makes the error for a relay that ended without being connected, of what it said.
        """
        self._factory = factory
        self._mark = mark
        self._channel: Any = None
        self._said = bytearray()
        self._known: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._failed = failed
        self._abandoned = False
        self._answered = False  # whether a byte of the service has come
        self._status = 0
        self.inner: Any = None

    @property
    def said(self) -> str:
        """The end of what the relay wrote to standard error."""
        return self._said.decode("utf-8", "replace")

    async def connected(self) -> bool:
        """Wait until the relay is connected (True) or has ended (False)."""
        return await asyncio.shield(self._known)

    def abandon(self) -> None:
        """Close it; nobody waits for it any more."""
        self._abandoned = True
        if self._channel is not None:
            self._channel.close()

    def connection_made(self, chan: Any) -> None:
        self._channel = chan

    def session_started(self) -> None:
        if self._abandoned:
            self._channel.close()
        elif self._mark is None:
            self._connect()

    def data_received(self, data: bytes, datatype: int | None) -> None:
        if datatype == asyncssh.EXTENDED_DATA_STDERR:
            self._said += data
            if self.inner is None and self._mark is not None and self._mark in self._said:
                self._connect()
            del self._said[:-_KEPT]
            return
        if self.inner is None:
            # Bytes of the service say as much as the mark, which travels beside them and may come later.
            self._connect()
        if self.inner is not None:
            self._answered = True
            self.inner.data_received(data, None)

    def eof_received(self) -> bool:
        if self.inner is None:
            return False
        if not self._answered and self._mark is None:
            return True  # whether it was connected at all, its exit status tells
        return bool(self.inner.eof_received())

    def exit_status_received(self, status: int) -> None:
        self._status = status

    def pause_writing(self) -> None:
        if self.inner is not None:
            self.inner.pause_writing()

    def resume_writing(self) -> None:
        if self.inner is not None:
            self.inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._known.done():
            self._known.set_result(False)
        if self.inner is not None:
            if exc is None and self._mark is None and not self._answered and self._status:
                exc = self._failed(self.said)
            self.inner.connection_lost(exc)

    def _connect(self) -> None:
        if self._known.done() or self._abandoned:
            return
        self.inner = self._factory()
        self.inner.connection_made(self._channel)
        self.inner.session_started()
        self._known.set_result(True)
