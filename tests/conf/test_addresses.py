"""Which nodes may not be known by their address, as another network has a machine there."""

from __future__ import annotations

from pathlib import Path

import pytest

from virtreach.conf.inventory import Inventory


def shared(text: str, **settings: str) -> list[str]:
    """Names of the nodes that share their address."""
    inventory = Inventory.parse(text, **settings)
    return sorted(
        f"{node.cluster}/{node.name}" for node in inventory.nodes() if inventory.shares_address(node)
    )


def cluster(name: str, node: str, *, more: str = "", proxy: str | None = None) -> str:
    """A cluster with one node, behind a proxy or reached directly."""
    gate = (
        ""
        if proxy is None
        else f'[clusters.{name}.groups.g]\nis_proxy = true\nnodes = [{{ name = "p", address = "{proxy}" }}]\n'
    )
    return (
        f'[clusters.{name}]\n{more}\n{gate}[clusters.{name}.groups.w]\nnodes = [{{ name = "n", {node} }}]\n'
    )


AT = 'address = "10.0.0.5"'


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        # Behind different proxies, and in one case nested.
        ([cluster("a", AT, proxy="192.0.2.1"), cluster("b", AT, proxy="192.0.2.2")], ["a/n", "b/n"]),
        ([cluster("a", AT), cluster("b", AT, proxy="192.0.2.2")], ["a/n", "b/n"]),
        ([cluster("a", AT), cluster("b", AT, more='proxy_command = "nc {host}"')], ["a/n", "b/n"]),
        ([cluster("a", AT, proxy="10.0.0.5"), cluster("b", AT, proxy="10.0.0.5")], ["a/n", "a/p", "b/n", "b/p"]),
        # The same place to reach it from, or another machine altogether.
        ([cluster("a", AT), cluster("b", AT)], []),
        ([cluster("a", AT, proxy="192.0.2.1"), cluster("b", AT, proxy="192.0.2.1", more='user = "x"')], []),
        ([cluster("a", AT, proxy="192.0.2.1"), cluster("b", AT + ", port = 2", proxy="192.0.2.2")], []),
        (
            [
                cluster("a", 'address = "10.0.0.5", internal_address = "10.0.0.6"', proxy="192.0.2.1"),
                cluster("b", AT, proxy="192.0.2.2"),
            ],
            [],
        ),
        # Nothing in common to look it up in.
        (
            [
                cluster("a", AT, proxy="192.0.2.1", more='known_hosts = "/a"'),
                cluster("b", AT, proxy="192.0.2.2", more='known_hosts = "/b"'),
            ],
            [],
        ),
        (
            [
                cluster("a", AT + ', host_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"', proxy="192.0.2.1"),
                cluster("b", AT + ', host_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"', proxy="192.0.2.2"),
            ],
            [],
        ),
        # An authority vouches for addresses.
        (
            [
                cluster("a", AT, proxy="192.0.2.1", more='host_authority = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"'),
                cluster("b", AT, proxy="192.0.2.2", more='host_authority = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"'),
            ],
            ["a/n", "b/n"],
        ),
        (
            [
                cluster("a", AT, proxy="192.0.2.1", more='host_authority = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"'),
                cluster("b", AT, proxy="192.0.2.2", more='host_authority = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA"'),
            ],
            [],
        ),
    ],
)  # fmt: skip
def test_which_addresses_are_shared(texts: list[str], found: list[str]) -> None:
    assert shared("".join(texts)) == found


def test_the_same_file_by_two_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".ssh").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / ".ssh/known_hosts")
    text = cluster("a", AT, proxy="192.0.2.1", more=f'known_hosts = "{tmp_path}/link"')
    assert shared(text + cluster("b", AT, proxy="192.0.2.2")) == ["a/n", "b/n"]


def test_a_guest_without_an_address_shares_none() -> None:
    guests = [
        f'[clusters.{name}.groups.g]\nnodes = [{{ name = "g", host = "qemu:///system" }}]\n' for name in "ab"
    ]
    assert shared("".join(guests)) == []


def test_jump_hosts_by_another_user_lead_to_the_same_network() -> None:
    text = "Host one\n HostName 10.0.0.5\n ProxyJump {}\nHost two\n HostName 10.0.0.5\n ProxyJump {}\n"
    assert shared(text.format("me@gate", "root@gate"), format="openssh") == []
    assert len(shared(text.format("me@gate:1", "me@gate:2"), format="openssh")) == 2
