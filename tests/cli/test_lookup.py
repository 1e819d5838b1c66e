"""Names, UUIDs and ids on the command line."""

from __future__ import annotations

from typing import Any

import pytest

from virtreach.cli import lookup
from virtreach.cli.failures import CommandFailed
from virtreach.errors import LibvirtError
from virtreach.errors.libvirt import from_wire

UUID = "6695eb01-f6a4-8304-79aa-97f2502e193f"


class Table:
    """A collection that finds what it was given and notes what it was asked."""

    def __init__(self, code: int, **known: object) -> None:
        self.asked: list[tuple[str, object]] = []
        self.path = ""
        self._code = code
        self._known = known

    def _find(self, how: str, value: object) -> str:
        self.asked.append((how, value))
        if self._known.get(how) == value:
            return f"{how} {value}"
        raise from_wire(self._code, 10, "not found", 2)

    def lookup_by_id(self, value: int) -> str:
        return self._find("id", value)

    def lookup_by_uuid(self, value: str) -> str:
        return self._find("uuid", value)

    def lookup_by_name(self, value: str) -> str:
        return self._find("name", value)

    def lookup_by_path(self, value: str) -> str:
        return self._find("path", value)


class Connection:
    """What lookups need of a connection."""

    def __init__(self, table: Table) -> None:
        self.domains = self.storage_pools = self.storage_volumes = table


def find(table: Table, text: str, how: Any = lookup.domain) -> Any:
    return how(Connection(table), text)


def test_an_id_comes_first() -> None:
    assert find(Table(42, id=5, name="5"), "5") == "id 5"


def test_a_number_may_be_a_name() -> None:
    table = Table(42, name="5")
    assert find(table, "5") == "name 5"
    assert table.asked == [("id", 5), ("name", "5")]


@pytest.mark.parametrize("text", ["99999999999", "²", "-5", "5.0", "0x5"])
def test_what_is_no_id_is_a_name(text: str) -> None:
    table = Table(42, name=text)
    assert find(table, text) == f"name {text}"
    assert table.asked == [("name", text)]


@pytest.mark.parametrize("text", [UUID, UUID.upper(), UUID.replace("-", "")])
def test_a_uuid(text: str) -> None:
    assert find(Table(42, uuid=text), text) == f"uuid {text}"
    assert find(Table(42, name=text), text) == f"name {text}"


@pytest.mark.parametrize("text", [UUID[:-1], UUID + "0", "g" * 32, UUID.replace("-", "", 1), "-" * 36, ""])
def test_what_is_no_uuid(text: str) -> None:
    assert not lookup.is_uuid(text)


def test_another_error_is_not_swallowed() -> None:
    with pytest.raises(LibvirtError) as caught:
        find(Table(88), "5")
    assert caught.value.code == 88


def test_pools() -> None:
    assert find(Table(49, uuid=UUID), UUID, lookup.pool) == f"uuid {UUID}"
    assert find(Table(49, name=UUID), UUID, lookup.pool) == f"name {UUID}"


def test_volumes() -> None:
    assert find(Table(50, path="/var/x"), "/var/x", lookup.volume) == "path /var/x"
    for text in ("disk", "pool/", "disk.img"):
        with pytest.raises(CommandFailed, match="POOL/NAME"):
            find(Table(50), text, lookup.volume)
