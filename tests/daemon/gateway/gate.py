"""A gateway in the test's event loop, in front of whatever the test has for hosts."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.daemon.raw import Raw
from tests.peer import Packet, Peer
from virtreach.conf.document import ConfDocument
from virtreach.daemon.config.settings import Settings
from virtreach.daemon.gateway.driver import GatewayDriver
from virtreach.daemon.house import Door, House
from virtreach.daemon.listeners import listen_unix
from virtreach.daemon.server import Server
from virtreach.errors.libvirt import LibvirtError

ME = f'"uid {os.getuid()}"'


def host(name: str, uri: str, more: str = f"identities = [{ME}]") -> str:
    """A host's table."""
    return f'[hosts.{name}]\nuri = "{uri}"\n{more}\n'


class Gate:
    """A gateway on unix sockets."""

    def __init__(self, directory: Path, house: House, driver: GatewayDriver) -> None:
        self.path = str(directory / "gate")
        self.readonly = str(directory / "gate-ro")
        self.house = house
        self.driver = driver
        self.table = directory / "hosts.toml"
        self.raws: list[Raw] = []

    def load(self, hosts: str) -> None:
        """Put another table in force."""
        self.table.write_text(hosts)
        self.table.chmod(0o600)
        settings = Settings(ConfDocument(f'hosts_file = "{self.table}"\n'))
        put_in_force = self.driver.configure(settings)
        assert put_in_force is not None
        put_in_force()

    def uri(self, name: str = "hv1", *, readonly: bool = False) -> str:
        return f"test+unix:///default?socket={self.readonly if readonly else self.path}&host={name}"

    async def connect(self, name: str | None = "hv1", *, readonly: bool = False) -> Raw:
        """A connection that is closed at the end of the test, open on a host unless the name is None."""
        raw = await Raw.connect(self.readonly if readonly else self.path)
        self.raws.append(raw)
        if name is not None:
            await raw.open(f"test:///default?host={name}")
        return raw


@contextlib.asynccontextmanager
async def gate(directory: Path, hosts: str = "", **attributes: Any) -> AsyncIterator[Gate]:
    """Run a gateway; attributes are put on its house."""
    driver = GatewayDriver()
    house = House([driver])
    for name, value in attributes.items():
        assert hasattr(house, name)
        setattr(house, name, value)
    made = Gate(directory, house, driver)
    made.load(hosts)
    listeners = [
        listen_unix(Door("unix"), made.path, mode=0o700),
        listen_unix(Door("unix", readonly=True), made.readonly, mode=0o777),
    ]
    async with Server(house, listeners):
        try:
            yield made
        finally:
            for raw in made.raws:
                await raw.close()


async def refused(awaitable: Any) -> LibvirtError:
    """The error that a call ends with."""
    with pytest.raises(LibvirtError) as caught:
        await awaitable
    return caught.value


def asked(peer: Peer, procedure: object) -> list[Packet]:
    """What the first connection to a host has called of one procedure."""
    return [packet for packet in peer.served[0].calls if packet.procedure is procedure]
