"""One client connection: opening, calls, limits, events, streams, and the ways to end."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from tests.daemon.raw import KEEPALIVE, Place, Raw, place
from tests.daemon.toy import VERSION
from virtreach.daemon.channel import EVENTS_MAX
from virtreach.daemon.dispatch import Policy
from virtreach.errors.libvirt import LibvirtError
from virtreach.protocol import qemu as Q
from virtreach.protocol import registry
from virtreach.protocol import remote as P
from virtreach.wire.packet import ERROR, HEADER, HEADER_SIZE, MESSAGE, OK, STREAM

DOMAIN = ("test", bytes(range(16)), 1)


async def code_of(raw: Raw, *call: object) -> tuple[int, str]:
    with pytest.raises(LibvirtError) as caught:
        await raw.call(*call)  # type: ignore[arg-type]
    return caught.value.code, caught.value.message


async def test_open_call_close(tmp_path: Path) -> None:
    async with place(tmp_path) as daemon:
        raw = await daemon.connect()
        assert (await raw.call(P.AUTH_LIST)).types == [0]
        assert await code_of(raw, P.CONNECT_GET_TYPE) == (1, "internal error: hypervisor connection not open")
        assert await code_of(raw, P.AUTH_POLKIT) == (45, "authentication failed: authentication failed")
        assert (await raw.call(P.CONNECT_SUPPORTS_FEATURE, 10)).supported == 1
        await raw.call(P.CONNECT_OPEN, "test:///default", 0)
        assert await code_of(raw, P.CONNECT_OPEN, "test:///default", 0) == (
            1,
            "internal error: connection already open",
        )
        assert (await raw.call(P.CONNECT_GET_VERSION)).hv_ver == VERSION
        features = {
            number: (await raw.call(P.CONNECT_SUPPORTS_FEATURE, number)).supported for number in range(8, 16)
        }
        assert features == {8: 0, 9: 1, 10: 1, 11: 0, 12: 0, 13: 0, 14: 1, 15: 1}
        [session] = daemon.driver.sessions
        assert (session.client.uid, session.client.transport, session.flags) == (
            0,
            "unix",
            0,
        ) or session.client.uid > 0
        await raw.call(P.CONNECT_CLOSE)
        assert await raw.ended()
        assert session.closed
        assert not daemon.house.clients


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("test:///default", True),
        ("toy+unix:///x", True),
        ("", True),
        (None, True),
        ("TEST:///default", True),
        ("qemu:///system", False),
        ("nonsense", False),
        (":", False),
    ],
)
async def test_the_uri_decides_the_driver(tmp_path: Path, name: str | None, found: bool) -> None:
    async with place(tmp_path) as daemon:
        raw = await daemon.connect()
        if found:
            await raw.open(name)
        else:
            assert (await code_of(raw, P.CONNECT_OPEN, name, 0))[0] == 5
            await raw.open()


async def test_a_read_only_connection_changes_nothing(tmp_path: Path) -> None:
    async with place(tmp_path) as daemon:
        by_door = await (await daemon.connect(readonly=True)).open()
        by_flag = await (await daemon.connect()).open(flags=1)
        for raw in (by_door, by_flag):
            assert await code_of(raw, P.DOMAIN_DESTROY, DOMAIN) == (
                29,
                "operation forbidden: read only access prevents virDomainDestroy",
            )
            # Denied before the body is parsed: an undecodable one gets the same answer.
            raw.serial += 1
            head = (P.DOMAIN_DESTROY.program_number, 1, P.DOMAIN_DESTROY.number, 0, raw.serial, OK)
            raw.send(HEADER.pack(HEADER_SIZE + 4, *head) + b"\xff\xff\xff\xff")
            with pytest.raises(LibvirtError, match="virDomainDestroy"):
                await raw.reply(P.DOMAIN_DESTROY)
            assert (await code_of(raw, P.DOMAIN_GET_XML_DESC, DOMAIN, 1))[1] == (
                "operation forbidden: virDomainGetXMLDesc with secure flag"
            )
            # VIR_DOMAIN_XML_MIGRATABLE, which may show passwords as well.
            assert (await code_of(raw, P.DOMAIN_GET_XML_DESC, DOMAIN, 8))[0] == 29
            assert "<domain" in (await raw.call(P.DOMAIN_GET_XML_DESC, DOMAIN, 2)).xml
            assert (await code_of(raw, P.DOMAIN_DEL_THROTTLE_GROUP, DOMAIN, "slow", 1))[0] == 29
            assert (await code_of(raw, P.DOMAIN_INTERFACE_ADDRESSES, DOMAIN, 1, 0))[0] == 29
            assert (await code_of(raw, P.DOMAIN_INTERFACE_ADDRESSES, DOMAIN, 0, 0))[0] == 3
            assert (await code_of(raw, P.DOMAIN_GET_VCPUS_FLAGS, DOMAIN, 8))[0] == 29
            assert (await code_of(raw, P.STORAGE_VOL_UPLOAD, ("p", "v", "k"), 0, 0, 0))[0] == 29
            assert (await code_of(raw, Q.DOMAIN_MONITOR_COMMAND, DOMAIN, "info", 0))[0] == 29
        assert daemon.driver.destroyed == []
        assert [session.client.readonly for session in daemon.driver.sessions] == [True, True]
        assert [session.flags for session in daemon.driver.sessions] == [1, 1]


def test_what_needs_more_than_a_look_is_denied_to_read_only_connections() -> None:
    """By libvirt's own access rules; its checks of read-only connections have gaps."""
    open_to_all = set()
    for program in ("remote", "qemu", "lxc"):
        for _, name, kind, _, _ in registry.entries(program):
            procedure = registry.find(program, name)
            if kind == "call" and procedure.readonly == "allow":
                permissions = {rule.split(":")[1] for rule in procedure.acl}
                if any(not word.startswith(("read", "getattr", "search_")) for word in permissions):
                    open_to_all.add(name)
    # The last tells who somebody is; the others only read.
    assert open_to_all == {
        "domain_migrate_get_compression_cache",
        "domain_migrate_get_max_downtime",
        "connect_set_identity",
    }


async def test_access_is_decided_before_the_body_is_parsed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "virtreach.audit")
    asked: list[tuple[str, bytes]] = []

    def access(client: object, procedure: object, packet: bytes) -> bool:
        asked.append((procedure.name, packet))  # type: ignore[attr-defined]
        return procedure.name != "domain_destroy"  # type: ignore[attr-defined]

    async with place(tmp_path, policy=Policy(access)) as daemon:
        raw = await (await daemon.connect()).open()
        assert await code_of(raw, P.DOMAIN_DESTROY, DOMAIN) == (88, "access denied: 'domain:stop' denied")
        await raw.call(P.CONNECT_GET_TYPE)
    assert [name for name, _ in asked] == ["connect_open", "domain_destroy", "connect_get_type"]
    assert "call=domain_destroy object=- outcome=denied" in caplog.text
    assert daemon.driver.destroyed == []


async def test_calls_that_change_something_are_written_down(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "virtreach.audit")
    async with place(tmp_path) as daemon:
        raw = await (await daemon.connect()).open()
        await raw.call(P.DOMAIN_DESTROY, DOMAIN)
        await raw.call(P.DOMAIN_DESTROY, ('two words\n"call=forged"', bytes(16), 1))
        assert (await code_of(raw, P.DOMAIN_SUSPEND, DOMAIN))[0] == 3
        await raw.call(P.CONNECT_GET_TYPE)
    lines = [record.getMessage() for record in caplog.records if record.name == "virtreach.audit"]
    uuid = "uuid=00010203-0405-0607-0809-0a0b0c0d0e0f"
    assert len(lines) == 4
    assert lines.pop(0).startswith("event=login client=1 identity='uid ")
    assert lines[0].endswith(f"call=domain_destroy object=test {uuid} outcome=ok")
    assert lines[2].endswith(f"call=domain_suspend object=test {uuid} outcome=error-3")
    assert "authenticated=peer transport=unix" in lines[0]
    assert "identity='uid" in lines[0]
    assert "\n" not in lines[1]
    assert "object='two words\\n\"call=forged\"'" in lines[1]


async def test_a_driver_with_a_bug_costs_nobody_a_connection(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with place(tmp_path) as daemon:
        raw = await (await daemon.connect()).open()
        code, message = await code_of(raw, P.DOMAIN_REBOOT, DOMAIN, 0)
        assert code == 1
        assert "the driver has a bug" not in message
        assert (await raw.call(P.CONNECT_GET_TYPE)).type == "TEST"
    assert "the driver has a bug" in caplog.text


async def test_slow_calls_wait_for_each_other_and_pings_do_not(tmp_path: Path) -> None:
    async with place(tmp_path, max_requests=3) as daemon:
        daemon.driver.pause = 0.2
        raw = await (await daemon.connect()).open()
        for _ in range(6):
            raw.send(raw.frame(P.CONNECT_GET_HOSTNAME))
        raw.send(HEADER.pack(HEADER_SIZE, KEEPALIVE, 1, 1, MESSAGE, 0, OK))
        async with asyncio.timeout(0.15):
            assert HEADER.unpack_from(await raw.packet())[1:4] == (KEEPALIVE, 1, 2)
        for _ in range(6):
            assert (await raw.reply(P.CONNECT_GET_HOSTNAME)).hostname == "toy"
        assert daemon.driver.most == 3


async def test_a_client_that_goes_takes_its_calls_along(tmp_path: Path) -> None:
    async with place(tmp_path) as daemon:
        daemon.driver.pause = 60
        raw = await (await daemon.connect()).open()
        raw.send(raw.frame(P.CONNECT_GET_HOSTNAME))
        while not daemon.driver.running:
            await asyncio.sleep(0.005)
        await raw.close()
        while daemon.driver.running or daemon.house.clients:
            await asyncio.sleep(0.005)
        assert daemon.driver.sessions[0].closed


async def test_events_reach_who_reads_and_end_who_does_not(tmp_path: Path) -> None:
    async with place(tmp_path) as daemon:
        reader = await (await daemon.connect()).open()
        sleeper = await (await daemon.connect()).open()
        for raw in (reader, sleeper):
            await raw.call(P.CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, 0, None)
        daemon.driver.lifecycle()
        await reader.call(P.CONNECT_GET_TYPE)
        assert len(reader.messages) == 1
        sleeper.writer.transport.pause_reading()  # type: ignore[attr-defined]
        sent = 0
        while len(daemon.house.clients) == 2:
            daemon.driver.lifecycle(100)
            sent += 100
            assert sent < 50_000
            await reader.call(P.CONNECT_GET_TYPE)
        assert sent > EVENTS_MAX
        assert len(reader.messages) == sent + 1
        assert daemon.driver.sessions[1].closed
        sleeper.writer.transport.abort()


async def test_a_client_that_is_sent_away_amid_its_own_calls(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A call's events are too many for its client: the calls behind it in the same read are not looked at."""
    async with place(tmp_path) as daemon:
        raw = await (await daemon.connect()).open()
        await raw.call(P.CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, 0, None)
        raw.writer.transport.pause_reading()  # type: ignore[attr-defined]
        calls = [raw.frame(P.CONNECT_NUM_OF_DOMAINS) for _ in range(20)]
        raw.send(b"".join([*calls, raw.frame(P.DOMAIN_DESTROY, DOMAIN)]))
        async with asyncio.timeout(10):
            while daemon.house.clients:
                await asyncio.sleep(0.005)
        assert daemon.driver.destroyed == []
    assert [record.levelname for record in caplog.records if record.name != "virtreach.audit"] == ["WARNING"]
    assert "does not read its events" in caplog.text


async def test_a_client_that_does_not_read_is_not_read_from(tmp_path: Path) -> None:
    async with place(tmp_path) as daemon:
        daemon.driver.xml = "<domain>" + "x" * 1_000_000 + "</domain>"
        raw = await (await daemon.connect()).open()
        for _ in range(200):
            raw.send(raw.frame(P.DOMAIN_GET_XML_DESC, DOMAIN, 0))
        raw.send(raw.frame(P.CONNECT_GET_TYPE))
        raw.writer.transport.pause_reading()  # type: ignore[attr-defined]
        await asyncio.sleep(0.1)
        [client] = daemon.house.clients
        assert client._transport.get_write_buffer_size() < 8 << 20
        raw.writer.transport.resume_reading()  # type: ignore[attr-defined]
        for _ in range(200):
            assert len((await raw.reply(P.DOMAIN_GET_XML_DESC)).xml) > 1_000_000
        assert (await raw.reply(P.CONNECT_GET_TYPE)).type == "TEST"


async def test_streams(tmp_path: Path) -> None:
    async with place(tmp_path) as daemon:
        raw = await (await daemon.connect()).open()
        daemon.driver.data = bytes(8 << 20)
        serial = raw.serial + 1
        raw.send(raw.frame(P.DOMAIN_SCREENSHOT, DOMAIN, 0, 0))
        received = 0
        mime = None
        while True:
            packet = await raw.packet()
            header = HEADER.unpack_from(packet)
            assert header[5] == serial
            if header[4] != STREAM:
                mime = P.DOMAIN_SCREENSHOT.decode_ret(packet, HEADER_SIZE).mime
            elif len(packet) == HEADER_SIZE:
                break
            else:
                received += len(packet) - HEADER_SIZE
        assert received == 8 << 20
        assert mime == "image/x-portable-pixmap"
        raw.send(HEADER.pack(HEADER_SIZE, *header[1:4], STREAM, serial, OK))
        assert HEADER.unpack_from(await raw.packet())[4:] == (STREAM, serial, OK)
        # One that is left open tells its driver when the client is gone.
        await raw.call(P.STORAGE_VOL_UPLOAD, ("p", "v", "k"), 0, 0, 0)
        await raw.close()
        while not daemon.driver.sessions[0].closed:
            await asyncio.sleep(0.005)
        assert daemon.driver.sessions[0].uploaded == ["aborted"]


async def test_an_aborted_download_stops(tmp_path: Path) -> None:
    async with place(tmp_path) as daemon:
        daemon.driver.data = bytes(64 << 20)
        raw = await (await daemon.connect()).open()
        raw.send(raw.frame(P.DOMAIN_SCREENSHOT, DOMAIN, 0, 0))
        header = HEADER.unpack_from(await raw.packet())
        raw.send(HEADER.pack(HEADER_SIZE, *header[1:4], STREAM, header[5], ERROR))
        received = 0
        while (header := HEADER.unpack_from(packet := await raw.packet()))[6] != OK or header[4] != STREAM:
            received += len(packet)
        assert received < 32 << 20
        assert (await raw.call(P.CONNECT_GET_TYPE)).type == "TEST"


async def test_a_download_leaves_others_their_turn(tmp_path: Path) -> None:
    """However fast a client reads, another one's calls are answered in between."""
    async with place(tmp_path) as daemon:
        daemon.driver.data = bytes(64 << 20)
        greedy = await (await daemon.connect()).open()
        other = await (await daemon.connect()).open()
        greedy.send(greedy.frame(P.DOMAIN_SCREENSHOT, DOMAIN, 0, 0))
        received = 0
        answers = 0

        async def ask() -> None:
            nonlocal answers
            while received < 64 << 20:
                await other.call(P.CONNECT_GET_TYPE)
                answers += 1

        asking = asyncio.ensure_future(ask())
        while received < 64 << 20:
            received += len(await greedy.packet())
        await asking
        assert answers > 30


async def test_keepalive_finds_the_dead(tmp_path: Path) -> None:
    async with place(tmp_path, keepalive_interval=0.05, keepalive_count=2) as daemon:
        alive = await daemon.connect()
        dead = await daemon.connect()
        never = await (await daemon.connect()).open()
        for raw in (alive, dead):
            await raw.call(P.CONNECT_SUPPORTS_FEATURE, 10)
            await raw.call(P.CONNECT_OPEN, "test:///default", 0)
        pings = 0
        loop = asyncio.get_running_loop()
        end = loop.time() + 0.6
        while loop.time() < end:
            packet = await alive.packet()
            assert HEADER.unpack_from(packet)[1:4] == (KEEPALIVE, 1, 1)
            pings += 1
            alive.send(HEADER.pack(HEADER_SIZE, KEEPALIVE, 1, 2, MESSAGE, 0, OK))
        assert pings >= 4
        assert await dead.ended(1)
        assert (await never.call(P.CONNECT_GET_TYPE)).type == "TEST"


@pytest.mark.parametrize("data", [b"\0\0\0\x04", b"GET / HTTP/1.1\r\n\r\n", b"\xff" * 28, b"\0\0\0\x1b"])
async def test_garbage_ends_it(tmp_path: Path, data: bytes) -> None:
    async with place(tmp_path) as daemon:
        raw = await daemon.connect()
        raw.send(data)
        assert await raw.ended(1)
        assert not daemon.house.clients


async def test_closing_at_every_byte_leaves_nothing(tmp_path: Path) -> None:
    async with place(tmp_path) as daemon:
        model = Raw(None, None)  # type: ignore[arg-type]
        talk = b"".join(
            (
                model.frame(P.AUTH_LIST),
                model.frame(P.CONNECT_OPEN, "test:///default", 0),
                model.frame(P.CONNECT_GET_HOSTNAME),
                model.frame(P.STORAGE_VOL_UPLOAD, ("p", "v", "k"), 0, 0, 0),
            )
        )
        for size in range(0, len(talk) + 1, 3):
            raw = await daemon.connect()
            raw.send(talk[:size])
            await asyncio.sleep(0)
            raw.writer.transport.abort()
        for _ in range(500):
            await asyncio.sleep(0.002)
            if not daemon.house.clients:
                break
        assert not daemon.house.clients
        assert daemon.house.admission.strangers == daemon.house.admission.known == 0
        assert all(session.closed for session in daemon.driver.sessions)
        assert not daemon.driver.running


async def test_a_graceful_stop_lets_calls_end(tmp_path: Path) -> None:
    async with place(tmp_path) as daemon:
        daemon.driver.pause = 0.2
        busy = await (await daemon.connect()).open()
        idle = await (await daemon.connect()).open()
        busy.send(busy.frame(P.CONNECT_GET_HOSTNAME))
        while not daemon.driver.running:
            await asyncio.sleep(0.005)
        stopping = asyncio.ensure_future(daemon.server.stop())
        assert (await busy.reply(P.CONNECT_GET_HOSTNAME)).hostname == "toy"
        assert await busy.ended()
        assert await idle.ended()
        await stopping
        assert daemon.driver.closed
        assert not Path(daemon.path).exists()


async def test_a_stop_does_not_wait_for_ever(tmp_path: Path) -> None:
    async with place(tmp_path) as daemon:
        daemon.driver.pause = 60
        raw = await (await daemon.connect()).open()
        raw.send(raw.frame(P.CONNECT_GET_HOSTNAME))
        while not daemon.driver.running:
            await asyncio.sleep(0.005)
        async with asyncio.timeout(2):
            await daemon.server.stop(0.1)
        assert await raw.ended()


async def test_our_asyncio_client(tmp_path: Path) -> None:
    from virtreach import aio

    async with place(tmp_path) as daemon:
        await _use(daemon, aio)


async def _use(daemon: Place, aio: object) -> None:
    async with await aio.connect(daemon.uri()) as conn:  # type: ignore[attr-defined]
        domains = await conn.domains.list()
        assert [domain.name for domain in domains] == ["test", "idle"]
        infos = await asyncio.gather(*(domains[0].info() for _ in range(100)))
        assert {info.nr_virt_cpu for info in infos} == {2}
