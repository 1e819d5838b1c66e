"""A daemon around the toy driver that can be administered, within one event loop."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from tests.daemon.raw import Place, Raw, place
from virtreach.conf.document import ConfDocument
from virtreach.daemon.admin.house import AdminHouse
from virtreach.daemon.admin.server import AdminServer
from virtreach.daemon.config.settings import Settings
from virtreach.daemon.desk import HouseDesk, ProcessDesk
from virtreach.daemon.life.lifetime import Lifetime
from virtreach.daemon.records.logs import Logs


class Office:
    """A daemon and its administration.

    Attributes:
        daemon: what is administered.
        house: where administrators are.
        life: what ends it.
        path: the socket.
    """

    def __init__(self, daemon: Place, house: AdminHouse, life: Lifetime, path: str) -> None:
        self.daemon = daemon
        self.house = house
        self.life = life
        self.path = path

    @property
    def uri(self) -> str:
        return f"libvirtd:///system?socket={self.path}"

    async def connect(self) -> Raw:
        """A connection to the socket that is closed at the end of the test."""
        raw = await Raw.connect(self.path)
        self.daemon.raws.append(raw)
        return raw


@contextlib.asynccontextmanager
async def office(
    directory: Path, text: str = "", *, sasl: bool = False, **attributes: Any
) -> AsyncIterator[Office]:
    """Run them.

    Args:
        directory: for sockets and logs.
        text: lines of the configuration.
        sasl: the daemon's clients have to authenticate.
        attributes: for the daemon's house.
    """
    settings = Settings(ConfDocument(f'unix_sock_dir = "{directory}"\n{text}'))
    logs = Logs(outputs=f"1:file:{directory}/log", logger=logging.getLogger("tests.nobody"))
    try:
        async with place(directory, sasl=sasl, **attributes) as daemon:
            admin = AdminServer(settings, daemon.house.policy)
            life = Lifetime(lambda: bool(daemon.house.clients))
            servers = {"admin": HouseDesk(admin.house), "virtreachd": HouseDesk(daemon.house)}
            admin.house.desk = ProcessDesk(servers, logs, life)
            async with admin:
                yield Office(daemon, admin.house, life, f"{directory}/libvirt-admin-sock")
    finally:
        logs.close()
