"""Going a node's ways hop by hop: how long each takes, how it connects onwards, and what fails. Changes nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from virtreach.errors import VirtreachError
from virtreach.routes.ssh.hop import Chain, CommandHop

if TYPE_CHECKING:
    from virtreach.conf.inventory import Node
    from virtreach.routes.ssh.pool import Pool
    from virtreach.routes.ssh.reach import Reach

__all__ = ["HopReport", "WayReport", "probe", "probe_chain"]


@dataclass(frozen=True, slots=True)
class HopReport:
    """One hop.

    Attributes:
        label: the hop, for people.
        by: how it was reached from the one before: ``tcp``, ``direct``, a relay's name, or ``command``.
        login_seconds: how long connection and login took; 0 for one that was there already, None if it failed.
        command_seconds: how long ``true`` takes there now; None when it runs no commands.
        error: what failed, or "".
        failure: the same, or None.
    """

    label: str
    by: str
    login_seconds: float | None = None
    command_seconds: float | None = None
    error: str = ""
    failure: VirtreachError | None = None


@dataclass(frozen=True, slots=True)
class WayReport:
    """One way to a node, from here to a login there.

    Attributes:
        why: why it stands where it stands among the ways.
        hops: as far as it was gone.
    """

    why: str
    hops: tuple[HopReport, ...] = field(default=())

    @property
    def works(self) -> bool:
        """Whether all of it could be gone."""
        return self.failure is None

    @property
    def failure(self) -> VirtreachError | None:
        """What stops us on it, or None."""
        return next((hop.failure for hop in self.hops if hop.failure is not None), None)


async def probe(reach: Reach, node: Node, *, timeout: float) -> list[WayReport]:
    """Go each way to a node, also those that would not be tried now.

    Args:
        reach: knows the ways.
        node: where to.
        timeout: seconds for each hop.

    Raises:
        NoProxy: there is no way at all.
    """
    cluster = reach.inventory.cluster(node.cluster)
    ways = reach.ways_to(node)
    reports = []
    for number, way in enumerate(ways):
        if not way.hops or isinstance(way.hops[-1], CommandHop):
            why = "reached directly"
        elif number == 0:
            why = "least loaded" if cluster.policy == "least-loaded" else "first of its group that is well"
        else:
            why = "in reserve"
        reports.append(WayReport(why, await probe_chain(reach.pool, reach.login(node, way), timeout=timeout)))
    return reports


async def probe_chain(pool: Pool, chain: Chain, *, timeout: float) -> tuple[HopReport, ...]:
    """Go a chain hop by hop, until one fails."""
    reports: list[HopReport] = []
    for length in range(1, len(chain.hops) + 1):
        part = Chain(chain.hops[:length], chain.cluster)
        hop = part.hops[-1]
        if isinstance(hop, CommandHop):
            continue
        report = await _probe_hop(pool, part, hop.label, timeout)
        reports.append(report)
        if report.failure is not None:
            break
    return tuple(reports)


async def _probe_hop(pool: Pool, chain: Chain, label: str, timeout: float) -> HopReport:
    there = bool(pool.links(chain))
    try:
        async with pool.link(chain, timeout=timeout) as link:
            by = link.reached_by
            login = 0.0 if there else link.setup_seconds
            began = time.monotonic()
            try:
                await pool.run(chain, "true", timeout=timeout)
            except VirtreachError:
                return HopReport(label, by, login)
            return HopReport(label, by, login, time.monotonic() - began)
    except VirtreachError as error:
        return HopReport(label, "", error=str(error) or type(error).__name__, failure=error)
