"""The host procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct, unpack_from
from virtreach.protocol.procedure import unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.record import record
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_count, bad_length, bad_nul, bad_presence, bad_tail, decode_texts, decode_void, encode_chars, encode_many, encode_numbers, encode_texts, encode_void, undecodable, unfit_fixed, unfit_size, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_Ii = Struct(">Ii").pack
_p_Q = Struct(">Q").pack
_p_Qiiiiii = Struct(">Qiiiiii").pack
_p_i = Struct(">i").pack
_u_I = Struct(">I").unpack_from
_u_IQI = Struct(">IQI").unpack_from
_u_iI = Struct(">iI").unpack_from
_u_iII = Struct(">iII").unpack_from
_u_ii = Struct(">ii").unpack_from
_u_iiI = Struct(">iiI").unpack_from

ConnectGetMaxVcpusArgs = record("ConnectGetMaxVcpusArgs", "type", __name__)

NodeGetCellsFreeMemoryArgs = record("NodeGetCellsFreeMemoryArgs", "start_cell maxcells", __name__)

ConnectDomainXmlFromNativeArgs = record("ConnectDomainXmlFromNativeArgs", "native_format native_config flags", __name__)

ConnectDomainXmlToNativeArgs = record("ConnectDomainXmlToNativeArgs", "native_format domain_xml flags", __name__)

ConnectCompareCpuArgs = record("ConnectCompareCpuArgs", "xml flags", __name__)

ConnectBaselineCpuArgs = record("ConnectBaselineCpuArgs", "xml_cpus flags", __name__)

ConnectGetSysinfoArgs = record("ConnectGetSysinfoArgs", "flags", __name__)

NodeGetCpuStatsArgs = record("NodeGetCpuStatsArgs", "cpu_num nparams flags", __name__)

NodeGetMemoryStatsArgs = record("NodeGetMemoryStatsArgs", "nparams cell_num flags", __name__)

NodeSuspendForDurationArgs = record("NodeSuspendForDurationArgs", "target duration flags", __name__)

NodeSetMemoryParametersArgs = record("NodeSetMemoryParametersArgs", "params flags", __name__)

NodeGetMemoryParametersArgs = record("NodeGetMemoryParametersArgs", "nparams flags", __name__)

NodeGetCpuMapArgs = record("NodeGetCpuMapArgs", "need_map need_online flags", __name__)

ConnectGetCpuModelNamesArgs = record("ConnectGetCpuModelNamesArgs", "arch need_results flags", __name__)

NodeGetFreePagesArgs = record("NodeGetFreePagesArgs", "pages start_cell cell_count flags", __name__)

ConnectGetDomainCapabilitiesArgs = record("ConnectGetDomainCapabilitiesArgs", "emulatorbin arch machine virttype flags", __name__)

NodeAllocPagesArgs = record("NodeAllocPagesArgs", "page_sizes page_counts start_cell cell_count flags", __name__)

ConnectCompareHypervisorCpuArgs = record("ConnectCompareHypervisorCpuArgs", "emulator arch machine virttype xml_cpu flags", __name__)

ConnectBaselineHypervisorCpuArgs = record("ConnectBaselineHypervisorCpuArgs", "emulator arch machine virttype xml_cpus flags", __name__)

NodeGetSevInfoArgs = record("NodeGetSevInfoArgs", "nparams flags", __name__)

ConnectGetStoragePoolCapabilitiesArgs = record("ConnectGetStoragePoolCapabilitiesArgs", "flags", __name__)


def encode_node_get_cpu_stats(field, value):
    _s1 = field.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("field", _s1, 4194304)
    return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_Q(value)))


def encode_node_get_memory_stats(field, value):
    _s1 = field.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("field", _s1, 4194304)
    return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_Q(value)))


def _decode_connect_get_max_vcpus_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("type", _n2, 4194304)
            _e = _o + _n2
            type = _d[_o:_e].decode()
            if "\0" in type:
                bad_nul("type")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            type = None
        else:
            bad_presence("type", _n1)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_max_vcpus", _error) from None
    return new(ConnectGetMaxVcpusArgs, (type,))


def _encode_connect_get_max_vcpus_ret(max_vcpus):
    try:
        return _p_i(max_vcpus)
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_max_vcpus", "ret", (max_vcpus,), _error) from None


def _encode_node_get_info_ret(model, memory, cpus, mhz, nodes, sockets, cores, threads):
    try:
        if len(model) != 32:
            unfit_fixed("model", model, 32)
        return encode_chars(model, "model", 32) + _p_Qiiiiii(memory, cpus, mhz, nodes, sockets, cores, threads)
    except UNFIT as _error:
        raise unencodable("remote", "node_get_info", "ret", (model, memory, cpus, mhz, nodes, sockets, cores, threads), _error) from None


def _encode_connect_get_capabilities_ret(capabilities):
    try:
        _s1 = capabilities.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("capabilities", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_capabilities", "ret", (capabilities,), _error) from None


def _decode_node_get_cells_free_memory_args(_d, _o):
    try:
        start_cell, maxcells = _u_ii(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_get_cells_free_memory", _error) from None
    return new(NodeGetCellsFreeMemoryArgs, (start_cell, maxcells))


def _encode_node_get_cells_free_memory_ret(cells):
    try:
        return encode_numbers(cells, "cells", 1024, "Q")
    except UNFIT as _error:
        raise unencodable("remote", "node_get_cells_free_memory", "ret", (cells,), _error) from None


def _encode_node_get_free_memory_ret(free_mem):
    try:
        return _p_Q(free_mem)
    except UNFIT as _error:
        raise unencodable("remote", "node_get_free_memory", "ret", (free_mem,), _error) from None


def _encode_node_get_security_model_ret(model, doi):
    try:
        _s1 = encode_chars(model, "model", 257)
        _s2 = encode_chars(doi, "doi", 257)
        return b"".join((_p_I(len(model)), _s1, _p_I(len(doi)), _s2))
    except UNFIT as _error:
        raise unencodable("remote", "node_get_security_model", "ret", (model, doi), _error) from None


def _decode_connect_domain_xml_from_native_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("native_format", _n1, 4194304)
        _e = _o + _n1
        native_format = _d[_o:_e].decode()
        if "\0" in native_format:
            bad_nul("native_format")
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 4194304:
            bad_length("native_config", _n2, 4194304)
        _e = _o + _n2
        native_config = _d[_o:_e].decode()
        if "\0" in native_config:
            bad_nul("native_config")
        _o = _e + (-_n2 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_domain_xml_from_native", _error) from None
    return new(ConnectDomainXmlFromNativeArgs, (native_format, native_config, flags))


def _encode_connect_domain_xml_from_native_ret(domain_xml):
    try:
        _s1 = domain_xml.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("domain_xml", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "connect_domain_xml_from_native", "ret", (domain_xml,), _error) from None


def _decode_connect_domain_xml_to_native_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("native_format", _n1, 4194304)
        _e = _o + _n1
        native_format = _d[_o:_e].decode()
        if "\0" in native_format:
            bad_nul("native_format")
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 4194304:
            bad_length("domain_xml", _n2, 4194304)
        _e = _o + _n2
        domain_xml = _d[_o:_e].decode()
        if "\0" in domain_xml:
            bad_nul("domain_xml")
        _o = _e + (-_n2 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_domain_xml_to_native", _error) from None
    return new(ConnectDomainXmlToNativeArgs, (native_format, domain_xml, flags))


def _encode_connect_domain_xml_to_native_ret(native_config):
    try:
        _s1 = native_config.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("native_config", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "connect_domain_xml_to_native", "ret", (native_config,), _error) from None


def _decode_connect_compare_cpu_args(_d, _o):
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
        raise undecodable("connect_compare_cpu", _error) from None
    return new(ConnectCompareCpuArgs, (xml, flags))


def _encode_connect_compare_cpu_ret(result):
    try:
        return _p_i(result)
    except UNFIT as _error:
        raise unencodable("remote", "connect_compare_cpu", "ret", (result,), _error) from None


def _decode_connect_baseline_cpu_args(_d, _o):
    try:
        xml_cpus, _o = decode_texts(_d, _o, "xml_cpus", 256, 4194304)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_baseline_cpu", _error) from None
    return new(ConnectBaselineCpuArgs, (xml_cpus, flags))


def _encode_connect_baseline_cpu_ret(cpu):
    try:
        _s1 = cpu.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("cpu", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "connect_baseline_cpu", "ret", (cpu,), _error) from None


def _decode_connect_get_sysinfo_args(_d, _o):
    try:
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_sysinfo", _error) from None
    return new(ConnectGetSysinfoArgs, (flags,))


def _encode_connect_get_sysinfo_ret(sysinfo):
    try:
        _s1 = sysinfo.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("sysinfo", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_sysinfo", "ret", (sysinfo,), _error) from None


def _decode_node_get_cpu_stats_args(_d, _o):
    try:
        cpu_num, nparams, flags = _u_iiI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_get_cpu_stats", _error) from None
    return new(NodeGetCpuStatsArgs, (cpu_num, nparams, flags))


def _encode_node_get_cpu_stats_ret(params, nparams):
    try:
        return encode_many(params, "params", 16, encode_node_get_cpu_stats) + _p_i(nparams)
    except UNFIT as _error:
        raise unencodable("remote", "node_get_cpu_stats", "ret", (params, nparams), _error) from None


def _decode_node_get_memory_stats_args(_d, _o):
    try:
        nparams, cell_num, flags = _u_iiI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_get_memory_stats", _error) from None
    return new(NodeGetMemoryStatsArgs, (nparams, cell_num, flags))


def _encode_node_get_memory_stats_ret(params, nparams):
    try:
        return encode_many(params, "params", 16, encode_node_get_memory_stats) + _p_i(nparams)
    except UNFIT as _error:
        raise unencodable("remote", "node_get_memory_stats", "ret", (params, nparams), _error) from None


def _decode_node_suspend_for_duration_args(_d, _o):
    try:
        target, duration, flags = _u_IQI(_d, _o)
        _o += 16
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_suspend_for_duration", _error) from None
    return new(NodeSuspendForDurationArgs, (target, duration, flags))


def _decode_node_set_memory_parameters_args(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 64)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_set_memory_parameters", _error) from None
    return new(NodeSetMemoryParametersArgs, (params, flags))


def _decode_node_get_memory_parameters_args(_d, _o):
    try:
        nparams, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_get_memory_parameters", _error) from None
    return new(NodeGetMemoryParametersArgs, (nparams, flags))


def _encode_node_get_memory_parameters_ret(params, nparams):
    try:
        return encode_params(params, "params", 64) + _p_i(nparams)
    except UNFIT as _error:
        raise unencodable("remote", "node_get_memory_parameters", "ret", (params, nparams), _error) from None


def _decode_node_get_cpu_map_args(_d, _o):
    try:
        need_map, need_online, flags = _u_iiI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_get_cpu_map", _error) from None
    return new(NodeGetCpuMapArgs, (need_map, need_online, flags))


def _encode_node_get_cpu_map_ret(cpumap, online, ret):
    try:
        _n1 = len(cpumap)
        if _n1 > 2048:
            unfit_size("cpumap", _n1, 2048)
        return b"".join((_p_I(_n1), cpumap, PAD[_n1 & 3], _p_Ii(online, ret)))
    except UNFIT as _error:
        raise unencodable("remote", "node_get_cpu_map", "ret", (cpumap, online, ret), _error) from None


def _decode_connect_get_cpu_model_names_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("arch", _n1, 4194304)
        _e = _o + _n1
        arch = _d[_o:_e].decode()
        if "\0" in arch:
            bad_nul("arch")
        _o = _e + (-_n1 & 3)
        need_results, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_cpu_model_names", _error) from None
    return new(ConnectGetCpuModelNamesArgs, (arch, need_results, flags))


def _encode_connect_get_cpu_model_names_ret(models, ret):
    try:
        return encode_texts(models, "models", 8192, 4194304) + _p_i(ret)
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_cpu_model_names", "ret", (models, ret), _error) from None


def _decode_node_get_free_pages_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 1024 or _n1 * 4 > len(_d) - _o:
            bad_count("pages", _n1, 1024, len(_d) - _o)
        pages = list(unpack_from(f">{_n1}I", _d, _o))
        _o += _n1 * 4
        start_cell, cell_count, flags = _u_iII(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_get_free_pages", _error) from None
    return new(NodeGetFreePagesArgs, (pages, start_cell, cell_count, flags))


def _encode_node_get_free_pages_ret(counts):
    try:
        return encode_numbers(counts, "counts", 1024, "Q")
    except UNFIT as _error:
        raise unencodable("remote", "node_get_free_pages", "ret", (counts,), _error) from None


def _decode_connect_get_domain_capabilities_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("emulatorbin", _n2, 4194304)
            _e = _o + _n2
            emulatorbin = _d[_o:_e].decode()
            if "\0" in emulatorbin:
                bad_nul("emulatorbin")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            emulatorbin = None
        else:
            bad_presence("emulatorbin", _n1)
        (_n3,) = _u_I(_d, _o)
        _o += 4
        if _n3 == 1:
            (_n4,) = _u_I(_d, _o)
            _o += 4
            if _n4 > 4194304:
                bad_length("arch", _n4, 4194304)
            _e = _o + _n4
            arch = _d[_o:_e].decode()
            if "\0" in arch:
                bad_nul("arch")
            _o = _e + (-_n4 & 3)
        elif _n3 == 0:
            arch = None
        else:
            bad_presence("arch", _n3)
        (_n5,) = _u_I(_d, _o)
        _o += 4
        if _n5 == 1:
            (_n6,) = _u_I(_d, _o)
            _o += 4
            if _n6 > 4194304:
                bad_length("machine", _n6, 4194304)
            _e = _o + _n6
            machine = _d[_o:_e].decode()
            if "\0" in machine:
                bad_nul("machine")
            _o = _e + (-_n6 & 3)
        elif _n5 == 0:
            machine = None
        else:
            bad_presence("machine", _n5)
        (_n7,) = _u_I(_d, _o)
        _o += 4
        if _n7 == 1:
            (_n8,) = _u_I(_d, _o)
            _o += 4
            if _n8 > 4194304:
                bad_length("virttype", _n8, 4194304)
            _e = _o + _n8
            virttype = _d[_o:_e].decode()
            if "\0" in virttype:
                bad_nul("virttype")
            _o = _e + (-_n8 & 3)
        elif _n7 == 0:
            virttype = None
        else:
            bad_presence("virttype", _n7)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_domain_capabilities", _error) from None
    return new(ConnectGetDomainCapabilitiesArgs, (emulatorbin, arch, machine, virttype, flags))


def _encode_connect_get_domain_capabilities_ret(capabilities):
    try:
        _s1 = capabilities.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("capabilities", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_domain_capabilities", "ret", (capabilities,), _error) from None


def _decode_node_alloc_pages_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 1024 or _n1 * 4 > len(_d) - _o:
            bad_count("page_sizes", _n1, 1024, len(_d) - _o)
        page_sizes = list(unpack_from(f">{_n1}I", _d, _o))
        _o += _n1 * 4
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 1024 or _n2 * 8 > len(_d) - _o:
            bad_count("page_counts", _n2, 1024, len(_d) - _o)
        page_counts = list(unpack_from(f">{_n2}Q", _d, _o))
        _o += _n2 * 8
        start_cell, cell_count, flags = _u_iII(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_alloc_pages", _error) from None
    return new(NodeAllocPagesArgs, (page_sizes, page_counts, start_cell, cell_count, flags))


def _encode_node_alloc_pages_ret(ret):
    try:
        return _p_i(ret)
    except UNFIT as _error:
        raise unencodable("remote", "node_alloc_pages", "ret", (ret,), _error) from None


def _decode_connect_compare_hypervisor_cpu_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("emulator", _n2, 4194304)
            _e = _o + _n2
            emulator = _d[_o:_e].decode()
            if "\0" in emulator:
                bad_nul("emulator")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            emulator = None
        else:
            bad_presence("emulator", _n1)
        (_n3,) = _u_I(_d, _o)
        _o += 4
        if _n3 == 1:
            (_n4,) = _u_I(_d, _o)
            _o += 4
            if _n4 > 4194304:
                bad_length("arch", _n4, 4194304)
            _e = _o + _n4
            arch = _d[_o:_e].decode()
            if "\0" in arch:
                bad_nul("arch")
            _o = _e + (-_n4 & 3)
        elif _n3 == 0:
            arch = None
        else:
            bad_presence("arch", _n3)
        (_n5,) = _u_I(_d, _o)
        _o += 4
        if _n5 == 1:
            (_n6,) = _u_I(_d, _o)
            _o += 4
            if _n6 > 4194304:
                bad_length("machine", _n6, 4194304)
            _e = _o + _n6
            machine = _d[_o:_e].decode()
            if "\0" in machine:
                bad_nul("machine")
            _o = _e + (-_n6 & 3)
        elif _n5 == 0:
            machine = None
        else:
            bad_presence("machine", _n5)
        (_n7,) = _u_I(_d, _o)
        _o += 4
        if _n7 == 1:
            (_n8,) = _u_I(_d, _o)
            _o += 4
            if _n8 > 4194304:
                bad_length("virttype", _n8, 4194304)
            _e = _o + _n8
            virttype = _d[_o:_e].decode()
            if "\0" in virttype:
                bad_nul("virttype")
            _o = _e + (-_n8 & 3)
        elif _n7 == 0:
            virttype = None
        else:
            bad_presence("virttype", _n7)
        (_n9,) = _u_I(_d, _o)
        _o += 4
        if _n9 > 4194304:
            bad_length("xml_cpu", _n9, 4194304)
        _e = _o + _n9
        xml_cpu = _d[_o:_e].decode()
        if "\0" in xml_cpu:
            bad_nul("xml_cpu")
        _o = _e + (-_n9 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_compare_hypervisor_cpu", _error) from None
    return new(ConnectCompareHypervisorCpuArgs, (emulator, arch, machine, virttype, xml_cpu, flags))


def _encode_connect_compare_hypervisor_cpu_ret(result):
    try:
        return _p_i(result)
    except UNFIT as _error:
        raise unencodable("remote", "connect_compare_hypervisor_cpu", "ret", (result,), _error) from None


def _decode_connect_baseline_hypervisor_cpu_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("emulator", _n2, 4194304)
            _e = _o + _n2
            emulator = _d[_o:_e].decode()
            if "\0" in emulator:
                bad_nul("emulator")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            emulator = None
        else:
            bad_presence("emulator", _n1)
        (_n3,) = _u_I(_d, _o)
        _o += 4
        if _n3 == 1:
            (_n4,) = _u_I(_d, _o)
            _o += 4
            if _n4 > 4194304:
                bad_length("arch", _n4, 4194304)
            _e = _o + _n4
            arch = _d[_o:_e].decode()
            if "\0" in arch:
                bad_nul("arch")
            _o = _e + (-_n4 & 3)
        elif _n3 == 0:
            arch = None
        else:
            bad_presence("arch", _n3)
        (_n5,) = _u_I(_d, _o)
        _o += 4
        if _n5 == 1:
            (_n6,) = _u_I(_d, _o)
            _o += 4
            if _n6 > 4194304:
                bad_length("machine", _n6, 4194304)
            _e = _o + _n6
            machine = _d[_o:_e].decode()
            if "\0" in machine:
                bad_nul("machine")
            _o = _e + (-_n6 & 3)
        elif _n5 == 0:
            machine = None
        else:
            bad_presence("machine", _n5)
        (_n7,) = _u_I(_d, _o)
        _o += 4
        if _n7 == 1:
            (_n8,) = _u_I(_d, _o)
            _o += 4
            if _n8 > 4194304:
                bad_length("virttype", _n8, 4194304)
            _e = _o + _n8
            virttype = _d[_o:_e].decode()
            if "\0" in virttype:
                bad_nul("virttype")
            _o = _e + (-_n8 & 3)
        elif _n7 == 0:
            virttype = None
        else:
            bad_presence("virttype", _n7)
        xml_cpus, _o = decode_texts(_d, _o, "xml_cpus", 256, 4194304)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_baseline_hypervisor_cpu", _error) from None
    return new(ConnectBaselineHypervisorCpuArgs, (emulator, arch, machine, virttype, xml_cpus, flags))


def _encode_connect_baseline_hypervisor_cpu_ret(cpu):
    try:
        _s1 = cpu.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("cpu", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "connect_baseline_hypervisor_cpu", "ret", (cpu,), _error) from None


def _decode_node_get_sev_info_args(_d, _o):
    try:
        nparams, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_get_sev_info", _error) from None
    return new(NodeGetSevInfoArgs, (nparams, flags))


def _encode_node_get_sev_info_ret(params, nparams):
    try:
        return encode_params(params, "params", 64) + _p_i(nparams)
    except UNFIT as _error:
        raise unencodable("remote", "node_get_sev_info", "ret", (params, nparams), _error) from None


def _decode_connect_get_storage_pool_capabilities_args(_d, _o):
    try:
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_storage_pool_capabilities", _error) from None
    return new(ConnectGetStoragePoolCapabilitiesArgs, (flags,))


def _encode_connect_get_storage_pool_capabilities_ret(capabilities):
    try:
        _s1 = capabilities.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("capabilities", _s1, 4194304)
        return _p_I(_n2) + _s1 + PAD[_n2 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_storage_pool_capabilities", "ret", (capabilities,), _error) from None


CODECS = {
    "connect_get_max_vcpus": (_decode_connect_get_max_vcpus_args, _encode_connect_get_max_vcpus_ret),
    "node_get_info": (decode_void, _encode_node_get_info_ret),
    "connect_get_capabilities": (decode_void, _encode_connect_get_capabilities_ret),
    "node_get_cells_free_memory": (_decode_node_get_cells_free_memory_args, _encode_node_get_cells_free_memory_ret),
    "node_get_free_memory": (decode_void, _encode_node_get_free_memory_ret),
    "node_get_security_model": (decode_void, _encode_node_get_security_model_ret),
    "connect_domain_xml_from_native": (_decode_connect_domain_xml_from_native_args, _encode_connect_domain_xml_from_native_ret),
    "connect_domain_xml_to_native": (_decode_connect_domain_xml_to_native_args, _encode_connect_domain_xml_to_native_ret),
    "connect_compare_cpu": (_decode_connect_compare_cpu_args, _encode_connect_compare_cpu_ret),
    "connect_baseline_cpu": (_decode_connect_baseline_cpu_args, _encode_connect_baseline_cpu_ret),
    "connect_get_sysinfo": (_decode_connect_get_sysinfo_args, _encode_connect_get_sysinfo_ret),
    "node_get_cpu_stats": (_decode_node_get_cpu_stats_args, _encode_node_get_cpu_stats_ret),
    "node_get_memory_stats": (_decode_node_get_memory_stats_args, _encode_node_get_memory_stats_ret),
    "node_suspend_for_duration": (_decode_node_suspend_for_duration_args, encode_void),
    "node_set_memory_parameters": (_decode_node_set_memory_parameters_args, encode_void),
    "node_get_memory_parameters": (_decode_node_get_memory_parameters_args, _encode_node_get_memory_parameters_ret),
    "node_get_cpu_map": (_decode_node_get_cpu_map_args, _encode_node_get_cpu_map_ret),
    "connect_get_cpu_model_names": (_decode_connect_get_cpu_model_names_args, _encode_connect_get_cpu_model_names_ret),
    "node_get_free_pages": (_decode_node_get_free_pages_args, _encode_node_get_free_pages_ret),
    "connect_get_domain_capabilities": (_decode_connect_get_domain_capabilities_args, _encode_connect_get_domain_capabilities_ret),
    "node_alloc_pages": (_decode_node_alloc_pages_args, _encode_node_alloc_pages_ret),
    "connect_compare_hypervisor_cpu": (_decode_connect_compare_hypervisor_cpu_args, _encode_connect_compare_hypervisor_cpu_ret),
    "connect_baseline_hypervisor_cpu": (_decode_connect_baseline_hypervisor_cpu_args, _encode_connect_baseline_hypervisor_cpu_ret),
    "node_get_sev_info": (_decode_node_get_sev_info_args, _encode_node_get_sev_info_ret),
    "connect_get_storage_pool_capabilities": (_decode_connect_get_storage_pool_capabilities_args, _encode_connect_get_storage_pool_capabilities_ret),
}
