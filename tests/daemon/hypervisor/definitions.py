"""Definitions of domains with much in them."""

from __future__ import annotations

__all__ = ["DEVICES", "ONE", "RICH"]

ONE = "00000000-0000-0000-0000-000000000001"
RICH = f"""
<domain type='kvm'><name>m</name><uuid>{ONE}</uuid><memory unit='GB'>1</memory>
<currentMemory unit='MiB'>512</currentMemory><memtune><soft_limit>3</soft_limit>
<hard_limit unit='MiB'>10</hard_limit></memtune><cputune><vcpupin vcpu='0' cpuset='0-3,^1'/><shares>100</shares>
</cputune><numatune><memory mode='strict' nodeset='0'/></numatune><blkiotune><weight>100</weight></blkiotune>
<vcpu cpuset='1-3' current='1'>2</vcpu><iothreads>2</iothreads><resource><partition>/a</partition></resource>
<sysinfo type='smbios'><bios><entry name='vendor'>x</entry></bios></sysinfo>
<os><type arch='x86_64'>hvm</type><kernel>/k</kernel><initrd>/i</initrd><cmdline>a &amp; b</cmdline>
<bootmenu enable='yes'/><smbios mode='sysinfo'/></os><cpu mode='custom' match='exact'>
<model fallback='allow'>Haswell</model><topology sockets='1' cores='2' threads='1'/>
<feature policy='require' name='vmx'/></cpu><clock offset='utc'><timer name='rtc' tickpolicy='catchup'/>
<timer name='hpet' present='no'/></clock><on_crash>restart</on_crash><pm><suspend-to-mem enabled='no'/></pm>
<metadata><a xmlns='http://b'><b>c</b></a></metadata><memoryBacking><hugepages/></memoryBacking>
<title>it's</title><description>two
lines</description><seclabel type='none'/></domain>
"""

DEVICES = """
<devices><emulator>/usr/bin/qemu</emulator><disk type='file'><source file='/x'/><target dev='hda'/></disk>
<disk type='block' device='cdrom'><driver name='qemu' type='raw'/><source dev='/dev/x'/>
<target dev='sda' bus='sata'/><readonly/></disk><interface type='network'><source network='default'/></interface>
<interface type='bridge'><mac address='52:54:00:AA:BB:CC'/><source bridge='br0'/><model type='virtio'/></interface>
<interface type='user'/><console type='pty'/><serial type='pty'/><graphics type='vnc' port='-1'/>
<graphics type='spice' autoport='yes'/><video><model type='qxl'/></video><video/><input type='tablet' bus='usb'/>
<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel><rng model='virtio'>
<backend model='random'>/dev/urandom</backend></rng><memballoon model='virtio'/><watchdog model='i6300esb'/>
<sound model='ich6'/><controller type='usb' index='0'/><controller type='pci' index='0' model='pcie-root'/>
<filesystem type='mount'><source dir='/a'/><target dir='b'/></filesystem><hostdev mode='subsystem' type='pci'>
<source><address domain='0' bus='0' slot='3' function='0'/></source></hostdev></devices>
"""
