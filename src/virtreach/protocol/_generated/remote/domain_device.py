"""The domain_device procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import encode_nonnull_domain
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, decode_void, encode_numbers, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_II = Struct(">II").pack
_p_qII = Struct(">qII").pack
_u_I = Struct(">I").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.domain_device"

DomainScreenshotRet = record("DomainScreenshotRet", "mime", __name__)


def _encode_domain_attach_device_args(dom, xml):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = xml.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("xml", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_attach_device", "args", (dom, xml), _error) from None


def _encode_domain_detach_device_args(dom, xml):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = xml.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("xml", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_detach_device", "args", (dom, xml), _error) from None


def _encode_domain_attach_device_flags_args(dom, xml, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = xml.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("xml", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_attach_device_flags", "args", (dom, xml, flags), _error) from None


def _encode_domain_detach_device_flags_args(dom, xml, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = xml.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("xml", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_detach_device_flags", "args", (dom, xml, flags), _error) from None


def _encode_domain_update_device_flags_args(dom, xml, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = xml.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("xml", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_update_device_flags", "args", (dom, xml, flags), _error) from None


def _encode_domain_open_console_args(dom, dev_name, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        if dev_name is None:
            _m2 = NIL
        else:
            _s3 = dev_name.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("dev_name", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        return _w1 + _m2 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_open_console", "args", (dom, dev_name, flags), _error) from None


def _encode_domain_inject_nmi_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_inject_nmi", "args", (dom, flags), _error) from None


def _encode_domain_screenshot_args(dom, screen, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_II(screen, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_screenshot", "args", (dom, screen, flags), _error) from None


def _decode_domain_screenshot_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("mime", _n2, 4194304)
            _e = _o + _n2
            mime = _d[_o:_e].decode()
            if "\0" in mime:
                bad_nul("mime")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            mime = None
        else:
            bad_presence("mime", _n1)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_screenshot", _error) from None
    return new(DomainScreenshotRet, (mime,))


def _encode_domain_send_key_args(dom, codeset, holdtime, keycodes, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return b"".join((_w1, _p_II(codeset, holdtime), encode_numbers(keycodes, "keycodes", 16, "I"), _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_send_key", "args", (dom, codeset, holdtime, keycodes, flags), _error) from None


def _encode_domain_open_graphics_args(dom, idx, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_II(idx, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_open_graphics", "args", (dom, idx, flags), _error) from None


def _encode_domain_send_process_signal_args(dom, pid_value, signum, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_qII(pid_value, signum, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_send_process_signal", "args", (dom, pid_value, signum, flags), _error) from None


def _encode_domain_open_channel_args(dom, name, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        if name is None:
            _m2 = NIL
        else:
            _s3 = name.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("name", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        return _w1 + _m2 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_open_channel", "args", (dom, name, flags), _error) from None


def _encode_domain_open_graphics_fd_args(dom, idx, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_II(idx, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_open_graphics_fd", "args", (dom, idx, flags), _error) from None


def _encode_domain_detach_device_alias_args(dom, alias, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = alias.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("alias", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_detach_device_alias", "args", (dom, alias, flags), _error) from None


def _encode_domain_fd_associate_args(dom, name, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = name.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("name", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_fd_associate", "args", (dom, name, flags), _error) from None


def _encode_domain_graphics_reload_args(dom, type, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_II(type, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_graphics_reload", "args", (dom, type, flags), _error) from None


DOMAIN_ATTACH_DEVICE = Procedure(_PROGRAM, 8, "domain_attach_device", _encode_domain_attach_device_args, decode_void, arg_fields=('dom', 'xml'), acl=('domain:write',), server=_SERVER)
DOMAIN_DETACH_DEVICE = Procedure(_PROGRAM, 13, "domain_detach_device", _encode_domain_detach_device_args, decode_void, arg_fields=('dom', 'xml'), acl=('domain:write',), server=_SERVER)
DOMAIN_ATTACH_DEVICE_FLAGS = Procedure(_PROGRAM, 160, "domain_attach_device_flags", _encode_domain_attach_device_flags_args, decode_void, arg_fields=('dom', 'xml', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_DETACH_DEVICE_FLAGS = Procedure(_PROGRAM, 161, "domain_detach_device_flags", _encode_domain_detach_device_flags_args, decode_void, arg_fields=('dom', 'xml', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_UPDATE_DEVICE_FLAGS = Procedure(_PROGRAM, 174, "domain_update_device_flags", _encode_domain_update_device_flags_args, decode_void, arg_fields=('dom', 'xml', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_OPEN_CONSOLE = Procedure(_PROGRAM, 201, "domain_open_console", _encode_domain_open_console_args, decode_void, arg_fields=('dom', 'dev_name', 'flags'), acl=('domain:open_device',), stream='read', server=_SERVER)
DOMAIN_INJECT_NMI = Procedure(_PROGRAM, 210, "domain_inject_nmi", _encode_domain_inject_nmi_args, decode_void, arg_fields=('dom', 'flags'), acl=('domain:inject_nmi',), server=_SERVER)
DOMAIN_SCREENSHOT = Procedure(_PROGRAM, 211, "domain_screenshot", _encode_domain_screenshot_args, _decode_domain_screenshot_ret, arg_fields=('dom', 'screen', 'flags'), ret_fields=('mime',), acl=('domain:screenshot',), stream='read', server=_SERVER)
DOMAIN_SEND_KEY = Procedure(_PROGRAM, 226, "domain_send_key", _encode_domain_send_key_args, decode_void, arg_fields=('dom', 'codeset', 'holdtime', 'keycodes', 'flags'), acl=('domain:send_input',), server=_SERVER)
DOMAIN_OPEN_GRAPHICS = Procedure(_PROGRAM, 249, "domain_open_graphics", _encode_domain_open_graphics_args, decode_void, arg_fields=('dom', 'idx', 'flags'), acl=('domain:open_graphics',), server=_SERVER)
DOMAIN_SEND_PROCESS_SIGNAL = Procedure(_PROGRAM, 295, "domain_send_process_signal", _encode_domain_send_process_signal_args, decode_void, arg_fields=('dom', 'pid_value', 'signum', 'flags'), acl=('domain:send_signal',), server=_SERVER)
DOMAIN_OPEN_CHANNEL = Procedure(_PROGRAM, 296, "domain_open_channel", _encode_domain_open_channel_args, decode_void, arg_fields=('dom', 'name', 'flags'), acl=('domain:open_device',), stream='read', server=_SERVER)
DOMAIN_OPEN_GRAPHICS_FD = Procedure(_PROGRAM, 343, "domain_open_graphics_fd", _encode_domain_open_graphics_fd_args, decode_void, arg_fields=('dom', 'idx', 'flags'), acl=('domain:open_graphics',), server=_SERVER)
DOMAIN_DETACH_DEVICE_ALIAS = Procedure(_PROGRAM, 392, "domain_detach_device_alias", _encode_domain_detach_device_alias_args, decode_void, arg_fields=('dom', 'alias', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_FD_ASSOCIATE = Procedure(_PROGRAM, 443, "domain_fd_associate", _encode_domain_fd_associate_args, decode_void, arg_fields=('dom', 'name', 'flags'), acl=('domain:write',), server=_SERVER)
DOMAIN_GRAPHICS_RELOAD = Procedure(_PROGRAM, 448, "domain_graphics_reload", _encode_domain_graphics_reload_args, decode_void, arg_fields=('dom', 'type', 'flags'), acl=('domain:write',), server=_SERVER)
