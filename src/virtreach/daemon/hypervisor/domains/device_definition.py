"""Devices in domain XML: libvirt's defaults and order, for the kinds that it knows."""

from __future__ import annotations

import os
from uuid import uuid4
from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.collection import dashed
from virtreach.daemon.hypervisor.units import kib_of
from virtreach.daemon.hypervisor.xmltext import arrange, attribute_number, child, copy, integer
from virtreach.daemon.wording import DOMAIN, XML, fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "KINDS",
    "add_missing",
    "arrange_device",
    "arrange_devices",
    "complete",
    "complete_device",
    "identity",
]

KINDS = (
    "emulator disk controller lease filesystem interface smartcard serial parallel console channel input tpm"
    " graphics audio sound video hostdev redirdev redirfilter hub watchdog memballoon rng nvram panic shmem memory"
    " iommu vsock crypto pstore"
).split()
"""Device kinds in the order in which libvirt prints them."""

_ORDERS = {
    "disk": (
        "driver auth source backingStore backenddomain geometry blockio mirror target iotune throttlefilters"
        " readonly shareable transient serial wwn vendor product boot encryption alias address"
    ).split(),
    "interface": (
        "mac source vlan virtualport bandwidth backenddomain ip route script target guest model driver backend"
        " filterref boot rom tune link mtu coalesce alias address"
    ).split(),
    "graphics": "listen channel image jpeg zlib playback streaming clipboard mouse filetransfer gl".split(),
    "memballoon": ["stats", "alias", "address", "driver"],
}
_DISK_TYPES = ("block", "file", "dir", "network", "volume", "nvme", "vhostuser", "vhostvdpa")
_DISK_DEVICES = ("disk", "cdrom", "floppy", "lun")
_NET_TYPES = (
    "user", "ethernet", "vhostuser", "server", "client", "mcast", "network", "bridge", "internal", "direct", "hostdev",
    "udp", "vdpa", "null", "vds",
)  # fmt: skip
_BUSES = (
    ("hd", "ide"), ("sd", "scsi"), ("vd", "virtio"), ("xvd", "xen"), ("ubd", "uml"), ("fd", "fdc"),
)  # fmt: skip
DEVICES_MAX = 2048
"""Devices that a domain may have."""

_CONTROLLERS_MAX = 256
_LETTERS_MAX = 3
_ADDED = ("scsi", "fdc", "ide", "sata", "virtio-serial")
"""Controllers in the order in which libvirt adds them."""

_DRIVE_BUSES = {"ide": 2, "scsi": 7, "sata": 6, "fdc": 2}


def complete(devices: Element, root: Element) -> None:
    """Check every device and give it what libvirt would.

    Args:
        devices: the section.
        root: the domain it belongs to.

    Raises:
        LibvirtError: a device cannot be.
    """
    if len(devices) > DEVICES_MAX:
        raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, f"more than {DEVICES_MAX} devices", domain=DOMAIN)
    counts: dict[str, int] = {}
    for one in devices:
        _complete(one, counts.get(one.tag, 0), devices)
        counts[one.tag] = counts.get(one.tag, 0) + 1
    _name_interfaces(devices.findall("interface"), devices)
    for one in devices:
        arrange_device(one)
    targets = [one.get("dev", "") for one in devices.findall("disk/target")]
    seen: set[str] = set()
    for name in targets:
        if name in seen:
            detail = f"target '{name}' duplicated for disk sources '<null>' and '<null>'"
            raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, detail, domain=DOMAIN)
        seen.add(name)


def complete_device(device: Element, number: int, devices: Element) -> None:
    """Check one device and give it what libvirt would; `number` counts those of its kind before it."""
    _complete(device, number, devices)
    if device.tag == "interface":
        _name_interfaces([device], devices)
    arrange_device(device)


def _complete(device: Element, number: int, devices: Element) -> None:
    if device.tag in _COMPLETERS:
        _COMPLETERS[device.tag](device, number, devices)


def arrange_device(device: Element) -> None:
    """Put what a device has in order again after something was added."""
    if device.tag in _ORDERS:
        arrange(device, _ORDERS[device.tag])


def _leading(element: Element, **first: str) -> None:
    # Put attributes in front, with these values where they are missing.
    attributes = dict(element.attrib)
    element.attrib.clear()
    for name, value in first.items():
        element.set(name, attributes.pop(name, value))
    element.attrib.update(attributes)


def _one_of(element: Element, attribute: str, known: tuple[str, ...]) -> None:
    value = element.get(attribute)
    if value is not None and value not in known:
        detail = f"Invalid value for attribute '{attribute}' in element '{element.tag}': '{value}'."
        raise fault(C.VIR_ERR_XML_ERROR, detail, domain=XML)


def _disk(device: Element, number: int, devices: Element) -> None:
    _one_of(device, "type", _DISK_TYPES)
    _one_of(device, "device", _DISK_DEVICES)
    _leading(device, type="file", device="disk")
    target = device.find("target")
    name = target.get("dev") if target is not None else None
    if target is None or not name:
        raise fault(C.VIR_ERR_NO_TARGET, domain=DOMAIN)
    if device.find("source") is None and device.get("device") in ("disk", "lun"):
        raise fault(C.VIR_ERR_NO_SOURCE, name, domain=DOMAIN)
    bus = next((bus for prefix, bus in _BUSES if name.startswith(prefix)), "")
    if "bus" not in target.attrib and bus:
        _leading(target, dev=name, bus=bus)
    bus = target.get("bus", "")
    if device.get("device") == "cdrom" and device.find("readonly") is None:
        device.append(Element("readonly"))
    if bus in _DRIVE_BUSES and device.find("address") is None:
        device.append(Element("address", _drive_address(name, bus)))


def _letters(name: str) -> int:
    # virDiskNameToIndex: 0 for sda, 26 for sdaa; -1 for other names.
    place = 0
    prefix = next((prefix for prefix, _ in _BUSES if name.startswith(prefix)), "")
    for letter in name[len(prefix) :][:_LETTERS_MAX]:
        if not "a" <= letter <= "z":
            break
        place = place * 26 + ord(letter) - ord("a") + 1
    return place - 1


def _drive_address(name: str, bus: str) -> dict[str, str]:
    # virDomainDiskDefAssignAddress: the letters of the name are the place on the bus.
    place = max(_letters(name), 0)
    per_controller = {"ide": 4, "scsi": 7, "sata": 6, "fdc": 2}[bus]
    controller, rest = divmod(place, per_controller)
    where = {"type": "drive", "controller": str(controller), "bus": "0", "target": "0", "unit": str(rest)}
    if bus == "ide":
        where["bus"], where["unit"] = str(rest // 2), str(rest % 2)
    return where


def _interface(device: Element, number: int, devices: Element) -> None:
    _one_of(device, "type", _NET_TYPES)
    device.attrib.setdefault("type", "user")
    mac = device.find("mac")
    if mac is None:
        tail = os.urandom(3)
        mac = Element("mac", {"address": "52:54:00:" + ":".join(f"{one:02x}" for one in tail)})
        device.insert(0, mac)
    address = mac.get("address", "")
    parts = address.split(":")
    if len(parts) != 6 or any(
        not one or len(one) > 2 or set(one.lower()) - set("0123456789abcdef") for one in parts
    ):
        raise fault(C.VIR_ERR_XML_ERROR, f"unable to parse mac address '{address}'", domain=DOMAIN)
    mac.set("address", ":".join(f"{int(one, 16):02x}" for one in parts))
    port = device.find("virtualport")
    if port is not None and port.get("type") == "openvswitch":
        child(port, "parameters").attrib.setdefault("interfaceid", dashed(uuid4().bytes))


def _name_interfaces(interfaces: list[Element], devices: Element) -> None:
    # Interfaces without a name on the host get the first that are free.
    unnamed = [one for one in interfaces if not child(one, "target").get("dev")]
    if not unnamed:
        return
    used = {one.get("dev") for one in devices.findall("interface/target")}
    count = 0
    for one in unnamed:
        while f"testnet{count}" in used:
            count += 1
        child(one, "target").set("dev", f"testnet{count}")
        count += 1


def _serial(device: Element, number: int, devices: Element) -> None:
    target = child(device, "target")
    target.attrib.setdefault("port", str(number))


def _console(device: Element, number: int, devices: Element) -> None:
    target = child(device, "target")
    _leading(target, type="serial", port=str(number))


def _channel(device: Element, number: int, devices: Element) -> None:
    # A socket without a path is for the hypervisor to choose.
    source = device.find("source")
    if device.get("type") == "unix" and source is not None and not source.get("path"):
        device.remove(source)


def _controller(device: Element, number: int, devices: Element) -> None:
    kind = device.get("type", "")
    if "index" not in device.attrib:
        same = [one for one in devices.findall("controller") if one.get("type") == kind]
        used = {one.get("index") for one in same}
        place = next(one for one in range(len(same) + 1) if str(one) not in used)
        _leading(device, type=kind, index=str(place))


def _memory(device: Element, number: int, devices: Element) -> None:
    size = device.find("target/size")
    if size is not None:
        size.text = str(kib_of(integer(device, "target/size") or 0, size.get("unit")))
        size.set("unit", "KiB")


def _graphics(device: Element, number: int, devices: Element) -> None:
    if device.get("type") == "vnc":
        chosen = device.get("port", "-1") in ("-1", "0")
        _leading(device, type="vnc", port="-1", autoport="yes" if chosen else "no")
    if device.get("type") == "spice" and device.get("autoport") == "yes":
        # Ports that are found when the guest starts are not named.
        for name in ("port", "tlsPort"):
            if device.get(name) == "-1":
                del device.attrib[name]
    if device.get("type") in ("vnc", "spice", "rdp"):
        if device.get("port") == "-1" and "autoport" not in device.attrib:
            device.set("autoport", "yes")
        if device.find("listen") is None:
            listen = Element("listen", {"type": "address"})
            if device.get("listen"):
                listen.set("address", device.get("listen", ""))
            device.append(listen)


def _video(device: Element, number: int, devices: Element) -> None:
    model = child(device, "model")
    kind = model.get("type", "cirrus")
    sizes = {"qxl": {"ram": "65536", "vram": "65536"}, "cirrus": {"vram": "16384"}, "vga": {"vram": "16384"}}
    _leading(model, type=kind, **sizes.get(kind, {}))
    if kind != "none":
        model.attrib.setdefault("heads", "1")
    if number == 0 and kind != "none":
        model.attrib.setdefault("primary", "yes")


def _hostdev(device: Element, number: int, devices: Element) -> None:
    attributes = dict(device.attrib)
    device.attrib.clear()
    device.set("mode", attributes.pop("mode", "subsystem"))
    if "type" in attributes:
        device.set("type", attributes.pop("type"))
    device.set("managed", attributes.pop("managed", "no"))
    device.attrib.update(attributes)
    address = device.find("source/address")
    if device.get("type") == "pci" and address is not None:
        for name, width in (("domain", 4), ("bus", 2), ("slot", 2), ("function", 1)):
            if name in address.attrib:
                address.set(
                    name, f"0x{attribute_number(address, name, base=0, most=16**width - 1):0{width}x}"
                )


def _filesystem(device: Element, number: int, devices: Element) -> None:
    _leading(device, type="mount", accessmode="passthrough")


def _watchdog(device: Element, number: int, devices: Element) -> None:
    device.attrib.setdefault("action", "reset")


_COMPLETERS: dict[str, Callable[[Element, int, Element], None]] = {
    "disk": _disk,
    "interface": _interface,
    "serial": _serial,
    "parallel": _serial,
    "channel": _channel,
    "controller": _controller,
    "memory": _memory,
    "console": _console,
    "graphics": _graphics,
    "video": _video,
    "hostdev": _hostdev,
    "filesystem": _filesystem,
    "watchdog": _watchdog,
}


def add_missing(devices: Element) -> None:
    """Add the devices that others need: a console for a serial port and the other way round, video, controllers."""
    serial, console = devices.find("serial"), devices.find("console")
    if serial is not None and console is None:
        made = Element("console", {"type": serial.get("type", "pty")})
        made.extend([copy(one) for one in serial if one.tag in ("source", "protocol")])
        made.append(Element("target", {"type": "serial", "port": "0"}))
        devices.append(made)
    elif console is not None and serial is None:
        target = console.find("target")
        if target is not None and target.get("type") == "serial":
            made = Element("serial", {"type": console.get("type", "pty")})
            made.append(Element("target", {"port": "0"}))
            devices.append(made)
    if devices.find("graphics") is not None and devices.find("video") is None:
        video = Element("video")
        devices.append(video)
        complete_device(video, 0, devices)
    wanted: dict[str, int] = {}
    for disk in devices.findall("disk"):
        target, address = disk.find("target"), disk.find("address")
        bus = target.get("bus", "") if target is not None else ""
        if bus in _DRIVE_BUSES and address is not None and address.get("type") == "drive":
            wanted[bus] = max(
                wanted.get(bus, 0), attribute_number(address, "controller", most=_CONTROLLERS_MAX)
            )
    if any(one.get("type") == "virtio" for one in devices.findall("channel/target")):
        wanted.setdefault("virtio-serial", 0)
    for kind, most in sorted(wanted.items(), key=lambda one: _ADDED.index(one[0])):
        have = {one.get("index", "0") for one in devices.findall("controller") if one.get("type") == kind}
        for index in range(most + 1):
            if str(index) not in have:
                devices.append(Element("controller", {"type": kind, "index": str(index)}))


def arrange_devices(devices: Element) -> None:
    """Put devices in libvirt's order; those that it does not know stay behind the one that they came behind.

    Disks stand together by bus, and by their letters within one (``virDomainDiskInsert``).
    """
    buses: list[str] = []
    places: dict[int, tuple[int, int]] = {}
    place = (0, 0)
    for one in devices:
        if one.tag == "disk":
            target = one.find("target")
            name, bus = (target.get("dev", ""), target.get("bus", "")) if target is not None else ("", "")
            if bus not in buses:
                buses.append(bus)
            place = buses.index(bus), _letters(name)
        elif one.tag in KINDS:
            place = (0, 0)
        places[id(one)] = place
    devices[:] = sorted(devices, key=lambda one: places[id(one)])
    arrange(devices, KINDS)


def identity(device: Element) -> tuple[str, ...]:
    """What tells a device from others of its kind, for detaching and updating it."""
    target, mac, alias = device.find("target"), device.find("mac"), device.find("alias")
    if device.tag == "disk" and target is not None:
        return "disk", target.get("dev", "")
    if device.tag == "interface" and mac is not None:
        return "interface", mac.get("address", "").lower()
    if alias is not None and alias.get("name"):
        return device.tag, alias.get("name", "")
    if device.tag == "controller":
        return "controller", device.get("type", ""), device.get("index", "0")
    if device.tag == "graphics":
        return "graphics", device.get("type", "")
    if target is not None:
        return device.tag, *sorted(target.attrib.values())
    source = device.find("source")
    if source is not None:
        inner = source.find("address")
        found = inner if inner is not None else source
        return device.tag, *sorted(found.attrib.values())
    return device.tag, *sorted(device.attrib.values())
