"""The procedures procedures of the qemu program, as a server uses them."""
# Made from spec/qemu.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain, encode_nonnull_domain
from virtreach.protocol.procedure import unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, decode_void, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_p_qI = Struct(">qI").pack
_u_I = Struct(">I").unpack_from
_u_II = Struct(">II").unpack_from
_u_i = Struct(">i").unpack_from
_u_iI = Struct(">iI").unpack_from

DomainMonitorCommandArgs = record("DomainMonitorCommandArgs", "dom cmd flags", __name__)

DomainAttachArgs = record("DomainAttachArgs", "pid_value flags", __name__)

DomainAgentCommandArgs = record("DomainAgentCommandArgs", "dom cmd timeout flags", __name__)

ConnectDomainMonitorEventRegisterArgs = record("ConnectDomainMonitorEventRegisterArgs", "dom event flags", __name__)

ConnectDomainMonitorEventDeregisterArgs = record("ConnectDomainMonitorEventDeregisterArgs", "callback_id", __name__)

DomainMonitorCommandWithFilesArgs = record("DomainMonitorCommandWithFilesArgs", "dom cmd flags", __name__)


def _decode_domain_monitor_command_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cmd", _n1, 4194304)
        _e = _o + _n1
        cmd = _d[_o:_e].decode()
        if "\0" in cmd:
            bad_nul("cmd")
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_monitor_command", _error) from None
    return new(DomainMonitorCommandArgs, (dom, cmd, flags))


def _encode_domain_monitor_command_ret(result):
    try:
        _s1 = result.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("result", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("qemu", "domain_monitor_command", "ret", (result,), _error) from None


def _decode_domain_attach_args(_d, _o):
    try:
        pid_value, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_attach", _error) from None
    return new(DomainAttachArgs, (pid_value, flags))


def _encode_domain_attach_ret(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("qemu", "domain_attach", "ret", (dom,), _error) from None


def _decode_domain_agent_command_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cmd", _n1, 4194304)
        _e = _o + _n1
        cmd = _d[_o:_e].decode()
        if "\0" in cmd:
            bad_nul("cmd")
        _o = _e + (-_n1 & 3)
        timeout, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_agent_command", _error) from None
    return new(DomainAgentCommandArgs, (dom, cmd, timeout, flags))


def _encode_domain_agent_command_ret(result):
    try:
        if result is None:
            _m1 = NIL
        else:
            _s2 = result.encode()
            _n3 = len(_s2)
            if _n3 > 4194304 or 0 in _s2:
                unfit_text("result", _s2, 4194304)
            _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
        return _m1
    except UNFIT as _error:
        raise unencodable("qemu", "domain_agent_command", "ret", (result,), _error) from None


def _decode_connect_domain_monitor_event_register_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            dom, _o = decode_nonnull_domain(_d, _o)
        elif _n1 == 0:
            dom = None
        else:
            bad_presence("dom", _n1)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 == 1:
            (_n3,) = _u_I(_d, _o)
            _o += 4
            if _n3 > 4194304:
                bad_length("event", _n3, 4194304)
            _e = _o + _n3
            event = _d[_o:_e].decode()
            if "\0" in event:
                bad_nul("event")
            _o = _e + (-_n3 & 3)
        elif _n2 == 0:
            event = None
        else:
            bad_presence("event", _n2)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_domain_monitor_event_register", _error) from None
    return new(ConnectDomainMonitorEventRegisterArgs, (dom, event, flags))


def _encode_connect_domain_monitor_event_register_ret(callback_id):
    try:
        return _p_i(callback_id)
    except UNFIT as _error:
        raise unencodable("qemu", "connect_domain_monitor_event_register", "ret", (callback_id,), _error) from None


def _decode_connect_domain_monitor_event_deregister_args(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_domain_monitor_event_deregister", _error) from None
    return new(ConnectDomainMonitorEventDeregisterArgs, (callback_id,))


def _encode_domain_monitor_event_msg(callback_id, dom, event, seconds, micros, details):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = event.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("event", _s2, 4194304)
        if details is None:
            _m4 = NIL
        else:
            _s5 = details.encode()
            _n6 = len(_s5)
            if _n6 > 4194304 or 0 in _s5:
                unfit_text("details", _s5, 4194304)
            _m4 = b"".join((PRESENT, _p_I(_n6), _s5, PAD[_n6 & 3]))
        return b"".join((_p_i(callback_id), _w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_qI(seconds, micros), _m4))
    except UNFIT as _error:
        raise unencodable("qemu", "domain_monitor_event", "msg", (callback_id, dom, event, seconds, micros, details), _error) from None


def _decode_domain_monitor_command_with_files_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cmd", _n1, 4194304)
        _e = _o + _n1
        cmd = _d[_o:_e].decode()
        if "\0" in cmd:
            bad_nul("cmd")
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_monitor_command_with_files", _error) from None
    return new(DomainMonitorCommandWithFilesArgs, (dom, cmd, flags))


def _encode_domain_monitor_command_with_files_ret(result):
    try:
        _s1 = result.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("result", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("qemu", "domain_monitor_command_with_files", "ret", (result,), _error) from None


CODECS = {
    "domain_monitor_command": (_decode_domain_monitor_command_args, _encode_domain_monitor_command_ret),
    "domain_attach": (_decode_domain_attach_args, _encode_domain_attach_ret),
    "domain_agent_command": (_decode_domain_agent_command_args, _encode_domain_agent_command_ret),
    "connect_domain_monitor_event_register": (_decode_connect_domain_monitor_event_register_args, _encode_connect_domain_monitor_event_register_ret),
    "connect_domain_monitor_event_deregister": (_decode_connect_domain_monitor_event_deregister_args, encode_void),
    "domain_monitor_event": (decode_void, _encode_domain_monitor_event_msg),
    "domain_monitor_command_with_files": (_decode_domain_monitor_command_with_files_args, _encode_domain_monitor_command_with_files_ret),
}
