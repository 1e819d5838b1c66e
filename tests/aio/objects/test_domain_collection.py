"""``connection.domains``: every method against its procedure's codec."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tests.aio.objects.fake import Case, FakeConnection
from virtreach.aio.objects.domains import Domains
from virtreach.errors import UsageError

UUID = bytes(range(16))
TEXT = "00010203-0405-0607-0809-0a0b0c0d0e0f"
REF = ("guest", UUID, 7)
OTHER = ("other", UUID[::-1], -1)
GUEST = ("Domain", REF)

CASES = [
    Case(
        "list",
        lambda c: c.list(flags=1),
        "connect_list_all_domains",
        (1, 1),
        ([REF, OTHER], 2),
        [GUEST, ("Domain", OTHER)],
    ),
    Case(
        "list active", lambda c: c.list(active=True), "connect_list_all_domains", (1, 1), ([REF], 1), [GUEST]
    ),
    Case(
        "list inactive",
        lambda c: c.list(active=False, flags=4),
        "connect_list_all_domains",
        (1, 6),
        ([], 0),
        [],
    ),
    Case(
        "names",
        lambda c: c.names(active=False),
        "connect_list_all_domains",
        (1, 2),
        ([REF, OTHER], 2),
        ["guest", "other"],
    ),
    Case("list nothing", lambda c: c.list(), "connect_list_all_domains", (1, 0), ([], 0), []),
    Case(
        "lookup_by_name",
        lambda c: c.lookup_by_name("guest"),
        "domain_lookup_by_name",
        ("guest",),
        (REF,),
        GUEST,
    ),
    Case(
        "lookup_by_uuid text",
        lambda c: c.lookup_by_uuid(TEXT),
        "domain_lookup_by_uuid",
        (UUID,),
        (REF,),
        GUEST,
    ),
    Case(
        "lookup_by_uuid bytes",
        lambda c: c.lookup_by_uuid(UUID),
        "domain_lookup_by_uuid",
        (UUID,),
        (REF,),
        GUEST,
    ),
    Case(
        "lookup_by_uuid object",
        lambda c: c.lookup_by_uuid(uuid.UUID(TEXT)),
        "domain_lookup_by_uuid",
        (UUID,),
        (REF,),
        GUEST,
    ),
    Case("lookup_by_id", lambda c: c.lookup_by_id(7), "domain_lookup_by_id", (7,), (REF,), GUEST),
    Case("active_ids", lambda c: c.active_ids(), "connect_list_domains", (16384,), ([7, 9],), [7, 9]),
    Case(
        "inactive_names",
        lambda c: c.inactive_names(),
        "connect_list_defined_domains",
        (16384,),
        (["other"],),
        ["other"],
    ),
    Case("count active", lambda c: c.count(active=True), "connect_num_of_domains", (), (2,), 2),
    Case("count inactive", lambda c: c.count(active=False), "connect_num_of_defined_domains", (), (3,), 3),
    Case("define_xml", lambda c: c.define_xml("<d/>"), "domain_define_xml", ("<d/>",), (REF,), GUEST),
    Case(
        "define_xml flags",
        lambda c: c.define_xml("<d/>", flags=1),
        "domain_define_xml_flags",
        ("<d/>", 1),
        (REF,),
        GUEST,
    ),
    Case(
        "create_xml", lambda c: c.create_xml("<d/>", flags=2), "domain_create_xml", ("<d/>", 2), (REF,), GUEST
    ),
    Case(
        "create_xml_with_files",
        lambda c: c.create_xml_with_files("<d/>"),
        "domain_create_xml_with_files",
        ("<d/>", 0),
        (REF,),
        GUEST,
    ),
    Case("restore", lambda c: c.restore("/s"), "domain_restore", ("/s",)),
    Case("restore xml", lambda c: c.restore("/s", xml="<d/>"), "domain_restore_flags", ("/s", "<d/>", 0)),
    Case("restore flags", lambda c: c.restore("/s", flags=4), "domain_restore_flags", ("/s", None, 4)),
    Case(
        "restore params",
        lambda c: c.restore("/s", params={"parallel.channels": 4}, flags=1),
        "domain_restore_params",
        ({"parallel.channels": 4, "file": "/s"}, 1),
    ),
    Case(
        "save_image_xml",
        lambda c: c.save_image_xml("/s", flags=1),
        "domain_save_image_get_xml_desc",
        ("/s", 1),
        ("<d/>",),
        "<d/>",
    ),
    Case(
        "define_save_image_xml",
        lambda c: c.define_save_image_xml("/s", "<d/>", flags=2),
        "domain_save_image_define_xml",
        ("/s", "<d/>", 2),
    ),
    Case(
        "xml_from_native",
        lambda c: c.xml_from_native("qemu-argv", "qemu -m 1"),
        "connect_domain_xml_from_native",
        ("qemu-argv", "qemu -m 1", 0),
        ("<d/>",),
        "<d/>",
    ),
    Case(
        "xml_to_native",
        lambda c: c.xml_to_native("qemu-argv", "<d/>"),
        "connect_domain_xml_to_native",
        ("qemu-argv", "<d/>", 0),
        ("qemu -m 1",),
        "qemu -m 1",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_method(case: Case) -> None:
    """The method sends the right call and returns what the answer says."""
    await case.check(Domains)


async def test_counting_all_takes_two_calls() -> None:
    """Running and defined ones are counted apart by the host."""
    connection = FakeConnection({"connect_num_of_domains": (2,), "connect_num_of_defined_domains": (3,)})
    assert await collection(connection).count() == 5


async def test_stats_come_with_their_domains() -> None:
    """One call, whether for some or for all."""
    connection = FakeConnection(
        {"connect_get_all_domain_stats": ([(REF, {"cpu.time": 5}), (OTHER, {"state.state": 5})],)}
    )
    domains = collection(connection)
    found = await domains.stats(2, flags=16)
    assert [(one.name, figures) for one, figures in found] == [
        ("guest", {"cpu.time": 5}),
        ("other", {"state.state": 5}),
    ]
    assert connection.last.args == ([], 2, 16)
    again = await domains.stats(domains=(one for one, _ in found))
    assert connection.last.args == ([REF, OTHER], 0, 0)
    assert again == found


async def test_descriptors_are_refused_before_anything_is_sent() -> None:
    """Descriptor passing is not there yet, and says so."""
    connection = FakeConnection()
    with pytest.raises(UsageError, match="domain_create_xml_with_files"):
        await collection(connection).create_xml_with_files("<d/>", [3])
    assert not connection.calls


def collection(connection: Any) -> Domains:
    return Domains(connection)
