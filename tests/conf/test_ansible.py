"""Ansible inventories as ours: groups, variables, ranges, ways; and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from virtreach.conf import ansible_text
from virtreach.conf.ansible_text import MOST_HOSTS, expand
from virtreach.conf.inventory import Inventory
from virtreach.errors import ConfigError

needs_yaml = pytest.mark.needs("module:yaml")

INI = """
lonely ansible_host=192.0.2.1   # comment
[gateways]
p[1:2].lab ansible_host=192.0.2.9 ansible_user=own
[gateways:vars]
virtreach_is_proxy=true
ansible_user=jump
[web]
n[01:02]:2222 http_port=80
; a comment
[db]
db-[a:c:2] ansible_port=5
n01
[prod:children]
web
db
[prod:vars]
ansible_user=root
ansible_ssh_private_key_file=/keys/prod
[hosts]
hv virtreach_uri=qemu:///system
[guests]
g1 virtreach_host=hv virtreach_way=agent
"""

YAML = """
all:
  vars: {ansible_user: everyone}
  children:
    prod:
      children:
        web:
          hosts:
            n[01:02]: {ansible_host: 10.0.0.1, ansible_port: 2222}
          vars: {ansible_user: web}
        db: {hosts: {db-a: }}
    gw:
      hosts: {p1: {ansible_host: 192.0.2.1}}
      vars: {virtreach_is_proxy: yes}
"""


def load(text: str, path: str = "/proc/none/hosts") -> Inventory:
    """Read an inventory of Ansible's."""
    return Inventory.parse(text, path=path, format="ansible")


def test_ini() -> None:
    inventory = load(INI)
    names = [node.name for node in inventory.nodes()]
    assert sorted(names) == ["db-a", "db-c", "g1", "hv", "lonely", "n01", "n02", "p1.lab", "p2.lab"]
    n01 = inventory.node("n01")
    assert n01.login == {"user": "root", "port": 2222, "keyfile": "/keys/prod"}
    assert n01.group == "web"
    assert inventory.node("p1.lab").login == {"user": "own"}
    assert inventory.node("db-c").login["port"] == 5
    cluster = inventory.cluster("ansible")
    assert [group.name for group in cluster.proxy_groups(n01)] == ["gateways"]
    guest = inventory.node("g1")
    assert (guest.kind, guest.host, guest.domain, guest.way, guest.address) == (
        *("guest", "ansible/hv", "g1", "agent"),
        None,
    )
    assert inventory.notes == ("not carried over: further groups than web: db (n01)",)


@needs_yaml
def test_yaml() -> None:
    inventory = load(YAML, "/proc/none/hosts.yml")
    assert {node.name: node.login["user"] for node in inventory.nodes()} == {
        "n01": "web",
        "n02": "web",
        "db-a": "everyone",
        "p1": "everyone",
    }
    cluster = inventory.cluster("ansible")
    assert [group.name for group in cluster.groups if group.is_proxy] == ["gw"]
    assert inventory.node("n02").address == "10.0.0.1"


@needs_yaml
def test_variables_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "group_vars" / "web").mkdir(parents=True)
    (tmp_path / "host_vars").mkdir()
    (tmp_path / "group_vars" / "all.yml").write_text("ansible_user: all\nansible_port: 1\n")
    (tmp_path / "group_vars" / "web" / "one.yml").write_text("ansible_user: web\n")
    (tmp_path / "host_vars" / "n2").write_text("---\nansible_user: n2\n")
    path = tmp_path / "hosts"
    path.write_text("[web]\nn1\nn2\n[web:vars]\nansible_user=inline\n")
    inventory = Inventory.load(str(path))
    assert inventory.node("n1").login == {"user": "web", "port": 1}
    assert inventory.node("n2").login == {"user": "n2", "port": 1}


def test_ways_in_arguments_for_ssh() -> None:
    inventory = load(
        """
        [far]
        a ansible_ssh_common_args='-J me@gate,inner -i /k'
        b ansible_ssh_extra_args='-o ProxyCommand="ssh -W %h:%p -q gate2" -oPort=7'
        c ansible_ssh_common_args='-o "ProxyCommand nc -x p:1 %h %p" -F other'
        d ansible_ssh_common_args='-o ProxyCommand="nc %h %p | tee x"'
        """
    )
    a, b, c = (inventory.node(name) for name in "abc")
    assert a.login == {"keyfile": "/k"}
    assert [group.name for group in inventory.cluster(a.cluster).proxy_groups(a)] == ["inner"]
    assert b.login == {"port": 7}
    assert inventory.cluster(b.cluster).proxy_groups(b)[0].nodes[0].name == "gate2"
    assert inventory.cluster(c.cluster).proxy_command == "nc -x p:1 {host} {port}"
    assert inventory.notes == (
        "d is left out: its ProxyCommand needs a shell",
        "not carried over: -F of ansible_ssh_common_args (c)",
        "not carried over: other of ansible_ssh_common_args (c)",
    )


def test_jump_hosts_that_differ_are_not_one() -> None:
    inventory = load(
        """
        [far]
        a ansible_host=10.0.0.5 ansible_ssh_common_args='-J alice@bastion:2201'
        b ansible_host=10.0.0.5 ansible_ssh_common_args='-J bob@bastion:2202'
        c ansible_ssh_common_args='-J gate'
        d ansible_ssh_common_args='-J gate'
        e ansible_ssh_common_args='-J root@gate'
        [gates]
        gate ansible_host=192.0.2.1 ansible_ssh_extra_args='-i /k' virtreach_uri=qemu:///system
        """
    )
    found = {}
    for name in "abcde":
        node = inventory.node(name)
        ((proxy,),) = (group.nodes for group in inventory.cluster(node.cluster).proxy_groups(node))
        found[name] = (proxy.name, proxy.address, proxy.login)
    assert found == {
        "a": ("bastion", "bastion", {"user": "alice", "port": 2201}),
        "b": ("bastion-2", "bastion", {"user": "bob", "port": 2202}),
        "c": ("gate", "192.0.2.1", {"keyfile": "/k"}),
        "d": ("gate", "192.0.2.1", {"keyfile": "/k"}),
        "e": ("gate-root", "192.0.2.1", {"keyfile": "/k", "user": "root"}),
    }
    # All that is said of a host holds where it leads to others, too.
    assert inventory.node("gate").uri == "qemu:///system"


def test_what_is_not_carried_over() -> None:
    inventory = load(
        "[a]\nx ansible_password=s3cret ansible_become_pass=s3cret ansible_winrm=1\ny ansible_connection=local\n"
    )
    assert inventory.notes == (
        "y is left out: its ansible_connection is local",
        "not carried over: ansible_password, as passwords are not kept (x)",
        "not carried over: ansible_become_pass, as passwords are not kept (x)",
        "not carried over: ansible_winrm (x)",
    )
    assert "s3cret" not in repr(list(inventory.nodes()))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[a]\nx ansible_host={{ lookup('pipe', 'id') }}", "Jinja|KEY=VALUE"),
        ("[a]\nx ansible_host='{{ y }}'", "ansible_host is a Jinja template"),
        ("[a]\nx\n[a:vars]\nansible_user={{ lookup('pipe', 'id') }}", "ansible_user is a Jinja template"),
        ("$ANSIBLE_VAULT;1.1;AES256\n6162", "vault"),
        ("#!/bin/sh\necho {}", "nothing is run"),
        ("[a]\nx virtreach_is_proxy=true", "is for groups"),
        ("[a]\nx virtreach_colour=red", "virtreach_colour is not known"),
        ("[a]\nx ansible_port=many", "port needs a number"),
        ("[a]\nx ansible_port=" + "1" * 5000, "port needs a number"),
        ("[a]\nx ansible_port=0x" + "f" * 5000, "port needs a number"),
        ("[a]\nx ansible_user=\"['a','b']\"", "must be a text or a number"),
        ("[a]\n" + "x" * 2000 + "[1:9]", "more than 1000 characters"),
        ("[a]\nx y", "line 2: 'y' is no KEY=VALUE"),
        ("[a:other]\nx", "no section"),
        ("[a:children]\nb\n[b:children]\na", "in itself"),
        ("[a]\nx ansible_ssh_common_args='-J -x'", "is none"),
        ("[a]\nx virtreach_host=nobody", "no node 'ansible/nobody'"),
    ],
)
def test_what_makes_no_sense(text: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        load(text)


@needs_yaml
@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("plugin: amazon.aws.aws_ec2\n", "inventory plugin 'amazon.aws.aws_ec2'"),
        ("all: {hosts: {x: {ansible_user: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n }}}", "no YAML|vault"),
        ("all:\n  hosts:\n    x:\n      ansible_user: !vault |\n        $ANSIBLE_VAULT;1.1\n", "vault"),
        ("all: !!python/object/apply:os.system [id]\n", "no YAML"),
        ("- a\n", "must be a mapping"),
        ("all: {hosts: [x]}\n", "must be a mapping"),
        ("all: {hsots: {x: }}\n", "'hsots' is not known"),
        ("a: [" * 3000, "nested|no YAML"),
        ("all: {hosts: {x: {ansible_port: " + "1" * 5000 + "}}}", "too many digits"),
        ("all: {hosts: {x: {ansible_user: [a]}}}", "must be a text or a number"),
        ("all: {hosts: {x: {made: 2020-13-45}}}", "none of its kind"),
        ("all: !!bool x", "none of its kind"),
        ("all: !!timestamp x", "none of its kind"),
    ],
)
def test_what_yaml_makes_no_sense(text: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        load(text, "/proc/none/hosts.yml")


def bomb(first: str, level: str, *, levels: int = 40) -> str:
    """YAML in which each level has the one before nine times, by aliases."""
    lines = [f"l0: &l0 {first}"]
    lines += [f"l{n}: &l{n} " + level.replace("*", f"*l{n - 1}") for n in range(1, levels)]
    return "\n".join(lines)


@needs_yaml
@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (bomb("[x]", "[" + "*, " * 9 + "]") + "\nansible_user: *l39\n", "must be a text or a number"),
        (bomb("{a: 1}", "{k: 1, <<: [" + "*, " * 9 + "]}"), "too large"),
        ("a: &a {<<: *a}", "nested too deeply|no YAML"),
    ],
)
def test_yaml_that_grows(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "group_vars").mkdir()
    (tmp_path / "group_vars/all.yml").write_text(text)
    (tmp_path / "hosts").write_text("n1\n")
    with pytest.raises(ConfigError, match=complaint):
        Inventory.load(str(tmp_path / "hosts"), format="ansible")


def test_more_hosts_than_anybody_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ansible_text, "_MOST_SAID", 1000)
    text = "".join(f"[g{number}]\nn[1:100] a=1\n" for number in range(5))
    assert len(list(load(text).nodes())) == 100
    with pytest.raises(ConfigError, match="more than 1000 hosts"):
        load(text + "[more]\nx\n")


@needs_yaml
def test_groups_that_grow() -> None:
    """Forty levels, at each of which two ways lead down: 2**40 of them."""
    text = bomb("{hosts: {n1: {ansible_user: me}}}", "{children: {a#: *, b#: *}}")
    text = "\n".join(line.replace("#", str(number)) for number, line in enumerate(text.splitlines()))
    assert load(text, "/proc/none/hosts.yml").node("n1").login == {"user": "me"}
    ini = "[a0]\nn1\n[b0]\nn1\n"
    for number in range(1, 200):
        ini += "".join(f"[{one}{number}:children]\na{number - 1}\nb{number - 1}\n" for one in "ab")
    ini += "[a199:vars]\nansible_user=far\n[b3:vars]\nansible_user=near\n"
    assert load(ini).node("n1").login == {"user": "near"}


@needs_yaml
def test_a_file_of_variables_is_not_repeated(tmp_path: Path) -> None:
    """It may be a link that somebody else made, to what only we can read."""
    (tmp_path / "host_vars").mkdir()
    (tmp_path / "shadow").write_text("root:$6$SECRET: *x\n\t[")
    (tmp_path / "host_vars/n1").symlink_to(tmp_path / "shadow")
    (tmp_path / "hosts").write_text("n1\n")
    with pytest.raises(ConfigError, match=r"no YAML.*\(line \d") as caught:
        Inventory.load(str(tmp_path / "hosts"), format="ansible")
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("n", ["n"]),
        ("n[8:10]", ["n8", "n9", "n10"]),
        ("n[08:10].x", ["n08.x", "n09.x", "n10.x"]),
        ("[a:c]-[1:2]", ["a-1", "a-2", "b-1", "b-2", "c-1", "c-2"]),
        ("n[0:4:2]", ["n0", "n2", "n4"]),
    ],
)
def test_ranges(pattern: str, names: list[str]) -> None:
    assert expand(pattern) == names


@pytest.mark.parametrize(
    "pattern",
    [
        "n[2:1]",
        "n[01:100]",
        "n[a:9]",
        f"n[0:{MOST_HOSTS}]",
        "n[0:999][0:999]",
        "n[0:9:0]",
        "n[0:99999999999]",
    ],
)
def test_ranges_that_make_no_sense(pattern: str) -> None:
    with pytest.raises(ConfigError, match=r"range|more than"):
        expand(pattern)
