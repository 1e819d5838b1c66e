"""`virtreach http` to a service of this machine: what is written, what stays, what is sent, how long it takes."""

from __future__ import annotations

import contextlib
import http.server
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.needs import patience
from virtreach.cli.main import run

pytestmark = pytest.mark.needs("module:requests", "module:asyncssh")


class Service(http.server.ThreadingHTTPServer):
    """Answers /whole, /cut (in the middle), /slow (by drops), /slow-head.

    Attributes:
        headers: of the last request.
        config: OpenSSH's, which has this machine as a node; no login is needed for a port of it.
    """

    headers: dict[str, str]
    config: Path


class Handler(http.server.BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        self.server.headers = dict(self.headers)
        if self.path == "/slow-head":
            self._drip(b"HTTP/1.1 200 OK\r\nX: ")
            return
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        if self.path == "/slow":
            self._drip(b"")
        else:
            self.wfile.write(b"x" * (100_000 if self.path == "/whole" else 60_000))
        self.close_connection = True

    def _drip(self, first: bytes) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.wfile.write(first)
            while True:
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.02)

    def log_message(self, format: str, *args: object) -> None:
        del format, args


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Service]:
    monkeypatch.setenv("VIRTREACH_INVENTORY", "")
    with Service(("127.0.0.1", 0), Handler) as made:
        made.daemon_threads = False
        made.config = tmp_path / "config"
        made.config.write_text("Host here\n  HostName 127.0.0.1\n")
        thread = threading.Thread(target=made.serve_forever, args=(0.05,))
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def ask(service: Service, path: str, *more: str) -> int:
    return run(["http", "here", f":{service.server_port}{path}", "--ssh-config", str(service.config), *more])


def test_no_part_of_a_file_stays(
    service: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    target = tmp_path / "empty" / "answer"
    for old in (None, b"old"):
        if old is not None:
            target.write_bytes(old)
        assert ask(service, "/cut", "-o", str(target)) != 0
        assert ask(service, "/slow", "-o", str(target), "--timeout", "0.3") != 0
        assert [one.name for one in target.parent.iterdir()] == ([] if old is None else ["answer"])
        assert old is None or target.read_bytes() == old
    assert ask(service, "/whole", "-o", str(target)) == 0
    assert target.read_bytes() == b"x" * 100_000
    assert [one.name for one in target.parent.iterdir()] == ["answer"]
    assert f"100000 bytes written to {target}" in capsys.readouterr().out


@pytest.mark.parametrize("path", ["/slow", "/slow-head"])
def test_the_time_holds_for_all_of_it(
    service: Service, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()
    assert ask(service, path, "--timeout", "0.5") != 0
    assert 0.5 <= time.monotonic() - began < 5 * patience()
    assert "timed out" in capsys.readouterr().err


def test_headers_of_a_file(service: Service, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = tmp_path / "headers"
    secret.write_text("Authorization: Bearer kanarienvogel\n\nX-More:  a: b \n")
    assert ask(service, "/whole", "-H", f"@{secret}", "-H", "X-Own: c") == 0
    sent = service.headers
    assert (sent["Authorization"], sent["X-More"], sent["X-Own"]) == ("Bearer kanarienvogel", "a: b", "c")
    capsys.readouterr()
    secret.write_text("X-More: a\nkanarienvogel\n")
    assert ask(service, "/whole", "-H", f"@{secret}") != 0
    said = capsys.readouterr().err
    assert f"line 2 of {secret} is no header" in said
    assert "kanarienvogel" not in said
    assert ask(service, "/whole", "-H", "what") != 0
    assert "'what' is no header" in capsys.readouterr().err
    assert ask(service, "/whole", "-H", f"@{tmp_path}/none") != 0


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("-X", "BAD METHOD"), "'BAD METHOD' is no method"),
        (("-H", "X: a\r\nY: b"), "is no header"),
        (("-H", "X Y: a"), "is no header"),
        (("-H", "X: \u20ac"), "is no header"),
    ],
)
def test_what_cannot_be_asked_is_not_sent(
    service: Service, words: tuple[str, ...], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    service.headers = {}
    assert ask(service, "/whole", *words) == 2
    assert complaint in capsys.readouterr().err
    assert service.headers == {}


@pytest.mark.parametrize("url", [":99999/", ":0/", "http://here:0/", "http://here:x/", "http://[::1/"])
def test_urls_that_are_none(service: Service, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["http", "here", url, "--ssh-config", str(service.config)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_tls_to_a_plain_service(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["http", "here", f"https://here:{service.server_port}/whole", "--ssh-config", str(service.config)]
    assert run(words) == 3
    assert capsys.readouterr().err == (
        "virtreach: what answers there does not speak TLS; write http:// if it is a plain service\n"
    )
