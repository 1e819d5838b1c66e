"""The table of hosts: what it may say, and who is meant."""

from __future__ import annotations

import os
from pathlib import Path
from pwd import getpwuid

import pytest

from virtreach.daemon.drivers.base import ClientInfo
from virtreach.daemon.gateway.driver import read_name
from virtreach.daemon.gateway.hosts import FIELDS, load_hosts
from virtreach.errors import ConfigError
from virtreach.routes import CommandRoute

GOOD = """
# Two of them.
[hosts.hv1]
uri = "qemu+tls://hv1.example.org/system"
identities = ["user alice", "certificate O=Lab,*", "uid 4711"]

[hosts."hv2.lab"]
uri = "qemu+unix:///system?socket=/run/x"
opens = ["qemu:///session", "lxc:///*"]
connect_timeout = 2.5
keepalive_count = 3
mechanisms = ["SCRAM-SHA-256"]
"""


def written(directory: Path, text: str, mode: int = 0o600) -> str:
    path = directory / "hosts.toml"
    path.write_text(text)
    path.chmod(mode)
    return str(path)


def client(**known: object) -> ClientInfo:
    info = ClientInfo(1, "tls", "192.0.2.1:1")
    for name, value in known.items():
        setattr(info, name, value)
    return info


def test_a_table(tmp_path: Path) -> None:
    hosts = load_hosts(written(tmp_path, GOOD))
    assert list(hosts) == ["hv1", "hv2.lab"]
    first, second = hosts.values()
    assert (first.connect_timeout, first.keepalive_interval, first.keepalive_count) == (10, 5, 5)
    assert (second.connect_timeout, second.keepalive_count, second.mechanisms) == (2.5, 3, ["SCRAM-SHA-256"])
    assert first.route(readonly=False).target == "hv1.example.org:16514"
    assert repr(first) == "<host hv1>"


def test_a_table_without_hosts(tmp_path: Path) -> None:
    assert load_hosts(written(tmp_path, "")) == {}


@pytest.mark.parametrize(
    ("known", "admitted"),
    [
        ({"user": "alice"}, True),
        ({"user": "alice2"}, False),
        ({"user": "certificate O=Lab,CN=x"}, False),
        ({"user": "bob", "distinguished_name": "O=Lab,CN=bob"}, True),
        ({"distinguished_name": "O=Lab"}, False),
        ({"uid": 4711}, True),
        ({"uid": 47}, False),
        ({}, False),
    ],
)
def test_who_may(tmp_path: Path, known: dict[str, object], admitted: bool) -> None:
    hosts = load_hosts(written(tmp_path, GOOD))
    assert hosts["hv1"].admits(client(**known)) is admitted
    # Nobody by default.
    assert not hosts["hv2.lab"].admits(client(**known))


@pytest.mark.parametrize(
    "uri", ["qemu+ssh://h/system", "qemu+ssh://h/system?keyfile=/k", "qemu+ssh://h/system?no_tty=1#x"]
)
def test_ssh_asks_nobody(tmp_path: Path, uri: str) -> None:
    """The daemon may still have the terminal that it was started from."""
    [host] = load_hosts(written(tmp_path, f'[hosts.a]\nuri = "{uri}"\n')).values()
    route = host.route(readonly=False)
    assert isinstance(route, CommandRoute)
    assert "BatchMode=yes" in route.argv
    assert route.own_terminal
    assert host.uri == uri


def test_accounts_and_strangers(tmp_path: Path) -> None:
    name = getpwuid(os.getuid()).pw_name
    text = f'[hosts.a]\nuri = "test+tcp://h/default"\nidentities = ["account {name}"]\n'
    text += '[hosts.b]\nuri = "test+tcp://h/default"\nidentities = ["anonymous"]\n'
    hosts = load_hosts(written(tmp_path, text))
    assert hosts["a"].admits(client(uid=os.getuid()))
    assert not hosts["a"].admits(client(user=name))
    assert hosts["b"].admits(client())
    assert not hosts["b"].admits(client(uid=0))


def test_what_may_be_opened(tmp_path: Path) -> None:
    hosts = load_hosts(written(tmp_path, GOOD))
    assert hosts["hv1"].far_name("") == hosts["hv1"].far_name("qemu:///system") == "qemu:///system"
    assert hosts["hv1"].far_name("qemu:///session") is None
    assert hosts["hv2.lab"].far_name("qemu:///session") == "qemu:///session"
    assert hosts["hv2.lab"].far_name("lxc:///") == "lxc:///"
    assert hosts["hv2.lab"].far_name("test:///etc/passwd") is None


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("[hosts", None, "is no TOML file"),
        ("x = 1", None, "there is no key x"),
        ("hosts = 1", None, "hosts must be tables"),
        ("[hosts]\nx = 1", None, "hosts.x must be a table"),
        ('\n[hosts."a b"]\nuri = "qemu+tcp://h/system"', 2, "is no name for a host"),
        (f'[hosts.{"x" * 65}]\nuri = "qemu+tcp://h/system"', 1, "is no name for a host"),
        ("\n\n[hosts.a]\n", 3, "host a has no uri"),
        ('[hosts.a]\n\nuri = "qemu+tcp://h/system"\nidentites = []', 4, "there is no key identites"),
        ('[hosts.a]\nuri = ["x"]', 2, "must be a text in quotes"),
        ('[hosts.b]\nuri = "qemu+tcp://h/system"\n[hosts.a]\nuri = "nonsense"', 4, "host a: uri: "),
        ('[hosts.a]\nuri = "test:///default"', 2, "needs no gateway"),
        ('[hosts.a]\nuri = "qemu+tcp://h/system"\nidentities = "all"', 3, "must be a list of texts"),
        (
            '[hosts.a]\nuri = "qemu+tcp://h/system"\nidentities = ["alice"]',
            3,
            "has 'alice', but an identity is user",
        ),
        ('[hosts.a]\nuri = "qemu+tcp://h/system"\nidentities = ["user "]', 3, "has 'user ', but an identity"),
        (
            '[hosts.a]\nuri = "qemu+tcp://h/system"\nidentities = ["uid root"]',
            3,
            "names are those of accounts",
        ),
        (
            '[hosts.a]\nuri = "qemu+tcp://h/system"\nmechanisms = ["FOO"]',
            3,
            "has 'FOO'; there are SCRAM-SHA-256",
        ),
        ('[hosts.a]\nuri = "qemu+tcp://h/system"\nconnect_timeout = 0', 3, "more than 0 seconds"),
        ('[hosts.a]\nuri = "qemu+tcp://h/system"\nconnect_timeout = true', 3, "must be a number"),
        ('[hosts.a]\nuri = "qemu+tcp://h/system"\nconnect_timeout = nan', 3, "more than 0 seconds"),
        ('[hosts.a]\nuri = "qemu+tcp://h/system"\nkeepalive_count = 1.5', 3, "must be from 1 to 1000"),
        ('[hosts.a]\nuri = "qemu+tcp://h/system"\nauth_file = "/proc/none"', None, "cannot be read"),
    ],
)
def test_what_is_wrong_with_it(tmp_path: Path, text: str, line: int | None, what: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_hosts(written(tmp_path, text))
    assert what in str(caught.value)
    assert caught.value.line == line


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_others_may_not_write_it(tmp_path: Path, mode: int) -> None:
    with pytest.raises(ConfigError, match="chmod go-w"):
        load_hosts(written(tmp_path, GOOD, mode))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_others_may_not_read_credentials(tmp_path: Path, mode: int) -> None:
    secrets = tmp_path / "auth.conf"
    secrets.write_text("[credentials-x]\nauthname=gate\npassword=secret\n[auth-libvirt-h]\ncredentials=x\n")
    text = '[hosts.a]\nuri = "qemu+tcp://h/system"\nauth_file = "auth.conf"'
    secrets.chmod(0o600)
    path = written(tmp_path, text)
    assert load_hosts(path)["a"].auth_file == str(secrets)
    secrets.chmod(mode)
    with pytest.raises(ConfigError, match="chmod 0600") as caught:
        load_hosts(path)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "host", "far_name"),
    [
        ("qemu:///system?host=hv1", "hv1", "qemu:///system"),
        ("qemu:///?host=hv1", "hv1", ""),
        ("qemu://?host=hv1", "hv1", ""),
        ("qemu:///hv1", "hv1", ""),
        ("qemu:///system", "system", ""),
        ("xen:///?x=1&host=hv%311", "hv11", "xen:///?x=1"),
        ("qemu:///system?x=1;host=hv1;y", "hv1", "qemu:///system?x=1&y"),
        ("qemu:///system?host=a&host=b", "", "qemu:///system"),
        ("qemu:///system?HOST=a", "system", ""),
        ("qemu:///a%ZZ", "", ""),
        ("qemu:///system?host=%00", "", ""),
        ("", "", ""),
    ],
)
def test_which_host_is_meant(name: str, host: str, far_name: str) -> None:
    assert read_name(name) == (host, far_name)


def test_each_key_is_explained() -> None:
    assert all(field.text.endswith(".") for field in FIELDS)
