"""OpenSSH configurations as inventories: what becomes a node, which way leads to it, and what is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from virtreach.conf.inventory import Inventory, Node
from virtreach.conf.openssh import way_by_command
from virtreach.errors import ConfigError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory of the test's own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".ssh").mkdir()
    return tmp_path


def load(text: str) -> Inventory:
    """Read a configuration."""
    return Inventory.parse(text, path="/proc/none/config", format="openssh")


def way(inventory: Inventory, name: str) -> list[str]:
    """The names of the machines that lead to a node, the nearest to us first."""
    node: Node | None = inventory.node(name)
    names: list[str] = []
    while node is not None:
        groups = inventory.cluster(node.cluster).proxy_groups(node)
        node = groups[0].nodes[0] if groups else None
        if node is not None:
            names.insert(0, node.name)
    return names


def test_names_are_nodes_and_patterns_are_settings(home: Path) -> None:
    inventory = load(
        """
        # first value wins
        Host web
            HostName=192.0.2.1
            Port 2222
            IdentityFile ~/.ssh/%n
            IdentityFile %d/.ssh/second
        Host web db "quoted" !never
            User me
            Port 1
        Host *.lab ??
            User pattern
        Host *
            ConnectTimeout 3
            ServerAliveInterval 0
            UserKnownHostsFile ~/a ~/b
        """
    )
    assert [node.name for node in inventory.nodes()] == ["web", "db", "quoted"]
    assert inventory.node("web").login == {
        "port": 2222,
        "user": "me",
        "connect_timeout": 3,
        "keepalive": 0,
        "keyfile": f"{home}/.ssh/web",
        "known_hosts": f"{home}/a",
    }
    assert (inventory.node("web").address, inventory.node("db").address) == ("192.0.2.1", "db")
    assert inventory.node("db").login["user"] == "me"
    assert sorted(note.split(" (")[0] for note in inventory.notes) == [
        "not carried over: all but the first identityfile",
        "not carried over: all but the first userknownhostsfile",
    ]


def test_negated_patterns() -> None:
    inventory = load("Host a b\nHost * !b\n  User star\n")
    assert inventory.node("a").login == {"user": "star"}
    assert inventory.node("b").login == {}


def test_ways_through_jump_hosts() -> None:
    inventory = load(
        """
        Host gate
          HostName gate.example.org
        Host inner
          ProxyJump gate
        Host far
          ProxyJump inner
        Host list
          ProxyJump root@gate:99,middle
        Host plain
          ProxyJump none
        Host *
          ProxyJump plain
          User me
        """
    )
    assert way(inventory, "far") == ["plain", "gate", "inner"]
    assert way(inventory, "list") == ["plain", "gate-root-99", "middle"]
    assert way(inventory, "plain") == []
    proxy = inventory.node("gate-root-99")
    assert (proxy.address, proxy.login["user"], proxy.login["port"]) == ("gate.example.org", "root", 99)
    for node in inventory.nodes():
        cluster = inventory.cluster(node.cluster)
        assert way(inventory, f"{node.cluster}/{node.name}") or cluster.group(node.group).is_proxy


def hops(inventory: Inventory, name: str) -> list[tuple[str | None, str | None, int]]:
    """User, address and port of each machine that leads to a node, all that lead there equally counted."""
    node: Node | None = inventory.node(name)
    found: list[tuple[str | None, str | None, int]] = []
    while node is not None:
        groups = inventory.cluster(node.cluster).proxy_groups(node)
        members = [member for group in groups for member in group.nodes]
        assert len(members) <= 1, members
        node = members[0] if members else None
        if node is not None:
            login: dict[str, Any] = node.login
            found.insert(0, (login.get("user"), node.address, login.get("port", 22)))
    return found


def test_jump_hosts_that_differ_are_not_one() -> None:
    """What leads to one tenant must never carry the connections of another."""
    inventory = load(
        """
        Host a
          HostName 10.0.0.5
          ProxyJump ops@bastion:2201
        Host b
          HostName 10.0.0.5
          ProxyJump ops@bastion:2202
        Host c
          ProxyJump bastion
        Host d
          ProxyJump gate,ops@mid:1
        Host e
          ProxyJump gate,ops@mid:2
        Host f
          ProxyJump gate,ops@mid
        Host bastion-ops-2201
          HostName 192.0.2.1
        """
    )
    ways = {
        "a": [("ops", "bastion", 2201)],
        "b": [("ops", "bastion", 2202)],
        "c": [(None, "bastion", 22)],
        "d": [(None, "gate", 22), ("ops", "mid", 1)],
        "e": [(None, "gate", 22), ("ops", "mid", 2)],
        "f": [(None, "gate", 22), ("ops", "mid", 22)],
        "bastion-ops-2201": [],
    }
    assert {name: hops(inventory, name) for name in ways} == ways
    assert inventory.node("bastion-ops-2201").address == "192.0.2.1"
    names = [node.name for node in inventory.nodes()]
    assert len(names) == len(set(names))


def test_a_jump_host_has_the_name_of_a_group() -> None:
    inventory = load("Host nodes\n  HostName 192.0.2.1\nHost a b\n  ProxyJump nodes\n")
    for name in ("a", "b"):
        assert hops(inventory, name) == [(None, "192.0.2.1", 22)]
    assert hops(inventory, "nodes") == []


def test_proxy_commands() -> None:
    inventory = load(
        """
        Host socks
          ProxyCommand exec nc -X 5 -x 'my proxy' %h %p
        Host forward
          ProxyCommand ssh -q -W %h:%p -l root gate
        Host behind
          ProxyJump socks
        Host shell
          ProxyCommand nc %h %p | tee /tmp/log
        Host behind-shell
          ProxyJump shell
        Host gate
        """
    )
    assert inventory.cluster(inventory.node("socks").cluster).proxy_command == (
        "nc -X 5 -x 'my proxy' {host} {port}"
    )
    assert way(inventory, "forward") == ["gate-root"]
    assert way(inventory, "behind") == ["socks"]
    assert inventory.cluster(inventory.node("behind").cluster).proxy_command is not None
    assert [note for note in inventory.notes if "left out" in note] == [
        "shell is left out: its ProxyCommand (config line 9) needs a shell",
        "shell is left out: its ProxyCommand (config line 9) needs a shell",
        "behind-shell is left out, as shell is, which leads to it",
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("nc %h %p", (None, "nc {host} {port}")),
        ("connect -H proxy:80 %h:%p", (None, "connect -H proxy:80 {host}:{port}")),
        ("/usr/bin/ssh gate -W [%h]:%p", ("gate", None)),
        ("ssh -p 22 -W %h:%p me@gate", ("me@gate:22", None)),
        ("ssh -F other -W %h:%p gate", (None, "ssh -F other -W {host}:{port} gate")),
        ("nc $(evil) %h", (None, None)),
        ("nc %h %p; evil", (None, None)),
        ("nc ~/x", (None, None)),
        ("nc 'unbalanced", (None, None)),
    ],
)
def test_commands_that_lead_on(line: str, found: tuple[str | None, str | None]) -> None:
    assert way_by_command(line) == found


def test_match_runs_nothing(home: Path) -> None:
    witness = home / "witness"
    inventory = load(
        f"""
        Host a
          HostName a.lab
        Match exec "touch {witness}"
          User evil
        Match host *.lab user nobody,me
          Port 7
        Match originalhost a
          User right
        Match !host *.lab
          Port 8
        Match canonical all
          Port 9
        """
    )
    assert inventory.node("a").login == {"user": "right"}
    assert not witness.exists()
    assert [note.partition(": ")[2] for note in inventory.notes] == [
        "the block is left out: it would run a program, and nothing is run here",
        "the block is left out: 'Match canonical' cannot be known here",
    ]


def test_included_files_hold_where_they_are_included(home: Path) -> None:
    (home / ".ssh" / "one.conf").write_text("Host n1\n  Port 1\nHost *\n  User one\n")
    (home / ".ssh" / "two.conf").write_text("User two\n")
    inventory = load("Include one.*\nHost n2\n  Include ~/.ssh/two.conf missing\n")
    assert inventory.node("n1").login == {"port": 1, "user": "one"}
    inventory = load("Host n2\n  Include two.conf\nHost n3\n")
    assert (inventory.node("n2").login, inventory.node("n3").login) == ({"user": "two"}, {})


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Host a\n  Port many", "config line 2: port needs a number"),
        ("Host a\n  Port " + "1" * 5000, "port needs a number"),
        ("Host a\n  ProxyJump b:" + "1" * 5000, "is none"),
        ("Host a\n  ProxyJump a", "lead to themselves"),
        ("Host a\n  ProxyJump b\nHost b\n  ProxyJump a", "lead to themselves"),
        ("Host a\n  ProxyJump -oProxyCommand=x", "is none"),
        ('Host "a', "No closing quotation"),
        ("Host a\n  Port", "is no setting"),
        ("Host a\n  IdentityFile %z", "token %z"),
        ("Include loop", "too deeply"),
    ],
)
def test_what_makes_no_sense(text: str, complaint: str, home: Path) -> None:
    (home / ".ssh" / "loop").write_text("Include loop\n")
    with pytest.raises(ConfigError, match=complaint):
        load(text)


def test_names_are_names_in_proxy_commands() -> None:
    """Whatever a name has in it, it stands there as it is, or the machine is left out."""
    inventory = load(
        r"""
        Host a\\1 %h
          HostName 192.0.2.1
          User u%%p
          ProxyCommand nc -x %n %%h %h %p %r
        Host $(touch\ x)
          ProxyCommand nc %n %h %p
        """
    )
    commands = [inventory.cluster(node.cluster).proxy_command for node in inventory.nodes()]
    assert commands == [
        r"nc -x a1 %h {host} {port} u%%p",
        "nc -x %h %h {host} {port} u%%p",
    ]
    assert "$(touch x) is left out" in " ".join(inventory.notes)


def test_what_an_include_names_is_not_repeated(home: Path) -> None:
    (home / "shadow").write_text("root:$6$SECRET:1::::::\n")
    with pytest.raises(ConfigError, match="shadow line 1: this line is no setting") as caught:
        load(f"Include {home}/shadow\n")
    assert "SECRET" not in str(caught.value)


def test_files_that_include_very_many(home: Path) -> None:
    for number in range(14):
        (home / f".ssh/f{number}").write_text(f"Include f{number + 1}\n" * 10)
    with pytest.raises(ConfigError, match="more than 1000"):
        load("Include f0\n")


def test_nothing_is_lost_silently() -> None:
    inventory = load(
        "Host a\n  StrictHostKeyChecking no\n  ForwardAgent yes\n  HostKeyAlias x\n  Unheard of\n"
    )
    said = " ".join(inventory.notes)
    for keyword in (
        "stricthostkeychecking, which is never off here",
        "forwardagent",
        "hostkeyalias",
        "unheard",
    ):
        assert f"not carried over: {keyword} (config line" in said
    assert load("Host *\n").notes == ("no Host line has a name that is no pattern: there is no node",)
