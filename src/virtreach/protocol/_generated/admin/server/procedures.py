"""The procedures procedures of the admin program, as a server uses them."""
# Made from spec/admin.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.admin.handles import decode_nonnull_client, decode_nonnull_server, encode_nonnull_client, encode_nonnull_server
from virtreach.protocol.procedure import unencodable
from virtreach.protocol.typed_param_kinds import encode_params
from virtreach.wire.record import record
from virtreach.wire.typed_params import decode_params
from virtreach.wire.xdr import MALFORMED, NIL, PAD, PRESENT, UNFIT, bad_length, bad_nul, bad_presence, bad_tail, decode_void, encode_many, encode_void, undecodable, unfit_text

new = tuple.__new__
_p_I = Struct(">I").pack
_p_Q = Struct(">Q").pack
_u_I = Struct(">I").unpack_from
_u_II = Struct(">II").unpack_from
_u_QI = Struct(">QI").unpack_from

ConnectOpenArgs = record("ConnectOpenArgs", "flags", __name__)

ConnectListServersArgs = record("ConnectListServersArgs", "need_results flags", __name__)

ConnectLookupServerArgs = record("ConnectLookupServerArgs", "name flags", __name__)

ServerGetThreadpoolParametersArgs = record("ServerGetThreadpoolParametersArgs", "srv flags", __name__)

ServerSetThreadpoolParametersArgs = record("ServerSetThreadpoolParametersArgs", "srv params flags", __name__)

ServerListClientsArgs = record("ServerListClientsArgs", "srv need_results flags", __name__)

ServerLookupClientArgs = record("ServerLookupClientArgs", "srv id flags", __name__)

ClientGetInfoArgs = record("ClientGetInfoArgs", "clnt flags", __name__)

ClientCloseArgs = record("ClientCloseArgs", "clnt flags", __name__)

ServerGetClientLimitsArgs = record("ServerGetClientLimitsArgs", "srv flags", __name__)

ServerSetClientLimitsArgs = record("ServerSetClientLimitsArgs", "srv params flags", __name__)

ConnectGetLoggingOutputsArgs = record("ConnectGetLoggingOutputsArgs", "flags", __name__)

ConnectGetLoggingFiltersArgs = record("ConnectGetLoggingFiltersArgs", "flags", __name__)

ConnectSetLoggingOutputsArgs = record("ConnectSetLoggingOutputsArgs", "outputs flags", __name__)

ConnectSetLoggingFiltersArgs = record("ConnectSetLoggingFiltersArgs", "filters flags", __name__)

ServerUpdateTlsFilesArgs = record("ServerUpdateTlsFilesArgs", "srv flags", __name__)

ConnectSetDaemonTimeoutArgs = record("ConnectSetDaemonTimeoutArgs", "timeout flags", __name__)

ConnectDaemonShutdownArgs = record("ConnectDaemonShutdownArgs", "flags", __name__)


def _decode_connect_open_args(_d, _o):
    try:
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_open", _error) from None
    return new(ConnectOpenArgs, (flags,))


def _encode_connect_get_lib_version_ret(lib_ver):
    try:
        return _p_Q(lib_ver)
    except UNFIT as _error:
        raise unencodable("admin", "connect_get_lib_version", "ret", (lib_ver,), _error) from None


def _decode_connect_list_servers_args(_d, _o):
    try:
        need_results, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_list_servers", _error) from None
    return new(ConnectListServersArgs, (need_results, flags))


def _encode_connect_list_servers_ret(servers, ret):
    try:
        return encode_many(servers, "servers", 16384, encode_nonnull_server) + _p_I(ret)
    except UNFIT as _error:
        raise unencodable("admin", "connect_list_servers", "ret", (servers, ret), _error) from None


def _decode_connect_lookup_server_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 > 4194304:
            bad_length("name", _n1, 4194304)
        _e = _o + _n1
        name = _d[_o:_e].decode()
        if "\0" in name:
            bad_nul("name")
        _o = _e + (-_n1 & 3)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_lookup_server", _error) from None
    return new(ConnectLookupServerArgs, (name, flags))


def _encode_connect_lookup_server_ret(srv):
    try:
        try:
            _w1 = srv._wire
        except AttributeError:
            _w1 = encode_nonnull_server(*srv)
        return _w1
    except UNFIT as _error:
        raise unencodable("admin", "connect_lookup_server", "ret", (srv,), _error) from None


def _decode_server_get_threadpool_parameters_args(_d, _o):
    try:
        srv, _o = decode_nonnull_server(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("server_get_threadpool_parameters", _error) from None
    return new(ServerGetThreadpoolParametersArgs, (srv, flags))


def _encode_server_get_threadpool_parameters_ret(params):
    try:
        return encode_params(params, "params", 32)
    except UNFIT as _error:
        raise unencodable("admin", "server_get_threadpool_parameters", "ret", (params,), _error) from None


def _decode_server_set_threadpool_parameters_args(_d, _o):
    try:
        srv, _o = decode_nonnull_server(_d, _o)
        params, _o = decode_params(_d, _o, "params", 32)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("server_set_threadpool_parameters", _error) from None
    return new(ServerSetThreadpoolParametersArgs, (srv, params, flags))


def _decode_server_list_clients_args(_d, _o):
    try:
        srv, _o = decode_nonnull_server(_d, _o)
        need_results, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("server_list_clients", _error) from None
    return new(ServerListClientsArgs, (srv, need_results, flags))


def _encode_server_list_clients_ret(clients, ret):
    try:
        return encode_many(clients, "clients", 16384, encode_nonnull_client) + _p_I(ret)
    except UNFIT as _error:
        raise unencodable("admin", "server_list_clients", "ret", (clients, ret), _error) from None


def _decode_server_lookup_client_args(_d, _o):
    try:
        srv, _o = decode_nonnull_server(_d, _o)
        id, flags = _u_QI(_d, _o)
        _o += 12
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("server_lookup_client", _error) from None
    return new(ServerLookupClientArgs, (srv, id, flags))


def _encode_server_lookup_client_ret(clnt):
    try:
        try:
            _w1 = clnt._wire
        except AttributeError:
            _w1 = encode_nonnull_client(*clnt)
        return _w1
    except UNFIT as _error:
        raise unencodable("admin", "server_lookup_client", "ret", (clnt,), _error) from None


def _decode_client_get_info_args(_d, _o):
    try:
        clnt, _o = decode_nonnull_client(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("client_get_info", _error) from None
    return new(ClientGetInfoArgs, (clnt, flags))


def _encode_client_get_info_ret(params):
    try:
        return encode_params(params, "params", 64)
    except UNFIT as _error:
        raise unencodable("admin", "client_get_info", "ret", (params,), _error) from None


def _decode_client_close_args(_d, _o):
    try:
        clnt, _o = decode_nonnull_client(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("client_close", _error) from None
    return new(ClientCloseArgs, (clnt, flags))


def _decode_server_get_client_limits_args(_d, _o):
    try:
        srv, _o = decode_nonnull_server(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("server_get_client_limits", _error) from None
    return new(ServerGetClientLimitsArgs, (srv, flags))


def _encode_server_get_client_limits_ret(params):
    try:
        return encode_params(params, "params", 32)
    except UNFIT as _error:
        raise unencodable("admin", "server_get_client_limits", "ret", (params,), _error) from None


def _decode_server_set_client_limits_args(_d, _o):
    try:
        srv, _o = decode_nonnull_server(_d, _o)
        params, _o = decode_params(_d, _o, "params", 32)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("server_set_client_limits", _error) from None
    return new(ServerSetClientLimitsArgs, (srv, params, flags))


def _decode_connect_get_logging_outputs_args(_d, _o):
    try:
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_logging_outputs", _error) from None
    return new(ConnectGetLoggingOutputsArgs, (flags,))


def _encode_connect_get_logging_outputs_ret(outputs, noutputs):
    try:
        _s1 = outputs.encode()
        _n2 = len(_s1)
        if _n2 > 4194304 or 0 in _s1:
            unfit_text("outputs", _s1, 4194304)
        return b"".join((_p_I(_n2), _s1, PAD[_n2 & 3], _p_I(noutputs)))
    except UNFIT as _error:
        raise unencodable("admin", "connect_get_logging_outputs", "ret", (outputs, noutputs), _error) from None


def _decode_connect_get_logging_filters_args(_d, _o):
    try:
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_get_logging_filters", _error) from None
    return new(ConnectGetLoggingFiltersArgs, (flags,))


def _encode_connect_get_logging_filters_ret(filters, nfilters):
    try:
        if filters is None:
            _m1 = NIL
        else:
            _s2 = filters.encode()
            _n3 = len(_s2)
            if _n3 > 4194304 or 0 in _s2:
                unfit_text("filters", _s2, 4194304)
            _m1 = b"".join((PRESENT, _p_I(_n3), _s2, PAD[_n3 & 3]))
        return _m1 + _p_I(nfilters)
    except UNFIT as _error:
        raise unencodable("admin", "connect_get_logging_filters", "ret", (filters, nfilters), _error) from None


def _decode_connect_set_logging_outputs_args(_d, _o):
    try:
        (_n1,) = _u_I(_d, _o)
        _o += 4
        if _n1 == 1:
            (_n2,) = _u_I(_d, _o)
            _o += 4
            if _n2 > 4194304:
                bad_length("outputs", _n2, 4194304)
            _e = _o + _n2
            outputs = _d[_o:_e].decode()
            if "\0" in outputs:
                bad_nul("outputs")
            _o = _e + (-_n2 & 3)
        elif _n1 == 0:
            outputs = None
        else:
            bad_presence("outputs", _n1)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_set_logging_outputs", _error) from None
    return new(ConnectSetLoggingOutputsArgs, (outputs, flags))


def _decode_connect_set_logging_filters_args(_d, _o):
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
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_set_logging_filters", _error) from None
    return new(ConnectSetLoggingFiltersArgs, (filters, flags))


def _decode_server_update_tls_files_args(_d, _o):
    try:
        srv, _o = decode_nonnull_server(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("server_update_tls_files", _error) from None
    return new(ServerUpdateTlsFilesArgs, (srv, flags))


def _decode_connect_set_daemon_timeout_args(_d, _o):
    try:
        timeout, flags = _u_II(_d, _o)
        _o += 8
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_set_daemon_timeout", _error) from None
    return new(ConnectSetDaemonTimeoutArgs, (timeout, flags))


def _decode_connect_daemon_shutdown_args(_d, _o):
    try:
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("connect_daemon_shutdown", _error) from None
    return new(ConnectDaemonShutdownArgs, (flags,))


CODECS = {
    "connect_open": (_decode_connect_open_args, encode_void),
    "connect_close": (decode_void, encode_void),
    "connect_get_lib_version": (decode_void, _encode_connect_get_lib_version_ret),
    "connect_list_servers": (_decode_connect_list_servers_args, _encode_connect_list_servers_ret),
    "connect_lookup_server": (_decode_connect_lookup_server_args, _encode_connect_lookup_server_ret),
    "server_get_threadpool_parameters": (_decode_server_get_threadpool_parameters_args, _encode_server_get_threadpool_parameters_ret),
    "server_set_threadpool_parameters": (_decode_server_set_threadpool_parameters_args, encode_void),
    "server_list_clients": (_decode_server_list_clients_args, _encode_server_list_clients_ret),
    "server_lookup_client": (_decode_server_lookup_client_args, _encode_server_lookup_client_ret),
    "client_get_info": (_decode_client_get_info_args, _encode_client_get_info_ret),
    "client_close": (_decode_client_close_args, encode_void),
    "server_get_client_limits": (_decode_server_get_client_limits_args, _encode_server_get_client_limits_ret),
    "server_set_client_limits": (_decode_server_set_client_limits_args, encode_void),
    "connect_get_logging_outputs": (_decode_connect_get_logging_outputs_args, _encode_connect_get_logging_outputs_ret),
    "connect_get_logging_filters": (_decode_connect_get_logging_filters_args, _encode_connect_get_logging_filters_ret),
    "connect_set_logging_outputs": (_decode_connect_set_logging_outputs_args, encode_void),
    "connect_set_logging_filters": (_decode_connect_set_logging_filters_args, encode_void),
    "server_update_tls_files": (_decode_server_update_tls_files_args, encode_void),
    "connect_set_daemon_timeout": (_decode_connect_set_daemon_timeout_args, encode_void),
    "connect_daemon_shutdown": (_decode_connect_daemon_shutdown_args, encode_void),
}
