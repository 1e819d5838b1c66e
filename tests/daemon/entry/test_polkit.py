"""polkit before the drivers: what a client is told by polkit's word. The real one is asked in tests/interop."""

from __future__ import annotations

import asyncio
import builtins
import os
from pathlib import Path
from typing import Any

import pytest

from tests.daemon.raw import Place, place
from virtreach.daemon.entry import polkit
from virtreach.daemon.house import Door
from virtreach.errors import ConfigError, MissingExtra
from virtreach.errors.libvirt import AuthCancelled, AuthFailed, AuthUnavailable, LibvirtError, Rpc
from virtreach.protocol import constants as C
from virtreach.protocol import remote as P

USER = 12345


@pytest.fixture(autouse=True)
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients are of a user that is not root, whoever runs the tests."""
    from virtreach.daemon.client import Client

    look = Client._look_at_peer

    def other(self: Client, sock: Any) -> bool:
        found = look(self, sock)
        self.info.uid = USER
        return found

    monkeypatch.setattr(Client, "_look_at_peer", other)


def answers(monkeypatch: pytest.MonkeyPatch, *words: Any) -> list[tuple[int, int, str]]:
    """Have polkit answer these, one after the other; gives what it is asked."""
    asked: list[tuple[int, int, str]] = []
    waiting = list(words)

    async def ask(pid: int, uid: int, action: str) -> Any:
        asked.append((pid, uid, action))
        word = waiting.pop(0)
        if isinstance(word, Exception):
            raise word
        if word is None:
            await asyncio.sleep(3600)
        return word

    monkeypatch.setattr(polkit, "ask", ask)
    return asked


def doors(daemon: Place) -> None:
    for listener in daemon.server.listeners:
        listener.door = Door("unix", readonly=listener.door.readonly, polkit=True)


async def test_who_is_allowed_comes_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answers(monkeypatch, (True, False, {}), (True, False, {}))
    async with place(tmp_path) as daemon:
        doors(daemon)
        raw = await daemon.connect()
        assert (await raw.call(P.AUTH_LIST)).types == [2]
        with pytest.raises(Rpc, match="authentication required"):
            await raw.call(P.CONNECT_OPEN, "test:///default", 0)
        with pytest.raises(AuthFailed):
            await raw.call(P.AUTH_SASL_INIT)
        assert (await raw.call(P.AUTH_POLKIT)).complete == 1
        await raw.call(P.CONNECT_OPEN, "test:///default", 0)
        assert daemon.driver.sessions[0].client.authenticated == "polkit"
        assert (await raw.call(P.CONNECT_GET_TYPE)).type == "TEST"
        readonly = await daemon.connect(readonly=True)
        await readonly.call(P.AUTH_POLKIT)
        await readonly.call(P.CONNECT_OPEN, "test:///default", 0)
        assert daemon.house.metrics.logins == {"polkit ok": 2}
    assert asked == [(os.getpid(), USER, polkit.MANAGE), (os.getpid(), USER, polkit.MONITOR)]


async def test_who_is_not_is_told_in_libvirts_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(
        monkeypatch,
        (False, False, {}),
        (False, True, {}),
        (False, True, {"polkit.dismissed": "true"}),
        OSError(2, "no bus, and no secret of polkit's either"),
        RuntimeError("a fault of the library"),
        (False, False, {}),
    )
    async with place(tmp_path) as daemon:
        doors(daemon)
        raw = await daemon.connect()
        unavailable = "authentication unavailable: no polkit agent available to authenticate action "
        for kind, text in (
            (AuthFailed, "authentication failed: access denied by policy"),
            (AuthUnavailable, f"{unavailable}'org.libvirt.unix.manage'"),
            (AuthCancelled, "authentication cancelled: user cancelled authentication process"),
            (AuthFailed, "authentication failed: polkit cannot be asked"),
            (AuthFailed, "authentication failed: polkit cannot be asked"),
            (AuthFailed, "authentication failed: access denied by policy"),
        ):
            with pytest.raises(LibvirtError) as caught:
                await raw.call(P.AUTH_POLKIT)
            assert (type(caught.value), caught.value.message) == (kind, text)
            # virsh starts an agent and tries again for this part of libvirt only.
            assert caught.value.domain == C.VIR_FROM_POLKIT
        assert await raw.ended(5)
        assert daemon.driver.sessions == []
        assert daemon.house.metrics.logins == {"polkit failed": 6}


async def test_a_dialogue_has_the_time_that_authentication_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, None)
    async with place(tmp_path, auth_timeout=0.2) as daemon:
        doors(daemon)
        raw = await daemon.connect()
        raw.send(raw.frame(P.AUTH_POLKIT))
        raw.send(raw.frame(P.AUTH_POLKIT))
        with pytest.raises(AuthFailed):
            await raw.reply(P.AUTH_POLKIT)
        assert await raw.ended(5)
        assert not daemon.house.clients


async def test_root_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answers(monkeypatch)
    monkeypatch.setattr("tests.daemon.entry.test_polkit.USER", 0)
    async with place(tmp_path) as daemon:
        doors(daemon)
        raw = await daemon.connect()
        assert (await raw.call(P.AUTH_LIST)).types == [0]
        await raw.call(P.CONNECT_OPEN, "test:///default", 0)
    assert asked == []


def test_when_a_process_was_started() -> None:
    mine = polkit.start_time(os.getpid())
    assert 0 < polkit.start_time(1) <= mine
    with pytest.raises(OSError):
        polkit.start_time(1 << 30)


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from virtreach.conf.document import ConfDocument
    from virtreach.daemon.assembly import check, open_doors
    from virtreach.daemon.config.settings import Settings

    polkit.require()
    true_import = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("jeepney"):
            raise ImportError(name)
        return true_import(name, *rest)

    settings = Settings(ConfDocument(f'auth_unix_ro = "polkit"\nunix_sock_dir = "{tmp_path}"\n'))
    monkeypatch.setattr(builtins, "__import__", without)
    for attempt in (lambda: check(settings, network=False), lambda: open_doors(settings, network=False)):
        with pytest.raises(MissingExtra, match=r"virtreach\[polkit\]"):
            attempt()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ConfigError):
        Settings(ConfDocument('auth_tcp = "polkit"\n'))
