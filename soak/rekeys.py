"""Transfers over many channels of one chain of SSH logins, both ways, while keys are renewed all the time.

A proxy and a node with real sshds in namespaces renew their keys at every 16 MiB, and so does our side: who gets there
first begins. Every byte must come back as it was, over one login at the proxy.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any
from unittest.mock import patch

import asyncssh

from soak.outcome import Outcome
from tests.interop.lab.cluster import Cluster
from virtreach.routes.ssh.hop import Chain, Hop
from virtreach.routes.ssh.host_keys import HostKeys
from virtreach.routes.ssh.pool import Pool

__all__ = ["run"]

_CHANNELS = 12
_PIECE = 8 << 20
_RENEWED_AT = 16 << 20


def run(random: Random, seconds: float, report: Callable[[str], None]) -> Outcome:
    """Transfer until the time is over.

    Args:
        random: the source of chance.
        seconds: how long.
        report: told of each finding.
    """
    outcome = Outcome("rekeys")
    began = monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="vrlab-", dir="/tmp") as directory,
        Cluster(Path(directory) / "lab", proxies=1, nodes=1) as lab,
        lab.as_controller(),
        _our_side_renews(outcome),
    ):
        for machine in (*lab.proxies, *lab.nodes):
            machine.serve(f"RekeyLimit {_RENEWED_AT}")
        asyncio.run(_transfer(lab, random, began + seconds, outcome, report))
        logins = lab.proxies[0].logins()
        if logins != 1:
            outcome.findings.append(f"{logins} logins at the proxy")
        if outcome.counts.get("bytes", 0) > 40 * _RENEWED_AT:
            sides = (f"keys renewed by {side} side" for side in ("our", "their"))
            outcome.findings += [f"no {side}" for side in sides if side not in outcome.counts]
    outcome.seconds = monotonic() - began
    return outcome


@contextlib.contextmanager
def _our_side_renews(outcome: Outcome) -> Iterator[None]:
    """Have asyncssh, which takes this from its options only, renew keys as often; count who begins."""
    connection: Any = asyncssh.SSHClientConnection
    plain = connection._send_kexinit

    def begin(self: Any) -> None:
        if self._session_id:  # it is not the first
            ours = self._rekey_bytes_sent >= self._rekey_bytes
            outcome.count(f"keys renewed by {'our' if ours else 'their'} side")
        plain(self)

    with (
        patch.object(connection, "_send_kexinit", begin),
        patch("asyncssh.connection._DEFAULT_REKEY_BYTES", _RENEWED_AT),
    ):
        yield


async def _transfer(
    lab: Cluster, random: Random, ends: float, outcome: Outcome, report: Callable[[str], None]
) -> None:
    hops = [
        Hop(
            host=machine.outer or machine.inner,
            user="root",
            keys=(str(lab.directory / "user"),),
            host_keys=HostKeys(pinned=(machine.host_key,)),
            connect_timeout=60,
            keepalive=5,
        )
        for machine in (*lab.proxies, *lab.nodes)
    ]
    chain = Chain(tuple(hops))

    async def channel(pool: Pool) -> None:
        while monotonic() < ends and not outcome.findings:
            piece = random.randbytes(random.randrange(1, _PIECE))
            try:
                done = await pool.run(chain, "cat", stdin=piece)
            except Exception:
                outcome.findings.append(traceback.format_exc(limit=-2))
            else:
                outcome.count("transfers")
                outcome.count("bytes", 2 * len(piece))
                if hashlib.sha256(done.stdout).digest() == hashlib.sha256(piece).digest():
                    continue
                outcome.findings.append(f"{len(piece)} bytes came back as {len(done.stdout)} others")
            report(f"rekeys: {outcome.findings[-1]}")

    async with Pool() as pool:
        await asyncio.gather(*(channel(pool) for _ in range(_CHANNELS)))
