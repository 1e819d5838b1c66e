"""The secret procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_many_nonnull_secret, decode_nonnull_secret, encode_nonnull_secret
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_tail, decode_texts, decode_void, encode_void, undecodable, unfit_fixed, unfit_size, unfit_text

new = tuple.__new__
_p_16s = Struct(">16s").pack
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_p_iI = Struct(">iI").pack
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.secret"

ConnectNumOfSecretsRet = record("ConnectNumOfSecretsRet", "num", __name__)

ConnectListSecretsRet = record("ConnectListSecretsRet", "uuids", __name__)

SecretLookupByUuidRet = record("SecretLookupByUuidRet", "secret", __name__)

SecretDefineXmlRet = record("SecretDefineXmlRet", "secret", __name__)

SecretGetXmlDescRet = record("SecretGetXmlDescRet", "xml", __name__)

SecretGetValueRet = record("SecretGetValueRet", "value", __name__)

SecretLookupByUsageRet = record("SecretLookupByUsageRet", "secret", __name__)

ConnectListAllSecretsRet = record("ConnectListAllSecretsRet", "secrets ret", __name__)


def _decode_connect_num_of_secrets_ret(_d, _o):
    try:
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_num_of_secrets", _error) from None
    return new(ConnectNumOfSecretsRet, (num,))


def _encode_connect_list_secrets_args(maxuuids):
    try:
        return _p_i(maxuuids)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_secrets", "args", (maxuuids,), _error) from None


def _decode_connect_list_secrets_ret(_d, _o):
    try:
        uuids, _o = decode_texts(_d, _o, "uuids", 16384, 4194304)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_secrets", _error) from None
    return new(ConnectListSecretsRet, (uuids,))


def _encode_secret_lookup_by_uuid_args(uuid):
    try:
        if len(uuid) != 16:
            unfit_fixed("uuid", uuid, 16)
        return _p_16s(uuid)
    except UNFIT as _error:
        raise unencodable("remote", "secret_lookup_by_uuid", "args", (uuid,), _error) from None


def _decode_secret_lookup_by_uuid_ret(_d, _o):
    try:
        secret, _o = decode_nonnull_secret(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("secret_lookup_by_uuid", _error) from None
    return new(SecretLookupByUuidRet, (secret,))


def _encode_secret_define_xml_args(xml, flags):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "secret_define_xml", "args", (xml, flags), _error) from None


def _decode_secret_define_xml_ret(_d, _o):
    try:
        secret, _o = decode_nonnull_secret(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("secret_define_xml", _error) from None
    return new(SecretDefineXmlRet, (secret,))


def _encode_secret_get_xml_desc_args(secret, flags):
    try:
        try:
            _w1 = secret._wire
        except AttributeError:
            _w1 = encode_nonnull_secret(*secret)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "secret_get_xml_desc", "args", (secret, flags), _error) from None


def _decode_secret_get_xml_desc_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("xml", _n1, 4194304)
        _e = _o + _n1
        xml = _d[_o:_e].decode()
        if "\0" in xml:
            bad_nul("xml")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("secret_get_xml_desc", _error) from None
    return new(SecretGetXmlDescRet, (xml,))


def _encode_secret_set_value_args(secret, value, flags):
    try:
        try:
            _w1 = secret._wire
        except AttributeError:
            _w1 = encode_nonnull_secret(*secret)
        _n2 = len(value)
        if _n2 > 65536:
            unfit_size("value", _n2, 65536)
        return b"".join((_w1, _p_I(_n2), value, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "secret_set_value", "args", (secret, value, flags), _error) from None


def _encode_secret_get_value_args(secret, flags):
    try:
        try:
            _w1 = secret._wire
        except AttributeError:
            _w1 = encode_nonnull_secret(*secret)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "secret_get_value", "args", (secret, flags), _error) from None


def _decode_secret_get_value_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 65536:
            bad_length("value", _n1, 65536)
        _e = _o + _n1
        value = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("secret_get_value", _error) from None
    return new(SecretGetValueRet, (value,))


def _encode_secret_undefine_args(secret):
    try:
        try:
            _w1 = secret._wire
        except AttributeError:
            _w1 = encode_nonnull_secret(*secret)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "secret_undefine", "args", (secret,), _error) from None


def _encode_secret_lookup_by_usage_args(usage_type, usage_id):
    try:
        _s1 = usage_id.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("usage_id", _s1, 4194304)
        return _p_iI(usage_type, _n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "secret_lookup_by_usage", "args", (usage_type, usage_id), _error) from None


def _decode_secret_lookup_by_usage_ret(_d, _o):
    try:
        secret, _o = decode_nonnull_secret(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("secret_lookup_by_usage", _error) from None
    return new(SecretLookupByUsageRet, (secret,))


def _encode_connect_list_all_secrets_args(need_results, flags):
    try:
        return _p_iI(need_results, flags)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_all_secrets", "args", (need_results, flags), _error) from None


def _decode_connect_list_all_secrets_ret(_d, _o):
    try:
        secrets, _o = decode_many_nonnull_secret(_d, _o, "secrets", 16384)
        (ret,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_all_secrets", _error) from None
    return new(ConnectListAllSecretsRet, (secrets, ret))


CONNECT_NUM_OF_SECRETS = Procedure(_PROGRAM, 139, "connect_num_of_secrets", encode_void, _decode_connect_num_of_secrets_ret, ret_fields=('num',), priority='high', acl=('connect:search_secrets',), aclfilter=('secret:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_LIST_SECRETS = Procedure(_PROGRAM, 140, "connect_list_secrets", _encode_connect_list_secrets_args, _decode_connect_list_secrets_ret, arg_fields=('maxuuids',), ret_fields=('uuids',), priority='high', acl=('connect:search_secrets',), aclfilter=('secret:getattr',), readonly='allow', replayable=True, server=_SERVER)
SECRET_LOOKUP_BY_UUID = Procedure(_PROGRAM, 141, "secret_lookup_by_uuid", _encode_secret_lookup_by_uuid_args, _decode_secret_lookup_by_uuid_ret, arg_fields=('uuid',), ret_fields=('secret',), priority='high', acl=('secret:getattr',), readonly='allow', replayable=True, server=_SERVER)
SECRET_DEFINE_XML = Procedure(_PROGRAM, 142, "secret_define_xml", _encode_secret_define_xml_args, _decode_secret_define_xml_ret, arg_fields=('xml', 'flags'), ret_fields=('secret',), priority='high', acl=('secret:write', 'secret:save'), server=_SERVER)
SECRET_GET_XML_DESC = Procedure(_PROGRAM, 143, "secret_get_xml_desc", _encode_secret_get_xml_desc_args, _decode_secret_get_xml_desc_ret, arg_fields=('secret', 'flags'), ret_fields=('xml',), priority='high', acl=('secret:read',), readonly='allow', replayable=True, server=_SERVER)
SECRET_SET_VALUE = Procedure(_PROGRAM, 144, "secret_set_value", _encode_secret_set_value_args, decode_void, arg_fields=('secret', 'value', 'flags'), priority='high', acl=('secret:write',), server=_SERVER)
SECRET_GET_VALUE = Procedure(_PROGRAM, 145, "secret_get_value", _encode_secret_get_value_args, _decode_secret_get_value_ret, arg_fields=('secret', 'flags'), ret_fields=('value',), priority='high', acl=('secret:read_secure',), replayable=True, server=_SERVER)
SECRET_UNDEFINE = Procedure(_PROGRAM, 146, "secret_undefine", _encode_secret_undefine_args, decode_void, arg_fields=('secret',), priority='high', acl=('secret:delete',), server=_SERVER)
SECRET_LOOKUP_BY_USAGE = Procedure(_PROGRAM, 147, "secret_lookup_by_usage", _encode_secret_lookup_by_usage_args, _decode_secret_lookup_by_usage_ret, arg_fields=('usage_type', 'usage_id'), ret_fields=('secret',), priority='high', acl=('secret:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_LIST_ALL_SECRETS = Procedure(_PROGRAM, 287, "connect_list_all_secrets", _encode_connect_list_all_secrets_args, _decode_connect_list_all_secrets_ret, arg_fields=('need_results', 'flags'), ret_fields=('secrets', 'ret'), priority='high', acl=('connect:search_secrets',), aclfilter=('secret:getattr',), readonly='allow', replayable=True, server=_SERVER)
