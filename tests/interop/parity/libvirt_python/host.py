"""The host, the connection, interfaces and devices."""

from __future__ import annotations

import libvirt

CPU = "<cpu><arch>x86_64</arch><model>{}</model></cpu>"
VHBA = """<device><parent>{}</parent><capability type='scsi_host'><capability type='fc_host'>
<wwnn>2000000012349999</wwnn><wwpn>1000000012349999</wwpn></capability></capability></device>"""


def steps(call, conn):
    """Make the calls."""
    for name in (
        "getType getVersion getLibVersion getMaxVcpus getInfo getCapabilities getFreeMemory getSysinfo isAlive isSecure"
        " isEncrypted numOfDomains numOfDefinedDomains numOfNetworks numOfDefinedNetworks numOfStoragePools"
        " numOfDefinedStoragePools numOfInterfaces numOfDefinedInterfaces listDomainsID listDefinedDomains listNetworks"
        " listDefinedNetworks listStoragePools listDefinedStoragePools listInterfaces listDefinedInterfaces"
        " listAllDomains listAllNetworks listAllStoragePools listAllInterfaces getCPUMap getSecurityModel"
    ).split():
        function = getattr(conn, name, None)
        if function is not None:
            args = {"getMaxVcpus": ("test",)}.get(name, ())
            call(function, *args)
    call.each(conn.getMaxVcpus, None, "kvm")
    call.each(conn.getCPUStats, (-1, 0), (0, 0), (1, 0), (99, 0), (-2, 0), (0, 1))
    call.each(conn.getCPUMap, 0, 1)
    call.each(conn.getSysinfo, 0, 1)
    call.each(conn.getCellsFreeMemory, (0, 1), (0, 9), (1, 1), (2, 1), (-1, 1))
    call.each(
        conn.getCPUModelNames,
        ("x86_64", 0),
        ("ppc64", 0),
        ("s390x", 0),
        ("riscv64", 0),
        ("nonsense", 0),
        ("", 0),
    )
    call.each(
        conn.baselineCPU,
        ([CPU.format("Haswell"), CPU.format("Penryn")], 0),
        ([CPU.format("x")], 0),
        (["<x/>"], 0),
    )
    call.each(conn.listAllDomains, 0, 1, 2, 4, 8, 64, 1 << 14, 1 << 20)
    call.each(conn.listAllNetworks, 0, 1, 2, 4, 1 << 8)
    call.each(conn.listAllStoragePools, 0, 1, 2, 64, 1 << 30)
    call.each(conn.listAllInterfaces, 0, 1, 2, 4)
    call.each(conn.lookupByID, 1, 2, 0, -1)
    call.each(conn.lookupByName, "test", "nope", "", "päss", "a\nb", "%s%n", "x" * 200)
    call.each(
        conn.lookupByUUIDString,
        "6695eb01-f6a4-8304-79aa-97f2502e193f",
        "00000000-0000-0000-0000-000000000009",
        "x",
        "",
    )
    call.each(conn.lookupByUUID, bytes(16), b"short")
    call.each(conn.setKeepAlive, (5, 3), (-1, 0), (0, 0))
    call.each(conn.suspendForDuration, (9, 60, 0))
    call.each(
        conn.findStoragePoolSources,
        ("logical", None, 0),
        ("netfs", None, 0),
        ("dir", None, 0),
        ("x", None, 0),
    )
    interfaces(call, conn)
    devices(call, conn)


def interfaces(call, conn):
    """The host's interfaces."""
    call.each(conn.interfaceLookupByName, "nope", "")
    call.each(conn.interfaceLookupByMACString, "aa:bb:cc:dd:ee:ff", "aa:bb:cc:dd:ee:00", "nonsense")
    eth = call(conn.interfaceLookupByName, "eth1")
    for name in ("name", "MACString", "isActive", "XMLDesc"):
        call(getattr(eth, name))
    call.each(eth.create, 0, 1)
    call.each(eth.destroy, 0, 0, 1)
    call(eth.isActive)
    call(eth.create, 0)
    call.each(conn.changeCommit, 0, 1)
    call.each(conn.changeBegin, 0, 0)
    made = call(
        conn.interfaceDefineXML,
        "<interface type='ethernet' name='eth9'><mac address='52:54:00:aa:00:09'/></interface>",
        0,
    )
    call(made.XMLDesc, 0)
    call(made.isActive)
    call(conn.changeCommit, 0)
    call(made.undefine)
    call(made.undefine)
    call(made.XMLDesc, 0)
    call.each(
        conn.interfaceDefineXML,
        ("<interface/>", 0),
        ("<x/>", 0),
        ("<interface type='x' name='y'/>", 0),
        ("", 0),
    )


def devices(call, conn):
    """The host's devices."""
    call.each(
        conn.listDevices, (None, 0), ("scsi_host", 0), ("system", 0), ("vports", 0), ("nope", 0), (None, 1)
    )
    call.each(conn.numOfDevices, (None, 0), ("fc_host", 0), ("nope", 0), (None, 1))
    call(conn.listAllDevices)
    call.each(conn.listAllDevices, 1, 1 << 6, 1 << 7, 1 << 8)
    call.each(conn.nodeDeviceLookupByName, "nope", "")
    device = call(conn.nodeDeviceLookupByName, "scsi_host11")
    for name in ("name", "parent", "numOfCaps", "listCaps"):
        call(getattr(device, name))
    call.each(device.XMLDesc, 0)
    made = call(conn.nodeDeviceCreateXML, VHBA.format("scsi_host1"), 0)
    call(made.XMLDesc, 0)
    call(made.parent)
    call(made.destroy)
    call(made.destroy)
    call(made.XMLDesc, 0)
    call.each(
        conn.nodeDeviceCreateXML, (VHBA.format("nope"), 0), (VHBA.format("computer"), 0), ("<device/>", 0), ("<x/>", 0),
        ("", 0),
    )  # fmt: skip
    call(conn.nodeDeviceLookupByName("computer").destroy)
    call(libvirt.getVersion)
