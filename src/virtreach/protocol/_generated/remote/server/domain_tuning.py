"""The domain_tuning procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain
from virtreach.protocol.procedure import unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.record import record
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, encode_chars, encode_many, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_Q = Struct(">Q").pack
_p_i = Struct(">i").pack
_u_I = Struct(">I").unpack_from
_u_III = Struct(">III").unpack_from
_u_Q = Struct(">Q").unpack_from
_u_QI = Struct(">QI").unpack_from
_u_i = Struct(">i").unpack_from
_u_iI = Struct(">iI").unpack_from

DomainGetMaxMemoryArgs = record("DomainGetMaxMemoryArgs", "dom", __name__)

DomainSetMaxMemoryArgs = record("DomainSetMaxMemoryArgs", "dom memory", __name__)

DomainSetMemoryArgs = record("DomainSetMemoryArgs", "dom memory", __name__)

DomainGetSchedulerTypeArgs = record("DomainGetSchedulerTypeArgs", "dom", __name__)

DomainGetSchedulerParametersArgs = record("DomainGetSchedulerParametersArgs", "dom nparams", __name__)

DomainSetSchedulerParametersArgs = record("DomainSetSchedulerParametersArgs", "dom params", __name__)

DomainGetSecurityLabelArgs = record("DomainGetSecurityLabelArgs", "dom", __name__)

DomainSetMemoryParametersArgs = record("DomainSetMemoryParametersArgs", "dom params flags", __name__)

DomainGetMemoryParametersArgs = record("DomainGetMemoryParametersArgs", "dom nparams flags", __name__)

DomainSetMemoryFlagsArgs = record("DomainSetMemoryFlagsArgs", "dom memory flags", __name__)

DomainSetBlkioParametersArgs = record("DomainSetBlkioParametersArgs", "dom params flags", __name__)

DomainGetBlkioParametersArgs = record("DomainGetBlkioParametersArgs", "dom nparams flags", __name__)

DomainSetSchedulerParametersFlagsArgs = record("DomainSetSchedulerParametersFlagsArgs", "dom params flags", __name__)

DomainGetSchedulerParametersFlagsArgs = record("DomainGetSchedulerParametersFlagsArgs", "dom nparams flags", __name__)

DomainSetNumaParametersArgs = record("DomainSetNumaParametersArgs", "dom params flags", __name__)

DomainGetNumaParametersArgs = record("DomainGetNumaParametersArgs", "dom nparams flags", __name__)

DomainSetInterfaceParametersArgs = record("DomainSetInterfaceParametersArgs", "dom device params flags", __name__)

DomainGetInterfaceParametersArgs = record("DomainGetInterfaceParametersArgs", "dom device nparams flags", __name__)

DomainSetMetadataArgs = record("DomainSetMetadataArgs", "dom type metadata key uri flags", __name__)

DomainGetMetadataArgs = record("DomainGetMetadataArgs", "dom type uri flags", __name__)

DomainGetSecurityLabelListArgs = record("DomainGetSecurityLabelListArgs", "dom", __name__)

DomainSetLifecycleActionArgs = record("DomainSetLifecycleActionArgs", "dom type action flags", __name__)

DomainGetLaunchSecurityInfoArgs = record("DomainGetLaunchSecurityInfoArgs", "dom flags", __name__)

DomainSetLaunchSecurityStateArgs = record("DomainSetLaunchSecurityStateArgs", "dom params flags", __name__)


def encode_domain_get_security_label_ret(label, enforcing):
    _s1 = encode_chars(label, "label", 4097)
    return _p_I(len(label)) + _s1 + _p_i(enforcing)


def _decode_domain_get_max_memory_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_max_memory", _error) from None
    return new(DomainGetMaxMemoryArgs, (dom,))


def _encode_domain_get_max_memory_ret(memory):
    try:
        return _p_Q(memory)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_max_memory", "ret", (memory,), _error) from None


def _decode_domain_set_max_memory_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (memory,) = _u_Q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_max_memory", _error) from None
    return new(DomainSetMaxMemoryArgs, (dom, memory))


def _decode_domain_set_memory_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (memory,) = _u_Q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_memory", _error) from None
    return new(DomainSetMemoryArgs, (dom, memory))


def _decode_domain_get_scheduler_type_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_scheduler_type", _error) from None
    return new(DomainGetSchedulerTypeArgs, (dom,))


def _encode_domain_get_scheduler_type_ret(type, nparams):
    try:
        _s1 = type.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("type", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_i(nparams)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_scheduler_type", "ret", (type, nparams), _error) from None


def _decode_domain_get_scheduler_parameters_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (nparams,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_scheduler_parameters", _error) from None
    return new(DomainGetSchedulerParametersArgs, (dom, nparams))


def _encode_domain_get_scheduler_parameters_ret(params):
    try:
        return encode_params(params, "params", 16)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_scheduler_parameters", "ret", (params,), _error) from None


def _decode_domain_set_scheduler_parameters_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        params, _o = decode_params(_d, _o, "params", 16)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_scheduler_parameters", _error) from None
    return new(DomainSetSchedulerParametersArgs, (dom, params))


def _decode_domain_get_security_label_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_security_label", _error) from None
    return new(DomainGetSecurityLabelArgs, (dom,))


def _encode_domain_get_security_label_ret(label, enforcing):
    try:
        _s1 = encode_chars(label, "label", 4097)
        return _p_I(len(label)) + _s1 + _p_i(enforcing)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_security_label", "ret", (label, enforcing), _error) from None


def _decode_domain_set_memory_parameters_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        params, _o = decode_params(_d, _o, "params", 16)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_memory_parameters", _error) from None
    return new(DomainSetMemoryParametersArgs, (dom, params, flags))


def _decode_domain_get_memory_parameters_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        nparams, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_memory_parameters", _error) from None
    return new(DomainGetMemoryParametersArgs, (dom, nparams, flags))


def _encode_domain_get_memory_parameters_ret(params, nparams):
    try:
        return encode_params(params, "params", 16) + _p_i(nparams)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_memory_parameters", "ret", (params, nparams), _error) from None


def _decode_domain_set_memory_flags_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        memory, flags = _u_QI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_memory_flags", _error) from None
    return new(DomainSetMemoryFlagsArgs, (dom, memory, flags))


def _decode_domain_set_blkio_parameters_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        params, _o = decode_params(_d, _o, "params", 16)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_blkio_parameters", _error) from None
    return new(DomainSetBlkioParametersArgs, (dom, params, flags))


def _decode_domain_get_blkio_parameters_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        nparams, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_blkio_parameters", _error) from None
    return new(DomainGetBlkioParametersArgs, (dom, nparams, flags))


def _encode_domain_get_blkio_parameters_ret(params, nparams):
    try:
        return encode_params(params, "params", 16) + _p_i(nparams)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_blkio_parameters", "ret", (params, nparams), _error) from None


def _decode_domain_set_scheduler_parameters_flags_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        params, _o = decode_params(_d, _o, "params", 16)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_scheduler_parameters_flags", _error) from None
    return new(DomainSetSchedulerParametersFlagsArgs, (dom, params, flags))


def _decode_domain_get_scheduler_parameters_flags_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        nparams, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_scheduler_parameters_flags", _error) from None
    return new(DomainGetSchedulerParametersFlagsArgs, (dom, nparams, flags))


def _encode_domain_get_scheduler_parameters_flags_ret(params):
    try:
        return encode_params(params, "params", 16)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_scheduler_parameters_flags", "ret", (params,), _error) from None


def _decode_domain_set_numa_parameters_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        params, _o = decode_params(_d, _o, "params", 16)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_numa_parameters", _error) from None
    return new(DomainSetNumaParametersArgs, (dom, params, flags))


def _decode_domain_get_numa_parameters_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        nparams, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_numa_parameters", _error) from None
    return new(DomainGetNumaParametersArgs, (dom, nparams, flags))


def _encode_domain_get_numa_parameters_ret(params, nparams):
    try:
        return encode_params(params, "params", 16) + _p_i(nparams)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_numa_parameters", "ret", (params, nparams), _error) from None


def _decode_domain_set_interface_parameters_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("device", _n1, 4194304)
        _e = _o + _n1
        device = _d[_o:_e].decode()
        if "\0" in device:
            bad_nul("device")
        _o = _e + (-_n1 & 3)
        params, _o = decode_params(_d, _o, "params", 16)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_interface_parameters", _error) from None
    return new(DomainSetInterfaceParametersArgs, (dom, device, params, flags))


def _decode_domain_get_interface_parameters_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("device", _n1, 4194304)
        _e = _o + _n1
        device = _d[_o:_e].decode()
        if "\0" in device:
            bad_nul("device")
        _o = _e + (-_n1 & 3)
        nparams, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_interface_parameters", _error) from None
    return new(DomainGetInterfaceParametersArgs, (dom, device, nparams, flags))


def _encode_domain_get_interface_parameters_ret(params, nparams):
    try:
        return encode_params(params, "params", 16) + _p_i(nparams)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_interface_parameters", "ret", (params, nparams), _error) from None


def _decode_domain_set_metadata_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        type, _n1 = _u_iI(_d, _o)
        _o += 8
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("metadata", _n2, 4194304)
            _e = _o + _n2
            metadata = _d[_o:_e].decode()
            if "\0" in metadata:
                bad_nul("metadata")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            metadata = None
        else:
            bad_presence("metadata", _n1)
        (_n3,) = _u_I(_d, _o)
        _o += 4
        if _n3 == 1:
            (_n4,) = _u_I(_d, _o)
            _o += 4
            if _n4 > 4194304:
                bad_length("key", _n4, 4194304)
            _e = _o + _n4
            key = _d[_o:_e].decode()
            if "\0" in key:
                bad_nul("key")
            _o = _e + (-_n4 & 3)
        elif _n3 == 0:
            key = None
        else:
            bad_presence("key", _n3)
        (_n5,) = _u_I(_d, _o)
        _o += 4
        if _n5 == 1:
            (_n6,) = _u_I(_d, _o)
            _o += 4
            if _n6 > 4194304:
                bad_length("uri", _n6, 4194304)
            _e = _o + _n6
            uri = _d[_o:_e].decode()
            if "\0" in uri:
                bad_nul("uri")
            _o = _e + (-_n6 & 3)
        elif _n5 == 0:
            uri = None
        else:
            bad_presence("uri", _n5)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_metadata", _error) from None
    return new(DomainSetMetadataArgs, (dom, type, metadata, key, uri, flags))


def _decode_domain_get_metadata_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        type, _n1 = _u_iI(_d, _o)
        _o += 8
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("uri", _n2, 4194304)
            _e = _o + _n2
            uri = _d[_o:_e].decode()
            if "\0" in uri:
                bad_nul("uri")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            uri = None
        else:
            bad_presence("uri", _n1)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_metadata", _error) from None
    return new(DomainGetMetadataArgs, (dom, type, uri, flags))


def _encode_domain_get_metadata_ret(metadata):
    try:
        _s1 = metadata.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("metadata", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_metadata", "ret", (metadata,), _error) from None


def _decode_domain_get_security_label_list_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_security_label_list", _error) from None
    return new(DomainGetSecurityLabelListArgs, (dom,))


def _encode_domain_get_security_label_list_ret(labels, ret):
    try:
        return encode_many(labels, "labels", 64, encode_domain_get_security_label_ret) + _p_i(ret)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_security_label_list", "ret", (labels, ret), _error) from None


def _decode_domain_set_lifecycle_action_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        type, action, flags = _u_III(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_lifecycle_action", _error) from None
    return new(DomainSetLifecycleActionArgs, (dom, type, action, flags))


def _decode_domain_get_launch_security_info_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_launch_security_info", _error) from None
    return new(DomainGetLaunchSecurityInfoArgs, (dom, flags))


def _encode_domain_get_launch_security_info_ret(params):
    try:
        return encode_params(params, "params", 64)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_launch_security_info", "ret", (params,), _error) from None


def _decode_domain_set_launch_security_state_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        params, _o = decode_params(_d, _o, "params", 64)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_launch_security_state", _error) from None
    return new(DomainSetLaunchSecurityStateArgs, (dom, params, flags))


CODECS = {
    "domain_get_max_memory": (_decode_domain_get_max_memory_args, _encode_domain_get_max_memory_ret),
    "domain_set_max_memory": (_decode_domain_set_max_memory_args, encode_void),
    "domain_set_memory": (_decode_domain_set_memory_args, encode_void),
    "domain_get_scheduler_type": (_decode_domain_get_scheduler_type_args, _encode_domain_get_scheduler_type_ret),
    "domain_get_scheduler_parameters": (_decode_domain_get_scheduler_parameters_args, _encode_domain_get_scheduler_parameters_ret),
    "domain_set_scheduler_parameters": (_decode_domain_set_scheduler_parameters_args, encode_void),
    "domain_get_security_label": (_decode_domain_get_security_label_args, _encode_domain_get_security_label_ret),
    "domain_set_memory_parameters": (_decode_domain_set_memory_parameters_args, encode_void),
    "domain_get_memory_parameters": (_decode_domain_get_memory_parameters_args, _encode_domain_get_memory_parameters_ret),
    "domain_set_memory_flags": (_decode_domain_set_memory_flags_args, encode_void),
    "domain_set_blkio_parameters": (_decode_domain_set_blkio_parameters_args, encode_void),
    "domain_get_blkio_parameters": (_decode_domain_get_blkio_parameters_args, _encode_domain_get_blkio_parameters_ret),
    "domain_set_scheduler_parameters_flags": (_decode_domain_set_scheduler_parameters_flags_args, encode_void),
    "domain_get_scheduler_parameters_flags": (_decode_domain_get_scheduler_parameters_flags_args, _encode_domain_get_scheduler_parameters_flags_ret),
    "domain_set_numa_parameters": (_decode_domain_set_numa_parameters_args, encode_void),
    "domain_get_numa_parameters": (_decode_domain_get_numa_parameters_args, _encode_domain_get_numa_parameters_ret),
    "domain_set_interface_parameters": (_decode_domain_set_interface_parameters_args, encode_void),
    "domain_get_interface_parameters": (_decode_domain_get_interface_parameters_args, _encode_domain_get_interface_parameters_ret),
    "domain_set_metadata": (_decode_domain_set_metadata_args, encode_void),
    "domain_get_metadata": (_decode_domain_get_metadata_args, _encode_domain_get_metadata_ret),
    "domain_get_security_label_list": (_decode_domain_get_security_label_list_args, _encode_domain_get_security_label_list_ret),
    "domain_set_lifecycle_action": (_decode_domain_set_lifecycle_action_args, encode_void),
    "domain_get_launch_security_info": (_decode_domain_get_launch_security_info_args, _encode_domain_get_launch_security_info_ret),
    "domain_set_launch_security_state": (_decode_domain_set_launch_security_state_args, encode_void),
}
