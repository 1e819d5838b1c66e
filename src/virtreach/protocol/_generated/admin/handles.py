"""What several procedures of the admin program share: handles, in both directions."""
# Made from spec/admin.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.wire.record import record
from virtreach.wire.runs import run_decoder
from virtreach.wire.xdr import PAD, bad_length, bad_nul, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_QqI = Struct(">QqI").pack
_u_I = Struct(">I").unpack_from
_u_QqI = Struct(">QqI").unpack_from


NonnullServer = record("NonnullServer", "name", __name__)


def decode_nonnull_server(_d, _o):
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("name", _n1, 4194304)
    _e = _o + _n1
    name = _d[_o:_e].decode()
    if "\0" in name:
        bad_nul("name")
    _o = _e + (-_n1 & 3)
    return new(NonnullServer, (name,)), _o


def encode_nonnull_server(name):
    _s1 = name.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("name", _s1, 4194304)
    return _p_I(_n2) + _s1 + PAD[_n2 & 3]


decode_many_nonnull_server = run_decoder(
    "s", 4194304, lambda rows: [(f0.decode(),) for f0, in rows]
)


NonnullClient = record("NonnullClient", "srv id timestamp transport", __name__)


def decode_nonnull_client(_d, _o):
    srv, _o = decode_nonnull_server(_d, _o)
    id, timestamp, transport = _u_QqI(_d, _o)
    _o += 20
    return new(NonnullClient, (srv, id, timestamp, transport)), _o


def encode_nonnull_client(srv, id, timestamp, transport):
    try:
        _w1 = srv._wire
    except AttributeError:
        _w1 = encode_nonnull_server(*srv)
    return _w1 + _p_QqI(id, timestamp, transport)


