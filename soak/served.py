"""virtreachd with the embedded hypervisor as a process that parts of the soak may kill, on every transport."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType

from tests.interop.lab.pki import PKI
from tests.interop.lab.probe import free_port
from virtreach.session.sasl.secret import Secret
from virtreach.session.sasl.verifiers import digest_verifier, make_scram, scram_text

__all__ = ["Served"]

_ROOT = Path(__file__).resolve().parents[1]
_REALM = "soak.example"


class Served:
    """A daemon; a context manager. What it offers is what the laboratory's libvirtd offers.

    Args:
        pki: certificates for TLS, of which clients need none; None for a daemon without a network.
        users: names and passwords.
        text: further lines of the configuration.

    Attributes:
        socket: its unix socket.
        tcp_port, tls_port: on 127.0.0.1.
        pid: of the process that was started last.
    """

    def __init__(self, pki: PKI | None = None, users: dict[str, str] | None = None, text: str = "") -> None:
        self._held = tempfile.TemporaryDirectory(prefix="vrsoak-", dir="/tmp")
        self.directory = Path(self._held.name)
        self.socket = str(self.directory / "libvirt-sock")
        self.tcp_port, self.tls_port = free_port(), free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._words = [] if pki is None else ["--listen"]
        lines = [f'unix_sock_dir = "{self.directory}"', text]
        if users:
            lines += self._logins(users)
        if pki is not None:
            lines += self._network(pki)
        self._config = self.directory / "virtreachd.conf"
        self._config.write_text("\n".join(lines) + "\n")

    def _logins(self, users: dict[str, str]) -> list[str]:
        path = self.directory / "users"
        path.touch(0o600)
        with path.open("a") as file:
            for name, password in users.items():
                secret = Secret(password)
                digest = digest_verifier(name, _REALM, secret).hex()
                file.write(f"{name}:{scram_text(make_scram(secret))}\n{name}:DIGEST-MD5${_REALM}:{digest}\n")
        return [
            f'users_file = "{path}"\nsasl_realm = "{_REALM}"\nsasl_mechanisms = ["SCRAM-SHA-256", "DIGEST-MD5"]',
        ]

    def _network(self, pki: PKI) -> list[str]:
        return [
            f'listen_addr = "127.0.0.1"\nlisten_tcp = 1\ntcp_port = {self.tcp_port}\ntls_port = {self.tls_port}',
            f'key_file = "{pki.server.key}"\ncert_file = "{pki.server.certificate}"',
            'auth_tls = "sasl"\ntls_no_verify_certificate = 1',
        ]

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def log(self) -> str:
        """What all of its processes have logged."""
        return (self.directory / "log").read_text()

    def uri(self) -> str:
        """Its unix socket's URI."""
        return f"test+unix:///default?socket={self.socket}"

    def descriptors(self) -> list[str]:
        """What files and sockets the process has open."""
        place = Path(f"/proc/{self.pid}/fd")
        return [str(entry.readlink()) for entry in place.iterdir()]

    def launch(self) -> None:
        """Start it, and wait until it serves.

        Raises:
            RuntimeError: it ends, or takes too long.
        """
        with (
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as herald,
            (self.directory / "log").open("ab") as log,
        ):
            before = log.tell()
            herald.bind(f"\0virtreach-soak-{os.getpid()}-{id(self)}")
            herald.settimeout(30)
            self._process = subprocess.Popen(
                [sys.executable, "-m", "virtreach.daemon", "--config", str(self._config), *self._words],
                env={
                    **os.environ,
                    "PYTHONPATH": f"{_ROOT / 'src'}:{_ROOT}",
                    "NOTIFY_SOCKET": "@" + herald.getsockname()[1:].decode(),
                },
                cwd=self.directory,
                stderr=log,
            )
            try:
                while b"READY=1" not in herald.recv(4096):
                    pass
            except TimeoutError:
                raise RuntimeError(f"virtreachd does not start: {self.log[before:]}") from None

    def kill(self, name: str = "KILL") -> None:
        """Send it a signal and wait for its end."""
        assert self._process is not None
        self._process.send_signal(getattr(signal, f"SIG{name}"))
        self._process.wait(30)

    def __enter__(self) -> Served:
        self.launch()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        if self._process.poll() is None:
            self.kill("TERM")
        self._held.cleanup()
