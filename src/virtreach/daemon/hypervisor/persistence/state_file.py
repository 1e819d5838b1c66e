"""Rows of a state in and out: a file, or memory.

All changes that come in one turn of the event loop are one transaction: they are on the disk, all or none, when `write`
returns.
"""

from __future__ import annotations

from virtreach.daemon.hypervisor.persistence.schema import UNREADABLE, open_file, open_memory, words
from virtreach.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias, TypeVar

    from virtreach.daemon.hypervisor.ledger import Mark

    Kind = TypeVar("Kind", str, int, bytes)
    Change: TypeAlias = tuple[str, tuple[str | int | bytes, ...]]

__all__ = ["CUT", "CUT_BLOCK", "CUT_BLOCKS", "PUT", "PUT_BLOCK", "StateFile"]

PUT = (
    "INSERT INTO objects (hypervisor, kind, owner, key, facts) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (hypervisor, kind, owner, key) DO UPDATE SET facts = excluded.facts"
)
"""Keeps an object: hypervisor, kind, owner, key, facts."""
CUT = "DELETE FROM objects WHERE hypervisor = ? AND kind = ? AND owner = ? AND key = ?"
"""Forgets an object."""
PUT_BLOCK = "INSERT OR REPLACE INTO blocks (hypervisor, pool, volume, number, data) VALUES (?, ?, ?, ?, ?)"
"""Keeps a block of a volume's data: hypervisor, pool, volume, number, data."""
CUT_BLOCK = "DELETE FROM blocks WHERE hypervisor = ? AND pool = ? AND volume = ? AND number = ?"
"""Forgets a block."""
CUT_BLOCKS = "DELETE FROM blocks WHERE hypervisor = ? AND pool = ? AND volume = ?"
"""Forgets all blocks of a volume."""


class StateFile:
    """A state that is open.

    Args:
        path: the file, or None for memory.
        data: in memory, the bytes to begin with.

    Raises:
        ConfigError: it cannot be used.
    """

    def __init__(self, path: str | None, data: bytes | None = None) -> None:
        self.path = path
        self.connection = open_file(path) if path is not None else open_memory(data)

    def hypervisors(self) -> list[str]:
        """The paths of the hypervisors that are kept.

        Raises:
            ConfigError: the file is damaged.
        """
        query = "SELECT hypervisor FROM objects GROUP BY hypervisor ORDER BY min(place)"
        try:
            return [_checked(path, str) for (path,) in self.connection.execute(query)]
        except UNREADABLE as error:
            raise ConfigError(words(error), path=self.path) from error

    def objects(self, hypervisor: str, kind: str) -> Iterator[tuple[str, str, str]]:
        """Owner, key and facts of all objects of a kind, in the order in which they came."""
        query = "SELECT owner, key, facts FROM objects WHERE hypervisor = ? AND kind = ? ORDER BY place"
        for owner, key, facts in self.connection.execute(query, (hypervisor, kind)):
            yield _checked(owner, str), _checked(key, str), _checked(facts, str)

    def all_objects(self, hypervisor: str) -> Iterator[tuple[Mark, str]]:
        """All objects of all kinds with their facts."""
        query = "SELECT kind, owner, key, facts FROM objects WHERE hypervisor = ?"
        for kind, owner, key, facts in self.connection.execute(query, (hypervisor,)):
            yield (_checked(kind, str), _checked(owner, str), _checked(key, str)), _checked(facts, str)

    def facts(self, hypervisor: str, mark: Mark) -> str | None:
        """The facts of one object, or None when it is not kept."""
        query = "SELECT facts FROM objects WHERE hypervisor = ? AND kind = ? AND owner = ? AND key = ?"
        row = self.connection.execute(query, (hypervisor, *mark)).fetchone()
        return _checked(row[0], str) if row is not None else None

    def blocks(self, hypervisor: str, pool: str, volume: str) -> Iterator[tuple[int, bytes]]:
        """Numbers and data of a volume's blocks."""
        query = "SELECT number, data FROM blocks WHERE hypervisor = ? AND pool = ? AND volume = ?"
        for number, data in self.connection.execute(query, (hypervisor, pool, volume)):
            yield _checked(number, int), _checked(data, bytes)

    def write(self, changes: Iterable[Change]) -> None:
        """Make changes, all or none; they are safe when this returns.

        Raises:
            sqlite3.Error: they could not be made, and nothing has changed.
        """
        execute = self.connection.execute
        execute("BEGIN IMMEDIATE")
        try:
            for statement, values in changes:
                execute(statement, values)
            execute("COMMIT")
        except BaseException:
            # A disk that is full ends the transaction by itself.
            if self.connection.in_transaction:
                execute("ROLLBACK")
            raise

    def forgetting(self, hypervisor: str) -> list[Change]:
        """The changes that leave nothing of a hypervisor."""
        return [
            ("DELETE FROM objects WHERE hypervisor = ?", (hypervisor,)),
            ("DELETE FROM blocks WHERE hypervisor = ?", (hypervisor,)),
        ]

    def image(self) -> bytes:
        """The bytes of a file with this state."""
        return self.connection.serialize()

    def close(self) -> None:
        """Give the file back."""
        self.connection.close()


def _checked(value: object, kind: type[Kind]) -> Kind:
    if type(value) is not kind:
        raise ConfigError(f"has a value that is no {kind.__name__} where one belongs; it is damaged")
    return value
