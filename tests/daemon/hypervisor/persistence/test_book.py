"""Transactions: what they wait for, what they hold together, and what becomes of a change that cannot be written."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.daemon.hypervisor.persistence.shelves import Kept, definition, in_memory
from tests.daemon.hypervisor.persistence.test_journal import play
from tests.daemon.hypervisor.scripts import SCRIPTS
from tests.daemon.raw import Raw
from virtreach.daemon.house import Door, House
from virtreach.daemon.hypervisor.driver import TestDriver
from virtreach.daemon.hypervisor.persistence.book import Book
from virtreach.daemon.hypervisor.persistence.state_file import StateFile
from virtreach.daemon.hypervisor.storage.sparse_data import BLOCK
from virtreach.daemon.listeners import listen_unix
from virtreach.daemon.server import Server
from virtreach.errors.libvirt import LibvirtError
from virtreach.protocol import remote as P
from virtreach.wire.packet import HEADER, HEADER_SIZE, OK


@contextlib.asynccontextmanager
async def served(path: Path) -> AsyncIterator[tuple[TestDriver, Raw]]:
    """A daemon whose test hypervisor keeps its state in a file, and a client of it."""
    driver = TestDriver()
    driver.keep_state(str(path / "state"))
    listener = listen_unix(Door("unix"), str(path / "sock"), mode=0o700)
    async with Server(House([driver]), [listener]):
        raw = await (await Raw.connect(str(path / "sock"))).open()
        try:
            yield driver, raw
        finally:
            await raw.close()


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts transactions that are written."""
    counts = [0]
    write = StateFile.write

    def writes(self: StateFile, changes: Any) -> None:
        counts[0] += 1
        write(self, changes)

    monkeypatch.setattr(StateFile, "write", writes)
    return counts


async def test_calls_of_one_turn_share_a_transaction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(tmp_path) as (driver, raw):
        counts = counted(monkeypatch)
        frames = [raw.frame(P.DOMAIN_DEFINE_XML, definition(f"d{number}")) for number in range(5)]
        raw.send(b"".join(frames))
        for _ in frames:
            await raw.reply(P.DOMAIN_DEFINE_XML)
        assert counts == [1]
        before = in_memory(driver)
        assert len(before) > 5
    with Kept(tmp_path / "state") as kept:
        assert in_memory(kept.driver) == before


async def test_the_reply_waits_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(tmp_path) as (driver, raw):
        assert driver.book is not None
        due = asyncio.Event()
        commit = Book.commit
        monkeypatch.setattr(Book, "commit", lambda self: due.set())
        raw.send(
            raw.frame(P.DOMAIN_DEFINE_XML, definition("d")) + raw.frame(P.CONNECT_NUM_OF_DEFINED_DOMAINS)
        )
        await due.wait()
        assert (await raw.reply(P.CONNECT_NUM_OF_DEFINED_DOMAINS)).num == 1
        monkeypatch.undo()
        commit(driver.book)
        assert (await raw.reply(P.DOMAIN_DEFINE_XML)).dom.name == "d"


async def test_reading_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(tmp_path) as (_, raw):

        def scheduled(self: Book) -> None:
            raise AssertionError("nothing has changed")

        monkeypatch.setattr(Book, "schedule", scheduled)
        dom = (await raw.call(P.DOMAIN_LOOKUP_BY_NAME, "test")).dom
        await raw.call(P.DOMAIN_GET_XML_DESC, dom, 0)
        await raw.call(P.DOMAIN_GET_INFO, dom)
        await raw.call(P.CONNECT_LIST_ALL_DOMAINS, 1, 0)
        await raw.call(P.CONNECT_GET_ALL_DOMAIN_STATS, [], 0, 0)
        monkeypatch.undo()


async def test_an_upload_is_acknowledged_when_it_is_kept(tmp_path: Path) -> None:
    async with served(tmp_path) as (driver, raw):
        pool = (await raw.call(P.STORAGE_POOL_LOOKUP_BY_NAME, "default-pool")).pool
        text = f"<volume><name>v</name><capacity>{8 * BLOCK}</capacity></volume>"
        vol = (await raw.call(P.STORAGE_VOL_CREATE_XML, pool, text, 0)).vol
        await raw.call(P.STORAGE_VOL_UPLOAD, vol, 0, 0, 0)
        head = (0x20008086, 1, P.STORAGE_VOL_UPLOAD.number, 3, raw.serial)
        data = random.Random(1).randbytes(3 * BLOCK + 17)
        raw.send(HEADER.pack(HEADER_SIZE + len(data), *head, 2) + data + HEADER.pack(HEADER_SIZE, *head, OK))
        assert HEADER.unpack_from(await raw.packet())[4:7] == (3, raw.serial, OK)
        before = in_memory(driver)
    with Kept(tmp_path / "state") as kept:
        assert in_memory(kept.driver) == before
        kept.agree()
        stream, _ = kept.client.open("storage_vol_download", vol=vol, offset=0, length=0, flags=0)
        assert stream.data[: len(data)] == data
        assert not any(stream.data[len(data) :])


class Full:
    """Has a state file refuse to be written."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, share: float = 1.0) -> None:
        self.refused = 0
        self.chance = random.Random(3)
        self.share = share
        write = StateFile.write

        def refuse(file: StateFile, changes: Any) -> None:
            if self.chance.random() < self.share:
                self.refused += 1
                # As much as there is room for, then no more.
                room = iter(changes)
                for _ in range(self.chance.randrange(3)):
                    next(room, None)
                raise sqlite3.OperationalError("database or disk is full")
            write(file, changes)

        monkeypatch.setattr(StateFile, "write", refuse)


@pytest.mark.parametrize("share", [1.0, 0.4])
@pytest.mark.parametrize("name", SCRIPTS)
def test_what_cannot_be_written_has_not_happened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, share: float
) -> None:
    """With every call of every script: whether it could be written or not, memory and disk agree."""
    with Kept(tmp_path / "state") as kept:
        first = in_memory(kept.driver)
        full = Full(monkeypatch, share)
        play(kept, SCRIPTS[name])
        if share == 1.0:
            assert in_memory(kept.driver) == first
        elif name in ("lifecycle", "snapshots", "pools"):
            assert full.refused
        monkeypatch.undo()
        kept.call("domain_define_xml", xml=definition("after"))
        kept.agree()


def test_a_full_disk(tmp_path: Path) -> None:
    with Kept(tmp_path / "state") as kept:
        (pages,) = kept.file.connection.execute("PRAGMA page_count").fetchone()
        kept.file.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        defined = 0
        failure = ""
        while not failure:
            try:
                kept.call("domain_define_xml", xml=definition(f"d{defined}"))
                defined += 1
            except LibvirtError as error:
                failure = error.message
        assert failure == "operation failed: the state cannot be written: database or disk is full"
        assert 0 < defined < 100
        kept.agree()
        assert kept.call("connect_num_of_defined_domains").num == defined
        kept.file.connection.execute("PRAGMA max_page_count = 100000")
        kept.call("domain_define_xml", xml=definition("at last"))
        kept.agree()
        before = in_memory(kept.driver)
    with Kept(tmp_path / "state") as again:
        assert in_memory(again.driver) == before


async def test_clients_are_told_of_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(tmp_path) as (_, raw):
        Full(monkeypatch)
        with pytest.raises(LibvirtError, match="disk is full") as caught:
            await raw.call(P.DOMAIN_DEFINE_XML, definition("d"))
        assert caught.value.code == 9
        assert (await raw.call(P.CONNECT_NUM_OF_DEFINED_DOMAINS)).num == 0
        monkeypatch.undo()
        await raw.call(P.DOMAIN_DEFINE_XML, definition("d"))


def test_an_upload_that_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Kept(tmp_path / "state") as kept:
        pool = kept.call("storage_pool_lookup_by_name", name="default-pool").pool
        text = f"<volume><name>v</name><capacity>{4 * BLOCK}</capacity></volume>"
        vol = kept.call("storage_vol_create_xml", pool=pool, xml=text, flags=0).vol
        first, _ = kept.client.open("storage_vol_upload", vol=vol, offset=0, length=0, flags=0)
        first.on_data(b"x" * BLOCK)
        first.on_finish()
        assert first.finished_well
        second, _ = kept.client.open("storage_vol_upload", vol=vol, offset=0, length=0, flags=0)
        second.on_data(b"y" * BLOCK)
        monkeypatch.setattr("tests.daemon.hypervisor.persistence.test_book.StateFile.write", _refuse)
        with pytest.raises(LibvirtError):
            kept.call("domain_define_xml", xml=definition("d"))
        monkeypatch.undo()
        kept.agree()
        # What was sent before is lost, and the rest would leave a volume with a hole in it.
        with pytest.raises(LibvirtError, match="was lost"):
            second.on_data(b"y" * BLOCK)
        stream, _ = kept.client.open("storage_vol_download", vol=vol, offset=0, length=BLOCK, flags=0)
        assert stream.data == b"x" * BLOCK


def _refuse(file: StateFile, changes: Any) -> None:
    raise sqlite3.OperationalError("disk I/O error")


def test_when_not_even_reading_works_the_log_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with Kept(tmp_path / "state") as kept:
        monkeypatch.setattr(StateFile, "write", _refuse)
        monkeypatch.setattr(StateFile, "facts", _refuse)
        with pytest.raises(LibvirtError, match="disk I/O error"):
            kept.call("domain_define_xml", xml=definition("d"))
        assert "what is in memory differs from" in caplog.text
        monkeypatch.undo()
