"""The driver: which hypervisor a ``test`` URI opens."""

from __future__ import annotations

import os
from importlib import import_module
from urllib.parse import unquote

from virtreach.daemon.drivers.base import Driver
from virtreach.daemon.hypervisor.defaults import default_hypervisor
from virtreach.daemon.hypervisor.faults import TEST, argument_fault, fault
from virtreach.daemon.hypervisor.node_file import hypervisor_from_file
from virtreach.daemon.hypervisor.session import TestSession
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.daemon.drivers.base import ClientInfo
    from virtreach.daemon.hypervisor.state import Hypervisor

__all__ = ["NOUNS", "TestDriver"]

NOUNS = (
    "checkpoint",
    "domain_agent",
    "domain_devices",
    "domain_display",
    "domain_iothreads",
    "domain_jobs",
    "domain_lifecycle",
    "domain_lists",
    "backup",
    "block_calls",
    "domain_memory",
    "domain_metadata",
    "domain_save",
    "domain_stats",
    "domain_tuning",
    "domain_vcpus",
    "host_calls",
    "interface",
    "migration_calls",
    "network",
    "domain_power",
    "network_port",
    "network_update",
    "node_device",
    "nwfilter",
    "pool",
    "secret",
    "snapshot",
    "volume",
    "volume_data",
)
"""The modules whose functions answer procedures; they register when they are imported."""


_HYPERVISORS_MAX = 64


class TestDriver(Driver):
    """Opens ``test:///default``, or ``test:///path/to/node.xml``; each URI is one hypervisor for all its clients."""

    __test__ = False  # not a test, though its name begins like one
    schemes = ("test",)
    shares_state = True

    def __init__(self) -> None:
        self._hypervisors: dict[str, Hypervisor] = {}
        for noun in NOUNS:
            import_module(f"virtreach.daemon.hypervisor.{noun}")

    def open(self, client: ClientInfo, name: str, flags: int) -> TestSession:
        """Open a session for a client; see `Driver.open`."""
        path = _path(name)
        if path != "default" and client.uid not in (0, os.getuid()):
            # The file is read with the daemon's rights, and errors quote it.
            text = "only root and the daemon's own user may open a file over its unix socket"
            raise fault(C.VIR_ERR_OPERATION_DENIED, text)
        return TestSession(self.hypervisor(name), readonly=client.readonly or bool(flags & 1), uid=client.uid)

    def hypervisor(self, name: str = "") -> Hypervisor:
        """The hypervisor that a URI names, made when it is asked for first.

        Args:
            name: the URI; ``test:///default`` when it is empty.

        Raises:
            LibvirtError: the URI has no path, or its file cannot be read.
        """
        path = _path(name)
        found = self._hypervisors.get(path)
        if found is None:
            if len(self._hypervisors) >= _HYPERVISORS_MAX:
                raise fault(C.VIR_ERR_OPERATION_FAILED, f"{_HYPERVISORS_MAX} hypervisors are open already")
            found = default_hypervisor() if path == "default" else hypervisor_from_file(path)
            self._hypervisors[path] = found
        return found


def _path(name: str) -> str:
    # ``default``, or the absolute path of a file.
    path = (name or "test:///default").partition("?")[0].partition("://")[2].partition("/")[2]
    if not path:
        text = "testOpen: supply a path or use test:///default"
        raise argument_fault(text, "testConnectOpen", "path", domain=TEST)
    return path if path == "default" else os.path.normpath("/" + unquote(path))
