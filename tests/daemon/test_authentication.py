"""SASL over the protocol: what a client is told, what it may do before, and how often it may try."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.daemon.raw import Raw, place
from tests.session.sasl.test_server_mechanisms import USERS
from virtreach import aio
from virtreach.daemon.entry.admission import Lockout
from virtreach.errors import CredentialsRejected
from virtreach.errors.libvirt import AuthFailed, LibvirtError, Rpc
from virtreach.protocol import remote as P
from virtreach.protocol.registry import entries, find

FAILED = "authentication failed: authentication failed"
PLAIN = list(b"\0alice\0correct horse")


async def start(raw: Raw, mech: str, data: bytes | None) -> object:
    return await raw.call(P.AUTH_SASL_START, mech, int(data is None), data or b"")


async def test_nothing_but_authentication_before_it(tmp_path: Path) -> None:
    """P1: every procedure that is not for it is refused, and the connection goes on."""
    async with place(tmp_path, sasl=True, users=USERS) as daemon:
        raw = await daemon.connect()
        refused = 0
        for number, _, kind, _, _ in entries("remote"):
            procedure = find("remote", number)
            if kind == "event" or procedure.preauth:
                continue
            raw.serial += 1
            raw.send(raw.frame(procedure) if not procedure.arg_fields else _bare(raw, number))
            with pytest.raises(Rpc, match="authentication required"):
                await raw.reply(procedure)
            refused += 1
        assert refused > 380
        assert daemon.driver.sessions == []


def _bare(raw: Raw, number: int) -> bytes:
    from virtreach.wire.packet import CALL, HEADER, HEADER_SIZE, OK

    return HEADER.pack(HEADER_SIZE, P.CONNECT_OPEN.program_number, 1, number, CALL, raw.serial, OK)


async def test_login_and_what_the_driver_learns(tmp_path: Path) -> None:
    async with place(tmp_path, sasl=True, users=USERS) as daemon:
        raw = await daemon.connect()
        assert (await raw.call(P.AUTH_LIST)).types == [1]
        assert (await raw.call(P.AUTH_SASL_INIT)).mechlist == "SCRAM-SHA-256,SCRAM-SHA-1,PLAIN"
        answer = await start(raw, "PLAIN", bytes(PLAIN))
        assert (answer.complete, answer.nil) == (1, 1)  # type: ignore[attr-defined]
        await raw.call(P.CONNECT_OPEN, "test:///default", 0)
        assert daemon.driver.sessions[0].client.user == "alice"
        assert daemon.driver.sessions[0].client.identity == "user alice"
        with pytest.raises(Rpc):
            await raw.call(P.AUTH_SASL_INIT)


async def test_whatever_is_wrong_the_answer_is_the_same(tmp_path: Path) -> None:
    async with place(tmp_path, sasl=True, users=USERS, max_attempts=100) as daemon:
        raw = await daemon.connect()
        for mech, data in (
            ("PLAIN", b"\0alice\0wrong"),
            ("PLAIN", b"\0nobody\0wrong"),
            ("PLAIN", b"garbage"),
            ("SCRAM-SHA-256", b"garbage"),
            ("DIGEST-MD5", None),
            ("GSSAPI", b"x"),
            ("ANONYMOUS", b""),
            ("", None),
            ("EXTERNAL", b""),
        ):
            await raw.call(P.AUTH_SASL_INIT)
            with pytest.raises(AuthFailed) as caught:
                await start(raw, mech, data)
            assert caught.value.message == FAILED
        with pytest.raises(AuthFailed):
            await raw.call(P.AUTH_SASL_STEP, 0, b"")
        with pytest.raises(AuthFailed):
            await raw.call(P.AUTH_POLKIT)
        await raw.call(P.AUTH_SASL_INIT)
        await start(raw, "PLAIN", bytes(PLAIN))
        await raw.call(P.CONNECT_OPEN, "test:///default", 0)


async def test_six_failures_end_the_connection(tmp_path: Path) -> None:
    async with place(tmp_path, sasl=True, users=USERS) as daemon:
        raw = await daemon.connect()
        for _ in range(6):
            await raw.call(P.AUTH_SASL_INIT)
            with pytest.raises(AuthFailed):
                await start(raw, "PLAIN", b"\0alice\0wrong")
        assert await raw.ended(2)


async def test_beginning_anew_without_an_end_counts(tmp_path: Path) -> None:
    async with place(tmp_path, sasl=True, users=USERS) as daemon:
        raw = await daemon.connect()
        for _ in range(6):
            await raw.call(P.AUTH_SASL_INIT)
            await start(raw, "SCRAM-SHA-256", b"n,,n=alice,r=abc")
            with pytest.raises(AuthFailed):
                await raw.call(P.AUTH_SASL_INIT)
        assert await raw.ended(2)


async def test_a_locked_name_cannot_log_in(tmp_path: Path) -> None:
    async with place(tmp_path, sasl=True, users=USERS, lockout=Lockout(4), max_attempts=100) as daemon:
        raw = await daemon.connect()
        for password in (b"1", b"2", b"3", b"4", b"correct horse"):
            await raw.call(P.AUTH_SASL_INIT)
            with pytest.raises(AuthFailed):
                await start(raw, "PLAIN", b"\0alice\0" + password)


async def test_names_that_are_not_on_the_list(tmp_path: Path) -> None:
    async with place(tmp_path, sasl=True, users=USERS, allowed_users=["bob", "al?"]) as daemon:
        raw = await daemon.connect()
        await raw.call(P.AUTH_SASL_INIT)
        with pytest.raises(AuthFailed):
            await start(raw, "PLAIN", bytes(PLAIN))
        daemon.house.allowed_users = ["al*"]
        await raw.call(P.AUTH_SASL_INIT)
        await start(raw, "PLAIN", bytes(PLAIN))


async def test_while_a_password_is_checked_nothing_else_is_answered(tmp_path: Path) -> None:
    async with place(tmp_path, sasl=True, users=USERS) as daemon:
        raw = await daemon.connect()
        await raw.call(P.AUTH_SASL_INIT)
        raw.send(raw.frame(P.AUTH_SASL_START, "PLAIN", 0, bytes(PLAIN)) + raw.frame(P.AUTH_SASL_INIT))
        results = []
        for _ in range(2):
            try:
                results.append(await raw.reply(P.AUTH_SASL_START))
            except LibvirtError as error:
                results.append(error)
        assert isinstance(results[0], AuthFailed)
        assert results[1].complete == 1


async def test_a_blob_beyond_the_bound_ends_it(tmp_path: Path) -> None:
    """S1: 65,537 bytes are four times as many on the wire, more than any packet before authentication may have."""
    async with place(tmp_path, sasl=True, users=USERS) as daemon:
        raw = await daemon.connect()
        raw.send((270_000).to_bytes(4, "big") + raw.frame(P.AUTH_SASL_INIT)[4:])
        assert await raw.ended(1)


@pytest.mark.parametrize("mechanism", ["SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"])
async def test_our_client_logs_in(tmp_path: Path, mechanism: str) -> None:
    async with place(tmp_path, sasl=True, users=USERS) as daemon:
        async with await aio.connect(
            daemon.uri(), auth=("alice", "correct horse"), mechanisms=[mechanism]
        ) as conn:
            assert len(await conn.domains.list()) == 2
        with pytest.raises(CredentialsRejected):
            await aio.connect(daemon.uri(), auth=("alice", "wrong"), mechanisms=[mechanism])
        await asyncio.sleep(0)
