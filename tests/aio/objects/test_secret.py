"""Secrets: every method against its procedure's codec, and no value in any repr."""

from __future__ import annotations

from typing import Any

import pytest

from tests.aio.objects.fake import Case, FakeConnection
from virtreach.aio.objects.secret import Secret, Secrets

UUID = bytes(range(16))
TEXT = "00010203-0405-0607-0809-0a0b0c0d0e0f"
REF = (UUID, 2, "client.admin secret")
HANDLE = ("Secret", REF)
VALUE = bytes(range(256))

SECRET = [
    Case("xml", lambda s: s.xml(), "secret_get_xml_desc", (REF, 0), ("<s/>",), "<s/>"),
    Case("value", lambda s: s.value(), "secret_get_value", (REF, 0), (VALUE,), VALUE),
    Case("set_value", lambda s: s.set_value(VALUE), "secret_set_value", (REF, VALUE, 0)),
    Case("undefine", lambda s: s.undefine(), "secret_undefine", (REF,)),
]

SECRETS = [
    Case("list", lambda c: c.list(flags=4), "connect_list_all_secrets", (1, 4), ([REF], 1), [HANDLE]),
    Case("count", lambda c: c.count(), "connect_num_of_secrets", (), (1,), 1),
    Case("uuids", lambda c: c.uuids(), "connect_list_secrets", (16384,), ([TEXT],), [TEXT]),
    Case(
        "lookup_by_uuid", lambda c: c.lookup_by_uuid(TEXT), "secret_lookup_by_uuid", (UUID,), (REF,), HANDLE
    ),
    Case(
        "lookup_by_usage",
        lambda c: c.lookup_by_usage(2, "client.admin secret"),
        "secret_lookup_by_usage",
        (2, "client.admin secret"),
        (REF,),
        HANDLE,
    ),
    Case(
        "define_xml",
        lambda c: c.define_xml("<s/>", flags=1),
        "secret_define_xml",
        ("<s/>", 1),
        (REF,),
        HANDLE,
    ),
]


@pytest.mark.parametrize("case", SECRET, ids=lambda case: case.name)
async def test_secret(case: Case) -> None:
    """A secret's method sends the right call."""
    await case.check(lambda connection: Secret._one(connection, REF))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", SECRETS, ids=lambda case: case.name)
async def test_secrets(case: Case) -> None:
    """The collection's method sends the right call."""
    await case.check(Secrets)


async def test_the_value_is_kept_nowhere() -> None:
    """After reading and writing it, a handle neither shows nor holds the value."""
    connection: Any = FakeConnection({"secret_get_value": (b"hunter2",)})
    secret = Secret._one(connection, REF)
    await secret.set_value(b"hunter2")
    assert await secret.value() == b"hunter2"
    assert (secret.uuid, secret.usage_type, secret.usage_id) == (TEXT, 2, "client.admin secret")
    assert secret.uuid_bytes == UUID
    assert repr(secret) == f"<Secret {TEXT}>"
    assert not any(b"hunter2" in value for value in (secret._wire, repr(secret._ref).encode()))


def test_one_secret_is_one_uuid() -> None:
    """Handles are equal by UUID, whatever their usage says."""
    connection: Any = FakeConnection()
    assert Secret._one(connection, REF) == Secret._one(connection, (UUID, 1, "/a"))
    assert Secret._one(connection, REF) != Secret._one(connection, (UUID[::-1], *REF[1:]))
