"""T4: certificates and revocations change while clients are at work: nobody is dropped, nothing bad is taken over."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import virtreach
from tests.auth.certificates import Authority, Leaf, Maker
from tests.daemon.process import Virtreachd
from tests.interop.lab.probe import free_port
from tests.needs import patience
from virtreach.errors import VirtreachError

CLIENT = "extendedKeyUsage=clientAuth"

pytestmark = pytest.mark.needs("openssl")


class Traffic(threading.Thread):
    """Calls on one connection without a pause, until it is told to end.

    Attributes:
        calls: answered so far.
        failure: what ended it before that.
    """

    def __init__(self, connection: virtreach.Connection) -> None:
        super().__init__(daemon=True)
        self.calls = 0
        self.failure: VirtreachError | None = None
        self._connection = connection
        self._over = threading.Event()

    def run(self) -> None:
        try:
            while not self._over.is_set():
                self._connection.host.type()
                self.calls += 1
        except VirtreachError as error:
            self.failure = error

    def finish(self) -> None:
        self._over.set()
        self.join(30)


def until(condition: Callable[[], bool], what: str, seconds: float = 10.0) -> float:
    """Wait; gives the seconds that it took."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds * patience(), what
        time.sleep(0.01)
    return time.monotonic() - start


def replace(path: Path, data: bytes) -> None:
    """Give a file other contents, all at once."""
    new = path.with_suffix(".new")
    new.write_bytes(data)
    new.replace(path)


def test_reloads_under_load(tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    ca = maker.authority()
    own = maker.leaf(ca, "subjectAltName=DNS:localhost", "extendedKeyUsage=serverAuth")
    good, bad = maker.leaf(ca, CLIENT, name="good"), maker.leaf(ca, CLIENT, name="bad")
    expired = maker.leaf(ca, "subjectAltName=DNS:localhost", days=(-10, -1))
    certificate, crl = tmp_path / "own.pem", tmp_path / "crl.pem"
    replace(certificate, own.certificate.read_bytes())
    replace(crl, maker.revocations(ca).read_bytes())
    port = free_port()
    uris = {
        leaf: f"test+tls://localhost:{port}/default?pkipath={material(tmp_path, ca, leaf)}"
        for leaf in (good, bad)
    }
    text = (
        f'listen_addr = "127.0.0.1"\ntls_port = {port}\nkey_file = "{own.key}"\ncert_file = "{certificate}"\n'
        f'ca_file = "{ca.certificate}"\ncrl_file = "{crl}"\n'
    )
    with Virtreachd(tmp_path, text, "--listen") as daemon, virtreach.connect(uris[good]) as connection:

        def reload(word: str) -> None:
            """Have it read everything again, and wait until it says how that went."""
            before = daemon.log.count(word)
            assert daemon.process is not None
            daemon.process.send_signal(1)
            until(lambda: daemon.log.count(word) > before, f"the log does not say {word!r}: {daemon.log}")

        def comes_in(leaf: Leaf) -> bool:
            try:
                virtreach.connect(uris[leaf]).close()
            except VirtreachError:
                return False
            return True

        traffic = Traffic(connection)
        traffic.start()
        assert comes_in(good)
        assert comes_in(bad)
        # What cannot be used changes nothing.
        replace(certificate, expired.certificate.read_bytes())
        reload("stays as it was")
        assert "expired" in daemon.log
        assert comes_in(good)
        replace(certificate, own.certificate.read_bytes())
        replace(crl, b"no list at all\n")
        reload("stays as it was")
        assert comes_in(bad)
        # A revocation holds for whoever comes after it.
        replace(crl, maker.revocations(ca, bad).read_bytes())
        start = time.monotonic()
        reload("was read again")
        assert not comes_in(bad)
        assert time.monotonic() - start < 1.0 * patience() + 1.0
        assert comes_in(good)
        before = traffic.calls
        until(lambda: traffic.calls > before + 10, "the connection has stalled")
        traffic.finish()
        assert traffic.failure is None


def material(directory: Path, ca: Authority, leaf: Leaf) -> Path:
    """A directory as ``pkipath`` wants it."""
    place = directory / f"pki-{leaf.certificate.stem}"
    place.mkdir()
    for name, source in (
        ("cacert", ca.certificate),
        ("clientcert", leaf.certificate),
        ("clientkey", leaf.key),
    ):
        (place / f"{name}.pem").write_bytes(source.read_bytes())
    return place
