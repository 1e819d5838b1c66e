"""Domains, their facets, snapshots and checkpoints through their objects, against real daemons, with both clients."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from struct import pack
from time import monotonic, sleep
from typing import Any

import pytest

from tests.interop.clients import KINDS, connecting
from tests.interop.lab.daemon import Daemon
from tools.guest.build import build
from tools.guest.domain import domain_xml
from virtreach.errors import UsageError
from virtreach.errors import libvirt as errors
from virtreach.protocol import enums

LIVE, CONFIG = 1, 2
SMALL = "<domain type='test'><name>{}</name><memory>8192</memory><os><type>hvm</type></os></domain>"


@pytest.fixture(params=KINDS)
def host(request: pytest.FixtureRequest, test_daemon: Daemon) -> Iterator[Any]:
    """A connection to the test driver."""
    with connecting(request.param, test_daemon.uri()) as connection:
        yield connection


@pytest.fixture
def domain(host: Any) -> Any:
    """The test driver's running domain."""
    return host.domains.lookup_by_name("test")


# -- the test driver ---------------------------------------------------------------------------------------


def test_finding(host: Any, domain: Any) -> None:
    """By name, UUID and id; as lists, counts and filters."""
    domains = host.domains
    assert domains.list() == [domain]
    assert domains.list(flags=enums.ConnectListAllDomainsFlags.INACTIVE) == []
    assert domains.lookup_by_id(domain.id) == domain
    assert domains.lookup_by_uuid(domain.uuid) == domains.lookup_by_uuid(domain.uuid_bytes) == domain
    assert domains.active_ids() == [domain.id]
    other = domains.define_xml(SMALL.format("other"))
    assert (domains.count(active=True), domains.count(active=False), domains.count()) == (1, 1, 2)
    assert domains.inactive_names() == ["other"]
    assert other.id == -1
    with pytest.raises(errors.NoDomain):
        domains.lookup_by_name("nobody")
    with pytest.raises(errors.NoDomain):
        domains.lookup_by_id(999)
    with pytest.raises(UsageError):
        domains.lookup_by_uuid("nonsense")


def test_life(host: Any) -> None:
    """Defined, started, paused, stopped, renamed, forgotten; the handle's id is fresh after each start."""
    one = host.domains.define_xml(SMALL.format("one"), flags=0)
    assert one.state() == (enums.DomainState.SHUTOFF, enums.DomainShutoffReason.UNKNOWN)
    assert one.is_persistent()
    assert not one.is_active()
    running = one.start()
    assert running == one
    assert running.id > 0
    assert one.id == -1
    assert one.refresh().id == running.id
    running.suspend()
    assert running.state() == (enums.DomainState.PAUSED, enums.DomainPausedReason.USER)
    running.resume()
    assert running.state() == (enums.DomainState.RUNNING, enums.DomainRunningReason.UNPAUSED)
    with pytest.raises(errors.LibvirtError, match="not paused"):
        running.resume()
    with pytest.raises(errors.OperationInvalid):
        running.rename("two")
    running.shutdown()
    assert running.state()[0] == enums.DomainState.SHUTOFF
    one.start_legacy()
    one.reboot()
    one.destroy()
    two = one.rename("two")
    assert two.name == "two"
    assert two == one
    assert not two.autostart()
    two.set_autostart(True)
    assert two.autostart()
    two.undefine()
    with pytest.raises(errors.NoDomain):
        two.refresh()
    assert [left.name for left in host.domains.list()] == ["test"]


def test_a_transient_domain(host: Any) -> None:
    """It is forgotten when it stops."""
    one = host.domains.create_xml(SMALL.format("passing"))
    assert not one.is_persistent()
    assert one.state() == (enums.DomainState.RUNNING, enums.DomainRunningReason.BOOTED)
    one.destroy()
    with pytest.raises(errors.NoDomain):
        one.info()


def test_questions(host: Any, domain: Any) -> None:
    """Facts of a running domain."""
    info = domain.info()
    assert (info.state, info.nr_virt_cpu) == (enums.DomainState.RUNNING, 2)
    assert info.memory <= info.max_mem
    assert domain.control_info().state == enums.DomainControlState.OK
    assert domain.xml().startswith("<domain type='test'")
    assert domain.os_type() == "linux"
    assert domain.hostname() == "testhost"
    assert domain.messages() == []
    assert not domain.is_updated()
    assert domain.stats() == {"state.state": 1, "state.reason": 0}
    assert [(one.name, figures["state.state"]) for one, figures in host.domains.stats()] == [("test", 1)]
    assert host.domains.stats(domains=[domain])[0][0] == domain
    mime, stream = domain.screenshot()
    assert mime == "image/png"
    assert b"".join(stream).startswith(b"\x89PNG")


def test_saving(host: Any, domain: Any, tmp_path: Path) -> None:
    """To a file and back, and by the host itself."""
    tmp_path.chmod(0o777)
    image = str(tmp_path / "image")
    domain.save(image)
    assert not domain.is_active()
    assert "<name>test</name>" in host.domains.save_image_xml(image)
    host.domains.restore(image)
    assert domain.is_active()
    domain.managed_save.create()
    assert domain.managed_save.exists()
    domain.start()
    assert not domain.managed_save.exists()
    domain.dump_core(str(tmp_path / "core"))


def test_memory(domain: Any) -> None:
    """Sizes, limits and statistics."""
    memory = domain.memory
    assert memory.maximum() == 8388608
    memory.set(1000000)
    assert domain.info().memory == 1000000
    memory.set(1500000, flags=LIVE)
    assert domain.info().memory == 1500000
    memory.set_parameters({"hard_limit": 5000000})
    assert memory.parameters()["hard_limit"] == 5000000
    assert memory.stats()["actual_balloon"] == 1500000


def test_vcpus(domain: Any) -> None:
    """Counts and pinning; sets of host processors go to bitmaps and back."""
    vcpus = domain.vcpus
    assert (vcpus.count(), vcpus.maximum()) == (2, 2)
    vcpus.pin(0, {0, 2})
    vcpus.pin(1, [1], flags=LIVE)
    assert vcpus.pinning() == [{0, 2}, {1}]
    assert [(one.number, one.cpus) for one in vcpus.info()] == [(0, {0, 2}), (1, {1})]
    vcpus.pin_emulator({3})
    assert vcpus.emulator_pinning() == {3}
    assert set(vcpus.total_stats()) == {"cpu_time", "user_time", "system_time"}
    each = vcpus.per_cpu_stats()
    assert len(each) >= 1
    assert all(set(one) == {"cpu_time", "vcpu_time"} for one in each)
    assert len(vcpus.per_cpu_stats(count=1)) == 1
    vcpus.set_count(1)
    assert vcpus.count() == 1


def test_tuning(domain: Any) -> None:
    """Parameters whose kinds the daemon insists on, and those that are text."""
    tuning = domain.tuning
    assert tuning.scheduler_type() == "fair"
    tuning.set_scheduler_parameters({"weight": 70})
    assert tuning.scheduler_parameters() == {"weight": 50}
    assert "numa_nodeset" in tuning.numa_parameters()
    tuning.set_numa_parameters({"numa_nodeset": "0", "numa_mode": 1}, flags=CONFIG)
    assert tuning.numa_parameters(flags=CONFIG) == {"numa_nodeset": "0", "numa_mode": 1}
    tuning.set_blkio_parameters({"weight": 500})
    assert tuning.blkio_parameters()["weight"] == 500
    tuning.set_perf_events({"cmt": True})
    assert tuning.perf_events()["cmt"] is True


def test_disks_and_interfaces(domain: Any) -> None:
    """Figures and limits by device."""
    assert domain.block.stats("vda").rd_req > 0
    info = domain.block.info("vda")
    assert info.physical == info.allocation > info.capacity // 2
    assert domain.block.errors() == {"vda": enums.DomainDiskErrorCode.UNSPEC}
    domain.block.set_io_tune(
        "vda", {"total_bytes_sec": 1000, "total_bytes_sec_max": 2000, "group_name": "slow"}
    )
    limits = domain.block.io_tune("vda")
    assert (limits["total_bytes_sec"], limits["group_name"]) == (1000, "slow")
    [interface] = domain.interfaces.addresses()
    assert interface.hwaddr == "aa:bb:cc:dd:ee:ff"
    [address] = interface.addrs
    assert address.addr.startswith("192.168.122.")
    assert (address.type, address.prefix) == (enums.IPAddrType.IPV4, 24)
    assert domain.interfaces.stats(interface.name).rx_bytes > 0
    domain.interfaces.set_parameters("aa:bb:cc:dd:ee:ff", {"inbound.average": 100})
    assert domain.interfaces.parameters("aa:bb:cc:dd:ee:ff")["inbound.average"] == 100


def test_agent(domain: Any) -> None:
    """What the test driver pretends of a guest."""
    agent = domain.agent
    [root, boot] = agent.filesystems()
    assert (root.mountpoint, boot.mountpoint) == ("/", "/boot")
    assert root.dev_aliases == ["vda"]
    assert agent.freeze(["/"]) == 1
    assert agent.freeze() >= 1
    assert agent.thaw() == 2
    agent.trim()
    agent.set_time_ns(1_700_000_000_000_000_007)
    assert agent.time_ns() > 0
    agent.set_user_password("root", "secret")


def test_metadata(domain: Any) -> None:
    """Title, description, and applications' elements."""
    metadata = domain.metadata
    with pytest.raises(errors.NoDomainMetadata):
        metadata.title()
    metadata.set_title("A title")
    metadata.set_description("Two\nlines")
    metadata.set_element("urn:one", "<thing>1</thing>", key="one")
    assert (metadata.title(), metadata.description()) == ("A title", "Two\nlines")
    assert metadata.element("urn:one") == "<thing>1</thing>"
    metadata.set_element("urn:one", None)
    with pytest.raises(errors.NoDomainMetadata):
        metadata.element("urn:one")


def test_security(domain: Any) -> None:
    """A label's characters become text."""
    assert domain.security.label() == ("libvirt-test", True)


def test_snapshots(domain: Any) -> None:
    """A tree of them; reverting; deleting with children."""
    snapshots = domain.snapshots
    with pytest.raises(errors.NoDomainSnapshot):
        snapshots.current()
    first = snapshots.create("<domainsnapshot><name>first</name></domainsnapshot>")
    second = snapshots.create("<domainsnapshot><name>second</name></domainsnapshot>")
    assert set(snapshots.list()) == {first, second}
    assert sorted(snapshots.names()) == ["first", "second"]
    assert snapshots.count() == 2
    assert snapshots.list(flags=enums.DomainSnapshotListFlags.ROOTS) == [first]
    assert snapshots.current() == second
    assert second.is_current()
    assert not first.is_current()
    assert second.parent() == first
    assert second.domain == domain
    assert first.children() == [second]
    assert (first.children_names(), first.children_count()) == (["second"], 1)
    assert first.has_metadata()
    assert "<name>first</name>" in first.xml()
    with pytest.raises(errors.NoDomainSnapshot):
        first.parent()
    first.revert()
    assert snapshots.current() == first
    first.delete(flags=enums.DomainSnapshotDeleteFlags.CHILDREN)
    assert not snapshots.has_current()
    assert snapshots.list() == []


def test_checkpoints(domain: Any) -> None:
    """A chain of them."""
    checkpoints = domain.checkpoints
    first = checkpoints.create("<domaincheckpoint><name>first</name></domaincheckpoint>")
    second = checkpoints.create("<domaincheckpoint><name>second</name></domaincheckpoint>")
    assert set(checkpoints.list()) == {first, second}
    assert checkpoints.lookup_by_name("second").parent() == first
    assert first.children() == [second]
    assert first.domain == domain
    assert "<name>first</name>" in first.xml()
    second.delete()
    first.delete()
    with pytest.raises(errors.NoDomainCheckpoint):
        checkpoints.lookup_by_name("first")


# -- QEMU --------------------------------------------------------------------------------------------------


def empty_qcow2(size: int) -> bytes:
    """An image of 64 KiB clusters that holds nothing (QEMU's docs/interop/qcow2.txt)."""
    cluster = 1 << 16
    header = pack(">4sIQIIQIIQQIIQ", b"QFI\xfb", 3, 0, 0, 16, size, 0, 1, 3 * cluster, cluster, 1, 0, 0)
    header += pack(">QQQII", 0, 0, 0, 4, 104)
    reference_counts = pack(">Q", 2 * cluster), pack(">4H", 1, 1, 1, 1)
    return b"".join(part.ljust(cluster, b"\0") for part in (header, *reference_counts, b""))


@pytest.fixture(scope="module", params=KINDS)
def qemu(request: pytest.FixtureRequest, qemu_daemon: Daemon) -> Iterator[Any]:
    """A connection to a daemon with QEMU."""
    with connecting(request.param, qemu_daemon.uri()) as connection:
        yield connection


@pytest.fixture(scope="module")
def disk(qemu: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the guest's disk is; each client's guest has its own."""
    return tmp_path_factory.mktemp("disks") / "disk.qcow2"


@pytest.fixture(scope="module")
def guest(qemu: Any, disk: Path) -> Iterator[Any]:
    """A guest that runs, with a disk; gone at the end."""
    disk.write_bytes(empty_qcow2(16 << 20))
    xml = domain_xml(build(), "facets", disks=(disk,)).replace("type='raw'", "type='qcow2'")
    xml = xml.replace("<vcpu>1</vcpu>", "<iothreads>1</iothreads><vcpu current='1'>2</vcpu>")
    domain = qemu.domains.define_xml(xml).start()
    yield domain
    if domain.is_active():
        domain.destroy()
    domain.undefine(flags=enums.DomainUndefineFlagsValues.CHECKPOINTS_METADATA | 3)


def wait_for_job(guest: Any) -> Any:
    """The state of vda's job once it has caught up, which its figures show a little too early."""
    deadline = monotonic() + 30
    while monotonic() < deadline:
        job = guest.block.job_info("vda")
        if job is None or (job.end and job.cur == job.end and "ready='yes'" in guest.xml()):
            return job
        sleep(0.05)
    raise AssertionError("the block job does not end")


@pytest.mark.slow
def test_qemu_figures(qemu: Any, guest: Any) -> None:
    """Statistics in bulk and one by one, text among them."""
    figures = guest.stats()
    assert figures["state.state"] == 1
    assert figures["block.0.name"] == "vda"
    assert figures["vcpu.maximum"] == 2
    assert guest.block.stats_all("vda")["rd_bytes"] >= 0
    assert guest.block.info("vda").capacity == 16 << 20
    assert guest.jobs.info().type == enums.DomainJobType.NONE
    assert guest.jobs.stats().params == {}
    assert "device_weight" in guest.tuning.blkio_parameters(flags=CONFIG)
    assert len(guest.memory.peek(0, 16, flags=2)) == 16
    assert all(message for message in guest.messages())
    assert [label.enforcing for label in guest.security.labels()] == [False, False]


@pytest.mark.slow
def test_qemu_threads(guest: Any) -> None:
    """I/O threads come and go, and are pinned."""
    threads = guest.iothreads
    threads.add(5)
    threads.pin(5, {0})
    threads.set_parameters(5, {"poll_max_ns": 1000})
    assert threads.info()[5] == {0}
    threads.remove(5)
    assert set(threads.info()) == {1}


@pytest.mark.slow
def test_qemu_limits_of_migration(guest: Any) -> None:
    """What is set is what is told."""
    migration = guest.migration
    migration.set_max_downtime(400)
    migration.set_max_speed(50)
    migration.set_compression_cache(64 << 20)
    assert migration.max_downtime() == 400
    assert migration.max_speed() == 50
    assert migration.compression_cache() == 64 << 20


@pytest.mark.slow
def test_qemu_devices(guest: Any, disk: Path) -> None:
    """A disk is added to the configuration, changed and removed by its alias."""
    extra = disk.with_name("extra.img")
    extra.write_bytes(bytes(1 << 20))
    xml = (
        f"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{extra}'/>"
        "<target dev='vdb' bus='virtio'/><alias name='ua-extra'/></disk>"
    )
    guest.devices.attach(xml, flags=CONFIG)
    assert str(extra) in guest.xml(flags=enums.DomainXMLFlags.INACTIVE)
    guest.devices.update(xml.replace("name='qemu'", "name='qemu' cache='none'"), flags=CONFIG)
    assert "cache='none'" in guest.xml(flags=enums.DomainXMLFlags.INACTIVE)
    guest.devices.detach_alias("ua-extra", flags=CONFIG)
    assert str(extra) not in guest.xml(flags=enums.DomainXMLFlags.INACTIVE)
    with pytest.raises(errors.LibvirtError):
        guest.devices.attach("<nonsense/>", flags=LIVE)


@pytest.mark.slow
def test_qemu_block_jobs(guest: Any, disk: Path) -> None:
    """A snapshot's layer is merged back; a mirror is made and left."""
    layer, mirror = disk.with_name("layer.qcow2"), disk.with_name("mirror.qcow2")
    snapshot = guest.snapshots.create(
        "<domainsnapshot><name>layer</name><disks><disk name='vda' snapshot='external'>"
        f"<source file='{layer}'/></disk></disks></domainsnapshot>",
        flags=enums.DomainSnapshotCreateFlags.DISK_ONLY,
    )
    assert str(layer) in guest.xml()
    guest.block.commit("vda", flags=enums.DomainBlockCommitFlags.ACTIVE)
    assert wait_for_job(guest).type == enums.DomainBlockJobType.ACTIVE_COMMIT
    guest.block.abort_job("vda", flags=enums.DomainBlockJobAbortFlags.PIVOT)
    assert str(layer) not in guest.xml()
    snapshot.delete(flags=enums.DomainSnapshotDeleteFlags.METADATA_ONLY)
    guest.block.copy(
        "vda",
        f"<disk type='file'><source file='{mirror}'/><driver type='qcow2'/></disk>",
        params={"bandwidth": 100 << 20, "granularity": 65536},
        flags=enums.DomainBlockCopyFlags.TRANSIENT_JOB,
    )
    assert wait_for_job(guest).type == enums.DomainBlockJobType.COPY
    guest.block.set_job_speed("vda", 10)
    guest.block.abort_job("vda")
    assert guest.block.job_info("vda") is None
    guest.block.set_io_tune("vda", {"total_bytes_sec": 10 << 20, "group_name": "slow"})
    assert guest.block.io_tune("vda")["group_name"] == "slow"


@pytest.mark.slow
def test_qemu_backup(guest: Any, disk: Path) -> None:
    """What changed since a checkpoint is offered until the job is aborted."""
    guest.checkpoints.create("<domaincheckpoint><name>base</name></domaincheckpoint>")
    guest.block.begin_backup(
        f"<domainbackup mode='pull'><server transport='unix' socket='{disk.with_name('nbd.sock')}'/><disks>"
        "<disk name='vda' backup='yes' type='file' backupmode='incremental' incremental='base'>"
        f"<scratch file='{disk.with_name('scratch.qcow2')}'/></disk></disks></domainbackup>",
        checkpoint_xml="<domaincheckpoint><name>next</name></domaincheckpoint>",
    )
    assert "incremental='base'" in guest.block.backup_xml()
    running = guest.jobs.stats()
    assert running.params["operation"] == enums.DomainJobOperation.BACKUP
    guest.jobs.abort()
    assert guest.checkpoints.lookup_by_name("next").parent().name == "base"
    deadline = monotonic() + 30
    while guest.jobs.info().type != enums.DomainJobType.NONE and monotonic() < deadline:
        sleep(0.02)
    with pytest.raises(errors.NoDomainBackup):
        guest.block.backup_xml()


@pytest.mark.slow
def test_qemu_saving(qemu: Any, guest: Any, disk: Path) -> None:
    """A saved guest resumes as its edited image says; a core is an ELF file."""
    image, core = str(disk.with_name("image")), disk.with_name("core")
    guest.dump_core(str(core), flags=enums.DomainCoreDumpFlags.MEMORY_ONLY)
    assert core.read_bytes()[:4] == b"\x7fELF"
    guest.save(image, params={})
    xml = qemu.domains.save_image_xml(image, flags=enums.DomainSaveImageXMLFlags.XML_SECURE)
    qemu.domains.define_save_image_xml(image, xml, flags=enums.DomainSaveRestoreFlags.PAUSED)
    qemu.domains.restore(image)
    assert guest.state()[0] == enums.DomainState.PAUSED
    guest.resume()
    guest.managed_save.create()
    guest.managed_save.define_xml(guest.managed_save.xml(flags=1), flags=2)
    assert guest.start().state() == (enums.DomainState.RUNNING, enums.DomainRunningReason.RESTORED)
    guest.reset()


@pytest.mark.slow
def test_qemu_descriptors(guest: Any) -> None:
    """What needs descriptors is refused by the daemon when it gets none."""
    with pytest.raises(errors.LibvirtError):
        guest.graphics.open()
    with pytest.raises(errors.LibvirtError):
        guest.security.associate_fds("group")
