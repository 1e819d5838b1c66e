"""Real virsh and our client at virtreachd's test hypervisor by every way: unix, ssh, TCP with SASL, TLS."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import virtreach
from tests.interop.clients import KINDS, connecting
from tests.interop.conftest import need
from tests.interop.lab.pki import PKI
from tests.interop.lab.sshd import SSHServer
from tests.interop.test_virtreachd import PASSWORD, Everything
from tests.needs import patience

SCRIPT = (
    "uri; list --all; domstate test --reason; suspend test; domstate test --reason; resume test; destroy test;"
    " destroy test; start test; dumpxml nope; snapshot-create-as test s; snapshot-list test --name;"
    " snapshot-delete test s; vol-create-as default-pool v 1M; vol-upload v {upload} default-pool;"
    " vol-download v {download} default-pool --length 9; vol-delete v default-pool; screenshot test {shot};"
    " net-list --all; pool-list --all; nodedev-list; secret-list; domstats test --state"
)
_NUMBER = re.compile(r"^ \d+ +(?=test )", re.MULTILINE)
DRIVER = "virtreach.daemon.hypervisor.driver:TestDriver"


class Doors(Everything):
    """The same daemon with the test hypervisor behind it."""

    def __init__(self, directory: Path, pki: PKI) -> None:
        super().__init__(directory, pki)
        self.config.write_text(self.config.read_text().replace("tests.daemon.toy:ToyDriver", DRIVER))


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory, pki: PKI) -> Iterator[Doors]:
    """TCP with SASL, TLS with client certificates, unix sockets."""
    need("virsh", "certtool")
    with Doors(tmp_path_factory.mktemp("vd"), pki) as running:
        yield running


@pytest.fixture(scope="module")
def uris(doors: Doors, pki: PKI, ssh_server: SSHServer) -> dict[str, str]:
    """A way each."""
    pkipath = pki.pkipath("over-transports", pki.client)
    return {
        "unix": doors.uri(),
        "ssh": ssh_server.uri(socket=f"{doors.directory}/libvirt-sock"),
        "ssh and netcat": ssh_server.uri(socket=f"{doors.directory}/libvirt-sock", proxy="netcat"),
        "tcp": doors.over_tcp(),
        "tls": doors.over_tls(pkipath),
    }


def printed(doors: Doors, uri: str, directory: Path) -> str:
    """What virsh prints for the script."""
    directory.mkdir()
    (directory / "upload").write_bytes(b"some data")
    words = {name: directory / name for name in ("upload", "download", "shot")}
    done = subprocess.run(
        ["virsh", "-c", uri, SCRIPT.format(**words)],
        env=doors.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=30 * patience(),
        check=False,
    )
    assert (directory / "download").read_bytes() == b"some data"
    assert (directory / "shot").read_bytes().startswith(b"\x89PNG")
    return done.stdout.replace(str(directory), "(directory)").replace(uri, "(uri)")


def test_virsh_prints_the_same_by_every_way(doors: Doors, uris: dict[str, str], tmp_path: Path) -> None:
    # The domain's number and the reason of its state go on; after the first time the latter stays.
    printed(doors, uris["unix"], tmp_path / "before")
    texts = {way: printed(doors, uri, tmp_path / way.replace(" ", "-")) for way, uri in uris.items()}
    first = texts.pop("unix")
    assert "(uri)" in first
    assert "domain is not running" in first
    for way, text in texts.items():
        assert _NUMBER.sub(" ? ", text) == _NUMBER.sub(" ? ", first), way


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", ["unix", "ssh", "ssh and netcat", "tcp", "tls"])
def test_our_clients_by_every_way(kind: str, way: str, uris: dict[str, str]) -> None:
    auth = ("alice", PASSWORD) if way == "tcp" else None
    with connecting(kind, uris[way], auth=auth) as conn:
        assert [domain.name for domain in conn.domains.list()] == ["test"]
        domain = conn.domains.lookup_by_name("test")
        domain.suspend()
        domain.resume()
        with pytest.raises(virtreach.errors.VirtreachError, match="Domain not found"):
            conn.domains.lookup_by_name("nope")
