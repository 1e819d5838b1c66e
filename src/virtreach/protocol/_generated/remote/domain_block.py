"""The domain_block procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import encode_nonnull_domain
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.record import record
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_tail, decode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_QI = Struct(">QI").pack
_p_QII = Struct(">QII").pack
_p_iI = Struct(">iI").pack
_u_I = Struct(">I").unpack_from
_u_QQQ = Struct(">QQQ").unpack_from
_u_i = Struct(">i").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.domain_block"

DomainBlockPeekRet = record("DomainBlockPeekRet", "buffer", __name__)

DomainMemoryPeekRet = record("DomainMemoryPeekRet", "buffer", __name__)

DomainGetBlockInfoRet = record("DomainGetBlockInfoRet", "allocation capacity physical", __name__)

DomainGetBlockIoTuneRet = record("DomainGetBlockIoTuneRet", "params nparams", __name__)


def _encode_domain_block_peek_args(dom, path, offset, size, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = path.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("path", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_QII(offset, size, flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_block_peek", "args", (dom, path, offset, size, flags), _error) from None


def _decode_domain_block_peek_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("buffer", _n1, 4194304)
        _e = _o + _n1
        buffer = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_block_peek", _error) from None
    return new(DomainBlockPeekRet, (buffer,))


def _encode_domain_memory_peek_args(dom, offset, size, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_QII(offset, size, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_memory_peek", "args", (dom, offset, size, flags), _error) from None


def _decode_domain_memory_peek_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("buffer", _n1, 4194304)
        _e = _o + _n1
        buffer = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_memory_peek", _error) from None
    return new(DomainMemoryPeekRet, (buffer,))


def _encode_domain_get_block_info_args(dom, path, flags):
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
        raise unencodable("remote", "domain_get_block_info", "args", (dom, path, flags), _error) from None


def _decode_domain_get_block_info_ret(_d, _o):
    try:
        allocation, capacity, physical = _u_QQQ(_d, _o)
        _o += 24
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_block_info", _error) from None
    return new(DomainGetBlockInfoRet, (allocation, capacity, physical))


def _encode_domain_block_job_abort_args(dom, path, flags):
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
        raise unencodable("remote", "domain_block_job_abort", "args", (dom, path, flags), _error) from None


def _encode_domain_block_job_set_speed_args(dom, path, bandwidth, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = path.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("path", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_QI(bandwidth, flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_block_job_set_speed", "args", (dom, path, bandwidth, flags), _error) from None


def _encode_domain_block_pull_args(dom, path, bandwidth, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = path.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("path", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_QI(bandwidth, flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_block_pull", "args", (dom, path, bandwidth, flags), _error) from None


def _encode_domain_block_resize_args(dom, disk, size, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = disk.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("disk", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_QI(size, flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_block_resize", "args", (dom, disk, size, flags), _error) from None


def _encode_domain_set_block_io_tune_args(dom, disk, params, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = disk.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("disk", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], encode_params(params, "params", 32), _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_block_io_tune", "args", (dom, disk, params, flags), _error) from None


def _encode_domain_get_block_io_tune_args(dom, disk, nparams, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        if disk is None:
            _m2 = NIL
        else:
            _s3 = disk.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("disk", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        return _w1 + _m2 + _p_iI(nparams, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_get_block_io_tune", "args", (dom, disk, nparams, flags), _error) from None


def _decode_domain_get_block_io_tune_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 32)
        (nparams,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_get_block_io_tune", _error) from None
    return new(DomainGetBlockIoTuneRet, (params, nparams))


def _encode_domain_block_rebase_args(dom, path, base, bandwidth, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = path.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("path", _s2, 4194304)
        if base is None:
            _m4 = NIL
        else:
            _s5 = base.encode()
            _n6 = len(_s5)
            if _n6 > 4194304 or 0 in _s5:
                unfit_text("base", _s5, 4194304)
            _m4 = b"".join((PRESENT, _p_I(_n6), _s5, PAD[_n6 & 3]))
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _m4, _p_QI(bandwidth, flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_block_rebase", "args", (dom, path, base, bandwidth, flags), _error) from None


def _encode_domain_block_commit_args(dom, disk, base, top, bandwidth, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = disk.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("disk", _s2, 4194304)
        if base is None:
            _m4 = NIL
        else:
            _s5 = base.encode()
            _n6 = len(_s5)
            if _n6 > 4194304 or 0 in _s5:
                unfit_text("base", _s5, 4194304)
            _m4 = b"".join((PRESENT, _p_I(_n6), _s5, PAD[_n6 & 3]))
        if top is None:
            _m7 = NIL
        else:
            _s8 = top.encode()
            _n9 = len(_s8)
            if _n9 > 4194304 or 0 in _s8:
                unfit_text("top", _s8, 4194304)
            _m7 = b"".join((PRESENT, _p_I(_n9), _s8, PAD[_n9 & 3]))
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _m4, _m7, _p_QI(bandwidth, flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_block_commit", "args", (dom, disk, base, top, bandwidth, flags), _error) from None


def _encode_domain_block_copy_args(dom, path, destxml, params, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = path.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("path", _s2, 4194304)
        _s4 = destxml.encode()
        _n5 = len(_s4)
        if _n5 > 4194304 or 0 in _s4:
            unfit_text("destxml", _s4, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_I(_n5), _s4, PAD[_n5 & 3], encode_params(params, "params", 16), _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_block_copy", "args", (dom, path, destxml, params, flags), _error) from None


def _encode_domain_set_block_threshold_args(dom, dev, threshold, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = dev.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("dev", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], _p_QI(threshold, flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_block_threshold", "args", (dom, dev, threshold, flags), _error) from None


def _encode_domain_set_throttle_group_args(dom, group, params, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _s2 = group.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("group", _s2, 4194304)
        return b"".join((_w1, _p_I(_n3), _s2, PAD[_n3 & 3], encode_params(params, "params", 32), _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_set_throttle_group", "args", (dom, group, params, flags), _error) from None


def _encode_domain_del_throttle_group_args(dom, group, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        if group is None:
            _m2 = NIL
        else:
            _s3 = group.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("group", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        return _w1 + _m2 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_del_throttle_group", "args", (dom, group, flags), _error) from None


DOMAIN_BLOCK_PEEK = Procedure(_PROGRAM, 103, "domain_block_peek", _encode_domain_block_peek_args, _decode_domain_block_peek_ret, arg_fields=('dom', 'path', 'offset', 'size', 'flags'), ret_fields=('buffer',), acl=('domain:block_read',), replayable=True, server=_SERVER)
DOMAIN_MEMORY_PEEK = Procedure(_PROGRAM, 104, "domain_memory_peek", _encode_domain_memory_peek_args, _decode_domain_memory_peek_ret, arg_fields=('dom', 'offset', 'size', 'flags'), ret_fields=('buffer',), acl=('domain:mem_read',), replayable=True, server=_SERVER)
DOMAIN_GET_BLOCK_INFO = Procedure(_PROGRAM, 194, "domain_get_block_info", _encode_domain_get_block_info_args, _decode_domain_get_block_info_ret, arg_fields=('dom', 'path', 'flags'), ret_fields=('allocation', 'capacity', 'physical'), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_BLOCK_JOB_ABORT = Procedure(_PROGRAM, 237, "domain_block_job_abort", _encode_domain_block_job_abort_args, decode_void, arg_fields=('dom', 'path', 'flags'), acl=('domain:write',), server=_SERVER)
DOMAIN_BLOCK_JOB_SET_SPEED = Procedure(_PROGRAM, 239, "domain_block_job_set_speed", _encode_domain_block_job_set_speed_args, decode_void, arg_fields=('dom', 'path', 'bandwidth', 'flags'), acl=('domain:write',), server=_SERVER)
DOMAIN_BLOCK_PULL = Procedure(_PROGRAM, 240, "domain_block_pull", _encode_domain_block_pull_args, decode_void, arg_fields=('dom', 'path', 'bandwidth', 'flags'), acl=('domain:block_write',), server=_SERVER)
DOMAIN_BLOCK_RESIZE = Procedure(_PROGRAM, 251, "domain_block_resize", _encode_domain_block_resize_args, decode_void, arg_fields=('dom', 'disk', 'size', 'flags'), acl=('domain:block_write',), server=_SERVER)
DOMAIN_SET_BLOCK_IO_TUNE = Procedure(_PROGRAM, 252, "domain_set_block_io_tune", _encode_domain_set_block_io_tune_args, decode_void, arg_fields=('dom', 'disk', 'params', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_GET_BLOCK_IO_TUNE = Procedure(_PROGRAM, 253, "domain_get_block_io_tune", _encode_domain_get_block_io_tune_args, _decode_domain_get_block_io_tune_ret, arg_fields=('dom', 'disk', 'nparams', 'flags'), ret_fields=('params', 'nparams'), acl=('domain:read',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_BLOCK_REBASE = Procedure(_PROGRAM, 266, "domain_block_rebase", _encode_domain_block_rebase_args, decode_void, arg_fields=('dom', 'path', 'base', 'bandwidth', 'flags'), acl=('domain:block_write',), server=_SERVER)
DOMAIN_BLOCK_COMMIT = Procedure(_PROGRAM, 290, "domain_block_commit", _encode_domain_block_commit_args, decode_void, arg_fields=('dom', 'disk', 'base', 'top', 'bandwidth', 'flags'), acl=('domain:block_write',), server=_SERVER)
DOMAIN_BLOCK_COPY = Procedure(_PROGRAM, 345, "domain_block_copy", _encode_domain_block_copy_args, decode_void, arg_fields=('dom', 'path', 'destxml', 'params', 'flags'), acl=('domain:block_write',), server=_SERVER)
DOMAIN_SET_BLOCK_THRESHOLD = Procedure(_PROGRAM, 386, "domain_set_block_threshold", _encode_domain_set_block_threshold_args, decode_void, arg_fields=('dom', 'dev', 'threshold', 'flags'), acl=('domain:write',), server=_SERVER)
DOMAIN_SET_THROTTLE_GROUP = Procedure(_PROGRAM, 451, "domain_set_throttle_group", _encode_domain_set_throttle_group_args, decode_void, arg_fields=('dom', 'group', 'params', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
DOMAIN_DEL_THROTTLE_GROUP = Procedure(_PROGRAM, 452, "domain_del_throttle_group", _encode_domain_del_throttle_group_args, decode_void, arg_fields=('dom', 'group', 'flags'), acl=('domain:write', 'domain:save:!VIR_DOMAIN_AFFECT_CONFIG|VIR_DOMAIN_AFFECT_LIVE', 'domain:save:VIR_DOMAIN_AFFECT_CONFIG'), server=_SERVER)
