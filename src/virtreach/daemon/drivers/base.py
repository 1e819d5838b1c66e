"""What a driver is: it opens a session for each client connection, and sessions answer calls.

The daemon has authenticated the client, decided that the call is allowed and checked nothing else: the body of
a call is the client's, and decoding it (``procedure.decode_args(packet, HEADER_SIZE)``) may raise `DecodeError`,
which the daemon turns into the answer that libvirtd gives. Everything runs in one event loop and one thread.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from virtreach.daemon.config.settings import Settings
    from virtreach.daemon.drivers.relay import RelayLink
    from virtreach.protocol.procedure import Procedure
    from virtreach.session.relay import Relay
    from virtreach.session.server import ServerSession
    from virtreach.session.server_stream import ServerStream

__all__ = ["ClientInfo", "Driver", "Session"]


class ClientInfo:
    """Who is connected, as far as the daemon knows. Drivers read it only.

    Attributes:
        number: counts the daemon's client connections from 1.
        transport: ``unix``, ``tcp`` or ``tls``.
        address: where from, for people: ``127.0.0.1:41234``, or ``pid 4711, uid 0``.
        readonly: nothing may be changed over this connection.
        user: the name that SASL has authenticated, or "".
        distinguished_name: the subject of the client's certificate, or "".
        authenticated: how it has shown who it is: ``sasl SCRAM-SHA-256``, ``certificate``, ``peer`` (the system has
            told who is behind a unix socket) or ``none``.
        host: the host that its calls are passed on to, or "". Set by a driver that does that.
        uid, gid, pid: of the process behind a unix socket when it connected; -1 elsewhere.
    """

    __slots__ = (
        "address",
        "authenticated",
        "distinguished_name",
        "gid",
        "host",
        "number",
        "pid",
        "readonly",
        "transport",
        "uid",
        "user",
    )

    def __init__(self, number: int, transport: str, address: str, *, readonly: bool = False) -> None:
        self.number = number
        self.transport = transport
        self.address = address
        self.readonly = readonly
        self.user = ""
        self.distinguished_name = ""
        self.authenticated = "none"
        self.host = ""
        self.uid = self.gid = self.pid = -1

    @property
    def identity(self) -> str:
        """One name for logs and audit: the SASL user, the certificate's subject, or the user id."""
        if self.user:
            return f"user {self.user}"
        if self.distinguished_name:
            return f"certificate {self.distinguished_name}"
        return f"uid {self.uid}" if self.uid >= 0 else "anonymous"

    def __repr__(self) -> str:
        return f"<client {self.number}: {self.identity}, {self.transport}, {self.address}>"


class Session:
    """What one client connection has opened.

    Attributes:
        emit: sends an event message to the client: ``emit(procedure, body)``, where the body is
            ``procedure.encode_ret(...)``. Set by the daemon before the first call.
        hang_up: cuts the client off, for a reason that goes to the log. Set by the daemon as well; not for use
            inside of `call`, but in what it gives to be awaited.
        relay: passes calls and streams on to a host, instead of `call` and `open_stream`; or None. See
            `virtreach.daemon.drivers.relay`.
        link: the byte stream to that host, or None.
        name: what that host is called in logs and the audit.
    """

    emit: Callable[[Procedure[Any], bytes], None]
    hang_up: Callable[[str], None]
    relay: Relay | None = None
    link: RelayLink | None = None
    name = ""

    def call(self, procedure: Procedure[Any], packet: bytes) -> bytes | Awaitable[bytes]:
        """Answer a call.

        Args:
            procedure: what is called; never one that the daemon answers itself, or that has a stream.
            packet: the whole packet; the arguments begin at `HEADER_SIZE`.

        Returns:
            The body of the reply (``procedure.encode_ret(...)``); or, when it takes time, what to await for it.

        Raises:
            LibvirtError: the answer is this error.
            DecodeError: the arguments are malformed.
        """
        raise AssertionError("a driver says how calls are answered")

    def open_stream(
        self, procedure: Procedure[Any], packet: bytes, stream: ServerStream
    ) -> bytes | Awaitable[bytes]:
        """Answer a call that opens a stream; `call` in all else.

        The stream may be used at once, also before the reply is there. Whoever keeps it must set its callbacks here.
        """
        raise AssertionError("a driver says how streams are opened")

    def join(self, server: ServerSession, left: Callable[[Exception], None]) -> None:
        """Let the relay pass what the client says. Called once, if there is a relay, before the first call.

        Args:
            server: the client's session.
            left: to be called with the reason when the host goes first; its calls and streams have their errors then.

        Raises:
            LibvirtError: the host has gone meanwhile.
        """
        raise AssertionError("a session with a relay says how it joins")

    def close(self) -> None:
        """The client is gone, or has closed what it had opened. Called once."""


class Driver:
    """Something that can be opened by a URI.

    Attributes:
        schemes: the URI schemes it serves, without transport (``test``, ``qemu``).
        shares_state: its sessions look at the same objects, so that of several processes one must have it.
    """

    schemes: tuple[str, ...] = ()
    shares_state: bool = False

    def configure(self, settings: Settings) -> Callable[[], None] | None:
        """Look at a configuration: once before anything is opened, and whenever it is read again.

        Returns:
            What puts it in force, which must not fail; until it is called nothing has changed. None when nothing
            depends on it.

        Raises:
            ConfigError: it cannot be used.
        """
        return None

    def start(self) -> None:
        """Get ready for sessions, in the process that will serve them. Called once, before the first `open`.

        Raises:
            ConfigError: a file cannot be used.
        """

    def export_state(self) -> bytes:
        """What a successor of this process needs to go on with the same objects; "" when it finds them anyway.

        Nobody has anything open, and nothing changes afterwards, unless the successor does not come to life.
        """
        return b""

    def import_state(self, data: bytes) -> None:
        """Go on with the objects of a predecessor, which may have been of another version. Before `start`.

        Raises:
            ConfigError: it cannot be understood.
        """

    def claims(self, name: str) -> bool:
        """Whether this driver opens a URI whatever its scheme is."""
        return False

    def open(self, client: ClientInfo, name: str, flags: int) -> Session | Awaitable[Session]:
        """Open a session for a client, at once or, when it takes time, by what is to be awaited.

        What is awaited is cancelled when the client leaves meanwhile.

        Args:
            client: who asks.
            name: the URI (``test:///default``), or "" when this driver shall choose.
            flags: of virConnectOpenFlags; 1 is read-only, and `ClientInfo.readonly` says the same.

        Raises:
            LibvirtError: it cannot be opened.
        """
        raise AssertionError("a driver says what is opened")

    def close(self) -> None:
        """The daemon stops; called once, after the last session has been closed."""
