"""What a caller is told when its call got no answer: what is known of its outcome, and what is not."""

from __future__ import annotations

from virtreach.errors import (
    CallCancelled,
    CallInterrupted,
    CallTimeout,
    ConnectionClosed,
    ConnectionLost,
    ProtocolError,
    TransportError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.protocol.procedure import Procedure

__all__ = ["REPEATS", "as_transport", "cut_off", "gone", "interrupted", "may_repeat", "unusable"]

# How often a call that only reads is sent again after the connection broke under it. A server that crashes on the call,
# or hangs up on purpose, would have it repeated for ever otherwise.
REPEATS = 3


def interrupted(procedure: Procedure[Any], sent: bool, reason: Exception) -> Exception:
    """The error for a call that the end of the connection cut off."""
    if not sent:
        return ConnectionLost(f"{procedure.name} was not sent: {reason}")
    changes = not procedure.replayable
    outcome = "whether it was carried out is unknown" if changes else "it only reads, so it may be repeated"
    error = CallInterrupted(
        f"the connection broke while {procedure.name} was in flight ({reason}); {outcome}",
        procedure=procedure.name,
        may_have_changed=changes,
    )
    error.__cause__ = reason
    return error


def may_repeat(error: CallInterrupted, times: int) -> bool:
    """Whether a call may be sent again on a new connection.

    Args:
        error: how it ended.
        times: how often it has ended like that.
    """
    if error.may_have_changed or times > REPEATS:
        return False
    # A server that broke the protocol will do it again.
    return not isinstance(error.__cause__, ProtocolError)


def cut_off(procedure: Procedure[Any], *, unsent: bool, cancelled: bool) -> Exception:
    """The error for a call whose deadline passed or whose scope was cancelled."""
    changes = not unsent and not procedure.replayable
    outcome = "it was not sent" if unsent else "the server may still carry it out"
    if cancelled:
        return CallCancelled(
            f"{procedure.name} was cancelled; {outcome}", procedure=procedure.name, may_have_changed=changes
        )
    return CallTimeout(
        f"{procedure.name} did not answer before its deadline; {outcome}",
        procedure=procedure.name,
        may_have_changed=changes,
    )


def unusable(procedure: Procedure[Any], reason: Exception) -> Exception:
    """The error for a call on a connection that is gone already; nothing was sent."""
    if isinstance(reason, ConnectionClosed):
        return ConnectionClosed(str(reason))
    return ConnectionLost(f"{procedure.name} was not sent: {reason}")


def gone(reason: Exception) -> Exception:
    """The error for whatever is asked of a connection that has ended for good; a new one each time it is raised."""
    if isinstance(reason, ConnectionClosed | ConnectionLost):
        return type(reason)(str(reason))
    return ConnectionLost(f"the connection is gone: {reason}")


def as_transport(reason: Exception) -> Exception:
    """The reason in a form that streams and subscriptions may raise."""
    if isinstance(reason, TransportError | ProtocolError):
        return reason
    return ConnectionLost(str(reason))
