"""The daemon's administration: every method against its procedure's codec."""

from __future__ import annotations

from typing import Any

import pytest

from tests.aio.objects.fake import Case, FakeConnection
from virtreach.aio.objects.admin import AdminClient, AdminDaemon, AdminServer, AdminServers

REF = ("libvirtd",)
SERVER = ("AdminServer", REF)
CLIENT = (REF, 2**40, 1_700_000_000, 2)
CLIENT_HANDLE = ("AdminClient", CLIENT)

CLIENT_CASES = [
    Case(
        "info",
        lambda c: c.info(),
        "admin.client_get_info",
        (CLIENT, 0),
        ({"readonly": False, "sock_addr": "127.0.0.1:16514"},),
        {"readonly": False, "sock_addr": "127.0.0.1:16514"},
    ),
    Case("close", lambda c: c.close(), "admin.client_close", (CLIENT, 0)),
]

SERVER_CASES = [
    Case(
        "clients",
        lambda s: s.clients(),
        "admin.server_list_clients",
        (REF, 1, 0),
        ([CLIENT], 1),
        [CLIENT_HANDLE],
    ),
    Case(
        "lookup_client",
        lambda s: s.lookup_client(2**40),
        "admin.server_lookup_client",
        (REF, 2**40, 0),
        (CLIENT,),
        CLIENT_HANDLE,
    ),
    Case(
        "threadpool",
        lambda s: s.threadpool(),
        "admin.server_get_threadpool_parameters",
        (REF, 0),
        ({"minWorkers": 5},),
        {"minWorkers": 5},
    ),
    Case(
        "set_threadpool",
        lambda s: s.set_threadpool({"maxWorkers": 9}),
        "admin.server_set_threadpool_parameters",
        (REF, {"maxWorkers": 9}, 0),
    ),
    Case(
        "client_limits",
        lambda s: s.client_limits(),
        "admin.server_get_client_limits",
        (REF, 0),
        ({"nclients_max": 5000},),
        {"nclients_max": 5000},
    ),
    Case(
        "set_client_limits",
        lambda s: s.set_client_limits({"nclients_max": 10}),
        "admin.server_set_client_limits",
        (REF, {"nclients_max": 10}, 0),
    ),
    Case("update_tls_files", lambda s: s.update_tls_files(), "admin.server_update_tls_files", (REF, 0)),
]

SERVERS_CASES = [
    Case("list", lambda s: s.list(), "admin.connect_list_servers", (1, 0), ([REF], 1), [SERVER]),
    Case(
        "lookup_by_name",
        lambda s: s.lookup_by_name("libvirtd"),
        "admin.connect_lookup_server",
        ("libvirtd", 0),
        (REF,),
        SERVER,
    ),
]

DAEMON_CASES = [
    Case(
        "library_version",
        lambda d: d.library_version(),
        "admin.connect_get_lib_version",
        (),
        (9_000_000,),
        9_000_000,
    ),
    Case(
        "log_outputs",
        lambda d: d.log_outputs(),
        "admin.connect_get_logging_outputs",
        (0,),
        ("1:stderr", 1),
        "1:stderr",
    ),
    Case(
        "set_log_outputs",
        lambda d: d.set_log_outputs(None),
        "admin.connect_set_logging_outputs",
        (None, 0),
    ),
    Case(
        "log_filters",
        lambda d: d.log_filters(),
        "admin.connect_get_logging_filters",
        (0,),
        ("1:rpc", 1),
        "1:rpc",
    ),
    Case(
        "no log_filters", lambda d: d.log_filters(), "admin.connect_get_logging_filters", (0,), (None, 0), ""
    ),
    Case(
        "set_log_filters",
        lambda d: d.set_log_filters("1:rpc"),
        "admin.connect_set_logging_filters",
        ("1:rpc", 0),
    ),
    Case("set_timeout", lambda d: d.set_timeout(60), "admin.connect_set_daemon_timeout", (60, 0)),
    Case("shutdown", lambda d: d.shutdown(flags=1), "admin.connect_daemon_shutdown", (1,)),
]


def server(connection: Any) -> AdminServer:
    """The server under test."""
    return AdminServer._one(connection, REF)


def client(connection: Any) -> AdminClient:
    """The client under test."""
    return AdminClient._one(connection, CLIENT)


@pytest.mark.parametrize("case", CLIENT_CASES, ids=lambda case: case.name)
async def test_client(case: Case) -> None:
    """A client's method sends the right call."""
    await case.check(client)


@pytest.mark.parametrize("case", SERVER_CASES, ids=lambda case: case.name)
async def test_server(case: Case) -> None:
    """A server's method sends the right call."""
    await case.check(server)


@pytest.mark.parametrize("case", SERVERS_CASES, ids=lambda case: case.name)
async def test_servers(case: Case) -> None:
    """The collection's method sends the right call."""
    await case.check(AdminServers)


@pytest.mark.parametrize("case", DAEMON_CASES, ids=lambda case: case.name)
async def test_daemon(case: Case) -> None:
    """The daemon's method sends the right call."""
    await case.check(AdminDaemon)


def test_handles() -> None:
    """Handles know what they name; a client is known by its server and its number."""
    connection: Any = FakeConnection()
    one = client(connection)
    assert (one.id, one.timestamp, one.transport) == CLIENT[1:]
    assert one.server == server(connection)
    assert one == AdminClient._one(connection, (REF, 2**40, 0, 0))
    assert repr(one) == f"<AdminClient {2**40} of 'libvirtd'>"
    assert server(connection).name == "libvirtd"
