"""Guests of inventories: the host's URI, the ways that are tried, what each can do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.needs import patience
from tests.shell.guest_agent import LocalAgent
from tests.shell.guest_shell import FakeDomain
from virtreach.conf.inventory import Inventory
from virtreach.errors import ConnectError, UsageError
from virtreach.errors.guests import GuestUnreachable
from virtreach.errors.libvirt import AgentUnresponsive, NoDomain
from virtreach.routes.ssh.pool import Pool
from virtreach.routes.ssh.reach import Reach
from virtreach.shell import guests
from virtreach.shell.guests import GuestRemote, host_uri
from virtreach.shell.machines import remote_to
from virtreach.shell.node import NodeRoute
from virtreach.shell.result import Capability
from virtreach.shell.ssh import SshRemote
from virtreach.uri import RemoteURI

LAB = """
[clusters.lab]
user = "root"
[clusters.lab.groups.gates]
is_proxy = true
nodes = [{ name = "gate", address = "192.0.2.1" }]
[clusters.lab.groups.inner]
nodes = [
    { name = "hv", internal_address = "10.0.0.1", uri = "qemu:///system" },
    { name = "g1", host = "hv" },
    { name = "g2", host = "qemu+tls://other/system", domain = "G", way = "serial" },
]
[clusters.open.groups.all]
nodes = [
    { name = "hv", address = "192.0.2.9", user = "me", port = 99, keyfile = "/k y", uri = "qemu:///session" },
    { name = "tls", address = "192.0.2.8", uri = "qemu+tls://tls/system" },
    { name = "six", address = "2001:db8::1", uri = "qemu:///system" },
    { name = "g1", host = "hv", address = "192.0.2.7" },
    { name = "g2", host = "tls" },
    { name = "g3", host = "six" },
    { name = "g4", host = "g1" },
]
"""


def test_uri_of_the_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lab.toml"
    path.write_text(LAB)
    inventory = Inventory.load(str(path))

    def uri(name: str) -> str:
        return host_uri(inventory, inventory.node(name))

    monkeypatch.delenv("VIRTREACH_INVENTORY", raising=False)
    with pytest.raises(UsageError, match="set VIRTREACH_INVENTORY"):
        uri("lab/g1")
    assert uri("lab/g2") == "qemu+tls://other/system"
    assert uri("open/g1") == "qemu+libssh://me@192.0.2.9:99/session?keyfile=/k%20y"
    assert uri("open/g2") == "qemu+tls://tls/system"
    assert uri("open/g3") == "qemu+libssh://[2001:db8::1]/system"
    with pytest.raises(UsageError, match="runs in the guest open/g1"):
        uri("open/g4")
    monkeypatch.setenv("VIRTREACH_INVENTORY", str(path))
    assert uri("lab/g1") == "qemu+libssh://hv/system?proxy_jump=@lab"
    for name in ("lab/g1", "lab/g2", "open/g2", "open/g3"):
        RemoteURI.parse(uri(name))


class Host:
    """A connection to a host with one guest."""

    def __init__(self, domain: Any) -> None:
        self._domain = domain
        self.closed = False

    @property
    def domains(self) -> Host:
        return self

    async def lookup_by_name(self, name: str) -> Any:
        if isinstance(self._domain, Exception):
            raise self._domain
        return self._domain

    async def close(self) -> None:
        self.closed = True


def guest(
    monkeypatch: pytest.MonkeyPatch, pool: Pool, domain: Any, **settings: Any
) -> tuple[GuestRemote, Host]:
    """A guest whose host's connection is ours."""
    host = Host(domain)

    async def connect(uri: str, **options: Any) -> Any:
        return host

    monkeypatch.setattr(guests, "connect", connect)
    inventory = Inventory.parse(
        '[clusters.c.groups.g]\nnodes = [{ name = "guest", host = "test:///default" }]\n'
    )
    route = NodeRoute.to_node(Reach(inventory, pool), "guest")
    return GuestRemote(route, inventory, patience=5 * patience(), **settings), host


async def test_agent_is_taken_and_the_host_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    agent = LocalAgent()
    async with Pool() as pool:
        remote, host = guest(monkeypatch, pool, FakeDomain(qemu=agent))
        assert Capability.TERMINAL not in remote.capabilities()
        async with remote:
            assert (await remote.run(["echo", "well"])).text == "well\n"
            assert remote.way == "agent"
        assert host.closed
    await agent.finish()


async def test_why_no_way_leads_in(monkeypatch: pytest.MonkeyPatch) -> None:
    agent = LocalAgent()
    agent.lies["ping"] = AgentUnresponsive("QEMU guest agent is not connected")
    async with Pool() as pool:
        remote, host = guest(monkeypatch, pool, FakeDomain(ConnectError("no console", step="x"), agent))
        with pytest.raises(
            GuestUnreachable, match=r"by agent: .*not connected.*; by serial: no console"
        ) as caught:
            await remote.run(["true"])
        assert [way for way, _ in caught.value.tried] == ["agent", "serial"]
        assert host.closed
        remote, _ = guest(monkeypatch, pool, NoDomain("no domain with matching name 'guest'"), way="agent")
        with pytest.raises(GuestUnreachable, match="no domain with matching name"):
            await remote.run(["true"])
        with pytest.raises(UsageError, match="is no way"):
            guest(monkeypatch, pool, None, way="telnet")


async def test_what_a_way_leads_to() -> None:
    inventory = Inventory.parse(LAB)
    async with Pool() as pool:
        reach = Reach(inventory, pool)
        assert isinstance(remote_to(NodeRoute.to_node(reach, "lab/hv")), SshRemote)
        assert isinstance(remote_to(NodeRoute.to_node(reach, "lab/g1")), GuestRemote)
        assert Capability.TERMINAL in remote_to(NodeRoute.to_node(reach, "open/g1")).capabilities()
        assert isinstance(remote_to(NodeRoute.to_host(pool, "somewhere")), SshRemote)
        with pytest.raises(UsageError, match="is no guest"):
            GuestRemote(NodeRoute.to_node(reach, "lab/hv"), inventory)
