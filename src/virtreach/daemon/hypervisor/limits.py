"""How much one hypervisor takes, so that its clients cannot fill the daemon's memory with it."""

from __future__ import annotations

__all__ = ["Limits"]


class Limits:
    """The limits of all hypervisors of a driver. A daemon that reads its configuration again changes them in place.

    Attributes:
        objects: domains of a hypervisor, and as many networks, ports, pools, volumes and so on of each kind. Lists
            carry 16384 (libvirt, ``REMOTE_DOMAIN_LIST_MAX``).
        call: bytes of a call, which bounds definitions.
        moments: snapshots of a domain, and as many checkpoints.
        data: bytes that all volumes of a hypervisor may hold in memory together; holes are free.
    """

    __slots__ = ("call", "data", "moments", "objects")

    def __init__(
        self,
        *,
        objects: int = 16_384,
        call: int = 4 << 20,
        moments: int = 4096,
        data: int = 1 << 30,
    ) -> None:
        self.objects = objects
        self.call = call
        self.moments = moments
        self.data = data
