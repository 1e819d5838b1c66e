"""The domain_snapshot procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain_snapshot, encode_nonnull_domain, encode_nonnull_domain_snapshot
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_tail, decode_many, decode_texts, decode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_iI = Struct(">iI").pack
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.domain_snapshot"

DomainSnapshotCreateXmlRet = record("DomainSnapshotCreateXmlRet", "snap", __name__)

DomainSnapshotGetXmlDescRet = record("DomainSnapshotGetXmlDescRet", "xml", __name__)

DomainSnapshotNumRet = record("DomainSnapshotNumRet", "num", __name__)

DomainSnapshotListNamesRet = record("DomainSnapshotListNamesRet", "names", __name__)

DomainSnapshotLookupByNameRet = record("DomainSnapshotLookupByNameRet", "snap", __name__)

DomainHasCurrentSnapshotRet = record("DomainHasCurrentSnapshotRet", "result", __name__)

DomainSnapshotCurrentRet = record("DomainSnapshotCurrentRet", "snap", __name__)

DomainSnapshotGetParentRet = record("DomainSnapshotGetParentRet", "snap", __name__)

DomainSnapshotNumChildrenRet = record("DomainSnapshotNumChildrenRet", "num", __name__)

DomainSnapshotListChildrenNamesRet = record("DomainSnapshotListChildrenNamesRet", "names", __name__)

DomainSnapshotIsCurrentRet = record("DomainSnapshotIsCurrentRet", "current", __name__)

DomainSnapshotHasMetadataRet = record("DomainSnapshotHasMetadataRet", "metadata", __name__)

DomainListAllSnapshotsRet = record("DomainListAllSnapshotsRet", "snapshots ret", __name__)

DomainSnapshotListAllChildrenRet = record("DomainSnapshotListAllChildrenRet", "snapshots ret", __name__)


def _encode_domain_snapshot_create_xml_args(dom, xml_desc, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = xml_desc.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("xml_desc", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_create_xml", "args", (dom, xml_desc, flags), _error) from None


def _decode_domain_snapshot_create_xml_ret(_d, _o):
    try:
        snap, _o = decode_nonnull_domain_snapshot(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_create_xml", _error) from None
    return new(DomainSnapshotCreateXmlRet, (snap,))


def _encode_domain_snapshot_get_xml_desc_args(snap, flags):
    try:
        try:
            _w1 = snap._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_snapshot(*snap)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_get_xml_desc", "args", (snap, flags), _error) from None


def _decode_domain_snapshot_get_xml_desc_ret(_d, _o):
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
        raise undecodable("domain_snapshot_get_xml_desc", _error) from None
    return new(DomainSnapshotGetXmlDescRet, (xml,))


def _encode_domain_snapshot_num_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_num", "args", (dom, flags), _error) from None


def _decode_domain_snapshot_num_ret(_d, _o):
    try:
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_num", _error) from None
    return new(DomainSnapshotNumRet, (num,))


def _encode_domain_snapshot_list_names_args(dom, maxnames, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_iI(maxnames, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_list_names", "args", (dom, maxnames, flags), _error) from None


def _decode_domain_snapshot_list_names_ret(_d, _o):
    try:
        names, _o = decode_texts(_d, _o, "names", 16384, 4194304)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_list_names", _error) from None
    return new(DomainSnapshotListNamesRet, (names,))


def _encode_domain_snapshot_lookup_by_name_args(dom, name, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = name.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("name", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_lookup_by_name", "args", (dom, name, flags), _error) from None


def _decode_domain_snapshot_lookup_by_name_ret(_d, _o):
    try:
        snap, _o = decode_nonnull_domain_snapshot(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_lookup_by_name", _error) from None
    return new(DomainSnapshotLookupByNameRet, (snap,))


def _encode_domain_has_current_snapshot_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_has_current_snapshot", "args", (dom, flags), _error) from None


def _decode_domain_has_current_snapshot_ret(_d, _o):
    try:
        (result,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_has_current_snapshot", _error) from None
    return new(DomainHasCurrentSnapshotRet, (result,))


def _encode_domain_snapshot_current_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_current", "args", (dom, flags), _error) from None


def _decode_domain_snapshot_current_ret(_d, _o):
    try:
        snap, _o = decode_nonnull_domain_snapshot(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_current", _error) from None
    return new(DomainSnapshotCurrentRet, (snap,))


def _encode_domain_revert_to_snapshot_args(snap, flags):
    try:
        try:
            _w1 = snap._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_snapshot(*snap)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_revert_to_snapshot", "args", (snap, flags), _error) from None


def _encode_domain_snapshot_delete_args(snap, flags):
    try:
        try:
            _w1 = snap._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_snapshot(*snap)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_delete", "args", (snap, flags), _error) from None


def _encode_domain_snapshot_get_parent_args(snap, flags):
    try:
        try:
            _w1 = snap._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_snapshot(*snap)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_get_parent", "args", (snap, flags), _error) from None


def _decode_domain_snapshot_get_parent_ret(_d, _o):
    try:
        snap, _o = decode_nonnull_domain_snapshot(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_get_parent", _error) from None
    return new(DomainSnapshotGetParentRet, (snap,))


def _encode_domain_snapshot_num_children_args(snap, flags):
    try:
        try:
            _w1 = snap._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_snapshot(*snap)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_num_children", "args", (snap, flags), _error) from None


def _decode_domain_snapshot_num_children_ret(_d, _o):
    try:
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_num_children", _error) from None
    return new(DomainSnapshotNumChildrenRet, (num,))


def _encode_domain_snapshot_list_children_names_args(snap, maxnames, flags):
    try:
        try:
            _w1 = snap._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_snapshot(*snap)
        return _w1 + _p_iI(maxnames, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_list_children_names", "args", (snap, maxnames, flags), _error) from None


def _decode_domain_snapshot_list_children_names_ret(_d, _o):
    try:
        names, _o = decode_texts(_d, _o, "names", 16384, 4194304)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_list_children_names", _error) from None
    return new(DomainSnapshotListChildrenNamesRet, (names,))


def _encode_domain_snapshot_is_current_args(snap, flags):
    try:
        try:
            _w1 = snap._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_snapshot(*snap)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_is_current", "args", (snap, flags), _error) from None


def _decode_domain_snapshot_is_current_ret(_d, _o):
    try:
        (current,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_is_current", _error) from None
    return new(DomainSnapshotIsCurrentRet, (current,))


def _encode_domain_snapshot_has_metadata_args(snap, flags):
    try:
        try:
            _w1 = snap._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_snapshot(*snap)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_has_metadata", "args", (snap, flags), _error) from None


def _decode_domain_snapshot_has_metadata_ret(_d, _o):
    try:
        (metadata,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_has_metadata", _error) from None
    return new(DomainSnapshotHasMetadataRet, (metadata,))


def _encode_domain_list_all_snapshots_args(dom, need_results, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_iI(need_results, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_list_all_snapshots", "args", (dom, need_results, flags), _error) from None


def _decode_domain_list_all_snapshots_ret(_d, _o):
    try:
        snapshots, _o = decode_many(_d, _o, "snapshots", 16384, 28, decode_nonnull_domain_snapshot)
        (ret,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_list_all_snapshots", _error) from None
    return new(DomainListAllSnapshotsRet, (snapshots, ret))


def _encode_domain_snapshot_list_all_children_args(snapshot, need_results, flags):
    try:
        try:
            _w1 = snapshot._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_snapshot(*snapshot)
        return _w1 + _p_iI(need_results, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_list_all_children", "args", (snapshot, need_results, flags), _error) from None


def _decode_domain_snapshot_list_all_children_ret(_d, _o):
    try:
        snapshots, _o = decode_many(_d, _o, "snapshots", 16384, 28, decode_nonnull_domain_snapshot)
        (ret,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_list_all_children", _error) from None
    return new(DomainSnapshotListAllChildrenRet, (snapshots, ret))


DOMAIN_SNAPSHOT_CREATE_XML = Procedure(_PROGRAM, 185, "domain_snapshot_create_xml", _encode_domain_snapshot_create_xml_args, _decode_domain_snapshot_create_xml_ret, arg_fields=('dom', 'xml_desc', 'flags'), ret_fields=('snap',), acl=('domain:snapshot', 'domain:fs_freeze:VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE'), server=_SERVER)
DOMAIN_SNAPSHOT_GET_XML_DESC = Procedure(_PROGRAM, 186, "domain_snapshot_get_xml_desc", _encode_domain_snapshot_get_xml_desc_args, _decode_domain_snapshot_get_xml_desc_ret, arg_fields=('snap', 'flags'), ret_fields=('xml',), priority='high', acl=('domain:read', 'domain:read_secure:VIR_DOMAIN_SNAPSHOT_XML_SECURE'), readonly='conditional', replayable=True, server=_SERVER)
DOMAIN_SNAPSHOT_NUM = Procedure(_PROGRAM, 187, "domain_snapshot_num", _encode_domain_snapshot_num_args, _decode_domain_snapshot_num_ret, arg_fields=('dom', 'flags'), ret_fields=('num',), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SNAPSHOT_LIST_NAMES = Procedure(_PROGRAM, 188, "domain_snapshot_list_names", _encode_domain_snapshot_list_names_args, _decode_domain_snapshot_list_names_ret, arg_fields=('dom', 'maxnames', 'flags'), ret_fields=('names',), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SNAPSHOT_LOOKUP_BY_NAME = Procedure(_PROGRAM, 189, "domain_snapshot_lookup_by_name", _encode_domain_snapshot_lookup_by_name_args, _decode_domain_snapshot_lookup_by_name_ret, arg_fields=('dom', 'name', 'flags'), ret_fields=('snap',), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_HAS_CURRENT_SNAPSHOT = Procedure(_PROGRAM, 190, "domain_has_current_snapshot", _encode_domain_has_current_snapshot_args, _decode_domain_has_current_snapshot_ret, arg_fields=('dom', 'flags'), ret_fields=('result',), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SNAPSHOT_CURRENT = Procedure(_PROGRAM, 191, "domain_snapshot_current", _encode_domain_snapshot_current_args, _decode_domain_snapshot_current_ret, arg_fields=('dom', 'flags'), ret_fields=('snap',), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_REVERT_TO_SNAPSHOT = Procedure(_PROGRAM, 192, "domain_revert_to_snapshot", _encode_domain_revert_to_snapshot_args, decode_void, arg_fields=('snap', 'flags'), acl=('domain:snapshot',), server=_SERVER)
DOMAIN_SNAPSHOT_DELETE = Procedure(_PROGRAM, 193, "domain_snapshot_delete", _encode_domain_snapshot_delete_args, decode_void, arg_fields=('snap', 'flags'), acl=('domain:snapshot',), server=_SERVER)
DOMAIN_SNAPSHOT_GET_PARENT = Procedure(_PROGRAM, 244, "domain_snapshot_get_parent", _encode_domain_snapshot_get_parent_args, _decode_domain_snapshot_get_parent_ret, arg_fields=('snap', 'flags'), ret_fields=('snap',), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SNAPSHOT_NUM_CHILDREN = Procedure(_PROGRAM, 246, "domain_snapshot_num_children", _encode_domain_snapshot_num_children_args, _decode_domain_snapshot_num_children_ret, arg_fields=('snap', 'flags'), ret_fields=('num',), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SNAPSHOT_LIST_CHILDREN_NAMES = Procedure(_PROGRAM, 247, "domain_snapshot_list_children_names", _encode_domain_snapshot_list_children_names_args, _decode_domain_snapshot_list_children_names_ret, arg_fields=('snap', 'maxnames', 'flags'), ret_fields=('names',), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SNAPSHOT_IS_CURRENT = Procedure(_PROGRAM, 271, "domain_snapshot_is_current", _encode_domain_snapshot_is_current_args, _decode_domain_snapshot_is_current_ret, arg_fields=('snap', 'flags'), ret_fields=('current',), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SNAPSHOT_HAS_METADATA = Procedure(_PROGRAM, 272, "domain_snapshot_has_metadata", _encode_domain_snapshot_has_metadata_args, _decode_domain_snapshot_has_metadata_ret, arg_fields=('snap', 'flags'), ret_fields=('metadata',), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_LIST_ALL_SNAPSHOTS = Procedure(_PROGRAM, 274, "domain_list_all_snapshots", _encode_domain_list_all_snapshots_args, _decode_domain_list_all_snapshots_ret, arg_fields=('dom', 'need_results', 'flags'), ret_fields=('snapshots', 'ret'), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SNAPSHOT_LIST_ALL_CHILDREN = Procedure(_PROGRAM, 275, "domain_snapshot_list_all_children", _encode_domain_snapshot_list_all_children_args, _decode_domain_snapshot_list_all_children_ret, arg_fields=('snapshot', 'need_results', 'flags'), ret_fields=('snapshots', 'ret'), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
