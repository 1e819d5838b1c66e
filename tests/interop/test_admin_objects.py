"""Everything that an administration connection can do, on a daemon that may be ill-treated."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

import virtreach
from tests.interop.lab.daemon import Daemon
from virtreach import aio
from virtreach.errors import TransportError
from virtreach.errors import libvirt as errors


def admin_uri(daemon: Daemon) -> str:
    return f"libvirtd:///system?socket={daemon.socket_admin}"


def test_logs(make_daemon: Callable[..., Daemon]) -> None:
    """What is logged, and where, can be read and changed."""
    daemon = make_daemon()
    with virtreach.connect_admin(admin_uri(daemon)) as admin:
        assert admin.daemon.library_version() >= 9_000_000
        assert admin.daemon.log_filters() == ""
        admin.daemon.set_log_filters("1:vr_nonsense 3:vr_other")
        assert admin.daemon.log_filters().split() == ["1:*vr_nonsense*", "3:*vr_other*"]
        admin.daemon.set_log_filters(None)
        assert admin.daemon.log_filters() == ""
        outputs = admin.daemon.log_outputs()
        assert str(daemon.directory) in outputs
        admin.daemon.set_log_outputs(f"1:file:{daemon.directory}/other.log")
        assert admin.daemon.log_outputs() == f"1:file:{daemon.directory}/other.log"
        with pytest.raises(errors.LibvirtError):
            admin.daemon.set_log_outputs("nonsense")


def test_workers_and_limits(make_daemon: Callable[..., Daemon]) -> None:
    """How many workers and clients there may be can be read and changed."""
    with virtreach.connect_admin(admin_uri(make_daemon())) as admin:
        server = admin.servers.lookup_by_name("libvirtd")
        assert server in admin.servers.list()
        server.set_threadpool({"minWorkers": 2, "maxWorkers": 7, "prioWorkers": 1})
        # Workers that are too many leave when they wake up, so the last figure takes its time.
        ends = time.monotonic() + 10
        while (pool := server.threadpool())["prioWorkers"] != 1 and time.monotonic() < ends:
            time.sleep(0.01)
        assert (pool["minWorkers"], pool["maxWorkers"], pool["prioWorkers"]) == (2, 7, 1)
        assert {"nWorkers", "freeWorkers", "jobQueueDepth"} <= pool.keys()
        server.set_client_limits({"nclients_max": 70, "nclients_unauth_max": 30})
        limits = server.client_limits()
        assert (limits["nclients_max"], limits["nclients_unauth_max"]) == (70, 30)
        with pytest.raises(errors.ArgumentUnsupported):
            server.set_threadpool({"nonsense": 2})
        with pytest.raises(errors.NoServer):
            admin.servers.lookup_by_name("nonsense")
        with pytest.raises(errors.NoClient):
            server.lookup_client(4711)


def test_clients_can_be_thrown_out(make_daemon: Callable[..., Daemon]) -> None:
    """A client is seen, described, and cut off."""
    daemon = make_daemon()
    uri = admin_uri(daemon)
    with virtreach.connect_admin(uri) as admin, virtreach.connect(daemon.uri(), readonly=True) as other:
        server = admin.servers.lookup_by_name("libvirtd")
        (client,) = server.clients()
        assert server.lookup_client(client.id) == client
        assert client.server == server
        assert client.transport == 0
        assert client.timestamp > 1_600_000_000
        info = client.info()
        assert info["readonly"] is True
        assert {"unix_user_id", "unix_group_name", "unix_process_id"} <= info.keys()
        client.close()
        with pytest.raises(TransportError):
            other.host.hostname()
        assert server.clients() == []


def test_timeout(make_daemon: Callable[..., Daemon]) -> None:
    """The daemon's own time limit is set; an end at once needs libvirt 11.2."""
    with virtreach.connect_admin(admin_uri(make_daemon())) as admin:
        admin.daemon.set_timeout(3600)
        admin.daemon.set_timeout(0)
        if admin.daemon.library_version() < 11_002_000:
            with pytest.raises(errors.Rpc):
                admin.daemon.shutdown()


def test_certificates_are_read_anew(open_daemon: Daemon) -> None:
    """The asyncio client asks a server with TLS to read its files again, and one without says so."""

    async def asking() -> None:
        async with await aio.connect_admin(admin_uri(open_daemon)) as admin:
            server = await admin.servers.lookup_by_name("libvirtd")
            # It looks in libvirt's default places then, not in those of its configuration.
            with pytest.raises(errors.SystemCallFailed, match="CA certificate"):
                await server.update_tls_files()
            with pytest.raises(errors.InternalError):
                await (await admin.servers.lookup_by_name("admin")).update_tls_files()

    asyncio.run(asking())
