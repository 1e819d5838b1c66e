"""The host, its devices and its secrets through their objects, against real daemons, with both clients."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from tests.interop.clients import KINDS, connecting
from tests.interop.lab.daemon import Daemon
from virtreach.errors import libvirt as errors


@pytest.fixture(params=KINDS)
def test_host(request: pytest.FixtureRequest, test_daemon: Daemon) -> Iterator[Any]:
    """A connection to the test driver."""
    with connecting(request.param, test_daemon.uri()) as connection:
        yield connection


@pytest.fixture(params=KINDS)
def qemu_host(request: pytest.FixtureRequest, qemu_daemon: Daemon) -> Iterator[Any]:
    """A connection to a QEMU host."""
    with connecting(request.param, qemu_daemon.uri()) as connection:
        yield connection


def test_what_the_host_is(qemu_host: Any) -> None:
    """Facts agree with what this machine says about itself."""
    host = qemu_host.host
    info = host.info()
    assert info.model == os.uname().machine
    assert 0 < info.memory <= os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024
    assert info.cpus == os.sysconf("SC_NPROCESSORS_ONLN")
    assert host.hostname() == "lab.test"
    assert host.uri() == "qemu:///system"
    assert host.type() == "QEMU"
    assert host.version() >= 7_000_000
    assert host.library_version() >= 9_000_000
    assert host.is_secure()
    assert host.max_vcpus() >= 16
    assert host.security_model().model in {"none", "dac", "apparmor"}
    assert host.capabilities().startswith("<capabilities>")
    assert "<machine>" in host.domain_capabilities(arch="x86_64", machine="q35")
    assert "<pool type='dir' supported='yes'>" in host.storage_pool_capabilities()
    assert host.supports_feature(16)
    assert not host.supports_feature(4711)
    with suppress(errors.ConfigUnsupported):  # not every machine has such tables
        assert "<sysinfo" in host.sysinfo()
    with pytest.raises(errors.LibvirtError):
        host.suspend(1, 5)


def test_processors(qemu_host: Any) -> None:
    """Which run, what they did, and comparisons."""
    cpu = qemu_host.host.cpu
    found = cpu.map()
    assert found.total == len(found.cpus) == os.cpu_count()
    assert found.online == sum(found.cpus) >= 1
    whole, first = cpu.stats(), cpu.stats(0)
    assert whole.keys() == first.keys() >= {"kernel", "user", "idle"}
    assert whole["idle"] >= first["idle"]
    assert "qemu64" in cpu.models("x86_64")
    little = "<cpu><arch>x86_64</arch><model>qemu64</model></cpu>"
    assert "qemu64" in cpu.baseline([little, little])
    assert "qemu64" in cpu.baseline_hypervisor([little], arch="x86_64")
    assert cpu.compare(little).name in {"INCOMPATIBLE", "IDENTICAL", "SUPERSET"}
    alien = "<cpu><arch>x86_64</arch><model>qemu64</model><feature name='3dnow'/></cpu>"
    with pytest.raises(errors.CpuIncompatible):
        cpu.compare(alien, flags=1)


def test_memory(qemu_host: Any) -> None:
    """What is free, in bytes, KiB and pages; and the kernel's sharing, which strings are not part of."""
    memory = qemu_host.host.memory
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    assert 0 < memory.free() <= total
    assert sum(memory.free_in_cells()) <= total
    assert {"total", "free", "buffers", "cached"} <= memory.stats().keys()
    assert memory.stats()["total"] == total // 1024
    assert memory.stats(0)["total"] == qemu_host.host.info().memory
    (cell,) = memory.free_pages([4])
    assert 0 < cell[4] * 4096 <= total
    if os.path.exists("/sys/kernel/mm/ksm/pages_to_scan"):
        before = memory.parameters()["shm_pages_to_scan"]
        memory.set_parameters({"shm_pages_to_scan": before})
        assert memory.parameters()["shm_pages_to_scan"] == before


def test_test_driver(test_host: Any) -> None:
    """A second driver, with other holes in what it can do."""
    host = test_host.host
    assert tuple(host.info()) == ("i686", 3145728, 16, 1400, 2, 2, 2, 2)
    assert host.cpu.map().cpus == (True, False, True, False, True, False, False, False)
    assert tuple(host.security_model()) == ("testSecurity", "")
    assert host.memory.free_in_cells() == [2097152, 4194304]
    assert host.memory.free_in_cells(1, 1) == [4194304]
    with pytest.raises(errors.NoSupport):
        host.sev_info()


def test_interfaces(test_host: Any) -> None:
    """Interfaces come, change in a transaction, and go."""
    interfaces = test_host.interfaces
    assert interfaces.names() == interfaces.names(active=True) == ["eth1"]
    assert interfaces.count() == 1
    assert interfaces.count(active=False) == 0
    (one,) = interfaces.list()
    assert one == interfaces.lookup_by_name("eth1") == interfaces.lookup_by_mac(one.mac)
    assert "name='eth1'" in one.xml()
    interfaces.begin_change()
    new = interfaces.define_xml(
        "<interface type='ethernet' name='eth7'><mac address='02:00:00:00:00:07'/></interface>"
    )
    assert not new.is_active()
    new.start()
    assert new.is_active()
    new.destroy()
    new.undefine()
    interfaces.define_xml(
        "<interface type='ethernet' name='eth8'><mac address='02:00:00:00:00:08'/></interface>"
    )
    interfaces.rollback_change()
    assert interfaces.names() == ["eth1"]
    interfaces.begin_change()
    interfaces.commit_change()
    with pytest.raises(errors.NoInterface):
        interfaces.lookup_by_name("eth8")


def test_node_devices(test_host: Any) -> None:
    """The tree of devices, and a virtual one that comes and goes."""
    devices = test_host.node_devices
    assert {"computer", "scsi_host1"} <= set(devices.names())
    assert devices.names("scsi_host") == [name for name in devices.names() if name.startswith("scsi_host")]
    assert devices.count() == len(devices.list())
    one = devices.lookup_by_name("scsi_host2")
    assert (one.parent(), one.capabilities(), one.count_capabilities()) == ("computer", ["scsi_host"], 1)
    assert devices.lookup_by_name("computer").parent() is None
    assert "<name>scsi_host2</name>" in one.xml()
    new = devices.create_xml(
        "<device><name>vhba</name><parent>scsi_host1</parent><capability type='scsi_host'>"
        "<capability type='fc_host'><wwnn>2000000012341234</wwnn><wwpn>1000000012341234</wwpn></capability>"
        "</capability></device>"
    )
    assert new in devices.list()
    new.destroy()
    with pytest.raises(errors.NoNodeDevice):
        devices.lookup_by_name(new.name)


def test_device_states(qemu_host: Any) -> None:
    """Real devices are active and have no stored definition; of the root of them all that is not certain."""
    found = qemu_host.node_devices.list()
    assert all(one.is_active() for one in found)
    assert not any(one.is_persistent() or one.autostart() for one in found if one.name != "computer")
    root = qemu_host.node_devices.lookup_by_name("computer")
    assert root.is_persistent() in (True, False)
    # No such adapter; libvirt 9.0 has no code for that.
    with pytest.raises(errors.LibvirtError):
        qemu_host.node_devices.lookup_scsi_host_by_wwn("2000000012341234", "1000000012341234")


def test_secrets(qemu_host: Any) -> None:
    """A secret is defined, given a value that is read back byte by byte, and forgotten."""
    secrets = qemu_host.secrets
    secret = secrets.define_xml(
        "<secret ephemeral='no' private='no'><usage type='ceph'><name>an id</name></usage></secret>"
    )
    try:
        value = bytes(range(256))
        with pytest.raises(errors.NoSecret):
            secret.value()
        secret.set_value(value)
        assert secret.value() == value
        assert (secret.usage_type, secret.usage_id) == (2, "an id")
        assert secrets.lookup_by_uuid(secret.uuid) == secrets.lookup_by_usage(2, "an id") == secret
        assert secret in secrets.list()
        assert secret.uuid in secrets.uuids()
        assert secrets.count() >= 1
        assert "an id" in secret.xml()
    finally:
        secret.undefine()
    with pytest.raises(errors.NoSecret):
        secrets.lookup_by_uuid(secret.uuid)


def test_identity_is_for_those_that_the_server_trusts(qemu_host: Any) -> None:
    """Every parameter goes out as the kind that the server wants; the server itself may still refuse."""
    names = {"user-name": "joe", "unix-user-id": 1000, "group-name": "users", "unix-group-id": 100}
    qemu_host.host.set_identity(names)
    assert qemu_host.host.hostname() == "lab.test"
