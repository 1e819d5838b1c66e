"""The gateway between clients of bare frames and hosts that behave, go away, hang and lie."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

import virtreach.aio
from tests.daemon.gateway.gate import ME, gate, host
from tests.daemon.raw import KEEPALIVE, Raw, place
from tests.daemon.toy import VERSION
from tests.needs import patience
from tests.peer import Packet, Peer, Served, until
from virtreach.daemon.dispatch import Policy
from virtreach.daemon.drivers.base import ClientInfo
from virtreach.errors.libvirt import LibvirtError
from virtreach.protocol import remote as P
from virtreach.protocol.procedure import Procedure
from virtreach.wire.packet import (
    CALL,
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


async def refused(awaitable: Any) -> LibvirtError:
    with pytest.raises(LibvirtError) as caught:
        await awaitable
    return caught.value


@pytest.fixture
def peer(tmp_path: Path) -> Any:
    with Peer(tmp_path / "peer") as made:
        yield made


def _asked(peer: Peer, procedure: object) -> list[Packet]:
    """What the first connection to a host has called of one procedure."""
    return [packet for packet in peer.served[0].calls if packet.procedure is procedure]


# Opening.


async def test_calls_streams_and_events_pass(tmp_path: Path) -> None:
    (tmp_path / "host").mkdir()
    async with (
        place(tmp_path / "host") as far,
        gate(tmp_path, host("hv1", far.uri())) as gateway,
    ):
        raw = await gateway.connect()
        assert (await raw.call(P.CONNECT_GET_VERSION)).hv_ver == VERSION
        error = await refused(raw.call(P.DOMAIN_LOOKUP_BY_NAME, "nope"))
        assert (error.code, error.str2) == (42, "no domain with matching name 'nope'")
        await raw.call(P.CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, 0, None)
        far.driver.lifecycle()
        event = await raw.packet()
        assert HEADER.unpack_from(event)[3:5] == (P.DOMAIN_EVENT_CALLBACK_LIFECYCLE.number, MESSAGE)
        client = await virtreach.aio.connect(gateway.uri())
        async with client:
            stream, _ = await client._open_stream(P.DOMAIN_SCREENSHOT, DOMAIN, 0, 0)
            async with stream:
                got = b"".join([bytes(piece) async for piece in stream])
            assert got == far.driver.data
        await raw.call(P.CONNECT_CLOSE)
        assert await raw.ended()
        await until(lambda: not far.house.clients)
        assert all(session.closed for session in far.driver.sessions)


async def test_what_the_host_is_asked_to_open(tmp_path: Path) -> None:
    (tmp_path / "host").mkdir()
    async with place(tmp_path / "host") as far:
        table = host("hv1", far.uri(), f'identities = [{ME}]\nopens = ["toy:///*"]')
        async with gate(tmp_path, table) as gateway:
            for name, flags, wanted in (
                ("qemu:///hv1", 0, ("test:///default", 0)),
                ("anything:///?host=hv1", 0, ("test:///default", 0)),
                ("toy:///a?host=hv1&x=1", 2, ("toy:///a?x=1", 2)),
                ("test:///default?host=hv1", 1, ("test:///default", 1)),
            ):
                raw = await gateway.connect(None)
                await raw.open(name, flags)
                session = far.driver.sessions[-1]
                assert (session.name, session.flags) == wanted
            raw = await gateway.connect(None)
            error = await refused(raw.open("lxc:///?host=hv1&x=1"))
            assert error.message == "no connection driver available for lxc:///?host=hv1&x=1"


async def test_unknown_and_forbidden_hosts_are_answered_alike(
    tmp_path: Path, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    async with gate(tmp_path, host("secret", peer.uri, 'identities = ["user root", "uid 99999"]')) as gateway:
        answers = []
        for name in ("secret", "nobody"):
            for uri in (f"qemu:///{name}", f"qemu:///system?host={name}"):
                raw = await gateway.connect(None)
                error = await refused(raw.open(uri))
                told = error.message.replace(name, "NAME").replace(f"/system?host={name}", "/NAME")
                answers.append((error.code, error.domain, error.level, told))
        assert answers[:2] == answers[2:]
        assert not peer.served
    assert "it may not use the host 'secret'" in caplog.text
    assert "there is not the host 'nobody'" in caplog.text


async def test_a_readonly_client_stays_one(tmp_path: Path) -> None:
    (tmp_path / "host").mkdir()
    async with (
        place(tmp_path / "host") as far,
        gate(tmp_path, host("hv1", f"test+unix:///default?socket={tmp_path}/host/sock")) as gateway,
    ):
        raw = await gateway.connect(readonly=True)
        assert far.driver.sessions[0].flags == 1
        error = await refused(raw.call(P.DOMAIN_DESTROY, DOMAIN))
        assert error.code == 29
        assert (await raw.call(P.CONNECT_GET_VERSION)).hv_ver == VERSION
        assert not far.driver.destroyed
        assert [client.session.deferred for client in far.house.clients] == [0]


async def test_a_readonly_socket_is_chosen_for_readonly_clients(tmp_path: Path) -> None:
    """And nothing is said over it that needs more."""
    (tmp_path / "host").mkdir()
    async with (
        place(tmp_path / "host") as far,
        gate(tmp_path, host("hv1", far.uri(readonly=True))) as gateway,
    ):
        raw = await gateway.connect()
        assert (await refused(raw.call(P.DOMAIN_DESTROY, DOMAIN))).code == 29
        assert not far.driver.destroyed


async def test_features_that_cannot_pass_are_masked(tmp_path: Path, peer: Peer) -> None:
    async with gate(tmp_path, host("hv1", peer.uri)) as gateway:
        raw = await gateway.connect()
        # The host has them all. Descriptors cannot pass, keepalive and close callbacks are ours.
        features = {
            number: (await raw.call(P.CONNECT_SUPPORTS_FEATURE, number)).supported for number in range(7, 17)
        }
        assert features == {number: int(number != 8) for number in range(7, 17)}
        asked = [packet.args.feature for packet in _asked(peer, P.CONNECT_SUPPORTS_FEATURE)]
        assert asked == [10, 7, 9, 11, 12, 13, 14, 16]


async def test_the_audit_names_the_host(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "host").mkdir()
    caplog.set_level(logging.INFO, "virtreach.audit")
    async with (
        place(tmp_path / "host") as far,
        gate(tmp_path, host("hv1", far.uri())) as gateway,
    ):
        raw = await gateway.connect()
        await raw.call(P.DOMAIN_DESTROY, DOMAIN)
        await refused(raw.call(P.DOMAIN_SUSPEND, DOMAIN))
    ours = [record.getMessage() for record in caplog.records if "host=hv1" in record.getMessage()]
    assert any("call=domain_destroy" in line and "outcome=ok" in line for line in ours)
    assert any("call=domain_suspend" in line and "outcome=error-3" in line for line in ours)


async def test_what_access_rules_deny_does_not_pass(tmp_path: Path, peer: Peer) -> None:
    """They see each call, also those that would take the short way, before its body is looked at."""
    seen: list[str] = []

    def access(client: ClientInfo, procedure: Procedure[Any], packet: bytes) -> bool:
        seen.append(procedure.name)
        return procedure is not P.CONNECT_GET_TYPE

    async with gate(tmp_path, host("hv1", peer.uri), policy=Policy(access)) as gateway:
        raw = await gateway.connect()
        for _ in range(2):
            assert (await refused(raw.call(P.CONNECT_GET_TYPE))).code == 88
            assert (await raw.call(P.CONNECT_GET_LIB_VERSION)).lib_ver == 9_000_000
        assert seen == ["connect_open", *(["connect_get_type", "connect_get_lib_version"] * 2)]
        assert not _asked(peer, P.CONNECT_GET_TYPE)
        # A body that makes no sense is refused all the same, and not looked at.
        raw.send(_call(P.CONNECT_GET_TYPE, b"junk" * 1000))
        assert (await refused(raw.reply(P.CONNECT_GET_TYPE))).code == 88


def _call(procedure: Procedure[Any], body: bytes) -> bytes:
    head = (procedure.program_number, procedure.version, procedure.number, CALL, 4000, OK)
    return HEADER.pack(HEADER_SIZE + len(body), *head) + body


# Hosts that are not there.


async def test_a_host_that_is_not_there(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with gate(tmp_path, host("hv1", "test+unix:///default?socket=/proc/none")) as gateway:
        raw = await gateway.connect(None)
        error = await refused(raw.open("qemu:///hv1"))
        assert (error.code, error.message) == (
            5,
            "the host hv1 cannot be reached; the gateway's log has the reason",
        )
        # It may try another one.
        assert (await refused(raw.call(P.CONNECT_GET_TYPE))).code == 1
        await refused(raw.call(P.CONNECT_OPEN, "qemu:///hv1", 0))
    assert "/proc/none" in caplog.text


async def test_a_host_that_does_not_answer(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "silent"))
        silent.listen()
        uri = f"test+unix:///default?socket={tmp_path}/silent"
        table = host("hv1", uri, f"identities = [{ME}]\nconnect_timeout = 0.2")
        async with gate(tmp_path, table) as gateway:
            raw = await gateway.connect(None)
            error = await refused(raw.open("qemu:///hv1"))
            assert error.message.startswith("the host hv1 did not answer in time")
            # One who leaves meanwhile leaves nothing behind.
            other = await gateway.connect(None)
            await other.call(P.AUTH_LIST)
            other.send(other.frame(P.CONNECT_OPEN, "qemu:///hv1", 0))
            await asyncio.sleep(0.05)
            await other.close()
            await until(lambda: len(gateway.house.clients) == 1)
        assert not [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


async def test_a_host_that_refuses(tmp_path: Path, peer: Peer) -> None:
    peer.handlers["connect_open"] = lambda served, packet: served.error(packet, 88, "not for you")
    async with gate(tmp_path, host("hv1", peer.uri)) as gateway:
        raw = await gateway.connect(None)
        error = await refused(raw.open("qemu:///hv1"))
        assert (error.code, error.message) == (88, "not for you")


async def test_credentials_do_not_come_from_around_us(
    tmp_path: Path, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host that asks for a login gets none but what the table names."""
    stray = tmp_path / "auth.conf"
    stray.write_text("[credentials-x]\nauthname=a\npassword=b\n[auth-libvirt-localhost]\ncredentials=x\n")
    monkeypatch.setenv("LIBVIRT_AUTH_FILE", str(stray))
    peer.handlers["auth_list"] = lambda served, packet: served.reply(packet, [1])
    peer.handlers["auth_sasl_init"] = lambda served, packet: served.reply(packet, "SCRAM-SHA-256")
    async with gate(tmp_path, host("hv1", peer.uri)) as gateway:
        raw = await gateway.connect(None)
        assert (await refused(raw.open("qemu:///hv1"))).code == 5
        assert "auth_sasl_start" not in [packet.procedure.name for packet in peer.served[0].calls]


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
            await until(lambda: len(_asked(peer, P.CONNECT_GET_TYPE)) == gateway.house.max_requests)
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


# Another table.


async def test_certificates_are_looked_at_before_they_are_needed(
    tmp_path: Path, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    """And other hosts do not depend on them."""
    bad = host("bad", f"qemu+tls://h.example.org/system?pkipath={tmp_path}")
    async with gate(tmp_path, bad + host("hv1", peer.uri)) as gateway:
        assert "the host bad cannot be opened as things are" in caplog.text
        assert str(tmp_path) in caplog.text
        await gateway.connect("hv1")


async def test_another_table_counts_at_once(tmp_path: Path, peer: Peer) -> None:
    async with gate(tmp_path, host("hv1", peer.uri) + host("hv2", peer.uri)) as gateway:
        first = await gateway.connect("hv1")
        second = await gateway.connect("hv2")
        gateway.load(host("hv2", peer.uri) + host("hv3", peer.uri))
        # Who may not any more is cut off; who still may notices nothing.
        assert await first.ended()
        assert (await refused(second.call(P.CONNECT_GET_TYPE))).code == 3
        await gateway.connect("hv3")
        again = await gateway.connect(None)
        assert (await refused(again.open("qemu:///hv1"))).code == 5
        assert len(gateway.driver._sessions) == 2
