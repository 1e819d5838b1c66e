"""The connection procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct, unpack_from
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_count, bad_length, bad_nul, bad_tail, decode_chars, decode_void, encode_chars, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_p_iI = Struct(">iI").pack
_u_I = Struct(">I").unpack_from
_u_Q = Struct(">Q").unpack_from
_u_i = Struct(">i").unpack_from
_u_iiI = Struct(">iiI").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.connection"

ConnectGetTypeRet = record("ConnectGetTypeRet", "type", __name__)

ConnectGetVersionRet = record("ConnectGetVersionRet", "hv_ver", __name__)

ConnectGetHostnameRet = record("ConnectGetHostnameRet", "hostname", __name__)

ConnectSupportsFeatureRet = record("ConnectSupportsFeatureRet", "supported", __name__)

AuthListRet = record("AuthListRet", "types", __name__)

AuthSaslInitRet = record("AuthSaslInitRet", "mechlist", __name__)

AuthSaslStartRet = record("AuthSaslStartRet", "complete nil data", __name__)

AuthSaslStepRet = record("AuthSaslStepRet", "complete nil data", __name__)

AuthPolkitRet = record("AuthPolkitRet", "complete", __name__)

ConnectGetUriRet = record("ConnectGetUriRet", "uri", __name__)

ConnectIsSecureRet = record("ConnectIsSecureRet", "secure", __name__)

ConnectGetLibVersionRet = record("ConnectGetLibVersionRet", "lib_ver", __name__)

ConnectEventConnectionClosedMsg = record("ConnectEventConnectionClosedMsg", "reason", __name__)


def _encode_connect_open_args(name, flags):
    try:
        if name is None:
            _m1 = NIL
        else:
            _s2 = name.encode()
            _n3 = len(_s2)
            if _n3 > 4194304 or 0 in _s2:
                unfit_text("name", _s2, 4194304)
            _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
        return _m1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "connect_open", "args", (name, flags), _error) from None


def _decode_connect_get_type_ret(_d, _o):
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
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_type", _error) from None
    return new(ConnectGetTypeRet, (type,))


def _decode_connect_get_version_ret(_d, _o):
    try:
        (hv_ver,) = _u_Q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_version", _error) from None
    return new(ConnectGetVersionRet, (hv_ver,))


def _decode_connect_get_hostname_ret(_d, _o):
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
        raise undecodable("connect_get_hostname", _error) from None
    return new(ConnectGetHostnameRet, (hostname,))


def _encode_connect_supports_feature_args(feature):
    try:
        return _p_i(feature)
    except UNFIT as _error:
        raise unencodable("remote", "connect_supports_feature", "args", (feature,), _error) from None


def _decode_connect_supports_feature_ret(_d, _o):
    try:
        (supported,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_supports_feature", _error) from None
    return new(ConnectSupportsFeatureRet, (supported,))


def _decode_auth_list_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 20 or _n1 * 4 > len(_d) - _o:
            bad_count("types", _n1, 20, len(_d) - _o)
        types = list(unpack_from(f">{_n1}i", _d, _o))
        _o += _n1 * 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("auth_list", _error) from None
    return new(AuthListRet, (types,))


def _decode_auth_sasl_init_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("mechlist", _n1, 4194304)
        _e = _o + _n1
        mechlist = _d[_o:_e].decode()
        if "\0" in mechlist:
            bad_nul("mechlist")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("auth_sasl_init", _error) from None
    return new(AuthSaslInitRet, (mechlist,))


def _encode_auth_sasl_start_args(mech, nil, data):
    try:
        _s1 = mech.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("mech", _s1, 4194304)
        _s3 = encode_chars(data, "data", 65536)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_iI(nil, len(data)), _s3))
    except UNFIT as _error:
        raise unencodable("remote", "auth_sasl_start", "args", (mech, nil, data), _error) from None


def _decode_auth_sasl_start_ret(_d, _o):
    try:
        complete, nil, _n1 = _u_iiI(_d, _o)
        _o += 12
        if _n1 > 65536:
            bad_length("data", _n1, 65536)
        data, _o = decode_chars(_d, _o, "data", _n1)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("auth_sasl_start", _error) from None
    return new(AuthSaslStartRet, (complete, nil, data))


def _encode_auth_sasl_step_args(nil, data):
    try:
        _s1 = encode_chars(data, "data", 65536)
        return _p_iI(nil, len(data)) + _s1
    except UNFIT as _error:
        raise unencodable("remote", "auth_sasl_step", "args", (nil, data), _error) from None


def _decode_auth_sasl_step_ret(_d, _o):
    try:
        complete, nil, _n1 = _u_iiI(_d, _o)
        _o += 12
        if _n1 > 65536:
            bad_length("data", _n1, 65536)
        data, _o = decode_chars(_d, _o, "data", _n1)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("auth_sasl_step", _error) from None
    return new(AuthSaslStepRet, (complete, nil, data))


def _decode_auth_polkit_ret(_d, _o):
    try:
        (complete,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("auth_polkit", _error) from None
    return new(AuthPolkitRet, (complete,))


def _decode_connect_get_uri_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("uri", _n1, 4194304)
        _e = _o + _n1
        uri = _d[_o:_e].decode()
        if "\0" in uri:
            bad_nul("uri")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_uri", _error) from None
    return new(ConnectGetUriRet, (uri,))


def _decode_connect_is_secure_ret(_d, _o):
    try:
        (secure,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_is_secure", _error) from None
    return new(ConnectIsSecureRet, (secure,))


def _decode_connect_get_lib_version_ret(_d, _o):
    try:
        (lib_ver,) = _u_Q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_lib_version", _error) from None
    return new(ConnectGetLibVersionRet, (lib_ver,))


def _decode_connect_event_connection_closed_msg(_d, _o):
    try:
        (reason,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_event_connection_closed", _error) from None
    return new(ConnectEventConnectionClosedMsg, (reason,))


def _encode_connect_set_identity_args(params, flags):
    try:
        return encode_params(params, "params", 20) + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "connect_set_identity", "args", (params, flags), _error) from None


CONNECT_OPEN = Procedure(_PROGRAM, 1, "connect_open", _encode_connect_open_args, decode_void, arg_fields=('name', 'flags'), priority='high', acl=('connect:getattr',), readonly='allow', server=_SERVER)
CONNECT_CLOSE = Procedure(_PROGRAM, 2, "connect_close", encode_void, decode_void, priority='high', readonly='allow', server=_SERVER)
CONNECT_GET_TYPE = Procedure(_PROGRAM, 3, "connect_get_type", encode_void, _decode_connect_get_type_ret, ret_fields=('type',), priority='high', acl=('connect:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_GET_VERSION = Procedure(_PROGRAM, 4, "connect_get_version", encode_void, _decode_connect_get_version_ret, ret_fields=('hv_ver',), priority='high', acl=('connect:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_GET_HOSTNAME = Procedure(_PROGRAM, 59, "connect_get_hostname", encode_void, _decode_connect_get_hostname_ret, ret_fields=('hostname',), priority='high', acl=('connect:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_SUPPORTS_FEATURE = Procedure(_PROGRAM, 60, "connect_supports_feature", _encode_connect_supports_feature_args, _decode_connect_supports_feature_ret, arg_fields=('feature',), ret_fields=('supported',), priority='high', acl=('connect:getattr',), readonly='allow', replayable=True, server=_SERVER)
AUTH_LIST = Procedure(_PROGRAM, 66, "auth_list", encode_void, _decode_auth_list_ret, ret_fields=('types',), priority='high', readonly='allow', preauth=True, server=_SERVER)
AUTH_SASL_INIT = Procedure(_PROGRAM, 67, "auth_sasl_init", encode_void, _decode_auth_sasl_init_ret, ret_fields=('mechlist',), priority='high', readonly='allow', preauth=True, server=_SERVER)
AUTH_SASL_START = Procedure(_PROGRAM, 68, "auth_sasl_start", _encode_auth_sasl_start_args, _decode_auth_sasl_start_ret, arg_fields=('mech', 'nil', 'data'), ret_fields=('complete', 'nil', 'data'), priority='high', readonly='allow', preauth=True, server=_SERVER)
AUTH_SASL_STEP = Procedure(_PROGRAM, 69, "auth_sasl_step", _encode_auth_sasl_step_args, _decode_auth_sasl_step_ret, arg_fields=('nil', 'data'), ret_fields=('complete', 'nil', 'data'), priority='high', readonly='allow', preauth=True, server=_SERVER)
AUTH_POLKIT = Procedure(_PROGRAM, 70, "auth_polkit", encode_void, _decode_auth_polkit_ret, ret_fields=('complete',), priority='high', readonly='allow', preauth=True, server=_SERVER)
CONNECT_GET_URI = Procedure(_PROGRAM, 110, "connect_get_uri", encode_void, _decode_connect_get_uri_ret, ret_fields=('uri',), priority='high', acl=('connect:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_IS_SECURE = Procedure(_PROGRAM, 149, "connect_is_secure", encode_void, _decode_connect_is_secure_ret, ret_fields=('secure',), priority='high', readonly='allow', replayable=True, server=_SERVER)
CONNECT_GET_LIB_VERSION = Procedure(_PROGRAM, 157, "connect_get_lib_version", encode_void, _decode_connect_get_lib_version_ret, ret_fields=('lib_ver',), priority='high', acl=('connect:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_REGISTER_CLOSE_CALLBACK = Procedure(_PROGRAM, 360, "connect_register_close_callback", encode_void, decode_void, priority='high', acl=('connect:getattr',), readonly='allow', server=_SERVER)
CONNECT_UNREGISTER_CLOSE_CALLBACK = Procedure(_PROGRAM, 361, "connect_unregister_close_callback", encode_void, decode_void, priority='high', acl=('connect:getattr',), readonly='allow', server=_SERVER)
CONNECT_EVENT_CONNECTION_CLOSED = Procedure(_PROGRAM, 362, "connect_event_connection_closed", encode_void, _decode_connect_event_connection_closed_msg, ret_fields=('reason',), readonly='event', event=True, server=_SERVER)
CONNECT_SET_IDENTITY = Procedure(_PROGRAM, 419, "connect_set_identity", _encode_connect_set_identity_args, decode_void, arg_fields=('params', 'flags'), acl=('connect:write',), readonly='allow', server=_SERVER)
