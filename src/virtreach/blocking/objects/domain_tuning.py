# Made by `make generate` (tools/twin.py) from aio/objects/domain_tuning.py. Edit that file.
"""How a domain shares its host: scheduler, block I/O, NUMA, performance counters."""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from virtreach.blocking.objects.base import Params

__all__ = ["DomainTuning"]

_STRINGS = 4  # VIR_TYPED_PARAM_STRING_OKAY: without it, the daemon leaves parameters that are text out
_PARAMETERS = 16  # REMOTE_DOMAIN_{SCHEDULER,BLKIO,NUMA}_PARAMETERS_MAX


class DomainTuning(Facet):
    """``domain.tuning``.

    ``flags`` of every method are `DomainModificationImpact`; 0 is whichever state the domain is in.
    A method that sets leaves what is not named as it is.
    """

    __slots__ = ()

    def scheduler_type(self) -> str:
        """Return the scheduler's name (``posix``, ``credit``). libvirt: virDomainGetSchedulerType."""
        return (self._connection._call(P.DOMAIN_GET_SCHEDULER_TYPE, self._owner)).type

    def scheduler_parameters(self, *, flags: int = 0) -> dict[str, Any]:
        """Return the processor shares and quotas (``cpu_shares``, ``vcpu_quota`` in microseconds, ...).

        libvirt: virDomainGetSchedulerParameters, virDomainGetSchedulerParametersFlags.
        """
        if flags:
            return (
                self._connection._call(
                    P.DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS, self._owner, _PARAMETERS, flags | _STRINGS
                )
            ).params
        ret = self._connection._call(P.DOMAIN_GET_SCHEDULER_PARAMETERS, self._owner, _PARAMETERS)
        return ret.params

    def set_scheduler_parameters(self, params: Params, *, flags: int = 0) -> None:
        """Change processor shares and quotas (``VIR_DOMAIN_SCHEDULER_*``).

        libvirt: virDomainSetSchedulerParameters, virDomainSetSchedulerParametersFlags.
        """
        if flags:
            self._connection._call(P.DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS, self._owner, params, flags)
        else:
            self._connection._call(P.DOMAIN_SET_SCHEDULER_PARAMETERS, self._owner, params)

    def blkio_parameters(self, *, flags: int = 0) -> dict[str, Any]:
        """Return the domain's block I/O weight and the per-device weights and limits.

        libvirt: virDomainGetBlkioParameters.
        """
        ret = self._connection._call(
            P.DOMAIN_GET_BLKIO_PARAMETERS, self._owner, _PARAMETERS, flags | _STRINGS
        )
        return ret.params

    def set_blkio_parameters(self, params: Params, *, flags: int = 0) -> None:
        """Change block I/O weights and limits (``VIR_DOMAIN_BLKIO_*``).

        libvirt: virDomainSetBlkioParameters.
        """
        self._connection._call(P.DOMAIN_SET_BLKIO_PARAMETERS, self._owner, params, flags)

    def numa_parameters(self, *, flags: int = 0) -> dict[str, Any]:
        """Return the NUMA policy: ``numa_nodeset`` (text), ``numa_mode`` (`DomainNumatuneMemMode`).

        libvirt: virDomainGetNumaParameters.
        """
        ret = self._connection._call(
            P.DOMAIN_GET_NUMA_PARAMETERS, self._owner, _PARAMETERS, flags | _STRINGS
        )
        return ret.params

    def set_numa_parameters(self, params: Params, *, flags: int = 0) -> None:
        """Change the NUMA policy (``VIR_DOMAIN_NUMA_*``). libvirt: virDomainSetNumaParameters."""
        self._connection._call(P.DOMAIN_SET_NUMA_PARAMETERS, self._owner, params, flags)

    def perf_events(self, *, flags: int = 0) -> dict[str, Any]:
        """Return which performance counters are on (``VIR_PERF_PARAM_*``).

        libvirt: virDomainGetPerfEvents.
        """
        return (self._connection._call(P.DOMAIN_GET_PERF_EVENTS, self._owner, flags)).params

    def set_perf_events(self, events: Mapping[str, bool], *, flags: int = 0) -> None:
        """Switch performance counters on and off.

        Args:
            events: ``VIR_PERF_PARAM_*`` names to whether they are on.
            flags: `DomainModificationImpact`.

        libvirt: virDomainSetPerfEvents.
        """
        switches = {name: bool(on) for name, on in events.items()}
        self._connection._call(P.DOMAIN_SET_PERF_EVENTS, self._owner, switches, flags)
