"""What administration can see and do with a daemon that runs.

A daemon has *servers*, as libvirt calls them: one for the clients of its drivers, one for administration itself. A
`ServerDesk` stands for one server: who is connected, how many may be, which processes serve them, its certificates. A
`DaemonDesk` stands for the whole: its servers, its logs, its end.

`HouseDesk` and `ProcessDesk` are the two for a daemon of one process. A supervisor of several processes has its own,
which ask the workers; therefore everything is a coroutine, and what is handed out is plain tuples.
"""

from __future__ import annotations

from time import monotonic, time
from typing import NamedTuple

from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from virtreach.daemon.channel import Channel
    from virtreach.daemon.entry.admission import Admission
    from virtreach.daemon.house import House
    from virtreach.daemon.life.lifetime import Lifetime
    from virtreach.daemon.records.logs import Logs

__all__ = [
    "ClientRecord",
    "DaemonDesk",
    "HouseDesk",
    "Limits",
    "Pool",
    "ProcessDesk",
    "ServerDesk",
    "check_pool",
]

_CLIENTS_MAX = 1_000_000


class ClientRecord(NamedTuple):
    """One client as administration sees it.

    Attributes:
        number: its number; no other client of this server has or had it.
        transport: ``unix``, ``tcp`` or ``tls``.
        address: where from, for people.
        since: when it connected, in seconds since 1970.
        readonly: nothing may be changed over this connection.
        known: it has said who it is, or need not.
        authenticated: how, as in `ClientInfo.authenticated`.
        user: the name that SASL has authenticated, or "".
        distinguished_name: the subject of its certificate, or "".
        uid, gid, pid: of the process behind a unix socket; -1 elsewhere.
    """

    number: int
    transport: str
    address: str
    since: int
    readonly: bool
    known: bool
    authenticated: str
    user: str = ""
    distinguished_name: str = ""
    uid: int = -1
    gid: int = -1
    pid: int = -1


class Limits(NamedTuple):
    """How many clients there may be, and how many there are.

    Attributes:
        max_clients: of any kind, at a time.
        clients: of any kind, now.
        max_strangers: that have not authenticated, at a time.
        strangers: that have not authenticated, now.
    """

    max_clients: int
    clients: int
    max_strangers: int
    strangers: int


class Pool(NamedTuple):
    """The processes that serve clients; libvirtd has threads instead.

    Attributes:
        least, most: how many there have to be and may be.
        running: how many there are.
        free: how many of them serve nobody at the moment.
        priority: kept for calls that cannot hang; there are none here, since nothing waits for a hanging call.
        waiting: calls that wait because their clients have too many under way.
    """

    least: int
    most: int
    running: int
    free: int
    priority: int
    waiting: int


class ServerDesk:
    """One server of the daemon."""

    async def clients(self) -> list[ClientRecord]:
        """List who is connected, by number."""
        raise AssertionError("a desk says who is connected")

    async def client(self, number: int) -> ClientRecord | None:
        """Find a client by its number; None when there is none."""
        raise AssertionError("a desk says who is connected")

    async def close_client(self, number: int, why: str) -> bool:
        """Cut a client off.

        Args:
            number: the client's.
            why: for the log.

        Returns:
            False when there is no such client.
        """
        raise AssertionError("a desk says how clients are thrown out")

    @property
    def admission(self) -> Admission:
        """The places that clients take."""
        raise AssertionError("a desk says who gives places")

    async def limits(self) -> Limits:
        """Read how many clients there may be."""
        admission = self.admission
        strangers = admission.strangers
        return Limits(admission.max_clients, admission.known + strangers, admission.max_strangers, strangers)

    async def set_limits(self, *, max_clients: int | None = None, max_strangers: int | None = None) -> None:
        """Change how many clients there may be; whoever is in stays.

        Args:
            max_clients, max_strangers: as in `Limits`; None leaves the figure as it is.

        Raises:
            UsageError: the figures make no sense; nothing has changed.
        """
        admission = self.admission
        clients = admission.max_clients if max_clients is None else max_clients
        strangers = admission.max_strangers if max_strangers is None else max_strangers
        _check_limits(clients, strangers)
        admission.max_clients = clients
        admission.max_strangers = strangers

    async def pool(self) -> Pool:
        """Read how many processes serve clients."""
        raise AssertionError("a desk says how many processes there are")

    async def set_pool(
        self, *, least: int | None = None, most: int | None = None, priority: int | None = None
    ) -> None:
        """Change how many processes serve clients.

        Args:
            least, most, priority: as in `Pool`; None leaves the figure as it is.

        Raises:
            UsageError: the figures cannot be had; nothing has changed.
        """
        raise AssertionError("a desk says how many processes there are")

    async def update_tls(self) -> None:
        """Read certificates, keys and revocations anew, for whoever comes from now on.

        Raises:
            UsageError: there is no TLS here.
            VirtreachError: the files cannot be used; the old ones stay in force.
        """
        raise AssertionError("a desk says how certificates are renewed")


class DaemonDesk:
    """The daemon as a whole.

    Attributes:
        servers: by name, in the order in which they are listed.
    """

    servers: Mapping[str, ServerDesk]

    async def log_outputs(self) -> str:
        """Read where logs go: ``level:output[:details]``, parted by spaces."""
        raise AssertionError("a desk says where logs go")

    async def set_log_outputs(self, text: str) -> None:
        """Choose where logs go; "" is the default.

        Raises:
            VirtreachError: that cannot be; nothing has changed.
        """
        raise AssertionError("a desk says where logs go")

    async def log_filters(self) -> str:
        """Read which parts log how much: ``level:match``, parted by spaces; "" for no filters."""
        raise AssertionError("a desk says what is logged")

    async def set_log_filters(self, text: str) -> None:
        """Choose which parts log how much; "" removes all filters.

        Raises:
            VirtreachError: that cannot be; nothing has changed.
        """
        raise AssertionError("a desk says what is logged")

    async def set_timeout(self, seconds: int) -> None:
        """Have the daemon end when nobody has been connected for so long; 0 keeps it running."""
        raise AssertionError("a desk says when the daemon ends")

    async def shutdown(self) -> None:
        """Have the daemon stop gracefully, soon after this returns."""
        raise AssertionError("a desk says how the daemon ends")


class HouseDesk(ServerDesk):
    """A server whose clients are all in this process.

    Args:
        house: where they are.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        # What has to be added to the loop's clock to have the time of day.
        self._epoch = time() - monotonic()

    @property
    def admission(self) -> Admission:
        return self._house.admission

    async def clients(self) -> list[ClientRecord]:
        return self.records()

    def records(self) -> list[ClientRecord]:
        """All clients, by number."""
        return sorted(self._record(client) for client in self._house.clients)

    async def client(self, number: int) -> ClientRecord | None:
        client = self._find(number)
        return None if client is None else self._record(client)

    async def close_client(self, number: int, why: str) -> bool:
        client = self._find(number)
        if client is None:
            return False
        client.evict(why)
        return True

    def _find(self, number: int) -> Channel | None:
        return next((client for client in self._house.clients if client.info.number == number), None)

    def _record(self, client: Channel) -> ClientRecord:
        info = client.info
        return ClientRecord(
            info.number,
            info.transport,
            info.address,
            int(client.since + self._epoch),
            info.readonly,
            not self._house.admission.is_stranger(client),
            info.authenticated,
            info.user,
            info.distinguished_name,
            info.uid,
            info.gid,
            info.pid,
        )

    async def pool(self) -> Pool:
        waiting = sum(client.session.waiting for client in self._house.clients)
        busy = any(client.session.deferred for client in self._house.clients)
        return Pool(1, 1, 1, int(not busy), 0, waiting)

    async def set_pool(
        self, *, least: int | None = None, most: int | None = None, priority: int | None = None
    ) -> None:
        pool = await self.pool()
        if check_pool(pool, least=least, most=most, priority=priority) != (pool.least, pool.most):
            raise UsageError("this daemon serves all clients in one process; the key workers changes that")

    async def update_tls(self) -> None:
        rules = self._house.tls
        if rules is None:
            raise UsageError("no tls service found, unable to update tls files")
        self._house.tls = rules.renewed()


class ProcessDesk(DaemonDesk):
    """A daemon that is this process alone.

    Args:
        servers: by name.
        logs: what the process logs.
        life: when it ends.
    """

    def __init__(self, servers: Mapping[str, ServerDesk], logs: Logs, life: Lifetime) -> None:
        self.servers = servers
        self._logs = logs
        self._life = life

    async def log_outputs(self) -> str:
        return self._logs.outputs

    async def set_log_outputs(self, text: str) -> None:
        self._logs.configure(outputs=text)

    async def log_filters(self) -> str:
        return self._logs.filters

    async def set_log_filters(self, text: str) -> None:
        self._logs.configure(filters=text)

    async def set_timeout(self, seconds: int) -> None:
        self._life.set_timeout(seconds)

    async def shutdown(self) -> None:
        self._life.end()


def check_pool(pool: Pool, *, least: int | None, most: int | None, priority: int | None) -> tuple[int, int]:
    """Look at figures that somebody wants a pool to have.

    Args:
        pool: as it is.
        least, most, priority: as in `ServerDesk.set_pool`.

    Returns:
        The new least and most.

    Raises:
        UsageError: they contradict each other, or there cannot be such a pool.
    """
    low = pool.least if least is None else least
    high = pool.most if most is None else most
    if low > high:
        # As libvirt words it: src/util/virthreadpool.c, virThreadPoolSetParameters.
        raise UsageError("minWorkers cannot be larger than maxWorkers")
    if high < 1:
        raise UsageError("there must be one worker at least")
    if priority:
        raise UsageError("there are no priority workers: no call has to wait for one that hangs")
    return low, high


def _check_limits(max_clients: int, max_strangers: int) -> None:
    """Raise `UsageError` for limits that make no sense, as libvirtd does (``src/rpc/virnetserver.c``)."""
    if not 1 <= max_strangers <= _CLIENTS_MAX or not 1 <= max_clients <= _CLIENTS_MAX:
        raise UsageError(f"there must be room for 1 client at least, and for {_CLIENTS_MAX} at most")
    if max_clients < max_strangers:
        raise UsageError(
            "The overall maximum number of clients must not be less than the number of clients waiting for "
            "authentication"
        )
