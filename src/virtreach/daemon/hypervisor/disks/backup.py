"""Backups of a running guest's disks: pushed out, which ends by itself, or offered until the job is aborted.

Nothing is written anywhere. Source of the rules and of the printed form: ``src/conf/backup_conf.c`` and
``qemuBackupBegin`` in ``src/qemu/qemu_backup.c``.
"""

from __future__ import annotations

from functools import partial
from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.agenda import Work, rate_within
from virtreach.daemon.hypervisor.disks.chain import image_path, target_of
from virtreach.daemon.hypervisor.disks.job import disk_size
from virtreach.daemon.hypervisor.domains.job import RUNNING, Job, need_free
from virtreach.daemon.hypervisor.moments.checkpoint import make_checkpoint
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import child, copy, parse, text_of, to_text
from virtreach.daemon.wording import DOMAIN, check_flags, fault, invalid
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.daemon.hypervisor.domains.domain import Domain
    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.daemon.hypervisor.table import Result

__all__ = ["Backup"]

_CALLER = "remoteDispatchDomainBackupBegin"
_MODES = ("push", "pull")


class Backup(Job):
    """The job of a guest that is backed up.

    Attributes:
        tree: its description, completed.
    """

    def __init__(self, tree: Element) -> None:
        super().__init__(C.VIR_DOMAIN_JOB_OPERATION_BACKUP, _CALLER)
        self.tree = tree
        self.files = True


def _unsupported(detail: str) -> Exception:
    return fault(C.VIR_ERR_CONFIG_UNSUPPORTED, detail, domain=DOMAIN)


def _take(text: str, domain: Domain, suffix: str) -> Element:
    """Read a backup's description and complete it.

    Raises:
        LibvirtError: it makes no sense, or names a disk or a checkpoint that is not there.
    """
    root = parse(text, "domain_backup", "domainbackup")
    mode = root.get("mode", "push")
    if mode not in _MODES:
        raise fault(
            C.VIR_ERR_XML_ERROR,
            f"Invalid value for attribute 'mode' in element 'domainbackup': '{mode}'.",
            domain=C.VIR_FROM_XML,
        )
    root.attrib.clear()
    root.set("mode", mode)
    pull = mode == "pull"
    server = root.find("server")
    if server is not None and not pull:
        raise _unsupported("use of <server> requires pull mode backup")
    if pull and server is None:
        server = Element("server", {"transport": "tcp", "name": "localhost"})
        root.insert(0, server)
    if server is not None:
        server.attrib.setdefault("transport", "tcp")
        if server.get("transport") == "unix" and not server.get("socket"):
            raise fault(C.VIR_ERR_XML_ERROR, "missing backup server socket", domain=DOMAIN)
    start = text_of(root, "incremental")
    if start:
        domain.moment(start, checkpoint=True)
    given = {one.get("name", ""): one for one in root.findall("disks/disk")}
    listed = root.find("disks") is not None
    old = root.find("disks")
    if old is not None:
        root.remove(old)
    disks = child(root, "disks")
    number = 0
    for one in domain.devices("disk"):
        name = target_of(one)
        wish = given.pop(name, None)
        if not image_path(one):
            wish = None
        saved = (wish is not None or not listed) and bool(image_path(one))
        if wish is not None and wish.get("backup", "yes") == "no":
            saved = False
        if saved:
            number += 1
            disks.append(_disk(one, name, wish, pull=pull, start=start, suffix=suffix))
        else:
            disks.append(Element("disk", {"name": name, "backup": "no"}))
    if given:
        raise _unsupported(f"no disk named '{next(iter(given))}'")
    if not number:
        raise _unsupported("no disks selected for backup")
    return root


def _disk(disk: Element, name: str, wish: Element | None, *, pull: bool, start: str, suffix: str) -> Element:
    made = copy(wish) if wish is not None else Element("disk")
    kind = made.get("type", "file")
    if kind not in ("file", "block"):
        raise _unsupported(f"unsupported disk backup type '{kind}'")
    first: dict[str, str] = {"name": name, "backup": "yes", "type": kind}
    if start or made.get("incremental"):
        first["backupmode"] = "incremental"
        first["incremental"] = made.get("incremental") or start
    else:
        first["backupmode"] = "full"
    for kept in ("exportname", "exportbitmap", "index"):
        if made.get(kept):
            first[kept] = made.get(kept, "")
    if pull:
        first.setdefault("exportname", name)
        if "incremental" in first:
            first.setdefault("exportbitmap", f"backup-{name}")
    made.attrib.clear()
    made.attrib.update(first)
    if made.find("driver") is None:
        made.insert(0, Element("driver", {"type": "qcow2"}))
    place = "scratch" if pull else "target"
    if made.find(place) is None:
        made.append(Element(place, {"dev" if kind == "block" else "file": f"{image_path(disk)}.{suffix}"}))
    return made


@handles("domain_backup_begin")
def _on_begin(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_DOMAIN_BACKUP_BEGIN_REUSE_EXTERNAL, "testDomainBackupBegin")
    hypervisor = session.hypervisor
    hypervisor.agenda.run()
    domain = hypervisor.domain(args.dom)
    domain.need_active()
    if isinstance(domain.job, Backup):
        raise invalid("domain backup job already running", domain=DOMAIN)
    need_free(domain.job)
    if domain.block_jobs:
        raise invalid("domain has active block job", domain=DOMAIN)
    point = (
        parse(args.checkpoint_xml, "domain_checkpoint", "domaincheckpoint") if args.checkpoint_xml else None
    )
    suffix = (text_of(point, "name") if point is not None else "") or str(int(hypervisor.clock()))
    job = Backup(_take(args.backup_xml, domain, suffix))
    if args.checkpoint_xml:
        make_checkpoint(hypervisor, domain, args.checkpoint_xml, 0)
    _run(hypervisor, domain, job)
    return None


def _run(hypervisor: Hypervisor, domain: Domain, job: Backup) -> None:
    push = job.tree.get("mode") == "push"
    domain.job = job
    job.step = RUNNING
    end = partial(_end, hypervisor, domain, job)
    job.broken = lambda: _release(domain, job, success=False, error="domain is not running")
    if push:
        names = [one.get("name", "") for one in job.tree.findall("disks/disk") if one.get("backup") == "yes"]
        total = sum(disk_size(domain, name) for name in names)
        job.work = Work(hypervisor.agenda, total, rate_within(total, 0), lambda: end(success=True))
        job.abort = lambda: end(success=False, error="the job was aborted")
    else:
        # A backup that is pulled has no other end.
        job.abort = lambda: end(success=True)


def _release(domain: Domain, job: Backup, *, success: bool, error: str = "") -> None:
    job.end(success=success, error=error)
    domain.job, domain.finished_job = None, job


def _end(hypervisor: Hypervisor, domain: Domain, job: Backup, *, success: bool, error: str = "") -> None:
    _release(domain, job, success=success, error=error)
    hypervisor.announce("domain", C.VIR_DOMAIN_EVENT_ID_JOB_COMPLETED, domain, job.stats()[1])


@handles("domain_backup_get_xml_desc")
def _on_xml(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testDomainBackupGetXMLDesc")
    session.hypervisor.agenda.run()
    job = session.hypervisor.domain(args.dom).job
    if not isinstance(job, Backup):
        raise fault(C.VIR_ERR_NO_DOMAIN_BACKUP, "no domain backup job present", domain=DOMAIN)
    return (to_text(job.tree),)
