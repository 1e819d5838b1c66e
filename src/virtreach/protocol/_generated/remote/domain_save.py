"""The domain_save procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import encode_nonnull_domain
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_tail, decode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_II = Struct(">II").pack
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.domain_save"

DomainHasManagedSaveImageRet = record("DomainHasManagedSaveImageRet", "result", __name__)

DomainSaveImageGetXmlDescRet = record("DomainSaveImageGetXmlDescRet", "xml", __name__)

DomainManagedSaveGetXmlDescRet = record("DomainManagedSaveGetXmlDescRet", "xml", __name__)


def _encode_domain_core_dump_args(dom, to, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = to.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("to", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_core_dump", "args", (dom, to, flags), _error) from None


def _encode_domain_restore_args(from_):
    try:
        _s1 = from_.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("from_", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_restore", "args", (from_,), _error) from None


def _encode_domain_save_args(dom, to):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = to.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("to", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_save", "args", (dom, to), _error) from None


def _encode_domain_managed_save_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_managed_save", "args", (dom, flags), _error) from None


def _encode_domain_has_managed_save_image_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_has_managed_save_image", "args", (dom, flags), _error) from None


def _decode_domain_has_managed_save_image_ret(_d, _o):
    try:
        (result,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_has_managed_save_image", _error) from None
    return new(DomainHasManagedSaveImageRet, (result,))


def _encode_domain_managed_save_remove_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_managed_save_remove", "args", (dom, flags), _error) from None


def _encode_domain_save_flags_args(dom, to, dxml, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = to.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("to", _s2, 4194304)
        if dxml is None:
            _m4 = NIL
        else:
            _s5 = dxml.encode()
            _n6 = len(_s5)
            if _n6 > 4194304 or 0 in _s5:
                unfit_text("dxml", _s5, 4194304)
            _m4 = b"".join((PRESENT, _p_I(_n6), _s5, PAD[_n6 & 3]))
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _m4, _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_save_flags", "args", (dom, to, dxml, flags), _error) from None


def _encode_domain_restore_flags_args(from_, dxml, flags):
    try:
        _s1 = from_.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("from_", _s1, 4194304)
        if dxml is None:
            _m3 = NIL
        else:
            _s4 = dxml.encode()
            _n5 = len(_s4)
            if _n5 > 4194304 or 0 in _s4:
                unfit_text("dxml", _s4, 4194304)
            _m3 = b"".join((PRESENT, _p_I(_n5), _s4, PAD[_n5 & 3]))
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _m3, _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_restore_flags", "args", (from_, dxml, flags), _error) from None


def _encode_domain_save_image_get_xml_desc_args(file, flags):
    try:
        _s1 = file.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("file", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_save_image_get_xml_desc", "args", (file, flags), _error) from None


def _decode_domain_save_image_get_xml_desc_ret(_d, _o):
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
        raise undecodable("domain_save_image_get_xml_desc", _error) from None
    return new(DomainSaveImageGetXmlDescRet, (xml,))


def _encode_domain_save_image_define_xml_args(file, dxml, flags):
    try:
        _s1 = file.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("file", _s1, 4194304)
        _s3 = dxml.encode()
        _n4 = len(_s3)
        if _n4 > 4194304 or 0 in _s3:
            unfit_text("dxml", _s3, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(_n4), _s3, PAD[_n4 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_save_image_define_xml", "args", (file, dxml, flags), _error) from None


def _encode_domain_core_dump_with_format_args(dom, to, dumpformat, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = to.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("to", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_II(dumpformat, flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_core_dump_with_format", "args", (dom, to, dumpformat, flags), _error) from None


def _encode_domain_managed_save_get_xml_desc_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_managed_save_get_xml_desc", "args", (dom, flags), _error) from None


def _decode_domain_managed_save_get_xml_desc_ret(_d, _o):
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
        raise undecodable("domain_managed_save_get_xml_desc", _error) from None
    return new(DomainManagedSaveGetXmlDescRet, (xml,))


def _encode_domain_managed_save_define_xml_args(dom, dxml, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        if dxml is None:
            _m2 = NIL
        else:
            _s3 = dxml.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("dxml", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        return _w1 + _m2 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_managed_save_define_xml", "args", (dom, dxml, flags), _error) from None


def _encode_domain_save_params_args(dom, params, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + encode_params(params, "params", 64) + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_save_params", "args", (dom, params, flags), _error) from None


def _encode_domain_restore_params_args(params, flags):
    try:
        return encode_params(params, "params", 64) + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_restore_params", "args", (params, flags), _error) from None


DOMAIN_CORE_DUMP = Procedure(_PROGRAM, 53, "domain_core_dump", _encode_domain_core_dump_args, decode_void, arg_fields=('dom', 'to', 'flags'), acl=('domain:core_dump',), server=_SERVER)
DOMAIN_RESTORE = Procedure(_PROGRAM, 54, "domain_restore", _encode_domain_restore_args, decode_void, arg_fields=('from_',), acl=('domain:start', 'domain:write'), server=_SERVER)
DOMAIN_SAVE = Procedure(_PROGRAM, 55, "domain_save", _encode_domain_save_args, decode_void, arg_fields=('dom', 'to'), acl=('domain:hibernate',), server=_SERVER)
DOMAIN_MANAGED_SAVE = Procedure(_PROGRAM, 182, "domain_managed_save", _encode_domain_managed_save_args, decode_void, arg_fields=('dom', 'flags'), acl=('domain:hibernate',), server=_SERVER)
DOMAIN_HAS_MANAGED_SAVE_IMAGE = Procedure(_PROGRAM, 183, "domain_has_managed_save_image", _encode_domain_has_managed_save_image_args, _decode_domain_has_managed_save_image_ret, arg_fields=('dom', 'flags'), ret_fields=('result',), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_MANAGED_SAVE_REMOVE = Procedure(_PROGRAM, 184, "domain_managed_save_remove", _encode_domain_managed_save_remove_args, decode_void, arg_fields=('dom', 'flags'), acl=('domain:hibernate',), server=_SERVER)
DOMAIN_SAVE_FLAGS = Procedure(_PROGRAM, 232, "domain_save_flags", _encode_domain_save_flags_args, decode_void, arg_fields=('dom', 'to', 'dxml', 'flags'), acl=('domain:hibernate',), server=_SERVER)
DOMAIN_RESTORE_FLAGS = Procedure(_PROGRAM, 233, "domain_restore_flags", _encode_domain_restore_flags_args, decode_void, arg_fields=('from_', 'dxml', 'flags'), acl=('domain:start', 'domain:write'), server=_SERVER)
DOMAIN_SAVE_IMAGE_GET_XML_DESC = Procedure(_PROGRAM, 235, "domain_save_image_get_xml_desc", _encode_domain_save_image_get_xml_desc_args, _decode_domain_save_image_get_xml_desc_ret, arg_fields=('file', 'flags'), ret_fields=('xml',), priority='high', acl=('domain:write',), replayable=True, server=_SERVER)
DOMAIN_SAVE_IMAGE_DEFINE_XML = Procedure(_PROGRAM, 236, "domain_save_image_define_xml", _encode_domain_save_image_define_xml_args, decode_void, arg_fields=('file', 'dxml', 'flags'), priority='high', acl=('domain:write', 'domain:hibernate'), server=_SERVER)
DOMAIN_CORE_DUMP_WITH_FORMAT = Procedure(_PROGRAM, 334, "domain_core_dump_with_format", _encode_domain_core_dump_with_format_args, decode_void, arg_fields=('dom', 'to', 'dumpformat', 'flags'), acl=('domain:core_dump',), server=_SERVER)
DOMAIN_MANAGED_SAVE_GET_XML_DESC = Procedure(_PROGRAM, 388, "domain_managed_save_get_xml_desc", _encode_domain_managed_save_get_xml_desc_args, _decode_domain_managed_save_get_xml_desc_ret, arg_fields=('dom', 'flags'), ret_fields=('xml',), acl=('domain:read', 'domain:read_secure:VIR_DOMAIN_SAVE_IMAGE_XML_SECURE'), readonly='conditional', replayable=True, server=_SERVER)
DOMAIN_MANAGED_SAVE_DEFINE_XML = Procedure(_PROGRAM, 389, "domain_managed_save_define_xml", _encode_domain_managed_save_define_xml_args, decode_void, arg_fields=('dom', 'dxml', 'flags'), acl=('domain:write', 'domain:hibernate'), server=_SERVER)
DOMAIN_SAVE_PARAMS = Procedure(_PROGRAM, 440, "domain_save_params", _encode_domain_save_params_args, decode_void, arg_fields=('dom', 'params', 'flags'), acl=('domain:hibernate',), server=_SERVER)
DOMAIN_RESTORE_PARAMS = Procedure(_PROGRAM, 441, "domain_restore_params", _encode_domain_restore_params_args, decode_void, arg_fields=('params', 'flags'), acl=('domain:start', 'domain:write'), server=_SERVER)
