"""Opening a connection to a server that fails at each step, in both clients; nothing stays open afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest

import virtreach
import virtreach.aio
from tests.peer import Packet, Peer, Served, until
from virtreach.auth.credentials import Credentials
from virtreach.blocking.watcher import watch
from virtreach.errors import (
    ConnectError,
    ConnectionLost,
    ConnectTimeout,
    CredentialsRejected,
    LibvirtError,
    MechanismUnavailable,
    NoCredentials,
    ProtocolError,
    ServerNotAuthentic,
    TransportError,
)

STEPS = ["auth_list", "connect_supports_feature", "connect_open"]
SASL_STEPS = ["auth_list", "auth_sasl_init", "auth_sasl_start", "auth_sasl_step", "connect_open"]
CLIENTS = ["blocking", "aio"]
PASSWORD = Credentials("fred", "secret")


async def open_and_close(client: str, uri: str, **options: Any) -> str:
    """Opens with one of the clients; how it authenticated."""
    if client == "aio":
        async with await virtreach.aio.connect(uri, **options) as connection:
            assert connection.opening is not None
            return connection.opening.authentication

    def work() -> str:
        with virtreach.connect(uri, **options) as connection:
            assert connection.opening is not None
            return connection.opening.authentication

    return await asyncio.to_thread(work)


def sasl(mechlist: str, *answers: tuple[int, bytes | None]) -> dict[str, Callable[[Served, Packet], None]]:
    """A server that wants SASL and has its answers ready, right or wrong: (complete, data)."""
    waiting = list(answers)

    def answer(served: Served, packet: Packet) -> None:
        complete, data = waiting.pop(0)
        served.reply(packet, complete, int(data is None), data or b"")

    return {
        "auth_list": lambda served, packet: served.reply(packet, [1]),
        "auth_sasl_init": lambda served, packet: served.reply(packet, mechlist),
        "auth_sasl_start": answer,
        "auth_sasl_step": answer,
    }


@pytest.fixture(autouse=True)
async def what_stays_anyway() -> None:
    """The watcher's epoll set stays with the process."""
    watch()


@pytest.mark.parametrize("client", CLIENTS)
async def test_without_authentication(peer: Peer, client: str) -> None:
    assert await open_and_close(client, peer.uri) == "none"


@pytest.mark.parametrize("client", CLIENTS)
async def test_polkit(make_peer: Callable[..., Peer], client: str) -> None:
    handlers: dict[str, Any] = {
        "auth_list": lambda served, packet: served.reply(packet, [2]),
        "auth_polkit": lambda served, packet: served.reply(packet, 1),
    }
    peer = make_peer(handlers=handlers)
    assert await open_and_close(client, peer.uri) == "polkit"
    handlers["auth_polkit"] = lambda served, packet: served.error(packet, 45, "authentication failed")
    with pytest.raises(CredentialsRejected, match="polkit"):
        await open_and_close(client, peer.uri)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("how", ["closes", "closes in the middle", "is silent", "sends garbage", "refuses"])
async def test_a_server_that_fails(make_peer: Callable[..., Peer], client: str, step: str, how: str) -> None:
    def fail(served: Served, packet: Packet) -> None:
        if how == "closes in the middle":
            served.send(served.frame(packet, b"\0" * 8)[:30])
        if how.startswith("closes"):
            served.close()
        elif how == "sends garbage":
            served.send(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 3)
        elif how == "refuses":
            served.error(packet, 38, "not today")

    expected: dict[str, type[Exception]] = {
        "closes": ConnectionLost,
        "closes in the middle": ConnectionLost,
        "is silent": ConnectTimeout,
        "sends garbage": ProtocolError,
        "refuses": LibvirtError,
    }
    peer = make_peer(handlers={step: fail})
    started = time.monotonic()
    with pytest.raises(expected[how]):
        await open_and_close(client, peer.uri, connect_timeout=0.1 if how == "is silent" else 5)
    assert time.monotonic() - started < 2
    await until(lambda: peer.served[0].ended.is_set())


@pytest.mark.parametrize("client", CLIENTS)
async def test_nobody_listens(peer: Peer, client: str) -> None:
    peer.stop_listening()
    with pytest.raises(ConnectError):
        await open_and_close(client, peer.uri)


@pytest.mark.parametrize("client", CLIENTS)
async def test_a_password(make_peer: Callable[..., Peer], client: str) -> None:
    """Offered and taken; without one the error says what is missing."""
    peer = make_peer(handlers=sasl("PLAIN", (1, None)))
    assert await open_and_close(client, peer.uri, auth=PASSWORD) == "PLAIN"
    [start] = [packet for packet in peer.served[0].calls if packet.procedure.name == "auth_sasl_start"]
    assert bytes(start.args.data) == b"\0fred\0secret"
    with pytest.raises(NoCredentials):
        await open_and_close(client, peer.uri, auth=lambda _: None)


@pytest.mark.parametrize("client", CLIENTS)
async def test_a_wrong_password(make_peer: Callable[..., Peer], client: str) -> None:
    handlers = sasl("PLAIN")
    handlers["auth_sasl_start"] = lambda served, packet: served.error(packet, 45, "authentication failed")
    peer = make_peer(handlers=handlers)
    with pytest.raises(CredentialsRejected) as caught:
        await open_and_close(client, peer.uri, auth=PASSWORD)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("answer", [(1, None), (1, b""), (1, b"v=AAAA")])
async def test_a_server_that_calls_it_complete_too_early(
    make_peer: Callable[..., Peer], client: str, answer: tuple[int, bytes | None]
) -> None:
    """It has not shown that it knows the password."""
    peer = make_peer(handlers=sasl("SCRAM-SHA-256", answer))
    with pytest.raises((ServerNotAuthentic, ProtocolError)):
        await open_and_close(client, peer.uri, auth=PASSWORD)
    assert "connect_open" not in [packet.procedure.name for packet in peer.served[0].calls]


@pytest.mark.parametrize("client", CLIENTS)
async def test_a_server_that_offers_only_what_may_not_be_used(
    make_peer: Callable[..., Peer], client: str
) -> None:
    peer = make_peer(handlers=sasl("PLAIN"))
    with pytest.raises(MechanismUnavailable):
        await open_and_close(client, peer.uri, auth=PASSWORD, mechanisms=["SCRAM-SHA-256"])
    assert "auth_sasl_start" not in [packet.procedure.name for packet in peer.served[0].calls]


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("step", SASL_STEPS)
@pytest.mark.parametrize("how", ["closes", "is silent"])
async def test_a_server_that_fails_while_it_authenticates(
    make_peer: Callable[..., Peer], client: str, step: str, how: str
) -> None:
    def fail(served: Served, _: Packet) -> None:
        if how == "closes":
            served.close()

    # EXTERNAL takes no data, so that the server may ask once more.
    handlers = sasl("EXTERNAL", (0, b""), (1, None))
    handlers[step] = fail
    peer = make_peer(handlers=handlers)
    with pytest.raises((TransportError, MechanismUnavailable)) as caught:
        await open_and_close(
            client, peer.uri, mechanisms=["EXTERNAL"], connect_timeout=0.15 if how == "is silent" else 5
        )
    assert isinstance(caught.value, MechanismUnavailable) or isinstance(caught.value, ConnectTimeout) == (
        how != "closes"
    )
    await until(lambda: peer.served[0].ended.is_set())


@pytest.mark.parametrize("step", STEPS)
async def test_cancelling_the_task_that_opens(make_peer: Callable[..., Peer], step: str) -> None:
    peer = make_peer(handlers={step: lambda *_: None})
    task = asyncio.create_task(open_and_close("aio", peer.uri))
    await until(lambda: peer.served and any(packet.procedure.name == step for packet in peer.served[0].calls))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(lambda: peer.served[0].ended.is_set())


@pytest.mark.parametrize("client", CLIENTS)
async def test_the_answer_may_come_in_crumbs(make_peer: Callable[..., Peer], client: str) -> None:
    def crumbs(served: Served, packet: Packet) -> None:
        for byte in served.frame(packet, packet.procedure.encode_ret([0])):
            served.send(bytes([byte]))
            time.sleep(0.0005)

    peer = make_peer(handlers={"auth_list": crumbs})
    assert await open_and_close(client, peer.uri) == "none"
