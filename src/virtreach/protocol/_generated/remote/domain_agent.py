"""The domain_agent procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import encode_nonnull_domain
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.wire.record import record
from virtreach.wire.runs import run_decoder
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, decode_many, decode_texts, decode_void, encode_texts, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_II = Struct(">II").pack
_p_IQI = Struct(">IQI").pack
_p_QI = Struct(">QI").pack
_p_iI = Struct(">iI").pack
_p_qII = Struct(">qII").pack
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from
_u_iI = Struct(">iI").unpack_from
_u_qI = Struct(">qI").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.domain_agent"

DomainFsinfo = record("DomainFsinfo", "mountpoint name fstype dev_aliases", __name__)

DomainIpAddr = record("DomainIpAddr", "type addr prefix", __name__)

DomainInterface = record("DomainInterface", "name hwaddr addrs", __name__)

DomainGetHostnameRet = record("DomainGetHostnameRet", "hostname", __name__)

DomainFsfreezeRet = record("DomainFsfreezeRet", "filesystems", __name__)

DomainFsthawRet = record("DomainFsthawRet", "filesystems", __name__)

DomainGetTimeRet = record("DomainGetTimeRet", "seconds nseconds", __name__)

DomainGetFsinfoRet = record("DomainGetFsinfoRet", "info ret", __name__)

DomainInterfaceAddressesRet = record("DomainInterfaceAddressesRet", "ifaces", __name__)

DomainGetGuestVcpusRet = record("DomainGetGuestVcpusRet", "params", __name__)

DomainGetGuestInfoRet = record("DomainGetGuestInfoRet", "params", __name__)

DomainAgentSetResponseTimeoutRet = record("DomainAgentSetResponseTimeoutRet", "result", __name__)

DomainAuthorizedSshKeysGetRet = record("DomainAuthorizedSshKeysGetRet", "keys", __name__)


def decode_domain_fsinfo(_d, _o):
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("mountpoint", _n1, 4194304)
    _e = _o + _n1
    mountpoint = _d[_o:_e].decode()
    if "\0" in mountpoint:
        bad_nul("mountpoint")
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
    (_n3,) = _u_I(_d, _o)
    _o += 4
    if _n3 > 4194304:
        bad_length("fstype", _n3, 4194304)
    _e = _o + _n3
    fstype = _d[_o:_e].decode()
    if "\0" in fstype:
        bad_nul("fstype")
    _o = _e + (-_n3 & 3)
    dev_aliases, _o = decode_texts(_d, _o, "dev_aliases", 256, 4194304)
    return new(DomainFsinfo, (mountpoint, name, fstype, dev_aliases)), _o




def decode_domain_ip_addr(_d, _o):
    type, _n1 = _u_iI(_d, _o)
    _o += 8
    if _n1 > 4194304:
        bad_length("addr", _n1, 4194304)
    _e = _o + _n1
    addr = _d[_o:_e].decode()
    if "\0" in addr:
        bad_nul("addr")
    _o = _e + (-_n1 & 3)
    (prefix,) = _u_I(_d, _o)
    _o += 4
    return new(DomainIpAddr, (type, addr, prefix)), _o


decode_many_domain_ip_addr = run_decoder(
    "i s I", 4194304, lambda rows: [new(DomainIpAddr, (f0, f1.decode(), f2)) for f0, f1, f2 in rows]
)


def decode_domain_interface(_d, _o):
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("name", _n1, 4194304)
    _e = _o + _n1
    name = _d[_o:_e].decode()
    if "\0" in name:
        bad_nul("name")
    _o = _e + (-_n1 & 3)
    (_n2,) = _u_I(_d, _o)
    _o += 4
    if _n2 == 1:
        (_n3,) = _u_I(_d, _o)
        _o += 4
        if _n3 > 4194304:
            bad_length("hwaddr", _n3, 4194304)
        _e = _o + _n3
        hwaddr = _d[_o:_e].decode()
        if "\0" in hwaddr:
            bad_nul("hwaddr")
        _o = _e + (-_n3 & 3)
    elif _n2 == 0:
        hwaddr = None
    else:
        bad_presence("hwaddr", _n2)
    addrs, _o = decode_many_domain_ip_addr(_d, _o, "addrs", 2048)
    return new(DomainInterface, (name, hwaddr, addrs)), _o




def _encode_domain_pm_suspend_for_duration_args(dom, target, duration, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_IQI(target, duration, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_pm_suspend_for_duration", "args", (dom, target, duration, flags), _error) from None


def _encode_domain_pm_wakeup_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_pm_wakeup", "args", (dom, flags), _error) from None


def _encode_domain_get_hostname_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_hostname", "args", (dom, flags), _error) from None


def _decode_domain_get_hostname_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("hostname", _n1, 4194304)
        _e = _o + _n1
        hostname = _d[_o:_e].decode()
        if "\0" in hostname:
            bad_nul("hostname")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_hostname", _error) from None
    return new(DomainGetHostnameRet, (hostname,))


def _encode_domain_fstrim_args(dom, mount_point, minimum, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        if mount_point is None:
            _m2 = NIL
        else:
            _s3 = mount_point.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("mount_point", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        return _w1 + _m2 + _p_QI(minimum, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_fstrim", "args", (dom, mount_point, minimum, flags), _error) from None


def _encode_domain_fsfreeze_args(dom, mountpoints, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + encode_texts(mountpoints, "mountpoints", 256, 4194304) + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_fsfreeze", "args", (dom, mountpoints, flags), _error) from None


def _decode_domain_fsfreeze_ret(_d, _o):
    try:
        (filesystems,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_fsfreeze", _error) from None
    return new(DomainFsfreezeRet, (filesystems,))


def _encode_domain_fsthaw_args(dom, mountpoints, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + encode_texts(mountpoints, "mountpoints", 256, 4194304) + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_fsthaw", "args", (dom, mountpoints, flags), _error) from None


def _decode_domain_fsthaw_ret(_d, _o):
    try:
        (filesystems,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_fsthaw", _error) from None
    return new(DomainFsthawRet, (filesystems,))


def _encode_domain_get_time_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_time", "args", (dom, flags), _error) from None


def _decode_domain_get_time_ret(_d, _o):
    try:
        seconds, nseconds = _u_qI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_time", _error) from None
    return new(DomainGetTimeRet, (seconds, nseconds))


def _encode_domain_set_time_args(dom, seconds, nseconds, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_qII(seconds, nseconds, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_time", "args", (dom, seconds, nseconds, flags), _error) from None


def _encode_domain_get_fsinfo_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_fsinfo", "args", (dom, flags), _error) from None


def _decode_domain_get_fsinfo_ret(_d, _o):
    try:
        info, _o = decode_many(_d, _o, "info", 256, 16, decode_domain_fsinfo)
        (ret,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_fsinfo", _error) from None
    return new(DomainGetFsinfoRet, (info, ret))


def _encode_domain_interface_addresses_args(dom, source, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_II(source, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_interface_addresses", "args", (dom, source, flags), _error) from None


def _decode_domain_interface_addresses_ret(_d, _o):
    try:
        ifaces, _o = decode_many(_d, _o, "ifaces", 2048, 12, decode_domain_interface)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_interface_addresses", _error) from None
    return new(DomainInterfaceAddressesRet, (ifaces,))


def _encode_domain_set_user_password_args(dom, user, password, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        if user is None:
            _m2 = NIL
        else:
            _s3 = user.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("user", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        if password is None:
            _m5 = NIL
        else:
            _s6 = password.encode()
            _n7 = len(_s6)
            if _n7 > 4194304 or 0 in _s6:
                unfit_text("password", _s6, 4194304)
            _m5 = b"".join((PRESENT, _p_I(_n7), _s6, PAD[_n7 & 3]))
        return b"".join((_w1, _m2, _m5, _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_user_password", "args", (dom, user, password, flags), _error) from None


def _encode_domain_get_guest_vcpus_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_guest_vcpus", "args", (dom, flags), _error) from None


def _decode_domain_get_guest_vcpus_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 64)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_guest_vcpus", _error) from None
    return new(DomainGetGuestVcpusRet, (params,))


def _encode_domain_set_guest_vcpus_args(dom, cpumap, state, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = cpumap.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("cpumap", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_iI(state, flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_guest_vcpus", "args", (dom, cpumap, state, flags), _error) from None


def _encode_domain_get_guest_info_args(dom, types, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_II(types, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_guest_info", "args", (dom, types, flags), _error) from None


def _decode_domain_get_guest_info_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 2048)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_guest_info", _error) from None
    return new(DomainGetGuestInfoRet, (params,))


def _encode_domain_agent_set_response_timeout_args(dom, timeout, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_iI(timeout, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_agent_set_response_timeout", "args", (dom, timeout, flags), _error) from None


def _decode_domain_agent_set_response_timeout_ret(_d, _o):
    try:
        (result,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_agent_set_response_timeout", _error) from None
    return new(DomainAgentSetResponseTimeoutRet, (result,))


def _encode_domain_authorized_ssh_keys_get_args(dom, user, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = user.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("user", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_authorized_ssh_keys_get", "args", (dom, user, flags), _error) from None


def _decode_domain_authorized_ssh_keys_get_ret(_d, _o):
    try:
        keys, _o = decode_texts(_d, _o, "keys", 2048, 4194304)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_authorized_ssh_keys_get", _error) from None
    return new(DomainAuthorizedSshKeysGetRet, (keys,))


def _encode_domain_authorized_ssh_keys_set_args(dom, user, keys, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = user.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("user", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], encode_texts(keys, "keys", 2048, 4194304), _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_authorized_ssh_keys_set", "args", (dom, user, keys, flags), _error) from None


DOMAIN_PM_SUSPEND_FOR_DURATION = Procedure(_PROGRAM, 261, "domain_pm_suspend_for_duration", _encode_domain_pm_suspend_for_duration_args, decode_void, arg_fields=('dom', 'target', 'duration', 'flags'), acl=('domain:pm_control',), server=_SERVER)
DOMAIN_PM_WAKEUP = Procedure(_PROGRAM, 267, "domain_pm_wakeup", _encode_domain_pm_wakeup_args, decode_void, arg_fields=('dom', 'flags'), acl=('domain:pm_control',), server=_SERVER)
DOMAIN_GET_HOSTNAME = Procedure(_PROGRAM, 277, "domain_get_hostname", _encode_domain_get_hostname_args, _decode_domain_get_hostname_ret, arg_fields=('dom', 'flags'), ret_fields=('hostname',), acl=('domain:write',), replayable=True, server=_SERVER)
DOMAIN_FSTRIM = Procedure(_PROGRAM, 294, "domain_fstrim", _encode_domain_fstrim_args, decode_void, arg_fields=('dom', 'mount_point', 'minimum', 'flags'), acl=('domain:fs_trim',), server=_SERVER)
DOMAIN_FSFREEZE = Procedure(_PROGRAM, 335, "domain_fsfreeze", _encode_domain_fsfreeze_args, _decode_domain_fsfreeze_ret, arg_fields=('dom', 'mountpoints', 'flags'), ret_fields=('filesystems',), acl=('domain:fs_freeze',), server=_SERVER)
DOMAIN_FSTHAW = Procedure(_PROGRAM, 336, "domain_fsthaw", _encode_domain_fsthaw_args, _decode_domain_fsthaw_ret, arg_fields=('dom', 'mountpoints', 'flags'), ret_fields=('filesystems',), acl=('domain:fs_freeze',), server=_SERVER)
DOMAIN_GET_TIME = Procedure(_PROGRAM, 337, "domain_get_time", _encode_domain_get_time_args, _decode_domain_get_time_ret, arg_fields=('dom', 'flags'), ret_fields=('seconds', 'nseconds'), acl=('domain:write',), replayable=True, server=_SERVER)
DOMAIN_SET_TIME = Procedure(_PROGRAM, 338, "domain_set_time", _encode_domain_set_time_args, decode_void, arg_fields=('dom', 'seconds', 'nseconds', 'flags'), acl=('domain:set_time',), server=_SERVER)
DOMAIN_GET_FSINFO = Procedure(_PROGRAM, 349, "domain_get_fsinfo", _encode_domain_get_fsinfo_args, _decode_domain_get_fsinfo_ret, arg_fields=('dom', 'flags'), ret_fields=('info', 'ret'), acl=('domain:fs_freeze',), replayable=True, server=_SERVER)
DOMAIN_INTERFACE_ADDRESSES = Procedure(_PROGRAM, 353, "domain_interface_addresses", _encode_domain_interface_addresses_args, _decode_domain_interface_addresses_ret, arg_fields=('dom', 'source', 'flags'), ret_fields=('ifaces',), acl=('domain:read', 'domain:write::source:VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT'), readonly='conditional', replayable=True, server=_SERVER)
DOMAIN_SET_USER_PASSWORD = Procedure(_PROGRAM, 357, "domain_set_user_password", _encode_domain_set_user_password_args, decode_void, arg_fields=('dom', 'user', 'password', 'flags'), acl=('domain:set_password',), server=_SERVER)
DOMAIN_GET_GUEST_VCPUS = Procedure(_PROGRAM, 371, "domain_get_guest_vcpus", _encode_domain_get_guest_vcpus_args, _decode_domain_get_guest_vcpus_ret, arg_fields=('dom', 'flags'), ret_fields=('params',), acl=('domain:write',), replayable=True, server=_SERVER)
DOMAIN_SET_GUEST_VCPUS = Procedure(_PROGRAM, 372, "domain_set_guest_vcpus", _encode_domain_set_guest_vcpus_args, decode_void, arg_fields=('dom', 'cpumap', 'state', 'flags'), acl=('domain:write',), server=_SERVER)
DOMAIN_GET_GUEST_INFO = Procedure(_PROGRAM, 418, "domain_get_guest_info", _encode_domain_get_guest_info_args, _decode_domain_get_guest_info_ret, arg_fields=('dom', 'types', 'flags'), ret_fields=('params',), acl=('domain:write',), replayable=True, server=_SERVER)
DOMAIN_AGENT_SET_RESPONSE_TIMEOUT = Procedure(_PROGRAM, 420, "domain_agent_set_response_timeout", _encode_domain_agent_set_response_timeout_args, _decode_domain_agent_set_response_timeout_ret, arg_fields=('dom', 'timeout', 'flags'), ret_fields=('result',), acl=('domain:write',), server=_SERVER)
DOMAIN_AUTHORIZED_SSH_KEYS_GET = Procedure(_PROGRAM, 424, "domain_authorized_ssh_keys_get", _encode_domain_authorized_ssh_keys_get_args, _decode_domain_authorized_ssh_keys_get_ret, arg_fields=('dom', 'user', 'flags'), ret_fields=('keys',), acl=('domain:write',), server=_SERVER)
DOMAIN_AUTHORIZED_SSH_KEYS_SET = Procedure(_PROGRAM, 425, "domain_authorized_ssh_keys_set", _encode_domain_authorized_ssh_keys_set_args, decode_void, arg_fields=('dom', 'user', 'keys', 'flags'), acl=('domain:write',), server=_SERVER)
