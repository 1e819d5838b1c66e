"""The node_device procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import encode_nonnull_node_device
from virtreach.protocol.procedure import unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, encode_many, encode_texts, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from
_u_iI = Struct(">iI").unpack_from

NodeNumOfDevicesArgs = record("NodeNumOfDevicesArgs", "cap flags", __name__)

NodeListDevicesArgs = record("NodeListDevicesArgs", "cap maxnames flags", __name__)

NodeDeviceLookupByNameArgs = record("NodeDeviceLookupByNameArgs", "name", __name__)

NodeDeviceGetXmlDescArgs = record("NodeDeviceGetXmlDescArgs", "name flags", __name__)

NodeDeviceGetParentArgs = record("NodeDeviceGetParentArgs", "name", __name__)

NodeDeviceNumOfCapsArgs = record("NodeDeviceNumOfCapsArgs", "name", __name__)

NodeDeviceListCapsArgs = record("NodeDeviceListCapsArgs", "name maxnames", __name__)

NodeDeviceDettachArgs = record("NodeDeviceDettachArgs", "name", __name__)

NodeDeviceReAttachArgs = record("NodeDeviceReAttachArgs", "name", __name__)

NodeDeviceResetArgs = record("NodeDeviceResetArgs", "name", __name__)

NodeDeviceCreateXmlArgs = record("NodeDeviceCreateXmlArgs", "xml_desc flags", __name__)

NodeDeviceDestroyArgs = record("NodeDeviceDestroyArgs", "name", __name__)

ConnectListAllNodeDevicesArgs = record("ConnectListAllNodeDevicesArgs", "need_results flags", __name__)

NodeDeviceLookupScsiHostByWwnArgs = record("NodeDeviceLookupScsiHostByWwnArgs", "wwnn wwpn flags", __name__)

NodeDeviceDetachFlagsArgs = record("NodeDeviceDetachFlagsArgs", "name driver_name flags", __name__)

NodeDeviceDefineXmlArgs = record("NodeDeviceDefineXmlArgs", "xml_desc flags", __name__)

NodeDeviceUndefineArgs = record("NodeDeviceUndefineArgs", "name flags", __name__)

NodeDeviceCreateArgs = record("NodeDeviceCreateArgs", "name flags", __name__)

NodeDeviceGetAutostartArgs = record("NodeDeviceGetAutostartArgs", "name", __name__)

NodeDeviceSetAutostartArgs = record("NodeDeviceSetAutostartArgs", "name autostart", __name__)

NodeDeviceIsPersistentArgs = record("NodeDeviceIsPersistentArgs", "name", __name__)

NodeDeviceIsActiveArgs = record("NodeDeviceIsActiveArgs", "name", __name__)

NodeDeviceUpdateArgs = record("NodeDeviceUpdateArgs", "name xml_desc flags", __name__)


def _decode_node_num_of_devices_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("cap", _n2, 4194304)
            _e = _o + _n2
            cap = _d[_o:_e].decode()
            if "\0" in cap:
                bad_nul("cap")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            cap = None
        else:
            bad_presence("cap", _n1)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_num_of_devices", _error) from None
    return new(NodeNumOfDevicesArgs, (cap, flags))


def _encode_node_num_of_devices_ret(num):
    try:
        return _p_i(num)
    except UNFIT as _error:
        raise unencodable("remote", "node_num_of_devices", "ret", (num,), _error) from None


def _decode_node_list_devices_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("cap", _n2, 4194304)
            _e = _o + _n2
            cap = _d[_o:_e].decode()
            if "\0" in cap:
                bad_nul("cap")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            cap = None
        else:
            bad_presence("cap", _n1)
        maxnames, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_list_devices", _error) from None
    return new(NodeListDevicesArgs, (cap, maxnames, flags))


def _encode_node_list_devices_ret(names):
    try:
        return encode_texts(names, "names", 65536, 4194304)
    except UNFIT as _error:
        raise unencodable("remote", "node_list_devices", "ret", (names,), _error) from None


def _decode_node_device_lookup_by_name_args(_d, _o):
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
        raise undecodable("node_device_lookup_by_name", _error) from None
    return new(NodeDeviceLookupByNameArgs, (name,))


def _encode_node_device_lookup_by_name_ret(dev):
    try:
        try:
            _w1 = dev._wire
        except AttributeError:
            _w1 = encode_nonnull_node_device(*dev)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "node_device_lookup_by_name", "ret", (dev,), _error) from None


def _decode_node_device_get_xml_desc_args(_d, _o):
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
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_get_xml_desc", _error) from None
    return new(NodeDeviceGetXmlDescArgs, (name, flags))


def _encode_node_device_get_xml_desc_ret(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "node_device_get_xml_desc", "ret", (xml,), _error) from None


def _decode_node_device_get_parent_args(_d, _o):
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
        raise undecodable("node_device_get_parent", _error) from None
    return new(NodeDeviceGetParentArgs, (name,))


def _encode_node_device_get_parent_ret(parent_name):
    try:
        if parent_name is None:
            _m1 = NIL
        else:
            _s2 = parent_name.encode()
            _n3 = len(_s2)
            if _n3 > 4194304 or 0 in _s2:
                unfit_text("parent_name", _s2, 4194304)
            _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
        return _m1
    except UNFIT as _error:
        raise unencodable("remote", "node_device_get_parent", "ret", (parent_name,), _error) from None


def _decode_node_device_num_of_caps_args(_d, _o):
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
        raise undecodable("node_device_num_of_caps", _error) from None
    return new(NodeDeviceNumOfCapsArgs, (name,))


def _encode_node_device_num_of_caps_ret(num):
    try:
        return _p_i(num)
    except UNFIT as _error:
        raise unencodable("remote", "node_device_num_of_caps", "ret", (num,), _error) from None


def _decode_node_device_list_caps_args(_d, _o):
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
        (maxnames,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_list_caps", _error) from None
    return new(NodeDeviceListCapsArgs, (name, maxnames))


def _encode_node_device_list_caps_ret(names):
    try:
        return encode_texts(names, "names", 65536, 4194304)
    except UNFIT as _error:
        raise unencodable("remote", "node_device_list_caps", "ret", (names,), _error) from None


def _decode_node_device_dettach_args(_d, _o):
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
        raise undecodable("node_device_dettach", _error) from None
    return new(NodeDeviceDettachArgs, (name,))


def _decode_node_device_re_attach_args(_d, _o):
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
        raise undecodable("node_device_re_attach", _error) from None
    return new(NodeDeviceReAttachArgs, (name,))


def _decode_node_device_reset_args(_d, _o):
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
        raise undecodable("node_device_reset", _error) from None
    return new(NodeDeviceResetArgs, (name,))


def _decode_node_device_create_xml_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("xml_desc", _n1, 4194304)
        _e = _o + _n1
        xml_desc = _d[_o:_e].decode()
        if "\0" in xml_desc:
            bad_nul("xml_desc")
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_create_xml", _error) from None
    return new(NodeDeviceCreateXmlArgs, (xml_desc, flags))


def _encode_node_device_create_xml_ret(dev):
    try:
        try:
            _w1 = dev._wire
        except AttributeError:
            _w1 = encode_nonnull_node_device(*dev)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "node_device_create_xml", "ret", (dev,), _error) from None


def _decode_node_device_destroy_args(_d, _o):
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
        raise undecodable("node_device_destroy", _error) from None
    return new(NodeDeviceDestroyArgs, (name,))


def _decode_connect_list_all_node_devices_args(_d, _o):
    try:
        need_results, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_all_node_devices", _error) from None
    return new(ConnectListAllNodeDevicesArgs, (need_results, flags))


def _encode_connect_list_all_node_devices_ret(devices, ret):
    try:
        return encode_many(devices, "devices", 65536, encode_nonnull_node_device) + _p_I(ret)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_all_node_devices", "ret", (devices, ret), _error) from None


def _decode_node_device_lookup_scsi_host_by_wwn_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("wwnn", _n1, 4194304)
        _e = _o + _n1
        wwnn = _d[_o:_e].decode()
        if "\0" in wwnn:
            bad_nul("wwnn")
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 4194304:
            bad_length("wwpn", _n2, 4194304)
        _e = _o + _n2
        wwpn = _d[_o:_e].decode()
        if "\0" in wwpn:
            bad_nul("wwpn")
        _o = _e + (-_n2 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_lookup_scsi_host_by_wwn", _error) from None
    return new(NodeDeviceLookupScsiHostByWwnArgs, (wwnn, wwpn, flags))


def _encode_node_device_lookup_scsi_host_by_wwn_ret(dev):
    try:
        try:
            _w1 = dev._wire
        except AttributeError:
            _w1 = encode_nonnull_node_device(*dev)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "node_device_lookup_scsi_host_by_wwn", "ret", (dev,), _error) from None


def _decode_node_device_detach_flags_args(_d, _o):
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
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 == 1:
            (_n3,) = _u_I(_d, _o)
            _o += 4
            if _n3 > 4194304:
                bad_length("driver_name", _n3, 4194304)
            _e = _o + _n3
            driver_name = _d[_o:_e].decode()
            if "\0" in driver_name:
                bad_nul("driver_name")
            _o = _e + (-_n3 & 3)
        elif _n2 == 0:
            driver_name = None
        else:
            bad_presence("driver_name", _n2)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_detach_flags", _error) from None
    return new(NodeDeviceDetachFlagsArgs, (name, driver_name, flags))


def _decode_node_device_define_xml_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("xml_desc", _n1, 4194304)
        _e = _o + _n1
        xml_desc = _d[_o:_e].decode()
        if "\0" in xml_desc:
            bad_nul("xml_desc")
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_define_xml", _error) from None
    return new(NodeDeviceDefineXmlArgs, (xml_desc, flags))


def _encode_node_device_define_xml_ret(dev):
    try:
        try:
            _w1 = dev._wire
        except AttributeError:
            _w1 = encode_nonnull_node_device(*dev)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "node_device_define_xml", "ret", (dev,), _error) from None


def _decode_node_device_undefine_args(_d, _o):
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
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_undefine", _error) from None
    return new(NodeDeviceUndefineArgs, (name, flags))


def _decode_node_device_create_args(_d, _o):
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
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_create", _error) from None
    return new(NodeDeviceCreateArgs, (name, flags))


def _decode_node_device_get_autostart_args(_d, _o):
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
        raise undecodable("node_device_get_autostart", _error) from None
    return new(NodeDeviceGetAutostartArgs, (name,))


def _encode_node_device_get_autostart_ret(autostart):
    try:
        return _p_i(autostart)
    except UNFIT as _error:
        raise unencodable("remote", "node_device_get_autostart", "ret", (autostart,), _error) from None


def _decode_node_device_set_autostart_args(_d, _o):
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
        (autostart,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_set_autostart", _error) from None
    return new(NodeDeviceSetAutostartArgs, (name, autostart))


def _decode_node_device_is_persistent_args(_d, _o):
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
        raise undecodable("node_device_is_persistent", _error) from None
    return new(NodeDeviceIsPersistentArgs, (name,))


def _encode_node_device_is_persistent_ret(persistent):
    try:
        return _p_i(persistent)
    except UNFIT as _error:
        raise unencodable("remote", "node_device_is_persistent", "ret", (persistent,), _error) from None


def _decode_node_device_is_active_args(_d, _o):
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
        raise undecodable("node_device_is_active", _error) from None
    return new(NodeDeviceIsActiveArgs, (name,))


def _encode_node_device_is_active_ret(active):
    try:
        return _p_i(active)
    except UNFIT as _error:
        raise unencodable("remote", "node_device_is_active", "ret", (active,), _error) from None


def _decode_node_device_update_args(_d, _o):
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
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 4194304:
            bad_length("xml_desc", _n2, 4194304)
        _e = _o + _n2
        xml_desc = _d[_o:_e].decode()
        if "\0" in xml_desc:
            bad_nul("xml_desc")
        _o = _e + (-_n2 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_update", _error) from None
    return new(NodeDeviceUpdateArgs, (name, xml_desc, flags))


CODECS = {
    "node_num_of_devices": (_decode_node_num_of_devices_args, _encode_node_num_of_devices_ret),
    "node_list_devices": (_decode_node_list_devices_args, _encode_node_list_devices_ret),
    "node_device_lookup_by_name": (_decode_node_device_lookup_by_name_args, _encode_node_device_lookup_by_name_ret),
    "node_device_get_xml_desc": (_decode_node_device_get_xml_desc_args, _encode_node_device_get_xml_desc_ret),
    "node_device_get_parent": (_decode_node_device_get_parent_args, _encode_node_device_get_parent_ret),
    "node_device_num_of_caps": (_decode_node_device_num_of_caps_args, _encode_node_device_num_of_caps_ret),
    "node_device_list_caps": (_decode_node_device_list_caps_args, _encode_node_device_list_caps_ret),
    "node_device_dettach": (_decode_node_device_dettach_args, encode_void),
    "node_device_re_attach": (_decode_node_device_re_attach_args, encode_void),
    "node_device_reset": (_decode_node_device_reset_args, encode_void),
    "node_device_create_xml": (_decode_node_device_create_xml_args, _encode_node_device_create_xml_ret),
    "node_device_destroy": (_decode_node_device_destroy_args, encode_void),
    "connect_list_all_node_devices": (_decode_connect_list_all_node_devices_args, _encode_connect_list_all_node_devices_ret),
    "node_device_lookup_scsi_host_by_wwn": (_decode_node_device_lookup_scsi_host_by_wwn_args, _encode_node_device_lookup_scsi_host_by_wwn_ret),
    "node_device_detach_flags": (_decode_node_device_detach_flags_args, encode_void),
    "node_device_define_xml": (_decode_node_device_define_xml_args, _encode_node_device_define_xml_ret),
    "node_device_undefine": (_decode_node_device_undefine_args, encode_void),
    "node_device_create": (_decode_node_device_create_args, encode_void),
    "node_device_get_autostart": (_decode_node_device_get_autostart_args, _encode_node_device_get_autostart_ret),
    "node_device_set_autostart": (_decode_node_device_set_autostart_args, encode_void),
    "node_device_is_persistent": (_decode_node_device_is_persistent_args, _encode_node_device_is_persistent_ret),
    "node_device_is_active": (_decode_node_device_is_active_args, _encode_node_device_is_active_ret),
    "node_device_update": (_decode_node_device_update_args, encode_void),
}
