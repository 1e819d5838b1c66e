"""The nwfilter procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_nwfilter, decode_nonnull_nwfilter_binding, encode_nonnull_nwfilter, encode_nonnull_nwfilter_binding
from virtreach.protocol.procedure import unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_tail, decode_void, encode_many, encode_texts, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_u_16s = Struct(">16s").unpack_from
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from
_u_iI = Struct(">iI").unpack_from

NwfilterLookupByNameArgs = record("NwfilterLookupByNameArgs", "name", __name__)

NwfilterLookupByUuidArgs = record("NwfilterLookupByUuidArgs", "uuid", __name__)

NwfilterGetXmlDescArgs = record("NwfilterGetXmlDescArgs", "nwfilter flags", __name__)

ConnectListNwfiltersArgs = record("ConnectListNwfiltersArgs", "maxnames", __name__)

NwfilterDefineXmlArgs = record("NwfilterDefineXmlArgs", "xml", __name__)

NwfilterUndefineArgs = record("NwfilterUndefineArgs", "nwfilter", __name__)

ConnectListAllNwfiltersArgs = record("ConnectListAllNwfiltersArgs", "need_results flags", __name__)

NwfilterBindingLookupByPortDevArgs = record("NwfilterBindingLookupByPortDevArgs", "name", __name__)

NwfilterBindingGetXmlDescArgs = record("NwfilterBindingGetXmlDescArgs", "nwfilter flags", __name__)

NwfilterBindingCreateXmlArgs = record("NwfilterBindingCreateXmlArgs", "xml flags", __name__)

NwfilterBindingDeleteArgs = record("NwfilterBindingDeleteArgs", "nwfilter", __name__)

ConnectListAllNwfilterBindingsArgs = record("ConnectListAllNwfilterBindingsArgs", "need_results flags", __name__)

NwfilterDefineXmlFlagsArgs = record("NwfilterDefineXmlFlagsArgs", "xml flags", __name__)


def _decode_nwfilter_lookup_by_name_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("name", _n1, 4194304)
        _e = _o + _n1
        name = _d[_o:_e].decode()
        if "\0" in name:
            bad_nul("name")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("nwfilter_lookup_by_name", _error) from None
    return new(NwfilterLookupByNameArgs, (name,))


def _encode_nwfilter_lookup_by_name_ret(nwfilter):
    try:
        try:
            _w1 = nwfilter._wire
        except AttributeError:
            _w1 = encode_nonnull_nwfilter(*nwfilter)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_lookup_by_name", "ret", (nwfilter,), _error) from None


def _decode_nwfilter_lookup_by_uuid_args(_d, _o):
    try:
        (uuid,) = _u_16s(_d, _o)
        _o += 16
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("nwfilter_lookup_by_uuid", _error) from None
    return new(NwfilterLookupByUuidArgs, (uuid,))


def _encode_nwfilter_lookup_by_uuid_ret(nwfilter):
    try:
        try:
            _w1 = nwfilter._wire
        except AttributeError:
            _w1 = encode_nonnull_nwfilter(*nwfilter)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_lookup_by_uuid", "ret", (nwfilter,), _error) from None


def _decode_nwfilter_get_xml_desc_args(_d, _o):
    try:
        nwfilter, _o = decode_nonnull_nwfilter(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("nwfilter_get_xml_desc", _error) from None
    return new(NwfilterGetXmlDescArgs, (nwfilter, flags))


def _encode_nwfilter_get_xml_desc_ret(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_get_xml_desc", "ret", (xml,), _error) from None


def _encode_connect_num_of_nwfilters_ret(num):
    try:
        return _p_i(num)
    except UNFIT as _error:
        raise unencodable("remote", "connect_num_of_nwfilters", "ret", (num,), _error) from None


def _decode_connect_list_nwfilters_args(_d, _o):
    try:
        (maxnames,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_nwfilters", _error) from None
    return new(ConnectListNwfiltersArgs, (maxnames,))


def _encode_connect_list_nwfilters_ret(names):
    try:
        return encode_texts(names, "names", 16384, 4194304)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_nwfilters", "ret", (names,), _error) from None


def _decode_nwfilter_define_xml_args(_d, _o):
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
        raise undecodable("nwfilter_define_xml", _error) from None
    return new(NwfilterDefineXmlArgs, (xml,))


def _encode_nwfilter_define_xml_ret(nwfilter):
    try:
        try:
            _w1 = nwfilter._wire
        except AttributeError:
            _w1 = encode_nonnull_nwfilter(*nwfilter)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_define_xml", "ret", (nwfilter,), _error) from None


def _decode_nwfilter_undefine_args(_d, _o):
    try:
        nwfilter, _o = decode_nonnull_nwfilter(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("nwfilter_undefine", _error) from None
    return new(NwfilterUndefineArgs, (nwfilter,))


def _decode_connect_list_all_nwfilters_args(_d, _o):
    try:
        need_results, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_all_nwfilters", _error) from None
    return new(ConnectListAllNwfiltersArgs, (need_results, flags))


def _encode_connect_list_all_nwfilters_ret(filters, ret):
    try:
        return encode_many(filters, "filters", 16384, encode_nonnull_nwfilter) + _p_I(ret)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_all_nwfilters", "ret", (filters, ret), _error) from None


def _decode_nwfilter_binding_lookup_by_port_dev_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("name", _n1, 4194304)
        _e = _o + _n1
        name = _d[_o:_e].decode()
        if "\0" in name:
            bad_nul("name")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("nwfilter_binding_lookup_by_port_dev", _error) from None
    return new(NwfilterBindingLookupByPortDevArgs, (name,))


def _encode_nwfilter_binding_lookup_by_port_dev_ret(nwfilter):
    try:
        try:
            _w1 = nwfilter._wire
        except AttributeError:
            _w1 = encode_nonnull_nwfilter_binding(*nwfilter)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_binding_lookup_by_port_dev", "ret", (nwfilter,), _error) from None


def _decode_nwfilter_binding_get_xml_desc_args(_d, _o):
    try:
        nwfilter, _o = decode_nonnull_nwfilter_binding(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("nwfilter_binding_get_xml_desc", _error) from None
    return new(NwfilterBindingGetXmlDescArgs, (nwfilter, flags))


def _encode_nwfilter_binding_get_xml_desc_ret(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_binding_get_xml_desc", "ret", (xml,), _error) from None


def _decode_nwfilter_binding_create_xml_args(_d, _o):
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
        raise undecodable("nwfilter_binding_create_xml", _error) from None
    return new(NwfilterBindingCreateXmlArgs, (xml, flags))


def _encode_nwfilter_binding_create_xml_ret(nwfilter):
    try:
        try:
            _w1 = nwfilter._wire
        except AttributeError:
            _w1 = encode_nonnull_nwfilter_binding(*nwfilter)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_binding_create_xml", "ret", (nwfilter,), _error) from None


def _decode_nwfilter_binding_delete_args(_d, _o):
    try:
        nwfilter, _o = decode_nonnull_nwfilter_binding(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("nwfilter_binding_delete", _error) from None
    return new(NwfilterBindingDeleteArgs, (nwfilter,))


def _decode_connect_list_all_nwfilter_bindings_args(_d, _o):
    try:
        need_results, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_all_nwfilter_bindings", _error) from None
    return new(ConnectListAllNwfilterBindingsArgs, (need_results, flags))


def _encode_connect_list_all_nwfilter_bindings_ret(bindings, ret):
    try:
        return encode_many(bindings, "bindings", 16384, encode_nonnull_nwfilter_binding) + _p_I(ret)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_all_nwfilter_bindings", "ret", (bindings, ret), _error) from None


def _decode_nwfilter_define_xml_flags_args(_d, _o):
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
        raise undecodable("nwfilter_define_xml_flags", _error) from None
    return new(NwfilterDefineXmlFlagsArgs, (xml, flags))


def _encode_nwfilter_define_xml_flags_ret(nwfilter):
    try:
        try:
            _w1 = nwfilter._wire
        except AttributeError:
            _w1 = encode_nonnull_nwfilter(*nwfilter)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_define_xml_flags", "ret", (nwfilter,), _error) from None


CODECS = {
    "nwfilter_lookup_by_name": (_decode_nwfilter_lookup_by_name_args, _encode_nwfilter_lookup_by_name_ret),
    "nwfilter_lookup_by_uuid": (_decode_nwfilter_lookup_by_uuid_args, _encode_nwfilter_lookup_by_uuid_ret),
    "nwfilter_get_xml_desc": (_decode_nwfilter_get_xml_desc_args, _encode_nwfilter_get_xml_desc_ret),
    "connect_num_of_nwfilters": (decode_void, _encode_connect_num_of_nwfilters_ret),
    "connect_list_nwfilters": (_decode_connect_list_nwfilters_args, _encode_connect_list_nwfilters_ret),
    "nwfilter_define_xml": (_decode_nwfilter_define_xml_args, _encode_nwfilter_define_xml_ret),
    "nwfilter_undefine": (_decode_nwfilter_undefine_args, encode_void),
    "connect_list_all_nwfilters": (_decode_connect_list_all_nwfilters_args, _encode_connect_list_all_nwfilters_ret),
    "nwfilter_binding_lookup_by_port_dev": (_decode_nwfilter_binding_lookup_by_port_dev_args, _encode_nwfilter_binding_lookup_by_port_dev_ret),
    "nwfilter_binding_get_xml_desc": (_decode_nwfilter_binding_get_xml_desc_args, _encode_nwfilter_binding_get_xml_desc_ret),
    "nwfilter_binding_create_xml": (_decode_nwfilter_binding_create_xml_args, _encode_nwfilter_binding_create_xml_ret),
    "nwfilter_binding_delete": (_decode_nwfilter_binding_delete_args, encode_void),
    "connect_list_all_nwfilter_bindings": (_decode_connect_list_all_nwfilter_bindings_args, _encode_connect_list_all_nwfilter_bindings_ret),
    "nwfilter_define_xml_flags": (_decode_nwfilter_define_xml_flags_args, _encode_nwfilter_define_xml_flags_ret),
}
