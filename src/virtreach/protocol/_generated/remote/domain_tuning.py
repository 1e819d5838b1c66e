"""The domain_tuning procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import encode_nonnull_domain
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.record import record
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_tail, decode_chars, decode_many, decode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_III = Struct(">III").pack
_p_Q = Struct(">Q").pack
_p_QI = Struct(">QI").pack
_p_i = Struct(">i").pack
_p_iI = Struct(">iI").pack
_u_I = Struct(">I").unpack_from
_u_Q = Struct(">Q").unpack_from
_u_i = Struct(">i").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.domain_tuning"

DomainGetSecurityLabelRet = record("DomainGetSecurityLabelRet", "label enforcing", __name__)

DomainGetMaxMemoryRet = record("DomainGetMaxMemoryRet", "memory", __name__)

DomainGetSchedulerTypeRet = record("DomainGetSchedulerTypeRet", "type nparams", __name__)

DomainGetSchedulerParametersRet = record("DomainGetSchedulerParametersRet", "params", __name__)

DomainGetMemoryParametersRet = record("DomainGetMemoryParametersRet", "params nparams", __name__)

DomainGetBlkioParametersRet = record("DomainGetBlkioParametersRet", "params nparams", __name__)

DomainGetSchedulerParametersFlagsRet = record("DomainGetSchedulerParametersFlagsRet", "params", __name__)

DomainGetNumaParametersRet = record("DomainGetNumaParametersRet", "params nparams", __name__)

DomainGetInterfaceParametersRet = record("DomainGetInterfaceParametersRet", "params nparams", __name__)

DomainGetMetadataRet = record("DomainGetMetadataRet", "metadata", __name__)

DomainGetSecurityLabelListRet = record("DomainGetSecurityLabelListRet", "labels ret", __name__)

DomainGetLaunchSecurityInfoRet = record("DomainGetLaunchSecurityInfoRet", "params", __name__)


def decode_domain_get_security_label_ret(_d, _o):
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4097:
        bad_length("label", _n1, 4097)
    label, _o = decode_chars(_d, _o, "label", _n1)
    (enforcing,) = _u_i(_d, _o)
    _o += 4
    return new(DomainGetSecurityLabelRet, (label, enforcing)), _o




def _encode_domain_get_max_memory_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_max_memory", "args", (dom,), _error) from None


def _decode_domain_get_max_memory_ret(_d, _o):
    try:
        (memory,) = _u_Q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_max_memory", _error) from None
    return new(DomainGetMaxMemoryRet, (memory,))


def _encode_domain_set_max_memory_args(dom, memory):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_Q(memory)
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_max_memory", "args", (dom, memory), _error) from None


def _encode_domain_set_memory_args(dom, memory):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_Q(memory)
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_memory", "args", (dom, memory), _error) from None


def _encode_domain_get_scheduler_type_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_scheduler_type", "args", (dom,), _error) from None


def _decode_domain_get_scheduler_type_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("type", _n1, 4194304)
        _e = _o + _n1
        type = _d[_o:_e].decode()
        if "\0" in type:
            bad_nul("type")
        _o = _e + (-_n1 & 3)
        (nparams,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_scheduler_type", _error) from None
    return new(DomainGetSchedulerTypeRet, (type, nparams))


def _encode_domain_get_scheduler_parameters_args(dom, nparams):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_i(nparams)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_scheduler_parameters", "args", (dom, nparams), _error) from None


def _decode_domain_get_scheduler_parameters_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 16)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_scheduler_parameters", _error) from None
    return new(DomainGetSchedulerParametersRet, (params,))


def _encode_domain_set_scheduler_parameters_args(dom, params):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + encode_params(params, "params", 16)
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_scheduler_parameters", "args", (dom, params), _error) from None


def _encode_domain_get_security_label_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_security_label", "args", (dom,), _error) from None


def _decode_domain_get_security_label_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4097:
            bad_length("label", _n1, 4097)
        label, _o = decode_chars(_d, _o, "label", _n1)
        (enforcing,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_security_label", _error) from None
    return new(DomainGetSecurityLabelRet, (label, enforcing))


def _encode_domain_set_memory_parameters_args(dom, params, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + encode_params(params, "params", 16) + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_memory_parameters", "args", (dom, params, flags), _error) from None


def _encode_domain_get_memory_parameters_args(dom, nparams, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_iI(nparams, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_memory_parameters", "args", (dom, nparams, flags), _error) from None


def _decode_domain_get_memory_parameters_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 16)
        (nparams,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_memory_parameters", _error) from None
    return new(DomainGetMemoryParametersRet, (params, nparams))


def _encode_domain_set_memory_flags_args(dom, memory, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_QI(memory, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_memory_flags", "args", (dom, memory, flags), _error) from None


def _encode_domain_set_blkio_parameters_args(dom, params, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + encode_params(params, "params", 16) + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_blkio_parameters", "args", (dom, params, flags), _error) from None


def _encode_domain_get_blkio_parameters_args(dom, nparams, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_iI(nparams, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_blkio_parameters", "args", (dom, nparams, flags), _error) from None


def _decode_domain_get_blkio_parameters_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 16)
        (nparams,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_blkio_parameters", _error) from None
    return new(DomainGetBlkioParametersRet, (params, nparams))


def _encode_domain_set_scheduler_parameters_flags_args(dom, params, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + encode_params(params, "params", 16) + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_scheduler_parameters_flags", "args", (dom, params, flags), _error) from None


def _encode_domain_get_scheduler_parameters_flags_args(dom, nparams, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_iI(nparams, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_scheduler_parameters_flags", "args", (dom, nparams, flags), _error) from None


def _decode_domain_get_scheduler_parameters_flags_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 16)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_scheduler_parameters_flags", _error) from None
    return new(DomainGetSchedulerParametersFlagsRet, (params,))


def _encode_domain_set_numa_parameters_args(dom, params, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + encode_params(params, "params", 16) + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_numa_parameters", "args", (dom, params, flags), _error) from None


def _encode_domain_get_numa_parameters_args(dom, nparams, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_iI(nparams, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_numa_parameters", "args", (dom, nparams, flags), _error) from None


def _decode_domain_get_numa_parameters_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 16)
        (nparams,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_numa_parameters", _error) from None
    return new(DomainGetNumaParametersRet, (params, nparams))


def _encode_domain_set_interface_parameters_args(dom, device, params, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = device.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("device", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], encode_params(params, "params", 16), _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_interface_parameters", "args", (dom, device, params, flags), _error) from None


def _encode_domain_get_interface_parameters_args(dom, device, nparams, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = device.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("device", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_iI(nparams, flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_interface_parameters", "args", (dom, device, nparams, flags), _error) from None


def _decode_domain_get_interface_parameters_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 16)
        (nparams,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_interface_parameters", _error) from None
    return new(DomainGetInterfaceParametersRet, (params, nparams))


def _encode_domain_set_metadata_args(dom, type, metadata, key, uri, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        if metadata is None:
            _m2 = NIL
        else:
            _s3 = metadata.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("metadata", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        if key is None:
            _m5 = NIL
        else:
            _s6 = key.encode()
            _n7 = len(_s6)
            if _n7 > 4194304 or 0 in _s6:
                unfit_text("key", _s6, 4194304)
            _m5 = b"".join((PRESENT, _p_I(_n7), _s6, PAD[_n7 & 3]))
        if uri is None:
            _m8 = NIL
        else:
            _s9 = uri.encode()
            _n10 = len(_s9)
            if _n10 > 4194304 or 0 in _s9:
                unfit_text("uri", _s9, 4194304)
            _m8 = b"".join((PRESENT, _p_I(_n10), _s9, PAD[_n10 & 3]))
        return b"".join((_w1, _p_i(type), _m2, _m5, _m8, _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_metadata", "args", (dom, type, metadata, key, uri, flags), _error) from None


def _encode_domain_get_metadata_args(dom, type, uri, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        if uri is None:
            _m2 = NIL
        else:
            _s3 = uri.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("uri", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        return b"".join((_w1, _p_i(type), _m2, _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_metadata", "args", (dom, type, uri, flags), _error) from None


def _decode_domain_get_metadata_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("metadata", _n1, 4194304)
        _e = _o + _n1
        metadata = _d[_o:_e].decode()
        if "\0" in metadata:
            bad_nul("metadata")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_metadata", _error) from None
    return new(DomainGetMetadataRet, (metadata,))


def _encode_domain_get_security_label_list_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_security_label_list", "args", (dom,), _error) from None


def _decode_domain_get_security_label_list_ret(_d, _o):
    try:
        labels, _o = decode_many(_d, _o, "labels", 64, 8, decode_domain_get_security_label_ret)
        (ret,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_security_label_list", _error) from None
    return new(DomainGetSecurityLabelListRet, (labels, ret))


def _encode_domain_set_lifecycle_action_args(dom, type, action, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_III(type, action, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_lifecycle_action", "args", (dom, type, action, flags), _error) from None


def _encode_domain_get_launch_security_info_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_launch_security_info", "args", (dom, flags), _error) from None


def _decode_domain_get_launch_security_info_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 64)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_launch_security_info", _error) from None
    return new(DomainGetLaunchSecurityInfoRet, (params,))


def _encode_domain_set_launch_security_state_args(dom, params, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + encode_params(params, "params", 64) + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_launch_security_state", "args", (dom, params, flags), _error) from None


DOMAIN_GET_MAX_MEMORY = Procedure(_PROGRAM, 17, "domain_get_max_memory", _encode_domain_get_max_memory_args, _decode_domain_get_max_memory_ret, arg_fields=('dom',), ret_fields=('memory',), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SET_MAX_MEMORY = Procedure(_PROGRAM, 30, "domain_set_max_memory", _encode_domain_set_max_memory_args, decode_void, arg_fields=('dom', 'memory'), priority='high', acl=('domain:write',), server=_SERVER)
DOMAIN_SET_MEMORY = Procedure(_PROGRAM, 31, "domain_set_memory", _encode_domain_set_memory_args, decode_void, arg_fields=('dom', 'memory'), acl=('domain:write',), server=_SERVER)
DOMAIN_GET_SCHEDULER_TYPE = Procedure(_PROGRAM, 56, "domain_get_scheduler_type", _encode_domain_get_scheduler_type_args, _decode_domain_get_scheduler_type_ret, arg_fields=('dom',), ret_fields=('type', 'nparams'), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_GET_SCHEDULER_PARAMETERS = Procedure(_PROGRAM, 57, "domain_get_scheduler_parameters", _encode_domain_get_scheduler_parameters_args, _decode_domain_get_scheduler_parameters_ret, arg_fields=('dom', 'nparams'), ret_fields=('params',), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SET_SCHEDULER_PARAMETERS = Procedure(_PROGRAM, 58, "domain_set_scheduler_parameters", _encode_domain_set_scheduler_parameters_args, decode_void, arg_fields=('dom', 'params'), acl=('domain:read',), server=_SERVER)
DOMAIN_GET_SECURITY_LABEL = Procedure(_PROGRAM, 121, "domain_get_security_label", _encode_domain_get_security_label_args, _decode_domain_get_security_label_ret, arg_fields=('dom',), ret_fields=('label', 'enforcing'), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SET_MEMORY_PARAMETERS = Procedure(_PROGRAM, 197, "domain_set_memory_parameters", _encode_domain_set_memory_parameters_args, decode_void, arg_fields=('dom', 'params', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_GET_MEMORY_PARAMETERS = Procedure(_PROGRAM, 198, "domain_get_memory_parameters", _encode_domain_get_memory_parameters_args, _decode_domain_get_memory_parameters_ret, arg_fields=('dom', 'nparams', 'flags'), ret_fields=('params', 'nparams'), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SET_MEMORY_FLAGS = Procedure(_PROGRAM, 204, "domain_set_memory_flags", _encode_domain_set_memory_flags_args, decode_void, arg_fields=('dom', 'memory', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_SET_BLKIO_PARAMETERS = Procedure(_PROGRAM, 205, "domain_set_blkio_parameters", _encode_domain_set_blkio_parameters_args, decode_void, arg_fields=('dom', 'params', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_GET_BLKIO_PARAMETERS = Procedure(_PROGRAM, 206, "domain_get_blkio_parameters", _encode_domain_get_blkio_parameters_args, _decode_domain_get_blkio_parameters_ret, arg_fields=('dom', 'nparams', 'flags'), ret_fields=('params', 'nparams'), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS = Procedure(_PROGRAM, 219, "domain_set_scheduler_parameters_flags", _encode_domain_set_scheduler_parameters_flags_args, decode_void, arg_fields=('dom', 'params', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS = Procedure(_PROGRAM, 223, "domain_get_scheduler_parameters_flags", _encode_domain_get_scheduler_parameters_flags_args, _decode_domain_get_scheduler_parameters_flags_ret, arg_fields=('dom', 'nparams', 'flags'), ret_fields=('params',), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SET_NUMA_PARAMETERS = Procedure(_PROGRAM, 254, "domain_set_numa_parameters", _encode_domain_set_numa_parameters_args, decode_void, arg_fields=('dom', 'params', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_GET_NUMA_PARAMETERS = Procedure(_PROGRAM, 255, "domain_get_numa_parameters", _encode_domain_get_numa_parameters_args, _decode_domain_get_numa_parameters_ret, arg_fields=('dom', 'nparams', 'flags'), ret_fields=('params', 'nparams'), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SET_INTERFACE_PARAMETERS = Procedure(_PROGRAM, 256, "domain_set_interface_parameters", _encode_domain_set_interface_parameters_args, decode_void, arg_fields=('dom', 'device', 'params', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_GET_INTERFACE_PARAMETERS = Procedure(_PROGRAM, 257, "domain_get_interface_parameters", _encode_domain_get_interface_parameters_args, _decode_domain_get_interface_parameters_ret, arg_fields=('dom', 'device', 'nparams', 'flags'), ret_fields=('params', 'nparams'), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SET_METADATA = Procedure(_PROGRAM, 264, "domain_set_metadata", _encode_domain_set_metadata_args, decode_void, arg_fields=('dom', 'type', 'metadata', 'key', 'uri', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_GET_METADATA = Procedure(_PROGRAM, 265, "domain_get_metadata", _encode_domain_get_metadata_args, _decode_domain_get_metadata_ret, arg_fields=('dom', 'type', 'uri', 'flags'), ret_fields=('metadata',), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_GET_SECURITY_LABEL_LIST = Procedure(_PROGRAM, 278, "domain_get_security_label_list", _encode_domain_get_security_label_list_args, _decode_domain_get_security_label_list_ret, arg_fields=('dom',), ret_fields=('labels', 'ret'), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SET_LIFECYCLE_ACTION = Procedure(_PROGRAM, 390, "domain_set_lifecycle_action", _encode_domain_set_lifecycle_action_args, decode_void, arg_fields=('dom', 'type', 'action', 'flags'), acl=('domain:write',), server=_SERVER)
DOMAIN_GET_LAUNCH_SECURITY_INFO = Procedure(_PROGRAM, 396, "domain_get_launch_security_info", _encode_domain_get_launch_security_info_args, _decode_domain_get_launch_security_info_ret, arg_fields=('dom', 'flags'), ret_fields=('params',), acl=('domain:read',), replayable=True, server=_SERVER)
DOMAIN_SET_LAUNCH_SECURITY_STATE = Procedure(_PROGRAM, 439, "domain_set_launch_security_state", _encode_domain_set_launch_security_state_args, decode_void, arg_fields=('dom', 'params', 'flags'), acl=('domain:write',), server=_SERVER)
