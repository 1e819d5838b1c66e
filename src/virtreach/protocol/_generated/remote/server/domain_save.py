"""The domain_save procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain
from virtreach.protocol.procedure import unencodable
from virtreach.wire.record import record
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_u_I = Struct(">I").unpack_from
_u_II = Struct(">II").unpack_from

DomainCoreDumpArgs = record("DomainCoreDumpArgs", "dom to flags", __name__)

DomainRestoreArgs = record("DomainRestoreArgs", "from_", __name__)

DomainSaveArgs = record("DomainSaveArgs", "dom to", __name__)

DomainManagedSaveArgs = record("DomainManagedSaveArgs", "dom flags", __name__)

DomainHasManagedSaveImageArgs = record("DomainHasManagedSaveImageArgs", "dom flags", __name__)

DomainManagedSaveRemoveArgs = record("DomainManagedSaveRemoveArgs", "dom flags", __name__)

DomainSaveFlagsArgs = record("DomainSaveFlagsArgs", "dom to dxml flags", __name__)

DomainRestoreFlagsArgs = record("DomainRestoreFlagsArgs", "from_ dxml flags", __name__)

DomainSaveImageGetXmlDescArgs = record("DomainSaveImageGetXmlDescArgs", "file flags", __name__)

DomainSaveImageDefineXmlArgs = record("DomainSaveImageDefineXmlArgs", "file dxml flags", __name__)

DomainCoreDumpWithFormatArgs = record("DomainCoreDumpWithFormatArgs", "dom to dumpformat flags", __name__)

DomainManagedSaveGetXmlDescArgs = record("DomainManagedSaveGetXmlDescArgs", "dom flags", __name__)

DomainManagedSaveDefineXmlArgs = record("DomainManagedSaveDefineXmlArgs", "dom dxml flags", __name__)

DomainSaveParamsArgs = record("DomainSaveParamsArgs", "dom params flags", __name__)

DomainRestoreParamsArgs = record("DomainRestoreParamsArgs", "params flags", __name__)


def _decode_domain_core_dump_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("to", _n1, 4194304)
        _e = _o + _n1
        to = _d[_o:_e].decode()
        if "\0" in to:
            bad_nul("to")
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_core_dump", _error) from None
    return new(DomainCoreDumpArgs, (dom, to, flags))


def _decode_domain_restore_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("from_", _n1, 4194304)
        _e = _o + _n1
        from_ = _d[_o:_e].decode()
        if "\0" in from_:
            bad_nul("from_")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_restore", _error) from None
    return new(DomainRestoreArgs, (from_,))


def _decode_domain_save_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("to", _n1, 4194304)
        _e = _o + _n1
        to = _d[_o:_e].decode()
        if "\0" in to:
            bad_nul("to")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_save", _error) from None
    return new(DomainSaveArgs, (dom, to))


def _decode_domain_managed_save_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_managed_save", _error) from None
    return new(DomainManagedSaveArgs, (dom, flags))


def _decode_domain_has_managed_save_image_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_has_managed_save_image", _error) from None
    return new(DomainHasManagedSaveImageArgs, (dom, flags))


def _encode_domain_has_managed_save_image_ret(result):
    try:
        return _p_i(result)
    except UNFIT as _error:
        raise unencodable("remote", "domain_has_managed_save_image", "ret", (result,), _error) from None


def _decode_domain_managed_save_remove_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_managed_save_remove", _error) from None
    return new(DomainManagedSaveRemoveArgs, (dom, flags))


def _decode_domain_save_flags_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("to", _n1, 4194304)
        _e = _o + _n1
        to = _d[_o:_e].decode()
        if "\0" in to:
            bad_nul("to")
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 == 1:
            (_n3,) = _u_I(_d, _o)
            _o += 4
            if _n3 > 4194304:
                bad_length("dxml", _n3, 4194304)
            _e = _o + _n3
            dxml = _d[_o:_e].decode()
            if "\0" in dxml:
                bad_nul("dxml")
            _o = _e + (-_n3 & 3)
        elif _n2 == 0:
            dxml = None
        else:
            bad_presence("dxml", _n2)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_save_flags", _error) from None
    return new(DomainSaveFlagsArgs, (dom, to, dxml, flags))


def _decode_domain_restore_flags_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("from_", _n1, 4194304)
        _e = _o + _n1
        from_ = _d[_o:_e].decode()
        if "\0" in from_:
            bad_nul("from_")
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 == 1:
            (_n3,) = _u_I(_d, _o)
            _o += 4
            if _n3 > 4194304:
                bad_length("dxml", _n3, 4194304)
            _e = _o + _n3
            dxml = _d[_o:_e].decode()
            if "\0" in dxml:
                bad_nul("dxml")
            _o = _e + (-_n3 & 3)
        elif _n2 == 0:
            dxml = None
        else:
            bad_presence("dxml", _n2)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_restore_flags", _error) from None
    return new(DomainRestoreFlagsArgs, (from_, dxml, flags))


def _decode_domain_save_image_get_xml_desc_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("file", _n1, 4194304)
        _e = _o + _n1
        file = _d[_o:_e].decode()
        if "\0" in file:
            bad_nul("file")
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_save_image_get_xml_desc", _error) from None
    return new(DomainSaveImageGetXmlDescArgs, (file, flags))


def _encode_domain_save_image_get_xml_desc_ret(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_save_image_get_xml_desc", "ret", (xml,), _error) from None


def _decode_domain_save_image_define_xml_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("file", _n1, 4194304)
        _e = _o + _n1
        file = _d[_o:_e].decode()
        if "\0" in file:
            bad_nul("file")
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 4194304:
            bad_length("dxml", _n2, 4194304)
        _e = _o + _n2
        dxml = _d[_o:_e].decode()
        if "\0" in dxml:
            bad_nul("dxml")
        _o = _e + (-_n2 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_save_image_define_xml", _error) from None
    return new(DomainSaveImageDefineXmlArgs, (file, dxml, flags))


def _decode_domain_core_dump_with_format_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("to", _n1, 4194304)
        _e = _o + _n1
        to = _d[_o:_e].decode()
        if "\0" in to:
            bad_nul("to")
        _o = _e + (-_n1 & 3)
        dumpformat, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_core_dump_with_format", _error) from None
    return new(DomainCoreDumpWithFormatArgs, (dom, to, dumpformat, flags))


def _decode_domain_managed_save_get_xml_desc_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_managed_save_get_xml_desc", _error) from None
    return new(DomainManagedSaveGetXmlDescArgs, (dom, flags))


def _encode_domain_managed_save_get_xml_desc_ret(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_managed_save_get_xml_desc", "ret", (xml,), _error) from None


def _decode_domain_managed_save_define_xml_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("dxml", _n2, 4194304)
            _e = _o + _n2
            dxml = _d[_o:_e].decode()
            if "\0" in dxml:
                bad_nul("dxml")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            dxml = None
        else:
            bad_presence("dxml", _n1)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_managed_save_define_xml", _error) from None
    return new(DomainManagedSaveDefineXmlArgs, (dom, dxml, flags))


def _decode_domain_save_params_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        params, _o = decode_params(_d, _o, "params", 64)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_save_params", _error) from None
    return new(DomainSaveParamsArgs, (dom, params, flags))


def _decode_domain_restore_params_args(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 64)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_restore_params", _error) from None
    return new(DomainRestoreParamsArgs, (params, flags))


CODECS = {
    "domain_core_dump": (_decode_domain_core_dump_args, encode_void),
    "domain_restore": (_decode_domain_restore_args, encode_void),
    "domain_save": (_decode_domain_save_args, encode_void),
    "domain_managed_save": (_decode_domain_managed_save_args, encode_void),
    "domain_has_managed_save_image": (_decode_domain_has_managed_save_image_args, _encode_domain_has_managed_save_image_ret),
    "domain_managed_save_remove": (_decode_domain_managed_save_remove_args, encode_void),
    "domain_save_flags": (_decode_domain_save_flags_args, encode_void),
    "domain_restore_flags": (_decode_domain_restore_flags_args, encode_void),
    "domain_save_image_get_xml_desc": (_decode_domain_save_image_get_xml_desc_args, _encode_domain_save_image_get_xml_desc_ret),
    "domain_save_image_define_xml": (_decode_domain_save_image_define_xml_args, encode_void),
    "domain_core_dump_with_format": (_decode_domain_core_dump_with_format_args, encode_void),
    "domain_managed_save_get_xml_desc": (_decode_domain_managed_save_get_xml_desc_args, _encode_domain_managed_save_get_xml_desc_ret),
    "domain_managed_save_define_xml": (_decode_domain_managed_save_define_xml_args, encode_void),
    "domain_save_params": (_decode_domain_save_params_args, encode_void),
    "domain_restore_params": (_decode_domain_restore_params_args, encode_void),
}
