# Made by `make generate` (tools/twin.py) from aio/objects/host_cpu.py. Edit that file.
"""The host's processors: which run, what they do, and what CPU guests can share among hosts.

`HostCPU` is a facet of a host (``connection.host.cpu``). Facts: libvirt ``src/libvirt-host.c``.
"""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet
from virtreach.protocol import remote as P
from virtreach.wire.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NamedTuple

    from virtreach.protocol.enums import CPUCompareResult

    class CPUMap(NamedTuple):
        """Which processors run."""

        total: int
        """How many the host has."""
        online: int
        """How many of them run."""
        cpus: tuple[bool, ...]
        """For each, by number, whether it runs."""

else:
    CPUMap = record("CPUMap", "total online cpus", __name__)

__all__ = ["CPUMap", "HostCPU"]


def _verdict(number: int) -> CPUCompareResult:
    from virtreach.protocol.enums import CPUCompareResult

    return CPUCompareResult(number)


class HostCPU(Facet):
    """The processors of a host: ``connection.host.cpu``."""

    __slots__ = ()

    def map(self, *, flags: int = 0) -> CPUMap:
        """Tell which processors run. libvirt: virNodeGetCPUMap."""
        ret = self._connection._call(P.NODE_GET_CPU_MAP, 1, 1, flags)
        # One bit a processor, the lowest bit of the first byte is processor 0.
        bits = int.from_bytes(ret.cpumap, "little")
        total = max(0, min(ret.ret, 8 * len(ret.cpumap)))
        return CPUMap._make((ret.ret, ret.online, tuple(bits >> cpu & 1 == 1 for cpu in range(total))))

    def stats(self, cpu: int = -1, *, flags: int = 0) -> dict[str, int]:
        """Read how long a processor did what, by two calls. libvirt: virNodeGetCPUStats.

        Args:
            cpu: its number; -1 sums over all.
            flags: none is defined yet.

        Returns:
            ``kernel``, ``user``, ``idle``, ``iowait``, ``intr`` in nanoseconds since the host started; some
            hypervisors give ``utilization`` in percent instead.
        """
        known = self._connection._call(P.NODE_GET_CPU_STATS, cpu, 0, flags)
        if not known.nparams:
            return {}
        ret = self._connection._call(P.NODE_GET_CPU_STATS, cpu, known.nparams, flags)
        return dict(ret.params)

    def models(self, arch: str, *, flags: int = 0) -> list[str]:
        """List the CPU models that libvirt knows. libvirt: virConnectGetCPUModelNames.

        Args:
            arch: architecture (``x86_64``).
            flags: none is defined yet.

        Returns:
            Names; none means that the hypervisor accepts any.
        """
        return (self._connection._call(P.CONNECT_GET_CPU_MODEL_NAMES, arch, 1, flags)).models

    def compare(self, xml: str, *, flags: int = 0) -> CPUCompareResult:
        """Compare a CPU with the host's. libvirt: virConnectCompareCPU.

        Args:
            xml: the CPU.
            flags: `ConnectCompareCPUFlags`.

        Returns:
            INCOMPATIBLE, IDENTICAL, or SUPERSET when the host has all of it and more.
        """
        ret = self._connection._call(P.CONNECT_COMPARE_CPU, xml, flags)
        return _verdict(ret.result)

    def compare_hypervisor(
        self,
        xml: str,
        *,
        emulator: str | None = None,
        arch: str | None = None,
        machine: str | None = None,
        virt_type: str | None = None,
        flags: int = 0,
    ) -> CPUCompareResult:
        """Compare a CPU with what the hypervisor can give to a guest.

        libvirt: virConnectCompareHypervisorCPU.

        Args:
            xml: the CPU.
            emulator: path of the emulator.
            arch: architecture (``x86_64``).
            machine: machine type (``q35``).
            virt_type: virtualization (``kvm``, ``qemu``). What is None, the server chooses.
            flags: `ConnectCompareCPUFlags`.

        Returns:
            As `compare`.
        """
        ret = self._connection._call(
            P.CONNECT_COMPARE_HYPERVISOR_CPU, emulator, arch, machine, virt_type, xml, flags
        )
        return _verdict(ret.result)

    def baseline(self, xmls: Iterable[str], *, flags: int = 0) -> str:
        """Find the best CPU that several hosts have in common. libvirt: virConnectBaselineCPU.

        Args:
            xmls: CPUs, or the capabilities of hosts; at most 256.
            flags: `ConnectBaselineCPUFlags`.

        Returns:
            XML ``<cpu>``.
        """
        return (self._connection._call(P.CONNECT_BASELINE_CPU, list(xmls), flags)).cpu

    def baseline_hypervisor(
        self,
        xmls: Iterable[str],
        *,
        emulator: str | None = None,
        arch: str | None = None,
        machine: str | None = None,
        virt_type: str | None = None,
        flags: int = 0,
    ) -> str:
        """Find the best CPU that the hypervisors of several hosts can give to a guest.

        libvirt: virConnectBaselineHypervisorCPU.

        Args:
            xmls: CPUs, domain capabilities, or the capabilities of hosts; at most 256.
            emulator: path of the emulator.
            arch: architecture (``x86_64``).
            machine: machine type (``q35``).
            virt_type: virtualization (``kvm``, ``qemu``). What is None, the server chooses.
            flags: `ConnectBaselineCPUFlags`.

        Returns:
            XML ``<cpu>``.
        """
        ret = self._connection._call(
            P.CONNECT_BASELINE_HYPERVISOR_CPU, emulator, arch, machine, virt_type, list(xmls), flags
        )
        return ret.cpu
