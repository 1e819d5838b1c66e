"""Errors of ways that lead through other machines: who on the way failed, and whether the node was ever asked.

::

    RouteError                        (a ConnectError) a stream could not be opened
    ├── HopUnreachable                a proxy could not be connected, or fell silent; the node was never asked
    ├── LoginRefused                  a hop did not let us in (also a CredentialsRejected)
    ├── HostKeyError                  a hop or node is not shown to be who it should be (also a ServerNotAuthentic)
    │   ├── HostKeyUnknown            no key is known for it
    │   ├── HostKeyChanged            its key is not the known one
    │   └── HostKeyRevoked            its key is known to be bad
    ├── ForwardingForbidden           the last hop does not forward, and no other way was allowed or possible
    ├── RelayMissing                  forwarding is forbidden and no relay program is on the last hop
    ├── SessionsForbidden             no command may be run there
    ├── NodeRefused                   the way is well; the node refused the connection (also a ConnectionRefusedError)
    ├── NodeUnreachable               the way is well; its last hop cannot reach the node
    ├── NodeTimeout                   the node did not answer in time (also a ConnectTimeout)
    ├── NoProxy                       the cluster's proxy group has no member: nothing is reached around it
    └── AllProxiesFailed              each proxy was tried
    HopLost                           (a ConnectionLost) a hop broke while something went through it
    CommandOutcomeUnknown             (a CallInterrupted) the link broke under a command, which may still run there
"""

from __future__ import annotations

from virtreach.errors import (
    CallInterrupted,
    ConnectError,
    ConnectionLost,
    ConnectTimeout,
    CredentialsRejected,
    ServerNotAuthentic,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "AllProxiesFailed",
    "CommandOutcomeUnknown",
    "ForwardingForbidden",
    "HopLost",
    "HopUnreachable",
    "HostKeyChanged",
    "HostKeyError",
    "HostKeyRevoked",
    "HostKeyUnknown",
    "LoginRefused",
    "NoProxy",
    "NodeRefused",
    "NodeTimeout",
    "NodeUnreachable",
    "RelayMissing",
    "RouteError",
    "SessionsForbidden",
]


class RouteError(ConnectError):
    """A stream through other machines could not be opened.

    Attributes:
        hop: the hop that says so or is meant, for people; "" for this machine.
    """

    mechanism = ""

    def __init__(self, message: str, *, hop: str = "", target: str = "", step: str = "route") -> None:
        ConnectError.__init__(self, message, step=step, target=target or hop)
        self.hop = hop


class HopUnreachable(RouteError):
    """A hop could not be connected, or did not speak SSH in time; the node behind it was never asked."""


class LoginRefused(RouteError, CredentialsRejected):
    """A hop was reached and did not let us in."""


class HostKeyError(RouteError, ServerNotAuthentic):
    """A machine on the way did not show that it is the one that is meant. Nothing was sent to it.

    Attributes:
        fingerprint: ``SHA256:...`` of the key that it has, or "" when it offered none that we could look at.
    """

    def __init__(self, message: str, *, hop: str = "", target: str = "", fingerprint: str = "") -> None:
        super().__init__(message, hop=hop, target=target, step="host key")
        self.fingerprint = fingerprint


class HostKeyUnknown(HostKeyError):
    """No key is known for the machine."""


class HostKeyChanged(HostKeyError):
    """The machine's key is not the one that is known: it was rebuilt, or it is another one."""


class HostKeyRevoked(HostKeyError):
    """The machine's key is marked as revoked."""


class ForwardingForbidden(RouteError):
    """The last hop does not forward connections to the node, by its configuration."""


class RelayMissing(RouteError):
    """The last hop does not forward, and has none of the programs that could do it instead."""


class SessionsForbidden(RouteError):
    """The machine lets us in, but runs no commands for us."""


class NodeRefused(RouteError, ConnectionRefusedError):
    """The way is well; nothing listens at the node's address."""


class NodeUnreachable(RouteError):
    """The way is well; its last hop finds no way to the node, or does not know its name."""


class NodeTimeout(RouteError, ConnectTimeout):
    """The way is well; the node did not answer in time."""


class NoProxy(RouteError):
    """The cluster says that it is reached through proxies, and has none."""


class AllProxiesFailed(RouteError):
    """Each proxy of a cluster was tried.

    Attributes:
        failures: the error of each proxy, in the order in which they were tried.
    """

    def __init__(self, message: str, *, target: str = "", failures: Sequence[Exception] = ()) -> None:
        super().__init__(message, target=target)
        self.failures = tuple(failures)


class HopLost(ConnectionLost):
    """A hop broke, or was silent for too long, while something went through it.

    Attributes:
        hop: which one, for people.
        silent: whether nothing came from it any more; else its connection was closed.
    """

    def __init__(self, message: str, *, hop: str = "", silent: bool = False) -> None:
        super().__init__(message)
        self.hop = hop
        self.silent = silent


class CommandOutcomeUnknown(CallInterrupted):
    """The link broke before a command's end was told: it may have done its work, and may still be running.

    Attributes:
        hop: where it was started, for people.
    """

    def __init__(self, message: str, *, hop: str = "") -> None:
        super().__init__(message, procedure="", may_have_changed=True)
        self.hop = hop
