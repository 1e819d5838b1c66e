"""What the descriptions of snapshots and checkpoints say about disks, memory and the past.

Source: ``virDomainSnapshotDefParse`` and ``virDomainSnapshotAlignDisks`` in ``src/conf/snapshot_conf.c``;
``virDomainCheckpointDefParse`` and ``virDomainCheckpointAlignDisks`` in ``src/conf/checkpoint_conf.c``; the schema
``domaincheckpoint.rng``, against which libvirt holds checkpoints always.
"""

from __future__ import annotations

from string import ascii_letters, digits
from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.xmltext import copy, name_of, text_of
from virtreach.daemon.wording import XML, fault, internal
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.daemon.hypervisor.domains.domain import Domain
    from virtreach.errors.libvirt import LibvirtError

__all__ = ["check_checkpoint_name", "checkpoint_disks", "past_of", "snapshot_disks", "snapshot_memory"]

_SNAPSHOT, _CHECKPOINT = C.VIR_FROM_DOMAIN_SNAPSHOT, C.VIR_FROM_DOMAIN_CHECKPOINT
_PLACES = ("default", "no", "internal", "external", "manual")
_KEEPS = ("default", "no", "bitmap")
_LETTERS = set(ascii_letters + digits + "_-.")


def past_of(root: Element, what: str) -> int:
    """When a moment that is defined again was made, in seconds since 1970.

    Args:
        root: its description.
        what: ``snapshot`` or ``checkpoint``.

    Raises:
        LibvirtError: the description has no name, or does not say.
    """
    domain = _SNAPSHOT if what == "snapshot" else _CHECKPOINT
    if not name_of(root):
        raise fault(C.VIR_ERR_XML_ERROR, f"a redefined {what} must have a name", domain=domain)
    created = text_of(root, "creationTime")
    if not created.isdecimal() or len(created) > 15:
        raise internal(f"missing creationTime from existing {what}", domain=domain)
    return int(created)


def snapshot_memory(root: Element) -> str:
    """Where the guest's memory is to go: a file, or "" when it stays with the disks.

    Raises:
        LibvirtError: it makes no sense.
    """
    memory = root.find("memory")
    if memory is None:
        return ""
    place, path = memory.get("snapshot"), memory.get("file")
    _known(memory, "snapshot", _PLACES)
    if path and place not in (None, "external"):
        detail = f"memory filename '{path}' requires external snapshot"
        raise fault(C.VIR_ERR_XML_ERROR, detail, domain=_SNAPSHOT)
    if place == "external" and not path:
        raise fault(C.VIR_ERR_XML_ERROR, "external memory snapshots require a filename", domain=_SNAPSHOT)
    if path and not path.startswith("/"):
        detail = f"memory snapshot file path ({path}) must be absolute"
        raise fault(C.VIR_ERR_XML_ERROR, detail, domain=_SNAPSHOT)
    return path or ""


def snapshot_disks(root: Element, domain: Domain, *, external: bool, suffix: str = "") -> list[Element]:
    """What becomes of each of a domain's disks in a snapshot.

    Args:
        root: the snapshot's description.
        domain: the domain.
        external: new files are put above the disks, instead of snapshots within them.
        suffix: what names of new files that are not given end with, behind the old files' names; "" when they must be
            given (``virDomainSnapshotDefAssignExternalNames``).

    Returns:
        A ``disk`` element for each of the domain's disks, in the domain's order.

    Raises:
        LibvirtError: the description asks for what cannot be.
    """
    usual = "external" if external else "internal"
    wanted = _wanted(root, domain, "snapshot", _SNAPSHOT)
    found = []
    for disk, name in _disks(domain):
        given = wanted.pop(name, None)
        made = Element("disk", {"name": name})
        found.append(made)
        place = given.get("snapshot") if given is not None else None
        if given is None and disk.find("source") is None:
            place = "no"
        if place is None:
            place = "no" if disk.find("readonly") is not None else usual
        if not external and given is not None and place != usual:
            raise _unsupported(f"disk '{name}' must use snapshot mode '{usual}'", _SNAPSHOT)
        made.set("snapshot", place)
        if place == "external":
            source = given.find("source") if given is not None else None
            old = disk.find("source")
            if source is None and suffix and old is not None and old.get("file"):
                made.set("type", "file")
                stem, dot, extension = old.get("file", "").rpartition(".")
                stem = stem if dot and "/" not in extension else old.get("file", "")
                made.append(Element("source", {"file": f"{stem}.{suffix}"}))
                continue
            if source is None:
                detail = (
                    "source for disk '{}' is not a regular file; refusing to generate external snapshot name"
                )
                raise _unsupported(detail.format(name), _SNAPSHOT)
            assert given is not None
            made.set("type", given.get("type", "file"))
            made.extend([copy(one) for one in given])
    return found


def check_checkpoint_name(name: str) -> None:
    """Refuse a name that the schema of checkpoints does not have.

    Raises:
        LibvirtError: it is one.
    """
    if set(name) - _LETTERS or name.startswith("."):
        raise fault(C.VIR_ERR_XML_INVALID_SCHEMA, f"checkpoint name '{name[:100]}'", domain=XML)


def checkpoint_disks(root: Element, domain: Domain, checkpoint: str) -> list[Element]:
    """Which of a domain's disks a checkpoint follows.

    Args:
        root: the checkpoint's description.
        domain: the domain.
        checkpoint: its name, which bitmaps have when they are given none.

    Returns:
        A ``disk`` element for each of the domain's disks, in the domain's order.

    Raises:
        LibvirtError: the description asks for what cannot be.
    """
    disks = _disks(domain)
    if not disks:
        raise _unsupported("domain must have at least one disk to perform checkpoints", _CHECKPOINT)
    wanted = _wanted(root, domain, "checkpoint", _CHECKPOINT)
    # Without a list it is all disks that can be written to, with one it is those.
    usual = "no" if wanted else "bitmap"
    found = []
    for disk, name in disks:
        given = wanted.get(name)
        writable = disk.find("source") is not None and disk.find("readonly") is None
        keep = usual if writable else "no"
        if given is not None:
            keep = given.get("checkpoint", "bitmap")
        made = Element("disk", {"name": name, "checkpoint": keep})
        if keep == "bitmap":
            bitmap = given.get("bitmap") if given is not None else None
            made.set("bitmap", bitmap or checkpoint)
        found.append(made)
    return found


def _disks(domain: Domain) -> list[tuple[Element, str]]:
    found = []
    for disk in domain.devices("disk"):
        target = disk.find("target")
        found.append((disk, target.get("dev", "") if target is not None else ""))
    return found


def _wanted(root: Element, domain: Domain, what: str, whose: int) -> dict[str, Element]:
    # The disks that the description names, by their targets.
    found: dict[str, Element] = {}
    given = root.findall("disks/disk")
    if len(given) > len(domain.devices("disk")):
        raise _unsupported(f"too many disk {what} requests for domain", whose)
    for one in given:
        name = one.get("name")
        if not name:
            raise internal(f"missing name from disk {what} element", domain=whose)
        _known(one, what, _PLACES if what == "snapshot" else _KEEPS)
        disk = domain.disk(name)
        target = disk.find("target") if disk is not None else None
        if target is None:
            raise _unsupported(f"no disk named '{name}'", whose)
        if target.get("dev", "") in found:
            raise _unsupported(f"disk '{target.get('dev')}' specified twice", whose)
        found[target.get("dev", "")] = one
    return found


def _known(element: Element, attribute: str, known: tuple[str, ...]) -> None:
    value = element.get(attribute)
    if value is not None and value not in known:
        detail = f"Invalid value for attribute '{attribute}' in element '{element.tag}': '{value}'."
        raise fault(C.VIR_ERR_XML_ERROR, detail, domain=XML)


def _unsupported(detail: str, domain: int) -> LibvirtError:
    return fault(C.VIR_ERR_CONFIG_UNSUPPORTED, detail, domain=domain)
