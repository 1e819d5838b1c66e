"""The admin program: each procedure in terms of the desk, with the errors that libvirtd has.

Sources: libvirt ``src/admin/admin_server_dispatch.c``, ``src/admin/admin_server.c``, ``src/rpc/virnetdaemon.c``
(`virNetDaemonGetServer`), ``src/rpc/virnetserver.c`` (`virNetServerGetClient`).
"""

from __future__ import annotations

from virtreach.daemon.parameters import check_params
from virtreach.daemon.wording import NONE, RPC, bad_argument, check_flags, fault, internal
from virtreach.errors import LibvirtError, UsageError, VirtreachError
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any, TypeAlias

    from virtreach.daemon.desk import ClientRecord, DaemonDesk, ServerDesk
    from virtreach.protocol.procedure import Procedure

    Handler: TypeAlias = Callable[[DaemonDesk, Any], Awaitable[tuple[Any, ...]]]

__all__ = ["VERSION", "answer"]

VERSION = 11_003_000
"""The version of libvirt whose admin program this is, as libvirt writes versions."""

_ADMIN = C.VIR_FROM_ADMIN
_CLIENTS_MAX = 16_384
_TRANSPORTS = {"unix": 0, "tcp": 1, "tls": 2}
_POOL = {"minWorkers": "least", "maxWorkers": "most", "prioWorkers": "priority"}
_LIMITS = {"nclients_max": "max_clients", "nclients_unauth_max": "max_strangers"}


async def answer(desk: DaemonDesk, procedure: Procedure[Any], args: Any) -> bytes:
    """Carry a call out.

    Args:
        desk: what can be done.
        procedure: of the admin program; not ``connect_close``.
        args: its arguments, or None when it has none.

    Returns:
        The body of the reply.

    Raises:
        LibvirtError: the answer is this error.
    """
    try:
        ret = await _HANDLERS[procedure.name](desk, args)
    except LibvirtError:
        raise
    except UsageError as error:
        raise bad_argument(str(error), domain=_ADMIN) from None
    except VirtreachError as error:
        raise internal(str(error), domain=_ADMIN) from None
    return procedure.encode_ret(*ret)


def _server(desk: DaemonDesk, name: str) -> ServerDesk:
    found = desk.servers.get(name)
    if found is None:
        raise fault(C.VIR_ERR_NO_SERVER, f"No server named '{name}'", domain=RPC)
    return found


def _asked(desk: DaemonDesk, args: Any, function: str) -> ServerDesk:
    """The server that the arguments name, after a look at their flags."""
    server = _server(desk, args.srv.name)
    check_flags(args.flags, 0, function, domain=_ADMIN)
    return server


def _no_client(number: int) -> LibvirtError:
    return fault(C.VIR_ERR_NO_CLIENT, f"No client with matching ID '{number}'", domain=RPC)


def _handle(server: str, client: ClientRecord) -> tuple[Any, ...]:
    """A client as the wire has it."""
    return ((server,), client.number, client.since, _TRANSPORTS[client.transport])


# The daemon.


async def _open(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    check_flags(args.flags, 0, "adminDispatchConnectOpen", domain=_ADMIN)
    return ()


async def _version(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    return (VERSION,)


async def _list_servers(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    check_flags(args.flags, 0, "adminConnectListServers", domain=_ADMIN)
    names = [(name,) for name in desk.servers]
    return (names if args.need_results else [], len(names))


async def _lookup_server(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    check_flags(args.flags, 0, "adminConnectLookupServer", domain=_ADMIN)
    _server(desk, args.name)
    return ((args.name,),)


async def _log_outputs(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    check_flags(args.flags, 0, "adminConnectGetLoggingOutputs", domain=_ADMIN)
    text = await desk.log_outputs()
    return (text, len(text.split()))


async def _log_filters(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    check_flags(args.flags, 0, "adminConnectGetLoggingFilters", domain=_ADMIN)
    text = await desk.log_filters()
    return (text or None, len(text.split()))


async def _set_log_outputs(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    check_flags(args.flags, 0, "adminConnectSetLoggingOutputs", domain=_ADMIN)
    await desk.set_log_outputs(args.outputs or "")
    return ()


async def _set_log_filters(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    check_flags(args.flags, 0, "adminConnectSetLoggingFilters", domain=_ADMIN)
    await desk.set_log_filters(args.filters or "")
    return ()


async def _set_timeout(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    check_flags(args.flags, 0, "adminConnectSetDaemonTimeout", domain=_ADMIN)
    await desk.set_timeout(args.timeout)
    return ()


async def _shutdown(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    check_flags(args.flags, 0, "adminConnectDaemonShutdown", domain=_ADMIN)
    await desk.shutdown()
    return ()


# Its servers.


async def _pool(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    pool = await _asked(desk, args, "adminServerGetThreadPoolParameters").pool()
    params = {
        "minWorkers": pool.least,
        "maxWorkers": pool.most,
        "nWorkers": pool.running,
        "freeWorkers": pool.free,
        "prioWorkers": pool.priority,
        "jobQueueDepth": pool.waiting,
    }
    return (params,)


async def _set_pool(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    server = _asked(desk, args, "adminServerSetThreadPoolParameters")
    check_params(args.params, _POOL)
    try:
        await server.set_pool(**{_POOL[name]: value for name, value in args.params.items()})
    except UsageError as error:
        raise bad_argument(str(error), domain=NONE) from None
    return ()


async def _limits(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    limits = await _asked(desk, args, "adminServerGetClientLimits").limits()
    params = {
        "nclients_max": limits.max_clients,
        "nclients": limits.clients,
        "nclients_unauth_max": limits.max_strangers,
        "nclients_unauth": limits.strangers,
    }
    return (params,)


async def _set_limits(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    server = _asked(desk, args, "adminServerSetClientLimits")
    check_params(args.params, _LIMITS)
    try:
        await server.set_limits(**{_LIMITS[name]: value for name, value in args.params.items()})
    except UsageError as error:
        raise bad_argument(str(error), domain=RPC) from None
    return ()


async def _update_tls(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    server = _asked(desk, args, "adminServerUpdateTlsFiles")
    try:
        await server.update_tls()
    except VirtreachError as error:
        raise internal(str(error), domain=RPC) from None
    return ()


# Their clients.


async def _list_clients(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    clients = await _asked(desk, args, "adminServerListClients").clients()
    if not args.need_results:
        return ([], len(clients))
    if len(clients) > _CLIENTS_MAX:
        raise internal(f"Too many clients '{len(clients)}' for limit '{_CLIENTS_MAX}'", domain=_ADMIN)
    return ([_handle(args.srv.name, client) for client in clients], len(clients))


async def _lookup_client(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    client = await _asked(desk, args, "adminServerLookupClient").client(args.id)
    if client is None:
        raise _no_client(args.id)
    return (_handle(args.srv.name, client),)


async def _client_info(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    server = _server(desk, args.clnt.srv.name)
    client = await server.client(args.clnt.id)
    if client is None:
        detail = f"no client with matching id '{args.clnt.id}' found"
        raise fault(C.VIR_ERR_NO_CLIENT, detail, domain=_ADMIN)
    check_flags(args.flags, 0, "adminClientGetInfo", domain=_ADMIN)
    params: dict[str, Any] = {"readonly": client.readonly}
    if client.user:
        params["sasl_user_name"] = client.user
    if client.transport != "unix":
        params["sock_addr"] = client.address
        if client.distinguished_name:
            params["tls_x509_dname"] = client.distinguished_name
    else:
        params["unix_user_id"] = client.uid
        params["unix_user_name"] = _user_name(client.uid)
        params["unix_group_id"] = client.gid
        params["unix_group_name"] = _group_name(client.gid)
        params["unix_process_id"] = client.pid
    return (params,)


def _user_name(uid: int) -> str:
    from pwd import getpwuid

    try:
        return getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _group_name(gid: int) -> str:
    from grp import getgrgid

    try:
        return getgrgid(gid).gr_name
    except KeyError:
        return str(gid)


async def _close_client(desk: DaemonDesk, args: Any) -> tuple[Any, ...]:
    server = _server(desk, args.clnt.srv.name)
    check_flags(args.flags, 0, "adminClientClose", domain=_ADMIN)
    if not await server.close_client(args.clnt.id, "an administrator wants so"):
        raise _no_client(args.clnt.id)
    return ()


_HANDLERS: dict[str, Handler] = {
    "connect_open": _open,
    "connect_get_lib_version": _version,
    "connect_list_servers": _list_servers,
    "connect_lookup_server": _lookup_server,
    "server_get_threadpool_parameters": _pool,
    "server_set_threadpool_parameters": _set_pool,
    "server_list_clients": _list_clients,
    "server_lookup_client": _lookup_client,
    "client_get_info": _client_info,
    "client_close": _close_client,
    "server_get_client_limits": _limits,
    "server_set_client_limits": _set_limits,
    "connect_get_logging_outputs": _log_outputs,
    "connect_get_logging_filters": _log_filters,
    "connect_set_logging_outputs": _set_log_outputs,
    "connect_set_logging_filters": _set_log_filters,
    "server_update_tls_files": _update_tls,
    "connect_set_daemon_timeout": _set_timeout,
    "connect_daemon_shutdown": _shutdown,
}
