# Made by `make generate` (tools/twin.py) from aio/objects/domain_memory.py. Edit that file.
"""A domain's memory. Sizes are in KiB unless a method says otherwise."""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.blocking.objects.base import Params

__all__ = ["DomainMemory"]

_STRINGS = 4  # VIR_TYPED_PARAM_STRING_OKAY: without it, the daemon leaves parameters that are text out
_PARAMETERS = 16  # REMOTE_DOMAIN_MEMORY_PARAMETERS_MAX
_STATS = 1024  # REMOTE_DOMAIN_MEMORY_STATS_MAX
_LIVE = 1  # VIR_DOMAIN_AFFECT_LIVE; alone, it is what the older procedure does


class DomainMemory(Facet):
    """``domain.memory``."""

    __slots__ = ()

    def maximum(self) -> int:
        """Return the most memory that the guest may have, in KiB. libvirt: virDomainGetMaxMemory."""
        return (self._connection._call(P.DOMAIN_GET_MAX_MEMORY, self._owner)).memory

    def set_maximum(self, kib: int, *, flags: int = 0) -> None:
        """Change the most memory that the guest may have; usually only while it is off.

        Args:
            kib: the new maximum in KiB.
            flags: `DomainMemoryModFlags` to say which configuration is meant.

        libvirt: virDomainSetMaxMemory; with flags, virDomainSetMemoryFlags.
        """
        if flags:
            # VIR_DOMAIN_MEM_MAXIMUM is 4.
            self._connection._call(P.DOMAIN_SET_MEMORY_FLAGS, self._owner, kib, flags | 4)
        else:
            self._connection._call(P.DOMAIN_SET_MAX_MEMORY, self._owner, kib)

    def set(self, kib: int, *, flags: int = 0) -> None:
        """Change how much memory the guest uses now (its balloon) or after its next start.

        Args:
            kib: the new size in KiB.
            flags: `DomainMemoryModFlags`: ``LIVE``, ``CONFIG``, ``MAXIMUM``; 0 is whichever state the
                domain is in.

        libvirt: virDomainSetMemory, virDomainSetMemoryFlags.
        """
        if flags == _LIVE:
            self._connection._call(P.DOMAIN_SET_MEMORY, self._owner, kib)
        else:
            self._connection._call(P.DOMAIN_SET_MEMORY_FLAGS, self._owner, kib, flags)

    def parameters(self, *, flags: int = 0) -> dict[str, Any]:
        """Return the limits: ``hard_limit``, ``soft_limit``, ``min_guarantee``, ``swap_hard_limit``, in KiB.

        Args:
            flags: `DomainModificationImpact`.

        libvirt: virDomainGetMemoryParameters.
        """
        ret = self._connection._call(
            P.DOMAIN_GET_MEMORY_PARAMETERS, self._owner, _PARAMETERS, flags | _STRINGS
        )
        return ret.params

    def set_parameters(self, params: Params, *, flags: int = 0) -> None:
        """Change the limits; those not named stay.

        Args:
            params: ``VIR_DOMAIN_MEMORY_*`` names to KiB.
            flags: `DomainModificationImpact`.

        libvirt: virDomainSetMemoryParameters.
        """
        self._connection._call(P.DOMAIN_SET_MEMORY_PARAMETERS, self._owner, params, flags)

    def stats(self, *, flags: int = 0) -> dict[str, int]:
        """Return what the balloon driver and the host count.

        Args:
            flags: none are defined.

        Returns:
            `DomainMemoryStatTags` in lower case (``actual_balloon``, ``unused``, ``rss``, ...) to KiB;
            ``major_fault``, ``minor_fault`` and ``hugetlb_*`` are counts, ``last_update`` is seconds since
            1970. Tags that this version does not know are named ``tag_N``.

        libvirt: virDomainMemoryStats.
        """
        from virtreach.protocol.enums import DomainMemoryStatTags

        ret = self._connection._call(P.DOMAIN_MEMORY_STATS, self._owner, _STATS, flags)
        known = {int(tag): tag.name.lower() for tag in DomainMemoryStatTags}
        return {known.get(stat.tag) or f"tag_{stat.tag}": stat.val for stat in ret.stats}

    def set_stats_period(self, seconds: int, *, flags: int = 0) -> None:
        """Choose how often the balloon driver reports.

        Args:
            seconds: the interval; 0 stops it.
            flags: `DomainMemoryModFlags`.

        libvirt: virDomainSetMemoryStatsPeriod.
        """
        self._connection._call(P.DOMAIN_SET_MEMORY_STATS_PERIOD, self._owner, seconds, flags)

    def peek(self, start: int, size: int, *, flags: int = 1) -> bytes:
        """Read the running guest's memory.

        Args:
            start: the address to begin at.
            size: how many bytes; at most 4 MiB a call.
            flags: `DomainMemoryFlags`: 1 virtual addresses (of the first processor), 2 physical ones.

        libvirt: virDomainMemoryPeek.
        """
        return (self._connection._call(P.DOMAIN_MEMORY_PEEK, self._owner, start, size, flags)).buffer
