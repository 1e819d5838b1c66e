"""Make the replies that the canned server gives: 500 domains, 20,000 statistics, small answers.

Packed by hand, so that the server owes nothing to the codecs under test.
"""

from __future__ import annotations

import struct
from pathlib import Path

__all__ = ["DOMAINS", "PARAMETERS", "write_replies"]

DOMAINS = 500
"""Domains in the canned list."""

PARAMETERS = 40
"""Statistics of each domain."""

_REMOTE = 0x20008086
_XML = "<domain type='kvm' id='1'>\n" + "  <description>canned</description>\n" * 100 + "</domain>\n"
_INT, _UINT, _ULLONG, _STRING = 1, 2, 4, 7


def write_replies(path: Path) -> None:
    """Write the file that `cserv` reads.

    Args:
        path: where to.
    """
    domains = [_domain(number) for number in range(DOMAINS)]
    replies = {
        66: struct.pack(">II", 1, 0),  # auth_list: none
        1: b"",  # connect_open
        2: b"",  # connect_close
        60: struct.pack(">i", 0),  # connect_supports_feature: no
        110: _string("qemu:///system"),  # connect_get_uri
        3: _string("QEMU"),  # connect_get_type
        59: _string("canned.test"),  # connect_get_hostname
        4: struct.pack(">Q", 7002000),  # connect_get_version
        157: struct.pack(">Q", 9000000),  # connect_get_lib_version
        23: domains[0],  # domain_lookup_by_name
        16: struct.pack(">iQQiQ", 1, 1048576, 1048576, 4, 123456789012),  # domain_get_info
        14: _string(_XML),  # domain_get_xml_desc
        273: struct.pack(">I", DOMAINS) + b"".join(domains) + struct.pack(">I", DOMAINS),
        344: struct.pack(">I", DOMAINS) + b"".join(one + _statistics(n) for n, one in enumerate(domains)),
    }
    with path.open("wb") as sink:
        for procedure, body in replies.items():
            sink.write(struct.pack(">IIII", _REMOTE, procedure, 0, len(body)) + body)
        sink.write(struct.pack(">IIII", 0, 0, 1, len(_UNSUPPORTED)) + _UNSUPPORTED)


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack(">I", len(data)) + data + bytes(-len(data) % 4)


_UNSUPPORTED = (
    struct.pack(">iiI", 3, 7, 1)
    + _string("not in the can")
    + struct.pack(">iIIIIiiI", 2, 0, 0, 0, 0, 0, 0, 0)
)


def _domain(number: int) -> bytes:
    identity = number + 1 if number % 2 == 0 else -1
    return _string(f"guest-{number:04d}") + struct.pack(">16si", b"canned guest%4d" % number + b"!", identity)


def _statistics(number: int) -> bytes:
    """Forty statistics as QEMU domains give them: a few codes and names, many 64-bit counters."""
    params: list[tuple[str, int, int | str]] = [
        ("state.state", _INT, 1),
        ("state.reason", _INT, 5),
        ("cpu.time", _ULLONG, 12345678901 + number),
        ("cpu.user", _ULLONG, 2345678901 + number),
        ("cpu.system", _ULLONG, 345678901 + number),
        ("balloon.current", _ULLONG, 1048576),
        ("balloon.maximum", _ULLONG, 1048576),
        ("balloon.rss", _ULLONG, 987654 + number),
        ("vcpu.current", _UINT, 2),
        ("vcpu.maximum", _UINT, 2),
    ]
    for vcpu in range(2):
        params += [(f"vcpu.{vcpu}.state", _INT, 1), (f"vcpu.{vcpu}.time", _ULLONG, 77777777 + number)]
        params += [(f"vcpu.{vcpu}.wait", _ULLONG, 0)]
    params += [("net.count", _UINT, 1), ("net.0.name", _STRING, f"vnet{number}")]
    for direction in ("rx", "tx"):
        for what in ("bytes", "pkts", "errs", "drop"):
            params.append((f"net.0.{direction}.{what}", _ULLONG, 1000003 * number))
    params += [("block.count", _UINT, 1), ("block.0.name", _STRING, "vda")]
    for direction in ("rd", "wr", "fl"):
        params.append((f"block.0.{direction}.reqs", _ULLONG, 31 * number))
        params.append((f"block.0.{direction}.times", _ULLONG, 1000007 * number))
    params += [("block.0.rd.bytes", _ULLONG, 4096 * number), ("block.0.wr.bytes", _ULLONG, 8192 * number)]
    params += [(f"block.0.{name}", _ULLONG, 1 << 34) for name in ("allocation", "capacity", "physical")]
    params += [("dirtyrate.calc_status", _INT, 0)]
    params = params[:PARAMETERS]
    assert len(params) == PARAMETERS
    return struct.pack(">I", PARAMETERS) + b"".join(_parameter(*one) for one in params)


def _parameter(name: str, kind: int, value: int | str) -> bytes:
    head = _string(name) + struct.pack(">I", kind)
    if isinstance(value, str):
        return head + _string(value)
    return head + struct.pack({_INT: ">i", _UINT: ">I", _ULLONG: ">Q"}[kind], value)
