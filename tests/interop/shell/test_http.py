"""HTTP to nodes behind proxies: requests and httpx against a real nginx, what breaks on the way, what never happens."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.interop.lab.cluster import Cluster
from tests.interop.shell.lab import inventory, inventory_text
from tests.interop.shell.web import BIG, HTTP, SLOW, Service, Web, nginx, service
from tests.needs import patience
from virtreach.cli.main import run as virtreach
from virtreach.conf.inventory import Inventory
from virtreach.errors.routes import ForwardingForbidden, HopLost, NodeRefused, RelayMissing
from virtreach.routes.ssh.background import Background
from virtreach.routes.ssh.pool import Pool
from virtreach.routes.ssh.reach import Reach

pytestmark = pytest.mark.needs(
    "root", "sshd", "ssh-keygen", "ip", "unshare", "nsenter", "nginx", "module:requests", "module:httpx"
)

WAYS = ("requests", "httpx")


@pytest.fixture(scope="module")
def web(lab: Cluster) -> Iterator[Web]:
    with nginx(lab.nodes[0]) as running:
        yield running


@pytest.fixture(scope="module")
def habits(lab: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with service(lab.nodes[1], "0.0.0.0", tmp_path_factory.mktemp("habits") / "log") as running:
        yield running


@pytest.fixture
def background(cluster: Cluster) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def client(cluster: Cluster, background: Background) -> Iterator[Callable[..., Any]]:
    """Make a session of requests or a client of httpx for a node."""
    from virtreach.shell.http import node_client, node_session

    with contextlib.ExitStack() as stack:

        def make(kind: str, node: str, port: int | None = None, **how: Any) -> Any:
            how = {"inventory": inventory(cluster), "background": background, **how}
            if kind == "requests":
                return stack.enter_context(node_session(node, port, **how))
            return stack.enter_context(node_client(node, port, **how))

        yield make


@pytest.fixture
def decoy(cluster: Cluster, web: Web) -> Iterator[list[bytes]]:
    """A server of the controller's own at the node's address; whatever it is told ends up in the list."""
    address = f"{web.machine.inner}/32"
    ip = cluster.as_controller_command("ip", "address")
    subprocess.run([*ip, "add", address, "dev", "lo"], check=True)
    subprocess.run(cluster.as_controller_command("ip", "link", "set", "lo", "up"), check=True)
    told: list[bytes] = []
    ended = threading.Event()

    def take(listener: socket.socket) -> None:
        while not ended.is_set():
            peer, _ = listener.accept()
            with peer:
                peer.settimeout(5)
                if ended.is_set():
                    return
                told.append(peer.recv(65536))
                peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\ndecoy")

    listeners = [socket.create_server((web.machine.inner, port)) for port in (80, 443, 3128)]
    threads = [threading.Thread(target=take, args=(listener,)) for listener in listeners]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        ended.set()
        for listener, thread in zip(listeners, threads, strict=True):
            socket.create_connection(listener.getsockname()).close()
            thread.join(10)
            listener.close()
        subprocess.run([*ip, "del", address, "dev", "lo"], check=True)


@pytest.mark.parametrize("kind", WAYS)
def test_requests_over_one_kept_connection(client: Callable[..., Any], web: Web, kind: str) -> None:
    one = client(kind, "n1")
    answers = {one.get("/connection").text for _ in range(3)} | {one.get("http://n1/connection").text}
    assert len(answers) == 1
    assert answers.pop().split()[1:] == ["80", "n1"]
    assert one.get("/k").content == b"k" * 1024
    assert len(one.get("/big").content) == BIG
    assert one.get("/nothing").status_code == 404


@pytest.mark.parametrize("kind", WAYS)
def test_tls_is_verified_against_the_name(client: Callable[..., Any], web: Web, kind: str) -> None:
    import httpx
    import requests

    secure = client(kind, "n1", tls=True, verify=web.ca)
    assert len({secure.get("/connection").text for _ in range(3)}) == 1
    assert len(secure.get("/big").content) == BIG
    refused = requests.exceptions.SSLError if kind == "requests" else httpx.ConnectError
    address = f"https://{web.machine.inner}/k"
    with pytest.raises(refused, match=r"(?i)certificate"):
        secure.get(address)
    assert client(kind, "n1", verify=web.ca, server_hostname="n1").get(address).status_code == 200
    with pytest.raises(refused, match=r"(?i)certificate"):
        client(kind, "n1", verify=web.ca, server_hostname="n2").get("https://n1/k")
    with pytest.raises(refused, match=r"(?i)certificate"):
        client(kind, "n1").get("https://n1/k")


@pytest.fixture
async def async_client(cluster: Cluster, pool: Pool, web: Web) -> AsyncIterator[Callable[..., Any]]:
    from virtreach.shell.http import async_node_client
    from virtreach.shell.node import NodeRoute

    async with contextlib.AsyncExitStack() as stack:
        reach = Reach(inventory(cluster), pool)

        async def make(node: str, port: int | None = None, **how: Any) -> Any:
            return await stack.enter_async_context(
                async_node_client(NodeRoute.to_node(reach, node), port, **how)
            )

        yield make


async def test_asyncio(async_client: Callable[..., Any], web: Web) -> None:
    import ssl

    import httpx

    plain = await async_client("n1")
    assert len({(await plain.get("/connection")).text for _ in range(3)}) == 1
    assert len((await plain.get("/big")).content) == BIG
    context = ssl.create_default_context(cafile=web.ca)
    secure = await async_client("n1", tls=True, verify=context)
    assert len({(await secure.get("/connection")).text for _ in range(3)}) == 1
    assert len((await secure.get("/big")).content) == BIG
    with pytest.raises(httpx.ConnectError, match="certificate"):
        await secure.get(f"https://{web.machine.inner}/k")
    named = await async_client("n1", verify=context, server_hostname="n1")
    assert (await named.get(f"https://{web.machine.inner}/k")).status_code == 200
    with pytest.raises(httpx.UnsupportedProtocol, match="not lab/n1"):
        await plain.get("/away", follow_redirects=True)


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_asyncio_when_the_proxy_is_killed(
    async_client: Callable[..., Any], cluster: Cluster, web: Web, scheme: str
) -> None:
    import ssl

    import httpx

    one = await async_client("n1", verify=ssl.create_default_context(cafile=web.ca))

    async def read() -> None:
        async with one.stream("GET", f"{scheme}://n1/slow") as answer:
            async for _ in answer.aiter_raw():
                cluster.proxies[0].kill_sshd()

    with pytest.raises(httpx.ReadError, match="lost"):
        await read()
    assert (await one.get(f"{scheme}://n1/k")).status_code == 200


async def test_asyncio_when_the_proxy_of_an_idle_connection_is_killed(
    async_client: Callable[..., Any], cluster: Cluster, pool: Pool, web: Web
) -> None:
    one = await async_client("n1")
    assert (await one.get("/k")).status_code == 200
    ways = Reach(inventory(cluster), pool).ways_to(inventory(cluster).node("n1"))
    assert len(pool.links(ways[0])) == 1
    cluster.proxies[0].kill_sshd()
    ends = time.monotonic() + 10 * patience()
    while pool.links(ways[0]):
        assert time.monotonic() < ends
        await asyncio.sleep(0.005)
    await turns()
    assert (await one.post("/connection")).status_code in (200, 405)
    assert len(pool.links(ways[1])) == 1


@pytest.mark.parametrize("kind", [*WAYS, "asyncio"])
async def test_nothing_goes_direct(
    client: Callable[..., Any],
    async_client: Callable[..., Any],
    web: Web,
    decoy: list[bytes],
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import requests

    address = web.machine.inner
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://{address}:3128")
    # It is there, for who goes direct.
    with requests.Session() as careless:
        careless.trust_env = False
        assert careless.get(f"http://{address}/").text == "decoy"
    del decoy[:]
    urls = (f"http://{address}/k", "http://n1/k", f"https://{address}/k")
    if kind == "asyncio":
        there = await async_client("n1", verify=False)
        assert [(await there.get(url)).content for url in urls] == [b"k" * 1024] * 3
    elif kind == "httpx":
        there = client("httpx", "n1", verify=False)
        assert [there.get(url).content for url in urls] == [b"k" * 1024] * 3
    else:
        from urllib3.exceptions import InsecureRequestWarning

        there = client("requests", "n1", verify=False)
        proxies = {"http": f"http://{address}:3128", "https": f"http://{address}:3128"}
        with pytest.warns(InsecureRequestWarning):
            assert [there.get(url, proxies=proxies).content for url in urls] == [b"k" * 1024] * 3
        # As requests before 2.32 asked.
        pool = there.get_adapter(urls[0]).get_connection(urls[0], proxies)
        assert pool.request("GET", "/k").data == b"k" * 1024
        pool.close()
    assert decoy == []


@pytest.mark.parametrize("kind", WAYS)
def test_redirects(client: Callable[..., Any], web: Web, kind: str) -> None:
    import httpx
    import requests

    follow = {"follow_redirects": True} if kind == "httpx" else {}
    one = client(kind, "n1", verify=web.ca)
    assert one.get("/secure", **follow).url == "https://n1/k"
    refused = httpx.UnsupportedProtocol if kind == "httpx" else requests.exceptions.InvalidURL
    with pytest.raises(refused, match="lab/n1 redirects to localhost, its own loopback"):
        one.get("/loopback", **follow)
    anywhere = client(kind, "n1", verify=web.ca, other_hosts=True)
    assert anywhere.get("/loopback", **follow).text.split()[1:] == ["8081", "localhost"]
    with pytest.raises(refused, match=r"'192\.0\.2\.1' is not lab/n1"):
        one.get("/away", **follow)


@pytest.mark.parametrize("kind", WAYS)
def test_other_places_of_the_node(client: Callable[..., Any], lab: Cluster, web: Web, kind: str) -> None:
    assert client(kind, "n1").get("http://localhost:8081/connection").text.split()[1] == "8081"
    by_socket = client(kind, "n1", unix_socket=f"{web.directory}/web.sock")
    assert by_socket.get("http://anything/connection").text.split()[-1] == "anything"
    # From n2, what n2 reaches.
    through = client(kind, "n2", other_hosts=True)
    assert through.get(f"http://{lab.nodes[0].inner}/k").content == b"k" * 1024


@pytest.mark.parametrize("kind", WAYS)
def test_forwarding_forbidden(
    client: Callable[..., Any], cluster: Cluster, background: Background, web: Web, kind: str
) -> None:
    from virtreach.shell.http import NetcatSocket, SshProxySocket
    from virtreach.shell.http.clients import blocking_destination

    for proxy in cluster.proxies:
        proxy.serve("AllowTcpForwarding no")
    one = client(kind, "n1", verify=web.ca)
    assert len({one.get("/connection").text for _ in range(3)}) == 1
    assert len(one.get("https://n1/big").content) == BIG
    destination = blocking_destination("n1", inventory=inventory(cluster), background=background)
    with destination.connect("n1", 80, 5.0) as relayed:
        assert isinstance(relayed, NetcatSocket)
        assert relayed.way in ("socat", "python3", "nc", "bash")
        relayed.settimeout(0.05)
        with pytest.raises(TimeoutError):
            relayed.recv(1)
    with destination.connect("localhost", 8081) as direct:
        assert (type(direct), direct.way) == (SshProxySocket, "direct")


@pytest.mark.parametrize("kind", WAYS)
def test_errors_of_the_way_are_the_cause(
    client: Callable[..., Any], cluster: Cluster, web: Web, kind: str
) -> None:
    import httpx
    import requests

    failed = requests.exceptions.ConnectionError if kind == "requests" else httpx.ConnectError

    def cause(url: str, **how: Any) -> list[type[BaseException]]:
        with pytest.raises(failed) as caught:
            client(kind, "n1", **how).get(url)
        found: list[type[BaseException]] = []
        error: Any = caught.value
        while error is not None:
            found.append(type(error))
            reason = getattr(error, "reason", None)
            error = reason if isinstance(reason, Exception) else error.__cause__ or error.__context__
        return found

    assert NodeRefused in cause("http://n1:81/")
    for proxy in cluster.proxies:
        proxy.serve("AllowTcpForwarding no", "SetEnv PATH=/proc/none")
    assert RelayMissing in cause("http://n1/")
    text = inventory_text(cluster).replace("connect_timeout = 60", 'ways = ["direct"]')
    assert ForwardingForbidden in cause("http://n1/", inventory=Inventory.parse(text))


@pytest.mark.parametrize("kind", WAYS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_killed_proxy_breaks_the_answer_and_the_next_goes_on(
    client: Callable[..., Any], cluster: Cluster, web: Web, kind: str, scheme: str
) -> None:
    import httpx
    import requests

    one = client(kind, "n1", verify=web.ca)
    url = f"{scheme}://n1/slow"
    received = 0

    def read() -> None:
        nonlocal received
        with contextlib.ExitStack() as stack:
            if kind == "requests":
                pieces = stack.enter_context(one.get(url, stream=True)).iter_content(4096)
            else:
                pieces = stack.enter_context(one.stream("GET", url)).iter_raw()
            for piece in pieces:
                received += len(piece)
                cluster.proxies[0].kill_sshd()

    with pytest.raises((requests.RequestException, httpx.ReadError), match="lost") as caught:
        read()
    assert 0 < received < SLOW
    assert "HopLost" in repr(caught.value) or isinstance(caught.value.__cause__, HopLost)
    assert one.get(f"{scheme}://n1/k").content == b"k" * 1024


async def turns() -> None:
    """Let the event loop do all that it has to."""
    for _ in range(100):
        await asyncio.sleep(0)


@pytest.mark.parametrize("kind", WAYS)
def test_idle_connection_of_a_lost_proxy_is_replaced(
    client: Callable[..., Any], cluster: Cluster, background: Background, web: Web, kind: str
) -> None:
    read = inventory(cluster)
    one = client(kind, "n1", inventory=read)
    assert one.get("/k").status_code == 200
    way = background.reach(read).ways_to(read.node("n1"))[0]
    cluster.proxies[0].kill_sshd()
    ends = time.monotonic() + 10 * patience()
    while background.pool.links(way):
        assert time.monotonic() < ends
        time.sleep(0.005)
    background.do(turns())
    # A request that nobody may send twice is sent once, by the other proxy.
    assert one.post("/connection").status_code in (200, 405)
    assert background.reach(read).ways_to(read.node("n1"))[0] != way


def test_what_may_have_been_done_is_not_sent_twice(
    client: Callable[..., Any], cluster: Cluster, habits: Service
) -> None:
    import requests

    one = client("requests", "n2", HTTP, max_retries=3)

    def kill_when(line: str) -> threading.Thread:
        def wait() -> None:
            habits.wait_for(line)
            cluster.proxies[0].kill_sshd()

        thread = threading.Thread(target=wait)
        thread.start()
        return thread

    thread = kill_when("POST /hang")
    with pytest.raises(requests.exceptions.ConnectionError, match="lost"):
        one.post("/hang", data=b"x", timeout=30)
    thread.join()
    assert habits.log.count("POST /hang") == 1
    cluster.proxies[0].heal()
    # What does no harm is asked again, through the other proxy.
    thread = kill_when("GET /hang-once")
    assert one.get("/hang-once", timeout=30).text == "n2 0"
    thread.join()
    assert habits.log.count("GET /hang-once") == 2


@pytest.mark.parametrize("kind", WAYS)
def test_truncated_answers_and_timeouts(client: Callable[..., Any], habits: Service, kind: str) -> None:
    import httpx
    import requests

    one = client(kind, "n2", HTTP)
    short = requests.exceptions.ChunkedEncodingError if kind == "requests" else httpx.RemoteProtocolError
    with pytest.raises(short):
        one.get("/short")
    late = requests.exceptions.ReadTimeout if kind == "requests" else httpx.ReadTimeout
    with pytest.raises(late):
        one.get("/hang", timeout=0.2)


@pytest.mark.parametrize("kind", WAYS)
def test_equal_addresses_of_two_clusters_never_meet(
    client: Callable[..., Any], cluster: Cluster, background: Background, tmp_path: Path, kind: str
) -> None:
    address = "10.99.0.5"
    text = ""
    with contextlib.ExitStack() as stack:
        for proxy in cluster.proxies:
            ip = proxy.on_its_network("ip", "address")
            subprocess.run([*ip, "add", f"{address}/32", "dev", "lo"], check=True)
            stack.callback(subprocess.run, [*ip, "del", f"{address}/32", "dev", "lo"], check=True)
            stack.enter_context(service(proxy, address, tmp_path / proxy.name))
            text += (
                f'[clusters.of-{proxy.name}]\nuser = "root"\nkeyfile = "{cluster.directory}/user"\n'
                f'[clusters.of-{proxy.name}.groups.g]\nis_proxy = true\nnodes = [{{ name = "p", '
                f'address = "{proxy.outer}", host_key = "{proxy.host_key}" }}]\n'
                f'[clusters.of-{proxy.name}.groups.w]\nnodes = [{{ name = "w", internal_address = "{address}" }}]\n'
            )
        both = Inventory.parse(text)
        clients = {
            name: client(kind, f"of-{name}/w", HTTP, inventory=both, background=background)
            for name in ("p1", "p2")
        }
        for _ in range(3):
            for name, one in clients.items():
                assert one.get(f"http://{address}:{HTTP}/who").text == f"{name} 0"


async def test_nodes_that_are_reached_directly(
    client: Callable[..., Any], async_client: Callable[..., Any], cluster: Cluster, tmp_path: Path
) -> None:
    with service(cluster.proxies[1], "0.0.0.0", tmp_path / "log"):
        for kind in WAYS:
            one = client(kind, "p2", HTTP)
            assert {one.get("/who").text for _ in range(3)} == {"p2 0"}
        other = await async_client("p2", HTTP)
        assert {(await other.get("/who")).text for _ in range(3)} == {"p2 0"}


def test_a_child_opens_connections_of_its_own(cluster: Cluster, web: Web) -> None:
    from virtreach.routes.ssh.background import shared
    from virtreach.shell.http import node_session

    with node_session("n1", inventory=inventory(cluster)) as session:
        first = session.get("/connection").text
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of forks where there are threads
            pid = os.fork()
        if pid == 0:
            try:
                os.write(writing, session.get("/connection").text.encode())
            finally:
                os._exit(0)
        os.close(writing)
        with open(reading) as said:
            assert said.read().split()[1] == "80"
        assert os.waitpid(pid, 0)[1] == 0
        assert session.get("/connection").text == first
    shared().close()


def test_many_threads(client: Callable[..., Any], web: Web) -> None:
    one = client("requests", "n1", pool_maxsize=20)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(5):
                assert one.get("/k").content == b"k" * 1024
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


Run = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def command(cluster: Cluster, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run `virtreach http` on the controller."""
    file = tmp_path / "inventory.toml"
    file.write_text(inventory_text(cluster))

    def run(*words: str) -> tuple[int, bytes, str]:
        code = virtreach(["http", "--inventory", str(file), *words])
        said = capfdbinary.readouterr()
        return code, said.out, said.err.decode()

    return run


def test_command(command: Run, cluster: Cluster, web: Web, habits: Service, tmp_path: Path) -> None:
    assert command("n1", "/k") == (0, b"k" * 1024, "")
    code, out, said = command("lab/n1", "-i", ":80/connection")
    assert (code, said) == (0, "")
    assert out.startswith(b"HTTP/1.1 200 OK\nServer: nginx")
    assert out.split(b"\n\n")[1].split()[1:] == [b"80", b"n1"]
    body = tmp_path / "body"
    body.write_bytes(b"12345")
    assert command("n2", f":{HTTP}/x", "-d", f"@{body}") == (0, b"n2 5", "")
    code, out, said = command("n1", "https://n1/k", "--cacert", web.ca, "-o", str(tmp_path / "k"))
    assert (code, out.decode(), said) == (0, f"1024 bytes written to {tmp_path}/k\n", "")
    assert (tmp_path / "k").read_bytes() == b"k" * 1024
    code, out, _ = command("--json", "n1", "https://n1/connection", "-k")
    answer = json.loads(out)
    assert (code, answer["status"], answer["text"].split()[1]) == (0, 200, "443")
    code, out, _ = command("--json", "n1", "http://me:secret@n1/k", "-o", str(tmp_path / "k"))
    answer = json.loads(out)
    assert (code, answer["url"], answer["bytes"]) == (0, "http://n1/k", 1024)
    # A program of its own, for what only that has.
    words = [sys.executable, "-m", "virtreach", "http", "--inventory", str(tmp_path / "inventory.toml")]
    done = subprocess.run([*words, "n2", f":{HTTP}/x", "-d", "@-"], input=b"123", capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"n2 3", b"")


def test_command_says_what_failed(command: Run, web: Web, habits: Service) -> None:
    code, out, said = command("n1", "/nothing")
    assert (code, said) == (1, "virtreach: n1: 404 Not Found\n")
    assert b"404" in out
    code, _, said = command("n1", ":81/")
    assert (code, said.count("connection refused")) == (3, 1)
    code, _, said = command("n1", "https://n1/k")
    assert (code, "certificate" in said) == (3, True)
    code, _, said = command("n1", "/away", "-L")
    assert (code, "'192.0.2.1' is not lab/n1" in said) == (2, True)
    code, _, said = command("n2", f":{HTTP}/hang", "-d", "x", "--timeout", "0.5")
    assert (code, "may have been carried out" in said) == (5, True)
    assert command("n1", "ftp://n1/")[0] == 2
