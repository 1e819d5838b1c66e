"""Virtual processors: counts, pinning through bitmaps, and statistics that come in pieces."""

from __future__ import annotations

from typing import Any

import pytest

from tests.aio.objects.fake import Case, FakeConnection
from virtreach.aio.objects.domain import Domain
from virtreach.aio.objects.domain_cpumap import pack, split, unpack
from virtreach.errors import UsageError

UUID = bytes(range(16))
REF = ("guest", UUID, 7)

CASES = [
    Case("count", lambda d: d.vcpus.count(flags=4), "domain_get_vcpus_flags", (REF, 4), (8,), 8),
    Case("maximum", lambda d: d.vcpus.maximum(), "domain_get_max_vcpus", (REF,), (16,), 16),
    Case("set_count", lambda d: d.vcpus.set_count(2), "domain_set_vcpus_flags", (REF, 2, 0)),
    Case("set_count live", lambda d: d.vcpus.set_count(2, flags=1), "domain_set_vcpus", (REF, 2)),
    Case(
        "set_enabled",
        lambda d: d.vcpus.set_enabled("2-3", enabled=True),
        "domain_set_vcpu",
        (REF, "2-3", 1, 0),
    ),
    Case(
        "set_enabled numbers",
        lambda d: d.vcpus.set_enabled([5, 3, 3], enabled=False, flags=1),
        "domain_set_vcpu",
        (REF, "3,5", 0, 1),
    ),
    Case("pin", lambda d: d.vcpus.pin(1, [0, 2]), "domain_pin_vcpu_flags", (REF, 1, b"\x05", 0)),
    Case("pin live", lambda d: d.vcpus.pin(1, b"\x05\0", flags=1), "domain_pin_vcpu", (REF, 1, b"\x05\0")),
    Case("pin_emulator", lambda d: d.vcpus.pin_emulator({8}), "domain_pin_emulator", (REF, b"\x00\x01", 0)),
    Case(
        "emulator_pinning",
        lambda d: d.vcpus.emulator_pinning(host_cpus=9, flags=2),
        "domain_get_emulator_pin_info",
        (REF, 2, 2),
        (b"\x01\x01", 1),
        {0, 8},
    ),
]


def domain(connection: FakeConnection) -> Domain:
    return Domain._one(connection, REF)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_method(case: Case) -> None:
    """The method sends the right call and returns what the answer says."""
    await case.check(domain)


async def test_info_asks_for_what_fits() -> None:
    """The host is asked for its processors, the domain for its own, and the bitmaps are cut apart."""
    connection = FakeConnection(
        {
            "node_get_cpu_map": (b"", 0, 12),
            "domain_get_info": (1, 0, 0, 2, 0),
            "domain_get_vcpus": ([(0, 1, 55, 3), (1, 1, 66, -1)], b"\x01\x00\x00\x08"),
        }
    )
    found = await domain(connection).vcpus.info()
    assert connection.calls[-1].args == (REF, 2, 2)
    assert found == [(0, 1, 55, 3, {0}), (1, 1, 66, -1, {11})]
    assert found[1].cpus == {11}


async def test_info_without_bitmaps() -> None:
    """A driver that knows no pinning sends none."""
    connection = FakeConnection(
        {"domain_get_info": (1, 0, 0, 1, 0), "domain_get_vcpus": ([(0, 1, 55, 3)], b"")}
    )
    assert await domain(connection).vcpus.info(host_cpus=4) == [(0, 1, 55, 3, set())]


async def test_pinning_counts_the_maximum() -> None:
    """Bitmaps are asked for as many processors as there could be; the answer says how many there are."""
    connection = FakeConnection(
        {"domain_get_vcpus_flags": (3,), "domain_get_vcpu_pin_info": (b"\x01\x02\x00", 2)}
    )
    assert await domain(connection).vcpus.pinning(host_cpus=2, flags=2) == [{0}, {1}]
    assert [call.args for call in connection.calls] == [(REF, 6), (REF, 3, 1, 2)]


async def test_total_stats_ask_how_many_figures_there_are() -> None:
    """The sum over all processors is number -1."""
    connection = FakeConnection(
        {"domain_get_cpu_stats": [({}, 3), ({"cpu_time": 9, "user_time": 4, "system_time": 5}, 3)]}
    )
    found = await domain(connection).vcpus.total_stats()
    assert found == {"cpu_time": 9, "user_time": 4, "system_time": 5}
    assert [call.args for call in connection.calls] == [(REF, 0, -1, 1, 0), (REF, 3, -1, 1, 0)]


async def test_total_stats_of_a_driver_without_any() -> None:
    """No figures, no second question."""
    connection = FakeConnection({"domain_get_cpu_stats": ({}, 0)})
    assert await domain(connection).vcpus.total_stats() == {}


def one_cpu(number: int) -> list[tuple[str, int, int]]:
    return [("cpu_time", 4, number), ("vcpu_time", 4, number * 10)]


async def test_per_cpu_stats_come_in_pieces() -> None:
    """The host has 130 processors and tells of 128 at a time; the same names come once for each."""
    connection = FakeConnection(
        {
            "domain_get_cpu_stats": lambda dom, nparams, start, ncpus, flags: (
                ([], 130 if not ncpus else 2)
                if not nparams
                else ([one for cpu in range(start, start + ncpus) for one in one_cpu(cpu)], 2)
            )
        }
    )
    found = await domain(connection).vcpus.per_cpu_stats()
    assert found == [{"cpu_time": cpu, "vcpu_time": cpu * 10} for cpu in range(130)]
    assert [call.args[1:4] for call in connection.calls] == [(0, 0, 0), (0, 0, 1), (2, 0, 128), (2, 128, 2)]
    assert await domain(connection).vcpus.per_cpu_stats(start=3, count=1) == [
        {"cpu_time": 3, "vcpu_time": 30}
    ]
    assert await domain(connection).vcpus.per_cpu_stats(start=130) == []


async def test_per_cpu_stats_of_processors_that_are_offline() -> None:
    """Their figures are left out at the end of the answer."""
    connection = FakeConnection({"domain_get_cpu_stats": [([], 3), ([], 2), (one_cpu(7), 2)]})
    assert await domain(connection).vcpus.per_cpu_stats() == [{"cpu_time": 7, "vcpu_time": 70}, {}, {}]


@pytest.mark.parametrize("size", range(1, 40))
def test_bitmaps_there_and_back(size: int) -> None:
    """Every single bit, and all below it."""
    assert unpack(pack([size])) == {size}
    assert unpack(pack(range(size))) == set(range(size))
    assert len(pack([size])) == size // 8 + 1


def test_splitting_nothing() -> None:
    """No bitmaps, no sets."""
    empty: list[Any] = []
    assert split(b"", 3) == empty
    assert split(b"\x01", 0) == empty


@pytest.mark.parametrize(
    ("text", "cpus"),
    [("3", {3}), ("0-3,^2,8", {0, 1, 3, 8}), (" 1 , 2 ", {1, 2}), ("5-5", {5}), ("0-2,^1,1", {0, 1, 2})],
)
def test_processors_as_domain_xml_writes_them(text: str, cpus: set[int]) -> None:
    assert unpack(pack(text)) == cpus


@pytest.mark.parametrize(
    "text", ["", "a", "1-", "-1", "1,,2", "^1-2", "1-2-3", "0x1", "99999", "0-99999999", "^"]
)
def test_text_that_is_no_set_of_processors(text: str) -> None:
    with pytest.raises(UsageError):
        pack(text)
