# Made by `make generate` (tools/twin.py) from aio/objects/lxc.py. Edit that file.
"""What only Linux containers have. `DomainLXC` is a facet of a domain (``domain.lxc``).

Facts: libvirt ``src/libvirt-lxc.c``, ``include/libvirt/libvirt-lxc.h``.
"""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet
from virtreach.protocol import lxc as P

__all__ = ["DomainLXC"]


class DomainLXC(Facet):
    """A container's namespaces: ``domain.lxc``."""

    __slots__ = ()

    def open_namespace(self, *, flags: int = 0) -> None:
        """Ask for the namespaces of the container's first process. libvirt: virDomainLxcOpenNamespace.

        The server answers with file descriptors, which only travel over a local unix socket; they are not
        handed on for now, so that a success says no more than that we may.
        """
        self._connection._call(P.DOMAIN_OPEN_NAMESPACE, self._owner, flags)
