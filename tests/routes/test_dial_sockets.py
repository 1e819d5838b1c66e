"""Dialling unix and TCP sockets: errors, deadlines, happy eyeballs."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.routes.dialling import KINDS, Collector, echo, exchange, listener, plan_for, serve
from virtreach.errors import ConnectError, ConnectTimeout, UsageError
from virtreach.routes import aio_dial, blocking_dial
from virtreach.routes.addresses import ATTEMPT_DELAY, interleave

pytestmark = pytest.mark.parametrize("kind", KINDS)


def open_and_close(kind: str, uri: str, timeout: float | None = 5.0) -> None:
    exchange(kind, plan_for(uri), b"", timeout=timeout)


def free_port() -> int:
    with listener() as server:
        port: int = server.getsockname()[1]
        return port


class TestUnix:
    @pytest.mark.parametrize("timeout", [None, 5.0])
    def test_a_conversation(self, kind: str, tmp_path: Path, timeout: float | None) -> None:
        with listener(socket.AF_UNIX, str(tmp_path / "s")) as server, serve(server, echo):
            route = plan_for(f"qemu:///system?socket={tmp_path}/s")
            assert exchange(kind, route, b"hello", timeout=timeout) == b"hello"

    def test_no_such_socket(self, kind: str, tmp_path: Path) -> None:
        with pytest.raises(ConnectError, match="is the daemon running") as caught:
            open_and_close(kind, f"qemu:///system?socket={tmp_path}/s")
        assert (caught.value.step, caught.value.target) == ("connect", f"{tmp_path}/s")
        assert isinstance(caught.value.__cause__, FileNotFoundError)

    def test_nobody_listens(self, kind: str, tmp_path: Path) -> None:
        with listener(socket.AF_UNIX, str(tmp_path / "s")):
            pass
        with pytest.raises(ConnectError, match="nothing listens on it"):
            open_and_close(kind, f"qemu:///system?socket={tmp_path}/s")

    def test_a_path_that_is_too_long(self, kind: str, tmp_path: Path) -> None:
        with pytest.raises(ConnectError, match="107 bytes"):
            open_and_close(kind, f"qemu:///system?socket=/{'x' * 200}")

    @pytest.mark.needs("root")
    def test_permission_denied(self, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(self: socket.socket, address: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(socket.socket, "connect", refuse)
        with pytest.raises(ConnectError, match="group that owns the socket"):
            open_and_close(kind, f"qemu:///system?socket={tmp_path}/s")

    def test_a_full_queue_ends_with_the_deadline(self, kind: str, tmp_path: Path) -> None:
        path = str(tmp_path / "s")
        with listener(socket.AF_UNIX, path, backlog=0):
            waiting = []
            try:
                while True:
                    client = socket.socket(socket.AF_UNIX)
                    waiting.append(client)
                    client.setblocking(False)
                    try:
                        client.connect(path)
                    except BlockingIOError:
                        break
                started = time.monotonic()
                with pytest.raises(ConnectTimeout, match="step 'connect'"):
                    open_and_close(kind, f"qemu:///system?socket={path}", timeout=0.1)
                assert 0.05 < time.monotonic() - started < 2
            finally:
                for client in waiting:
                    client.close()


class TestTCP:
    @pytest.mark.parametrize("timeout", [None, 5.0])
    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
    def test_a_conversation(self, kind: str, timeout: float | None, host: str) -> None:
        with listener() as server, serve(server, echo):
            route = plan_for(f"qemu+tcp://{host}:{server.getsockname()[1]}/system")
            assert exchange(kind, route, b"x" * 100_000, timeout=timeout) == b"x" * 100_000

    def test_ipv6(self, kind: str) -> None:
        with listener(socket.AF_INET6, "::1") as server, serve(server, echo):
            route = plan_for(f"qemu+tcp://[::1]:{server.getsockname()[1]}/system")
            assert exchange(kind, route, b"six") == b"six"

    def test_the_sockets_options(self, kind: str) -> None:
        def check(stream: Any) -> None:
            assert stream.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            assert stream.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)

        async def with_asyncio() -> None:
            transport, _ = await aio_dial.dial(route, Collector)
            check(transport.get_extra_info("socket"))
            transport.close()

        with listener() as server:
            route = plan_for(f"qemu+tcp://127.0.0.1:{server.getsockname()[1]}/system")
            if kind == "asyncio":
                asyncio.run(with_asyncio())
            else:
                stream, layer = blocking_dial.dial(route)
                with stream:
                    check(stream)
                assert layer is None

    def test_refused(self, kind: str) -> None:
        port = free_port()
        with pytest.raises(
            ConnectError, match=f"127.0.0.1:{port}: Connection refused.*libvirtd --listen"
        ) as caught:
            open_and_close(kind, f"qemu+tcp://127.0.0.1:{port}/system")
        assert (caught.value.step, caught.value.target) == ("connect", f"127.0.0.1:{port}")
        assert isinstance(caught.value, OSError)

    @pytest.mark.parametrize("timeout", [None, 5.0])
    def test_a_name_without_address(
        self, kind: str, timeout: float | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def unknown(*arguments: object, **options: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        with pytest.raises(ConnectError, match="has no address") as caught:
            open_and_close(kind, "qemu+tcp://no-such-host.invalid/system", timeout=timeout)
        assert caught.value.step == "resolve"

    def test_a_deadline_that_has_passed(self, kind: str) -> None:
        with listener() as server, pytest.raises(ConnectTimeout):
            open_and_close(kind, f"qemu+tcp://127.0.0.1:{server.getsockname()[1]}/system", timeout=-1.0)

    def test_a_resolver_that_hangs(self, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
        release = threading.Event()

        def hang(*arguments: object, **options: object) -> None:
            release.wait(10)
            raise socket.gaierror(socket.EAI_AGAIN, "try again")

        monkeypatch.setattr(socket, "getaddrinfo", hang)
        started = time.monotonic()
        timer = threading.Timer(0.5, release.set)
        timer.start()
        try:
            with pytest.raises(ConnectTimeout, match="step 'resolve'") as caught:
                open_and_close(kind, "qemu+tcp://slow.test/system", timeout=0.1)
            assert caught.value.step == "resolve"
            assert isinstance(caught.value, TimeoutError)
        finally:
            release.set()
            timer.join()
        assert time.monotonic() - started < 5


class Addresses:
    """A resolver that answers with the addresses it is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.infos: list[tuple[Any, ...]] = []
        real = socket.getaddrinfo

        def answer(host: Any, *arguments: Any, **options: Any) -> Any:
            return list(self.infos) if host == b"two.test" else real(host, *arguments, **options)

        monkeypatch.setattr(socket, "getaddrinfo", answer)

    def add(self, family: int, address: tuple[Any, ...]) -> None:
        self.infos.append((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", address))


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> Addresses:
    return Addresses(monkeypatch)


@pytest.fixture
def silent() -> Iterator[tuple[str, int]]:
    """An address that never answers: a listener whose queue is full, so that SYNs are dropped."""
    with listener(backlog=0) as server:
        address: tuple[str, int] = server.getsockname()
        clients = []
        for _ in range(4):
            client = socket.socket()
            client.setblocking(False)
            client.connect_ex(address)
            clients.append(client)
        time.sleep(0.05)
        yield address
        for client in clients:
            client.close()


class TestHappyEyeballs:
    def test_the_next_address_after_one_that_is_refused(
        self, kind: str, addresses: Addresses, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is tried at once, so a head start of a minute does not show."""
        monkeypatch.setattr("virtreach.routes.addresses.ATTEMPT_DELAY", 60.0)
        monkeypatch.setattr(aio_dial, "ATTEMPT_DELAY", 60.0)
        with listener() as server, serve(server, echo):
            addresses.add(socket.AF_INET6, ("::1", free_port(), 0, 0))
            addresses.add(socket.AF_INET, server.getsockname())
            assert exchange(kind, plan_for("qemu+tcp://two.test/system"), b"hi") == b"hi"

    def test_the_next_address_beside_one_that_is_silent(
        self, kind: str, addresses: Addresses, silent: tuple[str, int]
    ) -> None:
        with listener(socket.AF_INET6, "::1") as server, serve(server, echo):
            addresses.add(socket.AF_INET, silent)
            addresses.add(socket.AF_INET6, server.getsockname())
            started = time.monotonic()
            assert exchange(kind, plan_for("qemu+tcp://two.test/system"), b"hi") == b"hi"
            assert ATTEMPT_DELAY * 0.9 < time.monotonic() - started < ATTEMPT_DELAY + 2

    def test_the_first_address_wins_when_it_answers(self, kind: str, addresses: Addresses) -> None:
        reached = []
        with listener() as first, listener() as second:
            with (
                serve(first, lambda client: reached.append(1)),
                serve(second, lambda client: reached.append(2)),
            ):
                addresses.add(socket.AF_INET, first.getsockname())
                addresses.add(socket.AF_INET, second.getsockname())
                exchange(kind, plan_for("qemu+tcp://two.test/system"), b"x")
        assert reached == [1]

    def test_all_fail_and_each_is_named(self, kind: str, addresses: Addresses) -> None:
        ports = free_port(), free_port()
        addresses.add(socket.AF_INET6, ("::1", ports[0], 0, 0))
        addresses.add(socket.AF_INET, ("127.0.0.1", ports[1]))
        with pytest.raises(ConnectError) as caught:
            open_and_close(kind, "qemu+tcp://two.test/system")
        assert f"[::1]:{ports[0]}: Connection refused" in str(caught.value)
        assert f"127.0.0.1:{ports[1]}: Connection refused" in str(caught.value)

    def test_nobody_answers_until_the_deadline(
        self, kind: str, addresses: Addresses, silent: tuple[str, int]
    ) -> None:
        addresses.add(socket.AF_INET, silent)
        addresses.add(socket.AF_INET, silent)
        addresses.add(socket.AF_INET, (silent[0], free_port()))
        before = len(os.listdir("/proc/self/fd"))
        started = time.monotonic()
        with pytest.raises(ConnectTimeout, match="step 'connect'"):
            open_and_close(kind, "qemu+tcp://two.test/system", timeout=0.6)
        assert 0.5 < time.monotonic() - started < 3
        assert len(os.listdir("/proc/self/fd")) == before

    def test_families_take_turns(self, kind: str) -> None:
        four, six = socket.AF_INET, socket.AF_INET6
        names = [(six, "a"), (six, "b"), (six, "a"), (four, "c"), (four, "d"), (six, "e")]
        infos: list[Any] = [(family, 1, 6, "", (name, 1)) for family, name in names]
        assert [info[4][0] for info in interleave(infos)] == ["a", "c", "b", "d", "e"]


def test_what_is_no_route(kind: str) -> None:
    with pytest.raises(UsageError):
        exchange(kind, None, b"")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="tls_context_factory"):
        open_and_close(kind, "qemu+tls://127.0.0.1/system")
