"""The interface procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_interface, encode_nonnull_interface
from virtreach.protocol.procedure import unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_tail, decode_void, encode_many, encode_texts, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from
_u_iI = Struct(">iI").unpack_from

ConnectListInterfacesArgs = record("ConnectListInterfacesArgs", "maxnames", __name__)

InterfaceLookupByNameArgs = record("InterfaceLookupByNameArgs", "name", __name__)

InterfaceLookupByMacStringArgs = record("InterfaceLookupByMacStringArgs", "mac", __name__)

InterfaceGetXmlDescArgs = record("InterfaceGetXmlDescArgs", "iface flags", __name__)

InterfaceDefineXmlArgs = record("InterfaceDefineXmlArgs", "xml flags", __name__)

InterfaceUndefineArgs = record("InterfaceUndefineArgs", "iface", __name__)

InterfaceCreateArgs = record("InterfaceCreateArgs", "iface flags", __name__)

InterfaceDestroyArgs = record("InterfaceDestroyArgs", "iface flags", __name__)

ConnectListDefinedInterfacesArgs = record("ConnectListDefinedInterfacesArgs", "maxnames", __name__)

InterfaceIsActiveArgs = record("InterfaceIsActiveArgs", "iface", __name__)

InterfaceChangeBeginArgs = record("InterfaceChangeBeginArgs", "flags", __name__)

InterfaceChangeCommitArgs = record("InterfaceChangeCommitArgs", "flags", __name__)

InterfaceChangeRollbackArgs = record("InterfaceChangeRollbackArgs", "flags", __name__)

ConnectListAllInterfacesArgs = record("ConnectListAllInterfacesArgs", "need_results flags", __name__)


def _encode_connect_num_of_interfaces_ret(num):
    try:
        return _p_i(num)
    except UNFIT as _error:
        raise unencodable("remote", "connect_num_of_interfaces", "ret", (num,), _error) from None


def _decode_connect_list_interfaces_args(_d, _o):
    try:
        (maxnames,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_interfaces", _error) from None
    return new(ConnectListInterfacesArgs, (maxnames,))


def _encode_connect_list_interfaces_ret(names):
    try:
        return encode_texts(names, "names", 16384, 4194304)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_interfaces", "ret", (names,), _error) from None


def _decode_interface_lookup_by_name_args(_d, _o):
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
        raise undecodable("interface_lookup_by_name", _error) from None
    return new(InterfaceLookupByNameArgs, (name,))


def _encode_interface_lookup_by_name_ret(iface):
    try:
        try:
            _w1 = iface._wire
        except AttributeError:
            _w1 = encode_nonnull_interface(*iface)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "interface_lookup_by_name", "ret", (iface,), _error) from None


def _decode_interface_lookup_by_mac_string_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("mac", _n1, 4194304)
        _e = _o + _n1
        mac = _d[_o:_e].decode()
        if "\0" in mac:
            bad_nul("mac")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("interface_lookup_by_mac_string", _error) from None
    return new(InterfaceLookupByMacStringArgs, (mac,))


def _encode_interface_lookup_by_mac_string_ret(iface):
    try:
        try:
            _w1 = iface._wire
        except AttributeError:
            _w1 = encode_nonnull_interface(*iface)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "interface_lookup_by_mac_string", "ret", (iface,), _error) from None


def _decode_interface_get_xml_desc_args(_d, _o):
    try:
        iface, _o = decode_nonnull_interface(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("interface_get_xml_desc", _error) from None
    return new(InterfaceGetXmlDescArgs, (iface, flags))


def _encode_interface_get_xml_desc_ret(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "interface_get_xml_desc", "ret", (xml,), _error) from None


def _decode_interface_define_xml_args(_d, _o):
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
        raise undecodable("interface_define_xml", _error) from None
    return new(InterfaceDefineXmlArgs, (xml, flags))


def _encode_interface_define_xml_ret(iface):
    try:
        try:
            _w1 = iface._wire
        except AttributeError:
            _w1 = encode_nonnull_interface(*iface)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "interface_define_xml", "ret", (iface,), _error) from None


def _decode_interface_undefine_args(_d, _o):
    try:
        iface, _o = decode_nonnull_interface(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("interface_undefine", _error) from None
    return new(InterfaceUndefineArgs, (iface,))


def _decode_interface_create_args(_d, _o):
    try:
        iface, _o = decode_nonnull_interface(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("interface_create", _error) from None
    return new(InterfaceCreateArgs, (iface, flags))


def _decode_interface_destroy_args(_d, _o):
    try:
        iface, _o = decode_nonnull_interface(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("interface_destroy", _error) from None
    return new(InterfaceDestroyArgs, (iface, flags))


def _encode_connect_num_of_defined_interfaces_ret(num):
    try:
        return _p_i(num)
    except UNFIT as _error:
        raise unencodable("remote", "connect_num_of_defined_interfaces", "ret", (num,), _error) from None


def _decode_connect_list_defined_interfaces_args(_d, _o):
    try:
        (maxnames,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_defined_interfaces", _error) from None
    return new(ConnectListDefinedInterfacesArgs, (maxnames,))


def _encode_connect_list_defined_interfaces_ret(names):
    try:
        return encode_texts(names, "names", 16384, 4194304)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_defined_interfaces", "ret", (names,), _error) from None


def _decode_interface_is_active_args(_d, _o):
    try:
        iface, _o = decode_nonnull_interface(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("interface_is_active", _error) from None
    return new(InterfaceIsActiveArgs, (iface,))


def _encode_interface_is_active_ret(active):
    try:
        return _p_i(active)
    except UNFIT as _error:
        raise unencodable("remote", "interface_is_active", "ret", (active,), _error) from None


def _decode_interface_change_begin_args(_d, _o):
    try:
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("interface_change_begin", _error) from None
    return new(InterfaceChangeBeginArgs, (flags,))


def _decode_interface_change_commit_args(_d, _o):
    try:
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("interface_change_commit", _error) from None
    return new(InterfaceChangeCommitArgs, (flags,))


def _decode_interface_change_rollback_args(_d, _o):
    try:
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("interface_change_rollback", _error) from None
    return new(InterfaceChangeRollbackArgs, (flags,))


def _decode_connect_list_all_interfaces_args(_d, _o):
    try:
        need_results, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_all_interfaces", _error) from None
    return new(ConnectListAllInterfacesArgs, (need_results, flags))


def _encode_connect_list_all_interfaces_ret(ifaces, ret):
    try:
        return encode_many(ifaces, "ifaces", 16384, encode_nonnull_interface) + _p_I(ret)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_all_interfaces", "ret", (ifaces, ret), _error) from None


CODECS = {
    "connect_num_of_interfaces": (decode_void, _encode_connect_num_of_interfaces_ret),
    "connect_list_interfaces": (_decode_connect_list_interfaces_args, _encode_connect_list_interfaces_ret),
    "interface_lookup_by_name": (_decode_interface_lookup_by_name_args, _encode_interface_lookup_by_name_ret),
    "interface_lookup_by_mac_string": (_decode_interface_lookup_by_mac_string_args, _encode_interface_lookup_by_mac_string_ret),
    "interface_get_xml_desc": (_decode_interface_get_xml_desc_args, _encode_interface_get_xml_desc_ret),
    "interface_define_xml": (_decode_interface_define_xml_args, _encode_interface_define_xml_ret),
    "interface_undefine": (_decode_interface_undefine_args, encode_void),
    "interface_create": (_decode_interface_create_args, encode_void),
    "interface_destroy": (_decode_interface_destroy_args, encode_void),
    "connect_num_of_defined_interfaces": (decode_void, _encode_connect_num_of_defined_interfaces_ret),
    "connect_list_defined_interfaces": (_decode_connect_list_defined_interfaces_args, _encode_connect_list_defined_interfaces_ret),
    "interface_is_active": (_decode_interface_is_active_args, _encode_interface_is_active_ret),
    "interface_change_begin": (_decode_interface_change_begin_args, encode_void),
    "interface_change_commit": (_decode_interface_change_commit_args, encode_void),
    "interface_change_rollback": (_decode_interface_change_rollback_args, encode_void),
    "connect_list_all_interfaces": (_decode_connect_list_all_interfaces_args, _encode_connect_list_all_interfaces_ret),
}
