# Made from spec/admin.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol._generated.admin.handles import NonnullClient
from virtreach.protocol._generated.admin.handles import NonnullServer
from virtreach.protocol.procedure import Procedure

class ConnectGetLibVersionRet(NamedTuple):
    lib_ver: int

class ConnectListServersRet(NamedTuple):
    servers: list[tuple[str]]
    ret: int

class ConnectLookupServerRet(NamedTuple):
    srv: NonnullServer

class ServerGetThreadpoolParametersRet(NamedTuple):
    params: dict[str, int | float | bool | str]

class ServerListClientsRet(NamedTuple):
    clients: list[NonnullClient]
    ret: int

class ServerLookupClientRet(NamedTuple):
    clnt: NonnullClient

class ClientGetInfoRet(NamedTuple):
    params: dict[str, int | float | bool | str]

class ServerGetClientLimitsRet(NamedTuple):
    params: dict[str, int | float | bool | str]

class ConnectGetLoggingOutputsRet(NamedTuple):
    outputs: str
    noutputs: int

class ConnectGetLoggingFiltersRet(NamedTuple):
    filters: str | None
    nfilters: int

CONNECT_OPEN: Procedure[None]
CONNECT_CLOSE: Procedure[None]
CONNECT_GET_LIB_VERSION: Procedure[ConnectGetLibVersionRet]
CONNECT_LIST_SERVERS: Procedure[ConnectListServersRet]
CONNECT_LOOKUP_SERVER: Procedure[ConnectLookupServerRet]
SERVER_GET_THREADPOOL_PARAMETERS: Procedure[ServerGetThreadpoolParametersRet]
SERVER_SET_THREADPOOL_PARAMETERS: Procedure[None]
SERVER_LIST_CLIENTS: Procedure[ServerListClientsRet]
SERVER_LOOKUP_CLIENT: Procedure[ServerLookupClientRet]
CLIENT_GET_INFO: Procedure[ClientGetInfoRet]
CLIENT_CLOSE: Procedure[None]
SERVER_GET_CLIENT_LIMITS: Procedure[ServerGetClientLimitsRet]
SERVER_SET_CLIENT_LIMITS: Procedure[None]
CONNECT_GET_LOGGING_OUTPUTS: Procedure[ConnectGetLoggingOutputsRet]
CONNECT_GET_LOGGING_FILTERS: Procedure[ConnectGetLoggingFiltersRet]
CONNECT_SET_LOGGING_OUTPUTS: Procedure[None]
CONNECT_SET_LOGGING_FILTERS: Procedure[None]
SERVER_UPDATE_TLS_FILES: Procedure[None]
CONNECT_SET_DAEMON_TIMEOUT: Procedure[None]
CONNECT_DAEMON_SHUTDOWN: Procedure[None]
