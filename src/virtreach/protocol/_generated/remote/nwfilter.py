"""The nwfilter procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_many_nonnull_nwfilter, decode_many_nonnull_nwfilter_binding, decode_nonnull_nwfilter, decode_nonnull_nwfilter_binding, encode_nonnull_nwfilter, encode_nonnull_nwfilter_binding
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_tail, decode_texts, decode_void, encode_void, undecodable, unfit_fixed, unfit_text

new = tuple.__new__
_p_16s = Struct(">16s").pack
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_p_iI = Struct(">iI").pack
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.nwfilter"

NwfilterLookupByNameRet = record("NwfilterLookupByNameRet", "nwfilter", __name__)

NwfilterLookupByUuidRet = record("NwfilterLookupByUuidRet", "nwfilter", __name__)

NwfilterGetXmlDescRet = record("NwfilterGetXmlDescRet", "xml", __name__)

ConnectNumOfNwfiltersRet = record("ConnectNumOfNwfiltersRet", "num", __name__)

ConnectListNwfiltersRet = record("ConnectListNwfiltersRet", "names", __name__)

NwfilterDefineXmlRet = record("NwfilterDefineXmlRet", "nwfilter", __name__)

ConnectListAllNwfiltersRet = record("ConnectListAllNwfiltersRet", "filters ret", __name__)

NwfilterBindingLookupByPortDevRet = record("NwfilterBindingLookupByPortDevRet", "nwfilter", __name__)

NwfilterBindingGetXmlDescRet = record("NwfilterBindingGetXmlDescRet", "xml", __name__)

NwfilterBindingCreateXmlRet = record("NwfilterBindingCreateXmlRet", "nwfilter", __name__)

ConnectListAllNwfilterBindingsRet = record("ConnectListAllNwfilterBindingsRet", "bindings ret", __name__)

NwfilterDefineXmlFlagsRet = record("NwfilterDefineXmlFlagsRet", "nwfilter", __name__)


def _encode_nwfilter_lookup_by_name_args(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_lookup_by_name", "args", (name,), _error) from None


def _decode_nwfilter_lookup_by_name_ret(_d, _o):
    try:
        nwfilter, _o = decode_nonnull_nwfilter(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("nwfilter_lookup_by_name", _error) from None
    return new(NwfilterLookupByNameRet, (nwfilter,))


def _encode_nwfilter_lookup_by_uuid_args(uuid):
    try:
        if len(uuid) != 16:
            unfit_fixed("uuid", uuid, 16)
        return _p_16s(uuid)
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_lookup_by_uuid", "args", (uuid,), _error) from None


def _decode_nwfilter_lookup_by_uuid_ret(_d, _o):
    try:
        nwfilter, _o = decode_nonnull_nwfilter(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("nwfilter_lookup_by_uuid", _error) from None
    return new(NwfilterLookupByUuidRet, (nwfilter,))


def _encode_nwfilter_get_xml_desc_args(nwfilter, flags):
    try:
        try:
            _w1 = nwfilter._wire
        except AttributeError:
            _w1 = encode_nonnull_nwfilter(*nwfilter)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_get_xml_desc", "args", (nwfilter, flags), _error) from None


def _decode_nwfilter_get_xml_desc_ret(_d, _o):
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
        raise undecodable("nwfilter_get_xml_desc", _error) from None
    return new(NwfilterGetXmlDescRet, (xml,))


def _decode_connect_num_of_nwfilters_ret(_d, _o):
    try:
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_num_of_nwfilters", _error) from None
    return new(ConnectNumOfNwfiltersRet, (num,))


def _encode_connect_list_nwfilters_args(maxnames):
    try:
        return _p_i(maxnames)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_nwfilters", "args", (maxnames,), _error) from None


def _decode_connect_list_nwfilters_ret(_d, _o):
    try:
        names, _o = decode_texts(_d, _o, "names", 16384, 4194304)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_nwfilters", _error) from None
    return new(ConnectListNwfiltersRet, (names,))


def _encode_nwfilter_define_xml_args(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_define_xml", "args", (xml,), _error) from None


def _decode_nwfilter_define_xml_ret(_d, _o):
    try:
        nwfilter, _o = decode_nonnull_nwfilter(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("nwfilter_define_xml", _error) from None
    return new(NwfilterDefineXmlRet, (nwfilter,))


def _encode_nwfilter_undefine_args(nwfilter):
    try:
        try:
            _w1 = nwfilter._wire
        except AttributeError:
            _w1 = encode_nonnull_nwfilter(*nwfilter)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_undefine", "args", (nwfilter,), _error) from None


def _encode_connect_list_all_nwfilters_args(need_results, flags):
    try:
        return _p_iI(need_results, flags)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_all_nwfilters", "args", (need_results, flags), _error) from None


def _decode_connect_list_all_nwfilters_ret(_d, _o):
    try:
        filters, _o = decode_many_nonnull_nwfilter(_d, _o, "filters", 16384)
        (ret,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_all_nwfilters", _error) from None
    return new(ConnectListAllNwfiltersRet, (filters, ret))


def _encode_nwfilter_binding_lookup_by_port_dev_args(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_binding_lookup_by_port_dev", "args", (name,), _error) from None


def _decode_nwfilter_binding_lookup_by_port_dev_ret(_d, _o):
    try:
        nwfilter, _o = decode_nonnull_nwfilter_binding(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("nwfilter_binding_lookup_by_port_dev", _error) from None
    return new(NwfilterBindingLookupByPortDevRet, (nwfilter,))


def _encode_nwfilter_binding_get_xml_desc_args(nwfilter, flags):
    try:
        try:
            _w1 = nwfilter._wire
        except AttributeError:
            _w1 = encode_nonnull_nwfilter_binding(*nwfilter)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_binding_get_xml_desc", "args", (nwfilter, flags), _error) from None


def _decode_nwfilter_binding_get_xml_desc_ret(_d, _o):
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
        raise undecodable("nwfilter_binding_get_xml_desc", _error) from None
    return new(NwfilterBindingGetXmlDescRet, (xml,))


def _encode_nwfilter_binding_create_xml_args(xml, flags):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_binding_create_xml", "args", (xml, flags), _error) from None


def _decode_nwfilter_binding_create_xml_ret(_d, _o):
    try:
        nwfilter, _o = decode_nonnull_nwfilter_binding(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("nwfilter_binding_create_xml", _error) from None
    return new(NwfilterBindingCreateXmlRet, (nwfilter,))


def _encode_nwfilter_binding_delete_args(nwfilter):
    try:
        try:
            _w1 = nwfilter._wire
        except AttributeError:
            _w1 = encode_nonnull_nwfilter_binding(*nwfilter)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_binding_delete", "args", (nwfilter,), _error) from None


def _encode_connect_list_all_nwfilter_bindings_args(need_results, flags):
    try:
        return _p_iI(need_results, flags)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_all_nwfilter_bindings", "args", (need_results, flags), _error) from None


def _decode_connect_list_all_nwfilter_bindings_ret(_d, _o):
    try:
        bindings, _o = decode_many_nonnull_nwfilter_binding(_d, _o, "bindings", 16384)
        (ret,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_all_nwfilter_bindings", _error) from None
    return new(ConnectListAllNwfilterBindingsRet, (bindings, ret))


def _encode_nwfilter_define_xml_flags_args(xml, flags):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "nwfilter_define_xml_flags", "args", (xml, flags), _error) from None


def _decode_nwfilter_define_xml_flags_ret(_d, _o):
    try:
        nwfilter, _o = decode_nonnull_nwfilter(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("nwfilter_define_xml_flags", _error) from None
    return new(NwfilterDefineXmlFlagsRet, (nwfilter,))


NWFILTER_LOOKUP_BY_NAME = Procedure(_PROGRAM, 175, "nwfilter_lookup_by_name", _encode_nwfilter_lookup_by_name_args, _decode_nwfilter_lookup_by_name_ret, arg_fields=('name',), ret_fields=('nwfilter',), priority='high', acl=('nwfilter:getattr',), readonly='allow', replayable=True, server=_SERVER)
NWFILTER_LOOKUP_BY_UUID = Procedure(_PROGRAM, 176, "nwfilter_lookup_by_uuid", _encode_nwfilter_lookup_by_uuid_args, _decode_nwfilter_lookup_by_uuid_ret, arg_fields=('uuid',), ret_fields=('nwfilter',), priority='high', acl=('nwfilter:getattr',), readonly='allow', replayable=True, server=_SERVER)
NWFILTER_GET_XML_DESC = Procedure(_PROGRAM, 177, "nwfilter_get_xml_desc", _encode_nwfilter_get_xml_desc_args, _decode_nwfilter_get_xml_desc_ret, arg_fields=('nwfilter', 'flags'), ret_fields=('xml',), priority='high', acl=('nwfilter:read',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_NUM_OF_NWFILTERS = Procedure(_PROGRAM, 178, "connect_num_of_nwfilters", encode_void, _decode_connect_num_of_nwfilters_ret, ret_fields=('num',), priority='high', acl=('connect:search_nwfilters',), aclfilter=('nwfilter:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_LIST_NWFILTERS = Procedure(_PROGRAM, 179, "connect_list_nwfilters", _encode_connect_list_nwfilters_args, _decode_connect_list_nwfilters_ret, arg_fields=('maxnames',), ret_fields=('names',), priority='high', acl=('connect:search_nwfilters',), aclfilter=('nwfilter:getattr',), readonly='allow', replayable=True, server=_SERVER)
NWFILTER_DEFINE_XML = Procedure(_PROGRAM, 180, "nwfilter_define_xml", _encode_nwfilter_define_xml_args, _decode_nwfilter_define_xml_ret, arg_fields=('xml',), ret_fields=('nwfilter',), priority='high', acl=('nwfilter:write', 'nwfilter:save'), server=_SERVER)
NWFILTER_UNDEFINE = Procedure(_PROGRAM, 181, "nwfilter_undefine", _encode_nwfilter_undefine_args, decode_void, arg_fields=('nwfilter',), priority='high', acl=('nwfilter:delete',), server=_SERVER)
CONNECT_LIST_ALL_NWFILTERS = Procedure(_PROGRAM, 286, "connect_list_all_nwfilters", _encode_connect_list_all_nwfilters_args, _decode_connect_list_all_nwfilters_ret, arg_fields=('need_results', 'flags'), ret_fields=('filters', 'ret'), priority='high', acl=('connect:search_nwfilters',), aclfilter=('nwfilter:getattr',), readonly='allow', replayable=True, server=_SERVER)
NWFILTER_BINDING_LOOKUP_BY_PORT_DEV = Procedure(_PROGRAM, 397, "nwfilter_binding_lookup_by_port_dev", _encode_nwfilter_binding_lookup_by_port_dev_args, _decode_nwfilter_binding_lookup_by_port_dev_ret, arg_fields=('name',), ret_fields=('nwfilter',), priority='high', acl=('nwfilter_binding:getattr',), readonly='allow', replayable=True, server=_SERVER)
NWFILTER_BINDING_GET_XML_DESC = Procedure(_PROGRAM, 398, "nwfilter_binding_get_xml_desc", _encode_nwfilter_binding_get_xml_desc_args, _decode_nwfilter_binding_get_xml_desc_ret, arg_fields=('nwfilter', 'flags'), ret_fields=('xml',), priority='high', acl=('nwfilter_binding:read',), readonly='allow', replayable=True, server=_SERVER)
NWFILTER_BINDING_CREATE_XML = Procedure(_PROGRAM, 399, "nwfilter_binding_create_xml", _encode_nwfilter_binding_create_xml_args, _decode_nwfilter_binding_create_xml_ret, arg_fields=('xml', 'flags'), ret_fields=('nwfilter',), priority='high', acl=('nwfilter_binding:create',), server=_SERVER)
NWFILTER_BINDING_DELETE = Procedure(_PROGRAM, 400, "nwfilter_binding_delete", _encode_nwfilter_binding_delete_args, decode_void, arg_fields=('nwfilter',), priority='high', acl=('nwfilter_binding:delete',), server=_SERVER)
CONNECT_LIST_ALL_NWFILTER_BINDINGS = Procedure(_PROGRAM, 401, "connect_list_all_nwfilter_bindings", _encode_connect_list_all_nwfilter_bindings_args, _decode_connect_list_all_nwfilter_bindings_ret, arg_fields=('need_results', 'flags'), ret_fields=('bindings', 'ret'), priority='high', acl=('connect:search_nwfilter_bindings',), aclfilter=('nwfilter_binding:getattr',), readonly='allow', replayable=True, server=_SERVER)
NWFILTER_DEFINE_XML_FLAGS = Procedure(_PROGRAM, 431, "nwfilter_define_xml_flags", _encode_nwfilter_define_xml_flags_args, _decode_nwfilter_define_xml_flags_ret, arg_fields=('xml', 'flags'), ret_fields=('nwfilter',), priority='high', acl=('nwfilter:write', 'nwfilter:save'), server=_SERVER)
