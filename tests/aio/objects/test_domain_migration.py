"""Migration: the single steps against their codecs, then whole moves between two hosts, and their undoing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.aio.objects.fake import Case, FakeConnection
from virtreach.aio.objects.domain import Domain
from virtreach.aio.objects.domain_migration import DomainMigration
from virtreach.aio.objects.domain_migration_source import MigrationSource
from virtreach.aio.objects.domain_migration_target import MigrationTarget
from virtreach.errors import CallTimeout, ConnectionLost, UsageError
from virtreach.errors.libvirt import from_wire

UUID = bytes(range(16))
REF = ("guest", UUID, 7)
MOVED = ("guest", UUID, 3)
PARAMS = {"bandwidth": 5}

LIMITS = [
    Case(
        "start_post_copy",
        lambda m: m.start_post_copy(),
        "domain_migrate_start_post_copy",
        (REF, 0),
    ),
    Case(
        "max_downtime", lambda m: m.max_downtime(), "domain_migrate_get_max_downtime", (REF, 0), (300,), 300
    ),
    Case(
        "set_max_downtime",
        lambda m: m.set_max_downtime(500),
        "domain_migrate_set_max_downtime",
        (REF, 500, 0),
    ),
    Case("max_speed", lambda m: m.max_speed(flags=1), "domain_migrate_get_max_speed", (REF, 1), (9,), 9),
    Case("set_max_speed", lambda m: m.set_max_speed(8), "domain_migrate_set_max_speed", (REF, 8, 0)),
    Case(
        "compression_cache",
        lambda m: m.compression_cache(),
        "domain_migrate_get_compression_cache",
        (REF, 0),
        (64,),
        64,
    ),
    Case(
        "set_compression_cache",
        lambda m: m.set_compression_cache(64),
        "domain_migrate_set_compression_cache",
        (REF, 64, 0),
    ),
]

SOURCE = [
    Case(
        "begin3_params",
        lambda s: s.begin3_params(PARAMS, flags=1),
        "domain_migrate_begin3_params",
        (REF, PARAMS, 1),
        (b"c1", "<d/>"),
        (b"c1", "<d/>"),
    ),
    Case(
        "perform3_params",
        lambda s: s.perform3_params(PARAMS, cookie=b"c2", destination="qemu:///system", flags=3),
        "domain_migrate_perform3_params",
        (REF, "qemu:///system", PARAMS, b"c2", 3),
        (b"c3",),
        b"c3",
    ),
    Case(
        "confirm3_params",
        lambda s: s.confirm3_params(PARAMS, cookie=b"c4", cancelled=True, flags=1),
        "domain_migrate_confirm3_params",
        (REF, PARAMS, b"c4", 1, 1),
    ),
    Case(
        "begin3",
        lambda s: s.begin3(xml="<x/>", name="new", resource=5, flags=1),
        "domain_migrate_begin3",
        (REF, "<x/>", 1, "new", 5),
        (b"c1", "<d/>"),
        (b"c1", "<d/>"),
    ),
    Case(
        "perform3",
        lambda s: s.perform3(cookie=b"c2", uri="tcp://b", name="new", resource=5, flags=1),
        "domain_migrate_perform3",
        (REF, None, b"c2", None, "tcp://b", 1, "new", 5),
        (b"c3",),
        b"c3",
    ),
    Case(
        "confirm3",
        lambda s: s.confirm3(cookie=b"c4", flags=1),
        "domain_migrate_confirm3",
        (REF, b"c4", 1, 0),
    ),
    Case(
        "perform",
        lambda s: s.perform("tcp://b", cookie=b"c", name="new", resource=5, flags=1),
        "domain_migrate_perform",
        (REF, b"c", "tcp://b", 1, "new", 5),
    ),
]

TARGET = [
    Case(
        "prepare3_params",
        lambda t: t.prepare3_params(PARAMS, cookie=b"c1", flags=1),
        "domain_migrate_prepare3_params",
        (PARAMS, b"c1", 1),
        (b"c2", "tcp://b:49152"),
        (b"c2", "tcp://b:49152"),
    ),
    Case(
        "finish3_params",
        lambda t: t.finish3_params(PARAMS, cookie=b"c3", flags=1),
        "domain_migrate_finish3_params",
        (PARAMS, b"c3", 1, 0),
        (MOVED, b"c4"),
    ),
    Case(
        "prepare3",
        lambda t: t.prepare3("<d/>", cookie=b"c1", uri="tcp://b", name="new", resource=5, flags=1),
        "domain_migrate_prepare3",
        (b"c1", "tcp://b", 1, "new", 5, "<d/>"),
        (b"c2", None),
        (b"c2", None),
    ),
    Case(
        "finish3",
        lambda t: t.finish3("new", cookie=b"c3", uri="tcp://b", cancelled=True, flags=1),
        "domain_migrate_finish3",
        ("new", b"c3", None, "tcp://b", 1, 1),
        (MOVED, b"c4"),
    ),
    Case(
        "prepare2",
        lambda t: t.prepare2("<d/>", name="new", flags=1),
        "domain_migrate_prepare2",
        (None, 1, "new", 0, "<d/>"),
        (b"c", "tcp://b"),
        (b"c", "tcp://b"),
    ),
    Case(
        "finish2",
        lambda t: t.finish2("new", "tcp://b", cookie=b"c", failed=True, flags=1),
        "domain_migrate_finish2",
        ("new", b"c", "tcp://b", 1, 1),
        (MOVED,),
        ("Domain", MOVED),
    ),
    Case(
        "prepare",
        lambda t: t.prepare(uri="tcp://b", resource=5),
        "domain_migrate_prepare",
        ("tcp://b", 0, None, 5),
        (b"c", None),
        (b"c", None),
    ),
    Case(
        "finish",
        lambda t: t.finish("new", "tcp://b", cookie=b"c", flags=1),
        "domain_migrate_finish",
        ("new", b"c", "tcp://b", 1),
        (MOVED,),
        ("Domain", MOVED),
    ),
]


def domain(connection: Any) -> Domain:
    return Domain._one(connection, REF)


@pytest.mark.parametrize("case", LIMITS, ids=lambda case: case.name)
async def test_limits(case: Case) -> None:
    """The method sends the right call and returns what the answer says."""
    await case.check(lambda connection: domain(connection).migration)


@pytest.mark.parametrize("case", SOURCE, ids=lambda case: case.name)
async def test_source_steps(case: Case) -> None:
    """A step of the source does."""
    await case.check(lambda connection: domain(connection).migration.source)


@pytest.mark.parametrize("case", TARGET, ids=lambda case: case.name)
async def test_target_steps(case: Case) -> None:
    """A step of the destination does; what finishes a version 3 gives the domain and a cookie."""
    if case.result is None:
        connection: Any = FakeConnection({case.procedure: case.answer})
        made, cookie = await case.act(MigrationTarget(connection))
        assert (made._ref, cookie) == case.answer
        assert connection.last.args == case.args
    else:
        await case.check(MigrationTarget)


async def test_tunnels_are_streams() -> None:
    """The memory of a tunnelled migration is written to the stream of the call."""
    connection: Any = FakeConnection(
        {"domain_migrate_prepare_tunnel3": (b"c2",), "domain_migrate_prepare_tunnel3_params": (b"c2",)}
    )
    target = MigrationTarget(connection)
    streams = [await target.prepare_tunnel("<d/>", name="new", flags=4)]
    for wait in (
        target.prepare_tunnel3("<d/>", cookie=b"c1", flags=4),
        target.prepare_tunnel3_params(PARAMS, cookie=b"c1", flags=4),
    ):
        stream, cookie = await wait
        assert cookie == b"c2"
        streams.append(stream)
    assert streams == connection.streams
    assert [call.args for call in connection.calls] == [
        (4, "new", 0, "<d/>"),
        (b"c1", 4, None, 0, "<d/>"),
        (PARAMS, b"c1", 4),
    ]


@pytest.mark.parametrize(
    ("kind", "cases"), [(DomainMigration, LIMITS), (MigrationSource, SOURCE), (MigrationTarget, TARGET)]
)
def test_every_step_has_a_case(kind: type, cases: list[Case]) -> None:
    """A method that is added needs a line in its table."""
    methods = {
        name for name, value in vars(kind).items() if name[0] != "_" and not isinstance(value, property)
    }
    tunnels = {name for name in methods if "tunnel" in name}
    assert methods - tunnels - {"migrate"} == {case.name for case in cases}


# -- whole moves -------------------------------------------------------------------------------------------

ALL = {1, 3, 4, 6, 7, 12, 13}


class Host(FakeConnection):
    """One of two hosts that write what they are asked into one log."""

    def __init__(self, name: str, log: list[str], features: set[int], answers: dict[str, Any]) -> None:
        super().__init__({"connect_supports_feature": lambda feature: (int(feature in features),), **answers})
        self.name = name
        self.log = log

    def _exchange(self, procedure: Any, args: tuple[Any, ...]) -> Any:
        if procedure.name != "connect_supports_feature":
            self.log.append(f"{self.name} {procedure.name.removeprefix('domain_').removeprefix('migrate_')}")
        self.body = procedure.encode_args(*args)
        return super()._exchange(procedure, args)

    def args(self, name: str) -> tuple[Any, ...]:
        """What the last call of this procedure was given."""
        return next(call.args for call in reversed(self.calls) if call.name == f"remote.domain_{name}")


class Pair:
    """A source and a destination that do well unless told otherwise."""

    def __init__(self, features: set[int] = ALL, *, state: int = 1, **answers: Any) -> None:
        self.log: list[str] = []
        normal = {
            "domain_get_info": (state, 0, 0, 1, 0),
            "domain_get_job_info": (0,) * 12,
            "domain_get_xml_desc": ("<d/>",),
            "domain_migrate_begin3_params": (b"begun", "<d/>"),
            "domain_migrate_begin3": (b"begun", "<d/>"),
            "domain_migrate_prepare3_params": (b"prepared", "tcp://b:49152"),
            "domain_migrate_prepare3": (b"prepared", "tcp://b:49152"),
            "domain_migrate_prepare2": (b"prepared", "tcp://b:49152"),
            "domain_migrate_prepare": (b"prepared", "tcp://b:49152"),
            "domain_migrate_perform3_params": (b"performed",),
            "domain_migrate_perform3": (b"performed",),
            "domain_migrate_finish3_params": (MOVED, b"finished"),
            "domain_migrate_finish3": (MOVED, b"finished"),
            "domain_migrate_finish2": (MOVED,),
            "domain_migrate_finish": (MOVED,),
            **{f"domain_{name}": answer for name, answer in answers.items()},
        }
        self.source = Host("A", self.log, features, normal)
        self.target = Host("B", self.log, features, normal)

    async def migrate(self, **options: Any) -> Any:
        target: Any = self.target
        return await domain(self.source).migration.migrate(target, **options)


async def test_newest_version() -> None:
    """Five steps; cookies, XML and URI go from step to step."""
    pair = Pair()
    moved = await pair.migrate(name="new", flags=1, params={"compression": "zstd"})
    assert moved._ref == MOVED
    assert moved.connection is pair.target
    assert pair.log == [
        "A begin3_params",
        "A get_info",
        "B prepare3_params",
        "A perform3_params",
        "B finish3_params",
        "A confirm3_params",
    ]
    given = {"compression": "zstd", "destination_name": "new"}
    with_xml = {**given, "destination_xml": "<d/>"}
    with_uri = {**with_xml, "migrate_uri": "tcp://b:49152"}
    assert pair.source.args("migrate_begin3_params") == (REF, given, 257)
    assert pair.target.args("migrate_prepare3_params") == (with_xml, b"begun", 1)
    assert pair.source.args("migrate_perform3_params") == (REF, None, with_uri, b"prepared", 257)
    assert pair.target.args("migrate_finish3_params") == (with_uri, b"performed", 1, 0)
    assert pair.source.args("migrate_confirm3_params") == (REF, with_uri, b"finished", 257, 0)


async def test_finish_needs_a_name() -> None:
    """Without another name the destination is told the present one, in the last step only."""
    pair = Pair()
    await pair.migrate()
    assert "destination_name" not in pair.source.args("migrate_begin3_params")[1]
    assert pair.target.args("migrate_finish3_params")[0]["destination_name"] == "guest"


async def test_before_typed_parameters() -> None:
    """The same five steps with fixed fields."""
    pair = Pair(ALL - {13})
    await pair.migrate(name="new", xml="<x/>", uri="tcp://b", bandwidth=5, flags=1)
    assert [line.split()[1] for line in pair.log] == [
        "begin3",
        "get_info",
        "prepare3",
        "perform3",
        "finish3",
        "confirm3",
    ]
    assert pair.source.args("migrate_begin3") == (REF, "<x/>", 257, "new", 5)
    assert pair.target.args("migrate_prepare3") == (b"begun", "tcp://b", 1, "new", 5, "<d/>")
    assert pair.source.args("migrate_perform3")[2:] == (b"prepared", None, "tcp://b:49152", 257, "new", 5)
    assert pair.target.args("migrate_finish3") == ("new", b"performed", None, "tcp://b:49152", 1, 0)
    assert pair.source.args("migrate_confirm3") == (REF, b"finished", 257, 0)


async def test_version_2_and_1() -> None:
    """Hosts that know no better are led through what they know."""
    pair = Pair({1, 3})
    assert (await pair.migrate(flags=1))._ref == MOVED
    assert pair.log == ["A get_xml_desc", "A get_info", "B prepare2", "A perform", "B finish2"]
    assert pair.target.args("migrate_finish2") == ("guest", b"prepared", "tcp://b:49152", 1, 0)
    pair = Pair({1})
    assert (await pair.migrate(flags=1))._ref == MOVED
    assert pair.log == ["A get_info", "B prepare", "A perform", "B finish"]


async def test_a_paused_guest_arrives_paused() -> None:
    """The destination is told, the source is not."""
    pair = Pair(state=3)
    await pair.migrate(flags=1)
    assert pair.target.args("migrate_prepare3_params")[2] == 33
    assert pair.target.args("migrate_finish3_params")[2] == 33
    assert pair.source.args("migrate_perform3_params")[4] == 257


async def test_the_destination_is_spared_flags_of_the_source() -> None:
    """ABORT_ON_ERROR and AUTO_CONVERGE are the source's own business."""
    pair = Pair()
    await pair.migrate(flags=1 | 4096 | 8192)
    assert pair.source.args("migrate_perform3_params")[4] == 1 | 256 | 4096 | 8192
    assert pair.target.args("migrate_prepare3_params")[2] == 1


async def test_a_domain_that_does_not_run() -> None:
    """OFFLINE has nothing to perform."""
    pair = Pair(migrate_prepare3_params=(b"prepared", None))
    await pair.migrate(flags=1024)
    assert pair.log == ["A begin3_params", "B prepare3_params", "B finish3_params", "A confirm3_params"]
    assert pair.target.args("migrate_finish3_params")[1] == b""


REFUSED = from_wire(38, 10, "no room", 2)
THROWN_AWAY = from_wire(93, 10, "thrown away", 2)
LOST = CallTimeout("its answer is lost", procedure="x")


async def test_prepare_refused() -> None:
    """The source unlocks the domain."""
    pair = Pair(migrate_prepare3_params=REFUSED)
    with pytest.raises(type(REFUSED), match="no room"):
        await pair.migrate()
    assert pair.log[-2:] == ["B prepare3_params", "A confirm3_params"]
    assert pair.source.args("migrate_confirm3_params")[4] == 1


async def test_prepare_refused_without_protection() -> None:
    """Nothing was locked, so nothing is unlocked."""
    pair = Pair(ALL - {7}, migrate_prepare3_params=REFUSED)
    with pytest.raises(type(REFUSED)):
        await pair.migrate()
    assert pair.log[-1] == "B prepare3_params"


async def test_perform_refused() -> None:
    """The source has undone its part, the destination throws the guest away; its saying so is no failure."""
    pair = Pair(migrate_perform3_params=REFUSED, migrate_finish3_params=THROWN_AWAY)
    with pytest.raises(type(REFUSED), match="no room") as caught:
        await pair.migrate()
    assert pair.log[-2:] == ["A perform3_params", "B finish3_params"]
    assert pair.target.args("migrate_finish3_params")[1:] == (b"", 0, 1)
    assert not hasattr(caught.value, "__notes__")


@pytest.mark.parametrize("error", [LOST, asyncio.CancelledError()])
async def test_perform_given_up(error: BaseException) -> None:
    """The source may be at work still: its job is aborted, and both sides are told."""
    pair = Pair(migrate_finish3_params=THROWN_AWAY)
    perform = pair.source._exchange

    def give_up(procedure: Any, args: tuple[Any, ...]) -> Any:
        if procedure.name == "domain_migrate_perform3_params":
            raise error
        return perform(procedure, args)

    pair.source._exchange = give_up  # type: ignore[method-assign]
    with pytest.raises(type(error)):
        await pair.migrate()
    assert pair.log[-4:] == ["A abort_job", "A get_job_info", "B finish3_params", "A confirm3_params"]
    assert pair.target.args("migrate_finish3_params")[3] == 1
    assert pair.source.args("migrate_confirm3_params")[4] == 1


async def test_failures_of_undoing_are_noted() -> None:
    """The first error is the one that is raised; the others are notes on it."""
    pair = Pair(migrate_perform3_params=REFUSED, migrate_finish3_params=ConnectionLost("gone"))
    with pytest.raises(type(REFUSED), match="no room") as caught:
        await pair.migrate()
    assert any("finish(cancelled) failed too" in note for note in caught.value.__notes__)


async def test_finish_refused() -> None:
    """The guest runs on at the source."""
    pair = Pair(migrate_finish3_params=REFUSED)
    with pytest.raises(type(REFUSED), match="no room"):
        await pair.migrate()
    assert pair.log[-2:] == ["B finish3_params", "A confirm3_params"]
    assert pair.source.args("migrate_confirm3_params")[4] == 1


async def test_finish_lost() -> None:
    """Nobody knows where the guest runs, so the source must not let it go on."""
    pair = Pair(migrate_finish3_params=CallTimeout("its answer is lost", procedure="x"))
    with pytest.raises(CallTimeout) as caught:
        await pair.migrate()
    assert pair.log[-1] == "B finish3_params"
    assert any("look there first" in note for note in caught.value.__notes__)


async def test_finish_never_sent() -> None:
    """The destination cannot run the guest, so both sides are told."""
    unsent = CallTimeout("nothing was sent", procedure="x", may_have_changed=False)
    pair = Pair(migrate_finish3_params=[unsent, THROWN_AWAY])
    with pytest.raises(CallTimeout) as caught:
        await pair.migrate()
    assert pair.log[-3:] == ["B finish3_params", "B finish3_params", "A confirm3_params"]
    assert pair.source.args("migrate_confirm3_params")[4] == 1
    assert not hasattr(caught.value, "__notes__")


async def test_begin_lost() -> None:
    """The domain may be locked; one that refuses has not been."""
    pair = Pair(migrate_begin3_params=CallTimeout("its answer is lost", procedure="x"))
    with pytest.raises(CallTimeout):
        await pair.migrate()
    assert pair.log == ["A begin3_params", "A confirm3_params"]
    pair = Pair(migrate_begin3_params=REFUSED)
    with pytest.raises(type(REFUSED)):
        await pair.migrate()
    assert pair.log == ["A begin3_params"]


async def test_confirm_refused() -> None:
    """The move succeeded all the same."""
    pair = Pair(migrate_confirm3_params=REFUSED)
    with pytest.warns(RuntimeWarning, match="runs on the destination"):
        assert (await pair.migrate())._ref == MOVED


async def test_a_destination_without_a_uri() -> None:
    """Neither side said where the memory goes: both are told that it is off."""
    pair = Pair(migrate_prepare3_params=(b"prepared", None), migrate_finish3_params=THROWN_AWAY)
    with pytest.raises(UsageError, match="uri="):
        await pair.migrate()
    assert pair.log[-2:] == ["B finish3_params", "A confirm3_params"]
    pair = Pair(migrate_prepare3_params=(b"prepared", None))
    await pair.migrate(uri="tcp://b:1")
    assert pair.source.args("migrate_perform3_params")[2]["migrate_uri"] == "tcp://b:1"


async def test_version_2_perform_refused() -> None:
    """Finish is told."""
    pair = Pair({3}, migrate_perform=REFUSED)
    with pytest.raises(type(REFUSED), match="no room"):
        await pair.migrate()
    assert pair.log[-2:] == ["A perform", "B finish2"]
    assert pair.target.args("migrate_finish2")[4] == 1


@pytest.mark.parametrize(
    ("features", "options", "said"),
    [
        (ALL, {"flags": 64 | 128}, "exclude"),
        (ALL, {"flags": 2}, "URI instead"),
        (ALL, {"flags": 4}, "URI instead"),
        (ALL - {12}, {"flags": 1024}, "does not run"),
        (ALL - {7}, {"flags": 256}, "protect"),
        (ALL - {13}, {"params": {"compression": "zstd"}}, "too old"),
        ({3}, {"xml": "<x/>"}, "XML"),
        (set(), {}, "in common"),
    ],
)
async def test_what_cannot_be_is_refused(features: set[int], options: dict[str, Any], said: str) -> None:
    """Nothing has been started by then."""
    pair = Pair(features)
    with pytest.raises(UsageError, match=said):
        await pair.migrate(**options)
    assert pair.log == []


# -- peer to peer ------------------------------------------------------------------------------------------

URI = "qemu+tls://b/system"


async def test_peer_to_peer() -> None:
    """One call, and the source leads."""
    pair = Pair()
    migration: Any = domain(pair.source).migration
    assert await migration.migrate(URI, name="new", flags=1) is None
    assert pair.log == ["A perform3_params"]
    assert pair.source.args("migrate_perform3_params") == (REF, URI, {"destination_name": "new"}, b"", 3)


async def test_peer_to_peer_before_typed_parameters() -> None:
    """Fixed fields; then only a name and a bandwidth."""
    pair = Pair({6})
    await domain(pair.source).migration.migrate(URI, xml="<x/>", uri="tcp://b", flags=1)
    assert pair.source.args("migrate_perform3") == (REF, "<x/>", b"", URI, "tcp://b", 3, None, 0)
    pair = Pair({3})
    await domain(pair.source).migration.migrate(URI, bandwidth=5)
    assert pair.source.args("migrate_perform") == (REF, b"", URI, 2, None, 5)
    with pytest.raises(UsageError, match="too old"):
        await domain(pair.source).migration.migrate(URI, xml="<x/>")


async def test_disks_are_a_list() -> None:
    """A parameter may come several times."""
    pair = Pair()
    await domain(pair.source).migration.migrate(URI, params={"migrate_disks": ["vda", "vdb"]}, flags=64)
    assert pair.source.last.name == "remote.domain_migrate_perform3_params"
    assert pair.source.body.count(b"migrate_disks") == 2
    assert b"vda" in pair.source.body
