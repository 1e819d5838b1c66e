"""The secret procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_secret, encode_nonnull_secret
from virtreach.protocol.procedure import unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_tail, decode_void, encode_many, encode_texts, encode_void, undecodable, unfit_size, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_u_16s = Struct(">16s").unpack_from
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from
_u_iI = Struct(">iI").unpack_from

ConnectListSecretsArgs = record("ConnectListSecretsArgs", "maxuuids", __name__)

SecretLookupByUuidArgs = record("SecretLookupByUuidArgs", "uuid", __name__)

SecretDefineXmlArgs = record("SecretDefineXmlArgs", "xml flags", __name__)

SecretGetXmlDescArgs = record("SecretGetXmlDescArgs", "secret flags", __name__)

SecretSetValueArgs = record("SecretSetValueArgs", "secret value flags", __name__)

SecretGetValueArgs = record("SecretGetValueArgs", "secret flags", __name__)

SecretUndefineArgs = record("SecretUndefineArgs", "secret", __name__)

SecretLookupByUsageArgs = record("SecretLookupByUsageArgs", "usage_type usage_id", __name__)

ConnectListAllSecretsArgs = record("ConnectListAllSecretsArgs", "need_results flags", __name__)


def _encode_connect_num_of_secrets_ret(num):
    try:
        return _p_i(num)
    except UNFIT as _error:
        raise unencodable("remote", "connect_num_of_secrets", "ret", (num,), _error) from None


def _decode_connect_list_secrets_args(_d, _o):
    try:
        (maxuuids,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_secrets", _error) from None
    return new(ConnectListSecretsArgs, (maxuuids,))


def _encode_connect_list_secrets_ret(uuids):
    try:
        return encode_texts(uuids, "uuids", 16384, 4194304)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_secrets", "ret", (uuids,), _error) from None


def _decode_secret_lookup_by_uuid_args(_d, _o):
    try:
        (uuid,) = _u_16s(_d, _o)
        _o += 16
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("secret_lookup_by_uuid", _error) from None
    return new(SecretLookupByUuidArgs, (uuid,))


def _encode_secret_lookup_by_uuid_ret(secret):
    try:
        try:
            _w1 = secret._wire
        except AttributeError:
            _w1 = encode_nonnull_secret(*secret)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "secret_lookup_by_uuid", "ret", (secret,), _error) from None


def _decode_secret_define_xml_args(_d, _o):
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
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("secret_define_xml", _error) from None
    return new(SecretDefineXmlArgs, (xml, flags))


def _encode_secret_define_xml_ret(secret):
    try:
        try:
            _w1 = secret._wire
        except AttributeError:
            _w1 = encode_nonnull_secret(*secret)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "secret_define_xml", "ret", (secret,), _error) from None


def _decode_secret_get_xml_desc_args(_d, _o):
    try:
        secret, _o = decode_nonnull_secret(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("secret_get_xml_desc", _error) from None
    return new(SecretGetXmlDescArgs, (secret, flags))


def _encode_secret_get_xml_desc_ret(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "secret_get_xml_desc", "ret", (xml,), _error) from None


def _decode_secret_set_value_args(_d, _o):
    try:
        secret, _o = decode_nonnull_secret(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 65536:
            bad_length("value", _n1, 65536)
        _e = _o + _n1
        value = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("secret_set_value", _error) from None
    return new(SecretSetValueArgs, (secret, value, flags))


def _decode_secret_get_value_args(_d, _o):
    try:
        secret, _o = decode_nonnull_secret(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("secret_get_value", _error) from None
    return new(SecretGetValueArgs, (secret, flags))


def _encode_secret_get_value_ret(value):
    try:
        _n1 = len(value)
        if _n1 > 65536:
            unfit_size("value", _n1, 65536)
        return _p_I(_n1) + value + PAD[_n1 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "secret_get_value", "ret", (value,), _error) from None


def _decode_secret_undefine_args(_d, _o):
    try:
        secret, _o = decode_nonnull_secret(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("secret_undefine", _error) from None
    return new(SecretUndefineArgs, (secret,))


def _decode_secret_lookup_by_usage_args(_d, _o):
    try:
        usage_type, _n1 = _u_iI(_d, _o)
        _o += 8
        if _n1 > 4194304:
            bad_length("usage_id", _n1, 4194304)
        _e = _o + _n1
        usage_id = _d[_o:_e].decode()
        if "\0" in usage_id:
            bad_nul("usage_id")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("secret_lookup_by_usage", _error) from None
    return new(SecretLookupByUsageArgs, (usage_type, usage_id))


def _encode_secret_lookup_by_usage_ret(secret):
    try:
        try:
            _w1 = secret._wire
        except AttributeError:
            _w1 = encode_nonnull_secret(*secret)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "secret_lookup_by_usage", "ret", (secret,), _error) from None


def _decode_connect_list_all_secrets_args(_d, _o):
    try:
        need_results, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_all_secrets", _error) from None
    return new(ConnectListAllSecretsArgs, (need_results, flags))


def _encode_connect_list_all_secrets_ret(secrets, ret):
    try:
        return encode_many(secrets, "secrets", 16384, encode_nonnull_secret) + _p_I(ret)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_all_secrets", "ret", (secrets, ret), _error) from None


CODECS = {
    "connect_num_of_secrets": (decode_void, _encode_connect_num_of_secrets_ret),
    "connect_list_secrets": (_decode_connect_list_secrets_args, _encode_connect_list_secrets_ret),
    "secret_lookup_by_uuid": (_decode_secret_lookup_by_uuid_args, _encode_secret_lookup_by_uuid_ret),
    "secret_define_xml": (_decode_secret_define_xml_args, _encode_secret_define_xml_ret),
    "secret_get_xml_desc": (_decode_secret_get_xml_desc_args, _encode_secret_get_xml_desc_ret),
    "secret_set_value": (_decode_secret_set_value_args, encode_void),
    "secret_get_value": (_decode_secret_get_value_args, _encode_secret_get_value_ret),
    "secret_undefine": (_decode_secret_undefine_args, encode_void),
    "secret_lookup_by_usage": (_decode_secret_lookup_by_usage_args, _encode_secret_lookup_by_usage_ret),
    "connect_list_all_secrets": (_decode_connect_list_all_secrets_args, _encode_connect_list_all_secrets_ret),
}
