"""Real clients move guests between two test hypervisors, merge their images and back them up."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.daemon.hypervisor.two_hosts import two_hosts
from tests.daemon.process import Virtreachd
from tests.interop.conftest import need

XML = """<domain type='test'><name>web</name><memory>1048576</memory><os><type>hvm</type></os><devices>
<disk type='file'><driver type='qcow2'/><source file='/overlay'/><backingStore type='file'><format type='raw'/>
<source file='/base'/><backingStore/></backingStore><target dev='vda' bus='virtio'/></disk></devices></domain>"""
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": "/proc/none"}

# What the C library's binding does: every form of migration, a block job, a backup, the programs of QEMU; two URIs and
# the definition are its arguments.
LIBVIRT = """
import sys, threading, time
import libvirt, libvirt_qemu
here_uri, there_uri, xml = sys.argv[1:]
libvirt.registerErrorHandler(lambda *_: None, None)
libvirt.virEventRegisterDefaultImpl()
def loop():
    while True:
        libvirt.virEventRunDefaultImpl()
threading.Thread(target=loop, daemon=True).start()
here, there = libvirt.open(here_uri), libvirt.open(there_uri)
told = []
def wait(*what):
    end = time.monotonic() + 30
    while what not in told:
        assert time.monotonic() < end, (what, told)
        time.sleep(0.005)
for name, conn in (("here", here), ("there", there)):
    conn.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE,
        lambda c, d, event, detail, name: told.append((name, event, detail)), name)
    conn.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_JOB_COMPLETED,
        lambda c, d, params, name: told.append((name, "job", params["operation"], params["success"])), name)
    conn.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2,
        lambda c, d, disk, kind, status, name: told.append((name, disk, kind, status)), name)
here.domainEventRegister(lambda c, d, event, detail, _: told.append(("old", event, detail)), None)
live, p2p = libvirt.VIR_MIGRATE_LIVE, libvirt.VIR_MIGRATE_PEER2PEER
web = here.createXML(xml, 0)
moved = web.migrate3(there, {libvirt.VIR_MIGRATE_PARAM_DEST_NAME: "moved"}, live)
assert moved.state() == [libvirt.VIR_DOMAIN_RUNNING, libvirt.VIR_DOMAIN_RUNNING_MIGRATED]
assert moved.jobStats(libvirt.VIR_DOMAIN_JOB_STATS_COMPLETED)["memory_total"] == 1 << 30
wait("here", libvirt.VIR_DOMAIN_EVENT_STOPPED, libvirt.VIR_DOMAIN_EVENT_STOPPED_MIGRATED)
wait("old", libvirt.VIR_DOMAIN_EVENT_STOPPED, libvirt.VIR_DOMAIN_EVENT_STOPPED_MIGRATED)
wait("there", libvirt.VIR_DOMAIN_EVENT_RESUMED, libvirt.VIR_DOMAIN_EVENT_RESUMED_MIGRATED)
wait("here", "job", libvirt.VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT, True)
params = {libvirt.VIR_MIGRATE_PARAM_DEST_NAME: "web", libvirt.VIR_MIGRATE_PARAM_BANDWIDTH: 8192}
moved.migrateToURI3(here_uri, params, live | p2p)
moved = here.lookupByName("web").migrate(there, live, None, None, 0)
moved.migrate2(here, None, live, "web", None, 0)
web = here.lookupByName("web")
web.blockCommit("vda", None, None, 0, libvirt.VIR_DOMAIN_BLOCK_COMMIT_ACTIVE)
kind = libvirt.VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT
wait("here", "vda", kind, libvirt.VIR_DOMAIN_BLOCK_JOB_READY)
info = web.blockJobInfo("vda")
assert info["cur"] == info["end"] > 0
web.blockJobAbort("vda", libvirt.VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT)
wait("here", "vda", kind, libvirt.VIR_DOMAIN_BLOCK_JOB_COMPLETED)
assert "/overlay" not in web.XMLDesc()
web.backupBegin("<domainbackup/>", "<domaincheckpoint><name>c</name></domaincheckpoint>", 0)
wait("here", "job", libvirt.VIR_DOMAIN_JOB_OPERATION_BACKUP, True)
assert web.listAllCheckpoints()[0].getName() == "c"
events = []
libvirt_qemu.qemuMonitorEventRegister(here, web, None, lambda c, d, event, *_: events.append(event), None)
assert '"running":true' in libvirt_qemu.qemuMonitorCommand(web, '{"execute":"query-status"}', 0)
assert libvirt_qemu.qemuAgentCommand(web, '{"execute":"guest-ping"}', -2, 0) == '{"return":{}}'
web.suspend()
wait("here", libvirt.VIR_DOMAIN_EVENT_SUSPENDED, libvirt.VIR_DOMAIN_EVENT_SUSPENDED_PAUSED)
end = time.monotonic() + 30
while events != ["STOP"]:
    assert time.monotonic() < end, events
    time.sleep(0.005)
print("done")
"""


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[tuple[Virtreachd, Virtreachd]]:
    """Two virtreachd."""
    with two_hosts(tmp_path) as both:
        yield both


def test_libvirt_python(hosts: tuple[Virtreachd, Virtreachd]) -> None:
    here, there = hosts
    python = "/usr/bin/python3"
    if subprocess.run([python, "-c", "import libvirt_qemu"], capture_output=True, check=False).returncode:
        pytest.skip("missing libvirt's own binding (Debian: python3-libvirt)")
    done = subprocess.run(
        [python, "-c", LIBVIRT, here.uri(), there.uri(), XML],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=100,
        env=ENVIRONMENT,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr


def test_virsh(hosts: tuple[Virtreachd, Virtreachd], tmp_path: Path) -> None:
    """Directly and by way of the daemon, with names and options of its own."""
    need("virsh")
    here, there = hosts

    def virsh(uri: str, *words: str) -> tuple[int, str]:
        done = subprocess.run(
            ["virsh", "-c", uri, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            env=ENVIRONMENT,
            check=False,
        )
        return done.returncode, done.stdout.strip()

    (tmp_path / "web.xml").write_text(XML)
    assert virsh(here.uri(), "define", f"{tmp_path}/web.xml")[0] == 0
    assert virsh(here.uri(), "start", "web")[0] == 0
    live = ("migrate", "--live", "--verbose", "web")
    assert virsh(here.uri(), *live, there.uri()) == (0, "Migration: [100 %]")
    assert virsh(here.uri(), "domstate", "web", "--reason") == (0, "shut off (migrated)")
    assert virsh(there.uri(), "domstate", "web", "--reason") == (0, "running (migrated)")
    code, printed = virsh(there.uri(), "domjobinfo", "web", "--completed")
    assert (code, "Incoming migration" in printed) == (0, True)
    peer = ("migrate", "--live", "--p2p", "--persistent", "--undefinesource", "--dname", "web", "web")
    assert virsh(there.uri(), *peer, here.uri()) == (0, "")
    assert virsh(there.uri(), "list", "--all", "--name") == (0, "test")
    assert virsh(here.uri(), "blockcommit", "web", "vda", "--active", "--wait", "--pivot")[0] == 0
    assert "/base" in virsh(here.uri(), "domblklist", "web")[1]
    assert virsh(here.uri(), "destroy", "web")[0] == 0
    offline = ("migrate", "--offline", "--persistent", "--undefinesource", "web")
    assert virsh(here.uri(), *offline, there.uri()) == (0, "")
    assert virsh(there.uri(), "domstate", "web") == (0, "shut off")
    code, printed = virsh(there.uri(), "migrate", "--live", "--p2p", "--tunnelled", "web", here.uri())
    assert code == 1
    assert "tunnelled migration is not supported" in printed
