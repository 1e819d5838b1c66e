"""The domain_checkpoint procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain_checkpoint, encode_nonnull_domain, encode_nonnull_domain_checkpoint
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_tail, decode_many, decode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_iI = Struct(">iI").pack
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.domain_checkpoint"

DomainCheckpointCreateXmlRet = record("DomainCheckpointCreateXmlRet", "checkpoint", __name__)

DomainCheckpointGetXmlDescRet = record("DomainCheckpointGetXmlDescRet", "xml", __name__)

DomainListAllCheckpointsRet = record("DomainListAllCheckpointsRet", "checkpoints ret", __name__)

DomainCheckpointListAllChildrenRet = record("DomainCheckpointListAllChildrenRet", "checkpoints ret", __name__)

DomainCheckpointLookupByNameRet = record("DomainCheckpointLookupByNameRet", "checkpoint", __name__)

DomainCheckpointGetParentRet = record("DomainCheckpointGetParentRet", "parent", __name__)

DomainBackupGetXmlDescRet = record("DomainBackupGetXmlDescRet", "xml", __name__)


def _encode_domain_checkpoint_create_xml_args(dom, xml_desc, flags):
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
        raise unencodable("remote", "domain_checkpoint_create_xml", "args", (dom, xml_desc, flags), _error) from None


def _decode_domain_checkpoint_create_xml_ret(_d, _o):
    try:
        checkpoint, _o = decode_nonnull_domain_checkpoint(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_checkpoint_create_xml", _error) from None
    return new(DomainCheckpointCreateXmlRet, (checkpoint,))


def _encode_domain_checkpoint_get_xml_desc_args(checkpoint, flags):
    try:
        try:
            _w1 = checkpoint._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_checkpoint(*checkpoint)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_checkpoint_get_xml_desc", "args", (checkpoint, flags), _error) from None


def _decode_domain_checkpoint_get_xml_desc_ret(_d, _o):
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
        raise undecodable("domain_checkpoint_get_xml_desc", _error) from None
    return new(DomainCheckpointGetXmlDescRet, (xml,))


def _encode_domain_list_all_checkpoints_args(dom, need_results, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_iI(need_results, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_list_all_checkpoints", "args", (dom, need_results, flags), _error) from None


def _decode_domain_list_all_checkpoints_ret(_d, _o):
    try:
        checkpoints, _o = decode_many(_d, _o, "checkpoints", 16384, 28, decode_nonnull_domain_checkpoint)
        (ret,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_list_all_checkpoints", _error) from None
    return new(DomainListAllCheckpointsRet, (checkpoints, ret))


def _encode_domain_checkpoint_list_all_children_args(checkpoint, need_results, flags):
    try:
        try:
            _w1 = checkpoint._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_checkpoint(*checkpoint)
        return _w1 + _p_iI(need_results, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_checkpoint_list_all_children", "args", (checkpoint, need_results, flags), _error) from None


def _decode_domain_checkpoint_list_all_children_ret(_d, _o):
    try:
        checkpoints, _o = decode_many(_d, _o, "checkpoints", 16384, 28, decode_nonnull_domain_checkpoint)
        (ret,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_checkpoint_list_all_children", _error) from None
    return new(DomainCheckpointListAllChildrenRet, (checkpoints, ret))


def _encode_domain_checkpoint_lookup_by_name_args(dom, name, flags):
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
        raise unencodable("remote", "domain_checkpoint_lookup_by_name", "args", (dom, name, flags), _error) from None


def _decode_domain_checkpoint_lookup_by_name_ret(_d, _o):
    try:
        checkpoint, _o = decode_nonnull_domain_checkpoint(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_checkpoint_lookup_by_name", _error) from None
    return new(DomainCheckpointLookupByNameRet, (checkpoint,))


def _encode_domain_checkpoint_get_parent_args(checkpoint, flags):
    try:
        try:
            _w1 = checkpoint._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_checkpoint(*checkpoint)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_checkpoint_get_parent", "args", (checkpoint, flags), _error) from None


def _decode_domain_checkpoint_get_parent_ret(_d, _o):
    try:
        parent, _o = decode_nonnull_domain_checkpoint(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_checkpoint_get_parent", _error) from None
    return new(DomainCheckpointGetParentRet, (parent,))


def _encode_domain_checkpoint_delete_args(checkpoint, flags):
    try:
        try:
            _w1 = checkpoint._wire
        except AttributeError:
            _w1 = encode_nonnull_domain_checkpoint(*checkpoint)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_checkpoint_delete", "args", (checkpoint, flags), _error) from None


def _encode_domain_backup_begin_args(dom, backup_xml, checkpoint_xml, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = backup_xml.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("backup_xml", _s2, 4194304)
        if checkpoint_xml is None:
            _m4 = NIL
        else:
            _s5 = checkpoint_xml.encode()
            _n6 = len(_s5)
            if _n6 > 4194304 or 0 in _s5:
                unfit_text("checkpoint_xml", _s5, 4194304)
            _m4 = b"".join((PRESENT, _p_I(_n6), _s5, PAD[_n6 & 3]))
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _m4, _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_backup_begin", "args", (dom, backup_xml, checkpoint_xml, flags), _error) from None


def _encode_domain_backup_get_xml_desc_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_backup_get_xml_desc", "args", (dom, flags), _error) from None


def _decode_domain_backup_get_xml_desc_ret(_d, _o):
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
        raise undecodable("domain_backup_get_xml_desc", _error) from None
    return new(DomainBackupGetXmlDescRet, (xml,))


DOMAIN_CHECKPOINT_CREATE_XML = Procedure(_PROGRAM, 411, "domain_checkpoint_create_xml", _encode_domain_checkpoint_create_xml_args, _decode_domain_checkpoint_create_xml_ret, arg_fields=('dom', 'xml_desc', 'flags'), ret_fields=('checkpoint',), acl=('domain:checkpoint', 'domain:fs_freeze:VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE'), server=_SERVER)
DOMAIN_CHECKPOINT_GET_XML_DESC = Procedure(_PROGRAM, 412, "domain_checkpoint_get_xml_desc", _encode_domain_checkpoint_get_xml_desc_args, _decode_domain_checkpoint_get_xml_desc_ret, arg_fields=('checkpoint', 'flags'), ret_fields=('xml',), acl=('domain:read', 'domain:read_secure:VIR_DOMAIN_CHECKPOINT_XML_SECURE'), readonly='conditional', replayable=True, server=_SERVER)
DOMAIN_LIST_ALL_CHECKPOINTS = Procedure(_PROGRAM, 413, "domain_list_all_checkpoints", _encode_domain_list_all_checkpoints_args, _decode_domain_list_all_checkpoints_ret, arg_fields=('dom', 'need_results', 'flags'), ret_fields=('checkpoints', 'ret'), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_CHECKPOINT_LIST_ALL_CHILDREN = Procedure(_PROGRAM, 414, "domain_checkpoint_list_all_children", _encode_domain_checkpoint_list_all_children_args, _decode_domain_checkpoint_list_all_children_ret, arg_fields=('checkpoint', 'need_results', 'flags'), ret_fields=('checkpoints', 'ret'), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_CHECKPOINT_LOOKUP_BY_NAME = Procedure(_PROGRAM, 415, "domain_checkpoint_lookup_by_name", _encode_domain_checkpoint_lookup_by_name_args, _decode_domain_checkpoint_lookup_by_name_ret, arg_fields=('dom', 'name', 'flags'), ret_fields=('checkpoint',), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_CHECKPOINT_GET_PARENT = Procedure(_PROGRAM, 416, "domain_checkpoint_get_parent", _encode_domain_checkpoint_get_parent_args, _decode_domain_checkpoint_get_parent_ret, arg_fields=('checkpoint', 'flags'), ret_fields=('parent',), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_CHECKPOINT_DELETE = Procedure(_PROGRAM, 417, "domain_checkpoint_delete", _encode_domain_checkpoint_delete_args, decode_void, arg_fields=('checkpoint', 'flags'), acl=('domain:checkpoint',), server=_SERVER)
DOMAIN_BACKUP_BEGIN = Procedure(_PROGRAM, 421, "domain_backup_begin", _encode_domain_backup_begin_args, decode_void, arg_fields=('dom', 'backup_xml', 'checkpoint_xml', 'flags'), acl=('domain:checkpoint', 'domain:block_write'), server=_SERVER)
DOMAIN_BACKUP_GET_XML_DESC = Procedure(_PROGRAM, 422, "domain_backup_get_xml_desc", _encode_domain_backup_get_xml_desc_args, _decode_domain_backup_get_xml_desc_ret, arg_fields=('dom', 'flags'), ret_fields=('xml',), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
