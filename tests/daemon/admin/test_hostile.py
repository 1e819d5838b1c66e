"""The administration socket against those who may not use it, and against those who misuse it."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.daemon.admin.office import office
from tests.daemon.raw import KEEPALIVE
from tests.needs import need, patience
from virtreach.errors import libvirt as errors
from virtreach.protocol import admin as A
from virtreach.protocol import remote as P
from virtreach.wire.packet import CALL, HEADER, HEADER_SIZE, OK, PACKET_MAX, REPLY

NOBODY = 65534
PROGRAM = A.CONNECT_OPEN.program_number
# Becomes somebody, connects, says hello, and prints how many bytes came back.
STRANGER = """
import os, socket, sys
os.setgroups([])
os.setuid(int(sys.argv[3]))
with socket.socket(socket.AF_UNIX) as peer:
    peer.settimeout(20)
    peer.connect(sys.argv[1])
    got = 0
    try:
        peer.sendall(bytes.fromhex(sys.argv[2]))
        while piece := peer.recv(4096):
            got += len(piece)
    except ConnectionError:
        pass
    print(got)
"""


async def ask_as(uid: int, path: str, frame: bytes) -> int:
    """How many bytes the daemon answers a user with, before it closes the connection."""
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-I", "-c", STRANGER, path, frame.hex(), str(uid)],
        capture_output=True,
        text=True,
        timeout=30 * patience(),
        check=True,
    )
    return int(done.stdout)


@pytest.fixture
def open_path() -> Iterator[Path]:
    """A directory that everybody can reach."""
    with tempfile.TemporaryDirectory(prefix="vr-admin-", dir="/tmp") as directory:
        os.chmod(directory, 0o755)
        yield Path(directory)


async def test_whoever_may_write_to_the_socket_is_still_no_administrator(open_path: Path) -> None:
    """A mode that is too loose lets nobody in but root and the daemon's user."""
    need("root")
    async with office(open_path, 'unix_sock_admin_perms = "0777"\n') as there:
        raw = await there.connect()
        frame = raw.frame(A.CONNECT_GET_LIB_VERSION) + raw.frame(A.CONNECT_CLOSE)
        assert await ask_as(NOBODY, there.path, frame) == 0
        assert await ask_as(0, there.path, frame) == 2 * HEADER_SIZE + 8
        assert len(there.house.clients) == 1


async def test_the_socket_is_for_its_owner(tmp_path: Path) -> None:
    async with office(tmp_path) as there:
        assert stat.S_IMODE(os.stat(there.path).st_mode) == 0o700


async def test_other_programs_are_not_served(tmp_path: Path) -> None:
    """Nothing but the admin program is there, and it is nowhere else."""
    async with office(tmp_path) as there:
        raw = await there.connect()
        for call in ((P.AUTH_LIST,), (P.CONNECT_OPEN, "test:///default", 0)):
            with pytest.raises(errors.Rpc, match=f"Cannot find program {P.AUTH_LIST.program_number}"):
                await raw.call(*call)
        client = await there.daemon.connect()
        with pytest.raises(errors.Rpc, match=f"Cannot find program {PROGRAM}"):
            await client.call(A.CONNECT_OPEN, 0)


@pytest.mark.parametrize(
    ("number", "body", "says"),
    [
        (0, b"", "unknown procedure: 0"),
        (21, b"", "unknown procedure: 21"),
        (4, b"", "Unable to decode"),
        (4, bytes(12), "Unable to decode"),
        (3, b"\0\0\0\0", "Unable to decode"),
        (5, b"\xff\xff\xff\xff" + bytes(8), "Unable to decode"),
        (5, b"\0\0\0\1\xff\0\0\0" + bytes(4), "Unable to decode"),
        (13, b"\0\0\0\1x\0\0\0\0\0\0\x21" + bytes(4), "Unable to decode"),
        (13, b"\0\0\0\5admin\0\0\0\0\0\0\1\0\0\0\1x\0\0\0\0\0\0\x09" + bytes(8), "Unable to decode"),
        (16, b"\0\0\0\2" + bytes(8), "Unable to decode"),
    ],
)
async def test_bad_calls_are_answered(tmp_path: Path, number: int, body: bytes, says: str) -> None:
    """A call that makes no sense is refused, and the connection goes on."""
    async with office(tmp_path) as there:
        raw = await there.connect()
        raw.send(HEADER.pack(HEADER_SIZE + len(body), PROGRAM, 1, number, CALL, 1, OK) + body)
        with pytest.raises(errors.Rpc, match=says):
            await raw.reply(A.CONNECT_OPEN)
        assert (await raw.call(A.CONNECT_LIST_SERVERS, 1, 0)).ret == 2


async def test_random_calls(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever the body is, there is one answer, and nothing that the log would have to explain."""
    dice = random.Random(20)
    good = [A.CONNECT_LIST_SERVERS.encode_args(1, 0), A.SERVER_LIST_CLIENTS.encode_args(("admin",), 1, 0)]
    async with office(tmp_path) as there:
        raw = await there.connect()
        for serial in range(2000):
            body = bytearray(dice.choice([*good, dice.randbytes(4 * dice.randrange(12))]))
            for _ in range(dice.randrange(3) if body else 0):
                body[dice.randrange(len(body))] = dice.choice((0, 1, 7, 255))
            # 2 closes the connection, and 20 stops the daemon.
            number = dice.choice((1, *range(3, 20)))
            raw.send(HEADER.pack(HEADER_SIZE + len(body), PROGRAM, 1, number, CALL, serial, OK) + body)
            answered = HEADER.unpack_from(await raw.packet())
            assert answered[1:6] == (PROGRAM, 1, number, REPLY, serial)
        assert (await raw.call(A.CONNECT_LIST_SERVERS, 1, 0)).ret == 2
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("length", [0, HEADER_SIZE - 1, PACKET_MAX + 1, 0xFFFFFFFF])
async def test_bad_lengths_end_the_connection(tmp_path: Path, length: int) -> None:
    async with office(tmp_path) as there:
        raw = await there.connect()
        raw.send(length.to_bytes(4, "big") + bytes(HEADER_SIZE))
        assert await raw.ended(10 * patience())
        assert (await (await there.connect()).call(A.CONNECT_LIST_SERVERS, 1, 0)).ret == 2


async def test_values_of_the_wrong_kind(tmp_path: Path) -> None:
    """What is set must have the right kind and a known name, or nothing is set."""
    async with office(tmp_path) as there:
        raw = await there.connect()
        before = await raw.call(A.SERVER_GET_CLIENT_LIMITS, ("virtreachd",), 0)
        name = b"\0\0\0\x0cnclients_max"
        server = b"\0\0\0\x0avirtreachd\0\0"
        for value, says in (
            (b"\0\0\0\7\0\0\0\1x\0\0\0", "invalid type 'string' for parameter 'nclients_max'"),
            (b"\0\0\0\6\0\0\0\1", "invalid type 'boolean'"),
            (b"\0\0\0\5" + bytes(8), "invalid type 'double'"),
            (b"\0\0\0\1\xff\xff\xff\xff", "room for 1 client"),
        ):
            body = server + b"\0\0\0\1" + name + value + bytes(4)
            raw.send(HEADER.pack(HEADER_SIZE + len(body), PROGRAM, 1, 13, CALL, 1, OK) + body)
            with pytest.raises(errors.InvalidArg, match=says):
                await raw.reply(A.SERVER_SET_CLIENT_LIMITS)
        assert await raw.call(A.SERVER_GET_CLIENT_LIMITS, ("virtreachd",), 0) == before


async def test_many_calls_at_once(tmp_path: Path) -> None:
    """They are all answered, a few at a time; who does not read is not read from."""
    async with office(tmp_path, "admin_max_client_requests = 2\n") as there:
        raw = await there.connect()
        raw.send(b"".join([raw.frame(A.CONNECT_LIST_SERVERS, 1, 0) for _ in range(5000)]))
        for _ in range(5000):
            assert (await raw.reply(A.CONNECT_LIST_SERVERS)).ret == 2


async def test_there_are_places_for_so_many(tmp_path: Path) -> None:
    async with office(tmp_path, "admin_max_clients = 2\n") as there:
        first, second = await there.connect(), await there.connect()
        for raw in (first, second):
            await raw.call(A.CONNECT_OPEN, 0)
        third = await there.connect()
        assert await third.ended(10 * patience())
        await first.call(A.CONNECT_CLOSE)
        assert await first.ended(10 * patience())
        await (await there.connect()).call(A.CONNECT_OPEN, 0)


async def test_a_ping_is_answered(tmp_path: Path) -> None:
    async with office(tmp_path) as there:
        raw = await there.connect()
        raw.send(HEADER.pack(HEADER_SIZE, KEEPALIVE, 1, 1, 2, 0, OK))
        assert HEADER.unpack(await raw.packet())[1:4] == (KEEPALIVE, 1, 2)
