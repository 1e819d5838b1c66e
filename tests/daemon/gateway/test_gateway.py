"""The gateway between clients of bare frames and hosts that behave."""

from __future__ import annotations

import asyncio
import logging
import socket
from pathlib import Path
from typing import Any

import pytest

import virtreach.aio
from tests.daemon.gateway.gate import ME, asked, gate, host, refused
from tests.daemon.raw import KEEPALIVE, place
from tests.daemon.toy import VERSION
from tests.peer import Peer, until
from virtreach.daemon.dispatch import Policy
from virtreach.daemon.drivers.base import ClientInfo
from virtreach.protocol import remote as P
from virtreach.protocol.procedure import Procedure
from virtreach.wire.packet import (
    CALL,
    HEADER,
    HEADER_SIZE,
    MESSAGE,
    OK,
)

DOMAIN = ("test", bytes(range(16)), 1)
VOLUME = ("pool", "vol", "key")
PING = HEADER.pack(HEADER_SIZE, KEEPALIVE, 1, 1, MESSAGE, 0, OK)


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
        numbers = [packet.args.feature for packet in asked(peer, P.CONNECT_SUPPORTS_FEATURE)]
        assert numbers == [10, 7, 9, 11, 12, 13, 14, 16]


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
        assert not asked(peer, P.CONNECT_GET_TYPE)
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
