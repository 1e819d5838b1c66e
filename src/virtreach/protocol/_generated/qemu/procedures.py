"""The procedures procedures of the qemu program, as a client uses them."""
# Made from spec/qemu.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain, encode_nonnull_domain
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, decode_void, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_II = Struct(">II").pack
_p_i = Struct(">i").pack
_p_iI = Struct(">iI").pack
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from
_u_qII = Struct(">qII").unpack_from

_PROGRAM = ("qemu", 536903815, 1)
_SERVER = "virtreach.protocol._generated.qemu.server.procedures"

DomainMonitorCommandRet = record("DomainMonitorCommandRet", "result", __name__)

DomainAttachRet = record("DomainAttachRet", "dom", __name__)

DomainAgentCommandRet = record("DomainAgentCommandRet", "result", __name__)

ConnectDomainMonitorEventRegisterRet = record("ConnectDomainMonitorEventRegisterRet", "callback_id", __name__)

DomainMonitorEventMsg = record("DomainMonitorEventMsg", "callback_id dom event seconds micros details", __name__)

DomainMonitorCommandWithFilesRet = record("DomainMonitorCommandWithFilesRet", "result", __name__)


def _encode_domain_monitor_command_args(dom, cmd, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = cmd.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("cmd", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("qemu", "domain_monitor_command", "args", (dom, cmd, flags), _error) from None


def _decode_domain_monitor_command_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("result", _n1, 4194304)
        _e = _o + _n1
        result = _d[_o:_e].decode()
        if "\0" in result:
            bad_nul("result")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_monitor_command", _error) from None
    return new(DomainMonitorCommandRet, (result,))


def _encode_domain_attach_args(pid_value, flags):
    try:
        return _p_II(pid_value, flags)
    except UNFIT as _error:
        raise unencodable("qemu", "domain_attach", "args", (pid_value, flags), _error) from None


def _decode_domain_attach_ret(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_attach", _error) from None
    return new(DomainAttachRet, (dom,))


def _encode_domain_agent_command_args(dom, cmd, timeout, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = cmd.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("cmd", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_iI(timeout, flags)))
    except UNFIT as _error:
        raise unencodable("qemu", "domain_agent_command", "args", (dom, cmd, timeout, flags), _error) from None


def _decode_domain_agent_command_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("result", _n2, 4194304)
            _e = _o + _n2
            result = _d[_o:_e].decode()
            if "\0" in result:
                bad_nul("result")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            result = None
        else:
            bad_presence("result", _n1)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_agent_command", _error) from None
    return new(DomainAgentCommandRet, (result,))


def _encode_connect_domain_monitor_event_register_args(dom, event, flags):
    try:
        if dom is None:
            _m1 = NIL
        else:
            try:
                _w2 = dom._wire
            except AttributeError:
                _w2 = encode_nonnull_domain(*dom)
            _m1 = PRESENT + _w2
        if event is None:
            _m3 = NIL
        else:
            _s4 = event.encode()
            _n5 = len(_s4)
            if _n5 > 4194304 or 0 in _s4:
                unfit_text("event", _s4, 4194304)
            _m3 = b"".join((PRESENT, _p_I(_n5), _s4, PAD[_n5 & 3]))
        return _m1 + _m3 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("qemu", "connect_domain_monitor_event_register", "args", (dom, event, flags), _error) from None


def _decode_connect_domain_monitor_event_register_ret(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_domain_monitor_event_register", _error) from None
    return new(ConnectDomainMonitorEventRegisterRet, (callback_id,))


def _encode_connect_domain_monitor_event_deregister_args(callback_id):
    try:
        return _p_i(callback_id)
    except UNFIT as _error:
        raise unencodable("qemu", "connect_domain_monitor_event_deregister", "args", (callback_id,), _error) from None


def _decode_domain_monitor_event_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("event", _n1, 4194304)
        _e = _o + _n1
        event = _d[_o:_e].decode()
        if "\0" in event:
            bad_nul("event")
        _o = _e + (-_n1 & 3)
        seconds, micros, _n2 = _u_qII(_d, _o)
        _o += 16
        if _n2 == 1:
            (_n3,) = _u_I(_d, _o)
            _o += 4
            if _n3 > 4194304:
                bad_length("details", _n3, 4194304)
            _e = _o + _n3
            details = _d[_o:_e].decode()
            if "\0" in details:
                bad_nul("details")
            _o = _e + (-_n3 & 3)
        elif _n2 == 0:
            details = None
        else:
            bad_presence("details", _n2)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_monitor_event", _error) from None
    return new(DomainMonitorEventMsg, (callback_id, dom, event, seconds, micros, details))


def _encode_domain_monitor_command_with_files_args(dom, cmd, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = cmd.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("cmd", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("qemu", "domain_monitor_command_with_files", "args", (dom, cmd, flags), _error) from None


def _decode_domain_monitor_command_with_files_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("result", _n1, 4194304)
        _e = _o + _n1
        result = _d[_o:_e].decode()
        if "\0" in result:
            bad_nul("result")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_monitor_command_with_files", _error) from None
    return new(DomainMonitorCommandWithFilesRet, (result,))


DOMAIN_MONITOR_COMMAND = Procedure(_PROGRAM, 1, "domain_monitor_command", _encode_domain_monitor_command_args, _decode_domain_monitor_command_ret, arg_fields=('dom', 'cmd', 'flags'), ret_fields=('result',), acl=('domain:write',), server=_SERVER)
DOMAIN_ATTACH = Procedure(_PROGRAM, 2, "domain_attach", _encode_domain_attach_args, _decode_domain_attach_ret, arg_fields=('pid_value', 'flags'), ret_fields=('dom',), acl=('domain:start', 'domain:write'), server=_SERVER)
DOMAIN_AGENT_COMMAND = Procedure(_PROGRAM, 3, "domain_agent_command", _encode_domain_agent_command_args, _decode_domain_agent_command_ret, arg_fields=('dom', 'cmd', 'timeout', 'flags'), ret_fields=('result',), acl=('domain:write',), server=_SERVER)
CONNECT_DOMAIN_MONITOR_EVENT_REGISTER = Procedure(_PROGRAM, 4, "connect_domain_monitor_event_register", _encode_connect_domain_monitor_event_register_args, _decode_connect_domain_monitor_event_register_ret, arg_fields=('dom', 'event', 'flags'), ret_fields=('callback_id',), priority='high', acl=('connect:search_domains', 'connect:write'), aclfilter=('domain:getattr',), server=_SERVER)
CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER = Procedure(_PROGRAM, 5, "connect_domain_monitor_event_deregister", _encode_connect_domain_monitor_event_deregister_args, decode_void, arg_fields=('callback_id',), priority='high', acl=('connect:write',), server=_SERVER)
DOMAIN_MONITOR_EVENT = Procedure(_PROGRAM, 6, "domain_monitor_event", encode_void, _decode_domain_monitor_event_msg, ret_fields=('callback_id', 'dom', 'event', 'seconds', 'micros', 'details'), readonly='event', event=True, server=_SERVER)
DOMAIN_MONITOR_COMMAND_WITH_FILES = Procedure(_PROGRAM, 7, "domain_monitor_command_with_files", _encode_domain_monitor_command_with_files_args, _decode_domain_monitor_command_with_files_ret, arg_fields=('dom', 'cmd', 'flags'), ret_fields=('result',), acl=('domain:write',), server=_SERVER)
