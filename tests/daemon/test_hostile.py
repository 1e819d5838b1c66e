"""virtreachd as a process, and clients that mean it harm: what they get, and what they cost."""

from __future__ import annotations

import socket
import ssl
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

import virtreach
from tests.daemon.process import Virtreachd
from tests.interop.lab.pki import PKI
from tests.interop.lab.probe import free_port
from tests.interop.lab.proxy import Proxy
from tests.needs import need, patience
from virtreach.protocol import remote as P
from virtreach.protocol.procedure import Procedure
from virtreach.session.sasl.secret import Secret
from virtreach.session.sasl.verifiers import make_scram, scram_text
from virtreach.wire.packet import CALL, HEADER, HEADER_SIZE, OK

PASSWORD = "correct horse"
SILENT = 2.0
_MIB = 1 << 20


class Besieged(Virtreachd):
    """A daemon with SASL on its TLS port and on its read-only socket, and keepalive that is impatient."""

    def __init__(self, directory: Path, pki: PKI) -> None:
        self.tls = free_port()
        users = directory / "users"
        users.write_text(f"alice:{scram_text(make_scram(Secret(PASSWORD)))}\n")
        users.chmod(0o600)
        super().__init__(
            directory,
            f'auth_unix_ro = "sasl"\nauth_tls = "sasl"\nusers_file = "{users}"\ntls_port = {self.tls}\n'
            f'listen_addr = "127.0.0.1"\nauth_timeout = {SILENT:.0f}\nkeepalive_interval = 1\nkeepalive_count = 1\n'
            # Ten clients announce 32 MiB each, and that they may is not what is asked here.
            "max_unfinished_megabytes = 320\n"
            f'key_file = "{pki.server.key}"\ncert_file = "{pki.server.certificate}"\nca_file = "{pki.ca}"\n',
            "--listen",
        )

    @property
    def full(self) -> str:
        return str(self.directory / "libvirt-sock")

    @property
    def guarded(self) -> str:
        return self.full + "-ro"

    def dial(self, where: str | int) -> socket.socket:
        if isinstance(where, int):
            sock = socket.create_connection(("127.0.0.1", where))
        else:
            sock = socket.socket(socket.AF_UNIX)
            sock.connect(where)
        sock.settimeout(20)
        return sock

    def memory(self) -> int:
        """Bytes that the process has in memory."""
        assert self.process is not None
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * 4096

    def descriptors(self) -> int:
        assert self.process is not None
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))


@pytest.fixture(scope="module")
def lab_pki(tmp_path_factory: pytest.TempPathFactory) -> PKI:
    need("certtool")
    return PKI(tmp_path_factory.mktemp("pki") / "pki")


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory, lab_pki: PKI) -> Iterator[Besieged]:
    besieged = Besieged(tmp_path_factory.mktemp("besieged"), lab_pki)
    with besieged:
        yield besieged


def call(procedure: Procedure[Any], serial: int, *values: object) -> bytes:
    body = procedure.encode_args(*values)
    numbers = (procedure.program_number, procedure.version, procedure.number)
    return HEADER.pack(HEADER_SIZE + len(body), *numbers, CALL, serial, OK) + body


def declared(length: int) -> bytes:
    """The header of a packet that says how long it is."""
    return struct.pack(">I", length) + HEADER.pack(0, 0x20008086, 1, 1, CALL, 1, OK)[4:]


def ends(sock: socket.socket) -> bool:
    """Whether the daemon closes the connection without a word."""
    try:
        return sock.recv(1) == b""
    except ConnectionError:
        return True


def until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds * patience()
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


@pytest.mark.parametrize("length", [0, 1, 3, 4, 27, 33_554_437, 1 << 31, (1 << 32) - 1])
def test_an_illegal_length_ends_it_at_once_and_costs_nothing(daemon: Besieged, length: int) -> None:
    """W1: within 100 ms on a quiet machine, and a MiB at most for fifty of them."""
    with daemon.dial(daemon.full) as sock:
        sock.sendall(declared(length))
        assert ends(sock)
    before = daemon.memory()
    for _ in range(50):
        with daemon.dial(daemon.full) as sock:
            start = time.monotonic()
            # The length alone is enough.
            sock.sendall(declared(length)[:4])
            assert ends(sock)
            assert time.monotonic() - start < 0.1 * patience() + 0.4
    assert daemon.memory() - before <= _MIB


def test_a_stranger_cannot_announce_much(daemon: Besieged) -> None:
    """W2: 128 KiB before the client is known, whatever libvirt's protocol allows."""
    with daemon.dial(daemon.guarded) as sock:
        sock.sendall(declared(131_073))
        assert ends(sock)


def test_what_is_announced_is_not_allocated(daemon: Besieged) -> None:
    """W2: ten clients announce 32 MiB each and trickle; what they cost is what they have sent."""
    with ExitStack() as stack:
        socks = [stack.enter_context(daemon.dial(daemon.full)) for _ in range(10)]
        before = daemon.memory()
        for sock in socks:
            sock.sendall(declared(33_554_432))
        for _ in range(100):
            for sock in socks:
                sock.sendall(bytes(100))
        with daemon.dial(daemon.full) as sock:
            # Somebody else is served meanwhile, and what was sent has been read.
            sock.sendall(call(P.AUTH_LIST, 1))
            assert sock.recv(100)
        assert daemon.memory() - before <= 2 * _MIB


def test_many_silent_ones_keep_nobody_out(daemon: Besieged, lab_pki: PKI) -> None:
    """L1: 200 connections that say nothing and 200 that begin a handshake; a login takes a second at most."""
    hello = ssl.MemoryBIO(), ssl.MemoryBIO()
    context = ssl.create_default_context(cafile=str(lab_pki.ca))
    with pytest.raises(ssl.SSLWantReadError):
        context.wrap_bio(*hello, server_hostname="localhost").do_handshake()
    half = hello[1].read()[:100]
    open_before = daemon.descriptors()
    with ExitStack() as stack:
        silent = [stack.enter_context(daemon.dial(daemon.tls)) for _ in range(200)]
        silent += [stack.enter_context(daemon.dial(daemon.tls)) for _ in range(200)]
        for sock in silent[200:]:
            try:
                sock.sendall(half)
            except ConnectionError:
                # It had to make room for others.
                continue
        pkipath = lab_pki.pkipath("besieged", lab_pki.client)
        start = time.monotonic()
        with virtreach.connect(
            f"test+tls://localhost:{daemon.tls}/default?pkipath={pkipath}", auth=("alice", PASSWORD)
        ) as connection:
            assert time.monotonic() - start < 1.0 * patience()
            assert connection.host.type() == "TEST"
        # Those that were left alone until then go when their time is over.
        until(lambda: daemon.descriptors() <= open_before, SILENT + 10, "silent connections are still open")


def test_a_client_behind_a_dead_link_is_given_up(daemon: Besieged) -> None:
    """L5: packets are dropped without a word; the daemon notices after interval x (count + 1), so does the client."""
    open_before = daemon.descriptors()
    with Proxy(daemon.full) as proxy:
        uri = f"test+unix:///default?socket={proxy.path}"
        connection = virtreach.connect(uri, keepalive=(1, 1))
        try:
            assert connection.host.type() == "TEST"
            assert daemon.descriptors() > open_before
            start = time.monotonic()
            proxy.stall()
            with pytest.raises(virtreach.errors.TransportError):
                connection.host.hostname()
            assert time.monotonic() - start < 4 * patience()
            until(
                lambda: "does not answer keepalive" in daemon.log, 4, "the daemon still waits for its client"
            )
        finally:
            proxy.flow()
            connection.close()
    until(lambda: daemon.descriptors() <= open_before, 5, "the dead connection is still open")


def test_noise_of_every_kind_leaves_it_alive(daemon: Besieged) -> None:
    """What is no protocol at all, on every door; afterwards it serves, and has nothing left open."""
    noise = [
        b"GET / HTTP/1.1\r\n\r\n",
        b"SSH-2.0-x\r\n",
        bytes(4096),
        b"\xff" * 4096,
        b"\x16\x03\x01" + bytes(500),
    ]
    open_before = daemon.descriptors()
    for where in (daemon.full, daemon.guarded, daemon.tls):
        for data in noise:
            with daemon.dial(where) as sock:
                sock.sendall(data)
                sock.shutdown(socket.SHUT_WR)
                while sock.recv(4096):
                    pass
    until(lambda: daemon.descriptors() <= open_before, 5, "something is still open")
    with daemon.dial(daemon.full) as sock:
        sock.sendall(call(P.AUTH_LIST, 1))
        assert sock.recv(100)
    assert "Traceback" not in daemon.log
