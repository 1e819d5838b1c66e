"""Guests of inventories: the host's URI, the ways that are tried, what each can do."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.needs import patience
from tests.shell.guest_agent import LocalAgent
from tests.shell.guest_shell import FakeDomain
from virtreach.conf.inventory import Inventory
from virtreach.errors import ConnectError, MissingExtra, URIError, UsageError
from virtreach.errors.guests import GuestUnreachable
from virtreach.errors.libvirt import AgentUnresponsive, NoDomain
from virtreach.errors.routes import (
    AllProxiesFailed,
    HopUnreachable,
    HostKeyChanged,
    HostKeyUnknown,
    LoginRefused,
    NodeRefused,
    NodeTimeout,
    SessionsForbidden,
)
from virtreach.errors.shell import ShellUnusable
from virtreach.routes.route import InProcessSSHRoute, Route, TLSRoute
from virtreach.routes.ssh.hop import Chain
from virtreach.routes.ssh.pool import Pool
from virtreach.routes.ssh.reach import Reach, login_hop
from virtreach.shell import guests
from virtreach.shell.guests import GuestRemote, host_route
from virtreach.shell.machines import remote_to
from virtreach.shell.node import NodeRoute
from virtreach.shell.result import Capability
from virtreach.shell.ssh import SshRemote

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
    { name = "tls", internal_address = "10.0.0.2", uri = "qemu+tls://tls/system" },
    { name = "g3", host = "tls" },
    { name = "ssh", internal_address = "10.0.0.3", uri = "qemu+ssh://ssh/system" },
    { name = "g4", host = "ssh" },
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
    { name = "odd", address = "192.0.2.9", uri = "qemu:///sys{0}{9}?socket=/run/my.sock" },
    { name = "g5", host = "odd" },
]
"""


def route_to_host(inventory: Inventory, pool: Any, name: str) -> Route:
    """The way to the libvirt of a guest."""
    return host_route(NodeRoute.to_node(Reach(inventory, pool), name))


def test_way_to_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIRTREACH_INVENTORY", raising=False)
    inventory = Inventory.parse(LAB)

    def way(name: str) -> Route:
        return route_to_host(inventory, None, name)

    for name, path in (("lab/g1", "system"), ("open/g1", "session"), ("open/g3", "system")):
        found = way(name)
        assert isinstance(found, InProcessSSHRoute)
        assert found.by is not None
        assert found.far_name == f"qemu:///{path}"
    found = way("open/g5")
    assert isinstance(found, InProcessSSHRoute)
    assert found.far_name == "qemu:///sys%7B0%7D%7B9%7D"
    assert "/run/my.sock" in found.command
    for name, host in (("lab/g2", "other"), ("open/g2", "tls")):
        found = way(name)
        assert isinstance(found, TLSRoute)
        assert (found.hostname, found.by) == (host, None)
    # Its certificate is still the URI's server's; the stream goes through the proxies.
    found = way("lab/g3")
    assert isinstance(found, TLSRoute)
    assert found.hostname == "tls"
    assert found.by is not None
    with pytest.raises(UsageError, match="runs in the guest open/g1"):
        way("open/g4")
    with pytest.raises(UsageError, match=r"stands behind proxies, .* does not go through them"):
        way("lab/g4")


@pytest.mark.parametrize(
    "uri",
    [
        "qemu+ext:///system?command=/tmp/evil",
        "qemu:///system?netcat=/tmp/evil",
        "qemu+ssh://h/system?command=/tmp/evil",
        "test:///tmp/evil.xml",
    ],
)
async def test_inventory_runs_no_program(uri: str) -> None:
    for text in (
        f'[clusters.c.groups.g]\nnodes = [{{ name = "g", host = "{uri}" }}]\n',
        f'[clusters.c.groups.g]\nnodes = [{{ name = "h", address = "192.0.2.1", uri = "{uri}" }}, '
        '{ name = "g", host = "h" }]\n',
    ):
        inventory = Inventory.parse(text)
        with pytest.raises(URIError, match="is not allowed here"):
            route_to_host(inventory, None, "c/g")
    async with Pool() as pool:
        remote = GuestRemote(NodeRoute.to_node(Reach(inventory, pool), "g"))
        with pytest.raises(GuestUnreachable, match="is not allowed here"):
            await remote.open()


class Asked(Exception):
    """Carries how a stream was to be opened."""


class AskingPool:
    """A pool that opens nothing, and tells what it was asked for."""

    async def open_command_socket(self, chain: Chain, command: str, **options: Any) -> Any:
        raise Asked(chain, command)

    async def open_socket(self, chain: Chain, address: str, port: int, **options: Any) -> Any:
        raise Asked(chain, (address, port))


async def test_host_keeps_all_that_its_node_says(monkeypatch: pytest.MonkeyPatch) -> None:
    pin = "ssh-ed25519 " + base64.b64encode(b"\0\0\0\x0bssh-ed25519\0\0\0 " + bytes(32)).decode()
    inventory = Inventory.parse(
        "[clusters.c.groups.g]\nnodes = ["
        f'{{ name = "h", address = "192.0.2.1", uri = "qemu:///system", host_key = "{pin}", user = "me", port = 99, '
        'keyfile = "/k", certificate = "/c", agent = "/a", known_hosts = "/known" }, { name = "g", host = "h" }]\n'
    )
    found = route_to_host(inventory, AskingPool(), "g")
    assert found.by is not None
    with pytest.raises(Asked) as asked:
        await found.by(5.0)
    chain, command = asked.value.args
    assert chain.hops == (login_hop(inventory.node("h"), inside=False),)
    assert chain.hops[0].host_keys.pinned == (pin,)
    assert "qemu:///system" in command
    inventory = Inventory.parse(LAB)
    found = route_to_host(inventory, AskingPool(), "open/g5")
    assert found.by is not None
    with pytest.raises(Asked) as asked:
        await found.by(None)
    assert asked.value.args[0].hops[0].host == "192.0.2.9"


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

    async def connect_by(way: Route, **options: Any) -> Any:
        return host

    monkeypatch.setattr(guests, "connect_by", connect_by)
    inventory = Inventory.parse(
        '[clusters.c.groups.g]\nnodes = [{ name = "guest", host = "test:///default" }]\n'
    )
    route = NodeRoute.to_node(Reach(inventory, pool), "guest")
    return GuestRemote(route, patience=5 * patience(), **settings), host


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


@pytest.mark.parametrize(
    ("error", "goes_on"),
    [
        (HostKeyChanged("another key", target="guest"), False),
        (HostKeyUnknown("no key", target="guest"), False),
        (LoginRefused("no", target="guest"), False),
        (SessionsForbidden("no commands", target="guest"), False),
        (ShellUnusable("nologin", label="guest"), False),
        (AllProxiesFailed("none", failures=[NodeTimeout("x"), HostKeyChanged("another key")]), False),
        (AllProxiesFailed("none", failures=[HopUnreachable("x")]), True),
        (NodeRefused("nothing listens", target="guest"), True),
        (NodeTimeout("silent", target="guest"), True),
        (ConnectError("no network", step="connect"), True),
        (MissingExtra("no asyncssh"), True),
    ],
)
async def test_another_way_hides_no_wrong_identity(
    monkeypatch: pytest.MonkeyPatch, error: Exception, goes_on: bool
) -> None:
    async def fails(self: SshRemote, *words: Any, **options: Any) -> Any:
        raise error

    monkeypatch.setattr(SshRemote, "run", fails)
    agent = LocalAgent()
    async with Pool() as pool:
        remote, _ = guest(monkeypatch, pool, FakeDomain(qemu=agent))
        remote._ways.insert(0, "ssh")
        async with remote:
            if goes_on:
                await remote.open()
                assert remote.way == "agent"
            else:
                with pytest.raises(type(error)) as caught:
                    await remote.open()
                assert caught.value is error
                assert not agent.commands
            assert remote.tried == (("ssh", error),)


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
            GuestRemote(NodeRoute.to_node(reach, "lab/hv"))
