"""What a state holds, in memory and on the disk, in a form to be compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.daemon.hypervisor.inprocess import InProcess
from virtreach.daemon.hypervisor.driver import TestDriver
from virtreach.daemon.hypervisor.persistence.state_file import StateFile
from virtreach.daemon.hypervisor.persistence.whole import rows

__all__ = ["Kept", "definition", "differences", "in_memory", "on_disk"]


def definition(name: str) -> str:
    """A small domain."""
    return f"<domain type='test'><name>{name}</name><memory>1024</memory><os><type>hvm</type></os></domain>"


def in_memory(driver: TestDriver, *, durable: bool = True) -> set[tuple[Any, ...]]:
    """Every row that the state of a driver comes to."""
    found: set[tuple[Any, ...]] = set()
    for path, hypervisor in driver.hypervisors.items():
        for _, values in rows(path, hypervisor, durable=durable):
            found.add(values)
    return found


def on_disk(file: StateFile) -> set[tuple[Any, ...]]:
    """Every row of a file."""
    connection = file.connection
    found: set[tuple[Any, ...]] = set()
    found.update(connection.execute("SELECT hypervisor, kind, owner, key, facts FROM objects"))
    found.update(connection.execute("SELECT hypervisor, pool, volume, number, data FROM blocks"))
    return found


def differences(driver: TestDriver, file: StateFile) -> tuple[list[Any], list[Any]]:
    """The rows that are on the disk alone, and those that are in memory alone."""
    there, here = on_disk(file), in_memory(driver)
    return sorted(there - here), sorted(here - there)


class Kept:
    """A driver that keeps its state in a file, and a client of it without an event loop.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self.driver = TestDriver()
        self.driver.keep_state(str(path))
        self.client = InProcess(self.driver)

    @property
    def file(self) -> StateFile:
        """The open file."""
        book = self.driver.book
        assert book is not None
        return book.file

    def agree(self) -> None:
        """Memory and disk hold the same."""
        assert differences(self.driver, self.file) == ([], [])

    def call(self, name: str, /, **fields: Any) -> Any:
        """Call a procedure."""
        return self.client.call("remote", name, **fields)

    def commit(self) -> None:
        """End a turn of the event loop, which does not run."""
        assert self.driver.book is not None
        self.driver.book.commit()

    def close(self) -> None:
        """End as a daemon does that stops."""
        self.driver.close()

    def __enter__(self) -> Kept:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()
