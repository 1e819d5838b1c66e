"""What was called: procedures, arguments and outcomes, kept in memory for tests to look at."""

from __future__ import annotations

from collections import deque

from virtreach.errors import DecodeError
from virtreach.wire.packet import HEADER_SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from virtreach.daemon.drivers.base import ClientInfo
    from virtreach.protocol.procedure import Procedure

__all__ = ["CALLS_MAX", "RECORD_BYTES_MAX", "RecordedCall", "Recorder"]

CALLS_MAX = 10_000
"""Calls that are kept; older ones are forgotten."""
RECORD_BYTES_MAX = 16 << 20
"""Bytes of their packets that are kept."""


class RecordedCall:
    """One call.

    Attributes:
        client: who called.
        procedure: what: its name is `name`.
        outcome: ``pending``, ``ok``, ``error``, ``dropped``, ``lost`` or ``hanging``.
        error: the error that the client got, or None.
    """

    __slots__ = ("client", "error", "outcome", "packet", "procedure")

    def __init__(self, client: ClientInfo, procedure: Procedure[Any], packet: bytes) -> None:
        self.client = client
        self.procedure = procedure
        self.packet = packet
        self.outcome = "pending"
        self.error: Exception | None = None

    @property
    def name(self) -> str:
        """The procedure's name: ``domain_create``."""
        return self.procedure.name

    @property
    def program(self) -> str:
        """The program that it belongs to: ``remote``."""
        return self.procedure.program

    @property
    def args(self) -> Any:
        """The arguments, decoded: a record with the fields' names. None when they cannot be decoded."""
        try:
            return self.procedure.decode_args(self.packet, HEADER_SIZE)
        except DecodeError:
            return None

    def __repr__(self) -> str:
        # Arguments may hold secrets, and representations end up in the reports of tests.
        return f"<{self.name} by client {self.client.number}: {self.outcome}>"

    def ended(self, outcome: str, error: Exception | None = None) -> None:
        """Note how the call has ended."""
        self.outcome = outcome
        self.error = error


class Recorder:
    """The calls of all clients, in the order in which they came. May be read from any thread."""

    def __init__(self, *, calls: int = CALLS_MAX, size: int = RECORD_BYTES_MAX) -> None:
        self._calls: deque[RecordedCall] = deque()
        self._calls_max = calls
        self._size_max = size
        self._size = 0

    def __iter__(self) -> Iterator[RecordedCall]:
        return iter(self.calls)

    def __len__(self) -> int:
        return len(self._calls)

    @property
    def calls(self) -> list[RecordedCall]:
        """The calls that are kept."""
        # list() of a deque is one step for other threads.
        return list(self._calls)

    def named(self, name: str) -> list[RecordedCall]:
        """The calls of one procedure."""
        return [one for one in self.calls if one.name == name]

    def clear(self) -> None:
        """Forget all calls."""
        self._calls.clear()
        self._size = 0

    def note(self, client: ClientInfo, procedure: Procedure[Any], packet: bytes) -> RecordedCall:
        """Keep a call that has come; the oldest ones make room."""
        made = RecordedCall(client, procedure, packet)
        self._calls.append(made)
        self._size += len(packet)
        while len(self._calls) > 1 and (len(self._calls) > self._calls_max or self._size > self._size_max):
            self._size -= len(self._calls.popleft().packet)
        return made
