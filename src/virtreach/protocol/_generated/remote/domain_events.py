"""The domain_events procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain
from virtreach.protocol.procedure import Procedure
from virtreach.wire.record import record
from virtreach.wire.runs import run_decoder
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, bad_length, bad_nul, bad_presence, bad_tail, encode_void, undecodable

new = tuple.__new__
_u_I = Struct(">I").unpack_from
_u_Q = Struct(">Q").unpack_from
_u_QQ = Struct(">QQ").unpack_from
_u_i = Struct(">i").unpack_from
_u_iI = Struct(">iI").unpack_from
_u_ii = Struct(">ii").unpack_from
_u_iiI = Struct(">iiI").unpack_from
_u_q = Struct(">q").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.domain_events"

DomainEventGraphicsAddress = record("DomainEventGraphicsAddress", "family node service", __name__)

DomainEventGraphicsIdentity = record("DomainEventGraphicsIdentity", "type name", __name__)

DomainEventLifecycleMsg = record("DomainEventLifecycleMsg", "dom event detail", __name__)

DomainEventRebootMsg = record("DomainEventRebootMsg", "dom", __name__)

DomainEventRtcChangeMsg = record("DomainEventRtcChangeMsg", "dom offset", __name__)

DomainEventWatchdogMsg = record("DomainEventWatchdogMsg", "dom action", __name__)

DomainEventIoErrorMsg = record("DomainEventIoErrorMsg", "dom src_path dev_alias action", __name__)

DomainEventGraphicsMsg = record("DomainEventGraphicsMsg", "dom phase local remote auth_scheme subject", __name__)

DomainEventIoErrorReasonMsg = record("DomainEventIoErrorReasonMsg", "dom src_path dev_alias action reason", __name__)

DomainEventControlErrorMsg = record("DomainEventControlErrorMsg", "dom", __name__)

DomainEventBlockJobMsg = record("DomainEventBlockJobMsg", "dom path type status", __name__)

DomainEventDiskChangeMsg = record("DomainEventDiskChangeMsg", "dom old_src_path new_src_path dev_alias reason", __name__)

DomainEventTrayChangeMsg = record("DomainEventTrayChangeMsg", "dom dev_alias reason", __name__)

DomainEventPmwakeupMsg = record("DomainEventPmwakeupMsg", "dom", __name__)

DomainEventPmsuspendMsg = record("DomainEventPmsuspendMsg", "dom", __name__)

DomainEventBalloonChangeMsg = record("DomainEventBalloonChangeMsg", "dom actual", __name__)

DomainEventPmsuspendDiskMsg = record("DomainEventPmsuspendDiskMsg", "dom", __name__)

DomainEventDeviceRemovedMsg = record("DomainEventDeviceRemovedMsg", "dom dev_alias", __name__)

DomainEventCallbackLifecycleMsg = record("DomainEventCallbackLifecycleMsg", "callback_id msg", __name__)

DomainEventCallbackRebootMsg = record("DomainEventCallbackRebootMsg", "callback_id msg", __name__)

DomainEventCallbackRtcChangeMsg = record("DomainEventCallbackRtcChangeMsg", "callback_id msg", __name__)

DomainEventCallbackWatchdogMsg = record("DomainEventCallbackWatchdogMsg", "callback_id msg", __name__)

DomainEventCallbackIoErrorMsg = record("DomainEventCallbackIoErrorMsg", "callback_id msg", __name__)

DomainEventCallbackGraphicsMsg = record("DomainEventCallbackGraphicsMsg", "callback_id msg", __name__)

DomainEventCallbackIoErrorReasonMsg = record("DomainEventCallbackIoErrorReasonMsg", "callback_id msg", __name__)

DomainEventCallbackControlErrorMsg = record("DomainEventCallbackControlErrorMsg", "callback_id msg", __name__)

DomainEventCallbackBlockJobMsg = record("DomainEventCallbackBlockJobMsg", "callback_id msg", __name__)

DomainEventCallbackDiskChangeMsg = record("DomainEventCallbackDiskChangeMsg", "callback_id msg", __name__)

DomainEventCallbackTrayChangeMsg = record("DomainEventCallbackTrayChangeMsg", "callback_id msg", __name__)

DomainEventCallbackPmwakeupMsg = record("DomainEventCallbackPmwakeupMsg", "callback_id reason msg", __name__)

DomainEventCallbackPmsuspendMsg = record("DomainEventCallbackPmsuspendMsg", "callback_id reason msg", __name__)

DomainEventCallbackBalloonChangeMsg = record("DomainEventCallbackBalloonChangeMsg", "callback_id msg", __name__)

DomainEventCallbackPmsuspendDiskMsg = record("DomainEventCallbackPmsuspendDiskMsg", "callback_id reason msg", __name__)

DomainEventCallbackDeviceRemovedMsg = record("DomainEventCallbackDeviceRemovedMsg", "callback_id msg", __name__)

DomainEventBlockJob2Msg = record("DomainEventBlockJob2Msg", "callback_id dom dst type status", __name__)

DomainEventCallbackTunableMsg = record("DomainEventCallbackTunableMsg", "callback_id dom params", __name__)

DomainEventCallbackAgentLifecycleMsg = record("DomainEventCallbackAgentLifecycleMsg", "callback_id dom state reason", __name__)

DomainEventCallbackDeviceAddedMsg = record("DomainEventCallbackDeviceAddedMsg", "callback_id dom dev_alias", __name__)

DomainEventCallbackMigrationIterationMsg = record("DomainEventCallbackMigrationIterationMsg", "callback_id dom iteration", __name__)

DomainEventCallbackJobCompletedMsg = record("DomainEventCallbackJobCompletedMsg", "callback_id dom params", __name__)

DomainEventCallbackDeviceRemovalFailedMsg = record("DomainEventCallbackDeviceRemovalFailedMsg", "callback_id dom dev_alias", __name__)

DomainEventCallbackMetadataChangeMsg = record("DomainEventCallbackMetadataChangeMsg", "callback_id dom type nsuri", __name__)

DomainEventBlockThresholdMsg = record("DomainEventBlockThresholdMsg", "callback_id dom dev path threshold excess", __name__)

DomainEventMemoryFailureMsg = record("DomainEventMemoryFailureMsg", "callback_id dom recipient action flags", __name__)

DomainEventMemoryDeviceSizeChangeMsg = record("DomainEventMemoryDeviceSizeChangeMsg", "callback_id dom alias size", __name__)

DomainEventNicMacChangeMsg = record("DomainEventNicMacChangeMsg", "callback_id dom alias old_mac new_mac", __name__)


def decode_domain_event_graphics_address(_d, _o):
    family, _n1 = _u_iI(_d, _o)
    _o += 8
    if _n1 > 4194304:
        bad_length("node", _n1, 4194304)
    _e = _o + _n1
    node = _d[_o:_e].decode()
    if "\0" in node:
        bad_nul("node")
    _o = _e + (-_n1 & 3)
    (_n2,) = _u_I(_d, _o)
    _o += 4
    if _n2 > 4194304:
        bad_length("service", _n2, 4194304)
    _e = _o + _n2
    service = _d[_o:_e].decode()
    if "\0" in service:
        bad_nul("service")
    _o = _e + (-_n2 & 3)
    return new(DomainEventGraphicsAddress, (family, node, service)), _o


decode_many_domain_event_graphics_address = run_decoder(
    "i s s", 4194304, lambda rows: [new(DomainEventGraphicsAddress, (f0, f1.decode(), f2.decode())) for f0, f1, f2 in rows]
)


def decode_domain_event_graphics_identity(_d, _o):
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("type", _n1, 4194304)
    _e = _o + _n1
    type = _d[_o:_e].decode()
    if "\0" in type:
        bad_nul("type")
    _o = _e + (-_n1 & 3)
    (_n2,) = _u_I(_d, _o)
    _o += 4
    if _n2 > 4194304:
        bad_length("name", _n2, 4194304)
    _e = _o + _n2
    name = _d[_o:_e].decode()
    if "\0" in name:
        bad_nul("name")
    _o = _e + (-_n2 & 3)
    return new(DomainEventGraphicsIdentity, (type, name)), _o


decode_many_domain_event_graphics_identity = run_decoder(
    "s s", 4194304, lambda rows: [new(DomainEventGraphicsIdentity, (f0.decode(), f1.decode())) for f0, f1 in rows]
)


def decode_domain_event_lifecycle_msg(_d, _o):
    dom, _o = decode_nonnull_domain(_d, _o)
    event, detail = _u_ii(_d, _o)
    _o += 8
    return new(DomainEventLifecycleMsg, (dom, event, detail)), _o




def decode_domain_event_reboot_msg(_d, _o):
    dom, _o = decode_nonnull_domain(_d, _o)
    return new(DomainEventRebootMsg, (dom,)), _o




def decode_domain_event_rtc_change_msg(_d, _o):
    dom, _o = decode_nonnull_domain(_d, _o)
    (offset,) = _u_q(_d, _o)
    _o += 8
    return new(DomainEventRtcChangeMsg, (dom, offset)), _o




def decode_domain_event_watchdog_msg(_d, _o):
    dom, _o = decode_nonnull_domain(_d, _o)
    (action,) = _u_i(_d, _o)
    _o += 4
    return new(DomainEventWatchdogMsg, (dom, action)), _o




def decode_domain_event_io_error_msg(_d, _o):
    dom, _o = decode_nonnull_domain(_d, _o)
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("src_path", _n1, 4194304)
    _e = _o + _n1
    src_path = _d[_o:_e].decode()
    if "\0" in src_path:
        bad_nul("src_path")
    _o = _e + (-_n1 & 3)
    (_n2,) = _u_I(_d, _o)
    _o += 4
    if _n2 > 4194304:
        bad_length("dev_alias", _n2, 4194304)
    _e = _o + _n2
    dev_alias = _d[_o:_e].decode()
    if "\0" in dev_alias:
        bad_nul("dev_alias")
    _o = _e + (-_n2 & 3)
    (action,) = _u_i(_d, _o)
    _o += 4
    return new(DomainEventIoErrorMsg, (dom, src_path, dev_alias, action)), _o




def decode_domain_event_graphics_msg(_d, _o):
    dom, _o = decode_nonnull_domain(_d, _o)
    (phase,) = _u_i(_d, _o)
    _o += 4
    local, _o = decode_domain_event_graphics_address(_d, _o)
    remote, _o = decode_domain_event_graphics_address(_d, _o)
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("auth_scheme", _n1, 4194304)
    _e = _o + _n1
    auth_scheme = _d[_o:_e].decode()
    if "\0" in auth_scheme:
        bad_nul("auth_scheme")
    _o = _e + (-_n1 & 3)
    subject, _o = decode_many_domain_event_graphics_identity(_d, _o, "subject", 20)
    return new(DomainEventGraphicsMsg, (dom, phase, local, remote, auth_scheme, subject)), _o




def decode_domain_event_io_error_reason_msg(_d, _o):
    dom, _o = decode_nonnull_domain(_d, _o)
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("src_path", _n1, 4194304)
    _e = _o + _n1
    src_path = _d[_o:_e].decode()
    if "\0" in src_path:
        bad_nul("src_path")
    _o = _e + (-_n1 & 3)
    (_n2,) = _u_I(_d, _o)
    _o += 4
    if _n2 > 4194304:
        bad_length("dev_alias", _n2, 4194304)
    _e = _o + _n2
    dev_alias = _d[_o:_e].decode()
    if "\0" in dev_alias:
        bad_nul("dev_alias")
    _o = _e + (-_n2 & 3)
    action, _n3 = _u_iI(_d, _o)
    _o += 8
    if _n3 > 4194304:
        bad_length("reason", _n3, 4194304)
    _e = _o + _n3
    reason = _d[_o:_e].decode()
    if "\0" in reason:
        bad_nul("reason")
    _o = _e + (-_n3 & 3)
    return new(DomainEventIoErrorReasonMsg, (dom, src_path, dev_alias, action, reason)), _o




def decode_domain_event_control_error_msg(_d, _o):
    dom, _o = decode_nonnull_domain(_d, _o)
    return new(DomainEventControlErrorMsg, (dom,)), _o




def decode_domain_event_block_job_msg(_d, _o):
    dom, _o = decode_nonnull_domain(_d, _o)
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("path", _n1, 4194304)
    _e = _o + _n1
    path = _d[_o:_e].decode()
    if "\0" in path:
        bad_nul("path")
    _o = _e + (-_n1 & 3)
    type, status = _u_ii(_d, _o)
    _o += 8
    return new(DomainEventBlockJobMsg, (dom, path, type, status)), _o




def decode_domain_event_disk_change_msg(_d, _o):
    dom, _o = decode_nonnull_domain(_d, _o)
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 == 1:
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 4194304:
            bad_length("old_src_path", _n2, 4194304)
        _e = _o + _n2
        old_src_path = _d[_o:_e].decode()
        if "\0" in old_src_path:
            bad_nul("old_src_path")
        _o = _e + (-_n2 & 3)
    elif _n1 == 0:
        old_src_path = None
    else:
        bad_presence("old_src_path", _n1)
    (_n3,) = _u_I(_d, _o)
    _o += 4
    if _n3 == 1:
        (_n4,) = _u_I(_d, _o)
        _o += 4
        if _n4 > 4194304:
            bad_length("new_src_path", _n4, 4194304)
        _e = _o + _n4
        new_src_path = _d[_o:_e].decode()
        if "\0" in new_src_path:
            bad_nul("new_src_path")
        _o = _e + (-_n4 & 3)
    elif _n3 == 0:
        new_src_path = None
    else:
        bad_presence("new_src_path", _n3)
    (_n5,) = _u_I(_d, _o)
    _o += 4
    if _n5 > 4194304:
        bad_length("dev_alias", _n5, 4194304)
    _e = _o + _n5
    dev_alias = _d[_o:_e].decode()
    if "\0" in dev_alias:
        bad_nul("dev_alias")
    _o = _e + (-_n5 & 3)
    (reason,) = _u_i(_d, _o)
    _o += 4
    return new(DomainEventDiskChangeMsg, (dom, old_src_path, new_src_path, dev_alias, reason)), _o




def decode_domain_event_tray_change_msg(_d, _o):
    dom, _o = decode_nonnull_domain(_d, _o)
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("dev_alias", _n1, 4194304)
    _e = _o + _n1
    dev_alias = _d[_o:_e].decode()
    if "\0" in dev_alias:
        bad_nul("dev_alias")
    _o = _e + (-_n1 & 3)
    (reason,) = _u_i(_d, _o)
    _o += 4
    return new(DomainEventTrayChangeMsg, (dom, dev_alias, reason)), _o




def decode_domain_event_pmwakeup_msg(_d, _o):
    dom, _o = decode_nonnull_domain(_d, _o)
    return new(DomainEventPmwakeupMsg, (dom,)), _o




def decode_domain_event_pmsuspend_msg(_d, _o):
    dom, _o = decode_nonnull_domain(_d, _o)
    return new(DomainEventPmsuspendMsg, (dom,)), _o




def decode_domain_event_balloon_change_msg(_d, _o):
    dom, _o = decode_nonnull_domain(_d, _o)
    (actual,) = _u_Q(_d, _o)
    _o += 8
    return new(DomainEventBalloonChangeMsg, (dom, actual)), _o




def decode_domain_event_pmsuspend_disk_msg(_d, _o):
    dom, _o = decode_nonnull_domain(_d, _o)
    return new(DomainEventPmsuspendDiskMsg, (dom,)), _o




def decode_domain_event_device_removed_msg(_d, _o):
    dom, _o = decode_nonnull_domain(_d, _o)
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("dev_alias", _n1, 4194304)
    _e = _o + _n1
    dev_alias = _d[_o:_e].decode()
    if "\0" in dev_alias:
        bad_nul("dev_alias")
    _o = _e + (-_n1 & 3)
    return new(DomainEventDeviceRemovedMsg, (dom, dev_alias)), _o




def _decode_domain_event_lifecycle_msg(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        event, detail = _u_ii(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_lifecycle", _error) from None
    return new(DomainEventLifecycleMsg, (dom, event, detail))


def _decode_domain_event_reboot_msg(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_reboot", _error) from None
    return new(DomainEventRebootMsg, (dom,))


def _decode_domain_event_rtc_change_msg(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (offset,) = _u_q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_rtc_change", _error) from None
    return new(DomainEventRtcChangeMsg, (dom, offset))


def _decode_domain_event_watchdog_msg(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (action,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_watchdog", _error) from None
    return new(DomainEventWatchdogMsg, (dom, action))


def _decode_domain_event_io_error_msg(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("src_path", _n1, 4194304)
        _e = _o + _n1
        src_path = _d[_o:_e].decode()
        if "\0" in src_path:
            bad_nul("src_path")
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 4194304:
            bad_length("dev_alias", _n2, 4194304)
        _e = _o + _n2
        dev_alias = _d[_o:_e].decode()
        if "\0" in dev_alias:
            bad_nul("dev_alias")
        _o = _e + (-_n2 & 3)
        (action,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_io_error", _error) from None
    return new(DomainEventIoErrorMsg, (dom, src_path, dev_alias, action))


def _decode_domain_event_graphics_msg(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (phase,) = _u_i(_d, _o)
        _o += 4
        local, _o = decode_domain_event_graphics_address(_d, _o)
        remote, _o = decode_domain_event_graphics_address(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("auth_scheme", _n1, 4194304)
        _e = _o + _n1
        auth_scheme = _d[_o:_e].decode()
        if "\0" in auth_scheme:
            bad_nul("auth_scheme")
        _o = _e + (-_n1 & 3)
        subject, _o = decode_many_domain_event_graphics_identity(_d, _o, "subject", 20)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_graphics", _error) from None
    return new(DomainEventGraphicsMsg, (dom, phase, local, remote, auth_scheme, subject))


def _decode_domain_event_io_error_reason_msg(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("src_path", _n1, 4194304)
        _e = _o + _n1
        src_path = _d[_o:_e].decode()
        if "\0" in src_path:
            bad_nul("src_path")
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 4194304:
            bad_length("dev_alias", _n2, 4194304)
        _e = _o + _n2
        dev_alias = _d[_o:_e].decode()
        if "\0" in dev_alias:
            bad_nul("dev_alias")
        _o = _e + (-_n2 & 3)
        action, _n3 = _u_iI(_d, _o)
        _o += 8
        if _n3 > 4194304:
            bad_length("reason", _n3, 4194304)
        _e = _o + _n3
        reason = _d[_o:_e].decode()
        if "\0" in reason:
            bad_nul("reason")
        _o = _e + (-_n3 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_io_error_reason", _error) from None
    return new(DomainEventIoErrorReasonMsg, (dom, src_path, dev_alias, action, reason))


def _decode_domain_event_control_error_msg(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_control_error", _error) from None
    return new(DomainEventControlErrorMsg, (dom,))


def _decode_domain_event_block_job_msg(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("path", _n1, 4194304)
        _e = _o + _n1
        path = _d[_o:_e].decode()
        if "\0" in path:
            bad_nul("path")
        _o = _e + (-_n1 & 3)
        type, status = _u_ii(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_block_job", _error) from None
    return new(DomainEventBlockJobMsg, (dom, path, type, status))


def _decode_domain_event_disk_change_msg(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("old_src_path", _n2, 4194304)
            _e = _o + _n2
            old_src_path = _d[_o:_e].decode()
            if "\0" in old_src_path:
                bad_nul("old_src_path")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            old_src_path = None
        else:
            bad_presence("old_src_path", _n1)
        (_n3,) = _u_I(_d, _o)
        _o += 4
        if _n3 == 1:
            (_n4,) = _u_I(_d, _o)
            _o += 4
            if _n4 > 4194304:
                bad_length("new_src_path", _n4, 4194304)
            _e = _o + _n4
            new_src_path = _d[_o:_e].decode()
            if "\0" in new_src_path:
                bad_nul("new_src_path")
            _o = _e + (-_n4 & 3)
        elif _n3 == 0:
            new_src_path = None
        else:
            bad_presence("new_src_path", _n3)
        (_n5,) = _u_I(_d, _o)
        _o += 4
        if _n5 > 4194304:
            bad_length("dev_alias", _n5, 4194304)
        _e = _o + _n5
        dev_alias = _d[_o:_e].decode()
        if "\0" in dev_alias:
            bad_nul("dev_alias")
        _o = _e + (-_n5 & 3)
        (reason,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_disk_change", _error) from None
    return new(DomainEventDiskChangeMsg, (dom, old_src_path, new_src_path, dev_alias, reason))


def _decode_domain_event_tray_change_msg(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("dev_alias", _n1, 4194304)
        _e = _o + _n1
        dev_alias = _d[_o:_e].decode()
        if "\0" in dev_alias:
            bad_nul("dev_alias")
        _o = _e + (-_n1 & 3)
        (reason,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_tray_change", _error) from None
    return new(DomainEventTrayChangeMsg, (dom, dev_alias, reason))


def _decode_domain_event_pmwakeup_msg(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_pmwakeup", _error) from None
    return new(DomainEventPmwakeupMsg, (dom,))


def _decode_domain_event_pmsuspend_msg(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_pmsuspend", _error) from None
    return new(DomainEventPmsuspendMsg, (dom,))


def _decode_domain_event_balloon_change_msg(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (actual,) = _u_Q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_balloon_change", _error) from None
    return new(DomainEventBalloonChangeMsg, (dom, actual))


def _decode_domain_event_pmsuspend_disk_msg(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_pmsuspend_disk", _error) from None
    return new(DomainEventPmsuspendDiskMsg, (dom,))


def _decode_domain_event_device_removed_msg(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("dev_alias", _n1, 4194304)
        _e = _o + _n1
        dev_alias = _d[_o:_e].decode()
        if "\0" in dev_alias:
            bad_nul("dev_alias")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_device_removed", _error) from None
    return new(DomainEventDeviceRemovedMsg, (dom, dev_alias))


def _decode_domain_event_callback_lifecycle_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        msg, _o = decode_domain_event_lifecycle_msg(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_lifecycle", _error) from None
    return new(DomainEventCallbackLifecycleMsg, (callback_id, msg))


def _decode_domain_event_callback_reboot_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        msg, _o = decode_domain_event_reboot_msg(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_reboot", _error) from None
    return new(DomainEventCallbackRebootMsg, (callback_id, msg))


def _decode_domain_event_callback_rtc_change_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        msg, _o = decode_domain_event_rtc_change_msg(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_rtc_change", _error) from None
    return new(DomainEventCallbackRtcChangeMsg, (callback_id, msg))


def _decode_domain_event_callback_watchdog_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        msg, _o = decode_domain_event_watchdog_msg(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_watchdog", _error) from None
    return new(DomainEventCallbackWatchdogMsg, (callback_id, msg))


def _decode_domain_event_callback_io_error_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        msg, _o = decode_domain_event_io_error_msg(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_io_error", _error) from None
    return new(DomainEventCallbackIoErrorMsg, (callback_id, msg))


def _decode_domain_event_callback_graphics_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        msg, _o = decode_domain_event_graphics_msg(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_graphics", _error) from None
    return new(DomainEventCallbackGraphicsMsg, (callback_id, msg))


def _decode_domain_event_callback_io_error_reason_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        msg, _o = decode_domain_event_io_error_reason_msg(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_io_error_reason", _error) from None
    return new(DomainEventCallbackIoErrorReasonMsg, (callback_id, msg))


def _decode_domain_event_callback_control_error_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        msg, _o = decode_domain_event_control_error_msg(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_control_error", _error) from None
    return new(DomainEventCallbackControlErrorMsg, (callback_id, msg))


def _decode_domain_event_callback_block_job_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        msg, _o = decode_domain_event_block_job_msg(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_block_job", _error) from None
    return new(DomainEventCallbackBlockJobMsg, (callback_id, msg))


def _decode_domain_event_callback_disk_change_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        msg, _o = decode_domain_event_disk_change_msg(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_disk_change", _error) from None
    return new(DomainEventCallbackDiskChangeMsg, (callback_id, msg))


def _decode_domain_event_callback_tray_change_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        msg, _o = decode_domain_event_tray_change_msg(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_tray_change", _error) from None
    return new(DomainEventCallbackTrayChangeMsg, (callback_id, msg))


def _decode_domain_event_callback_pmwakeup_msg(_d, _o):
    try:
        callback_id, reason = _u_ii(_d, _o)
        _o += 8
        msg, _o = decode_domain_event_pmwakeup_msg(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_pmwakeup", _error) from None
    return new(DomainEventCallbackPmwakeupMsg, (callback_id, reason, msg))


def _decode_domain_event_callback_pmsuspend_msg(_d, _o):
    try:
        callback_id, reason = _u_ii(_d, _o)
        _o += 8
        msg, _o = decode_domain_event_pmsuspend_msg(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_pmsuspend", _error) from None
    return new(DomainEventCallbackPmsuspendMsg, (callback_id, reason, msg))


def _decode_domain_event_callback_balloon_change_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        msg, _o = decode_domain_event_balloon_change_msg(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_balloon_change", _error) from None
    return new(DomainEventCallbackBalloonChangeMsg, (callback_id, msg))


def _decode_domain_event_callback_pmsuspend_disk_msg(_d, _o):
    try:
        callback_id, reason = _u_ii(_d, _o)
        _o += 8
        msg, _o = decode_domain_event_pmsuspend_disk_msg(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_pmsuspend_disk", _error) from None
    return new(DomainEventCallbackPmsuspendDiskMsg, (callback_id, reason, msg))


def _decode_domain_event_callback_device_removed_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        msg, _o = decode_domain_event_device_removed_msg(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_device_removed", _error) from None
    return new(DomainEventCallbackDeviceRemovedMsg, (callback_id, msg))


def _decode_domain_event_block_job_2_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("dst", _n1, 4194304)
        _e = _o + _n1
        dst = _d[_o:_e].decode()
        if "\0" in dst:
            bad_nul("dst")
        _o = _e + (-_n1 & 3)
        type, status = _u_ii(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_block_job_2", _error) from None
    return new(DomainEventBlockJob2Msg, (callback_id, dom, dst, type, status))


def _decode_domain_event_callback_tunable_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        dom, _o = decode_nonnull_domain(_d, _o)
        params, _o = decode_params(_d, _o, "params", 2048)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_tunable", _error) from None
    return new(DomainEventCallbackTunableMsg, (callback_id, dom, params))


def _decode_domain_event_callback_agent_lifecycle_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        dom, _o = decode_nonnull_domain(_d, _o)
        state, reason = _u_ii(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_agent_lifecycle", _error) from None
    return new(DomainEventCallbackAgentLifecycleMsg, (callback_id, dom, state, reason))


def _decode_domain_event_callback_device_added_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("dev_alias", _n1, 4194304)
        _e = _o + _n1
        dev_alias = _d[_o:_e].decode()
        if "\0" in dev_alias:
            bad_nul("dev_alias")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_device_added", _error) from None
    return new(DomainEventCallbackDeviceAddedMsg, (callback_id, dom, dev_alias))


def _decode_domain_event_callback_migration_iteration_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        dom, _o = decode_nonnull_domain(_d, _o)
        (iteration,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_migration_iteration", _error) from None
    return new(DomainEventCallbackMigrationIterationMsg, (callback_id, dom, iteration))


def _decode_domain_event_callback_job_completed_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        dom, _o = decode_nonnull_domain(_d, _o)
        params, _o = decode_params(_d, _o, "params", 64)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_job_completed", _error) from None
    return new(DomainEventCallbackJobCompletedMsg, (callback_id, dom, params))


def _decode_domain_event_callback_device_removal_failed_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("dev_alias", _n1, 4194304)
        _e = _o + _n1
        dev_alias = _d[_o:_e].decode()
        if "\0" in dev_alias:
            bad_nul("dev_alias")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_device_removal_failed", _error) from None
    return new(DomainEventCallbackDeviceRemovalFailedMsg, (callback_id, dom, dev_alias))


def _decode_domain_event_callback_metadata_change_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        dom, _o = decode_nonnull_domain(_d, _o)
        type, _n1 = _u_iI(_d, _o)
        _o += 8
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("nsuri", _n2, 4194304)
            _e = _o + _n2
            nsuri = _d[_o:_e].decode()
            if "\0" in nsuri:
                bad_nul("nsuri")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            nsuri = None
        else:
            bad_presence("nsuri", _n1)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_callback_metadata_change", _error) from None
    return new(DomainEventCallbackMetadataChangeMsg, (callback_id, dom, type, nsuri))


def _decode_domain_event_block_threshold_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("dev", _n1, 4194304)
        _e = _o + _n1
        dev = _d[_o:_e].decode()
        if "\0" in dev:
            bad_nul("dev")
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 == 1:
            (_n3,) = _u_I(_d, _o)
            _o += 4
            if _n3 > 4194304:
                bad_length("path", _n3, 4194304)
            _e = _o + _n3
            path = _d[_o:_e].decode()
            if "\0" in path:
                bad_nul("path")
            _o = _e + (-_n3 & 3)
        elif _n2 == 0:
            path = None
        else:
            bad_presence("path", _n2)
        threshold, excess = _u_QQ(_d, _o)
        _o += 16
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_block_threshold", _error) from None
    return new(DomainEventBlockThresholdMsg, (callback_id, dom, dev, path, threshold, excess))


def _decode_domain_event_memory_failure_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        dom, _o = decode_nonnull_domain(_d, _o)
        recipient, action, flags = _u_iiI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_memory_failure", _error) from None
    return new(DomainEventMemoryFailureMsg, (callback_id, dom, recipient, action, flags))


def _decode_domain_event_memory_device_size_change_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("alias", _n1, 4194304)
        _e = _o + _n1
        alias = _d[_o:_e].decode()
        if "\0" in alias:
            bad_nul("alias")
        _o = _e + (-_n1 & 3)
        (size,) = _u_Q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_memory_device_size_change", _error) from None
    return new(DomainEventMemoryDeviceSizeChangeMsg, (callback_id, dom, alias, size))


def _decode_domain_event_nic_mac_change_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("alias", _n1, 4194304)
        _e = _o + _n1
        alias = _d[_o:_e].decode()
        if "\0" in alias:
            bad_nul("alias")
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 4194304:
            bad_length("old_mac", _n2, 4194304)
        _e = _o + _n2
        old_mac = _d[_o:_e].decode()
        if "\0" in old_mac:
            bad_nul("old_mac")
        _o = _e + (-_n2 & 3)
        (_n3,) = _u_I(_d, _o)
        _o += 4
        if _n3 > 4194304:
            bad_length("new_mac", _n3, 4194304)
        _e = _o + _n3
        new_mac = _d[_o:_e].decode()
        if "\0" in new_mac:
            bad_nul("new_mac")
        _o = _e + (-_n3 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_event_nic_mac_change", _error) from None
    return new(DomainEventNicMacChangeMsg, (callback_id, dom, alias, old_mac, new_mac))


DOMAIN_EVENT_LIFECYCLE = Procedure(_PROGRAM, 107, "domain_event_lifecycle", encode_void, _decode_domain_event_lifecycle_msg, ret_fields=('dom', 'event', 'detail'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_REBOOT = Procedure(_PROGRAM, 169, "domain_event_reboot", encode_void, _decode_domain_event_reboot_msg, ret_fields=('dom',), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_RTC_CHANGE = Procedure(_PROGRAM, 170, "domain_event_rtc_change", encode_void, _decode_domain_event_rtc_change_msg, ret_fields=('dom', 'offset'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_WATCHDOG = Procedure(_PROGRAM, 171, "domain_event_watchdog", encode_void, _decode_domain_event_watchdog_msg, ret_fields=('dom', 'action'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_IO_ERROR = Procedure(_PROGRAM, 172, "domain_event_io_error", encode_void, _decode_domain_event_io_error_msg, ret_fields=('dom', 'src_path', 'dev_alias', 'action'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_GRAPHICS = Procedure(_PROGRAM, 173, "domain_event_graphics", encode_void, _decode_domain_event_graphics_msg, ret_fields=('dom', 'phase', 'local', 'remote', 'auth_scheme', 'subject'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_IO_ERROR_REASON = Procedure(_PROGRAM, 195, "domain_event_io_error_reason", encode_void, _decode_domain_event_io_error_reason_msg, ret_fields=('dom', 'src_path', 'dev_alias', 'action', 'reason'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CONTROL_ERROR = Procedure(_PROGRAM, 224, "domain_event_control_error", encode_void, _decode_domain_event_control_error_msg, ret_fields=('dom',), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_BLOCK_JOB = Procedure(_PROGRAM, 241, "domain_event_block_job", encode_void, _decode_domain_event_block_job_msg, ret_fields=('dom', 'path', 'type', 'status'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_DISK_CHANGE = Procedure(_PROGRAM, 248, "domain_event_disk_change", encode_void, _decode_domain_event_disk_change_msg, ret_fields=('dom', 'old_src_path', 'new_src_path', 'dev_alias', 'reason'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_TRAY_CHANGE = Procedure(_PROGRAM, 268, "domain_event_tray_change", encode_void, _decode_domain_event_tray_change_msg, ret_fields=('dom', 'dev_alias', 'reason'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_PMWAKEUP = Procedure(_PROGRAM, 269, "domain_event_pmwakeup", encode_void, _decode_domain_event_pmwakeup_msg, ret_fields=('dom',), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_PMSUSPEND = Procedure(_PROGRAM, 270, "domain_event_pmsuspend", encode_void, _decode_domain_event_pmsuspend_msg, ret_fields=('dom',), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_BALLOON_CHANGE = Procedure(_PROGRAM, 276, "domain_event_balloon_change", encode_void, _decode_domain_event_balloon_change_msg, ret_fields=('dom', 'actual'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_PMSUSPEND_DISK = Procedure(_PROGRAM, 292, "domain_event_pmsuspend_disk", encode_void, _decode_domain_event_pmsuspend_disk_msg, ret_fields=('dom',), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_DEVICE_REMOVED = Procedure(_PROGRAM, 311, "domain_event_device_removed", encode_void, _decode_domain_event_device_removed_msg, ret_fields=('dom', 'dev_alias'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_LIFECYCLE = Procedure(_PROGRAM, 318, "domain_event_callback_lifecycle", encode_void, _decode_domain_event_callback_lifecycle_msg, ret_fields=('callback_id', 'msg'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_REBOOT = Procedure(_PROGRAM, 319, "domain_event_callback_reboot", encode_void, _decode_domain_event_callback_reboot_msg, ret_fields=('callback_id', 'msg'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_RTC_CHANGE = Procedure(_PROGRAM, 320, "domain_event_callback_rtc_change", encode_void, _decode_domain_event_callback_rtc_change_msg, ret_fields=('callback_id', 'msg'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_WATCHDOG = Procedure(_PROGRAM, 321, "domain_event_callback_watchdog", encode_void, _decode_domain_event_callback_watchdog_msg, ret_fields=('callback_id', 'msg'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_IO_ERROR = Procedure(_PROGRAM, 322, "domain_event_callback_io_error", encode_void, _decode_domain_event_callback_io_error_msg, ret_fields=('callback_id', 'msg'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_GRAPHICS = Procedure(_PROGRAM, 323, "domain_event_callback_graphics", encode_void, _decode_domain_event_callback_graphics_msg, ret_fields=('callback_id', 'msg'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON = Procedure(_PROGRAM, 324, "domain_event_callback_io_error_reason", encode_void, _decode_domain_event_callback_io_error_reason_msg, ret_fields=('callback_id', 'msg'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_CONTROL_ERROR = Procedure(_PROGRAM, 325, "domain_event_callback_control_error", encode_void, _decode_domain_event_callback_control_error_msg, ret_fields=('callback_id', 'msg'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_BLOCK_JOB = Procedure(_PROGRAM, 326, "domain_event_callback_block_job", encode_void, _decode_domain_event_callback_block_job_msg, ret_fields=('callback_id', 'msg'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_DISK_CHANGE = Procedure(_PROGRAM, 327, "domain_event_callback_disk_change", encode_void, _decode_domain_event_callback_disk_change_msg, ret_fields=('callback_id', 'msg'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_TRAY_CHANGE = Procedure(_PROGRAM, 328, "domain_event_callback_tray_change", encode_void, _decode_domain_event_callback_tray_change_msg, ret_fields=('callback_id', 'msg'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_PMWAKEUP = Procedure(_PROGRAM, 329, "domain_event_callback_pmwakeup", encode_void, _decode_domain_event_callback_pmwakeup_msg, ret_fields=('callback_id', 'reason', 'msg'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_PMSUSPEND = Procedure(_PROGRAM, 330, "domain_event_callback_pmsuspend", encode_void, _decode_domain_event_callback_pmsuspend_msg, ret_fields=('callback_id', 'reason', 'msg'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE = Procedure(_PROGRAM, 331, "domain_event_callback_balloon_change", encode_void, _decode_domain_event_callback_balloon_change_msg, ret_fields=('callback_id', 'msg'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK = Procedure(_PROGRAM, 332, "domain_event_callback_pmsuspend_disk", encode_void, _decode_domain_event_callback_pmsuspend_disk_msg, ret_fields=('callback_id', 'reason', 'msg'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED = Procedure(_PROGRAM, 333, "domain_event_callback_device_removed", encode_void, _decode_domain_event_callback_device_removed_msg, ret_fields=('callback_id', 'msg'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_BLOCK_JOB_2 = Procedure(_PROGRAM, 339, "domain_event_block_job_2", encode_void, _decode_domain_event_block_job_2_msg, ret_fields=('callback_id', 'dom', 'dst', 'type', 'status'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_TUNABLE = Procedure(_PROGRAM, 346, "domain_event_callback_tunable", encode_void, _decode_domain_event_callback_tunable_msg, ret_fields=('callback_id', 'dom', 'params'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE = Procedure(_PROGRAM, 348, "domain_event_callback_agent_lifecycle", encode_void, _decode_domain_event_callback_agent_lifecycle_msg, ret_fields=('callback_id', 'dom', 'state', 'reason'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_DEVICE_ADDED = Procedure(_PROGRAM, 354, "domain_event_callback_device_added", encode_void, _decode_domain_event_callback_device_added_msg, ret_fields=('callback_id', 'dom', 'dev_alias'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION = Procedure(_PROGRAM, 359, "domain_event_callback_migration_iteration", encode_void, _decode_domain_event_callback_migration_iteration_msg, ret_fields=('callback_id', 'dom', 'iteration'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_JOB_COMPLETED = Procedure(_PROGRAM, 363, "domain_event_callback_job_completed", encode_void, _decode_domain_event_callback_job_completed_msg, ret_fields=('callback_id', 'dom', 'params'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED = Procedure(_PROGRAM, 367, "domain_event_callback_device_removal_failed", encode_void, _decode_domain_event_callback_device_removal_failed_msg, ret_fields=('callback_id', 'dom', 'dev_alias'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_CALLBACK_METADATA_CHANGE = Procedure(_PROGRAM, 379, "domain_event_callback_metadata_change", encode_void, _decode_domain_event_callback_metadata_change_msg, ret_fields=('callback_id', 'dom', 'type', 'nsuri'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_BLOCK_THRESHOLD = Procedure(_PROGRAM, 385, "domain_event_block_threshold", encode_void, _decode_domain_event_block_threshold_msg, ret_fields=('callback_id', 'dom', 'dev', 'path', 'threshold', 'excess'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_MEMORY_FAILURE = Procedure(_PROGRAM, 423, "domain_event_memory_failure", encode_void, _decode_domain_event_memory_failure_msg, ret_fields=('callback_id', 'dom', 'recipient', 'action', 'flags'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE = Procedure(_PROGRAM, 438, "domain_event_memory_device_size_change", encode_void, _decode_domain_event_memory_device_size_change_msg, ret_fields=('callback_id', 'dom', 'alias', 'size'), readonly='event', event=True, server=_SERVER)
DOMAIN_EVENT_NIC_MAC_CHANGE = Procedure(_PROGRAM, 453, "domain_event_nic_mac_change", encode_void, _decode_domain_event_nic_mac_change_msg, ret_fields=('callback_id', 'dom', 'alias', 'old_mac', 'new_mac'), readonly='event', event=True, server=_SERVER)
