"""What is written of a hypervisor, and what may differ from it; `Book` writes the difference."""

from __future__ import annotations

import asyncio
from functools import partial
from hashlib import blake2b

from virtreach.daemon.hypervisor.ledger import mark_of
from virtreach.daemon.hypervisor.persistence.kinds import KINDS
from virtreach.daemon.hypervisor.persistence.state_file import CUT, CUT_BLOCK, CUT_BLOCKS, PUT, PUT_BLOCK
from virtreach.daemon.hypervisor.persistence.whole import bring_back, host_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator, Iterable, Iterator
    from typing import Any

    from virtreach.daemon.hypervisor.ledger import Mark
    from virtreach.daemon.hypervisor.moments.moment import Moment
    from virtreach.daemon.hypervisor.persistence.book import Book
    from virtreach.daemon.hypervisor.persistence.state_file import Change
    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.daemon.hypervisor.storage.sparse_data import SparseData
    from virtreach.errors.libvirt import LibvirtError

__all__ = ["Journal", "running_loop"]

_FAMILIES = {"domain": "domain", "network": "network", "pool": "pool", "device": "device", "secret": "secret"}
_MOMENTS = {"snapshot": "snapshots", "checkpoint": "checkpoints"}


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()


class Journal:
    """What is written of one hypervisor, and what may differ from it.

    Args:
        book: where it belongs.
        path: what the hypervisor is called in the file.
        hypervisor: whose changes these are.

    Attributes:
        book, path, hypervisor: as given.
        pending: objects that may have changed.
        failures: how often it has gone back.
    """

    def __init__(self, book: Book, path: str, hypervisor: Hypervisor) -> None:
        self.book = book
        self.path = path
        self.hypervisor = hypervisor
        self.pending: dict[Mark, None] = {}
        self.failures = 0
        # What is written: digests of facts, and what moments and data were like when they were written.
        self._written: dict[tuple[str, str], dict[str, bytes]] = {}
        self._moments: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
        self._data: dict[tuple[str, str], SparseData] = {}
        # What is written as soon as the transaction that is being put together has succeeded.
        self._fresh: dict[Mark, bytes | None] = {}
        self._fresh_moments: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
        self._fresh_data: dict[tuple[str, str], SparseData | None] = {}

    # What may have changed.

    def touched(self, family: str, key: bytes) -> None:
        """Look at an object at the end of this turn; events tell of it."""
        kind = _FAMILIES[family]
        self.pending[kind, "", key.decode() if kind == "device" else mark_of(key)] = None
        self.book.schedule()

    def __enter__(self) -> None:
        """Note from now on what is in hand."""
        self.hypervisor.ledger.marks = {}

    def __exit__(self, kind: type[BaseException] | None, *failure: object) -> None:
        """Note no more; look at what was in hand at the end of this turn, also when the call has failed half-way."""
        marks, self.hypervisor.ledger.marks = self.hypervisor.ledger.marks, None
        self.pending["host", "", ""] = None
        if marks:
            self.pending.update(marks)
        self.book.schedule()
        if kind is not None and running_loop() is None:
            self.book.commit()

    def store(
        self,
        kind: str,
        owner: str,
        key: str,
        done: Callable[[], None],
        failed: Callable[[LibvirtError], None],
    ) -> None:
        """Have one of two functions called when an object is written, or cannot be."""
        self.pending[kind, owner, key] = None
        self.book.wait(done, failed)

    def answer(self, body: bytes) -> bytes | Awaitable[bytes]:
        """Give the body of a reply once what has changed so far is written; at once where no event loop runs.

        Raises:
            LibvirtError: it could not be written; nothing has changed.
        """
        loop = running_loop()
        if loop is None:
            failure = self.book.commit()
            if failure is not None:
                raise failure
            return body
        written: asyncio.Future[bytes] = loop.create_future()

        def done() -> None:
            if not written.done():
                written.set_result(body)

        def failed(error: LibvirtError) -> None:
            if not written.done():
                written.set_exception(error)

        self.book.wait(done, failed)
        return written

    async def answer_later(self, work: Awaitable[bytes]) -> bytes:
        """The same for what takes its time; what is in hand during each step is noted."""
        body = self.answer(await _Watched(self, work))
        return body if isinstance(body, bytes) else await body

    # What has changed.

    def learn(self, objects: Iterable[tuple[Mark, str]]) -> None:
        """Take objects with their facts as written."""
        for (kind, owner, key), text in objects:
            self._written.setdefault((kind, owner), {})[key] = _digest(text)

    def learning(self, changes: Iterable[Change]) -> Iterator[Change]:
        """Take changes as written that somebody else writes; gives them as they are."""
        for change in changes:
            if change[0] == PUT:
                _, kind, owner, key, text = change[1]
                self._written.setdefault((str(kind), str(owner)), {})[str(key)] = _digest(str(text))
            yield change

    def remember_parts(self) -> None:
        """Take all moments and all data as written."""
        for domain in self.hypervisor.domains:
            for name, attribute in _MOMENTS.items():
                moments: dict[str, Moment] = getattr(domain, attribute)
                if moments:
                    self._moments[name, domain.uuid.hex()] = _contents(moments)
        for owner, key, volume in KINDS["volume"].each(self.hypervisor):
            self._data[owner, key] = volume.data
            volume.data.changed.clear()

    def changes(self) -> Iterator[Change]:
        """The changes that make the file have what is pending, worked out while they are taken."""
        for name, _, key in list(self.pending):
            if name == "domain":
                self._find_moments(key)
        return self._changes()

    def _changes(self) -> Iterator[Change]:
        for mark in self.pending:
            name, owner, key = mark
            if name == "host":
                yield from self._row(mark, host_text(self.hypervisor))
                continue
            kind = KINDS[name]
            item = kind.find(self.hypervisor, owner, key)
            if item is not None and not kind.durable(item):
                item = None
            yield from self._row(mark, kind.text(item) if item is not None else None)
            if name == "volume":
                yield from self._changed_data(owner, key, item.data if item is not None else None)

    def _find_moments(self, owner: str) -> None:
        # Their trees never change once they are made, so what they hold tells whether they have.
        domain = KINDS["domain"].find(self.hypervisor, "", owner)
        for name, attribute in _MOMENTS.items():
            moments: dict[str, Moment] = getattr(domain, attribute) if domain is not None else {}
            written = self._written.get((name, owner), {})
            if not moments and not written:
                continue
            old = self._moments.get((name, owner), {})
            self._fresh_moments[name, owner] = new = {}
            for key in written:
                if key not in moments:
                    self.pending[name, owner, key] = None
            for key, one in moments.items():
                held = old.get(key)
                if held != vars(one):
                    self.pending[name, owner, key] = None
                    held = dict(vars(one))
                new[key] = held

    def _row(self, mark: Mark, text: str | None) -> Iterator[Change]:
        old = self._written.get(mark[:2], {}).get(mark[2])
        new = _digest(text) if text is not None else None
        if new == old:
            return
        self._fresh[mark] = new
        if text is None:
            yield CUT, (self.path, *mark)
        else:
            yield PUT, (self.path, *mark, text)

    def _changed_data(self, owner: str, key: str, data: SparseData | None) -> Iterator[Change]:
        where = (self.path, owner, key)
        old = self._data.get((owner, key))
        if data is not old:
            self._fresh_data[owner, key] = data
            if old is not None:
                yield CUT_BLOCKS, where
            numbers = data.blocks() if data is not None else []
        elif data is not None and data.changed:
            self._fresh_data[owner, key] = data
            numbers = sorted(data.changed)
        else:
            return
        for number in numbers:
            assert data is not None
            block = data.block(number)
            if block is None:
                yield CUT_BLOCK, (*where, number)
            else:
                yield PUT_BLOCK, (*where, number, block)

    def settle(self) -> None:
        """The changes are written."""
        for (name, owner, key), digest in self._fresh.items():
            written = self._written.setdefault((name, owner), {})
            if digest is None:
                written.pop(key, None)
                if not written:
                    del self._written[name, owner]
            else:
                written[key] = digest
        for place, moments in self._fresh_moments.items():
            if moments:
                self._moments[place] = moments
            else:
                self._moments.pop(place, None)
        for where, data in self._fresh_data.items():
            if data is None:
                self._data.pop(where, None)
            else:
                data.changed.clear()
                self._data[where] = data
        self._forget_changes()

    def go_back(self) -> None:
        """The changes could not be written: have their objects be what the file has.

        Raises:
            ConfigError, sqlite3.Error: the file cannot be read.
        """
        self.failures += 1
        marks = [mark for mark in self.pending if self._kept(mark)]
        data = bring_back(self.book.file, self.path, self.hypervisor, marks)
        self._data.update(data)
        for name, owner in {mark[:2] for mark in marks if mark[0] in _MOMENTS}:
            domain = KINDS["domain"].find(self.hypervisor, "", owner)
            moments: dict[str, Moment] = getattr(domain, _MOMENTS[name]) if domain is not None else {}
            self._moments[name, owner] = _contents(moments)
        self._forget_changes()

    def _kept(self, mark: Mark) -> bool:
        # What never is in the file cannot come back from it.
        name, owner, key = mark
        if key in self._written.get((name, owner), ()):
            return True
        item = KINDS[name].find(self.hypervisor, owner, key)
        return item is None or KINDS[name].durable(item)

    def _forget_changes(self) -> None:
        self.pending.clear()
        self._fresh.clear()
        self._fresh_moments.clear()
        self._fresh_data.clear()


def _contents(moments: dict[str, Moment]) -> dict[str, dict[str, Any]]:
    return {key: dict(vars(one)) for key, one in moments.items()}


def running_loop() -> asyncio.AbstractEventLoop | None:
    """The event loop that runs here, if one does."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class _Watched:
    # Something to be awaited, each of whose steps is watched by a journal.

    def __init__(self, journal: Journal, work: Awaitable[Any]) -> None:
        self._journal = journal
        self._work = work

    def __await__(self) -> Generator[Any, Any, Any]:
        steps = self._work.__await__()
        step: Callable[[], Any] = partial(next, steps)
        while True:
            try:
                with self._journal:
                    waits_for = step()
            except StopIteration as stop:
                return stop.value
            try:
                sent = yield waits_for
            except BaseException as error:  # noqa: BLE001 - the work gets it
                step = partial(steps.throw, error)
            else:
                step = partial(steps.send, sent)
