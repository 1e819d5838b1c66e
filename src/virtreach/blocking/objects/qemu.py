# Made by `make generate` (tools/twin.py) from aio/objects/qemu.py. Edit that file.
"""What only QEMU hosts have: the monitor, the guest agent's raw commands, and foreign processes.

`QEMU` is a facet of a connection (``connection.qemu``), `DomainQEMU` of a domain (``domain.qemu``). libvirt
does not stand behind what is done here: a monitor command can change what it believes about a guest.
Monitor events come through ``connection.events``. Facts: libvirt ``src/libvirt-qemu.c``,
``include/libvirt/libvirt-qemu.h``.
"""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet
from virtreach.errors import UsageError
from virtreach.protocol import qemu as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from virtreach.blocking.objects.domain import Domain

__all__ = ["QEMU", "DomainQEMU"]


class DomainQEMU(Facet):
    """A domain's monitor and agent: ``domain.qemu``."""

    __slots__ = ()

    def monitor_command(self, command: str, *, flags: int = 0) -> str:
        """Send one command to the monitor. libvirt: virDomainQemuMonitorCommand.

        Args:
            command: JSON (QMP), or text with the HMP flag.
            flags: `DomainQemuMonitorCommandFlags`.

        Returns:
            The monitor's answer, as it came.
        """
        return (self._connection._call(P.DOMAIN_MONITOR_COMMAND, self._owner, command, flags)).result

    def monitor_command_with_files(
        self, command: str, *, files: Sequence[int] = (), flags: int = 0
    ) -> str:
        """Send one command and file descriptors to the monitor.

        libvirt: virDomainQemuMonitorCommandWithFiles. The monitor may send descriptors back; they are
        not handed on.

        Args:
            command: JSON (QMP), or text with the HMP flag.
            files: descriptors for the monitor. Passing any is refused for now: only a call without them is
                sent.
            flags: `DomainQemuMonitorCommandFlags`.

        Raises:
            UsageError: ``files`` is not empty.
        """
        if files:
            raise UsageError("file descriptors cannot be passed over this connection")
        ret = self._connection._call(P.DOMAIN_MONITOR_COMMAND_WITH_FILES, self._owner, command, flags)
        return ret.result

    def agent_command(self, command: str, *, timeout: int = -1, flags: int = 0) -> str | None:
        """Send one command to the guest's agent. libvirt: virDomainQemuAgentCommand.

        Args:
            command: JSON.
            timeout: seconds to wait for the agent; -1 is the server's default (5), -2 without end,
                0 does not wait.
            flags: none is defined yet.

        Returns:
            The agent's answer, as it came.

        Raises:
            AgentUnresponsive: the agent does not answer.
        """
        ret = self._connection._call(P.DOMAIN_AGENT_COMMAND, self._owner, command, timeout, flags)
        return ret.result


class QEMU(Facet):
    """What a QEMU host has on top: ``connection.qemu``."""

    __slots__ = ()

    def attach(self, pid: int, *, flags: int = 0) -> Domain:
        """Take over a QEMU process that was not started by libvirt. libvirt: virDomainQemuAttach.

        Drivers of today refuse (libvirt removed it from its QEMU driver in 5.5.0).

        Args:
            pid: the process.
            flags: none is defined yet.
        """
        from virtreach.blocking.objects.domain import Domain

        ret = self._connection._call(P.DOMAIN_ATTACH, pid, flags)
        return Domain._one(self._connection, ret.dom)
