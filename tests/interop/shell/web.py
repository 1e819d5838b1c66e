"""Services on machines of the lab: nginx with and without TLS, and `service.py`."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.interop.lab.cluster import Machine
from tests.needs import patience, program
from virtreach.testing.certificates import Authority

__all__ = ["BIG", "HTTP", "SLOW", "Service", "Web", "nginx", "service"]

HTTP = 8000
"""The first port of `service`."""
BIG = 8 << 20
SLOW = 4 << 20
_HERE = Path(__file__).parent


class Web:
    """An nginx.

    Attributes:
        machine: where it runs: port 80, 443 with a certificate for the machine's name, 8081 on its loopback.
        directory: its files; ``web.sock`` is its unix socket.
        ca: the file of the authority that signed its certificate.
    """

    def __init__(self, machine: Machine, directory: Path) -> None:
        self.machine = machine
        self.directory = directory
        self.ca = str(directory / "ca.pem")


@contextlib.contextmanager
def nginx(machine: Machine) -> Iterator[Web]:
    """Run nginx on a machine."""
    with tempfile.TemporaryDirectory(prefix="vrweb-", dir="/tmp") as name:
        directory = Path(name)
        web = Web(machine, directory)
        _write_files(web)
        binary = program("nginx")
        assert binary is not None
        words = [binary, "-p", name, "-e", f"{name}/error.log", "-c", f"{name}/nginx.conf"]
        process = subprocess.Popen(machine.on_its_network(*words), stdin=subprocess.DEVNULL)
        try:
            _wait_for(process, directory / "web.sock")
            yield web
        finally:
            process.terminate()
            process.wait(10)


def _write_files(web: Web) -> None:
    directory = web.directory
    authority = Authority()
    certificate, key = authority.issue("server", web.machine.name, names=(web.machine.name,))
    for name, text in (("ca.pem", authority.certificate), ("cert.pem", certificate), ("key.pem", key)):
        (directory / name).write_text(text)
    (directory / "www").mkdir()
    (directory / "www/k").write_bytes(b"k" * 1024)
    (directory / "www/big").write_bytes(bytes(BIG))
    (directory / "www/slow").write_bytes(bytes(SLOW))
    name = web.machine.name
    (directory / "nginx.conf").write_text(
        f"daemon off; master_process off; user root; pid {directory}/pid; events {{ worker_connections 512; }}\n"
        f"http {{ access_log off; default_type text/plain; keepalive_requests 100000;\n"
        + "".join(f"{kind}_temp_path {directory}/{kind};" for kind in ("proxy", "fastcgi", "uwsgi", "scgi"))
        + f"client_body_temp_path {directory}/body;\n"
        f"server {{ listen 80; listen 127.0.0.1:8081; listen 443 ssl; listen unix:{directory}/web.sock;\n"
        f"ssl_certificate {directory}/cert.pem; ssl_certificate_key {directory}/key.pem; root {directory}/www;\n"
        "location = /slow { limit_rate 256k; limit_rate_after 64k; }\n"
        'location = /connection { return 200 "$connection $server_port $host"; }\n'
        f"location = /secure {{ return 302 https://{name}/k; }}\n"
        "location = /away { return 302 http://192.0.2.1/k; }\n"
        f"location = /loopback {{ return 302 http://localhost:8081/connection; }}\n"
        "location = /post { return 307 /k; }\n"
        "} }\n"
    )


def _wait_for(process: subprocess.Popen[bytes], place: Path) -> None:
    ends = time.monotonic() + 10 * patience()
    while True:
        with socket.socket(socket.AF_UNIX) as probe, contextlib.suppress(OSError):
            probe.connect(str(place))
            return
        assert process.poll() is None
        assert time.monotonic() < ends
        time.sleep(0.01)


class Service:
    """A running `service.py`.

    Attributes:
        log: the lines that it has written.
    """

    def __init__(self, log: Path) -> None:
        self._log = log

    @property
    def log(self) -> list[str]:
        return self._log.read_text().splitlines() if self._log.exists() else []

    def wait_for(self, line: str, count: int = 1) -> None:
        """Wait until a line stands there so often."""
        ends = time.monotonic() + 10 * patience()
        while self.log.count(line) < count:
            assert time.monotonic() < ends, self.log
            time.sleep(0.005)


@contextlib.contextmanager
def service(machine: Machine, address: str, log: Path, *, name: str = "") -> Iterator[Service]:
    """Run `service.py` on a machine, on its ports from `HTTP` on."""
    words = [sys.executable, str(_HERE / "service.py"), address, str(HTTP), name or machine.name, str(log)]
    process = subprocess.Popen(
        machine.on_its_network(*words), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == b"ready\n"
        yield Service(log)
    finally:
        process.kill()
        process.wait(10)
        process.stdout.close()
