"""A daemon of several processes with real clients: virsh, virt-admin and libvirt-python's libraries see one daemon."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import virtreach
from tests.daemon.supervisor.processes import Crew
from tests.daemon.supervisor.test_supervisor import only
from tests.interop.conftest import need
from tests.needs import patience

XML = "<domain type='test'><name>moving</name><memory>8192</memory><os><type>hvm</type></os></domain>"


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Crew]:
    need("virsh", "virt-admin")
    (tmp_path / "one").mkdir()
    with Crew(tmp_path / "one") as crew:
        yield crew


def virsh(crew: Crew, *words: str, uri: str | None = None, program: str = "virsh") -> str:
    done = subprocess.run(
        [program, "--connect", uri or crew.uri(), *words],
        capture_output=True,
        text=True,
        timeout=60 * patience(),
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_virsh_in_each_worker(crew: Crew, tmp_path: Path) -> None:
    """Objects, volumes and consoles: whichever worker takes a client in."""
    first, second = crew.workers
    data = os.urandom(2 << 20)
    (tmp_path / "data").write_bytes(data)
    with only(crew, first):
        virsh(
            crew, f"vol-create-as default-pool disk {len(data)}; vol-upload disk {tmp_path}/data default-pool"
        )
        virsh(crew, "snapshot-create-as test before; suspend test")
    with only(crew, second):
        virsh(crew, f"vol-download disk {tmp_path}/copy default-pool")
        assert "before" in virsh(crew, "snapshot-list test")
        assert virsh(crew, "domstate test").strip() == "paused"
    assert (tmp_path / "copy").read_bytes() == data


def test_events_reach_virsh_through_another_worker(crew: Crew) -> None:
    first, second = crew.workers
    with only(crew, first):
        watcher = subprocess.Popen(
            ["virsh", "--connect", crew.uri(), "event", "--event", "lifecycle", "--timeout", "60"],
            stdout=subprocess.PIPE,
            text=True,
        )
    # There is no word of when it listens.
    with only(crew, second):
        while watcher.poll() is None:
            virsh(crew, "suspend test; resume test")
    printed, _ = watcher.communicate(timeout=60 * patience())
    assert "'lifecycle' for domain 'test': " in printed


def test_guests_move_between_crews(crew: Crew, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with Crew(tmp_path / "other") as other:
        with virtreach.connect(crew.uri()) as here, virtreach.connect(other.uri()) as there:
            domain = here.domains.create_xml(XML)
            moved = domain.migration.migrate(there, flags=1)
            assert moved.is_active()
            assert "moving" not in {one.name for one in here.domains.list()}
        assert "moving" in virsh(other, "list --name")


def test_virt_admin_sees_one_daemon(crew: Crew) -> None:
    uri = f"libvirtd+unix:///system?socket={crew.directory}/libvirt-admin-sock"
    connections = []
    for pid in crew.workers:
        with only(crew, pid):
            connections.append(virtreach.connect(crew.uri()))
    try:
        listed = virsh(crew, "srv-clients-list virtreachd", uri=uri, program="virt-admin")
        numbers = [line.split()[0] for line in listed.splitlines()[2:] if line.strip()]
        assert len(numbers) == 2
        for number in numbers:
            told = virsh(crew, f"client-info virtreachd {number}", uri=uri, program="virt-admin")
            assert f"unix_process_id: {os.getpid()}" in told.replace(" ", "").replace(":", ": ")
        virsh(crew, "srv-threadpool-set virtreachd 3 3", uri=uri, program="virt-admin")
        crew.wait_for("takes clients", 3)
    finally:
        for connection in connections:
            connection.close()
