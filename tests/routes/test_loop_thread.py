"""An event loop in a thread: what is cancelled has ended before its caller goes on."""

from __future__ import annotations

import asyncio
import concurrent.futures
import os
import signal
import sys
import threading

import pytest

from virtreach.errors import ConnectionClosed
from virtreach.routes.loop_thread import LoopThread


async def double(number: int) -> int:
    await asyncio.sleep(0)
    return 2 * number


def test_results_and_errors() -> None:
    async def fail() -> None:
        raise ValueError("told")

    thread = LoopThread("test")
    assert thread.usable
    assert thread.call(double(4)) == 8
    assert [future.result() for future in [thread.begin(double(number)) for number in range(3)]] == [0, 2, 4]
    with pytest.raises(ValueError, match="told"):
        thread.call(fail())
    thread.stop()
    thread.stop()
    assert not thread.usable
    with pytest.raises(ConnectionClosed):
        thread.call(double(1))


def test_an_interrupted_call_has_ended() -> None:
    ended = threading.Event()

    async def work() -> None:
        main = threading.main_thread().ident
        assert main is not None
        while sys._current_frames()[main].f_code.co_name != "wait":
            await asyncio.sleep(0.001)
        os.kill(os.getpid(), signal.SIGINT)
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.05)
            ended.set()

    thread = LoopThread("test")
    with pytest.raises(KeyboardInterrupt):
        thread.call(work())
    assert ended.is_set()
    assert thread.call(double(1)) == 2
    thread.stop()


def test_cancelled_before_it_began() -> None:
    thread = LoopThread("test")
    future = thread.begin(asyncio.sleep(60))
    assert future.cancel()
    concurrent.futures.wait([future], 10)
    assert future.cancelled()
    assert not future.cancel()
    thread.stop()


def test_stopping_cancels_what_runs() -> None:
    thread = LoopThread("test")
    caught: list[BaseException] = []

    def waits() -> None:
        try:
            thread.call(asyncio.sleep(60))
        except ConnectionClosed as error:
            caught.append(error)

    caller = threading.Thread(target=waits)
    future = thread.begin(double(1))
    caller.start()
    future.result()
    while thread.call(_sleepers()) == 0:
        pass
    thread.stop()
    caller.join(10)
    assert len(caught) == 1


async def _sleepers() -> int:
    return len(asyncio.all_tasks()) - 1
