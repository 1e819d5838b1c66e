"""What measures works: the canned server's replies are the real protocol's, and a family that needs a lab runs."""

from __future__ import annotations

import importlib
import struct
from pathlib import Path

import pytest

from benchmarks.canned import DOMAINS, PARAMETERS, write_replies
from virtreach.errors.libvirt import LibvirtError
from virtreach.protocol import registry
from virtreach.protocol import remote as P
from virtreach.protocol.rpc import decode_error


def test_canned_replies_decode(tmp_path: Path) -> None:
    path = tmp_path / "replies"
    write_replies(path)
    data = path.read_bytes()
    seen = {}
    while data:
        program, number, status, length = struct.unpack(">IIII", data[:16])
        body, data = data[16 : 16 + length], data[16 + length :]
        if program:
            seen[number] = registry.find("remote", number).decode_ret(body, 0)
            assert status == 0
        else:
            assert isinstance(decode_error(body, 0), LibvirtError)
            assert status == 1
    domains, found = seen[P.CONNECT_LIST_ALL_DOMAINS.number]
    assert len(domains) == found == DOMAINS
    [records] = seen[P.CONNECT_GET_ALL_DOMAIN_STATS.number]
    assert len(records) == DOMAINS
    assert {len(params) for _, params in records} == {PARAMETERS}
    assert records[7][1]["net.0.name"] == "vnet7"


@pytest.mark.needs(
    *("root", "ssh", "sshd", "ssh-keygen", "ip", "unshare", "nsenter", "nc", "nginx", "curl", "virsh"),
    *("module:asyncssh", "module:requests", "module:httpx"),
)
def test_access_through_proxies_is_measured_beside_openssh() -> None:
    """Everything but a proxy that falls silent, once and small; what is copied and asked for is checked as it comes."""
    access, lab = (importlib.import_module(f"benchmarks.{name}") for name in ("access", "access_lab"))
    with lab.access_lab(
        lab.Effort(rounds=1, calls=3, size=1 << 20, wide=5, silences=0, rehearsals=0)
    ) as cluster:
        rows = access.measure(cluster)
    [reached] = [row for row in rows if row.what.startswith("nodes of 5 that were reached")]
    assert (reached.value, reached.base, reached.met) == ("5", "5", True)
    assert {row.name for row in rows} == {
        "virtreach",
        "requests",
        "httpx",
        "httpx, asyncio",
        "a socket, without a library",
    }
    assert all(row.value for row in rows)
