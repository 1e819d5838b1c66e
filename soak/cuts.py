"""Cut the connection after every byte.

A proxy stands in front of a real daemon and breaks the connection after so many bytes in one
direction, for every number of bytes that a short conversation has. Each time both clients have to
end with a typed error, soon, and a call that may have changed something has to say so.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable
from random import Random
from time import monotonic

import virtreach
from soak.outcome import Outcome
from tests.interop.lab.daemon import Daemon
from tests.interop.lab.proxy import Proxy
from virtreach import aio
from virtreach.errors import CallTimeout, ConnectTimeout, OutcomeUnknown, ProtocolError, TransportError

__all__ = ["run"]

_PATIENCE = 10.0


def run(random: Random, seconds: float, report: Callable[[str], None]) -> Outcome:
    """Cut at every byte, again and again until the time is over, at least once.

    Args:
        random: the source of chance.
        seconds: how long.
        report: told of each finding.
    """
    outcome = Outcome("cuts")
    started = monotonic()
    with Daemon() as daemon, Proxy(daemon.socket) as proxy:
        uri = f"test+unix:///default?socket={proxy.path}"
        clients: dict[str, Callable[[str], None]] = {"blocking": _blocking, "asyncio": _asyncio}
        places = []
        for name, converse in clients.items():
            converse(uri)
            to_client, to_server = proxy.passed
            places += [(name, "to_client", number) for number in range(to_client)]
            places += [(name, "to_server", number) for number in range(to_server)]
        while not outcome.counts or monotonic() - started < seconds:
            random.shuffle(places)
            for name, direction, number in places:
                _one(proxy, uri, (name, direction, number), clients[name], outcome, report)
            outcome.count("rounds")
            if outcome.findings:
                break
    outcome.seconds = monotonic() - started
    return outcome


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
    with virtreach.connect(uri, timeout=_PATIENCE, keepalive=None, reconnect=None) as connection:
        connection.host.hostname()
        for domain in connection.domains.list():
            domain.info()
            domain.suspend()
            domain.resume()


def _asyncio(uri: str) -> None:
    async def converse() -> None:
        async with await aio.connect(uri, timeout=_PATIENCE, keepalive=None, reconnect=None) as connection:
            await connection.host.hostname()
            for domain in await connection.domains.list():
                await domain.info()
                await domain.suspend()
                await domain.resume()

    asyncio.run(converse())
