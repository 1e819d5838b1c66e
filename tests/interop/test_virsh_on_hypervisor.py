"""What the real `virsh` prints about the test hypervisor, and about libvirt's test driver."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.daemon.process import Virtreachd
from tests.interop.conftest import need
from tests.interop.lab.daemon import Daemon

COMMANDS = """
version
capabilities
nodeinfo
nodecpustats
freecell
freecell --all
nodecpumap
sysinfo
maxvcpus
cpu-models x86_64
list --all
list --all --uuid
list --all --name --state-running
dumpxml test
dumpxml test --inactive
dumpxml nope
domid test
domuuid test
domname 1
domstate test --reason
domcontrol test
domblklist test --details
domiflist test
domblkinfo test vda
domblkstat test nope
domifaddr test
domfsinfo test
domtime test
domhostname test
dommemstat test
desc test
desc test --title
metadata test --uri http://a
vcpucount test
vcpupin test
emulatorpin test
iothreadinfo test
schedinfo test
memtune test
blkiotune test
numatune test
domiftune test testnet0
blkdeviotune test vda
perf test
cpu-stats test
domdisplay test
suspend test
suspend test
domstate test
resume test
resume test
reboot test
reset test
setmem test 1000000
dommemstat test
setmem test 99999999
setvcpus test 1
setvcpus test 99
vcpupin test 0 0-1
autostart test
list --autostart
autostart test --disable
memtune test --hard-limit 4096
memtune test
domiftune test testnet0 --inbound 10,20,30
domiftune test testnet0
desc test --new-desc words
desc test
managedsave test
list --all --managed-save
list --with-managed-save --all
start test
domstate test
snapshot-create-as test one text
snapshot-create-as test two
snapshot-list test
snapshot-list test --tree
snapshot-current test --name
snapshot-parent test two
snapshot-info test one
snapshot-revert test one
snapshot-delete test two
snapshot-delete test nope
snapshot-list test
checkpoint-create-as test c1
checkpoint-list test --name
checkpoint-delete test c1
inject-nmi test
send-key test KEY_A
set-user-password test a b
domfsfreeze test
domfsthaw test
domfstrim test
shutdown test
shutdown test
domstate test --reason
undefine nope
destroy test
net-list --all
net-dumpxml default
net-info default
net-start default
net-update default add ip-dhcp-host "<host mac='52:54:00:00:00:01' ip='192.168.122.9'/>"
net-dumpxml default
net-autostart default
net-destroy default
net-info default
net-undefine default
net-list --all
pool-list --all --details
pool-dumpxml default-pool
pool-info default-pool
pool-start default-pool
pool-refresh default-pool
vol-create-as default-pool v 1M
vol-create-as default-pool v 1M
vol-list default-pool --details
vol-info v default-pool
vol-dumpxml v default-pool
vol-path v default-pool
vol-key v default-pool
vol-pool /default-pool/v
vol-clone v w default-pool
vol-delete v default-pool
vol-delete v default-pool
pool-undefine default-pool
pool-destroy default-pool
pool-info default-pool
pool-autostart default-pool
find-storage-pool-sources-as logical
iface-list --all
iface-dumpxml eth1
iface-mac eth1
iface-begin
iface-begin
iface-destroy eth1
iface-destroy eth1
iface-list --all
iface-rollback
iface-list --all
nodedev-dumpxml computer
nodedev-dumpxml scsi_host11
""".strip().splitlines()

DIFFERENT = {
    "domblkstat test nope": "ours answers virDomainBlockStatsFlags, so that virsh asks no second time",
    "iface-list --all": "after a rollback libvirt's test driver takes all interfaces for inactive",
}
"""Commands that may print something else, and why."""

_CLOCK = re.compile(r"\d{9,}|CPU time: .*|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+\d{4}")


def printed(uri: str) -> list[str]:
    """What one virsh prints for each command; they share a connection."""
    script = "; ".join(f"echo '#### {place}'; {command}" for place, command in enumerate(COMMANDS))
    done = subprocess.run(
        ["virsh", "-c", uri, script],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=100,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": "/proc/none"},
    )
    return [_CLOCK.sub("(time)", part) for part in re.split(r"#### \d+\n", done.stdout)[1:]]


@pytest.fixture
def hypervisor(tmp_path: Path) -> Iterator[Virtreachd]:
    """virtreachd with its own hypervisor."""
    daemon = Virtreachd(tmp_path)
    toy, ours = "tests.daemon.toy:ToyDriver", "virtreach.daemon.hypervisor.driver:TestDriver"
    daemon.config.write_text(daemon.config.read_text().replace(toy, ours))
    with daemon:
        yield daemon


def test_same_print(hypervisor: Virtreachd, test_daemon: Daemon) -> None:
    need("virsh")
    theirs = printed(test_daemon.uri())
    ours = printed(hypervisor.uri())
    assert len(theirs) == len(ours) == len(COMMANDS)
    different = [
        f"{command}\n--- libvirt\n{expected}--- virtreach\n{answer}"
        for command, expected, answer in zip(COMMANDS, theirs, ours, strict=True)
        if answer != expected and command not in DIFFERENT
    ]
    assert different == [], "\n".join(different)
