"""The object_events procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import encode_nonnull_network, encode_nonnull_node_device, encode_nonnull_secret, encode_nonnull_storage_pool
from virtreach.protocol.procedure import unencodable
from virtreach.wire.xdr import NIL, PAD, PRESENT, UNFIT, decode_void, unfit_text

_p_I = Struct(">I").pack
_p_i = Struct(">i").pack
_p_ii = Struct(">ii").pack


def _encode_network_event_lifecycle_msg(callback_id, net, event, detail):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        return _p_i(callback_id) + _w1 + _p_ii(event, detail)
    except UNFIT as _error:
        raise unencodable("remote", "network_event_lifecycle", "msg", (callback_id, net, event, detail), _error) from None


def _encode_storage_pool_event_lifecycle_msg(callback_id, pool, event, detail):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _p_i(callback_id) + _w1 + _p_ii(event, detail)
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_event_lifecycle", "msg", (callback_id, pool, event, detail), _error) from None


def _encode_storage_pool_event_refresh_msg(callback_id, pool):
    try:
        try:
            _w1 = pool._wire
        except AttributeError:
            _w1 = encode_nonnull_storage_pool(*pool)
        return _p_i(callback_id) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "storage_pool_event_refresh", "msg", (callback_id, pool), _error) from None


def _encode_node_device_event_lifecycle_msg(callback_id, dev, event, detail):
    try:
        try:
            _w1 = dev._wire
        except AttributeError:
            _w1 = encode_nonnull_node_device(*dev)
        return _p_i(callback_id) + _w1 + _p_ii(event, detail)
    except UNFIT as _error:
        raise unencodable("remote", "node_device_event_lifecycle", "msg", (callback_id, dev, event, detail), _error) from None


def _encode_node_device_event_update_msg(callback_id, dev):
    try:
        try:
            _w1 = dev._wire
        except AttributeError:
            _w1 = encode_nonnull_node_device(*dev)
        return _p_i(callback_id) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "node_device_event_update", "msg", (callback_id, dev), _error) from None


def _encode_secret_event_lifecycle_msg(callback_id, secret, event, detail):
    try:
        try:
            _w1 = secret._wire
        except AttributeError:
            _w1 = encode_nonnull_secret(*secret)
        return _p_i(callback_id) + _w1 + _p_ii(event, detail)
    except UNFIT as _error:
        raise unencodable("remote", "secret_event_lifecycle", "msg", (callback_id, secret, event, detail), _error) from None


def _encode_secret_event_value_changed_msg(callback_id, secret):
    try:
        try:
            _w1 = secret._wire
        except AttributeError:
            _w1 = encode_nonnull_secret(*secret)
        return _p_i(callback_id) + _w1
    except UNFIT as _error:
        raise unencodable("remote", "secret_event_value_changed", "msg", (callback_id, secret), _error) from None


def _encode_network_event_callback_metadata_change_msg(callback_id, net, type, nsuri):
    try:
        try:
            _w1 = net._wire
        except AttributeError:
            _w1 = encode_nonnull_network(*net)
        if nsuri is None:
            _m2 = NIL
        else:
            _s3 = nsuri.encode()
            _n4 = len(_s3)
            if _n4 > 4194304 or 0 in _s3:
                unfit_text("nsuri", _s3, 4194304)
            _m2 = b"".join((PRESENT, _p_I(_n4), _s3, PAD[_n4 & 3]))
        return b"".join((_p_i(callback_id), _w1, _p_i(type), _m2))
    except UNFIT as _error:
        raise unencodable("remote", "network_event_callback_metadata_change", "msg", (callback_id, net, type, nsuri), _error) from None


CODECS = {
    "network_event_lifecycle": (decode_void, _encode_network_event_lifecycle_msg),
    "storage_pool_event_lifecycle": (decode_void, _encode_storage_pool_event_lifecycle_msg),
    "storage_pool_event_refresh": (decode_void, _encode_storage_pool_event_refresh_msg),
    "node_device_event_lifecycle": (decode_void, _encode_node_device_event_lifecycle_msg),
    "node_device_event_update": (decode_void, _encode_node_device_event_update_msg),
    "secret_event_lifecycle": (decode_void, _encode_secret_event_lifecycle_msg),
    "secret_event_value_changed": (decode_void, _encode_secret_event_value_changed_msg),
    "network_event_callback_metadata_change": (decode_void, _encode_network_event_callback_metadata_change_msg),
}
