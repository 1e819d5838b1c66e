# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain
from virtreach.protocol.procedure import Procedure

class DomainEventGraphicsAddress(NamedTuple):
    family: int
    node: str
    service: str

class DomainEventGraphicsIdentity(NamedTuple):
    type: str
    name: str

class DomainEventLifecycleMsg(NamedTuple):
    dom: NonnullDomain
    event: int
    detail: int

class DomainEventRebootMsg(NamedTuple):
    dom: NonnullDomain

class DomainEventRtcChangeMsg(NamedTuple):
    dom: NonnullDomain
    offset: int

class DomainEventWatchdogMsg(NamedTuple):
    dom: NonnullDomain
    action: int

class DomainEventIoErrorMsg(NamedTuple):
    dom: NonnullDomain
    src_path: str
    dev_alias: str
    action: int

class DomainEventGraphicsMsg(NamedTuple):
    dom: NonnullDomain
    phase: int
    local: DomainEventGraphicsAddress
    remote: DomainEventGraphicsAddress
    auth_scheme: str
    subject: list[DomainEventGraphicsIdentity]

class DomainEventIoErrorReasonMsg(NamedTuple):
    dom: NonnullDomain
    src_path: str
    dev_alias: str
    action: int
    reason: str

class DomainEventControlErrorMsg(NamedTuple):
    dom: NonnullDomain

class DomainEventBlockJobMsg(NamedTuple):
    dom: NonnullDomain
    path: str
    type: int
    status: int

class DomainEventDiskChangeMsg(NamedTuple):
    dom: NonnullDomain
    old_src_path: str | None
    new_src_path: str | None
    dev_alias: str
    reason: int

class DomainEventTrayChangeMsg(NamedTuple):
    dom: NonnullDomain
    dev_alias: str
    reason: int

class DomainEventPmwakeupMsg(NamedTuple):
    dom: NonnullDomain

class DomainEventPmsuspendMsg(NamedTuple):
    dom: NonnullDomain

class DomainEventBalloonChangeMsg(NamedTuple):
    dom: NonnullDomain
    actual: int

class DomainEventPmsuspendDiskMsg(NamedTuple):
    dom: NonnullDomain

class DomainEventDeviceRemovedMsg(NamedTuple):
    dom: NonnullDomain
    dev_alias: str

class DomainEventCallbackLifecycleMsg(NamedTuple):
    callback_id: int
    msg: DomainEventLifecycleMsg

class DomainEventCallbackRebootMsg(NamedTuple):
    callback_id: int
    msg: DomainEventRebootMsg

class DomainEventCallbackRtcChangeMsg(NamedTuple):
    callback_id: int
    msg: DomainEventRtcChangeMsg

class DomainEventCallbackWatchdogMsg(NamedTuple):
    callback_id: int
    msg: DomainEventWatchdogMsg

class DomainEventCallbackIoErrorMsg(NamedTuple):
    callback_id: int
    msg: DomainEventIoErrorMsg

class DomainEventCallbackGraphicsMsg(NamedTuple):
    callback_id: int
    msg: DomainEventGraphicsMsg

class DomainEventCallbackIoErrorReasonMsg(NamedTuple):
    callback_id: int
    msg: DomainEventIoErrorReasonMsg

class DomainEventCallbackControlErrorMsg(NamedTuple):
    callback_id: int
    msg: DomainEventControlErrorMsg

class DomainEventCallbackBlockJobMsg(NamedTuple):
    callback_id: int
    msg: DomainEventBlockJobMsg

class DomainEventCallbackDiskChangeMsg(NamedTuple):
    callback_id: int
    msg: DomainEventDiskChangeMsg

class DomainEventCallbackTrayChangeMsg(NamedTuple):
    callback_id: int
    msg: DomainEventTrayChangeMsg

class DomainEventCallbackPmwakeupMsg(NamedTuple):
    callback_id: int
    reason: int
    msg: DomainEventPmwakeupMsg

class DomainEventCallbackPmsuspendMsg(NamedTuple):
    callback_id: int
    reason: int
    msg: DomainEventPmsuspendMsg

class DomainEventCallbackBalloonChangeMsg(NamedTuple):
    callback_id: int
    msg: DomainEventBalloonChangeMsg

class DomainEventCallbackPmsuspendDiskMsg(NamedTuple):
    callback_id: int
    reason: int
    msg: DomainEventPmsuspendDiskMsg

class DomainEventCallbackDeviceRemovedMsg(NamedTuple):
    callback_id: int
    msg: DomainEventDeviceRemovedMsg

class DomainEventBlockJob2Msg(NamedTuple):
    callback_id: int
    dom: NonnullDomain
    dst: str
    type: int
    status: int

class DomainEventCallbackTunableMsg(NamedTuple):
    callback_id: int
    dom: NonnullDomain
    params: dict[str, int | float | bool | str]

class DomainEventCallbackAgentLifecycleMsg(NamedTuple):
    callback_id: int
    dom: NonnullDomain
    state: int
    reason: int

class DomainEventCallbackDeviceAddedMsg(NamedTuple):
    callback_id: int
    dom: NonnullDomain
    dev_alias: str

class DomainEventCallbackMigrationIterationMsg(NamedTuple):
    callback_id: int
    dom: NonnullDomain
    iteration: int

class DomainEventCallbackJobCompletedMsg(NamedTuple):
    callback_id: int
    dom: NonnullDomain
    params: dict[str, int | float | bool | str]

class DomainEventCallbackDeviceRemovalFailedMsg(NamedTuple):
    callback_id: int
    dom: NonnullDomain
    dev_alias: str

class DomainEventCallbackMetadataChangeMsg(NamedTuple):
    callback_id: int
    dom: NonnullDomain
    type: int
    nsuri: str | None

class DomainEventBlockThresholdMsg(NamedTuple):
    callback_id: int
    dom: NonnullDomain
    dev: str
    path: str | None
    threshold: int
    excess: int

class DomainEventMemoryFailureMsg(NamedTuple):
    callback_id: int
    dom: NonnullDomain
    recipient: int
    action: int
    flags: int

class DomainEventMemoryDeviceSizeChangeMsg(NamedTuple):
    callback_id: int
    dom: NonnullDomain
    alias: str
    size: int

class DomainEventNicMacChangeMsg(NamedTuple):
    callback_id: int
    dom: NonnullDomain
    alias: str
    old_mac: str
    new_mac: str

DOMAIN_EVENT_LIFECYCLE: Procedure[DomainEventLifecycleMsg]
DOMAIN_EVENT_REBOOT: Procedure[DomainEventRebootMsg]
DOMAIN_EVENT_RTC_CHANGE: Procedure[DomainEventRtcChangeMsg]
DOMAIN_EVENT_WATCHDOG: Procedure[DomainEventWatchdogMsg]
DOMAIN_EVENT_IO_ERROR: Procedure[DomainEventIoErrorMsg]
DOMAIN_EVENT_GRAPHICS: Procedure[DomainEventGraphicsMsg]
DOMAIN_EVENT_IO_ERROR_REASON: Procedure[DomainEventIoErrorReasonMsg]
DOMAIN_EVENT_CONTROL_ERROR: Procedure[DomainEventControlErrorMsg]
DOMAIN_EVENT_BLOCK_JOB: Procedure[DomainEventBlockJobMsg]
DOMAIN_EVENT_DISK_CHANGE: Procedure[DomainEventDiskChangeMsg]
DOMAIN_EVENT_TRAY_CHANGE: Procedure[DomainEventTrayChangeMsg]
DOMAIN_EVENT_PMWAKEUP: Procedure[DomainEventPmwakeupMsg]
DOMAIN_EVENT_PMSUSPEND: Procedure[DomainEventPmsuspendMsg]
DOMAIN_EVENT_BALLOON_CHANGE: Procedure[DomainEventBalloonChangeMsg]
DOMAIN_EVENT_PMSUSPEND_DISK: Procedure[DomainEventPmsuspendDiskMsg]
DOMAIN_EVENT_DEVICE_REMOVED: Procedure[DomainEventDeviceRemovedMsg]
DOMAIN_EVENT_CALLBACK_LIFECYCLE: Procedure[DomainEventCallbackLifecycleMsg]
DOMAIN_EVENT_CALLBACK_REBOOT: Procedure[DomainEventCallbackRebootMsg]
DOMAIN_EVENT_CALLBACK_RTC_CHANGE: Procedure[DomainEventCallbackRtcChangeMsg]
DOMAIN_EVENT_CALLBACK_WATCHDOG: Procedure[DomainEventCallbackWatchdogMsg]
DOMAIN_EVENT_CALLBACK_IO_ERROR: Procedure[DomainEventCallbackIoErrorMsg]
DOMAIN_EVENT_CALLBACK_GRAPHICS: Procedure[DomainEventCallbackGraphicsMsg]
DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON: Procedure[DomainEventCallbackIoErrorReasonMsg]
DOMAIN_EVENT_CALLBACK_CONTROL_ERROR: Procedure[DomainEventCallbackControlErrorMsg]
DOMAIN_EVENT_CALLBACK_BLOCK_JOB: Procedure[DomainEventCallbackBlockJobMsg]
DOMAIN_EVENT_CALLBACK_DISK_CHANGE: Procedure[DomainEventCallbackDiskChangeMsg]
DOMAIN_EVENT_CALLBACK_TRAY_CHANGE: Procedure[DomainEventCallbackTrayChangeMsg]
DOMAIN_EVENT_CALLBACK_PMWAKEUP: Procedure[DomainEventCallbackPmwakeupMsg]
DOMAIN_EVENT_CALLBACK_PMSUSPEND: Procedure[DomainEventCallbackPmsuspendMsg]
DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE: Procedure[DomainEventCallbackBalloonChangeMsg]
DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK: Procedure[DomainEventCallbackPmsuspendDiskMsg]
DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED: Procedure[DomainEventCallbackDeviceRemovedMsg]
DOMAIN_EVENT_BLOCK_JOB_2: Procedure[DomainEventBlockJob2Msg]
DOMAIN_EVENT_CALLBACK_TUNABLE: Procedure[DomainEventCallbackTunableMsg]
DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE: Procedure[DomainEventCallbackAgentLifecycleMsg]
DOMAIN_EVENT_CALLBACK_DEVICE_ADDED: Procedure[DomainEventCallbackDeviceAddedMsg]
DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION: Procedure[DomainEventCallbackMigrationIterationMsg]
DOMAIN_EVENT_CALLBACK_JOB_COMPLETED: Procedure[DomainEventCallbackJobCompletedMsg]
DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED: Procedure[DomainEventCallbackDeviceRemovalFailedMsg]
DOMAIN_EVENT_CALLBACK_METADATA_CHANGE: Procedure[DomainEventCallbackMetadataChangeMsg]
DOMAIN_EVENT_BLOCK_THRESHOLD: Procedure[DomainEventBlockThresholdMsg]
DOMAIN_EVENT_MEMORY_FAILURE: Procedure[DomainEventMemoryFailureMsg]
DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE: Procedure[DomainEventMemoryDeviceSizeChangeMsg]
DOMAIN_EVENT_NIC_MAC_CHANGE: Procedure[DomainEventNicMacChangeMsg]
