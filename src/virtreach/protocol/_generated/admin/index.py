"""Which module holds which procedure of the admin program."""
# Made from spec/admin.spec by: python tools/generate.py
# Do not edit.

NUMBER = 110102160
VERSION = 1

FAMILIES = {
    "CONNECT_OPEN": "procedures",
    "CONNECT_CLOSE": "procedures",
    "CONNECT_GET_LIB_VERSION": "procedures",
    "CONNECT_LIST_SERVERS": "procedures",
    "CONNECT_LOOKUP_SERVER": "procedures",
    "SERVER_GET_THREADPOOL_PARAMETERS": "procedures",
    "SERVER_SET_THREADPOOL_PARAMETERS": "procedures",
    "SERVER_LIST_CLIENTS": "procedures",
    "SERVER_LOOKUP_CLIENT": "procedures",
    "CLIENT_GET_INFO": "procedures",
    "CLIENT_CLOSE": "procedures",
    "SERVER_GET_CLIENT_LIMITS": "procedures",
    "SERVER_SET_CLIENT_LIMITS": "procedures",
    "CONNECT_GET_LOGGING_OUTPUTS": "procedures",
    "CONNECT_GET_LOGGING_FILTERS": "procedures",
    "CONNECT_SET_LOGGING_OUTPUTS": "procedures",
    "CONNECT_SET_LOGGING_FILTERS": "procedures",
    "SERVER_UPDATE_TLS_FILES": "procedures",
    "CONNECT_SET_DAEMON_TIMEOUT": "procedures",
    "CONNECT_DAEMON_SHUTDOWN": "procedures",
}
