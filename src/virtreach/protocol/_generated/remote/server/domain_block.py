"""The domain_block procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain
from virtreach.protocol.procedure import unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.record import record
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, PAD, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, encode_void, undecodable, unfit_size

new = tuple.__new__
_p_I = Struct(">I").pack
_p_QQQ = Struct(">QQQ").pack
_p_i = Struct(">i").pack
_u_I = Struct(">I").unpack_from
_u_QI = Struct(">QI").unpack_from
_u_QII = Struct(">QII").unpack_from
_u_iI = Struct(">iI").unpack_from

DomainBlockPeekArgs = record("DomainBlockPeekArgs", "dom path offset size flags", __name__)

DomainMemoryPeekArgs = record("DomainMemoryPeekArgs", "dom offset size flags", __name__)

DomainGetBlockInfoArgs = record("DomainGetBlockInfoArgs", "dom path flags", __name__)

DomainBlockJobAbortArgs = record("DomainBlockJobAbortArgs", "dom path flags", __name__)

DomainBlockJobSetSpeedArgs = record("DomainBlockJobSetSpeedArgs", "dom path bandwidth flags", __name__)

DomainBlockPullArgs = record("DomainBlockPullArgs", "dom path bandwidth flags", __name__)

DomainBlockResizeArgs = record("DomainBlockResizeArgs", "dom disk size flags", __name__)

DomainSetBlockIoTuneArgs = record("DomainSetBlockIoTuneArgs", "dom disk params flags", __name__)

DomainGetBlockIoTuneArgs = record("DomainGetBlockIoTuneArgs", "dom disk nparams flags", __name__)

DomainBlockRebaseArgs = record("DomainBlockRebaseArgs", "dom path base bandwidth flags", __name__)

DomainBlockCommitArgs = record("DomainBlockCommitArgs", "dom disk base top bandwidth flags", __name__)

DomainBlockCopyArgs = record("DomainBlockCopyArgs", "dom path destxml params flags", __name__)

DomainSetBlockThresholdArgs = record("DomainSetBlockThresholdArgs", "dom dev threshold flags", __name__)

DomainSetThrottleGroupArgs = record("DomainSetThrottleGroupArgs", "dom group params flags", __name__)

DomainDelThrottleGroupArgs = record("DomainDelThrottleGroupArgs", "dom group flags", __name__)


def _decode_domain_block_peek_args(_d, _o):
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
        offset, size, flags = _u_QII(_d, _o)
        _o += 16
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_block_peek", _error) from None
    return new(DomainBlockPeekArgs, (dom, path, offset, size, flags))


def _encode_domain_block_peek_ret(buffer):
    try:
        _n1 = len(buffer)
        if _n1 > 4194304:
            unfit_size("buffer", _n1, 4194304)
        return _p_I(_n1) + buffer + PAD[_n1 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_block_peek", "ret", (buffer,), _error) from None


def _decode_domain_memory_peek_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        offset, size, flags = _u_QII(_d, _o)
        _o += 16
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_memory_peek", _error) from None
    return new(DomainMemoryPeekArgs, (dom, offset, size, flags))


def _encode_domain_memory_peek_ret(buffer):
    try:
        _n1 = len(buffer)
        if _n1 > 4194304:
            unfit_size("buffer", _n1, 4194304)
        return _p_I(_n1) + buffer + PAD[_n1 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_memory_peek", "ret", (buffer,), _error) from None


def _decode_domain_get_block_info_args(_d, _o):
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
        raise undecodable("domain_get_block_info", _error) from None
    return new(DomainGetBlockInfoArgs, (dom, path, flags))


def _encode_domain_get_block_info_ret(allocation, capacity, physical):
    try:
        return _p_QQQ(allocation, capacity, physical)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_block_info", "ret", (allocation, capacity, physical), _error) from None


def _decode_domain_block_job_abort_args(_d, _o):
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
        raise undecodable("domain_block_job_abort", _error) from None
    return new(DomainBlockJobAbortArgs, (dom, path, flags))


def _decode_domain_block_job_set_speed_args(_d, _o):
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
        bandwidth, flags = _u_QI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_block_job_set_speed", _error) from None
    return new(DomainBlockJobSetSpeedArgs, (dom, path, bandwidth, flags))


def _decode_domain_block_pull_args(_d, _o):
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
        bandwidth, flags = _u_QI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_block_pull", _error) from None
    return new(DomainBlockPullArgs, (dom, path, bandwidth, flags))


def _decode_domain_block_resize_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("disk", _n1, 4194304)
        _e = _o + _n1
        disk = _d[_o:_e].decode()
        if "\0" in disk:
            bad_nul("disk")
        _o = _e + (-_n1 & 3)
        size, flags = _u_QI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_block_resize", _error) from None
    return new(DomainBlockResizeArgs, (dom, disk, size, flags))


def _decode_domain_set_block_io_tune_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("disk", _n1, 4194304)
        _e = _o + _n1
        disk = _d[_o:_e].decode()
        if "\0" in disk:
            bad_nul("disk")
        _o = _e + (-_n1 & 3)
        params, _o = decode_params(_d, _o, "params", 32)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_block_io_tune", _error) from None
    return new(DomainSetBlockIoTuneArgs, (dom, disk, params, flags))


def _decode_domain_get_block_io_tune_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("disk", _n2, 4194304)
            _e = _o + _n2
            disk = _d[_o:_e].decode()
            if "\0" in disk:
                bad_nul("disk")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            disk = None
        else:
            bad_presence("disk", _n1)
        nparams, flags = _u_iI(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_block_io_tune", _error) from None
    return new(DomainGetBlockIoTuneArgs, (dom, disk, nparams, flags))


def _encode_domain_get_block_io_tune_ret(params, nparams):
    try:
        return encode_params(params, "params", 32) + _p_i(nparams)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_block_io_tune", "ret", (params, nparams), _error) from None


def _decode_domain_block_rebase_args(_d, _o):
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
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 == 1:
            (_n3,) = _u_I(_d, _o)
            _o += 4
            if _n3 > 4194304:
                bad_length("base", _n3, 4194304)
            _e = _o + _n3
            base = _d[_o:_e].decode()
            if "\0" in base:
                bad_nul("base")
            _o = _e + (-_n3 & 3)
        elif _n2 == 0:
            base = None
        else:
            bad_presence("base", _n2)
        bandwidth, flags = _u_QI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_block_rebase", _error) from None
    return new(DomainBlockRebaseArgs, (dom, path, base, bandwidth, flags))


def _decode_domain_block_commit_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("disk", _n1, 4194304)
        _e = _o + _n1
        disk = _d[_o:_e].decode()
        if "\0" in disk:
            bad_nul("disk")
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 == 1:
            (_n3,) = _u_I(_d, _o)
            _o += 4
            if _n3 > 4194304:
                bad_length("base", _n3, 4194304)
            _e = _o + _n3
            base = _d[_o:_e].decode()
            if "\0" in base:
                bad_nul("base")
            _o = _e + (-_n3 & 3)
        elif _n2 == 0:
            base = None
        else:
            bad_presence("base", _n2)
        (_n4,) = _u_I(_d, _o)
        _o += 4
        if _n4 == 1:
            (_n5,) = _u_I(_d, _o)
            _o += 4
            if _n5 > 4194304:
                bad_length("top", _n5, 4194304)
            _e = _o + _n5
            top = _d[_o:_e].decode()
            if "\0" in top:
                bad_nul("top")
            _o = _e + (-_n5 & 3)
        elif _n4 == 0:
            top = None
        else:
            bad_presence("top", _n4)
        bandwidth, flags = _u_QI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_block_commit", _error) from None
    return new(DomainBlockCommitArgs, (dom, disk, base, top, bandwidth, flags))


def _decode_domain_block_copy_args(_d, _o):
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
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 4194304:
            bad_length("destxml", _n2, 4194304)
        _e = _o + _n2
        destxml = _d[_o:_e].decode()
        if "\0" in destxml:
            bad_nul("destxml")
        _o = _e + (-_n2 & 3)
        params, _o = decode_params(_d, _o, "params", 16)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_block_copy", _error) from None
    return new(DomainBlockCopyArgs, (dom, path, destxml, params, flags))


def _decode_domain_set_block_threshold_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("dev", _n1, 4194304)
        _e = _o + _n1
        dev = _d[_o:_e].decode()
        if "\0" in dev:
            bad_nul("dev")
        _o = _e + (-_n1 & 3)
        threshold, flags = _u_QI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_block_threshold", _error) from None
    return new(DomainSetBlockThresholdArgs, (dom, dev, threshold, flags))


def _decode_domain_set_throttle_group_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("group", _n1, 4194304)
        _e = _o + _n1
        group = _d[_o:_e].decode()
        if "\0" in group:
            bad_nul("group")
        _o = _e + (-_n1 & 3)
        params, _o = decode_params(_d, _o, "params", 32)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_set_throttle_group", _error) from None
    return new(DomainSetThrottleGroupArgs, (dom, group, params, flags))


def _decode_domain_del_throttle_group_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("group", _n2, 4194304)
            _e = _o + _n2
            group = _d[_o:_e].decode()
            if "\0" in group:
                bad_nul("group")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            group = None
        else:
            bad_presence("group", _n1)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_del_throttle_group", _error) from None
    return new(DomainDelThrottleGroupArgs, (dom, group, flags))


CODECS = {
    "domain_block_peek": (_decode_domain_block_peek_args, _encode_domain_block_peek_ret),
    "domain_memory_peek": (_decode_domain_memory_peek_args, _encode_domain_memory_peek_ret),
    "domain_get_block_info": (_decode_domain_get_block_info_args, _encode_domain_get_block_info_ret),
    "domain_block_job_abort": (_decode_domain_block_job_abort_args, encode_void),
    "domain_block_job_set_speed": (_decode_domain_block_job_set_speed_args, encode_void),
    "domain_block_pull": (_decode_domain_block_pull_args, encode_void),
    "domain_block_resize": (_decode_domain_block_resize_args, encode_void),
    "domain_set_block_io_tune": (_decode_domain_set_block_io_tune_args, encode_void),
    "domain_get_block_io_tune": (_decode_domain_get_block_io_tune_args, _encode_domain_get_block_io_tune_ret),
    "domain_block_rebase": (_decode_domain_block_rebase_args, encode_void),
    "domain_block_commit": (_decode_domain_block_commit_args, encode_void),
    "domain_block_copy": (_decode_domain_block_copy_args, encode_void),
    "domain_set_block_threshold": (_decode_domain_set_block_threshold_args, encode_void),
    "domain_set_throttle_group": (_decode_domain_set_throttle_group_args, encode_void),
    "domain_del_throttle_group": (_decode_domain_del_throttle_group_args, encode_void),
}
