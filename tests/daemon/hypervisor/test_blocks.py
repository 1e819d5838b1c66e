"""Jobs on disks, and backups: what they do to the guest's XML, how far they are, and what is told of them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.daemon.hypervisor.inprocess import InProcess
from virtreach.daemon.hypervisor.agenda import Agenda
from virtreach.errors.libvirt import BlockCopyActive, LibvirtError, NoDomainBackup, OperationInvalid
from virtreach.protocol import constants as C

XML = """<domain type='test'><name>web</name><memory>1048576</memory><os><type>hvm</type></os><devices>
<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/top'/>
<backingStore type='file'><format type='qcow2'/><source file='/middle'/>
<backingStore type='file'><format type='raw'/><source file='/bottom'/><backingStore/></backingStore></backingStore>
<target dev='vda' bus='virtio'/></disk>
<disk type='file' device='cdrom'><target dev='hda' bus='ide'/></disk></devices></domain>"""
MIB = 1 << 20
TB = 1 << 40


class Guest(InProcess):
    """A running guest with a disk of three images, and a clock that stands still.

    Attributes:
        now: seconds on the clock.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0
        self.session.hypervisor.agenda = Agenda(lambda: self.now)
        self.dom = self.do("domain_define_xml", dom=None, xml=XML).dom
        self.do("domain_create")
        self.dom = self.do("domain_lookup_by_name", dom=None, name="web").dom
        for event in (C.VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2, C.VIR_DOMAIN_EVENT_ID_JOB_COMPLETED):
            self.do("connect_domain_event_callback_register_any", dom=None, event_id=event)

    def do(self, name: str, /, **fields: object) -> Any:
        """Call about the guest."""
        dom = fields.pop("dom", getattr(self, "dom", None))
        if "lookup" not in name and "define" not in name:
            fields["dom"] = dom
        return self.call("remote", name, **fields)

    def block(self, name: str, /, *, path: str = "vda", **fields: object) -> Any:
        """Call about a disk."""
        return self.do(f"domain_{name}", path=path, flags=fields.pop("flags", 0), **fields)

    def xml(self, flags: int = 0) -> str:
        return self.do("domain_get_xml_desc", flags=flags).xml

    def sources(self, flags: int = 0) -> list[str]:
        return re.findall(r"<source file='([^']*)'", self.xml(flags))

    def info(self) -> tuple[int, ...]:
        found = self.do("domain_get_block_job_info", path="vda", flags=1)
        return tuple(found)

    def told(self) -> list[tuple[int, int]]:
        found = [(one.type, one.status) for name, one in self.events if name == "domain_event_block_job_2"]
        self.events.clear()
        return found


@pytest.fixture
def guest() -> Guest:
    return Guest()


def test_pull(guest: Guest) -> None:
    guest.block("block_pull", bandwidth=MIB, flags=C.VIR_DOMAIN_BLOCK_PULL_BANDWIDTH_BYTES)
    assert guest.info() == (1, C.VIR_DOMAIN_BLOCK_JOB_TYPE_PULL, MIB, 0, TB)
    guest.now += 10
    assert guest.info() == (1, C.VIR_DOMAIN_BLOCK_JOB_TYPE_PULL, MIB, 10 * MIB, TB)
    guest.do("domain_block_job_set_speed", path="vda", bandwidth=2, flags=0)
    guest.now += 10
    assert guest.info()[2:4] == (2 * MIB, 30 * MIB)
    with pytest.raises(LibvirtError, match="disk 'vda' already in active block job"):
        guest.block("block_pull", bandwidth=0)
    with pytest.raises(LibvirtError, match="already in active block job"):
        guest.do("domain_detach_device", xml="<disk><source file='/top'/><target dev='vda'/></disk>")
    with pytest.raises(OperationInvalid, match="job type 'pull' does not support pivot"):
        guest.do("domain_block_job_abort", path="vda", flags=2)
    assert guest.sources() == ["/top", "/middle", "/bottom"]
    guest.now += TB / MIB
    assert guest.info() == (0, 0, 0, 0, 0)
    assert guest.sources() == guest.sources(C.VIR_DOMAIN_XML_INACTIVE) == ["/top"]
    assert "<backingStore/>" in guest.xml()
    assert guest.told() == [(C.VIR_DOMAIN_BLOCK_JOB_TYPE_PULL, C.VIR_DOMAIN_BLOCK_JOB_COMPLETED)]


def test_rebase_keeps_the_base(guest: Guest) -> None:
    guest.block("block_rebase", base="vda[2]", bandwidth=0)
    guest.now += 1
    assert guest.info()[0] == 0
    assert guest.sources() == ["/top", "/bottom"]
    with pytest.raises(LibvirtError, match="could not find image '/middle' in chain for '/top'"):
        guest.block("block_rebase", base="/middle", bandwidth=0)


@pytest.mark.parametrize("pivot", [False, True])
def test_copy(guest: Guest, *, pivot: bool) -> None:
    xml = "<disk type='block'><driver type='raw'/><source dev='/dev/new'/></disk>"
    guest.do("domain_block_copy", path="vda", destxml=xml, params={"bandwidth": TB}, flags=4)
    assert "<mirror type='block' job='copy'>" in guest.xml()
    assert "mirror" not in guest.xml(C.VIR_DOMAIN_XML_INACTIVE)
    with pytest.raises(BlockCopyActive, match="block job 'copy-vda' not ready for pivot yet"):
        guest.do("domain_block_job_abort", path="vda", flags=2)
    guest.now += 1
    assert guest.info()[3:] == (TB, TB)
    assert "<mirror type='block' job='copy' ready='yes'>" in guest.xml()
    with pytest.raises(LibvirtError, match="domain has active block job"):
        guest.call("remote", "domain_migrate_begin3_params", dom=guest.dom, params={}, flags=0)
    guest.do("domain_block_job_abort", path="vda", flags=2 if pivot else 0)
    assert "mirror" not in guest.xml()
    kind = C.VIR_DOMAIN_BLOCK_JOB_TYPE_COPY
    end = C.VIR_DOMAIN_BLOCK_JOB_COMPLETED if pivot else C.VIR_DOMAIN_BLOCK_JOB_CANCELED
    assert guest.told() == [(kind, C.VIR_DOMAIN_BLOCK_JOB_READY), (kind, end)]
    if pivot:
        assert "<disk type='block' device='disk'>" in guest.xml()
        assert "<driver name='qemu' type='raw'/>" in guest.xml()
        assert guest.sources() == []
    else:
        assert guest.sources() == ["/top", "/middle", "/bottom"]


def test_copy_of_the_active_image_alone(guest: Guest) -> None:
    flags = C.VIR_DOMAIN_BLOCK_REBASE_COPY | C.VIR_DOMAIN_BLOCK_REBASE_SHALLOW
    guest.block("block_rebase", base="/new", bandwidth=0, flags=flags)
    guest.now += 1
    guest.do("domain_block_job_abort", path="vda", flags=2)
    assert guest.sources() == ["/new", "/middle", "/bottom"]


def test_commit_of_lower_images(guest: Guest) -> None:
    guest.do("domain_block_commit", disk="vda", base=None, top="/middle", bandwidth=0, flags=0)
    guest.now += 1
    assert guest.info()[0] == 0
    assert guest.sources() == guest.sources(C.VIR_DOMAIN_XML_INACTIVE) == ["/top", "/bottom"]
    assert guest.told() == [(C.VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT, C.VIR_DOMAIN_BLOCK_JOB_COMPLETED)]


def test_commit_of_the_active_image(guest: Guest) -> None:
    with pytest.raises(LibvirtError, match="commit of 'vda' active layer requires active flag"):
        guest.do("domain_block_commit", disk="vda", base=None, top=None, bandwidth=0, flags=0)
    flags = C.VIR_DOMAIN_BLOCK_COMMIT_ACTIVE | C.VIR_DOMAIN_BLOCK_COMMIT_SHALLOW
    guest.do("domain_block_commit", disk="vda", base=None, top=None, bandwidth=0, flags=flags)
    assert "job='active-commit'" in guest.xml()
    guest.now += 1
    guest.do("domain_block_job_abort", path="vda", flags=C.VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT)
    assert guest.sources() == ["/middle", "/bottom"]


@pytest.mark.parametrize(
    ("top", "base", "flags", "text"),
    [
        ("/bottom", None, 0, "has no backing file"),
        ("/middle", "/top", 0, "is not below top '/middle'"),
        ("/middle", None, 4, "active commit requested but '/middle' is not active"),
        (None, "/bottom", 5, "is not immediately below '/top'"),
        ("/nope", None, 0, "could not find image '/nope'"),
        ("vda[7]", None, 0, "could not find image '7'"),
    ],
)
def test_commits_that_cannot_be(
    guest: Guest, top: str | None, base: str | None, flags: int, text: str
) -> None:
    with pytest.raises(LibvirtError, match=re.escape(text)):
        guest.do("domain_block_commit", disk="vda", base=base, top=top, bandwidth=0, flags=flags)


def test_disks_that_cannot(guest: Guest) -> None:
    with pytest.raises(LibvirtError, match="disk 'vdz' not found in domain"):
        guest.block("block_pull", path="vdz", bandwidth=0)
    with pytest.raises(OperationInvalid, match="does not currently have a source assigned"):
        guest.block("block_pull", path="hda", bandwidth=0)
    with pytest.raises(LibvirtError, match="does not have an active block job"):
        guest.do("domain_block_job_abort", path="vda", flags=0)
    with pytest.raises(LibvirtError, match="bandwidth must be less than"):
        guest.block("block_pull", bandwidth=1 << 60)


def test_jobs_end_with_the_guest(guest: Guest) -> None:
    guest.block("block_pull", bandwidth=0)
    guest.do("domain_destroy")
    guest.now += 10
    guest.session.hypervisor.agenda.run()
    assert guest.sources() == ["/top", "/middle", "/bottom"]
    assert guest.told() == []
    with pytest.raises(OperationInvalid, match="domain is not running"):
        guest.block("block_pull", bandwidth=0)


def test_resize(guest: Guest) -> None:
    guest.do("domain_block_resize", disk="vda", size=5 * MIB, flags=C.VIR_DOMAIN_BLOCK_RESIZE_BYTES)
    info = guest.do("domain_get_block_info", path="vda", flags=0)
    assert info.capacity == 5 * MIB
    guest.block("block_pull", bandwidth=1)
    guest.now += 4
    assert guest.info()[3:] == (4 * MIB, 5 * MIB)


def test_backup_that_is_pushed(guest: Guest) -> None:
    with pytest.raises(NoDomainBackup, match="no domain backup job present"):
        guest.do("domain_backup_get_xml_desc", flags=0)
    xml = "<domainbackup><disks><disk name='vda' type='file'><target file='/copy'/></disk></disks></domainbackup>"
    point = "<domaincheckpoint><name>monday</name></domaincheckpoint>"
    guest.do("domain_backup_begin", backup_xml=xml, checkpoint_xml=point, flags=0)
    assert guest.do("domain_backup_get_xml_desc", flags=0).xml == (
        "<domainbackup mode='push'>\n"
        "  <disks>\n"
        "    <disk name='vda' backup='yes' type='file' backupmode='full'>\n"
        "      <driver type='qcow2'/>\n"
        "      <target file='/copy'/>\n"
        "    </disk>\n"
        "    <disk name='hda' backup='no'/>\n"
        "  </disks>\n"
        "</domainbackup>\n"
    )
    kind, stats = guest.do("domain_get_job_stats", flags=0)
    assert (kind, stats["operation"], stats["disk_total"]) == (2, C.VIR_DOMAIN_JOB_OPERATION_BACKUP, TB)
    with pytest.raises(OperationInvalid, match="domain backup job already running"):
        guest.do("domain_backup_begin", backup_xml=xml, checkpoint_xml=None, flags=0)
    guest.now += 1
    assert guest.do("domain_get_job_info").type == C.VIR_DOMAIN_JOB_NONE
    ((name, message),) = guest.events
    assert name == "domain_event_callback_job_completed"
    assert message.params["success"] is True
    again = "<domainbackup><incremental>monday</incremental></domainbackup>"
    guest.do("domain_backup_begin", backup_xml=again, checkpoint_xml=None, flags=0)
    printed = guest.do("domain_backup_get_xml_desc", flags=0).xml
    assert "backupmode='incremental' incremental='monday'" in printed
    assert re.search(r"<target file='/top\.\d+'/>", printed)
    guest.do("domain_abort_job")
    assert guest.events[-1][1].params["success"] is False


def test_backup_that_is_pulled(guest: Guest) -> None:
    xml = "<domainbackup mode='pull'><server transport='unix' socket='/sock'/></domainbackup>"
    guest.do("domain_backup_begin", backup_xml=xml, checkpoint_xml=None, flags=0)
    guest.now += 1e6
    printed = guest.do("domain_backup_get_xml_desc", flags=0).xml
    assert "<server transport='unix' socket='/sock'/>" in printed
    assert "exportname='vda'" in printed
    assert "<scratch file='/top." in printed
    guest.do("domain_abort_job_flags", flags=0)
    assert guest.events[-1][1].params["success"] is True


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<domainbackup mode='throw'/>", "Invalid value for attribute 'mode'"),
        (
            "<domainbackup><incremental>nope</incremental></domainbackup>",
            "no domain checkpoint with matching name",
        ),
        ("<domainbackup><disks><disk name='vdz'/></disks></domainbackup>", "no disk named 'vdz'"),
        ("<domainbackup><disks><disk name='vda' backup='no'/></disks></domainbackup>", "no disks selected"),
        ("<domainbackup><server transport='tcp'/></domainbackup>", "requires pull mode"),
        (
            "<domainbackup mode='pull'><server transport='unix'/></domainbackup>",
            "missing backup server socket",
        ),
        ("<domainbackup", "Couldn't find end of Start Tag"),
    ],
)
def test_backups_that_cannot_be(guest: Guest, xml: str, text: str) -> None:
    with pytest.raises(LibvirtError, match=re.escape(text)):
        guest.do("domain_backup_begin", backup_xml=xml, checkpoint_xml=None, flags=0)
    assert guest.do("domain_get_job_info").type == C.VIR_DOMAIN_JOB_NONE


def test_snapshots_of_disks_put_files_above_them(guest: Guest) -> None:
    flags = C.VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY
    xml = "<domainsnapshot><name>monday</name></domainsnapshot>"
    snap = guest.do("domain_snapshot_create_xml", xml_desc=xml, flags=flags).snap
    assert guest.sources() == guest.sources(2) == ["/top.monday", "/top", "/middle", "/bottom"]
    assert "<driver name='qemu' type='qcow2'/>" in guest.xml()
    text = guest.call("remote", "domain_snapshot_get_xml_desc", snap=snap, flags=0).xml
    assert "<state>disk-snapshot</state>" in text
    assert "<source file='/top.monday'/>" in text
    disks = "<disks><disk name='vda'><source file='/given.qcow2'/></disk></disks>"
    xml = f"<domainsnapshot><name>tuesday</name>{disks}</domainsnapshot>"
    guest.do("domain_snapshot_create_xml", xml_desc=xml, flags=flags)
    assert guest.sources()[:2] == ["/given.qcow2", "/top.monday"]
    names = guest.do(
        "domain_snapshot_list_names", maxnames=9, flags=C.VIR_DOMAIN_SNAPSHOT_LIST_DISK_ONLY
    ).names
    assert names == ["monday", "tuesday"]
    assert guest.do("domain_snapshot_num", flags=C.VIR_DOMAIN_SNAPSHOT_LIST_INTERNAL).num == 0
    with pytest.raises(LibvirtError, match="revert to external snapshot not supported yet"):
        guest.call("remote", "domain_revert_to_snapshot", snap=snap, flags=0)
    # The way back: what was written since goes into the image below.
    flags = C.VIR_DOMAIN_BLOCK_COMMIT_ACTIVE
    guest.do("domain_block_commit", disk="vda", base="/top", top=None, bandwidth=0, flags=flags)
    xml = "<domainsnapshot><name>wednesday</name></domainsnapshot>"
    with pytest.raises(LibvirtError, match="already in active block job"):
        guest.do("domain_snapshot_create_xml", xml_desc=xml, flags=C.VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY)
    guest.now += 1
    guest.do("domain_block_job_abort", path="vda", flags=C.VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT)
    assert guest.sources() == guest.sources(2) == ["/top", "/middle", "/bottom"]
    again = guest.do(
        "domain_snapshot_create_xml", xml_desc=text, flags=C.VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE
    ).snap
    assert guest.call("remote", "domain_snapshot_get_xml_desc", snap=again, flags=0).xml == text


def test_snapshots_of_no_disks(guest: Guest) -> None:
    xml = "<domainsnapshot><disks><disk name='vda' snapshot='no'/></disks></domainsnapshot>"
    with pytest.raises(LibvirtError, match="nothing selected for snapshot"):
        guest.do("domain_snapshot_create_xml", xml_desc=xml, flags=C.VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY)


def test_thresholds_are_crossed_once(guest: Guest) -> None:
    guest.do(
        "connect_domain_event_callback_register_any", dom=None, event_id=C.VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD
    )

    def passed() -> list[tuple[str, str, int, int]]:
        guest.now += 1
        guest.session.hypervisor.agenda.run()
        found = [(one.dev, one.path, one.threshold, one.excess) for _, one in guest.events]
        guest.events.clear()
        return found

    guest.do("domain_set_block_threshold", dev="vda[1]", threshold=5, flags=0)
    assert passed() == [("vda[1]", "/middle", 5, TB - 5)]
    assert passed() == []
    guest.do("domain_set_block_threshold", dev="vda", threshold=2 * TB, flags=0)
    stats = guest.call(
        "remote", "connect_get_all_domain_stats", doms=[guest.dom], stats=32, flags=0
    ).ret_stats
    assert stats[0].params["block.0.threshold"] == 2 * TB
    assert passed() == []
    guest.do("domain_set_block_threshold", dev="vda", threshold=5, flags=0)
    guest.do("domain_set_block_threshold", dev="vda", threshold=0, flags=0)
    assert passed() == []
    with pytest.raises(LibvirtError, match=re.escape("block device 'vda[9]' was not found")):
        guest.do("domain_set_block_threshold", dev="vda[9]", threshold=5, flags=0)
