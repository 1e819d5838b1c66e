"""Bodies that every program shares: the error and the stream hole."""
# Made from spec/rpc.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol.procedure import unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, undecodable, unfit_fixed, unfit_text

new = tuple.__new__
_p_16s = Struct(">16s").pack
_p_16si = Struct(">16si").pack
_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_p_ii = Struct(">ii").pack
_p_qI = Struct(">qI").pack
_u_16s = Struct(">16s").unpack_from
_u_16si = Struct(">16si").unpack_from
_u_I = Struct(">I").unpack_from
_u_iI = Struct(">iI").unpack_from
_u_iiI = Struct(">iiI").unpack_from
_u_qI = Struct(">qI").unpack_from


NonnullDomain = record("NonnullDomain", "name uuid id", __name__)


def decode_nonnull_domain(_d, _o):
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("name", _n1, 4194304)
    _e = _o + _n1
    name = _d[_o:_e].decode()
    if "\0" in name:
        bad_nul("name")
    _o = _e + (-_n1 & 3)
    uuid, id = _u_16si(_d, _o)
    _o += 20
    return new(NonnullDomain, (name, uuid, id)), _o


def encode_nonnull_domain(name, uuid, id):
    _s1 = name.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("name", _s1, 4194304)
    if len(uuid) != 16:
        unfit_fixed("uuid", uuid, 16)
    return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_16si(uuid, id)))


NonnullNetwork = record("NonnullNetwork", "name uuid", __name__)


def decode_nonnull_network(_d, _o):
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("name", _n1, 4194304)
    _e = _o + _n1
    name = _d[_o:_e].decode()
    if "\0" in name:
        bad_nul("name")
    _o = _e + (-_n1 & 3)
    (uuid,) = _u_16s(_d, _o)
    _o += 16
    return new(NonnullNetwork, (name, uuid)), _o


def encode_nonnull_network(name, uuid):
    _s1 = name.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("name", _s1, 4194304)
    if len(uuid) != 16:
        unfit_fixed("uuid", uuid, 16)
    return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_16s(uuid)))


Error = record("Error", "code domain message level dom str1 str2 str3 int1 int2 net", __name__)


def decode_error(_d, _o):
    code, domain, _n1 = _u_iiI(_d, _o)
    _o += 12
    if _n1 == 1:
        (_n2,) = _u_I(_d, _o)
        _o += 4
        if _n2 > 4194304:
            bad_length("message", _n2, 4194304)
        _e = _o + _n2
        message = _d[_o:_e].decode()
        if "\0" in message:
            bad_nul("message")
        _o = _e + (-_n2 & 3)
    elif _n1 == 0:
        message = None
    else:
        bad_presence("message", _n1)
    level, _n3 = _u_iI(_d, _o)
    _o += 8
    if _n3 == 1:
        dom, _o = decode_nonnull_domain(_d, _o)
    elif _n3 == 0:
        dom = None
    else:
        bad_presence("dom", _n3)
    (_n4,) = _u_I(_d, _o)
    _o += 4
    if _n4 == 1:
        (_n5,) = _u_I(_d, _o)
        _o += 4
        if _n5 > 4194304:
            bad_length("str1", _n5, 4194304)
        _e = _o + _n5
        str1 = _d[_o:_e].decode()
        if "\0" in str1:
            bad_nul("str1")
        _o = _e + (-_n5 & 3)
    elif _n4 == 0:
        str1 = None
    else:
        bad_presence("str1", _n4)
    (_n6,) = _u_I(_d, _o)
    _o += 4
    if _n6 == 1:
        (_n7,) = _u_I(_d, _o)
        _o += 4
        if _n7 > 4194304:
            bad_length("str2", _n7, 4194304)
        _e = _o + _n7
        str2 = _d[_o:_e].decode()
        if "\0" in str2:
            bad_nul("str2")
        _o = _e + (-_n7 & 3)
    elif _n6 == 0:
        str2 = None
    else:
        bad_presence("str2", _n6)
    (_n8,) = _u_I(_d, _o)
    _o += 4
    if _n8 == 1:
        (_n9,) = _u_I(_d, _o)
        _o += 4
        if _n9 > 4194304:
            bad_length("str3", _n9, 4194304)
        _e = _o + _n9
        str3 = _d[_o:_e].decode()
        if "\0" in str3:
            bad_nul("str3")
        _o = _e + (-_n9 & 3)
    elif _n8 == 0:
        str3 = None
    else:
        bad_presence("str3", _n8)
    int1, int2, _n10 = _u_iiI(_d, _o)
    _o += 12
    if _n10 == 1:
        net, _o = decode_nonnull_network(_d, _o)
    elif _n10 == 0:
        net = None
    else:
        bad_presence("net", _n10)
    return new(Error, (code, domain, message, level, dom, str1, str2, str3, int1, int2, net)), _o


def encode_error(code, domain, message, level, dom, str1, str2, str3, int1, int2, net):
    if message is None:
        _m1 = NIL
    else:
        _s2 = message.encode()
        _n3 = len(_s2)
        if _n3 > 4194304 or 0 in _s2:
            unfit_text("message", _s2, 4194304)
        _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
    if dom is None:
        _m4 = NIL
    else:
        try:
            _w5 = dom._wire
        except AttributeError:
            _w5 = encode_nonnull_domain(*dom)
        _m4 = PRESENT + _w5
    if str1 is None:
        _m6 = NIL
    else:
        _s7 = str1.encode()
        _n8 = len(_s7)
        if _n8 > 4194304 or 0 in _s7:
            unfit_text("str1", _s7, 4194304)
        _m6 = b"".join((PRESENT, _p_I(_n8), _s7, PAD[_n8 & 3]))
    if str2 is None:
        _m9 = NIL
    else:
        _s10 = str2.encode()
        _n11 = len(_s10)
        if _n11 > 4194304 or 0 in _s10:
            unfit_text("str2", _s10, 4194304)
        _m9 = b"".join((PRESENT, _p_I(_n11), _s10, PAD[_n11 & 3]))
    if str3 is None:
        _m12 = NIL
    else:
        _s13 = str3.encode()
        _n14 = len(_s13)
        if _n14 > 4194304 or 0 in _s13:
            unfit_text("str3", _s13, 4194304)
        _m12 = b"".join((PRESENT, _p_I(_n14), _s13, PAD[_n14 & 3]))
    if net is None:
        _m15 = NIL
    else:
        try:
            _w16 = net._wire
        except AttributeError:
            _w16 = encode_nonnull_network(*net)
        _m15 = PRESENT + _w16
    return b"".join((_p_ii(code, domain), _m1, _p_i(level), _m4, _m6, _m9, _m12, _p_ii(int1, int2), _m15))


def _decode_error(_d, _o):
    try:
        code, domain, _n1 = _u_iiI(_d, _o)
        _o += 12
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("message", _n2, 4194304)
            _e = _o + _n2
            message = _d[_o:_e].decode()
            if "\0" in message:
                bad_nul("message")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            message = None
        else:
            bad_presence("message", _n1)
        level, _n3 = _u_iI(_d, _o)
        _o += 8
        if _n3 == 1:
            dom, _o = decode_nonnull_domain(_d, _o)
        elif _n3 == 0:
            dom = None
        else:
            bad_presence("dom", _n3)
        (_n4,) = _u_I(_d, _o)
        _o += 4
        if _n4 == 1:
            (_n5,) = _u_I(_d, _o)
            _o += 4
            if _n5 > 4194304:
                bad_length("str1", _n5, 4194304)
            _e = _o + _n5
            str1 = _d[_o:_e].decode()
            if "\0" in str1:
                bad_nul("str1")
            _o = _e + (-_n5 & 3)
        elif _n4 == 0:
            str1 = None
        else:
            bad_presence("str1", _n4)
        (_n6,) = _u_I(_d, _o)
        _o += 4
        if _n6 == 1:
            (_n7,) = _u_I(_d, _o)
            _o += 4
            if _n7 > 4194304:
                bad_length("str2", _n7, 4194304)
            _e = _o + _n7
            str2 = _d[_o:_e].decode()
            if "\0" in str2:
                bad_nul("str2")
            _o = _e + (-_n7 & 3)
        elif _n6 == 0:
            str2 = None
        else:
            bad_presence("str2", _n6)
        (_n8,) = _u_I(_d, _o)
        _o += 4
        if _n8 == 1:
            (_n9,) = _u_I(_d, _o)
            _o += 4
            if _n9 > 4194304:
                bad_length("str3", _n9, 4194304)
            _e = _o + _n9
            str3 = _d[_o:_e].decode()
            if "\0" in str3:
                bad_nul("str3")
            _o = _e + (-_n9 & 3)
        elif _n8 == 0:
            str3 = None
        else:
            bad_presence("str3", _n8)
        int1, int2, _n10 = _u_iiI(_d, _o)
        _o += 12
        if _n10 == 1:
            net, _o = decode_nonnull_network(_d, _o)
        elif _n10 == 0:
            net = None
        else:
            bad_presence("net", _n10)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("error", _error) from None
    return new(Error, (code, domain, message, level, dom, str1, str2, str3, int1, int2, net))


def _encode_error(code, domain, message, level, dom, str1, str2, str3, int1, int2, net):
    try:
        if message is None:
            _m1 = NIL
        else:
            _s2 = message.encode()
            _n3 = len(_s2)
            if _n3 > 4194304 or 0 in _s2:
                unfit_text("message", _s2, 4194304)
            _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
        if dom is None:
            _m4 = NIL
        else:
            try:
                _w5 = dom._wire
            except AttributeError:
                _w5 = encode_nonnull_domain(*dom)
            _m4 = PRESENT + _w5
        if str1 is None:
            _m6 = NIL
        else:
            _s7 = str1.encode()
            _n8 = len(_s7)
            if _n8 > 4194304 or 0 in _s7:
                unfit_text("str1", _s7, 4194304)
            _m6 = b"".join((PRESENT, _p_I(_n8), _s7, PAD[_n8 & 3]))
        if str2 is None:
            _m9 = NIL
        else:
            _s10 = str2.encode()
            _n11 = len(_s10)
            if _n11 > 4194304 or 0 in _s10:
                unfit_text("str2", _s10, 4194304)
            _m9 = b"".join((PRESENT, _p_I(_n11), _s10, PAD[_n11 & 3]))
        if str3 is None:
            _m12 = NIL
        else:
            _s13 = str3.encode()
            _n14 = len(_s13)
            if _n14 > 4194304 or 0 in _s13:
                unfit_text("str3", _s13, 4194304)
            _m12 = b"".join((PRESENT, _p_I(_n14), _s13, PAD[_n14 & 3]))
        if net is None:
            _m15 = NIL
        else:
            try:
                _w16 = net._wire
            except AttributeError:
                _w16 = encode_nonnull_network(*net)
            _m15 = PRESENT + _w16
        return b"".join((_p_ii(code, domain), _m1, _p_i(level), _m4, _m6, _m9, _m12, _p_ii(int1, int2), _m15))
    except UNFIT as _error:
        raise unencodable("rpc", "error", "", (code, domain, message, level, dom, str1, str2, str3, int1, int2, net), _error) from None


decode_error_body = _decode_error
encode_error_body = _encode_error


StreamHole = record("StreamHole", "length flags", __name__)


def decode_stream_hole(_d, _o):
    length, flags = _u_qI(_d, _o)
    _o += 12
    return new(StreamHole, (length, flags)), _o


def encode_stream_hole(length, flags):
    return _p_qI(length, flags)


def _decode_stream_hole(_d, _o):
    try:
        length, flags = _u_qI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("stream_hole", _error) from None
    return new(StreamHole, (length, flags))


def _encode_stream_hole(length, flags):
    try:
        return _p_qI(length, flags)
    except UNFIT as _error:
        raise unencodable("rpc", "stream_hole", "", (length, flags), _error) from None


decode_stream_hole_body = _decode_stream_hole
encode_stream_hole_body = _encode_stream_hole
