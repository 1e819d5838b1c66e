"""The storage_vol procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_storage_pool, decode_nonnull_storage_vol, encode_nonnull_storage_vol
from virtreach.protocol.procedure import unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_tail, encode_many, encode_texts, encode_void, undecodable, unfit_range, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_p_iQQ = Struct(">iQQ").pack
_u_I = Struct(">I").unpack_from
_u_II = Struct(">II").unpack_from
_u_QI = Struct(">QI").unpack_from
_u_QQI = Struct(">QQI").unpack_from
_u_i = Struct(">i").unpack_from
_u_iI = Struct(">iI").unpack_from

StoragePoolNumOfVolumesArgs = record("StoragePoolNumOfVolumesArgs", "pool", __name__)

StoragePoolListVolumesArgs = record("StoragePoolListVolumesArgs", "pool maxnames", __name__)

StorageVolCreateXmlArgs = record("StorageVolCreateXmlArgs", "pool xml flags", __name__)

StorageVolDeleteArgs = record("StorageVolDeleteArgs", "vol flags", __name__)

StorageVolLookupByNameArgs = record("StorageVolLookupByNameArgs", "pool name", __name__)

StorageVolLookupByKeyArgs = record("StorageVolLookupByKeyArgs", "key", __name__)

StorageVolLookupByPathArgs = record("StorageVolLookupByPathArgs", "path", __name__)

StorageVolGetInfoArgs = record("StorageVolGetInfoArgs", "vol", __name__)

StorageVolGetXmlDescArgs = record("StorageVolGetXmlDescArgs", "vol flags", __name__)

StorageVolGetPathArgs = record("StorageVolGetPathArgs", "vol", __name__)

StorageVolCreateXmlFromArgs = record("StorageVolCreateXmlFromArgs", "pool xml clonevol flags", __name__)

StorageVolWipeArgs = record("StorageVolWipeArgs", "vol flags", __name__)

StorageVolUploadArgs = record("StorageVolUploadArgs", "vol offset length flags", __name__)

StorageVolDownloadArgs = record("StorageVolDownloadArgs", "vol offset length flags", __name__)

StorageVolWipePatternArgs = record("StorageVolWipePatternArgs", "vol algorithm flags", __name__)

StorageVolResizeArgs = record("StorageVolResizeArgs", "vol capacity flags", __name__)

StoragePoolListAllVolumesArgs = record("StoragePoolListAllVolumesArgs", "pool need_results flags", __name__)

StorageVolGetInfoFlagsArgs = record("StorageVolGetInfoFlagsArgs", "vol flags", __name__)


def _decode_storage_pool_num_of_volumes_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_num_of_volumes", _error) from None
    return new(StoragePoolNumOfVolumesArgs, (pool,))


def _encode_storage_pool_num_of_volumes_ret(num):
    try:
        return _p_i(num)
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_num_of_volumes", "ret", (num,), _error) from None


def _decode_storage_pool_list_volumes_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        (maxnames,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_list_volumes", _error) from None
    return new(StoragePoolListVolumesArgs, (pool, maxnames))


def _encode_storage_pool_list_volumes_ret(names):
    try:
        return encode_texts(names, "names", 16384, 4194304)
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_list_volumes", "ret", (names,), _error) from None


def _decode_storage_vol_create_xml_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
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
        raise undecodable("storage_vol_create_xml", _error) from None
    return new(StorageVolCreateXmlArgs, (pool, xml, flags))


def _encode_storage_vol_create_xml_ret(vol):
    try:
        try:
            _w1 = vol._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_vol(*vol)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_create_xml", "ret", (vol,), _error) from None


def _decode_storage_vol_delete_args(_d, _o):
    try:
        vol, _o = decode_nonnull_storage_vol(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_delete", _error) from None
    return new(StorageVolDeleteArgs, (vol, flags))


def _decode_storage_vol_lookup_by_name_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
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
        raise undecodable("storage_vol_lookup_by_name", _error) from None
    return new(StorageVolLookupByNameArgs, (pool, name))


def _encode_storage_vol_lookup_by_name_ret(vol):
    try:
        try:
            _w1 = vol._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_vol(*vol)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_lookup_by_name", "ret", (vol,), _error) from None


def _decode_storage_vol_lookup_by_key_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("key", _n1, 4194304)
        _e = _o + _n1
        key = _d[_o:_e].decode()
        if "\0" in key:
            bad_nul("key")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_lookup_by_key", _error) from None
    return new(StorageVolLookupByKeyArgs, (key,))


def _encode_storage_vol_lookup_by_key_ret(vol):
    try:
        try:
            _w1 = vol._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_vol(*vol)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_lookup_by_key", "ret", (vol,), _error) from None


def _decode_storage_vol_lookup_by_path_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("path", _n1, 4194304)
        _e = _o + _n1
        path = _d[_o:_e].decode()
        if "\0" in path:
            bad_nul("path")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_lookup_by_path", _error) from None
    return new(StorageVolLookupByPathArgs, (path,))


def _encode_storage_vol_lookup_by_path_ret(vol):
    try:
        try:
            _w1 = vol._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_vol(*vol)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_lookup_by_path", "ret", (vol,), _error) from None


def _decode_storage_vol_get_info_args(_d, _o):
    try:
        vol, _o = decode_nonnull_storage_vol(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_get_info", _error) from None
    return new(StorageVolGetInfoArgs, (vol,))


def _encode_storage_vol_get_info_ret(type, capacity, allocation):
    try:
        if not -128 <= type <= 127:
            unfit_range("type", type, -128, 127)
        return _p_iQQ(type, capacity, allocation)
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_get_info", "ret", (type, capacity, allocation), _error) from None


def _decode_storage_vol_get_xml_desc_args(_d, _o):
    try:
        vol, _o = decode_nonnull_storage_vol(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_get_xml_desc", _error) from None
    return new(StorageVolGetXmlDescArgs, (vol, flags))


def _encode_storage_vol_get_xml_desc_ret(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_get_xml_desc", "ret", (xml,), _error) from None


def _decode_storage_vol_get_path_args(_d, _o):
    try:
        vol, _o = decode_nonnull_storage_vol(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_get_path", _error) from None
    return new(StorageVolGetPathArgs, (vol,))


def _encode_storage_vol_get_path_ret(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_get_path", "ret", (name,), _error) from None


def _decode_storage_vol_create_xml_from_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("xml", _n1, 4194304)
        _e = _o + _n1
        xml = _d[_o:_e].decode()
        if "\0" in xml:
            bad_nul("xml")
        _o = _e + (-_n1 & 3)
        clonevol, _o = decode_nonnull_storage_vol(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_create_xml_from", _error) from None
    return new(StorageVolCreateXmlFromArgs, (pool, xml, clonevol, flags))


def _encode_storage_vol_create_xml_from_ret(vol):
    try:
        try:
            _w1 = vol._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_vol(*vol)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_create_xml_from", "ret", (vol,), _error) from None


def _decode_storage_vol_wipe_args(_d, _o):
    try:
        vol, _o = decode_nonnull_storage_vol(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_wipe", _error) from None
    return new(StorageVolWipeArgs, (vol, flags))


def _decode_storage_vol_upload_args(_d, _o):
    try:
        vol, _o = decode_nonnull_storage_vol(_d, _o)
        offset, length, flags = _u_QQI(_d, _o)
        _o += 20
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_upload", _error) from None
    return new(StorageVolUploadArgs, (vol, offset, length, flags))


def _decode_storage_vol_download_args(_d, _o):
    try:
        vol, _o = decode_nonnull_storage_vol(_d, _o)
        offset, length, flags = _u_QQI(_d, _o)
        _o += 20
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_download", _error) from None
    return new(StorageVolDownloadArgs, (vol, offset, length, flags))


def _decode_storage_vol_wipe_pattern_args(_d, _o):
    try:
        vol, _o = decode_nonnull_storage_vol(_d, _o)
        algorithm, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_wipe_pattern", _error) from None
    return new(StorageVolWipePatternArgs, (vol, algorithm, flags))


def _decode_storage_vol_resize_args(_d, _o):
    try:
        vol, _o = decode_nonnull_storage_vol(_d, _o)
        capacity, flags = _u_QI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_resize", _error) from None
    return new(StorageVolResizeArgs, (vol, capacity, flags))


def _decode_storage_pool_list_all_volumes_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        need_results, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_list_all_volumes", _error) from None
    return new(StoragePoolListAllVolumesArgs, (pool, need_results, flags))


def _encode_storage_pool_list_all_volumes_ret(vols, ret):
    try:
        return encode_many(vols, "vols", 16384, encode_nonnull_storage_vol) + _p_I(ret)
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_list_all_volumes", "ret", (vols, ret), _error) from None


def _decode_storage_vol_get_info_flags_args(_d, _o):
    try:
        vol, _o = decode_nonnull_storage_vol(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_vol_get_info_flags", _error) from None
    return new(StorageVolGetInfoFlagsArgs, (vol, flags))


def _encode_storage_vol_get_info_flags_ret(type, capacity, allocation):
    try:
        if not -128 <= type <= 127:
            unfit_range("type", type, -128, 127)
        return _p_iQQ(type, capacity, allocation)
    except UNFIT as _error:
        raise unencodable("remote", "storage_vol_get_info_flags", "ret", (type, capacity, allocation), _error) from None


CODECS = {
    "storage_pool_num_of_volumes": (_decode_storage_pool_num_of_volumes_args, _encode_storage_pool_num_of_volumes_ret),
    "storage_pool_list_volumes": (_decode_storage_pool_list_volumes_args, _encode_storage_pool_list_volumes_ret),
    "storage_vol_create_xml": (_decode_storage_vol_create_xml_args, _encode_storage_vol_create_xml_ret),
    "storage_vol_delete": (_decode_storage_vol_delete_args, encode_void),
    "storage_vol_lookup_by_name": (_decode_storage_vol_lookup_by_name_args, _encode_storage_vol_lookup_by_name_ret),
    "storage_vol_lookup_by_key": (_decode_storage_vol_lookup_by_key_args, _encode_storage_vol_lookup_by_key_ret),
    "storage_vol_lookup_by_path": (_decode_storage_vol_lookup_by_path_args, _encode_storage_vol_lookup_by_path_ret),
    "storage_vol_get_info": (_decode_storage_vol_get_info_args, _encode_storage_vol_get_info_ret),
    "storage_vol_get_xml_desc": (_decode_storage_vol_get_xml_desc_args, _encode_storage_vol_get_xml_desc_ret),
    "storage_vol_get_path": (_decode_storage_vol_get_path_args, _encode_storage_vol_get_path_ret),
    "storage_vol_create_xml_from": (_decode_storage_vol_create_xml_from_args, _encode_storage_vol_create_xml_from_ret),
    "storage_vol_wipe": (_decode_storage_vol_wipe_args, encode_void),
    "storage_vol_upload": (_decode_storage_vol_upload_args, encode_void),
    "storage_vol_download": (_decode_storage_vol_download_args, encode_void),
    "storage_vol_wipe_pattern": (_decode_storage_vol_wipe_pattern_args, encode_void),
    "storage_vol_resize": (_decode_storage_vol_resize_args, encode_void),
    "storage_pool_list_all_volumes": (_decode_storage_pool_list_all_volumes_args, _encode_storage_pool_list_all_volumes_ret),
    "storage_vol_get_info_flags": (_decode_storage_vol_get_info_flags_args, _encode_storage_vol_get_info_flags_ret),
}
