"""A domain's own methods: each against its procedure's codec, plus what makes a handle a handle."""

from __future__ import annotations

from typing import Any

import pytest

from tests.aio.objects.fake import Case, FakeConnection, FakeStream, plain
from virtreach.aio.objects.domain import Domain
from virtreach.errors import UsageError

UUID = bytes(range(16))
REF = ("guest", UUID, 7)
FRESH = ("guest", UUID, 8)
NEW = ("Domain", FRESH)
INFO = (1, 2097152, 1048576, 2, 5_000_000_000)

CASES = [
    # On and off.
    Case("start", lambda d: d.start(flags=1), "domain_create_with_flags", (REF, 1), (FRESH,), NEW),
    Case("start_legacy", lambda d: d.start_legacy(), "domain_create", (REF,)),
    Case(
        "start_with_files",
        lambda d: d.start_with_files(),
        "domain_create_with_files",
        (REF, 0),
        (FRESH,),
        NEW,
    ),
    Case("shutdown", lambda d: d.shutdown(), "domain_shutdown", (REF,)),
    Case("shutdown flags", lambda d: d.shutdown(flags=2), "domain_shutdown_flags", (REF, 2)),
    Case("destroy", lambda d: d.destroy(), "domain_destroy", (REF,)),
    Case("destroy flags", lambda d: d.destroy(flags=1), "domain_destroy_flags", (REF, 1)),
    Case("reboot", lambda d: d.reboot(flags=4), "domain_reboot", (REF, 4)),
    Case("reset", lambda d: d.reset(), "domain_reset", (REF, 0)),
    Case("suspend", lambda d: d.suspend(), "domain_suspend", (REF,)),
    Case("resume", lambda d: d.resume(), "domain_resume", (REF,)),
    Case(
        "pm_suspend",
        lambda d: d.pm_suspend(1, duration=60),
        "domain_pm_suspend_for_duration",
        (REF, 1, 60, 0),
    ),
    Case("pm_wakeup", lambda d: d.pm_wakeup(), "domain_pm_wakeup", (REF, 0)),
    # Saving and dumping.
    Case("save", lambda d: d.save("/s"), "domain_save", (REF, "/s")),
    Case("save xml", lambda d: d.save("/s", xml="<d/>"), "domain_save_flags", (REF, "/s", "<d/>", 0)),
    Case("save flags", lambda d: d.save("/s", flags=4), "domain_save_flags", (REF, "/s", None, 4)),
    Case(
        "save params",
        lambda d: d.save("/s", xml="<d/>", params={"image_format": "zstd"}),
        "domain_save_params",
        (REF, {"image_format": "zstd", "file": "/s", "dxml": "<d/>"}, 0),
    ),
    Case("dump_core", lambda d: d.dump_core("/c", flags=2), "domain_core_dump", (REF, "/c", 2)),
    Case(
        "dump_core format",
        lambda d: d.dump_core("/c", dump_format=1, flags=16),
        "domain_core_dump_with_format",
        (REF, "/c", 1, 16),
    ),
    # The definition.
    Case("undefine", lambda d: d.undefine(), "domain_undefine", (REF,)),
    Case("undefine flags", lambda d: d.undefine(flags=4), "domain_undefine_flags", (REF, 4)),
    Case("autostart", lambda d: d.autostart(), "domain_get_autostart", (REF,), (1,), True),
    Case("set_autostart", lambda d: d.set_autostart(True), "domain_set_autostart", (REF, 1)),
    Case("autostart_once", lambda d: d.autostart_once(), "domain_get_autostart_once", (REF,), (0,), False),
    Case("set_autostart_once", lambda d: d.set_autostart_once(False), "domain_set_autostart_once", (REF, 0)),
    Case(
        "set_lifecycle_action",
        lambda d: d.set_lifecycle_action(2, 3, flags=1),
        "domain_set_lifecycle_action",
        (REF, 2, 3, 1),
    ),
    # Questions.
    Case("refresh", lambda d: d.refresh(), "domain_lookup_by_uuid", (UUID,), (FRESH,), NEW),
    Case("info", lambda d: d.info(), "domain_get_info", (REF,), INFO, INFO),
    Case(
        "control_info", lambda d: d.control_info(), "domain_get_control_info", (REF, 0), (1, 0, 9), (1, 0, 9)
    ),
    Case("is_active", lambda d: d.is_active(), "domain_is_active", (REF,), (1,), True),
    Case("is_persistent", lambda d: d.is_persistent(), "domain_is_persistent", (REF,), (0,), False),
    Case("is_updated", lambda d: d.is_updated(), "domain_is_updated", (REF,), (1,), True),
    Case("xml", lambda d: d.xml(flags=2), "domain_get_xml_desc", (REF, 2), ("<domain/>",), "<domain/>"),
    Case("os_type", lambda d: d.os_type(), "domain_get_os_type", (REF,), ("hvm",), "hvm"),
    Case("hostname", lambda d: d.hostname(flags=2), "domain_get_hostname", (REF, 2), ("web",), "web"),
    Case("messages", lambda d: d.messages(), "domain_get_messages", (REF, 0), (["tainted"],), ["tainted"]),
    Case(
        "stats",
        lambda d: d.stats(2, flags=16),
        "connect_get_all_domain_stats",
        ([REF], 2, 16),
        ([(REF, {"cpu.time": 5})],),
        {"cpu.time": 5},
    ),
    Case(
        "stats of a domain that is gone",
        lambda d: d.stats(),
        "connect_get_all_domain_stats",
        ([REF], 0, 0),
        ([],),
        {},
    ),
    # The guest.
    Case(
        "send_key",
        lambda d: d.send_key((29, 56, 111), codeset=0, hold_ms=50),
        "domain_send_key",
        (REF, 0, 50, [29, 56, 111], 0),
    ),
    Case("inject_nmi", lambda d: d.inject_nmi(), "domain_inject_nmi", (REF, 0)),
    Case(
        "send_process_signal",
        lambda d: d.send_process_signal(-1, 15),
        "domain_send_process_signal",
        (REF, -1, 15, 0),
    ),
]


def domain(connection: FakeConnection) -> Domain:
    return Domain._one(connection, REF)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_method(case: Case) -> None:
    """The method sends the right call and returns what the answer says."""
    await case.check(domain)


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [((1, 5), "RUNNING", "UNPAUSED"), ((5, 2), "SHUTOFF", "DESTROYED"), ((7, 0), "PMSUSPENDED", "UNKNOWN")],
)
async def test_state_is_explained(answer: tuple[int, int], state: str, reason: str) -> None:
    """Numbers become members of the state's enum and of that state's reasons."""
    found: Any = await domain(FakeConnection({"domain_get_state": answer})).state()
    assert found == answer
    assert [one.name for one in found] == [state, reason]


async def test_state_of_a_newer_host_has_a_name_too() -> None:
    """What no enum knows is passed on, and can be printed like the others."""
    found: Any = await domain(FakeConnection({"domain_get_state": (99, 1)})).state()
    assert found == (99, 1)
    assert found[0].name == "UNKNOWN_99"
    found = await domain(FakeConnection({"domain_get_state": (1, 99)})).state()
    assert found[0].name == "RUNNING"
    assert found[1] == 99
    assert found[1].name == "UNKNOWN_99"


async def test_rename_gives_a_new_handle() -> None:
    """The old handle keeps the old name."""
    connection = FakeConnection({"domain_rename": (0,), "domain_lookup_by_uuid": (("other", UUID, -1),)})
    old = domain(connection)
    new = await old.rename("other")
    assert connection.names == ["domain_rename", "domain_lookup_by_uuid"]
    assert connection.calls[0].args == (REF, "other", 0)
    assert (old.name, new.name) == ("guest", "other")
    assert old == new


async def test_console_channel_and_screenshot_open_streams() -> None:
    """Each gives the stream of its call."""
    connection = FakeConnection({"domain_screenshot": ("image/png",)})
    one = domain(connection)
    assert isinstance(await one.open_console("serial0", flags=1), FakeStream)
    assert isinstance(await one.open_channel(), FakeStream)
    mime, stream = await one.screenshot(1)
    assert mime == "image/png"
    assert connection.streams[2] is stream  # type: ignore[comparison-overlap]
    assert connection.names == ["domain_open_console", "domain_open_channel", "domain_screenshot"]
    assert [call.args for call in connection.calls] == [(REF, "serial0", 1), (REF, None, 0), (REF, 1, 0)]


async def test_screenshot_without_a_type_has_a_name_for_it() -> None:
    """The type is optional on the wire."""
    mime, _ = await domain(FakeConnection({"domain_screenshot": (None,)})).screenshot()
    assert mime == "application/octet-stream"


async def test_descriptors_are_refused_before_anything_is_sent() -> None:
    """Descriptor passing is not there yet, and says so."""
    connection = FakeConnection()
    with pytest.raises(UsageError, match="domain_create_with_files"):
        await domain(connection).start_with_files([3])
    assert not connection.calls


def test_handles_know_who_they_are() -> None:
    """Fields, equality by UUID, hash."""
    connection = FakeConnection()
    one = domain(connection)
    assert (one.name, one.uuid, one.uuid_bytes, one.id) == (
        "guest",
        "00010203-0405-0607-0809-0a0b0c0d0e0f",
        UUID,
        7,
    )
    same = Domain._one(connection, ("renamed", UUID, -1))  # type: ignore[arg-type]
    other = Domain._one(connection, ("guest", UUID[::-1], 7))  # type: ignore[arg-type]
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert plain(one) == ("Domain", REF)


FACETS = [name for name, value in vars(Domain).items() if isinstance(value, property) and name != "id"]


@pytest.mark.parametrize("name", FACETS)
def test_facets_belong_to_their_domain(name: str) -> None:
    """Each facet imports and knows its owner."""
    one = domain(FakeConnection())
    facet = getattr(one, name)
    assert facet._owner is one
    assert facet._connection is one._connection


def test_all_facets_are_there() -> None:
    """The list of facets is part of the interface."""
    assert set(FACETS) == {
        "agent",
        "block",
        "checkpoints",
        "devices",
        "graphics",
        "interfaces",
        "iothreads",
        "jobs",
        "lxc",
        "managed_save",
        "memory",
        "metadata",
        "migration",
        "qemu",
        "security",
        "snapshots",
        "tuning",
        "vcpus",
    }
