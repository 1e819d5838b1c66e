"""A driver whose only object, a count of how often a domain was destroyed, outlives an upgrade."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from tests.daemon.toy import ToyDriver, ToySession
from virtreach.daemon.drivers.base import ClientInfo
from virtreach.errors import VirtreachError
from virtreach.protocol.procedure import Procedure


class LastingSession(ToySession):
    """Tells the count as the library's version."""

    def call(self, procedure: Procedure[Any], packet: bytes) -> bytes | Awaitable[bytes]:
        if procedure.name == "connect_get_lib_version":
            return procedure.encode_ret(len(self.driver.destroyed))
        if procedure.name == "connect_get_hostname":
            return self._after(5, procedure.encode_ret("slow"))
        return super().call(procedure, packet)


class LastingDriver(ToyDriver):
    """See above."""

    shares_state = True

    def open(self, client: ClientInfo, name: str, flags: int) -> ToySession:
        return LastingSession(self, client, name, flags)

    def export_state(self) -> bytes:
        return b"x" * len(self.destroyed)

    def import_state(self, data: bytes) -> None:
        self.destroyed = ["before"] * len(data)


class StubbornDriver(LastingDriver):
    """Hands nothing on."""

    def export_state(self) -> bytes:
        raise VirtreachError("it does not want to")
