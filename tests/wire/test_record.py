"""Records: tuples with named fields."""

from __future__ import annotations

import copy
import pickle

import pytest

from virtreach.protocol import remote as P
from virtreach.wire.record import Record, record

Point = record("Point", "x y", __name__)


def test_fields_are_read_by_name_and_place() -> None:
    point = Point(1, 2)
    assert (point.x, point[1]) == (1, 2)  # type: ignore[attr-defined]
    assert point == (1, 2)
    assert isinstance(point, Record)
    assert isinstance(point, tuple)
    match point:
        case Point(x, y):  # type: ignore[misc]
            assert (x, y) == (1, 2)
        case _:
            pytest.fail("no match")


def test_fields_are_given_by_name_or_place() -> None:
    assert Point(y=2, x=1) == Point(1, y=2) == Point._make([1, 2]) == (1, 2)


@pytest.mark.parametrize(
    ("values", "named", "message"),
    [
        ((1,), {}, "Point has 2 fields; 1 values were given"),
        ((1, 2, 3), {}, "Point has 2 fields; 3 values were given"),
        ((), {"x": 1}, "Point lacks y"),
        ((1,), {"y": 2, "z": 3}, "Point takes no z"),
    ],
)
def test_wrong_counts_and_names_are_refused(
    values: tuple[int, ...], named: dict[str, int], message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        Point(*values, **named)


def test_fields_cannot_be_set() -> None:
    with pytest.raises(AttributeError):
        Point(1, 2).x = 5  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        Point(1, 2).z = 5  # type: ignore[attr-defined]


def test_named_tuple_habits() -> None:
    point = Point(1, 2)
    assert point._asdict() == {"x": 1, "y": 2}
    assert point._replace(y=5) == (1, 5)
    assert repr(point) == "Point(x=1, y=2)"
    with pytest.raises(TypeError, match="Point has no field z"):
        point._replace(z=1)


def test_copies_are_records() -> None:
    point = P.NonnullDomain("a", bytes(16), 3)
    for made in (copy.copy(point), copy.deepcopy(point), pickle.loads(pickle.dumps(point))):
        assert made == point
        assert type(made) is P.NonnullDomain
