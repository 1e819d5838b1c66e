"""Network filters and bindings: every method against its procedure's codec."""

from __future__ import annotations

from typing import Any

import pytest

from tests.aio.objects.fake import Case, FakeConnection
from virtreach.aio.objects.nwfilter import NWFilter, NWFilterBinding, NWFilterBindings, NWFilters

UUID = bytes(range(16))
REF = ("clean-traffic", UUID)
HANDLE = ("NWFilter", REF)
BOUND = ("vnet0", "clean-traffic")
BINDING = ("NWFilterBinding", BOUND)

NWFILTER = [
    Case("xml", lambda f: f.xml(), "nwfilter_get_xml_desc", (REF, 0), ("<f/>",), "<f/>"),
    Case("undefine", lambda f: f.undefine(), "nwfilter_undefine", (REF,)),
]

NWFILTERS = [
    Case("list", lambda c: c.list(), "connect_list_all_nwfilters", (1, 0), ([REF], 1), [HANDLE]),
    Case("count", lambda c: c.count(), "connect_num_of_nwfilters", (), (3,), 3),
    Case("names", lambda c: c.names(), "connect_list_nwfilters", (16384,), (["a"],), ["a"]),
    Case(
        "lookup_by_name",
        lambda c: c.lookup_by_name("clean-traffic"),
        "nwfilter_lookup_by_name",
        ("clean-traffic",),
        (REF,),
        HANDLE,
    ),
    Case(
        "lookup_by_uuid", lambda c: c.lookup_by_uuid(UUID), "nwfilter_lookup_by_uuid", (UUID,), (REF,), HANDLE
    ),
    Case("define_xml", lambda c: c.define_xml("<f/>"), "nwfilter_define_xml", ("<f/>",), (REF,), HANDLE),
    Case(
        "define_xml flags",
        lambda c: c.define_xml("<f/>", flags=1),
        "nwfilter_define_xml_flags",
        ("<f/>", 1),
        (REF,),
        HANDLE,
    ),
]

NWFILTER_BINDING = [
    Case("xml", lambda b: b.xml(), "nwfilter_binding_get_xml_desc", (BOUND, 0), ("<b/>",), "<b/>"),
    Case("delete", lambda b: b.delete(), "nwfilter_binding_delete", (BOUND,)),
]

NWFILTER_BINDINGS = [
    Case("list", lambda c: c.list(), "connect_list_all_nwfilter_bindings", (1, 0), ([BOUND], 1), [BINDING]),
    Case(
        "lookup_by_port_dev",
        lambda c: c.lookup_by_port_dev("vnet0"),
        "nwfilter_binding_lookup_by_port_dev",
        ("vnet0",),
        (BOUND,),
        BINDING,
    ),
    Case(
        "create_xml",
        lambda c: c.create_xml("<b/>", flags=1),
        "nwfilter_binding_create_xml",
        ("<b/>", 1),
        (BOUND,),
        BINDING,
    ),
]


@pytest.mark.parametrize("case", NWFILTER, ids=lambda case: case.name)
async def test_nwfilter(case: Case) -> None:
    """A filter's method sends the right call."""
    await case.check(lambda connection: NWFilter._one(connection, REF))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", NWFILTERS, ids=lambda case: case.name)
async def test_nwfilters(case: Case) -> None:
    """The collection's method sends the right call."""
    await case.check(NWFilters)


@pytest.mark.parametrize("case", NWFILTER_BINDING, ids=lambda case: case.name)
async def test_nwfilter_binding(case: Case) -> None:
    """A binding's method sends the right call."""
    await case.check(lambda connection: NWFilterBinding._one(connection, BOUND))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", NWFILTER_BINDINGS, ids=lambda case: case.name)
async def test_nwfilter_bindings(case: Case) -> None:
    """The bindings' method sends the right call."""
    await case.check(NWFilterBindings)


def test_handles() -> None:
    """Handles know what they name."""
    connection: Any = FakeConnection()
    assert NWFilter._one(connection, REF).name == "clean-traffic"
    binding = NWFilterBinding._one(connection, BOUND)
    assert (binding.port_dev, binding.filter_name) == BOUND
