"""What happens to a connection in its life: events, deadlines, keepalive, restarts of the daemon."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

import pytest

from tests.interop.clients import KINDS, connecting
from tests.interop.lab.daemon import Daemon
from tests.interop.lab.proxy import Proxy
from virtreach.errors import CallInterrupted, CallTimeout, ConnectionLost, OutcomeUnknown, TransportError
from virtreach.errors.libvirt import OperationDenied

pytestmark = pytest.mark.parametrize("kind", KINDS)


def through(proxy: Proxy) -> str:
    return f"test+unix:///default?socket={proxy.path}"


def test_lists_and_lookups(kind: str, test_daemon: Daemon) -> None:
    with connecting(kind, test_daemon.uri()) as connection:
        [domain] = connection.domains.list()
        assert domain.name == "test"
        assert domain.uuid == "6695eb01-f6a4-8304-79aa-97f2502e193f"
        assert connection.domains.lookup_by_uuid(domain.uuid) == domain
        assert connection.domains.lookup_by_name("test") == domain
        assert [network.name for network in connection.networks.list()] == ["default"]
        assert [pool.name for pool in connection.storage_pools.list()] == ["default-pool"]


def test_any_procedure_by_name(kind: str, test_daemon: Daemon) -> None:
    with connecting(kind, test_daemon.uri()) as connection:
        found = connection.call("remote", "domain_lookup_by_name", name="test")
        assert found is not None
        assert connection.call("remote", "connect_get_hostname") is not None


def test_readonly_refuses_changes(kind: str, test_daemon: Daemon) -> None:
    uri = test_daemon.uri(socket=test_daemon.socket_ro)
    with (
        connecting(kind, uri, readonly=True) as connection,
        pytest.raises(OperationDenied),
    ):
        connection.domains.list()[0].suspend()


def test_events_of_several_kinds(kind: str, test_daemon: Daemon) -> None:
    with connecting(kind, test_daemon.uri()) as connection:
        [domain] = connection.domains.list()
        [network] = connection.networks.list()
        with (
            connection.events.domain("lifecycle") as domains,
            connection.events.network() as networks,
        ):
            domain.suspend()
            domain.resume()
            network.destroy()
            first, second = domains.get(timeout=10), domains.get(timeout=10)
            assert [first.event, second.event] == [3, 4]
            assert first.domain == domain
            assert networks.get(timeout=10).network == network
            network.start()
            assert networks.get(timeout=10).event == 2
            assert domains.get(timeout=0.05) is None


def test_events_of_one_domain(kind: str, test_daemon: Daemon) -> None:
    other_xml = (
        "<domain type='test'><name>other</name><memory>8192</memory><os><type>hvm</type></os></domain>"
    )
    with connecting(kind, test_daemon.uri()) as connection:
        [domain] = connection.domains.list()
        other = connection.domains.create_xml(other_xml)
        with connection.events.domain("lifecycle", other) as events:
            domain.suspend()
            domain.resume()
            other.destroy()
            assert events.get(timeout=10).domain == other
            assert events.get(timeout=0.05) is None


def test_silence_becomes_an_error(kind: str, test_daemon: Daemon) -> None:
    """Keepalive finds a peer that says nothing more, though nothing is in flight."""
    with (
        Proxy(test_daemon.socket) as proxy,
        connecting(kind, through(proxy), keepalive=(0.2, 2)) as connection,
    ):
        connection.host.hostname()
        proxy.stall()
        began = monotonic()
        with pytest.raises(TransportError, match="keepalive"):
            connection.host.hostname()
        assert monotonic() - began < 10
        proxy.flow()


def test_server_pings_are_answered(kind: str, make_daemon: Callable[..., Daemon]) -> None:
    """The daemon pings each second and gives up after two: an idle connection has to live on."""
    daemon = make_daemon(keepalive_interval=1, extra=("keepalive_count = 1",))
    with connecting(kind, daemon.uri()) as connection:
        connection.host.hostname()
        sleep(4)
        assert connection.host.hostname() == "lab.test"


def test_deadline(kind: str, test_daemon: Daemon) -> None:
    with Proxy(test_daemon.socket) as proxy, connecting(kind, through(proxy), timeout=2) as connection:
        [domain] = connection.domains.list()
        proxy.stall()
        began = monotonic()
        with pytest.raises(CallTimeout) as caught:
            domain.suspend()
        assert 1.5 < monotonic() - began < 15
        assert caught.value.may_have_changed
        proxy.flow()


def test_cut_call_says_what_is_known(kind: str, test_daemon: Daemon) -> None:
    with Proxy(test_daemon.socket) as proxy:
        with connecting(kind, through(proxy)) as connection:
            [domain] = connection.domains.list()
            proxy.cut()
            with pytest.raises((CallInterrupted, ConnectionLost)):
                domain.suspend()
            with pytest.raises(TransportError):
                domain.info()


def test_reconnect_after_restart(kind: str, make_daemon: Callable[..., Daemon]) -> None:
    daemon = make_daemon()
    with connecting(kind, daemon.uri(), reconnect=True, timeout=20) as connection:
        with connection.events.domain("lifecycle") as events:
            assert connection.host.hostname() == "lab.test"
            for signal in ("TERM", "KILL"):
                daemon.restart(signal)
                assert connection.host.hostname() == "lab.test"
                marker = events.get(timeout=20)
                assert type(marker).__name__ == "Resync"
                [domain] = connection.domains.list()
                domain.suspend()
                assert events.get(timeout=10).event == 3
                domain.resume()
                assert events.get(timeout=10).event == 4


def test_no_reconnect_unless_wanted(kind: str, make_daemon: Callable[..., Daemon]) -> None:
    daemon = make_daemon()
    with connecting(kind, daemon.uri(), reconnect=None) as connection:
        connection.host.hostname()
        daemon.restart()
        with pytest.raises(TransportError):
            connection.host.hostname()
        with pytest.raises(TransportError):
            connection.host.hostname()


def test_changing_calls_are_not_replayed(kind: str, make_daemon: Callable[..., Daemon]) -> None:
    """A call whose reply is cut off is not made a second time, though the connection comes back."""
    daemon = make_daemon()
    with (
        Proxy(daemon.socket) as proxy,
        connecting(kind, through(proxy), reconnect=True, timeout=20) as connection,
    ):
        [domain] = connection.domains.list()
        with (
            connecting(kind, daemon.uri()) as witness,
            witness.events.domain() as events,
        ):
            proxy.stall()
            outcome: list[Any] = []

            def change() -> None:
                try:
                    outcome.append(domain.suspend())
                except OutcomeUnknown as error:
                    outcome.append(error)

            thread = threading.Thread(target=change)
            thread.start()
            assert proxy.held.wait(20)
            proxy.cut()
            proxy.flow()
            thread.join(30)
            assert isinstance(outcome[0], CallInterrupted)
            assert outcome[0].may_have_changed
            assert connection.host.hostname() == "lab.test"
            seen = events.get(timeout=0.5)
            assert seen is None or events.get(timeout=0.5) is None


def test_more_calls_than_the_server_takes(kind: str, make_daemon: Callable[..., Daemon]) -> None:
    """Twenty callers at once against a daemon that serves two calls of a client at a time."""
    daemon = make_daemon(max_client_requests=2)
    with connecting(kind, daemon.uri()) as connection:
        names: list[str] = []
        threads = [
            threading.Thread(target=lambda: names.append(connection.host.hostname())) for _ in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert names == ["lab.test"] * 20
