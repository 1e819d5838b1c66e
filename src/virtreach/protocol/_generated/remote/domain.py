"""The domain procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct, unpack_from
from virtreach.protocol._generated.remote.handles import decode_many_nonnull_domain, decode_nonnull_domain, encode_nonnull_domain
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_count, bad_length, bad_nul, bad_range, bad_tail, decode_texts, decode_void, encode_void, undecodable, unfit_fixed, unfit_text

new = tuple.__new__
_p_16s = Struct(">16s").pack
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_p_iI = Struct(">iI").pack
_u_I = Struct(">I").unpack_from
_u_IQQIQ = Struct(">IQQIQ").unpack_from
_u_i = Struct(">i").unpack_from
_u_ii = Struct(">ii").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.domain"

DomainCreateXmlRet = record("DomainCreateXmlRet", "dom", __name__)

DomainDefineXmlRet = record("DomainDefineXmlRet", "dom", __name__)

DomainGetXmlDescRet = record("DomainGetXmlDescRet", "xml", __name__)

DomainGetAutostartRet = record("DomainGetAutostartRet", "autostart", __name__)

DomainGetInfoRet = record("DomainGetInfoRet", "state max_mem memory nr_virt_cpu cpu_time", __name__)

DomainGetOsTypeRet = record("DomainGetOsTypeRet", "type", __name__)

ConnectListDefinedDomainsRet = record("ConnectListDefinedDomainsRet", "names", __name__)

DomainLookupByIdRet = record("DomainLookupByIdRet", "dom", __name__)

DomainLookupByNameRet = record("DomainLookupByNameRet", "dom", __name__)

DomainLookupByUuidRet = record("DomainLookupByUuidRet", "dom", __name__)

ConnectNumOfDefinedDomainsRet = record("ConnectNumOfDefinedDomainsRet", "num", __name__)

ConnectListDomainsRet = record("ConnectListDomainsRet", "ids", __name__)

ConnectNumOfDomainsRet = record("ConnectNumOfDomainsRet", "num", __name__)

DomainIsActiveRet = record("DomainIsActiveRet", "active", __name__)

DomainIsPersistentRet = record("DomainIsPersistentRet", "persistent", __name__)

DomainCreateWithFlagsRet = record("DomainCreateWithFlagsRet", "dom", __name__)

DomainIsUpdatedRet = record("DomainIsUpdatedRet", "updated", __name__)

DomainGetStateRet = record("DomainGetStateRet", "state reason", __name__)

ConnectListAllDomainsRet = record("ConnectListAllDomainsRet", "domains ret", __name__)

DomainCreateXmlWithFilesRet = record("DomainCreateXmlWithFilesRet", "dom", __name__)

DomainCreateWithFilesRet = record("DomainCreateWithFilesRet", "dom", __name__)

DomainDefineXmlFlagsRet = record("DomainDefineXmlFlagsRet", "dom", __name__)

DomainRenameRet = record("DomainRenameRet", "retcode", __name__)

DomainGetAutostartOnceRet = record("DomainGetAutostartOnceRet", "autostart", __name__)


def _encode_domain_create_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_create", "args", (dom,), _error) from None


def _encode_domain_create_xml_args(xml_desc, flags):
    try:
        _s1 = xml_desc.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml_desc", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_create_xml", "args", (xml_desc, flags), _error) from None


def _decode_domain_create_xml_ret(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_create_xml", _error) from None
    return new(DomainCreateXmlRet, (dom,))


def _encode_domain_define_xml_args(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_define_xml", "args", (xml,), _error) from None


def _decode_domain_define_xml_ret(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_define_xml", _error) from None
    return new(DomainDefineXmlRet, (dom,))


def _encode_domain_destroy_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_destroy", "args", (dom,), _error) from None


def _encode_domain_get_xml_desc_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_xml_desc", "args", (dom, flags), _error) from None


def _decode_domain_get_xml_desc_ret(_d, _o):
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
        raise undecodable("domain_get_xml_desc", _error) from None
    return new(DomainGetXmlDescRet, (xml,))


def _encode_domain_get_autostart_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_autostart", "args", (dom,), _error) from None


def _decode_domain_get_autostart_ret(_d, _o):
    try:
        (autostart,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_autostart", _error) from None
    return new(DomainGetAutostartRet, (autostart,))


def _encode_domain_get_info_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_info", "args", (dom,), _error) from None


def _decode_domain_get_info_ret(_d, _o):
    try:
        state, max_mem, memory, nr_virt_cpu, cpu_time = _u_IQQIQ(_d, _o)
        _o += 32
        if not 0 <= state <= 255:
            bad_range("state", state, 0, 255)
        if not 0 <= nr_virt_cpu <= 65535:
            bad_range("nr_virt_cpu", nr_virt_cpu, 0, 65535)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_info", _error) from None
    return new(DomainGetInfoRet, (state, max_mem, memory, nr_virt_cpu, cpu_time))


def _encode_domain_get_os_type_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_os_type", "args", (dom,), _error) from None


def _decode_domain_get_os_type_ret(_d, _o):
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
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_os_type", _error) from None
    return new(DomainGetOsTypeRet, (type,))


def _encode_connect_list_defined_domains_args(maxnames):
    try:
        return _p_i(maxnames)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_defined_domains", "args", (maxnames,), _error) from None


def _decode_connect_list_defined_domains_ret(_d, _o):
    try:
        names, _o = decode_texts(_d, _o, "names", 16384, 4194304)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_defined_domains", _error) from None
    return new(ConnectListDefinedDomainsRet, (names,))


def _encode_domain_lookup_by_id_args(id):
    try:
        return _p_i(id)
    except UNFIT as _error:
        raise unencodable("remote", "domain_lookup_by_id", "args", (id,), _error) from None


def _decode_domain_lookup_by_id_ret(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_lookup_by_id", _error) from None
    return new(DomainLookupByIdRet, (dom,))


def _encode_domain_lookup_by_name_args(name):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_lookup_by_name", "args", (name,), _error) from None


def _decode_domain_lookup_by_name_ret(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_lookup_by_name", _error) from None
    return new(DomainLookupByNameRet, (dom,))


def _encode_domain_lookup_by_uuid_args(uuid):
    try:
        if len(uuid) != 16:
            unfit_fixed("uuid", uuid, 16)
        return _p_16s(uuid)
    except UNFIT as _error:
        raise unencodable("remote", "domain_lookup_by_uuid", "args", (uuid,), _error) from None


def _decode_domain_lookup_by_uuid_ret(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_lookup_by_uuid", _error) from None
    return new(DomainLookupByUuidRet, (dom,))


def _decode_connect_num_of_defined_domains_ret(_d, _o):
    try:
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_num_of_defined_domains", _error) from None
    return new(ConnectNumOfDefinedDomainsRet, (num,))


def _encode_domain_reboot_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_reboot", "args", (dom, flags), _error) from None


def _encode_domain_resume_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_resume", "args", (dom,), _error) from None


def _encode_domain_set_autostart_args(dom, autostart):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_i(autostart)
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_autostart", "args", (dom, autostart), _error) from None


def _encode_domain_shutdown_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_shutdown", "args", (dom,), _error) from None


def _encode_domain_suspend_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_suspend", "args", (dom,), _error) from None


def _encode_domain_undefine_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_undefine", "args", (dom,), _error) from None


def _encode_connect_list_domains_args(maxids):
    try:
        return _p_i(maxids)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_domains", "args", (maxids,), _error) from None


def _decode_connect_list_domains_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 16384 or _n1 * 4 > len(_d) - _o:
            bad_count("ids", _n1, 16384, len(_d) - _o)
        ids = list(unpack_from(f">{_n1}i", _d, _o))
        _o += _n1 * 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_domains", _error) from None
    return new(ConnectListDomainsRet, (ids,))


def _decode_connect_num_of_domains_ret(_d, _o):
    try:
        (num,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_num_of_domains", _error) from None
    return new(ConnectNumOfDomainsRet, (num,))


def _encode_domain_is_active_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_is_active", "args", (dom,), _error) from None


def _decode_domain_is_active_ret(_d, _o):
    try:
        (active,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_is_active", _error) from None
    return new(DomainIsActiveRet, (active,))


def _encode_domain_is_persistent_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_is_persistent", "args", (dom,), _error) from None


def _decode_domain_is_persistent_ret(_d, _o):
    try:
        (persistent,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_is_persistent", _error) from None
    return new(DomainIsPersistentRet, (persistent,))


def _encode_domain_create_with_flags_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_create_with_flags", "args", (dom, flags), _error) from None


def _decode_domain_create_with_flags_ret(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_create_with_flags", _error) from None
    return new(DomainCreateWithFlagsRet, (dom,))


def _encode_domain_is_updated_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_is_updated", "args", (dom,), _error) from None


def _decode_domain_is_updated_ret(_d, _o):
    try:
        (updated,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_is_updated", _error) from None
    return new(DomainIsUpdatedRet, (updated,))


def _encode_domain_get_state_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_state", "args", (dom, flags), _error) from None


def _decode_domain_get_state_ret(_d, _o):
    try:
        state, reason = _u_ii(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_state", _error) from None
    return new(DomainGetStateRet, (state, reason))


def _encode_domain_undefine_flags_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_undefine_flags", "args", (dom, flags), _error) from None


def _encode_domain_destroy_flags_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_destroy_flags", "args", (dom, flags), _error) from None


def _encode_domain_reset_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_reset", "args", (dom, flags), _error) from None


def _encode_domain_shutdown_flags_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_shutdown_flags", "args", (dom, flags), _error) from None


def _encode_connect_list_all_domains_args(need_results, flags):
    try:
        return _p_iI(need_results, flags)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_all_domains", "args", (need_results, flags), _error) from None


def _decode_connect_list_all_domains_ret(_d, _o):
    try:
        domains, _o = decode_many_nonnull_domain(_d, _o, "domains", 16384)
        (ret,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_all_domains", _error) from None
    return new(ConnectListAllDomainsRet, (domains, ret))


def _encode_domain_create_xml_with_files_args(xml_desc, flags):
    try:
        _s1 = xml_desc.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml_desc", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_create_xml_with_files", "args", (xml_desc, flags), _error) from None


def _decode_domain_create_xml_with_files_ret(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_create_xml_with_files", _error) from None
    return new(DomainCreateXmlWithFilesRet, (dom,))


def _encode_domain_create_with_files_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_create_with_files", "args", (dom, flags), _error) from None


def _decode_domain_create_with_files_ret(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_create_with_files", _error) from None
    return new(DomainCreateWithFilesRet, (dom,))


def _encode_domain_define_xml_flags_args(xml, flags):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_define_xml_flags", "args", (xml, flags), _error) from None


def _decode_domain_define_xml_flags_ret(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_define_xml_flags", _error) from None
    return new(DomainDefineXmlFlagsRet, (dom,))


def _encode_domain_rename_args(dom, new_name, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        if new_name is None:
            _m2 = NIL
        else:
            _s3 = new_name.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("new_name", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        return _w1 + _m2 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_rename", "args", (dom, new_name, flags), _error) from None


def _decode_domain_rename_ret(_d, _o):
    try:
        (retcode,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_rename", _error) from None
    return new(DomainRenameRet, (retcode,))


def _encode_domain_get_autostart_once_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_autostart_once", "args", (dom,), _error) from None


def _decode_domain_get_autostart_once_ret(_d, _o):
    try:
        (autostart,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_autostart_once", _error) from None
    return new(DomainGetAutostartOnceRet, (autostart,))


def _encode_domain_set_autostart_once_args(dom, autostart):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_i(autostart)
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_autostart_once", "args", (dom, autostart), _error) from None


DOMAIN_CREATE = Procedure(_PROGRAM, 9, "domain_create", _encode_domain_create_args, decode_void, arg_fields=('dom',), acl=('domain:start',), server=_SERVER)
DOMAIN_CREATE_XML = Procedure(_PROGRAM, 10, "domain_create_xml", _encode_domain_create_xml_args, _decode_domain_create_xml_ret, arg_fields=('xml_desc', 'flags'), ret_fields=('dom',), acl=('domain:write', 'domain:start'), server=_SERVER)
DOMAIN_DEFINE_XML = Procedure(_PROGRAM, 11, "domain_define_xml", _encode_domain_define_xml_args, _decode_domain_define_xml_ret, arg_fields=('xml',), ret_fields=('dom',), priority='high', acl=('domain:write', 'domain:save'), server=_SERVER)
DOMAIN_DESTROY = Procedure(_PROGRAM, 12, "domain_destroy", _encode_domain_destroy_args, decode_void, arg_fields=('dom',), priority='high', acl=('domain:stop',), server=_SERVER)
DOMAIN_GET_XML_DESC = Procedure(_PROGRAM, 14, "domain_get_xml_desc", _encode_domain_get_xml_desc_args, _decode_domain_get_xml_desc_ret, arg_fields=('dom', 'flags'), ret_fields=('xml',), acl=('domain:read', 'domain:read_secure:VIR_DOMAIN_XML_SECURE', 'domain:read_secure:VIR_DOMAIN_XML_MIGRATABLE'), readonly='conditional', replayable=True, server=_SERVER)
DOMAIN_GET_AUTOSTART = Procedure(_PROGRAM, 15, "domain_get_autostart", _encode_domain_get_autostart_args, _decode_domain_get_autostart_ret, arg_fields=('dom',), ret_fields=('autostart',), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_GET_INFO = Procedure(_PROGRAM, 16, "domain_get_info", _encode_domain_get_info_args, _decode_domain_get_info_ret, arg_fields=('dom',), ret_fields=('state', 'max_mem', 'memory', 'nr_virt_cpu', 'cpu_time'), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_GET_OS_TYPE = Procedure(_PROGRAM, 19, "domain_get_os_type", _encode_domain_get_os_type_args, _decode_domain_get_os_type_ret, arg_fields=('dom',), ret_fields=('type',), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_LIST_DEFINED_DOMAINS = Procedure(_PROGRAM, 21, "connect_list_defined_domains", _encode_connect_list_defined_domains_args, _decode_connect_list_defined_domains_ret, arg_fields=('maxnames',), ret_fields=('names',), priority='high', acl=('connect:search_domains',), aclfilter=('domain:getattr',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_LOOKUP_BY_ID = Procedure(_PROGRAM, 22, "domain_lookup_by_id", _encode_domain_lookup_by_id_args, _decode_domain_lookup_by_id_ret, arg_fields=('id',), ret_fields=('dom',), priority='high', acl=('domain:getattr',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_LOOKUP_BY_NAME = Procedure(_PROGRAM, 23, "domain_lookup_by_name", _encode_domain_lookup_by_name_args, _decode_domain_lookup_by_name_ret, arg_fields=('name',), ret_fields=('dom',), priority='high', acl=('domain:getattr',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_LOOKUP_BY_UUID = Procedure(_PROGRAM, 24, "domain_lookup_by_uuid", _encode_domain_lookup_by_uuid_args, _decode_domain_lookup_by_uuid_ret, arg_fields=('uuid',), ret_fields=('dom',), priority='high', acl=('domain:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_NUM_OF_DEFINED_DOMAINS = Procedure(_PROGRAM, 25, "connect_num_of_defined_domains", encode_void, _decode_connect_num_of_defined_domains_ret, ret_fields=('num',), priority='high', acl=('connect:search_domains',), aclfilter=('domain:getattr',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_REBOOT = Procedure(_PROGRAM, 27, "domain_reboot", _encode_domain_reboot_args, decode_void, arg_fields=('dom', 'flags'), acl=('domain:init_control', 'domain:write:VIR_DOMAIN_REBOOT_GUEST_AGENT'), server=_SERVER)
DOMAIN_RESUME = Procedure(_PROGRAM, 28, "domain_resume", _encode_domain_resume_args, decode_void, arg_fields=('dom',), acl=('domain:suspend',), server=_SERVER)
DOMAIN_SET_AUTOSTART = Procedure(_PROGRAM, 29, "domain_set_autostart", _encode_domain_set_autostart_args, decode_void, arg_fields=('dom', 'autostart'), priority='high', acl=('domain:write',), server=_SERVER)
DOMAIN_SHUTDOWN = Procedure(_PROGRAM, 33, "domain_shutdown", _encode_domain_shutdown_args, decode_void, arg_fields=('dom',), acl=('domain:init_control',), server=_SERVER)
DOMAIN_SUSPEND = Procedure(_PROGRAM, 34, "domain_suspend", _encode_domain_suspend_args, decode_void, arg_fields=('dom',), acl=('domain:suspend',), server=_SERVER)
DOMAIN_UNDEFINE = Procedure(_PROGRAM, 35, "domain_undefine", _encode_domain_undefine_args, decode_void, arg_fields=('dom',), priority='high', acl=('domain:delete',), server=_SERVER)
CONNECT_LIST_DOMAINS = Procedure(_PROGRAM, 37, "connect_list_domains", _encode_connect_list_domains_args, _decode_connect_list_domains_ret, arg_fields=('maxids',), ret_fields=('ids',), priority='high', acl=('connect:search_domains',), aclfilter=('domain:getattr',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_NUM_OF_DOMAINS = Procedure(_PROGRAM, 51, "connect_num_of_domains", encode_void, _decode_connect_num_of_domains_ret, ret_fields=('num',), priority='high', acl=('connect:search_domains',), aclfilter=('domain:getattr',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_IS_ACTIVE = Procedure(_PROGRAM, 150, "domain_is_active", _encode_domain_is_active_args, _decode_domain_is_active_ret, arg_fields=('dom',), ret_fields=('active',), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_IS_PERSISTENT = Procedure(_PROGRAM, 151, "domain_is_persistent", _encode_domain_is_persistent_args, _decode_domain_is_persistent_ret, arg_fields=('dom',), ret_fields=('persistent',), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_CREATE_WITH_FLAGS = Procedure(_PROGRAM, 196, "domain_create_with_flags", _encode_domain_create_with_flags_args, _decode_domain_create_with_flags_ret, arg_fields=('dom', 'flags'), ret_fields=('dom',), acl=('domain:start',), server=_SERVER)
DOMAIN_IS_UPDATED = Procedure(_PROGRAM, 202, "domain_is_updated", _encode_domain_is_updated_args, _decode_domain_is_updated_ret, arg_fields=('dom',), ret_fields=('updated',), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_GET_STATE = Procedure(_PROGRAM, 212, "domain_get_state", _encode_domain_get_state_args, _decode_domain_get_state_ret, arg_fields=('dom', 'flags'), ret_fields=('state', 'reason'), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_UNDEFINE_FLAGS = Procedure(_PROGRAM, 231, "domain_undefine_flags", _encode_domain_undefine_flags_args, decode_void, arg_fields=('dom', 'flags'), priority='high', acl=('domain:delete',), server=_SERVER)
DOMAIN_DESTROY_FLAGS = Procedure(_PROGRAM, 234, "domain_destroy_flags", _encode_domain_destroy_flags_args, decode_void, arg_fields=('dom', 'flags'), priority='high', acl=('domain:stop',), server=_SERVER)
DOMAIN_RESET = Procedure(_PROGRAM, 245, "domain_reset", _encode_domain_reset_args, decode_void, arg_fields=('dom', 'flags'), acl=('domain:reset',), server=_SERVER)
DOMAIN_SHUTDOWN_FLAGS = Procedure(_PROGRAM, 258, "domain_shutdown_flags", _encode_domain_shutdown_flags_args, decode_void, arg_fields=('dom', 'flags'), acl=('domain:init_control', 'domain:write:VIR_DOMAIN_SHUTDOWN_GUEST_AGENT'), server=_SERVER)
CONNECT_LIST_ALL_DOMAINS = Procedure(_PROGRAM, 273, "connect_list_all_domains", _encode_connect_list_all_domains_args, _decode_connect_list_all_domains_ret, arg_fields=('need_results', 'flags'), ret_fields=('domains', 'ret'), priority='high', acl=('connect:search_domains',), aclfilter=('domain:getattr',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_CREATE_XML_WITH_FILES = Procedure(_PROGRAM, 309, "domain_create_xml_with_files", _encode_domain_create_xml_with_files_args, _decode_domain_create_xml_with_files_ret, arg_fields=('xml_desc', 'flags'), ret_fields=('dom',), acl=('domain:write', 'domain:start'), server=_SERVER)
DOMAIN_CREATE_WITH_FILES = Procedure(_PROGRAM, 310, "domain_create_with_files", _encode_domain_create_with_files_args, _decode_domain_create_with_files_ret, arg_fields=('dom', 'flags'), ret_fields=('dom',), acl=('domain:start',), server=_SERVER)
DOMAIN_DEFINE_XML_FLAGS = Procedure(_PROGRAM, 350, "domain_define_xml_flags", _encode_domain_define_xml_flags_args, _decode_domain_define_xml_flags_ret, arg_fields=('xml', 'flags'), ret_fields=('dom',), priority='high', acl=('domain:write', 'domain:save'), server=_SERVER)
DOMAIN_RENAME = Procedure(_PROGRAM, 358, "domain_rename", _encode_domain_rename_args, _decode_domain_rename_ret, arg_fields=('dom', 'new_name', 'flags'), ret_fields=('retcode',), acl=('domain:write', 'domain:save'), server=_SERVER)
DOMAIN_GET_AUTOSTART_ONCE = Procedure(_PROGRAM, 449, "domain_get_autostart_once", _encode_domain_get_autostart_once_args, _decode_domain_get_autostart_once_ret, arg_fields=('dom',), ret_fields=('autostart',), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SET_AUTOSTART_ONCE = Procedure(_PROGRAM, 450, "domain_set_autostart_once", _encode_domain_set_autostart_once_args, decode_void, arg_fields=('dom', 'autostart'), priority='high', acl=('domain:write',), server=_SERVER)
