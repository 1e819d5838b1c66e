"""What a route is: everything that is needed to open a stream, and nothing that is open."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from collections.abc import Awaitable, Callable, Sequence
    from typing import ClassVar, Protocol

    from virtreach.session.sasl.base import SaslCredentials
    from virtreach.uri import RemoteURI

    class PasswordSource(Protocol):
        """Where a password comes from: a `virtreach.auth.credentials.CredentialSource`."""

        @property
        def callback(self) -> object | None:
            """Who is asked, or None."""

        def known(self, host: str, *, service: str) -> SaslCredentials:
            """Return what is known without asking anybody."""

        def resolve(
            self, mechanism: str, needs: Sequence[str], host: str, *, service: str
        ) -> SaslCredentials:
            """Ask for what is missing."""

        async def aresolve(
            self, mechanism: str, needs: Sequence[str], host: str, *, service: str
        ) -> SaslCredentials:
            """Ask, where an answer may be a coroutine."""


__all__ = [
    "CommandRoute",
    "EmbeddedRoute",
    "InProcessSSHRoute",
    "Route",
    "TCPRoute",
    "TLSRoute",
    "UnixRoute",
]


class Route:
    """A way to a daemon. Made by `virtreach.routes.plan`; read only afterwards, so it may be shared.

    Attributes:
        uri: the URI it was made from.
        far_name: the name to open once the stream is there; "" lets the far side choose.
        hostname: the server as auth.conf and SASL name it; ``localhost`` without a server.
        authfile: ``authfile=``, or None.
        auth: ``auth=``, the way to authenticate that the URI asks for, or None.
        warnings: sentences about what the URI asks for and should perhaps not, or what is ignored.
        encrypted: whether TLS is part of the stream.
        transport: ``unix``, ``tcp``, ``tls``, ``ssh``, ``libssh``, ``libssh2`` or ``ext``; ``embedded`` when there
            is no way to go.
        by: opens the stream of a `TCPRoute` or an `InProcessSSHRoute` instead of all that the URI says of the way,
            in the loop of the asyncio client, given the seconds left or None; set by whoever knows a way that no URI
            says. None otherwise.
    """

    __slots__ = ("auth", "authfile", "by", "far_name", "hostname", "transport", "uri", "warnings")

    encrypted: ClassVar[bool] = False

    def __init__(self, uri: RemoteURI) -> None:
        self.uri = uri
        self.far_name = uri.far_name()
        self.hostname = uri.server or "localhost"
        self.transport = uri.transport
        self.authfile = uri.variable("authfile")
        self.auth = uri.variable("auth")
        self.warnings: tuple[str, ...] = ()
        self.by: Callable[[float | None], Awaitable[socket.socket]] | None = None

    @property
    def target(self) -> str:
        """What is being reached, for people."""
        raise AssertionError("a kind of route knows its target")

    @property
    def protected(self) -> bool:
        """Whether strangers cannot read along, so that passwords may travel over the stream as they are."""
        return self.transport in ("unix", "tls", "ssh", "libssh", "libssh2", "embedded")

    @property
    def verified(self) -> bool:
        """Whether it is made sure that the stream leads to the server that is meant, as far as the transport can."""
        return not self.uri.flag("no_verify")

    @property
    def requires_sasl(self) -> bool:
        """Whether the URI insists on SASL (``auth=sasl``, ``auth=sasl.MECHANISM``)."""
        return self.auth is not None and self.auth.lower().startswith("sasl")

    @property
    def mechanisms(self) -> tuple[str, ...] | None:
        """The one SASL mechanism that the URI allows (``auth=sasl.MECHANISM``), or None for any."""
        _, dot, mechanism = (self.auth or "").partition(".")
        return (mechanism.upper(),) if dot else None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.transport} to {self.target}, far name {self.far_name!r}>"


class EmbeddedRoute(Route):
    """The test hypervisor inside this process, which needs no daemon."""

    __slots__ = ()

    @property
    def target(self) -> str:
        return "the test hypervisor in this process"


class UnixRoute(Route):
    """A unix socket on this machine.

    Attributes:
        path: the socket.
        daemon: the daemon's program, to be started when nothing listens; None to start nothing.
        runtime_directory: where the daemon's lock file lives; only with `daemon`.
        mode: ``direct`` (the driver's own daemon), ``legacy`` (libvirtd or virtproxyd) or ``socket`` (given).
    """

    __slots__ = ("daemon", "mode", "path", "runtime_directory")

    def __init__(
        self, uri: RemoteURI, path: str, *, mode: str, daemon: str | None = None, runtime_directory: str = ""
    ) -> None:
        super().__init__(uri)
        self.path = path
        self.mode = mode
        self.daemon = daemon
        self.runtime_directory = runtime_directory

    @property
    def target(self) -> str:
        return self.path


class TCPRoute(Route):
    """A TCP connection.

    Attributes:
        port: port number.
        jump: jump hosts to go through by SSH (``proxy_jump=``), or None.
    """

    __slots__ = ("jump", "port")

    def __init__(self, uri: RemoteURI, port: int) -> None:
        super().__init__(uri)
        self.port = port
        self.jump = uri.variable("proxy_jump")

    @property
    def target(self) -> str:
        host = f"[{self.hostname}]" if ":" in self.hostname else self.hostname
        return f"{host}:{self.port}"


class TLSRoute(TCPRoute):
    """A TCP connection with TLS over it.

    Attributes:
        server_name: what the server's certificate must name: the host's name or address, without a zone and without
            the dot that may end a full name (RFC 6066, section 3).
        verify: whether the server's certificate is checked.
        check_own: whether our own certificates are checked before use.
        pkipath: ``pkipath=``, or None.
        tls_priority: ``tls_priority=`` or the client configuration's, or None.
    """

    __slots__ = ("check_own", "pkipath", "server_name", "tls_priority", "verify")

    encrypted = True

    def __init__(self, uri: RemoteURI, port: int, *, tls_priority: str | None = None) -> None:
        super().__init__(uri, port)
        self.server_name = self.hostname.partition("%")[0].removesuffix(".")
        self.verify = not uri.flag("no_verify")
        self.check_own = not uri.flag("no_sanity")
        self.pkipath = uri.variable("pkipath")
        self.tls_priority = tls_priority


class CommandRoute(Route):
    """A program whose standard input and output are the stream: ``ssh``, or any program for ``ext``.

    Attributes:
        argv: the program and its arguments; no shell on this machine ever reads them.
        own_terminal: whether the program is cut off from our terminal, so that it cannot ask questions there.
    """

    __slots__ = ("_target", "argv", "own_terminal")

    def __init__(
        self, uri: RemoteURI, argv: Sequence[str], *, target: str, own_terminal: bool = False
    ) -> None:
        super().__init__(uri)
        self.argv = tuple(argv)
        self.own_terminal = own_terminal
        self._target = target

    @property
    def target(self) -> str:
        return self._target


class InProcessSSHRoute(Route):
    """A login by SSH in this process, and a far command whose output and input are the stream.

    Attributes:
        command: the command line for the far login shell.
        jump: jump hosts (``proxy_jump=``), or None for what OpenSSH's configuration says.
        keyfile: ``keyfile=``, or None.
        known_hosts: ``known_hosts=``, or None.
        accept_new: whether the key of a host of which nothing is known is accepted and written down
            (``known_hosts_verify=auto``).
        methods: ways to log in there (``sshauth=``), in this order; empty for all.
        source: where a password comes from; set by whoever makes the connection.
    """

    __slots__ = ("accept_new", "command", "jump", "keyfile", "known_hosts", "methods", "source")

    def __init__(self, uri: RemoteURI, command: str) -> None:
        super().__init__(uri)
        self.command = command
        self.jump = uri.variable("proxy_jump")
        self.keyfile = uri.variable("keyfile")
        self.known_hosts = uri.variable("known_hosts")
        self.accept_new = uri.variable("known_hosts_verify") == "auto"
        methods = uri.variable("sshauth")
        self.methods = tuple(methods.lower().split(",")) if methods else ()
        self.source: PasswordSource | None = None

    @property
    def target(self) -> str:
        return f"{self.uri.user}@{self.hostname}" if self.uri.user else self.hostname
