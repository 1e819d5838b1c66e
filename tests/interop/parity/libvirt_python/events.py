"""Events of all kinds, in their order, from one connection; a refreshed pool ends the wait."""

from __future__ import annotations

import time

import libvirt
from domain import TWO

KINDS = (
    "LIFECYCLE REBOOT RTC_CHANGE WATCHDOG IO_ERROR GRAPHICS IO_ERROR_REASON CONTROL_ERROR BLOCK_JOB DISK_CHANGE"
    " TRAY_CHANGE PMWAKEUP PMSUSPEND BALLOON_CHANGE PMSUSPEND_DISK DEVICE_REMOVED BLOCK_JOB_2 TUNABLE AGENT_LIFECYCLE"
    " DEVICE_ADDED MIGRATION_ITERATION JOB_COMPLETED DEVICE_REMOVAL_FAILED METADATA_CHANGE BLOCK_THRESHOLD"
    " MEMORY_FAILURE MEMORY_DEVICE_SIZE_CHANGE"
).split()
VHBA = """<device><parent>scsi_host1</parent><capability type='scsi_host'><capability type='fc_host'>
<wwnn>2000000012349999</wwnn><wwpn>1000000012349999</wwpn></capability></capability></device>"""
NETWORK = "<network><name>n</name><uuid>00000000-0000-0000-0000-000000000012</uuid></network>"
POOL = "<pool type='dir'><name>p</name><target><path>/p</path></target></pool>"
SNAPSHOT = "<domainsnapshot><name>s</name></domainsnapshot>"
PATIENCE = 60


def steps(call, conn):
    """Make the calls, and tell of the events behind each group of them."""
    ended = []

    def teller(kind):
        def tell(_, subject, *values):
            if kind == "pool refresh" and subject.name() == "default-pool":
                ended.append(1)
            call.tell(
                f"event {kind}", [subject.name(), *[one for one in values[:-1] if not hasattr(one, "name")]]
            )

        return tell

    def wait():
        pool.refresh(0)
        until = time.monotonic() + PATIENCE
        while not ended and time.monotonic() < until:
            libvirt.virEventRunDefaultImpl()
        assert ended, "no event in a minute"
        ended.clear()

    def wake(*_):
        # virEventRunDefaultImpl waits for something to happen.
        pass

    libvirt.virEventAddTimeout(100, wake, None)
    pool = conn.storagePoolLookupByName("default-pool")
    test = conn.lookupByName("test")
    numbers = []
    for kind in KINDS:
        number = getattr(libvirt, f"VIR_DOMAIN_EVENT_ID_{kind}")
        numbers.append(conn.domainEventRegisterAny(None, number, teller(f"domain {kind}"), None))
    only = conn.domainEventRegisterAny(test, 0, teller("of test alone"), None)
    conn.networkEventRegisterAny(None, 0, teller("network"), None)
    conn.storagePoolEventRegisterAny(None, 0, teller("pool"), None)
    conn.storagePoolEventRegisterAny(None, 1, teller("pool refresh"), None)
    conn.nodeDeviceEventRegisterAny(None, 0, teller("device"), None)
    wait()
    lives(call, conn, test)
    wait()
    others(call, conn, pool)
    wait()
    call(conn.domainEventDeregisterAny, only)
    for number in numbers[1:]:
        conn.domainEventDeregisterAny(number)
    call(conn.domainEventDeregisterAny, 999)
    call(test.suspend)
    call(test.resume)
    call(test.setMemory, 5000)
    wait()
    call(conn.domainEventRegisterAny, None, 999, teller("none"), None)


def lives(call, conn, test):
    """What happens to domains."""
    call(test.suspend)
    call(test.resume)
    call(test.reboot, 0)
    call(test.setMemory, 1000)
    call(test.setMetadata, 0, "words", None, None, 0)
    call(test.setBlockIoTune, "vda", {"total_bytes_sec_max": 7}, 0)
    call(test.snapshotCreateXML, SNAPSHOT, 0)
    call(test.suspend)
    call(test.revertToSnapshot, test.snapshotLookupByName("s"), 0)
    call(test.revertToSnapshot, test.snapshotLookupByName("s"), 2)
    call(test.snapshotLookupByName("s").delete, 0)
    call(test.managedSave, 0)
    call(test.create)
    call(test.shutdown)
    call(test.create)
    call(test.destroy)
    two = call(conn.defineXML, TWO)
    call(conn.defineXML, TWO)
    call(two.rename, "three", 0)
    call(two.create)
    call(two.undefine)
    call(two.destroy)
    made = call(conn.createXML, TWO, 0)
    call(made.destroy)
    call(test.create)


def others(call, conn, pool):
    """What happens to networks, pools and devices."""
    network = call(conn.networkDefineXML, NETWORK)
    call(network.create)
    call(network.destroy)
    call(network.undefine)
    made = call(conn.networkCreateXML, NETWORK)
    call(made.destroy)
    other = call(conn.storagePoolDefineXML, POOL, 0)
    call(other.build, 0)
    call(other.create, 0)
    call(other.refresh, 0)
    call(other.destroy)
    call(other.delete, 0)
    call(other.undefine)
    other = call(conn.storagePoolCreateXML, POOL, 0)
    call(other.destroy)
    device = call(conn.nodeDeviceCreateXML, VHBA, 0)
    call(device.destroy)
    call(pool.isActive)
