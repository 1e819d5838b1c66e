"""The storage_pool procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_many_nonnull_storage_pool, decode_nonnull_storage_pool, encode_nonnull_storage_pool, encode_nonnull_storage_vol
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_range, bad_tail, decode_texts, decode_void, encode_void, undecodable, unfit_fixed, unfit_text

new = tuple.__new__
_p_16s = Struct(">16s").pack
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_p_iI = Struct(">iI").pack
_u_I = Struct(">I").unpack_from
_u_IQQQ = Struct(">IQQQ").unpack_from
_u_i = Struct(">i").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.storage_pool"

ConnectNumOfStoragePoolsRet = record("ConnectNumOfStoragePoolsRet", "num", __name__)

ConnectListStoragePoolsRet = record("ConnectListStoragePoolsRet", "names", __name__)

ConnectNumOfDefinedStoragePoolsRet = record("ConnectNumOfDefinedStoragePoolsRet", "num", __name__)

ConnectListDefinedStoragePoolsRet = record("ConnectListDefinedStoragePoolsRet", "names", __name__)

ConnectFindStoragePoolSourcesRet = record("ConnectFindStoragePoolSourcesRet", "xml", __name__)

StoragePoolCreateXmlRet = record("StoragePoolCreateXmlRet", "pool", __name__)

StoragePoolDefineXmlRet = record("StoragePoolDefineXmlRet", "pool", __name__)

StoragePoolLookupByNameRet = record("StoragePoolLookupByNameRet", "pool", __name__)

StoragePoolLookupByUuidRet = record("StoragePoolLookupByUuidRet", "pool", __name__)

StoragePoolLookupByVolumeRet = record("StoragePoolLookupByVolumeRet", "pool", __name__)

StoragePoolGetInfoRet = record("StoragePoolGetInfoRet", "state capacity allocation available", __name__)

StoragePoolGetXmlDescRet = record("StoragePoolGetXmlDescRet", "xml", __name__)

StoragePoolGetAutostartRet = record("StoragePoolGetAutostartRet", "autostart", __name__)

StoragePoolIsActiveRet = record("StoragePoolIsActiveRet", "active", __name__)

StoragePoolIsPersistentRet = record("StoragePoolIsPersistentRet", "persistent", __name__)

ConnectListAllStoragePoolsRet = record("ConnectListAllStoragePoolsRet", "pools ret", __name__)

StoragePoolLookupByTargetPathRet = record("StoragePoolLookupByTargetPathRet", "pool", __name__)


def _decode_connect_num_of_storage_pools_ret(_d, _o):
    try:
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_num_of_storage_pools", _error) from None
    return new(ConnectNumOfStoragePoolsRet, (num,))


def _encode_connect_list_storage_pools_args(maxnames):
    try:
        return _p_i(maxnames)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_storage_pools", "args", (maxnames,), _error) from None


def _decode_connect_list_storage_pools_ret(_d, _o):
    try:
        names, _o = decode_texts(_d, _o, "names", 16384, 4194304)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_storage_pools", _error) from None
    return new(ConnectListStoragePoolsRet, (names,))


def _decode_connect_num_of_defined_storage_pools_ret(_d, _o):
    try:
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_num_of_defined_storage_pools", _error) from None
    return new(ConnectNumOfDefinedStoragePoolsRet, (num,))


def _encode_connect_list_defined_storage_pools_args(maxnames):
    try:
        return _p_i(maxnames)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_defined_storage_pools", "args", (maxnames,), _error) from None


def _decode_connect_list_defined_storage_pools_ret(_d, _o):
    try:
        names, _o = decode_texts(_d, _o, "names", 16384, 4194304)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_defined_storage_pools", _error) from None
    return new(ConnectListDefinedStoragePoolsRet, (names,))


def _encode_connect_find_storage_pool_sources_args(type, src_spec, flags):
    try:
        _s1 = type.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("type", _s1, 4194304)
        if src_spec is None:
            _m3 = NIL
        else:
            _s4 = src_spec.encode()
            _n5 = len(_s4)
            if _n5 > 4194304 or 0 in _s4:
                unfit_text("src_spec", _s4, 4194304)
            _m3 = b"".join((PRESENT, _p_I(_n5), _s4, PAD[_n5 & 3]))
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _m3, _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "connect_find_storage_pool_sources", "args", (type, src_spec, flags), _error) from None


def _decode_connect_find_storage_pool_sources_ret(_d, _o):
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
        raise undecodable("connect_find_storage_pool_sources", _error) from None
    return new(ConnectFindStoragePoolSourcesRet, (xml,))


def _encode_storage_pool_create_xml_args(xml, flags):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_create_xml", "args", (xml, flags), _error) from None


def _decode_storage_pool_create_xml_ret(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_create_xml", _error) from None
    return new(StoragePoolCreateXmlRet, (pool,))


def _encode_storage_pool_define_xml_args(xml, flags):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_define_xml", "args", (xml, flags), _error) from None


def _decode_storage_pool_define_xml_ret(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_define_xml", _error) from None
    return new(StoragePoolDefineXmlRet, (pool,))


def _encode_storage_pool_create_args(pool, flags):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_create", "args", (pool, flags), _error) from None


def _encode_storage_pool_build_args(pool, flags):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_build", "args", (pool, flags), _error) from None


def _encode_storage_pool_destroy_args(pool):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_destroy", "args", (pool,), _error) from None


def _encode_storage_pool_delete_args(pool, flags):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_delete", "args", (pool, flags), _error) from None


def _encode_storage_pool_undefine_args(pool):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_undefine", "args", (pool,), _error) from None


def _encode_storage_pool_refresh_args(pool, flags):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_refresh", "args", (pool, flags), _error) from None


def _encode_storage_pool_lookup_by_name_args(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_lookup_by_name", "args", (name,), _error) from None


def _decode_storage_pool_lookup_by_name_ret(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_lookup_by_name", _error) from None
    return new(StoragePoolLookupByNameRet, (pool,))


def _encode_storage_pool_lookup_by_uuid_args(uuid):
    try:
        if len(uuid) != 16:
            unfit_fixed("uuid", uuid, 16)
        return _p_16s(uuid)
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_lookup_by_uuid", "args", (uuid,), _error) from None


def _decode_storage_pool_lookup_by_uuid_ret(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_lookup_by_uuid", _error) from None
    return new(StoragePoolLookupByUuidRet, (pool,))


def _encode_storage_pool_lookup_by_volume_args(vol):
    try:
        try:
            _w1 = vol._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_vol(*vol)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_lookup_by_volume", "args", (vol,), _error) from None


def _decode_storage_pool_lookup_by_volume_ret(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_lookup_by_volume", _error) from None
    return new(StoragePoolLookupByVolumeRet, (pool,))


def _encode_storage_pool_get_info_args(pool):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_get_info", "args", (pool,), _error) from None


def _decode_storage_pool_get_info_ret(_d, _o):
    try:
        state, capacity, allocation, available = _u_IQQQ(_d, _o)
        _o += 28
        if not 0 <= state <= 255:
            bad_range("state", state, 0, 255)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_get_info", _error) from None
    return new(StoragePoolGetInfoRet, (state, capacity, allocation, available))


def _encode_storage_pool_get_xml_desc_args(pool, flags):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_get_xml_desc", "args", (pool, flags), _error) from None


def _decode_storage_pool_get_xml_desc_ret(_d, _o):
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
        raise undecodable("storage_pool_get_xml_desc", _error) from None
    return new(StoragePoolGetXmlDescRet, (xml,))


def _encode_storage_pool_get_autostart_args(pool):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_get_autostart", "args", (pool,), _error) from None


def _decode_storage_pool_get_autostart_ret(_d, _o):
    try:
        (autostart,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_get_autostart", _error) from None
    return new(StoragePoolGetAutostartRet, (autostart,))


def _encode_storage_pool_set_autostart_args(pool, autostart):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1 + _p_i(autostart)
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_set_autostart", "args", (pool, autostart), _error) from None


def _encode_storage_pool_is_active_args(pool):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_is_active", "args", (pool,), _error) from None


def _decode_storage_pool_is_active_ret(_d, _o):
    try:
        (active,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_is_active", _error) from None
    return new(StoragePoolIsActiveRet, (active,))


def _encode_storage_pool_is_persistent_args(pool):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_is_persistent", "args", (pool,), _error) from None


def _decode_storage_pool_is_persistent_ret(_d, _o):
    try:
        (persistent,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_is_persistent", _error) from None
    return new(StoragePoolIsPersistentRet, (persistent,))


def _encode_connect_list_all_storage_pools_args(need_results, flags):
    try:
        return _p_iI(need_results, flags)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_all_storage_pools", "args", (need_results, flags), _error) from None


def _decode_connect_list_all_storage_pools_ret(_d, _o):
    try:
        pools, _o = decode_many_nonnull_storage_pool(_d, _o, "pools", 16384)
        (ret,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_all_storage_pools", _error) from None
    return new(ConnectListAllStoragePoolsRet, (pools, ret))


def _encode_storage_pool_lookup_by_target_path_args(path):
    try:
        _s1 = path.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("path", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_lookup_by_target_path", "args", (path,), _error) from None


def _decode_storage_pool_lookup_by_target_path_ret(_d, _o):
    try:
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_lookup_by_target_path", _error) from None
    return new(StoragePoolLookupByTargetPathRet, (pool,))


CONNECT_NUM_OF_STORAGE_POOLS = Procedure(_PROGRAM, 71, "connect_num_of_storage_pools", encode_void, _decode_connect_num_of_storage_pools_ret, ret_fields=('num',), priority='high', acl=('connect:search_storage_pools',), aclfilter=('storage_pool:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_LIST_STORAGE_POOLS = Procedure(_PROGRAM, 72, "connect_list_storage_pools", _encode_connect_list_storage_pools_args, _decode_connect_list_storage_pools_ret, arg_fields=('maxnames',), ret_fields=('names',), priority='high', acl=('connect:search_storage_pools',), aclfilter=('storage_pool:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_NUM_OF_DEFINED_STORAGE_POOLS = Procedure(_PROGRAM, 73, "connect_num_of_defined_storage_pools", encode_void, _decode_connect_num_of_defined_storage_pools_ret, ret_fields=('num',), priority='high', acl=('connect:search_storage_pools',), aclfilter=('storage_pool:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_LIST_DEFINED_STORAGE_POOLS = Procedure(_PROGRAM, 74, "connect_list_defined_storage_pools", _encode_connect_list_defined_storage_pools_args, _decode_connect_list_defined_storage_pools_ret, arg_fields=('maxnames',), ret_fields=('names',), priority='high', acl=('connect:search_storage_pools',), aclfilter=('storage_pool:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_FIND_STORAGE_POOL_SOURCES = Procedure(_PROGRAM, 75, "connect_find_storage_pool_sources", _encode_connect_find_storage_pool_sources_args, _decode_connect_find_storage_pool_sources_ret, arg_fields=('type', 'src_spec', 'flags'), ret_fields=('xml',), acl=('connect:detect_storage_pools',), server=_SERVER)
STORAGE_POOL_CREATE_XML = Procedure(_PROGRAM, 76, "storage_pool_create_xml", _encode_storage_pool_create_xml_args, _decode_storage_pool_create_xml_ret, arg_fields=('xml', 'flags'), ret_fields=('pool',), acl=('storage_pool:start', 'storage_pool:write'), server=_SERVER)
STORAGE_POOL_DEFINE_XML = Procedure(_PROGRAM, 77, "storage_pool_define_xml", _encode_storage_pool_define_xml_args, _decode_storage_pool_define_xml_ret, arg_fields=('xml', 'flags'), ret_fields=('pool',), priority='high', acl=('storage_pool:write', 'storage_pool:save'), server=_SERVER)
STORAGE_POOL_CREATE = Procedure(_PROGRAM, 78, "storage_pool_create", _encode_storage_pool_create_args, decode_void, arg_fields=('pool', 'flags'), acl=('storage_pool:start',), server=_SERVER)
STORAGE_POOL_BUILD = Procedure(_PROGRAM, 79, "storage_pool_build", _encode_storage_pool_build_args, decode_void, arg_fields=('pool', 'flags'), acl=('storage_pool:format',), server=_SERVER)
STORAGE_POOL_DESTROY = Procedure(_PROGRAM, 80, "storage_pool_destroy", _encode_storage_pool_destroy_args, decode_void, arg_fields=('pool',), priority='high', acl=('storage_pool:stop',), server=_SERVER)
STORAGE_POOL_DELETE = Procedure(_PROGRAM, 81, "storage_pool_delete", _encode_storage_pool_delete_args, decode_void, arg_fields=('pool', 'flags'), acl=('storage_pool:format',), server=_SERVER)
STORAGE_POOL_UNDEFINE = Procedure(_PROGRAM, 82, "storage_pool_undefine", _encode_storage_pool_undefine_args, decode_void, arg_fields=('pool',), priority='high', acl=('storage_pool:delete',), server=_SERVER)
STORAGE_POOL_REFRESH = Procedure(_PROGRAM, 83, "storage_pool_refresh", _encode_storage_pool_refresh_args, decode_void, arg_fields=('pool', 'flags'), acl=('storage_pool:refresh',), server=_SERVER)
STORAGE_POOL_LOOKUP_BY_NAME = Procedure(_PROGRAM, 84, "storage_pool_lookup_by_name", _encode_storage_pool_lookup_by_name_args, _decode_storage_pool_lookup_by_name_ret, arg_fields=('name',), ret_fields=('pool',), priority='high', acl=('storage_pool:getattr',), readonly='allow', replayable=True, server=_SERVER)
STORAGE_POOL_LOOKUP_BY_UUID = Procedure(_PROGRAM, 85, "storage_pool_lookup_by_uuid", _encode_storage_pool_lookup_by_uuid_args, _decode_storage_pool_lookup_by_uuid_ret, arg_fields=('uuid',), ret_fields=('pool',), priority='high', acl=('storage_pool:getattr',), readonly='allow', replayable=True, server=_SERVER)
STORAGE_POOL_LOOKUP_BY_VOLUME = Procedure(_PROGRAM, 86, "storage_pool_lookup_by_volume", _encode_storage_pool_lookup_by_volume_args, _decode_storage_pool_lookup_by_volume_ret, arg_fields=('vol',), ret_fields=('pool',), priority='high', acl=('storage_pool:getattr',), readonly='allow', replayable=True, server=_SERVER)
STORAGE_POOL_GET_INFO = Procedure(_PROGRAM, 87, "storage_pool_get_info", _encode_storage_pool_get_info_args, _decode_storage_pool_get_info_ret, arg_fields=('pool',), ret_fields=('state', 'capacity', 'allocation', 'available'), priority='high', acl=('storage_pool:read',), readonly='allow', replayable=True, server=_SERVER)
STORAGE_POOL_GET_XML_DESC = Procedure(_PROGRAM, 88, "storage_pool_get_xml_desc", _encode_storage_pool_get_xml_desc_args, _decode_storage_pool_get_xml_desc_ret, arg_fields=('pool', 'flags'), ret_fields=('xml',), priority='high', acl=('storage_pool:read',), readonly='allow', replayable=True, server=_SERVER)
STORAGE_POOL_GET_AUTOSTART = Procedure(_PROGRAM, 89, "storage_pool_get_autostart", _encode_storage_pool_get_autostart_args, _decode_storage_pool_get_autostart_ret, arg_fields=('pool',), ret_fields=('autostart',), priority='high', acl=('storage_pool:read',), readonly='allow', replayable=True, server=_SERVER)
STORAGE_POOL_SET_AUTOSTART = Procedure(_PROGRAM, 90, "storage_pool_set_autostart", _encode_storage_pool_set_autostart_args, decode_void, arg_fields=('pool', 'autostart'), priority='high', acl=('storage_pool:write',), server=_SERVER)
STORAGE_POOL_IS_ACTIVE = Procedure(_PROGRAM, 154, "storage_pool_is_active", _encode_storage_pool_is_active_args, _decode_storage_pool_is_active_ret, arg_fields=('pool',), ret_fields=('active',), priority='high', acl=('storage_pool:read',), readonly='allow', replayable=True, server=_SERVER)
STORAGE_POOL_IS_PERSISTENT = Procedure(_PROGRAM, 155, "storage_pool_is_persistent", _encode_storage_pool_is_persistent_args, _decode_storage_pool_is_persistent_ret, arg_fields=('pool',), ret_fields=('persistent',), priority='high', acl=('storage_pool:read',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_LIST_ALL_STORAGE_POOLS = Procedure(_PROGRAM, 281, "connect_list_all_storage_pools", _encode_connect_list_all_storage_pools_args, _decode_connect_list_all_storage_pools_ret, arg_fields=('need_results', 'flags'), ret_fields=('pools', 'ret'), priority='high', acl=('connect:search_storage_pools',), aclfilter=('storage_pool:getattr',), readonly='allow', replayable=True, server=_SERVER)
STORAGE_POOL_LOOKUP_BY_TARGET_PATH = Procedure(_PROGRAM, 391, "storage_pool_lookup_by_target_path", _encode_storage_pool_lookup_by_target_path_args, _decode_storage_pool_lookup_by_target_path_ret, arg_fields=('path',), ret_fields=('pool',), priority='high', acl=('storage_pool:getattr',), readonly='allow', replayable=True, server=_SERVER)
