# Made by `make generate` (tools/twin.py) from aio/objects/node_device.py. Edit that file.
"""Devices of the host: PCI, USB, SCSI, mediated devices and the rest of the tree.

`NodeDevices` is the collection on a connection (``connection.node_devices``), `NodeDevice` one device.
Errors and sharing are as `virtreach.blocking.objects.network` says. Facts: libvirt ``src/libvirt-nodedev.c``,
``include/libvirt/libvirt-nodedev.h``.
"""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet, RemoteObject
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from builtins import list as List

__all__ = ["NodeDevice", "NodeDevices"]

# The most names that one reply may carry: REMOTE_NODE_DEVICE_LIST_MAX, REMOTE_NODE_DEVICE_CAPS_LIST_MAX.
_NAMES_MAX = 65536


class NodeDevice(RemoteObject):
    """One device of the host."""

    __slots__ = ()

    _layout = "s"

    @property
    def name(self) -> str:
        """Its name (``pci_0000_00_1f_2``), unique on the host."""
        value: str = self._ref[0]
        return value

    def xml(self, *, flags: int = 0) -> str:
        """Describe this device in XML. libvirt: virNodeDeviceGetXMLDesc.

        Args:
            flags: `NodeDeviceXMLFlags`; INACTIVE asks for the persistent definition.
        """
        ret = self._connection._call(P.NODE_DEVICE_GET_XML_DESC, self.name, flags)
        return ret.xml

    def parent(self) -> str | None:
        """Name the device above this one; None at the root. libvirt: virNodeDeviceGetParent."""
        ret = self._connection._call(P.NODE_DEVICE_GET_PARENT, self.name)
        return ret.parent_name

    def capabilities(self) -> list[str]:
        """List the capabilities (``pci``, ``net``, ...). libvirt: virNodeDeviceListCaps."""
        ret = self._connection._call(P.NODE_DEVICE_LIST_CAPS, self.name, _NAMES_MAX)
        return ret.names

    def count_capabilities(self) -> int:
        """Count the capabilities. libvirt: virNodeDeviceNumOfCaps."""
        ret = self._connection._call(P.NODE_DEVICE_NUM_OF_CAPS, self.name)
        return ret.num

    def detach(self, *, driver: str | None = None, flags: int = 0) -> None:
        """Take this device from the host's driver, so that a guest can have it.

        libvirt: virNodeDeviceDettach, with a driver or flags virNodeDeviceDetachFlags.

        Args:
            driver: the stub to bind it to (``vfio``); None is the hypervisor's choice.
            flags: none is defined yet.
        """
        if driver is None and not flags:
            self._connection._call(P.NODE_DEVICE_DETTACH, self.name)
        else:
            self._connection._call(P.NODE_DEVICE_DETACH_FLAGS, self.name, driver, flags)

    def reattach(self) -> None:
        """Give this device back to the host's driver. libvirt: virNodeDeviceReAttach."""
        self._connection._call(P.NODE_DEVICE_RE_ATTACH, self.name)

    def reset(self) -> None:
        """Reset this device, which must be detached. libvirt: virNodeDeviceReset."""
        self._connection._call(P.NODE_DEVICE_RESET, self.name)

    def start(self, *, flags: int = 0) -> None:
        """Start this defined device. libvirt: virNodeDeviceCreate."""
        self._connection._call(P.NODE_DEVICE_CREATE, self.name, flags)

    def destroy(self) -> None:
        """Remove this virtual device (an NPIV adapter, a mediated device).

        libvirt: virNodeDeviceDestroy.
        """
        self._connection._call(P.NODE_DEVICE_DESTROY, self.name)

    def undefine(self, *, flags: int = 0) -> None:
        """Forget the persistent definition. libvirt: virNodeDeviceUndefine."""
        self._connection._call(P.NODE_DEVICE_UNDEFINE, self.name, flags)

    def update(self, xml: str, *, flags: int = 0) -> None:
        """Change this mediated device. libvirt: virNodeDeviceUpdate.

        Args:
            xml: the whole device as it shall be.
            flags: `NodeDeviceUpdateFlags`: the running device, the definition, or both.
        """
        self._connection._call(P.NODE_DEVICE_UPDATE, self.name, xml, flags)

    def autostart(self) -> bool:
        """Tell whether this device starts with the host. libvirt: virNodeDeviceGetAutostart."""
        ret = self._connection._call(P.NODE_DEVICE_GET_AUTOSTART, self.name)
        return bool(ret.autostart)

    def set_autostart(self, enabled: bool) -> None:
        """Choose whether this device starts with the host. libvirt: virNodeDeviceSetAutostart."""
        self._connection._call(P.NODE_DEVICE_SET_AUTOSTART, self.name, int(enabled))

    def is_active(self) -> bool:
        """Tell whether this device is there now. libvirt: virNodeDeviceIsActive."""
        ret = self._connection._call(P.NODE_DEVICE_IS_ACTIVE, self.name)
        return bool(ret.active)

    def is_persistent(self) -> bool:
        """Tell whether this device has a stored definition. libvirt: virNodeDeviceIsPersistent."""
        ret = self._connection._call(P.NODE_DEVICE_IS_PERSISTENT, self.name)
        return bool(ret.persistent)


class NodeDevices(Facet):
    """The devices of a host: ``connection.node_devices``."""

    __slots__ = ()

    def list(self, *, flags: int = 0) -> List[NodeDevice]:
        """List devices. libvirt: virConnectListAllNodeDevices.

        Args:
            flags: `ConnectListAllNodeDeviceFlags`; 0 is all that are active. Capability flags widen.
        """
        ret = self._connection._call(P.CONNECT_LIST_ALL_NODE_DEVICES, 1, flags)
        return NodeDevice._many(self._connection, ret.devices)

    def count(self, capability: str | None = None, *, flags: int = 0) -> int:
        """Count devices. libvirt: virNodeNumOfDevices.

        Args:
            capability: only devices that have it (``pci``, ``usb_device``, ...).
            flags: none is defined yet.
        """
        ret = self._connection._call(P.NODE_NUM_OF_DEVICES, capability, flags)
        return ret.num

    def names(self, capability: str | None = None, *, flags: int = 0) -> List[str]:
        """List names. libvirt: virNodeListDevices.

        Args:
            capability: only devices that have it.
            flags: none is defined yet.
        """
        ret = self._connection._call(P.NODE_LIST_DEVICES, capability, _NAMES_MAX, flags)
        return ret.names

    def lookup_by_name(self, name: str) -> NodeDevice:
        """Find a device by its name. libvirt: virNodeDeviceLookupByName.

        Raises:
            NoNodeDevice: there is none.
        """
        ret = self._connection._call(P.NODE_DEVICE_LOOKUP_BY_NAME, name)
        return NodeDevice._one(self._connection, ret.dev)

    def lookup_scsi_host_by_wwn(self, wwnn: str, wwpn: str, *, flags: int = 0) -> NodeDevice:
        """Find a SCSI host by its world wide names. libvirt: virNodeDeviceLookupSCSIHostByWWN.

        Args:
            wwnn: the node's name, 16 hexadecimal digits.
            wwpn: the port's name, 16 hexadecimal digits.
            flags: none is defined yet.

        Raises:
            NoNodeDevice: there is none.
        """
        ret = self._connection._call(P.NODE_DEVICE_LOOKUP_SCSI_HOST_BY_WWN, wwnn, wwpn, flags)
        return NodeDevice._one(self._connection, ret.dev)

    def create_xml(self, xml: str, *, flags: int = 0) -> NodeDevice:
        """Create a virtual device that does not outlive the host's run.

        libvirt: virNodeDeviceCreateXML.

        Args:
            xml: the device; its parent must support virtual devices.
            flags: `NodeDeviceCreateXMLFlags`.
        """
        ret = self._connection._call(P.NODE_DEVICE_CREATE_XML, xml, flags)
        return NodeDevice._one(self._connection, ret.dev)

    def define_xml(self, xml: str, *, flags: int = 0) -> NodeDevice:
        """Define a persistent virtual device; it is not started. libvirt: virNodeDeviceDefineXML.

        Args:
            xml: the device.
            flags: `NodeDeviceDefineXMLFlags`.
        """
        ret = self._connection._call(P.NODE_DEVICE_DEFINE_XML, xml, flags)
        return NodeDevice._one(self._connection, ret.dev)
