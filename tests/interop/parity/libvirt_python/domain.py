"""Domains: life, definitions, states, agents."""

from __future__ import annotations

import libvirt

OS = "<os><type>hvm</type></os>"
UUID = "00000000-0000-0000-0000-000000000002"
TWO = f"<domain type='test'><name>two</name><uuid>{UUID}</uuid><memory>65536</memory>{OS}</domain>"
BAD = (
    "",
    "<",
    "text",
    "<x/>",
    "<domain>",
    "<domain/>",
    "<domain type='test'/>",
    "<domain type='x'><name>a</name></domain>",
    f"<domain type='test'><name>a</name>{OS}</domain>",
    f"<domain type='test'><name>a</name><memory>x</memory>{OS}</domain>",
    f"<domain type='test'><name>a</name><memory>-1</memory>{OS}</domain>",
    f"<domain type='test'><name>a/b</name><memory>1</memory>{OS}</domain>",
    f"<domain type='test'><name>a</name><uuid>x</uuid><memory>1</memory>{OS}</domain>",
    f"<domain type='test'><name>a</name><memory>1</memory><vcpu>0</vcpu>{OS}</domain>",
    f"<domain type='test'><name>a</name><memory>1</memory>{OS}<on_crash>x</on_crash></domain>",
    f"<domain type='test'><name>a</name><memory>1</memory>{OS}<devices><disk/></devices></domain>",
    "<domain type='test'><name>a</name><memory>1</memory></domain>",
    "<domain type='test'><name>a</name><memory>1</memory><os><type>x</type></os></domain>",
    "<domain type='test'><name>a</name><memory>1</memory>" + OS,
    "<domain type='test'><name>a</nam></domain>",
    "<domain type='test'><name>&nope;</name></domain>",
    "<domain type='test' type='test'/>",
    "<domain type=test/>",
    "<domain type='test'><name>a & b</name></domain>",
)


def steps(call, conn):
    """Make the calls."""
    test = call(conn.lookupByName, "test")
    looks = (
        "name ID UUIDString OSType maxMemory maxVcpus info state isActive isPersistent isUpdated autostart hostname"
        " controlInfo vcpus getTime fsInfo memoryStats schedulerType hasManagedSaveImage hasCurrentSnapshot"
        " securityLabel diskErrors interfaceAddresses jobInfo"
    ).split()
    quiet = {
        "interfaceAddresses": (0,),
        "getTime": (0,),
        "hostname": (0,),
        "fsInfo": (0,),
        "controlInfo": (0,),
    }
    for name in looks:
        if name not in ("jobInfo", "info", "vcpus"):
            call(getattr(test, name), *quiet.get(name, ()))
    call.each(test.XMLDesc, 0, 1, 2, 4, 8, 16)
    call.each(test.state, 0, 1)
    for action in (test.suspend, test.suspend, test.resume, test.resume):
        call(action)
        call(test.state)
    call.each(test.reboot, 0, 1, 2, 99)
    call.each(test.reset, 0, 1)
    call.each(test.shutdownFlags, 1, 99)
    call(test.shutdown)
    for name in looks:
        if name not in ("jobInfo", "vcpus", "info"):
            call(getattr(test, name), *quiet.get(name, ()))
    call(test.vcpus)
    call.each(test.createWithFlags, 0, 0, 1 << 20)
    call(test.create)
    call.each(test.destroyFlags, 1 << 4, 0, 0)
    call(test.create)
    call(test.info)
    definitions(call, conn)
    agents(call, test)
    metadata(call, test)
    gone = call(conn.defineXML, TWO)
    call(gone.undefine)
    for action in (
        gone.info,
        gone.create,
        gone.undefine,
        gone.XMLDesc,
        gone.autostart,
        gone.isActive,
        gone.name,
        gone.ID,
    ):
        call(action)


def definitions(call, conn):
    """Define, create, rename, forget."""
    call.each(conn.defineXML, *BAD)
    call.each(conn.createXML, *BAD[:8])
    two = call(conn.defineXML, TWO)
    call(conn.defineXML, TWO.replace("two", "three"))
    call(conn.defineXML, TWO.replace("0002", "0003"))
    call.each(conn.defineXMLFlags, (TWO, 0), (TWO, 2), (TWO, 99))
    call.each(two.setAutostart, 1, 0)
    call(two.autostart)
    call.each(
        two.rename, ("three", 0), ("three", 0), ("test", 0), ("", 0), ("a/b", 0), ("two", 1), ("two", 0)
    )
    call(two.create)
    call(two.rename, "x", 0)
    call(two.undefine)
    call(two.isPersistent)
    call(two.setAutostart, 1)
    call(two.destroy)
    call(two.isActive)
    made = call(conn.createXML, TWO, 0)
    call(conn.createXML, TWO, 0)
    call(made.isPersistent)
    call.each(made.managedSave, 0)
    call.each(made.undefineFlags, 0, 1, 1 << 10)
    call(made.destroy)
    two = call(conn.defineXML, TWO)
    call.each(two.undefineFlags, 1 << 10, 1, 0)
    two = call(conn.defineXML, TWO)
    call(two.create)
    call(two.managedSave, 0)
    call(two.hasManagedSaveImage, 0)
    call.each(two.undefineFlags, 0, 1)


def agents(call, test):
    """What the guest's agent and keyboard do."""
    call.each(test.fsFreeze, (None, 0), (["/boot"], 0), (["/nope"], 0), (None, 1))
    call.each(test.fsThaw, (["/"], 0), (None, 0), (None, 1))
    call.each(test.fSTrim, (None, 0, 0), ("/boot", 0, 0), ("/nope", 0, 0), (None, 0, 1))
    call.each(test.setTime, ({"seconds": 100, "nseconds": 5}, 0))
    call.each(test.getTime, 0, 1)
    call.each(test.setUserPassword, ("root", "x", 0), ("", "x", 0), ("nobody", "x", 0), ("root", "x", 9))
    call.each(test.sendKey, (0, 0, [1, 2], 2, 0), (0, 0, [999], 1, 0), (99, 0, [1], 1, 0), (0, 0, [], 0, 0))
    call.each(test.sendProcessSignal, (1, 15, 0), (2, 15, 0), (1, 999, 0), (1, 15, 1))
    call.each(test.injectNMI, 0, 1)
    call.each(test.interfaceAddresses, 0, 1, 2, 9)
    call.each(test.blockInfo, "vda", "nope", "")
    call.each(test.getCPUStats, True, False)
    call.each(test.memoryPeek, (0, 10, 1))
    call.each(test.coreDump, ("/proc/none/x", 99))
    call.each(test.setLifecycleAction, (2, 0, 0), (9, 0, 0), (0, 9, 0), (2, 1, 2))
    call.each(test.interfaceStats, "nope")
    call(test.suspend)
    call.each(test.getTime, 0)
    call.each(test.setTime, ({"seconds": 100, "nseconds": 5}, 0))
    call.each(test.fsFreeze, (None, 0))
    call.each(test.setUserPassword, ("root", "x", 0))
    call(test.resume)


def metadata(call, test):
    """Titles, descriptions, elements."""
    kinds = (
        libvirt.VIR_DOMAIN_METADATA_DESCRIPTION,
        libvirt.VIR_DOMAIN_METADATA_TITLE,
        libvirt.VIR_DOMAIN_METADATA_ELEMENT,
    )
    for kind in kinds:
        call(test.metadata, kind, "http://a", 0)
    call.each(
        test.setMetadata,
        (0, "words <&>", None, None, 0),
        (1, "a title", None, None, 0),
        (1, "a\nb", None, None, 0),
        (2, "<a b='c'>it's<d/></a>", "k", "http://a", 0),
        (2, "<a", "k", "http://a", 0),
        (2, "<a/>", None, "http://a", 0),
        (2, "<a/>", "k", None, 0),
        (9, "x", None, None, 0),
        (0, "x", None, None, 3),
    )
    for kind in kinds:
        call(test.metadata, kind, "http://a", 0)
        call(test.metadata, kind, "http://a", 2)
        call(test.metadata, kind, "http://a", 3)
    call(test.XMLDesc, 0)
    call(test.setMetadata, 2, None, "k", "http://a", 0)
    call(test.setMetadata, 2, None, "k", "http://a", 0)
    call(test.metadata, 2, "http://a", 0)
