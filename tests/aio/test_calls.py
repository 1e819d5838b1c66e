"""Calls of the asyncio client: cancellation in every state, deadlines, what asyncio does with a `Reply`, reentrancy."""

from __future__ import annotations

import asyncio
import contextvars
import random
import time
from collections.abc import Callable
from typing import Any

import pytest

import virtreach.aio
from tests.peer import Packet, Peer, Served, until
from virtreach.aio.reply import Reply
from virtreach.errors import (
    CallCancelled,
    CallInterrupted,
    CallTimeout,
    ConnectionClosed,
    ConnectionLost,
    LibvirtError,
    ProtocolError,
)
from virtreach.protocol import remote as P

VERSION = P.CONNECT_GET_LIB_VERSION
ECHO = P.CONNECT_GET_MAX_VCPUS
START = P.DOMAIN_CREATE
DOMAIN = ("guest", bytes(16), -1)


def echo(served: Served, packet: Packet) -> None:
    served.reply(packet, int(packet.args.type))


async def call(connection: Any, procedure: Any, *args: Any) -> Any:
    """A coroutine, which a task wants."""
    return await connection._call(procedure, *args)


class Shuffled:
    """Answers calls in another order, a few at a time."""

    def __init__(self, group: int) -> None:
        self._random = random.Random(group)
        self._group = group
        self._waiting: list[Packet] = []

    def __call__(self, served: Served, packet: Packet) -> None:
        self._waiting.append(packet)
        if len(self._waiting) == self._group:
            self._random.shuffle(self._waiting)
            answers = [served.frame(each, ECHO.encode_ret(int(each.args.type))) for each in self._waiting]
            self._waiting.clear()
            served.send(b"".join(answers))


async def test_many_tasks_each_get_their_own_answers(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer(handlers={"connect_get_max_vcpus": Shuffled(4)})
    async with await virtreach.aio.connect(peer.uri) as connection:

        async def work(number: int) -> None:
            for turn in range(250):
                expected = number * 1000 + turn
                assert (await connection._call(ECHO, str(expected))).max_vcpus == expected

        async with asyncio.timeout(30), asyncio.TaskGroup() as group:
            for number in range(8):
                group.create_task(work(number))
        assert not connection._channel.link.session.pending


async def test_nobody_starves_behind_tasks_that_call_again_and_again(make_peer: Callable[..., Peer]) -> None:
    """A place in the window goes to the call that waits longest."""
    peer = make_peer(handlers={"connect_get_max_vcpus": echo})
    async with await virtreach.aio.connect(peer.uri, max_in_flight=2) as connection:
        counts = [0] * 5
        stop = False

        async def work(number: int) -> None:
            while not stop:
                await connection._call(ECHO, "1")
                counts[number] += 1

        async with asyncio.TaskGroup() as group:
            for number in range(5):
                group.create_task(work(number))
            await until(lambda: sum(counts) > 500)
            stop = True
        assert min(counts) > 50, counts


@pytest.mark.parametrize("state", ["sent", "queued", "answered"])
async def test_cancelling_a_task(make_peer: Callable[..., Peer], state: str) -> None:
    """It ends with CancelledError at once, and the connection goes on."""
    calls: list[Packet] = []
    peer = make_peer(handlers={"connect_get_max_vcpus": lambda _, packet: calls.append(packet)})
    async with await virtreach.aio.connect(peer.uri, max_in_flight=1) as connection:
        served = peer.connection()
        blocker = asyncio.create_task(call(connection, ECHO, "1")) if state == "queued" else None
        await asyncio.sleep(0.01)
        task = asyncio.create_task(call(connection, ECHO, "2"))
        await until(lambda: len(calls) == 1)
        if state == "answered":
            served.reply(calls[0], 2)
            # The answer is in the socket, and is not read before the loop turns.
            time.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        served.reply(calls[0], 1) if state != "answered" else None
        if blocker is not None:
            assert (await blocker).max_vcpus == 1
        assert (await connection._call(VERSION)).lib_ver == 9_000_000
        assert len(calls) == 1


async def test_a_timeout_of_asyncio(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer(handlers={"domain_create": lambda *_: None})
    async with await virtreach.aio.connect(peer.uri) as connection:
        for _ in range(2):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.02):
                    await connection._call(START, DOMAIN)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(connection._call(START, DOMAIN), 0.02)
        task = asyncio.current_task()
        assert task is not None
        assert task.cancelling() == 0


async def test_a_deadline_of_ours(make_peer: Callable[..., Peer]) -> None:
    """In flight, queued, over before it began: each says what may have come of it."""
    peer = make_peer(handlers={"domain_create": lambda *_: None})
    async with await virtreach.aio.connect(peer.uri, max_in_flight=1) as connection:
        with connection.deadline(0.05):
            first, second = await asyncio.gather(
                connection._call(START, DOMAIN), connection._call(START, DOMAIN), return_exceptions=True
            )
            assert isinstance(first, CallTimeout)
            assert first.may_have_changed is True
            assert isinstance(second, CallTimeout)
            assert second.may_have_changed is False
            with pytest.raises(CallTimeout, match="not sent") as caught:
                await connection._call(START, DOMAIN)
            assert caught.value.may_have_changed is False


async def test_cancelling_a_scope(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer(handlers={"domain_create": lambda *_: None})
    async with await virtreach.aio.connect(peer.uri) as connection:
        with connection.deadline(None) as scope:
            asyncio.get_running_loop().call_later(0.02, scope.cancel)
            with pytest.raises(CallCancelled):
                await connection._call(START, DOMAIN)
            with pytest.raises(CallCancelled, match="not sent"):
                await connection._call(START, DOMAIN)
        assert (await connection._call(VERSION)).lib_ver == 9_000_000


async def test_scopes_leave_nothing_behind(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer(handlers={"connect_get_max_vcpus": echo})
    async with await virtreach.aio.connect(peer.uri) as connection:
        with connection.deadline(60) as outer, connection.deadline(60) as inner:
            for _ in range(20):
                await connection._call(ECHO, "1")
            assert outer._cuts == []
            assert inner._cuts == []


async def test_closing_while_calls_wait(make_peer: Callable[..., Peer]) -> None:
    calls: list[Packet] = []
    peer = make_peer(handlers={"domain_create": lambda _, packet: calls.append(packet)})
    connection = await virtreach.aio.connect(peer.uri, max_in_flight=1)
    tasks = [asyncio.create_task(call(connection, START, DOMAIN)) for _ in range(2)]
    await until(lambda: calls)
    await connection.close()
    first, second = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(first, CallInterrupted)
    assert first.may_have_changed is True
    assert isinstance(second, ConnectionLost)
    with pytest.raises(ConnectionClosed):
        await connection._call(VERSION)
    await connection.close()


async def test_the_server_dies_within_a_packet(make_peer: Callable[..., Peer]) -> None:
    cut = [0]

    def die(served: Served, packet: Packet) -> None:
        served.send(served.frame(packet, ECHO.encode_ret(1))[: cut[0]])
        served.close()

    peer = make_peer(handlers={"connect_get_max_vcpus": die})
    for size in range(32):
        cut[0] = size
        connection = await virtreach.aio.connect(peer.uri)
        errors = await asyncio.gather(
            *(connection._call(ECHO, "1") for _ in range(3)), return_exceptions=True
        )
        assert all(isinstance(error, (CallInterrupted, ConnectionLost)) for error in errors)
        await connection.close()


async def test_errors_of_the_server_and_of_its_protocol(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer(
        handlers={"connect_get_max_vcpus": lambda served, packet: served.send(served.frame(packet, b"abc"))}
    )
    connection = await virtreach.aio.connect(peer.uri)
    with pytest.raises(LibvirtError, match="not supported here"):
        await connection._call(P.CONNECT_GET_HOSTNAME)
    other = asyncio.create_task(call(connection, P.DOMAIN_GET_STATE, DOMAIN, 0))
    with pytest.raises(ProtocolError):
        await connection._call(ECHO, "1")
    with pytest.raises(CallInterrupted):
        await other
    with pytest.raises(ConnectionLost):
        await connection._call(VERSION)
    await connection.close()


# What asyncio does with a `Reply`, which is no `asyncio.Future`.


async def test_the_reply_behaves_like_a_future(make_peer: Callable[..., Peer]) -> None:
    calls: list[Packet] = []
    peer = make_peer(handlers={"connect_get_max_vcpus": lambda _, packet: calls.append(packet)})
    async with await virtreach.aio.connect(peer.uri) as connection:
        link = connection._channel.link
        served = peer.connection()

        def begin() -> Reply:
            return link.call(ECHO, ("1",))

        async def answer() -> None:
            await until(lambda: calls)
            while calls:
                served.reply(calls.pop(), 1)

        reply = begin()
        assert asyncio.isfuture(reply)
        assert asyncio.ensure_future(reply) is reply
        with pytest.raises(asyncio.InvalidStateError):
            reply.result()
        with pytest.raises(asyncio.InvalidStateError):
            reply.exception()
        done, pending = await asyncio.wait([reply], timeout=0.01)
        assert (done, pending) == (set(), {reply})
        await answer()
        done, pending = await asyncio.wait([reply], timeout=5)
        assert reply in done
        assert reply.result().max_vcpus == 1
        assert reply.exception() is None
        assert not reply.cancel()

        waiting = asyncio.create_task(asyncio.wait_for(begin(), 5))
        await answer()
        assert (await waiting).max_vcpus == 1

        shielded = begin()
        outer = asyncio.shield(shielded)
        outer.cancel()
        with pytest.raises(asyncio.CancelledError):
            await outer
        await answer()
        await until(shielded.done)
        assert not shielded.cancelled()

        gathered = asyncio.gather(begin(), begin())
        await until(lambda: len(calls) == 2)
        await answer()
        assert [each.max_vcpus for each in await gathered] == [1, 1]

        finished = [begin(), begin()]
        await until(lambda: len(calls) == 2)
        await answer()
        for each in asyncio.as_completed(finished, timeout=5):
            assert (await each).max_vcpus == 1

        cancelled = begin()
        assert cancelled.cancel("enough")
        assert cancelled.cancelled()
        with pytest.raises(asyncio.CancelledError):
            cancelled.exception()
        with pytest.raises(asyncio.CancelledError, match="enough"):
            await cancelled


async def test_callbacks_of_a_reply(make_peer: Callable[..., Peer]) -> None:
    """Each once, in order, in its own context; a callback that fails is reported and harms nothing."""
    peer = make_peer(handlers={"connect_get_max_vcpus": echo})
    variable: contextvars.ContextVar[int] = contextvars.ContextVar("variable", default=0)
    seen: list[Any] = []

    def fail(_: Any) -> None:
        raise LookupError("a callback's own fault")

    async with await virtreach.aio.connect(peer.uri) as connection:
        reply = connection._channel.link.call(ECHO, ("1",))
        other = connection._channel.link.call(ECHO, ("2",))
        reply.add_done_callback(fail)
        context = contextvars.copy_context()
        context.run(variable.set, 7)
        reply.add_done_callback(lambda _: seen.append(variable.get()), context=context)
        gone = seen.append
        reply.add_done_callback(gone)
        assert reply.remove_done_callback(gone) == 1
        assert (await other).max_vcpus == 2
        await until(lambda: seen)
        reply.add_done_callback(lambda each: seen.append(each.result().max_vcpus))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert seen == [7, 1]
        assert (await connection._call(VERSION)).lib_ver == 9_000_000
    [report] = make_peer.reported  # type: ignore[attr-defined]
    assert isinstance(report["exception"], LookupError)
    make_peer.reported.clear()  # type: ignore[attr-defined]


# Tasks are resumed while the connection reads, so they do things right in the middle of it.


async def test_a_resumed_task_closes_the_connection(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer(handlers={"connect_get_max_vcpus": Shuffled(3)})
    connection = await virtreach.aio.connect(peer.uri)

    async def first() -> None:
        await connection._call(ECHO, "1")
        await connection.close()

    results = await asyncio.gather(first(), first(), first(), return_exceptions=True)
    assert sum(result is None for result in results) >= 1
    assert all(result is None or isinstance(result, CallInterrupted) for result in results)
    assert not connection.alive


async def test_a_resumed_task_makes_calls_and_opens_connections(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer(handlers={"connect_get_max_vcpus": echo})
    async with await virtreach.aio.connect(peer.uri, max_in_flight=1) as connection:

        async def deep(level: int) -> int:
            answer = await connection._call(ECHO, str(level))
            if level == 0:
                async with await virtreach.aio.connect(peer.uri) as other:
                    await other._call(VERSION)
                return int(answer.max_vcpus)
            below = await asyncio.gather(deep(level - 1), deep(level - 1))
            return int(answer.max_vcpus) + sum(below)

        async with asyncio.timeout(30):
            assert await deep(5) == sum(level * 2 ** (5 - level) for level in range(6))


async def test_a_resumed_task_cancels_another(make_peer: Callable[..., Peer]) -> None:
    """Whose answer is in the same piece."""
    peer = make_peer(handlers={"connect_get_max_vcpus": Shuffled(2)})
    async with await virtreach.aio.connect(peer.uri) as connection:
        tasks: list[asyncio.Task[Any]] = []

        async def work(number: int) -> int:
            await connection._call(ECHO, str(number))
            tasks[1 - number].cancel()
            await asyncio.sleep(0)
            return number

        tasks += [asyncio.create_task(work(0)), asyncio.create_task(work(1))]
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(result) for result in results].count(asyncio.CancelledError) >= 1
        assert await asyncio.gather(connection._call(ECHO, "5"), connection._call(ECHO, "6"))


@pytest.mark.parametrize("kind", [SystemExit, KeyboardInterrupt])
def test_a_resumed_task_ends_the_program(
    make_peer_sync: Callable[..., Peer], kind: type[BaseException]
) -> None:
    peer = make_peer_sync(handlers={"connect_get_max_vcpus": echo})
    cleaned: list[str] = []

    async def main() -> None:
        connection = await virtreach.aio.connect(peer.uri)

        async def leave() -> None:
            await connection._call(ECHO, "1")
            raise kind

        task = asyncio.create_task(leave())
        try:
            await asyncio.sleep(10)
        finally:
            # The connection can still be closed in good order.
            await connection.close()
            cleaned.append("closed")
            assert task.done()

    with pytest.raises(kind):
        asyncio.run(main())
    assert cleaned == ["closed"]


@pytest.fixture
def make_peer_sync(tmp_path: Any) -> Any:
    made: list[Peer] = []

    def make(**options: Any) -> Peer:
        made.append(Peer(tmp_path / "socket", **options))
        return made[-1]

    yield make
    for peer in made:
        peer.close()


def test_debug_mode_finds_nothing(make_peer_sync: Callable[..., Peer]) -> None:
    peer = make_peer_sync(handlers={"connect_get_max_vcpus": Shuffled(2)})

    async def main() -> None:
        async with await virtreach.aio.connect(peer.uri, keepalive=(0.05, 3)) as connection:
            for _ in range(20):
                await asyncio.gather(connection._call(ECHO, "1"), connection._call(ECHO, "2"))
            async with await connection.events.domain():
                await asyncio.sleep(0.1)

    asyncio.run(main(), debug=True)


async def test_context_variables_stay_with_their_tasks(make_peer: Callable[..., Peer]) -> None:
    peer = make_peer(handlers={"connect_get_max_vcpus": Shuffled(4)})
    variable: contextvars.ContextVar[int] = contextvars.ContextVar("variable")
    async with await virtreach.aio.connect(peer.uri) as connection:

        async def work(number: int) -> None:
            variable.set(number)
            for _ in range(20):
                await connection._call(ECHO, str(number))
                assert variable.get() == number

        await asyncio.gather(*(work(number) for number in range(4)))
