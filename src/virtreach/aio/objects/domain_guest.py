"""Touching the guest from outside: console, channels, screen, keys, NMI, signals."""

from __future__ import annotations

from virtreach.aio.entering import entered
from virtreach.aio.objects.base import NamedObject
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from virtreach.aio.stream import Stream

__all__ = ["DomainGuest"]


class DomainGuest(NamedObject):
    """The part of `Domain` that talks to the guest's devices."""

    __slots__ = ()

    @entered
    async def open_console(self, device: str | None = None, *, flags: int = 0) -> Stream:
        """Open a serial or paravirtual console of the running guest.

        Args:
            device: the device's alias (``serial0``, ``console1``); None for the first.
            flags: `DomainConsoleFlags`: ``FORCE`` takes it away from whoever has it, ``SAFE`` fails
                unless the driver can make sure that nobody else has it.

        Returns:
            A stream that reads what the guest prints and writes what it is typed. It belongs to the
            caller, who finishes or aborts it.

        libvirt: virDomainOpenConsole.
        """
        stream, _ = await self._connection._open_stream(P.DOMAIN_OPEN_CONSOLE, self, device, flags)
        return stream

    @entered
    async def open_channel(self, name: str | None = None, *, flags: int = 0) -> Stream:
        """Open the host end of a channel device (``<channel type="unix">`` or ``spicevmc``).

        Args:
            name: the channel's target name or alias; None for the first.
            flags: `DomainChannelFlags`: ``FORCE`` takes it away from whoever has it.

        Returns:
            A stream in both directions, which belongs to the caller.

        libvirt: virDomainOpenChannel.
        """
        stream, _ = await self._connection._open_stream(P.DOMAIN_OPEN_CHANNEL, self, name, flags)
        return stream

    async def screenshot(self, screen: int = 0, *, flags: int = 0) -> tuple[str, Stream]:
        """Take a picture of a guest's screen.

        Args:
            screen: which head, counted from 0.
            flags: none are defined.

        Returns:
            The picture's MIME type (``image/png``, ``image/x-portable-pixmap``) and the stream to read
            it from.

        libvirt: virDomainScreenshot.
        """
        stream, ret = await self._connection._open_stream(P.DOMAIN_SCREENSHOT, self, screen, flags)
        return ret.mime or "application/octet-stream", stream

    async def send_key(
        self, keycodes: Iterable[int], *, codeset: int = 0, hold_ms: int = 0, flags: int = 0
    ) -> None:
        """Press keys together and release them.

        Args:
            keycodes: up to 16 key codes, all pressed at once.
            codeset: `KeycodeSet` that they are from; 0 is Linux's input event codes.
            hold_ms: how long they are held, in milliseconds; 0 lets the hypervisor choose.
            flags: none are defined.

        libvirt: virDomainSendKey.
        """
        await self._connection._call(P.DOMAIN_SEND_KEY, self, codeset, hold_ms, list(keycodes), flags)

    async def inject_nmi(self, *, flags: int = 0) -> None:
        """Send a non-maskable interrupt; many guests dump or panic on it. libvirt: virDomainInjectNMI."""
        await self._connection._call(P.DOMAIN_INJECT_NMI, self, flags)

    async def send_process_signal(self, pid: int, signal: int, *, flags: int = 0) -> None:
        """Send a signal to a process inside a container.

        Args:
            pid: the process as the guest numbers it; negative for a process group.
            signal: `DomainProcessSignal`; Linux's numbers.
            flags: none are defined.

        libvirt: virDomainSendProcessSignal.
        """
        await self._connection._call(P.DOMAIN_SEND_PROCESS_SIGNAL, self, pid, signal, flags)
