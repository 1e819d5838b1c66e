# Made from spec/admin.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.admin.handles import NonnullClient
from virtreach.protocol._generated.admin.handles import NonnullServer

class ConnectOpenArgs(NamedTuple):
    flags: int

class ConnectListServersArgs(NamedTuple):
    need_results: int
    flags: int

class ConnectLookupServerArgs(NamedTuple):
    name: str
    flags: int

class ServerGetThreadpoolParametersArgs(NamedTuple):
    srv: NonnullServer
    flags: int

class ServerSetThreadpoolParametersArgs(NamedTuple):
    srv: NonnullServer
    params: dict[str, int | float | bool | str]
    flags: int

class ServerListClientsArgs(NamedTuple):
    srv: NonnullServer
    need_results: int
    flags: int

class ServerLookupClientArgs(NamedTuple):
    srv: NonnullServer
    id: int
    flags: int

class ClientGetInfoArgs(NamedTuple):
    clnt: NonnullClient
    flags: int

class ClientCloseArgs(NamedTuple):
    clnt: NonnullClient
    flags: int

class ServerGetClientLimitsArgs(NamedTuple):
    srv: NonnullServer
    flags: int

class ServerSetClientLimitsArgs(NamedTuple):
    srv: NonnullServer
    params: dict[str, int | float | bool | str]
    flags: int

class ConnectGetLoggingOutputsArgs(NamedTuple):
    flags: int

class ConnectGetLoggingFiltersArgs(NamedTuple):
    flags: int

class ConnectSetLoggingOutputsArgs(NamedTuple):
    outputs: str | None
    flags: int

class ConnectSetLoggingFiltersArgs(NamedTuple):
    filters: str | None
    flags: int

class ServerUpdateTlsFilesArgs(NamedTuple):
    srv: NonnullServer
    flags: int

class ConnectSetDaemonTimeoutArgs(NamedTuple):
    timeout: int
    flags: int

class ConnectDaemonShutdownArgs(NamedTuple):
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
