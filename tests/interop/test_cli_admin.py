"""The commands of administration, on virtreachd and on libvirtd."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import virtreach
from tests.daemon.process import Virtreachd
from tests.interop.lab.daemon import Daemon
from tests.interop.test_cli import start
from virtreach.errors import TransportError


class Place:
    """A daemon.

    Args:
        name: its main server.
        uri: for clients.
        admin: for administrators.
    """

    def __init__(self, name: str, uri: str, admin: str) -> None:
        self.name = name
        self.uri = uri
        self.admin = admin

    def run(self, *words: str, code: int = 0) -> str:
        """What ``virtreach admin`` prints, or complains about."""
        pipe = subprocess.PIPE
        with start(
            "admin", *words, "--connect", self.admin, uri="test:///none", stdout=pipe, stderr=pipe
        ) as process:
            out, said = process.communicate(timeout=60)
        assert process.returncode == code, (out, said)
        return said if code else out


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    directory = tmp_path_factory.mktemp("vd")
    with Virtreachd(directory) as daemon:
        admin = f"virtreachd:///system?socket={directory}/libvirt-admin-sock"
        yield Place("virtreachd", daemon.uri(), admin)


@pytest.fixture(params=["virtreachd", "libvirtd"])
def place(request: pytest.FixtureRequest) -> Place:
    """Each of the daemons."""
    if request.param == "virtreachd":
        mine: Place = request.getfixturevalue("own")
        return mine
    theirs: Daemon = request.getfixturevalue("test_daemon")
    return Place("libvirtd", theirs.uri(), f"libvirtd:///system?socket={theirs.socket_admin}")


def test_servers(place: Place) -> None:
    lines = place.run("servers").splitlines()
    assert lines[0].split() == ["NAME", "CLIENTS", "MAX", "UNKNOWN", "MAX", "WORKERS"]
    assert {line.split()[0] for line in lines[1:]} == {"admin", place.name}
    servers = {server["name"]: server for server in json.loads(place.run("servers", "--json"))}
    assert servers["admin"]["nclients"] == 1
    assert servers[place.name]["maxWorkers"] >= 1


def test_clients_come_and_go(place: Place) -> None:
    with virtreach.connect(place.uri) as conn:
        assert conn.host.hostname()
        (client,) = json.loads(place.run("clients", "--json"))
        assert (client["server"], client["transport"], client["unix_user_id"]) == (
            place.name,
            "unix",
            os.getuid(),
        )
        _, line = place.run("clients").splitlines()
        number = str(client["id"])
        assert re.match(
            rf" *{number}  +{place.name} +unix +\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d\S* +full +\S+", line
        )
        assert json.loads(place.run("clients", "--server", "admin", "--json"))[0]["server"] == "admin"
        assert place.run("disconnect", number) == f"client {number} of {place.name} disconnected\n"
        with pytest.raises(TransportError):
            conn.host.hostname()
        assert "'virtreach admin clients' shows" in place.run("disconnect", number, code=1)
    assert "no client's number" in place.run("disconnect", "x", code=2)
    assert "'virtreach admin servers' shows" in place.run("disconnect", "1", "--server", "nope", code=1)


def test_log(place: Place, tmp_path: Path) -> None:
    before = json.loads(place.run("log", "--json"))
    text = place.run("log", "--filters", "1:vr_nonsense", "--outputs", f"1:file:{tmp_path}/log")
    assert re.search(r"^Filters: +1:\*vr_nonsense\* *$", text, re.MULTILINE)
    assert json.loads(place.run("log", "--filters", "", "--outputs", before["outputs"], "--json")) == before
    assert "Malformed format" in place.run("log", "--filters", "nonsense", code=1)
