"""The audit: what gets a record, what stands in it, and what happens when it cannot be written."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from tests.daemon.raw import Place, place
from tests.session.sasl.test_server_mechanisms import USERS
from virtreach.conf.document import ConfDocument
from virtreach.daemon.config.settings import Settings
from virtreach.daemon.dispatch import Policy
from virtreach.daemon.drivers.base import ClientInfo
from virtreach.daemon.records import audit as module
from virtreach.daemon.records.audit import Audit, object_of, outcome_of
from virtreach.errors import ConfigError, DecodeError
from virtreach.errors.libvirt import AuthFailed, LibvirtError, OperationDenied, OperationFailed
from virtreach.protocol import remote as P
from virtreach.protocol.procedure import Procedure
from virtreach.wire.packet import HEADER_SIZE

UUID = bytes(range(16))
WORDS = "00010203-0405-0607-0809-0a0b0c0d0e0f"
DOMAIN = ("test", UUID, 1)


def put_in_force(audit: Audit, text: str) -> None:
    audit.prepare(Settings(ConfDocument(text)))()


def into_file(policy: Policy, path: Path, *, level: int = 1) -> None:
    put_in_force(
        policy.audit,
        f'audit_level = {level}\naudit_outputs = "4:file:{path}"\naudit_format = "json"\n',
    )


def records(path: Path, event: str = "call") -> list[dict[str, Any]]:
    found = [json.loads(line) for line in path.read_text().splitlines()]
    return [record for record in found if record["event"] == event]


async def until(condition: Any) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.002)


async def test_who_from_where_how_what_and_with_which_outcome(tmp_path: Path) -> None:
    policy = Policy()
    into_file(policy, tmp_path / "audit")
    async with place(tmp_path, sasl=True, users=USERS, policy=policy) as daemon:
        raw = await daemon.connect()
        await raw.call(P.AUTH_SASL_INIT)
        with pytest.raises(AuthFailed):
            await raw.call(P.AUTH_SASL_START, "PLAIN", 0, b"\0al ice\0battery")
        await raw.call(P.AUTH_SASL_INIT)
        await raw.call(P.AUTH_SASL_START, "PLAIN", 0, b"\0alice\0correct horse")
        await raw.call(P.CONNECT_OPEN, "test:///default", 0)
        await raw.call(P.DOMAIN_DESTROY, DOMAIN)
        with pytest.raises(LibvirtError):
            await raw.call(P.DOMAIN_SUSPEND, DOMAIN)
        await raw.call(P.CONNECT_GET_TYPE)
    failed, login = records(tmp_path / "audit", "login")
    assert (failed["identity"][:4], failed["outcome"], failed["name"]) == ("uid ", "failed", "al ice")
    assert failed["why"]
    assert (login["identity"], login["outcome"]) == ("user alice", "ok")
    destroy, suspend = records(tmp_path / "audit")
    assert destroy.pop("time")[-1] == "Z"
    assert destroy.pop("address").startswith("pid ")
    assert destroy == {
        "event": "call",
        "client": 1,
        "identity": "user alice",
        "authenticated": "sasl PLAIN",
        "transport": "unix",
        "call": "domain_destroy",
        "object": "test",
        "uuid": WORDS,
        "outcome": "ok",
    }
    assert (suspend["call"], suspend["outcome"]) == ("domain_suspend", "error-3")
    assert "battery" not in (tmp_path / "audit").read_text()
    assert "correct horse" not in (tmp_path / "audit").read_text()


async def test_each_denial(tmp_path: Path) -> None:
    """By the read-only socket, by a flag, and by an access decision; and no body is looked at."""
    policy = Policy(lambda client, procedure, packet: procedure.name != "connect_get_type")
    into_file(policy, tmp_path / "audit")
    async with place(tmp_path, policy=policy) as daemon:
        raw = await (await daemon.connect(readonly=True)).open()
        for procedure, *args in (
            (P.DOMAIN_DESTROY, DOMAIN),
            (P.DOMAIN_GET_XML_DESC, DOMAIN, 1),
            (P.CONNECT_GET_TYPE,),
        ):
            with pytest.raises(LibvirtError):
                await raw.call(procedure, *args)
        await raw.call(P.DOMAIN_GET_XML_DESC, DOMAIN, 0)
        assert daemon.house.policy.denied == 3
    found = [(record["call"], record["object"], record["outcome"]) for record in records(tmp_path / "audit")]
    assert found == [
        (name, "-", "denied") for name in ("domain_destroy", "domain_get_xml_desc", "connect_get_type")
    ]


async def test_nobody_knows_how_a_call_ended_whose_client_has_left(tmp_path: Path) -> None:
    policy = Policy()
    into_file(policy, tmp_path / "audit")

    async def forever() -> bytes:
        await asyncio.sleep(3600)
        return b""

    async with place(tmp_path, policy=policy) as daemon:
        raw = await (await daemon.connect()).open()
        session = daemon.driver.sessions[0]
        session.call = lambda procedure, packet: forever()  # type: ignore[method-assign]
        raw.send(raw.frame(P.DOMAIN_DESTROY, DOMAIN))
        await until(lambda: any(client.session.deferred for client in daemon.house.clients))
        await raw.close()
        await until(lambda: not daemon.house.clients)
        await until(lambda: records(tmp_path / "audit"))
        # And one that has not even begun when the client is sent away.
        raw = await (await daemon.connect()).open()
        [client] = daemon.house.clients
        later = client.later
        client.session.on_call = lambda *call: (later(call[0], call[1], forever(), account(*call)), None)[1]

        def account(procedure: Procedure[Any], serial: int, packet: bytes) -> Any:
            client.evict("no time to begin")
            return lambda error, body: policy.record(client.info, procedure, packet, outcome_of(error), body)

        raw.send(raw.frame(P.DOMAIN_SUSPEND, DOMAIN))
        assert await raw.ended()
        calls = await settled(daemon, tmp_path / "audit")
    assert calls[0] == ("domain_destroy", "test", "unknown")


async def settled(daemon: Place, path: Path) -> list[tuple[str, str, str]]:
    await until(lambda: not daemon.house.clients)
    return [(record["call"], record["object"], record["outcome"]) for record in records(path)]


async def test_what_cannot_be_written_down_is_not_done(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Level 2: a record before the call, without which there is no call."""
    policy = Policy()
    into_file(policy, tmp_path / "audit", level=2)
    async with place(tmp_path, policy=policy) as daemon:
        raw = await (await daemon.connect()).open()
        await raw.call(P.DOMAIN_DESTROY, DOMAIN)
        assert [record["outcome"] for record in records(tmp_path / "audit")] == ["begun", "ok"]
        [output] = policy.audit._outputs
        true_write = output._write

        def full(*entry: object) -> None:
            raise OSError(28, "No space left on device")

        output._write = full  # type: ignore[method-assign]
        for _ in range(3):
            with pytest.raises(OperationFailed, match="audit record cannot be written"):
                await raw.call(P.DOMAIN_DESTROY, DOMAIN)
        assert (await raw.call(P.CONNECT_GET_TYPE)).type == "TEST"
        assert daemon.driver.destroyed == ["test"]
        output._write = true_write  # type: ignore[method-assign]
        await raw.call(P.DOMAIN_DESTROY, DOMAIN)
        assert daemon.driver.destroyed == ["test", "test"]
    assert caplog.text.count("audit records cannot be written") == 1
    assert "3 entries could not be written" in (tmp_path / "audit").read_text()


async def test_level_0_writes_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "virtreach.audit")
    policy = Policy(audit=False)
    async with place(tmp_path, policy=policy) as daemon:
        raw = await (await daemon.connect()).open()
        await raw.call(P.DOMAIN_DESTROY, DOMAIN)
        readonly = await (await daemon.connect(readonly=True)).open()
        with pytest.raises(OperationDenied):
            await readonly.call(P.DOMAIN_DESTROY, DOMAIN)
    assert caplog.records == []


def test_outputs_change_all_or_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "virtreach.audit")
    audit = Audit()
    put_in_force(audit, f'audit_outputs = "1:file:{tmp_path}/one"\n')
    with pytest.raises(ConfigError):
        put_in_force(audit, f'audit_outputs = "1:file:{tmp_path}/one 1:file:{tmp_path}/none/two"\n')
    assert audit.event("start", None, "ok")
    assert caplog.records == []
    put_in_force(audit, f'audit_outputs = "1:file:{tmp_path}/one"\naudit_logging = 1\n')
    assert audit.event("stop", None, "ok", {"why": 'two "words"\n'})
    assert caplog.messages == ["event=stop why='two \"words\"\\n' outcome=ok"]
    lines = (tmp_path / "one").read_text().splitlines()
    assert [line.partition(" ")[2] for line in lines] == ["event=start outcome=ok", caplog.messages[0]]
    audit.close()
    assert audit.event("start", None, "ok")
    assert len(caplog.messages) == 2


def test_level_2_needs_a_place_that_tells_whether_it_was_written() -> None:
    with pytest.raises(ConfigError, match="needs audit_outputs"):
        Settings(ConfDocument("audit_level = 2\n"))


def test_a_host_behind_us_is_named(tmp_path: Path) -> None:
    audit = Audit()
    put_in_force(audit, f'audit_outputs = "1:file:{tmp_path}/audit"\naudit_format = "json"\n')
    client = ClientInfo(1, "tls", "192.0.2.7:4")
    client.host = "node7"
    assert audit.call(client, P.DOMAIN_DESTROY, "denied")
    audit.close()
    assert records(tmp_path / "audit")[0]["host"] == "node7"


XML = "<domain type='test'>\n<name> web </name></domain>"


@pytest.mark.parametrize(
    ("procedure", "args", "ret", "found"),
    [
        (P.DOMAIN_DESTROY, (DOMAIN,), None, ("test", WORDS)),
        (P.STORAGE_VOL_DELETE, (("pool", "vol", "key"), 0), None, ("pool/vol", "")),
        (P.DOMAIN_SNAPSHOT_DELETE, (("snap", DOMAIN), 0), None, ("test/snap", "")),
        (P.NETWORK_PORT_DELETE, ((("net", UUID), UUID), 0), None, (f"net/{WORDS}", WORDS)),
        (P.SECRET_UNDEFINE, ((UUID, 1, "x"),), None, (WORDS, WORDS)),
        (P.NODE_DEVICE_DESTROY, ("pci_0",), None, ("pci_0", "")),
        (P.NWFILTER_BINDING_DELETE, (("vnet0", "x"),), None, ("vnet0", "")),
        (P.INTERFACE_CHANGE_BEGIN, (0,), None, ("-", "")),
        (P.DOMAIN_DEFINE_XML, (XML,), (DOMAIN,), ("test", WORDS)),
        (P.DOMAIN_DEFINE_XML, (XML,), None, ("web", "")),
        (P.DOMAIN_DEFINE_XML, ("<name>",), None, ("-", "")),
        (P.STORAGE_VOL_CREATE_XML, (("pool", UUID), XML, 0), (("pool", "v", "k"),), ("pool/v", "")),
        (P.STORAGE_VOL_CREATE_XML, (("pool", UUID), XML, 0), None, ("pool", WORDS)),
        (P.DOMAIN_RESTORE, ("/var/lib/x",), None, ("/var/lib/x", "")),
        (P.DOMAIN_RENAME, (DOMAIN, "new", 0), (0,), ("test", WORDS)),
    ],
)
def test_what_a_call_is_about(
    procedure: Procedure[Any], args: tuple[Any, ...], ret: tuple[Any, ...] | None, found: tuple[str, str]
) -> None:
    packet = bytes(HEADER_SIZE) + procedure.encode_args(*args)
    body = b"" if ret is None else procedure.encode_ret(*ret)
    assert object_of(procedure, packet, body) == found


def test_a_call_that_cannot_be_decoded_is_about_a_question_mark() -> None:
    assert object_of(P.DOMAIN_DESTROY, bytes(HEADER_SIZE) + b"\xff" * 4) == ("?", "")
    long = bytes(HEADER_SIZE) + P.DOMAIN_DESTROY.encode_args(("x" * 10_000, UUID, 1))
    assert len(object_of(P.DOMAIN_DESTROY, long)[0]) == 256


def test_outcomes() -> None:
    error = OperationFailed("x", code=9, domain=10)
    assert [outcome_of(one) for one in (None, error, DecodeError("x"), asyncio.CancelledError())] == [
        "ok",
        "error-9",
        "undecodable",
        "unknown",
    ]


async def test_every_procedure_that_changes_something_has_a_record(tmp_path: Path) -> None:
    """None of the program's procedures that a read-only connection may not call is left out."""
    from virtreach.protocol.registry import entries, find

    policy = Policy()
    procedures = [find("remote", number) for number, _, kind, _, _ in entries("remote") if kind != "event"]
    changing = [procedure for procedure in procedures if procedure.readonly == "deny"]
    from virtreach.daemon.dispatch import AUDIT

    assert len(changing) > 180
    assert all(policy.full[procedure] & AUDIT for procedure in changing)
    assert not any(policy.full[procedure] & AUDIT for procedure in procedures if procedure not in changing)


def test_who_may_do_nothing_cannot_fill_the_disk_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    audit = Audit()
    put_in_force(audit, f'audit_outputs = "1:file:{tmp_path}/audit"\naudit_format = "json"\n')
    local = ClientInfo(1, "unix", "pid 7, uid 7")
    local.uid = 7
    for _ in range(1000):
        assert audit.call(local, P.DOMAIN_DESTROY, "denied")
    # Others are heard all the same, as long as they are not too many; and nothing that was done is left out.
    for number in range(1000):
        stranger = ClientInfo(number, "tls", f"192.0.2.{number % 200}:{number}")
        audit.event("login", stranger, "failed")
    for _ in range(300):
        audit.call(local, P.DOMAIN_DESTROY, "ok")
    now[0] += 1
    audit.call(local, P.DOMAIN_DESTROY, "denied")
    audit.close()
    calls, logins = records(tmp_path / "audit"), records(tmp_path / "audit", "login")
    outcomes = [record["outcome"] for record in calls]
    assert (outcomes.count("denied"), outcomes.count("ok"), len(logins)) == (11, 300, 90)
    assert len({record["address"].partition(":")[0] for record in logins}) == 90
    assert sum(record.get("left_out", 0) for record in [*calls, *logins]) == 990 + 910


def test_logins_that_succeed_cannot_fill_the_disk_and_hide_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    audit = Audit()
    put_in_force(audit, f'audit_outputs = "1:file:{tmp_path}/audit"\naudit_format = "json"\n')
    for number in range(2000):
        client = ClientInfo(number, "unix", f"pid {number}, uid {number % 200}")
        client.uid = number % 200 if number % 2 else 7
        audit.event("login", client, "ok")
    audit.event("login", client, "failed")
    now[0] += 1
    audit.event("login", client, "ok")
    audit.close()
    logins = records(tmp_path / "audit", "login")
    outcomes = [record["outcome"] for record in logins]
    assert (outcomes.count("ok"), outcomes.count("failed"), outcomes[-2]) == (101, 1, "failed")
    assert sum(record["identity"] == "uid 7" for record in logins) == 10
    assert sum(record.get("left_out", 0) for record in logins) == 1900
