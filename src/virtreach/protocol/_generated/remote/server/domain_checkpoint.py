"""The domain_checkpoint procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain, decode_nonnull_domain_checkpoint, encode_nonnull_domain_checkpoint
from virtreach.protocol.procedure import unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, encode_many, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_u_I = Struct(">I").unpack_from
_u_iI = Struct(">iI").unpack_from

DomainCheckpointCreateXmlArgs = record("DomainCheckpointCreateXmlArgs", "dom xml_desc flags", __name__)

DomainCheckpointGetXmlDescArgs = record("DomainCheckpointGetXmlDescArgs", "checkpoint flags", __name__)

DomainListAllCheckpointsArgs = record("DomainListAllCheckpointsArgs", "dom need_results flags", __name__)

DomainCheckpointListAllChildrenArgs = record("DomainCheckpointListAllChildrenArgs", "checkpoint need_results flags", __name__)

DomainCheckpointLookupByNameArgs = record("DomainCheckpointLookupByNameArgs", "dom name flags", __name__)

DomainCheckpointGetParentArgs = record("DomainCheckpointGetParentArgs", "checkpoint flags", __name__)

DomainCheckpointDeleteArgs = record("DomainCheckpointDeleteArgs", "checkpoint flags", __name__)

DomainBackupBeginArgs = record("DomainBackupBeginArgs", "dom backup_xml checkpoint_xml flags", __name__)

DomainBackupGetXmlDescArgs = record("DomainBackupGetXmlDescArgs", "dom flags", __name__)


def _decode_domain_checkpoint_create_xml_args(_d, _o):
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
        raise undecodable("domain_checkpoint_create_xml", _error) from None
    return new(DomainCheckpointCreateXmlArgs, (dom, xml_desc, flags))


def _encode_domain_checkpoint_create_xml_ret(checkpoint):
    try:
        try:
            _w1 = checkpoint._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_checkpoint(*checkpoint)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_checkpoint_create_xml", "ret", (checkpoint,), _error) from None


def _decode_domain_checkpoint_get_xml_desc_args(_d, _o):
    try:
        checkpoint, _o = decode_nonnull_domain_checkpoint(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_checkpoint_get_xml_desc", _error) from None
    return new(DomainCheckpointGetXmlDescArgs, (checkpoint, flags))


def _encode_domain_checkpoint_get_xml_desc_ret(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_checkpoint_get_xml_desc", "ret", (xml,), _error) from None


def _decode_domain_list_all_checkpoints_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        need_results, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_list_all_checkpoints", _error) from None
    return new(DomainListAllCheckpointsArgs, (dom, need_results, flags))


def _encode_domain_list_all_checkpoints_ret(checkpoints, ret):
    try:
        return encode_many(checkpoints, "checkpoints", 16384, encode_nonnull_domain_checkpoint) + _p_i(ret)
    except UNFIT as _error:
        raise unencodable("remote", "domain_list_all_checkpoints", "ret", (checkpoints, ret), _error) from None


def _decode_domain_checkpoint_list_all_children_args(_d, _o):
    try:
        checkpoint, _o = decode_nonnull_domain_checkpoint(_d, _o)
        need_results, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_checkpoint_list_all_children", _error) from None
    return new(DomainCheckpointListAllChildrenArgs, (checkpoint, need_results, flags))


def _encode_domain_checkpoint_list_all_children_ret(checkpoints, ret):
    try:
        return encode_many(checkpoints, "checkpoints", 16384, encode_nonnull_domain_checkpoint) + _p_i(ret)
    except UNFIT as _error:
        raise unencodable("remote", "domain_checkpoint_list_all_children", "ret", (checkpoints, ret), _error) from None


def _decode_domain_checkpoint_lookup_by_name_args(_d, _o):
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
        raise undecodable("domain_checkpoint_lookup_by_name", _error) from None
    return new(DomainCheckpointLookupByNameArgs, (dom, name, flags))


def _encode_domain_checkpoint_lookup_by_name_ret(checkpoint):
    try:
        try:
            _w1 = checkpoint._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_checkpoint(*checkpoint)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_checkpoint_lookup_by_name", "ret", (checkpoint,), _error) from None


def _decode_domain_checkpoint_get_parent_args(_d, _o):
    try:
        checkpoint, _o = decode_nonnull_domain_checkpoint(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_checkpoint_get_parent", _error) from None
    return new(DomainCheckpointGetParentArgs, (checkpoint, flags))


def _encode_domain_checkpoint_get_parent_ret(parent):
    try:
        try:
            _w1 = parent._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_checkpoint(*parent)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_checkpoint_get_parent", "ret", (parent,), _error) from None


def _decode_domain_checkpoint_delete_args(_d, _o):
    try:
        checkpoint, _o = decode_nonnull_domain_checkpoint(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_checkpoint_delete", _error) from None
    return new(DomainCheckpointDeleteArgs, (checkpoint, flags))


def _decode_domain_backup_begin_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("backup_xml", _n1, 4194304)
        _e = _o + _n1
        backup_xml = _d[_o:_e].decode()
        if "\0" in backup_xml:
            bad_nul("backup_xml")
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 == 1:
            (_n3,) = _u_I(_d, _o)
            _o += 4
            if _n3 > 4194304:
                bad_length("checkpoint_xml", _n3, 4194304)
            _e = _o + _n3
            checkpoint_xml = _d[_o:_e].decode()
            if "\0" in checkpoint_xml:
                bad_nul("checkpoint_xml")
            _o = _e + (-_n3 & 3)
        elif _n2 == 0:
            checkpoint_xml = None
        else:
            bad_presence("checkpoint_xml", _n2)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_backup_begin", _error) from None
    return new(DomainBackupBeginArgs, (dom, backup_xml, checkpoint_xml, flags))


def _decode_domain_backup_get_xml_desc_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_backup_get_xml_desc", _error) from None
    return new(DomainBackupGetXmlDescArgs, (dom, flags))


def _encode_domain_backup_get_xml_desc_ret(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_backup_get_xml_desc", "ret", (xml,), _error) from None


CODECS = {
    "domain_checkpoint_create_xml": (_decode_domain_checkpoint_create_xml_args, _encode_domain_checkpoint_create_xml_ret),
    "domain_checkpoint_get_xml_desc": (_decode_domain_checkpoint_get_xml_desc_args, _encode_domain_checkpoint_get_xml_desc_ret),
    "domain_list_all_checkpoints": (_decode_domain_list_all_checkpoints_args, _encode_domain_list_all_checkpoints_ret),
    "domain_checkpoint_list_all_children": (_decode_domain_checkpoint_list_all_children_args, _encode_domain_checkpoint_list_all_children_ret),
    "domain_checkpoint_lookup_by_name": (_decode_domain_checkpoint_lookup_by_name_args, _encode_domain_checkpoint_lookup_by_name_ret),
    "domain_checkpoint_get_parent": (_decode_domain_checkpoint_get_parent_args, _encode_domain_checkpoint_get_parent_ret),
    "domain_checkpoint_delete": (_decode_domain_checkpoint_delete_args, encode_void),
    "domain_backup_begin": (_decode_domain_backup_begin_args, encode_void),
    "domain_backup_get_xml_desc": (_decode_domain_backup_get_xml_desc_args, _encode_domain_backup_get_xml_desc_ret),
}
