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
secret-set-value 00000000-0000-0000-0000-000000000007 --file {dir}/hush --plain
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


def virsh(daemon: Keeping, commands: str) -> tuple[str, str]:
    """Run commands, a line each; what virsh prints, and its complaints."""
    words = ["virsh", "-q", "-c", daemon.uri(), "; ".join(commands.strip().splitlines())]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, env=daemon.environment)
    return done.stdout, done.stderr


def test_virsh_finds_what_it_had(tmp_path: Path) -> None:
    need("virsh")
    (tmp_path / "web.xml").write_text(DOMAIN)
    (tmp_path / "net.xml").write_text("<network><name>inner</name><bridge name='virbr7'/></network>")
    (tmp_path / "data").write_bytes(bytes(range(256)) * 4096)
    (tmp_path / "hush").write_text("hush")
    (tmp_path / "secret.xml").write_text(
        "<secret><uuid>00000000-0000-0000-0000-000000000007</uuid><usage type='volume'><volume>/x</volume></usage>"
        "</secret>"
    )
    daemon = Keeping(tmp_path)
    daemon.__enter__()
    try:
        assert virsh(daemon, CHANGES.format(dir=tmp_path))[1] == ""
        before = virsh(daemon, QUESTIONS)
    finally:
        daemon.kill()
    with Keeping(tmp_path) as again:
        assert virsh(again, QUESTIONS) == before
        assert virsh(again, f"vol-download data {tmp_path}/copy --pool images")[1] == ""
        assert (tmp_path / "copy").read_bytes() == (tmp_path / "data").read_bytes()
        assert virsh(again, "resume web\nstart test\nsnapshot-revert web one")[1] == ""
    assert len(before[0]) > 3000
    # A change of the interfaces was going on, and still is.
    assert "there is another transaction running" in before[1]
    assert before[1].count("error:") <= 2


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
        assert says in virsh(daemon, command)[1]
        if "connect_open" not in fault:
            printed, _ = virsh(daemon, "domstate test")
            assert printed.strip() == ("shut off" if command == "destroy test" else "running")
