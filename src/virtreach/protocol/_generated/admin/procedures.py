"""The procedures procedures of the admin program, as a client uses them."""
# Made from spec/admin.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.admin.handles import decode_many_nonnull_server, decode_nonnull_client, decode_nonnull_server, encode_nonnull_client, encode_nonnull_server
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.record import record
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, decode_many, decode_void, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_II = Struct(">II").pack
_p_QI = Struct(">QI").pack
_u_I = Struct(">I").unpack_from
_u_Q = Struct(">Q").unpack_from

_PROGRAM = ("admin", 110102160, 1)
_SERVER = "virtreach.protocol._generated.admin.server.procedures"

ConnectGetLibVersionRet = record("ConnectGetLibVersionRet", "lib_ver", __name__)

ConnectListServersRet = record("ConnectListServersRet", "servers ret", __name__)

ConnectLookupServerRet = record("ConnectLookupServerRet", "srv", __name__)

ServerGetThreadpoolParametersRet = record("ServerGetThreadpoolParametersRet", "params", __name__)

ServerListClientsRet = record("ServerListClientsRet", "clients ret", __name__)

ServerLookupClientRet = record("ServerLookupClientRet", "clnt", __name__)

ClientGetInfoRet = record("ClientGetInfoRet", "params", __name__)

ServerGetClientLimitsRet = record("ServerGetClientLimitsRet", "params", __name__)

ConnectGetLoggingOutputsRet = record("ConnectGetLoggingOutputsRet", "outputs noutputs", __name__)

ConnectGetLoggingFiltersRet = record("ConnectGetLoggingFiltersRet", "filters nfilters", __name__)


def _encode_connect_open_args(flags):
    try:
        return _p_I(flags)
    except UNFIT as _error:
        raise unencodable("admin", "connect_open", "args", (flags,), _error) from None


def _decode_connect_get_lib_version_ret(_d, _o):
    try:
        (lib_ver,) = _u_Q(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_lib_version", _error) from None
    return new(ConnectGetLibVersionRet, (lib_ver,))


def _encode_connect_list_servers_args(need_results, flags):
    try:
        return _p_II(need_results, flags)
    except UNFIT as _error:
        raise unencodable("admin", "connect_list_servers", "args", (need_results, flags), _error) from None


def _decode_connect_list_servers_ret(_d, _o):
    try:
        servers, _o = decode_many_nonnull_server(_d, _o, "servers", 16384)
        (ret,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_servers", _error) from None
    return new(ConnectListServersRet, (servers, ret))


def _encode_connect_lookup_server_args(name, flags):
    try:
        _s1 = name.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("name", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(flags)))
    except UNFIT as _error:
        raise unencodable("admin", "connect_lookup_server", "args", (name, flags), _error) from None


def _decode_connect_lookup_server_ret(_d, _o):
    try:
        srv, _o = decode_nonnull_server(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_lookup_server", _error) from None
    return new(ConnectLookupServerRet, (srv,))


def _encode_server_get_threadpool_parameters_args(srv, flags):
    try:
        try:
            _w1 = srv._wire
        except AttributeError:
            _w1 = encode_nonnull_server(*srv)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("admin", "server_get_threadpool_parameters", "args", (srv, flags), _error) from None


def _decode_server_get_threadpool_parameters_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 32)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("server_get_threadpool_parameters", _error) from None
    return new(ServerGetThreadpoolParametersRet, (params,))


def _encode_server_set_threadpool_parameters_args(srv, params, flags):
    try:
        try:
            _w1 = srv._wire
        except AttributeError:
            _w1 = encode_nonnull_server(*srv)
        return _w1 + encode_params(params, "params", 32) + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("admin", "server_set_threadpool_parameters", "args", (srv, params, flags), _error) from None


def _encode_server_list_clients_args(srv, need_results, flags):
    try:
        try:
            _w1 = srv._wire
        except AttributeError:
            _w1 = encode_nonnull_server(*srv)
        return _w1 + _p_II(need_results, flags)
    except UNFIT as _error:
        raise unencodable("admin", "server_list_clients", "args", (srv, need_results, flags), _error) from None


def _decode_server_list_clients_ret(_d, _o):
    try:
        clients, _o = decode_many(_d, _o, "clients", 16384, 24, decode_nonnull_client)
        (ret,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("server_list_clients", _error) from None
    return new(ServerListClientsRet, (clients, ret))


def _encode_server_lookup_client_args(srv, id, flags):
    try:
        try:
            _w1 = srv._wire
        except AttributeError:
            _w1 = encode_nonnull_server(*srv)
        return _w1 + _p_QI(id, flags)
    except UNFIT as _error:
        raise unencodable("admin", "server_lookup_client", "args", (srv, id, flags), _error) from None


def _decode_server_lookup_client_ret(_d, _o):
    try:
        clnt, _o = decode_nonnull_client(_d, _o)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("server_lookup_client", _error) from None
    return new(ServerLookupClientRet, (clnt,))


def _encode_client_get_info_args(clnt, flags):
    try:
        try:
            _w1 = clnt._wire
        except AttributeError:
            _w1 = encode_nonnull_client(*clnt)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("admin", "client_get_info", "args", (clnt, flags), _error) from None


def _decode_client_get_info_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 64)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("client_get_info", _error) from None
    return new(ClientGetInfoRet, (params,))


def _encode_client_close_args(clnt, flags):
    try:
        try:
            _w1 = clnt._wire
        except AttributeError:
            _w1 = encode_nonnull_client(*clnt)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("admin", "client_close", "args", (clnt, flags), _error) from None


def _encode_server_get_client_limits_args(srv, flags):
    try:
        try:
            _w1 = srv._wire
        except AttributeError:
            _w1 = encode_nonnull_server(*srv)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("admin", "server_get_client_limits", "args", (srv, flags), _error) from None


def _decode_server_get_client_limits_ret(_d, _o):
    try:
        params, _o = decode_params(_d, _o, "params", 32)
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("server_get_client_limits", _error) from None
    return new(ServerGetClientLimitsRet, (params,))


def _encode_server_set_client_limits_args(srv, params, flags):
    try:
        try:
            _w1 = srv._wire
        except AttributeError:
            _w1 = encode_nonnull_server(*srv)
        return _w1 + encode_params(params, "params", 32) + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("admin", "server_set_client_limits", "args", (srv, params, flags), _error) from None


def _encode_connect_get_logging_outputs_args(flags):
    try:
        return _p_I(flags)
    except UNFIT as _error:
        raise unencodable("admin", "connect_get_logging_outputs", "args", (flags,), _error) from None


def _decode_connect_get_logging_outputs_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("outputs", _n1, 4194304)
        _e = _o + _n1
        outputs = _d[_o:_e].decode()
        if "\0" in outputs:
            bad_nul("outputs")
        _o = _e + (-_n1 & 3)
        (noutputs,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_logging_outputs", _error) from None
    return new(ConnectGetLoggingOutputsRet, (outputs, noutputs))


def _encode_connect_get_logging_filters_args(flags):
    try:
        return _p_I(flags)
    except UNFIT as _error:
        raise unencodable("admin", "connect_get_logging_filters", "args", (flags,), _error) from None


def _decode_connect_get_logging_filters_ret(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("filters", _n2, 4194304)
            _e = _o + _n2
            filters = _d[_o:_e].decode()
            if "\0" in filters:
                bad_nul("filters")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            filters = None
        else:
            bad_presence("filters", _n1)
        (nfilters,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_logging_filters", _error) from None
    return new(ConnectGetLoggingFiltersRet, (filters, nfilters))


def _encode_connect_set_logging_outputs_args(outputs, flags):
    try:
        if outputs is None:
            _m1 = NIL
        else:
            _s2 = outputs.encode()
            _n3 = len(_s2)
            if _n3 > 4194304 or 0 in _s2:
                unfit_text("outputs", _s2, 4194304)
            _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
        return _m1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("admin", "connect_set_logging_outputs", "args", (outputs, flags), _error) from None


def _encode_connect_set_logging_filters_args(filters, flags):
    try:
        if filters is None:
            _m1 = NIL
        else:
            _s2 = filters.encode()
            _n3 = len(_s2)
            if _n3 > 4194304 or 0 in _s2:
                unfit_text("filters", _s2, 4194304)
            _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
        return _m1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("admin", "connect_set_logging_filters", "args", (filters, flags), _error) from None


def _encode_server_update_tls_files_args(srv, flags):
    try:
        try:
            _w1 = srv._wire
        except AttributeError:
            _w1 = encode_nonnull_server(*srv)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("admin", "server_update_tls_files", "args", (srv, flags), _error) from None


def _encode_connect_set_daemon_timeout_args(timeout, flags):
    try:
        return _p_II(timeout, flags)
    except UNFIT as _error:
        raise unencodable("admin", "connect_set_daemon_timeout", "args", (timeout, flags), _error) from None


def _encode_connect_daemon_shutdown_args(flags):
    try:
        return _p_I(flags)
    except UNFIT as _error:
        raise unencodable("admin", "connect_daemon_shutdown", "args", (flags,), _error) from None


CONNECT_OPEN = Procedure(_PROGRAM, 1, "connect_open", _encode_connect_open_args, decode_void, arg_fields=('flags',), server=_SERVER)
CONNECT_CLOSE = Procedure(_PROGRAM, 2, "connect_close", encode_void, decode_void, server=_SERVER)
CONNECT_GET_LIB_VERSION = Procedure(_PROGRAM, 3, "connect_get_lib_version", encode_void, _decode_connect_get_lib_version_ret, ret_fields=('lib_ver',), replayable=True, server=_SERVER)
CONNECT_LIST_SERVERS = Procedure(_PROGRAM, 4, "connect_list_servers", _encode_connect_list_servers_args, _decode_connect_list_servers_ret, arg_fields=('need_results', 'flags'), ret_fields=('servers', 'ret'), replayable=True, server=_SERVER)
CONNECT_LOOKUP_SERVER = Procedure(_PROGRAM, 5, "connect_lookup_server", _encode_connect_lookup_server_args, _decode_connect_lookup_server_ret, arg_fields=('name', 'flags'), ret_fields=('srv',), replayable=True, server=_SERVER)
SERVER_GET_THREADPOOL_PARAMETERS = Procedure(_PROGRAM, 6, "server_get_threadpool_parameters", _encode_server_get_threadpool_parameters_args, _decode_server_get_threadpool_parameters_ret, arg_fields=('srv', 'flags'), ret_fields=('params',), replayable=True, server=_SERVER)
SERVER_SET_THREADPOOL_PARAMETERS = Procedure(_PROGRAM, 7, "server_set_threadpool_parameters", _encode_server_set_threadpool_parameters_args, decode_void, arg_fields=('srv', 'params', 'flags'), server=_SERVER)
SERVER_LIST_CLIENTS = Procedure(_PROGRAM, 8, "server_list_clients", _encode_server_list_clients_args, _decode_server_list_clients_ret, arg_fields=('srv', 'need_results', 'flags'), ret_fields=('clients', 'ret'), replayable=True, server=_SERVER)
SERVER_LOOKUP_CLIENT = Procedure(_PROGRAM, 9, "server_lookup_client", _encode_server_lookup_client_args, _decode_server_lookup_client_ret, arg_fields=('srv', 'id', 'flags'), ret_fields=('clnt',), replayable=True, server=_SERVER)
CLIENT_GET_INFO = Procedure(_PROGRAM, 10, "client_get_info", _encode_client_get_info_args, _decode_client_get_info_ret, arg_fields=('clnt', 'flags'), ret_fields=('params',), replayable=True, server=_SERVER)
CLIENT_CLOSE = Procedure(_PROGRAM, 11, "client_close", _encode_client_close_args, decode_void, arg_fields=('clnt', 'flags'), server=_SERVER)
SERVER_GET_CLIENT_LIMITS = Procedure(_PROGRAM, 12, "server_get_client_limits", _encode_server_get_client_limits_args, _decode_server_get_client_limits_ret, arg_fields=('srv', 'flags'), ret_fields=('params',), replayable=True, server=_SERVER)
SERVER_SET_CLIENT_LIMITS = Procedure(_PROGRAM, 13, "server_set_client_limits", _encode_server_set_client_limits_args, decode_void, arg_fields=('srv', 'params', 'flags'), server=_SERVER)
CONNECT_GET_LOGGING_OUTPUTS = Procedure(_PROGRAM, 14, "connect_get_logging_outputs", _encode_connect_get_logging_outputs_args, _decode_connect_get_logging_outputs_ret, arg_fields=('flags',), ret_fields=('outputs', 'noutputs'), replayable=True, server=_SERVER)
CONNECT_GET_LOGGING_FILTERS = Procedure(_PROGRAM, 15, "connect_get_logging_filters", _encode_connect_get_logging_filters_args, _decode_connect_get_logging_filters_ret, arg_fields=('flags',), ret_fields=('filters', 'nfilters'), replayable=True, server=_SERVER)
CONNECT_SET_LOGGING_OUTPUTS = Procedure(_PROGRAM, 16, "connect_set_logging_outputs", _encode_connect_set_logging_outputs_args, decode_void, arg_fields=('outputs', 'flags'), server=_SERVER)
CONNECT_SET_LOGGING_FILTERS = Procedure(_PROGRAM, 17, "connect_set_logging_filters", _encode_connect_set_logging_filters_args, decode_void, arg_fields=('filters', 'flags'), server=_SERVER)
SERVER_UPDATE_TLS_FILES = Procedure(_PROGRAM, 18, "server_update_tls_files", _encode_server_update_tls_files_args, decode_void, arg_fields=('srv', 'flags'), server=_SERVER)
CONNECT_SET_DAEMON_TIMEOUT = Procedure(_PROGRAM, 19, "connect_set_daemon_timeout", _encode_connect_set_daemon_timeout_args, decode_void, arg_fields=('timeout', 'flags'), server=_SERVER)
CONNECT_DAEMON_SHUTDOWN = Procedure(_PROGRAM, 20, "connect_daemon_shutdown", _encode_connect_daemon_shutdown_args, decode_void, arg_fields=('flags',), server=_SERVER)
