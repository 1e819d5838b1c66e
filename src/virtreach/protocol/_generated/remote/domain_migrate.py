"""The domain_migrate procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain, encode_nonnull_domain
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, decode_void, undecodable, unfit_size, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_Ii = Struct(">Ii").pack
_p_Q = Struct(">Q").pack
_p_QI = Struct(">QI").pack
_p_Qi = Struct(">Qi").pack
_u_I = Struct(">I").unpack_from
_u_Q = Struct(">Q").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.domain_migrate"

DomainMigratePrepareRet = record("DomainMigratePrepareRet", "cookie uri_out", __name__)

DomainMigrateFinishRet = record("DomainMigrateFinishRet", "ddom", __name__)

DomainMigratePrepare2Ret = record("DomainMigratePrepare2Ret", "cookie uri_out", __name__)

DomainMigrateFinish2Ret = record("DomainMigrateFinish2Ret", "ddom", __name__)

DomainMigrateBegin3Ret = record("DomainMigrateBegin3Ret", "cookie_out xml", __name__)

DomainMigratePrepare3Ret = record("DomainMigratePrepare3Ret", "cookie_out uri_out", __name__)

DomainMigratePrepareTunnel3Ret = record("DomainMigratePrepareTunnel3Ret", "cookie_out", __name__)

DomainMigratePerform3Ret = record("DomainMigratePerform3Ret", "cookie_out", __name__)

DomainMigrateFinish3Ret = record("DomainMigrateFinish3Ret", "dom cookie_out", __name__)

DomainMigrateGetMaxSpeedRet = record("DomainMigrateGetMaxSpeedRet", "bandwidth", __name__)

DomainMigrateGetCompressionCacheRet = record("DomainMigrateGetCompressionCacheRet", "cache_size", __name__)

DomainMigrateBegin3ParamsRet = record("DomainMigrateBegin3ParamsRet", "cookie_out xml", __name__)

DomainMigratePrepare3ParamsRet = record("DomainMigratePrepare3ParamsRet", "cookie_out uri_out", __name__)

DomainMigratePrepareTunnel3ParamsRet = record("DomainMigratePrepareTunnel3ParamsRet", "cookie_out", __name__)

DomainMigratePerform3ParamsRet = record("DomainMigratePerform3ParamsRet", "cookie_out", __name__)

DomainMigrateFinish3ParamsRet = record("DomainMigrateFinish3ParamsRet", "dom cookie_out", __name__)

DomainMigrateGetMaxDowntimeRet = record("DomainMigrateGetMaxDowntimeRet", "downtime", __name__)


def _encode_domain_migrate_prepare_args(uri_in, flags, dname, resource):
    try:
        if uri_in is None:
            _m1 = NIL
        else:
            _s2 = uri_in.encode()
            _n3 = len(_s2)
            if _n3 > 4194304 or 0 in _s2:
                unfit_text("uri_in", _s2, 4194304)
            _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
        if dname is None:
            _m4 = NIL
        else:
            _s5 = dname.encode()
            _n6 = len(_s5)
            if _n6 > 4194304 or 0 in _s5:
                unfit_text("dname", _s5, 4194304)
            _m4 = b"".join((PRESENT, _p_I(_n6), _s5, PAD[_n6 & 3]))
        return b"".join((_m1, _p_Q(flags), _m4, _p_Q(resource)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_prepare", "args", (uri_in, flags, dname, resource), _error) from None


def _decode_domain_migrate_prepare_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie", _n1, 4194304)
        _e = _o + _n1
        cookie = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 == 1:
            (_n3,) = _u_I(_d, _o)
            _o += 4
            if _n3 > 4194304:
                bad_length("uri_out", _n3, 4194304)
            _e = _o + _n3
            uri_out = _d[_o:_e].decode()
            if "\0" in uri_out:
                bad_nul("uri_out")
            _o = _e + (-_n3 & 3)
        elif _n2 == 0:
            uri_out = None
        else:
            bad_presence("uri_out", _n2)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_prepare", _error) from None
    return new(DomainMigratePrepareRet, (cookie, uri_out))


def _encode_domain_migrate_perform_args(dom, cookie, uri, flags, dname, resource):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _n2 = len(cookie)
        if _n2 > 4194304:
            unfit_size("cookie", _n2, 4194304)
        _s3 = uri.encode()
        _n4 = len(_s3)
        if _n4 > 4194304 or 0 in _s3:
            unfit_text("uri", _s3, 4194304)
        if dname is None:
            _m5 = NIL
        else:
            _s6 = dname.encode()
            _n7 = len(_s6)
            if _n7 > 4194304 or 0 in _s6:
                unfit_text("dname", _s6, 4194304)
            _m5 = b"".join((PRESENT, _p_I(_n7), _s6, PAD[_n7 & 3]))
        return b"".join((_w1, _p_I(_n2), cookie, PAD[_n2 & 3], _p_I(_n4), _s3, PAD[_n4 & 3], _p_Q(flags), _m5, _p_Q(resource)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_perform", "args", (dom, cookie, uri, flags, dname, resource), _error) from None


def _encode_domain_migrate_finish_args(dname, cookie, uri, flags):
    try:
        _s1 = dname.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("dname", _s1, 4194304)
        _n3 = len(cookie)
        if _n3 > 4194304:
            unfit_size("cookie", _n3, 4194304)
        _s4 = uri.encode()
        _n5 = len(_s4)
        if _n5 > 4194304 or 0 in _s4:
            unfit_text("uri", _s4, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(_n3), cookie, PAD[_n3 & 3], _p_I(_n5), _s4, PAD[_n5 & 3], _p_Q(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_finish", "args", (dname, cookie, uri, flags), _error) from None


def _decode_domain_migrate_finish_ret(_d, _o):
    try:
        ddom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_finish", _error) from None
    return new(DomainMigrateFinishRet, (ddom,))


def _encode_domain_migrate_prepare2_args(uri_in, flags, dname, resource, dom_xml):
    try:
        if uri_in is None:
            _m1 = NIL
        else:
            _s2 = uri_in.encode()
            _n3 = len(_s2)
            if _n3 > 4194304 or 0 in _s2:
                unfit_text("uri_in", _s2, 4194304)
            _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
        if dname is None:
            _m4 = NIL
        else:
            _s5 = dname.encode()
            _n6 = len(_s5)
            if _n6 > 4194304 or 0 in _s5:
                unfit_text("dname", _s5, 4194304)
            _m4 = b"".join((PRESENT, _p_I(_n6), _s5, PAD[_n6 & 3]))
        _s7 = dom_xml.encode()
        _n8 = len(_s7)
        if _n8 > 4194304 or 0 in _s7:
            unfit_text("dom_xml", _s7, 4194304)
        return b"".join((_m1, _p_Q(flags), _m4, _p_QI(resource, _n8), _s7, PAD[_n8 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_prepare2", "args", (uri_in, flags, dname, resource, dom_xml), _error) from None


def _decode_domain_migrate_prepare2_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie", _n1, 4194304)
        _e = _o + _n1
        cookie = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 == 1:
            (_n3,) = _u_I(_d, _o)
            _o += 4
            if _n3 > 4194304:
                bad_length("uri_out", _n3, 4194304)
            _e = _o + _n3
            uri_out = _d[_o:_e].decode()
            if "\0" in uri_out:
                bad_nul("uri_out")
            _o = _e + (-_n3 & 3)
        elif _n2 == 0:
            uri_out = None
        else:
            bad_presence("uri_out", _n2)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_prepare2", _error) from None
    return new(DomainMigratePrepare2Ret, (cookie, uri_out))


def _encode_domain_migrate_finish2_args(dname, cookie, uri, flags, retcode):
    try:
        _s1 = dname.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("dname", _s1, 4194304)
        _n3 = len(cookie)
        if _n3 > 4194304:
            unfit_size("cookie", _n3, 4194304)
        _s4 = uri.encode()
        _n5 = len(_s4)
        if _n5 > 4194304 or 0 in _s4:
            unfit_text("uri", _s4, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(_n3), cookie, PAD[_n3 & 3], _p_I(_n5), _s4, PAD[_n5 & 3], _p_Qi(flags, retcode)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_finish2", "args", (dname, cookie, uri, flags, retcode), _error) from None


def _decode_domain_migrate_finish2_ret(_d, _o):
    try:
        ddom, _o = decode_nonnull_domain(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_finish2", _error) from None
    return new(DomainMigrateFinish2Ret, (ddom,))


def _encode_domain_migrate_prepare_tunnel_args(flags, dname, resource, dom_xml):
    try:
        if dname is None:
            _m1 = NIL
        else:
            _s2 = dname.encode()
            _n3 = len(_s2)
            if _n3 > 4194304 or 0 in _s2:
                unfit_text("dname", _s2, 4194304)
            _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
        _s4 = dom_xml.encode()
        _n5 = len(_s4)
        if _n5 > 4194304 or 0 in _s4:
            unfit_text("dom_xml", _s4, 4194304)
        return b"".join((_p_Q(flags), _m1, _p_QI(resource, _n5), _s4, PAD[_n5 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_prepare_tunnel", "args", (flags, dname, resource, dom_xml), _error) from None


def _encode_domain_migrate_set_max_downtime_args(dom, downtime, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_QI(downtime, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_set_max_downtime", "args", (dom, downtime, flags), _error) from None


def _encode_domain_migrate_set_max_speed_args(dom, bandwidth, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_QI(bandwidth, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_set_max_speed", "args", (dom, bandwidth, flags), _error) from None


def _encode_domain_migrate_begin3_args(dom, xmlin, flags, dname, resource):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        if xmlin is None:
            _m2 = NIL
        else:
            _s3 = xmlin.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("xmlin", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        if dname is None:
            _m5 = NIL
        else:
            _s6 = dname.encode()
            _n7 = len(_s6)
            if _n7 > 4194304 or 0 in _s6:
                unfit_text("dname", _s6, 4194304)
            _m5 = b"".join((PRESENT, _p_I(_n7), _s6, PAD[_n7 & 3]))
        return b"".join((_w1, _m2, _p_Q(flags), _m5, _p_Q(resource)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_begin3", "args", (dom, xmlin, flags, dname, resource), _error) from None


def _decode_domain_migrate_begin3_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie_out", _n1, 4194304)
        _e = _o + _n1
        cookie_out = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 4194304:
            bad_length("xml", _n2, 4194304)
        _e = _o + _n2
        xml = _d[_o:_e].decode()
        if "\0" in xml:
            bad_nul("xml")
        _o = _e + (-_n2 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_begin3", _error) from None
    return new(DomainMigrateBegin3Ret, (cookie_out, xml))


def _encode_domain_migrate_prepare3_args(cookie_in, uri_in, flags, dname, resource, dom_xml):
    try:
        _n1 = len(cookie_in)
        if _n1 > 4194304:
            unfit_size("cookie_in", _n1, 4194304)
        if uri_in is None:
            _m2 = NIL
        else:
            _s3 = uri_in.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("uri_in", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        if dname is None:
            _m5 = NIL
        else:
            _s6 = dname.encode()
            _n7 = len(_s6)
            if _n7 > 4194304 or 0 in _s6:
                unfit_text("dname", _s6, 4194304)
            _m5 = b"".join((PRESENT, _p_I(_n7), _s6, PAD[_n7 & 3]))
        _s8 = dom_xml.encode()
        _n9 = len(_s8)
        if _n9 > 4194304 or 0 in _s8:
            unfit_text("dom_xml", _s8, 4194304)
        return b"".join((_p_I(_n1), cookie_in, PAD[_n1 & 3], _m2, _p_Q(flags), _m5, _p_QI(resource, _n9), _s8, PAD[_n9 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_prepare3", "args", (cookie_in, uri_in, flags, dname, resource, dom_xml), _error) from None


def _decode_domain_migrate_prepare3_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie_out", _n1, 4194304)
        _e = _o + _n1
        cookie_out = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 == 1:
            (_n3,) = _u_I(_d, _o)
            _o += 4
            if _n3 > 4194304:
                bad_length("uri_out", _n3, 4194304)
            _e = _o + _n3
            uri_out = _d[_o:_e].decode()
            if "\0" in uri_out:
                bad_nul("uri_out")
            _o = _e + (-_n3 & 3)
        elif _n2 == 0:
            uri_out = None
        else:
            bad_presence("uri_out", _n2)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_prepare3", _error) from None
    return new(DomainMigratePrepare3Ret, (cookie_out, uri_out))


def _encode_domain_migrate_prepare_tunnel3_args(cookie_in, flags, dname, resource, dom_xml):
    try:
        _n1 = len(cookie_in)
        if _n1 > 4194304:
            unfit_size("cookie_in", _n1, 4194304)
        if dname is None:
            _m2 = NIL
        else:
            _s3 = dname.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("dname", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        _s5 = dom_xml.encode()
        _n6 = len(_s5)
        if _n6 > 4194304 or 0 in _s5:
            unfit_text("dom_xml", _s5, 4194304)
        return b"".join((_p_I(_n1), cookie_in, PAD[_n1 & 3], _p_Q(flags), _m2, _p_QI(resource, _n6), _s5, PAD[_n6 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_prepare_tunnel3", "args", (cookie_in, flags, dname, resource, dom_xml), _error) from None


def _decode_domain_migrate_prepare_tunnel3_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie_out", _n1, 4194304)
        _e = _o + _n1
        cookie_out = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_prepare_tunnel3", _error) from None
    return new(DomainMigratePrepareTunnel3Ret, (cookie_out,))


def _encode_domain_migrate_perform3_args(dom, xmlin, cookie_in, dconnuri, uri, flags, dname, resource):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        if xmlin is None:
            _m2 = NIL
        else:
            _s3 = xmlin.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("xmlin", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        _n5 = len(cookie_in)
        if _n5 > 4194304:
            unfit_size("cookie_in", _n5, 4194304)
        if dconnuri is None:
            _m6 = NIL
        else:
            _s7 = dconnuri.encode()
            _n8 = len(_s7)
            if _n8 > 4194304 or 0 in _s7:
                unfit_text("dconnuri", _s7, 4194304)
            _m6 = b"".join((PRESENT, _p_I(_n8), _s7, PAD[_n8 & 3]))
        if uri is None:
            _m9 = NIL
        else:
            _s10 = uri.encode()
            _n11 = len(_s10)
            if _n11 > 4194304 or 0 in _s10:
                unfit_text("uri", _s10, 4194304)
            _m9 = b"".join((PRESENT, _p_I(_n11), _s10, PAD[_n11 & 3]))
        if dname is None:
            _m12 = NIL
        else:
            _s13 = dname.encode()
            _n14 = len(_s13)
            if _n14 > 4194304 or 0 in _s13:
                unfit_text("dname", _s13, 4194304)
            _m12 = b"".join((PRESENT, _p_I(_n14), _s13, PAD[_n14 & 3]))
        return b"".join((_w1, _m2, _p_I(_n5), cookie_in, PAD[_n5 & 3], _m6, _m9, _p_Q(flags), _m12, _p_Q(resource)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_perform3", "args", (dom, xmlin, cookie_in, dconnuri, uri, flags, dname, resource), _error) from None


def _decode_domain_migrate_perform3_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie_out", _n1, 4194304)
        _e = _o + _n1
        cookie_out = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_perform3", _error) from None
    return new(DomainMigratePerform3Ret, (cookie_out,))


def _encode_domain_migrate_finish3_args(dname, cookie_in, dconnuri, uri, flags, cancelled):
    try:
        _s1 = dname.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("dname", _s1, 4194304)
        _n3 = len(cookie_in)
        if _n3 > 4194304:
            unfit_size("cookie_in", _n3, 4194304)
        if dconnuri is None:
            _m4 = NIL
        else:
            _s5 = dconnuri.encode()
            _n6 = len(_s5)
            if _n6 > 4194304 or 0 in _s5:
                unfit_text("dconnuri", _s5, 4194304)
            _m4 = b"".join((PRESENT, _p_I(_n6), _s5, PAD[_n6 & 3]))
        if uri is None:
            _m7 = NIL
        else:
            _s8 = uri.encode()
            _n9 = len(_s8)
            if _n9 > 4194304 or 0 in _s8:
                unfit_text("uri", _s8, 4194304)
            _m7 = b"".join((PRESENT, _p_I(_n9), _s8, PAD[_n9 & 3]))
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(_n3), cookie_in, PAD[_n3 & 3], _m4, _m7, _p_Qi(flags, cancelled)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_finish3", "args", (dname, cookie_in, dconnuri, uri, flags, cancelled), _error) from None


def _decode_domain_migrate_finish3_ret(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie_out", _n1, 4194304)
        _e = _o + _n1
        cookie_out = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_finish3", _error) from None
    return new(DomainMigrateFinish3Ret, (dom, cookie_out))


def _encode_domain_migrate_confirm3_args(dom, cookie_in, flags, cancelled):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _n2 = len(cookie_in)
        if _n2 > 4194304:
            unfit_size("cookie_in", _n2, 4194304)
        return b"".join((_w1, _p_I(_n2), cookie_in, PAD[_n2 & 3], _p_Qi(flags, cancelled)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_confirm3", "args", (dom, cookie_in, flags, cancelled), _error) from None


def _encode_domain_migrate_get_max_speed_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_get_max_speed", "args", (dom, flags), _error) from None


def _decode_domain_migrate_get_max_speed_ret(_d, _o):
    try:
        (bandwidth,) = _u_Q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_get_max_speed", _error) from None
    return new(DomainMigrateGetMaxSpeedRet, (bandwidth,))


def _encode_domain_migrate_get_compression_cache_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_get_compression_cache", "args", (dom, flags), _error) from None


def _decode_domain_migrate_get_compression_cache_ret(_d, _o):
    try:
        (cache_size,) = _u_Q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_get_compression_cache", _error) from None
    return new(DomainMigrateGetCompressionCacheRet, (cache_size,))


def _encode_domain_migrate_set_compression_cache_args(dom, cache_size, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_QI(cache_size, flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_set_compression_cache", "args", (dom, cache_size, flags), _error) from None


def _encode_domain_migrate_begin3_params_args(dom, params, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + encode_params(params, "params", 64) + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_begin3_params", "args", (dom, params, flags), _error) from None


def _decode_domain_migrate_begin3_params_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie_out", _n1, 4194304)
        _e = _o + _n1
        cookie_out = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 4194304:
            bad_length("xml", _n2, 4194304)
        _e = _o + _n2
        xml = _d[_o:_e].decode()
        if "\0" in xml:
            bad_nul("xml")
        _o = _e + (-_n2 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_begin3_params", _error) from None
    return new(DomainMigrateBegin3ParamsRet, (cookie_out, xml))


def _encode_domain_migrate_prepare3_params_args(params, cookie_in, flags):
    try:
        _n1 = len(cookie_in)
        if _n1 > 4194304:
            unfit_size("cookie_in", _n1, 4194304)
        return b"".join((encode_params(params, "params", 64), _p_I(_n1), cookie_in, PAD[_n1 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_prepare3_params", "args", (params, cookie_in, flags), _error) from None


def _decode_domain_migrate_prepare3_params_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie_out", _n1, 4194304)
        _e = _o + _n1
        cookie_out = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 == 1:
            (_n3,) = _u_I(_d, _o)
            _o += 4
            if _n3 > 4194304:
                bad_length("uri_out", _n3, 4194304)
            _e = _o + _n3
            uri_out = _d[_o:_e].decode()
            if "\0" in uri_out:
                bad_nul("uri_out")
            _o = _e + (-_n3 & 3)
        elif _n2 == 0:
            uri_out = None
        else:
            bad_presence("uri_out", _n2)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_prepare3_params", _error) from None
    return new(DomainMigratePrepare3ParamsRet, (cookie_out, uri_out))


def _encode_domain_migrate_prepare_tunnel3_params_args(params, cookie_in, flags):
    try:
        _n1 = len(cookie_in)
        if _n1 > 4194304:
            unfit_size("cookie_in", _n1, 4194304)
        return b"".join((encode_params(params, "params", 64), _p_I(_n1), cookie_in, PAD[_n1 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_prepare_tunnel3_params", "args", (params, cookie_in, flags), _error) from None


def _decode_domain_migrate_prepare_tunnel3_params_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie_out", _n1, 4194304)
        _e = _o + _n1
        cookie_out = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_prepare_tunnel3_params", _error) from None
    return new(DomainMigratePrepareTunnel3ParamsRet, (cookie_out,))


def _encode_domain_migrate_perform3_params_args(dom, dconnuri, params, cookie_in, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        if dconnuri is None:
            _m2 = NIL
        else:
            _s3 = dconnuri.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("dconnuri", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        _n5 = len(cookie_in)
        if _n5 > 4194304:
            unfit_size("cookie_in", _n5, 4194304)
        return b"".join((_w1, _m2, encode_params(params, "params", 64), _p_I(_n5), cookie_in, PAD[_n5 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_perform3_params", "args", (dom, dconnuri, params, cookie_in, flags), _error) from None


def _decode_domain_migrate_perform3_params_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie_out", _n1, 4194304)
        _e = _o + _n1
        cookie_out = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_perform3_params", _error) from None
    return new(DomainMigratePerform3ParamsRet, (cookie_out,))


def _encode_domain_migrate_finish3_params_args(params, cookie_in, flags, cancelled):
    try:
        _n1 = len(cookie_in)
        if _n1 > 4194304:
            unfit_size("cookie_in", _n1, 4194304)
        return b"".join((encode_params(params, "params", 64), _p_I(_n1), cookie_in, PAD[_n1 & 3], _p_Ii(flags, cancelled)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_finish3_params", "args", (params, cookie_in, flags, cancelled), _error) from None


def _decode_domain_migrate_finish3_params_ret(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie_out", _n1, 4194304)
        _e = _o + _n1
        cookie_out = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_finish3_params", _error) from None
    return new(DomainMigrateFinish3ParamsRet, (dom, cookie_out))


def _encode_domain_migrate_confirm3_params_args(dom, params, cookie_in, flags, cancelled):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _n2 = len(cookie_in)
        if _n2 > 4194304:
            unfit_size("cookie_in", _n2, 4194304)
        return b"".join((_w1, encode_params(params, "params", 64), _p_I(_n2), cookie_in, PAD[_n2 & 3], _p_Ii(flags, cancelled)))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_confirm3_params", "args", (dom, params, cookie_in, flags, cancelled), _error) from None


def _encode_domain_migrate_start_post_copy_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_start_post_copy", "args", (dom, flags), _error) from None


def _encode_domain_migrate_get_max_downtime_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_get_max_downtime", "args", (dom, flags), _error) from None


def _decode_domain_migrate_get_max_downtime_ret(_d, _o):
    try:
        (downtime,) = _u_Q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_get_max_downtime", _error) from None
    return new(DomainMigrateGetMaxDowntimeRet, (downtime,))


DOMAIN_MIGRATE_PREPARE = Procedure(_PROGRAM, 61, "domain_migrate_prepare", _encode_domain_migrate_prepare_args, _decode_domain_migrate_prepare_ret, arg_fields=('uri_in', 'flags', 'dname', 'resource'), ret_fields=('cookie', 'uri_out'), acl=('domain:migrate', 'domain:start', 'domain:write'), server=_SERVER)
DOMAIN_MIGRATE_PERFORM = Procedure(_PROGRAM, 62, "domain_migrate_perform", _encode_domain_migrate_perform_args, decode_void, arg_fields=('dom', 'cookie', 'uri', 'flags', 'dname', 'resource'), acl=('domain:migrate',), server=_SERVER)
DOMAIN_MIGRATE_FINISH = Procedure(_PROGRAM, 63, "domain_migrate_finish", _encode_domain_migrate_finish_args, _decode_domain_migrate_finish_ret, arg_fields=('dname', 'cookie', 'uri', 'flags'), ret_fields=('ddom',), acl=('domain:migrate',), server=_SERVER)
DOMAIN_MIGRATE_PREPARE2 = Procedure(_PROGRAM, 108, "domain_migrate_prepare2", _encode_domain_migrate_prepare2_args, _decode_domain_migrate_prepare2_ret, arg_fields=('uri_in', 'flags', 'dname', 'resource', 'dom_xml'), ret_fields=('cookie', 'uri_out'), acl=('domain:migrate', 'domain:start', 'domain:write'), server=_SERVER)
DOMAIN_MIGRATE_FINISH2 = Procedure(_PROGRAM, 109, "domain_migrate_finish2", _encode_domain_migrate_finish2_args, _decode_domain_migrate_finish2_ret, arg_fields=('dname', 'cookie', 'uri', 'flags', 'retcode'), ret_fields=('ddom',), acl=('domain:migrate',), server=_SERVER)
DOMAIN_MIGRATE_PREPARE_TUNNEL = Procedure(_PROGRAM, 148, "domain_migrate_prepare_tunnel", _encode_domain_migrate_prepare_tunnel_args, decode_void, arg_fields=('flags', 'dname', 'resource', 'dom_xml'), acl=('domain:migrate', 'domain:start', 'domain:write'), stream='write', server=_SERVER)
DOMAIN_MIGRATE_SET_MAX_DOWNTIME = Procedure(_PROGRAM, 166, "domain_migrate_set_max_downtime", _encode_domain_migrate_set_max_downtime_args, decode_void, arg_fields=('dom', 'downtime', 'flags'), acl=('domain:migrate',), server=_SERVER)
DOMAIN_MIGRATE_SET_MAX_SPEED = Procedure(_PROGRAM, 207, "domain_migrate_set_max_speed", _encode_domain_migrate_set_max_speed_args, decode_void, arg_fields=('dom', 'bandwidth', 'flags'), acl=('domain:migrate',), server=_SERVER)
DOMAIN_MIGRATE_BEGIN3 = Procedure(_PROGRAM, 213, "domain_migrate_begin3", _encode_domain_migrate_begin3_args, _decode_domain_migrate_begin3_ret, arg_fields=('dom', 'xmlin', 'flags', 'dname', 'resource'), ret_fields=('cookie_out', 'xml'), acl=('domain:migrate',), server=_SERVER)
DOMAIN_MIGRATE_PREPARE3 = Procedure(_PROGRAM, 214, "domain_migrate_prepare3", _encode_domain_migrate_prepare3_args, _decode_domain_migrate_prepare3_ret, arg_fields=('cookie_in', 'uri_in', 'flags', 'dname', 'resource', 'dom_xml'), ret_fields=('cookie_out', 'uri_out'), acl=('domain:migrate', 'domain:start', 'domain:write'), server=_SERVER)
DOMAIN_MIGRATE_PREPARE_TUNNEL3 = Procedure(_PROGRAM, 215, "domain_migrate_prepare_tunnel3", _encode_domain_migrate_prepare_tunnel3_args, _decode_domain_migrate_prepare_tunnel3_ret, arg_fields=('cookie_in', 'flags', 'dname', 'resource', 'dom_xml'), ret_fields=('cookie_out',), acl=('domain:migrate', 'domain:start', 'domain:write'), stream='write', server=_SERVER)
DOMAIN_MIGRATE_PERFORM3 = Procedure(_PROGRAM, 216, "domain_migrate_perform3", _encode_domain_migrate_perform3_args, _decode_domain_migrate_perform3_ret, arg_fields=('dom', 'xmlin', 'cookie_in', 'dconnuri', 'uri', 'flags', 'dname', 'resource'), ret_fields=('cookie_out',), acl=('domain:migrate',), server=_SERVER)
DOMAIN_MIGRATE_FINISH3 = Procedure(_PROGRAM, 217, "domain_migrate_finish3", _encode_domain_migrate_finish3_args, _decode_domain_migrate_finish3_ret, arg_fields=('dname', 'cookie_in', 'dconnuri', 'uri', 'flags', 'cancelled'), ret_fields=('dom', 'cookie_out'), acl=('domain:migrate',), server=_SERVER)
DOMAIN_MIGRATE_CONFIRM3 = Procedure(_PROGRAM, 218, "domain_migrate_confirm3", _encode_domain_migrate_confirm3_args, decode_void, arg_fields=('dom', 'cookie_in', 'flags', 'cancelled'), acl=('domain:migrate',), server=_SERVER)
DOMAIN_MIGRATE_GET_MAX_SPEED = Procedure(_PROGRAM, 242, "domain_migrate_get_max_speed", _encode_domain_migrate_get_max_speed_args, _decode_domain_migrate_get_max_speed_ret, arg_fields=('dom', 'flags'), ret_fields=('bandwidth',), acl=('domain:migrate',), replayable=True, server=_SERVER)
DOMAIN_MIGRATE_GET_COMPRESSION_CACHE = Procedure(_PROGRAM, 299, "domain_migrate_get_compression_cache", _encode_domain_migrate_get_compression_cache_args, _decode_domain_migrate_get_compression_cache_ret, arg_fields=('dom', 'flags'), ret_fields=('cache_size',), acl=('domain:migrate',), readonly='allow', replayable=True, server=_SERVER)
DOMAIN_MIGRATE_SET_COMPRESSION_CACHE = Procedure(_PROGRAM, 300, "domain_migrate_set_compression_cache", _encode_domain_migrate_set_compression_cache_args, decode_void, arg_fields=('dom', 'cache_size', 'flags'), acl=('domain:migrate',), server=_SERVER)
DOMAIN_MIGRATE_BEGIN3_PARAMS = Procedure(_PROGRAM, 302, "domain_migrate_begin3_params", _encode_domain_migrate_begin3_params_args, _decode_domain_migrate_begin3_params_ret, arg_fields=('dom', 'params', 'flags'), ret_fields=('cookie_out', 'xml'), acl=('domain:migrate',), server=_SERVER)
DOMAIN_MIGRATE_PREPARE3_PARAMS = Procedure(_PROGRAM, 303, "domain_migrate_prepare3_params", _encode_domain_migrate_prepare3_params_args, _decode_domain_migrate_prepare3_params_ret, arg_fields=('params', 'cookie_in', 'flags'), ret_fields=('cookie_out', 'uri_out'), acl=('domain:migrate', 'domain:start', 'domain:write'), server=_SERVER)
DOMAIN_MIGRATE_PREPARE_TUNNEL3_PARAMS = Procedure(_PROGRAM, 304, "domain_migrate_prepare_tunnel3_params", _encode_domain_migrate_prepare_tunnel3_params_args, _decode_domain_migrate_prepare_tunnel3_params_ret, arg_fields=('params', 'cookie_in', 'flags'), ret_fields=('cookie_out',), acl=('domain:migrate', 'domain:start', 'domain:write'), stream='write', server=_SERVER)
DOMAIN_MIGRATE_PERFORM3_PARAMS = Procedure(_PROGRAM, 305, "domain_migrate_perform3_params", _encode_domain_migrate_perform3_params_args, _decode_domain_migrate_perform3_params_ret, arg_fields=('dom', 'dconnuri', 'params', 'cookie_in', 'flags'), ret_fields=('cookie_out',), acl=('domain:migrate',), server=_SERVER)
DOMAIN_MIGRATE_FINISH3_PARAMS = Procedure(_PROGRAM, 306, "domain_migrate_finish3_params", _encode_domain_migrate_finish3_params_args, _decode_domain_migrate_finish3_params_ret, arg_fields=('params', 'cookie_in', 'flags', 'cancelled'), ret_fields=('dom', 'cookie_out'), acl=('domain:migrate',), server=_SERVER)
DOMAIN_MIGRATE_CONFIRM3_PARAMS = Procedure(_PROGRAM, 307, "domain_migrate_confirm3_params", _encode_domain_migrate_confirm3_params_args, decode_void, arg_fields=('dom', 'params', 'cookie_in', 'flags', 'cancelled'), acl=('domain:migrate',), server=_SERVER)
DOMAIN_MIGRATE_START_POST_COPY = Procedure(_PROGRAM, 364, "domain_migrate_start_post_copy", _encode_domain_migrate_start_post_copy_args, decode_void, arg_fields=('dom', 'flags'), acl=('domain:migrate',), server=_SERVER)
DOMAIN_MIGRATE_GET_MAX_DOWNTIME = Procedure(_PROGRAM, 387, "domain_migrate_get_max_downtime", _encode_domain_migrate_get_max_downtime_args, _decode_domain_migrate_get_max_downtime_ret, arg_fields=('dom', 'flags'), ret_fields=('downtime',), acl=('domain:migrate',), readonly='allow', replayable=True, server=_SERVER)
