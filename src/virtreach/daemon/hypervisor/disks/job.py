"""The job of one disk: it copies or merges images, and is told of in events and in the guest's XML."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.agenda import AT_ONCE, Work, rate_within
from virtreach.daemon.hypervisor.disks.chain import image_path, images, set_backing, set_image, target_of
from virtreach.daemon.hypervisor.domains.device_definition import arrange_device
from virtreach.daemon.hypervisor.xmltext import copy
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from virtreach.daemon.hypervisor.domains.domain import Domain
    from virtreach.daemon.hypervisor.state import Hypervisor

__all__ = [
    "ACTIVE_COMMIT",
    "COMMIT",
    "COPY",
    "DISK_SIZE",
    "NAMES",
    "PULL",
    "BlockJob",
    "disk_size",
    "put_image",
]

PULL = C.VIR_DOMAIN_BLOCK_JOB_TYPE_PULL
COPY = C.VIR_DOMAIN_BLOCK_JOB_TYPE_COPY
COMMIT = C.VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT
ACTIVE_COMMIT = C.VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT
NAMES = {PULL: "pull", COPY: "copy", COMMIT: "commit", ACTIVE_COMMIT: "active-commit"}
"""What the kinds are called in XML and in errors."""

DISK_SIZE = 1 << 40
"""Bytes of a disk that was never resized: what libvirt's test driver says of all."""


def disk_size(domain: Domain, target: str) -> int:
    """Bytes that a disk has."""
    size: int = domain.tuning.get("disks", {}).get(target, DISK_SIZE)
    return size


class BlockJob:
    """A job that runs on a disk.

    Jobs that pull or merge lower images end by themselves; the others wait when they are in step.

    Args:
        hypervisor: whose.
        domain: which guest.
        disk: of its running definition.
        kind: of virDomainBlockJobType.
        limit: bytes a second at most; 0 for no limit.
        image: where it goes: the element of the destination of a copy, or of a merge's base.
        change: what it does to a disk when it ends well.

    Attributes:
        ready: it is in step, and can be switched over to its result.
        work: the bytes that it deals with.
        limit: as given, or as changed since.
    """

    def __init__(
        self,
        hypervisor: Hypervisor,
        domain: Domain,
        disk: Element,
        kind: int,
        limit: int,
        image: Element | None,
        change: Callable[[Element], None],
    ) -> None:
        self.kind = kind
        self.limit = limit
        self.ready = False
        self._hypervisor = hypervisor
        self._domain = domain
        self._target = target_of(disk)
        self._path = image_path(disk)
        self._disk = disk
        self._change = change
        total = disk_size(domain, self._target)
        domain.block_jobs[self._target] = self
        if kind in (COPY, ACTIVE_COMMIT):
            assert image is not None
            self._mirror(image)
        self.work = Work(hypervisor.agenda, total, rate_within(total, limit), self._worked)

    def set_limit(self, limit: int) -> None:
        """Go on at another speed, in bytes a second; 0 for no limit."""
        self.limit = limit
        self.work.set_rate(rate_within(self.work.total, limit) if limit else AT_ONCE)

    def pivot(self) -> None:
        """Switch over to the result."""
        self._end(C.VIR_DOMAIN_BLOCK_JOB_COMPLETED)

    def cancel(self) -> None:
        """End without a result."""
        self._end(C.VIR_DOMAIN_BLOCK_JOB_CANCELED)

    def drop(self) -> None:
        """The guest has stopped: nothing is left of the job, and nobody is told."""
        self.work.stop()

    def _worked(self) -> None:
        if self.kind in (PULL, COMMIT):
            self._end(C.VIR_DOMAIN_BLOCK_JOB_COMPLETED)
            return
        self.ready = True
        mirror = self._disk.find("mirror")
        if mirror is not None:
            mirror.set("ready", "yes")
        self._announce(C.VIR_DOMAIN_BLOCK_JOB_READY)

    def _end(self, status: int) -> None:
        self.work.stop()
        self._domain.block_jobs.pop(self._target, None)
        for one in self._disk.findall("mirror"):
            self._disk.remove(one)
        if status == C.VIR_DOMAIN_BLOCK_JOB_COMPLETED:
            kept = self._kept()
            self._change(self._disk)
            if kept is not None:
                self._change(kept)
        self._announce(status)

    def _kept(self) -> Element | None:
        # The same disk of the persistent definition, when it is made of the same images.
        config = self._domain.config
        for disk in config.findall("devices/disk") if config is not None else ():
            if target_of(disk) == self._target and image_path(disk) == self._path:
                mine, theirs = images(self._disk), images(disk)
                if len(theirs) < len(mine) and disk.find("backingStore") is None:
                    behind = self._disk.find("backingStore")
                    set_backing(disk, behind)
                return disk
        return None

    def _mirror(self, image: Element) -> None:
        # virDomainDiskDefFormatMirror
        kind = image.get("type", "file")
        made = Element("mirror", {"type": kind, "job": NAMES[self.kind]})
        form = image.find("driver") if image.tag == "disk" else image.find("format")
        if form is not None and form.get("type"):
            made.append(Element("format", {"type": form.get("type", "")}))
        source = image.find("source")
        assert source is not None
        made.append(copy(source))
        self._disk.append(made)
        arrange_device(self._disk)

    def _announce(self, status: int) -> None:
        announce, domain = self._hypervisor.announce, self._domain
        announce("domain", C.VIR_DOMAIN_EVENT_ID_BLOCK_JOB, domain, self._path, self.kind, status)
        announce("domain", C.VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2, domain, self._target, self.kind, status)


def put_image(image: Element, behind: Element | None) -> Callable[[Element], None]:
    """A change that has a disk be made of an image and what is behind it."""
    made = copy(image)
    below = copy(behind) if behind is not None else None
    return lambda disk: set_image(disk, made, below)
