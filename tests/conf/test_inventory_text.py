"""Inventories written as TOML read back to the same; pictures; which format a file is in."""

from __future__ import annotations

from pathlib import Path

import pytest

from virtreach.conf.inventory import Inventory, tell_format
from virtreach.conf.inventory_text import picture, to_toml
from virtreach.errors import ConfigError, UsageError

LAB = """
[clusters."la.b"]
user = "root"
keyfile = "/key"
proxy_policy = "least-loaded"
proxy_command = "nc {host} {port}"
remote_filesystem_transport = "rsync"
[clusters."la.b".groups.gateways]
is_proxy = true
user = "jump"
nodes = [
    { name = "p1", address = "192.0.2.11", internal_address = "10.77.0.11" },
    { name = "p2", address = "192.0.2.12", port = 2222 },
]
[clusters."la.b".groups.inner]
is_proxy = true
behind = "gateways"
nodes = []
[clusters."la.b".groups.workers]
nodes = [
    { name = "n1", internal_address = "10.77.0.13", user = "me", ways = ["direct"], uri = "qemu:///system" },
    { name = "g1", host = "n1", domain = "G\\"uest\\u007f", way = "serial" },
    { name = "g2", host = "qemu+tls://hv/system", address = "192.0.2.9", connect_timeout = 2.5 },
    { name = "h2", kind = "host", address = "192.0.2.10" },
]
[clusters.other.groups.plain]
nodes = [{ name = "n1", address = "192.0.2.20", host_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5" }]
"""


def test_toml_reads_back_to_the_same() -> None:
    inventory = Inventory.parse(LAB)
    again = Inventory.parse(to_toml(inventory))
    assert again.clusters == inventory.clusters
    for one, two in zip(inventory.nodes(), again.nodes(), strict=True):
        assert one.login == two.login


def test_notes_are_comments() -> None:
    text = to_toml(Inventory.parse("Host a\n  ForwardAgent yes\n", path="x\ny", format="openssh"))
    assert text.startswith("# not carried over: forwardagent (")
    assert list(Inventory.parse(text).clusters) == ["direct"]


def test_picture() -> None:
    assert picture(Inventory.parse(LAB)) == [
        "cluster la.b: policy least-loaded, by nc",
        "├── gateways: proxies, reached directly",
        "│   ├── p1: jump@192.0.2.11",
        "│   └── p2: jump@192.0.2.12",
        "├── inner: proxies, through gateways",
        "└── workers: through gateways",
        "    ├── n1: me@10.77.0.13, qemu:///system",
        '    ├── g1: guest G"uest\x7f of la.b/n1, by serial',
        "    ├── g2: root@192.0.2.9, guest g2 of qemu+tls://hv/system",
        "    └── h2: root@192.0.2.10",
        "cluster other",
        "└── plain: reached directly",
        "    └── n1: 192.0.2.20",
    ]


@pytest.mark.parametrize(
    ("name", "text", "format"),
    [
        ("x.toml", "", "toml"),
        ("x", "", "toml"),
        ("x", "[clusters.lab]\n", "toml"),
        ("config", "# c\nHost *\n  Port 1\n", "openssh"),
        ("config", "include other\n", "openssh"),
        ("hosts", "a\n[web]\nb\n", "ansible"),
        ("hosts", "[web:children]\n", "ansible"),
        ("x.yml", "", "ansible"),
        ("hosts", "---\nall:\n  hosts:\n", "ansible"),
    ],
)
def test_formats_are_told(name: str, text: str, format: str) -> None:
    assert tell_format(name, text) == format


def test_formats_that_cannot_be_told(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("something else\n")
    with pytest.raises(ConfigError, match="one of toml, openssh, ansible"):
        Inventory.load(str(path))
    with pytest.raises(UsageError, match="'xml' is no format"):
        Inventory.load(str(path), "xml")
    with pytest.raises(ConfigError, match="directory"):
        Inventory.load(str(tmp_path))
