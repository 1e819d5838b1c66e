"""A guest machine: what it is and how it does; everything else is on its facets.

``domain.info()`` and its like are here, starting and stopping in `virtreach.aio.objects.domain_power`,
console and keys in `virtreach.aio.objects.domain_guest`. Devices, disks, memory, processors, migration,
snapshots and so on are small classes reached as attributes (``domain.block``, ``domain.vcpus``), each in a
module that loads when it is first used.
"""

from __future__ import annotations

from virtreach.aio.objects.domain_guest import DomainGuest
from virtreach.aio.objects.domain_power import DomainPower
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from enum import IntEnum
    from typing import Any, Self

    from virtreach.aio.objects.checkpoint import DomainCheckpoints
    from virtreach.aio.objects.domain_agent import DomainAgent
    from virtreach.aio.objects.domain_block import DomainBlock
    from virtreach.aio.objects.domain_devices import DomainDevices
    from virtreach.aio.objects.domain_graphics import DomainGraphics
    from virtreach.aio.objects.domain_interfaces import DomainInterfaces
    from virtreach.aio.objects.domain_iothreads import DomainIOThreads
    from virtreach.aio.objects.domain_jobs import DomainJobs
    from virtreach.aio.objects.domain_managed_save import DomainManagedSave
    from virtreach.aio.objects.domain_memory import DomainMemory
    from virtreach.aio.objects.domain_metadata import DomainMetadata
    from virtreach.aio.objects.domain_migration import DomainMigration
    from virtreach.aio.objects.domain_security import DomainSecurity
    from virtreach.aio.objects.domain_tuning import DomainTuning
    from virtreach.aio.objects.domain_vcpus import DomainVcpus
    from virtreach.aio.objects.lxc import DomainLXC
    from virtreach.aio.objects.qemu import DomainQEMU
    from virtreach.aio.objects.snapshot import DomainSnapshots
    from virtreach.protocol.enums import DomainState
    from virtreach.protocol.remote import DomainGetControlInfoRet, DomainGetInfoRet

__all__ = ["Domain"]

# The enum that explains the reason of a state, by the state's number (libvirt-domain.h, virDomainGetState).
_REASONS = (
    "DomainNostateReason",
    "DomainRunningReason",
    "DomainBlockedReason",
    "DomainPausedReason",
    "DomainShutdownReason",
    "DomainShutoffReason",
    "DomainCrashedReason",
    "DomainPMSuspendedReason",
)


class Domain(DomainPower, DomainGuest):
    """A guest machine on a host.

    A handle: name, UUID and id are what they were when the handle was made, and nothing is asked of the
    host until a method is called. Handles of one domain compare equal and may be shared by tasks.

    Attributes:
        name: unique on its host; `rename` changes it.
        uuid: unique for good, with dashes; ``uuid_bytes`` are its 16 bytes.
        id: number of the running instance, or -1 when it was not running.
    """

    __slots__ = ()

    _layout = "sui"

    @property
    def id(self) -> int:
        """Number of the running instance; -1 when it was not running."""
        number: int = self._ref[2]
        return number

    async def refresh(self) -> Self:
        """Look the domain up again by its UUID.

        Returns:
            A fresh handle with the present name and id.

        Raises:
            NoDomain: it is gone.
        """
        ret = await self._connection._call(P.DOMAIN_LOOKUP_BY_UUID, self.uuid_bytes)
        return self._one(self._connection, ret.dom)

    # -- questions -----------------------------------------------------------------------------------

    async def info(self) -> DomainGetInfoRet:
        """Return the basic figures.

        Returns:
            ``state`` (`DomainState`), ``max_mem`` and ``memory`` in KiB, ``nr_virt_cpu``,
            ``cpu_time`` in nanoseconds.

        libvirt: virDomainGetInfo.
        """
        return await self._connection._call(P.DOMAIN_GET_INFO, self)

    async def state(self, *, flags: int = 0) -> tuple[DomainState, IntEnum]:
        """Return the state and the reason for it.

        Args:
            flags: none are defined.

        Returns:
            A `DomainState` and a member of that state's own enum (`DomainRunningReason`,
            `DomainShutoffReason`, ...). Numbers that this version does not know are called ``UNKNOWN_99``.

        libvirt: virDomainGetState.
        """
        from virtreach.protocol import enums

        ret = await self._connection._call(P.DOMAIN_GET_STATE, self, flags)
        reasons = _REASONS[ret.state] if 0 <= ret.state < len(_REASONS) else _REASONS[0]
        return enums.DomainState(ret.state), getattr(enums, reasons)(ret.reason)

    async def control_info(self, *, flags: int = 0) -> DomainGetControlInfoRet:
        """Return how the channel between the driver and the hypervisor's process does.

        Returns:
            ``state`` (`DomainControlState`), ``details`` (`DomainControlErrorReason` when the state is
            an error), ``state_time`` in milliseconds since it is so.

        libvirt: virDomainGetControlInfo.
        """
        return await self._connection._call(P.DOMAIN_GET_CONTROL_INFO, self, flags)

    async def is_active(self) -> bool:
        """Tell whether it runs (paused counts as running). libvirt: virDomainIsActive."""
        return bool((await self._connection._call(P.DOMAIN_IS_ACTIVE, self)).active)

    async def is_persistent(self) -> bool:
        """Tell whether it has a configuration that outlives its run. libvirt: virDomainIsPersistent."""
        return bool((await self._connection._call(P.DOMAIN_IS_PERSISTENT, self)).persistent)

    async def is_updated(self) -> bool:
        """Tell whether its configuration changed since it was started. libvirt: virDomainIsUpdated."""
        return bool((await self._connection._call(P.DOMAIN_IS_UPDATED, self)).updated)

    async def xml(self, *, flags: int = 0) -> str:
        """Return the XML description.

        Args:
            flags: `DomainXMLFlags`: ``SECURE`` includes passwords and ``MIGRATABLE`` suits older
                daemons (both refused on a read-only connection), ``INACTIVE`` is the configuration of
                the next start, ``UPDATE_CPU`` spells out the CPU model.

        libvirt: virDomainGetXMLDesc.
        """
        return (await self._connection._call(P.DOMAIN_GET_XML_DESC, self, flags)).xml

    async def os_type(self) -> str:
        """Return the kind of machine: ``hvm``, ``linux``, ``exe``. libvirt: virDomainGetOSType."""
        return (await self._connection._call(P.DOMAIN_GET_OS_TYPE, self)).type

    async def hostname(self, *, flags: int = 0) -> str:
        """Return the host name that the guest gave itself.

        Args:
            flags: `DomainGetHostnameFlags`: ask DHCP leases (``LEASE``) or the guest agent
                (``AGENT``); 0 lets the hypervisor choose.

        libvirt: virDomainGetHostname.
        """
        return (await self._connection._call(P.DOMAIN_GET_HOSTNAME, self, flags)).hostname

    async def messages(self, *, flags: int = 0) -> list[str]:
        """Return warnings that the host recorded about this domain.

        Args:
            flags: `DomainMessageType`, which kinds; 0 for all.

        libvirt: virDomainGetMessages.
        """
        return list((await self._connection._call(P.DOMAIN_GET_MESSAGES, self, flags)).msgs)

    async def stats(self, stats: int = 0, *, flags: int = 0) -> dict[str, Any]:
        """Return statistics as one flat dict (``cpu.time``, ``net.0.rx.bytes``, ...).

        Args:
            stats: `DomainStatsTypes`, which groups; 0 for all that the driver has.
            flags: `ConnectGetAllDomainStatsFlags` such as ``NOWAIT`` and ``BACKING``.

        Returns:
            An empty dict when the domain is gone. For several domains, `Domains.stats` asks once.

        libvirt: virDomainListGetStats.
        """
        ret = await self._connection._call(P.CONNECT_GET_ALL_DOMAIN_STATS, (self,), stats, flags)
        return ret.ret_stats[0].params if ret.ret_stats else {}

    # -- facets --------------------------------------------------------------------------------------

    @property
    def agent(self) -> DomainAgent:
        """What the guest agent inside can do: file systems, time, users, guest processors."""
        from virtreach.aio.objects.domain_agent import DomainAgent

        return DomainAgent(self)

    @property
    def block(self) -> DomainBlock:
        """Disks: statistics, limits, block jobs, backup."""
        from virtreach.aio.objects.domain_block import DomainBlock

        return DomainBlock(self)

    @property
    def checkpoints(self) -> DomainCheckpoints:
        """Checkpoints, the base of incremental backups."""
        from virtreach.aio.objects.checkpoint import DomainCheckpoints

        return DomainCheckpoints(self)

    @property
    def devices(self) -> DomainDevices:
        """Attaching, changing and detaching devices."""
        from virtreach.aio.objects.domain_devices import DomainDevices

        return DomainDevices(self)

    @property
    def graphics(self) -> DomainGraphics:
        """The VNC or SPICE server."""
        from virtreach.aio.objects.domain_graphics import DomainGraphics

        return DomainGraphics(self)

    @property
    def interfaces(self) -> DomainInterfaces:
        """Network interfaces: addresses, statistics, limits."""
        from virtreach.aio.objects.domain_interfaces import DomainInterfaces

        return DomainInterfaces(self)

    @property
    def iothreads(self) -> DomainIOThreads:
        """Threads that do the disks' I/O."""
        from virtreach.aio.objects.domain_iothreads import DomainIOThreads

        return DomainIOThreads(self)

    @property
    def jobs(self) -> DomainJobs:
        """The background job (migration, save, dump, backup): progress, abort."""
        from virtreach.aio.objects.domain_jobs import DomainJobs

        return DomainJobs(self)

    @property
    def managed_save(self) -> DomainManagedSave:
        """The saved state that the host itself keeps and the next start resumes from."""
        from virtreach.aio.objects.domain_managed_save import DomainManagedSave

        return DomainManagedSave(self)

    @property
    def memory(self) -> DomainMemory:
        """Memory: sizes, limits, statistics, peeking."""
        from virtreach.aio.objects.domain_memory import DomainMemory

        return DomainMemory(self)

    @property
    def metadata(self) -> DomainMetadata:
        """Title, description and applications' own XML."""
        from virtreach.aio.objects.domain_metadata import DomainMetadata

        return DomainMetadata(self)

    @property
    def migration(self) -> DomainMigration:
        """Moving the guest to another host."""
        from virtreach.aio.objects.domain_migration import DomainMigration

        return DomainMigration(self)

    @property
    def lxc(self) -> DomainLXC:
        """What only containers have."""
        from virtreach.aio.objects.lxc import DomainLXC

        return DomainLXC(self)

    @property
    def qemu(self) -> DomainQEMU:
        """What only QEMU guests have: raw monitor and agent commands."""
        from virtreach.aio.objects.qemu import DomainQEMU

        return DomainQEMU(self)

    @property
    def security(self) -> DomainSecurity:
        """Security labels and confidential computing."""
        from virtreach.aio.objects.domain_security import DomainSecurity

        return DomainSecurity(self)

    @property
    def snapshots(self) -> DomainSnapshots:
        """Snapshots of disks and memory."""
        from virtreach.aio.objects.snapshot import DomainSnapshots

        return DomainSnapshots(self)

    @property
    def tuning(self) -> DomainTuning:
        """Scheduler, block I/O weights, NUMA and performance counters."""
        from virtreach.aio.objects.domain_tuning import DomainTuning

        return DomainTuning(self)

    @property
    def vcpus(self) -> DomainVcpus:
        """Virtual processors: count, pinning, times."""
        from virtreach.aio.objects.domain_vcpus import DomainVcpus

        return DomainVcpus(self)
