"""The driver that a setting names: `remote_filesystem_transport`."""

from __future__ import annotations

import os

from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from virtreach.files.base import RemoteFilesystem
    from virtreach.files.connections import SSHConnections

__all__ = ["DEFAULT_TRANSPORT", "SETTING", "TRANSPORTS", "VARIABLE", "chosen_transport", "remote_filesystem"]

SETTING = "remote_filesystem_transport"
"""The setting's name, in a configuration and in a cluster's settings."""
VARIABLE = "VIRTREACH_REMOTE_FILESYSTEM_TRANSPORT"
"""The environment variable of the same meaning."""
TRANSPORTS = ("ssh", "rsync", "sftp")
DEFAULT_TRANSPORT = "ssh"


def chosen_transport(
    asked: str | None = None, *settings: Mapping[str, object], environment: Mapping[str, str] | None = None
) -> str:
    """Return the driver's name: what is asked for, else the first settings that say one, else the environment.

    Args:
        asked: as given with ``--transport``; None when nothing was.
        settings: mappings that may hold `remote_filesystem_transport`, the nearest first: a cluster's, then
            the configuration's.
        environment: this process's unless given.

    Raises:
        UsageError: it is none of `TRANSPORTS`.
    """
    given: object = asked
    for mapping in settings:
        given = mapping.get(SETTING) if given is None else given
    if given is None:
        given = (os.environ if environment is None else environment).get(VARIABLE) or DEFAULT_TRANSPORT
    if not isinstance(given, str) or given not in TRANSPORTS:
        raise UsageError(f"{SETTING} {given!r} is not one of {', '.join(TRANSPORTS)}")
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

    Raises:
        UsageError: the transport is unknown, a name cannot be one, or the driver cannot use such `connections`.
    """
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
