"""Snapshots and checkpoints: every method against its procedure's codec."""

from __future__ import annotations

from typing import Any

import pytest

from tests.aio.objects.fake import Case, FakeConnection
from virtreach.aio.objects.checkpoint import Checkpoint, DomainCheckpoints
from virtreach.aio.objects.domain import Domain
from virtreach.aio.objects.snapshot import DomainSnapshots, Snapshot

UUID = bytes(range(16))
REF = ("guest", UUID, 7)
ONE = ("clean", REF)
TWO = ("dirty", REF)

SNAPSHOT = [
    Case("xml", lambda s: s.xml(flags=1), "domain_snapshot_get_xml_desc", (ONE, 1), ("<s/>",), "<s/>"),
    Case("parent", lambda s: s.parent(), "domain_snapshot_get_parent", (ONE, 0), (TWO,), ("Snapshot", TWO)),
    Case(
        "children",
        lambda s: s.children(flags=1),
        "domain_snapshot_list_all_children",
        (ONE, 1, 1),
        ([TWO], 1),
        [("Snapshot", TWO)],
    ),
    Case(
        "children_names",
        lambda s: s.children_names(),
        "domain_snapshot_list_children_names",
        (ONE, 16384, 0),
        (["dirty"],),
        ["dirty"],
    ),
    Case("children_count", lambda s: s.children_count(), "domain_snapshot_num_children", (ONE, 0), (1,), 1),
    Case("is_current", lambda s: s.is_current(), "domain_snapshot_is_current", (ONE, 0), (1,), True),
    Case("has_metadata", lambda s: s.has_metadata(), "domain_snapshot_has_metadata", (ONE, 0), (0,), False),
    Case("revert", lambda s: s.revert(flags=2), "domain_revert_to_snapshot", (ONE, 2)),
    Case("delete", lambda s: s.delete(flags=4), "domain_snapshot_delete", (ONE, 4)),
]

SNAPSHOTS = [
    Case(
        "list",
        lambda c: c.list(flags=1024),
        "domain_list_all_snapshots",
        (REF, 1, 1024),
        ([ONE, TWO], 2),
        [("Snapshot", ONE), ("Snapshot", TWO)],
    ),
    Case("names", lambda c: c.names(), "domain_snapshot_list_names", (REF, 16384, 0), (["a"],), ["a"]),
    Case("count", lambda c: c.count(flags=1), "domain_snapshot_num", (REF, 1), (2,), 2),
    Case(
        "lookup_by_name",
        lambda c: c.lookup_by_name("clean"),
        "domain_snapshot_lookup_by_name",
        (REF, "clean", 0),
        (ONE,),
        ("Snapshot", ONE),
    ),
    Case("has_current", lambda c: c.has_current(), "domain_has_current_snapshot", (REF, 0), (1,), True),
    Case("current", lambda c: c.current(), "domain_snapshot_current", (REF, 0), (ONE,), ("Snapshot", ONE)),
    Case(
        "create",
        lambda c: c.create(flags=16),
        "domain_snapshot_create_xml",
        (REF, "<domainsnapshot/>", 16),
        (ONE,),
        ("Snapshot", ONE),
    ),
]

CHECKPOINT = [
    Case("xml", lambda c: c.xml(flags=4), "domain_checkpoint_get_xml_desc", (ONE, 4), ("<c/>",), "<c/>"),
    Case(
        "parent", lambda c: c.parent(), "domain_checkpoint_get_parent", (ONE, 0), (TWO,), ("Checkpoint", TWO)
    ),
    Case(
        "children",
        lambda c: c.children(),
        "domain_checkpoint_list_all_children",
        (ONE, 1, 0),
        ([TWO], 1),
        [("Checkpoint", TWO)],
    ),
    Case("delete", lambda c: c.delete(flags=2), "domain_checkpoint_delete", (ONE, 2)),
]

CHECKPOINTS = [
    Case(
        "list",
        lambda c: c.list(),
        "domain_list_all_checkpoints",
        (REF, 1, 0),
        ([ONE], 1),
        [("Checkpoint", ONE)],
    ),
    Case(
        "lookup_by_name",
        lambda c: c.lookup_by_name("clean"),
        "domain_checkpoint_lookup_by_name",
        (REF, "clean", 0),
        (ONE,),
        ("Checkpoint", ONE),
    ),
    Case(
        "create",
        lambda c: c.create("<domaincheckpoint><name>a</name></domaincheckpoint>", flags=2),
        "domain_checkpoint_create_xml",
        (REF, "<domaincheckpoint><name>a</name></domaincheckpoint>", 2),
        (ONE,),
        ("Checkpoint", ONE),
    ),
]


def domain(connection: Any) -> Domain:
    return Domain._one(connection, REF)


@pytest.mark.parametrize("case", SNAPSHOT, ids=lambda case: case.name)
async def test_snapshot(case: Case) -> None:
    """A snapshot's method sends the right call and returns what the answer says."""
    await case.check(lambda connection: Snapshot._one(connection, ONE))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", SNAPSHOTS, ids=lambda case: case.name)
async def test_snapshots(case: Case) -> None:
    """The collection's method does."""
    await case.check(lambda connection: domain(connection).snapshots)


@pytest.mark.parametrize("case", CHECKPOINT, ids=lambda case: case.name)
async def test_checkpoint(case: Case) -> None:
    """A checkpoint's method does."""
    await case.check(lambda connection: Checkpoint._one(connection, ONE))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CHECKPOINTS, ids=lambda case: case.name)
async def test_checkpoints(case: Case) -> None:
    """The collection's method does."""
    await case.check(lambda connection: domain(connection).checkpoints)


@pytest.mark.parametrize(
    ("kind", "cases"),
    [
        (Snapshot, SNAPSHOT),
        (DomainSnapshots, SNAPSHOTS),
        (Checkpoint, CHECKPOINT),
        (DomainCheckpoints, CHECKPOINTS),
    ],
)
def test_every_method_has_a_case(kind: type, cases: list[Case]) -> None:
    """A method that is added needs a line in its table."""
    methods = {
        name
        for name, value in vars(kind).items()
        if not name.startswith("_") and not isinstance(value, property)
    }
    assert methods == {case.name for case in cases}


@pytest.mark.parametrize("kind", [Snapshot, Checkpoint])
def test_handles_know_who_they_are(kind: type[Snapshot] | type[Checkpoint]) -> None:
    """The domain's UUID and the own name identify one; the domain's id does not."""
    connection: Any = FakeConnection()
    one = kind._one(connection, ONE)
    assert one.name == "clean"
    assert one.domain == domain(connection)
    assert one.domain.id == 7
    assert one == kind._one(connection, ("clean", ("guest", UUID, -1)))
    assert hash(one) == hash(kind._one(connection, ("clean", ("guest", UUID, -1))))
    assert one != kind._one(connection, TWO)
    assert one != kind._one(connection, ("clean", ("guest", UUID[::-1], 7)))
