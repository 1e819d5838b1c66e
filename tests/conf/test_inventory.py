"""Reading inventories: what they mean, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from virtreach.conf.inventory import Inventory
from virtreach.errors import ConfigError, UsageError

LAB = """
[clusters.lab]
user = "root"
keyfile = "key"
proxy_policy = "least-loaded"
connect_timeout = 3
[clusters.lab.groups.gateways]
is_proxy = true
user = "jump"
nodes = [{ name = "p1", address = "192.0.2.11" }, { name = "p2", address = "192.0.2.12", port = 2222 }]
[clusters.lab.groups.workers]
nodes = [{ name = "n1", internal_address = "10.77.0.13", user = "me", uri = "qemu:///system" }]
[clusters.other.groups.plain]
nodes = [{ name = "n1", address = "192.0.2.20" }, { name = "only", address = "192.0.2.21" }]
"""


def test_settings_hold_below_unless_said_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "inventory.toml"
    path.write_text(LAB)
    inventory = Inventory.load(str(path))
    node, proxy = inventory.node("lab/n1"), inventory.node("p2")
    assert node.login == {"user": "me", "keyfile": str(tmp_path / "key"), "connect_timeout": 3}
    assert proxy.login == {**node.login, "user": "jump", "port": 2222}
    assert (node.internal_address, node.uri) == ("10.77.0.13", "qemu:///system")
    assert "keyfile" not in repr(node)
    assert inventory.cluster("lab").policy == "least-loaded"


def test_who_leads_to_whom() -> None:
    inventory = Inventory.parse(LAB)
    lab = inventory.cluster("lab")
    assert [group.name for group in lab.proxy_groups(inventory.node("lab/n1"))] == ["gateways"]
    assert lab.proxy_groups(inventory.node("p1")) == ()
    assert inventory.cluster("other").proxy_groups(inventory.node("only")) == ()


def test_names() -> None:
    inventory = Inventory.parse(LAB)
    assert inventory.node("only").cluster == "other"
    with pytest.raises(UsageError, match="lab/n1, other/n1"):
        inventory.node("n1")
    for name in ("none", "lab/only", "nowhere/n1", ""):
        with pytest.raises(UsageError, match="has no"):
            inventory.node(name)


NODE = 'nodes = [{ name = "n", address = "a" }]\n'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("clusters = 1", "wrong kind"),
        ("[cluster.lab]", "'cluster' is not known"),
        ("[clusters.lab", "no TOML"),
        ('[clusters.lab]\nuser = ""', "user is empty"),
        ("[clusters.lab]\nport = true", "port has a value of the wrong kind"),
        ("[clusters.lab]\nport = 70000", "port must be a number from"),
        ("[clusters.lab]\nport = 0x" + "f" * 9000, "port must be a number from"),
        ("[clusters.lab]\nport = " + "1" * 9000, "a number that is too long"),
        ("a = " + "[" * 9000, "nested too deeply"),
        ('[clusters.lab]\npassword = "x"', "'password' is not known"),
        ("[clusters.lab.groups.g]\nport = 0", "group lab/g: port must be a number from"),
        ("[clusters.lab]\nconnect_timeout = -1", "connect_timeout must be some seconds"),
        ("[clusters.lab]\nconnect_timeout = 0", "connect_timeout must be some seconds"),
        ("[clusters.lab]\nconnect_timeout = inf", "connect_timeout must be some seconds"),
        ("[clusters.lab]\nkeepalive = nan", "keepalive must be some seconds, or 0"),
        ("[clusters.lab]\nkeepalive = 1" + "0" * 400, "keepalive must be some seconds, or 0"),
        ("[clusters.lab]\nways = []", "ways must be some of direct"),
        ('[clusters.lab]\nways = ["direct", { a = 1 }]', "ways must be some of direct"),
        ('[clusters.lab]\nuser = "-oProxyCommand=x"', "is none"),
        ('[clusters.lab]\nhost_authority = "~/ca.pub"', "host_authority is no public key"),
        ('[clusters.lab]\nproxy_command = "nc \'"', "proxy_command: No closing quotation"),
        ('[clusters.lab]\nproxy_command = " "', "names no program"),
        ('[clusters.lab.groups.g]\nnodes = [{ name = "n", address = "a b" }]', "node lab/n: address: host"),
        (
            '[clusters.lab.groups.g]\nnodes = [{ name = "n", internal_address = "-a" }]',
            "internal_address: host",
        ),
        *(
            (
                f'[clusters.lab.groups.g]\nnodes = [{{ name = "n", address = "a", host_key = "{key}" }}]',
                "no public key",
            )
            for key in (
                "garbage",
                "ssh-ed25519 AAAA",
                "ssh-ed25519 !",
                "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAA",
                "é AAAA",
            )
        ),
        ('[clusters.lab]\nproxy_policy = "random"', "first, least-loaded"),
        ('[clusters."a b"]', "a name has"),
        ("[clusters.lab.groups.g]\nnodes = [{}]", "has no name"),
        ('[clusters.lab.groups.g]\nnodes = ["n"]', "must be a table"),
        ('[clusters.lab.groups.g]\nnodes = [{ name = "n" }]', "neither address nor"),
        ('[clusters.lab.groups.g]\nnodes = [{ name = "n", internal_address = "a" }]', "needs an address"),
        (f"[clusters.lab.groups.a]\n{NODE}[clusters.lab.groups.b]\n{NODE}", "several nodes are called n"),
        ('[clusters.lab.groups.a]\nbehind = "b"', "no proxy group"),
        ("[clusters.lab.groups.a]\n[clusters.lab.groups.b]\nbehind = 'a'", "no proxy group"),
        (
            '[clusters.lab.groups.g]\nnodes = [{ name = "n", address = "a", kind = "x" }]',
            "kind must be one of",
        ),
        ('[clusters.lab.groups.g]\nnodes = [{ name = "n", kind = "guest" }]', "needs its host"),
        ('[clusters.lab.groups.g]\nnodes = [{ name = "n", host = "n" }]', "runs on itself"),
        ('[clusters.lab.groups.g]\nnodes = [{ name = "n", host = "m" }]', "no node 'lab/m'"),
        ('[clusters.lab.groups.g]\nnodes = [{ name = "n", host = "a://b", uri = "c" }]', "no uri of its own"),
        ('[clusters.lab.groups.g]\nnodes = [{ name = "n", host = "a://b", way = "c" }]', "way must be"),
        ('[clusters.lab.groups.g]\nnodes = [{ name = "n", address = "a", domain = "c" }]', "is for guests"),
        (
            '[clusters.lab.groups.g]\nnodes = [{ name = "n", address = "a" }, { name = "m", host = "n" }]',
            "no libvirt host",
        ),
        ("[clusters.lab.groups.a]\nis_proxy = true\nbehind = 'a'", "behind itself"),
        (
            "[clusters.lab.groups.a]\nis_proxy = true\nbehind = 'b'\n"
            "[clusters.lab.groups.b]\nis_proxy = true\nbehind = 'a'",
            "behind itself",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        Inventory.parse(text)


def test_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        Inventory.load(str(tmp_path / "none"))


def test_what_nodes_are() -> None:
    inventory = Inventory.parse(
        """
        [clusters.lab.groups.g]
        nodes = [
            { name = "plain", address = "a" },
            { name = "hv", address = "b", uri = "qemu:///system" },
            { name = "guest", host = "hv" },
            { name = "inner", host = "lab/guest", domain = "Inner", way = "agent", address = "c" },
        ]
        """
    )
    found = [(node.kind, node.host, node.domain, node.way) for node in inventory.nodes()]
    assert found == [
        ("machine", None, None, "auto"),
        ("host", None, None, "auto"),
        ("guest", "lab/hv", "guest", "auto"),
        ("guest", "lab/guest", "Inner", "agent"),
    ]


@pytest.mark.parametrize(
    ("groups", "without"),
    [
        ({"g": 0, "w": 1}, ["w"]),
        ({"g": 0, "w": 0}, []),
        ({"g": 0, "g2": 1, "w": 1}, []),
        ({"g": 0, "in@g": 1, "w@in": 1, "v": 1}, ["in", "w", "v"]),
        ({"g": 1, "in@g": 0, "w@in": 1, "v": 1}, ["w"]),
    ],
)
def test_who_is_cut_off(groups: dict[str, int], without: list[str]) -> None:
    """A proxy group without members leads nowhere; it is read all the same, as others of the file are well."""
    text = ""
    for number, (said, members) in enumerate(groups.items()):
        name, _, behind = said.partition("@")
        nodes = f'[{{ name = "n{number}", address = "a" }}]' if members else "[]"
        text += f"[clusters.lab.groups.{name}]\nis_proxy = {str(name[0] in 'gi').lower()}\nnodes = {nodes}\n"
        text += f'behind = "{behind}"\n' if behind else ""
    lab = Inventory.parse(text).cluster("lab")
    assert [group.name for group in lab.cut_off()] == without


def test_guests_without_an_address_are_not_cut_off() -> None:
    lab = Inventory.parse(
        "[clusters.lab.groups.g]\nis_proxy = true\n"
        '[clusters.lab.groups.w]\nnodes = [{ name = "n", host = "test:///default" }]\n'
    ).cluster("lab")
    assert lab.cut_off() == ()
