"""What supervisor and workers say to each other: large, many, with sockets, and nonsense."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from typing import Any

import pytest

from virtreach.daemon.supervisor import control
from virtreach.daemon.supervisor.control import Control, pair
from virtreach.errors import TransportError


class End:
    """One end that keeps what it hears."""

    def __init__(self, sock: socket.socket) -> None:
        self.heard: list[dict[str, Any]] = []
        self.sockets: list[socket.socket] = []
        self.closed: list[str] = []
        self.control = Control(sock, self._hear, self.closed.append)

    def _hear(self, message: dict[str, Any], sockets: list[socket.socket]) -> None:
        self.heard.append(message)
        self.sockets += sockets
        if message["kind"] == "double":
            self.control.answer(message, result=2 * message["value"])

    async def hears(self, count: int) -> None:
        async with asyncio.timeout(20):
            while len(self.heard) < count and not self.closed:
                await asyncio.sleep(0)


def ends() -> tuple[End, End]:
    one, other = pair()
    return End(one), End(other)


async def test_messages_of_any_size_come_in_order() -> None:
    one, other = ends()
    sizes = [0, 1, 32 << 10, 1 << 20, 3, (4 << 20) + 17]
    for size in sizes:
        one.control.post("data", text="x" * size)
    await other.hears(len(sizes))
    assert [len(message["text"]) for message in other.heard] == sizes
    one.control.close()
    other.control.close()


async def test_questions_have_their_own_answers() -> None:
    one, other = ends()
    answers = await asyncio.gather(*(one.control.ask("double", value=value) for value in range(100)))
    assert [answer["result"] for answer in answers] == [2 * value for value in range(100)]
    one.control.close()
    other.control.close()


@pytest.mark.parametrize("size", [0, 32 << 10, 1 << 20])
async def test_sockets_are_handed_over(size: int) -> None:
    one, other = ends()
    ours, theirs = socket.socketpair()
    one.control.post("take", [theirs], text="x" * size)
    assert theirs.fileno() == -1
    await other.hears(1)
    (got,) = other.sockets
    with ours, got:
        assert not os.get_inheritable(got.fileno())
        got.sendall(b"x")
        assert ours.recv(1) == b"x"
    one.control.close()
    other.control.close()


async def test_a_cancelled_question_is_taken_back() -> None:
    one, other = ends()
    task = asyncio.ensure_future(one.control.ask("hang"))
    await other.hears(1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await other.hears(2)
    assert other.heard[1] == {"kind": "cancel", "number": other.heard[0]["ask"]}
    one.control.close()
    other.control.close()


async def test_the_end_of_one_is_told_to_the_other() -> None:
    one, other = ends()
    task = asyncio.ensure_future(one.control.ask("hang"))
    await other.hears(1)
    other.control.close()
    with pytest.raises(TransportError):
        await task
    assert one.closed == ["it is gone"]
    assert other.closed == []
    # Nobody is there any more.
    with pytest.raises(TransportError):
        await one.control.ask("hang")
    ours, theirs = socket.socketpair()
    one.control.post("take", [theirs])
    assert theirs.fileno() == -1
    ours.close()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b".",
        b".[]",
        b".nonsense",
        b".{}",
        b'.{"answer": []}',
        b'.{"kind": "double", "ask": 1}',
        b".\xff",
        b"x{",
    ],
)
async def test_nonsense_ends_it(data: bytes) -> None:
    raw, sock = pair()
    end = End(sock)
    with raw:
        raw.send(data)
        async with asyncio.timeout(10):
            while not end.closed:
                await asyncio.sleep(0)


async def test_answers_that_nobody_waits_for_are_dropped() -> None:
    raw, sock = pair()
    end = End(sock)
    with raw:
        raw.send(b'.{"answer": 17}')
        raw.send(b'.{"kind": "fine"}')
        await end.hears(1)
    assert end.heard == [{"kind": "fine"}]
    end.control.close()


async def test_a_message_without_end_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "MESSAGE_MAX", 200_000)
    raw, sock = pair()
    end = End(sock)
    with raw:
        with contextlib.suppress(ConnectionError):
            for _ in range(10):
                raw.send(b"+" + b"x" * 30_000)
                await asyncio.sleep(0)
        assert end.closed == ["a message is too long"]


async def test_a_piece_that_is_too_long() -> None:
    raw, sock = pair()
    end = End(sock)
    with raw:
        raw.send(b"." + b"x" * 40_000)
        async with asyncio.timeout(10):
            while not end.closed:
                await asyncio.sleep(0)
    assert end.closed == ["it says too much at once"]


async def test_too_many_sockets_at_once() -> None:
    raw, sock = pair()
    end = End(sock)
    before = len(os.listdir("/proc/self/fd"))
    with raw:
        socket.send_fds(raw, [b'.{"kind": "take"}'], [raw.fileno()] * 20)
        async with asyncio.timeout(10):
            while not end.closed:
                await asyncio.sleep(0)
    assert len(os.listdir("/proc/self/fd")) == before - 2


async def test_sockets_of_a_message_that_never_ends_are_closed() -> None:
    sock, raw = pair()
    end = End(sock)
    ours, theirs = socket.socketpair()
    with ours, raw:
        socket.send_fds(raw, [b"+{"], [theirs.fileno()])
        theirs.close()
        await asyncio.sleep(0.01)
        raw.close()
        async with asyncio.timeout(20):
            while not end.closed:
                await asyncio.sleep(0)
        ours.settimeout(20)
        assert ours.recv(1) == b""


async def test_sockets_do_not_pile_up() -> None:
    sock, raw = pair()
    end = End(sock)
    ours, theirs = socket.socketpair()
    with ours, theirs, raw:
        for _ in range(2):
            socket.send_fds(raw, [b"+"], [theirs.fileno()] * 4)
        async with asyncio.timeout(20):
            while not end.closed:
                await asyncio.sleep(0)
    assert end.closed == ["it gives too many descriptors"]


async def test_many_may_ask_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "_UNREAD_MAX", 32)
    one, other = ends()
    ours, theirs = socket.socketpair()
    with ours:
        # One of them gives up before it had its turn.
        asked = [one.control.ask("double", value=value, text="x" * 40_000) for value in range(100)]
        tasks = [asyncio.create_task(each) for each in asked]
        late = asyncio.create_task(one.control.ask("double", [theirs], value=0))
        await asyncio.sleep(0)
        late.cancel()
        with pytest.raises(asyncio.CancelledError):
            await late
        assert theirs.fileno() == -1
        async with asyncio.timeout(20):
            answers = await asyncio.gather(*tasks)
    assert [answer["result"] for answer in answers] == [2 * value for value in range(100)]
    assert not one.closed + other.closed
    assert not other.sockets
    # Who waits for its turn hears of the end.
    one.control._loop.remove_reader(one.control._sock.fileno())  # type: ignore[union-attr]
    other.control._loop.remove_reader(other.control._sock.fileno())  # type: ignore[union-attr]
    tasks = [asyncio.create_task(one.control.ask("double", text="x" * 40_000)) for _ in range(50)]
    await asyncio.sleep(0)
    one.control.close()
    async with asyncio.timeout(20):
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(each, TransportError) for each in ended)
    other.control.close()


async def test_who_does_not_listen_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "_UNREAD_MAX", 16)
    raw, sock = pair()
    end = End(sock)
    for _ in range(100):
        end.control.post("news", text="x" * 30_000)
    assert end.closed == ["it does not read what it is told"]
    raw.close()
