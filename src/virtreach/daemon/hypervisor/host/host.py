"""Facts about the make-believe host, and its capabilities as XML.

Source: what libvirt 9.0.0's test driver says of itself.
"""

from __future__ import annotations

import socket
from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.xmltext import set_text, to_text

__all__ = ["CPU_MODELS", "Host", "capabilities", "cpu_models", "sysinfo"]

CPU_MODELS = (
    "486 pentium pentium2 pentium3 pentiumpro coreduo n270 core2duo qemu32 kvm32 cpu64-rhel5 cpu64-rhel6 qemu64 kvm64"
    " Conroe Penryn Nehalem Nehalem-IBRS Westmere Westmere-IBRS SandyBridge SandyBridge-IBRS IvyBridge IvyBridge-IBRS"
    " Haswell-noTSX Haswell-noTSX-IBRS Haswell Haswell-IBRS Broadwell-noTSX Broadwell-noTSX-IBRS Broadwell"
    " Broadwell-IBRS Skylake-Client Skylake-Client-IBRS Skylake-Client-noTSX-IBRS Skylake-Server Skylake-Server-IBRS"
    " Skylake-Server-noTSX-IBRS Cascadelake-Server Cascadelake-Server-noTSX Icelake-Client Icelake-Client-noTSX"
    " Icelake-Server Icelake-Server-noTSX Cooperlake Snowridge athlon phenom Opteron_G1 Opteron_G2 Opteron_G3"
    " Opteron_G4 Opteron_G5 EPYC EPYC-IBPB EPYC-Rome EPYC-Milan Dhyana"
).split()
"""CPU models that a guest may ask for, on 32 and 64 bit PCs."""

_POWER = "POWER6 POWER7 POWER8 POWER9 POWER10 POWERPC_e5500 POWERPC_e6500".split()
_ANY_MODEL = "aarch64 armv6l armv7b armv7l s390 s390x".split()
_NO_MODEL = (
    "alpha cris ia64 lm32 loongarch64 m68k microblaze microblazeel mips mipsel mips64 mips64el openrisc parisc parisc64"
    " ppc ppcemb riscv32 riscv64 sh4 sh4eb sparc sparc64 unicore32 xtensa xtensaeb"
).split()


def cpu_models(arch: str) -> list[str] | None:
    """CPU models of an architecture, none where every model will do; None where libvirt's CPU driver knows nothing.

    Raises:
        KeyError: there is no such architecture.
    """
    if arch in _NO_MODEL:
        return None
    known = {"i686": CPU_MODELS, "x86_64": CPU_MODELS, "ppc64": _POWER, "ppc64le": _POWER}
    return known[arch] if arch not in _ANY_MODEL else []


class Host:
    """What the host has.

    Attributes:
        name: its host name.
        uuid: its UUID, which capabilities show; "" for none, as libvirt's test driver has it.
        arch: what its CPUs are.
        model: what they are called in ``virsh nodeinfo``.
        memory: KiB that ``virsh nodeinfo`` shows.
        cpus, mhz, nodes, sockets, cores, threads: its CPUs.
        cells: KiB of memory by NUMA node.
        pages: by NUMA node, page sizes in KiB and how many pages there are.
        memory_parameters: settings of page sharing.
    """

    def __init__(self) -> None:
        self.name = socket.gethostname()
        self.uuid = ""
        self.arch = "i686"
        self.model = "i686"
        self.memory = 3145728
        self.cpus = 16
        self.mhz = 1400
        self.nodes = 2
        self.sockets = 2
        self.cores = 2
        self.threads = 2
        self.cells = [2097152, 4194304]
        self.pages = [{4: 524288, 2048: 0, 1048576: 0}, {8: 524288, 2048: 0, 1048576: 0}]
        self.memory_parameters = {
            "shm_pages_to_scan": 100,
            "shm_sleep_millisecs": 20,
            "shm_merge_across_nodes": 1,
        }


def capabilities(host: Host) -> str:
    """The host's capabilities as libvirt prints them, blank lines and all."""
    inner = Element("host")
    if host.uuid:
        set_text(inner, "uuid", host.uuid)
    cpu = _add(inner, "cpu")
    set_text(cpu, "arch", host.arch)
    features = _add(cpu, "features")
    for name in ("pae", "nonpae"):
        _add(features, name)
    for size in sorted({size for cell in host.pages for size in cell}):
        _add(cpu, "pages", unit="KiB", size=str(size))
    _add(inner, "power_management")
    _add(inner, "iommu", support="no")
    cells = _add(_add(inner, "topology"), "cells", num=str(len(host.cells)))
    each = host.cpus // len(host.cells)
    for number, memory in enumerate(host.cells):
        cell = _add(cells, "cell", id=str(number))
        set_text(cell, "memory", str(memory), unit="KiB")
        for size, count in host.pages[number].items():
            _add(cell, "pages", unit="KiB", size=str(size)).text = str(count)
        cpus = _add(cell, "cpus", num=str(each))
        for core in range(each):
            where = str(number * each + core)
            _add(cpus, "cpu", id=where, socket_id=str(number), die_id="0", core_id=str(core), siblings=where)
    model = _add(inner, "secmodel")
    set_text(model, "model", "testSecurity")
    lines = to_text(inner, level=1)
    # An empty <doi> has a start and an end tag on one line, which nothing else here has.
    lines = lines.replace("    </secmodel>\n", "      <doi></doi>\n    </secmodel>\n")
    guests = "".join([to_text(_guest(kind, host), level=1) + "\n" for kind in ("hvm", "xen")])
    return f"<capabilities>\n\n{lines}\n{guests}</capabilities>\n"


def _add(parent: Element, tag: str, **attributes: str) -> Element:
    made = Element(tag, attributes)
    parent.append(made)
    return made


def _guest(kind: str, host: Host) -> Element:
    guest = Element("guest")
    set_text(guest, "os_type", kind)
    arch = _add(guest, "arch", name=host.arch)
    set_text(arch, "wordsize", "32" if host.arch == "i686" else "64")
    set_text(arch, "emulator", "/usr/bin/test-hv")
    _add(arch, "domain", type="test")
    features = _add(guest, "features")
    for name in ("pae", "nonpae"):
        _add(features, name)
    return guest


def sysinfo() -> str:
    """The host's SMBIOS facts."""
    root = Element("sysinfo", {"type": "smbios"})
    bios = _add(root, "bios")
    for name, value in (
        ("vendor", "LENOVO"),
        ("version", "G4ETA1WW (2.61 )"),
        ("date", "05/07/2014"),
        ("release", "2.61"),
    ):
        _add(bios, "entry", name=name).text = value
    return to_text(root)
