"""Opening connections: from a URI over a route, TLS and authentication to an open session."""

from __future__ import annotations

from virtreach.aio.channel import Channel
from virtreach.aio.connection import AdminConnection, Connection
from virtreach.aio.entering import entered
from virtreach.aio.link import dial_link
from virtreach.errors import (
    CallInterrupted,
    CallTimeout,
    ConnectionLost,
    ConnectTimeout,
    ProtocolError,
    UsageError,
    VirtreachError,
)
from virtreach.routes import plan
from virtreach.routes.route import InProcessSSHRoute
from virtreach.session.client import WINDOW, ClientSession
from virtreach.session.opening import TCP_MIN_SSF, TLS_SSF, Exchange, Negotiate, open_admin, open_remote
from virtreach.session.reconnect import Reconnect
from virtreach.session.trace import tracer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from virtreach.aio.connection import BaseConnection
    from virtreach.aio.link import Link
    from virtreach.auth.credentials import AuthArgument
    from virtreach.routes.route import TLSRoute
    from virtreach.session.opening import Opening, Steps
    from virtreach.session.sasl.base import ClientMechanism
    from virtreach.session.scope import Scope
    from virtreach.uri import RemoteURI

__all__ = ["CONNECT_TIMEOUT", "KEEPALIVE", "RemoteOpener", "connect", "connect_admin", "tls_context"]

# Seconds that opening a connection may take unless the caller says otherwise.
CONNECT_TIMEOUT = 30.0
# Seconds of silence before a PING, and how many may stay unanswered: what virsh uses for the server's side.
KEEPALIVE = (5.0, 5)

# VIR_CONNECT_RO
_READ_ONLY = 1


class _Opener:
    """Opens links of one connection, as often as it reconnects. What is said to the server then is up to subclasses."""

    __slots__ = (
        "auth",
        "connection",
        "external_ssf",
        "keepalive",
        "max_in_flight",
        "mechanisms",
        "min_ssf",
        "named",
        "require_sasl",
        "route",
        "trace",
    )

    def __init__(
        self,
        connection: BaseConnection,
        *,
        auth: AuthArgument = None,
        mechanisms: Sequence[str] | None = None,
        keepalive: tuple[float, int] | None = None,
        max_in_flight: int = WINDOW,
        trace: Callable[[str], object] | None = None,
    ) -> None:
        if max_in_flight < 1:
            raise UsageError("max_in_flight is at least 1")
        self.connection = connection
        self.route = connection.route
        self.auth = auth
        if isinstance(self.route, InProcessSSHRoute):
            from virtreach.auth.credentials import CredentialSource

            self.route.source = CredentialSource.of(auth, authfile=self.route.authfile)
        if isinstance(mechanisms, str):
            # A string is a sequence of strings as well, and surely not meant so.
            mechanisms = (mechanisms,)
        self.mechanisms = mechanisms if mechanisms is not None else self.route.mechanisms
        # Named by the program itself; a URI may come from somebody else.
        self.named = mechanisms is not None
        self.keepalive = keepalive
        self.max_in_flight = max_in_flight
        self.trace = tracer(trace)
        plain = self.route.transport == "tcp"
        self.external_ssf = TLS_SSF if self.route.encrypted else 0
        self.min_ssf = TCP_MIN_SSF if plain else 0
        # Who gives a name and a password does not want to talk to a server that needs neither: on plain TCP anybody
        # could answer like that. A function is only there in case it is asked.
        self.require_sasl = self.route.requires_sasl or (plain and auth is not None and not callable(auth))

    def flow(self) -> Steps:
        """The steps from a fresh stream to an open connection."""
        raise AssertionError("a subclass says what is opened")

    async def dial(self, deadline: float | None) -> Link:
        """Open the stream, with a fresh session on it."""
        return await dial_link(
            self.route,
            deadline=deadline,
            session=ClientSession(window=self.max_in_flight, trace=self.trace),
            tls_context_factory=tls_context,
        )

    async def __call__(self, lost: Callable[[Exception], None], scope: Scope | None) -> Link:
        try:
            return await self._open(lost, scope)
        except CallTimeout as error:
            raise ConnectTimeout(
                f"{self.route.target} did not answer in time while the connection was being opened: {error}",
                step="open",
                target=self.route.target,
            ) from error

    async def _open(self, lost: Callable[[Exception], None], scope: Scope | None) -> Link:
        link = await self.dial(None if scope is None or scope.at == float("inf") else scope.at)
        try:
            opening = await self._drive(self.flow(), link, scope)
        except (ConnectionLost, CallInterrupted) as error:
            broken = link.error
            why = await link.why()
            await link.close(error)
            if why is None and isinstance(broken, ProtocolError):
                raise ProtocolError(
                    f"{self.route.target} does not speak libvirt's protocol: {broken}"
                ) from error
            text = f"{self.route.target} closed the connection while it was being opened: {error}"
            raise (why or ConnectionLost(text)) from error
        except BaseException:
            await link.close()
            raise
        link.session.opened()
        if self.keepalive is not None and opening.keepalive:
            link.keep_alive(*self.keepalive)
        self.connection.opening = opening
        # Until here, whoever opened it was told of a failure.
        link.on_lost = lost
        if link.error is not None:
            raise ConnectionLost(f"the connection broke as soon as it was open: {link.error}") from link.error
        return link

    async def _drive(self, flow: Steps, link: Link, scope: Scope | None) -> Opening:
        """Carry out the steps that the flow asks for."""
        answer: Any = None
        failed: VirtreachError | None = None
        while True:
            try:
                step = flow.throw(failed) if failed is not None else flow.send(answer)
            except StopIteration as end:
                opening: Opening = end.value
                return opening
            answer = failed = None
            try:
                if isinstance(step, Exchange):
                    answer = await link.exchange(step.calls, scope)
                elif isinstance(step, Negotiate):
                    answer = await self._negotiate(step.mechlist)
                else:
                    link.add_layer(step.layer)
            except VirtreachError as error:
                failed = error

    async def _negotiate(self, mechlist: str) -> ClientMechanism:
        """Choose a mechanism and find what it needs."""
        from virtreach.auth.credentials import CredentialSource
        from virtreach.session.sasl.negotiate import create, needs, select, split_mechlist

        name = select(
            split_mechlist(mechlist),
            external_ssf=self.external_ssf,
            min_ssf=self.min_ssf,
            encrypted=self.route.protected,
            mechanisms=self.mechanisms,
            verified=self.route.verified or self.named,
        )
        source = CredentialSource.of(self.auth, authfile=self.route.authfile)
        credentials = await source.aresolve(name, needs(name), self.route.hostname)
        return create(
            name,
            credentials,
            host=self.route.hostname,
            external_ssf=self.external_ssf,
            min_ssf=self.min_ssf,
        )


class RemoteOpener(_Opener):
    """Opens connections of the hypervisor program; ``flags`` are to be set first."""

    __slots__ = ("flags",)

    flags: int

    def flow(self) -> Steps:
        return open_remote(
            self.route.far_name,
            self.flags,
            external_ssf=self.external_ssf,
            min_ssf=self.min_ssf,
            require_sasl=self.require_sasl,
        )


class _AdminOpener(_Opener):
    """Opens connections of the administration program."""

    __slots__ = ()

    def flow(self) -> Steps:
        return open_admin()


def tls_context(route: TLSRoute) -> Any:
    """The context for a route's TLS, with the material that it names or that is found."""
    from virtreach.auth.tls import TLSMaterial

    material = TLSMaterial.find(pkipath=route.pkipath, require_ca=route.verify)
    return material.context(
        no_verify=not route.verify, no_sanity=not route.check_own, tls_priority=route.tls_priority
    )


def _interval(keepalive: tuple[float, int] | float | bool | None) -> tuple[float, int] | None:
    """What a ``keepalive=`` argument means."""
    if keepalive is None or keepalive is False:
        return None
    if keepalive is True:
        return KEEPALIVE
    interval, count = keepalive if isinstance(keepalive, tuple) else (keepalive, KEEPALIVE[1])
    if interval < 0 or count < 1:
        raise UsageError("keepalive is (seconds of silence before a PING, PINGs that may stay unanswered)")
    return (interval, count) if interval else None


@entered
async def connect(
    uri: RemoteURI | str | None = None,
    *,
    readonly: bool = False,
    auth: AuthArgument = None,
    timeout: float | None = None,
    connect_timeout: float | None = CONNECT_TIMEOUT,
    keepalive: tuple[float, int] | float | bool | None = True,
    reconnect: Reconnect | bool | None = None,
    mechanisms: Sequence[str] | None = None,
    max_in_flight: int = WINDOW,
    flags: int = 0,
    allow_programs: bool = True,
    trace: Callable[[str], object] | None = None,
) -> Connection:
    """Open a connection to a libvirt daemon.

    Args:
        uri: a remote URI (``qemu+tls://host/system``), an alias from ``libvirt.conf``, or None for the default:
            ``LIBVIRT_DEFAULT_URI``, then ``libvirt.conf``, then what this machine has.
        readonly: ask the server to refuse whatever changes something.
        auth: `Credentials`, a (name, password) pair, or a function that is asked for them; ``auth.conf`` is read
            otherwise.
        timeout: seconds that each call may take, or None for no limit; see `Connection.deadline`.
        connect_timeout: seconds that opening may take, all steps together, or None for no limit.
        keepalive: (seconds of silence before a PING, PINGs that may stay unanswered); True for 5 and 5, None for off.
            It costs nothing while the connection is busy.
        reconnect: True, or a `Reconnect` with the back-off, to come back after the connection is lost. Events are
            then registered again; a call that may have changed something is never repeated.
        mechanisms: the SASL mechanisms that may be used; None for all that are safe on this transport.
        max_in_flight: calls that may wait for a reply at once; keep it below the server's ``max_client_requests``.
        flags: further `ConnectFlags` for the server.
        allow_programs: False refuses a URI that names a program to run, here or on the far side (``ext``, ``command=``,
            ``netcat=``), or a file to be read here (``test:///path``); for URIs that come from somebody else.
        trace: gets a line for each packet, secrets left out; ``VIRTREACH_TRACE`` does the same without a change
            to the program (``1`` for standard error, or a file's name).

    Returns:
        An open `Connection`; close it, or use it as a context manager.

    Raises:
        URIError: the URI cannot be understood, or is unsafe.
        ConnectError: the stream could not be opened; `ConnectTimeout` and `CertificateError` are kinds of it.
        AuthenticationError: with what to do next.
        LibvirtError: the server refused.
    """
    if auth is not None:
        from virtreach.auth.credentials import seal

        # A traceback prints arguments.
        auth = seal(auth)
    route = plan(uri, readonly=readonly, allow_programs=allow_programs)
    connection = Connection(route, readonly=readonly)
    opener = RemoteOpener(
        connection,
        auth=auth,
        mechanisms=mechanisms,
        keepalive=_interval(keepalive),
        max_in_flight=max_in_flight,
        trace=trace,
    )
    opener.flags = flags | (_READ_ONLY if readonly else 0)
    await _start(connection, opener, timeout, connect_timeout, reconnect)
    return connection


@entered
async def connect_admin(
    uri: RemoteURI | str | None = None,
    *,
    timeout: float | None = None,
    connect_timeout: float | None = CONNECT_TIMEOUT,
    reconnect: Reconnect | bool | None = None,
    trace: Callable[[str], object] | None = None,
) -> AdminConnection:
    """Open a connection to a daemon's administration socket.

    Args:
        uri: such as ``libvirtd:///system``, ``virtreachd:///session``, or with ``?socket=PATH``; None for
            ``libvirtd:///system`` (``libvirtd:///session`` unless root).
        timeout, connect_timeout, reconnect, trace: as for `connect`.

    Raises:
        URIError, ConnectError, LibvirtError: as for `connect`.
    """
    from virtreach.routes.admin import plan_admin

    route = plan_admin(uri)
    connection = AdminConnection(route)
    opener = _AdminOpener(connection, trace=trace)
    await _start(connection, opener, timeout, connect_timeout, reconnect)
    return connection


async def _start(
    connection: Any,
    opener: _Opener,
    timeout: float | None,
    connect_timeout: float | None,
    reconnect: Reconnect | bool | None,
) -> None:
    policy = Reconnect.of(reconnect)
    channel = Channel(
        connection,
        opener,
        timeout=timeout,
        connect_timeout=connect_timeout,
        reconnect=None if policy is None else policy.own(),
    )
    connection._use(channel)
    await channel.open()
