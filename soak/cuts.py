"""Cut the connection after every byte.

A proxy stands in front of a daemon, libvirtd and then virtreachd, and breaks the connection after so many bytes in
one direction, for every number of bytes that a short conversation has: over a unix socket, over TCP with SASL's
security layer, and over TLS with SASL inside. Each time both clients have to end with a typed error, soon; and
virtreachd must not keep anything of it open.
"""

from __future__ import annotations

import asyncio
import tempfile
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any

import virtreach
from soak.outcome import Outcome
from soak.served import Served
from tests.interop.lab.daemon import Daemon
from tests.interop.lab.pki import PKI
from tests.interop.lab.proxy import Proxy
from tests.interop.lab.settings import Settings
from virtreach import aio
from virtreach.errors import CallTimeout, ConnectTimeout, OutcomeUnknown, ProtocolError, TransportError

__all__ = ["run"]

_PATIENCE = 10.0
_USER = ("alice", "correct horse")
_OPTIONS: dict[str, Any] = {
    "auth": _USER,
    "timeout": _PATIENCE,
    "connect_timeout": _PATIENCE,
    "keepalive": None,
}


def run(random: Random, seconds: float, report: Callable[[str], None]) -> Outcome:
    """Cut at every byte, again and again until the time is over, at least once.

    Args:
        random: the source of chance.
        seconds: how long.
        report: told of each finding.
    """
    outcome = Outcome("cuts")
    started = monotonic()
    with ExitStack() as stack:
        pki = PKI(
            Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vrsoak-", dir="/tmp"))) / "pki"
        )
        settings = Settings(
            tcp="sasl", tls="sasl", pki=pki, users=dict([_USER]), tls_client_certificates=False
        )
        pkipath = pki.pkipath("ca", None)
        for daemon in (Daemon(settings), Served(pki, dict([_USER]))):
            with daemon:
                _daemon(random, seconds / 2, outcome, daemon, pkipath, report)
    outcome.seconds = monotonic() - started
    return outcome


def _daemon(
    random: Random,
    seconds: float,
    outcome: Outcome,
    daemon: Daemon | Served,
    pkipath: Path,
    report: Callable[[str], None],
) -> None:
    """Cut one daemon's transports in turn."""
    started = monotonic()
    before = daemon.descriptors() if isinstance(daemon, Served) else []
    with ExitStack() as stack:
        proxies = [stack.enter_context(Proxy(to)) for to in (daemon.socket, daemon.tcp_port, daemon.tls_port)]
        unix, tcp, tls = proxies
        uris = {
            f"test+unix:///default?socket={unix.path}": unix,
            f"test+tcp://127.0.0.1:{tcp.port}/default": tcp,
            f"test+tls://localhost:{tls.port}/default?pkipath={pkipath}": tls,
        }
        for number, (uri, proxy) in enumerate(uris.items(), 1):
            _transport(random, uri, proxy, started + seconds * number / len(uris), outcome, report)
    if isinstance(daemon, Served):
        deadline = monotonic() + _PATIENCE
        while len(daemon.descriptors()) > len(before) and monotonic() < deadline:
            sleep(0.05)
        kept = sorted(set(daemon.descriptors()) - set(before))
        for what in (f"left open: {kept}" if kept else "", daemon.log if "Traceback" in daemon.log else ""):
            if what:
                outcome.findings.append(f"virtreachd: {what}")
                report(f"cuts: {outcome.findings[-1]}")


def _transport(
    random: Random,
    uri: str,
    proxy: Proxy,
    until: float,
    outcome: Outcome,
    report: Callable[[str], None],
) -> None:
    """Cut one transport's conversation at every byte, in random order, again and again until the time is over."""
    clients: dict[str, Callable[[str], None]] = {"blocking": _blocking, "asyncio": _asyncio}
    places = []
    for name, converse in clients.items():
        converse(uri)
        to_client, to_server = proxy.passed
        places += [(name, "to_client", number) for number in range(to_client)]
        places += [(name, "to_server", number) for number in range(to_server)]
    while monotonic() < until:
        random.shuffle(places)
        for name, direction, number in places:
            _one(proxy, uri, (name, direction, number), clients[name], outcome, report)
            if monotonic() > until or len(outcome.findings) >= 20:
                return
        outcome.count(f"whole rounds over {uri.partition(':')[0].partition('+')[2]}")


def _one(
    proxy: Proxy,
    uri: str,
    where: tuple[str, str, int],
    converse: Callable[[str], None],
    outcome: Outcome,
    report: Callable[[str], None],
) -> None:
    name, direction, number = where
    proxy.to_client = number if direction == "to_client" else None
    proxy.to_server = number if direction == "to_server" else None
    began = monotonic()
    finding = ""
    try:
        converse(uri)
    except (CallTimeout, ConnectTimeout) as error:
        finding = f"hung until its deadline: {error}"
    except (OutcomeUnknown, TransportError) as error:
        outcome.count(f"{type(error).__name__}")
    except ProtocolError as error:
        finding = f"took a cut for a broken protocol: {error!r}"
    except Exception:
        finding = traceback.format_exc()
    else:
        # The close at the end is not waited for: a cut in its last bytes harms nobody.
        outcome.count("finished all the same")
    if not finding and monotonic() - began > _PATIENCE / 2:
        finding = f"took {monotonic() - began:.1f} s"
    outcome.count("cuts")
    if finding:
        outcome.findings.append(f"{name}, {number} bytes {direction}: {finding}")
        report(f"cuts: {outcome.findings[-1]}")


def _blocking(uri: str) -> None:
    with virtreach.connect(uri, **_OPTIONS) as connection:
        connection.host.hostname()
        for domain in connection.domains.list():
            domain.info()
            domain.set_autostart(True)


def _asyncio(uri: str) -> None:
    async def converse() -> None:
        async with await aio.connect(uri, **_OPTIONS) as connection:
            await connection.host.hostname()
            for domain in await connection.domains.list():
                await domain.info()
                await domain.set_autostart(True)

    asyncio.run(converse())
