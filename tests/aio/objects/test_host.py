"""The host, its processors and its memory: every method against its procedure's codec."""

from __future__ import annotations

from typing import Any

import pytest

from tests.aio.objects.fake import Case, FakeConnection
from virtreach.aio.objects.host import Host, split_version

HOST = [
    Case(
        "info",
        lambda h: h.info(),
        "node_get_info",
        (),
        (b"x86_64".ljust(32, b"\0"), 8 << 20, 4, 2400, 1, 1, 4, 1),
        ("x86_64", 8 << 20, 4, 2400, 1, 1, 4, 1),
    ),
    Case("hostname", lambda h: h.hostname(), "connect_get_hostname", (), ("hv1",), "hv1"),
    Case("uri", lambda h: h.uri(), "connect_get_uri", (), ("qemu:///system",), "qemu:///system"),
    Case("type", lambda h: h.type(), "connect_get_type", (), ("QEMU",), "QEMU"),
    Case("version", lambda h: h.version(), "connect_get_version", (), (7_002_022,), 7_002_022),
    Case(
        "library_version",
        lambda h: h.library_version(),
        "connect_get_lib_version",
        (),
        (11_003_000,),
        11_003_000,
    ),
    Case("capabilities", lambda h: h.capabilities(), "connect_get_capabilities", (), ("<c/>",), "<c/>"),
    Case(
        "domain_capabilities",
        lambda h: h.domain_capabilities(
            emulator="/bin/qemu", arch="x86_64", machine="q35", virt_type="kvm", flags=1
        ),
        "connect_get_domain_capabilities",
        ("/bin/qemu", "x86_64", "q35", "kvm", 1),
        ("<d/>",),
        "<d/>",
    ),
    Case(
        "domain_capabilities default",
        lambda h: h.domain_capabilities(),
        "connect_get_domain_capabilities",
        (None, None, None, None, 0),
        ("<d/>",),
        "<d/>",
    ),
    Case(
        "storage_pool_capabilities",
        lambda h: h.storage_pool_capabilities(),
        "connect_get_storage_pool_capabilities",
        (0,),
        ("<s/>",),
        "<s/>",
    ),
    Case("sysinfo", lambda h: h.sysinfo(), "connect_get_sysinfo", (0,), ("<s/>",), "<s/>"),
    Case("max_vcpus", lambda h: h.max_vcpus("kvm"), "connect_get_max_vcpus", ("kvm",), (710,), 710),
    Case("max_vcpus default", lambda h: h.max_vcpus(), "connect_get_max_vcpus", (None,), (32,), 32),
    Case(
        "security_model",
        lambda h: h.security_model(),
        "node_get_security_model",
        (),
        (b"apparmor\0", b"0\0"),
        ("apparmor", "0"),
    ),
    Case(
        "no security_model", lambda h: h.security_model(), "node_get_security_model", (), (b"", b""), ("", "")
    ),
    Case(
        "sev_info",
        lambda h: h.sev_info(),
        "node_get_sev_info",
        (0, 4),
        ({"pdh": "AAAA", "cbitpos": 47}, 2),
        {"pdh": "AAAA", "cbitpos": 47},
    ),
    Case("is_secure", lambda h: h.is_secure(), "connect_is_secure", (), (1,), True),
    Case(
        "supports_feature", lambda h: h.supports_feature(10), "connect_supports_feature", (10,), (0,), False
    ),
    Case("suspend", lambda h: h.suspend(1, 60), "node_suspend_for_duration", (1, 60, 0)),
    Case(
        "set_identity",
        lambda h: h.set_identity({"user-name": "joe", "unix-user-id": 1000}),
        "connect_set_identity",
        ({"user-name": "joe", "unix-user-id": 1000}, 0),
    ),
]

CPU = [
    Case(
        "map",
        lambda c: c.map(),
        "node_get_cpu_map",
        (1, 1, 0),
        (b"\x05\x02", 3, 10),
        (10, 3, (True, False, True, *[False] * 6, True)),
    ),
    Case(
        "map that is too short",
        lambda c: c.map(),
        "node_get_cpu_map",
        (1, 1, 0),
        (b"\xff", 8, 2**31 - 1),
        (2**31 - 1, 8, (True,) * 8),
    ),
    Case(
        "models",
        lambda c: c.models("x86_64"),
        "connect_get_cpu_model_names",
        ("x86_64", 1, 0),
        (["486"], 1),
        ["486"],
    ),
    Case("compare", lambda c: c.compare("<cpu/>", flags=1), "connect_compare_cpu", ("<cpu/>", 1), (2,), 2),
    Case(
        "compare_hypervisor",
        lambda c: c.compare_hypervisor("<cpu/>", arch="x86_64"),
        "connect_compare_hypervisor_cpu",
        (None, "x86_64", None, None, "<cpu/>", 0),
        (0,),
        0,
    ),
    Case(
        "baseline",
        lambda c: c.baseline(iter(["<a/>", "<b/>"]), flags=1),
        "connect_baseline_cpu",
        (["<a/>", "<b/>"], 1),
        ("<cpu/>",),
        "<cpu/>",
    ),
    Case(
        "baseline_hypervisor",
        lambda c: c.baseline_hypervisor(["<a/>"], virt_type="kvm"),
        "connect_baseline_hypervisor_cpu",
        (None, None, None, "kvm", ["<a/>"], 0),
        ("<cpu/>",),
        "<cpu/>",
    ),
]

MEMORY = [
    Case("free", lambda m: m.free(), "node_get_free_memory", (), (1 << 35,), 1 << 35),
    Case(
        "free_in_cells",
        lambda m: m.free_in_cells(),
        "node_get_cells_free_memory",
        (0, 1024),
        ([1, 2],),
        [1, 2],
    ),
    Case(
        "set_parameters",
        lambda m: m.set_parameters({"shm_pages_to_scan": 200}),
        "node_set_memory_parameters",
        ({"shm_pages_to_scan": 200}, 0),
    ),
    Case(
        "free_pages",
        lambda m: m.free_pages([4, 2048], start=0, count=3),
        "node_get_free_pages",
        ([4, 2048], 0, 3, 0),
        ([300, 0, 10, 20],),
        [{4: 300, 2048: 0}, {4: 10, 2048: 20}],
    ),
    Case(
        "allocate_pages",
        lambda m: m.allocate_pages({2048: 16, 1048576: 1}, flags=1),
        "node_alloc_pages",
        ([2048, 1048576], [16, 1], -1, 1, 1),
        (1,),
        1,
    ),
]

TWO_STEPS = [
    (
        "cpu stats",
        lambda h: h.cpu.stats(),
        "node_get_cpu_stats",
        [(-1, 0, 0), (-1, 2, 0)],
        [([], 2), ([("kernel", 1), ("user", 2)], 2)],
        {"kernel": 1, "user": 2},
    ),
    (
        "memory stats",
        lambda h: h.memory.stats(0),
        "node_get_memory_stats",
        [(0, 0, 0), (2, 0, 0)],
        [([], 2), ([("total", 8), ("free", 3)], 2)],
        {"total": 8, "free": 3},
    ),
    (
        "memory parameters",
        lambda h: h.memory.parameters(),
        "node_get_memory_parameters",
        [(0, 4), (1, 4)],
        [({}, 1), ({"shm_pages_to_scan": 100}, 1)],
        {"shm_pages_to_scan": 100},
    ),
]


@pytest.mark.parametrize("case", HOST, ids=lambda case: case.name)
async def test_host(case: Case) -> None:
    """A host's method sends the right call."""
    await case.check(Host)


@pytest.mark.parametrize("case", CPU, ids=lambda case: case.name)
async def test_host_cpu(case: Case) -> None:
    """A method of the host's processors sends the right call."""
    await case.check(lambda connection: Host(connection).cpu)


@pytest.mark.parametrize("case", MEMORY, ids=lambda case: case.name)
async def test_host_memory(case: Case) -> None:
    """A method of the host's memory sends the right call."""
    await case.check(lambda connection: Host(connection).memory)


@pytest.mark.parametrize(
    ("act", "procedure", "args", "answers", "result"),
    [row[1:] for row in TWO_STEPS],
    ids=[row[0] for row in TWO_STEPS],
)
async def test_two_steps(act: Any, procedure: str, args: Any, answers: Any, result: Any) -> None:
    """How many there are is asked first; when there are none, nothing more is."""
    connection = FakeConnection({procedure: list(answers)})
    assert await act(Host(connection)) == result
    assert [call.args for call in connection.calls] == args
    empty = FakeConnection({procedure: (type(answers[0][0])(), 0)})
    assert await act(Host(empty)) == {}
    assert len(empty.calls) == 1


async def test_comparison_is_an_enum() -> None:
    """What a comparison returns has a name."""
    connection = FakeConnection({"connect_compare_cpu": (1,)})
    verdict = await Host(connection).cpu.compare("<cpu/>")
    assert repr(verdict) == "<CPUCompareResult.IDENTICAL: 1>"
    connection.answers["connect_compare_cpu"] = (77,)
    assert await Host(connection).cpu.compare("<cpu/>") == 77


async def test_info_has_names() -> None:
    """The hardware in short is a record, and a model name that is not UTF-8 does no harm."""
    connection = FakeConnection({"node_get_info": (b"\xffz80" + bytes(28), 64, 1, 4, 1, 1, 1, 1)})
    info = await Host(connection).info()
    assert (info.model, info.memory, info.mhz, info.threads) == ("\ufffdz80", 64, 4, 1)


def test_split_version() -> None:
    """Versions split into three."""
    assert split_version(11_003_007) == (11, 3, 7)
