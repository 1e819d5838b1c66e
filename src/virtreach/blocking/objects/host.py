# Made by `make generate` (tools/twin.py) from aio/objects/host.py. Edit that file.
"""The host behind a connection: what it is, what it can do, what it has left.

`Host` is a facet of a connection (``connection.host``). Its processors and their comparison are in
`virtreach.blocking.objects.host_cpu`, its memory in `virtreach.blocking.objects.host_memory`. Errors and sharing are
as `virtreach.blocking.objects.network` says. Facts: libvirt ``src/libvirt-host.c``,
``include/libvirt/libvirt-host.h``.
"""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet
from virtreach.protocol import remote as P
from virtreach.wire.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NamedTuple

    from virtreach.blocking.objects.base import Params
    from virtreach.blocking.objects.host_cpu import HostCPU
    from virtreach.blocking.objects.host_memory import HostMemory

    class NodeInfo(NamedTuple):
        """The host's hardware in short."""

        model: str
        """The processor's architecture (``x86_64``)."""
        memory: int
        """Memory in KiB."""
        cpus: int
        """Active processors."""
        mhz: int
        """Their expected frequency in MHz; 0 when not known."""
        nodes: int
        """NUMA cells; 1 for none or for a topology that these numbers cannot tell."""
        sockets: int
        """Sockets a cell."""
        cores: int
        """Cores a socket."""
        threads: int
        """Threads a core."""

    class SecurityModel(NamedTuple):
        """How guests are kept apart."""

        model: str
        """Its name (``apparmor``, ``selinux``), or empty for none."""
        doi: str
        """Its domain of interpretation."""

else:
    NodeInfo = record("NodeInfo", "model memory cpus mhz nodes sockets cores threads", __name__)
    SecurityModel = record("SecurityModel", "model doi", __name__)

__all__ = ["Host", "NodeInfo", "SecurityModel", "split_version"]

# VIR_TYPED_PARAM_STRING_OKAY: without it a server leaves parameters with text values out.
_STRINGS = 4


def split_version(number: int) -> tuple[int, int, int]:
    """Split libvirt's form of a version into major, minor and release.

    Args:
        number: major * 1,000,000 + minor * 1,000 + release.
    """
    return number // 1_000_000, number // 1_000 % 1_000, number % 1_000


def _text(chars: bytes) -> str:
    # A C string in a fixed or counted array of char: up to the first NUL.
    return chars.split(b"\0", 1)[0].decode("utf-8", "replace")


class Host(Facet):
    """The host of a connection: ``connection.host``."""

    __slots__ = ()

    @property
    def cpu(self) -> HostCPU:
        """The host's processors."""
        from virtreach.blocking.objects.host_cpu import HostCPU

        return HostCPU(self._owner)

    @property
    def memory(self) -> HostMemory:
        """The host's memory."""
        from virtreach.blocking.objects.host_memory import HostMemory

        return HostMemory(self._owner)

    def info(self) -> NodeInfo:
        """Read the hardware in short. libvirt: virNodeGetInfo."""
        ret = self._connection._call(P.NODE_GET_INFO)
        return NodeInfo._make((_text(ret.model), *ret[1:]))

    def hostname(self) -> str:
        """Ask the host for its name. libvirt: virConnectGetHostname."""
        return (self._connection._call(P.CONNECT_GET_HOSTNAME)).hostname

    def uri(self) -> str:
        """Ask the far side which URI it opened: its own, not the one that led there.

        libvirt: virConnectGetURI.
        """
        return (self._connection._call(P.CONNECT_GET_URI)).uri

    def type(self) -> str:
        """Name the hypervisor driver (``QEMU``, ``TEST``). libvirt: virConnectGetType."""
        return (self._connection._call(P.CONNECT_GET_TYPE)).type

    def version(self) -> int:
        """Read the hypervisor's version; `split_version` splits it. libvirt: virConnectGetVersion."""
        return (self._connection._call(P.CONNECT_GET_VERSION)).hv_ver

    def library_version(self) -> int:
        """Read the version of libvirt on the host; `split_version` splits it.

        libvirt: virConnectGetLibVersion.
        """
        return (self._connection._call(P.CONNECT_GET_LIB_VERSION)).lib_ver

    def capabilities(self) -> str:
        """Describe the host and what guests it can run in XML. libvirt: virConnectGetCapabilities."""
        return (self._connection._call(P.CONNECT_GET_CAPABILITIES)).capabilities

    def domain_capabilities(
        self,
        *,
        emulator: str | None = None,
        arch: str | None = None,
        machine: str | None = None,
        virt_type: str | None = None,
        flags: int = 0,
    ) -> str:
        """Describe what a guest of one kind can have in XML. libvirt: virConnectGetDomainCapabilities.

        Args:
            emulator: path of the emulator.
            arch: architecture (``x86_64``).
            machine: machine type (``q35``).
            virt_type: virtualization (``kvm``, ``qemu``). What is None, the server chooses.
            flags: `ConnectGetDomainCapabilitiesFlags`.
        """
        ret = self._connection._call(
            P.CONNECT_GET_DOMAIN_CAPABILITIES, emulator, arch, machine, virt_type, flags
        )
        return ret.capabilities

    def storage_pool_capabilities(self, *, flags: int = 0) -> str:
        """Describe which kinds of pools the host can have in XML.

        libvirt: virConnectGetStoragePoolCapabilities.
        """
        return (self._connection._call(P.CONNECT_GET_STORAGE_POOL_CAPABILITIES, flags)).capabilities

    def sysinfo(self, *, flags: int = 0) -> str:
        """Read the host's SMBIOS tables as XML. libvirt: virConnectGetSysinfo."""
        return (self._connection._call(P.CONNECT_GET_SYSINFO, flags)).sysinfo

    def max_vcpus(self, virt_type: str | None = None) -> int:
        """Tell how many virtual processors one guest may have. libvirt: virConnectGetMaxVcpus.

        Args:
            virt_type: virtualization (``kvm``); None is the driver's choice.
        """
        return (self._connection._call(P.CONNECT_GET_MAX_VCPUS, virt_type)).max_vcpus

    def security_model(self) -> SecurityModel:
        """Tell how guests are kept apart. libvirt: virNodeGetSecurityModel."""
        ret = self._connection._call(P.NODE_GET_SECURITY_MODEL)
        return SecurityModel._make((_text(ret.model), _text(ret.doi)))

    def sev_info(self, *, flags: int = 0) -> dict[str, Any]:
        """Read what AMD's encrypted guests need (keys, certificates, limits).

        libvirt: virNodeGetSEVInfo. A read-only connection may not ask.

        Raises:
            OperationUnsupported: the host has none.
        """
        ret = self._connection._call(P.NODE_GET_SEV_INFO, 0, flags | _STRINGS)
        return ret.params

    def is_secure(self) -> bool:
        """Ask whether the server thinks that nobody can listen in. libvirt: virConnectIsSecure.

        That is the server's own way to the hypervisor; how we reach the server is known on this side.
        """
        return (self._connection._call(P.CONNECT_IS_SECURE)).secure != 0

    def supports_feature(self, feature: int) -> bool:
        """Ask for one of the features that libvirt's two ends agree on.

        Args:
            feature: ``VIR_DRV_FEATURE_*`` of libvirt ``src/libvirt_internal.h``.
        """
        return (self._connection._call(P.CONNECT_SUPPORTS_FEATURE, feature)).supported != 0

    def suspend(self, target: int, duration: int, *, flags: int = 0) -> None:
        """Put the host itself to sleep. libvirt: virNodeSuspendForDuration.

        Args:
            target: `NodeSuspendTarget`: to memory, to disk, or both.
            duration: seconds until its clock wakes it; at least 60.
            flags: none is defined yet.
        """
        self._connection._call(P.NODE_SUSPEND_FOR_DURATION, target, duration, flags)

    def set_identity(self, params: Params, *, flags: int = 0) -> None:
        """Act for somebody else from now on; for proxies that the server trusts.

        libvirt: virConnectSetIdentity.

        Args:
            params: ``user-name``, ``unix-user-id``, ``group-name``, ``unix-group-id``, ``process-id``,
                ``process-time``, ``sasl-user-name``, ``x509-distinguished-name``, ``selinux-context``.
            flags: none is defined yet.
        """
        self._connection._call(P.CONNECT_SET_IDENTITY, params, flags)
