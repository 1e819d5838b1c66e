"""Jobs on disks: pull, rebase, commit, copy; how they stand, and how they end.

Source of the rules and texts: ``qemuDomainBlockPullCommon``, ``qemuDomainBlockCommit``, ``qemuDomainBlockCopyCommon``
and ``qemuDomainBlockJobAbort`` in ``src/qemu/qemu_driver.c``.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.disks.chain import (
    disk_of,
    image_at,
    image_path,
    images,
    set_backing,
    target_of,
)
from virtreach.daemon.hypervisor.disks.job import (
    ACTIVE_COMMIT,
    COMMIT,
    COPY,
    NAMES,
    PULL,
    BlockJob,
    disk_size,
    put_image,
)
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import copy, parse
from virtreach.daemon.parameters import check_params
from virtreach.daemon.wording import (
    DOMAIN,
    bad_argument,
    check_flags,
    fault,
    invalid,
    xml_fault,
)
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.daemon.hypervisor.domains.domain import Domain
    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

__all__: list[str] = []

_MIB = 1 << 20
_SPEED_MAX = (1 << 63) - 1
# Seconds until a guest has filled a disk.
_FILLED = 0.1
_BYTES = C.VIR_DOMAIN_BLOCK_PULL_BANDWIDTH_BYTES


def _speed(bandwidth: int, *, in_bytes: bool) -> int:
    """Bytes a second."""
    limit = bandwidth if in_bytes else bandwidth * _MIB
    if not 0 <= limit <= _SPEED_MAX:
        detail = f"bandwidth must be less than {_SPEED_MAX // _MIB}"
        raise fault(C.VIR_ERR_OVERFLOW, detail, domain=C.VIR_FROM_TEST)
    return limit


def _idle_disk(session: TestSession, ref: tuple[str, bytes, int], path: str) -> tuple[Domain, Element]:
    session.hypervisor.agenda.run()
    domain = session.hypervisor.domain(ref)
    disk = disk_of(domain, path)
    if target_of(disk) in domain.block_jobs:
        detail = f"disk '{target_of(disk)}' already in active block job"
        raise fault(C.VIR_ERR_OPERATION_UNSUPPORTED, detail, domain=DOMAIN)
    return domain, disk


def _busy_disk(session: TestSession, ref: tuple[str, bytes, int], path: str) -> tuple[Domain, Element]:
    session.hypervisor.agenda.run()
    domain = session.hypervisor.domain(ref)
    return domain, disk_of(domain, path)


def _begin(
    session: TestSession,
    domain: Domain,
    disk: Element,
    kind: int,
    limit: int,
    change: Callable[[Element], None],
    image: Element | None = None,
) -> Result:
    BlockJob(session.hypervisor, domain, disk, kind, limit, image, change)
    return None


def _pull(session: TestSession, args: Any, base: str | None, *, in_bytes: bool) -> Result:
    domain, disk = _idle_disk(session, args.dom, args.path)
    limit = _speed(args.bandwidth, in_bytes=in_bytes)
    behind = None
    if base:
        index = image_at(disk, base)
        if index == 0:
            raise bad_argument(f"base '{base}' is the active image of disk '{args.path}'", domain=DOMAIN)
        behind = copy(images(disk)[index])
    return _begin(session, domain, disk, PULL, limit, lambda one: set_backing(one, behind))


@handles("domain_block_pull")
def _on_pull(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, _BYTES, "testDomainBlockPull")
    return _pull(session, args, None, in_bytes=bool(args.flags & _BYTES))


@handles("domain_block_rebase")
def _on_rebase(session: TestSession, args: Any) -> Result:
    flags = args.flags
    check_flags(flags, 127, "testDomainBlockRebase")
    in_bytes = bool(flags & C.VIR_DOMAIN_BLOCK_REBASE_BANDWIDTH_BYTES)
    if not flags & C.VIR_DOMAIN_BLOCK_REBASE_COPY:
        if flags & (C.VIR_DOMAIN_BLOCK_REBASE_SHALLOW | C.VIR_DOMAIN_BLOCK_REBASE_REUSE_EXT):
            raise bad_argument("flags of a copy need VIR_DOMAIN_BLOCK_REBASE_COPY", domain=DOMAIN)
        return _pull(session, args, args.base, in_bytes=in_bytes)
    if not args.base:
        raise bad_argument("a copy needs a destination", domain=DOMAIN)
    domain, disk = _idle_disk(session, args.dom, args.path)
    on_device = bool(flags & C.VIR_DOMAIN_BLOCK_REBASE_COPY_DEV)
    made = Element("disk", {"type": "block" if on_device else "file"})
    driver = disk.find("driver")
    kind = driver.get("type", "raw") if driver is not None else "raw"
    raw = bool(flags & C.VIR_DOMAIN_BLOCK_REBASE_COPY_RAW)
    made.append(Element("driver", {"type": "raw" if raw else kind}))
    made.append(Element("source", {"dev" if on_device else "file": args.base}))
    shallow = bool(flags & C.VIR_DOMAIN_BLOCK_REBASE_SHALLOW)
    return _copy(session, domain, disk, made, _speed(args.bandwidth, in_bytes=in_bytes), shallow=shallow)


def _copy(
    session: TestSession, domain: Domain, disk: Element, made: Element, limit: int, *, shallow: bool
) -> Result:
    behind = made.find("backingStore")
    if shallow and (behind is None or behind.find("source") is None):
        behind = disk.find("backingStore")
    if behind is not None and behind.find("source") is None:
        behind = None
    return _begin(session, domain, disk, COPY, limit, put_image(made, behind), made)


@handles("domain_block_copy")
def _on_copy(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 15, "testDomainBlockCopy")
    known = ("bandwidth", "granularity", "buf-size")
    check_params(args.params, known)
    domain, disk = _idle_disk(session, args.dom, args.path)
    made = parse(args.destxml, "disk_definition", "disk|domain")
    if made.tag != "disk" or not image_path(made):
        raise xml_fault("the destination is no disk with a source", domain=DOMAIN)
    made.attrib.setdefault("type", "file")
    granularity = args.params.get("granularity", 0)
    if granularity & (granularity - 1):
        raise bad_argument("granularity must be power of 2", domain=DOMAIN)
    limit = _speed(args.params.get("bandwidth", 0), in_bytes=True)
    shallow = bool(args.flags & C.VIR_DOMAIN_BLOCK_COPY_SHALLOW)
    return _copy(session, domain, disk, made, limit, shallow=shallow)


@handles("domain_block_commit")
def _on_commit(session: TestSession, args: Any) -> Result:
    flags = args.flags
    check_flags(flags, 31, "testDomainBlockCommit")
    domain, disk = _idle_disk(session, args.dom, args.disk)
    limit = _speed(args.bandwidth, in_bytes=bool(flags & C.VIR_DOMAIN_BLOCK_COMMIT_BANDWIDTH_BYTES))
    chain = images(disk)
    top = image_at(disk, args.top) if args.top else 0
    active = bool(flags & C.VIR_DOMAIN_BLOCK_COMMIT_ACTIVE)
    if top == 0 and not active:
        detail = f"commit of '{target_of(disk)}' active layer requires active flag"
        raise bad_argument(detail, domain=DOMAIN)
    if top > 0 and active:
        raise bad_argument(f"active commit requested but '{args.top}' is not active", domain=DOMAIN)
    if top == len(chain) - 1:
        detail = f"top '{image_path(chain[top])}' in chain for '{image_path(disk)}' has no backing file"
        raise bad_argument(detail, domain=DOMAIN)
    base = image_at(disk, args.base) if args.base else len(chain) - 1
    if not args.base and flags & C.VIR_DOMAIN_BLOCK_COMMIT_SHALLOW:
        base = top + 1
    if base <= top:
        detail = f"base '{image_path(chain[base])}' is not below top '{image_path(chain[top])}' in the chain"
        raise bad_argument(detail, domain=DOMAIN)
    if flags & C.VIR_DOMAIN_BLOCK_COMMIT_SHALLOW and base != top + 1:
        detail = f"base '{image_path(chain[base])}' is not immediately below '{image_path(chain[top])}'"
        raise bad_argument(detail, domain=DOMAIN)
    image = chain[base]
    if active:
        below = image.find("backingStore")
        behind = below if below is not None and below.find("source") is not None else None
        return _begin(session, domain, disk, ACTIVE_COMMIT, limit, put_image(image, behind), image)
    kept = copy(image)

    def change(one: Element) -> None:
        above = images(one)
        if top <= len(above):
            set_backing(above[top - 1], kept)

    return _begin(session, domain, disk, COMMIT, limit, change)


@handles("domain_block_job_abort")
def _on_abort(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 3, "testDomainBlockJobAbort")
    domain, disk = _busy_disk(session, args.dom, args.path)
    name = target_of(disk)
    job = domain.block_jobs.get(name)
    if job is None:
        raise bad_argument(f"disk {name} does not have an active block job", domain=DOMAIN)
    if not args.flags & C.VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT:
        job.cancel()
        return None
    if job.kind not in (COPY, ACTIVE_COMMIT):
        raise invalid(f"job type '{NAMES[job.kind]}' does not support pivot", domain=DOMAIN)
    if not job.ready:
        detail = f"block job '{NAMES[job.kind]}-{name}' not ready for pivot yet"
        raise fault(C.VIR_ERR_BLOCK_COPY_ACTIVE, detail, domain=DOMAIN)
    job.pivot()
    return None


@handles("domain_get_block_job_info")
def _on_info(session: TestSession, args: Any) -> Result:
    in_bytes = C.VIR_DOMAIN_BLOCK_JOB_INFO_BANDWIDTH_BYTES
    check_flags(args.flags, in_bytes, "testDomainGetBlockJobInfo")
    session.hypervisor.agenda.run()
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    disk = domain.disk(args.path)
    if disk is None:
        raise bad_argument(f"disk '{args.path}' not found in domain", domain=DOMAIN)
    job = domain.block_jobs.get(target_of(disk))
    if job is None:
        return 0, 0, 0, 0, 0
    bandwidth = job.limit if args.flags & in_bytes else -(-job.limit // _MIB)
    return 1, job.kind, bandwidth, job.work.processed, job.work.total


@handles("domain_block_job_set_speed")
def _on_set_speed(session: TestSession, args: Any) -> Result:
    in_bytes = C.VIR_DOMAIN_BLOCK_JOB_SPEED_BANDWIDTH_BYTES
    check_flags(args.flags, in_bytes, "testDomainBlockJobSetSpeed")
    limit = _speed(args.bandwidth, in_bytes=bool(args.flags & in_bytes))
    domain, disk = _busy_disk(session, args.dom, args.path)
    job = domain.block_jobs.get(target_of(disk))
    if job is None:
        raise invalid(f"disk {target_of(disk)} does not have an active block job", domain=DOMAIN)
    job.set_limit(limit)
    return None


@handles("domain_block_resize")
def _on_resize(session: TestSession, args: Any) -> Result:
    allowed = C.VIR_DOMAIN_BLOCK_RESIZE_BYTES | C.VIR_DOMAIN_BLOCK_RESIZE_CAPACITY
    check_flags(args.flags, allowed, "testDomainBlockResize")
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    disk = domain.disk(args.disk)
    if disk is None:
        raise bad_argument(f"disk '{args.disk}' was not found in the domain config", domain=DOMAIN)
    if target_of(disk) in domain.block_jobs:
        detail = f"disk '{target_of(disk)}' already in active block job"
        raise fault(C.VIR_ERR_OPERATION_UNSUPPORTED, detail, domain=DOMAIN)
    size = args.size if args.flags & C.VIR_DOMAIN_BLOCK_RESIZE_BYTES else args.size * 1024
    if not 0 < size <= _SPEED_MAX:
        raise fault(C.VIR_ERR_OVERFLOW, "size must be between 1 byte and 8 EiB", domain=C.VIR_FROM_TEST)
    domain.tuning.setdefault("disks", {})[target_of(disk)] = size
    return None


@handles("domain_set_block_threshold")
def _on_threshold(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainSetBlockThreshold")
    domain = session.hypervisor.domain(args.dom)
    domain.need_active()
    name, _, index = args.dev.rstrip("]").partition("[")
    disk = domain.disk(name)
    if disk is None or (index and not (index.isdecimal() and int(index) < len(images(disk)))):
        raise bad_argument(f"block device '{args.dev}' was not found in the domain definition", domain=DOMAIN)
    thresholds: dict[str, int] = domain.tuning.setdefault("thresholds", {})
    thresholds.pop(args.dev, None)
    if not args.threshold:
        return None
    thresholds[args.dev] = args.threshold
    path = image_path(images(disk)[int(index or 0)])
    excess = disk_size(domain, target_of(disk)) - args.threshold

    def written() -> None:
        # Guests fill their disks: soon somebody has written beyond the threshold, which is told once.
        if domain.active and thresholds.get(args.dev) == args.threshold:
            del thresholds[args.dev]
            values = (args.dev, path, args.threshold, excess)
            session.hypervisor.announce("domain", C.VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD, domain, *values)

    if excess > 0:
        session.hypervisor.agenda.after(_FILLED, written)
    return None
