"""What connections are made of: domains, networks, pools, volumes, devices, filters, secrets, the host.

Each noun has a module of its own; the classes can be had from here as well, and load when first asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.aio.objects.admin import AdminClient as AdminClient
    from virtreach.aio.objects.admin import AdminDaemon as AdminDaemon
    from virtreach.aio.objects.admin import AdminServer as AdminServer
    from virtreach.aio.objects.admin import AdminServers as AdminServers
    from virtreach.aio.objects.checkpoint import Checkpoint as Checkpoint
    from virtreach.aio.objects.domain import Domain as Domain
    from virtreach.aio.objects.domains import Domains as Domains
    from virtreach.aio.objects.host import Host as Host
    from virtreach.aio.objects.host import NodeInfo as NodeInfo
    from virtreach.aio.objects.host import SecurityModel as SecurityModel
    from virtreach.aio.objects.host_cpu import CPUMap as CPUMap
    from virtreach.aio.objects.interface import Interface as Interface
    from virtreach.aio.objects.interface import Interfaces as Interfaces
    from virtreach.aio.objects.network import Network as Network
    from virtreach.aio.objects.network import Networks as Networks
    from virtreach.aio.objects.network_port import NetworkPort as NetworkPort
    from virtreach.aio.objects.node_device import NodeDevice as NodeDevice
    from virtreach.aio.objects.node_device import NodeDevices as NodeDevices
    from virtreach.aio.objects.nwfilter import NWFilter as NWFilter
    from virtreach.aio.objects.nwfilter import NWFilterBinding as NWFilterBinding
    from virtreach.aio.objects.nwfilter import NWFilterBindings as NWFilterBindings
    from virtreach.aio.objects.nwfilter import NWFilters as NWFilters
    from virtreach.aio.objects.secret import Secret as Secret
    from virtreach.aio.objects.secret import Secrets as Secrets
    from virtreach.aio.objects.snapshot import Snapshot as Snapshot
    from virtreach.aio.objects.storage_pool import StoragePool as StoragePool
    from virtreach.aio.objects.storage_pool import StoragePools as StoragePools
    from virtreach.aio.objects.storage_volume import StorageVolume as StorageVolume
    from virtreach.aio.objects.storage_volume import StorageVolumes as StorageVolumes
    from virtreach.aio.objects.storage_volume import VolumeInfo as VolumeInfo

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
