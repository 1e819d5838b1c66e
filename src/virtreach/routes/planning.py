"""`plan`: from a URI to a route. Nothing is opened, started or resolved."""

from __future__ import annotations

import sys

from virtreach.conf.client import ClientConf
from virtreach.errors import URIError
from virtreach.errors.text import printable
from virtreach.routes.route import (
    CommandRoute,
    EmbeddedRoute,
    InProcessSSHRoute,
    Route,
    TCPRoute,
    TLSRoute,
)
from virtreach.routes.surroundings import Surroundings
from virtreach.uri.remote_uri import DEFAULT_PORTS, EMBEDDED, RemoteURI
from virtreach.uri.variables import CHOICES, SSH_METHODS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["plan", "warn_once"]

# What tells a gateway, virtreachd, which of its hosts is meant; to the far side it goes like all that is not known.
_GATEWAY = "host"
_said: set[str] = set()


def warn_once(sentence: str) -> None:
    """Write a warning to standard error, the same one only once in this process."""
    if sentence not in _said:
        _said.add(sentence)
        if sys.stderr is not None:
            sys.stderr.write(f"virtreach: warning: {sentence}\n")


def plan(
    uri: RemoteURI | str | None,
    *,
    readonly: bool = False,
    conf: ClientConf | None = None,
    surroundings: Surroundings | None = None,
    allow_programs: bool = True,
    warn: Callable[[str], None] | None = warn_once,
) -> Route:
    """Say how the daemon behind a URI is reached.

    Args:
        uri: parsed, or text that may be an alias, or nothing for the default.
        readonly: choose the read-only socket where there is one.
        conf: the client's settings; those of this process's user by default.
        surroundings: this machine as planning sees it.
        allow_programs: False refuses every URI that chooses a program to run (``ext``, ``command=``,
            ``netcat=``), or a file for this process to read (``test:///path``): right for URIs that come from
            somebody else.
        warn: called with each of the route's warnings; None to only collect them in `Route.warnings`.

    Raises:
        URIError: the URI cannot be understood, asks for what does not go together, or is refused.
        ConfigError: from ``libvirt.conf``.
    """
    surroundings = surroundings or Surroundings()
    conf = conf or ClientConf.for_this_process()
    if not isinstance(uri, RemoteURI):
        text, _ = conf.resolve(uri)
        uri = RemoteURI.probing() if text is None else RemoteURI.parse(text)
    if not allow_programs:
        _refuse_programs(uri)
    route = _route(uri, readonly, conf, surroundings)
    route.warnings = tuple(_warnings(uri))
    if warn is not None:
        for sentence in route.warnings:
            warn(sentence)
    return route


def _route(uri: RemoteURI, readonly: bool, conf: ClientConf, surroundings: Surroundings) -> Route:
    transport = uri.transport
    jump = uri.variable("proxy_jump")
    if jump is not None:
        from virtreach.routes.jumping import check_jump

        check_jump(jump)
        if jump.startswith("@") and transport == "ssh":
            raise URIError(
                f"proxy_jump={jump} is for SSH in this process: use the transport libssh, tls or tcp"
            )
    if transport == "unix":
        from virtreach.routes.local_socket import local_route

        mode = uri.variable("mode") or _setting(conf, "remote_mode", "mode") or "auto"
        return local_route(uri, readonly=readonly, mode=mode, surroundings=surroundings)
    if transport == EMBEDDED:
        return EmbeddedRoute(uri)
    if transport == "tcp":
        return TCPRoute(uri, uri.port or DEFAULT_PORTS["tcp"])
    if transport == "tls":
        priority = uri.variable("tls_priority") or conf.string("tls_priority")
        return TLSRoute(uri, uri.port or DEFAULT_PORTS["tls"], tls_priority=priority)
    if transport == "ssh":
        from virtreach.routes.ssh_command import ssh_argv

        mode_setting = _setting(conf, "remote_mode", "mode")
        proxy_setting = _setting(conf, "remote_proxy", "proxy")
        argv = ssh_argv(uri, readonly=readonly, proxy=proxy_setting, mode=mode_setting)
        host = uri.server or "localhost"
        target = f"{uri.user}@{host}" if uri.user else host
        return CommandRoute(uri, argv, target=target, own_terminal=uri.flag("no_tty"))
    if transport == "ext":
        from virtreach.routes.ssh_command import check_program

        command = uri.variable("command")
        if command is None:
            raise URIError(f"the transport ext needs a program: {uri.driver}+ext:///...?command=PROGRAM")
        check_program(command)
        return CommandRoute(uri, (command,), target=command)
    if transport in ("libssh", "libssh2"):
        from virtreach.routes.ssh_command import far_command

        mode_setting = _setting(conf, "remote_mode", "mode")
        proxy_setting = _setting(conf, "remote_proxy", "proxy")
        verify = uri.variable("known_hosts_verify")
        if verify not in (None, "normal", "auto"):
            raise URIError(
                f"known_hosts_verify={verify} is neither normal nor auto"
                if verify != "ignore"
                else "known_hosts_verify=ignore would accept anybody in the host's place; use auto, which accepts a "
                "host's key once and remembers it"
            )
        methods = uri.variable("sshauth")
        if methods is not None and not set(methods.lower().split(",")) <= set(SSH_METHODS):
            raise URIError(
                f"sshauth={printable(methods)} must be some of {', '.join(SSH_METHODS)}, with commas between"
            )
        command = far_command(uri, readonly=readonly, proxy=proxy_setting, mode=mode_setting)
        return InProcessSSHRoute(uri, command)
    raise AssertionError(f"the transport {transport} is one of RemoteURI's")


def _setting(conf: ClientConf, name: str, variable: str) -> str | None:
    value = conf.string(name)
    if value is not None and value not in CHOICES[variable]:
        raise URIError(f"{name} in {conf.path} must be one of {', '.join(CHOICES[variable])}, not {value!r}")
    return value


def _refuse_programs(uri: RemoteURI) -> None:
    if uri.transport == "ext":
        raise URIError("this URI would run a program of its choice (transport ext); that is not allowed here")
    if uri.transport == EMBEDDED and uri.path != "/default":
        raise URIError("this URI would have a file of its choice read here; that is not allowed here")
    if uri.variable("known_hosts") is not None and uri.variable("known_hosts_verify") == "auto":
        raise URIError(
            "this URI would have a file of its choice written here (known_hosts=); that is not allowed here"
        )
    for name in ("command", "netcat"):
        if uri.variable(name) is not None:
            raise URIError(f"this URI would run a program of its choice ({name}=); that is not allowed here")


def _warnings(uri: RemoteURI) -> list[str]:
    sentences = []
    for name, _ in uri.unknown:
        if name == _GATEWAY:
            continue
        sentences.append(f"URI variable {name!r} is not known here; it is left to the far side")
    if uri.transport == "ssh" and uri.flag("no_verify"):
        # For TLS, whoever makes the context warns.
        server = uri.server or "localhost"
        sentences.append(
            f"no_verify: the host key of {server} is not checked; anybody could answer in its place"
        )
    return sentences
