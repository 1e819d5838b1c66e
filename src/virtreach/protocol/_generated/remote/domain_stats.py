"""The domain_stats procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain, encode_nonnull_domain
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.record import record
from virtreach.wire.runs import run_decoder
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_tail, decode_many, decode_texts, decode_void, encode_many, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_II = Struct(">II").pack
_p_IiII = Struct(">IiII").pack
_p_iI = Struct(">iI").pack
_u_I = Struct(">I").unpack_from
_u_IIQ = Struct(">IIQ").unpack_from
_u_i = Struct(">i").unpack_from
_u_iQ = Struct(">iQ").unpack_from
_u_iQQQQQQQQQQQ = Struct(">iQQQQQQQQQQQ").unpack_from
_u_iiQQQ = Struct(">iiQQQ").unpack_from
_u_qqqqq = Struct(">qqqqq").unpack_from
_u_qqqqqqqq = Struct(">qqqqqqqq").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.domain_stats"

DomainMemoryStat = record("DomainMemoryStat", "tag val", __name__)

DomainDiskError = record("DomainDiskError", "disk error", __name__)

DomainStatsRecord = record("DomainStatsRecord", "dom params", __name__)

DomainBlockStatsRet = record("DomainBlockStatsRet", "rd_req rd_bytes wr_req wr_bytes errs", __name__)

DomainInterfaceStatsRet = record("DomainInterfaceStatsRet", "rx_bytes rx_packets rx_errs rx_drop tx_bytes tx_packets tx_errs tx_drop", __name__)

DomainMemoryStatsRet = record("DomainMemoryStatsRet", "stats", __name__)

DomainGetJobInfoRet = record("DomainGetJobInfoRet", "type time_elapsed time_remaining data_total data_processed data_remaining mem_total mem_processed mem_remaining file_total file_processed file_remaining", __name__)

DomainGetControlInfoRet = record("DomainGetControlInfoRet", "state details state_time", __name__)

DomainGetBlockJobInfoRet = record("DomainGetBlockJobInfoRet", "found type bandwidth cur end", __name__)

DomainBlockStatsFlagsRet = record("DomainBlockStatsFlagsRet", "params nparams", __name__)

DomainGetCpuStatsRet = record("DomainGetCpuStatsRet", "params nparams", __name__)

DomainGetDiskErrorsRet = record("DomainGetDiskErrorsRet", "errors nerrors", __name__)

DomainGetJobStatsRet = record("DomainGetJobStatsRet", "type params", __name__)

ConnectGetAllDomainStatsRet = record("ConnectGetAllDomainStatsRet", "ret_stats", __name__)

DomainGetPerfEventsRet = record("DomainGetPerfEventsRet", "params", __name__)

DomainGetMessagesRet = record("DomainGetMessagesRet", "msgs", __name__)


def decode_domain_memory_stat(_d, _o):
    tag, val = _u_iQ(_d, _o)
    _o += 12
    return new(DomainMemoryStat, (tag, val)), _o


decode_many_domain_memory_stat = run_decoder(
    "i Q", 0, lambda rows: [new(DomainMemoryStat, (f0, f1)) for f0, f1 in rows]
)


def decode_domain_disk_error(_d, _o):
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("disk", _n1, 4194304)
    _e = _o + _n1
    disk = _d[_o:_e].decode()
    if "\0" in disk:
        bad_nul("disk")
    _o = _e + (-_n1 & 3)
    (error,) = _u_i(_d, _o)
    _o += 4
    return new(DomainDiskError, (disk, error)), _o


decode_many_domain_disk_error = run_decoder(
    "s i", 4194304, lambda rows: [new(DomainDiskError, (f0.decode(), f1)) for f0, f1 in rows]
)


def decode_domain_stats_record(_d, _o):
    dom, _o = decode_nonnull_domain(_d, _o)
    params, _o = decode_params(_d, _o, "params", 262144)
    return new(DomainStatsRecord, (dom, params)), _o




def _encode_domain_block_stats_args(dom, path):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = path.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("path", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_block_stats", "args", (dom, path), _error) from None


def _decode_domain_block_stats_ret(_d, _o):
    try:
        rd_req, rd_bytes, wr_req, wr_bytes, errs = _u_qqqqq(_d, _o)
        _o += 40
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_block_stats", _error) from None
    return new(DomainBlockStatsRet, (rd_req, rd_bytes, wr_req, wr_bytes, errs))


def _encode_domain_interface_stats_args(dom, device):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = device.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("device", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_interface_stats", "args", (dom, device), _error) from None


def _decode_domain_interface_stats_ret(_d, _o):
    try:
        rx_bytes, rx_packets, rx_errs, rx_drop, tx_bytes, tx_packets, tx_errs, tx_drop = _u_qqqqqqqq(_d, _o)
        _o += 64
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_interface_stats", _error) from None
    return new(DomainInterfaceStatsRet, (rx_bytes, rx_packets, rx_errs, rx_drop, tx_bytes, tx_packets, tx_errs, tx_drop))


def _encode_domain_memory_stats_args(dom, max_stats, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_II(max_stats, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_memory_stats", "args", (dom, max_stats, flags), _error) from None


def _decode_domain_memory_stats_ret(_d, _o):
    try:
        stats, _o = decode_many_domain_memory_stat(_d, _o, "stats", 1024)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_memory_stats", _error) from None
    return new(DomainMemoryStatsRet, (stats,))


def _encode_domain_get_job_info_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_job_info", "args", (dom,), _error) from None


def _decode_domain_get_job_info_ret(_d, _o):
    try:
        type, time_elapsed, time_remaining, data_total, data_processed, data_remaining, mem_total, mem_processed, mem_remaining, file_total, file_processed, file_remaining = _u_iQQQQQQQQQQQ(_d, _o)
        _o += 92
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_job_info", _error) from None
    return new(DomainGetJobInfoRet, (type, time_elapsed, time_remaining, data_total, data_processed, data_remaining, mem_total, mem_processed, mem_remaining, file_total, file_processed, file_remaining))


def _encode_domain_abort_job_args(dom):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_abort_job", "args", (dom,), _error) from None


def _encode_domain_get_control_info_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_control_info", "args", (dom, flags), _error) from None


def _decode_domain_get_control_info_ret(_d, _o):
    try:
        state, details, state_time = _u_IIQ(_d, _o)
        _o += 16
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_control_info", _error) from None
    return new(DomainGetControlInfoRet, (state, details, state_time))


def _encode_domain_get_block_job_info_args(dom, path, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = path.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("path", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_block_job_info", "args", (dom, path, flags), _error) from None


def _decode_domain_get_block_job_info_ret(_d, _o):
    try:
        found, type, bandwidth, cur, end = _u_iiQQQ(_d, _o)
        _o += 32
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_block_job_info", _error) from None
    return new(DomainGetBlockJobInfoRet, (found, type, bandwidth, cur, end))


def _encode_domain_block_stats_flags_args(dom, path, nparams, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = path.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("path", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_iI(nparams, flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_block_stats_flags", "args", (dom, path, nparams, flags), _error) from None


def _decode_domain_block_stats_flags_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 16)
        (nparams,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_block_stats_flags", _error) from None
    return new(DomainBlockStatsFlagsRet, (params, nparams))


def _encode_domain_get_cpu_stats_args(dom, nparams, start_cpu, ncpus, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_IiII(nparams, start_cpu, ncpus, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_cpu_stats", "args", (dom, nparams, start_cpu, ncpus, flags), _error) from None


def _decode_domain_get_cpu_stats_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 2048)
        (nparams,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_cpu_stats", _error) from None
    return new(DomainGetCpuStatsRet, (params, nparams))


def _encode_domain_get_disk_errors_args(dom, maxerrors, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_II(maxerrors, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_disk_errors", "args", (dom, maxerrors, flags), _error) from None


def _decode_domain_get_disk_errors_ret(_d, _o):
    try:
        errors, _o = decode_many_domain_disk_error(_d, _o, "errors", 256)
        (nerrors,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_disk_errors", _error) from None
    return new(DomainGetDiskErrorsRet, (errors, nerrors))


def _encode_domain_get_job_stats_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_job_stats", "args", (dom, flags), _error) from None


def _decode_domain_get_job_stats_ret(_d, _o):
    try:
        (type,) = _u_i(_d, _o)
        _o += 4
        params, _o = decode_params(_d, _o, "params", 64)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_job_stats", _error) from None
    return new(DomainGetJobStatsRet, (type, params))


def _encode_domain_set_memory_stats_period_args(dom, period, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_iI(period, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_memory_stats_period", "args", (dom, period, flags), _error) from None


def _encode_connect_get_all_domain_stats_args(doms, stats, flags):
    try:
        return encode_many(doms, "doms", 16384, encode_nonnull_domain) + _p_II(stats, flags)
    except UNFIT as _error:
        raise unencodable("remote", "connect_get_all_domain_stats", "args", (doms, stats, flags), _error) from None


def _decode_connect_get_all_domain_stats_ret(_d, _o):
    try:
        ret_stats, _o = decode_many(_d, _o, "ret_stats", 16384, 28, decode_domain_stats_record)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_all_domain_stats", _error) from None
    return new(ConnectGetAllDomainStatsRet, (ret_stats,))


def _encode_domain_get_perf_events_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_perf_events", "args", (dom, flags), _error) from None


def _decode_domain_get_perf_events_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 64)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_perf_events", _error) from None
    return new(DomainGetPerfEventsRet, (params,))


def _encode_domain_set_perf_events_args(dom, params, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + encode_params(params, "params", 64) + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_perf_events", "args", (dom, params, flags), _error) from None


def _encode_domain_get_messages_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_messages", "args", (dom, flags), _error) from None


def _decode_domain_get_messages_ret(_d, _o):
    try:
        msgs, _o = decode_texts(_d, _o, "msgs", 2048, 4194304)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_messages", _error) from None
    return new(DomainGetMessagesRet, (msgs,))


def _encode_domain_start_dirty_rate_calc_args(dom, seconds, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_iI(seconds, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_start_dirty_rate_calc", "args", (dom, seconds, flags), _error) from None


def _encode_domain_abort_job_flags_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_abort_job_flags", "args", (dom, flags), _error) from None


DOMAIN_BLOCK_STATS = Procedure(_PROGRAM, 64, "domain_block_stats", _encode_domain_block_stats_args, _decode_domain_block_stats_ret, arg_fields=('dom', 'path'), ret_fields=('rd_req', 'rd_bytes', 'wr_req', 'wr_bytes', 'errs'), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_INTERFACE_STATS = Procedure(_PROGRAM, 65, "domain_interface_stats", _encode_domain_interface_stats_args, _decode_domain_interface_stats_ret, arg_fields=('dom', 'device'), ret_fields=('rx_bytes', 'rx_packets', 'rx_errs', 'rx_drop', 'tx_bytes', 'tx_packets', 'tx_errs', 'tx_drop'), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_MEMORY_STATS = Procedure(_PROGRAM, 159, "domain_memory_stats", _encode_domain_memory_stats_args, _decode_domain_memory_stats_ret, arg_fields=('dom', 'max_stats', 'flags'), ret_fields=('stats',), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_GET_JOB_INFO = Procedure(_PROGRAM, 163, "domain_get_job_info", _encode_domain_get_job_info_args, _decode_domain_get_job_info_ret, arg_fields=('dom',), ret_fields=('type', 'time_elapsed', 'time_remaining', 'data_total', 'data_processed', 'data_remaining', 'mem_total', 'mem_processed', 'mem_remaining', 'file_total', 'file_processed', 'file_remaining'), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_ABORT_JOB = Procedure(_PROGRAM, 164, "domain_abort_job", _encode_domain_abort_job_args, decode_void, arg_fields=('dom',), acl=('domain:write',), server=_SERVER)
DOMAIN_GET_CONTROL_INFO = Procedure(_PROGRAM, 229, "domain_get_control_info", _encode_domain_get_control_info_args, _decode_domain_get_control_info_ret, arg_fields=('dom', 'flags'), ret_fields=('state', 'details', 'state_time'), priority='high', acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_GET_BLOCK_JOB_INFO = Procedure(_PROGRAM, 238, "domain_get_block_job_info", _encode_domain_get_block_job_info_args, _decode_domain_get_block_job_info_ret, arg_fields=('dom', 'path', 'flags'), ret_fields=('found', 'type', 'bandwidth', 'cur', 'end'), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_BLOCK_STATS_FLAGS = Procedure(_PROGRAM, 243, "domain_block_stats_flags", _encode_domain_block_stats_flags_args, _decode_domain_block_stats_flags_ret, arg_fields=('dom', 'path', 'nparams', 'flags'), ret_fields=('params', 'nparams'), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_GET_CPU_STATS = Procedure(_PROGRAM, 262, "domain_get_cpu_stats", _encode_domain_get_cpu_stats_args, _decode_domain_get_cpu_stats_ret, arg_fields=('dom', 'nparams', 'start_cpu', 'ncpus', 'flags'), ret_fields=('params', 'nparams'), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_GET_DISK_ERRORS = Procedure(_PROGRAM, 263, "domain_get_disk_errors", _encode_domain_get_disk_errors_args, _decode_domain_get_disk_errors_ret, arg_fields=('dom', 'maxerrors', 'flags'), ret_fields=('errors', 'nerrors'), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_GET_JOB_STATS = Procedure(_PROGRAM, 298, "domain_get_job_stats", _encode_domain_get_job_stats_args, _decode_domain_get_job_stats_ret, arg_fields=('dom', 'flags'), ret_fields=('type', 'params'), acl=('domain:read',), readonly='allow', server=_SERVER)
DOMAIN_SET_MEMORY_STATS_PERIOD = Procedure(_PROGRAM, 308, "domain_set_memory_stats_period", _encode_domain_set_memory_stats_period_args, decode_void, arg_fields=('dom', 'period', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
CONNECT_GET_ALL_DOMAIN_STATS = Procedure(_PROGRAM, 344, "connect_get_all_domain_stats", _encode_connect_get_all_domain_stats_args, _decode_connect_get_all_domain_stats_ret, arg_fields=('doms', 'stats', 'flags'), ret_fields=('ret_stats',), acl=('connect:search_domains',), aclfilter=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_GET_PERF_EVENTS = Procedure(_PROGRAM, 365, "domain_get_perf_events", _encode_domain_get_perf_events_args, _decode_domain_get_perf_events_ret, arg_fields=('dom', 'flags'), ret_fields=('params',), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_SET_PERF_EVENTS = Procedure(_PROGRAM, 366, "domain_set_perf_events", _encode_domain_set_perf_events_args, decode_void, arg_fields=('dom', 'params', 'flags'), acl=('domain:write',), server=_SERVER)
DOMAIN_GET_MESSAGES = Procedure(_PROGRAM, 426, "domain_get_messages", _encode_domain_get_messages_args, _decode_domain_get_messages_ret, arg_fields=('dom', 'flags'), ret_fields=('msgs',), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_START_DIRTY_RATE_CALC = Procedure(_PROGRAM, 427, "domain_start_dirty_rate_calc", _encode_domain_start_dirty_rate_calc_args, decode_void, arg_fields=('dom', 'seconds', 'flags'), acl=('domain:write',), server=_SERVER)
DOMAIN_ABORT_JOB_FLAGS = Procedure(_PROGRAM, 442, "domain_abort_job_flags", _encode_domain_abort_job_flags_args, decode_void, arg_fields=('dom', 'flags'), acl=('domain:write',), server=_SERVER)
