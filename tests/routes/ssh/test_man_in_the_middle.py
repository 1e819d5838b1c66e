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


def process(process: asyncssh.SSHServerProcess[bytes]) -> None:
    """Write what is known to both sides, and end."""
    process.stdout.write(DATA)
    process.exit(0)


async def transfer(port: int) -> None:
    """Read it twice, as a command and as a stream; whatever goes wrong is an error and never less than all."""
    async with Pool(prime=False) as pool:
        chain = chain_to(port, keepalive=0.2, keepalive_count=2, connect_timeout=1.0)
        done = await pool.run(chain, "x")
        assert done.stdout == DATA
        async with pool.link(chain) as link:
            stream = await link.open_command_stream("x", timeout=5)
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


@pytest.mark.parametrize("what", CHANGES)
async def test_changes_are_noticed(what: str) -> None:
    """At many places of both directions, from the first byte to the last."""
    total = await lengths()
    chance = random.Random(what)
    noticed = 0

    async def once(way: str, place: int) -> None:
        nonlocal noticed
        done = False

        def change(direction: str, offset: int, data: bytes) -> bytes | None:
            nonlocal done
            if done or direction != way or not offset <= place < offset + len(data):
                return data
            done = True
            return CHANGES[what](data, place - offset)

        async with serve(process_factory=process, encoding=None) as (port, _), Middle(port, change) as middle:
            try:
                await transfer(middle.port)
            except (HopUnreachable, HopLost, CommandOutcomeUnknown, HostKeyError):
                noticed += 1
            else:
                # The last bytes are goodbyes, after all had come.
                assert place > total[way] - 400, (way, place, total)

    for way in ("down", "up"):
        edge = 3000 if way == "down" else total["up"]
        places = [chance.randrange(edge) for _ in range(PLACES // 2)]
        places += [chance.randrange(total[way]) for _ in range(PLACES // 2)]
        for first in range(0, len(places), 30):
            await asyncio.gather(*(once(way, place) for place in places[first : first + 30]))
    assert noticed > 1.8 * PLACES


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
