"""The canned server's replies are what a client of the real protocol understands."""

from __future__ import annotations

import struct
from pathlib import Path

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
