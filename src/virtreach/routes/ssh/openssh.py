"""The user's OpenSSH configuration as chains: what ``ssh HOST`` would do, done in process.

Heeded: Host, Match and Include; HostName, Port, User, IdentityFile, CertificateFile, IdentityAgent, IdentitiesOnly,
ProxyJump, ProxyCommand, HostKeyAlias, UserKnownHostsFile, GlobalKnownHostsFile, ConnectTimeout, ServerAliveInterval and
ServerAliveCountMax. StrictHostKeyChecking is always ``yes`` here. Keys that need a passphrase are left to the agent.
Source: ssh_config(5).
"""

from __future__ import annotations

import getpass
import os
from typing import TYPE_CHECKING

from virtreach.conf.jump import check_host, check_user, parse_jump
from virtreach.errors import ConfigError, UsageError
from virtreach.errors.text import printable
from virtreach.routes.ssh.extra import asyncssh
from virtreach.routes.ssh.hop import DEFAULT_PORT, Chain, CommandHop, Hop
from virtreach.routes.ssh.host_keys import HostKeys

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

__all__ = ["FILES", "jump_chain", "openssh_chain", "parse_jump"]

FILES = ("~/.ssh/config", "/etc/ssh/ssh_config")
"""Where the user's and the machine's configuration are; what the first says wins. Either may be missing."""
_NONE = "none"
"""No configuration at all, as with ``ssh -F none``."""
_DEEPEST = 16


def jump_chain(jump: str, *, files: Sequence[str] = FILES) -> Chain:
    """Return the chain through jump hosts; each may be an alias of the configuration.

    As with ``ssh -J``, what the configuration says about the way to the first of them is heeded.
    """
    hosts = parse_jump(jump)
    user, host, port = hosts[0]
    chain = openssh_chain(host, user=user, port=port, files=files)
    for user, host, port in hosts[1:]:
        chain = chain.then(_hop(host, user, port, files)[0])
    return chain


def openssh_chain(
    host: str,
    *,
    user: str | None = None,
    port: int | None = None,
    jump: str | None = None,
    files: Sequence[str] = FILES,
) -> Chain:
    """Return the chain that ends at a login to a host, as ``ssh`` would go.

    Args:
        host: name, address or alias.
        user, port: win over the configuration.
        jump: jump hosts; win over the configuration's ProxyJump and ProxyCommand.
        files: the configuration, the first file winning; ``none`` is no file.

    Raises:
        ConfigError: a file cannot be understood, or is missing and none of `FILES`.
        UsageError: jump hosts that lead to themselves, or a name that is none.
    """
    return _chain(host, user, port, jump, files, 0)


def _chain(
    host: str, user: str | None, port: int | None, jump: str | None, files: Sequence[str], depth: int
) -> Chain:
    if depth > _DEEPEST:
        raise UsageError(f"{printable(host)}: the configuration's jump hosts lead to themselves")
    hop, settings = _hop(host, user, port, files)
    jump = jump or settings.get("ProxyJump")
    command = settings.get("ProxyCommand")
    if jump is not None and jump.lower() != "none":
        hosts = parse_jump(jump)
        first_user, first, first_port = hosts[0]
        chain = _chain(first, first_user, first_port, None, files, depth + 1)
        for next_user, name, next_port in hosts[1:]:
            chain = chain.then(_hop(name, next_user, next_port, files)[0])
        return chain.then(hop)
    if command is not None and command.lower() != "none":
        # The user's own line, which OpenSSH gives to a shell, too (sshconnect.c, ssh_proxy_connect).
        return Chain((CommandHop(("sh", "-c", f"exec {command}")), hop))
    return Chain((hop,))


def _hop(name: str, user: str | None, port: int | None, files: Sequence[str]) -> tuple[Hop, dict[str, Any]]:
    # The configuration may give both to a shell.
    check_host(name)
    if user is not None:
        check_user(user)
    paths = _there(files)
    local = getpass.getuser()
    try:
        config = asyncssh.config.SSHClientConfig.load(
            None,
            paths,
            False,
            False,
            False,
            local,
            () if user is None else user,
            name,
            () if port is None else port,
        )
    except (asyncssh.ConfigParseError, OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"OpenSSH's configuration: {error}", path=paths[0] if paths else None) from error
    settings: dict[str, Any] = {key: config.get(key) for key in _KEYS if config.get(key) is not None}
    identities = [_home(path) for path in settings.get("IdentityFile", [])]
    keys = tuple(path for path in identities if _usable(path))
    agent = settings.get("IdentityAgent") or os.environ.get("SSH_AUTH_SOCK")
    if agent is not None and (agent.lower() == "none" or settings.get("IdentitiesOnly")):
        agent = None
    known = [*settings.get("UserKnownHostsFile", []), *settings.get("GlobalKnownHostsFile", [])]
    hop = Hop(
        host=settings.get("Hostname", name),
        port=settings.get("Port", DEFAULT_PORT),
        user=settings.get("User"),
        keys=keys,
        certificates=tuple(
            path
            for path in (_home(one) for one in settings.get("CertificateFile", []))
            if os.path.isfile(path)
        ),
        agent=agent if keys or "IdentityAgent" in settings else None,
        host_keys=HostKeys(files=tuple(known) if known else None),
        alias=settings.get("HostKeyAlias"),
        connect_timeout=float(settings.get("ConnectTimeout", 15.0)),
        keepalive=float(settings.get("ServerAliveInterval") or 1.0),
        # ssh gives up one interval after so many requests.
        keepalive_count=int(settings["ServerAliveCountMax"]) + 1 if "ServerAliveCountMax" in settings else 3,
    )
    return hop, settings


def _there(files: Sequence[str]) -> list[str]:
    """Return the files that are there. What was asked for by name has to be, as with ``ssh -F``."""
    found = []
    for name in files:
        path = os.path.expanduser(name)
        if name == _NONE:
            continue
        if os.path.isfile(path):
            found.append(path)
        elif name not in (*FILES, os.devnull):
            what = "this is no file" if os.path.exists(path) else "there is no such file"
            raise ConfigError(f"OpenSSH's configuration: {what}", path=path)
    return found


def _home(path: str) -> str:
    return os.path.expanduser(path)


def _usable(path: str) -> bool:
    try:
        asyncssh.read_private_key(path)
    except (OSError, asyncssh.KeyImportError, asyncssh.KeyEncryptionError):
        return False
    return True


_KEYS = (
    "CertificateFile",
    "ConnectTimeout",
    "GlobalKnownHostsFile",
    "HostKeyAlias",
    "Hostname",
    "IdentitiesOnly",
    "IdentityAgent",
    "IdentityFile",
    "Port",
    "ProxyCommand",
    "ProxyJump",
    "ServerAliveCountMax",
    "ServerAliveInterval",
    "User",
    "UserKnownHostsFile",
)
