"""The gateway in trouble: hosts that go, hang and lie, clients that are slow, and what it costs the others."""

from __future__ import annotations

import asyncio
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.daemon.gateway.gate import ME, asked, gate, host, refused
from tests.daemon.raw import KEEPALIVE, Raw, place
from tests.daemon.toy import VERSION
from tests.needs import patience
from tests.peer import Packet, Peer, Served, until
from virtreach.protocol import remote as P
from virtreach.wire.packet import (
    CONTINUE,
    ERROR,
    HEADER,
    HEADER_SIZE,
    MESSAGE,
    OK,
    PACKET_MAX,
    REPLY,
    STREAM,
)

DOMAIN = ("test", bytes(range(16)), 1)
VOLUME = ("pool", "vol", "key")
PING = HEADER.pack(HEADER_SIZE, KEEPALIVE, 1, 1, MESSAGE, 0, OK)


# Hosts that go.


async def test_the_death_of_a_host(tmp_path: Path, peer: Peer) -> None:
    """An error for what its clients wait for, then the end; others notice nothing."""
    (tmp_path / "host").mkdir()
    waiting = threading.Event()
    peer.handlers["connect_get_type"] = lambda served, packet: waiting.set()
    peer.handlers["domain_screenshot"] = lambda served, packet: served.reply(packet, "image/png")
    async with place(tmp_path / "host") as far:
        table = host("hv1", peer.uri) + host("hv2", far.uri())
        async with gate(tmp_path, table) as gateway:
            raw = await gateway.connect()
            other = await gateway.connect("hv2")
            await raw.call(P.CONNECT_REGISTER_CLOSE_CALLBACK)
            await raw.call(P.DOMAIN_SCREENSHOT, DOMAIN, 0, 0)
            raw.send(raw.frame(P.CONNECT_GET_TYPE))
            await until(waiting.is_set)
            peer.drop_all()
            packets = [HEADER.unpack_from(await raw.packet())[3:7] for _ in range(3)]
            assert sorted(packets) == sorted(
                [
                    (P.CONNECT_GET_TYPE.number, REPLY, raw.serial, ERROR),
                    (P.DOMAIN_SCREENSHOT.number, STREAM, raw.serial - 1, ERROR),
                    (P.CONNECT_EVENT_CONNECTION_CLOSED.number, MESSAGE, 0, OK),
                ]
            )
            assert await raw.ended()
            assert (await other.call(P.CONNECT_GET_VERSION)).hv_ver == VERSION
            await until(lambda: len(gateway.house.clients) == 1)
            again = await gateway.connect(None)
            await again.open("qemu:///hv1")


async def test_a_host_that_falls_silent(tmp_path: Path, peer: Peer) -> None:
    table = host("hv1", peer.uri, f"identities = [{ME}]\nkeepalive_interval = 0.05\nkeepalive_count = 2")
    async with gate(tmp_path, table) as gateway:
        raw = await gateway.connect()
        await raw.call(P.CONNECT_REGISTER_CLOSE_CALLBACK)
        peer.served[0].answer_pings = False
        event = await raw.packet()
        assert P.CONNECT_EVENT_CONNECTION_CLOSED.decode_ret(event, HEADER_SIZE).reason == 2
        assert await raw.ended()


async def test_a_hanging_host_does_not_keep_pongs_back(tmp_path: Path, peer: Peer) -> None:
    """However many calls hang there, PINGs are answered, and nobody else notices."""
    (tmp_path / "host").mkdir()
    peer.handlers["connect_get_type"] = lambda served, packet: None
    async with place(tmp_path / "host") as far:
        table = host("hv1", peer.uri) + host("hv2", far.uri())
        async with gate(tmp_path, table) as gateway:
            raw = await gateway.connect()
            other = await gateway.connect("hv2")
            for _ in range(50):
                raw.send(raw.frame(P.CONNECT_GET_TYPE))
            raw.send(PING)
            assert HEADER.unpack_from(await raw.packet())[1:4] == (KEEPALIVE, 1, 2)
            assert (await other.call(P.CONNECT_GET_VERSION)).hv_ver == VERSION
            # No more than the limit is passed on: libvirtd would not read on either.
            await until(lambda: len(asked(peer, P.CONNECT_GET_TYPE)) == gateway.house.max_requests)
            [session] = [each for each in gateway.driver._sessions if each.name == "hv1"]
            assert len(session.relay.host.pending) == gateway.house.max_requests


async def test_a_client_that_leaves_while_its_host_opens(tmp_path: Path, peer: Peer) -> None:
    """Whenever that happens: nothing stays open on the host."""
    async with gate(tmp_path, host("hv1", peer.uri)) as gateway:
        for turns in range(30):
            raw = await gateway.connect(None)
            await raw.call(P.AUTH_LIST)
            before = len(peer.served)
            raw.send(raw.frame(P.CONNECT_OPEN, "qemu:///hv1", 0))
            await until(lambda before=before: len(peer.served) > before)  # type: ignore[misc]
            for _ in range(turns):
                await asyncio.sleep(0)
            [client] = gateway.house.clients
            client.evict("it has to go")
        await until(lambda: all(served.ended.is_set() for served in peer.served))
        assert not gateway.driver._sessions


async def test_a_client_that_is_cut_off_anywhere(tmp_path: Path) -> None:
    """After each byte of a conversation (W6): nothing stays open here or there."""
    (tmp_path / "host").mkdir()
    async with (
        place(tmp_path / "host", auth_timeout=600.0) as far,
        gate(tmp_path, host("hv1", far.uri()), auth_timeout=600.0) as gateway,
    ):
        far.house.admission.max_strangers = gateway.house.admission.max_strangers = 10_000
        far.house.admission.max_strangers_from_one = gateway.house.admission.max_strangers_from_one = 10_000
        raw = await gateway.connect(None)
        start = raw.frame(P.AUTH_LIST) + raw.frame(P.CONNECT_OPEN, "qemu:///hv1", 0)
        head = (P.STORAGE_VOL_UPLOAD.program_number, 1, P.STORAGE_VOL_UPLOAD.number, STREAM)
        rest = raw.frame(P.CONNECT_GET_VERSION) + raw.frame(P.STORAGE_VOL_UPLOAD, VOLUME, 0, 0, 0)
        for body, status in ((b"some data", CONTINUE), (b"", OK)):
            rest += HEADER.pack(HEADER_SIZE + len(body), *head, raw.serial, status) + body
        rest += raw.frame(P.DOMAIN_SCREENSHOT, DOMAIN, 0, 0)
        await raw.close()
        before = len(os.listdir("/proc/self/fd"))
        for cut in range(len(start)):
            one = await Raw.connect(gateway.path)
            one.send(start[:cut])
            await one.close()
        for cut in range(len(rest)):
            one = await Raw.connect(gateway.path)
            one.send(start)
            await one.reply(P.AUTH_LIST)
            await one.reply(P.CONNECT_OPEN)
            one.send(rest[:cut])
            await one.close()
        await until(lambda: not gateway.house.clients and not far.house.clients, 10 * patience())
        assert not gateway.driver._sessions
        assert all(session.closed for session in far.driver.sessions)
        await until(lambda: len(os.listdir("/proc/self/fd")) <= before)


# Those who are slow.


async def test_a_slow_client_holds_up_its_own_host_alone(tmp_path: Path) -> None:
    (tmp_path / "host").mkdir()
    async with place(tmp_path / "host") as far:
        far.driver.data = bytes(range(256)) * (64 << 12)
        async with gate(tmp_path, host("hv1", far.uri())) as gateway:
            slow = await gateway.connect()
            other = await gateway.connect()
            slow.reader._transport.pause_reading()  # type: ignore[attr-defined]
            slow.send(slow.frame(P.DOMAIN_SCREENSHOT, DOMAIN, 0, 0))
            sent = [0]

            def stuck() -> bool:
                before, sent[0] = sent[0], sum(map(_unsent, gateway.house.clients))
                return before == sent[0] > 0

            await until(stuck)
            # 64 MiB are to come; what waits here is what one side's buffers and one read may hold.
            assert sent[0] < 1 << 20
            for _ in range(20):
                assert (await other.call(P.CONNECT_GET_VERSION)).hv_ver == VERSION
            slow.reader._transport.resume_reading()  # type: ignore[attr-defined]
            got = await _stream(slow)
            assert got == far.driver.data


async def test_a_host_that_takes_nothing_holds_up_its_own_client_alone(tmp_path: Path, peer: Peer) -> None:
    go_on = threading.Event()
    got = bytearray()

    def upload(served: Served, packet: Packet) -> None:
        served.reply(packet)
        go_on.wait(30)

    peer.handlers["storage_vol_upload"] = upload
    peer.on_stream = lambda served, packet: got.extend(packet.body)
    async with gate(tmp_path, host("hv1", peer.uri), keepalive_interval=0.05, keepalive_count=1) as gateway:
        raw = await gateway.connect()
        await raw.call(P.CONNECT_SUPPORTS_FEATURE, 10)
        await raw.call(P.STORAGE_VOL_UPLOAD, VOLUME, 0, 0, 0)
        serial = raw.serial
        content = bytes(range(256)) * 1024
        head = (P.STORAGE_VOL_UPLOAD.program_number, 1, P.STORAGE_VOL_UPLOAD.number, STREAM, serial)
        packet = HEADER.pack(HEADER_SIZE + len(content), *head, CONTINUE) + content
        for _ in range(64):
            raw.send(packet)
        [session] = gateway.driver._sessions
        await until(lambda: session.relay.blocked)
        held = session.link._transport.get_write_buffer_size()
        assert held < 1 << 20
        # For longer than keepalive has patience: nobody reads what the client may have answered.
        await asyncio.sleep(0.3)
        assert gateway.house.clients
        go_on.set()
        await until(lambda: len(got) == 64 * len(content), 10 * patience())
        assert bytes(got) == content * 64


async def test_a_paused_host_hears_of_us(tmp_path: Path, peer: Peer) -> None:
    """While the client reads nothing, neither do we; the host is told that somebody is here, and not blamed."""

    def screenshot(served: Served, packet: Packet) -> None:
        served.reply(packet, "image/png")
        for _ in range(64):
            served.data(packet, bytes(1 << 17))

    peer.handlers["domain_screenshot"] = lambda served, packet: threading.Thread(
        target=screenshot, args=(served, packet), daemon=True
    ).start()
    table = host("hv1", peer.uri, f"identities = [{ME}]\nkeepalive_interval = 0.05\nkeepalive_count = 1")
    async with gate(tmp_path, table) as gateway:
        raw = await gateway.connect()
        raw.reader._transport.pause_reading()  # type: ignore[attr-defined]
        raw.send(raw.frame(P.DOMAIN_SCREENSHOT, DOMAIN, 0, 0))
        [session] = gateway.driver._sessions
        await until(lambda: session.link._paused_reading)
        # Its own thread is busy with the data, and could not answer anyway.
        peer.served[0].answer_pings = False
        before = peer.served[0].pings
        await until(lambda: peer.served[0].pings > before + 5)
        peer.served[0].answer_pings = True
        raw.reader._transport.resume_reading()  # type: ignore[attr-defined]
        assert len(await _stream(raw, 64 << 17)) == 64 << 17
        assert (await refused(raw.call(P.CONNECT_GET_TYPE))).code == 3


def _unsent(client: Any) -> int:
    return int(client._transport.get_write_buffer_size())


async def _stream(raw: Raw, size: int = -1) -> bytes:
    """What a stream brings until its end, or so many bytes of it."""
    got = bytearray()
    while size < 0 or len(got) < size:
        packet = await raw.packet()
        kind = HEADER.unpack_from(packet)[4]
        if kind == STREAM:
            if len(packet) == HEADER_SIZE:
                break
            got += packet[HEADER_SIZE:]
    return bytes(got)


async def test_events_for_a_client_that_does_not_read(tmp_path: Path, peer: Peer) -> None:
    """They wait at the host, and here no more than a read or two."""
    sent = [0]
    stop = threading.Event()

    def talk(served: Served, packet: Packet) -> None:
        served.reply(packet, 5)
        while not stop.is_set() and served.sock.fileno() >= 0:
            served.lifecycle(5, 4)
            sent[0] += 1

    peer.handlers["connect_domain_event_callback_register_any"] = talk
    async with gate(tmp_path, host("hv1", peer.uri)) as gateway:
        raw = await gateway.connect()
        raw.reader._transport.pause_reading()  # type: ignore[attr-defined]
        raw.send(raw.frame(P.CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, 0, None))
        [session] = gateway.driver._sessions
        await until(lambda: session.link._paused_reading)
        before = -1
        while before != sent[0]:
            before = sent[0]
            await asyncio.sleep(0.1)
        [client] = gateway.house.clients
        assert _unsent(client) < 1 << 20
        stop.set()
        raw.reader._transport.resume_reading()  # type: ignore[attr-defined]
        for _ in range(before):
            packet = await raw.packet()
            while HEADER.unpack_from(packet)[4] != MESSAGE:
                packet = await raw.packet()


# Hosts that lie (W7).


@pytest.mark.parametrize(
    "lie",
    [
        pytest.param(lambda packet: (0).to_bytes(4, "big"), id="length 0"),
        pytest.param(lambda packet: (27).to_bytes(4, "big"), id="length 27"),
        pytest.param(lambda packet: (PACKET_MAX + 1).to_bytes(4, "big"), id="length too large"),
        pytest.param(lambda packet: _reply(packet, serial=packet.serial + 1), id="wrong serial"),
        pytest.param(lambda packet: _reply(packet, number=4), id="wrong procedure"),
        pytest.param(lambda packet: _reply(packet, status=9), id="wrong status"),
        pytest.param(lambda packet: _reply(packet, kind=5), id="descriptors"),
        pytest.param(lambda packet: _reply(packet, status=ERROR, body=b"junk"), id="an error of junk"),
        pytest.param(
            lambda packet: _reply(packet, kind=STREAM, serial=4000, body=b"x"), id="a stream of nobody"
        ),
    ],
)
async def test_a_host_that_breaks_the_protocol(tmp_path: Path, peer: Peer, lie: Any) -> None:
    """A typed error for the client, at once, and the end of that connection alone."""
    peer.handlers["connect_get_type"] = lambda served, packet: served.send(lie(packet))
    async with gate(tmp_path, host("hv1", peer.uri)) as gateway:
        raw = await gateway.connect()
        other = await gateway.connect()
        async with asyncio.timeout(1.0 * patience()):
            error = await refused(raw.call(P.CONNECT_GET_TYPE))
        assert error.code == 39
        assert error.message.startswith("the host is gone")
        assert await raw.ended()
        assert (await refused(other.call(P.CONNECT_GET_VERSION))).code == 3


def _reply(packet: Packet, *, body: bytes = b"", **changes: int) -> bytes:
    fields = {"number": packet.number, "kind": REPLY, "serial": packet.serial, "status": OK} | changes
    head = (fields["number"], fields["kind"], fields["serial"], fields["status"])
    return HEADER.pack(HEADER_SIZE + len(body), packet.program, packet.version, *head) + body


async def test_an_endless_packet_costs_what_has_come_of_it(tmp_path: Path, peer: Peer) -> None:
    """32 MiB are announced; the client goes on, and hears of the end."""

    def trickle(served: Served, packet: Packet) -> None:
        served.send(PACKET_MAX.to_bytes(4, "big") + _reply(packet)[4:] + b"x" * 1000)

    peer.handlers["connect_get_type"] = trickle
    async with gate(tmp_path, host("hv1", peer.uri)) as gateway:
        raw = await gateway.connect()
        raw.send(raw.frame(P.CONNECT_GET_TYPE))
        [session] = gateway.driver._sessions
        await until(lambda: session.relay.host.wanted)
        raw.send(PING)
        assert HEADER.unpack_from(await raw.packet())[1:4] == (KEEPALIVE, 1, 2)
        assert sum(map(len, session.relay.host._chunks)) < 4096


async def test_strange_events_go_nowhere(tmp_path: Path, peer: Peer) -> None:
    def talk(served: Served, packet: Packet) -> None:
        for number in (0, 3, 9999, -1):
            served.send(_reply(packet, number=number, kind=MESSAGE, serial=0, body=b"x" * 64))
        served.reply(packet, "TEST")

    peer.handlers["connect_get_type"] = talk
    async with gate(tmp_path, host("hv1", peer.uri)) as gateway:
        raw = await gateway.connect()
        assert (await raw.call(P.CONNECT_GET_TYPE)).type == "TEST"
        assert not raw.messages
