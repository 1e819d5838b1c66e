"""How a worker's client comes to a driver that the supervisor has.

The worker makes a socket pair and gives one end to the supervisor, with the question whether the client may open what
it wants. From then on its packets pass through the worker as they are (`virtreach.session.relay`), and to the
supervisor the other end is a client like any other, only that everything about it is known already.
"""

from __future__ import annotations

import asyncio
import socket

from virtreach.daemon.client import Client
from virtreach.daemon.dispatch import Care
from virtreach.daemon.drivers.base import ClientInfo, Driver, Session
from virtreach.daemon.drivers.relay import RelayLink, RelaySession, host_lost
from virtreach.daemon.house import Door
from virtreach.errors import LibvirtError, TransportError, VirtreachError
from virtreach.protocol.rpc import decode_error, encode_error
from virtreach.session.relay import Relay
from virtreach.session.server_answers import internal_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable
    from typing import Any

    from virtreach.daemon.house import House
    from virtreach.daemon.supervisor.control import Control, Message

__all__ = ["FarDriver", "TrustedClient", "open_for"]

_INSIDE = Door("unix")
_FACTS = tuple(name for name in ClientInfo.__slots__ if name != "host")


class FarDriver(Driver):
    """In a worker: a driver that the supervisor has.

    Args:
        position: which of the supervisor's drivers it is.
        schemes: the URI schemes that it serves.
        control: to the supervisor.
    """

    def __init__(self, position: int, schemes: tuple[str, ...], control: Control) -> None:
        self.schemes = schemes
        self._position = position
        self._control = control

    def open(self, client: ClientInfo, name: str, flags: int) -> Awaitable[Session]:
        """Have the supervisor open something; see `Driver.open`."""
        return self._open(client, name, flags)

    async def _open(self, client: ClientInfo, name: str, flags: int) -> Session:
        try:
            ours, theirs = socket.socketpair()
        except OSError as error:
            raise internal_error(f"no socket can be had: {error.strerror}") from None
        try:
            answer = await self._control.ask(
                "open",
                [theirs],
                driver=self._position,
                name=name,
                flags=flags,
                client={fact: getattr(client, fact) for fact in _FACTS},
            )
            if "error" in answer:
                raise decode_error(bytes.fromhex(answer["error"]), 0)
            ours.setblocking(False)
            link = RelayLink(session=Relay(host_lost).host)
            await asyncio.get_running_loop().connect_accepted_socket(lambda: link, ours)
        except BaseException as error:
            ours.close()
            if isinstance(error, TransportError):
                raise internal_error("the supervisor is gone") from None
            raise
        return RelaySession(link)


class TrustedClient(Client):
    """In the supervisor: a client of a worker, which has looked at it and keeps the audit.

    Args:
        house: has the drivers.
        info: who it is.
        opened: what it has opened.
    """

    __slots__ = ("_before",)

    def __init__(self, house: House, info: ClientInfo, opened: Session) -> None:
        super().__init__(house, _INSIDE)
        self.info = info
        self.encrypted = True
        # The worker has each packet whole before it passes it on.
        self.session.on_large = None
        # What is not known to be harmless is denied here as well.
        self._care = _READONLY if info.readonly else _FULL
        self._before = opened

    def _look_at_peer(self, sock: Any) -> bool:
        return True

    def begin(self) -> None:
        """Go on where the worker is; see `Channel.begin`."""
        self.session.opened()
        self._enter(self._before)


_FULL = Care(readonly=False, authorize=False, audit=False)
_READONLY = Care(readonly=True, authorize=False, audit=False)


async def open_for(house: House, question: Message, sock: socket.socket) -> dict[str, object]:
    """In the supervisor: open a driver for a client of a worker.

    Args:
        house: has the drivers.
        question: as `FarDriver` asks it.
        sock: the supervisor's end of the connection; closed here unless somebody has it in the end.

    Returns:
        The answer.
    """
    opened: Any = None
    try:
        info = ClientInfo(0, "", "")
        for fact, value in question["client"].items():
            setattr(info, fact, value)
        opened = house.drivers[question["driver"]].open(info, str(question["name"]), int(question["flags"]))
        if not isinstance(opened, Session):
            opened = await opened
        sock.setblocking(False)
        client = TrustedClient(house, info, opened)
        await asyncio.get_running_loop().connect_accepted_socket(lambda: client, sock)
    except BaseException as error:
        sock.close()
        if isinstance(opened, Session):
            opened.close()
        if isinstance(error, LibvirtError):
            return {"error": encode_error(error).hex()}
        if isinstance(error, VirtreachError | OSError):
            return {"error": encode_error(internal_error(f"it cannot be opened: {error}")).hex()}
        raise
    return {}
