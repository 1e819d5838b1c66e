"""Faults as clients of a daemon meet them, and what was written down of the calls."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

import virtreach
from tests.daemon.process import Virtreachd
from tests.daemon.raw import KEEPALIVE, Place, place
from tests.daemon.toy import DOMAINS, ToySession
from virtreach.daemon.drivers.base import ClientInfo
from virtreach.daemon.drivers.injecting import InjectingDriver
from virtreach.daemon.drivers.injector import Fault, Injector
from virtreach.daemon.drivers.recorder import Recorder
from virtreach.errors import CallInterrupted, LibvirtError
from virtreach.protocol import remote as P
from virtreach.wire.packet import HEADER, HEADER_SIZE, MESSAGE, OK


@contextlib.asynccontextmanager
async def around(directory: Path) -> AsyncIterator[tuple[Place, Injector, Recorder]]:
    """A daemon whose toy driver stands behind faults."""
    async with place(directory) as here:
        injector, recorder = Injector(), Recorder()
        here.house.drivers = (InjectingDriver(here.driver, injector, recorder),)
        yield here, injector, recorder


async def test_without_faults_all_is_as_ever(tmp_path: Path) -> None:
    async with around(tmp_path) as (here, _, recorder):
        raw = await (await here.connect()).open()
        assert (await raw.call(P.CONNECT_GET_TYPE)).type == "TEST"
        assert (await raw.call(P.CONNECT_GET_HOSTNAME)).hostname == "toy"
        await raw.call(P.CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, 0, None)
        here.driver.lifecycle()
        await raw.call(P.CONNECT_GET_TYPE)
        assert len(raw.messages) == 1
        with pytest.raises(LibvirtError):
            await raw.call(P.DOMAIN_LOOKUP_BY_NAME, "nobody")
        assert [(one.name, one.outcome) for one in recorder.calls[-2:]] == [
            ("connect_get_type", "ok"),
            ("domain_lookup_by_name", "error"),
        ]
        assert recorder.calls[-1].args.name == "nobody"
        assert isinstance(recorder.calls[-1].error, LibvirtError)
        assert "nobody" not in repr(recorder.calls[-1])


async def test_error(tmp_path: Path) -> None:
    async with around(tmp_path) as (here, injector, recorder):
        raw = await (await here.connect()).open()
        injector.add(Fault("error", "domain_destroy", code=38, message="no", domain=10, count=1))
        with pytest.raises(LibvirtError, match="no") as caught:
            await raw.call(P.DOMAIN_DESTROY, DOMAINS[0])
        assert (caught.value.code, caught.value.domain) == (38, 10)
        assert here.driver.destroyed == []
        await raw.call(P.DOMAIN_DESTROY, DOMAINS[0])
        assert here.driver.destroyed == ["test"]
        assert [one.outcome for one in recorder.named("domain_destroy")] == ["error", "ok"]


async def test_delay_leaves_other_calls_alone(tmp_path: Path) -> None:
    async with around(tmp_path) as (here, injector, _):
        raw = await (await here.connect()).open()
        injector.add(Fault("delay", "domain_get_state", seconds=0.2))
        begun = time.monotonic()
        raw.send(raw.frame(P.DOMAIN_GET_STATE, DOMAINS[0], 0))
        slow = raw.serial
        raw.send(raw.frame(P.CONNECT_GET_TYPE))
        quick = raw.serial
        answered = [HEADER.unpack_from(await raw.packet())[5] for _ in range(2)]
        assert answered == [quick, slow]
        assert time.monotonic() - begun >= 0.2


@pytest.mark.parametrize("action", ["drop", "lose"])
async def test_the_connection_is_closed_without_an_answer(
    tmp_path: Path, action: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with around(tmp_path) as (here, injector, recorder):
        raw = await (await here.connect()).open()
        other = await (await here.connect()).open()
        injector.add(Fault(action, "domain_destroy"))
        raw.send(raw.frame(P.DOMAIN_DESTROY, DOMAINS[0]) + raw.frame(P.CONNECT_GET_TYPE))
        assert await raw.ended()
        assert here.driver.destroyed == (["test"] if action == "lose" else [])
        assert recorder.named("domain_destroy")[0].outcome == ("lost" if action == "lose" else "dropped")
        assert (await other.call(P.CONNECT_GET_TYPE)).type == "TEST"
        assert here.driver.sessions[0].closed
        assert len(here.house.clients) == 1
    gc.collect()
    # Tasks that are forgotten complain.
    assert [one.getMessage() for one in caplog.records if one.name == "asyncio"] == []


async def test_hang_answers_keepalive_all_the_same(tmp_path: Path) -> None:
    async with around(tmp_path) as (here, injector, recorder):
        raw = await (await here.connect()).open()
        injector.add(Fault("hang", "domain_destroy"))
        raw.send(raw.frame(P.DOMAIN_DESTROY, DOMAINS[0]))
        raw.send(HEADER.pack(HEADER_SIZE, KEEPALIVE, 1, 1, MESSAGE, 0, OK))
        header = HEADER.unpack_from(await raw.packet())
        assert (header[1], header[3]) == (KEEPALIVE, 2)
        assert recorder.named("domain_destroy")[0].outcome in ("pending", "hanging")
        assert (await raw.call(P.CONNECT_GET_TYPE)).type == "TEST"
        assert recorder.named("domain_destroy")[0].outcome == "hanging"
        assert here.driver.destroyed == []


async def test_streams(tmp_path: Path) -> None:
    """A delayed stream loses nothing, whatever the client sends before it is open."""
    async with around(tmp_path) as (here, injector, _):
        raw = await (await here.connect()).open()
        injector.add(Fault("delay", "storage_vol_upload", seconds=0.1))
        frame = raw.frame(P.STORAGE_VOL_UPLOAD, ("pool", "volume", "key"), 0, 0, 0)
        number = P.STORAGE_VOL_UPLOAD.number
        head = (0x20008086, 1, number, 3, raw.serial)
        raw.send(
            frame + HEADER.pack(HEADER_SIZE + 4, *head, 2) + b"data" + HEADER.pack(HEADER_SIZE, *head, OK)
        )
        replies = [HEADER.unpack_from(await raw.packet())[4:7] for _ in range(2)]
        assert replies == [(1, raw.serial, OK), (3, raw.serial, OK)]
        assert here.driver.sessions[0].uploaded == [b"data"]


@pytest.mark.parametrize("action", ["error", "delay", "hang"])
async def test_opening(tmp_path: Path, action: str) -> None:
    async with around(tmp_path) as (here, injector, _):
        injector.add(Fault(action, "connect_open", seconds=0.1 if action == "delay" else 0))
        raw = await here.connect()
        if action == "error":
            with pytest.raises(LibvirtError, match="injected into connect_open"):
                await raw.open()
        elif action == "delay":
            begun = time.monotonic()
            await raw.open()
            assert time.monotonic() - begun >= 0.1
        else:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(raw.open(), 0.1)
        injector.clear()
        await (await here.connect()).open()


def test_the_recorder_forgets_the_oldest(tmp_path: Path) -> None:
    client = ClientInfo(1, "unix", "here")
    recorder = Recorder(calls=3, size=100)
    for number in range(5):
        recorder.note(client, P.CONNECT_GET_TYPE, bytes([number]) * 10)
    assert [one.packet[0] for one in recorder] == [2, 3, 4]
    recorder.note(client, P.CONNECT_GET_TYPE, bytes(95))
    assert len(recorder) == 1
    recorder.clear()
    assert recorder.calls == []


def test_by_configuration_alone(tmp_path: Path) -> None:
    faults = 'faults = ["error:domain_get_xml_desc:count=1:38:so it goes", "lose:domain_destroy"]\n'
    with Virtreachd(tmp_path, "fault_injection = 1\n" + faults) as daemon:
        with virtreach.connect(daemon.uri()) as conn:
            domain = conn.domains.lookup_by_name("test")
            with pytest.raises(LibvirtError, match="so it goes"):
                domain.xml()
            assert domain.xml()
            with pytest.raises(CallInterrupted):
                domain.destroy()


def test_switched_off_nothing_stands_between(tmp_path: Path) -> None:
    from virtreach.conf.document import ConfDocument
    from virtreach.daemon.assembly import furnish
    from virtreach.daemon.config.settings import Settings

    text = 'faults = ["hang:*"]\n'
    off = furnish(Settings(ConfDocument(text, path="conf")))
    assert not isinstance(off.drivers[0], InjectingDriver)
    on = furnish(Settings(ConfDocument(text + "fault_injection = 1\n", path="conf")))
    assert isinstance(on.drivers[0], InjectingDriver)
    assert [one.action for one in on.drivers[0].injector.faults] == ["hang"]


def test_what_the_page_shows_can_be_configured() -> None:
    from tests.interop.pages import ROOT, blocks
    from virtreach.conf.document import ConfDocument
    from virtreach.daemon.config.settings import Settings

    page = ROOT / "docs/how-to/state-and-faults.md"
    found = [Settings(ConfDocument(block.code, path=str(page))) for block in blocks(page, "conf")]
    assert [len(settings.faults) for settings in found] == [0, 6]
    assert found[0].state_file


async def test_what_passes_calls_on_is_left_alone(tmp_path: Path) -> None:
    class Passing(ToySession):
        relay: Any = object()

    async with place(tmp_path) as here:
        made = Passing(here.driver, ClientInfo(1, "unix", "here"), "", 0)
        here.driver.open = lambda *words: made  # type: ignore[method-assign]
        here.driver.claims = lambda name: name == "x"  # type: ignore[method-assign]
        driver = InjectingDriver(here.driver)
        assert driver.open(made.client, "", 0) is made
        assert driver.claims("x")
        assert not driver.claims("y")
