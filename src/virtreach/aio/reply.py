"""What an asyncio caller awaits: a call that wakes its task as soon as the reply is read.

An `asyncio.Future` wakes its task through the event loop's queue: one more turn of the loop,
with one more system call, for each reply. A `Reply` has the parts of a future that a task
uses (asyncio/futures.py calls this duck type ``isfuture``: ``_asyncio_future_blocking``,
``add_done_callback``, ``result``, ``cancel``, ``get_loop``) and resumes the task within the
callback that read the reply. Errors and cancellation go through the queue as always, since they may
come from within another task.
"""

from __future__ import annotations

from asyncio import CancelledError, InvalidStateError
from typing import TYPE_CHECKING

from virtreach.errors import ProtocolError
from virtreach.session.client import Call
from virtreach.wire.packet import HEADER_SIZE

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable, Generator
    from contextvars import Context
    from typing import Any

    from virtreach.aio.link import Link
    from virtreach.protocol.procedure import Procedure

__all__ = ["Reply"]


class Reply(Call):
    """A call that a task waits for by awaiting it, once.

    Belongs to the event loop of its link.
    """

    # What asyncio looks for, in the class: True between the yield of `__await__` and the task's noticing it.
    _asyncio_future_blocking = False

    def __init__(self, procedure: Procedure[Any], link: Link) -> None:
        # On the instance: a default of the class takes longer to look up than this takes to set.
        self.procedure = procedure
        self.link = link
        self._done = False
        self._value: Any = None
        self._error: BaseException | None = None
        self._callback: Callable[[Any], object] | None = None
        self._context: Context | None = None
        self._more: list[tuple[Callable[[Any], object], Context | None]] | None = None
        # Takes timers back once the call is over.
        self.when_over: Callable[[], None] | None = None

    # From the session.

    def resolve(self, packet: bytes) -> None:
        """Take the reply; called while the link reads, which is never within a task."""
        if self._done:
            if self.stream is not None:
                # The caller has gone; nobody will ever use the stream that this call opened.
                self.link.send(self.stream.abort())
            return
        try:
            self._value = self.procedure.decode_ret(packet, HEADER_SIZE)
        except ProtocolError as error:
            self.reject(error)
            raise
        self._done = True
        if self.when_over is not None:
            self.when_over()
        try:
            if self._context is not None:
                self._context.run(self._callback, self)  # type: ignore[arg-type]
            elif self._callback is not None:
                self._callback(self)
        except Exception as error:  # noqa: BLE001 - whoever waits must not stop the reading; the loop reports it
            self.link.loop.call_exception_handler(
                {"message": f"a callback of {self.procedure.name} failed", "exception": error}
            )
        if self._more is not None:
            self._schedule(self._more)

    def reject(self, error: BaseException) -> None:
        """Take an error instead; the task resumes in the next turn of the loop."""
        if not self._done:
            self._error = error
            self._done = True
            if self.when_over is not None:
                self.when_over()
            self._schedule(self._entries())

    def _entries(self) -> list[tuple[Callable[[Any], object], Context | None]]:
        first = [] if self._callback is None else [(self._callback, self._context)]
        return first + (self._more or [])

    def _schedule(self, callbacks: list[tuple[Callable[[Any], object], Context | None]]) -> None:
        for callback, context in callbacks:
            self.link.loop.call_soon(callback, self, context=context)

    # For the task.

    def __await__(self) -> Generator[Any, None, Any]:
        if not self._done:
            self._asyncio_future_blocking = True
            yield self
        if self._error is not None:
            raise self._error
        return self._value

    def done(self) -> bool:
        """Whether the reply, or an error, is there."""
        return self._done

    def cancelled(self) -> bool:
        """Whether the waiting task was cancelled."""
        return isinstance(self._error, CancelledError)

    def result(self) -> Any:
        """The decoded result.

        Raises:
            Exception: what came instead.
        """
        if self._error is not None:
            raise self._error
        if not self._done:
            raise InvalidStateError("there is no reply yet")
        return self._value

    def exception(self) -> BaseException | None:
        """The error, or None.

        Raises:
            CancelledError: the waiting task was cancelled.
        """
        if isinstance(self._error, CancelledError):
            raise self._error
        if not self._done:
            raise InvalidStateError("there is no reply yet")
        return self._error

    def cancel(self, msg: str | None = None) -> bool:
        """Stop waiting; the server may carry the call out all the same. What asyncio does to a task's future."""
        if self._done:
            return False
        self.link.session.abandon(self)
        self.reject(CancelledError() if msg is None else CancelledError(msg))
        return True

    def add_done_callback(self, callback: Callable[[Any], object], *, context: Context | None = None) -> None:
        """Call something when the reply is there; the first one is called at once, the others in the loop's turn."""
        if self._done:
            self._schedule([(callback, context)])
        elif self._callback is None:
            self._callback = callback
            self._context = context
        elif self._more is None:
            self._more = [(callback, context)]
        else:
            self._more.append((callback, context))

    def remove_done_callback(self, callback: Callable[[Any], object]) -> int:
        """Take callbacks back; how many there were."""
        entries = self._entries()
        kept = [entry for entry in entries if entry[0] != callback]
        self._callback, self._context = kept[0] if kept else (None, None)
        self._more = kept[1:] or None
        return len(entries) - len(kept)

    def get_loop(self) -> AbstractEventLoop:
        """The event loop that the call belongs to."""
        return self.link.loop
