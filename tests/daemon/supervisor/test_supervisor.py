"""A daemon of several processes from outside: what clients, administrators and crashes see of it."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

import virtreach
from tests.daemon.hypervisor.compare import play
from tests.daemon.hypervisor.inprocess import InProcess
from tests.daemon.hypervisor.scripts import SCRIPTS
from tests.daemon.process import Virtreachd
from tests.daemon.raw import Raw
from tests.daemon.supervisor.processes import Crew, alive, wait_until
from tests.needs import need, patience
from virtreach.errors import LibvirtError, VirtreachError
from virtreach.session.sasl.secret import Secret
from virtreach.session.sasl.verifiers import make_scram, scram_text

LASTING = "tests.daemon.lasting:LastingDriver"
NEW = "<domain type='test'><name>new</name><memory>1024</memory><os><type>hvm</type></os></domain>"
TOY = "tests.daemon.toy:ToyDriver"


@contextmanager
def only(crew: Crew, pid: int) -> Iterator[None]:
    """Whoever comes within this block is taken in by that worker."""
    others = [other for other in crew.workers if other != pid]
    for other in others:
        os.kill(other, signal.SIGSTOP)
    try:
        yield
    finally:
        for other in others:
            os.kill(other, signal.SIGCONT)


def usable(conn: virtreach.Connection) -> bool:
    try:
        conn.host.hostname()
    except VirtreachError:
        return False
    return True


def test_answers_are_those_of_one_process(tmp_path: Path) -> None:
    with Crew(tmp_path) as crew:
        for number, name in enumerate(("lists", "lifecycle", "snapshots")):
            if number:
                crew.restart()
            with virtreach.connect(crew.uri()) as conn:
                relayed = play(conn, SCRIPTS[name])
            assert relayed == play(InProcess(), SCRIPTS[name])


def test_workers_share_the_objects(tmp_path: Path) -> None:
    """What a client of one worker does is seen, and heard, by a client of another one."""
    with Crew(tmp_path) as crew, ExitStack() as stack:
        first, second = crew.workers
        with only(crew, first):
            one = stack.enter_context(virtreach.connect(crew.uri()))
        with only(crew, second):
            other = stack.enter_context(virtreach.connect(crew.uri()))
        with other.events.domain("lifecycle") as events:
            one.domains.define_xml(NEW)
            event = next(iter(events))
            assert event.domain.name == "new"
        assert {domain.name for domain in other.domains.list()} == {"test", "new"}


def test_streams_pass(tmp_path: Path) -> None:
    data = os.urandom(3 << 20)
    with Crew(tmp_path) as crew, virtreach.connect(crew.uri()) as conn:
        pool = conn.storage_pools.lookup_by_name("default-pool")
        volume = pool.volumes.create_xml(
            f"<volume><name>disk</name><capacity>{len(data)}</capacity></volume>"
        )
        volume.upload(data)
        with (tmp_path / "copy").open("wb") as file:
            volume.download(file)
        assert (tmp_path / "copy").read_bytes() == data


def test_a_crash_takes_only_its_own_clients(tmp_path: Path) -> None:
    with Crew(tmp_path) as crew, ExitStack() as stack:
        first, second = crew.workers
        conns = {}
        for pid in (first, second):
            with only(crew, pid):
                conns[pid] = [stack.enter_context(virtreach.connect(crew.uri())) for _ in range(3)]
        os.kill(first, signal.SIGKILL)
        crew.wait_for("killed by SIGKILL; 3 clients")
        crew.wait_for("takes clients", 3)
        assert not any(usable(conn) for conn in conns[first])
        assert all(usable(conn) for conn in conns[second])
        # The new one serves, and its clients have numbers that nobody had.
        (third,) = set(crew.workers) - {second}
        with only(crew, third):
            stack.enter_context(virtreach.connect(crew.uri()))
        with virtreach.connect_admin(crew.admin) as admin:
            server = admin.servers.lookup_by_name("virtreachd")
            numbers = [client.id for client in server.clients()]
            assert len(set(numbers)) == 4
            assert server.client_limits()["nclients"] == 4


def test_a_worker_that_is_asked_to_end_is_replaced(tmp_path: Path) -> None:
    with Crew(tmp_path) as crew:
        first, second = crew.workers
        os.kill(first, signal.SIGTERM)
        crew.wait_for("takes clients", 3)
        wait_until(lambda: len(crew.workers) == 2)
        assert second in crew.workers
        assert "has ended" not in crew.log


def test_crashes_that_go_on_are_answered_more_slowly(tmp_path: Path) -> None:
    with Crew(tmp_path) as crew:
        started = time.monotonic()
        for round_number in range(5):
            os.kill(crew.workers[0], signal.SIGKILL)
            crew.wait_for("takes clients", 3 + round_number)
        # 0 + 0.1 + 0.2 + 0.4 + 0.8
        assert time.monotonic() - started > 1.5


def test_nothing_is_left_of_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    """Nobody else serves its clients, and the next daemon starts at once, on the same sockets."""
    crew = Crew(tmp_path)
    crew.__enter__()
    processes = [crew.nursery, *crew.workers]
    # One of them cannot notice.
    os.kill(processes[1], signal.SIGSTOP)
    with virtreach.connect(crew.uri()) as conn:
        os.kill(crew.pid, signal.SIGKILL)
        wait_until(lambda: not usable(conn))
    assert crew.process is not None
    crew.process.wait()
    again = Crew(tmp_path)
    with again, virtreach.connect(again.uri()) as conn:
        assert usable(conn)
    wait_until(lambda: not any(alive(pid) for pid in processes))


def test_without_its_nursery_the_daemon_renews_itself(tmp_path: Path) -> None:
    with Crew(tmp_path, driver=LASTING) as crew:
        with virtreach.connect(crew.uri()) as conn:
            conn.domains.list()[0].destroy()
        os.kill(crew.nursery, signal.SIGKILL)
        crew.wait_for("takes clients", 4)
        with virtreach.connect(crew.uri()) as conn:
            assert conn.host.library_version() == 1


def test_a_worker_that_hangs_does_not_keep_the_daemon(tmp_path: Path) -> None:
    with Crew(tmp_path, "stop_timeout = 0\n") as crew:
        os.kill(crew.workers[0], signal.SIGSTOP)
        os.kill(crew.pid, signal.SIGTERM)
        assert crew.process is not None
        crew.process.wait(20 * patience())
        assert "does not end and is killed" in crew.log


def test_a_worker_that_hangs_is_replaced(tmp_path: Path) -> None:
    with Crew(tmp_path, "keepalive_interval = 1\nkeepalive_count = 0\n") as crew:
        first, second = crew.workers
        os.kill(first, signal.SIGSTOP)
        crew.wait_for("does not answer and is killed")
        crew.wait_for("takes clients", 3)
        wait_until(lambda: len(crew.workers) == 2)
        assert second in crew.workers


@pytest.mark.parametrize("signals", [[signal.SIGSTOP], [signal.SIGSTOP, signal.SIGUSR2]])
def test_a_nursery_that_hangs_does_not_keep_the_daemon(tmp_path: Path, signals: list[signal.Signals]) -> None:
    with Crew(tmp_path, "stop_timeout = 0\n") as crew:
        nursery, workers = crew.nursery, crew.workers
        for number in signals:
            os.kill(nursery, number)
        os.kill(crew.pid, signal.SIGTERM)
        assert crew.process is not None
        crew.process.wait(20 * patience())
        wait_until(lambda: not any(alive(pid) for pid in (nursery, *workers)))


def test_the_background_and_the_timeout(tmp_path: Path) -> None:
    """It goes there with its workers, renews itself there, and ends once nobody has come for a while."""
    pid_file = tmp_path / "pid"
    crew = Crew(tmp_path, "", "--daemon", "--timeout", "2", "--pid-file", str(pid_file))
    with (tmp_path / "log").open("wb") as log:
        done = subprocess.run(crew.command, env=crew.environment, stderr=log, timeout=60)
    assert done.returncode == 0, crew.log
    pid = int(pid_file.read_text())
    with virtreach.connect(crew.uri()) as conn:
        assert usable(conn)
    os.kill(pid, signal.SIGUSR2)
    wait_until(lambda: crew.log.count("event=start") == 2)
    assert int(pid_file.read_text()) == pid
    with virtreach.connect(crew.uri()) as conn:
        for _ in range(30):
            assert usable(conn)
            time.sleep(0.1)
    wait_until(lambda: not alive(pid))
    assert not pid_file.exists()
    assert not (tmp_path / "libvirt-sock").exists()


def test_limits_hold_for_all_workers_together(tmp_path: Path) -> None:
    with Crew(tmp_path, "max_clients = 3\nmax_anonymous_clients = 3\n") as crew, ExitStack() as stack:
        conns = []
        for pid in (*crew.workers, crew.workers[0]):
            with only(crew, pid):
                conns.append(stack.enter_context(virtreach.connect(crew.uri())))
        # The worker lets it in, and sends it away as soon as it hears that there is no place.
        wait_until(lambda: not _enters(crew))
        assert all(usable(conn) for conn in conns)
        conns.pop().close()
        wait_until(lambda: _enters(crew))


def _enters(crew: Virtreachd) -> bool:
    try:
        with virtreach.connect(crew.uri()) as conn:
            return usable(conn)
    except VirtreachError:
        return False


def users(directory: Path) -> str:
    path = directory / "users"
    path.write_text("alice:" + scram_text(make_scram(Secret("right"), iterations=4096)) + "\n")
    path.chmod(0o600)
    return f'auth_unix_rw = "sasl"\nusers_file = "{path}"\n'


def login(crew: Crew, password: str) -> bool:
    try:
        with virtreach.connect(crew.uri(), auth=("alice", password)):
            return True
    except VirtreachError:
        return False


def test_names_are_locked_for_all_workers(tmp_path: Path) -> None:
    text = users(tmp_path) + "max_account_failures = 3\nmax_anonymous_clients = 100\n"
    with Crew(tmp_path, text, driver=TOY) as crew:
        first, second = crew.workers
        with only(crew, first):
            assert login(crew, "right")
            assert not login(crew, "wrong")
            assert login(crew, "right")
            for _ in range(3):
                assert not login(crew, "wrong")
        wait_until(lambda: not login(crew, "right"))
        with only(crew, second):
            assert not login(crew, "right")
        # A worker that comes later knows as well.
        os.kill(first, signal.SIGKILL)
        crew.wait_for("takes clients", 3)
        (third,) = set(crew.workers) - {second}
        with only(crew, third):
            assert not login(crew, "right")


def test_strangers_make_room_in_whichever_worker_they_are(tmp_path: Path) -> None:
    text = users(tmp_path) + "max_anonymous_clients = 2\nmax_anonymous_clients_per_address = 2\n"
    with Crew(tmp_path, text, driver=TOY) as crew, ExitStack() as stack:
        first, second = crew.workers
        silent = []
        for pid in (first, second):
            with only(crew, pid):
                sock = stack.enter_context(socket.socket(socket.AF_UNIX))
                sock.settimeout(10 * patience())
                sock.connect(str(tmp_path / "libvirt-sock"))
                silent.append(sock)
                time.sleep(0.1)
        with only(crew, second):
            assert login(crew, "right")
        # The oldest one had to go, and it was the other worker's.
        assert silent[0].recv(1) == b""
        silent[1].setblocking(False)
        with pytest.raises(BlockingIOError):
            silent[1].recv(1)


def test_a_reload_holds_for_all_or_for_none(tmp_path: Path) -> None:
    text = users(tmp_path) + "sasl_allowed_username_list = []\n"
    with Crew(tmp_path, text, driver=TOY) as crew:
        good = crew.config.read_text()
        first, second = crew.workers
        for pid in (first, second):
            with only(crew, pid):
                assert not login(crew, "right")
        for change, says, welcome in (
            (good + "max_clients = 0\n", "the configuration stays as it was", False),
            (good.replace("[]", '["alice"]'), "the configuration was read again", True),
            (good, "the configuration was read again", False),
        ):
            before = crew.log.count(says)
            crew.config.write_text(change)
            os.kill(crew.pid, signal.SIGHUP)
            crew.wait_for(says, before + 1)
            for pid in (first, second):
                with only(crew, pid):
                    assert login(crew, "right") is welcome
        assert crew.workers == [first, second]


def test_administration_sees_all_workers(tmp_path: Path) -> None:
    with Crew(tmp_path) as crew, ExitStack() as stack:
        first, second = crew.workers
        conns = []
        for pid in (first, second):
            with only(crew, pid):
                conns.append(stack.enter_context(virtreach.connect(crew.uri())))
        admin = stack.enter_context(virtreach.connect_admin(crew.admin))
        server = admin.servers.lookup_by_name("virtreachd")
        clients = server.clients()
        assert len(clients) == 2
        assert {client.info()["unix_process_id"] for client in clients} == {os.getpid()}
        clients[0].close()
        wait_until(lambda: [usable(conn) for conn in conns].count(False) == 1)
        limits = server.client_limits()
        assert (limits["nclients"], limits["nclients_max"]) == (1, 5000)
        server.set_client_limits({"nclients_max": 100})
        assert server.client_limits()["nclients_max"] == 100
        # As many workers as are asked for, and what too many had is lost as in a graceful stop.
        server.set_threadpool({"minWorkers": 3, "maxWorkers": 3})
        crew.wait_for("takes clients", 3)
        assert server.threadpool()["nWorkers"] == 3
        server.set_threadpool({"minWorkers": 1, "maxWorkers": 1})
        wait_until(lambda: crew.workers == [first])
        with pytest.raises(VirtreachError):
            server.set_threadpool({"maxWorkers": 5})
        admin.daemon.set_log_outputs(f"2:file:{tmp_path}/elsewhere")
        with virtreach.connect(crew.uri()):
            wait_until(lambda: "event=login" in (tmp_path / "elsewhere").read_text())
        # So does a worker that comes later.
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: (tmp_path / "elsewhere").read_text().count("takes clients") == 1)
        with virtreach.connect(crew.uri()):
            wait_until(lambda: (tmp_path / "elsewhere").read_text().count("event=login") == 2)
        admin.daemon.set_log_filters("1:daemon")
        assert admin.daemon.log_filters() == "1:*daemon*"
        with virtreach.connect(crew.uri()) as conn:
            assert usable(conn)


def test_faults_are_the_supervisors(tmp_path: Path) -> None:
    text = 'fault_injection = 1\nfaults = [ "error:connect_get_hostname:38:injected" ]\n'
    with Crew(tmp_path, text) as crew, virtreach.connect(crew.uri()) as conn:
        with pytest.raises(VirtreachError, match="injected"):
            conn.host.hostname()
        assert len(conn.domains.list()) == 1


def test_readonly_is_readonly(tmp_path: Path) -> None:
    with Crew(tmp_path) as crew, virtreach.connect(crew.uri(readonly=True)) as conn:
        with pytest.raises(VirtreachError, match="read only"):
            conn.domains.list()[0].destroy()
        with pytest.raises(VirtreachError):
            virtreach.connect(crew.uri().replace("/default", "/proc/none"))


def test_a_long_name_costs_no_worker(tmp_path: Path) -> None:
    """What a client of the least rights wants to open must fit between processes, whatever is in it."""

    async def ask(path: str, length: int) -> str:
        raw = await Raw.connect(path)
        try:
            with pytest.raises(LibvirtError) as caught:
                await raw.open("test:///" + "\x01" * length)
            return str(caught.value.str2)
        finally:
            await raw.close()

    with Crew(tmp_path) as crew:
        before = crew.workers
        path = f"{tmp_path}/libvirt-sock-ro"
        assert asyncio.run(ask(path, 4_000_000)) == "a URI of 4000008 characters"
        assert "\x01" in asyncio.run(ask(path, 8000))
        assert crew.workers == before
        assert "has ended" not in crew.log


def test_workers_do_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What only workers find out ends the start, with a word about it."""
    monkeypatch.setenv("BROKEN", str(tmp_path / "broken"))
    crew = Crew(tmp_path, driver="tests.daemon.supervisor.processes:Broken")
    done = subprocess.run(crew.command, env=crew.environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "the workers do not start" in done.stderr
    assert "it is broken" in done.stderr
    assert not (tmp_path / "libvirt-sock").exists()


def test_metrics_are_those_of_all(tmp_path: Path) -> None:
    need("module:prometheus_client")
    page = tmp_path / "metrics"
    with Crew(tmp_path, f'metrics_listen = "{page}"\n') as crew, ExitStack() as stack:
        for pid in crew.workers:
            with only(crew, pid):
                conn = stack.enter_context(virtreach.connect(crew.uri()))
            conn.host.hostname()
        with socket.socket(socket.AF_UNIX) as sock:
            sock.connect(str(page))
            sock.sendall(b"GET /metrics HTTP/1.0\r\n\r\n")
            text = b"".join(iter(lambda: sock.recv(65536), b"")).decode()
    assert "virtreachd_workers 2.0\n" in text
    answered = re.findall(r"^virtreachd_calls_total{.*hostname.*} (\S+)$", text, re.MULTILINE)
    assert sum(map(float, answered)) == 2
