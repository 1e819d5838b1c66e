"""A domain: what it is configured to be, what it is while it runs, and its moments."""

from __future__ import annotations

from virtreach.daemon.hypervisor.units import kib_of
from virtreach.daemon.hypervisor.xmltext import copy, text_of
from virtreach.daemon.wording import DOMAIN, argument_fault, exclusive, fault, invalid
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.disks.job import BlockJob
    from virtreach.daemon.hypervisor.domains.job import Job
    from virtreach.daemon.hypervisor.moments.moment import Moment

__all__ = ["CONFIG", "Domain", "LIVE", "MAXIMUM", "memory_of", "vcpus_max_of", "vcpus_of"]

LIVE = C.VIR_DOMAIN_AFFECT_LIVE
CONFIG = C.VIR_DOMAIN_AFFECT_CONFIG
MAXIMUM = C.VIR_DOMAIN_VCPU_MAXIMUM


class Domain:
    """One guest. It is its XML: what can be asked of it is read from there.

    Attributes:
        name, uuid, id: who it is; the id is -1 while it does not run.
        config: the persistent definition, or None of a transient domain.
        live: the definition of the running guest, or None while it does not run.
        state, reason: of virDomainState and the state's reasons.
        autostart, autostart_once: whether it starts with the host.
        saved: the managed save image, or None.
        snapshots, checkpoints: its moments by name, and which are current.
        tuning: what is set at run time and not part of the XML, by topic.
        frozen: mount points that the agent has frozen.
        job: what keeps it busy as a whole, or None; gone when the daemon ends.
        finished_job: the last one that has ended, or None.
        block_jobs: what its disks are busy with, by their targets; gone when the daemon ends.
        autodestroy: it ends with the session that has started it.
        arriving: it comes from another host, and does not run before it is all here.
    """

    def __init__(self, name: str, uuid: bytes) -> None:
        self.name = name
        self.uuid = uuid
        self.id = -1
        self.config: Element | None = None
        self.live: Element | None = None
        self.state: int = C.VIR_DOMAIN_SHUTOFF
        self.reason = 0
        self.autostart = False
        self.autostart_once = False
        self.saved: Element | None = None
        self.snapshots: dict[str, Moment] = {}
        self.snapshot: Moment | None = None
        self.checkpoints: dict[str, Moment] = {}
        self.checkpoint: Moment | None = None
        self.tuning: dict[str, Any] = {}
        self.frozen: set[str] = set()
        self.job: Job | None = None
        self.finished_job: Job | None = None
        self.block_jobs: dict[str, BlockJob] = {}
        self.autodestroy = False
        self.arriving = False

    @property
    def ref(self) -> tuple[str, bytes, int]:
        """Its handle on the wire."""
        return self.name, self.uuid, self.id

    @property
    def key(self) -> bytes:
        """What event callbacks for this domain alone go by."""
        return self.uuid

    @property
    def active(self) -> bool:
        """Whether it runs, paused or not."""
        return self.id != -1

    @property
    def persistent(self) -> bool:
        """Whether it stays when it stops."""
        return self.config is not None

    @property
    def definition(self) -> Element:
        """What it is now: the running guest's definition, else the persistent one."""
        found = self.live if self.live is not None else self.config
        assert found is not None
        return found

    def need_active(self, *, domain: int = DOMAIN, detail: str = "domain is not running") -> None:
        """Refuse what only a running domain can do.

        Raises:
            LibvirtError: it does not run.
        """
        if not self.active:
            raise invalid(detail, domain=domain)

    def affected(self, flags: int) -> list[Element]:
        """The definitions that ``VIR_DOMAIN_AFFECT_LIVE`` and ``_CONFIG`` mean.

        Source: ``virDomainObjUpdateModificationImpact`` in ``src/conf/domain_conf.c``.

        Raises:
            LibvirtError: it does not run, or has no persistent definition.
        """
        live, config = bool(flags & LIVE), bool(flags & CONFIG)
        if not live and not config:
            live, config = self.active, not self.active
        if live:
            self.need_active()
        if config and self.config is None:
            raise invalid("transient domains do not have any persistent config", domain=DOMAIN)
        found = []
        if live:
            assert self.live is not None
            found.append(self.live)
        if config:
            assert self.config is not None
            found.append(self.config)
        return found

    def one_affected(self, flags: int, function: str = "") -> Element:
        """The definition that a call is about: it may name only one of the two.

        Args:
            flags: the call's.
            function: who refuses both; by default libvirt's drivers, with ``virDomainObjGetOneDefState``.

        Raises:
            LibvirtError: it names both, or one that is not there.
        """
        names = ("VIR_DOMAIN_AFFECT_LIVE", "VIR_DOMAIN_AFFECT_CONFIG")
        if function:
            exclusive(flags, LIVE, CONFIG, names, function)
        elif flags & LIVE and flags & CONFIG:
            text = f"Flags '{names[0]}' and '{names[1]}' are mutually exclusive"
            raise argument_fault(text, "virDomainObjGetOneDefState", "flags")
        return self.affected(flags)[0]

    def begin(self) -> None:
        """Take the persistent definition as the running guest's."""
        if self.live is None:
            assert self.config is not None
            self.live = copy(self.config)

    # ---- what the XML says

    @property
    def memory(self) -> int:
        """KiB that the guest has now."""
        return memory_of(self.definition, "currentMemory") or self.memory_max

    @property
    def memory_max(self) -> int:
        """KiB that the guest may have."""
        return memory_of(self.definition, "memory")

    @property
    def vcpus(self) -> int:
        """Virtual CPUs that are on."""
        return vcpus_of(self.definition)

    @property
    def vcpus_max(self) -> int:
        """Virtual CPUs that there may be."""
        return vcpus_max_of(self.definition)

    def devices(self, kind: str) -> list[Element]:
        """The devices of a kind: ``disk``, ``interface`` and so on."""
        found = self.definition.find("devices")
        return found.findall(kind) if found is not None else []

    def disk(self, path: str) -> Element | None:
        """The disk with a target (``vda``) or a source."""
        for one in self.devices("disk"):
            target = one.find("target")
            if target is not None and target.get("dev") == path:
                return one
            source = one.find("source")
            if source is not None and path in (source.get("file"), source.get("dev")):
                return one
        return None

    def interface(self, name: str) -> Element | None:
        """The network interface with a target (``testnet0``) or a MAC address."""
        for one in self.devices("interface"):
            target, mac = one.find("target"), one.find("mac")
            if target is not None and target.get("dev") == name:
                return one
            if mac is not None and mac.get("address", "").lower() == name.lower():
                return one
        return None

    def moment(self, name: str, *, checkpoint: bool = False) -> Moment:
        """The snapshot, or checkpoint, of a name.

        Raises:
            LibvirtError: there is none.
        """
        found = (self.checkpoints if checkpoint else self.snapshots).get(name)
        if found is None:
            code = C.VIR_ERR_NO_DOMAIN_CHECKPOINT if checkpoint else C.VIR_ERR_NO_DOMAIN_SNAPSHOT
            what = "checkpoint" if checkpoint else "snapshot"
            raise fault(code, f"no domain {what} with matching name '{name}'")
        return found


def memory_of(definition: Element, tag: str) -> int:
    """KiB of an element of a definition; 0 when it is not there."""
    found = definition.find(tag)
    return kib_of(int(found.text or 0), found.get("unit")) if found is not None else 0


def vcpus_of(definition: Element) -> int:
    """Virtual CPUs that a definition turns on."""
    found = definition.find("vcpu")
    return int(found.get("current") or found.text or 1) if found is not None else 1


def vcpus_max_of(definition: Element) -> int:
    """Virtual CPUs that a definition has."""
    return int(text_of(definition, "vcpu") or 1)
