"""One administrator's connection.

Whoever can write to the socket is not let in for that: the process at its other end must belong to the daemon's own
user or to root. libvirtd looks at the same (``src/admin/admin_server_dispatch.c``, ``remoteAdmClientNew``), but does
not let root administer the daemons of others.
"""

from __future__ import annotations

import os
from functools import partial
from logging import getLogger

from virtreach.daemon.admin.procedures import answer
from virtreach.daemon.channel import Channel
from virtreach.daemon.dispatch import AUDIT, AUTHORIZE
from virtreach.daemon.records.audit import object_of, outcome_of
from virtreach.wire.packet import HEADER_SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.daemon.admin.house import AdminHouse
    from virtreach.daemon.house import Door
    from virtreach.protocol.procedure import Procedure

__all__ = ["AdminClient"]

_log = getLogger("virtreach.daemon")
_CONNECT_OPEN, _CONNECT_CLOSE = 1, 2


class AdminClient(Channel):
    """An administrator.

    Args:
        house: what it shares with the others.
        door: how it came in; a unix socket.
    """

    __slots__ = ("_house",)

    def __init__(self, house: AdminHouse, door: Door) -> None:
        super().__init__(house, door, house.programs)
        self._house = house

    def _look_at_peer(self, sock: Any) -> bool:
        """Let nobody in but root and the daemon's own user, whatever the permissions of the socket are."""
        if not super()._look_at_peer(sock):
            return False
        if self.info.uid in (0, os.geteuid()):
            return True
        _log.warning("%r: administration is for root and the daemon's own user", self.info)
        self._house.policy.audit.event("login", self.info, "denied", {"door": "admin"})
        return False

    def begin(self) -> None:
        """Take calls; see `Channel.begin`."""
        self._house.admission.introduce(self)
        self._house.policy.audit.event("login", self.info, "ok", {"door": "admin"})
        self.session.on_call = self._call
        self.session.opened()

    def _call(self, procedure: Procedure[Any], serial: int, packet: bytes) -> bytes | None:
        """Have a call answered; see `ServerSession.on_call`."""
        house = self._house
        looks = procedure.replayable or procedure.number in (_CONNECT_OPEN, _CONNECT_CLOSE)
        care = house.policy.full[procedure] & (AUTHORIZE if looks else AUTHORIZE | AUDIT)
        if care:
            house.policy.check(care, self.info, procedure, packet)
        args = procedure.decode_args(packet, HEADER_SIZE)
        if procedure.number == _CONNECT_CLOSE:
            self.close_soon("")
            return b""
        done = None
        if care & AUDIT:
            done = partial(self._account, procedure, packet, args)
        self.later(procedure, serial, answer(house.desk, procedure, args), done)
        return None

    def _account(
        self, procedure: Procedure[Any], packet: bytes, args: Any, error: BaseException | None, body: bytes
    ) -> None:
        """Write down what was to be changed, into what, and with which outcome."""
        words = {"call": procedure.name, "object": object_of(procedure, packet)[0]}
        values = _values(args)
        if values:
            words["values"] = values
        self._house.policy.audit.event("call", self.info, outcome_of(error), words)


def _values(args: Any) -> str:
    """The figures among a call's arguments, for people."""
    if hasattr(args, "params"):
        return ", ".join([f"{name}={value}" for name, value in args.params.items()])
    return f"timeout={args.timeout}" if hasattr(args, "timeout") else ""
