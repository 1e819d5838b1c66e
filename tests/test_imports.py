"""What a small program loads: nothing of other people, no asyncio, no TLS; it is what keeps its start short."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_layering import SOURCE
from virtreach.protocol import remote as P
from virtreach.wire.packet import HEADER, HEADER_SIZE, OK, REPLY

# Loaded by nothing that is needed to list domains over a unix socket. The first three are promised to users,
# the others take their milliseconds.
UNWANTED = {
    "asyncio",
    "ssl",
    "_ssl",
    "concurrent.futures",
    "ctypes",
    "dataclasses",
    "email",
    "hashlib",
    "http",
    "inspect",
    "ipaddress",
    "json",
    "logging",
    "pathlib",
    "subprocess",
    "tempfile",
    "typing",
    "urllib.parse",
}

ANSWERS = {
    P.AUTH_LIST.number: lambda: P.AUTH_LIST.encode_ret([0]),
    P.CONNECT_SUPPORTS_FEATURE.number: lambda: P.CONNECT_SUPPORTS_FEATURE.encode_ret(1),
    P.CONNECT_LIST_ALL_DOMAINS.number: lambda: P.CONNECT_LIST_ALL_DOMAINS.encode_ret(
        [("a", bytes(16), 1)], 1
    ),
}


def serve(listener: socket.socket) -> None:
    """Answer one client like a daemon with one domain, until it closes."""
    peer, _ = listener.accept()
    with peer, peer.makefile("rb") as incoming:
        while head := incoming.read(4):
            packet = head + incoming.read(int.from_bytes(head, "big") - 4)
            _, program, version, procedure, _, serial, _ = HEADER.unpack_from(packet)
            body = ANSWERS[procedure]() if procedure in ANSWERS else b""
            size = HEADER_SIZE + len(body)
            peer.sendall(HEADER.pack(size, program, version, procedure, REPLY, serial, OK) + body)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Path]:
    """A socket on which `serve` answers."""
    path = tmp_path / "sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        yield path
        thread.join(10)
        assert not thread.is_alive()


def loaded_by(program: str) -> set[str]:
    """Run a program in a fresh interpreter and return what it has loaded beyond a bare one.

    A module of other people fails the test at once.
    """
    listing = (
        "\nimport sys\nfor name, module in list(sys.modules.items()):"
        "\n    print(name, getattr(module, '__file__', None) or '-')"
    )
    sets = []
    for text in ("pass", program):
        result = subprocess.run(
            [sys.executable, "-S", "-c", text + listing],
            env={"PYTHONPATH": str(SOURCE)},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        rows = [line.split(" ", 1) for line in result.stdout.splitlines()]
        sets.append({name for name, _ in rows})
        assert [row for row in rows if "-packages" in row[1]] == []
    return sets[1] - sets[0]


def test_importing_loads_nothing() -> None:
    assert loaded_by("import virtreach") <= {"virtreach", "virtreach.version", "__future__"}


def test_a_blocking_connection_over_unix_loads_little(server: Path) -> None:
    loaded = loaded_by(
        f"import virtreach\n"
        f"with virtreach.connect('qemu+unix:///system?socket={server}') as conn:\n"
        f"    assert [domain.name for domain in conn.domains.list()] == ['a']"
    )
    assert {"virtreach.blocking.connection", "virtreach.blocking.objects.domains"} <= loaded
    assert sorted(loaded & UNWANTED) == []
    # Only the family of procedures that is used, and no table of all enums.
    assert [name for name in loaded if "storage" in name or name.endswith((".enums", ".server"))] == []
