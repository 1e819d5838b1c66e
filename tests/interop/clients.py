"""Both clients behind one face, so that a test is written once, in blocking style, and run for each."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import virtreach
from virtreach import aio

__all__ = ["KINDS", "connecting", "hostname"]

KINDS = ("blocking", "asyncio")
"""The two clients."""

_LIMIT = 60


@contextmanager
def connecting(kind: str, uri: str, **options: Any) -> Iterator[Any]:
    """Open a connection of either client, and close it at the end.

    Args:
        kind: which client.
        uri: where to.
        options: for `connect`.

    Yields:
        The connection; an asyncio one behind a face that waits for every coroutine.
    """
    if kind == "blocking":
        with virtreach.connect(uri, **options) as connection:
            yield connection
        return
    with _Loop() as loop:

        async def opening() -> Any:
            return await aio.connect(uri, **options)

        with _Face(loop, loop.wait(opening())) as face:
            yield face


def hostname(kind: str, uri: str, **options: Any) -> str:
    """Open a connection, ask for the host's name and close it.

    Args:
        kind: which client.
        uri: where to.
        options: for `connect`.
    """
    with connecting(kind, uri, **options) as connection:
        name: str = connection.host.hostname()
    return name


class _Loop:
    """An event loop on a thread of its own."""

    def __enter__(self) -> _Loop:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wait(self._loop.shutdown_asyncgens())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine in the loop and wait for its end."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_LIMIT)

    def call(self, function: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Call a function in the loop, and wait for what it returns if that can be awaited."""
        done: Future[Any] = Future()

        async def calling() -> Any:
            result = function(*args, **named)
            return await result if isinstance(result, Awaitable) else result

        def start() -> None:
            task = self._loop.create_task(calling())
            task.add_done_callback(finish)

        def finish(task: asyncio.Task[Any]) -> None:
            error = task.exception()
            if error is None:
                done.set_result(task.result())
            else:
                done.set_exception(error)

        self._loop.call_soon_threadsafe(start)
        return done.result(_LIMIT)


class _Face:
    """An asyncio object whose methods wait for their results."""

    def __init__(self, loop: _Loop, inner: Any) -> None:
        self._loop = loop
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if callable(found) and not _is_ours(found):
            return lambda *args, **named: self._wrap(
                self._loop.call(
                    found, *(_bare(one) for one in args), **{k: _bare(v) for k, v in named.items()}
                )
            )
        return self._wrap(found)

    def __enter__(self) -> Any:
        return self._wrap(self._loop.call(self._inner.__aenter__))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Any:
        return self._loop.call(self._inner.__aexit__, kind, error, trace)

    def __iter__(self) -> Iterator[Any]:
        items = self._inner.__aiter__()
        while True:
            try:
                item = self._loop.call(items.__anext__)
            except StopAsyncIteration:
                return
            yield self._wrap(item)

    def __eq__(self, other: object) -> bool:
        return bool(self._inner == _bare(other))

    def __hash__(self) -> int:
        return hash(self._inner)

    def __repr__(self) -> str:
        return repr(self._inner)

    def _wrap(self, value: Any) -> Any:
        if _is_ours(value):
            return _Face(self._loop, value)
        if type(value) in (list, tuple):
            return type(value)(self._wrap(one) for one in value)
        return value


def _bare(value: Any) -> Any:
    return value._inner if isinstance(value, _Face) else value


def _is_ours(value: Any) -> bool:
    # Records are plain values, whichever module defines them.
    return type(value).__module__.startswith("virtreach.aio") and not isinstance(value, tuple)
