# Made by `make generate` (tools/twin.py) from aio/objects/__init__.py. Edit that file.
"""What connections are made of: domains, networks, pools, volumes, devices, filters, secrets, the host.

Each noun has a module of its own; the classes can be had from here as well, and load when first asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.blocking.objects.admin import AdminClient as AdminClient
    from virtreach.blocking.objects.admin import AdminDaemon as AdminDaemon
    from virtreach.blocking.objects.admin import AdminServer as AdminServer
    from virtreach.blocking.objects.admin import AdminServers as AdminServers
    from virtreach.blocking.objects.checkpoint import Checkpoint as Checkpoint
    from virtreach.blocking.objects.domain import Domain as Domain
    from virtreach.blocking.objects.domains import Domains as Domains
    from virtreach.blocking.objects.host import Host as Host
    from virtreach.blocking.objects.host import NodeInfo as NodeInfo
    from virtreach.blocking.objects.host import SecurityModel as SecurityModel
    from virtreach.blocking.objects.host_cpu import CPUMap as CPUMap
    from virtreach.blocking.objects.interface import Interface as Interface
    from virtreach.blocking.objects.interface import Interfaces as Interfaces
    from virtreach.blocking.objects.network import Network as Network
    from virtreach.blocking.objects.network import Networks as Networks
    from virtreach.blocking.objects.network_port import NetworkPort as NetworkPort
    from virtreach.blocking.objects.node_device import NodeDevice as NodeDevice
    from virtreach.blocking.objects.node_device import NodeDevices as NodeDevices
    from virtreach.blocking.objects.nwfilter import NWFilter as NWFilter
    from virtreach.blocking.objects.nwfilter import NWFilterBinding as NWFilterBinding
    from virtreach.blocking.objects.nwfilter import NWFilterBindings as NWFilterBindings
    from virtreach.blocking.objects.nwfilter import NWFilters as NWFilters
    from virtreach.blocking.objects.secret import Secret as Secret
    from virtreach.blocking.objects.secret import Secrets as Secrets
    from virtreach.blocking.objects.snapshot import Snapshot as Snapshot
    from virtreach.blocking.objects.storage_pool import StoragePool as StoragePool
    from virtreach.blocking.objects.storage_pool import StoragePools as StoragePools
    from virtreach.blocking.objects.storage_volume import StorageVolume as StorageVolume
    from virtreach.blocking.objects.storage_volume import StorageVolumes as StorageVolumes
    from virtreach.blocking.objects.storage_volume import VolumeInfo as VolumeInfo

__all__ = [
    "AdminClient",
    "AdminDaemon",
    "AdminServer",
    "AdminServers",
    "CPUMap",
    "Checkpoint",
    "Domain",
    "Domains",
    "Host",
    "Interface",
    "Interfaces",
    "NWFilter",
    "NWFilterBinding",
    "NWFilterBindings",
    "NWFilters",
    "Network",
    "NetworkPort",
    "Networks",
    "NodeDevice",
    "NodeDevices",
    "NodeInfo",
    "Secret",
    "Secrets",
    "SecurityModel",
    "Snapshot",
    "StoragePool",
    "StoragePools",
    "StorageVolume",
    "StorageVolumes",
    "VolumeInfo",
]

_HOMES = {
    "AdminClient": "admin",
    "AdminDaemon": "admin",
    "AdminServer": "admin",
    "AdminServers": "admin",
    "CPUMap": "host_cpu",
    "Checkpoint": "checkpoint",
    "Domain": "domain",
    "Domains": "domains",
    "Host": "host",
    "Interface": "interface",
    "Interfaces": "interface",
    "NWFilter": "nwfilter",
    "NWFilterBinding": "nwfilter",
    "NWFilterBindings": "nwfilter",
    "NWFilters": "nwfilter",
    "Network": "network",
    "NetworkPort": "network_port",
    "Networks": "network",
    "NodeDevice": "node_device",
    "NodeDevices": "node_device",
    "NodeInfo": "host",
    "Secret": "secret",
    "Secrets": "secret",
    "SecurityModel": "host",
    "Snapshot": "snapshot",
    "StoragePool": "storage_pool",
    "StoragePools": "storage_pool",
    "StorageVolume": "storage_volume",
    "StorageVolumes": "storage_volume",
    "VolumeInfo": "storage_volume",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = __import__(f"{__name__}.{home}", fromlist=(name,))
    return getattr(module, name)


def __dir__() -> list[str]:
    return [*__all__]
