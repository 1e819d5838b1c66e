"""The images that a disk is made of: the active one, and those behind it, as the disk's XML names them.

Index 0 is the active image, whose element is the disk itself; each image holds the next one in ``backingStore``. An
empty ``backingStore`` says that there are no more; none at all says that nobody has looked.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.domains.device_definition import arrange_device
from virtreach.daemon.hypervisor.domains.domain import Domain
from virtreach.daemon.hypervisor.xmltext import copy
from virtreach.daemon.wording import DOMAIN, bad_argument, fault, invalid
from virtreach.protocol import constants as C

__all__ = [
    "disk_of",
    "image_at",
    "image_path",
    "images",
    "put_overlay",
    "set_backing",
    "set_image",
    "target_of",
]

_INDEXED = re.compile(r"(.+)\[(\d{1,6})\]")
# Images that are walked through; XML is not nested deeper than that.
_IMAGES_MAX = 256


def target_of(disk: Element) -> str:
    """The name that a disk has in the guest."""
    target = disk.find("target")
    return target.get("dev", "") if target is not None else ""


def disk_of(domain: Domain, path: str) -> Element:
    """The running guest's disk of a name, with an image in it.

    Raises:
        LibvirtError: the guest does not run, or has no such disk, or nothing is in it.
    """
    domain.need_active()
    disk = domain.disk(path)
    if disk is None:
        raise bad_argument(f"disk '{path}' not found in domain", domain=DOMAIN)
    if not image_path(disk):
        raise invalid(f"disk '{path}' does not currently have a source assigned", domain=DOMAIN)
    return disk


def image_path(image: Element) -> str:
    """What an image is called: its file, device, or the name that it has elsewhere; "" for none."""
    source = image.find("source")
    if source is None:
        return ""
    for name in ("file", "dev", "dir", "name", "volume"):
        if source.get(name):
            return source.get(name, "")
    return ""


def images(disk: Element) -> list[Element]:
    """All images of a disk, the active one first."""
    found = [disk]
    while len(found) < _IMAGES_MAX:
        behind = found[-1].find("backingStore")
        if behind is None or behind.find("source") is None:
            break
        found.append(behind)
    return found


def image_at(disk: Element, name: str) -> int:
    """The index of an image that is named by its path, or as ``vda[1]``.

    Raises:
        LibvirtError: there is none.
    """
    chain = images(disk)
    indexed = _INDEXED.fullmatch(name)
    if indexed is not None and indexed[1] == target_of(disk):
        index = int(indexed[2])
        if index < len(chain):
            return index
        raise bad_argument(f"could not find image '{index}' in chain for '{image_path(disk)}'", domain=DOMAIN)
    for index, image in enumerate(chain):
        if image_path(image) == name:
            return index
    detail = f"could not find image '{name}' in chain for '{image_path(disk)}'"
    raise fault(C.VIR_ERR_INVALID_ARG, detail, domain=DOMAIN)


def set_backing(image: Element, behind: Element | None) -> None:
    """Put another image behind one, with all that is behind it; or nothing."""
    made = copy(behind) if behind is not None else Element("backingStore")
    made.tag = "backingStore"
    for one in image.findall("backingStore"):
        image.remove(one)
    image.append(made)
    arrange_device(image)


def put_overlay(disk: Element, overlay: Element) -> None:
    """Have a disk be made of a new image, with all of its images behind that one.

    Args:
        disk: which is changed.
        overlay: a ``disk`` with the new image's source, and its ``driver`` if it is not qcow2.
    """
    behind = Element("backingStore", {"type": disk.get("type", "file")})
    driver = disk.find("driver")
    kind = driver.get("type") if driver is not None else None
    behind.append(Element("format", {"type": kind or "raw"}))
    behind.extend([copy(one) for one in disk if one.tag in ("source", "backingStore")])
    made = copy(overlay)
    if made.find("driver") is None:
        made.append(Element("driver", {"type": "qcow2"}))
    set_image(disk, made, behind)


def set_image(disk: Element, image: Element, behind: Element | None) -> None:
    """Have a disk be made of an image: a disk, a mirror's destination, or one from behind it.

    Args:
        disk: which is changed.
        image: its new active image.
        behind: what comes behind that one, or None.
    """
    kind = image.get("type")
    if kind:
        disk.set("type", kind)
    form = image.find("driver") if image.tag == "disk" else image.find("format")
    driver = disk.find("driver")
    if form is not None and form.get("type"):
        if driver is None:
            driver = Element("driver")
            disk.append(driver)
        driver.set("type", form.get("type", ""))
    source = image.find("source")
    assert source is not None
    for one in disk.findall("source"):
        disk.remove(one)
    disk.append(copy(source))
    set_backing(disk, behind)
