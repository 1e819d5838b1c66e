"""The storage_pool procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_storage_pool, decode_nonnull_storage_vol, encode_nonnull_storage_pool
from virtreach.protocol.procedure import unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, decode_void, encode_many, encode_texts, encode_void, undecodable, unfit_range, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_IQQQ = Struct(">IQQQ").pack
_p_i = Struct(">i").pack
_u_16s = Struct(">16s").unpack_from
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from
_u_iI = Struct(">iI").unpack_from

ConnectListStoragePoolsArgs = record("ConnectListStoragePoolsArgs", "maxnames", __name__)

ConnectListDefinedStoragePoolsArgs = record("ConnectListDefinedStoragePoolsArgs", "maxnames", __name__)

ConnectFindStoragePoolSourcesArgs = record("ConnectFindStoragePoolSourcesArgs", "type src_spec flags", __name__)

StoragePoolCreateXmlArgs = record("StoragePoolCreateXmlArgs", "xml flags", __name__)

StoragePoolDefineXmlArgs = record("StoragePoolDefineXmlArgs", "xml flags", __name__)

StoragePoolCreateArgs = record("StoragePoolCreateArgs", "pool flags", __name__)

StoragePoolBuildArgs = record("StoragePoolBuildArgs", "pool flags", __name__)

StoragePoolDestroyArgs = record("StoragePoolDestroyArgs", "pool", __name__)

StoragePoolDeleteArgs = record("StoragePoolDeleteArgs", "pool flags", __name__)

StoragePoolUndefineArgs = record("StoragePoolUndefineArgs", "pool", __name__)

StoragePoolRefreshArgs = record("StoragePoolRefreshArgs", "pool flags", __name__)

StoragePoolLookupByNameArgs = record("StoragePoolLookupByNameArgs", "name", __name__)

StoragePoolLookupByUuidArgs = record("StoragePoolLookupByUuidArgs", "uuid", __name__)

StoragePoolLookupByVolumeArgs = record("StoragePoolLookupByVolumeArgs", "vol", __name__)

StoragePoolGetInfoArgs = record("StoragePoolGetInfoArgs", "pool", __name__)

StoragePoolGetXmlDescArgs = record("StoragePoolGetXmlDescArgs", "pool flags", __name__)

StoragePoolGetAutostartArgs = record("StoragePoolGetAutostartArgs", "pool", __name__)

StoragePoolSetAutostartArgs = record("StoragePoolSetAutostartArgs", "pool autostart", __name__)

StoragePoolIsActiveArgs = record("StoragePoolIsActiveArgs", "pool", __name__)

StoragePoolIsPersistentArgs = record("StoragePoolIsPersistentArgs", "pool", __name__)

ConnectListAllStoragePoolsArgs = record("ConnectListAllStoragePoolsArgs", "need_results flags", __name__)

StoragePoolLookupByTargetPathArgs = record("StoragePoolLookupByTargetPathArgs", "path", __name__)


def _encode_connect_num_of_storage_pools_ret(num):
    try:
        return _p_i(num)
    except UNFIT as _error:
        raise unencodable("remote", "connect_num_of_storage_pools", "ret", (num,), _error) from None


def _decode_connect_list_storage_pools_args(_d, _o):
    try:
        (maxnames,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_storage_pools", _error) from None
    return new(ConnectListStoragePoolsArgs, (maxnames,))


def _encode_connect_list_storage_pools_ret(names):
    try:
        return encode_texts(names, "names", 16384, 4194304)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_storage_pools", "ret", (names,), _error) from None


def _encode_connect_num_of_defined_storage_pools_ret(num):
    try:
        return _p_i(num)
    except UNFIT as _error:
        raise unencodable("remote", "connect_num_of_defined_storage_pools", "ret", (num,), _error) from None


def _decode_connect_list_defined_storage_pools_args(_d, _o):
    try:
        (maxnames,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_defined_storage_pools", _error) from None
    return new(ConnectListDefinedStoragePoolsArgs, (maxnames,))


def _encode_connect_list_defined_storage_pools_ret(names):
    try:
        return encode_texts(names, "names", 16384, 4194304)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_defined_storage_pools", "ret", (names,), _error) from None


def _decode_connect_find_storage_pool_sources_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("type", _n1, 4194304)
        _e = _o + _n1
        type = _d[_o:_e].decode()
        if "\0" in type:
            bad_nul("type")
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 == 1:
            (_n3,) = _u_I(_d, _o)
            _o += 4
            if _n3 > 4194304:
                bad_length("src_spec", _n3, 4194304)
            _e = _o + _n3
            src_spec = _d[_o:_e].decode()
            if "\0" in src_spec:
                bad_nul("src_spec")
            _o = _e + (-_n3 & 3)
        elif _n2 == 0:
            src_spec = None
        else:
            bad_presence("src_spec", _n2)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_find_storage_pool_sources", _error) from None
    return new(ConnectFindStoragePoolSourcesArgs, (type, src_spec, flags))


def _encode_connect_find_storage_pool_sources_ret(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "connect_find_storage_pool_sources", "ret", (xml,), _error) from None


def _decode_storage_pool_create_xml_args(_d, _o):
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
        raise undecodable("storage_pool_create_xml", _error) from None
    return new(StoragePoolCreateXmlArgs, (xml, flags))


def _encode_storage_pool_create_xml_ret(pool):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_create_xml", "ret", (pool,), _error) from None


def _decode_storage_pool_define_xml_args(_d, _o):
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
        raise undecodable("storage_pool_define_xml", _error) from None
    return new(StoragePoolDefineXmlArgs, (xml, flags))


def _encode_storage_pool_define_xml_ret(pool):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_define_xml", "ret", (pool,), _error) from None


def _decode_storage_pool_create_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_create", _error) from None
    return new(StoragePoolCreateArgs, (pool, flags))


def _decode_storage_pool_build_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_build", _error) from None
    return new(StoragePoolBuildArgs, (pool, flags))


def _decode_storage_pool_destroy_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_destroy", _error) from None
    return new(StoragePoolDestroyArgs, (pool,))


def _decode_storage_pool_delete_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_delete", _error) from None
    return new(StoragePoolDeleteArgs, (pool, flags))


def _decode_storage_pool_undefine_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_undefine", _error) from None
    return new(StoragePoolUndefineArgs, (pool,))


def _decode_storage_pool_refresh_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_refresh", _error) from None
    return new(StoragePoolRefreshArgs, (pool, flags))


def _decode_storage_pool_lookup_by_name_args(_d, _o):
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
        raise undecodable("storage_pool_lookup_by_name", _error) from None
    return new(StoragePoolLookupByNameArgs, (name,))


def _encode_storage_pool_lookup_by_name_ret(pool):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_lookup_by_name", "ret", (pool,), _error) from None


def _decode_storage_pool_lookup_by_uuid_args(_d, _o):
    try:
        (uuid,) = _u_16s(_d, _o)
        _o += 16
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_lookup_by_uuid", _error) from None
    return new(StoragePoolLookupByUuidArgs, (uuid,))


def _encode_storage_pool_lookup_by_uuid_ret(pool):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_lookup_by_uuid", "ret", (pool,), _error) from None


def _decode_storage_pool_lookup_by_volume_args(_d, _o):
    try:
        vol, _o = decode_nonnull_storage_vol(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_lookup_by_volume", _error) from None
    return new(StoragePoolLookupByVolumeArgs, (vol,))


def _encode_storage_pool_lookup_by_volume_ret(pool):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_lookup_by_volume", "ret", (pool,), _error) from None


def _decode_storage_pool_get_info_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_get_info", _error) from None
    return new(StoragePoolGetInfoArgs, (pool,))


def _encode_storage_pool_get_info_ret(state, capacity, allocation, available):
    try:
        if not 0 <= state <= 255:
            unfit_range("state", state, 0, 255)
        return _p_IQQQ(state, capacity, allocation, available)
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_get_info", "ret", (state, capacity, allocation, available), _error) from None


def _decode_storage_pool_get_xml_desc_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_get_xml_desc", _error) from None
    return new(StoragePoolGetXmlDescArgs, (pool, flags))


def _encode_storage_pool_get_xml_desc_ret(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_get_xml_desc", "ret", (xml,), _error) from None


def _decode_storage_pool_get_autostart_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_get_autostart", _error) from None
    return new(StoragePoolGetAutostartArgs, (pool,))


def _encode_storage_pool_get_autostart_ret(autostart):
    try:
        return _p_i(autostart)
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_get_autostart", "ret", (autostart,), _error) from None


def _decode_storage_pool_set_autostart_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        (autostart,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_set_autostart", _error) from None
    return new(StoragePoolSetAutostartArgs, (pool, autostart))


def _decode_storage_pool_is_active_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_is_active", _error) from None
    return new(StoragePoolIsActiveArgs, (pool,))


def _encode_storage_pool_is_active_ret(active):
    try:
        return _p_i(active)
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_is_active", "ret", (active,), _error) from None


def _decode_storage_pool_is_persistent_args(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_is_persistent", _error) from None
    return new(StoragePoolIsPersistentArgs, (pool,))


def _encode_storage_pool_is_persistent_ret(persistent):
    try:
        return _p_i(persistent)
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_is_persistent", "ret", (persistent,), _error) from None


def _decode_connect_list_all_storage_pools_args(_d, _o):
    try:
        need_results, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_all_storage_pools", _error) from None
    return new(ConnectListAllStoragePoolsArgs, (need_results, flags))


def _encode_connect_list_all_storage_pools_ret(pools, ret):
    try:
        return encode_many(pools, "pools", 16384, encode_nonnull_storage_pool) + _p_I(ret)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_all_storage_pools", "ret", (pools, ret), _error) from None


def _decode_storage_pool_lookup_by_target_path_args(_d, _o):
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
        raise undecodable("storage_pool_lookup_by_target_path", _error) from None
    return new(StoragePoolLookupByTargetPathArgs, (path,))


def _encode_storage_pool_lookup_by_target_path_ret(pool):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_lookup_by_target_path", "ret", (pool,), _error) from None


CODECS = {
    "connect_num_of_storage_pools": (decode_void, _encode_connect_num_of_storage_pools_ret),
    "connect_list_storage_pools": (_decode_connect_list_storage_pools_args, _encode_connect_list_storage_pools_ret),
    "connect_num_of_defined_storage_pools": (decode_void, _encode_connect_num_of_defined_storage_pools_ret),
    "connect_list_defined_storage_pools": (_decode_connect_list_defined_storage_pools_args, _encode_connect_list_defined_storage_pools_ret),
    "connect_find_storage_pool_sources": (_decode_connect_find_storage_pool_sources_args, _encode_connect_find_storage_pool_sources_ret),
    "storage_pool_create_xml": (_decode_storage_pool_create_xml_args, _encode_storage_pool_create_xml_ret),
    "storage_pool_define_xml": (_decode_storage_pool_define_xml_args, _encode_storage_pool_define_xml_ret),
    "storage_pool_create": (_decode_storage_pool_create_args, encode_void),
    "storage_pool_build": (_decode_storage_pool_build_args, encode_void),
    "storage_pool_destroy": (_decode_storage_pool_destroy_args, encode_void),
    "storage_pool_delete": (_decode_storage_pool_delete_args, encode_void),
    "storage_pool_undefine": (_decode_storage_pool_undefine_args, encode_void),
    "storage_pool_refresh": (_decode_storage_pool_refresh_args, encode_void),
    "storage_pool_lookup_by_name": (_decode_storage_pool_lookup_by_name_args, _encode_storage_pool_lookup_by_name_ret),
    "storage_pool_lookup_by_uuid": (_decode_storage_pool_lookup_by_uuid_args, _encode_storage_pool_lookup_by_uuid_ret),
    "storage_pool_lookup_by_volume": (_decode_storage_pool_lookup_by_volume_args, _encode_storage_pool_lookup_by_volume_ret),
    "storage_pool_get_info": (_decode_storage_pool_get_info_args, _encode_storage_pool_get_info_ret),
    "storage_pool_get_xml_desc": (_decode_storage_pool_get_xml_desc_args, _encode_storage_pool_get_xml_desc_ret),
    "storage_pool_get_autostart": (_decode_storage_pool_get_autostart_args, _encode_storage_pool_get_autostart_ret),
    "storage_pool_set_autostart": (_decode_storage_pool_set_autostart_args, encode_void),
    "storage_pool_is_active": (_decode_storage_pool_is_active_args, _encode_storage_pool_is_active_ret),
    "storage_pool_is_persistent": (_decode_storage_pool_is_persistent_args, _encode_storage_pool_is_persistent_ret),
    "connect_list_all_storage_pools": (_decode_connect_list_all_storage_pools_args, _encode_connect_list_all_storage_pools_ret),
    "storage_pool_lookup_by_target_path": (_decode_storage_pool_lookup_by_target_path_args, _encode_storage_pool_lookup_by_target_path_ret),
}
