"""Somebody between us and the server who changes, cuts, repeats, drops and injects: it never looks like an end."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

import asyncssh
import pytest

from tests.routes.ssh.evil import Middle, chain_to, serve, string
from tests.routes.ssh.test_hostile_servers import plain_packet
from virtreach.errors import VirtreachError
from virtreach.errors.routes import CommandOutcomeUnknown, HopLost, HopUnreachable, HostKeyError
from virtreach.routes.ssh.pool import Pool

pytestmark = pytest.mark.needs("module:asyncssh")

DATA = random.Random(5).randbytes(120_000)
PLACES = 60
SILENT = 15
"""Turns of the event loop without a byte from the server, after which it waits for something."""


def process(process: asyncssh.SSHServerProcess[bytes]) -> None:
    """Write what is known to both sides, and end."""
    process.stdout.write(DATA)
    process.exit(0)


async def transfer(port: int, limit: float = 60.0) -> None:
    """Read it twice, as a command and as a stream; whatever goes wrong is an error and never less than all.

    Args:
        port: of the server, or of the man.
        limit: seconds for the login, and without a word from the server later.
    """
    async with Pool(prime=False) as pool:
        chain = chain_to(port, keepalive=limit / 4, keepalive_count=2, connect_timeout=limit)
        done = await pool.run(chain, "x")
        assert done.stdout == DATA
        async with pool.link(chain) as link:
            stream = await link.open_command_stream("x", timeout=60)
            read = bytearray()
            while data := await stream.read():
                read += data
            assert bytes(read) == DATA


async def lengths() -> dict[str, int]:
    """Return how many bytes go each way when nobody does anything."""
    async with serve(process_factory=process, encoding=None) as (port, _):
        async with Middle(port, lambda way, offset, data: data) as middle:
            await transfer(middle.port)
            return dict(middle.passed)


def flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes((data[at] ^ 0x10,)) + data[at + 1 :]


CHANGES: dict[str, Callable[[bytes, int], bytes | None]] = {
    "flipped": flip,
    "cut": lambda data, at: None,
    "injected": lambda data, at: data[:at] + bytes(64) + data[at:],
    "dropped": lambda data, at: data[:at] + data[at + 32 :],
    "repeated": lambda data, at: data[: at + 1] + data[max(0, at - 99) :],
}


class Turns:
    """Counts the turns of the event loop, a hundred a second at most; a context manager.

    Both sides and the man run in it: what lies there to be read is read, answered and passed on within a few turns,
    however slow the machine is.
    """

    def __init__(self) -> None:
        self.now = 0

    async def __aenter__(self) -> Turns:
        self._task = asyncio.ensure_future(self._count())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _count(self) -> None:
        while True:
            await asyncio.sleep(0.01)
            self.now += 1


def by_time_alone(error: BaseException | None) -> bool:
    """Whether it says no more than that a time had passed."""
    while error is not None:
        if getattr(error, "silent", False) or "no login within" in str(error):
            return True
        error = error.__cause__
    return False


async def noticed(what: str, way: str, place: int, turns: Turns) -> bool:
    """Change something at a place of a direction; return whether that ended in an error, and not all was there."""
    limit = 0.8
    while True:
        done = False
        heard = turns.now

        def change(direction: str, offset: int, data: bytes) -> bytes | None:
            nonlocal done, heard
            if direction == "down":
                heard = turns.now
            if done or direction != way or not offset <= place < offset + len(data):
                return data
            done = True
            return CHANGES[what](data, place - offset)

        async with serve(process_factory=process, encoding=None) as (port, _), Middle(port, change) as middle:
            try:
                await transfer(middle.port, limit)
            except (HopUnreachable, HopLost, CommandOutcomeUnknown, HostKeyError) as error:
                # It counts when it says what is wrong, or when the server has nothing more to say. Else all was slow.
                if done and (not by_time_alone(error) or turns.now - heard >= SILENT):
                    return True
            else:
                return False
        limit *= 2
        assert limit < 200, (what, way, place)


@pytest.mark.parametrize("what", CHANGES)
async def test_changes_are_noticed(what: str) -> None:
    """At many places of both directions, from the first byte to the last."""
    total = await lengths()
    chance = random.Random(what)
    places: list[tuple[str, int]] = []
    for way in ("down", "up"):
        edge = 3000 if way == "down" else total["up"]
        places += [(way, chance.randrange(edge)) for _ in range(PLACES // 2)]
        places += [(way, chance.randrange(total[way])) for _ in range(PLACES // 2)]
    at_once = asyncio.Semaphore(30)

    async def once(way: str, place: int, turns: Turns) -> bool:
        async with at_once:
            return await noticed(what, way, place, turns)

    async with Turns() as turns:
        found = await asyncio.gather(*(once(way, place, turns) for way, place in places))
    # The last bytes are goodbyes, after all had come.
    missed = [where for where, seen in zip(places, found, strict=True) if not seen]
    assert [(way, place) for way, place in missed if place <= total[way] - 400] == []
    assert len(missed) < 0.2 * PLACES


async def test_first_packets_are_not_swallowed_by_a_prefix() -> None:
    """Terrapin: an ignored packet before the keys, and one less after them; strict key exchange sees it."""
    seen: list[str] = []
    for way in ("down", "up"):
        state = {"buffer": b"", "version": False, "injected": False, "left": 0}

        def change(direction: str, offset: int, data: bytes, way: str = way, state: dict = state) -> bytes:
            if direction != way or state["injected"]:
                return data
            state["buffer"] += data
            out = b""
            if not state["version"]:
                line, newline, rest = state["buffer"].partition(b"\n")
                if not newline:
                    return b""
                out, state["buffer"], state["version"] = line + newline, rest, True
            if len(state["buffer"]) >= 5:
                # Before the first packet of the server, and then again between its others.
                state["injected"] = True
                out += plain_packet(2, string(b"")) + state["buffer"]
            return out

        async with serve(process_factory=process, encoding=None) as (port, _), Middle(port, change) as middle:
            with pytest.raises(VirtreachError) as error:
                await transfer(middle.port)
            seen.append(str(error.value))
    assert "trict key exchange" in seen[0]


async def test_keys_of_the_man_himself() -> None:
    """He has a key of his own, of course."""
    own = asyncssh.generate_private_key("ssh-ed25519")
    logins: list[str] = []

    async with serve(process_factory=process, server_host_keys=[own]) as (port, servers):
        with pytest.raises(HostKeyError):
            await transfer(port)
        logins = [one.connection.get_extra_info("username") or "" for one in servers]
        assert all(50 not in one.seen for one in servers)  # no user name, no password
    assert logins == [""]
