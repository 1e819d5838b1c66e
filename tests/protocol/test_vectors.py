"""Bodies byte for byte, written out by hand from RFC 4506 and libvirt's protocol files."""

from __future__ import annotations

from typing import Any

import pytest

from virtreach.protocol import admin, lxc, qemu, remote
from virtreach.protocol.procedure import Procedure

UUID = bytes(range(16))
UUID_HEX = UUID.hex()
DOMAIN = ("web", UUID, -1)
DOMAIN_HEX = f"00000003 77656200 {UUID_HEX} ffffffff"

ARGUMENTS: list[tuple[Procedure[Any], tuple[Any, ...], str]] = [
    (remote.CONNECT_OPEN, (None, 0), "00000000 00000000"),
    (
        remote.CONNECT_OPEN,
        ("test:///default", 1),
        "00000001 0000000f 746573743a2f2f2f64656661756c7400 00000001",
    ),
    (remote.CONNECT_CLOSE, (), ""),
    (remote.CONNECT_SUPPORTS_FEATURE, (-1,), "ffffffff"),
    (remote.DOMAIN_LOOKUP_BY_NAME, ("é",), "00000002 c3a90000"),
    (remote.DOMAIN_LOOKUP_BY_UUID, (UUID,), UUID_HEX),
    (remote.DOMAIN_GET_XML_DESC, (DOMAIN, 9), f"{DOMAIN_HEX} 00000009"),
    (remote.DOMAIN_SET_MEMORY_FLAGS, (DOMAIN, 2**64 - 1, 1), f"{DOMAIN_HEX} ffffffffffffffff 00000001"),
    (remote.DOMAIN_PIN_VCPU, (DOMAIN, 2, b"\x05"), f"{DOMAIN_HEX} 00000002 00000001 05000000"),
    (
        remote.DOMAIN_SEND_KEY,
        (DOMAIN, 0, 50, [29, 56], 0),
        f"{DOMAIN_HEX} 00000000 00000032 00000002 0000001d 00000038 00000000",
    ),
    (
        remote.DOMAIN_SET_TIME,
        (DOMAIN, -1, 999, 0),
        f"{DOMAIN_HEX} ffffffffffffffff 000003e7 00000000",
    ),
    (
        remote.CONNECT_GET_ALL_DOMAIN_STATS,
        ([DOMAIN], 1, 0),
        f"00000001 {DOMAIN_HEX} 00000001 00000000",
    ),
    (
        remote.DOMAIN_FSFREEZE,
        (DOMAIN, ["/", ""], 0),
        f"{DOMAIN_HEX} 00000002 00000001 2f000000 00000000 00000000",
    ),
    (
        remote.DOMAIN_SET_METADATA,
        (DOMAIN, 2, None, "k", None, 0),
        f"{DOMAIN_HEX} 00000002 00000000 00000001 00000001 6b000000 00000000 00000000",
    ),
    (
        remote.AUTH_SASL_START,
        ("PLAIN", 1, b"\0a\xff"),
        "00000005 504c41494e000000 00000001 00000003 00000000 00000061 ffffffff",
    ),
    (
        remote.NODE_ALLOC_PAGES,
        ([2048], [2**33], 0, 1, 0),
        "00000001 00000800 00000001 0000000200000000 00000000 00000001 00000000",
    ),
    (qemu.DOMAIN_MONITOR_COMMAND, (DOMAIN, "cont", 1), f"{DOMAIN_HEX} 00000004 636f6e74 00000001"),
    (lxc.DOMAIN_OPEN_NAMESPACE, (DOMAIN, 0), f"{DOMAIN_HEX} 00000000"),
    (admin.CONNECT_LOOKUP_SERVER, ("virtqemud", 0), "00000009 76697274 71656d75 64000000 00000000"),
]

RESULTS: list[tuple[Procedure[Any], tuple[Any, ...], str]] = [
    (remote.CONNECT_GET_VERSION, (11003000,), "0000000000a7e478"),
    (remote.DOMAIN_LOOKUP_BY_NAME, (DOMAIN,), DOMAIN_HEX),
    (
        remote.DOMAIN_GET_INFO,
        (1, 1048576, 524288, 2, 10**12),
        "00000001 0000000000100000 0000000000080000 00000002 000000e8d4a51000",
    ),
    (remote.AUTH_LIST, ([1, 2],), "00000002 00000001 00000002"),
    (remote.AUTH_SASL_STEP, (1, 0, b"v="), "00000001 00000000 00000002 00000076 0000003d"),
    (remote.CONNECT_LIST_ALL_DOMAINS, ([DOMAIN], 1), f"00000001 {DOMAIN_HEX} 00000001"),
    (remote.CONNECT_LIST_DEFINED_DOMAINS, (["a", "bcde"],), "00000002 00000001 61000000 00000004 62636465"),
    (remote.NODE_GET_CELLS_FREE_MEMORY, ([1, 2**40],), "00000002 0000000000000001 0000010000000000"),
    (
        remote.DOMAIN_GET_SECURITY_LABEL,
        (b"ok", 1),
        "00000002 0000006f 0000006b 00000001",
    ),
    (
        remote.NODE_GET_INFO,
        (b"x86_64" + bytes(26), 8, 4, 3000, 1, 1, 2, 2),
        "00000078 00000038 00000036 0000005f 00000036 00000034"
        + "00000000" * 26
        + "0000000000000008 00000004 00000bb8 00000001 00000001 00000002 00000002",
    ),
    (
        remote.DOMAIN_LIST_ALL_SNAPSHOTS,
        ([("s1", DOMAIN)], 1),
        f"00000001 00000002 73310000 {DOMAIN_HEX} 00000001",
    ),
    (
        remote.DOMAIN_EVENT_CALLBACK_LIFECYCLE,
        (7, (DOMAIN, 2, 0)),
        f"00000007 {DOMAIN_HEX} 00000002 00000000",
    ),
    (
        remote.DOMAIN_GET_TIME,
        (-1, 5),
        "ffffffffffffffff 00000005",
    ),
    (
        admin.CONNECT_LIST_SERVERS,
        ([("admin",)], 1),
        "00000001 00000005 61646d696e000000 00000001",
    ),
]


@pytest.mark.parametrize(("procedure", "values", "raw"), ARGUMENTS, ids=lambda one: str(one)[:60])
def test_arguments(procedure: Procedure[Any], values: tuple[Any, ...], raw: str) -> None:
    assert procedure.encode_args(*values).hex(" ", 4) == bytes.fromhex(raw).hex(" ", 4)
    assert procedure.decode_args(bytes.fromhex(raw), 0) == (values or None)


@pytest.mark.parametrize(("procedure", "values", "raw"), RESULTS, ids=lambda one: str(one)[:60])
def test_results(procedure: Procedure[Any], values: tuple[Any, ...], raw: str) -> None:
    assert procedure.decode_ret(bytes.fromhex(raw), 0) == values
    assert procedure.encode_ret(*values).hex(" ", 4) == bytes.fromhex(raw).hex(" ", 4)


def test_a_handle_may_bring_its_own_bytes() -> None:
    class Handle:
        _wire = bytes.fromhex(DOMAIN_HEX)

    assert remote.DOMAIN_GET_XML_DESC.encode_args(Handle(), 9) == bytes.fromhex(f"{DOMAIN_HEX} 00000009")
    assert remote.CONNECT_GET_ALL_DOMAIN_STATS.encode_args([Handle(), DOMAIN], 0, 0) == bytes.fromhex(
        f"00000002 {DOMAIN_HEX} {DOMAIN_HEX} 00000000 00000000"
    )


@pytest.mark.parametrize("high", ["ffffffff", "000000ff"])
def test_characters_may_come_signed_or_not(high: str) -> None:
    raw = bytes.fromhex(f"00000000 00000000 00000002 00000041 {high}")
    assert remote.AUTH_SASL_STEP.decode_ret(raw, 0).data == b"A\xff"
