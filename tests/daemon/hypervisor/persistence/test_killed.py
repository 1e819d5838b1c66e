"""A daemon that is killed, again and again, under load: whatever it has acknowledged is there afterwards."""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

import virtreach
from tests.daemon.hypervisor.persistence.shelves import definition
from tests.daemon.process import Virtreachd
from tests.daemon.raw import Raw
from tests.needs import need
from virtreach.errors.libvirt import LibvirtError
from virtreach.protocol import remote as P

DRIVER = "virtreach.daemon.hypervisor.driver:TestDriver"


class Keeping(Virtreachd):
    """A daemon with the test hypervisor, whose state is in a file.

    Args:
        directory: for everything.
        before: words that stand before the command.
    """

    def __init__(self, directory: Path, before: list[str] | None = None) -> None:
        super().__init__(directory)
        self.config.write_text(
            f'unix_sock_dir = "{directory}"\nstate_file = "{directory}/state"\nlog_level = 2\n'
        )
        self.before = before or []

    @property
    def command(self) -> list[str]:
        return [*self.before, *super().command]

    def __enter__(self) -> Keeping:
        super().__enter__()
        return self

    def kill(self) -> None:
        """End it at once, wherever it is."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    async def connect(self) -> Raw:
        """A client of bare frames."""
        return await (await Raw.connect(f"{self.directory}/libvirt-sock")).open()


async def press(daemon: Keeping, prefix: str, stop: int, kept: list[tuple[str, bytes, int]]) -> None:
    """Define, start and snapshot domains until the daemon is killed, which happens after so many answers."""
    raw = await daemon.connect()
    try:
        for number in range(100_000):
            frames = [
                raw.frame(P.DOMAIN_DEFINE_XML, definition(f"{prefix}-{number}-{place}")) for place in range(4)
            ]
            raw.send(b"".join(frames))
            for _ in frames:
                dom = (await raw.reply(P.DOMAIN_DEFINE_XML)).dom
                kept.append((dom.name, dom.uuid, -1))
            dom = (await raw.call(P.DOMAIN_CREATE_WITH_FLAGS, dom, 0)).dom
            kept[-1] = (dom.name, dom.uuid, dom.id)
            if len(kept) > stop and daemon.process is not None and daemon.process.returncode is None:
                daemon.kill()
    except (ConnectionError, asyncio.IncompleteReadError):
        return
    finally:
        await raw.close()


async def test_what_was_acknowledged_is_there(tmp_path: Path) -> None:
    kept: list[tuple[str, bytes, int]] = []
    for turn in range(5):
        daemon = Keeping(tmp_path)
        daemon.__enter__()
        try:
            stop = len(kept) + 10 + 7 * turn
            async with asyncio.timeout(60):
                await asyncio.gather(*[press(daemon, f"d{turn}{client}", stop, kept) for client in range(3)])
        finally:
            daemon.kill()
        with Keeping(tmp_path) as daemon:
            raw = await daemon.connect()
            found = (await raw.call(P.CONNECT_LIST_ALL_DOMAINS, 1, 0)).domains
            await raw.close()
        assert "Traceback" not in daemon.log
        there = {(name, uuid): number for name, uuid, number in found}
        for name, uuid, number in kept:
            # What was defined may have been started since, and the answer lost.
            assert there[name, uuid] == number or number == -1
        assert len(there) <= 1 + len(kept) + 3 * 4 * (turn + 1)


def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    need("sh")
    with Keeping(tmp_path):
        pass
    size = (tmp_path / "state").stat().st_size // 512 + 400
    small = Keeping(tmp_path, ["sh", "-c", f'ulimit -f {size}; exec "$@"', "sh"])
    names = ["test"]
    failure = ""
    with small, virtreach.connect(small.uri()) as conn:
        while not failure:
            try:
                names.append(conn.domains.define_xml(definition(f"d{len(names)}")).name)
            except LibvirtError as error:
                failure = error.message
        assert "the state cannot be written" in failure
        assert [domain.name for domain in conn.domains.list()] == names
        with pytest.raises(LibvirtError, match="cannot be written"):
            conn.domains.lookup_by_name("test").suspend()
        assert conn.domains.lookup_by_name("test").state()[0] == 1
    assert len(names) > 3
    assert "the state cannot be written, and goes back to" in small.log
    with Keeping(tmp_path) as daemon, virtreach.connect(daemon.uri()) as conn:
        assert [domain.name for domain in conn.domains.list()] == names
        conn.domains.define_xml(definition("at last"))


def test_a_damaged_file_stops_the_start(tmp_path: Path) -> None:
    with Keeping(tmp_path):
        pass
    shutil.copy(tmp_path / "state", tmp_path / "copy")
    (tmp_path / "state").write_bytes(b"\0" * 5000)
    daemon = Keeping(tmp_path)
    done = subprocess.run(daemon.command, env=daemon.environment, capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    says = f"{tmp_path}/state: is no state file of virtreachd; it was left as it is\n"
    line = daemon.config.read_text().partition("state_file")[0].count("\n") + 1
    assert done.stderr == f"virtreachd: {daemon.config}:{line}: state_file: {says}"
    shutil.copy(tmp_path / "copy", tmp_path / "state")
    with Keeping(tmp_path) as daemon:
        again = subprocess.run(
            [*daemon.command, "--check"], env=daemon.environment, capture_output=True, text=True, timeout=30
        )
        assert again.returncode == 0, again.stderr
        assert f'state_file = "{tmp_path}/state"' in again.stdout


def test_limits_and_faults_are_read_again(tmp_path: Path) -> None:
    daemon = Keeping(tmp_path)
    text = daemon.config.read_text()
    daemon.config.write_text(text + "fault_injection = 1\n")
    with daemon, virtreach.connect(daemon.uri()) as conn:
        test = conn.domains.lookup_by_name("test")
        test.suspend()
        assert daemon.process is not None
        more = 'fault_injection = 1\nfaults = ["error:domain_resume:1:no way"]\ntest_max_objects = 1\n'
        for body, says in (
            (text + "fault_injection = 1\nfaults = ['?']\n", "the configuration stays as it was"),
            (text.replace("/state", "/other"), "state_file cannot change while the daemon runs"),
            (text + more, "the configuration was read again"),
        ):
            daemon.config.write_text(body)
            daemon.process.send_signal(signal.SIGHUP)
            deadline = time.monotonic() + 20
            while says not in daemon.log:
                assert time.monotonic() < deadline, daemon.log
                time.sleep(0.01)
        with pytest.raises(LibvirtError, match="no way"):
            test.resume()
        with pytest.raises(LibvirtError, match="test_max_objects"):
            conn.domains.define_xml(definition("d"))


def test_a_successor_goes_on_with_the_file(tmp_path: Path) -> None:
    daemon = Keeping(tmp_path)
    with daemon:
        with virtreach.connect(daemon.uri()) as conn:
            conn.domains.define_xml(definition("kept")).start()
            before = [(one.name, one.uuid, one.id) for one in conn.domains.list()]
        assert daemon.process is not None
        daemon.process.send_signal(signal.SIGUSR2)
        deadline = time.monotonic() + 20
        while daemon.log.count("event=start") < 2:
            assert time.monotonic() < deadline, daemon.log
            time.sleep(0.01)
        with virtreach.connect(daemon.uri()) as conn:
            assert [(one.name, one.uuid, one.id) for one in conn.domains.list()] == before
            conn.domains.lookup_by_name("kept").suspend()
