"""A booted guest: its life, console, screen, statistics and events, with both clients."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest

from tests.interop.clients import KINDS, connecting
from tests.interop.lab.daemon import Daemon
from tools.guest.build import Guest, build
from tools.guest.domain import domain_xml
from virtreach.errors.libvirt import NoDomain, OperationInvalid

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

STARTED, SUSPENDED, RESUMED, STOPPED, SHUTDOWN = 2, 3, 4, 5, 6
RUNNING, PAUSED, SHUTOFF = 1, 3, 5


@pytest.fixture(scope="module")
def guest() -> Guest:
    """The guest's files."""
    return build()


@pytest.fixture(scope="module", params=KINDS)
def connection(request: pytest.FixtureRequest, qemu_daemon: Daemon) -> Iterator[Any]:
    """A connection to a daemon with QEMU."""
    with connecting(request.param, qemu_daemon.uri()) as connection:
        yield connection


@pytest.fixture(scope="module")
def events(connection: Any) -> Iterator[Any]:
    """Life-cycle events from before the guest starts."""
    with connection.events.domain("lifecycle") as subscription:
        yield subscription


@pytest.fixture(scope="module")
def domain(
    connection: Any, guest: Guest, events: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    """A booted guest; destroyed at the end if it still runs."""
    disk = tmp_path_factory.mktemp("guest") / "disk.img"
    disk.write_bytes(bytes(1 << 20))
    domain = connection.domains.define_xml(domain_xml(guest, disks=(disk,)))
    domain = domain.start(flags=1)
    wait_for(events, STARTED)
    with domain.open_console() as console:
        domain.resume()
        read_until(console, "guest# ")
        console.abort()
    wait_for(events, RESUMED)
    yield domain
    if domain.is_active():
        domain.destroy()
    domain.undefine()


def wait_for(events: Any, number: int) -> Any:
    """The next life-cycle event with this number; others are skipped."""
    deadline = monotonic() + 30
    while monotonic() < deadline:
        event = events.get(timeout=5)
        if event is not None and event.event == number:
            return event
    raise AssertionError(f"no life-cycle event {number}")


def read_until(console: Any, text: str) -> str:
    """Read from the console until a text comes."""
    seen = ""
    deadline = monotonic() + 60
    while text not in seen:
        assert monotonic() < deadline, seen
        seen += console.recv().decode(errors="replace")
    return seen


def test_state_and_info(domain: Any) -> None:
    assert domain.state()[0] == RUNNING
    info = domain.info()
    assert info.max_mem == 96 * 1024
    assert info.nr_virt_cpu == 1
    assert info.cpu_time > 0


def test_console_speaks(domain: Any) -> None:
    with domain.open_console() as console:
        console.send(b"\r")
        read_until(console, "guest# ")
        console.send(b"echo $((6 * 7)) is the answer\r")
        assert "42 is the answer" in read_until(console, "42 is the answer")
        console.abort()


def test_screenshot_is_a_picture(domain: Any) -> None:
    kind, stream = domain.screenshot()
    with stream:
        picture = b"".join(stream)
    assert kind in ("image/png", "image/x-portable-pixmap")
    assert picture.startswith((b"\x89PNG", b"P6"))
    assert len(picture) > 1000


def test_statistics(domain: Any, connection: Any) -> None:
    [(found, stats)] = [pair for pair in connection.domains.stats() if pair[0].name == domain.name]
    assert found == domain
    assert stats["state.state"] == RUNNING
    assert stats["block.0.name"] == "vda"
    assert domain.memory.stats()


def test_suspend_and_resume(domain: Any, events: Any) -> None:
    domain.suspend()
    assert wait_for(events, SUSPENDED).domain == domain
    assert domain.state()[0] == PAUSED
    domain.resume()
    assert wait_for(events, RESUMED).domain.uuid == domain.uuid
    assert domain.state()[0] == RUNNING


def test_errors_have_classes(domain: Any, connection: Any) -> None:
    with pytest.raises(OperationInvalid, match="already running"):
        domain.start()
    with pytest.raises(NoDomain):
        connection.domains.lookup_by_name("nobody")


def test_shutdown_by_power_button(domain: Any, events: Any) -> None:
    """The guest's own doing: it has to be the last test of this module."""
    domain.shutdown()
    assert wait_for(events, STOPPED).domain.name == domain.name
    assert not domain.is_active()
    assert domain.state()[0] == SHUTOFF
