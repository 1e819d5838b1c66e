"""Every body of every procedure, both ways, against a second encoder."""

from __future__ import annotations

import random

import pytest

from tests.protocol.reference import Side, anything, body, decoded, joined, procedures, sides, some

OFFSET = 28


def test_all_procedures_are_there() -> None:
    counts: dict[str, int] = {}
    for program, _, _ in procedures():
        counts[program] = counts.get(program, 0) + 1
    assert counts == {"remote": 453, "qemu": 7, "lxc": 1, "admin": 20, "keepalive": 2}


def check(side: Side, values: list[object]) -> None:
    """Encode values and decode them again, with a packet's header in front."""
    wanted = joined(body(side.fields, values))
    assert side.encode(*values) == wanted
    record = side.decode(bytes(OFFSET) + wanted, OFFSET)
    assert record == tuple(
        decoded(field.type, value) for field, value in zip(side.fields, values, strict=True)
    )
    assert record._fields == tuple(field.name for field in side.fields)
    assert [getattr(record, name) for name in record._fields] == list(record)


@pytest.mark.parametrize("side", sides(), ids=lambda side: side.name)
def test_values_survive(side: Side) -> None:
    chance = random.Random(side.name)
    check(side, [some(field.type) for field in side.fields])
    for _ in range(5):
        check(side, [anything(field.type, chance) for field in side.fields])


def test_bodies_that_are_empty() -> None:
    empty = 0
    for _, procedure, codec in procedures():
        if procedure.args is None:
            assert codec.encode_args() == b""
            assert codec.decode_args(bytes(OFFSET), OFFSET) is None
            empty += 1
        if procedure.ret is None:
            assert codec.encode_ret() == b""
            assert codec.decode_ret(bytes(OFFSET), OFFSET) is None
            empty += 1
    assert empty == 251


def test_what_is_known_of_a_procedure() -> None:
    for program, procedure, codec in procedures():
        assert codec.program == program
        assert (codec.number, codec.name) == (procedure.number, procedure.name)
        assert (
            codec.arg_fields == tuple(field.name for field in procedure.args.fields)
            if procedure.args
            else True
        )
        assert (
            codec.ret_fields == tuple(field.name for field in procedure.ret.fields) if procedure.ret else True
        )
        assert (codec.priority, codec.readonly, codec.stream) == (
            procedure.priority,
            procedure.readonly,
            procedure.stream,
        )
        assert (codec.acl, codec.aclfilter) == (procedure.acl, procedure.filter)
        assert (codec.event, codec.preauth, codec.replayable) == (
            procedure.event,
            procedure.preauth,
            procedure.replayable,
        )
        assert not (codec.replayable and codec.stream)
        assert not (codec.event and codec.arg_fields)
