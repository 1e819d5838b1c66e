"""Make the guest's domain XML: a q35 machine that QEMU emulates, with serial port and screen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from pathlib import Path

    from tools.guest.build import Guest

__all__ = ["domain_xml"]


_AGENT = """<serial type='pty'><target port='1'/></serial>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"""


def domain_xml(
    guest: Guest,
    name: str = "guest",
    *,
    memory: int = 96,
    disks: tuple[Path, ...] = (),
    agent: bool = False,
) -> str:
    """Make the guest's domain XML.

    Args:
        guest: its kernel and initial file system.
        name: the domain's name.
        memory: MiB.
        disks: raw images, attached as virtio disks vda, vdb, ...
        agent: with a channel for the guest's agent, and a second serial port.

    Returns:
        The XML for `domains.define_xml` or `domains.create_xml`.
    """
    devices = "".join(
        f"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{escape(str(path))}'/>"
        f"<target dev='vd{chr(ord('a') + number)}' bus='virtio'/></disk>"
        for number, path in enumerate(disks)
    )
    return f"""<domain type='qemu'>
  <name>{escape(name)}</name>
  <memory unit='MiB'>{memory}</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <kernel>{escape(str(guest.kernel))}</kernel>
    <initrd>{escape(str(guest.initrd))}</initrd>
    <cmdline>console=tty0 console=ttyS0 panic=-1 quiet loglevel=3 tsc=unstable</cmdline>
  </os>
  <features><acpi/></features>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>restart</on_reboot>
  <on_crash>destroy</on_crash>
  <devices>
    {devices}
    <controller type='usb' model='none'/>
    <serial type='pty'><target port='0'/></serial>
    {_AGENT if agent else ""}
    <console type='pty'><target type='serial' port='0'/></console>
    <video><model type='vga' vram='16384'/></video>
    <memballoon model='virtio'/>
  </devices>
</domain>
"""
