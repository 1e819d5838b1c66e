"""The procedures of the admin program by number."""
# Made from spec/admin.spec by: python tools/generate.py
# Do not edit.

# number: name, kind, readonly class, stream
TABLE: dict[int, tuple[str, str, str, str]] = {
    1: ('connect_open', 'call', 'deny', ''),
    2: ('connect_close', 'call', 'deny', ''),
    3: ('connect_get_lib_version', 'call', 'deny', ''),
    4: ('connect_list_servers', 'call', 'deny', ''),
    5: ('connect_lookup_server', 'call', 'deny', ''),
    6: ('server_get_threadpool_parameters', 'call', 'deny', ''),
    7: ('server_set_threadpool_parameters', 'call', 'deny', ''),
    8: ('server_list_clients', 'call', 'deny', ''),
    9: ('server_lookup_client', 'call', 'deny', ''),
    10: ('client_get_info', 'call', 'deny', ''),
    11: ('client_close', 'call', 'deny', ''),
    12: ('server_get_client_limits', 'call', 'deny', ''),
    13: ('server_set_client_limits', 'call', 'deny', ''),
    14: ('connect_get_logging_outputs', 'call', 'deny', ''),
    15: ('connect_get_logging_filters', 'call', 'deny', ''),
    16: ('connect_set_logging_outputs', 'call', 'deny', ''),
    17: ('connect_set_logging_filters', 'call', 'deny', ''),
    18: ('server_update_tls_files', 'call', 'deny', ''),
    19: ('connect_set_daemon_timeout', 'call', 'deny', ''),
    20: ('connect_daemon_shutdown', 'call', 'deny', ''),
}
