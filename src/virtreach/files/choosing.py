"""The driver that a setting names: `remote_filesystem_transport`."""

from __future__ import annotations

import os

from virtreach.conf.nodes import FILE_TRANSPORTS as TRANSPORTS
from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from virtreach.conf.inventory import Inventory
    from virtreach.files.base import RemoteFilesystem
    from virtreach.files.connections import SSHConnections

__all__ = ["DEFAULT_TRANSPORT", "SETTING", "TRANSPORTS", "VARIABLE", "chosen_transport", "remote_filesystem"]

SETTING = "remote_filesystem_transport"
"""The setting's name, in a configuration and in a cluster's settings."""
VARIABLE = "VIRTREACH_REMOTE_FILESYSTEM_TRANSPORT"
"""The environment variable of the same meaning."""
DEFAULT_TRANSPORT = "ssh"


def chosen_transport(
    asked: str | None = None, *settings: Mapping[str, object], environment: Mapping[str, str] | None = None
) -> str:
    """Return the driver's name.

    It is what is asked for, else what the first settings that have one say, else the environment, else the user's
    ``libvirt.conf``.

    Args:
        asked: as given with ``--transport``; None when nothing was.
        settings: mappings that may hold `remote_filesystem_transport`, the nearest first: a cluster's, then
            those of a program.
        environment: this process's unless given.

    Raises:
        UsageError: it is none of `TRANSPORTS`.
        ConfigError: ``libvirt.conf`` cannot be read.
    """
    given: object = asked
    where = ""
    for mapping in settings:
        given = mapping.get(SETTING) if given is None else given
    if given is None:
        from virtreach.conf.client import ClientConf, config_path

        environment = os.environ if environment is None else environment
        given = environment.get(VARIABLE)
        where = f" (from {VARIABLE})"
        if not given:
            conf = ClientConf(path=config_path(environment, os.geteuid()), environment=environment)
            given = conf.string(SETTING) or DEFAULT_TRANSPORT
            where = f" (from {conf.path})"
    if not isinstance(given, str) or given not in TRANSPORTS:
        raise UsageError(f"{SETTING} {given!r}{where} is not one of {', '.join(TRANSPORTS)}")
    return given


def remote_filesystem(
    host: str,
    transport: str | None = None,
    *settings: Mapping[str, object],
    root: bytes | str = b"/",
    timeout: float | None = None,
    user: str | None = None,
    port: int | None = None,
    keyfile: str | None = None,
    config: str | None = None,
    jump: str | None = None,
    connect_timeout: float = 30.0,
    connections: SSHConnections | None = None,
    inventory: Inventory | str | None = None,
) -> RemoteFilesystem:
    """Make the file system of a host; nothing is opened yet.

    Args:
        host: name, address or alias, as OpenSSH's configuration has it.
        transport, settings: see `chosen_transport`.
        root: paths have to be below it.
        timeout: seconds for each operation; None for no limit.
        user, port, keyfile: what the configuration does not say, or says otherwise.
        config: a configuration file of OpenSSH's to use instead of the user's.
        jump: hosts to go through, ``user@host:port`` with commas between.
        connect_timeout: seconds.
        connections: how the host is reached, in place of OpenSSH's configuration; see `virtreach.files.connections`: a
            route through proxies (`RouteSSH`, `NodeSSH`), or for the sftp driver a connection that is open already
            (`GivenSSH`). `host` is then a name for people, and the login's settings are the route's.
        inventory: one that was read, or its file: `host` is then its NODE or CLUSTER/NODE, reached through its proxies,
            and its cluster's `remote_filesystem_transport` comes after `transport`.

    Raises:
        UsageError: the transport is unknown, a name cannot be one, the inventory has no such node, a login is given
            beside an inventory, or the driver cannot use such `connections`.
        ConfigError: the inventory cannot be read.
    """
    if inventory is not None:
        if any(one is not None for one in (user, port, keyfile, config, jump, connections)):
            raise UsageError(
                "the inventory says how its nodes are reached; give no user, port, key or jump host"
            )
        from virtreach.conf.inventory import Inventory
        from virtreach.files.connections import inventory_route

        read = Inventory.load(inventory) if isinstance(inventory, str) else inventory
        node = read.node(host)
        host, connections = node.name, inventory_route(read, node)
        settings = ({SETTING: read.cluster(node.cluster).files}, *settings)
    name = chosen_transport(transport, *settings)
    if name == "sftp":
        from virtreach.files.connections import openssh_route
        from virtreach.files.sftp import SftpRemoteFilesystem

        if connections is None:
            connections = openssh_route(
                host,
                user=user,
                port=port,
                keyfile=keyfile,
                config=config,
                jump=jump,
                connect_timeout=connect_timeout,
            )
        return SftpRemoteFilesystem(host, root=root, timeout=timeout, connections=connections)
    from virtreach.files.connections import SSHRoute
    from virtreach.files.ssh_link import SSHLink

    if connections is None:
        link = SSHLink(
            host,
            user=user,
            port=port,
            keyfile=keyfile,
            config=config,
            jump=jump,
            connect_timeout=connect_timeout,
        )
    elif isinstance(connections, SSHRoute):
        link = SSHLink(host, connect_timeout=connect_timeout, route=connections)
    else:
        raise UsageError(
            f"the driver {name!r} runs the ssh command, which can take a route of this process but no login of it"
        )
    if name == "rsync":
        from virtreach.files.rsync import RsyncRemoteFilesystem

        return RsyncRemoteFilesystem(host, root=root, timeout=timeout, link=link)
    from virtreach.files.ssh import SshRemoteFilesystem

    return SshRemoteFilesystem(host, root=root, timeout=timeout, link=link)
