"""Interfaces of the host: every method against its procedure's codec."""

from __future__ import annotations

from typing import Any

import pytest

from tests.aio.objects.fake import Case, FakeConnection
from virtreach.aio.objects.interface import Interface, Interfaces

REF = ("eth0", "52:54:00:00:00:01")
HANDLE = ("Interface", REF)

INTERFACE = [
    Case("xml", lambda i: i.xml(flags=1), "interface_get_xml_desc", (REF, 1), ("<i/>",), "<i/>"),
    Case("start", lambda i: i.start(), "interface_create", (REF, 0)),
    Case("destroy", lambda i: i.destroy(), "interface_destroy", (REF, 0)),
    Case("undefine", lambda i: i.undefine(), "interface_undefine", (REF,)),
    Case("is_active", lambda i: i.is_active(), "interface_is_active", (REF,), (1,), True),
]

INTERFACES = [
    Case("list", lambda c: c.list(flags=2), "connect_list_all_interfaces", (1, 2), ([REF], 1), [HANDLE]),
    Case("list active", lambda c: c.list(active=True), "connect_list_all_interfaces", (1, 2), ([], 0), []),
    Case("list inactive", lambda c: c.list(active=False), "connect_list_all_interfaces", (1, 1), ([], 0), []),
    Case("count active", lambda c: c.count(active=True), "connect_num_of_interfaces", (), (3,), 3),
    Case("count defined", lambda c: c.count(active=False), "connect_num_of_defined_interfaces", (), (2,), 2),
    Case(
        "names active",
        lambda c: c.names(active=True),
        "connect_list_interfaces",
        (16384,),
        (["eth0"],),
        ["eth0"],
    ),
    Case(
        "names defined",
        lambda c: c.names(active=False),
        "connect_list_defined_interfaces",
        (16384,),
        (["eth1"],),
        ["eth1"],
    ),
    Case(
        "lookup_by_name",
        lambda c: c.lookup_by_name("eth0"),
        "interface_lookup_by_name",
        ("eth0",),
        (REF,),
        HANDLE,
    ),
    Case(
        "lookup_by_mac",
        lambda c: c.lookup_by_mac(REF[1]),
        "interface_lookup_by_mac_string",
        (REF[1],),
        (REF,),
        HANDLE,
    ),
    Case(
        "define_xml",
        lambda c: c.define_xml("<i/>", flags=1),
        "interface_define_xml",
        ("<i/>", 1),
        (REF,),
        HANDLE,
    ),
    Case("begin_change", lambda c: c.begin_change(), "interface_change_begin", (0,)),
    Case("commit_change", lambda c: c.commit_change(), "interface_change_commit", (0,)),
    Case("rollback_change", lambda c: c.rollback_change(), "interface_change_rollback", (0,)),
]


@pytest.mark.parametrize("case", INTERFACE, ids=lambda case: case.name)
async def test_interface(case: Case) -> None:
    """An interface's method sends the right call."""
    await case.check(lambda connection: Interface._one(connection, REF))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", INTERFACES, ids=lambda case: case.name)
async def test_interfaces(case: Case) -> None:
    """The collection's method sends the right call."""
    await case.check(Interfaces)


async def test_all_take_two_calls() -> None:
    """Without a choice, interfaces that are up and down are asked for and joined."""
    connection = FakeConnection(
        {
            "connect_list_interfaces": (["a"],),
            "connect_list_defined_interfaces": (["b"],),
            "connect_num_of_interfaces": (1,),
            "connect_num_of_defined_interfaces": (4,),
        }
    )
    assert await Interfaces(connection).names() == ["a", "b"]
    assert await Interfaces(connection).count() == 5


def test_handle() -> None:
    """A handle knows its name and address."""
    connection: Any = FakeConnection()
    one = Interface._one(connection, REF)
    assert (one.name, one.mac) == REF
    assert repr(one) == "<Interface 'eth0'>"
