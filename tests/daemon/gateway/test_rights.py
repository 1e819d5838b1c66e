"""Clients and hosts that try for more than they may have, with the gateway between them."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.daemon.gateway.gate import asked, gate, host, refused
from tests.daemon.raw import Raw
from tests.peer import Packet, Peer, Served, until
from virtreach.protocol import remote as P
from virtreach.protocol.procedure import Procedure
from virtreach.wire.packet import CALL, HEADER, HEADER_SIZE, OK

DOMAIN = ("test", bytes(range(16)), 1)
_SECURE = 1


def _longer(procedure: Procedure[Any], body: bytes) -> bytes:
    """A call with four bytes more than its arguments, which libvirtd does not look at."""
    head = (procedure.program_number, procedure.version, procedure.number, CALL, 4000, OK)
    return HEADER.pack(HEADER_SIZE + len(body) + 4, *head) + body + bytes(4)


async def _fails(raw: Raw, procedure: Procedure[Any], body: bytes) -> None:
    raw.send(_longer(procedure, body))
    await refused(raw.reply(procedure))


async def test_flags_cannot_be_hidden_behind_more_bytes(tmp_path: Path, peer: Peer) -> None:
    async with gate(tmp_path, host("hv1", peer.uri)) as gateway:
        raw = await gateway.connect(readonly=True)
        await _fails(raw, P.DOMAIN_GET_XML_DESC, P.DOMAIN_GET_XML_DESC.encode_args(DOMAIN, _SECURE))
        await _fails(
            raw,
            P.DOMAIN_INTERFACE_ADDRESSES,
            P.DOMAIN_INTERFACE_ADDRESSES.encode_args(DOMAIN, 1, 0),
        )
        assert not asked(peer, P.DOMAIN_GET_XML_DESC)
        assert not asked(peer, P.DOMAIN_INTERFACE_ADDRESSES)


async def test_what_the_audit_cannot_read_does_not_pass(
    tmp_path: Path, peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "virtreach.audit")
    async with gate(tmp_path, host("hv1", peer.uri)) as gateway:
        raw = await gateway.connect()
        await _fails(raw, P.DOMAIN_DESTROY, P.DOMAIN_DESTROY.encode_args(DOMAIN))
        assert not asked(peer, P.DOMAIN_DESTROY)
    [line] = [
        record.getMessage() for record in caplog.records if "call=domain_destroy" in record.getMessage()
    ]
    assert "object=?" in line
    assert "outcome=undecodable" in line


@pytest.mark.parametrize("readonly", [False, True])
@pytest.mark.parametrize("together", [False, True])
async def test_nobody_says_to_a_host_who_they_are(
    tmp_path: Path, peer: Peer, caplog: pytest.LogCaptureFixture, readonly: bool, together: bool
) -> None:
    caplog.set_level(logging.INFO, "virtreach.audit")
    async with gate(tmp_path, host("hv1", peer.uri)) as gateway:
        raw = await gateway.connect(readonly=readonly)
        # One that is harmless where it is not passed on, as it is elsewhere in the same house.
        for care in (gateway.house.policy.full, gateway.house.policy.readonly):
            assert not care[P.CONNECT_SET_IDENTITY]
        call = raw.frame(P.CONNECT_SET_IDENTITY, [("user-name", 7, "root")], 0)
        # Alone it would take the short way past the sessions, and with another call it does not.
        raw.send(call + (raw.frame(P.CONNECT_GET_LIB_VERSION) if together else b""))
        error = await refused(raw.reply(P.CONNECT_SET_IDENTITY))
        assert (error.code, error.domain) == (88, 55)
        if not together:
            raw.send(raw.frame(P.CONNECT_GET_LIB_VERSION))
        await raw.reply(P.CONNECT_GET_LIB_VERSION)
        assert asked(peer, P.CONNECT_GET_LIB_VERSION)
        assert not asked(peer, P.CONNECT_SET_IDENTITY)
    [line] = [one.getMessage() for one in caplog.records if "connect_set_identity" in one.getMessage()]
    assert "outcome=denied" in line
    assert "hv1" in line


async def test_a_right_that_is_lost_while_the_host_opens(tmp_path: Path, peer: Peer) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def late(served: Served, packet: Packet) -> None:
        begun.set()
        go_on.wait(30)
        served.reply(packet)

    peer.handlers["connect_open"] = late
    async with gate(tmp_path, host("hv1", peer.uri) + host("hv2", peer.uri)) as gateway:
        raw = await gateway.connect(None)
        await raw.call(P.AUTH_LIST)
        raw.send(raw.frame(P.CONNECT_OPEN, "qemu:///hv1", 0))
        await until(begun.is_set)
        gateway.load(host("hv1", peer.uri, 'identities = ["user root"]') + host("hv2", peer.uri))
        go_on.set()
        assert (await refused(raw.reply(P.CONNECT_OPEN))).code == 5
        await until(peer.served[0].ended.is_set)
        assert not gateway.driver._sessions
        # The client may still have what it still may have.
        await raw.call(P.CONNECT_OPEN, "qemu:///hv2", 0)


async def test_a_long_name_does_not_fill_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    long = "\N{GRINNING FACE}" * 1_000_000
    async with gate(tmp_path, host("hv1", "qemu+tls://hv1.example/system")) as gateway:
        for name in (f"qemu:///{long}", f"qemu:///system?host={long}"):
            raw = await gateway.connect(None)
            error = await refused(raw.open(name))
            assert (error.code, error.str2) == (5, f"a URI of {len(name)} characters")
    size = len(caplog.text)
    assert size < 10_000
