"""The journals of all hypervisors of a file, and the transactions that they are written in.

While a call that may change something is carried out, a hypervisor's `Ledger` notes which objects were in hand. At the
end of the event loop's turn `Book.commit` has the journals compare those with what was written last, and writes what
differs, of all hypervisors and all clients of that turn, in one transaction. The replies to those calls wait for it,
so a reply means that the change is on the disk. Calls that only read pass by.

When the transaction fails, say because the disk is full, the objects go back to what the file has, and the calls get an
error. What clients were told by events meanwhile cannot be taken back.
"""

from __future__ import annotations

import asyncio
import sqlite3
from itertools import chain
from logging import getLogger

from virtreach.daemon.hypervisor.persistence.journal import Journal, running_loop
from virtreach.daemon.hypervisor.persistence.whole import rows
from virtreach.daemon.wording import fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from virtreach.daemon.hypervisor.ledger import Mark
    from virtreach.daemon.hypervisor.persistence.state_file import StateFile
    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.errors.libvirt import LibvirtError

__all__ = ["Book"]

_log = getLogger("virtreach.daemon")


class Book:
    """What keeps hypervisors in a file.

    Args:
        file: where changes go; closed by `close`.
    """

    def __init__(self, file: StateFile) -> None:
        self.file = file
        self._journals: dict[str, Journal] = {}
        self._waiting: list[tuple[Callable[[], None], Callable[[LibvirtError], None]]] = []
        self._due: asyncio.Handle | None = None

    def take_up(self, path: str, hypervisor: Hypervisor, lost: Iterable[Mark]) -> None:
        """Keep a hypervisor that was loaded from the file.

        Args:
            path: what it is called in the file.
            hypervisor: which.
            lost: what differs from the file because it could not outlive the daemon before.

        Raises:
            LibvirtError: the difference cannot be written.
        """
        journal = Journal(self, path, hypervisor)
        journal.learn(self.file.all_objects(path))
        journal.pending.update(dict.fromkeys(lost))
        self._begin(journal)
        failure = self.commit()
        if failure is not None:
            raise failure

    def keep(self, path: str, hypervisor: Hypervisor) -> None:
        """Keep a hypervisor from now on, in place of what the file has of that path.

        Args:
            path: what it is called in the file.
            hypervisor: which.

        Raises:
            LibvirtError: it cannot be written.
        """
        journal = Journal(self, path, hypervisor)
        everything = journal.learning(rows(path, hypervisor, durable=True))
        try:
            self.file.write(chain(self.file.forgetting(path), everything))
        except sqlite3.Error as error:
            raise _refusal(error) from error
        self._begin(journal)

    def _begin(self, journal: Journal) -> None:
        journal.remember_parts()
        journal.hypervisor.journal = journal
        self._journals[journal.path] = journal

    def wait(self, done: Callable[[], None], failed: Callable[[LibvirtError], None]) -> None:
        """Have one of two functions called when everything that has changed so far is written, or cannot be."""
        self._waiting.append((done, failed))
        self.schedule()
        if self._due is None:
            self.commit()

    def schedule(self) -> None:
        """Write at the end of this turn of the event loop; where none runs, with the next `commit`."""
        if self._due is None:
            loop = running_loop()
            if loop is not None:
                self._due = loop.call_soon(self.commit)

    def commit(self) -> LibvirtError | None:
        """Write what has changed, and tell who waits; the error that they get is given back."""
        if self._due is not None:
            self._due.cancel()
            self._due = None
        waiting, self._waiting = self._waiting, []
        failure = self._write()
        for done, failed in waiting:
            if failure is None:
                done()
            else:
                failed(failure)
        return failure

    def _write(self) -> LibvirtError | None:
        busy = [journal for journal in self._journals.values() if journal.pending]
        changes = chain.from_iterable([journal.changes() for journal in busy])
        try:
            first = next(changes, None)
            if first is not None:
                self.file.write(chain((first,), changes))
        except Exception as error:  # noqa: BLE001 - whatever it is, memory and disk must agree again
            text = "the state cannot be written, and goes back to what %s has: %s"
            _log.error(text, self.file.path, error, exc_info=not isinstance(error, sqlite3.Error))
            try:
                for journal in busy:
                    journal.go_back()
            except Exception:  # noqa: BLE001 - as above
                _log.exception("it cannot be read either: what is in memory differs from %s", self.file.path)
            return _refusal(error)
        for journal in busy:
            journal.settle()
        return None

    def close(self) -> None:
        """Write what is left, and give the file back."""
        self.commit()
        for journal in self._journals.values():
            journal.hypervisor.journal = None
        self._journals.clear()
        self.file.close()


def _refusal(error: Exception) -> LibvirtError:
    words = str(error) if isinstance(error, sqlite3.Error) else "the daemon's log has more"
    return fault(C.VIR_ERR_OPERATION_FAILED, f"the state cannot be written: {words}")
