"""The types of the admin program, as the spec spells them."""
# Made from spec/admin.spec by: python tools/generate.py
# Do not edit.

CONSTANTS: dict[str, int] = {
    "STRING_MAX": 4194304,
    "SERVER_LIST_MAX": 16384,
    "SERVER_THREADPOOL_PARAMETERS_MAX": 32,
    "CLIENT_LIST_MAX": 16384,
    "CLIENT_INFO_PARAMETERS_MAX": 64,
    "SERVER_CLIENT_LIMITS_MAX": 32,
}

STRUCTS: dict[str, str] = {
    "nonnull_server": "name nonnull_string",
    "nonnull_client": "srv nonnull_server, id uhyper, timestamp hyper, transport uint",
}

ENUMS: dict[str, dict[str, int]] = {
}

ARGS: dict[str, str] = {
    "connect_open": "flags uint",
    "connect_list_servers": "need_results uint, flags uint",
    "connect_lookup_server": "name nonnull_string, flags uint",
    "server_get_threadpool_parameters": "srv nonnull_server, flags uint",
    "server_set_threadpool_parameters": "srv nonnull_server, params typed_param<SERVER_THREADPOOL_PARAMETERS_MAX>, flags uint",
    "server_list_clients": "srv nonnull_server, need_results uint, flags uint",
    "server_lookup_client": "srv nonnull_server, id uhyper, flags uint",
    "client_get_info": "clnt nonnull_client, flags uint",
    "client_close": "clnt nonnull_client, flags uint",
    "server_get_client_limits": "srv nonnull_server, flags uint",
    "server_set_client_limits": "srv nonnull_server, params typed_param<SERVER_CLIENT_LIMITS_MAX>, flags uint",
    "connect_get_logging_outputs": "flags uint",
    "connect_get_logging_filters": "flags uint",
    "connect_set_logging_outputs": "outputs nonnull_string?, flags uint",
    "connect_set_logging_filters": "filters nonnull_string?, flags uint",
    "server_update_tls_files": "srv nonnull_server, flags uint",
    "connect_set_daemon_timeout": "timeout uint, flags uint",
    "connect_daemon_shutdown": "flags uint",
}

RETS: dict[str, str] = {
    "connect_get_lib_version": "lib_ver uhyper",
    "connect_list_servers": "servers nonnull_server<SERVER_LIST_MAX>, ret uint",
    "connect_lookup_server": "srv nonnull_server",
    "server_get_threadpool_parameters": "params typed_param<SERVER_THREADPOOL_PARAMETERS_MAX>",
    "server_list_clients": "clients nonnull_client<CLIENT_LIST_MAX>, ret uint",
    "server_lookup_client": "clnt nonnull_client",
    "client_get_info": "params typed_param<CLIENT_INFO_PARAMETERS_MAX>",
    "server_get_client_limits": "params typed_param<SERVER_CLIENT_LIMITS_MAX>",
    "connect_get_logging_outputs": "outputs nonnull_string, noutputs uint",
    "connect_get_logging_filters": "filters nonnull_string?, nfilters uint",
}
