"""A password that must not come to light: not in tracebacks with local variables, not in reprs, traces and logs."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.interop.clients import KINDS, connecting
from tests.interop.lab.daemon import Daemon
from tests.interop.lab.settings import Settings
from virtreach import Credentials
from virtreach.errors import CredentialsRejected

CANARY = "canary-5e7af"
MECHANISMS = ["SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5", "PLAIN"]
SOURCES = ["pair", "credentials", "callback", "auth.conf"]
SRC = str(Path(__file__).resolve().parents[2] / "src")

pytestmark = [pytest.mark.parametrize("kind", KINDS), pytest.mark.needs("root", "libvirtd", "saslpasswd2")]


@pytest.fixture(scope="module")
def daemon() -> Iterator[Daemon]:
    """A libvirtd where alice has the canary for her password."""
    with Daemon(Settings(unix="sasl", tcp="sasl", users={"alice": CANARY})) as daemon:
        yield daemon


def login(source: str, name: str, directory: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """(arguments for connect, variables for the URI) that give this name and the canary."""
    if source == "auth.conf":
        file = directory / "auth.conf"
        file.write_text(
            f"[credentials-x]\nauthname={name}\npassword={CANARY}\n[auth-libvirt-default]\ncredentials=x\n"
        )
        return {}, {"authfile": str(file)}
    given: dict[str, Any] = {
        "pair": (name, CANARY),
        "credentials": Credentials(name, CANARY),
        "callback": lambda request: Credentials(name, CANARY),
    }
    return {"auth": given[source]}, {}


def leaks(error: BaseException) -> list[str]:
    """The product's local variables, in the whole chain of errors, that show the canary."""
    found = []
    report: traceback.TracebackException | None = traceback.TracebackException.from_exception(
        error, capture_locals=True
    )
    while report is not None:
        found += [
            f"{frame.filename}:{frame.lineno} {name}"
            for frame in report.stack
            if frame.filename.startswith(SRC)
            for name, value in (frame.locals or {}).items()
            if CANARY in value
        ]
        found += [line for line in report.format_exception_only() if CANARY in line]
        report = report.__cause__ or report.__context__
    return found


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_login(
    kind: str, daemon: Daemon, mechanism: str, source: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    lines: list[str] = []
    for name in ("alice", "eve"):
        arguments, variables = login(source, name, tmp_path)
        uri = daemon.uri(**variables)
        caught: Exception | None = None
        try:
            with connecting(kind, uri, mechanisms=[mechanism], trace=lines.append, **arguments) as connection:
                assert connection.host.hostname() == "lab.test"
                assert CANARY not in repr(connection)
        except CredentialsRejected as error:
            caught = error
        assert (caught is None) == (name == "alice")
        assert caught is None or leaks(caught) == []
    assert lines
    assert CANARY not in "\n".join(lines) + caplog.text


@pytest.mark.parametrize("source", SOURCES)
def test_on_tcp(kind: str, daemon: Daemon, source: str, tmp_path: Path) -> None:
    arguments, variables = login(source, "eve", tmp_path)
    with (
        pytest.raises(Exception, match="realm") as caught,
        connecting(kind, daemon.uri("tcp", **variables), **arguments),
    ):
        pass
    assert leaks(caught.value) == []


@pytest.mark.parametrize("uri", ["qemu+tcp://127.0.0.1:1/system", "qemu+ssh://-oEvil/system", "no URI"])
def test_failures_before_the_login(kind: str, uri: str) -> None:
    with pytest.raises(Exception, match=r".+") as caught, connecting(kind, uri, auth=("alice", CANARY)):
        pass
    assert leaks(caught.value) == []
