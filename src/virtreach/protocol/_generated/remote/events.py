"""The events procedures of the remote program, as a client uses them."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import encode_nonnull_domain, encode_nonnull_network, encode_nonnull_node_device, encode_nonnull_secret, encode_nonnull_storage_pool
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, NIL, PRESENT, UNFIT, bad_tail, decode_void, encode_void, undecodable

new = tuple.__new__
_p_i = Struct(">i").pack
_u_i = Struct(">i").unpack_from

_PROGRAM = ("remote", 536903814, 1)
_SERVER = "virtreach.protocol._generated.remote.server.events"

ConnectDomainEventRegisterRet = record("ConnectDomainEventRegisterRet", "cb_registered", __name__)

ConnectDomainEventDeregisterRet = record("ConnectDomainEventDeregisterRet", "cb_registered", __name__)

ConnectNetworkEventRegisterAnyRet = record("ConnectNetworkEventRegisterAnyRet", "callback_id", __name__)

ConnectDomainEventCallbackRegisterAnyRet = record("ConnectDomainEventCallbackRegisterAnyRet", "callback_id", __name__)

ConnectStoragePoolEventRegisterAnyRet = record("ConnectStoragePoolEventRegisterAnyRet", "callback_id", __name__)

ConnectNodeDeviceEventRegisterAnyRet = record("ConnectNodeDeviceEventRegisterAnyRet", "callback_id", __name__)

ConnectSecretEventRegisterAnyRet = record("ConnectSecretEventRegisterAnyRet", "callback_id", __name__)


def _decode_connect_domain_event_register_ret(_d, _o):
    try:
        (cb_registered,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_domain_event_register", _error) from None
    return new(ConnectDomainEventRegisterRet, (cb_registered,))


def _decode_connect_domain_event_deregister_ret(_d, _o):
    try:
        (cb_registered,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_domain_event_deregister", _error) from None
    return new(ConnectDomainEventDeregisterRet, (cb_registered,))


def _encode_connect_domain_event_register_any_args(event_id):
    try:
        return _p_i(event_id)
    except UNFIT as _error:
        raise unencodable("remote", "connect_domain_event_register_any", "args", (event_id,), _error) from None


def _encode_connect_domain_event_deregister_any_args(event_id):
    try:
        return _p_i(event_id)
    except UNFIT as _error:
        raise unencodable("remote", "connect_domain_event_deregister_any", "args", (event_id,), _error) from None


def _encode_connect_network_event_register_any_args(event_id, net):
    try:
        if net is None:
            _m1 = NIL
        else:
            try:
                _w2 = net._wire
            except AttributeError:
                _w2 = encode_nonnull_network(*net)
            _m1 = PRESENT + _w2
        return _p_i(event_id) + _m1
    except UNFIT as _error:
        raise unencodable("remote", "connect_network_event_register_any", "args", (event_id, net), _error) from None


def _decode_connect_network_event_register_any_ret(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_network_event_register_any", _error) from None
    return new(ConnectNetworkEventRegisterAnyRet, (callback_id,))


def _encode_connect_network_event_deregister_any_args(callback_id):
    try:
        return _p_i(callback_id)
    except UNFIT as _error:
        raise unencodable("remote", "connect_network_event_deregister_any", "args", (callback_id,), _error) from None


def _encode_connect_domain_event_callback_register_any_args(event_id, dom):
    try:
        if dom is None:
            _m1 = NIL
        else:
            try:
                _w2 = dom._wire
            except AttributeError:
                _w2 = encode_nonnull_domain(*dom)
            _m1 = PRESENT + _w2
        return _p_i(event_id) + _m1
    except UNFIT as _error:
        raise unencodable("remote", "connect_domain_event_callback_register_any", "args", (event_id, dom), _error) from None


def _decode_connect_domain_event_callback_register_any_ret(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_domain_event_callback_register_any", _error) from None
    return new(ConnectDomainEventCallbackRegisterAnyRet, (callback_id,))


def _encode_connect_domain_event_callback_deregister_any_args(callback_id):
    try:
        return _p_i(callback_id)
    except UNFIT as _error:
        raise unencodable("remote", "connect_domain_event_callback_deregister_any", "args", (callback_id,), _error) from None


def _encode_connect_storage_pool_event_register_any_args(event_id, pool):
    try:
        if pool is None:
            _m1 = NIL
        else:
            try:
                _w2 = pool._wire
            except AttributeError:
                _w2 = encode_nonnull_storage_pool(*pool)
            _m1 = PRESENT + _w2
        return _p_i(event_id) + _m1
    except UNFIT as _error:
        raise unencodable("remote", "connect_storage_pool_event_register_any", "args", (event_id, pool), _error) from None


def _decode_connect_storage_pool_event_register_any_ret(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_storage_pool_event_register_any", _error) from None
    return new(ConnectStoragePoolEventRegisterAnyRet, (callback_id,))


def _encode_connect_storage_pool_event_deregister_any_args(callback_id):
    try:
        return _p_i(callback_id)
    except UNFIT as _error:
        raise unencodable("remote", "connect_storage_pool_event_deregister_any", "args", (callback_id,), _error) from None


def _encode_connect_node_device_event_register_any_args(event_id, dev):
    try:
        if dev is None:
            _m1 = NIL
        else:
            try:
                _w2 = dev._wire
            except AttributeError:
                _w2 = encode_nonnull_node_device(*dev)
            _m1 = PRESENT + _w2
        return _p_i(event_id) + _m1
    except UNFIT as _error:
        raise unencodable("remote", "connect_node_device_event_register_any", "args", (event_id, dev), _error) from None


def _decode_connect_node_device_event_register_any_ret(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_node_device_event_register_any", _error) from None
    return new(ConnectNodeDeviceEventRegisterAnyRet, (callback_id,))


def _encode_connect_node_device_event_deregister_any_args(callback_id):
    try:
        return _p_i(callback_id)
    except UNFIT as _error:
        raise unencodable("remote", "connect_node_device_event_deregister_any", "args", (callback_id,), _error) from None


def _encode_connect_secret_event_register_any_args(event_id, secret):
    try:
        if secret is None:
            _m1 = NIL
        else:
            try:
                _w2 = secret._wire
            except AttributeError:
                _w2 = encode_nonnull_secret(*secret)
            _m1 = PRESENT + _w2
        return _p_i(event_id) + _m1
    except UNFIT as _error:
        raise unencodable("remote", "connect_secret_event_register_any", "args", (event_id, secret), _error) from None


def _decode_connect_secret_event_register_any_ret(_d, _o):
    try:
        (callback_id,) = _u_i(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_secret_event_register_any", _error) from None
    return new(ConnectSecretEventRegisterAnyRet, (callback_id,))


def _encode_connect_secret_event_deregister_any_args(callback_id):
    try:
        return _p_i(callback_id)
    except UNFIT as _error:
        raise unencodable("remote", "connect_secret_event_deregister_any", "args", (callback_id,), _error) from None


CONNECT_DOMAIN_EVENT_REGISTER = Procedure(_PROGRAM, 105, "connect_domain_event_register", encode_void, _decode_connect_domain_event_register_ret, ret_fields=('cb_registered',), priority='high', acl=('connect:search_domains',), aclfilter=('domain:getattr',), readonly='allow', server=_SERVER)
CONNECT_DOMAIN_EVENT_DEREGISTER = Procedure(_PROGRAM, 106, "connect_domain_event_deregister", encode_void, _decode_connect_domain_event_deregister_ret, ret_fields=('cb_registered',), priority='high', acl=('connect:read',), readonly='allow', server=_SERVER)
CONNECT_DOMAIN_EVENT_REGISTER_ANY = Procedure(_PROGRAM, 167, "connect_domain_event_register_any", _encode_connect_domain_event_register_any_args, decode_void, arg_fields=('event_id',), priority='high', acl=('connect:search_domains',), aclfilter=('domain:getattr',), readonly='allow', server=_SERVER)
CONNECT_DOMAIN_EVENT_DEREGISTER_ANY = Procedure(_PROGRAM, 168, "connect_domain_event_deregister_any", _encode_connect_domain_event_deregister_any_args, decode_void, arg_fields=('event_id',), priority='high', acl=('connect:read',), readonly='allow', server=_SERVER)
CONNECT_NETWORK_EVENT_REGISTER_ANY = Procedure(_PROGRAM, 313, "connect_network_event_register_any", _encode_connect_network_event_register_any_args, _decode_connect_network_event_register_any_ret, arg_fields=('event_id', 'net'), ret_fields=('callback_id',), priority='high', acl=('connect:search_networks',), aclfilter=('network:getattr',), readonly='allow', server=_SERVER)
CONNECT_NETWORK_EVENT_DEREGISTER_ANY = Procedure(_PROGRAM, 314, "connect_network_event_deregister_any", _encode_connect_network_event_deregister_any_args, decode_void, arg_fields=('callback_id',), priority='high', acl=('connect:read',), readonly='allow', server=_SERVER)
CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY = Procedure(_PROGRAM, 316, "connect_domain_event_callback_register_any", _encode_connect_domain_event_callback_register_any_args, _decode_connect_domain_event_callback_register_any_ret, arg_fields=('event_id', 'dom'), ret_fields=('callback_id',), priority='high', acl=('connect:search_domains',), aclfilter=('domain:getattr',), readonly='allow', server=_SERVER)
CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY = Procedure(_PROGRAM, 317, "connect_domain_event_callback_deregister_any", _encode_connect_domain_event_callback_deregister_any_args, decode_void, arg_fields=('callback_id',), priority='high', acl=('connect:read',), readonly='allow', server=_SERVER)
CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY = Procedure(_PROGRAM, 368, "connect_storage_pool_event_register_any", _encode_connect_storage_pool_event_register_any_args, _decode_connect_storage_pool_event_register_any_ret, arg_fields=('event_id', 'pool'), ret_fields=('callback_id',), priority='high', acl=('connect:search_storage_pools',), aclfilter=('storage_pool:getattr',), readonly='allow', server=_SERVER)
CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY = Procedure(_PROGRAM, 369, "connect_storage_pool_event_deregister_any", _encode_connect_storage_pool_event_deregister_any_args, decode_void, arg_fields=('callback_id',), priority='high', acl=('connect:read',), readonly='allow', server=_SERVER)
CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY = Procedure(_PROGRAM, 374, "connect_node_device_event_register_any", _encode_connect_node_device_event_register_any_args, _decode_connect_node_device_event_register_any_ret, arg_fields=('event_id', 'dev'), ret_fields=('callback_id',), priority='high', acl=('connect:search_node_devices',), aclfilter=('node_device:getattr',), readonly='allow', server=_SERVER)
CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY = Procedure(_PROGRAM, 375, "connect_node_device_event_deregister_any", _encode_connect_node_device_event_deregister_any_args, decode_void, arg_fields=('callback_id',), priority='high', acl=('connect:read',), readonly='allow', server=_SERVER)
CONNECT_SECRET_EVENT_REGISTER_ANY = Procedure(_PROGRAM, 380, "connect_secret_event_register_any", _encode_connect_secret_event_register_any_args, _decode_connect_secret_event_register_any_ret, arg_fields=('event_id', 'secret'), ret_fields=('callback_id',), priority='high', acl=('connect:search_secrets',), aclfilter=('secret:getattr',), readonly='allow', server=_SERVER)
CONNECT_SECRET_EVENT_DEREGISTER_ANY = Procedure(_PROGRAM, 381, "connect_secret_event_deregister_any", _encode_connect_secret_event_deregister_any_args, decode_void, arg_fields=('callback_id',), priority='high', acl=('connect:read',), readonly='allow', server=_SERVER)
