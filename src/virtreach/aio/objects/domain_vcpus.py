"""A domain's virtual processors."""

from __future__ import annotations

from copy import copy

from virtreach.aio.objects.base import Facet
from virtreach.aio.objects.domain_cpumap import pack, split, unpack
from virtreach.protocol import remote as P
from virtreach.wire.record import record
from virtreach.wire.typed_params import decode_pairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, NamedTuple

    from virtreach.aio.objects.base import ParamValue
    from virtreach.aio.objects.domain_cpumap import CPUs
    from virtreach.protocol.procedure import Procedure

    class Vcpu(NamedTuple):
        """One virtual processor.

        Its number, state (`VcpuState`), time used in nanoseconds, the host's processor that it runs on (negative:
        none), and the host's processors that it may run on.
        """

        number: int
        state: int
        cpu_time: int
        cpu: int
        cpus: set[int]

else:
    Vcpu = record("Vcpu", "number state cpu_time cpu cpus", __name__)

__all__ = ["DomainVcpus", "Vcpu", "number_list"]

_LIVE = 1  # VIR_DOMAIN_AFFECT_LIVE; alone, it is what the older procedures do
_MAXIMUM = 4  # VIR_DOMAIN_VCPU_MAXIMUM
_CPUS_A_CALL = 128  # REMOTE_DOMAIN_GET_CPU_STATS_NCPUS_MAX
_ALL_STATS = 2048  # REMOTE_DOMAIN_GET_CPU_STATS_MAX


class DomainVcpus(Facet):
    """``domain.vcpus``. Host processors are given and returned as sets of their numbers."""

    __slots__ = ()

    # -- how many ------------------------------------------------------------------------------------

    async def count(self, *, flags: int = 0) -> int:
        """Return the number of virtual processors.

        Args:
            flags: `DomainVcpuFlags`: ``LIVE`` or ``CONFIG`` says of which state, ``MAXIMUM`` asks for
                the limit, ``GUEST`` asks the guest agent.

        libvirt: virDomainGetVcpusFlags.
        """
        return (await self._connection._call(P.DOMAIN_GET_VCPUS_FLAGS, self._owner, flags)).num

    async def maximum(self) -> int:
        """Return the most that the guest may get while it runs. libvirt: virDomainGetMaxVcpus."""
        return (await self._connection._call(P.DOMAIN_GET_MAX_VCPUS, self._owner)).num

    async def set_count(self, count: int, *, flags: int = 0) -> None:
        """Change the number of virtual processors.

        Args:
            count: the new number.
            flags: `DomainVcpuFlags`; 0 is whichever state the domain is in.

        libvirt: virDomainSetVcpus, virDomainSetVcpusFlags.
        """
        if flags == _LIVE:
            await self._connection._call(P.DOMAIN_SET_VCPUS, self._owner, count)
        else:
            await self._connection._call(P.DOMAIN_SET_VCPUS_FLAGS, self._owner, count, flags)

    async def set_enabled(self, vcpus: str | Iterable[int], *, enabled: bool, flags: int = 0) -> None:
        """Plug in or unplug particular virtual processors.

        Args:
            vcpus: their numbers, or text such as ``"2-3,5"``.
            enabled: whether they shall be there.
            flags: `DomainModificationImpact`.

        libvirt: virDomainSetVcpu.
        """
        await self._connection._call(P.DOMAIN_SET_VCPU, self._owner, number_list(vcpus), int(enabled), flags)

    # -- where they run ------------------------------------------------------------------------------

    async def info(self, *, host_cpus: int | None = None) -> list[Vcpu]:
        """Return each virtual processor of the running guest.

        Args:
            host_cpus: how many processors the host has, where the caller knows; else it is asked.

        Returns:
            Records of ``number``, ``state`` (`VcpuState`), ``cpu_time`` in nanoseconds, ``cpu`` (the
            host processor it is on; negative as `VcpuHostCpuState`), and ``cpus``, where it may run.

        libvirt: virDomainGetVcpus.
        """
        size = await self._bitmap_size(host_cpus)
        count = (await self._connection._call(P.DOMAIN_GET_INFO, self._owner)).nr_virt_cpu
        ret = await self._connection._call(P.DOMAIN_GET_VCPUS, self._owner, count, size)
        allowed = split(ret.cpumaps[: size * len(ret.info)], len(ret.info)) or [set() for _ in ret.info]
        return [
            Vcpu._make((one.number, one.state, one.cpu_time, one.cpu, cpus))
            for one, cpus in zip(ret.info, allowed, strict=True)
        ]

    async def pinning(self, *, host_cpus: int | None = None, flags: int = 0) -> list[set[int]]:
        """Return where each virtual processor may run, in the order of their numbers.

        Args:
            host_cpus: how many processors the host has, where the caller knows; else it is asked.
            flags: `DomainModificationImpact`.

        libvirt: virDomainGetVcpuPinInfo.
        """
        size = await self._bitmap_size(host_cpus)
        count = await self.count(flags=flags | _MAXIMUM)
        ret = await self._connection._call(P.DOMAIN_GET_VCPU_PIN_INFO, self._owner, count, size, flags)
        return split(ret.cpumaps[: size * ret.num], ret.num)

    async def pin(self, vcpu: int, cpus: CPUs, *, flags: int = 0) -> None:
        """Choose the host processors that a virtual one may run on.

        Args:
            vcpu: the virtual processor.
            cpus: the host's processors by number, or a bitmap.
            flags: `DomainModificationImpact`; 0 is whichever state the domain is in.

        libvirt: virDomainPinVcpu, virDomainPinVcpuFlags.
        """
        if flags == _LIVE:
            await self._connection._call(P.DOMAIN_PIN_VCPU, self._owner, vcpu, pack(cpus))
        else:
            await self._connection._call(P.DOMAIN_PIN_VCPU_FLAGS, self._owner, vcpu, pack(cpus), flags)

    async def emulator_pinning(self, *, host_cpus: int | None = None, flags: int = 0) -> set[int]:
        """Return where the hypervisor's own threads may run.

        Args:
            host_cpus: how many processors the host has, where the caller knows; else it is asked.
            flags: `DomainModificationImpact`.

        libvirt: virDomainGetEmulatorPinInfo.
        """
        size = await self._bitmap_size(host_cpus)
        ret = await self._connection._call(P.DOMAIN_GET_EMULATOR_PIN_INFO, self._owner, size, flags)
        return unpack(ret.cpumaps)

    async def pin_emulator(self, cpus: CPUs, *, flags: int = 0) -> None:
        """Choose where the hypervisor's own threads may run.

        Args:
            cpus: the host's processors by number, or a bitmap.
            flags: `DomainModificationImpact`.

        libvirt: virDomainPinEmulator.
        """
        await self._connection._call(P.DOMAIN_PIN_EMULATOR, self._owner, pack(cpus), flags)

    async def _bitmap_size(self, host_cpus: int | None) -> int:
        """Bytes of a bitmap that has a bit for each of the host's processors, online or not."""
        if host_cpus is None:
            host_cpus = (await self._connection._call(P.NODE_GET_CPU_MAP, 0, 0, 0)).ret
        return (max(host_cpus, 1) + 7) // 8

    # -- what they used ------------------------------------------------------------------------------

    async def total_stats(self, *, flags: int = 0) -> dict[str, Any]:
        """Return the processor time of the whole domain, in nanoseconds.

        Args:
            flags: none are defined.

        Returns:
            ``cpu_time``, ``user_time``, ``system_time``; what a driver does not count is missing.

        libvirt: virDomainGetCPUStats.
        """
        # -1 stands for the sum over all processors; the first question is how many figures there are.
        count = (await self._connection._call(P.DOMAIN_GET_CPU_STATS, self._owner, 0, -1, 1, flags)).nparams
        if not count:
            return {}
        ret = await self._connection._call(P.DOMAIN_GET_CPU_STATS, self._owner, count, -1, 1, flags)
        return dict(ret.params)

    async def per_cpu_stats(
        self, *, start: int = 0, count: int | None = None, flags: int = 0
    ) -> list[dict[str, Any]]:
        """Return the processor time that the domain used on each of the host's processors, in nanoseconds.

        Args:
            start: the first processor.
            count: how many; None for all the rest.
            flags: none are defined.

        Returns:
            A dict a processor (``cpu_time``, ``vcpu_time``), in order; empty for one that is offline.

        libvirt: virDomainGetCPUStats.
        """
        call = self._connection._call
        total = (await call(P.DOMAIN_GET_CPU_STATS, self._owner, 0, 0, 0, flags)).nparams
        stop = total if count is None else min(total, start + count)
        figures = (await call(P.DOMAIN_GET_CPU_STATS, self._owner, 0, 0, 1, flags)).nparams
        if not figures or start >= stop:
            return []
        step = min(_CPUS_A_CALL, _ALL_STATS // figures)
        found: list[dict[str, Any]] = []
        for first in range(start, stop, step):
            size = min(step, stop - first)
            listed, each = await call(_listing(), self._owner, figures, first, size, flags)
            found += _by_cpu(listed, each, size)
        return found


def _listing() -> Procedure[tuple[list[tuple[str, int, ParamValue]], int]]:
    """DOMAIN_GET_CPU_STATS with its figures as a list: each name comes once for each processor."""
    plain = P.DOMAIN_GET_CPU_STATS

    def decode(data: bytes, offset: int) -> tuple[list[tuple[str, int, ParamValue]], int]:
        # The plain decoder has the say on what is well-formed.
        each = plain.decode_ret(data, offset).nparams
        return decode_pairs(data, offset, _ALL_STATS), each

    listing: Any = copy(plain)
    listing.decode_ret = decode
    made: Procedure[tuple[list[tuple[str, int, ParamValue]], int]] = listing
    return made


def _by_cpu(figures: list[tuple[str, int, ParamValue]], each: int, count: int) -> list[dict[str, Any]]:
    """Cut the figures of several processors apart; the last processors' may be missing."""
    if not each:
        return [{} for _ in range(count)]
    starts = range(0, each * count, each)
    return [{name: value for name, _, value in figures[start : start + each]} for start in starts]


def number_list(numbers: str | Iterable[int]) -> str:
    """Write processor numbers the way libvirt's text bitmaps do (``0,2,3``); text is passed on."""
    if isinstance(numbers, str):
        return numbers
    return ",".join(str(number) for number in sorted(set(numbers)))
