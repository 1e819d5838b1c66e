"""Errors of guests that are reached without any network: by their agent, or by their serial console.

::

    GuestError                        (a ShellError)
    ├── AgentMissing                  the guest has no agent, or none that is connected; nothing was done
    ├── AgentSilent                   the agent did not answer in time
    ├── AgentBusy                     somebody else's work with the agent did not end in time; nothing was done
    ├── AgentRefused                  the agent said no: a command that is disabled, or that failed
    ├── AgentNonsense                 (also a ProtocolError) its answer cannot be what was asked for
    ├── ConsoleMissing                the guest has no serial console, or somebody else has it
    ├── ConsoleSilent                 nothing that is a shell or a login answers on it
    ├── ConsoleLoginRefused           (also a CredentialsRejected) it did not let us in, or wants a password
    ├── ConsoleGarbled                (also a ProtocolError) what it prints is too much, or not what was asked for
    └── GuestUnreachable              no way leads into it
"""

from __future__ import annotations

from virtreach.errors import CredentialsRejected, ProtocolError
from virtreach.errors.shell import ShellError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "AgentBusy",
    "AgentMissing",
    "AgentNonsense",
    "AgentRefused",
    "AgentSilent",
    "ConsoleGarbled",
    "ConsoleLoginRefused",
    "ConsoleMissing",
    "ConsoleSilent",
    "GuestError",
    "GuestUnreachable",
]


class GuestError(ShellError):
    """A guest could not be spoken to, or did not do what was asked."""


class AgentMissing(GuestError):
    """The guest has no agent: no channel for one, or nothing in the guest that has opened it. Nothing was done."""


class AgentSilent(GuestError):
    """The agent did not answer in time. What it was asked for may happen yet."""


class AgentBusy(GuestError):
    """The host had something else to do with this agent all the time. Nothing was done."""


class AgentRefused(GuestError):
    """The agent said no.

    Attributes:
        said: its own message, made printable.
    """

    def __init__(self, message: str, *, label: str = "", said: str = "") -> None:
        super().__init__(message, label=label)
        self.said = said


class AgentNonsense(GuestError, ProtocolError):
    """The agent's answer cannot be what was asked for. It is the guest's program, and not to be trusted."""


class ConsoleMissing(GuestError):
    """There is no serial console, or somebody else has it."""


class ConsoleSilent(GuestError):
    """Nothing that is a shell or a login answers on the console."""


class ConsoleLoginRefused(GuestError, CredentialsRejected):
    """The login on the console did not let us in, or asks for a password that was not given."""

    mechanism = "console"


class ConsoleGarbled(GuestError, ProtocolError):
    """What the console prints is too much, or is not what was asked for, however often it is asked."""


class GuestUnreachable(GuestError):
    """No way leads into the guest.

    Attributes:
        tried: each way, and why it did not work.
    """

    def __init__(self, message: str, *, label: str = "", tried: Sequence[tuple[str, Exception]] = ()) -> None:
        super().__init__(message, label=label)
        self.tried = tuple(tried)
