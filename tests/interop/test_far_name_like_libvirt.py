"""The far name beside libvirt's own: a stand-in for a daemon writes down the name that virsh opens."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from virtreach.uri import RemoteURI

pytestmark = pytest.mark.needs("virsh")

URIS = [
    "qemu+tcp://{server}/system",
    "qemu+tcp://{server}/",
    "qemu+tcp://{server}",
    "qemud+tcp://user@{server}/session",
    "xend+TCP://{server}/",
    "remote+tcp://{server}/",
    "remote+tcp://{server}/system?zoo=1",
    "qemu+tcp://{server}/system?name=lxc%3A%2F%2F%2Fx%3Fy%3Dz",
    "qemu+tcp://{server}/system?name=",
    "qemu+tcp://{server}/system?name=a&name=b",
    "qemu+tcp://{server}/system?zoo=1&ape=a%20b%26c%3Dd",
    "qemu+tcp://{server}/system?zoo=1;ape=2",
    "qemu+tcp://{server}/system?zoo=1;ape=2&bee=3",
    "qemu+tcp://{server}/system?zoo",
    "qemu+tcp://{server}/system?=zoo&ape=1&&",
    "qemu+tcp://{server}/system?zoo=%C3%A9%25",
    "qemu+tcp://{server}/system?Zoo=1&zoo=2",
    "qemu+tcp://{server}/system?command=x&socket=y&netcat=z&pkipath=/p&no_verify=1&no_sanity=1&no_tty=1&zoo=1",
    "qemu+tcp://{server}/system?keyfile=k&sshauth=a&known_hosts=h&known_hosts_verify=auto&tls_priority=NORMAL",
    "qemu+tcp://{server}/system?mode=legacy&proxy=auto&authfile=/x",
    "qemu+tcp://{server}/a/b%20c//d",
    "qemu+tcp://{server}/a:b@c+d,e;f",
    "qemu+tcp://{server}/system#part",
    "qemu+tcp://{server}/system?zoo=1#part",
]
"""Not among them: ``+`` in values, which virtreach reads as a space, and libvirt as itself."""


class Recorder:
    """A daemon that asks for no authentication, and hangs up when it has been told what to open."""

    def __init__(self) -> None:
        self.names: list[str | None] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(10)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            with client, client.makefile("rb") as stream:
                client.settimeout(10)
                while head := stream.read(28):
                    length, program, version, procedure, _, serial, _ = struct.unpack(">IIIIIII", head)
                    body = stream.read(length - 28)
                    if procedure == 1:
                        self.names.append(self._name(body))
                        break
                    answer = struct.pack(">II", 1, 0) if procedure == 66 else struct.pack(">I", 0)
                    client.sendall(
                        struct.pack(">IIIIIII", 28 + len(answer), program, version, procedure, 1, serial, 0)
                        + answer
                    )

    @staticmethod
    def _name(body: bytes) -> str | None:
        present, length = struct.unpack_from(">II", body)
        return body[8 : 8 + length].decode() if present else None


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    daemon = Recorder()
    yield daemon
    daemon.close()


def test_the_same_names_are_opened(recorder: Recorder, tmp_path: Path) -> None:
    different = {}
    for template in URIS:
        text = template.replace("{server}", f"127.0.0.1:{recorder.port}")
        subprocess.run(
            ["virsh", "-c", text, "version"],
            capture_output=True,
            timeout=20,
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        )
        theirs, ours = recorder.names.pop(), RemoteURI.parse(text).far_name()
        assert not recorder.names
        assert theirs is not None
        if not same(theirs, ours):
            different[template] = theirs, ours
    assert different == {}


def same(theirs: str, ours: str) -> bool:
    """Tell whether two names are equal, but for the choice of what is escaped."""
    if theirs == ours:
        return True
    if "://" not in theirs or "://" not in ours:
        return False
    one, two = RemoteURI.parse(theirs), RemoteURI.parse(ours)
    return (one.driver, one.path, one.params, one.fragment) == (
        two.driver,
        two.path,
        two.params,
        two.fragment,
    )
