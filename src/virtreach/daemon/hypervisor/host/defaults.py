"""``test:///default``: the objects that libvirt's test driver begins with."""

from __future__ import annotations

from virtreach.daemon.hypervisor.domains.definition import take_domain
from virtreach.daemon.hypervisor.domains.lifecycle import define, start
from virtreach.daemon.hypervisor.host.host import Host
from virtreach.daemon.hypervisor.host.node_device import add_device
from virtreach.daemon.hypervisor.networks.interface import define_interface
from virtreach.daemon.hypervisor.networks.network import define_network
from virtreach.daemon.hypervisor.state import Hypervisor
from virtreach.daemon.hypervisor.storage.pool import define_pool
from virtreach.daemon.hypervisor.xmltext import copy
from virtreach.protocol import constants as C

__all__ = ["default_hypervisor"]

_DOMAIN = """
<domain type='test'>
  <name>test</name>
  <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>
  <memory>8388608</memory>
  <currentMemory>2097152</currentMemory>
  <vcpu>2</vcpu>
  <os><type>hvm</type></os>
  <devices>
    <disk type='file' device='disk'>
      <source file='/guest/diskimage1'/>
      <target dev='vda' bus='virtio'/>
      <address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>
    </disk>
    <interface type='network'>
      <mac address='aa:bb:cc:dd:ee:ff'/>
      <source network='default'/>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x01' function='0x0'/>
    </interface>
    <memballoon model='virtio'>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x02' function='0x0'/>
    </memballoon>
  </devices>
</domain>
"""
_NETWORK = """
<network>
  <name>default</name>
  <uuid>dd8fe884-6c02-601e-7551-cca97df1c5df</uuid>
  <forward mode='nat'/>
  <bridge name='virbr0'/>
  <ip address='192.168.122.1' netmask='255.255.255.0'>
    <dhcp><range start='192.168.122.2' end='192.168.122.254'/></dhcp>
  </ip>
</network>
"""
_POOL = """
<pool type='dir'>
  <name>default-pool</name>
  <uuid>dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566</uuid>
  <target><path>/default-pool</path></target>
</pool>
"""
_INTERFACE = """
<interface type='ethernet' name='eth1'>
  <start mode='onboot'/>
  <mac address='aa:bb:cc:dd:ee:ff'/>
  <mtu size='1492'/>
  <protocol family='ipv4'>
    <ip address='192.168.0.5' prefix='24'/>
    <route gateway='192.168.0.1'/>
  </protocol>
</interface>
"""
_COMPUTER = """
<device>
  <name>computer</name>
  <capability type='system'>
    <hardware>
      <vendor>Libvirt</vendor>
      <version>Test driver</version>
      <serial>123456</serial>
      <uuid>11111111-2222-3333-4444-555555555555</uuid>
    </hardware>
    <firmware>
      <vendor>Libvirt</vendor>
      <version>Test Driver</version>
      <release_date>01/22/2007</release_date>
    </firmware>
  </capability>
</device>
"""
_SCSI_HOST = """
<device>
  <name>scsi_host{number}</name>
  <parent>{parent}</parent>
  <capability type='scsi_host'>
    <host>{number}</host>
    <unique_id>{unique}</unique_id>
    <capability type='fc_host'>
      <wwnn>20000000{wwn}</wwnn>
      <wwpn>10000000{wwn}</wwpn>
      <fabric_wwn>20000000{fabric}</fabric_wwn>
    </capability>
    {virtual}
  </capability>
</device>
"""
_VPORTS = "<capability type='vport_ops'><max_vports>0</max_vports><vports>0</vports></capability>"


def default_hypervisor() -> Hypervisor:
    """Make a hypervisor with libvirt's default objects, running."""
    hypervisor = Hypervisor("test:///default", Host())
    network, _ = define_network(hypervisor, _NETWORK)
    assert network.config is not None
    network.live = copy(network.config)
    pool, _ = define_pool(hypervisor, _POOL)
    pool.persistent = pool.active = True
    define_interface(hypervisor, _INTERFACE).active = True
    add_device(hypervisor, _COMPUTER)
    for number, parent, unique, wwn, fabric, virtual in (
        (1, "computer", 0, "12341234", "43214321", _VPORTS),
        (2, "computer", 1, "56785678", "87658765", _VPORTS),
        (11, "scsi_host1", 10, "34563456", "43214321", ""),
    ):
        text = _SCSI_HOST.format(
            number=number, parent=parent, unique=unique, wwn=wwn, fabric=fabric, virtual=virtual
        )
        add_device(hypervisor, text)
    domain = define(hypervisor, *take_domain(hypervisor, _DOMAIN))
    start(hypervisor, domain, reason=C.VIR_DOMAIN_RUNNING_UNKNOWN, detail=C.VIR_DOMAIN_EVENT_STARTED_BOOTED)
    return hypervisor
