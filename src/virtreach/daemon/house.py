"""What all clients of a daemon share: its rules, its limits, its drivers, and who is in."""

from __future__ import annotations

import asyncio
from itertools import count as counter
from logging import getLogger

from virtreach.daemon.dispatch import Policy
from virtreach.daemon.entry.admission import Admission, Lockout
from virtreach.daemon.entry.opening import scheme_of
from virtreach.daemon.records.metrics import Metrics, count
from virtreach.daemon.unfinished import Unfinished
from virtreach.errors import UsageError
from virtreach.protocol.registry import PROGRAMS
from virtreach.session.programs import Programs
from virtreach.session.sasl.server_base import VerifierSource
from virtreach.session.sasl.server_offer import DEFAULT
from virtreach.session.server import LIMIT
from virtreach.session.server_answers import no_driver
from virtreach.wire.allocation import settle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from virtreach.daemon.channel import Channel
    from virtreach.daemon.drivers.base import Driver
    from virtreach.daemon.entry.tls import TLSRules

__all__ = ["NAME_MAX", "Door", "House"]

NAME_MAX = 8192
"""The longest URI that a client may open, in characters: it is logged, and goes from process to process."""

_log = getLogger("virtreach.daemon")
# How often silent strangers are looked for, in seconds.
_ROUND = 1.0
_BUFFER_SIZE = 256 << 10


class Door:
    """One way in. Immutable.

    Args:
        transport: ``unix``, ``tcp`` or ``tls``.
        readonly: whoever comes through may change nothing.
        sasl: whoever comes through must authenticate.
        polkit: polkit decides about whoever comes through, root excepted; for unix sockets.
    """

    __slots__ = ("polkit", "readonly", "sasl", "transport")

    def __init__(
        self, transport: str, *, readonly: bool = False, sasl: bool = False, polkit: bool = False
    ) -> None:
        self.transport = transport
        self.readonly = readonly
        self.sasl = sasl
        self.polkit = polkit

    def __repr__(self) -> str:
        return f"<door {self}>"

    def __str__(self) -> str:
        """For people: ``unix, read-only, for users that polkit lets in``."""
        traits = {
            "read-only": self.readonly,
            "with SASL": self.sasl,
            "for users that polkit lets in": self.polkit,
        }
        return ", ".join([self.transport, *(name for name, has in traits.items() if has)])


class House:
    """Everything that clients share. Attributes may be replaced while the daemon runs; connections see it at once.

    Attributes:
        drivers: what can be opened; the first one is opened by an empty name.
        policy: who may call what.
        admission: places for clients.
        unfinished: large packets that have come in part.
        lockout: names that cannot log in for a while.
        users: who there is, for SASL.
        mechanisms: SASL mechanisms that are offered where they are strong enough.
        realm: the realm of DIGEST-MD5.
        allowed_users: patterns of SASL names that may come in; None for all.
        min_ssf: bits of the security layer that plain TCP needs.
        max_attempts: failed logins on one connection.
        auth_timeout: seconds until a client must be known.
        max_requests: calls of one client that are carried out at a time, if they take their time.
        keepalive_interval, keepalive_count: as in libvirtd.conf; an interval of 0 or less switches PINGs off.
        tls: the rules for clients that come over TLS, or None.
        clients: all connections.
        numbers: what clients are called.
        metrics: what is counted.
        view: what all of them read into; what is in it is taken out before anybody else reads. A house has one
            event loop, and a process may have several houses.
    """

    def __init__(self, drivers: Sequence[Driver], *, policy: Policy | None = None) -> None:
        self.drivers = tuple(drivers)
        self.policy = policy or Policy()
        self.admission = Admission(5000, 20, 10)
        self.unfinished = Unfinished(256 << 20)
        self.lockout = Lockout()
        self.users = VerifierSource()
        self.mechanisms: Sequence[str] = DEFAULT
        self.realm = "localhost"
        self.allowed_users: Sequence[str] | None = None
        self.min_ssf = 112
        self.max_attempts = 6
        self.auth_timeout = 30.0
        self.max_requests = LIMIT
        self.keepalive_interval = 5.0
        self.keepalive_count = 5
        self.tls: TLSRules | None = None
        self.programs = Programs((PROGRAMS["remote"], PROGRAMS["qemu"], PROGRAMS["lxc"]))
        self.clients: set[Channel] = set()
        self.metrics = Metrics()
        settle()
        self.view = memoryview(bytearray(_BUFFER_SIZE))
        self.numbers = counter(1)
        self._round: asyncio.TimerHandle | None = None
        self._idle: asyncio.Event | None = None

    def next_number(self) -> int:
        """The number of a new client."""
        return next(self.numbers)

    def driver_for(self, name: str) -> Driver:
        """The driver that a client's URI means.

        Raises:
            LibvirtError: there is none.
        """
        if not name:
            return self.drivers[0]
        if len(name) > NAME_MAX:
            raise no_driver(f"a URI of {len(name)} characters")
        for driver in self.drivers:
            if driver.claims(name):
                return driver
        try:
            scheme = scheme_of(name)
        except UsageError:
            raise no_driver(name) from None
        for driver in self.drivers:
            if scheme in driver.schemes:
                return driver
        raise no_driver(name)

    # Who is in.

    @property
    def emptied(self) -> bool:
        """Whether nobody is to come in any more."""
        return self._idle is not None

    def enter(self, client: Channel) -> bool:
        """Take a connection in; False when there is no place, or the house is being emptied."""
        if self.emptied or not self.admission.arrive(client):
            return False
        self.clients.add(client)
        count(self.metrics.connections, client.info.transport)
        if self._round is None:
            self._round = asyncio.get_running_loop().call_later(_ROUND, self._go_round)
        return True

    def leave(self, client: Channel) -> None:
        """A connection that `enter` took in is gone."""
        self.clients.discard(client)
        self.admission.leave(client)
        if not self.clients and self._idle is not None:
            self._idle.set()

    def _go_round(self) -> None:
        """Send strangers away who have not said who they are in time."""
        self._round = None
        loop = asyncio.get_running_loop()
        limit = loop.time() - self.auth_timeout
        for guest in self.admission.oldest():
            if guest.since > limit:
                break
            guest.evict("it did not authenticate in time")
        if self.admission.strangers:
            self._round = loop.call_later(_ROUND, self._go_round)

    # The end.

    async def empty(self, deadline: float) -> None:
        """Have everybody leave: clients finish the calls that are being carried out, until the deadline.

        Nobody comes in afterwards, until `reopen`.

        Args:
            deadline: seconds from now; `hurry` has it come at once.
        """
        if self._round is not None:
            self._round.cancel()
            self._round = None
        self._idle = idle = asyncio.Event()
        for client in list(self.clients):
            client.retire()
        if self.clients:
            try:
                async with asyncio.timeout(deadline):
                    await idle.wait()
            except TimeoutError:
                pass
        if self.clients:
            _log.warning("%d clients are cut off", len(self.clients))
        for client in list(self.clients):
            client.evict("the daemon stops")

    def hurry(self) -> None:
        """Have the deadline of `empty` come at once."""
        if self._idle is not None:
            self._idle.set()

    def reopen(self) -> None:
        """Take clients in again."""
        self._idle = None

    def close(self) -> None:
        """Close the drivers; nobody is in any more."""
        for driver in self.drivers:
            driver.close()

    def export_state(self) -> dict[str, bytes]:
        """What a successor of this process needs to go on with the same objects: bytes by the schemes of a driver."""
        exported = {" ".join(driver.schemes): driver.export_state() for driver in self.drivers}
        return {schemes: state for schemes, state in exported.items() if state}

    def import_state(self, exported: Mapping[str, bytes]) -> None:
        """Take what a predecessor has left; before the drivers start.

        Raises:
            ConfigError: a driver cannot make sense of it.
        """
        for driver in self.drivers:
            state = exported.get(" ".join(driver.schemes))
            if state:
                driver.import_state(state)
