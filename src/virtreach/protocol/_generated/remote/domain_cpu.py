"""The domain_cpu procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import encode_nonnull_domain
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.record import record
from virtreach.wire.runs import run_decoder
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_tail, decode_many, decode_void, undecodable, unfit_size, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_II = Struct(">II").pack
_p_iI = Struct(">iI").pack
_p_ii = Struct(">ii").pack
_p_iiI = Struct(">iiI").pack
_u_I = Struct(">I").unpack_from
_u_II = Struct(">II").unpack_from
_u_IiQi = Struct(">IiQi").unpack_from
_u_i = Struct(">i").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.domain_cpu"

VcpuInfo = record("VcpuInfo", "number state cpu_time cpu", __name__)

DomainIothreadInfo = record("DomainIothreadInfo", "iothread_id cpumap", __name__)

DomainGetMaxVcpusRet = record("DomainGetMaxVcpusRet", "num", __name__)

DomainGetVcpusRet = record("DomainGetVcpusRet", "info cpumaps", __name__)

DomainGetVcpusFlagsRet = record("DomainGetVcpusFlagsRet", "num", __name__)

DomainGetVcpuPinInfoRet = record("DomainGetVcpuPinInfoRet", "cpumaps num", __name__)

DomainGetEmulatorPinInfoRet = record("DomainGetEmulatorPinInfoRet", "cpumaps ret", __name__)

DomainGetIothreadInfoRet = record("DomainGetIothreadInfoRet", "info ret", __name__)


def decode_vcpu_info(_d, _o):
    number, state, cpu_time, cpu = _u_IiQi(_d, _o)
    _o += 20
    return new(VcpuInfo, (number, state, cpu_time, cpu)), _o


decode_many_vcpu_info = run_decoder(
    "I i Q i", 0, lambda rows: [new(VcpuInfo, (f0, f1, f2, f3)) for f0, f1, f2, f3 in rows]
)


def decode_domain_iothread_info(_d, _o):
    iothread_id, _n1 = _u_II(_d, _o)
    _o += 8
    if _n1 > 2048:
        bad_length("cpumap", _n1, 2048)
    _e = _o + _n1
    cpumap = _d[_o:_e]
    _o = _e + (-_n1 & 3)
    return new(DomainIothreadInfo, (iothread_id, cpumap)), _o




def _encode_domain_get_max_vcpus_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_max_vcpus", "args", (dom,), _error) from None


def _decode_domain_get_max_vcpus_ret(_d, _o):
    try:
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_max_vcpus", _error) from None
    return new(DomainGetMaxVcpusRet, (num,))


def _encode_domain_get_vcpus_args(dom, maxinfo, maplen):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_ii(maxinfo, maplen)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_vcpus", "args", (dom, maxinfo, maplen), _error) from None


def _decode_domain_get_vcpus_ret(_d, _o):
    try:
        info, _o = decode_many_vcpu_info(_d, _o, "info", 16384)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 8388608:
            bad_length("cpumaps", _n1, 8388608)
        _e = _o + _n1
        cpumaps = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_vcpus", _error) from None
    return new(DomainGetVcpusRet, (info, cpumaps))


def _encode_domain_pin_vcpu_args(dom, vcpu, cpumap):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _n2 = len(cpumap)
        if _n2 > 2048:
            unfit_size("cpumap", _n2, 2048)
        return b"".join((_w1, _p_II(vcpu, _n2), cpumap, PAD[_n2 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_pin_vcpu", "args", (dom, vcpu, cpumap), _error) from None


def _encode_domain_set_vcpus_args(dom, nvcpus):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(nvcpus)
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_vcpus", "args", (dom, nvcpus), _error) from None


def _encode_domain_set_vcpus_flags_args(dom, nvcpus, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_II(nvcpus, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_vcpus_flags", "args", (dom, nvcpus, flags), _error) from None


def _encode_domain_get_vcpus_flags_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_vcpus_flags", "args", (dom, flags), _error) from None


def _decode_domain_get_vcpus_flags_ret(_d, _o):
    try:
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_vcpus_flags", _error) from None
    return new(DomainGetVcpusFlagsRet, (num,))


def _encode_domain_pin_vcpu_flags_args(dom, vcpu, cpumap, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _n2 = len(cpumap)
        if _n2 > 2048:
            unfit_size("cpumap", _n2, 2048)
        return b"".join((_w1, _p_II(vcpu, _n2), cpumap, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_pin_vcpu_flags", "args", (dom, vcpu, cpumap, flags), _error) from None


def _encode_domain_get_vcpu_pin_info_args(dom, ncpumaps, maplen, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_iiI(ncpumaps, maplen, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_vcpu_pin_info", "args", (dom, ncpumaps, maplen, flags), _error) from None


def _decode_domain_get_vcpu_pin_info_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 8388608:
            bad_length("cpumaps", _n1, 8388608)
        _e = _o + _n1
        cpumaps = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_vcpu_pin_info", _error) from None
    return new(DomainGetVcpuPinInfoRet, (cpumaps, num))


def _encode_domain_pin_emulator_args(dom, cpumap, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _n2 = len(cpumap)
        if _n2 > 2048:
            unfit_size("cpumap", _n2, 2048)
        return b"".join((_w1, _p_I(_n2), cpumap, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_pin_emulator", "args", (dom, cpumap, flags), _error) from None


def _encode_domain_get_emulator_pin_info_args(dom, maplen, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_iI(maplen, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_emulator_pin_info", "args", (dom, maplen, flags), _error) from None


def _decode_domain_get_emulator_pin_info_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 8388608:
            bad_length("cpumaps", _n1, 8388608)
        _e = _o + _n1
        cpumaps = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        (ret,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_emulator_pin_info", _error) from None
    return new(DomainGetEmulatorPinInfoRet, (cpumaps, ret))


def _encode_domain_get_iothread_info_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_iothread_info", "args", (dom, flags), _error) from None


def _decode_domain_get_iothread_info_ret(_d, _o):
    try:
        info, _o = decode_many(_d, _o, "info", 16384, 8, decode_domain_iothread_info)
        (ret,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_iothread_info", _error) from None
    return new(DomainGetIothreadInfoRet, (info, ret))


def _encode_domain_pin_iothread_args(dom, iothreads_id, cpumap, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _n2 = len(cpumap)
        if _n2 > 2048:
            unfit_size("cpumap", _n2, 2048)
        return b"".join((_w1, _p_II(iothreads_id, _n2), cpumap, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_pin_iothread", "args", (dom, iothreads_id, cpumap, flags), _error) from None


def _encode_domain_add_iothread_args(dom, iothread_id, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_II(iothread_id, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_add_iothread", "args", (dom, iothread_id, flags), _error) from None


def _encode_domain_del_iothread_args(dom, iothread_id, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_II(iothread_id, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_del_iothread", "args", (dom, iothread_id, flags), _error) from None


def _encode_domain_set_vcpu_args(dom, cpumap, state, flags):
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
        raise unencodable("remote", "domain_set_vcpu", "args", (dom, cpumap, state, flags), _error) from None


def _encode_domain_set_iothread_params_args(dom, iothread_id, params, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return b"".join((_w1, _p_I(iothread_id), encode_params(params, "params", 64), _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_iothread_params", "args", (dom, iothread_id, params, flags), _error) from None


DOMAIN_GET_MAX_VCPUS = Procedure(_PROGRAM, 18, "domain_get_max_vcpus", _encode_domain_get_max_vcpus_args, _decode_domain_get_max_vcpus_ret, arg_fields=('dom',), ret_fields=('num',), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_GET_VCPUS = Procedure(_PROGRAM, 20, "domain_get_vcpus", _encode_domain_get_vcpus_args, _decode_domain_get_vcpus_ret, arg_fields=('dom', 'maxinfo', 'maplen'), ret_fields=('info', 'cpumaps'), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_PIN_VCPU = Procedure(_PROGRAM, 26, "domain_pin_vcpu", _encode_domain_pin_vcpu_args, decode_void, arg_fields=('dom', 'vcpu', 'cpumap'), acl=('domain:write',), server=_SERVER)
DOMAIN_SET_VCPUS = Procedure(_PROGRAM, 32, "domain_set_vcpus", _encode_domain_set_vcpus_args, decode_void, arg_fields=('dom', 'nvcpus'), acl=('domain:write',), server=_SERVER)
DOMAIN_SET_VCPUS_FLAGS = Procedure(_PROGRAM, 199, "domain_set_vcpus_flags", _encode_domain_set_vcpus_flags_args, decode_void, arg_fields=('dom', 'nvcpus', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG', 'domain:write:VIR_DOMAIN_VCPU_GUEST'), server=_SERVER)
DOMAIN_GET_VCPUS_FLAGS = Procedure(_PROGRAM, 200, "domain_get_vcpus_flags", _encode_domain_get_vcpus_flags_args, _decode_domain_get_vcpus_flags_ret, arg_fields=('dom', 'flags'), ret_fields=('num',), acl=('domain:read', 'domain:write:VIR_DOMAIN_VCPU_GUEST'), readonly='conditional', replayable=True, server=_SERVER)
DOMAIN_PIN_VCPU_FLAGS = Procedure(_PROGRAM, 225, "domain_pin_vcpu_flags", _encode_domain_pin_vcpu_flags_args, decode_void, arg_fields=('dom', 'vcpu', 'cpumap', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_GET_VCPU_PIN_INFO = Procedure(_PROGRAM, 230, "domain_get_vcpu_pin_info", _encode_domain_get_vcpu_pin_info_args, _decode_domain_get_vcpu_pin_info_ret, arg_fields=('dom', 'ncpumaps', 'maplen', 'flags'), ret_fields=('cpumaps', 'num'), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_PIN_EMULATOR = Procedure(_PROGRAM, 279, "domain_pin_emulator", _encode_domain_pin_emulator_args, decode_void, arg_fields=('dom', 'cpumap', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_GET_EMULATOR_PIN_INFO = Procedure(_PROGRAM, 280, "domain_get_emulator_pin_info", _encode_domain_get_emulator_pin_info_args, _decode_domain_get_emulator_pin_info_ret, arg_fields=('dom', 'maplen', 'flags'), ret_fields=('cpumaps', 'ret'), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_GET_IOTHREAD_INFO = Procedure(_PROGRAM, 351, "domain_get_iothread_info", _encode_domain_get_iothread_info_args, _decode_domain_get_iothread_info_ret, arg_fields=('dom', 'flags'), ret_fields=('info', 'ret'), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_PIN_IOTHREAD = Procedure(_PROGRAM, 352, "domain_pin_iothread", _encode_domain_pin_iothread_args, decode_void, arg_fields=('dom', 'iothreads_id', 'cpumap', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_ADD_IOTHREAD = Procedure(_PROGRAM, 355, "domain_add_iothread", _encode_domain_add_iothread_args, decode_void, arg_fields=('dom', 'iothread_id', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_DEL_IOTHREAD = Procedure(_PROGRAM, 356, "domain_del_iothread", _encode_domain_del_iothread_args, decode_void, arg_fields=('dom', 'iothread_id', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_SET_VCPU = Procedure(_PROGRAM, 384, "domain_set_vcpu", _encode_domain_set_vcpu_args, decode_void, arg_fields=('dom', 'cpumap', 'state', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_SET_IOTHREAD_PARAMS = Procedure(_PROGRAM, 402, "domain_set_iothread_params", _encode_domain_set_iothread_params_args, decode_void, arg_fields=('dom', 'iothread_id', 'params', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
