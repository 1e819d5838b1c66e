"""The domain_events procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import encode_nonnull_domain
from virtreach.protocol.procedure import unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.xdr import NIL, PAD, PRESENT, UNFIT, decode_void, encode_many, unfit_text

_p_I = Struct(">I").pack
_p_Q = Struct(">Q").pack
_p_QQ = Struct(">QQ").pack
_p_i = Struct(">i").pack
_p_iI = Struct(">iI").pack
_p_ii = Struct(">ii").pack
_p_iiI = Struct(">iiI").pack
_p_q = Struct(">q").pack


def encode_domain_event_graphics_address(family, node, service):
    _s1 = node.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("node", _s1, 4194304)
    _s3 = service.encode()
    _n4 = len(_s3)
    if _n4 > 4194304 or 0 in _s3:
        unfit_text("service", _s3, 4194304)
    return b"".join((_p_iI(family, _n2), _s1, PAD[_n2 & 3], _p_I(_n4), _s3, PAD[_n4 & 3]))


def encode_domain_event_graphics_identity(type, name):
    _s1 = type.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("type", _s1, 4194304)
    _s3 = name.encode()
    _n4 = len(_s3)
    if _n4 > 4194304 or 0 in _s3:
        unfit_text("name", _s3, 4194304)
    return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(_n4), _s3, PAD[_n4 & 3]))


def encode_domain_event_lifecycle_msg(dom, event, detail):
    try:
        _w1 = dom._wire
    except AttributeError:
        _w1 = encode_nonnull_domain(*dom)
    return _w1 + _p_ii(event, detail)


def encode_domain_event_reboot_msg(dom):
    try:
        _w1 = dom._wire
    except AttributeError:
        _w1 = encode_nonnull_domain(*dom)
    return _w1


def encode_domain_event_rtc_change_msg(dom, offset):
    try:
        _w1 = dom._wire
    except AttributeError:
        _w1 = encode_nonnull_domain(*dom)
    return _w1 + _p_q(offset)


def encode_domain_event_watchdog_msg(dom, action):
    try:
        _w1 = dom._wire
    except AttributeError:
        _w1 = encode_nonnull_domain(*dom)
    return _w1 + _p_i(action)


def encode_domain_event_io_error_msg(dom, src_path, dev_alias, action):
    try:
        _w1 = dom._wire
    except AttributeError:
        _w1 = encode_nonnull_domain(*dom)
    _s2 = src_path.encode()
    _n3 = len(_s2)
    if _n3 > 4194304 or 0 in _s2:
        unfit_text("src_path", _s2, 4194304)
    _s4 = dev_alias.encode()
    _n5 = len(_s4)
    if _n5 > 4194304 or 0 in _s4:
        unfit_text("dev_alias", _s4, 4194304)
    return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(_n5), _s4, PAD[_n5 & 3], _p_i(action)))


def encode_domain_event_graphics_msg(dom, phase, local, remote, auth_scheme, subject):
    try:
        _w1 = dom._wire
    except AttributeError:
        _w1 = encode_nonnull_domain(*dom)
    try:
        _w2 = local._wire
    except AttributeError:
        _w2 = encode_domain_event_graphics_address(*local)
    try:
        _w3 = remote._wire
    except AttributeError:
        _w3 = encode_domain_event_graphics_address(*remote)
    _s4 = auth_scheme.encode()
    _n5 = len(_s4)
    if _n5 > 4194304 or 0 in _s4:
        unfit_text("auth_scheme", _s4, 4194304)
    return b"".join((_w1, _p_i(phase), _w2, _w3, _p_I(_n5), _s4, PAD[_n5 & 3], encode_many(subject, "subject", 20, encode_domain_event_graphics_identity)))


def encode_domain_event_io_error_reason_msg(dom, src_path, dev_alias, action, reason):
    try:
        _w1 = dom._wire
    except AttributeError:
        _w1 = encode_nonnull_domain(*dom)
    _s2 = src_path.encode()
    _n3 = len(_s2)
    if _n3 > 4194304 or 0 in _s2:
        unfit_text("src_path", _s2, 4194304)
    _s4 = dev_alias.encode()
    _n5 = len(_s4)
    if _n5 > 4194304 or 0 in _s4:
        unfit_text("dev_alias", _s4, 4194304)
    _s6 = reason.encode()
    _n7 = len(_s6)
    if _n7 > 4194304 or 0 in _s6:
        unfit_text("reason", _s6, 4194304)
    return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(_n5), _s4, PAD[_n5 & 3], _p_iI(action, _n7), _s6, PAD[_n7 & 3]))


def encode_domain_event_control_error_msg(dom):
    try:
        _w1 = dom._wire
    except AttributeError:
        _w1 = encode_nonnull_domain(*dom)
    return _w1


def encode_domain_event_block_job_msg(dom, path, type, status):
    try:
        _w1 = dom._wire
    except AttributeError:
        _w1 = encode_nonnull_domain(*dom)
    _s2 = path.encode()
    _n3 = len(_s2)
    if _n3 > 4194304 or 0 in _s2:
        unfit_text("path", _s2, 4194304)
    return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_ii(type, status)))


def encode_domain_event_disk_change_msg(dom, old_src_path, new_src_path, dev_alias, reason):
    try:
        _w1 = dom._wire
    except AttributeError:
        _w1 = encode_nonnull_domain(*dom)
    if old_src_path is None:
        _m2 = NIL
    else:
        _s3 = old_src_path.encode()
        _n4 = len(_s3)
        if _n4 > 4194304 or 0 in _s3:
            unfit_text("old_src_path", _s3, 4194304)
        _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
    if new_src_path is None:
        _m5 = NIL
    else:
        _s6 = new_src_path.encode()
        _n7 = len(_s6)
        if _n7 > 4194304 or 0 in _s6:
            unfit_text("new_src_path", _s6, 4194304)
        _m5 = b"".join((PRESENT, _p_I(_n7), _s6, PAD[_n7 & 3]))
    _s8 = dev_alias.encode()
    _n9 = len(_s8)
    if _n9 > 4194304 or 0 in _s8:
        unfit_text("dev_alias", _s8, 4194304)
    return b"".join((_w1, _m2, _m5, _p_I(_n9), _s8, PAD[_n9 & 3], _p_i(reason)))


def encode_domain_event_tray_change_msg(dom, dev_alias, reason):
    try:
        _w1 = dom._wire
    except AttributeError:
        _w1 = encode_nonnull_domain(*dom)
    _s2 = dev_alias.encode()
    _n3 = len(_s2)
    if _n3 > 4194304 or 0 in _s2:
        unfit_text("dev_alias", _s2, 4194304)
    return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_i(reason)))


def encode_domain_event_pmwakeup_msg(dom):
    try:
        _w1 = dom._wire
    except AttributeError:
        _w1 = encode_nonnull_domain(*dom)
    return _w1


def encode_domain_event_pmsuspend_msg(dom):
    try:
        _w1 = dom._wire
    except AttributeError:
        _w1 = encode_nonnull_domain(*dom)
    return _w1


def encode_domain_event_balloon_change_msg(dom, actual):
    try:
        _w1 = dom._wire
    except AttributeError:
        _w1 = encode_nonnull_domain(*dom)
    return _w1 + _p_Q(actual)


def encode_domain_event_pmsuspend_disk_msg(dom):
    try:
        _w1 = dom._wire
    except AttributeError:
        _w1 = encode_nonnull_domain(*dom)
    return _w1


def encode_domain_event_device_removed_msg(dom, dev_alias):
    try:
        _w1 = dom._wire
    except AttributeError:
        _w1 = encode_nonnull_domain(*dom)
    _s2 = dev_alias.encode()
    _n3 = len(_s2)
    if _n3 > 4194304 or 0 in _s2:
        unfit_text("dev_alias", _s2, 4194304)
    return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3]))


def _encode_domain_event_lifecycle_msg(dom, event, detail):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_ii(event, detail)
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_lifecycle", "msg", (dom, event, detail), _error) from None


def _encode_domain_event_reboot_msg(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_reboot", "msg", (dom,), _error) from None


def _encode_domain_event_rtc_change_msg(dom, offset):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_q(offset)
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_rtc_change", "msg", (dom, offset), _error) from None


def _encode_domain_event_watchdog_msg(dom, action):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_i(action)
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_watchdog", "msg", (dom, action), _error) from None


def _encode_domain_event_io_error_msg(dom, src_path, dev_alias, action):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = src_path.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("src_path", _s2, 4194304)
        _s4 = dev_alias.encode()
        _n5 = len(_s4)
        if _n5 > 4194304 or 0 in _s4:
            unfit_text("dev_alias", _s4, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(_n5), _s4, PAD[_n5 & 3], _p_i(action)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_io_error", "msg", (dom, src_path, dev_alias, action), _error) from None


def _encode_domain_event_graphics_msg(dom, phase, local, remote, auth_scheme, subject):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        try:
            _w2 = local._wire
        except AttributeError:
            _w2 = encode_domain_event_graphics_address(*local)
        try:
            _w3 = remote._wire
        except AttributeError:
            _w3 = encode_domain_event_graphics_address(*remote)
        _s4 = auth_scheme.encode()
        _n5 = len(_s4)
        if _n5 > 4194304 or 0 in _s4:
            unfit_text("auth_scheme", _s4, 4194304)
        return b"".join((_w1, _p_i(phase), _w2, _w3, _p_I(_n5), _s4, PAD[_n5 & 3], encode_many(subject, "subject", 20, encode_domain_event_graphics_identity)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_graphics", "msg", (dom, phase, local, remote, auth_scheme, subject), _error) from None


def _encode_domain_event_io_error_reason_msg(dom, src_path, dev_alias, action, reason):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = src_path.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("src_path", _s2, 4194304)
        _s4 = dev_alias.encode()
        _n5 = len(_s4)
        if _n5 > 4194304 or 0 in _s4:
            unfit_text("dev_alias", _s4, 4194304)
        _s6 = reason.encode()
        _n7 = len(_s6)
        if _n7 > 4194304 or 0 in _s6:
            unfit_text("reason", _s6, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(_n5), _s4, PAD[_n5 & 3], _p_iI(action, _n7), _s6, PAD[_n7 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_io_error_reason", "msg", (dom, src_path, dev_alias, action, reason), _error) from None


def _encode_domain_event_control_error_msg(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_control_error", "msg", (dom,), _error) from None


def _encode_domain_event_block_job_msg(dom, path, type, status):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = path.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("path", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_ii(type, status)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_block_job", "msg", (dom, path, type, status), _error) from None


def _encode_domain_event_disk_change_msg(dom, old_src_path, new_src_path, dev_alias, reason):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        if old_src_path is None:
            _m2 = NIL
        else:
            _s3 = old_src_path.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("old_src_path", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        if new_src_path is None:
            _m5 = NIL
        else:
            _s6 = new_src_path.encode()
            _n7 = len(_s6)
            if _n7 > 4194304 or 0 in _s6:
                unfit_text("new_src_path", _s6, 4194304)
            _m5 = b"".join((PRESENT, _p_I(_n7), _s6, PAD[_n7 & 3]))
        _s8 = dev_alias.encode()
        _n9 = len(_s8)
        if _n9 > 4194304 or 0 in _s8:
            unfit_text("dev_alias", _s8, 4194304)
        return b"".join((_w1, _m2, _m5, _p_I(_n9), _s8, PAD[_n9 & 3], _p_i(reason)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_disk_change", "msg", (dom, old_src_path, new_src_path, dev_alias, reason), _error) from None


def _encode_domain_event_tray_change_msg(dom, dev_alias, reason):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = dev_alias.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("dev_alias", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_i(reason)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_tray_change", "msg", (dom, dev_alias, reason), _error) from None


def _encode_domain_event_pmwakeup_msg(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_pmwakeup", "msg", (dom,), _error) from None


def _encode_domain_event_pmsuspend_msg(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_pmsuspend", "msg", (dom,), _error) from None


def _encode_domain_event_balloon_change_msg(dom, actual):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_Q(actual)
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_balloon_change", "msg", (dom, actual), _error) from None


def _encode_domain_event_pmsuspend_disk_msg(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_pmsuspend_disk", "msg", (dom,), _error) from None


def _encode_domain_event_device_removed_msg(dom, dev_alias):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = dev_alias.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("dev_alias", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_device_removed", "msg", (dom, dev_alias), _error) from None


def _encode_domain_event_callback_lifecycle_msg(callback_id, msg):
    try:
        try:
            _w1 = msg._wire
        except AttributeError:
            _w1 = encode_domain_event_lifecycle_msg(*msg)
        return _p_i(callback_id) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_lifecycle", "msg", (callback_id, msg), _error) from None


def _encode_domain_event_callback_reboot_msg(callback_id, msg):
    try:
        try:
            _w1 = msg._wire
        except AttributeError:
            _w1 = encode_domain_event_reboot_msg(*msg)
        return _p_i(callback_id) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_reboot", "msg", (callback_id, msg), _error) from None


def _encode_domain_event_callback_rtc_change_msg(callback_id, msg):
    try:
        try:
            _w1 = msg._wire
        except AttributeError:
            _w1 = encode_domain_event_rtc_change_msg(*msg)
        return _p_i(callback_id) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_rtc_change", "msg", (callback_id, msg), _error) from None


def _encode_domain_event_callback_watchdog_msg(callback_id, msg):
    try:
        try:
            _w1 = msg._wire
        except AttributeError:
            _w1 = encode_domain_event_watchdog_msg(*msg)
        return _p_i(callback_id) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_watchdog", "msg", (callback_id, msg), _error) from None


def _encode_domain_event_callback_io_error_msg(callback_id, msg):
    try:
        try:
            _w1 = msg._wire
        except AttributeError:
            _w1 = encode_domain_event_io_error_msg(*msg)
        return _p_i(callback_id) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_io_error", "msg", (callback_id, msg), _error) from None


def _encode_domain_event_callback_graphics_msg(callback_id, msg):
    try:
        try:
            _w1 = msg._wire
        except AttributeError:
            _w1 = encode_domain_event_graphics_msg(*msg)
        return _p_i(callback_id) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_graphics", "msg", (callback_id, msg), _error) from None


def _encode_domain_event_callback_io_error_reason_msg(callback_id, msg):
    try:
        try:
            _w1 = msg._wire
        except AttributeError:
            _w1 = encode_domain_event_io_error_reason_msg(*msg)
        return _p_i(callback_id) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_io_error_reason", "msg", (callback_id, msg), _error) from None


def _encode_domain_event_callback_control_error_msg(callback_id, msg):
    try:
        try:
            _w1 = msg._wire
        except AttributeError:
            _w1 = encode_domain_event_control_error_msg(*msg)
        return _p_i(callback_id) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_control_error", "msg", (callback_id, msg), _error) from None


def _encode_domain_event_callback_block_job_msg(callback_id, msg):
    try:
        try:
            _w1 = msg._wire
        except AttributeError:
            _w1 = encode_domain_event_block_job_msg(*msg)
        return _p_i(callback_id) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_block_job", "msg", (callback_id, msg), _error) from None


def _encode_domain_event_callback_disk_change_msg(callback_id, msg):
    try:
        try:
            _w1 = msg._wire
        except AttributeError:
            _w1 = encode_domain_event_disk_change_msg(*msg)
        return _p_i(callback_id) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_disk_change", "msg", (callback_id, msg), _error) from None


def _encode_domain_event_callback_tray_change_msg(callback_id, msg):
    try:
        try:
            _w1 = msg._wire
        except AttributeError:
            _w1 = encode_domain_event_tray_change_msg(*msg)
        return _p_i(callback_id) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_tray_change", "msg", (callback_id, msg), _error) from None


def _encode_domain_event_callback_pmwakeup_msg(callback_id, reason, msg):
    try:
        try:
            _w1 = msg._wire
        except AttributeError:
            _w1 = encode_domain_event_pmwakeup_msg(*msg)
        return _p_ii(callback_id, reason) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_pmwakeup", "msg", (callback_id, reason, msg), _error) from None


def _encode_domain_event_callback_pmsuspend_msg(callback_id, reason, msg):
    try:
        try:
            _w1 = msg._wire
        except AttributeError:
            _w1 = encode_domain_event_pmsuspend_msg(*msg)
        return _p_ii(callback_id, reason) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_pmsuspend", "msg", (callback_id, reason, msg), _error) from None


def _encode_domain_event_callback_balloon_change_msg(callback_id, msg):
    try:
        try:
            _w1 = msg._wire
        except AttributeError:
            _w1 = encode_domain_event_balloon_change_msg(*msg)
        return _p_i(callback_id) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_balloon_change", "msg", (callback_id, msg), _error) from None


def _encode_domain_event_callback_pmsuspend_disk_msg(callback_id, reason, msg):
    try:
        try:
            _w1 = msg._wire
        except AttributeError:
            _w1 = encode_domain_event_pmsuspend_disk_msg(*msg)
        return _p_ii(callback_id, reason) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_pmsuspend_disk", "msg", (callback_id, reason, msg), _error) from None


def _encode_domain_event_callback_device_removed_msg(callback_id, msg):
    try:
        try:
            _w1 = msg._wire
        except AttributeError:
            _w1 = encode_domain_event_device_removed_msg(*msg)
        return _p_i(callback_id) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_device_removed", "msg", (callback_id, msg), _error) from None


def _encode_domain_event_block_job_2_msg(callback_id, dom, dst, type, status):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = dst.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("dst", _s2, 4194304)
        return b"".join((_p_i(callback_id), _w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_ii(type, status)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_block_job_2", "msg", (callback_id, dom, dst, type, status), _error) from None


def _encode_domain_event_callback_tunable_msg(callback_id, dom, params):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _p_i(callback_id) + _w1 + encode_params(params, "params", 2048)
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_tunable", "msg", (callback_id, dom, params), _error) from None


def _encode_domain_event_callback_agent_lifecycle_msg(callback_id, dom, state, reason):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _p_i(callback_id) + _w1 + _p_ii(state, reason)
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_agent_lifecycle", "msg", (callback_id, dom, state, reason), _error) from None


def _encode_domain_event_callback_device_added_msg(callback_id, dom, dev_alias):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = dev_alias.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("dev_alias", _s2, 4194304)
        return b"".join((_p_i(callback_id), _w1, _p_I(_n3), _s2, PAD[_n3 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_device_added", "msg", (callback_id, dom, dev_alias), _error) from None


def _encode_domain_event_callback_migration_iteration_msg(callback_id, dom, iteration):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _p_i(callback_id) + _w1 + _p_i(iteration)
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_migration_iteration", "msg", (callback_id, dom, iteration), _error) from None


def _encode_domain_event_callback_job_completed_msg(callback_id, dom, params):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _p_i(callback_id) + _w1 + encode_params(params, "params", 64)
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_job_completed", "msg", (callback_id, dom, params), _error) from None


def _encode_domain_event_callback_device_removal_failed_msg(callback_id, dom, dev_alias):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = dev_alias.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("dev_alias", _s2, 4194304)
        return b"".join((_p_i(callback_id), _w1, _p_I(_n3), _s2, PAD[_n3 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_device_removal_failed", "msg", (callback_id, dom, dev_alias), _error) from None


def _encode_domain_event_callback_metadata_change_msg(callback_id, dom, type, nsuri):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        if nsuri is None:
            _m2 = NIL
        else:
            _s3 = nsuri.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("nsuri", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        return b"".join((_p_i(callback_id), _w1, _p_i(type), _m2))
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_callback_metadata_change", "msg", (callback_id, dom, type, nsuri), _error) from None


def _encode_domain_event_block_threshold_msg(callback_id, dom, dev, path, threshold, excess):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = dev.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("dev", _s2, 4194304)
        if path is None:
            _m4 = NIL
        else:
            _s5 = path.encode()
            _n6 = len(_s5)
            if _n6 > 4194304 or 0 in _s5:
                unfit_text("path", _s5, 4194304)
            _m4 = b"".join((PRESENT, _p_I(_n6), _s5, PAD[_n6 & 3]))
        return b"".join((_p_i(callback_id), _w1, _p_I(_n3), _s2, PAD[_n3 & 3], _m4, _p_QQ(threshold, excess)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_block_threshold", "msg", (callback_id, dom, dev, path, threshold, excess), _error) from None


def _encode_domain_event_memory_failure_msg(callback_id, dom, recipient, action, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _p_i(callback_id) + _w1 + _p_iiI(recipient, action, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_memory_failure", "msg", (callback_id, dom, recipient, action, flags), _error) from None


def _encode_domain_event_memory_device_size_change_msg(callback_id, dom, alias, size):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = alias.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("alias", _s2, 4194304)
        return b"".join((_p_i(callback_id), _w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_Q(size)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_memory_device_size_change", "msg", (callback_id, dom, alias, size), _error) from None


def _encode_domain_event_nic_mac_change_msg(callback_id, dom, alias, old_mac, new_mac):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = alias.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("alias", _s2, 4194304)
        _s4 = old_mac.encode()
        _n5 = len(_s4)
        if _n5 > 4194304 or 0 in _s4:
            unfit_text("old_mac", _s4, 4194304)
        _s6 = new_mac.encode()
        _n7 = len(_s6)
        if _n7 > 4194304 or 0 in _s6:
            unfit_text("new_mac", _s6, 4194304)
        return b"".join((_p_i(callback_id), _w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(_n5), _s4, PAD[_n5 & 3], _p_I(_n7), _s6, PAD[_n7 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_event_nic_mac_change", "msg", (callback_id, dom, alias, old_mac, new_mac), _error) from None


CODECS = {
    "domain_event_lifecycle": (decode_void, _encode_domain_event_lifecycle_msg),
    "domain_event_reboot": (decode_void, _encode_domain_event_reboot_msg),
    "domain_event_rtc_change": (decode_void, _encode_domain_event_rtc_change_msg),
    "domain_event_watchdog": (decode_void, _encode_domain_event_watchdog_msg),
    "domain_event_io_error": (decode_void, _encode_domain_event_io_error_msg),
    "domain_event_graphics": (decode_void, _encode_domain_event_graphics_msg),
    "domain_event_io_error_reason": (decode_void, _encode_domain_event_io_error_reason_msg),
    "domain_event_control_error": (decode_void, _encode_domain_event_control_error_msg),
    "domain_event_block_job": (decode_void, _encode_domain_event_block_job_msg),
    "domain_event_disk_change": (decode_void, _encode_domain_event_disk_change_msg),
    "domain_event_tray_change": (decode_void, _encode_domain_event_tray_change_msg),
    "domain_event_pmwakeup": (decode_void, _encode_domain_event_pmwakeup_msg),
    "domain_event_pmsuspend": (decode_void, _encode_domain_event_pmsuspend_msg),
    "domain_event_balloon_change": (decode_void, _encode_domain_event_balloon_change_msg),
    "domain_event_pmsuspend_disk": (decode_void, _encode_domain_event_pmsuspend_disk_msg),
    "domain_event_device_removed": (decode_void, _encode_domain_event_device_removed_msg),
    "domain_event_callback_lifecycle": (decode_void, _encode_domain_event_callback_lifecycle_msg),
    "domain_event_callback_reboot": (decode_void, _encode_domain_event_callback_reboot_msg),
    "domain_event_callback_rtc_change": (decode_void, _encode_domain_event_callback_rtc_change_msg),
    "domain_event_callback_watchdog": (decode_void, _encode_domain_event_callback_watchdog_msg),
    "domain_event_callback_io_error": (decode_void, _encode_domain_event_callback_io_error_msg),
    "domain_event_callback_graphics": (decode_void, _encode_domain_event_callback_graphics_msg),
    "domain_event_callback_io_error_reason": (decode_void, _encode_domain_event_callback_io_error_reason_msg),
    "domain_event_callback_control_error": (decode_void, _encode_domain_event_callback_control_error_msg),
    "domain_event_callback_block_job": (decode_void, _encode_domain_event_callback_block_job_msg),
    "domain_event_callback_disk_change": (decode_void, _encode_domain_event_callback_disk_change_msg),
    "domain_event_callback_tray_change": (decode_void, _encode_domain_event_callback_tray_change_msg),
    "domain_event_callback_pmwakeup": (decode_void, _encode_domain_event_callback_pmwakeup_msg),
    "domain_event_callback_pmsuspend": (decode_void, _encode_domain_event_callback_pmsuspend_msg),
    "domain_event_callback_balloon_change": (decode_void, _encode_domain_event_callback_balloon_change_msg),
    "domain_event_callback_pmsuspend_disk": (decode_void, _encode_domain_event_callback_pmsuspend_disk_msg),
    "domain_event_callback_device_removed": (decode_void, _encode_domain_event_callback_device_removed_msg),
    "domain_event_block_job_2": (decode_void, _encode_domain_event_block_job_2_msg),
    "domain_event_callback_tunable": (decode_void, _encode_domain_event_callback_tunable_msg),
    "domain_event_callback_agent_lifecycle": (decode_void, _encode_domain_event_callback_agent_lifecycle_msg),
    "domain_event_callback_device_added": (decode_void, _encode_domain_event_callback_device_added_msg),
    "domain_event_callback_migration_iteration": (decode_void, _encode_domain_event_callback_migration_iteration_msg),
    "domain_event_callback_job_completed": (decode_void, _encode_domain_event_callback_job_completed_msg),
    "domain_event_callback_device_removal_failed": (decode_void, _encode_domain_event_callback_device_removal_failed_msg),
    "domain_event_callback_metadata_change": (decode_void, _encode_domain_event_callback_metadata_change_msg),
    "domain_event_block_threshold": (decode_void, _encode_domain_event_block_threshold_msg),
    "domain_event_memory_failure": (decode_void, _encode_domain_event_memory_failure_msg),
    "domain_event_memory_device_size_change": (decode_void, _encode_domain_event_memory_device_size_change_msg),
    "domain_event_nic_mac_change": (decode_void, _encode_domain_event_nic_mac_change_msg),
}
