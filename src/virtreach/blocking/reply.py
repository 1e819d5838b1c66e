"""What a blocking thread waits for: a reply, or the next change of a stream."""

from __future__ import annotations

from virtreach.session.client import Call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["Reply", "StreamWaiter", "Waiter"]


class Waiter:
    """Something that a thread waits for; ``done`` turns true once, then ``wake`` is called."""

    __slots__ = ("done", "lock")

    def __init__(self) -> None:
        self.done = False
        self.lock: Any = None

    def wake(self) -> None:
        """Let the waiting thread look again."""
        _wake(self.lock)


def _wake(lock: Any) -> None:
    if lock is not None and lock.locked():
        try:
            lock.release()
        except RuntimeError:
            # Somebody else woke it between the two lines; it is awake, which is all that matters.
            return


class StreamWaiter(Waiter):
    """Waits for the next change of a stream."""

    __slots__ = ()

    def changed(self) -> None:
        """The stream has changed."""
        self.done = True
        self.wake()


class Reply(Call):
    """A call that a thread waits for: a `Call` that is also a `Waiter`."""

    done = False
    lock: Any = None
    error: Exception | None = None
    packet = b""

    def resolve(self, packet: bytes) -> None:
        self.packet = packet
        self.done = True
        if self.lock is not None:
            _wake(self.lock)

    def reject(self, error: Exception) -> None:
        self.error = error
        self.done = True
        if self.lock is not None:
            _wake(self.lock)

    def wake(self) -> None:
        """Let the waiting thread look again."""
        _wake(self.lock)
