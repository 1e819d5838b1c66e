"""Domain XML: what is taken is checked and put in libvirt's form; what libvirt does not know stays as it came.

Source: ``virDomainDefParseXML`` and ``virDomainDefFormatInternal`` in ``src/conf/domain_conf.c``, seen from outside.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.collection import dashed
from virtreach.daemon.hypervisor.domains.device_definition import add_missing, arrange_devices, complete
from virtreach.daemon.hypervisor.domains.domain import Domain
from virtreach.daemon.hypervisor.units import CPU_MAX, format_cpus, kib_of, parse_cpus
from virtreach.daemon.hypervisor.xmltext import (
    arrange,
    attribute_number,
    child,
    copy,
    integer,
    name_of,
    parse,
    set_text,
    text_of,
    to_text,
    uuid_of,
)
from virtreach.daemon.wording import DOMAIN, fault, internal
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.daemon.hypervisor.state import Hypervisor

__all__ = ["OPENED", "arrange_definition", "domain_text", "parse_domain", "take_domain"]

OPENED = ("devices", "bandwidth", "redirdev")
"""What is printed with an end tag even when it is empty."""

_TYPES = (
    "qemu kqemu kvm xen lxc uml openvz test vmware hyperv vbox phyp parallels bhyve vz"
).split()  # virDomainVirt
_OS_TYPES = ("hvm", "xen", "linux", "exe", "uml", "xenpvh")
_ORDER = (
    "name uuid genid title description metadata maxMemory memory currentMemory blkiotune memtune memoryBacking"
    " vcpu vcpus iothreads iothreadids defaultiothread throttlegroups cputune numatune resource sysinfo bootloader"
    " bootloader_args os idmap features cpu clock on_poweroff on_reboot on_crash on_lockfailure pm perf devices"
    " seclabel keywrap launchSecurity"
).split()
_OS_ORDER = (
    "type init initarg initenv initdir inituser initgroup firmware loader nvram kernel initrd cmdline dtb acpi boot"
    " bootmenu bios smbios"
).split()
_MEMTUNE_ORDER = ("hard_limit", "soft_limit", "min_guarantee", "swap_hard_limit")
_CPUTUNE_ORDER = (
    "shares period quota global_period global_quota emulator_period emulator_quota iothread_period iothread_quota"
    " vcpupin emulatorpin iothreadpin vcpusched iothreadsched cachetune memorytune"
).split()
_CPU_ORDER = (
    "arch",
    "model",
    "vendor",
    "microcode",
    "counter",
    "pages",
    "topology",
    "cache",
    "maxphysaddr",
    "feature",
)
IO_TUNE = tuple(
    f"{who}_{what}_sec{tail}"
    for tail in ("", "_max")
    for what in ("bytes", "iops")
    for who in ("total", "read", "write")
)
"""Limits of disks, in libvirt's order."""

IO_TUNE_NUMBERS = (*IO_TUNE, "size_iops_sec", *(f"{one}_length" for one in IO_TUNE if one.endswith("_max")))
"""All numbers in ``iotune``."""

_ACTIONS = {
    "on_poweroff": ("destroy", ("destroy", "restart", "rename-restart", "preserve")),
    "on_reboot": ("restart", ("destroy", "restart", "rename-restart", "preserve")),
    "on_crash": (
        "destroy",
        ("destroy", "restart", "rename-restart", "preserve", "coredump-destroy", "coredump-restart"),
    ),
}


def take_domain(hypervisor: Hypervisor, text: str) -> tuple[str, bytes, Element]:
    """Read and complete a domain's definition.

    Returns:
        Its name, its UUID (a new one when it has none), and the tree.

    Raises:
        LibvirtError: it is not well formed, or says what cannot be.
    """
    root = parse(text, "domain_definition", "domain")
    return parse_domain(hypervisor, root)


def parse_domain(hypervisor: Hypervisor, root: Element) -> tuple[str, bytes, Element]:
    """Check and complete a definition that has been read; the tree is changed in place."""
    root.attrib.pop("id", None)
    if not name_of(root):
        raise fault(C.VIR_ERR_NO_NAME, domain=DOMAIN)
    kind = root.get("type")
    if kind is None:
        raise internal("missing domain type attribute", domain=DOMAIN)
    if kind not in _TYPES:
        raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, f"invalid domain type {kind}", domain=DOMAIN)
    uuid = uuid_of(root, domain=DOMAIN)
    os_type = text_of(root, "os/type")
    if not text_of(root, "os/type") and root.find("bootloader") is None:
        raise fault(C.VIR_ERR_XML_ERROR, "an os <type> must be specified", domain=DOMAIN)
    name = name_of(root)
    if "/" in name:
        raise fault(C.VIR_ERR_XML_ERROR, f"name {name} cannot contain '/'", domain=DOMAIN)
    if os_type and os_type not in _OS_TYPES:
        raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, f"unknown OS type '{os_type}'", domain=DOMAIN)
    if uuid is None:
        uuid = hypervisor.new_uuid()
    set_text(root, "name", name)
    set_text(root, "uuid", dashed(uuid))
    _memory(root)
    _vcpus(root)
    _os(root, hypervisor)
    _tuning(root)
    _rest(root, hypervisor)
    if (integer(root, "iothreads") or 0) > CPU_MAX:
        raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, f"more than {CPU_MAX} I/O threads", domain=DOMAIN)
    for path in ("blkiotune/weight", *(f"devices/disk/iotune/{one}" for one in IO_TUNE_NUMBERS)):
        for parent in root.findall(path.rpartition("/")[0]):
            integer(parent, path.rpartition("/")[2])
    devices = child(root, "devices")
    complete(devices, root)
    add_missing(devices)
    arrange_devices(devices)
    arrange(root, _ORDER)
    return name, uuid, root


def _size(root: Element, tag: str) -> int | None:
    number = integer(root, tag)
    if number is None:
        return None
    found = root.find(tag)
    assert found is not None
    kib = kib_of(number, found.get("unit"))
    found.text = str(kib)
    found.set("unit", "KiB")
    return kib


def _memory(root: Element) -> None:
    memory = _size(root, "memory")
    cells = root.findall("cpu/numa/cell")
    if cells:
        for one in cells:
            one.set("memory", str(kib_of(attribute_number(one, "memory"), one.get("unit"))))
            one.set("unit", "KiB")
        memory = sum(int(one.get("memory", "0")) for one in cells) or memory
    if not memory:
        detail = "Memory size must be specified via <memory> or in the <numa> configuration"
        raise fault(C.VIR_ERR_XML_ERROR, detail, domain=DOMAIN)
    current = _size(root, "currentMemory")
    set_text(root, "memory", str(memory), unit="KiB")
    set_text(root, "currentMemory", str(min(current or memory, memory)), unit="KiB")
    _size(root, "maxMemory")


def _vcpus(root: Element) -> None:
    most = integer(root, "vcpu")
    element = child(root, "vcpu")
    attributes = dict(element.attrib)
    if most is None:
        most = 1
    if most == 0:
        raise internal("CPU IDs in <numa> exceed the <vcpu> count", domain=DOMAIN)
    current = attribute_number(element, "current", most)
    attributes.pop("current", None)
    if most > CPU_MAX:
        raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, f"more than {CPU_MAX} virtual CPUs", domain=DOMAIN)
    current = current or most
    if current > most:
        detail = "maximum vCPU count must not be less than current vCPU count"
        raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, detail, domain=DOMAIN)
    element.attrib.clear()
    element.set("placement", attributes.pop("placement", "static"))
    if "cpuset" in attributes:
        element.set("cpuset", format_cpus(parse_cpus(attributes.pop("cpuset"))))
    if current < most:
        element.set("current", str(current))
    element.attrib.update(attributes)
    element.text = str(most)


def _os(root: Element, hypervisor: Hypervisor) -> None:
    section = root.find("os")
    if section is None:
        return
    kind = section.find("type")
    if kind is not None:
        attributes = dict(kind.attrib)
        kind.attrib.clear()
        kind.set("arch", attributes.pop("arch", hypervisor.host.arch))
        kind.attrib.update(attributes)
        if text_of(section, "type") == "hvm" and section.find("boot") is None:
            if not any(one.find("boot") is not None for one in root.findall("devices/*")):
                section.append(Element("boot", {"dev": "hd"}))
    arrange(section, _OS_ORDER)


def _tuning(root: Element) -> None:
    memtune = root.find("memtune")
    if memtune is not None:
        for tag in _MEMTUNE_ORDER:
            _size(memtune, tag)
        arrange(memtune, _MEMTUNE_ORDER)
    cputune = root.find("cputune")
    if cputune is not None:
        for one in cputune:
            if "cpuset" in one.attrib:
                one.set("cpuset", format_cpus(parse_cpus(one.get("cpuset", ""))))
        arrange(cputune, _CPUTUNE_ORDER)
    cpu = root.find("cpu")
    if cpu is not None:
        topology = cpu.find("topology")
        if topology is not None and "dies" not in topology.attrib:
            attributes = dict(topology.attrib)
            topology.attrib.clear()
            topology.set("sockets", attributes.pop("sockets", "1"))
            topology.set("dies", "1")
            topology.attrib.update(attributes)
        if cpu.find("model") is not None and cpu.get("mode") is None and cpu.get("match") is None:
            cpu.set("mode", "custom")
            cpu.set("match", "exact")
        arrange(cpu, _CPU_ORDER)


def _rest(root: Element, hypervisor: Hypervisor) -> None:
    clock = child(root, "clock")
    clock.attrib.setdefault("offset", "utc")
    for tag, (default, known) in _ACTIONS.items():
        action = text_of(root, tag) or default
        if action not in known:
            raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, f"unknown {tag} action: {action}", domain=DOMAIN)
        set_text(root, tag, action)
    genid = root.find("genid")
    if genid is not None and not (genid.text or "").strip():
        genid.text = dashed(hypervisor.new_uuid())
    title = text_of(root, "title")
    if "\n" in title:
        raise fault(C.VIR_ERR_XML_ERROR, "Domain title can't contain newlines", domain=DOMAIN)
    for tag in ("title", "description"):
        found = root.find(tag)
        if found is not None and not (found.text or "").strip():
            root.remove(found)


def domain_text(domain: Domain, flags: int = 0, *, definition: Element | None = None) -> str:
    """Print a domain's definition.

    Args:
        domain: whose.
        flags: of virDomainXMLFlags: secrets are printed with SECURE only, INACTIVE asks for what it will be
            when it starts again.
        definition: another tree than the domain's own.
    """
    inactive = bool(flags & C.VIR_DOMAIN_XML_INACTIVE)
    tree = definition
    if tree is None:
        tree = domain.config if inactive and domain.config is not None else domain.definition
    running = domain.active and not inactive and definition is None
    secrets = [one for one in tree.findall("devices/graphics") if "passwd" in one.attrib]
    if running or (secrets and not flags & C.VIR_DOMAIN_XML_SECURE):
        tree = copy(tree)
    if not flags & C.VIR_DOMAIN_XML_SECURE and secrets:
        for one in tree.findall("devices/graphics"):
            one.attrib.pop("passwd", None)
    if running:
        tree.set("id", str(domain.id))
    return to_text(tree, opened=OPENED)


def arrange_definition(tree: Element) -> None:
    """Put a definition's sections in order again after something was added."""
    cputune = tree.find("cputune")
    if cputune is not None:
        arrange(cputune, _CPUTUNE_ORDER)
    devices = tree.find("devices")
    if devices is not None:
        arrange_devices(devices)
    arrange(tree, _ORDER)
