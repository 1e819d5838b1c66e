"""`LibvirtServer`: what a test has in hand."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import monotonic

import pytest

import virtreach
from tests.needs import patience
from tests.test_layering import SOURCE
from virtreach import aio
from virtreach.errors import (
    CallInterrupted,
    CallTimeout,
    ConnectError,
    ConnectionLost,
    LibvirtError,
    UsageError,
)
from virtreach.errors.libvirt import NoDomain
from virtreach.testing import LibvirtServer


def domain(name: str) -> str:
    return f"<domain type='test'><name>{name}</name><memory>1024</memory><os><type>hvm</type></os></domain>"


OBJECTS = {
    "domain": domain("one"),
    "network": "<network><name>lan</name></network>",
    "pool": "<pool type='dir'><name>store</name><target><path>/srv/store</path></target></pool>",
    "interface": "<interface type='ethernet' name='eth7'><start mode='none'/></interface>",
    "filter": "<filter name='quiet'/>",
    "device": "<device><name>scsi_host9</name><parent>scsi_host1</parent><capability type='scsi_host'>"
    "<capability type='fc_host'><wwnn>2000000012341234</wwnn><wwpn>1000000012341234</wwpn></capability>"
    "</capability></device>",
}
SECRET = (
    "<secret><uuid>0f2f7c5e-5a0e-4e3a-8a54-6d7a3f6f1b10</uuid>"
    "<usage type='volume'><volume>/srv/x</volume></usage></secret>"
)


@pytest.fixture
def server() -> Iterator[LibvirtServer]:
    with LibvirtServer() as one:
        yield one


def names(uri: str) -> list[str]:
    with virtreach.connect(uri) as conn:
        return [each.name for each in conn.domains.list()]


class TestConnecting:
    def test_blocking(self, server: LibvirtServer) -> None:
        with server.connect() as conn:
            assert [each.name for each in conn.domains.list()] == ["test"]
        assert names(server.uri) == ["test"]

    async def test_asyncio(self, server: LibvirtServer) -> None:
        async with server.aio_connect() as conn:
            assert [each.name for each in await conn.domains.list()] == ["test"]
        async with aio.connect(server.uri, readonly=True) as conn:
            with pytest.raises(LibvirtError, match="read only access prevents"):
                await conn.domains.define_xml(domain("never"))

    def test_tls(self, server: LibvirtServer) -> None:
        uri = server.tls_uri
        assert uri == server.tls_uri
        with virtreach.connect(uri) as conn:
            assert conn.route.encrypted
            assert conn.domains.count() == 1
        with pytest.raises(ConnectError):
            virtreach.connect(uri.partition("?")[0] + "?pkipath=/proc/none")

    def test_another_process(self, server: LibvirtServer) -> None:
        program = "import sys, virtreach; print(virtreach.connect(sys.argv[1]).domains.list()[0].name)"
        for uri in (server.uri, server.tls_uri):
            done = subprocess.run(
                [sys.executable, "-c", program, uri],
                env={"PYTHONPATH": str(SOURCE)},
                capture_output=True,
                text=True,
                timeout=60,
                check=True,
            )
            assert done.stdout == "test\n"

    def test_nobody_else_comes_in(self, server: LibvirtServer) -> None:
        directory = Path(server.uri.partition("socket=")[2]).parent
        assert directory.stat().st_mode & 0o777 == 0o700
        assert server.tls_uri
        assert (directory / "clientkey.pem").stat().st_mode & 0o777 == 0o600


class TestObjects:
    @pytest.mark.parametrize("kind", OBJECTS)
    def test_each_kind(self, server: LibvirtServer, kind: str) -> None:
        name = server.define(OBJECTS[kind])
        with server.connect() as conn:
            collection = {
                "domain": conn.domains,
                "network": conn.networks,
                "pool": conn.storage_pools,
                "interface": conn.interfaces,
                "filter": conn.nwfilters,
                "device": conn.node_devices,
            }[kind]
            assert collection.lookup_by_name(name).name == name

    def test_what_may_stand_before_the_element(self, server: LibvirtServer) -> None:
        text = "<?xml version='1.0'?>\n<!-- <network/> -->\n  <!-- two -->" + domain("behind")
        assert server.define(text) == "behind"

    def test_a_secret(self, server: LibvirtServer) -> None:
        assert server.define(SECRET) == "0f2f7c5e-5a0e-4e3a-8a54-6d7a3f6f1b10"

    def test_started_at_once(self, server: LibvirtServer) -> None:
        for kind in ("domain", "network", "pool", "interface"):
            server.define(OBJECTS[kind], start=True)
        with server.connect() as conn:
            assert conn.domains.lookup_by_name("one").is_active()
            assert conn.networks.lookup_by_name("lan").is_active()
            assert conn.storage_pools.lookup_by_name("store").is_active()
            assert conn.interfaces.lookup_by_name("eth7").is_active()

    def test_clients_that_listen_hear_of_it(self, server: LibvirtServer) -> None:
        with server.connect() as conn, conn.events.domain() as events:
            server.define(domain("new"))
            assert events.get(timeout=10 * patience()).domain.name == "new"

    def test_nothing_but_what_is_given(self) -> None:
        with LibvirtServer(domain("a"), domain("b"), OBJECTS["network"], empty=True) as server:
            with server.connect() as conn:
                assert [each.name for each in conn.domains.list()] == ["a", "b"]
                assert [each.name for each in conn.networks.list()] == ["lan"]
                assert conn.storage_pools.list() == []
            assert names(server.tls_uri) == ["a", "b"]

    def test_what_cannot_be(self, server: LibvirtServer) -> None:
        with pytest.raises(UsageError, match="<volume> is none of <domain>"):
            server.define("<volume/>")
        with pytest.raises(UsageError, match="no XML"):
            server.define("domain")
        with pytest.raises(LibvirtError):
            server.define("<domain")
        with pytest.raises(UsageError, match="a secret is not started"):
            server.define(SECRET, start=True)
        with pytest.raises(LibvirtError, match="name"):
            server.define("<domain type='test'/>")
        with pytest.raises(UsageError):
            LibvirtServer("<volume/>")
        assert server.define(domain("fine")) == "fine"

    def test_servers_have_nothing_in_common(self, server: LibvirtServer) -> None:
        with LibvirtServer() as other:
            other.define(domain("theirs"))
            other.inject("error", "*")
            assert names(server.uri) == ["test"]
            assert len(other.calls) == 0


class TestFaults:
    def test_an_error(self, server: LibvirtServer) -> None:
        fault = server.inject("error", "domain_create*", code=38, message="no space left", count=1)
        name = server.define(domain("one"))
        with server.connect() as conn:
            with pytest.raises(LibvirtError, match="no space left") as caught:
                conn.domains.lookup_by_name(name).start()
            assert caught.value.code == 38
            assert fault.hits == 1
            conn.domains.lookup_by_name(name).start()

    def test_taken_back(self, server: LibvirtServer) -> None:
        fault = server.inject("error", "connect_list_all_domains")
        with pytest.raises(LibvirtError, match="injected"):
            names(server.uri)
        server.remove(fault)
        assert names(server.uri) == ["test"]

    def test_a_lost_connection(self, server: LibvirtServer) -> None:
        server.inject("drop", "domain_destroy*")
        with server.connect() as conn:
            guest = conn.domains.list()[0]
            with pytest.raises(virtreach.errors.OutcomeUnknown):
                guest.destroy()
            with pytest.raises(ConnectionLost):
                guest.info()

    def test_a_call_that_hangs_holds_up_nobody(self) -> None:
        server = LibvirtServer()
        server.inject("hang", "connect_list_all_domains")
        with server.connect() as conn:
            with conn.deadline(0.01), pytest.raises(CallTimeout):
                conn.domains.list()
            began = monotonic()
            server.close()
        assert monotonic() - began < 0.5 * patience()

    def test_nonsense(self, server: LibvirtServer) -> None:
        with pytest.raises(UsageError, match="no procedure"):
            server.inject("error", "domain_explode")
        with pytest.raises(UsageError, match="no fault"):
            server.inject("mistake")
        with pytest.raises(UsageError, match="a delay needs seconds"):
            server.inject("delay", "domain_create")


class TestCalls:
    def test_what_was_called(self, server: LibvirtServer) -> None:
        server.define(domain("one"))
        with server.connect() as conn:
            conn.domains.lookup_by_name("one")
            with pytest.raises(NoDomain):
                conn.domains.lookup_by_name("two")
        assert [(call.name, call.args.name, call.outcome) for call in server.calls] == [
            ("domain_lookup_by_name", "one", "ok"),
            ("domain_lookup_by_name", "two", "error"),
        ]
        assert isinstance(server.calls.calls[1].error, NoDomain)

    def test_forgotten(self, server: LibvirtServer) -> None:
        names(server.uri)
        server.calls.clear()
        assert list(server.calls) == []


class TestReset:
    def test_everything_is_as_at_the_start(self) -> None:
        with LibvirtServer(domain("given")) as server:
            server.define(domain("later"))
            with server.connect() as conn:
                conn.domains.lookup_by_name("given").undefine()
                later = conn.domains.lookup_by_name("later")
                server.inject("error", "*")
                server.reset()
                assert len(server.calls) == 0
                assert sorted(each.name for each in conn.domains.list()) == ["given", "test"]
                with pytest.raises(NoDomain):
                    later.info()

    def test_events_go_on(self, server: LibvirtServer) -> None:
        with server.connect() as conn, conn.events.domain() as events:
            server.reset()
            server.define(domain("after"))
            assert events.get(timeout=10 * patience()).domain.name == "after"


class TestTheEnd:
    def test_nothing_is_left(self) -> None:
        before = threading.active_count()
        server = LibvirtServer()
        assert server.tls_uri
        directory = Path(server.uri.partition("socket=")[2]).parent
        with server.connect() as conn:
            conn.domains.list()
            server.close()
            server.close()
            assert not directory.exists()
            with pytest.raises((ConnectionLost, CallInterrupted)):
                conn.domains.list()
        with pytest.raises(ConnectError):
            virtreach.connect(server.uri)
        for use in (server.reset, lambda: server.define(domain("x")), lambda: server.tls_uri):
            with pytest.raises(UsageError, match="closed"):
                use()
        # The watcher of blocking connections may go on.
        assert threading.active_count() <= before + 1

    def test_a_program_that_forgets_to_close(self) -> None:
        program = (
            "import os, sys\n"
            "from virtreach.testing import LibvirtServer\n"
            "server = LibvirtServer()\n"
            "if not os.fork(): sys.exit(0)\n"
            "os.wait()\n"
            "print(os.path.dirname(server.uri.partition('socket=')[2]))\n"
            "print(server.connect().domains.count(), flush=True)\n"
        )
        done = subprocess.run(
            # From Python 3.12 on, a fork with threads is warned of.
            [sys.executable, "-W", "ignore::DeprecationWarning", "-c", program],
            env={"PYTHONPATH": str(SOURCE)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        directory, count = done.stdout.split()
        assert (Path(directory).exists(), count) == (False, "1")

    def test_a_start_that_fails_leaves_nothing(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        with pytest.raises(LibvirtError):
            LibvirtServer("<domain type='test'/>")
        assert list(tmp_path.iterdir()) == []

    def test_a_long_temporary_directory(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        long = tmp_path / ("x" * 100)
        long.mkdir()
        monkeypatch.setenv("TMPDIR", str(long))
        with LibvirtServer() as server:
            assert names(server.uri) == ["test"]


def test_many_clients_at_once(server: LibvirtServer) -> None:
    async def work() -> list[int]:
        async def one() -> int:
            async with server.aio_connect() as conn:
                return await conn.domains.count()

        return await asyncio.gather(*(one() for _ in range(50)))

    assert asyncio.run(work()) == [1] * 50


def test_it_is_ready_soon(tmp_path: Path) -> None:
    """Import and start in a fresh interpreter; the figure is in the docs, and here nothing large creeps in unseen."""
    timed = "import time; began = time.perf_counter()\n{}\nprint(time.perf_counter() - began)"
    programs = {
        "asyncio": timed.format("import asyncio"),
        "server": timed.format("from virtreach.testing import LibvirtServer\nserver = LibvirtServer()"),
    }
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(6):
        for name, program in programs.items():
            done = subprocess.run(
                [sys.executable, "-c", program],
                # As it is where it is installed: with bytecode.
                env={"PYTHONPATH": str(SOURCE), "PYTHONPYCACHEPREFIX": str(tmp_path)},
                capture_output=True,
                text=True,
                timeout=60,
                check=True,
            )
            taken[name].append(float(done.stdout))
    # The first ones have made the bytecode.
    assert median(taken["server"][1:]) < 4 * median(taken["asyncio"][1:]), taken
