"""The connection procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol.procedure import unencodable
from virtreach.wire.record import record
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, decode_chars, decode_void, encode_chars, encode_numbers, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_Q = Struct(">Q").pack
_p_i = Struct(">i").pack
_p_iiI = Struct(">iiI").pack
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from
_u_iI = Struct(">iI").unpack_from

ConnectOpenArgs = record("ConnectOpenArgs", "name flags", __name__)

ConnectSupportsFeatureArgs = record("ConnectSupportsFeatureArgs", "feature", __name__)

AuthSaslStartArgs = record("AuthSaslStartArgs", "mech nil data", __name__)

AuthSaslStepArgs = record("AuthSaslStepArgs", "nil data", __name__)

ConnectSetIdentityArgs = record("ConnectSetIdentityArgs", "params flags", __name__)


def _decode_connect_open_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("name", _n2, 4194304)
            _e = _o + _n2
            name = _d[_o:_e].decode()
            if "\0" in name:
                bad_nul("name")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            name = None
        else:
            bad_presence("name", _n1)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_open", _error) from None
    return new(ConnectOpenArgs, (name, flags))


def _encode_connect_get_type_ret(type):
    try:
        _s1 = type.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("type", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_type", "ret", (type,), _error) from None


def _encode_connect_get_version_ret(hv_ver):
    try:
        return _p_Q(hv_ver)
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_version", "ret", (hv_ver,), _error) from None


def _encode_connect_get_hostname_ret(hostname):
    try:
        _s1 = hostname.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("hostname", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_hostname", "ret", (hostname,), _error) from None


def _decode_connect_supports_feature_args(_d, _o):
    try:
        (feature,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_supports_feature", _error) from None
    return new(ConnectSupportsFeatureArgs, (feature,))


def _encode_connect_supports_feature_ret(supported):
    try:
        return _p_i(supported)
    except UNFIT as _error:
        raise unencodable("remote", "connect_supports_feature", "ret", (supported,), _error) from None


def _encode_auth_list_ret(types):
    try:
        return encode_numbers(types, "types", 20, "i")
    except UNFIT as _error:
        raise unencodable("remote", "auth_list", "ret", (types,), _error) from None


def _encode_auth_sasl_init_ret(mechlist):
    try:
        _s1 = mechlist.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("mechlist", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "auth_sasl_init", "ret", (mechlist,), _error) from None


def _decode_auth_sasl_start_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("mech", _n1, 4194304)
        _e = _o + _n1
        mech = _d[_o:_e].decode()
        if "\0" in mech:
            bad_nul("mech")
        _o = _e + (-_n1 & 3)
        nil, _n2 = _u_iI(_d, _o)
        _o += 8
        if _n2 > 65536:
            bad_length("data", _n2, 65536)
        data, _o = decode_chars(_d, _o, "data", _n2)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("auth_sasl_start", _error) from None
    return new(AuthSaslStartArgs, (mech, nil, data))


def _encode_auth_sasl_start_ret(complete, nil, data):
    try:
        _s1 = encode_chars(data, "data", 65536)
        return _p_iiI(complete, nil, len(data)) + _s1
    except UNFIT as _error:
        raise unencodable("remote", "auth_sasl_start", "ret", (complete, nil, data), _error) from None


def _decode_auth_sasl_step_args(_d, _o):
    try:
        nil, _n1 = _u_iI(_d, _o)
        _o += 8
        if _n1 > 65536:
            bad_length("data", _n1, 65536)
        data, _o = decode_chars(_d, _o, "data", _n1)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("auth_sasl_step", _error) from None
    return new(AuthSaslStepArgs, (nil, data))


def _encode_auth_sasl_step_ret(complete, nil, data):
    try:
        _s1 = encode_chars(data, "data", 65536)
        return _p_iiI(complete, nil, len(data)) + _s1
    except UNFIT as _error:
        raise unencodable("remote", "auth_sasl_step", "ret", (complete, nil, data), _error) from None


def _encode_auth_polkit_ret(complete):
    try:
        return _p_i(complete)
    except UNFIT as _error:
        raise unencodable("remote", "auth_polkit", "ret", (complete,), _error) from None


def _encode_connect_get_uri_ret(uri):
    try:
        _s1 = uri.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("uri", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_uri", "ret", (uri,), _error) from None


def _encode_connect_is_secure_ret(secure):
    try:
        return _p_i(secure)
    except UNFIT as _error:
        raise unencodable("remote", "connect_is_secure", "ret", (secure,), _error) from None


def _encode_connect_get_lib_version_ret(lib_ver):
    try:
        return _p_Q(lib_ver)
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_lib_version", "ret", (lib_ver,), _error) from None


def _encode_connect_event_connection_closed_msg(reason):
    try:
        return _p_i(reason)
    except UNFIT as _error:
        raise unencodable("remote", "connect_event_connection_closed", "msg", (reason,), _error) from None


def _decode_connect_set_identity_args(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 20)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_set_identity", _error) from None
    return new(ConnectSetIdentityArgs, (params, flags))


CODECS = {
    "connect_open": (_decode_connect_open_args, encode_void),
    "connect_close": (decode_void, encode_void),
    "connect_get_type": (decode_void, _encode_connect_get_type_ret),
    "connect_get_version": (decode_void, _encode_connect_get_version_ret),
    "connect_get_hostname": (decode_void, _encode_connect_get_hostname_ret),
    "connect_supports_feature": (_decode_connect_supports_feature_args, _encode_connect_supports_feature_ret),
    "auth_list": (decode_void, _encode_auth_list_ret),
    "auth_sasl_init": (decode_void, _encode_auth_sasl_init_ret),
    "auth_sasl_start": (_decode_auth_sasl_start_args, _encode_auth_sasl_start_ret),
    "auth_sasl_step": (_decode_auth_sasl_step_args, _encode_auth_sasl_step_ret),
    "auth_polkit": (decode_void, _encode_auth_polkit_ret),
    "connect_get_uri": (decode_void, _encode_connect_get_uri_ret),
    "connect_is_secure": (decode_void, _encode_connect_is_secure_ret),
    "connect_get_lib_version": (decode_void, _encode_connect_get_lib_version_ret),
    "connect_register_close_callback": (decode_void, encode_void),
    "connect_unregister_close_callback": (decode_void, encode_void),
    "connect_event_connection_closed": (decode_void, _encode_connect_event_connection_closed_msg),
    "connect_set_identity": (_decode_connect_set_identity_args, encode_void),
}
