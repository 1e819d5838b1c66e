"""The administration connection, against a daemon that other clients use at the same time."""

from __future__ import annotations

import virtreach
from tests.interop.lab.daemon import Daemon


def test_servers_and_clients(test_daemon: Daemon) -> None:
    uri = f"libvirtd:///system?socket={test_daemon.socket_admin}"
    with virtreach.connect(test_daemon.uri()) as other, virtreach.connect_admin(uri) as admin:
        other.host.hostname()
        servers = {server.name: server for server in admin.servers.list()}
        assert {"libvirtd", "admin"} <= servers.keys()
        server = servers["libvirtd"]
        clients = server.clients()
        assert clients
        assert server.client_limits()["nclients"] == len(clients)
        assert server.threadpool()["maxWorkers"] >= 1
