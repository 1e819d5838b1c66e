"""A domain's smaller facets: every method against its procedure's codec."""

from __future__ import annotations

import pytest

from tests.aio.objects.fake import Case, FakeConnection
from virtreach.aio.objects.domain import Domain
from virtreach.errors import UsageError

UUID = bytes(range(16))
REF = ("guest", UUID, 7)

AGENT = [
    Case(
        "set_response_timeout",
        lambda d: d.agent.set_response_timeout(-1),
        "domain_agent_set_response_timeout",
        (REF, -1, 0),
        (0,),
    ),
    Case(
        "guest_info",
        lambda d: d.agent.guest_info(2),
        "domain_get_guest_info",
        (REF, 2, 0),
        ({"os.name": "Debian"},),
        {"os.name": "Debian"},
    ),
    Case(
        "filesystems",
        lambda d: d.agent.filesystems(),
        "domain_get_fsinfo",
        (REF, 0),
        ([("/", "vda1", "ext4", ["vda"])], 1),
        [("/", "vda1", "ext4", ["vda"])],
    ),
    Case("freeze", lambda d: d.agent.freeze(), "domain_fsfreeze", (REF, [], 0), (3,), 3),
    Case("thaw", lambda d: d.agent.thaw(("/", "/var")), "domain_fsthaw", (REF, ["/", "/var"], 0), (2,), 2),
    Case("trim", lambda d: d.agent.trim(minimum=4096), "domain_fstrim", (REF, None, 4096, 0)),
    Case(
        "time_ns",
        lambda d: d.agent.time_ns(),
        "domain_get_time",
        (REF, 0),
        (1_700_000_000, 5),
        1_700_000_000_000_000_005,
    ),
    Case("set_time_ns", lambda d: d.agent.set_time_ns(2_000_000_007), "domain_set_time", (REF, 2, 7, 0)),
    Case(
        "set_user_password",
        lambda d: d.agent.set_user_password("root", "s3cret", flags=1),
        "domain_set_user_password",
        (REF, "root", "s3cret", 1),
    ),
    Case(
        "authorized_ssh_keys",
        lambda d: d.agent.authorized_ssh_keys("root"),
        "domain_authorized_ssh_keys_get",
        (REF, "root", 0),
        (["ssh-ed25519 A"],),
        ["ssh-ed25519 A"],
    ),
    Case(
        "set_authorized_ssh_keys",
        lambda d: d.agent.set_authorized_ssh_keys("root", ["ssh-ed25519 A"], flags=1),
        "domain_authorized_ssh_keys_set",
        (REF, "root", ["ssh-ed25519 A"], 1),
    ),
    Case(
        "vcpus",
        lambda d: d.agent.vcpus(),
        "domain_get_guest_vcpus",
        (REF, 0),
        ({"vcpus": "0-3", "online": "0-1"},),
        {"vcpus": "0-3", "online": "0-1"},
    ),
    Case(
        "set_vcpus",
        lambda d: d.agent.set_vcpus({3, 2}, online=False),
        "domain_set_guest_vcpus",
        (REF, "2,3", 0, 0),
    ),
]

DEVICES = [
    Case("attach", lambda d: d.devices.attach("<d/>"), "domain_attach_device_flags", (REF, "<d/>", 0)),
    Case("attach live", lambda d: d.devices.attach("<d/>", flags=1), "domain_attach_device", (REF, "<d/>")),
    Case(
        "attach both",
        lambda d: d.devices.attach("<d/>", flags=3),
        "domain_attach_device_flags",
        (REF, "<d/>", 3),
    ),
    Case("detach", lambda d: d.devices.detach("<d/>"), "domain_detach_device_flags", (REF, "<d/>", 0)),
    Case("detach live", lambda d: d.devices.detach("<d/>", flags=1), "domain_detach_device", (REF, "<d/>")),
    Case(
        "detach_alias",
        lambda d: d.devices.detach_alias("ua-disk", flags=1),
        "domain_detach_device_alias",
        (REF, "ua-disk", 1),
    ),
    Case(
        "update",
        lambda d: d.devices.update("<d/>", flags=5),
        "domain_update_device_flags",
        (REF, "<d/>", 5),
    ),
]

GRAPHICS = [
    Case("open", lambda d: d.graphics.open(1), "domain_open_graphics", (REF, 1, 0)),
    Case("reload", lambda d: d.graphics.reload(1), "domain_graphics_reload", (REF, 1, 0)),
]

INTERFACES = [
    Case(
        "addresses",
        lambda d: d.interfaces.addresses(1),
        "domain_interface_addresses",
        (REF, 1, 0),
        ([("vnet0", "52:54:00:00:00:01", [(0, "192.168.122.7", 24)]), ("lo", None, [])],),
        [("vnet0", "52:54:00:00:00:01", [(0, "192.168.122.7", 24)]), ("lo", None, [])],
    ),
    Case(
        "stats",
        lambda d: d.interfaces.stats("vnet0"),
        "domain_interface_stats",
        (REF, "vnet0"),
        (1, 2, 3, 4, 5, 6, 7, -1),
        (1, 2, 3, 4, 5, 6, 7, -1),
    ),
    Case(
        "parameters",
        lambda d: d.interfaces.parameters("vnet0", flags=1),
        "domain_get_interface_parameters",
        (REF, "vnet0", 16, 5),
        ({"inbound.average": 100}, 1),
        {"inbound.average": 100},
    ),
    Case(
        "set_parameters",
        lambda d: d.interfaces.set_parameters("vnet0", {"outbound.peak": 7}),
        "domain_set_interface_parameters",
        (REF, "vnet0", {"outbound.peak": 7}, 0),
    ),
]

IOTHREADS = [
    Case(
        "info",
        lambda d: d.iothreads.info(),
        "domain_get_iothread_info",
        (REF, 0),
        ([(1, b"\x03"), (2, b"\x00\x01")], 2),
        {1: {0, 1}, 2: {8}},
    ),
    Case("pin", lambda d: d.iothreads.pin(1, {0, 9}), "domain_pin_iothread", (REF, 1, b"\x01\x02", 0)),
    Case("add", lambda d: d.iothreads.add(3, flags=2), "domain_add_iothread", (REF, 3, 2)),
    Case("remove", lambda d: d.iothreads.remove(3), "domain_del_iothread", (REF, 3, 0)),
    Case(
        "set_parameters",
        lambda d: d.iothreads.set_parameters(1, {"poll_max_ns": 5}, flags=1),
        "domain_set_iothread_params",
        (REF, 1, {"poll_max_ns": 5}, 1),
    ),
]

JOB = (1, 10, 20, *range(100, 109))
JOBS = [
    Case("info", lambda d: d.jobs.info(), "domain_get_job_info", (REF,), JOB, JOB),
    Case(
        "stats",
        lambda d: d.jobs.stats(flags=1),
        "domain_get_job_stats",
        (REF, 1),
        (3, {"time_elapsed": 5}),
        (3, {"time_elapsed": 5}),
    ),
    Case("abort", lambda d: d.jobs.abort(), "domain_abort_job", (REF,)),
    Case("abort flags", lambda d: d.jobs.abort(flags=1), "domain_abort_job_flags", (REF, 1)),
    Case(
        "start_dirty_rate", lambda d: d.jobs.start_dirty_rate(1), "domain_start_dirty_rate_calc", (REF, 1, 0)
    ),
]

MANAGED_SAVE = [
    Case("create", lambda d: d.managed_save.create(flags=1), "domain_managed_save", (REF, 1)),
    Case("exists", lambda d: d.managed_save.exists(), "domain_has_managed_save_image", (REF, 0), (1,), True),
    Case("remove", lambda d: d.managed_save.remove(), "domain_managed_save_remove", (REF, 0)),
    Case(
        "xml",
        lambda d: d.managed_save.xml(flags=1),
        "domain_managed_save_get_xml_desc",
        (REF, 1),
        ("<domain/>",),
        "<domain/>",
    ),
    Case(
        "define_xml",
        lambda d: d.managed_save.define_xml("<d/>", flags=2),
        "domain_managed_save_define_xml",
        (REF, "<d/>", 2),
    ),
]

MEMORY = [
    Case("maximum", lambda d: d.memory.maximum(), "domain_get_max_memory", (REF,), (2048,), 2048),
    Case("set_maximum", lambda d: d.memory.set_maximum(4096), "domain_set_max_memory", (REF, 4096)),
    Case(
        "set_maximum flags",
        lambda d: d.memory.set_maximum(4096, flags=2),
        "domain_set_memory_flags",
        (REF, 4096, 6),
    ),
    Case("set", lambda d: d.memory.set(1024), "domain_set_memory_flags", (REF, 1024, 0)),
    Case("set live", lambda d: d.memory.set(1024, flags=1), "domain_set_memory", (REF, 1024)),
    Case(
        "parameters",
        lambda d: d.memory.parameters(),
        "domain_get_memory_parameters",
        (REF, 16, 4),
        ({"hard_limit": 9007199254740991}, 1),
        {"hard_limit": 9007199254740991},
    ),
    Case(
        "set_parameters",
        lambda d: d.memory.set_parameters({"soft_limit": 1024}, flags=2),
        "domain_set_memory_parameters",
        (REF, {"soft_limit": 1024}, 2),
    ),
    Case(
        "stats",
        lambda d: d.memory.stats(),
        "domain_memory_stats",
        (REF, 1024, 0),
        ([(6, 1048576), (7, 4096), (77, 1)],),
        {"actual_balloon": 1048576, "rss": 4096, "tag_77": 1},
    ),
    Case(
        "set_stats_period",
        lambda d: d.memory.set_stats_period(5, flags=1),
        "domain_set_memory_stats_period",
        (REF, 5, 1),
    ),
    Case("peek", lambda d: d.memory.peek(4096, 2), "domain_memory_peek", (REF, 4096, 2, 1), (b"ab",), b"ab"),
]

METADATA = [
    Case(
        "get", lambda d: d.metadata.get(1), "domain_get_metadata", (REF, 1, None, 0), ("a title",), "a title"
    ),
    Case("title", lambda d: d.metadata.title(flags=2), "domain_get_metadata", (REF, 1, None, 2), ("t",), "t"),
    Case(
        "description",
        lambda d: d.metadata.description(),
        "domain_get_metadata",
        (REF, 0, None, 0),
        ("d",),
        "d",
    ),
    Case(
        "element",
        lambda d: d.metadata.element("urn:x"),
        "domain_get_metadata",
        (REF, 2, "urn:x", 0),
        ("<x/>",),
        "<x/>",
    ),
    Case(
        "set_title",
        lambda d: d.metadata.set_title("t", flags=3),
        "domain_set_metadata",
        (REF, 1, "t", None, None, 3),
    ),
    Case(
        "set_description",
        lambda d: d.metadata.set_description(None),
        "domain_set_metadata",
        (REF, 0, None, None, None, 0),
    ),
    Case(
        "set_element",
        lambda d: d.metadata.set_element("urn:x", "<x/>", key="x"),
        "domain_set_metadata",
        (REF, 2, "<x/>", "x", "urn:x", 0),
    ),
]

SECURITY = [
    Case(
        "label",
        lambda d: d.security.label(),
        "domain_get_security_label",
        (REF,),
        (b"+107:+107\0", 1),
        ("+107:+107", True),
    ),
    Case(
        "labels",
        lambda d: d.security.labels(),
        "domain_get_security_label_list",
        (REF,),
        ([(b"a\0", 0), (b"", 0)], 2),
        [("a", False), ("", False)],
    ),
    Case(
        "launch_info",
        lambda d: d.security.launch_info(),
        "domain_get_launch_security_info",
        (REF, 4),
        ({"sev-measurement": "AAAA"},),
        {"sev-measurement": "AAAA"},
    ),
    Case(
        "set_launch_state",
        lambda d: d.security.set_launch_state({"sev-secret": "BBBB"}),
        "domain_set_launch_security_state",
        (REF, {"sev-secret": "BBBB"}, 0),
    ),
    Case(
        "associate_fds", lambda d: d.security.associate_fds("group"), "domain_fd_associate", (REF, "group", 0)
    ),
]

TUNING = [
    Case(
        "scheduler_type",
        lambda d: d.tuning.scheduler_type(),
        "domain_get_scheduler_type",
        (REF,),
        ("posix", 12),
        "posix",
    ),
    Case(
        "scheduler_parameters",
        lambda d: d.tuning.scheduler_parameters(),
        "domain_get_scheduler_parameters",
        (REF, 16),
        ({"cpu_shares": 1024},),
        {"cpu_shares": 1024},
    ),
    Case(
        "scheduler_parameters flags",
        lambda d: d.tuning.scheduler_parameters(flags=2),
        "domain_get_scheduler_parameters_flags",
        (REF, 16, 6),
        ({"cpu_shares": 1024},),
        {"cpu_shares": 1024},
    ),
    Case(
        "set_scheduler_parameters",
        lambda d: d.tuning.set_scheduler_parameters({"vcpu_quota": -1}),
        "domain_set_scheduler_parameters",
        (REF, {"vcpu_quota": -1}),
    ),
    Case(
        "set_scheduler_parameters flags",
        lambda d: d.tuning.set_scheduler_parameters({"cpu_shares": 2}, flags=1),
        "domain_set_scheduler_parameters_flags",
        (REF, {"cpu_shares": 2}, 1),
    ),
    Case(
        "blkio_parameters",
        lambda d: d.tuning.blkio_parameters(),
        "domain_get_blkio_parameters",
        (REF, 16, 4),
        ({"weight": 500, "device_weight": ""}, 2),
        {"weight": 500, "device_weight": ""},
    ),
    Case(
        "set_blkio_parameters",
        lambda d: d.tuning.set_blkio_parameters({"weight": 300}),
        "domain_set_blkio_parameters",
        (REF, {"weight": 300}, 0),
    ),
    Case(
        "numa_parameters",
        lambda d: d.tuning.numa_parameters(),
        "domain_get_numa_parameters",
        (REF, 16, 4),
        ({"numa_mode": 0, "numa_nodeset": "0-1"}, 2),
        {"numa_mode": 0, "numa_nodeset": "0-1"},
    ),
    Case(
        "set_numa_parameters",
        lambda d: d.tuning.set_numa_parameters({"numa_nodeset": "1"}, flags=2),
        "domain_set_numa_parameters",
        (REF, {"numa_nodeset": "1"}, 2),
    ),
    Case(
        "perf_events",
        lambda d: d.tuning.perf_events(),
        "domain_get_perf_events",
        (REF, 0),
        ({"cmt": True},),
        {"cmt": True},
    ),
    Case(
        "set_perf_events",
        lambda d: d.tuning.set_perf_events({"cmt": 1, "mbmt": False}),
        "domain_set_perf_events",
        (REF, {"cmt": True, "mbmt": False}, 0),
    ),
]

TABLE = {
    "agent": AGENT,
    "devices": DEVICES,
    "graphics": GRAPHICS,
    "interfaces": INTERFACES,
    "iothreads": IOTHREADS,
    "jobs": JOBS,
    "managed_save": MANAGED_SAVE,
    "memory": MEMORY,
    "metadata": METADATA,
    "security": SECURITY,
    "tuning": TUNING,
}


def domain(connection: FakeConnection) -> Domain:
    return Domain._one(connection, REF)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=f"{facet}.{case.name}") for facet, cases in TABLE.items() for case in cases],
)
async def test_method(case: Case) -> None:
    """The facet's method sends the right call and returns what the answer says."""
    await case.check(domain)


@pytest.mark.parametrize("facet", TABLE)
def test_every_method_has_a_case(facet: str) -> None:
    """A method that is added needs a line in its table (the first word of the line is its name)."""
    kind = type(getattr(domain(FakeConnection()), facet))
    methods = {name for name in vars(kind) if not name.startswith("_")}
    tested = {case.name.split()[0] for case in TABLE[facet]} | {"open_fd", "set"}
    assert methods <= tested


async def test_descriptors_are_refused_before_anything_is_sent() -> None:
    """Descriptor passing is not there yet, and says so."""
    connection = FakeConnection()
    one = domain(connection)
    with pytest.raises(UsageError, match="domain_open_graphics:"):
        await one.graphics.open(fd=3)
    with pytest.raises(UsageError, match="domain_open_graphics_fd"):
        await one.graphics.open_fd()
    with pytest.raises(UsageError, match="domain_fd_associate"):
        await one.security.associate_fds("group", [3])
    assert not connection.calls


@pytest.mark.parametrize("cpus", [set(), {-1}, {2048 * 8}])
async def test_impossible_processor_sets_are_refused(cpus: set[int]) -> None:
    """Nothing is sent for a set that no bitmap can carry."""
    connection = FakeConnection()
    with pytest.raises(UsageError, match="host processor"):
        await domain(connection).iothreads.pin(1, cpus)
    assert not connection.calls
