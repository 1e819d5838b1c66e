"""The daemon in a thread: ``test:///default`` in the process that opens it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import virtreach
from tests.test_layering import SOURCE, modules
from virtreach import aio
from virtreach.daemon.embedded import EmbeddedDaemon
from virtreach.daemon.house import House
from virtreach.daemon.hypervisor.driver import TestDriver
from virtreach.errors import ConnectError, LibvirtError, URIError, UsageError
from virtreach.errors.libvirt import NoDomain
from virtreach.routes import EmbeddedRoute, embedded, plan

URI = "test:///default"
NODE = """<node><domain type='test'>
  <name>from-file</name><memory>1024</memory><os><type>hvm</type></os>
</domain></node>"""


def run(program: str, *, status: int = 0) -> str:
    """Run a program in an interpreter of its own, warnings being errors, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import os, sys, virtreach\n" + program],
        env={"PYTHONPATH": str(SOURCE), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (status, "")
    return done.stdout


def domain(name: str) -> str:
    return f"<domain type='test'><name>{name}</name><memory>1024</memory><os><type>hvm</type></os></domain>"


def test_no_daemon_is_needed() -> None:
    with virtreach.connect(URI) as conn:
        assert "test" in [each.name for each in conn.domains.list()]
        assert conn.host.uri() == URI
        assert isinstance(conn.route, EmbeddedRoute)


def test_all_connections_of_a_process_meet_the_same_objects() -> None:
    with virtreach.connect(URI) as conn:
        made = conn.domains.define_xml(domain("shared"))
    try:
        with virtreach.connect(URI) as conn:
            assert conn.domains.lookup_by_name("shared").uuid == made.uuid

        async def look() -> object:
            async with aio.connect(URI) as other:
                return (await other.domains.lookup_by_name("shared")).uuid

        assert asyncio.run(look()) == made.uuid
    finally:
        with virtreach.connect(URI) as conn:
            conn.domains.lookup_by_name("shared").undefine()


def test_a_file_describes_other_objects(tmp_path: Path) -> None:
    path = tmp_path / "node.xml"
    path.write_text(NODE)
    with virtreach.connect(f"test://{path}") as conn:
        assert [each.name for each in conn.domains.list()] == ["from-file"]
    with pytest.raises(LibvirtError, match="failed to open"):
        virtreach.connect("test:///proc/none/node.xml")


def test_who_names_a_transport_or_a_socket_means_a_daemon() -> None:
    assert plan(URI, warn=None).transport == "embedded"
    assert plan(URI, warn=None).protected
    assert plan("test+unix:///default", warn=None).transport == "unix"
    assert plan("test:///default?socket=/run/x", warn=None).target == "/run/x"
    assert plan("test://host/default", warn=None).transport == "tls"
    with pytest.raises(URIError, match="not known"):
        plan("test+embedded:///default")


def test_a_uri_of_somebody_else_has_no_file_read() -> None:
    assert plan(URI, allow_programs=False).transport == "embedded"
    with pytest.raises(URIError, match="would have a file"):
        plan("test:///etc/passwd", allow_programs=False)


def test_readonly() -> None:
    with (
        virtreach.connect(URI, readonly=True) as conn,
        pytest.raises(LibvirtError, match="read only access prevents"),
    ):
        conn.domains.define_xml(domain("never"))


def test_threads_at_once() -> None:
    """Many threads open the first connections together: there is one daemon, and each gets its answers."""
    program = """
import threading
gate = threading.Barrier(8)
names, failures = [], []
def work(number):
    try:
        gate.wait()
        with virtreach.connect("test:///default") as conn:
            conn.domains.define_xml(
                f"<domain type='test'><name>d{number}</name><memory>1</memory><os><type>hvm</type></os></domain>")
            for _ in range(20):
                assert conn.domains.lookup_by_name(f"d{number}").name == f"d{number}"
            names.append(number)
    except BaseException as error:
        failures.append(error)
threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
for each in threads: each.start()
for each in threads: each.join()
assert not failures, failures
print(sum(each.name == "virtreach-embedded" for each in threading.enumerate()))
with virtreach.connect("test:///default") as conn: print(len(conn.domains.list()))
"""
    assert run(program) == "1\n9\n"


def test_the_interpreter_ends_with_connections_open() -> None:
    program = """
conn = virtreach.connect("test:///default")
feed = conn.events.domain()
guest = conn.domains.create_xml("<domain type='test'><name>guest</name><memory>1</memory><os><type>hvm</type></os>"
                                "<devices><console type='pty'/></devices></domain>")
console = guest.open_console()
print(console.recv() != b"")
os.write(1, b"end\\n")
"""
    done = subprocess.run(
        [sys.executable, "-c", "import os, virtreach\n" + program],
        env={"PYTHONPATH": str(SOURCE), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(done.stdout.split()) == ["True", "end"]


def test_nothing_is_complained_of_at_the_end() -> None:
    assert run('with virtreach.connect("test:///default") as conn: print(conn.host.type())') == "TEST\n"


def test_an_exit_in_the_middle_of_a_call() -> None:
    """The main thread ends while another one is calling."""
    program = """
import threading, time
conn = virtreach.connect("test:///default")
started = threading.Event()
def work():
    try:
        while True:
            conn.host.uri()
            started.set()
    except virtreach.errors.VirtreachError:
        pass
threading.Thread(target=work, daemon=True).start()
started.wait()
sys.exit(3)
"""
    assert run(program, status=3) == ""


def test_a_forked_child_begins_anew() -> None:
    """It has nothing of its parent's, and the parent loses nothing by it."""
    program = """
import warnings
warnings.simplefilter("ignore", DeprecationWarning)  # from 3.12 on: there are threads
conn = virtreach.connect("test:///default")
conn.domains.lookup_by_name("test").destroy()
pid = os.fork()
if not pid:
    try:
        conn.host.uri()
    except virtreach.errors.ConnectionLost as error:
        print("a fork" in str(error))
    with virtreach.connect("test:///default") as own:
        print(own.domains.lookup_by_name("test").is_active())
    conn.close()
    sys.stdout.flush()
    sys.exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
print(conn.domains.lookup_by_name("test").is_active())
conn.close()
"""
    assert run(program) == "True\nTrue\n0\nFalse\n"


def test_what_needs_no_hypervisor_loads_none() -> None:
    """The door is the only place where the lower floors name the daemon."""
    named = [
        name
        for name, path in modules(SOURCE).items()
        if name.split(".")[1:2] and name.split(".")[1] not in ("daemon", "testing", "cli", "__main__")
        if "virtreach.daemon" in path.read_text()
    ]
    assert named == ["virtreach.routes.embedded"]
    assert embedded.HOME == EmbeddedDaemon.__module__
    assert run('virtreach.routes = __import__("virtreach.routes.blocking_dial"); '
               'print("virtreach.daemon" in sys.modules, "asyncio" in sys.modules)') == "False False\n"  # fmt: skip


class TestEmbeddedDaemon:
    def test_its_thread_does_what_it_is_asked_for(self) -> None:
        with EmbeddedDaemon(House([TestDriver()])) as daemon:
            assert daemon.run(threading.current_thread) is not threading.current_thread()
            with pytest.raises(ZeroDivisionError):
                daemon.run(lambda: 1 // 0)
            with pytest.raises(UsageError):
                daemon.run(lambda: daemon.run(int))
            assert daemon.running
        assert not daemon.running

    def test_after_its_end_nothing_connects(self) -> None:
        daemon = EmbeddedDaemon(House([TestDriver()]))
        with pytest.raises(ConnectError, match="does not run"):
            daemon.connect()
        daemon.start()
        stream = daemon.connect()
        daemon.stop()
        daemon.stop()
        assert stream.recv(1) == b""
        stream.close()
        for use in (daemon.connect, lambda: daemon.run(int)):
            with pytest.raises(ConnectError, match="does not run"):
                use()

    def test_a_start_that_fails_says_why(self) -> None:
        class Broken:
            door = "a door"
            place = "nowhere"

            def start(self, house: House) -> None:
                raise OSError("no such luck")

            def close(self) -> None:
                """Nothing is open."""

        before = threading.active_count()
        with pytest.raises(ConnectError, match="no such luck"):
            EmbeddedDaemon(House([TestDriver()]), [Broken()]).start()  # type: ignore[list-item]
        assert threading.active_count() == before

    def test_two_of_them_do_not_mix(self) -> None:
        """Each has a loop and a read buffer of its own."""
        with EmbeddedDaemon(House([TestDriver()])) as one, EmbeddedDaemon(House([TestDriver()])) as other:
            assert one.run(lambda: one._house.view) is not other.run(lambda: other._house.view)


def test_errors_are_those_of_any_daemon() -> None:
    with virtreach.connect(URI) as conn, pytest.raises(NoDomain):
        conn.domains.lookup_by_name("nobody")
