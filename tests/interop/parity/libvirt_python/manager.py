"""What a manager's window does, as virt-manager does it: lists, figures once a second, a new guest, events."""

from __future__ import annotations

import time

import libvirt
from domain import OS

UUID = "00000000-0000-0000-0000-000000000077"
DISK = "<source file='/default-pool/new.qcow2'/><target dev='vda' bus='virtio'/>"
CARD = "<mac address='52:54:00:aa:00:77'/><source network='default'/><model type='virtio'/>"
GUEST = f"""<domain type='test'><name>new</name><uuid>{UUID}</uuid><memory unit='MiB'>512</memory><vcpu>2</vcpu>{OS}
<devices><disk type='file' device='disk'>{DISK}</disk><interface type='network'>{CARD}</interface>
<graphics type='vnc' port='-1'/><console type='pty'/></devices></domain>"""
FORMAT = "<target><format type='qcow2'/></target>"
VOLUME = f"<volume><name>new.qcow2</name><capacity unit='G'>20</capacity>{FORMAT}</volume>"
PATIENCE = 60
TICKS = 3


def steps(call, conn):
    """Make the calls."""
    heard = []

    def hear(_, subject, *values):
        heard.append([subject.name(), *[one for one in values if isinstance(one, int)]])

    libvirt.virEventAddTimeout(50, lambda *_: None, None)
    conn.registerCloseCallback(lambda *_: None, None)
    conn.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, hear, None)
    conn.networkEventRegisterAny(None, 0, hear, None)
    conn.storagePoolEventRegisterAny(None, 0, hear, None)
    conn.nodeDeviceEventRegisterAny(None, 0, hear, None)
    for name in (
        "getURI",
        "getType",
        "getHostname",
        "getCapabilities",
        "getInfo",
        "getVersion",
        "getLibVersion",
    ):
        if name not in ("getURI", "getHostname"):
            call(getattr(conn, name))
    everything(call, conn)
    create(call, conn)
    new = call(conn.lookupByUUIDString, UUID)
    for _ in range(TICKS):
        tick(call, conn)
    for action in (new.suspend, new.resume, new.reboot, new.destroy):
        call(action, *([0] if action == new.reboot else []))
    tick(call, conn)
    call(new.snapshotCreateXML, "<domainsnapshot><name>before</name></domainsnapshot>", 0)
    call(new.create)
    call(new.revertToSnapshot, new.snapshotLookupByName("before"), 0)
    call(
        new.undefineFlags,
        libvirt.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | libvirt.VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA,
    )
    call(conn.storageVolLookupByPath("/default-pool/new.qcow2").delete, 0)
    until = time.monotonic() + PATIENCE
    while [one for one in heard if one[:2] == ["new", 1]] == [] and time.monotonic() < until:
        libvirt.virEventRunDefaultImpl()
    call.tell("what was heard", [one for one in heard if one[1:] != [1, 0] or one[0] != "default-pool"])


def everything(call, conn):
    """All objects of all kinds with all that a window shows of them."""
    for one in sorted(conn.listAllDomains(), key=lambda domain: domain.name()):
        for name in (
            "name",
            "ID",
            "UUIDString",
            "isPersistent",
            "autostart",
            "hasManagedSaveImage",
            "state",
            "XMLDesc",
        ):
            call(getattr(one, name))
        call(one.XMLDesc, libvirt.VIR_DOMAIN_XML_INACTIVE | libvirt.VIR_DOMAIN_XML_SECURE)
        call(one.listAllSnapshots)
        call(one.schedulerType)
    for one in conn.listAllNetworks():
        for name in ("name", "UUIDString", "isActive", "isPersistent", "autostart", "XMLDesc", "bridgeName"):
            call(getattr(one, name))
    for one in conn.listAllStoragePools():
        for name in ("name", "UUIDString", "isActive", "autostart", "info", "XMLDesc", "listAllVolumes"):
            call(getattr(one, name))
    for one in sorted(conn.listAllDevices(), key=lambda device: device.name()):
        for name in ("name", "parent", "XMLDesc"):
            call(getattr(one, name))
    for one in conn.listAllInterfaces():
        for name in ("name", "isActive", "XMLDesc"):
            call(getattr(one, name))


def create(call, conn):
    """A new guest with a new disk, as an installer makes it."""
    pool = call(conn.storagePoolLookupByName, "default-pool")
    call(pool.refresh, 0)
    volume = call(pool.createXML, VOLUME, 0)
    call(volume.info)
    call(conn.lookupByName, "new")
    made = call(conn.createXML, GUEST, 0)
    call(conn.defineXML, GUEST)
    call(made.isPersistent)
    call(made.setAutostart, 1)
    call(made.XMLDesc, 0)
    call(made.XMLDesc, 2)


def tick(call, conn):
    """What is asked every second; the numbers go by the clock, so how many there are is told."""
    for one in sorted(conn.listAllDomains(), key=lambda domain: domain.name()):
        call(one.info)
        call(one.state)
        call(lambda one=one: len(one.blockStats("vda")))
        call(lambda one=one: len(one.interfaceStats("testnet0")))
        call(one.memoryStats)
        call(lambda one=one: one.blockInfo("vda"))
    flags = libvirt.VIR_DOMAIN_STATS_STATE
    call(lambda: sorted((domain.name(), values) for domain, values in conn.getAllDomainStats(flags)))
    call(conn.getFreeMemory)
