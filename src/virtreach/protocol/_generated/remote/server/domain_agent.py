"""The domain_agent procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain
from virtreach.protocol.procedure import unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, decode_texts, encode_many, encode_texts, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_p_iI = Struct(">iI").pack
_p_qI = Struct(">qI").pack
_u_I = Struct(">I").unpack_from
_u_II = Struct(">II").unpack_from
_u_IQI = Struct(">IQI").unpack_from
_u_QI = Struct(">QI").unpack_from
_u_iI = Struct(">iI").unpack_from
_u_qII = Struct(">qII").unpack_from

DomainPmSuspendForDurationArgs = record("DomainPmSuspendForDurationArgs", "dom target duration flags", __name__)

DomainPmWakeupArgs = record("DomainPmWakeupArgs", "dom flags", __name__)

DomainGetHostnameArgs = record("DomainGetHostnameArgs", "dom flags", __name__)

DomainFstrimArgs = record("DomainFstrimArgs", "dom mount_point minimum flags", __name__)

DomainFsfreezeArgs = record("DomainFsfreezeArgs", "dom mountpoints flags", __name__)

DomainFsthawArgs = record("DomainFsthawArgs", "dom mountpoints flags", __name__)

DomainGetTimeArgs = record("DomainGetTimeArgs", "dom flags", __name__)

DomainSetTimeArgs = record("DomainSetTimeArgs", "dom seconds nseconds flags", __name__)

DomainGetFsinfoArgs = record("DomainGetFsinfoArgs", "dom flags", __name__)

DomainInterfaceAddressesArgs = record("DomainInterfaceAddressesArgs", "dom source flags", __name__)

DomainSetUserPasswordArgs = record("DomainSetUserPasswordArgs", "dom user password flags", __name__)

DomainGetGuestVcpusArgs = record("DomainGetGuestVcpusArgs", "dom flags", __name__)

DomainSetGuestVcpusArgs = record("DomainSetGuestVcpusArgs", "dom cpumap state flags", __name__)

DomainGetGuestInfoArgs = record("DomainGetGuestInfoArgs", "dom types flags", __name__)

DomainAgentSetResponseTimeoutArgs = record("DomainAgentSetResponseTimeoutArgs", "dom timeout flags", __name__)

DomainAuthorizedSshKeysGetArgs = record("DomainAuthorizedSshKeysGetArgs", "dom user flags", __name__)

DomainAuthorizedSshKeysSetArgs = record("DomainAuthorizedSshKeysSetArgs", "dom user keys flags", __name__)


def encode_domain_fsinfo(mountpoint, name, fstype, dev_aliases):
    _s1 = mountpoint.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("mountpoint", _s1, 4194304)
    _s3 = name.encode()
    _n4 = len(_s3)
    if _n4 > 4194304 or 0 in _s3:
        unfit_text("name", _s3, 4194304)
    _s5 = fstype.encode()
    _n6 = len(_s5)
    if _n6 > 4194304 or 0 in _s5:
        unfit_text("fstype", _s5, 4194304)
    return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(_n4), _s3, PAD[_n4 & 3], _p_I(_n6), _s5, PAD[_n6 & 3], encode_texts(dev_aliases, "dev_aliases", 256, 4194304)))


def encode_domain_ip_addr(type, addr, prefix):
    _s1 = addr.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("addr", _s1, 4194304)
    return b"".join((_p_iI(type, _n2), _s1, PAD[_n2 & 3], _p_I(prefix)))


def encode_domain_interface(name, hwaddr, addrs):
    _s1 = name.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("name", _s1, 4194304)
    if hwaddr is None:
        _m3 = NIL
    else:
        _s4 = hwaddr.encode()
        _n5 = len(_s4)
        if _n5 > 4194304 or 0 in _s4:
            unfit_text("hwaddr", _s4, 4194304)
        _m3 = b"".join((PRESENT, _p_I(_n5), _s4, PAD[_n5 & 3]))
    return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _m3, encode_many(addrs, "addrs", 2048, encode_domain_ip_addr)))


def _decode_domain_pm_suspend_for_duration_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        target, duration, flags = _u_IQI(_d, _o)
        _o += 16
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_pm_suspend_for_duration", _error) from None
    return new(DomainPmSuspendForDurationArgs, (dom, target, duration, flags))


def _decode_domain_pm_wakeup_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_pm_wakeup", _error) from None
    return new(DomainPmWakeupArgs, (dom, flags))


def _decode_domain_get_hostname_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_hostname", _error) from None
    return new(DomainGetHostnameArgs, (dom, flags))


def _encode_domain_get_hostname_ret(hostname):
    try:
        _s1 = hostname.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("hostname", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_hostname", "ret", (hostname,), _error) from None


def _decode_domain_fstrim_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("mount_point", _n2, 4194304)
            _e = _o + _n2
            mount_point = _d[_o:_e].decode()
            if "\0" in mount_point:
                bad_nul("mount_point")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            mount_point = None
        else:
            bad_presence("mount_point", _n1)
        minimum, flags = _u_QI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_fstrim", _error) from None
    return new(DomainFstrimArgs, (dom, mount_point, minimum, flags))


def _decode_domain_fsfreeze_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        mountpoints, _o = decode_texts(_d, _o, "mountpoints", 256, 4194304)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_fsfreeze", _error) from None
    return new(DomainFsfreezeArgs, (dom, mountpoints, flags))


def _encode_domain_fsfreeze_ret(filesystems):
    try:
        return _p_i(filesystems)
    except UNFIT as _error:
        raise unencodable("remote", "domain_fsfreeze", "ret", (filesystems,), _error) from None


def _decode_domain_fsthaw_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        mountpoints, _o = decode_texts(_d, _o, "mountpoints", 256, 4194304)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_fsthaw", _error) from None
    return new(DomainFsthawArgs, (dom, mountpoints, flags))


def _encode_domain_fsthaw_ret(filesystems):
    try:
        return _p_i(filesystems)
    except UNFIT as _error:
        raise unencodable("remote", "domain_fsthaw", "ret", (filesystems,), _error) from None


def _decode_domain_get_time_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_time", _error) from None
    return new(DomainGetTimeArgs, (dom, flags))


def _encode_domain_get_time_ret(seconds, nseconds):
    try:
        return _p_qI(seconds, nseconds)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_time", "ret", (seconds, nseconds), _error) from None


def _decode_domain_set_time_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        seconds, nseconds, flags = _u_qII(_d, _o)
        _o += 16
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_time", _error) from None
    return new(DomainSetTimeArgs, (dom, seconds, nseconds, flags))


def _decode_domain_get_fsinfo_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_fsinfo", _error) from None
    return new(DomainGetFsinfoArgs, (dom, flags))


def _encode_domain_get_fsinfo_ret(info, ret):
    try:
        return encode_many(info, "info", 256, encode_domain_fsinfo) + _p_I(ret)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_fsinfo", "ret", (info, ret), _error) from None


def _decode_domain_interface_addresses_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        source, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_interface_addresses", _error) from None
    return new(DomainInterfaceAddressesArgs, (dom, source, flags))


def _encode_domain_interface_addresses_ret(ifaces):
    try:
        return encode_many(ifaces, "ifaces", 2048, encode_domain_interface)
    except UNFIT as _error:
        raise unencodable("remote", "domain_interface_addresses", "ret", (ifaces,), _error) from None


def _decode_domain_set_user_password_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("user", _n2, 4194304)
            _e = _o + _n2
            user = _d[_o:_e].decode()
            if "\0" in user:
                bad_nul("user")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            user = None
        else:
            bad_presence("user", _n1)
        (_n3,) = _u_I(_d, _o)
        _o += 4
        if _n3 == 1:
            (_n4,) = _u_I(_d, _o)
            _o += 4
            if _n4 > 4194304:
                bad_length("password", _n4, 4194304)
            _e = _o + _n4
            password = _d[_o:_e].decode()
            if "\0" in password:
                bad_nul("password")
            _o = _e + (-_n4 & 3)
        elif _n3 == 0:
            password = None
        else:
            bad_presence("password", _n3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_user_password", _error) from None
    return new(DomainSetUserPasswordArgs, (dom, user, password, flags))


def _decode_domain_get_guest_vcpus_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_guest_vcpus", _error) from None
    return new(DomainGetGuestVcpusArgs, (dom, flags))


def _encode_domain_get_guest_vcpus_ret(params):
    try:
        return encode_params(params, "params", 64)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_guest_vcpus", "ret", (params,), _error) from None


def _decode_domain_set_guest_vcpus_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cpumap", _n1, 4194304)
        _e = _o + _n1
        cpumap = _d[_o:_e].decode()
        if "\0" in cpumap:
            bad_nul("cpumap")
        _o = _e + (-_n1 & 3)
        state, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_guest_vcpus", _error) from None
    return new(DomainSetGuestVcpusArgs, (dom, cpumap, state, flags))


def _decode_domain_get_guest_info_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        types, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_guest_info", _error) from None
    return new(DomainGetGuestInfoArgs, (dom, types, flags))


def _encode_domain_get_guest_info_ret(params):
    try:
        return encode_params(params, "params", 2048)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_guest_info", "ret", (params,), _error) from None


def _decode_domain_agent_set_response_timeout_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        timeout, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_agent_set_response_timeout", _error) from None
    return new(DomainAgentSetResponseTimeoutArgs, (dom, timeout, flags))


def _encode_domain_agent_set_response_timeout_ret(result):
    try:
        return _p_i(result)
    except UNFIT as _error:
        raise unencodable("remote", "domain_agent_set_response_timeout", "ret", (result,), _error) from None


def _decode_domain_authorized_ssh_keys_get_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("user", _n1, 4194304)
        _e = _o + _n1
        user = _d[_o:_e].decode()
        if "\0" in user:
            bad_nul("user")
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_authorized_ssh_keys_get", _error) from None
    return new(DomainAuthorizedSshKeysGetArgs, (dom, user, flags))


def _encode_domain_authorized_ssh_keys_get_ret(keys):
    try:
        return encode_texts(keys, "keys", 2048, 4194304)
    except UNFIT as _error:
        raise unencodable("remote", "domain_authorized_ssh_keys_get", "ret", (keys,), _error) from None


def _decode_domain_authorized_ssh_keys_set_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("user", _n1, 4194304)
        _e = _o + _n1
        user = _d[_o:_e].decode()
        if "\0" in user:
            bad_nul("user")
        _o = _e + (-_n1 & 3)
        keys, _o = decode_texts(_d, _o, "keys", 2048, 4194304)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_authorized_ssh_keys_set", _error) from None
    return new(DomainAuthorizedSshKeysSetArgs, (dom, user, keys, flags))


CODECS = {
    "domain_pm_suspend_for_duration": (_decode_domain_pm_suspend_for_duration_args, encode_void),
    "domain_pm_wakeup": (_decode_domain_pm_wakeup_args, encode_void),
    "domain_get_hostname": (_decode_domain_get_hostname_args, _encode_domain_get_hostname_ret),
    "domain_fstrim": (_decode_domain_fstrim_args, encode_void),
    "domain_fsfreeze": (_decode_domain_fsfreeze_args, _encode_domain_fsfreeze_ret),
    "domain_fsthaw": (_decode_domain_fsthaw_args, _encode_domain_fsthaw_ret),
    "domain_get_time": (_decode_domain_get_time_args, _encode_domain_get_time_ret),
    "domain_set_time": (_decode_domain_set_time_args, encode_void),
    "domain_get_fsinfo": (_decode_domain_get_fsinfo_args, _encode_domain_get_fsinfo_ret),
    "domain_interface_addresses": (_decode_domain_interface_addresses_args, _encode_domain_interface_addresses_ret),
    "domain_set_user_password": (_decode_domain_set_user_password_args, encode_void),
    "domain_get_guest_vcpus": (_decode_domain_get_guest_vcpus_args, _encode_domain_get_guest_vcpus_ret),
    "domain_set_guest_vcpus": (_decode_domain_set_guest_vcpus_args, encode_void),
    "domain_get_guest_info": (_decode_domain_get_guest_info_args, _encode_domain_get_guest_info_ret),
    "domain_agent_set_response_timeout": (_decode_domain_agent_set_response_timeout_args, _encode_domain_agent_set_response_timeout_ret),
    "domain_authorized_ssh_keys_get": (_decode_domain_authorized_ssh_keys_get_args, _encode_domain_authorized_ssh_keys_get_ret),
    "domain_authorized_ssh_keys_set": (_decode_domain_authorized_ssh_keys_set_args, encode_void),
}
