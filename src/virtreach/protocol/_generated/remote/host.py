"""The host procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct, unpack_from
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.record import record
from virtreach.wire.runs import run_decoder
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_count, bad_length, bad_nul, bad_tail, decode_chars, decode_texts, decode_void, encode_numbers, encode_texts, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_IQI = Struct(">IQI").pack
_p_iI = Struct(">iI").pack
_p_iII = Struct(">iII").pack
_p_ii = Struct(">ii").pack
_p_iiI = Struct(">iiI").pack
_u_I = Struct(">I").unpack_from
_u_Ii = Struct(">Ii").unpack_from
_u_Q = Struct(">Q").unpack_from
_u_Qiiiiii = Struct(">Qiiiiii").unpack_from
_u_i = Struct(">i").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.host"

NodeGetCpuStats = record("NodeGetCpuStats", "field value", __name__)

NodeGetMemoryStats = record("NodeGetMemoryStats", "field value", __name__)

ConnectGetMaxVcpusRet = record("ConnectGetMaxVcpusRet", "max_vcpus", __name__)

NodeGetInfoRet = record("NodeGetInfoRet", "model memory cpus mhz nodes sockets cores threads", __name__)

ConnectGetCapabilitiesRet = record("ConnectGetCapabilitiesRet", "capabilities", __name__)

NodeGetCellsFreeMemoryRet = record("NodeGetCellsFreeMemoryRet", "cells", __name__)

NodeGetFreeMemoryRet = record("NodeGetFreeMemoryRet", "free_mem", __name__)

NodeGetSecurityModelRet = record("NodeGetSecurityModelRet", "model doi", __name__)

ConnectDomainXmlFromNativeRet = record("ConnectDomainXmlFromNativeRet", "domain_xml", __name__)

ConnectDomainXmlToNativeRet = record("ConnectDomainXmlToNativeRet", "native_config", __name__)

ConnectCompareCpuRet = record("ConnectCompareCpuRet", "result", __name__)

ConnectBaselineCpuRet = record("ConnectBaselineCpuRet", "cpu", __name__)

ConnectGetSysinfoRet = record("ConnectGetSysinfoRet", "sysinfo", __name__)

NodeGetCpuStatsRet = record("NodeGetCpuStatsRet", "params nparams", __name__)

NodeGetMemoryStatsRet = record("NodeGetMemoryStatsRet", "params nparams", __name__)

NodeGetMemoryParametersRet = record("NodeGetMemoryParametersRet", "params nparams", __name__)

NodeGetCpuMapRet = record("NodeGetCpuMapRet", "cpumap online ret", __name__)

ConnectGetCpuModelNamesRet = record("ConnectGetCpuModelNamesRet", "models ret", __name__)

NodeGetFreePagesRet = record("NodeGetFreePagesRet", "counts", __name__)

ConnectGetDomainCapabilitiesRet = record("ConnectGetDomainCapabilitiesRet", "capabilities", __name__)

NodeAllocPagesRet = record("NodeAllocPagesRet", "ret", __name__)

ConnectCompareHypervisorCpuRet = record("ConnectCompareHypervisorCpuRet", "result", __name__)

ConnectBaselineHypervisorCpuRet = record("ConnectBaselineHypervisorCpuRet", "cpu", __name__)

NodeGetSevInfoRet = record("NodeGetSevInfoRet", "params nparams", __name__)

ConnectGetStoragePoolCapabilitiesRet = record("ConnectGetStoragePoolCapabilitiesRet", "capabilities", __name__)


def decode_node_get_cpu_stats(_d, _o):
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("field", _n1, 4194304)
    _e = _o + _n1
    field = _d[_o:_e].decode()
    if "\0" in field:
        bad_nul("field")
    _o = _e + (-_n1 & 3)
    (value,) = _u_Q(_d, _o)
    _o += 8
    return new(NodeGetCpuStats, (field, value)), _o


decode_many_node_get_cpu_stats = run_decoder(
    "s Q", 4194304, lambda rows: [new(NodeGetCpuStats, (f0.decode(), f1)) for f0, f1 in rows]
)


def decode_node_get_memory_stats(_d, _o):
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("field", _n1, 4194304)
    _e = _o + _n1
    field = _d[_o:_e].decode()
    if "\0" in field:
        bad_nul("field")
    _o = _e + (-_n1 & 3)
    (value,) = _u_Q(_d, _o)
    _o += 8
    return new(NodeGetMemoryStats, (field, value)), _o


decode_many_node_get_memory_stats = run_decoder(
    "s Q", 4194304, lambda rows: [new(NodeGetMemoryStats, (f0.decode(), f1)) for f0, f1 in rows]
)


def _encode_connect_get_max_vcpus_args(type):
    try:
        if type is None:
            _m1 = NIL
        else:
            _s2 = type.encode()
            _n3 = len(_s2)
            if _n3 > 4194304 or 0 in _s2:
                unfit_text("type", _s2, 4194304)
            _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
        return _m1
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_max_vcpus", "args", (type,), _error) from None


def _decode_connect_get_max_vcpus_ret(_d, _o):
    try:
        (max_vcpus,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_max_vcpus", _error) from None
    return new(ConnectGetMaxVcpusRet, (max_vcpus,))


def _decode_node_get_info_ret(_d, _o):
    try:
        model, _o = decode_chars(_d, _o, "model", 32)
        memory, cpus, mhz, nodes, sockets, cores, threads = _u_Qiiiiii(_d, _o)
        _o += 32
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_get_info", _error) from None
    return new(NodeGetInfoRet, (model, memory, cpus, mhz, nodes, sockets, cores, threads))


def _decode_connect_get_capabilities_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("capabilities", _n1, 4194304)
        _e = _o + _n1
        capabilities = _d[_o:_e].decode()
        if "\0" in capabilities:
            bad_nul("capabilities")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_capabilities", _error) from None
    return new(ConnectGetCapabilitiesRet, (capabilities,))


def _encode_node_get_cells_free_memory_args(start_cell, maxcells):
    try:
        return _p_ii(start_cell, maxcells)
    except UNFIT as _error:
        raise unencodable("remote", "node_get_cells_free_memory", "args", (start_cell, maxcells), _error) from None


def _decode_node_get_cells_free_memory_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 1024 or _n1 * 8 > len(_d) - _o:
            bad_count("cells", _n1, 1024, len(_d) - _o)
        cells = list(unpack_from(f">{_n1}Q", _d, _o))
        _o += _n1 * 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_get_cells_free_memory", _error) from None
    return new(NodeGetCellsFreeMemoryRet, (cells,))


def _decode_node_get_free_memory_ret(_d, _o):
    try:
        (free_mem,) = _u_Q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_get_free_memory", _error) from None
    return new(NodeGetFreeMemoryRet, (free_mem,))


def _decode_node_get_security_model_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 257:
            bad_length("model", _n1, 257)
        model, _o = decode_chars(_d, _o, "model", _n1)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 257:
            bad_length("doi", _n2, 257)
        doi, _o = decode_chars(_d, _o, "doi", _n2)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_get_security_model", _error) from None
    return new(NodeGetSecurityModelRet, (model, doi))


def _encode_connect_domain_xml_from_native_args(native_format, native_config, flags):
    try:
        _s1 = native_format.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("native_format", _s1, 4194304)
        _s3 = native_config.encode()
        _n4 = len(_s3)
        if _n4 > 4194304 or 0 in _s3:
            unfit_text("native_config", _s3, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(_n4), _s3, PAD[_n4 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "connect_domain_xml_from_native", "args", (native_format, native_config, flags), _error) from None


def _decode_connect_domain_xml_from_native_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("domain_xml", _n1, 4194304)
        _e = _o + _n1
        domain_xml = _d[_o:_e].decode()
        if "\0" in domain_xml:
            bad_nul("domain_xml")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_domain_xml_from_native", _error) from None
    return new(ConnectDomainXmlFromNativeRet, (domain_xml,))


def _encode_connect_domain_xml_to_native_args(native_format, domain_xml, flags):
    try:
        _s1 = native_format.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("native_format", _s1, 4194304)
        _s3 = domain_xml.encode()
        _n4 = len(_s3)
        if _n4 > 4194304 or 0 in _s3:
            unfit_text("domain_xml", _s3, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(_n4), _s3, PAD[_n4 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "connect_domain_xml_to_native", "args", (native_format, domain_xml, flags), _error) from None


def _decode_connect_domain_xml_to_native_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("native_config", _n1, 4194304)
        _e = _o + _n1
        native_config = _d[_o:_e].decode()
        if "\0" in native_config:
            bad_nul("native_config")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_domain_xml_to_native", _error) from None
    return new(ConnectDomainXmlToNativeRet, (native_config,))


def _encode_connect_compare_cpu_args(xml, flags):
    try:
        _s1 = xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("xml", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "connect_compare_cpu", "args", (xml, flags), _error) from None


def _decode_connect_compare_cpu_ret(_d, _o):
    try:
        (result,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_compare_cpu", _error) from None
    return new(ConnectCompareCpuRet, (result,))


def _encode_connect_baseline_cpu_args(xml_cpus, flags):
    try:
        return encode_texts(xml_cpus, "xml_cpus", 256, 4194304) + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "connect_baseline_cpu", "args", (xml_cpus, flags), _error) from None


def _decode_connect_baseline_cpu_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cpu", _n1, 4194304)
        _e = _o + _n1
        cpu = _d[_o:_e].decode()
        if "\0" in cpu:
            bad_nul("cpu")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_baseline_cpu", _error) from None
    return new(ConnectBaselineCpuRet, (cpu,))


def _encode_connect_get_sysinfo_args(flags):
    try:
        return _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_sysinfo", "args", (flags,), _error) from None


def _decode_connect_get_sysinfo_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("sysinfo", _n1, 4194304)
        _e = _o + _n1
        sysinfo = _d[_o:_e].decode()
        if "\0" in sysinfo:
            bad_nul("sysinfo")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_sysinfo", _error) from None
    return new(ConnectGetSysinfoRet, (sysinfo,))


def _encode_node_get_cpu_stats_args(cpu_num, nparams, flags):
    try:
        return _p_iiI(cpu_num, nparams, flags)
    except UNFIT as _error:
        raise unencodable("remote", "node_get_cpu_stats", "args", (cpu_num, nparams, flags), _error) from None


def _decode_node_get_cpu_stats_ret(_d, _o):
    try:
        params, _o = decode_many_node_get_cpu_stats(_d, _o, "params", 16)
        (nparams,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_get_cpu_stats", _error) from None
    return new(NodeGetCpuStatsRet, (params, nparams))


def _encode_node_get_memory_stats_args(nparams, cell_num, flags):
    try:
        return _p_iiI(nparams, cell_num, flags)
    except UNFIT as _error:
        raise unencodable("remote", "node_get_memory_stats", "args", (nparams, cell_num, flags), _error) from None


def _decode_node_get_memory_stats_ret(_d, _o):
    try:
        params, _o = decode_many_node_get_memory_stats(_d, _o, "params", 16)
        (nparams,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_get_memory_stats", _error) from None
    return new(NodeGetMemoryStatsRet, (params, nparams))


def _encode_node_suspend_for_duration_args(target, duration, flags):
    try:
        return _p_IQI(target, duration, flags)
    except UNFIT as _error:
        raise unencodable("remote", "node_suspend_for_duration", "args", (target, duration, flags), _error) from None


def _encode_node_set_memory_parameters_args(params, flags):
    try:
        return encode_params(params, "params", 64) + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "node_set_memory_parameters", "args", (params, flags), _error) from None


def _encode_node_get_memory_parameters_args(nparams, flags):
    try:
        return _p_iI(nparams, flags)
    except UNFIT as _error:
        raise unencodable("remote", "node_get_memory_parameters", "args", (nparams, flags), _error) from None


def _decode_node_get_memory_parameters_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 64)
        (nparams,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_get_memory_parameters", _error) from None
    return new(NodeGetMemoryParametersRet, (params, nparams))


def _encode_node_get_cpu_map_args(need_map, need_online, flags):
    try:
        return _p_iiI(need_map, need_online, flags)
    except UNFIT as _error:
        raise unencodable("remote", "node_get_cpu_map", "args", (need_map, need_online, flags), _error) from None


def _decode_node_get_cpu_map_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 2048:
            bad_length("cpumap", _n1, 2048)
        _e = _o + _n1
        cpumap = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        online, ret = _u_Ii(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_get_cpu_map", _error) from None
    return new(NodeGetCpuMapRet, (cpumap, online, ret))


def _encode_connect_get_cpu_model_names_args(arch, need_results, flags):
    try:
        _s1 = arch.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("arch", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_iI(need_results, flags)))
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_cpu_model_names", "args", (arch, need_results, flags), _error) from None


def _decode_connect_get_cpu_model_names_ret(_d, _o):
    try:
        models, _o = decode_texts(_d, _o, "models", 8192, 4194304)
        (ret,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_cpu_model_names", _error) from None
    return new(ConnectGetCpuModelNamesRet, (models, ret))


def _encode_node_get_free_pages_args(pages, start_cell, cell_count, flags):
    try:
        return encode_numbers(pages, "pages", 1024, "I") + _p_iII(start_cell, cell_count, flags)
    except UNFIT as _error:
        raise unencodable("remote", "node_get_free_pages", "args", (pages, start_cell, cell_count, flags), _error) from None


def _decode_node_get_free_pages_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 1024 or _n1 * 8 > len(_d) - _o:
            bad_count("counts", _n1, 1024, len(_d) - _o)
        counts = list(unpack_from(f">{_n1}Q", _d, _o))
        _o += _n1 * 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_get_free_pages", _error) from None
    return new(NodeGetFreePagesRet, (counts,))


def _encode_connect_get_domain_capabilities_args(emulatorbin, arch, machine, virttype, flags):
    try:
        if emulatorbin is None:
            _m1 = NIL
        else:
            _s2 = emulatorbin.encode()
            _n3 = len(_s2)
            if _n3 > 4194304 or 0 in _s2:
                unfit_text("emulatorbin", _s2, 4194304)
            _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
        if arch is None:
            _m4 = NIL
        else:
            _s5 = arch.encode()
            _n6 = len(_s5)
            if _n6 > 4194304 or 0 in _s5:
                unfit_text("arch", _s5, 4194304)
            _m4 = b"".join((PRESENT, _p_I(_n6), _s5, PAD[_n6 & 3]))
        if machine is None:
            _m7 = NIL
        else:
            _s8 = machine.encode()
            _n9 = len(_s8)
            if _n9 > 4194304 or 0 in _s8:
                unfit_text("machine", _s8, 4194304)
            _m7 = b"".join((PRESENT, _p_I(_n9), _s8, PAD[_n9 & 3]))
        if virttype is None:
            _m10 = NIL
        else:
            _s11 = virttype.encode()
            _n12 = len(_s11)
            if _n12 > 4194304 or 0 in _s11:
                unfit_text("virttype", _s11, 4194304)
            _m10 = b"".join((PRESENT, _p_I(_n12), _s11, PAD[_n12 & 3]))
        return b"".join((_m1, _m4, _m7, _m10, _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_domain_capabilities", "args", (emulatorbin, arch, machine, virttype, flags), _error) from None


def _decode_connect_get_domain_capabilities_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("capabilities", _n1, 4194304)
        _e = _o + _n1
        capabilities = _d[_o:_e].decode()
        if "\0" in capabilities:
            bad_nul("capabilities")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_domain_capabilities", _error) from None
    return new(ConnectGetDomainCapabilitiesRet, (capabilities,))


def _encode_node_alloc_pages_args(page_sizes, page_counts, start_cell, cell_count, flags):
    try:
        return encode_numbers(page_sizes, "page_sizes", 1024, "I") + encode_numbers(page_counts, "page_counts", 1024, "Q") + _p_iII(start_cell, cell_count, flags)
    except UNFIT as _error:
        raise unencodable("remote", "node_alloc_pages", "args", (page_sizes, page_counts, start_cell, cell_count, flags), _error) from None


def _decode_node_alloc_pages_ret(_d, _o):
    try:
        (ret,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_alloc_pages", _error) from None
    return new(NodeAllocPagesRet, (ret,))


def _encode_connect_compare_hypervisor_cpu_args(emulator, arch, machine, virttype, xml_cpu, flags):
    try:
        if emulator is None:
            _m1 = NIL
        else:
            _s2 = emulator.encode()
            _n3 = len(_s2)
            if _n3 > 4194304 or 0 in _s2:
                unfit_text("emulator", _s2, 4194304)
            _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
        if arch is None:
            _m4 = NIL
        else:
            _s5 = arch.encode()
            _n6 = len(_s5)
            if _n6 > 4194304 or 0 in _s5:
                unfit_text("arch", _s5, 4194304)
            _m4 = b"".join((PRESENT, _p_I(_n6), _s5, PAD[_n6 & 3]))
        if machine is None:
            _m7 = NIL
        else:
            _s8 = machine.encode()
            _n9 = len(_s8)
            if _n9 > 4194304 or 0 in _s8:
                unfit_text("machine", _s8, 4194304)
            _m7 = b"".join((PRESENT, _p_I(_n9), _s8, PAD[_n9 & 3]))
        if virttype is None:
            _m10 = NIL
        else:
            _s11 = virttype.encode()
            _n12 = len(_s11)
            if _n12 > 4194304 or 0 in _s11:
                unfit_text("virttype", _s11, 4194304)
            _m10 = b"".join((PRESENT, _p_I(_n12), _s11, PAD[_n12 & 3]))
        _s13 = xml_cpu.encode()
        _n14 = len(_s13)
        if _n14 > 4194304 or 0 in _s13:
            unfit_text("xml_cpu", _s13, 4194304)
        return b"".join((_m1, _m4, _m7, _m10, _p_I(_n14), _s13, PAD[_n14 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "connect_compare_hypervisor_cpu", "args", (emulator, arch, machine, virttype, xml_cpu, flags), _error) from None


def _decode_connect_compare_hypervisor_cpu_ret(_d, _o):
    try:
        (result,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_compare_hypervisor_cpu", _error) from None
    return new(ConnectCompareHypervisorCpuRet, (result,))


def _encode_connect_baseline_hypervisor_cpu_args(emulator, arch, machine, virttype, xml_cpus, flags):
    try:
        if emulator is None:
            _m1 = NIL
        else:
            _s2 = emulator.encode()
            _n3 = len(_s2)
            if _n3 > 4194304 or 0 in _s2:
                unfit_text("emulator", _s2, 4194304)
            _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
        if arch is None:
            _m4 = NIL
        else:
            _s5 = arch.encode()
            _n6 = len(_s5)
            if _n6 > 4194304 or 0 in _s5:
                unfit_text("arch", _s5, 4194304)
            _m4 = b"".join((PRESENT, _p_I(_n6), _s5, PAD[_n6 & 3]))
        if machine is None:
            _m7 = NIL
        else:
            _s8 = machine.encode()
            _n9 = len(_s8)
            if _n9 > 4194304 or 0 in _s8:
                unfit_text("machine", _s8, 4194304)
            _m7 = b"".join((PRESENT, _p_I(_n9), _s8, PAD[_n9 & 3]))
        if virttype is None:
            _m10 = NIL
        else:
            _s11 = virttype.encode()
            _n12 = len(_s11)
            if _n12 > 4194304 or 0 in _s11:
                unfit_text("virttype", _s11, 4194304)
            _m10 = b"".join((PRESENT, _p_I(_n12), _s11, PAD[_n12 & 3]))
        return b"".join((_m1, _m4, _m7, _m10, encode_texts(xml_cpus, "xml_cpus", 256, 4194304), _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "connect_baseline_hypervisor_cpu", "args", (emulator, arch, machine, virttype, xml_cpus, flags), _error) from None


def _decode_connect_baseline_hypervisor_cpu_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cpu", _n1, 4194304)
        _e = _o + _n1
        cpu = _d[_o:_e].decode()
        if "\0" in cpu:
            bad_nul("cpu")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_baseline_hypervisor_cpu", _error) from None
    return new(ConnectBaselineHypervisorCpuRet, (cpu,))


def _encode_node_get_sev_info_args(nparams, flags):
    try:
        return _p_iI(nparams, flags)
    except UNFIT as _error:
        raise unencodable("remote", "node_get_sev_info", "args", (nparams, flags), _error) from None


def _decode_node_get_sev_info_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 64)
        (nparams,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_get_sev_info", _error) from None
    return new(NodeGetSevInfoRet, (params, nparams))


def _encode_connect_get_storage_pool_capabilities_args(flags):
    try:
        return _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_storage_pool_capabilities", "args", (flags,), _error) from None


def _decode_connect_get_storage_pool_capabilities_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("capabilities", _n1, 4194304)
        _e = _o + _n1
        capabilities = _d[_o:_e].decode()
        if "\0" in capabilities:
            bad_nul("capabilities")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_storage_pool_capabilities", _error) from None
    return new(ConnectGetStoragePoolCapabilitiesRet, (capabilities,))


CONNECT_GET_MAX_VCPUS = Procedure(_PROGRAM, 5, "connect_get_max_vcpus", _encode_connect_get_max_vcpus_args, _decode_connect_get_max_vcpus_ret, arg_fields=('type',), ret_fields=('max_vcpus',), priority='high', acl=('connect:read',), readonly='allow', replayable=True, server=_SERVER)
NODE_GET_INFO = Procedure(_PROGRAM, 6, "node_get_info", encode_void, _decode_node_get_info_ret, ret_fields=('model', 'memory', 'cpus', 'mhz', 'nodes', 'sockets', 'cores', 'threads'), priority='high', acl=('connect:read',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_GET_CAPABILITIES = Procedure(_PROGRAM, 7, "connect_get_capabilities", encode_void, _decode_connect_get_capabilities_ret, ret_fields=('capabilities',), acl=('connect:read',), readonly='allow', replayable=True, server=_SERVER)
NODE_GET_CELLS_FREE_MEMORY = Procedure(_PROGRAM, 101, "node_get_cells_free_memory", _encode_node_get_cells_free_memory_args, _decode_node_get_cells_free_memory_ret, arg_fields=('start_cell', 'maxcells'), ret_fields=('cells',), priority='high', acl=('connect:read',), readonly='allow', replayable=True, server=_SERVER)
NODE_GET_FREE_MEMORY = Procedure(_PROGRAM, 102, "node_get_free_memory", encode_void, _decode_node_get_free_memory_ret, ret_fields=('free_mem',), priority='high', acl=('connect:read',), readonly='allow', replayable=True, server=_SERVER)
NODE_GET_SECURITY_MODEL = Procedure(_PROGRAM, 122, "node_get_security_model", encode_void, _decode_node_get_security_model_ret, ret_fields=('model', 'doi'), priority='high', acl=('connect:read',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_DOMAIN_XML_FROM_NATIVE = Procedure(_PROGRAM, 135, "connect_domain_xml_from_native", _encode_connect_domain_xml_from_native_args, _decode_connect_domain_xml_from_native_ret, arg_fields=('native_format', 'native_config', 'flags'), ret_fields=('domain_xml',), acl=('connect:write',), replayable=True, server=_SERVER)
CONNECT_DOMAIN_XML_TO_NATIVE = Procedure(_PROGRAM, 136, "connect_domain_xml_to_native", _encode_connect_domain_xml_to_native_args, _decode_connect_domain_xml_to_native_ret, arg_fields=('native_format', 'domain_xml', 'flags'), ret_fields=('native_config',), acl=('connect:write',), replayable=True, server=_SERVER)
CONNECT_COMPARE_CPU = Procedure(_PROGRAM, 158, "connect_compare_cpu", _encode_connect_compare_cpu_args, _decode_connect_compare_cpu_ret, arg_fields=('xml', 'flags'), ret_fields=('result',), priority='high', acl=('connect:read',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_BASELINE_CPU = Procedure(_PROGRAM, 162, "connect_baseline_cpu", _encode_connect_baseline_cpu_args, _decode_connect_baseline_cpu_ret, arg_fields=('xml_cpus', 'flags'), ret_fields=('cpu',), acl=('connect:read',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_GET_SYSINFO = Procedure(_PROGRAM, 203, "connect_get_sysinfo", _encode_connect_get_sysinfo_args, _decode_connect_get_sysinfo_ret, arg_fields=('flags',), ret_fields=('sysinfo',), priority='high', acl=('connect:read',), readonly='allow', replayable=True, server=_SERVER)
NODE_GET_CPU_STATS = Procedure(_PROGRAM, 227, "node_get_cpu_stats", _encode_node_get_cpu_stats_args, _decode_node_get_cpu_stats_ret, arg_fields=('cpu_num', 'nparams', 'flags'), ret_fields=('params', 'nparams'), priority='high', acl=('connect:read',), readonly='allow', replayable=True, server=_SERVER)
NODE_GET_MEMORY_STATS = Procedure(_PROGRAM, 228, "node_get_memory_stats", _encode_node_get_memory_stats_args, _decode_node_get_memory_stats_ret, arg_fields=('nparams', 'cell_num', 'flags'), ret_fields=('params', 'nparams'), priority='high', acl=('connect:read',), readonly='allow', replayable=True, server=_SERVER)
NODE_SUSPEND_FOR_DURATION = Procedure(_PROGRAM, 250, "node_suspend_for_duration", _encode_node_suspend_for_duration_args, decode_void, arg_fields=('target', 'duration', 'flags'), acl=('connect:pm_control',), server=_SERVER)
NODE_SET_MEMORY_PARAMETERS = Procedure(_PROGRAM, 288, "node_set_memory_parameters", _encode_node_set_memory_parameters_args, decode_void, arg_fields=('params', 'flags'), acl=('connect:write',), server=_SERVER)
NODE_GET_MEMORY_PARAMETERS = Procedure(_PROGRAM, 289, "node_get_memory_parameters", _encode_node_get_memory_parameters_args, _decode_node_get_memory_parameters_ret, arg_fields=('nparams', 'flags'), ret_fields=('params', 'nparams'), acl=('connect:read',), readonly='allow', replayable=True, server=_SERVER)
NODE_GET_CPU_MAP = Procedure(_PROGRAM, 293, "node_get_cpu_map", _encode_node_get_cpu_map_args, _decode_node_get_cpu_map_ret, arg_fields=('need_map', 'need_online', 'flags'), ret_fields=('cpumap', 'online', 'ret'), acl=('connect:read',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_GET_CPU_MODEL_NAMES = Procedure(_PROGRAM, 312, "connect_get_cpu_model_names", _encode_connect_get_cpu_model_names_args, _decode_connect_get_cpu_model_names_ret, arg_fields=('arch', 'need_results', 'flags'), ret_fields=('models', 'ret'), acl=('connect:read',), readonly='allow', replayable=True, server=_SERVER)
NODE_GET_FREE_PAGES = Procedure(_PROGRAM, 340, "node_get_free_pages", _encode_node_get_free_pages_args, _decode_node_get_free_pages_ret, arg_fields=('pages', 'start_cell', 'cell_count', 'flags'), ret_fields=('counts',), priority='high', acl=('connect:read',), readonly='allow', replayable=True, server=_SERVER)
CONNECT_GET_DOMAIN_CAPABILITIES = Procedure(_PROGRAM, 342, "connect_get_domain_capabilities", _encode_connect_get_domain_capabilities_args, _decode_connect_get_domain_capabilities_ret, arg_fields=('emulatorbin', 'arch', 'machine', 'virttype', 'flags'), ret_fields=('capabilities',), acl=('connect:write',), replayable=True, server=_SERVER)
NODE_ALLOC_PAGES = Procedure(_PROGRAM, 347, "node_alloc_pages", _encode_node_alloc_pages_args, _decode_node_alloc_pages_ret, arg_fields=('page_sizes', 'page_counts', 'start_cell', 'cell_count', 'flags'), ret_fields=('ret',), acl=('connect:write',), server=_SERVER)
CONNECT_COMPARE_HYPERVISOR_CPU = Procedure(_PROGRAM, 393, "connect_compare_hypervisor_cpu", _encode_connect_compare_hypervisor_cpu_args, _decode_connect_compare_hypervisor_cpu_ret, arg_fields=('emulator', 'arch', 'machine', 'virttype', 'xml_cpu', 'flags'), ret_fields=('result',), acl=('connect:write',), server=_SERVER)
CONNECT_BASELINE_HYPERVISOR_CPU = Procedure(_PROGRAM, 394, "connect_baseline_hypervisor_cpu", _encode_connect_baseline_hypervisor_cpu_args, _decode_connect_baseline_hypervisor_cpu_ret, arg_fields=('emulator', 'arch', 'machine', 'virttype', 'xml_cpus', 'flags'), ret_fields=('cpu',), acl=('connect:write',), server=_SERVER)
NODE_GET_SEV_INFO = Procedure(_PROGRAM, 395, "node_get_sev_info", _encode_node_get_sev_info_args, _decode_node_get_sev_info_ret, arg_fields=('nparams', 'flags'), ret_fields=('params', 'nparams'), acl=('connect:read',), replayable=True, server=_SERVER)
CONNECT_GET_STORAGE_POOL_CAPABILITIES = Procedure(_PROGRAM, 403, "connect_get_storage_pool_capabilities", _encode_connect_get_storage_pool_capabilities_args, _decode_connect_get_storage_pool_capabilities_ret, arg_fields=('flags',), ret_fields=('capabilities',), acl=('connect:read',), readonly='allow', replayable=True, server=_SERVER)
