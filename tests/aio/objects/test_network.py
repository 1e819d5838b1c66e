"""Networks and their ports: every method against its procedure's codec."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tests.aio.objects.fake import Case, FakeConnection, plain
from virtreach.aio.objects.network import Network, Networks
from virtreach.aio.objects.network_port import NetworkPort, NetworkPorts
from virtreach.errors import UsageError

UUID = bytes(range(16))
TEXT = "00010203-0405-0607-0809-0a0b0c0d0e0f"
REF = ("default", UUID)
PORT = (REF, UUID[::-1])
LEASE = ("virbr0", 1_700_000_000, 0, "52:54:00:00:00:01", None, "192.168.122.7", 24, "guest", None)

NETWORK = [
    Case("start", lambda n: n.start(), "network_create", (REF,)),
    Case("destroy", lambda n: n.destroy(), "network_destroy", (REF,)),
    Case("undefine", lambda n: n.undefine(), "network_undefine", (REF,)),
    Case("xml", lambda n: n.xml(flags=1), "network_get_xml_desc", (REF, 1), ("<n/>",), "<n/>"),
    Case("bridge_name", lambda n: n.bridge_name(), "network_get_bridge_name", (REF,), ("br0",), "br0"),
    Case("autostart", lambda n: n.autostart(), "network_get_autostart", (REF,), (1,), True),
    Case("set_autostart", lambda n: n.set_autostart(True), "network_set_autostart", (REF, 1)),
    Case("is_active", lambda n: n.is_active(), "network_is_active", (REF,), (0,), False),
    Case("is_persistent", lambda n: n.is_persistent(), "network_is_persistent", (REF,), (1,), True),
    Case(
        "dhcp_leases",
        lambda n: n.dhcp_leases("52:54:00:00:00:01"),
        "network_get_dhcp_leases",
        (REF, "52:54:00:00:00:01", 1, 0),
        ([LEASE], 1),
        [LEASE],
    ),
    Case(
        "metadata.get",
        lambda n: n.metadata.get(2, "urn:x", flags=2),
        "network_get_metadata",
        (REF, 2, "urn:x", 2),
        ("<x/>",),
        "<x/>",
    ),
    Case(
        "metadata.set_element",
        lambda n: n.metadata.set_element("urn:x", "<x/>", key="x"),
        "network_set_metadata",
        (REF, 2, "<x/>", "x", "urn:x", 0),
    ),
    Case(
        "metadata.set_title deletes",
        lambda n: n.metadata.set_title(None),
        "network_set_metadata",
        (REF, 1, None, None, None, 0),
    ),
]

NETWORKS = [
    Case(
        "list",
        lambda c: c.list(flags=2),
        "connect_list_all_networks",
        (1, 2),
        ([REF, ("other", UUID[::-1])], 2),
        [("Network", REF), ("Network", ("other", UUID[::-1]))],
    ),
    Case("list active", lambda c: c.list(active=True), "connect_list_all_networks", (1, 2), ([], 0), []),
    Case("list inactive", lambda c: c.list(active=False), "connect_list_all_networks", (1, 1), ([], 0), []),
    Case("count active", lambda c: c.count(active=True), "connect_num_of_networks", (), (3,), 3),
    Case("count defined", lambda c: c.count(active=False), "connect_num_of_defined_networks", (), (2,), 2),
    Case(
        "names active",
        lambda c: c.names(active=True),
        "connect_list_networks",
        (16384,),
        (["a", "b"],),
        ["a", "b"],
    ),
    Case(
        "names defined",
        lambda c: c.names(active=False),
        "connect_list_defined_networks",
        (16384,),
        ([],),
        [],
    ),
    Case(
        "lookup_by_name",
        lambda c: c.lookup_by_name("default"),
        "network_lookup_by_name",
        ("default",),
        (REF,),
        ("Network", REF),
    ),
    *(
        Case(
            f"lookup_by_uuid {type(given).__name__}",
            lambda c, given=given: c.lookup_by_uuid(given),  # type: ignore[misc]
            "network_lookup_by_uuid",
            (UUID,),
            (REF,),
            ("Network", REF),
        )
        for given in (UUID, TEXT, uuid.UUID(TEXT))
    ),
    Case(
        "define_xml",
        lambda c: c.define_xml("<n/>"),
        "network_define_xml",
        ("<n/>",),
        (REF,),
        ("Network", REF),
    ),
    Case(
        "define_xml flags",
        lambda c: c.define_xml("<n/>", flags=1),
        "network_define_xml_flags",
        ("<n/>", 1),
        (REF,),
        ("Network", REF),
    ),
    Case(
        "create_xml",
        lambda c: c.create_xml("<n/>"),
        "network_create_xml",
        ("<n/>",),
        (REF,),
        ("Network", REF),
    ),
    Case(
        "create_xml flags",
        lambda c: c.create_xml("<n/>", flags=1),
        "network_create_xml_flags",
        ("<n/>", 1),
        (REF,),
        ("Network", REF),
    ),
]

NETWORK_PORT = [
    Case("xml", lambda p: p.xml(), "network_port_get_xml_desc", (PORT, 0), ("<p/>",), "<p/>"),
    Case(
        "parameters",
        lambda p: p.parameters(),
        "network_port_get_parameters",
        (PORT, 0, 0),
        ({"inbound.average": 128}, 1),
        {"inbound.average": 128},
    ),
    Case(
        "set_parameters",
        lambda p: p.set_parameters({"inbound.average": 128}),
        "network_port_set_parameters",
        (PORT, {"inbound.average": 128}, 0),
    ),
    Case("delete", lambda p: p.delete(), "network_port_delete", (PORT, 0)),
]

NETWORK_PORTS = [
    Case(
        "list",
        lambda c: c.list(),
        "network_list_all_ports",
        (REF, 1, 0),
        ([PORT], 1),
        [("NetworkPort", PORT)],
    ),
    Case(
        "lookup_by_uuid",
        lambda c: c.lookup_by_uuid(TEXT),
        "network_port_lookup_by_uuid",
        (REF, UUID),
        (PORT,),
        ("NetworkPort", PORT),
    ),
    Case(
        "create_xml",
        lambda c: c.create_xml("<p/>", flags=1),
        "network_port_create_xml",
        (REF, "<p/>", 1),
        (PORT,),
        ("NetworkPort", PORT),
    ),
]


def network(connection: Any) -> Network:
    """The network under test."""
    return Network._one(connection, REF)


@pytest.mark.parametrize("case", NETWORK, ids=lambda case: case.name)
async def test_network(case: Case) -> None:
    """A network's method sends the right call."""
    await case.check(network)


@pytest.mark.parametrize("case", NETWORKS, ids=lambda case: case.name)
async def test_networks(case: Case) -> None:
    """The collection's method sends the right call."""
    await case.check(Networks)


@pytest.mark.parametrize("case", NETWORK_PORT, ids=lambda case: case.name)
async def test_network_port(case: Case) -> None:
    """A port's method sends the right call."""
    await case.check(lambda connection: NetworkPort._one(connection, PORT))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", NETWORK_PORTS, ids=lambda case: case.name)
async def test_network_ports(case: Case) -> None:
    """The ports' method sends the right call."""
    await case.check(lambda connection: network(connection).ports)


async def test_all_names_take_two_calls() -> None:
    """Without a choice, running and defined networks are asked for and joined."""
    connection = FakeConnection(
        {"connect_list_networks": (["a"],), "connect_list_defined_networks": (["b"],)}
    )
    assert await Networks(connection).names() == ["a", "b"]
    connection.answers |= {"connect_num_of_networks": (1,), "connect_num_of_defined_networks": (4,)}
    assert await Networks(connection).count() == 5


@pytest.mark.parametrize(("supported", "order"), [(1, (3, 4)), (0, (4, 3))])
async def test_update_in_the_order_that_the_server_knows(supported: int, order: tuple[int, int]) -> None:
    """Servers before 7.2 have command and section swapped."""
    connection = FakeConnection({"connect_supports_feature": (supported,)})
    await network(connection).update(3, 4, "<host/>", parent_index=0, flags=1)
    assert connection.names == ["connect_supports_feature", "network_update"]
    assert connection.calls[0].args == (16,)
    assert connection.last.args == (REF, *order, 0, "<host/>", 1)


async def test_handles() -> None:
    """Handles know their names, compare by what they name, and say what they are."""
    connection: Any = FakeConnection()
    one = network(connection)
    assert (one.name, one.uuid, one.uuid_bytes) == ("default", TEXT, UUID)
    assert one == Network._one(connection, ("renamed", UUID))
    assert one != network(FakeConnection())
    port = NetworkPort._one(connection, PORT)
    assert port.network == one
    assert port.uuid_bytes == UUID[::-1]
    assert port.uuid == str(uuid.UUID(bytes=UUID[::-1]))
    assert repr(port) == f"<NetworkPort {port.uuid} of 'default'>"
    assert isinstance(one.ports, NetworkPorts)
    assert plain([one]) == [("Network", REF)]


async def test_a_uuid_that_is_none_is_refused_here() -> None:
    """Nothing is sent for a UUID that cannot be one."""
    connection = FakeConnection()
    with pytest.raises(UsageError, match="is not a UUID"):
        await Networks(connection).lookup_by_uuid("default")
    assert connection.calls == []
