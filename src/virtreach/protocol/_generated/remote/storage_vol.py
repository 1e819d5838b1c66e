"""The storage_vol procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_many_nonnull_storage_vol, decode_nonnull_storage_vol, encode_nonnull_storage_pool, encode_nonnull_storage_vol
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_range, bad_tail, decode_texts, decode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_II = Struct(">II").pack
_p_QI = Struct(">QI").pack
_p_QQI = Struct(">QQI").pack
_p_i = Struct(">i").pack
_p_iI = Struct(">iI").pack
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from
_u_iQQ = Struct(">iQQ").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.storage_vol"

StoragePoolNumOfVolumesRet = record("StoragePoolNumOfVolumesRet", "num", __name__)

StoragePoolListVolumesRet = record("StoragePoolListVolumesRet", "names", __name__)

StorageVolCreateXmlRet = record("StorageVolCreateXmlRet", "vol", __name__)

StorageVolLookupByNameRet = record("StorageVolLookupByNameRet", "vol", __name__)

StorageVolLookupByKeyRet = record("StorageVolLookupByKeyRet", "vol", __name__)

StorageVolLookupByPathRet = record("StorageVolLookupByPathRet", "vol", __name__)

StorageVolGetInfoRet = record("StorageVolGetInfoRet", "type capacity allocation", __name__)

StorageVolGetXmlDescRet = record("StorageVolGetXmlDescRet", "xml", __name__)

StorageVolGetPathRet = record("StorageVolGetPathRet", "name", __name__)

StorageVolCreateXmlFromRet = record("StorageVolCreateXmlFromRet", "vol", __name__)

StoragePoolListAllVolumesRet = record("StoragePoolListAllVolumesRet", "vols ret", __name__)

StorageVolGetInfoFlagsRet = record("StorageVolGetInfoFlagsRet", "type capacity allocation", __name__)


def _encode_storage_pool_num_of_volumes_args(pool):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_num_of_volumes", "args", (pool,), _error) from None


def _decode_storage_pool_num_of_volumes_ret(_d, _o):
    try:
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_num_of_volumes", _error) from None
    return new(StoragePoolNumOfVolumesRet, (num,))


def _encode_storage_pool_list_volumes_args(pool, maxnames):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1 + _p_i(maxnames)
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_list_volumes", "args", (pool, maxnames), _error) from None


def _decode_storage_pool_list_volumes_ret(_d, _o):
    try:
        names, _o = decode_texts(_d, _o, "names", 16384, 4194304)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_list_volumes", _error) from None
    return new(StoragePoolListVolumesRet, (names,))


def _encode_storage_vol_create_xml_args(pool, xml, flags):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        _s2 = xml.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("xml", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_create_xml", "args", (pool, xml, flags), _error) from None


def _decode_storage_vol_create_xml_ret(_d, _o):
    try:
        vol, _o = decode_nonnull_storage_vol(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_create_xml", _error) from None
    return new(StorageVolCreateXmlRet, (vol,))


def _encode_storage_vol_delete_args(vol, flags):
    try:
        try:
            _w1 = vol._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_vol(*vol)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_delete", "args", (vol, flags), _error) from None


def _encode_storage_vol_lookup_by_name_args(pool, name):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        _s2 = name.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("name", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_lookup_by_name", "args", (pool, name), _error) from None


def _decode_storage_vol_lookup_by_name_ret(_d, _o):
    try:
        vol, _o = decode_nonnull_storage_vol(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_lookup_by_name", _error) from None
    return new(StorageVolLookupByNameRet, (vol,))


def _encode_storage_vol_lookup_by_key_args(key):
    try:
        _s1 = key.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("key", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_lookup_by_key", "args", (key,), _error) from None


def _decode_storage_vol_lookup_by_key_ret(_d, _o):
    try:
        vol, _o = decode_nonnull_storage_vol(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_lookup_by_key", _error) from None
    return new(StorageVolLookupByKeyRet, (vol,))


def _encode_storage_vol_lookup_by_path_args(path):
    try:
        _s1 = path.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("path", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_lookup_by_path", "args", (path,), _error) from None


def _decode_storage_vol_lookup_by_path_ret(_d, _o):
    try:
        vol, _o = decode_nonnull_storage_vol(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_lookup_by_path", _error) from None
    return new(StorageVolLookupByPathRet, (vol,))


def _encode_storage_vol_get_info_args(vol):
    try:
        try:
            _w1 = vol._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_vol(*vol)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_get_info", "args", (vol,), _error) from None


def _decode_storage_vol_get_info_ret(_d, _o):
    try:
        type, capacity, allocation = _u_iQQ(_d, _o)
        _o += 20
        if not -128 <= type <= 127:
            bad_range("type", type, -128, 127)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_get_info", _error) from None
    return new(StorageVolGetInfoRet, (type, capacity, allocation))


def _encode_storage_vol_get_xml_desc_args(vol, flags):
    try:
        try:
            _w1 = vol._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_vol(*vol)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_get_xml_desc", "args", (vol, flags), _error) from None


def _decode_storage_vol_get_xml_desc_ret(_d, _o):
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
        raise undecodable("storage_vol_get_xml_desc", _error) from None
    return new(StorageVolGetXmlDescRet, (xml,))


def _encode_storage_vol_get_path_args(vol):
    try:
        try:
            _w1 = vol._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_vol(*vol)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_get_path", "args", (vol,), _error) from None


def _decode_storage_vol_get_path_ret(_d, _o):
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
        raise undecodable("storage_vol_get_path", _error) from None
    return new(StorageVolGetPathRet, (name,))


def _encode_storage_vol_create_xml_from_args(pool, xml, clonevol, flags):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        _s2 = xml.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("xml", _s2, 4194304)
        try:
            _w4 = clonevol._wire
        except AttributeError:
            _w4 = encode_nonnull_storage_vol(*clonevol)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _w4, _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_create_xml_from", "args", (pool, xml, clonevol, flags), _error) from None


def _decode_storage_vol_create_xml_from_ret(_d, _o):
    try:
        vol, _o = decode_nonnull_storage_vol(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_create_xml_from", _error) from None
    return new(StorageVolCreateXmlFromRet, (vol,))


def _encode_storage_vol_wipe_args(vol, flags):
    try:
        try:
            _w1 = vol._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_vol(*vol)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_wipe", "args", (vol, flags), _error) from None


def _encode_storage_vol_upload_args(vol, offset, length, flags):
    try:
        try:
            _w1 = vol._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_vol(*vol)
        return _w1 + _p_QQI(offset, length, flags)
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_upload", "args", (vol, offset, length, flags), _error) from None


def _encode_storage_vol_download_args(vol, offset, length, flags):
    try:
        try:
            _w1 = vol._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_vol(*vol)
        return _w1 + _p_QQI(offset, length, flags)
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_download", "args", (vol, offset, length, flags), _error) from None


def _encode_storage_vol_wipe_pattern_args(vol, algorithm, flags):
    try:
        try:
            _w1 = vol._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_vol(*vol)
        return _w1 + _p_II(algorithm, flags)
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_wipe_pattern", "args", (vol, algorithm, flags), _error) from None


def _encode_storage_vol_resize_args(vol, capacity, flags):
    try:
        try:
            _w1 = vol._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_vol(*vol)
        return _w1 + _p_QI(capacity, flags)
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_resize", "args", (vol, capacity, flags), _error) from None


def _encode_storage_pool_list_all_volumes_args(pool, need_results, flags):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1 + _p_iI(need_results, flags)
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_list_all_volumes", "args", (pool, need_results, flags), _error) from None


def _decode_storage_pool_list_all_volumes_ret(_d, _o):
    try:
        vols, _o = decode_many_nonnull_storage_vol(_d, _o, "vols", 16384)
        (ret,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_list_all_volumes", _error) from None
    return new(StoragePoolListAllVolumesRet, (vols, ret))


def _encode_storage_vol_get_info_flags_args(vol, flags):
    try:
        try:
            _w1 = vol._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_vol(*vol)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_get_info_flags", "args", (vol, flags), _error) from None


def _decode_storage_vol_get_info_flags_ret(_d, _o):
    try:
        type, capacity, allocation = _u_iQQ(_d, _o)
        _o += 20
        if not -128 <= type <= 127:
            bad_range("type", type, -128, 127)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_get_info_flags", _error) from None
    return new(StorageVolGetInfoFlagsRet, (type, capacity, allocation))


STORAGE_POOL_NUM_OF_VOLUMES = Procedure(_PROGRAM, 91, "storage_pool_num_of_volumes", _encode_storage_pool_num_of_volumes_args, _decode_storage_pool_num_of_volumes_ret, arg_fields=('pool',), ret_fields=('num',), priority='high', acl=('storage_pool:search_storage_vols',), aclfilter=('storage_vol:getattr',), readonly='allow', replayable=True, server=_SERVER)
STORAGE_POOL_LIST_VOLUMES = Procedure(_PROGRAM, 92, "storage_pool_list_volumes", _encode_storage_pool_list_volumes_args, _decode_storage_pool_list_volumes_ret, arg_fields=('pool', 'maxnames'), ret_fields=('names',), priority='high', acl=('storage_pool:search_storage_vols',), aclfilter=('storage_vol:getattr',), readonly='allow', replayable=True, server=_SERVER)
STORAGE_VOL_CREATE_XML = Procedure(_PROGRAM, 93, "storage_vol_create_xml", _encode_storage_vol_create_xml_args, _decode_storage_vol_create_xml_ret, arg_fields=('pool', 'xml', 'flags'), ret_fields=('vol',), acl=('storage_vol:create',), server=_SERVER)
STORAGE_VOL_DELETE = Procedure(_PROGRAM, 94, "storage_vol_delete", _encode_storage_vol_delete_args, decode_void, arg_fields=('vol', 'flags'), acl=('storage_vol:delete',), server=_SERVER)
STORAGE_VOL_LOOKUP_BY_NAME = Procedure(_PROGRAM, 95, "storage_vol_lookup_by_name", _encode_storage_vol_lookup_by_name_args, _decode_storage_vol_lookup_by_name_ret, arg_fields=('pool', 'name'), ret_fields=('vol',), priority='high', acl=('storage_vol:getattr',), readonly='allow', replayable=True, server=_SERVER)
STORAGE_VOL_LOOKUP_BY_KEY = Procedure(_PROGRAM, 96, "storage_vol_lookup_by_key", _encode_storage_vol_lookup_by_key_args, _decode_storage_vol_lookup_by_key_ret, arg_fields=('key',), ret_fields=('vol',), priority='high', acl=('storage_vol:getattr',), readonly='allow', replayable=True, server=_SERVER)
STORAGE_VOL_LOOKUP_BY_PATH = Procedure(_PROGRAM, 97, "storage_vol_lookup_by_path", _encode_storage_vol_lookup_by_path_args, _decode_storage_vol_lookup_by_path_ret, arg_fields=('path',), ret_fields=('vol',), priority='high', acl=('storage_vol:getattr',), readonly='allow', replayable=True, server=_SERVER)
STORAGE_VOL_GET_INFO = Procedure(_PROGRAM, 98, "storage_vol_get_info", _encode_storage_vol_get_info_args, _decode_storage_vol_get_info_ret, arg_fields=('vol',), ret_fields=('type', 'capacity', 'allocation'), priority='high', acl=('storage_vol:read',), readonly='allow', replayable=True, server=_SERVER)
STORAGE_VOL_GET_XML_DESC = Procedure(_PROGRAM, 99, "storage_vol_get_xml_desc", _encode_storage_vol_get_xml_desc_args, _decode_storage_vol_get_xml_desc_ret, arg_fields=('vol', 'flags'), ret_fields=('xml',), priority='high', acl=('storage_vol:read',), readonly='allow', replayable=True, server=_SERVER)
STORAGE_VOL_GET_PATH = Procedure(_PROGRAM, 100, "storage_vol_get_path", _encode_storage_vol_get_path_args, _decode_storage_vol_get_path_ret, arg_fields=('vol',), ret_fields=('name',), priority='high', acl=('storage_vol:read',), readonly='allow', replayable=True, server=_SERVER)
STORAGE_VOL_CREATE_XML_FROM = Procedure(_PROGRAM, 125, "storage_vol_create_xml_from", _encode_storage_vol_create_xml_from_args, _decode_storage_vol_create_xml_from_ret, arg_fields=('pool', 'xml', 'clonevol', 'flags'), ret_fields=('vol',), acl=('storage_vol:create',), server=_SERVER)
STORAGE_VOL_WIPE = Procedure(_PROGRAM, 165, "storage_vol_wipe", _encode_storage_vol_wipe_args, decode_void, arg_fields=('vol', 'flags'), acl=('storage_vol:format',), server=_SERVER)
STORAGE_VOL_UPLOAD = Procedure(_PROGRAM, 208, "storage_vol_upload", _encode_storage_vol_upload_args, decode_void, arg_fields=('vol', 'offset', 'length', 'flags'), acl=('storage_vol:data_write',), stream='write', sparse_flag=1, server=_SERVER)
STORAGE_VOL_DOWNLOAD = Procedure(_PROGRAM, 209, "storage_vol_download", _encode_storage_vol_download_args, decode_void, arg_fields=('vol', 'offset', 'length', 'flags'), acl=('storage_vol:data_read',), stream='read', sparse_flag=1, server=_SERVER)
STORAGE_VOL_WIPE_PATTERN = Procedure(_PROGRAM, 259, "storage_vol_wipe_pattern", _encode_storage_vol_wipe_pattern_args, decode_void, arg_fields=('vol', 'algorithm', 'flags'), acl=('storage_vol:format',), server=_SERVER)
STORAGE_VOL_RESIZE = Procedure(_PROGRAM, 260, "storage_vol_resize", _encode_storage_vol_resize_args, decode_void, arg_fields=('vol', 'capacity', 'flags'), acl=('storage_vol:resize',), server=_SERVER)
STORAGE_POOL_LIST_ALL_VOLUMES = Procedure(_PROGRAM, 282, "storage_pool_list_all_volumes", _encode_storage_pool_list_all_volumes_args, _decode_storage_pool_list_all_volumes_ret, arg_fields=('pool', 'need_results', 'flags'), ret_fields=('vols', 'ret'), priority='high', acl=('storage_pool:search_storage_vols',), aclfilter=('storage_vol:getattr',), readonly='allow', replayable=True, server=_SERVER)
STORAGE_VOL_GET_INFO_FLAGS = Procedure(_PROGRAM, 378, "storage_vol_get_info_flags", _encode_storage_vol_get_info_flags_args, _decode_storage_vol_get_info_flags_ret, arg_fields=('vol', 'flags'), ret_fields=('type', 'capacity', 'allocation'), priority='high', acl=('storage_vol:read',), readonly='allow', replayable=True, server=_SERVER)
