# Made by `make generate` (tools/twin.py) from aio/objects/domain_iothreads.py. Edit that file.
"""The threads that do a domain's disk I/O."""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet
from virtreach.blocking.objects.domain_cpumap import pack, unpack
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.blocking.objects.base import Params
    from virtreach.blocking.objects.domain_cpumap import CPUs

__all__ = ["DomainIOThreads"]


class DomainIOThreads(Facet):
    """``domain.iothreads``. ``flags`` of every method are `DomainModificationImpact`."""

    __slots__ = ()

    def info(self, *, flags: int = 0) -> dict[int, set[int]]:
        """Return each thread's id and the host processors that it may run on.

        libvirt: virDomainGetIOThreadInfo.
        """
        ret = self._connection._call(P.DOMAIN_GET_IOTHREAD_INFO, self._owner, flags)
        return {thread.iothread_id: unpack(thread.cpumap) for thread in ret.info}

    def pin(self, iothread_id: int, cpus: CPUs, *, flags: int = 0) -> None:
        """Choose the host processors that a thread may run on.

        Args:
            iothread_id: the thread.
            cpus: their numbers, or a bitmap.
            flags: `DomainModificationImpact`.

        libvirt: virDomainPinIOThread.
        """
        self._connection._call(P.DOMAIN_PIN_IOTHREAD, self._owner, iothread_id, pack(cpus), flags)

    def add(self, iothread_id: int, *, flags: int = 0) -> None:
        """Add a thread with this id. libvirt: virDomainAddIOThread."""
        self._connection._call(P.DOMAIN_ADD_IOTHREAD, self._owner, iothread_id, flags)

    def remove(self, iothread_id: int, *, flags: int = 0) -> None:
        """Remove a thread that no disk uses. libvirt: virDomainDelIOThread."""
        self._connection._call(P.DOMAIN_DEL_IOTHREAD, self._owner, iothread_id, flags)

    def set_parameters(self, iothread_id: int, params: Params, *, flags: int = 0) -> None:
        """Change a thread's polling.

        Args:
            iothread_id: the thread.
            params: ``VIR_DOMAIN_IOTHREAD_*`` names to values: ``poll_max_ns``, ``poll_grow``,
                ``poll_shrink``, ``thread_pool_min``, ``thread_pool_max``.
            flags: `DomainModificationImpact`.

        libvirt: virDomainSetIOThreadParams.
        """
        self._connection._call(P.DOMAIN_SET_IOTHREAD_PARAMS, self._owner, iothread_id, params, flags)
