"""The domain_cpu procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain
from virtreach.protocol.procedure import unencodable
from virtreach.wire.record import record
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_tail, encode_many, encode_void, undecodable, unfit_size

new = tuple.__new__
_p_I = Struct(">I").pack
_p_II = Struct(">II").pack
_p_IiQi = Struct(">IiQi").pack
_p_i = Struct(">i").pack
_u_I = Struct(">I").unpack_from
_u_II = Struct(">II").unpack_from
_u_iI = Struct(">iI").unpack_from
_u_ii = Struct(">ii").unpack_from
_u_iiI = Struct(">iiI").unpack_from

DomainGetMaxVcpusArgs = record("DomainGetMaxVcpusArgs", "dom", __name__)

DomainGetVcpusArgs = record("DomainGetVcpusArgs", "dom maxinfo maplen", __name__)

DomainPinVcpuArgs = record("DomainPinVcpuArgs", "dom vcpu cpumap", __name__)

DomainSetVcpusArgs = record("DomainSetVcpusArgs", "dom nvcpus", __name__)

DomainSetVcpusFlagsArgs = record("DomainSetVcpusFlagsArgs", "dom nvcpus flags", __name__)

DomainGetVcpusFlagsArgs = record("DomainGetVcpusFlagsArgs", "dom flags", __name__)

DomainPinVcpuFlagsArgs = record("DomainPinVcpuFlagsArgs", "dom vcpu cpumap flags", __name__)

DomainGetVcpuPinInfoArgs = record("DomainGetVcpuPinInfoArgs", "dom ncpumaps maplen flags", __name__)

DomainPinEmulatorArgs = record("DomainPinEmulatorArgs", "dom cpumap flags", __name__)

DomainGetEmulatorPinInfoArgs = record("DomainGetEmulatorPinInfoArgs", "dom maplen flags", __name__)

DomainGetIothreadInfoArgs = record("DomainGetIothreadInfoArgs", "dom flags", __name__)

DomainPinIothreadArgs = record("DomainPinIothreadArgs", "dom iothreads_id cpumap flags", __name__)

DomainAddIothreadArgs = record("DomainAddIothreadArgs", "dom iothread_id flags", __name__)

DomainDelIothreadArgs = record("DomainDelIothreadArgs", "dom iothread_id flags", __name__)

DomainSetVcpuArgs = record("DomainSetVcpuArgs", "dom cpumap state flags", __name__)

DomainSetIothreadParamsArgs = record("DomainSetIothreadParamsArgs", "dom iothread_id params flags", __name__)


def encode_vcpu_info(number, state, cpu_time, cpu):
    return _p_IiQi(number, state, cpu_time, cpu)


def encode_domain_iothread_info(iothread_id, cpumap):
    _n1 = len(cpumap)
    if _n1 > 2048:
        unfit_size("cpumap", _n1, 2048)
    return _p_II(iothread_id, _n1) + cpumap + PAD[_n1 & 3]


def _decode_domain_get_max_vcpus_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_max_vcpus", _error) from None
    return new(DomainGetMaxVcpusArgs, (dom,))


def _encode_domain_get_max_vcpus_ret(num):
    try:
        return _p_i(num)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_max_vcpus", "ret", (num,), _error) from None


def _decode_domain_get_vcpus_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        maxinfo, maplen = _u_ii(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_vcpus", _error) from None
    return new(DomainGetVcpusArgs, (dom, maxinfo, maplen))


def _encode_domain_get_vcpus_ret(info, cpumaps):
    try:
        _n1 = len(cpumaps)
        if _n1 > 8388608:
            unfit_size("cpumaps", _n1, 8388608)
        return b"".join((encode_many(info, "info", 16384, encode_vcpu_info), _p_I(_n1), cpumaps, PAD[_n1 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_vcpus", "ret", (info, cpumaps), _error) from None


def _decode_domain_pin_vcpu_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        vcpu, _n1 = _u_II(_d, _o)
        _o += 8
        if _n1 > 2048:
            bad_length("cpumap", _n1, 2048)
        _e = _o + _n1
        cpumap = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_pin_vcpu", _error) from None
    return new(DomainPinVcpuArgs, (dom, vcpu, cpumap))


def _decode_domain_set_vcpus_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (nvcpus,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_vcpus", _error) from None
    return new(DomainSetVcpusArgs, (dom, nvcpus))


def _decode_domain_set_vcpus_flags_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        nvcpus, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_vcpus_flags", _error) from None
    return new(DomainSetVcpusFlagsArgs, (dom, nvcpus, flags))


def _decode_domain_get_vcpus_flags_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_vcpus_flags", _error) from None
    return new(DomainGetVcpusFlagsArgs, (dom, flags))


def _encode_domain_get_vcpus_flags_ret(num):
    try:
        return _p_i(num)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_vcpus_flags", "ret", (num,), _error) from None


def _decode_domain_pin_vcpu_flags_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        vcpu, _n1 = _u_II(_d, _o)
        _o += 8
        if _n1 > 2048:
            bad_length("cpumap", _n1, 2048)
        _e = _o + _n1
        cpumap = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_pin_vcpu_flags", _error) from None
    return new(DomainPinVcpuFlagsArgs, (dom, vcpu, cpumap, flags))


def _decode_domain_get_vcpu_pin_info_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        ncpumaps, maplen, flags = _u_iiI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_vcpu_pin_info", _error) from None
    return new(DomainGetVcpuPinInfoArgs, (dom, ncpumaps, maplen, flags))


def _encode_domain_get_vcpu_pin_info_ret(cpumaps, num):
    try:
        _n1 = len(cpumaps)
        if _n1 > 8388608:
            unfit_size("cpumaps", _n1, 8388608)
        return b"".join((_p_I(_n1), cpumaps, PAD[_n1 & 3], _p_i(num)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_vcpu_pin_info", "ret", (cpumaps, num), _error) from None


def _decode_domain_pin_emulator_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 2048:
            bad_length("cpumap", _n1, 2048)
        _e = _o + _n1
        cpumap = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_pin_emulator", _error) from None
    return new(DomainPinEmulatorArgs, (dom, cpumap, flags))


def _decode_domain_get_emulator_pin_info_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        maplen, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_emulator_pin_info", _error) from None
    return new(DomainGetEmulatorPinInfoArgs, (dom, maplen, flags))


def _encode_domain_get_emulator_pin_info_ret(cpumaps, ret):
    try:
        _n1 = len(cpumaps)
        if _n1 > 8388608:
            unfit_size("cpumaps", _n1, 8388608)
        return b"".join((_p_I(_n1), cpumaps, PAD[_n1 & 3], _p_i(ret)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_emulator_pin_info", "ret", (cpumaps, ret), _error) from None


def _decode_domain_get_iothread_info_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_iothread_info", _error) from None
    return new(DomainGetIothreadInfoArgs, (dom, flags))


def _encode_domain_get_iothread_info_ret(info, ret):
    try:
        return encode_many(info, "info", 16384, encode_domain_iothread_info) + _p_I(ret)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_iothread_info", "ret", (info, ret), _error) from None


def _decode_domain_pin_iothread_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        iothreads_id, _n1 = _u_II(_d, _o)
        _o += 8
        if _n1 > 2048:
            bad_length("cpumap", _n1, 2048)
        _e = _o + _n1
        cpumap = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_pin_iothread", _error) from None
    return new(DomainPinIothreadArgs, (dom, iothreads_id, cpumap, flags))


def _decode_domain_add_iothread_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        iothread_id, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_add_iothread", _error) from None
    return new(DomainAddIothreadArgs, (dom, iothread_id, flags))


def _decode_domain_del_iothread_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        iothread_id, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_del_iothread", _error) from None
    return new(DomainDelIothreadArgs, (dom, iothread_id, flags))


def _decode_domain_set_vcpu_args(_d, _o):
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
        raise undecodable("domain_set_vcpu", _error) from None
    return new(DomainSetVcpuArgs, (dom, cpumap, state, flags))


def _decode_domain_set_iothread_params_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (iothread_id,) = _u_I(_d, _o)
        _o += 4
        params, _o = decode_params(_d, _o, "params", 64)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_iothread_params", _error) from None
    return new(DomainSetIothreadParamsArgs, (dom, iothread_id, params, flags))


CODECS = {
    "domain_get_max_vcpus": (_decode_domain_get_max_vcpus_args, _encode_domain_get_max_vcpus_ret),
    "domain_get_vcpus": (_decode_domain_get_vcpus_args, _encode_domain_get_vcpus_ret),
    "domain_pin_vcpu": (_decode_domain_pin_vcpu_args, encode_void),
    "domain_set_vcpus": (_decode_domain_set_vcpus_args, encode_void),
    "domain_set_vcpus_flags": (_decode_domain_set_vcpus_flags_args, encode_void),
    "domain_get_vcpus_flags": (_decode_domain_get_vcpus_flags_args, _encode_domain_get_vcpus_flags_ret),
    "domain_pin_vcpu_flags": (_decode_domain_pin_vcpu_flags_args, encode_void),
    "domain_get_vcpu_pin_info": (_decode_domain_get_vcpu_pin_info_args, _encode_domain_get_vcpu_pin_info_ret),
    "domain_pin_emulator": (_decode_domain_pin_emulator_args, encode_void),
    "domain_get_emulator_pin_info": (_decode_domain_get_emulator_pin_info_args, _encode_domain_get_emulator_pin_info_ret),
    "domain_get_iothread_info": (_decode_domain_get_iothread_info_args, _encode_domain_get_iothread_info_ret),
    "domain_pin_iothread": (_decode_domain_pin_iothread_args, encode_void),
    "domain_add_iothread": (_decode_domain_add_iothread_args, encode_void),
    "domain_del_iothread": (_decode_domain_del_iothread_args, encode_void),
    "domain_set_vcpu": (_decode_domain_set_vcpu_args, encode_void),
    "domain_set_iothread_params": (_decode_domain_set_iothread_params_args, encode_void),
}
