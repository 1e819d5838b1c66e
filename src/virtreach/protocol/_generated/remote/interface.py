"""The interface procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_many_nonnull_interface, decode_nonnull_interface, encode_nonnull_interface
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_tail, decode_texts, decode_void, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_p_iI = Struct(">iI").pack
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.interface"

ConnectNumOfInterfacesRet = record("ConnectNumOfInterfacesRet", "num", __name__)

ConnectListInterfacesRet = record("ConnectListInterfacesRet", "names", __name__)

InterfaceLookupByNameRet = record("InterfaceLookupByNameRet", "iface", __name__)

InterfaceLookupByMacStringRet = record("InterfaceLookupByMacStringRet", "iface", __name__)

InterfaceGetXmlDescRet = record("InterfaceGetXmlDescRet", "xml", __name__)

InterfaceDefineXmlRet = record("InterfaceDefineXmlRet", "iface", __name__)

ConnectNumOfDefinedInterfacesRet = record("ConnectNumOfDefinedInterfacesRet", "num", __name__)

ConnectListDefinedInterfacesRet = record("ConnectListDefinedInterfacesRet", "names", __name__)

InterfaceIsActiveRet = record("InterfaceIsActiveRet", "active", __name__)

ConnectListAllInterfacesRet = record("ConnectListAllInterfacesRet", "ifaces ret", __name__)


def _decode_connect_num_of_interfaces_ret(_d, _o):
    try:
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_num_of_interfaces", _error) from None
    return new(ConnectNumOfInterfacesRet, (num,))


def _encode_connect_list_interfaces_args(maxnames):
    try:
        return _p_i(maxnames)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_interfaces", "args", (maxnames,), _error) from None


def _decode_connect_list_interfaces_ret(_d, _o):
    try:
        names, _o = decode_texts(_d, _o, "names", 16384, 4194304)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_interfaces", _error) from None
    return new(ConnectListInterfacesRet, (names,))


def _encode_interface_lookup_by_name_args(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "interface_lookup_by_name", "args", (name,), _error) from None


def _decode_interface_lookup_by_name_ret(_d, _o):
    try:
        iface, _o = decode_nonnull_interface(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("interface_lookup_by_name", _error) from None
    return new(InterfaceLookupByNameRet, (iface,))


def _encode_interface_lookup_by_mac_string_args(mac):
    try:
        _s1 = mac.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("mac", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "interface_lookup_by_mac_string", "args", (mac,), _error) from None


def _decode_interface_lookup_by_mac_string_ret(_d, _o):
    try:
        iface, _o = decode_nonnull_interface(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("interface_lookup_by_mac_string", _error) from None
    return new(InterfaceLookupByMacStringRet, (iface,))


def _encode_interface_get_xml_desc_args(iface, flags):
    try:
        try:
            _w1 = iface._wire
        except AttributeError:
            _w1 = encode_nonnull_interface(*iface)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "interface_get_xml_desc", "args", (iface, flags), _error) from None


def _decode_interface_get_xml_desc_ret(_d, _o):
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
        raise undecodable("interface_get_xml_desc", _error) from None
    return new(InterfaceGetXmlDescRet, (xml,))


def _encode_interface_define_xml_args(xml, flags):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "interface_define_xml", "args", (xml, flags), _error) from None


def _decode_interface_define_xml_ret(_d, _o):
    try:
        iface, _o = decode_nonnull_interface(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("interface_define_xml", _error) from None
    return new(InterfaceDefineXmlRet, (iface,))


def _encode_interface_undefine_args(iface):
    try:
        try:
            _w1 = iface._wire
        except AttributeError:
            _w1 = encode_nonnull_interface(*iface)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "interface_undefine", "args", (iface,), _error) from None


def _encode_interface_create_args(iface, flags):
    try:
        try:
            _w1 = iface._wire
        except AttributeError:
            _w1 = encode_nonnull_interface(*iface)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "interface_create", "args", (iface, flags), _error) from None


def _encode_interface_destroy_args(iface, flags):
    try:
        try:
            _w1 = iface._wire
        except AttributeError:
            _w1 = encode_nonnull_interface(*iface)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "interface_destroy", "args", (iface, flags), _error) from None


def _decode_connect_num_of_defined_interfaces_ret(_d, _o):
    try:
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_num_of_defined_interfaces", _error) from None
    return new(ConnectNumOfDefinedInterfacesRet, (num,))


def _encode_connect_list_defined_interfaces_args(maxnames):
    try:
        return _p_i(maxnames)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_defined_interfaces", "args", (maxnames,), _error) from None


def _decode_connect_list_defined_interfaces_ret(_d, _o):
    try:
        names, _o = decode_texts(_d, _o, "names", 16384, 4194304)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_defined_interfaces", _error) from None
    return new(ConnectListDefinedInterfacesRet, (names,))


def _encode_interface_is_active_args(iface):
    try:
        try:
            _w1 = iface._wire
        except AttributeError:
            _w1 = encode_nonnull_interface(*iface)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "interface_is_active", "args", (iface,), _error) from None


def _decode_interface_is_active_ret(_d, _o):
    try:
        (active,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("interface_is_active", _error) from None
    return new(InterfaceIsActiveRet, (active,))


def _encode_interface_change_begin_args(flags):
    try:
        return _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "interface_change_begin", "args", (flags,), _error) from None


def _encode_interface_change_commit_args(flags):
    try:
        return _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "interface_change_commit", "args", (flags,), _error) from None


def _encode_interface_change_rollback_args(flags):
    try:
        return _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "interface_change_rollback", "args", (flags,), _error) from None


def _encode_connect_list_all_interfaces_args(need_results, flags):
    try:
        return _p_iI(need_results, flags)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_all_interfaces", "args", (need_results, flags), _error) from None


def _decode_connect_list_all_interfaces_ret(_d, _o):
    try:
        ifaces, _o = decode_many_nonnull_interface(_d, _o, "ifaces", 16384)
        (ret,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_all_interfaces", _error) from None
    return new(ConnectListAllInterfacesRet, (ifaces, ret))


CONNECT_NUM_OF_INTERFACES = Procedure(_PROGRAM, 126, "connect_num_of_interfaces", encode_void, _decode_connect_num_of_interfaces_ret, ret_fields=('num',), priority='high', acl=('connect:search_interfaces',), aclfilter=('interface:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_LIST_INTERFACES = Procedure(_PROGRAM, 127, "connect_list_interfaces", _encode_connect_list_interfaces_args, _decode_connect_list_interfaces_ret, arg_fields=('maxnames',), ret_fields=('names',), priority='high', acl=('connect:search_interfaces',), aclfilter=('interface:getattr',), readonly='allow', replayable=True, server=_SERVER)
INTERFACE_LOOKUP_BY_NAME = Procedure(_PROGRAM, 128, "interface_lookup_by_name", _encode_interface_lookup_by_name_args, _decode_interface_lookup_by_name_ret, arg_fields=('name',), ret_fields=('iface',), priority='high', acl=('interface:getattr',), readonly='allow', replayable=True, server=_SERVER)
INTERFACE_LOOKUP_BY_MAC_STRING = Procedure(_PROGRAM, 129, "interface_lookup_by_mac_string", _encode_interface_lookup_by_mac_string_args, _decode_interface_lookup_by_mac_string_ret, arg_fields=('mac',), ret_fields=('iface',), priority='high', acl=('interface:getattr',), readonly='allow', replayable=True, server=_SERVER)
INTERFACE_GET_XML_DESC = Procedure(_PROGRAM, 130, "interface_get_xml_desc", _encode_interface_get_xml_desc_args, _decode_interface_get_xml_desc_ret, arg_fields=('iface', 'flags'), ret_fields=('xml',), acl=('interface:read',), readonly='allow', replayable=True, server=_SERVER)
INTERFACE_DEFINE_XML = Procedure(_PROGRAM, 131, "interface_define_xml", _encode_interface_define_xml_args, _decode_interface_define_xml_ret, arg_fields=('xml', 'flags'), ret_fields=('iface',), priority='high', acl=('interface:write', 'interface:save'), server=_SERVER)
INTERFACE_UNDEFINE = Procedure(_PROGRAM, 132, "interface_undefine", _encode_interface_undefine_args, decode_void, arg_fields=('iface',), priority='high', acl=('interface:delete',), server=_SERVER)
INTERFACE_CREATE = Procedure(_PROGRAM, 133, "interface_create", _encode_interface_create_args, decode_void, arg_fields=('iface', 'flags'), acl=('interface:start',), server=_SERVER)
INTERFACE_DESTROY = Procedure(_PROGRAM, 134, "interface_destroy", _encode_interface_destroy_args, decode_void, arg_fields=('iface', 'flags'), priority='high', acl=('interface:stop',), server=_SERVER)
CONNECT_NUM_OF_DEFINED_INTERFACES = Procedure(_PROGRAM, 137, "connect_num_of_defined_interfaces", encode_void, _decode_connect_num_of_defined_interfaces_ret, ret_fields=('num',), priority='high', acl=('connect:search_interfaces',), aclfilter=('interface:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_LIST_DEFINED_INTERFACES = Procedure(_PROGRAM, 138, "connect_list_defined_interfaces", _encode_connect_list_defined_interfaces_args, _decode_connect_list_defined_interfaces_ret, arg_fields=('maxnames',), ret_fields=('names',), priority='high', acl=('connect:search_interfaces',), aclfilter=('interface:getattr',), readonly='allow', replayable=True, server=_SERVER)
INTERFACE_IS_ACTIVE = Procedure(_PROGRAM, 156, "interface_is_active", _encode_interface_is_active_args, _decode_interface_is_active_ret, arg_fields=('iface',), ret_fields=('active',), priority='high', acl=('interface:read',), readonly='allow', replayable=True, server=_SERVER)
INTERFACE_CHANGE_BEGIN = Procedure(_PROGRAM, 220, "interface_change_begin", _encode_interface_change_begin_args, decode_void, arg_fields=('flags',), acl=('connect:interface_transaction',), server=_SERVER)
INTERFACE_CHANGE_COMMIT = Procedure(_PROGRAM, 221, "interface_change_commit", _encode_interface_change_commit_args, decode_void, arg_fields=('flags',), acl=('connect:interface_transaction',), server=_SERVER)
INTERFACE_CHANGE_ROLLBACK = Procedure(_PROGRAM, 222, "interface_change_rollback", _encode_interface_change_rollback_args, decode_void, arg_fields=('flags',), acl=('connect:interface_transaction',), server=_SERVER)
CONNECT_LIST_ALL_INTERFACES = Procedure(_PROGRAM, 284, "connect_list_all_interfaces", _encode_connect_list_all_interfaces_args, _decode_connect_list_all_interfaces_ret, arg_fields=('need_results', 'flags'), ret_fields=('ifaces', 'ret'), priority='high', acl=('connect:search_interfaces',), aclfilter=('interface:getattr',), readonly='allow', replayable=True, server=_SERVER)
