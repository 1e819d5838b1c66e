"""State that outlives the daemon, and faults, as real virsh and our command meet them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.daemon.hypervisor.persistence.test_killed import Keeping
from tests.interop.conftest import need

DOMAIN = (
    "<domain type='test'><name>web</name><uuid>a7a5f4d8-1a2b-4c3d-8e9f-000000000001</uuid><memory>1048576</memory>"
    "<os><type>hvm</type></os><metadata><app:x xmlns:app='http://example.org/app'>7</app:x></metadata></domain>"
)
CHANGES = """
define {dir}/web.xml
start web
setmem web 524288
suspend web
snapshot-create-as web one --description "before the change"
snapshot-create-as web two
autostart web
attach-disk web /images/data vdb --persistent
net-define {dir}/net.xml
net-start inner
pool-define-as images dir --target /images
pool-start images
vol-create-as images data 1M
vol-upload data {dir}/data --pool images
secret-define {dir}/secret.xml
secret-set-value 00000000-0000-0000-0000-000000000007 aHVzaA==
desc web --live --config "the web server"
managedsave test
iface-begin
"""
QUESTIONS = """
list --all --title
dumpxml web
dumpxml web --inactive
domid web
domstate web --reason
snapshot-list web --tree
snapshot-info web two
snapshot-dumpxml web one
net-list --all
net-dumpxml inner
pool-list --all --details
vol-list images --details
vol-dumpxml data --pool images
secret-list
secret-get-value 00000000-0000-0000-0000-000000000007
managedsave-dumpxml test
nodedev-list --tree
iface-list --all
iface-begin
"""


def virsh(daemon: Keeping, commands: str) -> list[tuple[int, str]]:
    """Run commands, each by a virsh of its own."""
    found = []
    for line in commands.strip().splitlines():
        words = ["virsh", "-q", "-c", daemon.uri(), line]
        done = subprocess.run(words, capture_output=True, text=True, timeout=60, env=daemon.environment)
        found.append((done.returncode, done.stdout + done.stderr))
    return found


def test_virsh_finds_what_it_had(tmp_path: Path) -> None:
    need("virsh")
    (tmp_path / "web.xml").write_text(DOMAIN)
    (tmp_path / "net.xml").write_text("<network><name>inner</name><bridge name='virbr7'/></network>")
    (tmp_path / "data").write_bytes(bytes(range(256)) * 4096)
    (tmp_path / "secret.xml").write_text(
        "<secret><uuid>00000000-0000-0000-0000-000000000007</uuid><usage type='volume'><volume>/x</volume></usage>"
        "</secret>"
    )
    daemon = Keeping(tmp_path)
    daemon.__enter__()
    try:
        changed = virsh(daemon, CHANGES.format(dir=tmp_path))
        assert [status for status, _ in changed] == [0] * len(changed), changed
        before = virsh(daemon, QUESTIONS)
    finally:
        daemon.kill()
    with Keeping(tmp_path) as again:
        assert virsh(again, QUESTIONS) == before
        assert virsh(again, f"vol-download data {tmp_path}/copy --pool images")[0][0] == 0
        assert (tmp_path / "copy").read_bytes() == (tmp_path / "data").read_bytes()
        assert [status for status, _ in virsh(again, "resume web\nstart test\nsnapshot-revert web one")] == [
            0
        ] * 3
    assert [status for status, _ in before] == [0] * (len(before) - 1) + [1]


@pytest.mark.parametrize(
    ("fault", "command", "says"),
    [
        ("error:domain_get_info:count=1:38:the disk is on fire", "dominfo test", "the disk is on fire"),
        ("error:*snapshot*:VIR_ERR_NO_DOMAIN_SNAPSHOT", "snapshot-create test", "a fault was injected"),
        ("drop:domain_suspend", "suspend test", "End of file while reading data"),
        ("lose:domain_destroy", "destroy test", "End of file while reading data"),
        ("error:connect_open:1:closed today", "list", "closed today"),
    ],
)
def test_virsh_meets_faults(tmp_path: Path, fault: str, command: str, says: str) -> None:
    need("virsh")
    daemon = Keeping(tmp_path)
    text = daemon.config.read_text()
    daemon.config.write_text(f'{text}fault_injection = 1\nfaults = ["{fault}"]\n')
    with daemon:
        ((status, output),) = virsh(daemon, command)
        assert status == 1
        assert says in output
        if "connect_open" not in fault:
            ((status, output),) = virsh(daemon, "domstate test")
            assert (status, output.strip()) == (0, "shut off" if command == "destroy test" else "running")
