"""What is counted, the sums over processes, and the page for Prometheus."""

from __future__ import annotations

import asyncio
import builtins
import json
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.daemon.raw import place
from tests.session.sasl.test_server_mechanisms import USERS
from virtreach.conf.document import ConfDocument
from virtreach.daemon.config.settings import Settings
from virtreach.daemon.records import metrics_server
from virtreach.daemon.records.exposition import page, require
from virtreach.daemon.records.metrics import BOUNDS, Metrics, count, merge, snapshot
from virtreach.daemon.records.metrics_server import MetricsServer, parse_address
from virtreach.errors import ConfigError, ConnectError, MissingExtra
from virtreach.errors.libvirt import AuthFailed, LibvirtError
from virtreach.protocol import remote as P

DOMAIN = ("test", bytes(range(16)), 1)


def sample(text: str, name: str, **labels: str) -> float | None:
    for family in text_string_to_metric_families(text):
        for one in family.samples:
            if one.name == name and one.labels == labels:
                return float(one.value)
    return None


async def test_what_is_counted(tmp_path: Path) -> None:
    async with place(tmp_path, sasl=True, users=USERS) as daemon:
        raw = await daemon.connect()
        await raw.call(P.AUTH_SASL_INIT)
        with pytest.raises(AuthFailed):
            await raw.call(P.AUTH_SASL_START, "PLAIN", 0, b"\0alice\0wrong")
        await raw.call(P.AUTH_SASL_INIT)
        await raw.call(P.AUTH_SASL_START, "PLAIN", 0, b"\0alice\0correct horse")
        await raw.call(P.CONNECT_OPEN, "test:///default", 0)
        daemon.driver.pause = 0.02
        for _ in range(3):
            await raw.call(P.CONNECT_GET_TYPE)
        await raw.call(P.CONNECT_GET_HOSTNAME)
        await raw.call(P.DOMAIN_DESTROY, DOMAIN)
        for procedure in (P.DOMAIN_SUSPEND, P.DOMAIN_RESUME):
            with pytest.raises(LibvirtError):
                await raw.call(procedure, DOMAIN)
        await raw.call(P.CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, 0, None)
        daemon.driver.lifecycle(5)
        await raw.call(P.STORAGE_VOL_UPLOAD, ("p", "v", "k"), 0, 0, 0)
        numbers = snapshot(daemon.house)
        assert json.loads(json.dumps(numbers)) == numbers
        calls = numbers["calls"]
        assert calls["remote connect_get_type"][:2] == [3, 0]
        assert calls["remote domain_destroy"][:2] == [1, 0]
        assert calls["remote domain_suspend"][:2] == [0, 1]
        assert calls["remote storage_vol_upload"][:2] == [1, 0]
        assert calls["remote connect_get_hostname"][2] >= 20_000_000
        assert sum(numbers["times"]) == sum(good + failed for good, failed, *_ in calls.values())
        assert sum(numbers["times"][14:]) >= 1
        assert (numbers["events"], numbers["streams"]) == (5, 1)
        assert (numbers["clients"], numbers["strangers"]) == ({"unix": 1}, 0)
        assert numbers["connections"] == {"unix": 1}
        assert numbers["logins"] == {"sasl PLAIN failed": 1, "sasl PLAIN ok": 1}
        assert 500 < numbers["received"] < 4000
        assert 500 < numbers["sent"] < 8000
        raw.send(b"GET / HTTP/1.1\r\n\r\n")
        assert await raw.ended()
        assert snapshot(daemon.house)["closed"] == {"FrameError": 1}


def test_times_of_every_size_have_their_place() -> None:
    metrics = Metrics()
    for seconds in (0.0, 1e-6, 1.0, 3600.0, 86400.0 * 30):
        metrics.answered(P.DOMAIN_CREATE, time.perf_counter_ns() - int(seconds * 1e9), failed=False)
    assert sum(metrics.times) == metrics.calls[P.DOMAIN_CREATE][0] == 5
    assert sum(number for number, bound in zip(metrics.times, BOUNDS, strict=False) if bound > 0.9) == 1


def test_reasons_cannot_fill_the_memory() -> None:
    numbers: dict[str, int] = {}
    for reason in range(1000):
        count(numbers, str(reason))
    count(numbers, "0")
    assert len(numbers) == 33
    assert (numbers["0"], numbers["other"]) == (2, 968)


def test_processes_are_added_up() -> None:
    one = {"calls": {"remote a": [1, 2, 3, 0]}, "times": [1, 2], "events": 5, "workers": 1}
    two = {"calls": {"remote a": [1, 1, 1, 1], "remote b": [1, 0, 0, 0]}, "times": [1, 1, 1], "workers": 1}
    before = json.dumps([one, two])
    assert merge([one, two]) == {
        "calls": {"remote a": [2, 3, 4, 1], "remote b": [1, 0, 0, 0]},
        "times": [2, 3, 1],
        "events": 5,
        "workers": 2,
    }
    assert json.dumps([one, two]) == before
    assert merge([]) == {}


@pytest.mark.parametrize(
    "accept", ["", "text/plain;version=0.0.4", "application/openmetrics-text;version=1.0.0"]
)
def test_the_page(accept: str) -> None:
    numbers = {
        "calls": {"remote domain_create": [3, 1, 2_000_000, 0], "remote domain_destroy": [0, 0, 0, 7]},
        "times": [0, 1, 2, *[0] * 23, 1],
        "logins": {"sasl PLAIN failed": 2, "other": 1},
        "refused": {'a "reason"\n': 1},
        "events": 9,
        "clients": {"tls": 4},
        "workers": 2,
    }
    kind, body = page(numbers, accept)
    text = body.decode()
    assert kind.startswith("application/openmetrics-text" if "openmetrics" in accept else "text/plain")
    if "openmetrics" in accept:
        assert text.endswith("# EOF\n")
        return
    create = {"program": "remote", "procedure": "domain_create"}
    assert sample(text, "virtreachd_calls_total", **create, outcome="ok") == 3
    assert sample(text, "virtreachd_calls_total", **create, outcome="error") == 1
    assert sample(text, "virtreachd_procedure_seconds_total", **create) == 0.002
    destroy = {"program": "remote", "procedure": "domain_destroy"}
    assert sample(text, "virtreachd_calls_total", **destroy, outcome="relayed") == 7
    assert sample(text, "virtreachd_call_seconds_bucket", le="2.048e-06") == 1
    assert sample(text, "virtreachd_call_seconds_bucket", le="4.096e-06") == 3
    assert sample(text, "virtreachd_call_seconds_bucket", le="+Inf") == 4
    assert sample(text, "virtreachd_call_seconds_count") == 4
    assert sample(text, "virtreachd_logins_total", method="sasl PLAIN", outcome="failed") == 2
    assert sample(text, "virtreachd_refused_total", reason='a "reason"\n') == 1
    assert sample(text, "virtreachd_events_total") == 9
    assert sample(text, "virtreachd_clients", transport="tls") == 4
    assert sample(text, "virtreachd_workers") == 2


def test_a_daemon_that_has_done_nothing_has_a_page() -> None:
    assert b"virtreachd_workers 0.0" in page({})[1]


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    require()
    true_import = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("prometheus_client"):
            raise ImportError(name)
        return true_import(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"virtreach\[metrics\]"):
        require()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("127.0.0.1:9177", ("127.0.0.1", 9177)),
        ("[::1]:9177", ("::1", 9177)),
        ("localhost:0", ("localhost", 0)),
        ("/run/metrics", "/run/metrics"),
    ],
)
def test_addresses(text: str, place: object) -> None:
    assert parse_address(text) == place


@pytest.mark.parametrize(
    "text", ["9177", ":9177", "host:", "host:99999", "::1:9177", "host:-1", "run/metrics"]
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ConfigError):
        parse_address(text)
    with pytest.raises(ConfigError, match="metrics_listen"):
        Settings(ConfDocument(f'metrics_listen = "{text}"\n'))


# Over HTTP.


def settings(address: str) -> Settings:
    return Settings(ConfDocument(f'metrics_listen = "{address}"\n'))


async def numbers() -> dict[str, Any]:
    return {"events": 7}


@asynccontextmanager
async def serving(address: str) -> AsyncIterator[MetricsServer]:
    server = MetricsServer(settings(address), numbers)
    await server.start()
    try:
        yield server
    finally:
        await server.stop(1.0)


async def fetch(path: str, request: bytes = b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n") -> bytes:
    reader, writer = await asyncio.open_unix_connection(path)
    try:
        writer.write(request)
        async with asyncio.timeout(10):
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def test_over_http(tmp_path: Path) -> None:
    path = str(tmp_path / "metrics")
    async with serving(path):
        assert os.stat(path).st_mode & 0o777 == 0o600
        head, _, body = (await fetch(path)).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4")
        assert f"Content-Length: {len(body)}".encode() in head
        assert b"virtreachd_events_total 7.0" in body
        asked = b"GET /metrics?x=1 HTTP/1.0\r\nAccept: application/openmetrics-text;version=1.0.0\r\n\r\n"
        assert b"\r\nContent-Type: application/openmetrics-text" in await fetch(path, asked)
        for request, status in (
            (b"POST /metrics HTTP/1.1\r\n\r\n", b"405"),
            (b"GET / HTTP/1.1\r\n\r\n", b"404"),
            (b"GET /metrics/../../etc/passwd HTTP/1.1\r\n\r\n", b"404"),
            (b"nonsense\r\n\r\n", b"400"),
        ):
            assert (await fetch(path, request)).startswith(b"HTTP/1.1 " + status)
    assert not os.path.exists(path)


async def test_over_tcp_and_whose_port_is_taken() -> None:
    async with serving("127.0.0.1:0") as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"GET /metrics HTTP/1.1\r\n\r\n")
        assert (await reader.readline()) == b"HTTP/1.1 200 OK\r\n"
        writer.close()
        other = MetricsServer(settings(f"127.0.0.1:{server.port}"), numbers)
        with pytest.raises(ConnectError):
            await other.start()


async def test_hostile_readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too long a request, silence, and too many at a time; and the page is there for the next one."""
    monkeypatch.setattr(metrics_server, "TIMEOUT", 0.3)
    path = str(tmp_path / "metrics")
    async with serving(path) as server:
        assert await fetch(path, b"GET /metrics HTTP/1.1\r\nX: " + b"x" * 100_000) == b""
        silent = [await asyncio.open_unix_connection(path) for _ in range(metrics_server.READERS_MAX)]
        async with asyncio.timeout(5):
            while len(server._readers) < metrics_server.READERS_MAX:
                await asyncio.sleep(0.002)
        assert await fetch(path) == b""
        for reader, writer in silent:
            async with asyncio.timeout(5):
                assert await reader.read() == b""
            writer.close()
        assert (await fetch(path)).startswith(b"HTTP/1.1 200")
        assert not server._readers or len(server._readers) == 1


async def test_a_new_configuration_moves_it_and_a_bad_one_does_not(tmp_path: Path) -> None:
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    async with serving(one) as server:
        (tmp_path / "taken").write_text("")
        with pytest.raises(ConnectError):
            await server.prepare(settings(str(tmp_path / "taken")))
        assert (await fetch(one)).startswith(b"HTTP/1.1 200")
        await (await server.prepare(settings(one)))()
        assert (await fetch(one)).startswith(b"HTTP/1.1 200")
        await (await server.prepare(settings(two)))()
        assert not os.path.exists(one)
        assert (await fetch(two)).startswith(b"HTTP/1.1 200")
        await server.pause(1.0)
        assert not os.path.exists(two)
        await server.resume()
        assert (await fetch(two)).startswith(b"HTTP/1.1 200")
        await (await server.prepare(Settings()))()
        assert not os.path.exists(two)
