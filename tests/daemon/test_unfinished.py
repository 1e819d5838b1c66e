"""Large packets that do not end: what they may take together, and who has to go."""

from __future__ import annotations

import asyncio
import socket
from contextlib import ExitStack
from pathlib import Path

import pytest

import virtreach
from tests.daemon.raw import place
from tests.daemon.supervisor.processes import Crew
from tests.needs import patience
from virtreach.conf.document import ConfDocument
from virtreach.daemon.assembly import furnish
from virtreach.daemon.config.settings import Settings
from virtreach.daemon.unfinished import Unfinished
from virtreach.protocol import remote as P
from virtreach.wire.packet import CALL, HEADER, OK, PACKET_MAX

MIB = 1 << 20
DOMAIN = "<domain type='test'><name>new</name><memory>1024</memory><os><type>hvm</type></os><!--?--></domain>"


class Sender:
    def __init__(self, source: str) -> None:
        self.source = source
        self.evicted = ""

    def evict(self, why: str) -> None:
        self.evicted = why


def test_the_oldest_of_the_source_that_has_announced_most_goes() -> None:
    unfinished = Unfinished(100)
    lone = Sender("uid 0")
    crowd = [Sender("uid 1000") for _ in range(5)]
    unfinished.announce(lone, 30)
    for sender in crowd:
        unfinished.announce(sender, 20)
    assert [sender.evicted != "" for sender in crowd] == [True, True, False, False, False]
    assert not lone.evicted
    assert unfinished.total == 90
    # Whoever has ended counts no more, and may begin again.
    unfinished.announce(crowd[2], 0)
    unfinished.announce(lone, 60)
    assert unfinished.total == 100
    unfinished.forget(crowd[2])
    unfinished.forget(crowd[3])
    unfinished.forget(crowd[3])
    unfinished.forget(crowd[4])
    unfinished.forget(lone)
    assert unfinished.total == 0
    assert not unfinished._sizes


def test_the_newcomer_itself_may_have_to_go() -> None:
    unfinished = Unfinished(100)
    others = [Sender(f"uid {number}") for number in range(4)]
    for sender in others:
        unfinished.announce(sender, 20)
    newcomer = Sender("uid 1000")
    unfinished.announce(newcomer, 40)
    assert "max_unfinished_megabytes" in newcomer.evicted
    assert not any(sender.evicted for sender in others)
    assert unfinished.total == 80


def begin(size: int) -> tuple[bytes, bytes]:
    """A call of so many bytes, more than it should have, in two parts."""
    procedure = P.CONNECT_GET_LIB_VERSION
    head = HEADER.pack(size, procedure.program_number, procedure.version, procedure.number, CALL, 77, OK)
    return head + bytes(1000), bytes(size - len(head) - 1000)


async def until(unfinished: Unfinished, total: int) -> None:
    async with asyncio.timeout(10 * patience()):
        while unfinished.total != total:
            await asyncio.sleep(0.002)


async def test_who_announces_too_much_goes_and_others_are_served(tmp_path: Path) -> None:
    unfinished = Unfinished(4 * MIB)
    async with place(tmp_path, unfinished=unfinished) as daemon:
        first, second = [await (await daemon.connect(readonly=True)).open() for _ in range(2)]
        lasting = await (await daemon.connect()).open()
        first.send(begin(2 * MIB)[0])
        await until(unfinished, 2 * MIB)
        # What has come whole does not count any more.
        for part in begin(MIB + 4):
            second.send(part)
        await second.packet()
        start, rest = begin(MIB + 4)
        lasting.send(start)
        await until(unfinished, 3 * MIB + 4)
        second.send(begin(MIB + 8)[0])
        assert await first.ended()
        lasting.send(rest)
        await lasting.packet()
        await until(unfinished, MIB + 8)
        await second.close()
        await until(unfinished, 0)
        assert daemon.house.admission.known == 1


@pytest.mark.parametrize(
    ("text", "limit"), [("", 256 * MIB), ("workers = 2\n", 128 * MIB), ("workers = 64\n", PACKET_MAX)]
)
def test_workers_share_what_there_is(text: str, limit: int) -> None:
    assert furnish(Settings(ConfDocument(text))).unfinished.limit == limit


def test_each_worker_keeps_to_its_share(tmp_path: Path) -> None:
    with Crew(tmp_path, "max_unfinished_megabytes = 64\n") as crew, ExitStack() as stack:
        # Of three, two at least are one worker's, and more than its share.
        for _ in range(3):
            sock = stack.enter_context(socket.socket(socket.AF_UNIX))
            sock.connect(str(tmp_path / "libvirt-sock-ro"))
            sock.sendall(begin(20 * MIB)[0])
        crew.wait_for("(max_unfinished_megabytes)")
        # What is whole passes, also to the supervisor.
        with virtreach.connect(crew.uri()) as conn:
            conn.domains.define_xml(DOMAIN.replace("?", " " * 2 * MIB))
