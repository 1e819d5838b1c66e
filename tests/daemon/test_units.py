"""The units for systemd: well formed, and what they hand over is what the daemon looks for."""

from __future__ import annotations

import subprocess
from pathlib import Path

import virtreach.daemon
from tests.needs import need
from virtreach.daemon.config.settings import Settings

UNITS = Path(virtreach.daemon.__path__[0]) / "units"
DOORS = {"libvirt-sock": "0700", "libvirt-sock-ro": "0777", "libvirt-admin-sock": "0700", "tls": ""}


def values(path: Path) -> dict[str, str]:
    lines = [line.partition("=") for line in path.read_text().splitlines() if "=" in line]
    return {key: value for key, _, value in lines if not key.startswith("#")}


def test_sockets_are_for_doors() -> None:
    found = {}
    settings = Settings(environment={})
    for path in UNITS.glob("*.socket"):
        unit = values(path)
        name = unit["FileDescriptorName"]
        found[name] = unit.get("SocketMode", "")
        assert unit["Service"] == "virtreachd.service"
        place = unit["ListenStream"]
        assert place == (str(settings.tls_port) if name == "tls" else f"/run/virtreach/{name}")
    assert found == DOORS


def test_the_service_says_what_the_daemon_does() -> None:
    unit = values(UNITS / "virtreachd.service")
    assert unit["Type"] == "notify"
    # Workers are told by their supervisor.
    assert unit["KillMode"] == "mixed"
    assert int(unit["TimeoutStopSec"]) > Settings().stop_timeout + 5


def test_systemd_takes_them(tmp_path: Path) -> None:
    need("systemd-analyze")
    for path in UNITS.iterdir():
        text = path.read_text().replace("/usr/bin/virtreachd", "/bin/true")
        (tmp_path / path.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, tmp_path.iterdir())],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    assert done.returncode == 0
