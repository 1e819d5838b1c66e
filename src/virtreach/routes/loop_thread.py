"""`LoopThread`: an event loop in a thread, for callers that have none."""

from __future__ import annotations

import asyncio
import concurrent.futures
import os
import threading
from typing import TYPE_CHECKING, TypeVar

from virtreach.errors import ConnectionClosed

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

__all__ = ["LoopThread"]

_R = TypeVar("_R")
_STOPPING = 10.0


class LoopThread:
    """An event loop in a thread. May be used by all threads but its own, in the process that made it."""

    def __init__(self, name: str) -> None:
        """Start the thread.

        Args:
            name: the thread's.
        """
        self._pid = os.getpid()
        self._stopped = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()

    @property
    def usable(self) -> bool:
        """Whether it runs, in this process."""
        return not self._stopped and self._pid == os.getpid() and self._thread.is_alive()

    def call(self, work: Coroutine[Any, Any, _R]) -> _R:
        """Run a coroutine there and wait for its end.

        An interrupted wait (^C) cancels it and goes on once it has ended: what it has begun is taken back then.

        Raises:
            ConnectionClosed: the thread was stopped, or belongs to the process before a fork.
        """
        future = self.begin(work)
        try:
            return future.result()
        except concurrent.futures.CancelledError:
            raise ConnectionClosed("the thread of its connections was stopped meanwhile") from None
        except BaseException:
            if not future.done():
                future.cancel()
                concurrent.futures.wait([future])
            raise

    def begin(self, work: Coroutine[Any, Any, _R]) -> concurrent.futures.Future[_R]:
        """Run a coroutine there, and do not wait for it.

        Returns:
            Its end. To cancel that cancels the coroutine; it is done when the coroutine has ended.

        Raises:
            ConnectionClosed: as `call`.
        """
        if self._stopped or self._pid != os.getpid():
            work.close()
            raise ConnectionClosed(
                "the thread of its connections has ended, or is that of a forked process's parent"
            )
        future = _Future[_R](self._loop)
        self._loop.call_soon_threadsafe(future.start, work)
        return future

    def stop(self) -> None:
        """Cancel what runs there, then end the loop and its thread. May be called twice."""
        if self._stopped or self._pid != os.getpid():
            return
        self.call(_settle())
        self._stopped = True
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_STOPPING)
        if not self._thread.is_alive():
            self._loop.close()


class _Future(concurrent.futures.Future[_R]):
    """The end of a coroutine. That of `asyncio.run_coroutine_threadsafe` is over as soon as it is cancelled."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._loop = loop
        self._task: asyncio.Task[_R] | None = None

    def start(self, work: Coroutine[Any, Any, _R]) -> None:
        self._task = self._loop.create_task(work)
        self._task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[_R]) -> None:
        if task.cancelled():
            super().cancel()
            self.set_running_or_notify_cancel()
            return
        error = task.exception()
        if error is not None:
            self.set_exception(error)
        else:
            self.set_result(task.result())

    def cancel(self) -> bool:
        """Ask the coroutine to end."""
        if self.done():
            return False
        self._loop.call_soon_threadsafe(self._cancel)
        return True

    def _cancel(self) -> None:
        # `start` was handed over before.
        assert self._task is not None
        self._task.cancel()


async def _settle() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()
