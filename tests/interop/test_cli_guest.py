"""The command with a booted guest and with volumes that hold data: console, screenshot, uploads, downloads."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import virtreach
from demo.terminal import Console
from tests.daemon.process import Virtreachd
from tests.interop.lab.daemon import Daemon
from tests.interop.test_cli import Command, command_for, listening, on_terminal, start
from tests.test_layering import SOURCE
from tools.guest.build import build
from tools.guest.domain import domain_xml

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

MIB = 1 << 20


@pytest.fixture(scope="module")
def host(qemu_daemon: Daemon) -> Command:
    """`virtreach` on a host with QEMU."""
    return command_for(qemu_daemon.uri())


@pytest.fixture(scope="module")
def guest(host: Command) -> Iterator[str]:
    """A guest that runs; its name."""
    name = "cli-guest"
    host("define", "-", stdin=domain_xml(build(), name))
    host("start", name)
    yield name
    host("destroy", name)
    host("undefine", name)


def test_console_on_a_terminal(guest: str, qemu_daemon: Daemon) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(SOURCE),
        "LIBVIRT_DEFAULT_URI": qemu_daemon.uri(),
    }
    with Console([sys.executable, "-m", "virtreach", "console", guest], environment) as console:
        console.expect("connected to cli-guest", seconds=20)
        console.expect("guest#", nudge="\r", seconds=90)
        console.type("echo $((6 * 7)) is it\r")
        console.expect("42 is it", seconds=20)
        console.type("\x1d")
        console.finish()


def test_console_with_pipes(guest: str, host: Command) -> None:
    done = host("console", guest, "--linger", "1", stdin="\recho $((40 + 2)) by pipe\r")
    assert "42 by pipe" in done.stdout
    assert done.stderr == ""


def test_console_through_a_gateway(guest: str, qemu_daemon: Daemon, tmp_path: Path) -> None:
    hosts = tmp_path / "hosts.toml"
    hosts.write_text(f'[hosts.hv1]\nuri = "{qemu_daemon.uri()}"\nidentities = ["uid {os.getuid()}"]\n')
    with Virtreachd(tmp_path, f'hosts_file = "{hosts}"\n'):
        through = command_for(f"qemu+unix:///system?socket={tmp_path}/libvirt-sock&host=hv1")
        done = through("console", guest, "--linger", "1", stdin="\recho $((40 + 3)) through\r")
        assert "43 through" in done.stdout
        assert done.stderr == ""


def test_console_is_taken_by_one(guest: str, host: Command, qemu_daemon: Daemon) -> None:
    with start(
        "console", guest, uri=qemu_daemon.uri(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdin is not None
        assert first.stdout is not None
        first.stdin.write("\r")
        first.stdin.flush()
        first.stdout.read(1)
        assert "console" in host("console", guest, code=1).stderr
        host("console", guest, "--force", "--linger", "0.2")
        # Whoever had it is told, or sees its end.
        assert first.wait(20) in (0, 1)


def test_screenshots(guest: str, host: Command, tmp_path: Path) -> None:
    for name in ("screen.png", "screen"):
        done = host("screenshot", guest, str(tmp_path / name))
        assert name in done.stdout
        assert (tmp_path / name).read_bytes().startswith((b"\x89PNG", b"P6"))
    assert (tmp_path / "screen.png").read_bytes().startswith(b"\x89PNG")
    host("screenshot", guest, str(tmp_path / "nowhere" / "screen.png"), code=7)


def test_stats_of_a_running_guest(guest: str, host: Command) -> None:
    assert "  vcpu.current = 1\n" in host("stats", guest, "--group", "vcpu").stdout


class TestVolumes:
    @pytest.fixture
    def pool(self, qemu_daemon: Daemon, tmp_path: Path) -> Iterator[str]:
        """A pool with a volume of 8 MiB."""
        place = tmp_path / "pool"
        place.mkdir()
        with virtreach.connect(qemu_daemon.uri()) as connection:
            xml = f"<pool type='dir'><name>cli-pool</name><target><path>{place}</path></target></pool>"
            pool = connection.storage_pools.create_xml(xml)
            pool.volumes.create_xml(
                f"<volume><name>disk</name><capacity>{8 * MIB}</capacity><allocation>0</allocation></volume>"
            )
            yield str(place)
            pool.destroy()

    @pytest.mark.parametrize("sparse", [[], ["--sparse"]])
    def test_up_and_down(self, pool: str, host: Command, tmp_path: Path, sparse: list[str]) -> None:
        source, target = tmp_path / "source", tmp_path / "target"
        with source.open("wb") as file:
            file.write(os.urandom(MIB))
            file.seek(6 * MIB)
            file.write(os.urandom(2 * MIB))
        done = host("vol", "upload", "cli-pool/disk", str(source), *sparse)
        assert done.stdout == f"{8 * MIB} bytes of {source} written to cli-pool/disk\n"
        assert Path(pool, "disk").read_bytes() == source.read_bytes()
        host("vol", "download", f"{pool}/disk", str(target), *sparse)
        assert target.read_bytes() == source.read_bytes()
        if sparse:
            assert target.stat().st_blocks * 512 < 5 * MIB

    def test_parts(self, pool: str, host: Command, tmp_path: Path) -> None:
        source, target = tmp_path / "source", tmp_path / "target"
        source.write_bytes(bytes(range(256)) * 16)
        host("vol", "upload", "cli-pool/disk", str(source), "--offset", "1M", "--length", "2K")
        assert Path(pool, "disk").read_bytes()[MIB : MIB + 2048] == source.read_bytes()[:2048]
        done = host(
            "vol", "download", "cli-pool/disk", str(target), "--offset", "1M", "--length", "100", "--json"
        )
        assert target.read_bytes() == source.read_bytes()[:100]
        assert '"bytes": 100' in done.stdout

    def test_pipes(self, pool: str, host: Command) -> None:
        host("vol", "upload", "cli-pool/disk", "-", stdin="words by pipe")
        done = host("vol", "download", "cli-pool/disk", "-", "--length", "13")
        assert (done.stdout, done.stderr) == ("words by pipe", "")

    def test_through_call(self, pool: str, host: Command, tmp_path: Path) -> None:
        """A procedure with a stream, called by name."""
        source = tmp_path / "source"
        source.write_bytes(b"by call")
        vol = '{"pool": "cli-pool", "name": "disk", "key": "' + f"{pool}/disk" + '"}'
        fields = f'{{"vol": {vol}, "offset": 0, "length": 7}}'
        host("call", "storage_vol_upload", fields, "--data", str(source))
        assert host("call", "storage_vol_download", fields).stdout == "by call"

    def test_a_bar_on_a_terminal(self, pool: str, qemu_daemon: Daemon, tmp_path: Path) -> None:
        source = tmp_path / "source"
        source.write_bytes(bytes(8 * MIB))
        shown = on_terminal(qemu_daemon.uri(), "vol", "upload", "cli-pool/disk", str(source))
        assert "upload disk" in shown
        assert "8.0/8.0 MiB" in shown

    def test_a_file_that_is_not_there(self, pool: str, host: Command) -> None:
        host("vol", "upload", "cli-pool/disk", "/proc/none", code=7)
        host("vol", "download", "cli-pool/disk", "/proc/none/file", code=7)


def test_events_of_a_life(host: Command, qemu_daemon: Daemon) -> None:
    with listening(qemu_daemon.uri(), "--count", "2") as process:
        host("define", "-", stdin=domain_xml(build(), "cli-short"))
        host("undefine", "cli-short")
        out, _ = process.communicate(timeout=30)
    assert "domain cli-short  defined (added)" in out
    assert "domain cli-short  undefined (removed)" in out
