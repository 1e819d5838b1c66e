"""Which enum the numbers of an event's fields belong to (``include/libvirt/libvirt-domain.h`` and its siblings)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["named"]

_JOB = {"type": "DomainBlockJobType", "status": "ConnectDomainEventBlockJobStatus"}

_ENUMS = {
    ("domain", "lifecycle"): {"event": "DomainEventType"},
    ("domain", "watchdog"): {"action": "DomainEventWatchdogAction"},
    ("domain", "io_error"): {"action": "DomainEventIOErrorAction"},
    ("domain", "io_error_reason"): {"action": "DomainEventIOErrorAction"},
    ("domain", "graphics"): {"phase": "DomainEventGraphicsPhase"},
    ("domain", "block_job"): _JOB,
    ("domain", "block_job_2"): _JOB,
    ("domain", "disk_change"): {"reason": "ConnectDomainEventDiskChangeReason"},
    ("domain", "tray_change"): {"reason": "DomainEventTrayChangeReason"},
    ("domain", "agent_lifecycle"): {
        "state": "ConnectDomainEventAgentLifecycleState",
        "reason": "ConnectDomainEventAgentLifecycleReason",
    },
    ("domain", "metadata_change"): {"type": "DomainMetadataType"},
    ("domain", "memory_failure"): {
        "recipient": "DomainMemoryFailureRecipientType",
        "action": "DomainMemoryFailureActionType",
        "flags": "DomainMemoryFailureFlags",
    },
    ("network", "lifecycle"): {"event": "NetworkEventLifecycleType"},
    ("network", "metadata_change"): {"type": "NetworkMetadataType"},
    ("storage_pool", "lifecycle"): {"event": "StoragePoolEventLifecycleType"},
    ("node_device", "lifecycle"): {"event": "NodeDeviceEventLifecycleType"},
    ("secret", "lifecycle"): {"event": "SecretEventLifecycleType"},
    ("connection", "closed"): {"reason": "ConnectCloseReason"},
}

# The enum of a domain's life-cycle detail, by the event's number (virDomainEventType).
_DETAILS = (
    "Defined",
    "Undefined",
    "Started",
    "Suspended",
    "Resumed",
    "Stopped",
    "Shutdown",
    "PMSuspended",
    "Crashed",
)


def named(family: str, kind: str, fields: dict[str, Any], name: str) -> Any:
    """Return an event's field as the member of its enum, or as it is when it has none.

    Args:
        family, kind: what event it is.
        fields: all of its fields; the meaning of one may depend on another.
        name: the field.
    """
    value = fields[name]
    enum = _ENUMS.get((family, kind), {}).get(name)
    if (
        name == "detail"
        and (family, kind) == ("domain", "lifecycle")
        and 0 <= fields["event"] < len(_DETAILS)
    ):
        enum = f"DomainEvent{_DETAILS[fields['event']]}DetailType"
    if enum is None:
        return value
    from virtreach.protocol import enums

    return getattr(enums, enum)(value)
