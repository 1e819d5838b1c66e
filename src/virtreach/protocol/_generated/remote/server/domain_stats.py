"""The domain_stats procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_many_nonnull_domain, decode_nonnull_domain, encode_nonnull_domain
from virtreach.protocol.procedure import unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.record import record
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_tail, encode_many, encode_texts, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_IIQ = Struct(">IIQ").pack
_p_i = Struct(">i").pack
_p_iQ = Struct(">iQ").pack
_p_iQQQQQQQQQQQ = Struct(">iQQQQQQQQQQQ").pack
_p_iiQQQ = Struct(">iiQQQ").pack
_p_qqqqq = Struct(">qqqqq").pack
_p_qqqqqqqq = Struct(">qqqqqqqq").pack
_u_I = Struct(">I").unpack_from
_u_II = Struct(">II").unpack_from
_u_IiII = Struct(">IiII").unpack_from
_u_iI = Struct(">iI").unpack_from

DomainBlockStatsArgs = record("DomainBlockStatsArgs", "dom path", __name__)

DomainInterfaceStatsArgs = record("DomainInterfaceStatsArgs", "dom device", __name__)

DomainMemoryStatsArgs = record("DomainMemoryStatsArgs", "dom max_stats flags", __name__)

DomainGetJobInfoArgs = record("DomainGetJobInfoArgs", "dom", __name__)

DomainAbortJobArgs = record("DomainAbortJobArgs", "dom", __name__)

DomainGetControlInfoArgs = record("DomainGetControlInfoArgs", "dom flags", __name__)

DomainGetBlockJobInfoArgs = record("DomainGetBlockJobInfoArgs", "dom path flags", __name__)

DomainBlockStatsFlagsArgs = record("DomainBlockStatsFlagsArgs", "dom path nparams flags", __name__)

DomainGetCpuStatsArgs = record("DomainGetCpuStatsArgs", "dom nparams start_cpu ncpus flags", __name__)

DomainGetDiskErrorsArgs = record("DomainGetDiskErrorsArgs", "dom maxerrors flags", __name__)

DomainGetJobStatsArgs = record("DomainGetJobStatsArgs", "dom flags", __name__)

DomainSetMemoryStatsPeriodArgs = record("DomainSetMemoryStatsPeriodArgs", "dom period flags", __name__)

ConnectGetAllDomainStatsArgs = record("ConnectGetAllDomainStatsArgs", "doms stats flags", __name__)

DomainGetPerfEventsArgs = record("DomainGetPerfEventsArgs", "dom flags", __name__)

DomainSetPerfEventsArgs = record("DomainSetPerfEventsArgs", "dom params flags", __name__)

DomainGetMessagesArgs = record("DomainGetMessagesArgs", "dom flags", __name__)

DomainStartDirtyRateCalcArgs = record("DomainStartDirtyRateCalcArgs", "dom seconds flags", __name__)

DomainAbortJobFlagsArgs = record("DomainAbortJobFlagsArgs", "dom flags", __name__)


def encode_domain_memory_stat(tag, val):
    return _p_iQ(tag, val)


def encode_domain_disk_error(disk, error):
    _s1 = disk.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("disk", _s1, 4194304)
    return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_i(error)))


def encode_domain_stats_record(dom, params):
    try:
        _w1 = dom._wire
    except AttributeError:
        _w1 = encode_nonnull_domain(*dom)
    return _w1 + encode_params(params, "params", 262144)


def _decode_domain_block_stats_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("path", _n1, 4194304)
        _e = _o + _n1
        path = _d[_o:_e].decode()
        if "\0" in path:
            bad_nul("path")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_block_stats", _error) from None
    return new(DomainBlockStatsArgs, (dom, path))


def _encode_domain_block_stats_ret(rd_req, rd_bytes, wr_req, wr_bytes, errs):
    try:
        return _p_qqqqq(rd_req, rd_bytes, wr_req, wr_bytes, errs)
    except UNFIT as _error:
        raise unencodable("remote", "domain_block_stats", "ret", (rd_req, rd_bytes, wr_req, wr_bytes, errs), _error) from None


def _decode_domain_interface_stats_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("device", _n1, 4194304)
        _e = _o + _n1
        device = _d[_o:_e].decode()
        if "\0" in device:
            bad_nul("device")
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_interface_stats", _error) from None
    return new(DomainInterfaceStatsArgs, (dom, device))


def _encode_domain_interface_stats_ret(rx_bytes, rx_packets, rx_errs, rx_drop, tx_bytes, tx_packets, tx_errs, tx_drop):
    try:
        return _p_qqqqqqqq(rx_bytes, rx_packets, rx_errs, rx_drop, tx_bytes, tx_packets, tx_errs, tx_drop)
    except UNFIT as _error:
        raise unencodable("remote", "domain_interface_stats", "ret", (rx_bytes, rx_packets, rx_errs, rx_drop, tx_bytes, tx_packets, tx_errs, tx_drop), _error) from None


def _decode_domain_memory_stats_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        max_stats, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_memory_stats", _error) from None
    return new(DomainMemoryStatsArgs, (dom, max_stats, flags))


def _encode_domain_memory_stats_ret(stats):
    try:
        return encode_many(stats, "stats", 1024, encode_domain_memory_stat)
    except UNFIT as _error:
        raise unencodable("remote", "domain_memory_stats", "ret", (stats,), _error) from None


def _decode_domain_get_job_info_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_job_info", _error) from None
    return new(DomainGetJobInfoArgs, (dom,))


def _encode_domain_get_job_info_ret(type, time_elapsed, time_remaining, data_total, data_processed, data_remaining, mem_total, mem_processed, mem_remaining, file_total, file_processed, file_remaining):
    try:
        return _p_iQQQQQQQQQQQ(type, time_elapsed, time_remaining, data_total, data_processed, data_remaining, mem_total, mem_processed, mem_remaining, file_total, file_processed, file_remaining)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_job_info", "ret", (type, time_elapsed, time_remaining, data_total, data_processed, data_remaining, mem_total, mem_processed, mem_remaining, file_total, file_processed, file_remaining), _error) from None


def _decode_domain_abort_job_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_abort_job", _error) from None
    return new(DomainAbortJobArgs, (dom,))


def _decode_domain_get_control_info_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_control_info", _error) from None
    return new(DomainGetControlInfoArgs, (dom, flags))


def _encode_domain_get_control_info_ret(state, details, state_time):
    try:
        return _p_IIQ(state, details, state_time)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_control_info", "ret", (state, details, state_time), _error) from None


def _decode_domain_get_block_job_info_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("path", _n1, 4194304)
        _e = _o + _n1
        path = _d[_o:_e].decode()
        if "\0" in path:
            bad_nul("path")
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_block_job_info", _error) from None
    return new(DomainGetBlockJobInfoArgs, (dom, path, flags))


def _encode_domain_get_block_job_info_ret(found, type, bandwidth, cur, end):
    try:
        return _p_iiQQQ(found, type, bandwidth, cur, end)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_block_job_info", "ret", (found, type, bandwidth, cur, end), _error) from None


def _decode_domain_block_stats_flags_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("path", _n1, 4194304)
        _e = _o + _n1
        path = _d[_o:_e].decode()
        if "\0" in path:
            bad_nul("path")
        _o = _e + (-_n1 & 3)
        nparams, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_block_stats_flags", _error) from None
    return new(DomainBlockStatsFlagsArgs, (dom, path, nparams, flags))


def _encode_domain_block_stats_flags_ret(params, nparams):
    try:
        return encode_params(params, "params", 16) + _p_i(nparams)
    except UNFIT as _error:
        raise unencodable("remote", "domain_block_stats_flags", "ret", (params, nparams), _error) from None


def _decode_domain_get_cpu_stats_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        nparams, start_cpu, ncpus, flags = _u_IiII(_d, _o)
        _o += 16
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_cpu_stats", _error) from None
    return new(DomainGetCpuStatsArgs, (dom, nparams, start_cpu, ncpus, flags))


def _encode_domain_get_cpu_stats_ret(params, nparams):
    try:
        return encode_params(params, "params", 2048) + _p_i(nparams)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_cpu_stats", "ret", (params, nparams), _error) from None


def _decode_domain_get_disk_errors_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        maxerrors, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_disk_errors", _error) from None
    return new(DomainGetDiskErrorsArgs, (dom, maxerrors, flags))


def _encode_domain_get_disk_errors_ret(errors, nerrors):
    try:
        return encode_many(errors, "errors", 256, encode_domain_disk_error) + _p_i(nerrors)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_disk_errors", "ret", (errors, nerrors), _error) from None


def _decode_domain_get_job_stats_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_job_stats", _error) from None
    return new(DomainGetJobStatsArgs, (dom, flags))


def _encode_domain_get_job_stats_ret(type, params):
    try:
        return _p_i(type) + encode_params(params, "params", 64)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_job_stats", "ret", (type, params), _error) from None


def _decode_domain_set_memory_stats_period_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        period, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_memory_stats_period", _error) from None
    return new(DomainSetMemoryStatsPeriodArgs, (dom, period, flags))


def _decode_connect_get_all_domain_stats_args(_d, _o):
    try:
        doms, _o = decode_many_nonnull_domain(_d, _o, "doms", 16384)
        stats, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_all_domain_stats", _error) from None
    return new(ConnectGetAllDomainStatsArgs, (doms, stats, flags))


def _encode_connect_get_all_domain_stats_ret(ret_stats):
    try:
        return encode_many(ret_stats, "ret_stats", 16384, encode_domain_stats_record)
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_all_domain_stats", "ret", (ret_stats,), _error) from None


def _decode_domain_get_perf_events_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_perf_events", _error) from None
    return new(DomainGetPerfEventsArgs, (dom, flags))


def _encode_domain_get_perf_events_ret(params):
    try:
        return encode_params(params, "params", 64)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_perf_events", "ret", (params,), _error) from None


def _decode_domain_set_perf_events_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        params, _o = decode_params(_d, _o, "params", 64)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_perf_events", _error) from None
    return new(DomainSetPerfEventsArgs, (dom, params, flags))


def _decode_domain_get_messages_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_messages", _error) from None
    return new(DomainGetMessagesArgs, (dom, flags))


def _encode_domain_get_messages_ret(msgs):
    try:
        return encode_texts(msgs, "msgs", 2048, 4194304)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_messages", "ret", (msgs,), _error) from None


def _decode_domain_start_dirty_rate_calc_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        seconds, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_start_dirty_rate_calc", _error) from None
    return new(DomainStartDirtyRateCalcArgs, (dom, seconds, flags))


def _decode_domain_abort_job_flags_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_abort_job_flags", _error) from None
    return new(DomainAbortJobFlagsArgs, (dom, flags))


CODECS = {
    "domain_block_stats": (_decode_domain_block_stats_args, _encode_domain_block_stats_ret),
    "domain_interface_stats": (_decode_domain_interface_stats_args, _encode_domain_interface_stats_ret),
    "domain_memory_stats": (_decode_domain_memory_stats_args, _encode_domain_memory_stats_ret),
    "domain_get_job_info": (_decode_domain_get_job_info_args, _encode_domain_get_job_info_ret),
    "domain_abort_job": (_decode_domain_abort_job_args, encode_void),
    "domain_get_control_info": (_decode_domain_get_control_info_args, _encode_domain_get_control_info_ret),
    "domain_get_block_job_info": (_decode_domain_get_block_job_info_args, _encode_domain_get_block_job_info_ret),
    "domain_block_stats_flags": (_decode_domain_block_stats_flags_args, _encode_domain_block_stats_flags_ret),
    "domain_get_cpu_stats": (_decode_domain_get_cpu_stats_args, _encode_domain_get_cpu_stats_ret),
    "domain_get_disk_errors": (_decode_domain_get_disk_errors_args, _encode_domain_get_disk_errors_ret),
    "domain_get_job_stats": (_decode_domain_get_job_stats_args, _encode_domain_get_job_stats_ret),
    "domain_set_memory_stats_period": (_decode_domain_set_memory_stats_period_args, encode_void),
    "connect_get_all_domain_stats": (_decode_connect_get_all_domain_stats_args, _encode_connect_get_all_domain_stats_ret),
    "domain_get_perf_events": (_decode_domain_get_perf_events_args, _encode_domain_get_perf_events_ret),
    "domain_set_perf_events": (_decode_domain_set_perf_events_args, encode_void),
    "domain_get_messages": (_decode_domain_get_messages_args, _encode_domain_get_messages_ret),
    "domain_start_dirty_rate_calc": (_decode_domain_start_dirty_rate_calc_args, encode_void),
    "domain_abort_job_flags": (_decode_domain_abort_job_flags_args, encode_void),
}
