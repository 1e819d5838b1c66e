"""The domain_migrate procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain, encode_nonnull_domain
from virtreach.protocol.procedure import unencodable
from virtreach.wire.record import record
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, encode_void, undecodable, unfit_size, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_Q = Struct(">Q").pack
_u_I = Struct(">I").unpack_from
_u_Ii = Struct(">Ii").unpack_from
_u_Q = Struct(">Q").unpack_from
_u_QI = Struct(">QI").unpack_from
_u_Qi = Struct(">Qi").unpack_from

DomainMigratePrepareArgs = record("DomainMigratePrepareArgs", "uri_in flags dname resource", __name__)

DomainMigratePerformArgs = record("DomainMigratePerformArgs", "dom cookie uri flags dname resource", __name__)

DomainMigrateFinishArgs = record("DomainMigrateFinishArgs", "dname cookie uri flags", __name__)

DomainMigratePrepare2Args = record("DomainMigratePrepare2Args", "uri_in flags dname resource dom_xml", __name__)

DomainMigrateFinish2Args = record("DomainMigrateFinish2Args", "dname cookie uri flags retcode", __name__)

DomainMigratePrepareTunnelArgs = record("DomainMigratePrepareTunnelArgs", "flags dname resource dom_xml", __name__)

DomainMigrateSetMaxDowntimeArgs = record("DomainMigrateSetMaxDowntimeArgs", "dom downtime flags", __name__)

DomainMigrateSetMaxSpeedArgs = record("DomainMigrateSetMaxSpeedArgs", "dom bandwidth flags", __name__)

DomainMigrateBegin3Args = record("DomainMigrateBegin3Args", "dom xmlin flags dname resource", __name__)

DomainMigratePrepare3Args = record("DomainMigratePrepare3Args", "cookie_in uri_in flags dname resource dom_xml", __name__)

DomainMigratePrepareTunnel3Args = record("DomainMigratePrepareTunnel3Args", "cookie_in flags dname resource dom_xml", __name__)

DomainMigratePerform3Args = record("DomainMigratePerform3Args", "dom xmlin cookie_in dconnuri uri flags dname resource", __name__)

DomainMigrateFinish3Args = record("DomainMigrateFinish3Args", "dname cookie_in dconnuri uri flags cancelled", __name__)

DomainMigrateConfirm3Args = record("DomainMigrateConfirm3Args", "dom cookie_in flags cancelled", __name__)

DomainMigrateGetMaxSpeedArgs = record("DomainMigrateGetMaxSpeedArgs", "dom flags", __name__)

DomainMigrateGetCompressionCacheArgs = record("DomainMigrateGetCompressionCacheArgs", "dom flags", __name__)

DomainMigrateSetCompressionCacheArgs = record("DomainMigrateSetCompressionCacheArgs", "dom cache_size flags", __name__)

DomainMigrateBegin3ParamsArgs = record("DomainMigrateBegin3ParamsArgs", "dom params flags", __name__)

DomainMigratePrepare3ParamsArgs = record("DomainMigratePrepare3ParamsArgs", "params cookie_in flags", __name__)

DomainMigratePrepareTunnel3ParamsArgs = record("DomainMigratePrepareTunnel3ParamsArgs", "params cookie_in flags", __name__)

DomainMigratePerform3ParamsArgs = record("DomainMigratePerform3ParamsArgs", "dom dconnuri params cookie_in flags", __name__)

DomainMigrateFinish3ParamsArgs = record("DomainMigrateFinish3ParamsArgs", "params cookie_in flags cancelled", __name__)

DomainMigrateConfirm3ParamsArgs = record("DomainMigrateConfirm3ParamsArgs", "dom params cookie_in flags cancelled", __name__)

DomainMigrateStartPostCopyArgs = record("DomainMigrateStartPostCopyArgs", "dom flags", __name__)

DomainMigrateGetMaxDowntimeArgs = record("DomainMigrateGetMaxDowntimeArgs", "dom flags", __name__)


def _decode_domain_migrate_prepare_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("uri_in", _n2, 4194304)
            _e = _o + _n2
            uri_in = _d[_o:_e].decode()
            if "\0" in uri_in:
                bad_nul("uri_in")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            uri_in = None
        else:
            bad_presence("uri_in", _n1)
        flags, _n3 = _u_QI(_d, _o)
        _o += 12
        if _n3 == 1:
            (_n4,) = _u_I(_d, _o)
            _o += 4
            if _n4 > 4194304:
                bad_length("dname", _n4, 4194304)
            _e = _o + _n4
            dname = _d[_o:_e].decode()
            if "\0" in dname:
                bad_nul("dname")
            _o = _e + (-_n4 & 3)
        elif _n3 == 0:
            dname = None
        else:
            bad_presence("dname", _n3)
        (resource,) = _u_Q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_prepare", _error) from None
    return new(DomainMigratePrepareArgs, (uri_in, flags, dname, resource))


def _encode_domain_migrate_prepare_ret(cookie, uri_out):
    try:
        _n1 = len(cookie)
        if _n1 > 4194304:
            unfit_size("cookie", _n1, 4194304)
        if uri_out is None:
            _m2 = NIL
        else:
            _s3 = uri_out.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("uri_out", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        return b"".join((_p_I(_n1), cookie, PAD[_n1 & 3], _m2))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_prepare", "ret", (cookie, uri_out), _error) from None


def _decode_domain_migrate_perform_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie", _n1, 4194304)
        _e = _o + _n1
        cookie = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 4194304:
            bad_length("uri", _n2, 4194304)
        _e = _o + _n2
        uri = _d[_o:_e].decode()
        if "\0" in uri:
            bad_nul("uri")
        _o = _e + (-_n2 & 3)
        flags, _n3 = _u_QI(_d, _o)
        _o += 12
        if _n3 == 1:
            (_n4,) = _u_I(_d, _o)
            _o += 4
            if _n4 > 4194304:
                bad_length("dname", _n4, 4194304)
            _e = _o + _n4
            dname = _d[_o:_e].decode()
            if "\0" in dname:
                bad_nul("dname")
            _o = _e + (-_n4 & 3)
        elif _n3 == 0:
            dname = None
        else:
            bad_presence("dname", _n3)
        (resource,) = _u_Q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_perform", _error) from None
    return new(DomainMigratePerformArgs, (dom, cookie, uri, flags, dname, resource))


def _decode_domain_migrate_finish_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("dname", _n1, 4194304)
        _e = _o + _n1
        dname = _d[_o:_e].decode()
        if "\0" in dname:
            bad_nul("dname")
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 4194304:
            bad_length("cookie", _n2, 4194304)
        _e = _o + _n2
        cookie = _d[_o:_e]
        _o = _e + (-_n2 & 3)
        (_n3,) = _u_I(_d, _o)
        _o += 4
        if _n3 > 4194304:
            bad_length("uri", _n3, 4194304)
        _e = _o + _n3
        uri = _d[_o:_e].decode()
        if "\0" in uri:
            bad_nul("uri")
        _o = _e + (-_n3 & 3)
        (flags,) = _u_Q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_finish", _error) from None
    return new(DomainMigrateFinishArgs, (dname, cookie, uri, flags))


def _encode_domain_migrate_finish_ret(ddom):
    try:
        try:
            _w1 = ddom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*ddom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_finish", "ret", (ddom,), _error) from None


def _decode_domain_migrate_prepare2_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("uri_in", _n2, 4194304)
            _e = _o + _n2
            uri_in = _d[_o:_e].decode()
            if "\0" in uri_in:
                bad_nul("uri_in")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            uri_in = None
        else:
            bad_presence("uri_in", _n1)
        flags, _n3 = _u_QI(_d, _o)
        _o += 12
        if _n3 == 1:
            (_n4,) = _u_I(_d, _o)
            _o += 4
            if _n4 > 4194304:
                bad_length("dname", _n4, 4194304)
            _e = _o + _n4
            dname = _d[_o:_e].decode()
            if "\0" in dname:
                bad_nul("dname")
            _o = _e + (-_n4 & 3)
        elif _n3 == 0:
            dname = None
        else:
            bad_presence("dname", _n3)
        resource, _n5 = _u_QI(_d, _o)
        _o += 12
        if _n5 > 4194304:
            bad_length("dom_xml", _n5, 4194304)
        _e = _o + _n5
        dom_xml = _d[_o:_e].decode()
        if "\0" in dom_xml:
            bad_nul("dom_xml")
        _o = _e + (-_n5 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_prepare2", _error) from None
    return new(DomainMigratePrepare2Args, (uri_in, flags, dname, resource, dom_xml))


def _encode_domain_migrate_prepare2_ret(cookie, uri_out):
    try:
        _n1 = len(cookie)
        if _n1 > 4194304:
            unfit_size("cookie", _n1, 4194304)
        if uri_out is None:
            _m2 = NIL
        else:
            _s3 = uri_out.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("uri_out", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        return b"".join((_p_I(_n1), cookie, PAD[_n1 & 3], _m2))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_prepare2", "ret", (cookie, uri_out), _error) from None


def _decode_domain_migrate_finish2_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("dname", _n1, 4194304)
        _e = _o + _n1
        dname = _d[_o:_e].decode()
        if "\0" in dname:
            bad_nul("dname")
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 4194304:
            bad_length("cookie", _n2, 4194304)
        _e = _o + _n2
        cookie = _d[_o:_e]
        _o = _e + (-_n2 & 3)
        (_n3,) = _u_I(_d, _o)
        _o += 4
        if _n3 > 4194304:
            bad_length("uri", _n3, 4194304)
        _e = _o + _n3
        uri = _d[_o:_e].decode()
        if "\0" in uri:
            bad_nul("uri")
        _o = _e + (-_n3 & 3)
        flags, retcode = _u_Qi(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_finish2", _error) from None
    return new(DomainMigrateFinish2Args, (dname, cookie, uri, flags, retcode))


def _encode_domain_migrate_finish2_ret(ddom):
    try:
        try:
            _w1 = ddom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*ddom)
        return _w1
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_finish2", "ret", (ddom,), _error) from None


def _decode_domain_migrate_prepare_tunnel_args(_d, _o):
    try:
        flags, _n1 = _u_QI(_d, _o)
        _o += 12
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("dname", _n2, 4194304)
            _e = _o + _n2
            dname = _d[_o:_e].decode()
            if "\0" in dname:
                bad_nul("dname")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            dname = None
        else:
            bad_presence("dname", _n1)
        resource, _n3 = _u_QI(_d, _o)
        _o += 12
        if _n3 > 4194304:
            bad_length("dom_xml", _n3, 4194304)
        _e = _o + _n3
        dom_xml = _d[_o:_e].decode()
        if "\0" in dom_xml:
            bad_nul("dom_xml")
        _o = _e + (-_n3 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_prepare_tunnel", _error) from None
    return new(DomainMigratePrepareTunnelArgs, (flags, dname, resource, dom_xml))


def _decode_domain_migrate_set_max_downtime_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        downtime, flags = _u_QI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_set_max_downtime", _error) from None
    return new(DomainMigrateSetMaxDowntimeArgs, (dom, downtime, flags))


def _decode_domain_migrate_set_max_speed_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        bandwidth, flags = _u_QI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_set_max_speed", _error) from None
    return new(DomainMigrateSetMaxSpeedArgs, (dom, bandwidth, flags))


def _decode_domain_migrate_begin3_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("xmlin", _n2, 4194304)
            _e = _o + _n2
            xmlin = _d[_o:_e].decode()
            if "\0" in xmlin:
                bad_nul("xmlin")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            xmlin = None
        else:
            bad_presence("xmlin", _n1)
        flags, _n3 = _u_QI(_d, _o)
        _o += 12
        if _n3 == 1:
            (_n4,) = _u_I(_d, _o)
            _o += 4
            if _n4 > 4194304:
                bad_length("dname", _n4, 4194304)
            _e = _o + _n4
            dname = _d[_o:_e].decode()
            if "\0" in dname:
                bad_nul("dname")
            _o = _e + (-_n4 & 3)
        elif _n3 == 0:
            dname = None
        else:
            bad_presence("dname", _n3)
        (resource,) = _u_Q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_begin3", _error) from None
    return new(DomainMigrateBegin3Args, (dom, xmlin, flags, dname, resource))


def _encode_domain_migrate_begin3_ret(cookie_out, xml):
    try:
        _n1 = len(cookie_out)
        if _n1 > 4194304:
            unfit_size("cookie_out", _n1, 4194304)
        _s2 = xml.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("xml", _s2, 4194304)
        return b"".join((_p_I(_n1), cookie_out, PAD[_n1 & 3], _p_I(_n3), _s2, PAD[_n3 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_begin3", "ret", (cookie_out, xml), _error) from None


def _decode_domain_migrate_prepare3_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie_in", _n1, 4194304)
        _e = _o + _n1
        cookie_in = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 == 1:
            (_n3,) = _u_I(_d, _o)
            _o += 4
            if _n3 > 4194304:
                bad_length("uri_in", _n3, 4194304)
            _e = _o + _n3
            uri_in = _d[_o:_e].decode()
            if "\0" in uri_in:
                bad_nul("uri_in")
            _o = _e + (-_n3 & 3)
        elif _n2 == 0:
            uri_in = None
        else:
            bad_presence("uri_in", _n2)
        flags, _n4 = _u_QI(_d, _o)
        _o += 12
        if _n4 == 1:
            (_n5,) = _u_I(_d, _o)
            _o += 4
            if _n5 > 4194304:
                bad_length("dname", _n5, 4194304)
            _e = _o + _n5
            dname = _d[_o:_e].decode()
            if "\0" in dname:
                bad_nul("dname")
            _o = _e + (-_n5 & 3)
        elif _n4 == 0:
            dname = None
        else:
            bad_presence("dname", _n4)
        resource, _n6 = _u_QI(_d, _o)
        _o += 12
        if _n6 > 4194304:
            bad_length("dom_xml", _n6, 4194304)
        _e = _o + _n6
        dom_xml = _d[_o:_e].decode()
        if "\0" in dom_xml:
            bad_nul("dom_xml")
        _o = _e + (-_n6 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_prepare3", _error) from None
    return new(DomainMigratePrepare3Args, (cookie_in, uri_in, flags, dname, resource, dom_xml))


def _encode_domain_migrate_prepare3_ret(cookie_out, uri_out):
    try:
        _n1 = len(cookie_out)
        if _n1 > 4194304:
            unfit_size("cookie_out", _n1, 4194304)
        if uri_out is None:
            _m2 = NIL
        else:
            _s3 = uri_out.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("uri_out", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        return b"".join((_p_I(_n1), cookie_out, PAD[_n1 & 3], _m2))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_prepare3", "ret", (cookie_out, uri_out), _error) from None


def _decode_domain_migrate_prepare_tunnel3_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie_in", _n1, 4194304)
        _e = _o + _n1
        cookie_in = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        flags, _n2 = _u_QI(_d, _o)
        _o += 12
        if _n2 == 1:
            (_n3,) = _u_I(_d, _o)
            _o += 4
            if _n3 > 4194304:
                bad_length("dname", _n3, 4194304)
            _e = _o + _n3
            dname = _d[_o:_e].decode()
            if "\0" in dname:
                bad_nul("dname")
            _o = _e + (-_n3 & 3)
        elif _n2 == 0:
            dname = None
        else:
            bad_presence("dname", _n2)
        resource, _n4 = _u_QI(_d, _o)
        _o += 12
        if _n4 > 4194304:
            bad_length("dom_xml", _n4, 4194304)
        _e = _o + _n4
        dom_xml = _d[_o:_e].decode()
        if "\0" in dom_xml:
            bad_nul("dom_xml")
        _o = _e + (-_n4 & 3)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_prepare_tunnel3", _error) from None
    return new(DomainMigratePrepareTunnel3Args, (cookie_in, flags, dname, resource, dom_xml))


def _encode_domain_migrate_prepare_tunnel3_ret(cookie_out):
    try:
        _n1 = len(cookie_out)
        if _n1 > 4194304:
            unfit_size("cookie_out", _n1, 4194304)
        return _p_I(_n1) + cookie_out + PAD[_n1 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_prepare_tunnel3", "ret", (cookie_out,), _error) from None


def _decode_domain_migrate_perform3_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("xmlin", _n2, 4194304)
            _e = _o + _n2
            xmlin = _d[_o:_e].decode()
            if "\0" in xmlin:
                bad_nul("xmlin")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            xmlin = None
        else:
            bad_presence("xmlin", _n1)
        (_n3,) = _u_I(_d, _o)
        _o += 4
        if _n3 > 4194304:
            bad_length("cookie_in", _n3, 4194304)
        _e = _o + _n3
        cookie_in = _d[_o:_e]
        _o = _e + (-_n3 & 3)
        (_n4,) = _u_I(_d, _o)
        _o += 4
        if _n4 == 1:
            (_n5,) = _u_I(_d, _o)
            _o += 4
            if _n5 > 4194304:
                bad_length("dconnuri", _n5, 4194304)
            _e = _o + _n5
            dconnuri = _d[_o:_e].decode()
            if "\0" in dconnuri:
                bad_nul("dconnuri")
            _o = _e + (-_n5 & 3)
        elif _n4 == 0:
            dconnuri = None
        else:
            bad_presence("dconnuri", _n4)
        (_n6,) = _u_I(_d, _o)
        _o += 4
        if _n6 == 1:
            (_n7,) = _u_I(_d, _o)
            _o += 4
            if _n7 > 4194304:
                bad_length("uri", _n7, 4194304)
            _e = _o + _n7
            uri = _d[_o:_e].decode()
            if "\0" in uri:
                bad_nul("uri")
            _o = _e + (-_n7 & 3)
        elif _n6 == 0:
            uri = None
        else:
            bad_presence("uri", _n6)
        flags, _n8 = _u_QI(_d, _o)
        _o += 12
        if _n8 == 1:
            (_n9,) = _u_I(_d, _o)
            _o += 4
            if _n9 > 4194304:
                bad_length("dname", _n9, 4194304)
            _e = _o + _n9
            dname = _d[_o:_e].decode()
            if "\0" in dname:
                bad_nul("dname")
            _o = _e + (-_n9 & 3)
        elif _n8 == 0:
            dname = None
        else:
            bad_presence("dname", _n8)
        (resource,) = _u_Q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_perform3", _error) from None
    return new(DomainMigratePerform3Args, (dom, xmlin, cookie_in, dconnuri, uri, flags, dname, resource))


def _encode_domain_migrate_perform3_ret(cookie_out):
    try:
        _n1 = len(cookie_out)
        if _n1 > 4194304:
            unfit_size("cookie_out", _n1, 4194304)
        return _p_I(_n1) + cookie_out + PAD[_n1 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_perform3", "ret", (cookie_out,), _error) from None


def _decode_domain_migrate_finish3_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("dname", _n1, 4194304)
        _e = _o + _n1
        dname = _d[_o:_e].decode()
        if "\0" in dname:
            bad_nul("dname")
        _o = _e + (-_n1 & 3)
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 4194304:
            bad_length("cookie_in", _n2, 4194304)
        _e = _o + _n2
        cookie_in = _d[_o:_e]
        _o = _e + (-_n2 & 3)
        (_n3,) = _u_I(_d, _o)
        _o += 4
        if _n3 == 1:
            (_n4,) = _u_I(_d, _o)
            _o += 4
            if _n4 > 4194304:
                bad_length("dconnuri", _n4, 4194304)
            _e = _o + _n4
            dconnuri = _d[_o:_e].decode()
            if "\0" in dconnuri:
                bad_nul("dconnuri")
            _o = _e + (-_n4 & 3)
        elif _n3 == 0:
            dconnuri = None
        else:
            bad_presence("dconnuri", _n3)
        (_n5,) = _u_I(_d, _o)
        _o += 4
        if _n5 == 1:
            (_n6,) = _u_I(_d, _o)
            _o += 4
            if _n6 > 4194304:
                bad_length("uri", _n6, 4194304)
            _e = _o + _n6
            uri = _d[_o:_e].decode()
            if "\0" in uri:
                bad_nul("uri")
            _o = _e + (-_n6 & 3)
        elif _n5 == 0:
            uri = None
        else:
            bad_presence("uri", _n5)
        flags, cancelled = _u_Qi(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_finish3", _error) from None
    return new(DomainMigrateFinish3Args, (dname, cookie_in, dconnuri, uri, flags, cancelled))


def _encode_domain_migrate_finish3_ret(dom, cookie_out):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _n2 = len(cookie_out)
        if _n2 > 4194304:
            unfit_size("cookie_out", _n2, 4194304)
        return b"".join((_w1, _p_I(_n2), cookie_out, PAD[_n2 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_finish3", "ret", (dom, cookie_out), _error) from None


def _decode_domain_migrate_confirm3_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie_in", _n1, 4194304)
        _e = _o + _n1
        cookie_in = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        flags, cancelled = _u_Qi(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_confirm3", _error) from None
    return new(DomainMigrateConfirm3Args, (dom, cookie_in, flags, cancelled))


def _decode_domain_migrate_get_max_speed_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_get_max_speed", _error) from None
    return new(DomainMigrateGetMaxSpeedArgs, (dom, flags))


def _encode_domain_migrate_get_max_speed_ret(bandwidth):
    try:
        return _p_Q(bandwidth)
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_get_max_speed", "ret", (bandwidth,), _error) from None


def _decode_domain_migrate_get_compression_cache_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_get_compression_cache", _error) from None
    return new(DomainMigrateGetCompressionCacheArgs, (dom, flags))


def _encode_domain_migrate_get_compression_cache_ret(cache_size):
    try:
        return _p_Q(cache_size)
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_get_compression_cache", "ret", (cache_size,), _error) from None


def _decode_domain_migrate_set_compression_cache_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        cache_size, flags = _u_QI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_set_compression_cache", _error) from None
    return new(DomainMigrateSetCompressionCacheArgs, (dom, cache_size, flags))


def _decode_domain_migrate_begin3_params_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        params, _o = decode_params(_d, _o, "params", 64)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_begin3_params", _error) from None
    return new(DomainMigrateBegin3ParamsArgs, (dom, params, flags))


def _encode_domain_migrate_begin3_params_ret(cookie_out, xml):
    try:
        _n1 = len(cookie_out)
        if _n1 > 4194304:
            unfit_size("cookie_out", _n1, 4194304)
        _s2 = xml.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("xml", _s2, 4194304)
        return b"".join((_p_I(_n1), cookie_out, PAD[_n1 & 3], _p_I(_n3), _s2, PAD[_n3 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_begin3_params", "ret", (cookie_out, xml), _error) from None


def _decode_domain_migrate_prepare3_params_args(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 64)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie_in", _n1, 4194304)
        _e = _o + _n1
        cookie_in = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_prepare3_params", _error) from None
    return new(DomainMigratePrepare3ParamsArgs, (params, cookie_in, flags))


def _encode_domain_migrate_prepare3_params_ret(cookie_out, uri_out):
    try:
        _n1 = len(cookie_out)
        if _n1 > 4194304:
            unfit_size("cookie_out", _n1, 4194304)
        if uri_out is None:
            _m2 = NIL
        else:
            _s3 = uri_out.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("uri_out", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        return b"".join((_p_I(_n1), cookie_out, PAD[_n1 & 3], _m2))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_prepare3_params", "ret", (cookie_out, uri_out), _error) from None


def _decode_domain_migrate_prepare_tunnel3_params_args(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 64)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie_in", _n1, 4194304)
        _e = _o + _n1
        cookie_in = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_prepare_tunnel3_params", _error) from None
    return new(DomainMigratePrepareTunnel3ParamsArgs, (params, cookie_in, flags))


def _encode_domain_migrate_prepare_tunnel3_params_ret(cookie_out):
    try:
        _n1 = len(cookie_out)
        if _n1 > 4194304:
            unfit_size("cookie_out", _n1, 4194304)
        return _p_I(_n1) + cookie_out + PAD[_n1 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_prepare_tunnel3_params", "ret", (cookie_out,), _error) from None


def _decode_domain_migrate_perform3_params_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("dconnuri", _n2, 4194304)
            _e = _o + _n2
            dconnuri = _d[_o:_e].decode()
            if "\0" in dconnuri:
                bad_nul("dconnuri")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            dconnuri = None
        else:
            bad_presence("dconnuri", _n1)
        params, _o = decode_params(_d, _o, "params", 64)
        (_n3,) = _u_I(_d, _o)
        _o += 4
        if _n3 > 4194304:
            bad_length("cookie_in", _n3, 4194304)
        _e = _o + _n3
        cookie_in = _d[_o:_e]
        _o = _e + (-_n3 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_perform3_params", _error) from None
    return new(DomainMigratePerform3ParamsArgs, (dom, dconnuri, params, cookie_in, flags))


def _encode_domain_migrate_perform3_params_ret(cookie_out):
    try:
        _n1 = len(cookie_out)
        if _n1 > 4194304:
            unfit_size("cookie_out", _n1, 4194304)
        return _p_I(_n1) + cookie_out + PAD[_n1 & 3]
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_perform3_params", "ret", (cookie_out,), _error) from None


def _decode_domain_migrate_finish3_params_args(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 64)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie_in", _n1, 4194304)
        _e = _o + _n1
        cookie_in = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        flags, cancelled = _u_Ii(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_finish3_params", _error) from None
    return new(DomainMigrateFinish3ParamsArgs, (params, cookie_in, flags, cancelled))


def _encode_domain_migrate_finish3_params_ret(dom, cookie_out):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        _n2 = len(cookie_out)
        if _n2 > 4194304:
            unfit_size("cookie_out", _n2, 4194304)
        return b"".join((_w1, _p_I(_n2), cookie_out, PAD[_n2 & 3]))
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_finish3_params", "ret", (dom, cookie_out), _error) from None


def _decode_domain_migrate_confirm3_params_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        params, _o = decode_params(_d, _o, "params", 64)
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("cookie_in", _n1, 4194304)
        _e = _o + _n1
        cookie_in = _d[_o:_e]
        _o = _e + (-_n1 & 3)
        flags, cancelled = _u_Ii(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_confirm3_params", _error) from None
    return new(DomainMigrateConfirm3ParamsArgs, (dom, params, cookie_in, flags, cancelled))


def _decode_domain_migrate_start_post_copy_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_start_post_copy", _error) from None
    return new(DomainMigrateStartPostCopyArgs, (dom, flags))


def _decode_domain_migrate_get_max_downtime_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_migrate_get_max_downtime", _error) from None
    return new(DomainMigrateGetMaxDowntimeArgs, (dom, flags))


def _encode_domain_migrate_get_max_downtime_ret(downtime):
    try:
        return _p_Q(downtime)
    except UNFIT as _error:
        raise unencodable("remote", "domain_migrate_get_max_downtime", "ret", (downtime,), _error) from None


CODECS = {
    "domain_migrate_prepare": (_decode_domain_migrate_prepare_args, _encode_domain_migrate_prepare_ret),
    "domain_migrate_perform": (_decode_domain_migrate_perform_args, encode_void),
    "domain_migrate_finish": (_decode_domain_migrate_finish_args, _encode_domain_migrate_finish_ret),
    "domain_migrate_prepare2": (_decode_domain_migrate_prepare2_args, _encode_domain_migrate_prepare2_ret),
    "domain_migrate_finish2": (_decode_domain_migrate_finish2_args, _encode_domain_migrate_finish2_ret),
    "domain_migrate_prepare_tunnel": (_decode_domain_migrate_prepare_tunnel_args, encode_void),
    "domain_migrate_set_max_downtime": (_decode_domain_migrate_set_max_downtime_args, encode_void),
    "domain_migrate_set_max_speed": (_decode_domain_migrate_set_max_speed_args, encode_void),
    "domain_migrate_begin3": (_decode_domain_migrate_begin3_args, _encode_domain_migrate_begin3_ret),
    "domain_migrate_prepare3": (_decode_domain_migrate_prepare3_args, _encode_domain_migrate_prepare3_ret),
    "domain_migrate_prepare_tunnel3": (_decode_domain_migrate_prepare_tunnel3_args, _encode_domain_migrate_prepare_tunnel3_ret),
    "domain_migrate_perform3": (_decode_domain_migrate_perform3_args, _encode_domain_migrate_perform3_ret),
    "domain_migrate_finish3": (_decode_domain_migrate_finish3_args, _encode_domain_migrate_finish3_ret),
    "domain_migrate_confirm3": (_decode_domain_migrate_confirm3_args, encode_void),
    "domain_migrate_get_max_speed": (_decode_domain_migrate_get_max_speed_args, _encode_domain_migrate_get_max_speed_ret),
    "domain_migrate_get_compression_cache": (_decode_domain_migrate_get_compression_cache_args, _encode_domain_migrate_get_compression_cache_ret),
    "domain_migrate_set_compression_cache": (_decode_domain_migrate_set_compression_cache_args, encode_void),
    "domain_migrate_begin3_params": (_decode_domain_migrate_begin3_params_args, _encode_domain_migrate_begin3_params_ret),
    "domain_migrate_prepare3_params": (_decode_domain_migrate_prepare3_params_args, _encode_domain_migrate_prepare3_params_ret),
    "domain_migrate_prepare_tunnel3_params": (_decode_domain_migrate_prepare_tunnel3_params_args, _encode_domain_migrate_prepare_tunnel3_params_ret),
    "domain_migrate_perform3_params": (_decode_domain_migrate_perform3_params_args, _encode_domain_migrate_perform3_params_ret),
    "domain_migrate_finish3_params": (_decode_domain_migrate_finish3_params_args, _encode_domain_migrate_finish3_params_ret),
    "domain_migrate_confirm3_params": (_decode_domain_migrate_confirm3_params_args, encode_void),
    "domain_migrate_start_post_copy": (_decode_domain_migrate_start_post_copy_args, encode_void),
    "domain_migrate_get_max_downtime": (_decode_domain_migrate_get_max_downtime_args, _encode_domain_migrate_get_max_downtime_ret),
}
