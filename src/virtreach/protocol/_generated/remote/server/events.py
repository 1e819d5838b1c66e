"""The events procedures of the remote program, as a server uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain, decode_nonnull_network, decode_nonnull_node_device, decode_nonnull_secret, decode_nonnull_storage_pool
from virtreach.protocol.procedure import unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, UNFIT, bad_presence, bad_tail, decode_void, encode_void, undecodable

new = tuple.__new__
_p_i = Struct(">i").pack
_u_i = Struct(">i").unpack_from
_u_iI = Struct(">iI").unpack_from

ConnectDomainEventRegisterAnyArgs = record("ConnectDomainEventRegisterAnyArgs", "event_id", __name__)

ConnectDomainEventDeregisterAnyArgs = record("ConnectDomainEventDeregisterAnyArgs", "event_id", __name__)

ConnectNetworkEventRegisterAnyArgs = record("ConnectNetworkEventRegisterAnyArgs", "event_id net", __name__)

ConnectNetworkEventDeregisterAnyArgs = record("ConnectNetworkEventDeregisterAnyArgs", "callback_id", __name__)

ConnectDomainEventCallbackRegisterAnyArgs = record("ConnectDomainEventCallbackRegisterAnyArgs", "event_id dom", __name__)

ConnectDomainEventCallbackDeregisterAnyArgs = record("ConnectDomainEventCallbackDeregisterAnyArgs", "callback_id", __name__)

ConnectStoragePoolEventRegisterAnyArgs = record("ConnectStoragePoolEventRegisterAnyArgs", "event_id pool", __name__)

ConnectStoragePoolEventDeregisterAnyArgs = record("ConnectStoragePoolEventDeregisterAnyArgs", "callback_id", __name__)

ConnectNodeDeviceEventRegisterAnyArgs = record("ConnectNodeDeviceEventRegisterAnyArgs", "event_id dev", __name__)

ConnectNodeDeviceEventDeregisterAnyArgs = record("ConnectNodeDeviceEventDeregisterAnyArgs", "callback_id", __name__)

ConnectSecretEventRegisterAnyArgs = record("ConnectSecretEventRegisterAnyArgs", "event_id secret", __name__)

ConnectSecretEventDeregisterAnyArgs = record("ConnectSecretEventDeregisterAnyArgs", "callback_id", __name__)


def _encode_connect_domain_event_register_ret(cb_registered):
    try:
        return _p_i(cb_registered)
    except UNFIT as _error:
        raise unencodable("remote", "connect_domain_event_register", "ret", (cb_registered,), _error) from None


def _encode_connect_domain_event_deregister_ret(cb_registered):
    try:
        return _p_i(cb_registered)
    except UNFIT as _error:
        raise unencodable("remote", "connect_domain_event_deregister", "ret", (cb_registered,), _error) from None


def _decode_connect_domain_event_register_any_args(_d, _o):
    try:
        (event_id,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_domain_event_register_any", _error) from None
    return new(ConnectDomainEventRegisterAnyArgs, (event_id,))


def _decode_connect_domain_event_deregister_any_args(_d, _o):
    try:
        (event_id,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_domain_event_deregister_any", _error) from None
    return new(ConnectDomainEventDeregisterAnyArgs, (event_id,))


def _decode_connect_network_event_register_any_args(_d, _o):
    try:
        event_id, _n1 = _u_iI(_d, _o)
        _o += 8
        if _n1 == 1:
            net, _o = decode_nonnull_network(_d, _o)
        elif _n1 == 0:
            net = None
        else:
            bad_presence("net", _n1)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_network_event_register_any", _error) from None
    return new(ConnectNetworkEventRegisterAnyArgs, (event_id, net))


def _encode_connect_network_event_register_any_ret(callback_id):
    try:
        return _p_i(callback_id)
    except UNFIT as _error:
        raise unencodable("remote", "connect_network_event_register_any", "ret", (callback_id,), _error) from None


def _decode_connect_network_event_deregister_any_args(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_network_event_deregister_any", _error) from None
    return new(ConnectNetworkEventDeregisterAnyArgs, (callback_id,))


def _decode_connect_domain_event_callback_register_any_args(_d, _o):
    try:
        event_id, _n1 = _u_iI(_d, _o)
        _o += 8
        if _n1 == 1:
            dom, _o = decode_nonnull_domain(_d, _o)
        elif _n1 == 0:
            dom = None
        else:
            bad_presence("dom", _n1)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_domain_event_callback_register_any", _error) from None
    return new(ConnectDomainEventCallbackRegisterAnyArgs, (event_id, dom))


def _encode_connect_domain_event_callback_register_any_ret(callback_id):
    try:
        return _p_i(callback_id)
    except UNFIT as _error:
        raise unencodable("remote", "connect_domain_event_callback_register_any", "ret", (callback_id,), _error) from None


def _decode_connect_domain_event_callback_deregister_any_args(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_domain_event_callback_deregister_any", _error) from None
    return new(ConnectDomainEventCallbackDeregisterAnyArgs, (callback_id,))


def _decode_connect_storage_pool_event_register_any_args(_d, _o):
    try:
        event_id, _n1 = _u_iI(_d, _o)
        _o += 8
        if _n1 == 1:
            pool, _o = decode_nonnull_storage_pool(_d, _o)
        elif _n1 == 0:
            pool = None
        else:
            bad_presence("pool", _n1)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_storage_pool_event_register_any", _error) from None
    return new(ConnectStoragePoolEventRegisterAnyArgs, (event_id, pool))


def _encode_connect_storage_pool_event_register_any_ret(callback_id):
    try:
        return _p_i(callback_id)
    except UNFIT as _error:
        raise unencodable("remote", "connect_storage_pool_event_register_any", "ret", (callback_id,), _error) from None


def _decode_connect_storage_pool_event_deregister_any_args(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_storage_pool_event_deregister_any", _error) from None
    return new(ConnectStoragePoolEventDeregisterAnyArgs, (callback_id,))


def _decode_connect_node_device_event_register_any_args(_d, _o):
    try:
        event_id, _n1 = _u_iI(_d, _o)
        _o += 8
        if _n1 == 1:
            dev, _o = decode_nonnull_node_device(_d, _o)
        elif _n1 == 0:
            dev = None
        else:
            bad_presence("dev", _n1)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_node_device_event_register_any", _error) from None
    return new(ConnectNodeDeviceEventRegisterAnyArgs, (event_id, dev))


def _encode_connect_node_device_event_register_any_ret(callback_id):
    try:
        return _p_i(callback_id)
    except UNFIT as _error:
        raise unencodable("remote", "connect_node_device_event_register_any", "ret", (callback_id,), _error) from None


def _decode_connect_node_device_event_deregister_any_args(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_node_device_event_deregister_any", _error) from None
    return new(ConnectNodeDeviceEventDeregisterAnyArgs, (callback_id,))


def _decode_connect_secret_event_register_any_args(_d, _o):
    try:
        event_id, _n1 = _u_iI(_d, _o)
        _o += 8
        if _n1 == 1:
            secret, _o = decode_nonnull_secret(_d, _o)
        elif _n1 == 0:
            secret = None
        else:
            bad_presence("secret", _n1)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_secret_event_register_any", _error) from None
    return new(ConnectSecretEventRegisterAnyArgs, (event_id, secret))


def _encode_connect_secret_event_register_any_ret(callback_id):
    try:
        return _p_i(callback_id)
    except UNFIT as _error:
        raise unencodable("remote", "connect_secret_event_register_any", "ret", (callback_id,), _error) from None


def _decode_connect_secret_event_deregister_any_args(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_secret_event_deregister_any", _error) from None
    return new(ConnectSecretEventDeregisterAnyArgs, (callback_id,))


CODECS = {
    "connect_domain_event_register": (decode_void, _encode_connect_domain_event_register_ret),
    "connect_domain_event_deregister": (decode_void, _encode_connect_domain_event_deregister_ret),
    "connect_domain_event_register_any": (_decode_connect_domain_event_register_any_args, encode_void),
    "connect_domain_event_deregister_any": (_decode_connect_domain_event_deregister_any_args, encode_void),
    "connect_network_event_register_any": (_decode_connect_network_event_register_any_args, _encode_connect_network_event_register_any_ret),
    "connect_network_event_deregister_any": (_decode_connect_network_event_deregister_any_args, encode_void),
    "connect_domain_event_callback_register_any": (_decode_connect_domain_event_callback_register_any_args, _encode_connect_domain_event_callback_register_any_ret),
    "connect_domain_event_callback_deregister_any": (_decode_connect_domain_event_callback_deregister_any_args, encode_void),
    "connect_storage_pool_event_register_any": (_decode_connect_storage_pool_event_register_any_args, _encode_connect_storage_pool_event_register_any_ret),
    "connect_storage_pool_event_deregister_any": (_decode_connect_storage_pool_event_deregister_any_args, encode_void),
    "connect_node_device_event_register_any": (_decode_connect_node_device_event_register_any_args, _encode_connect_node_device_event_register_any_ret),
    "connect_node_device_event_deregister_any": (_decode_connect_node_device_event_deregister_any_args, encode_void),
    "connect_secret_event_register_any": (_decode_connect_secret_event_register_any_args, _encode_connect_secret_event_register_any_ret),
    "connect_secret_event_deregister_any": (_decode_connect_secret_event_deregister_any_args, encode_void),
}
