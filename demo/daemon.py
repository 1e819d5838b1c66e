"""A virtreachd of this tree, with sockets and certificates in a directory of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from demo.stage import ROOT, DemoError, wait_for

__all__ = ["DemoDaemon"]


class DemoDaemon:
    """The daemon; a context manager that stops it gracefully.

    Args:
        directory: for its configuration, its socket, its log and the certificates.

    Attributes:
        uri: its unix socket.
        tls_uri: its TLS port, with the certificates that it lets in.
        stranger_uri: the same with the authority's certificate alone.
    """

    def __init__(self, directory: Path) -> None:
        from virtreach.testing.certificates import write_pki

        write_pki(str(directory))
        stranger = directory / "stranger"
        stranger.mkdir()
        (stranger / "cacert.pem").write_bytes((directory / "cacert.pem").read_bytes())
        port = _free_port()
        self.uri = f"test+unix:///default?socket={directory}/libvirt-sock"
        self.tls_uri = f"test+tls://localhost:{port}/default?pkipath={directory}"
        self.stranger_uri = f"test+tls://localhost:{port}/default?pkipath={stranger}"
        self._log = directory / "log"
        self._config = directory / "virtreachd.conf"
        self._config.write_text(
            f'unix_sock_dir = "{directory}"\n'
            'listen_addr = "localhost"\n'
            f'tls_port = "{port}"\n'
            f'ca_file = "{directory}/cacert.pem"\n'
            f'cert_file = "{directory}/servercert.pem"\n'
            f'key_file = "{directory}/serverkey.pem"\n'
        )
        self._directory = directory
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> DemoDaemon:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NOTIFY_SOCKET": ""}
        print(f"$ virtreachd --config {self._config} --listen &", flush=True)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "virtreach.daemon", "--config", str(self._config), "--listen"],
                env=environment,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        try:
            wait_for(self._serves, "the daemon")
        except BaseException:
            self._process.kill()
            self._process.wait()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        try:
            status = self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        if kind is None and status != 0:
            raise DemoError(f"the daemon ended with status {status}:\n{self._log.read_text()}")

    def _serves(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise DemoError(f"the daemon does not start:\n{self._log.read_text()}")
        # The network's sockets are made last.
        for address in (f"{self._directory}/libvirt-sock", ("localhost", _port_of(self.tls_uri))):
            try:
                if isinstance(address, str):
                    with socket.socket(socket.AF_UNIX) as probe:
                        probe.connect(address)
                else:
                    socket.create_connection(address, 5).close()
            except OSError:
                return False
        return True


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        number: int = sock.getsockname()[1]
        return number


def _port_of(uri: str) -> int:
    return int(uri.partition("localhost:")[2].partition("/")[0])
