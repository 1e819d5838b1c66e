"""The domain_snapshot procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain, decode_nonnull_domain_snapshot, encode_nonnull_domain_snapshot
from virtreach.protocol.procedure import unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_tail, encode_many, encode_texts, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_u_I = Struct(">I").unpack_from
_u_iI = Struct(">iI").unpack_from

DomainSnapshotCreateXmlArgs = record("DomainSnapshotCreateXmlArgs", "dom xml_desc flags", __name__)

DomainSnapshotGetXmlDescArgs = record("DomainSnapshotGetXmlDescArgs", "snap flags", __name__)

DomainSnapshotNumArgs = record("DomainSnapshotNumArgs", "dom flags", __name__)

DomainSnapshotListNamesArgs = record("DomainSnapshotListNamesArgs", "dom maxnames flags", __name__)

DomainSnapshotLookupByNameArgs = record("DomainSnapshotLookupByNameArgs", "dom name flags", __name__)

DomainHasCurrentSnapshotArgs = record("DomainHasCurrentSnapshotArgs", "dom flags", __name__)

DomainSnapshotCurrentArgs = record("DomainSnapshotCurrentArgs", "dom flags", __name__)

DomainRevertToSnapshotArgs = record("DomainRevertToSnapshotArgs", "snap flags", __name__)

DomainSnapshotDeleteArgs = record("DomainSnapshotDeleteArgs", "snap flags", __name__)

DomainSnapshotGetParentArgs = record("DomainSnapshotGetParentArgs", "snap flags", __name__)

DomainSnapshotNumChildrenArgs = record("DomainSnapshotNumChildrenArgs", "snap flags", __name__)

DomainSnapshotListChildrenNamesArgs = record("DomainSnapshotListChildrenNamesArgs", "snap maxnames flags", __name__)

DomainSnapshotIsCurrentArgs = record("DomainSnapshotIsCurrentArgs", "snap flags", __name__)

DomainSnapshotHasMetadataArgs = record("DomainSnapshotHasMetadataArgs", "snap flags", __name__)

DomainListAllSnapshotsArgs = record("DomainListAllSnapshotsArgs", "dom need_results flags", __name__)

DomainSnapshotListAllChildrenArgs = record("DomainSnapshotListAllChildrenArgs", "snapshot need_results flags", __name__)


def _decode_domain_snapshot_create_xml_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
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
        raise undecodable("domain_snapshot_create_xml", _error) from None
    return new(DomainSnapshotCreateXmlArgs, (dom, xml_desc, flags))


def _encode_domain_snapshot_create_xml_ret(snap):
    try:
        try:
            _w1 = snap._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_snapshot(*snap)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_create_xml", "ret", (snap,), _error) from None


def _decode_domain_snapshot_get_xml_desc_args(_d, _o):
    try:
        snap, _o = decode_nonnull_domain_snapshot(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_get_xml_desc", _error) from None
    return new(DomainSnapshotGetXmlDescArgs, (snap, flags))


def _encode_domain_snapshot_get_xml_desc_ret(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_get_xml_desc", "ret", (xml,), _error) from None


def _decode_domain_snapshot_num_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_num", _error) from None
    return new(DomainSnapshotNumArgs, (dom, flags))


def _encode_domain_snapshot_num_ret(num):
    try:
        return _p_i(num)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_num", "ret", (num,), _error) from None


def _decode_domain_snapshot_list_names_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        maxnames, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_list_names", _error) from None
    return new(DomainSnapshotListNamesArgs, (dom, maxnames, flags))


def _encode_domain_snapshot_list_names_ret(names):
    try:
        return encode_texts(names, "names", 16384, 4194304)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_list_names", "ret", (names,), _error) from None


def _decode_domain_snapshot_lookup_by_name_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
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
        raise undecodable("domain_snapshot_lookup_by_name", _error) from None
    return new(DomainSnapshotLookupByNameArgs, (dom, name, flags))


def _encode_domain_snapshot_lookup_by_name_ret(snap):
    try:
        try:
            _w1 = snap._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_snapshot(*snap)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_lookup_by_name", "ret", (snap,), _error) from None


def _decode_domain_has_current_snapshot_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_has_current_snapshot", _error) from None
    return new(DomainHasCurrentSnapshotArgs, (dom, flags))


def _encode_domain_has_current_snapshot_ret(result):
    try:
        return _p_i(result)
    except UNFIT as _error:
        raise unencodable("remote", "domain_has_current_snapshot", "ret", (result,), _error) from None


def _decode_domain_snapshot_current_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_current", _error) from None
    return new(DomainSnapshotCurrentArgs, (dom, flags))


def _encode_domain_snapshot_current_ret(snap):
    try:
        try:
            _w1 = snap._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_snapshot(*snap)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_current", "ret", (snap,), _error) from None


def _decode_domain_revert_to_snapshot_args(_d, _o):
    try:
        snap, _o = decode_nonnull_domain_snapshot(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_revert_to_snapshot", _error) from None
    return new(DomainRevertToSnapshotArgs, (snap, flags))


def _decode_domain_snapshot_delete_args(_d, _o):
    try:
        snap, _o = decode_nonnull_domain_snapshot(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_delete", _error) from None
    return new(DomainSnapshotDeleteArgs, (snap, flags))


def _decode_domain_snapshot_get_parent_args(_d, _o):
    try:
        snap, _o = decode_nonnull_domain_snapshot(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_get_parent", _error) from None
    return new(DomainSnapshotGetParentArgs, (snap, flags))


def _encode_domain_snapshot_get_parent_ret(snap):
    try:
        try:
            _w1 = snap._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_snapshot(*snap)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_get_parent", "ret", (snap,), _error) from None


def _decode_domain_snapshot_num_children_args(_d, _o):
    try:
        snap, _o = decode_nonnull_domain_snapshot(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_num_children", _error) from None
    return new(DomainSnapshotNumChildrenArgs, (snap, flags))


def _encode_domain_snapshot_num_children_ret(num):
    try:
        return _p_i(num)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_num_children", "ret", (num,), _error) from None


def _decode_domain_snapshot_list_children_names_args(_d, _o):
    try:
        snap, _o = decode_nonnull_domain_snapshot(_d, _o)
        maxnames, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_list_children_names", _error) from None
    return new(DomainSnapshotListChildrenNamesArgs, (snap, maxnames, flags))


def _encode_domain_snapshot_list_children_names_ret(names):
    try:
        return encode_texts(names, "names", 16384, 4194304)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_list_children_names", "ret", (names,), _error) from None


def _decode_domain_snapshot_is_current_args(_d, _o):
    try:
        snap, _o = decode_nonnull_domain_snapshot(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_is_current", _error) from None
    return new(DomainSnapshotIsCurrentArgs, (snap, flags))


def _encode_domain_snapshot_is_current_ret(current):
    try:
        return _p_i(current)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_is_current", "ret", (current,), _error) from None


def _decode_domain_snapshot_has_metadata_args(_d, _o):
    try:
        snap, _o = decode_nonnull_domain_snapshot(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_has_metadata", _error) from None
    return new(DomainSnapshotHasMetadataArgs, (snap, flags))


def _encode_domain_snapshot_has_metadata_ret(metadata):
    try:
        return _p_i(metadata)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_has_metadata", "ret", (metadata,), _error) from None


def _decode_domain_list_all_snapshots_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        need_results, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_list_all_snapshots", _error) from None
    return new(DomainListAllSnapshotsArgs, (dom, need_results, flags))


def _encode_domain_list_all_snapshots_ret(snapshots, ret):
    try:
        return encode_many(snapshots, "snapshots", 16384, encode_nonnull_domain_snapshot) + _p_i(ret)
    except UNFIT as _error:
        raise unencodable("remote", "domain_list_all_snapshots", "ret", (snapshots, ret), _error) from None


def _decode_domain_snapshot_list_all_children_args(_d, _o):
    try:
        snapshot, _o = decode_nonnull_domain_snapshot(_d, _o)
        need_results, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_snapshot_list_all_children", _error) from None
    return new(DomainSnapshotListAllChildrenArgs, (snapshot, need_results, flags))


def _encode_domain_snapshot_list_all_children_ret(snapshots, ret):
    try:
        return encode_many(snapshots, "snapshots", 16384, encode_nonnull_domain_snapshot) + _p_i(ret)
    except UNFIT as _error:
        raise unencodable("remote", "domain_snapshot_list_all_children", "ret", (snapshots, ret), _error) from None


CODECS = {
    "domain_snapshot_create_xml": (_decode_domain_snapshot_create_xml_args, _encode_domain_snapshot_create_xml_ret),
    "domain_snapshot_get_xml_desc": (_decode_domain_snapshot_get_xml_desc_args, _encode_domain_snapshot_get_xml_desc_ret),
    "domain_snapshot_num": (_decode_domain_snapshot_num_args, _encode_domain_snapshot_num_ret),
    "domain_snapshot_list_names": (_decode_domain_snapshot_list_names_args, _encode_domain_snapshot_list_names_ret),
    "domain_snapshot_lookup_by_name": (_decode_domain_snapshot_lookup_by_name_args, _encode_domain_snapshot_lookup_by_name_ret),
    "domain_has_current_snapshot": (_decode_domain_has_current_snapshot_args, _encode_domain_has_current_snapshot_ret),
    "domain_snapshot_current": (_decode_domain_snapshot_current_args, _encode_domain_snapshot_current_ret),
    "domain_revert_to_snapshot": (_decode_domain_revert_to_snapshot_args, encode_void),
    "domain_snapshot_delete": (_decode_domain_snapshot_delete_args, encode_void),
    "domain_snapshot_get_parent": (_decode_domain_snapshot_get_parent_args, _encode_domain_snapshot_get_parent_ret),
    "domain_snapshot_num_children": (_decode_domain_snapshot_num_children_args, _encode_domain_snapshot_num_children_ret),
    "domain_snapshot_list_children_names": (_decode_domain_snapshot_list_children_names_args, _encode_domain_snapshot_list_children_names_ret),
    "domain_snapshot_is_current": (_decode_domain_snapshot_is_current_args, _encode_domain_snapshot_is_current_ret),
    "domain_snapshot_has_metadata": (_decode_domain_snapshot_has_metadata_args, _encode_domain_snapshot_has_metadata_ret),
    "domain_list_all_snapshots": (_decode_domain_list_all_snapshots_args, _encode_domain_list_all_snapshots_ret),
    "domain_snapshot_list_all_children": (_decode_domain_snapshot_list_all_children_args, _encode_domain_snapshot_list_all_children_ret),
}
