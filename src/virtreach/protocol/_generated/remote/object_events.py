"""The object_events procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_network, decode_nonnull_node_device, decode_nonnull_secret, decode_nonnull_storage_pool
from virtreach.protocol.procedure import Procedure
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, bad_length, bad_nul, bad_presence, bad_tail, encode_void, undecodable

new = tuple.__new__
_u_I = Struct(">I").unpack_from
_u_i = Struct(">i").unpack_from
_u_iI = Struct(">iI").unpack_from
_u_ii = Struct(">ii").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.object_events"

NetworkEventLifecycleMsg = record("NetworkEventLifecycleMsg", "callback_id net event detail", __name__)

StoragePoolEventLifecycleMsg = record("StoragePoolEventLifecycleMsg", "callback_id pool event detail", __name__)

StoragePoolEventRefreshMsg = record("StoragePoolEventRefreshMsg", "callback_id pool", __name__)

NodeDeviceEventLifecycleMsg = record("NodeDeviceEventLifecycleMsg", "callback_id dev event detail", __name__)

NodeDeviceEventUpdateMsg = record("NodeDeviceEventUpdateMsg", "callback_id dev", __name__)

SecretEventLifecycleMsg = record("SecretEventLifecycleMsg", "callback_id secret event detail", __name__)

SecretEventValueChangedMsg = record("SecretEventValueChangedMsg", "callback_id secret", __name__)

NetworkEventCallbackMetadataChangeMsg = record("NetworkEventCallbackMetadataChangeMsg", "callback_id net type nsuri", __name__)


def _decode_network_event_lifecycle_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        net, _o = decode_nonnull_network(_d, _o)
        event, detail = _u_ii(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_event_lifecycle", _error) from None
    return new(NetworkEventLifecycleMsg, (callback_id, net, event, detail))


def _decode_storage_pool_event_lifecycle_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        event, detail = _u_ii(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_event_lifecycle", _error) from None
    return new(StoragePoolEventLifecycleMsg, (callback_id, pool, event, detail))


def _decode_storage_pool_event_refresh_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        pool, _o = decode_nonnull_storage_pool(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("storage_pool_event_refresh", _error) from None
    return new(StoragePoolEventRefreshMsg, (callback_id, pool))


def _decode_node_device_event_lifecycle_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        dev, _o = decode_nonnull_node_device(_d, _o)
        event, detail = _u_ii(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_event_lifecycle", _error) from None
    return new(NodeDeviceEventLifecycleMsg, (callback_id, dev, event, detail))


def _decode_node_device_event_update_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        dev, _o = decode_nonnull_node_device(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("node_device_event_update", _error) from None
    return new(NodeDeviceEventUpdateMsg, (callback_id, dev))


def _decode_secret_event_lifecycle_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        secret, _o = decode_nonnull_secret(_d, _o)
        event, detail = _u_ii(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("secret_event_lifecycle", _error) from None
    return new(SecretEventLifecycleMsg, (callback_id, secret, event, detail))


def _decode_secret_event_value_changed_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        secret, _o = decode_nonnull_secret(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("secret_event_value_changed", _error) from None
    return new(SecretEventValueChangedMsg, (callback_id, secret))


def _decode_network_event_callback_metadata_change_msg(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        net, _o = decode_nonnull_network(_d, _o)
        type, _n1 = _u_iI(_d, _o)
        _o += 8
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("nsuri", _n2, 4194304)
            _e = _o + _n2
            nsuri = _d[_o:_e].decode()
            if "\0" in nsuri:
                bad_nul("nsuri")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            nsuri = None
        else:
            bad_presence("nsuri", _n1)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("network_event_callback_metadata_change", _error) from None
    return new(NetworkEventCallbackMetadataChangeMsg, (callback_id, net, type, nsuri))


NETWORK_EVENT_LIFECYCLE = Procedure(_PROGRAM, 315, "network_event_lifecycle", encode_void, _decode_network_event_lifecycle_msg, ret_fields=('callback_id', 'net', 'event', 'detail'), readonly='event', event=True, server=_SERVER)
STORAGE_POOL_EVENT_LIFECYCLE = Procedure(_PROGRAM, 370, "storage_pool_event_lifecycle", encode_void, _decode_storage_pool_event_lifecycle_msg, ret_fields=('callback_id', 'pool', 'event', 'detail'), readonly='event', event=True, server=_SERVER)
STORAGE_POOL_EVENT_REFRESH = Procedure(_PROGRAM, 373, "storage_pool_event_refresh", encode_void, _decode_storage_pool_event_refresh_msg, ret_fields=('callback_id', 'pool'), readonly='event', event=True, server=_SERVER)
NODE_DEVICE_EVENT_LIFECYCLE = Procedure(_PROGRAM, 376, "node_device_event_lifecycle", encode_void, _decode_node_device_event_lifecycle_msg, ret_fields=('callback_id', 'dev', 'event', 'detail'), readonly='event', event=True, server=_SERVER)
NODE_DEVICE_EVENT_UPDATE = Procedure(_PROGRAM, 377, "node_device_event_update", encode_void, _decode_node_device_event_update_msg, ret_fields=('callback_id', 'dev'), readonly='event', event=True, server=_SERVER)
SECRET_EVENT_LIFECYCLE = Procedure(_PROGRAM, 382, "secret_event_lifecycle", encode_void, _decode_secret_event_lifecycle_msg, ret_fields=('callback_id', 'secret', 'event', 'detail'), readonly='event', event=True, server=_SERVER)
SECRET_EVENT_VALUE_CHANGED = Procedure(_PROGRAM, 383, "secret_event_value_changed", encode_void, _decode_secret_event_value_changed_msg, ret_fields=('callback_id', 'secret'), readonly='event', event=True, server=_SERVER)
NETWORK_EVENT_CALLBACK_METADATA_CHANGE = Procedure(_PROGRAM, 446, "network_event_callback_metadata_change", encode_void, _decode_network_event_callback_metadata_change_msg, ret_fields=('callback_id', 'net', 'type', 'nsuri'), readonly='event', event=True, server=_SERVER)
