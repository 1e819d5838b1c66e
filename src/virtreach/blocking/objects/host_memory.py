# Made by `make generate` (tools/twin.py) from aio/objects/host_memory.py. Edit that file.
"""The host's memory: how much is free, in which cells and pages, and how the kernel shares it.

`HostMemory` is a facet of a host (``connection.host.memory``). Facts: libvirt ``src/libvirt-host.c``.
"""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from virtreach.blocking.objects.base import Params

__all__ = ["HostMemory"]

# The most cells that one reply may carry: REMOTE_NODE_MAX_CELLS.
_CELLS_MAX = 1024

# VIR_TYPED_PARAM_STRING_OKAY: without it a server leaves parameters with text values out.
_STRINGS = 4


class HostMemory(Facet):
    """The memory of a host: ``connection.host.memory``."""

    __slots__ = ()

    def free(self) -> int:
        """Read how much is free, in bytes. libvirt: virNodeGetFreeMemory."""
        return (self._connection._call(P.NODE_GET_FREE_MEMORY)).free_mem

    def free_in_cells(self, start: int = 0, count: int = _CELLS_MAX) -> list[int]:
        """Read how much is free in each NUMA cell, in bytes. libvirt: virNodeGetCellsFreeMemory.

        Args:
            start: the first cell.
            count: at most how many cells.
        """
        return (self._connection._call(P.NODE_GET_CELLS_FREE_MEMORY, start, count)).cells

    def stats(self, cell: int = -1, *, flags: int = 0) -> dict[str, int]:
        """Read how memory is used, by two calls. libvirt: virNodeGetMemoryStats.

        Args:
            cell: a NUMA cell; -1 is the whole host.
            flags: none is defined yet.

        Returns:
            ``total``, ``free``, and for the whole host ``buffers`` and ``cached``, in KiB.
        """
        known = self._connection._call(P.NODE_GET_MEMORY_STATS, 0, cell, flags)
        if not known.nparams:
            return {}
        ret = self._connection._call(P.NODE_GET_MEMORY_STATS, known.nparams, cell, flags)
        return dict(ret.params)

    def parameters(self, *, flags: int = 0) -> dict[str, Any]:
        """Read how the kernel merges equal pages, by two calls. libvirt: virNodeGetMemoryParameters.

        Returns:
            ``shm_pages_to_scan``, ``shm_sleep_millisecs`` and other ``shm_`` values of the kernel's KSM.
        """
        known = self._connection._call(P.NODE_GET_MEMORY_PARAMETERS, 0, flags | _STRINGS)
        if not known.nparams:
            return {}
        ret = self._connection._call(P.NODE_GET_MEMORY_PARAMETERS, known.nparams, flags | _STRINGS)
        return ret.params

    def set_parameters(self, params: Params, *, flags: int = 0) -> None:
        """Tune how the kernel merges equal pages. libvirt: virNodeSetMemoryParameters.

        Args:
            params: as `parameters` returns them; what is not named keeps its value.
            flags: none is defined yet.
        """
        self._connection._call(P.NODE_SET_MEMORY_PARAMETERS, params, flags)

    def free_pages(
        self, sizes: Iterable[int], *, start: int = 0, count: int = 1, flags: int = 0
    ) -> list[dict[int, int]]:
        """Count free pages. libvirt: virNodeGetFreePages.

        Args:
            sizes: page sizes in KiB (4, 2048, 1048576).
            start: the first NUMA cell.
            count: how many cells; sizes times cells is at most 1,024.
            flags: none is defined yet.

        Returns:
            For each cell, page size to count.
        """
        wanted = list(sizes)
        ret = self._connection._call(P.NODE_GET_FREE_PAGES, wanted, start, count, flags)
        step = len(wanted)
        return [
            dict(zip(wanted, ret.counts[at : at + step], strict=False))
            for at in range(0, len(ret.counts), step)
        ]

    def allocate_pages(
        self, counts: Mapping[int, int], *, start: int = -1, count: int = 1, flags: int = 0
    ) -> int:
        """Grow or set the pools of huge pages. libvirt: virNodeAllocPages.

        Args:
            counts: page size in KiB to number of pages.
            start: the first NUMA cell; -1 lets the kernel spread the pages over all cells.
            count: how many cells from there.
            flags: `NodeAllocPagesFlags`; SET makes the pool that large, else it grows by that much.

        Returns:
            How many cells were changed.
        """
        ret = self._connection._call(
            P.NODE_ALLOC_PAGES, list(counts), list(counts.values()), start, count, flags
        )
        return ret.ret
