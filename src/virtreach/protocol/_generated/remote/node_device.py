"""The node_device procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_many_nonnull_node_device, decode_nonnull_node_device
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, decode_texts, decode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_p_iI = Struct(">iI").pack
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.node_device"

NodeNumOfDevicesRet = record("NodeNumOfDevicesRet", "num", __name__)

NodeListDevicesRet = record("NodeListDevicesRet", "names", __name__)

NodeDeviceLookupByNameRet = record("NodeDeviceLookupByNameRet", "dev", __name__)

NodeDeviceGetXmlDescRet = record("NodeDeviceGetXmlDescRet", "xml", __name__)

NodeDeviceGetParentRet = record("NodeDeviceGetParentRet", "parent_name", __name__)

NodeDeviceNumOfCapsRet = record("NodeDeviceNumOfCapsRet", "num", __name__)

NodeDeviceListCapsRet = record("NodeDeviceListCapsRet", "names", __name__)

NodeDeviceCreateXmlRet = record("NodeDeviceCreateXmlRet", "dev", __name__)

ConnectListAllNodeDevicesRet = record("ConnectListAllNodeDevicesRet", "devices ret", __name__)

NodeDeviceLookupScsiHostByWwnRet = record("NodeDeviceLookupScsiHostByWwnRet", "dev", __name__)

NodeDeviceDefineXmlRet = record("NodeDeviceDefineXmlRet", "dev", __name__)

NodeDeviceGetAutostartRet = record("NodeDeviceGetAutostartRet", "autostart", __name__)

NodeDeviceIsPersistentRet = record("NodeDeviceIsPersistentRet", "persistent", __name__)

NodeDeviceIsActiveRet = record("NodeDeviceIsActiveRet", "active", __name__)


def _encode_node_num_of_devices_args(cap, flags):
    try:
        if cap is None:
            _m1 = NIL
        else:
            _s2 = cap.encode()
            _n3 = len(_s2)
            if _n3 > 4194304 or 0 in _s2:
                unfit_text("cap", _s2, 4194304)
            _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
        return _m1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "node_num_of_devices", "args", (cap, flags), _error) from None


def _decode_node_num_of_devices_ret(_d, _o):
    try:
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_num_of_devices", _error) from None
    return new(NodeNumOfDevicesRet, (num,))


def _encode_node_list_devices_args(cap, maxnames, flags):
    try:
        if cap is None:
            _m1 = NIL
        else:
            _s2 = cap.encode()
            _n3 = len(_s2)
            if _n3 > 4194304 or 0 in _s2:
                unfit_text("cap", _s2, 4194304)
            _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
        return _m1 + _p_iI(maxnames, flags)
    except UNFIT as _error:
        raise unencodable("remote", "node_list_devices", "args", (cap, maxnames, flags), _error) from None


def _decode_node_list_devices_ret(_d, _o):
    try:
        names, _o = decode_texts(_d, _o, "names", 65536, 4194304)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_list_devices", _error) from None
    return new(NodeListDevicesRet, (names,))


def _encode_node_device_lookup_by_name_args(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "node_device_lookup_by_name", "args", (name,), _error) from None


def _decode_node_device_lookup_by_name_ret(_d, _o):
    try:
        dev, _o = decode_nonnull_node_device(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_lookup_by_name", _error) from None
    return new(NodeDeviceLookupByNameRet, (dev,))


def _encode_node_device_get_xml_desc_args(name, flags):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "node_device_get_xml_desc", "args", (name, flags), _error) from None


def _decode_node_device_get_xml_desc_ret(_d, _o):
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
        raise undecodable("node_device_get_xml_desc", _error) from None
    return new(NodeDeviceGetXmlDescRet, (xml,))


def _encode_node_device_get_parent_args(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "node_device_get_parent", "args", (name,), _error) from None


def _decode_node_device_get_parent_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("parent_name", _n2, 4194304)
            _e = _o + _n2
            parent_name = _d[_o:_e].decode()
            if "\0" in parent_name:
                bad_nul("parent_name")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            parent_name = None
        else:
            bad_presence("parent_name", _n1)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_get_parent", _error) from None
    return new(NodeDeviceGetParentRet, (parent_name,))


def _encode_node_device_num_of_caps_args(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "node_device_num_of_caps", "args", (name,), _error) from None


def _decode_node_device_num_of_caps_ret(_d, _o):
    try:
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_num_of_caps", _error) from None
    return new(NodeDeviceNumOfCapsRet, (num,))


def _encode_node_device_list_caps_args(name, maxnames):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_i(maxnames)))
    except UNFIT as _error:
        raise unencodable("remote", "node_device_list_caps", "args", (name, maxnames), _error) from None


def _decode_node_device_list_caps_ret(_d, _o):
    try:
        names, _o = decode_texts(_d, _o, "names", 65536, 4194304)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_list_caps", _error) from None
    return new(NodeDeviceListCapsRet, (names,))


def _encode_node_device_dettach_args(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "node_device_dettach", "args", (name,), _error) from None


def _encode_node_device_re_attach_args(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "node_device_re_attach", "args", (name,), _error) from None


def _encode_node_device_reset_args(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "node_device_reset", "args", (name,), _error) from None


def _encode_node_device_create_xml_args(xml_desc, flags):
    try:
        _s1 = xml_desc.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml_desc", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "node_device_create_xml", "args", (xml_desc, flags), _error) from None


def _decode_node_device_create_xml_ret(_d, _o):
    try:
        dev, _o = decode_nonnull_node_device(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_create_xml", _error) from None
    return new(NodeDeviceCreateXmlRet, (dev,))


def _encode_node_device_destroy_args(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "node_device_destroy", "args", (name,), _error) from None


def _encode_connect_list_all_node_devices_args(need_results, flags):
    try:
        return _p_iI(need_results, flags)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_all_node_devices", "args", (need_results, flags), _error) from None


def _decode_connect_list_all_node_devices_ret(_d, _o):
    try:
        devices, _o = decode_many_nonnull_node_device(_d, _o, "devices", 65536)
        (ret,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_all_node_devices", _error) from None
    return new(ConnectListAllNodeDevicesRet, (devices, ret))


def _encode_node_device_lookup_scsi_host_by_wwn_args(wwnn, wwpn, flags):
    try:
        _s1 = wwnn.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("wwnn", _s1, 4194304)
        _s3 = wwpn.encode()
        _n4 = len(_s3)
        if _n4 > 4194304 or 0 in _s3:
            unfit_text("wwpn", _s3, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(_n4), _s3, PAD[_n4 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "node_device_lookup_scsi_host_by_wwn", "args", (wwnn, wwpn, flags), _error) from None


def _decode_node_device_lookup_scsi_host_by_wwn_ret(_d, _o):
    try:
        dev, _o = decode_nonnull_node_device(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_lookup_scsi_host_by_wwn", _error) from None
    return new(NodeDeviceLookupScsiHostByWwnRet, (dev,))


def _encode_node_device_detach_flags_args(name, driver_name, flags):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        if driver_name is None:
            _m3 = NIL
        else:
            _s4 = driver_name.encode()
            _n5 = len(_s4)
            if _n5 > 4194304 or 0 in _s4:
                unfit_text("driver_name", _s4, 4194304)
            _m3 = b"".join((PRESENT, _p_I(_n5), _s4, PAD[_n5 & 3]))
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _m3, _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "node_device_detach_flags", "args", (name, driver_name, flags), _error) from None


def _encode_node_device_define_xml_args(xml_desc, flags):
    try:
        _s1 = xml_desc.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml_desc", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "node_device_define_xml", "args", (xml_desc, flags), _error) from None


def _decode_node_device_define_xml_ret(_d, _o):
    try:
        dev, _o = decode_nonnull_node_device(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_define_xml", _error) from None
    return new(NodeDeviceDefineXmlRet, (dev,))


def _encode_node_device_undefine_args(name, flags):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "node_device_undefine", "args", (name, flags), _error) from None


def _encode_node_device_create_args(name, flags):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "node_device_create", "args", (name, flags), _error) from None


def _encode_node_device_get_autostart_args(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "node_device_get_autostart", "args", (name,), _error) from None


def _decode_node_device_get_autostart_ret(_d, _o):
    try:
        (autostart,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_get_autostart", _error) from None
    return new(NodeDeviceGetAutostartRet, (autostart,))


def _encode_node_device_set_autostart_args(name, autostart):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_i(autostart)))
    except UNFIT as _error:
        raise unencodable("remote", "node_device_set_autostart", "args", (name, autostart), _error) from None


def _encode_node_device_is_persistent_args(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "node_device_is_persistent", "args", (name,), _error) from None


def _decode_node_device_is_persistent_ret(_d, _o):
    try:
        (persistent,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_is_persistent", _error) from None
    return new(NodeDeviceIsPersistentRet, (persistent,))


def _encode_node_device_is_active_args(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "node_device_is_active", "args", (name,), _error) from None


def _decode_node_device_is_active_ret(_d, _o):
    try:
        (active,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_is_active", _error) from None
    return new(NodeDeviceIsActiveRet, (active,))


def _encode_node_device_update_args(name, xml_desc, flags):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        _s3 = xml_desc.encode()
        _n4 = len(_s3)
        if _n4 > 4194304 or 0 in _s3:
            unfit_text("xml_desc", _s3, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(_n4), _s3, PAD[_n4 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "node_device_update", "args", (name, xml_desc, flags), _error) from None


NODE_NUM_OF_DEVICES = Procedure(_PROGRAM, 111, "node_num_of_devices", _encode_node_num_of_devices_args, _decode_node_num_of_devices_ret, arg_fields=('cap', 'flags'), ret_fields=('num',), priority='high', acl=('connect:search_node_devices',), aclfilter=('node_device:getattr',), readonly='allow', replayable=True, server=_SERVER)
NODE_LIST_DEVICES = Procedure(_PROGRAM, 112, "node_list_devices", _encode_node_list_devices_args, _decode_node_list_devices_ret, arg_fields=('cap', 'maxnames', 'flags'), ret_fields=('names',), priority='high', acl=('connect:search_node_devices',), aclfilter=('node_device:getattr',), readonly='allow', replayable=True, server=_SERVER)
NODE_DEVICE_LOOKUP_BY_NAME = Procedure(_PROGRAM, 113, "node_device_lookup_by_name", _encode_node_device_lookup_by_name_args, _decode_node_device_lookup_by_name_ret, arg_fields=('name',), ret_fields=('dev',), priority='high', acl=('node_device:getattr',), readonly='allow', replayable=True, server=_SERVER)
NODE_DEVICE_GET_XML_DESC = Procedure(_PROGRAM, 114, "node_device_get_xml_desc", _encode_node_device_get_xml_desc_args, _decode_node_device_get_xml_desc_ret, arg_fields=('name', 'flags'), ret_fields=('xml',), acl=('node_device:read',), readonly='allow', replayable=True, server=_SERVER)
NODE_DEVICE_GET_PARENT = Procedure(_PROGRAM, 115, "node_device_get_parent", _encode_node_device_get_parent_args, _decode_node_device_get_parent_ret, arg_fields=('name',), ret_fields=('parent_name',), priority='high', acl=('node_device:read',), readonly='allow', replayable=True, server=_SERVER)
NODE_DEVICE_NUM_OF_CAPS = Procedure(_PROGRAM, 116, "node_device_num_of_caps", _encode_node_device_num_of_caps_args, _decode_node_device_num_of_caps_ret, arg_fields=('name',), ret_fields=('num',), priority='high', acl=('node_device:read',), readonly='allow', replayable=True, server=_SERVER)
NODE_DEVICE_LIST_CAPS = Procedure(_PROGRAM, 117, "node_device_list_caps", _encode_node_device_list_caps_args, _decode_node_device_list_caps_ret, arg_fields=('name', 'maxnames'), ret_fields=('names',), priority='high', acl=('node_device:read',), readonly='allow', replayable=True, server=_SERVER)
NODE_DEVICE_DETTACH = Procedure(_PROGRAM, 118, "node_device_dettach", _encode_node_device_dettach_args, decode_void, arg_fields=('name',), acl=('node_device:detach',), server=_SERVER)
NODE_DEVICE_RE_ATTACH = Procedure(_PROGRAM, 119, "node_device_re_attach", _encode_node_device_re_attach_args, decode_void, arg_fields=('name',), acl=('node_device:detach',), server=_SERVER)
NODE_DEVICE_RESET = Procedure(_PROGRAM, 120, "node_device_reset", _encode_node_device_reset_args, decode_void, arg_fields=('name',), acl=('node_device:detach',), server=_SERVER)
NODE_DEVICE_CREATE_XML = Procedure(_PROGRAM, 123, "node_device_create_xml", _encode_node_device_create_xml_args, _decode_node_device_create_xml_ret, arg_fields=('xml_desc', 'flags'), ret_fields=('dev',), acl=('node_device:write', 'node_device:start'), server=_SERVER)
NODE_DEVICE_DESTROY = Procedure(_PROGRAM, 124, "node_device_destroy", _encode_node_device_destroy_args, decode_void, arg_fields=('name',), priority='high', acl=('node_device:stop',), server=_SERVER)
CONNECT_LIST_ALL_NODE_DEVICES = Procedure(_PROGRAM, 285, "connect_list_all_node_devices", _encode_connect_list_all_node_devices_args, _decode_connect_list_all_node_devices_ret, arg_fields=('need_results', 'flags'), ret_fields=('devices', 'ret'), priority='high', acl=('connect:search_node_devices',), aclfilter=('node_device:getattr',), readonly='allow', replayable=True, server=_SERVER)
NODE_DEVICE_LOOKUP_SCSI_HOST_BY_WWN = Procedure(_PROGRAM, 297, "node_device_lookup_scsi_host_by_wwn", _encode_node_device_lookup_scsi_host_by_wwn_args, _decode_node_device_lookup_scsi_host_by_wwn_ret, arg_fields=('wwnn', 'wwpn', 'flags'), ret_fields=('dev',), priority='high', acl=('node_device:getattr',), readonly='allow', replayable=True, server=_SERVER)
NODE_DEVICE_DETACH_FLAGS = Procedure(_PROGRAM, 301, "node_device_detach_flags", _encode_node_device_detach_flags_args, decode_void, arg_fields=('name', 'driver_name', 'flags'), acl=('node_device:detach',), server=_SERVER)
NODE_DEVICE_DEFINE_XML = Procedure(_PROGRAM, 428, "node_device_define_xml", _encode_node_device_define_xml_args, _decode_node_device_define_xml_ret, arg_fields=('xml_desc', 'flags'), ret_fields=('dev',), acl=('node_device:write', 'node_device:save'), server=_SERVER)
NODE_DEVICE_UNDEFINE = Procedure(_PROGRAM, 429, "node_device_undefine", _encode_node_device_undefine_args, decode_void, arg_fields=('name', 'flags'), priority='high', acl=('node_device:delete',), server=_SERVER)
NODE_DEVICE_CREATE = Procedure(_PROGRAM, 430, "node_device_create", _encode_node_device_create_args, decode_void, arg_fields=('name', 'flags'), priority='high', acl=('node_device:start',), server=_SERVER)
NODE_DEVICE_GET_AUTOSTART = Procedure(_PROGRAM, 433, "node_device_get_autostart", _encode_node_device_get_autostart_args, _decode_node_device_get_autostart_ret, arg_fields=('name',), ret_fields=('autostart',), priority='high', acl=('node_device:read',), readonly='allow', replayable=True, server=_SERVER)
NODE_DEVICE_SET_AUTOSTART = Procedure(_PROGRAM, 434, "node_device_set_autostart", _encode_node_device_set_autostart_args, decode_void, arg_fields=('name', 'autostart'), priority='high', acl=('node_device:write',), server=_SERVER)
NODE_DEVICE_IS_PERSISTENT = Procedure(_PROGRAM, 435, "node_device_is_persistent", _encode_node_device_is_persistent_args, _decode_node_device_is_persistent_ret, arg_fields=('name',), ret_fields=('persistent',), priority='high', acl=('node_device:read',), readonly='allow', replayable=True, server=_SERVER)
NODE_DEVICE_IS_ACTIVE = Procedure(_PROGRAM, 436, "node_device_is_active", _encode_node_device_is_active_args, _decode_node_device_is_active_ret, arg_fields=('name',), ret_fields=('active',), priority='high', acl=('node_device:read',), readonly='allow', replayable=True, server=_SERVER)
NODE_DEVICE_UPDATE = Procedure(_PROGRAM, 447, "node_device_update", _encode_node_device_update_args, decode_void, arg_fields=('name', 'xml_desc', 'flags'), priority='high', acl=('node_device:write', 'node_device:save:!VIR_NODE_DEVICE_UPDATE_AFFECT_CONFIG|VIR_NODE_DEVICE_UPDATE_AFFECT_LIVE', 'node_device:save:VIR_NODE_DEVICE_UPDATE_AFFECT_CONFIG'), server=_SERVER)
