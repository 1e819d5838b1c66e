"""Kill the daemon under load, start it again, and see that clients come back.

Threads share one blocking connection, tasks share one asyncio connection, both with reconnect,
while the daemon, first libvirtd and then virtreachd, is killed with SIGKILL at odd moments and
started again. Every call has to end, either with a result or with an error that says what is known;
after the last restart every connection has to work again.
"""

from __future__ import annotations

import asyncio
import threading
import traceback
from collections.abc import Callable
from random import Random
from time import monotonic, sleep

import virtreach
from soak.outcome import Outcome
from soak.served import Served
from tests.interop.lab.daemon import Daemon
from virtreach import Reconnect, aio
from virtreach.errors import CallTimeout, OutcomeUnknown, TransportError

__all__ = ["run"]

_THREADS = 4
_PATIENCE = 20.0
# The daemon dies again and again: with the usual back-off, long waits would be right, and nothing would happen.
_RECONNECT = Reconnect(longest=1.0)


def run(random: Random, seconds: float, report: Callable[[str], None]) -> Outcome:
    """Kill and restart until the time is over.

    Args:
        random: the source of chance.
        seconds: how long.
        report: told of each finding.
    """
    outcome = Outcome("kills")
    started = monotonic()
    for daemon in (Daemon(), Served()):
        _kill(random, seconds / 2, outcome, daemon, report)
    outcome.seconds = monotonic() - started
    return outcome


def _kill(
    random: Random, seconds: float, outcome: Outcome, chosen: Daemon | Served, report: Callable[[str], None]
) -> None:
    """Kill and restart one daemon until the time is over."""
    lock = threading.Lock()
    over = threading.Event()

    def note(name: str, error: Exception | None) -> None:
        with lock:
            if error is None:
                outcome.count(f"{name} calls answered")
            elif isinstance(error, CallTimeout):
                outcome.findings.append(f"{name}: a call waited {_PATIENCE} s: {error}")
                report(f"kills: {outcome.findings[-1]}")
            elif isinstance(error, (OutcomeUnknown, TransportError)):
                outcome.count(f"{name} calls cut off")
            else:
                outcome.findings.append("".join(traceback.format_exception(error)))
                report(f"kills: {outcome.findings[-1]}")

    started = monotonic()
    with chosen as daemon:
        threads = [threading.Thread(target=_asyncio_load, args=(daemon.uri(), over, note), daemon=True)]
        connection = virtreach.connect(daemon.uri(), timeout=_PATIENCE, reconnect=_RECONNECT)
        threads += [
            threading.Thread(target=_load, args=(connection, over, note), daemon=True)
            for _ in range(_THREADS)
        ]
        for thread in threads:
            thread.start()
        while monotonic() - started < seconds and not outcome.findings:
            sleep(random.uniform(0.05, 1.0))
            daemon.kill("KILL")
            sleep(random.choice((0.0, 0.05, 0.3)))
            daemon.launch()
            with lock:
                outcome.count(f"kills of {'libvirtd' if isinstance(daemon, Daemon) else 'virtreachd'}")
        sleep(0.5)
        over.set()
        for thread in threads:
            thread.join(_PATIENCE * 2)
            if thread.is_alive():
                outcome.findings.append(f"{thread.name} hangs")
                report(f"kills: {outcome.findings[-1]}")
        try:
            connection.host.hostname()
        except Exception as error:
            note("blocking, in the end:", error)
            outcome.findings.append(f"the blocking connection did not come back: {error}")
        connection.close()


def _load(
    connection: virtreach.Connection, over: threading.Event, note: Callable[[str, Exception | None], None]
) -> None:
    """Call reading and changing procedures in turn."""
    number = 0
    while not over.is_set():
        number += 1
        try:
            if number % 3:
                connection.host.hostname()
            else:
                domain = connection.domains.lookup_by_name("test")
                domain.set_autostart(bool(number % 2))
        except Exception as error:
            note("blocking", error)
        else:
            note("blocking", None)


def _asyncio_load(uri: str, over: threading.Event, note: Callable[[str, Exception | None], None]) -> None:
    """The same from tasks of one loop."""

    async def one(connection: aio.Connection) -> None:
        number = 0
        while not over.is_set():
            number += 1
            try:
                if number % 3:
                    await connection.host.hostname()
                else:
                    domain = await connection.domains.lookup_by_name("test")
                    await domain.set_autostart(bool(number % 2))
            except Exception as error:
                note("asyncio", error)
            else:
                note("asyncio", None)

    async def all_of_them() -> None:
        async with await aio.connect(uri, timeout=_PATIENCE, reconnect=_RECONNECT) as connection:
            await asyncio.gather(*[one(connection) for _ in range(_THREADS)])
            await connection.host.hostname()

    try:
        asyncio.run(all_of_them())
    except Exception as error:
        note("asyncio, in the end:", error)
