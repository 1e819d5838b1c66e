"""What several procedures of the remote program share: handles, in both directions."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.wire.record import record
from virtreach.wire.runs import run_decoder
from virtreach.wire.xdr import PAD, bad_length, bad_nul, unfit_fixed, unfit_text

new = tuple.__new__
_p_16s = Struct(">16s").pack
_p_16si = Struct(">16si").pack
_p_16siI = Struct(">16siI").pack
_p_I = Struct(">I").pack
_u_16s = Struct(">16s").unpack_from
_u_16si = Struct(">16si").unpack_from
_u_16siI = Struct(">16siI").unpack_from
_u_I = Struct(">I").unpack_from


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


decode_many_nonnull_domain = run_decoder(
    "s 16s i", 4194304, lambda rows: [(f0.decode(), f1, f2) for f0, f1, f2 in rows]
)


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


decode_many_nonnull_network = run_decoder(
    "s 16s", 4194304, lambda rows: [(f0.decode(), f1) for f0, f1 in rows]
)


NonnullStoragePool = record("NonnullStoragePool", "name uuid", __name__)


def decode_nonnull_storage_pool(_d, _o):
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
    return new(NonnullStoragePool, (name, uuid)), _o


def encode_nonnull_storage_pool(name, uuid):
    _s1 = name.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("name", _s1, 4194304)
    if len(uuid) != 16:
        unfit_fixed("uuid", uuid, 16)
    return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_16s(uuid)))


decode_many_nonnull_storage_pool = run_decoder(
    "s 16s", 4194304, lambda rows: [(f0.decode(), f1) for f0, f1 in rows]
)


NonnullStorageVol = record("NonnullStorageVol", "pool name key", __name__)


def decode_nonnull_storage_vol(_d, _o):
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("pool", _n1, 4194304)
    _e = _o + _n1
    pool = _d[_o:_e].decode()
    if "\0" in pool:
        bad_nul("pool")
    _o = _e + (-_n1 & 3)
    (_n2,) = _u_I(_d, _o)
    _o += 4
    if _n2 > 4194304:
        bad_length("name", _n2, 4194304)
    _e = _o + _n2
    name = _d[_o:_e].decode()
    if "\0" in name:
        bad_nul("name")
    _o = _e + (-_n2 & 3)
    (_n3,) = _u_I(_d, _o)
    _o += 4
    if _n3 > 4194304:
        bad_length("key", _n3, 4194304)
    _e = _o + _n3
    key = _d[_o:_e].decode()
    if "\0" in key:
        bad_nul("key")
    _o = _e + (-_n3 & 3)
    return new(NonnullStorageVol, (pool, name, key)), _o


def encode_nonnull_storage_vol(pool, name, key):
    _s1 = pool.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("pool", _s1, 4194304)
    _s3 = name.encode()
    _n4 = len(_s3)
    if _n4 > 4194304 or 0 in _s3:
        unfit_text("name", _s3, 4194304)
    _s5 = key.encode()
    _n6 = len(_s5)
    if _n6 > 4194304 or 0 in _s5:
        unfit_text("key", _s5, 4194304)
    return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(_n4), _s3, PAD[_n4 & 3], _p_I(_n6), _s5, PAD[_n6 & 3]))


decode_many_nonnull_storage_vol = run_decoder(
    "s s s", 4194304, lambda rows: [(f0.decode(), f1.decode(), f2.decode()) for f0, f1, f2 in rows]
)


NonnullNodeDevice = record("NonnullNodeDevice", "name", __name__)


def decode_nonnull_node_device(_d, _o):
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("name", _n1, 4194304)
    _e = _o + _n1
    name = _d[_o:_e].decode()
    if "\0" in name:
        bad_nul("name")
    _o = _e + (-_n1 & 3)
    return new(NonnullNodeDevice, (name,)), _o


def encode_nonnull_node_device(name):
    _s1 = name.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("name", _s1, 4194304)
    return _p_I(_n2) + _s1 + PAD[_n2 & 3]


decode_many_nonnull_node_device = run_decoder(
    "s", 4194304, lambda rows: [(f0.decode(),) for f0, in rows]
)


NonnullInterface = record("NonnullInterface", "name mac", __name__)


def decode_nonnull_interface(_d, _o):
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("name", _n1, 4194304)
    _e = _o + _n1
    name = _d[_o:_e].decode()
    if "\0" in name:
        bad_nul("name")
    _o = _e + (-_n1 & 3)
    (_n2,) = _u_I(_d, _o)
    _o += 4
    if _n2 > 4194304:
        bad_length("mac", _n2, 4194304)
    _e = _o + _n2
    mac = _d[_o:_e].decode()
    if "\0" in mac:
        bad_nul("mac")
    _o = _e + (-_n2 & 3)
    return new(NonnullInterface, (name, mac)), _o


def encode_nonnull_interface(name, mac):
    _s1 = name.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("name", _s1, 4194304)
    _s3 = mac.encode()
    _n4 = len(_s3)
    if _n4 > 4194304 or 0 in _s3:
        unfit_text("mac", _s3, 4194304)
    return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(_n4), _s3, PAD[_n4 & 3]))


decode_many_nonnull_interface = run_decoder(
    "s s", 4194304, lambda rows: [(f0.decode(), f1.decode()) for f0, f1 in rows]
)


NonnullSecret = record("NonnullSecret", "uuid usage_type usage_id", __name__)


def decode_nonnull_secret(_d, _o):
    uuid, usage_type, _n1 = _u_16siI(_d, _o)
    _o += 24
    if _n1 > 4194304:
        bad_length("usage_id", _n1, 4194304)
    _e = _o + _n1
    usage_id = _d[_o:_e].decode()
    if "\0" in usage_id:
        bad_nul("usage_id")
    _o = _e + (-_n1 & 3)
    return new(NonnullSecret, (uuid, usage_type, usage_id)), _o


def encode_nonnull_secret(uuid, usage_type, usage_id):
    if len(uuid) != 16:
        unfit_fixed("uuid", uuid, 16)
    _s1 = usage_id.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("usage_id", _s1, 4194304)
    return _p_16siI(uuid, usage_type, _n2) + _s1 + PAD[_n2 & 3]


decode_many_nonnull_secret = run_decoder(
    "16s i s", 4194304, lambda rows: [(f0, f1, f2.decode()) for f0, f1, f2 in rows]
)


NonnullNwfilter = record("NonnullNwfilter", "name uuid", __name__)


def decode_nonnull_nwfilter(_d, _o):
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
    return new(NonnullNwfilter, (name, uuid)), _o


def encode_nonnull_nwfilter(name, uuid):
    _s1 = name.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("name", _s1, 4194304)
    if len(uuid) != 16:
        unfit_fixed("uuid", uuid, 16)
    return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_16s(uuid)))


decode_many_nonnull_nwfilter = run_decoder(
    "s 16s", 4194304, lambda rows: [(f0.decode(), f1) for f0, f1 in rows]
)


NonnullDomainSnapshot = record("NonnullDomainSnapshot", "name dom", __name__)


def decode_nonnull_domain_snapshot(_d, _o):
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("name", _n1, 4194304)
    _e = _o + _n1
    name = _d[_o:_e].decode()
    if "\0" in name:
        bad_nul("name")
    _o = _e + (-_n1 & 3)
    dom, _o = decode_nonnull_domain(_d, _o)
    return new(NonnullDomainSnapshot, (name, dom)), _o


def encode_nonnull_domain_snapshot(name, dom):
    _s1 = name.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("name", _s1, 4194304)
    try:
        _w3 = dom._wire
    except AttributeError:
        _w3 = encode_nonnull_domain(*dom)
    return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _w3))




NonnullNwfilterBinding = record("NonnullNwfilterBinding", "portdev filtername", __name__)


def decode_nonnull_nwfilter_binding(_d, _o):
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("portdev", _n1, 4194304)
    _e = _o + _n1
    portdev = _d[_o:_e].decode()
    if "\0" in portdev:
        bad_nul("portdev")
    _o = _e + (-_n1 & 3)
    (_n2,) = _u_I(_d, _o)
    _o += 4
    if _n2 > 4194304:
        bad_length("filtername", _n2, 4194304)
    _e = _o + _n2
    filtername = _d[_o:_e].decode()
    if "\0" in filtername:
        bad_nul("filtername")
    _o = _e + (-_n2 & 3)
    return new(NonnullNwfilterBinding, (portdev, filtername)), _o


def encode_nonnull_nwfilter_binding(portdev, filtername):
    _s1 = portdev.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("portdev", _s1, 4194304)
    _s3 = filtername.encode()
    _n4 = len(_s3)
    if _n4 > 4194304 or 0 in _s3:
        unfit_text("filtername", _s3, 4194304)
    return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(_n4), _s3, PAD[_n4 & 3]))


decode_many_nonnull_nwfilter_binding = run_decoder(
    "s s", 4194304, lambda rows: [(f0.decode(), f1.decode()) for f0, f1 in rows]
)


NonnullNetworkPort = record("NonnullNetworkPort", "net uuid", __name__)


def decode_nonnull_network_port(_d, _o):
    net, _o = decode_nonnull_network(_d, _o)
    (uuid,) = _u_16s(_d, _o)
    _o += 16
    return new(NonnullNetworkPort, (net, uuid)), _o


def encode_nonnull_network_port(net, uuid):
    try:
        _w1 = net._wire
    except AttributeError:
        _w1 = encode_nonnull_network(*net)
    if len(uuid) != 16:
        unfit_fixed("uuid", uuid, 16)
    return _w1 + _p_16s(uuid)




NonnullDomainCheckpoint = record("NonnullDomainCheckpoint", "name dom", __name__)


def decode_nonnull_domain_checkpoint(_d, _o):
    (_n1,) = _u_I(_d, _o)
    _o += 4
    if _n1 > 4194304:
        bad_length("name", _n1, 4194304)
    _e = _o + _n1
    name = _d[_o:_e].decode()
    if "\0" in name:
        bad_nul("name")
    _o = _e + (-_n1 & 3)
    dom, _o = decode_nonnull_domain(_d, _o)
    return new(NonnullDomainCheckpoint, (name, dom)), _o


def encode_nonnull_domain_checkpoint(name, dom):
    _s1 = name.encode()
    _n2 = len(_s1)
    if _n2 > 4194304 or 0 in _s1:
        unfit_text("name", _s1, 4194304)
    try:
        _w3 = dom._wire
    except AttributeError:
        _w3 = encode_nonnull_domain(*dom)
    return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _w3))


