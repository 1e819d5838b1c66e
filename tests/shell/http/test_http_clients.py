"""requests and httpx over a connector of the tests': what is refused, repeated, cut, and verified."""

from __future__ import annotations

import contextlib
import pickle
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.needs import patience
from virtreach.cli.commands.http import service_url
from virtreach.errors import ConnectError, UsageError
from virtreach.errors.routes import HopLost
from virtreach.testing.certificates import Authority

pytestmark = pytest.mark.needs("module:requests", "module:httpx", "module:asyncssh")

HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


class Node:
    """Stands in for a `BlockingDestination`: what a URL means is the server below.

    Attributes:
        connected: the host and port of each connection that was asked for.
        fails: raised instead, as often as it says.
    """

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self.connected: list[tuple[str, int]] = []
        self.fails: list[Exception] = []
        self.channels: list[Any] = []

    label = "n1"
    deadline: float | None = None

    def check(self, host: str, first: str | None = None) -> None:
        from virtreach.shell.http import OtherHost

        if host == "other" or (host == "localhost" and first != host):
            raise OtherHost(f"'{host}' is not n1")

    def connect(self, host: str, port: int, timeout: float | None = None) -> Any:
        from virtreach.routes.ssh.stream import ChannelSocket
        from virtreach.shell.http.channel_socket import proxied

        self.connected.append((host, port))
        if self.fails:
            raise self.fails.pop()
        channel = ChannelSocket(fileno=socket.create_connection(self._address).detach())
        channel.way = "direct"
        self.channels.append(channel)
        made = proxied(channel)
        made.settimeout(timeout)
        made.deadline = self.deadline
        return made


class Server:
    """Answers each connection's first request with bytes, and then ends it in one of several ways.

    Attributes:
        answers: what to say, and how to end; the last one stays.
        requests: what was asked.
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.answers: list[tuple[bytes, Callable[[Any], object]]] = []
        self.requests: list[bytes] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        self.node = Node(self._listener.getsockname())

    def _serve(self) -> None:
        while True:
            peer: Any = self._listener.accept()[0]
            with peer:
                peer.settimeout(10)
                if not self.answers:
                    return
                self._one(peer)

    def _one(self, peer: Any) -> None:
        if self._context is not None:
            peer = self._context.wrap_socket(peer, server_side=True)
        with peer:
            asked = b""
            while b"\r\n\r\n" not in asked:
                if not (data := peer.recv(65536)):
                    return
                asked += data
            self.requests.append(asked)
            said, end = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            peer.sendall(said)
            end(peer)

    def close(self) -> None:
        self.answers = []
        socket.create_connection(self._listener.getsockname()).close()
        self._thread.join(10)
        self._listener.close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture
def authority() -> Authority:
    return Authority()


@pytest.fixture
def secure(authority: Authority, tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "ca.pem").write_text(authority.certificate)
    (tmp_path / "pair.pem").write_text("".join(authority.issue("server", "n1", names=("n1",))))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "pair.pem")
    made = Server(context)
    yield made
    made.close()


def session(server: Server, **how: Any) -> Any:
    from virtreach.shell.http.adapter import NodeSession, ProxiedHTTPAdapter

    made = NodeSession("http://n1/")
    for prefix in ("http://", "https://"):
        made.mount(prefix, ProxiedHTTPAdapter(server.node, **how))  # type: ignore[arg-type]
    return made


def client(server: Server, **how: Any) -> Any:
    from virtreach.shell.http.transport import NodeTransport, make_client

    return make_client(NodeTransport(server.node, **how), "http://n1/", {})  # type: ignore[arg-type]


def ends(peer: Any) -> None:
    """End as one should."""
    if isinstance(peer, ssl.SSLSocket):
        try:
            peer.unwrap().close()
        except (ssl.SSLError, OSError):
            pass


def drops(peer: Any) -> None:
    """End without TLS's close_notify."""
    peer.shutdown(socket.SHUT_RDWR)


def test_an_answer_that_ends_with_the_connection(server: Server) -> None:
    server.answers = [(HEAD + b"\r\nall of it", ends)]
    with session(server) as one, client(server) as other:
        assert one.get("/").text == other.get("/").text == "all of it"


def test_the_same_is_no_answer_when_the_way_broke(server: Server) -> None:
    import httpx
    import requests

    def breaks(peer: Any) -> None:
        server.node.channels[-1].failure = HopLost("the proxy was lost", hop="p1")

    server.answers = [(HEAD + b"\r\npart of", breaks)]
    with (
        session(server) as one,
        pytest.raises(requests.exceptions.RequestException, match="the proxy was lost"),
    ):
        one.get("/")
    with client(server) as other, pytest.raises(httpx.ReadError, match="the proxy was lost") as caught:
        other.get("/")
    assert isinstance(caught.value.__cause__, HopLost)


@pytest.mark.parametrize("tls", [False, True])
def test_an_answer_by_drops_has_a_deadline(request: pytest.FixtureRequest, tmp_path: Path, tls: bool) -> None:
    import httpx
    import requests

    there: Server = request.getfixturevalue("secure" if tls else "server")

    def drips(peer: Any) -> None:
        with contextlib.suppress(OSError):
            while True:
                peer.sendall(b"x")
                time.sleep(0.02)

    url = "https://n1/" if tls else "http://n1/"
    there.answers = [(HEAD + b"Content-Length: 10000\r\n\r\n", drips)]
    ca = str(tmp_path / "ca.pem") if tls else True
    with session(there) as one, client(there, verify=ca) as other:
        there.node.deadline = time.monotonic() + 0.5
        with pytest.raises(requests.exceptions.RequestException, match=r"timed out|has passed"):
            one.get(url, timeout=60, verify=ca)
        there.node.deadline = time.monotonic() + 0.5
        with pytest.raises(httpx.ReadTimeout):
            other.get(url, timeout=60)
    assert time.monotonic() < there.node.deadline + 10 * patience()


def test_the_end_of_tls_is_told_from_a_cut(secure: Server, tmp_path: Path) -> None:
    import httpx
    import requests

    with session(secure) as one, client(secure, verify=str(tmp_path / "ca.pem")) as other:
        one.verify = str(tmp_path / "ca.pem")
        secure.answers = [(HEAD + b"\r\nall of it", ends)]
        assert one.get("https://n1/").text == other.get("https://n1/").text == "all of it"
        secure.answers = [(HEAD + b"\r\npart of", drops)]
        with pytest.raises(requests.exceptions.RequestException, match="may not be all"):
            one.get("https://n1/")
        with pytest.raises(httpx.ReadError, match="may not be all"):
            other.get("https://n1/")
        # Where the length is known, it does not matter.
        secure.answers = [(HEAD + b"Content-Length: 3\r\n\r\nall", drops)]
        assert one.get("https://n1/").text == other.get("https://n1/").text == "all"


def test_our_certificate_is_shown(authority: Authority, tmp_path: Path) -> None:
    files = {"server": tmp_path / "server.pem", "client": tmp_path / "client.pem"}
    for usage, path in files.items():
        path.write_text("".join(authority.issue(usage, "n1", names=("n1",))))
    (tmp_path / "ca.pem").write_text(authority.certificate)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cadata=authority.certificate)
    context.load_cert_chain(files["server"])
    context.verify_mode = ssl.CERT_REQUIRED
    server = Server(context)
    server.answers = [(HEAD + b"Content-Length: 2\r\n\r\nok", ends)]
    ca, ours = str(tmp_path / "ca.pem"), str(files["client"])
    with contextlib.closing(server), session(server) as one, client(server, verify=ca, cert=ours) as other:
        one.verify, one.cert = ca, ours
        assert one.get("https://n1/").text == other.get("https://n1/").text == "ok"


def test_a_context_of_ones_own(secure: Server, authority: Authority) -> None:
    from virtreach.shell.http.adapter import ProxiedHTTPAdapter

    class WithContext(ProxiedHTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            context = ssl.create_default_context(cadata=authority.certificate)
            super().init_poolmanager(*args, ssl_context=context, **kwargs)

    secure.answers = [(HEAD + b"Content-Length: 2\r\n\r\nok", ends)]
    with session(secure) as one:
        one.mount("https://", WithContext(secure.node))  # type: ignore[arg-type]
        assert one.get("https://n1/").text == "ok"


@pytest.mark.parametrize("tls", [False, True])
def test_what_may_have_been_done_is_not_repeated(
    request: pytest.FixtureRequest, tmp_path: Path, tls: bool
) -> None:
    import requests

    server: Server = request.getfixturevalue("secure" if tls else "server")
    good = (HEAD + b"Content-Length: 2\r\n\r\nok", ends)
    url = "https://n1/" if tls else "http://n1/"
    with session(server, max_retries=5) as one:
        one.verify = str(tmp_path / "ca.pem")
        server.answers = [(b"", drops), good]
        with pytest.raises(requests.exceptions.ConnectionError):
            one.post(url)
        assert [asked.split()[0] for asked in server.requests] == [b"POST"]
        server.answers = [(b"", drops), good]
        assert one.put(url).text == "ok"
        # What was not sent is.
        server.node.fails = [ConnectError("not yet"), ConnectError("not yet")]
        assert one.post(url).text == "ok"
    assert [asked.split()[0] for asked in server.requests] == [b"POST", b"PUT", b"PUT", b"POST"]
    server.node.fails = [ConnectError("no proxy")]
    with session(server) as one, pytest.raises(requests.exceptions.ConnectionError, match="no proxy"):
        one.get(url)


def to(url: str) -> bytes:
    """A redirect that keeps method and body."""
    return (
        f"HTTP/1.1 307 Temporary Redirect\r\nConnection: close\r\nLocation: {url}\r\nContent-Length: 0\r\n\r\n"
    ).encode()


@pytest.mark.parametrize("host", ["other", "localhost"])
def test_redirects_to_elsewhere_are_refused_before_anything_is_sent(server: Server, host: str) -> None:
    import httpx
    import requests

    # The second one comes from where the first one led to.
    server.answers = [(to("http://n1/next"), ends), (to(f"http://{host}:8500/"), ends)] * 2
    with session(server) as one, pytest.raises(requests.exceptions.InvalidURL, match=f"'{host}' is not n1"):
        one.post("/", data=b"secret")
    with client(server) as other, pytest.raises(httpx.UnsupportedProtocol, match=f"'{host}' is not n1"):
        other.post("/", content=b"secret", follow_redirects=True)
    assert server.node.connected == [("n1", 80)] * 4


async def test_the_same_for_asyncio(server: Server) -> None:
    import httpx

    from virtreach.shell.http.transport import AsyncNodeTransport, make_async_client

    class Async:
        label = "n1"
        check = staticmethod(server.node.check)

        async def open_stream(self, host: str, port: int, *, timeout: float | None = None) -> Any:
            raise ConnectError(f"{host} {port} {timeout}")

    async with make_async_client(AsyncNodeTransport(Async()), "http://n1/", {}) as one:  # type: ignore[arg-type]
        request = one.build_request("GET", "/")
        with pytest.raises(httpx.ConnectError, match="n1 80"):
            await one.send(request)
        request.url = httpx.URL("http://localhost/")
        with pytest.raises(httpx.UnsupportedProtocol, match="'localhost' is not n1"):
            await one.send(request)


def test_the_loopback_redirects_to_itself(server: Server) -> None:
    server.answers = [(to("http://localhost:8500/"), ends), (HEAD + b"Content-Length: 2\r\n\r\nok", ends)] * 2
    with session(server) as one, client(server) as other:
        assert one.get("http://localhost:80/").text == "ok"
        assert other.get("http://localhost:80/", follow_redirects=True).text == "ok"
    assert server.node.connected == [("localhost", 80), ("localhost", 8500)] * 2


def test_passwords_of_other_proxies_go_nowhere(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://me:secret@proxy.invalid:3128")
    again = HEAD.replace(b"200 OK", b"302 Found") + b"Location: http://n1/b\r\nContent-Length: 0\r\n\r\n"
    server.answers = [(again, ends), (HEAD + b"Content-Length: 2\r\n\r\nok", ends)]
    with session(server) as one:
        one.trust_env = True
        assert one.get("/a").text == "ok"
    assert len(server.requests) == 2
    assert not any(b"Proxy-Authorization" in asked for asked in server.requests)


def test_no_way_around(server: Server) -> None:
    from virtreach.shell.http.adapter import ProxiedHTTPAdapter

    adapter = ProxiedHTTPAdapter(server.node)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="pickled"):
        pickle.dumps(adapter)
    with pytest.raises(UsageError, match="by its route"):
        adapter.proxy_manager_for("http://proxy:3128")
    adapter.close()


@pytest.mark.parametrize("library", ["requests", "httpx"])
def test_what_is_missing_is_said(library: str) -> None:
    name = "adapter" if library == "requests" else "transport"
    code = (
        f"import sys; sys.modules[{library!r}] = None\n"
        f"try:\n import virtreach.shell.http.{name}\nexcept Exception as error: print(type(error).__name__, error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == (
        f"MissingExtra HTTP to nodes with {library} needs {library}: pip install 'virtreach[http]'\n"
    )


def test_urls_of_the_command() -> None:
    base = "http://n1/"
    assert service_url(base, ":8080/x?y") == "http://n1:8080/x?y"
    assert service_url(base, ":8080") == "http://n1:8080"
    assert service_url("http://[fd00::1]/", "/x") == "http://[fd00::1]/x"
    assert service_url(base, "https://shop/x") == "https://shop/x"
    for text in ("x", "n1/x", ":x/", "ftp://n1/", "http://", "http:///x", ":/x"):
        with pytest.raises(UsageError, match="write"):
            service_url(base, text)
