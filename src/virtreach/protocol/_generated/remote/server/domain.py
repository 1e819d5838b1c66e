"""The domain procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain, encode_nonnull_domain
from virtreach.protocol.procedure import unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, decode_void, encode_many, encode_numbers, encode_texts, encode_void, undecodable, unfit_range, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_IQQIQ = Struct(">IQQIQ").pack
_p_i = Struct(">i").pack
_p_ii = Struct(">ii").pack
_u_16s = Struct(">16s").unpack_from
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from
_u_iI = Struct(">iI").unpack_from

DomainCreateArgs = record("DomainCreateArgs", "dom", __name__)

DomainCreateXmlArgs = record("DomainCreateXmlArgs", "xml_desc flags", __name__)

DomainDefineXmlArgs = record("DomainDefineXmlArgs", "xml", __name__)

DomainDestroyArgs = record("DomainDestroyArgs", "dom", __name__)

DomainGetXmlDescArgs = record("DomainGetXmlDescArgs", "dom flags", __name__)

DomainGetAutostartArgs = record("DomainGetAutostartArgs", "dom", __name__)

DomainGetInfoArgs = record("DomainGetInfoArgs", "dom", __name__)

DomainGetOsTypeArgs = record("DomainGetOsTypeArgs", "dom", __name__)

ConnectListDefinedDomainsArgs = record("ConnectListDefinedDomainsArgs", "maxnames", __name__)

DomainLookupByIdArgs = record("DomainLookupByIdArgs", "id", __name__)

DomainLookupByNameArgs = record("DomainLookupByNameArgs", "name", __name__)

DomainLookupByUuidArgs = record("DomainLookupByUuidArgs", "uuid", __name__)

DomainRebootArgs = record("DomainRebootArgs", "dom flags", __name__)

DomainResumeArgs = record("DomainResumeArgs", "dom", __name__)

DomainSetAutostartArgs = record("DomainSetAutostartArgs", "dom autostart", __name__)

DomainShutdownArgs = record("DomainShutdownArgs", "dom", __name__)

DomainSuspendArgs = record("DomainSuspendArgs", "dom", __name__)

DomainUndefineArgs = record("DomainUndefineArgs", "dom", __name__)

ConnectListDomainsArgs = record("ConnectListDomainsArgs", "maxids", __name__)

DomainIsActiveArgs = record("DomainIsActiveArgs", "dom", __name__)

DomainIsPersistentArgs = record("DomainIsPersistentArgs", "dom", __name__)

DomainCreateWithFlagsArgs = record("DomainCreateWithFlagsArgs", "dom flags", __name__)

DomainIsUpdatedArgs = record("DomainIsUpdatedArgs", "dom", __name__)

DomainGetStateArgs = record("DomainGetStateArgs", "dom flags", __name__)

DomainUndefineFlagsArgs = record("DomainUndefineFlagsArgs", "dom flags", __name__)

DomainDestroyFlagsArgs = record("DomainDestroyFlagsArgs", "dom flags", __name__)

DomainResetArgs = record("DomainResetArgs", "dom flags", __name__)

DomainShutdownFlagsArgs = record("DomainShutdownFlagsArgs", "dom flags", __name__)

ConnectListAllDomainsArgs = record("ConnectListAllDomainsArgs", "need_results flags", __name__)

DomainCreateXmlWithFilesArgs = record("DomainCreateXmlWithFilesArgs", "xml_desc flags", __name__)

DomainCreateWithFilesArgs = record("DomainCreateWithFilesArgs", "dom flags", __name__)

DomainDefineXmlFlagsArgs = record("DomainDefineXmlFlagsArgs", "xml flags", __name__)

DomainRenameArgs = record("DomainRenameArgs", "dom new_name flags", __name__)

DomainGetAutostartOnceArgs = record("DomainGetAutostartOnceArgs", "dom", __name__)

DomainSetAutostartOnceArgs = record("DomainSetAutostartOnceArgs", "dom autostart", __name__)


def _decode_domain_create_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_create", _error) from None
    return new(DomainCreateArgs, (dom,))


def _decode_domain_create_xml_args(_d, _o):
    try:
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
        raise undecodable("domain_create_xml", _error) from None
    return new(DomainCreateXmlArgs, (xml_desc, flags))


def _encode_domain_create_xml_ret(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_create_xml", "ret", (dom,), _error) from None


def _decode_domain_define_xml_args(_d, _o):
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
        raise undecodable("domain_define_xml", _error) from None
    return new(DomainDefineXmlArgs, (xml,))


def _encode_domain_define_xml_ret(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_define_xml", "ret", (dom,), _error) from None


def _decode_domain_destroy_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_destroy", _error) from None
    return new(DomainDestroyArgs, (dom,))


def _decode_domain_get_xml_desc_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_xml_desc", _error) from None
    return new(DomainGetXmlDescArgs, (dom, flags))


def _encode_domain_get_xml_desc_ret(xml):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_xml_desc", "ret", (xml,), _error) from None


def _decode_domain_get_autostart_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_autostart", _error) from None
    return new(DomainGetAutostartArgs, (dom,))


def _encode_domain_get_autostart_ret(autostart):
    try:
        return _p_i(autostart)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_autostart", "ret", (autostart,), _error) from None


def _decode_domain_get_info_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_info", _error) from None
    return new(DomainGetInfoArgs, (dom,))


def _encode_domain_get_info_ret(state, max_mem, memory, nr_virt_cpu, cpu_time):
    try:
        if not 0 <= state <= 255:
            unfit_range("state", state, 0, 255)
        if not 0 <= nr_virt_cpu <= 65535:
            unfit_range("nr_virt_cpu", nr_virt_cpu, 0, 65535)
        return _p_IQQIQ(state, max_mem, memory, nr_virt_cpu, cpu_time)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_info", "ret", (state, max_mem, memory, nr_virt_cpu, cpu_time), _error) from None


def _decode_domain_get_os_type_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_os_type", _error) from None
    return new(DomainGetOsTypeArgs, (dom,))


def _encode_domain_get_os_type_ret(type):
    try:
        _s1 = type.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("type", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_os_type", "ret", (type,), _error) from None


def _decode_connect_list_defined_domains_args(_d, _o):
    try:
        (maxnames,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_defined_domains", _error) from None
    return new(ConnectListDefinedDomainsArgs, (maxnames,))


def _encode_connect_list_defined_domains_ret(names):
    try:
        return encode_texts(names, "names", 16384, 4194304)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_defined_domains", "ret", (names,), _error) from None


def _decode_domain_lookup_by_id_args(_d, _o):
    try:
        (id,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_lookup_by_id", _error) from None
    return new(DomainLookupByIdArgs, (id,))


def _encode_domain_lookup_by_id_ret(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_lookup_by_id", "ret", (dom,), _error) from None


def _decode_domain_lookup_by_name_args(_d, _o):
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
        raise undecodable("domain_lookup_by_name", _error) from None
    return new(DomainLookupByNameArgs, (name,))


def _encode_domain_lookup_by_name_ret(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_lookup_by_name", "ret", (dom,), _error) from None


def _decode_domain_lookup_by_uuid_args(_d, _o):
    try:
        (uuid,) = _u_16s(_d, _o)
        _o += 16
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_lookup_by_uuid", _error) from None
    return new(DomainLookupByUuidArgs, (uuid,))


def _encode_domain_lookup_by_uuid_ret(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_lookup_by_uuid", "ret", (dom,), _error) from None


def _encode_connect_num_of_defined_domains_ret(num):
    try:
        return _p_i(num)
    except UNFIT as _error:
        raise unencodable("remote", "connect_num_of_defined_domains", "ret", (num,), _error) from None


def _decode_domain_reboot_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_reboot", _error) from None
    return new(DomainRebootArgs, (dom, flags))


def _decode_domain_resume_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_resume", _error) from None
    return new(DomainResumeArgs, (dom,))


def _decode_domain_set_autostart_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (autostart,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_autostart", _error) from None
    return new(DomainSetAutostartArgs, (dom, autostart))


def _decode_domain_shutdown_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_shutdown", _error) from None
    return new(DomainShutdownArgs, (dom,))


def _decode_domain_suspend_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_suspend", _error) from None
    return new(DomainSuspendArgs, (dom,))


def _decode_domain_undefine_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_undefine", _error) from None
    return new(DomainUndefineArgs, (dom,))


def _decode_connect_list_domains_args(_d, _o):
    try:
        (maxids,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_domains", _error) from None
    return new(ConnectListDomainsArgs, (maxids,))


def _encode_connect_list_domains_ret(ids):
    try:
        return encode_numbers(ids, "ids", 16384, "i")
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_domains", "ret", (ids,), _error) from None


def _encode_connect_num_of_domains_ret(num):
    try:
        return _p_i(num)
    except UNFIT as _error:
        raise unencodable("remote", "connect_num_of_domains", "ret", (num,), _error) from None


def _decode_domain_is_active_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_is_active", _error) from None
    return new(DomainIsActiveArgs, (dom,))


def _encode_domain_is_active_ret(active):
    try:
        return _p_i(active)
    except UNFIT as _error:
        raise unencodable("remote", "domain_is_active", "ret", (active,), _error) from None


def _decode_domain_is_persistent_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_is_persistent", _error) from None
    return new(DomainIsPersistentArgs, (dom,))


def _encode_domain_is_persistent_ret(persistent):
    try:
        return _p_i(persistent)
    except UNFIT as _error:
        raise unencodable("remote", "domain_is_persistent", "ret", (persistent,), _error) from None


def _decode_domain_create_with_flags_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_create_with_flags", _error) from None
    return new(DomainCreateWithFlagsArgs, (dom, flags))


def _encode_domain_create_with_flags_ret(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_create_with_flags", "ret", (dom,), _error) from None


def _decode_domain_is_updated_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_is_updated", _error) from None
    return new(DomainIsUpdatedArgs, (dom,))


def _encode_domain_is_updated_ret(updated):
    try:
        return _p_i(updated)
    except UNFIT as _error:
        raise unencodable("remote", "domain_is_updated", "ret", (updated,), _error) from None


def _decode_domain_get_state_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_state", _error) from None
    return new(DomainGetStateArgs, (dom, flags))


def _encode_domain_get_state_ret(state, reason):
    try:
        return _p_ii(state, reason)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_state", "ret", (state, reason), _error) from None


def _decode_domain_undefine_flags_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_undefine_flags", _error) from None
    return new(DomainUndefineFlagsArgs, (dom, flags))


def _decode_domain_destroy_flags_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_destroy_flags", _error) from None
    return new(DomainDestroyFlagsArgs, (dom, flags))


def _decode_domain_reset_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_reset", _error) from None
    return new(DomainResetArgs, (dom, flags))


def _decode_domain_shutdown_flags_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_shutdown_flags", _error) from None
    return new(DomainShutdownFlagsArgs, (dom, flags))


def _decode_connect_list_all_domains_args(_d, _o):
    try:
        need_results, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_all_domains", _error) from None
    return new(ConnectListAllDomainsArgs, (need_results, flags))


def _encode_connect_list_all_domains_ret(domains, ret):
    try:
        return encode_many(domains, "domains", 16384, encode_nonnull_domain) + _p_I(ret)
    except UNFIT as _error:
        raise unencodable("remote", "connect_list_all_domains", "ret", (domains, ret), _error) from None


def _decode_domain_create_xml_with_files_args(_d, _o):
    try:
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
        raise undecodable("domain_create_xml_with_files", _error) from None
    return new(DomainCreateXmlWithFilesArgs, (xml_desc, flags))


def _encode_domain_create_xml_with_files_ret(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_create_xml_with_files", "ret", (dom,), _error) from None


def _decode_domain_create_with_files_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_create_with_files", _error) from None
    return new(DomainCreateWithFilesArgs, (dom, flags))


def _encode_domain_create_with_files_ret(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_create_with_files", "ret", (dom,), _error) from None


def _decode_domain_define_xml_flags_args(_d, _o):
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
        raise undecodable("domain_define_xml_flags", _error) from None
    return new(DomainDefineXmlFlagsArgs, (xml, flags))


def _encode_domain_define_xml_flags_ret(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_define_xml_flags", "ret", (dom,), _error) from None


def _decode_domain_rename_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("new_name", _n2, 4194304)
            _e = _o + _n2
            new_name = _d[_o:_e].decode()
            if "\0" in new_name:
                bad_nul("new_name")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            new_name = None
        else:
            bad_presence("new_name", _n1)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_rename", _error) from None
    return new(DomainRenameArgs, (dom, new_name, flags))


def _encode_domain_rename_ret(retcode):
    try:
        return _p_i(retcode)
    except UNFIT as _error:
        raise unencodable("remote", "domain_rename", "ret", (retcode,), _error) from None


def _decode_domain_get_autostart_once_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_autostart_once", _error) from None
    return new(DomainGetAutostartOnceArgs, (dom,))


def _encode_domain_get_autostart_once_ret(autostart):
    try:
        return _p_i(autostart)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_autostart_once", "ret", (autostart,), _error) from None


def _decode_domain_set_autostart_once_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (autostart,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_autostart_once", _error) from None
    return new(DomainSetAutostartOnceArgs, (dom, autostart))


CODECS = {
    "domain_create": (_decode_domain_create_args, encode_void),
    "domain_create_xml": (_decode_domain_create_xml_args, _encode_domain_create_xml_ret),
    "domain_define_xml": (_decode_domain_define_xml_args, _encode_domain_define_xml_ret),
    "domain_destroy": (_decode_domain_destroy_args, encode_void),
    "domain_get_xml_desc": (_decode_domain_get_xml_desc_args, _encode_domain_get_xml_desc_ret),
    "domain_get_autostart": (_decode_domain_get_autostart_args, _encode_domain_get_autostart_ret),
    "domain_get_info": (_decode_domain_get_info_args, _encode_domain_get_info_ret),
    "domain_get_os_type": (_decode_domain_get_os_type_args, _encode_domain_get_os_type_ret),
    "connect_list_defined_domains": (_decode_connect_list_defined_domains_args, _encode_connect_list_defined_domains_ret),
    "domain_lookup_by_id": (_decode_domain_lookup_by_id_args, _encode_domain_lookup_by_id_ret),
    "domain_lookup_by_name": (_decode_domain_lookup_by_name_args, _encode_domain_lookup_by_name_ret),
    "domain_lookup_by_uuid": (_decode_domain_lookup_by_uuid_args, _encode_domain_lookup_by_uuid_ret),
    "connect_num_of_defined_domains": (decode_void, _encode_connect_num_of_defined_domains_ret),
    "domain_reboot": (_decode_domain_reboot_args, encode_void),
    "domain_resume": (_decode_domain_resume_args, encode_void),
    "domain_set_autostart": (_decode_domain_set_autostart_args, encode_void),
    "domain_shutdown": (_decode_domain_shutdown_args, encode_void),
    "domain_suspend": (_decode_domain_suspend_args, encode_void),
    "domain_undefine": (_decode_domain_undefine_args, encode_void),
    "connect_list_domains": (_decode_connect_list_domains_args, _encode_connect_list_domains_ret),
    "connect_num_of_domains": (decode_void, _encode_connect_num_of_domains_ret),
    "domain_is_active": (_decode_domain_is_active_args, _encode_domain_is_active_ret),
    "domain_is_persistent": (_decode_domain_is_persistent_args, _encode_domain_is_persistent_ret),
    "domain_create_with_flags": (_decode_domain_create_with_flags_args, _encode_domain_create_with_flags_ret),
    "domain_is_updated": (_decode_domain_is_updated_args, _encode_domain_is_updated_ret),
    "domain_get_state": (_decode_domain_get_state_args, _encode_domain_get_state_ret),
    "domain_undefine_flags": (_decode_domain_undefine_flags_args, encode_void),
    "domain_destroy_flags": (_decode_domain_destroy_flags_args, encode_void),
    "domain_reset": (_decode_domain_reset_args, encode_void),
    "domain_shutdown_flags": (_decode_domain_shutdown_flags_args, encode_void),
    "connect_list_all_domains": (_decode_connect_list_all_domains_args, _encode_connect_list_all_domains_ret),
    "domain_create_xml_with_files": (_decode_domain_create_xml_with_files_args, _encode_domain_create_xml_with_files_ret),
    "domain_create_with_files": (_decode_domain_create_with_files_args, _encode_domain_create_with_files_ret),
    "domain_define_xml_flags": (_decode_domain_define_xml_flags_args, _encode_domain_define_xml_flags_ret),
    "domain_rename": (_decode_domain_rename_args, _encode_domain_rename_ret),
    "domain_get_autostart_once": (_decode_domain_get_autostart_once_args, _encode_domain_get_autostart_once_ret),
    "domain_set_autostart_once": (_decode_domain_set_autostart_once_args, encode_void),
}
