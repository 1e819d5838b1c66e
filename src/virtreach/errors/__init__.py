"""Every error that virtreach raises, in one tree with one root.

::

    VirtreachError
    ├── UsageError                    what the caller asked for makes no sense (also a ValueError)
    │   ├── URIError                  a remote URI that cannot be understood, or that is refused
    │   ├── ConfigError               a configuration file; carries file and line
    │   ├── EncodeError               a value that does not fit the wire type
    │   └── MissingExtra              a feature whose optional dependency is not installed
    ├── ProtocolError                 the peer broke the protocol; the connection is of no more use
    │   ├── FrameError                length word, header, or a message that no call waits for
    │   └── DecodeError               a body that does not match its declared type
    ├── TransportError                the byte stream (also an OSError)
    │   ├── ConnectError              it could not be opened
    │   │   ├── ConnectTimeout        (also a TimeoutError)
    │   │   └── CertificateError      the server's certificate, or ours, was not accepted
    │   ├── ConnectionLost            it broke while nothing of ours was in flight
    │   │   ├── EndOfStream           the server closed it
    │   │   └── KeepaliveLost         the server was silent for too long
    │   └── ConnectionClosed          we closed it ourselves
    ├── AuthenticationError           who we are, or who the server is, could not be shown
    │   ├── NoCredentials             a name or a password is needed and nothing gave one
    │   ├── CredentialsRejected       the server said no
    │   ├── MechanismUnavailable      no common mechanism that is strong enough for the transport
    │   └── ServerNotAuthentic        the server failed to prove that it knows the password
    ├── OutcomeUnknown                a call was cut off: the server may or may not have carried it out
    │   ├── CallTimeout               its deadline passed (also a TimeoutError)
    │   ├── CallCancelled             its scope was cancelled
    │   └── CallInterrupted           the connection broke under it (also a TransportError)
    ├── StreamError                   a stream was used after its end, or was aborted
    └── LibvirtError                  the server's own answer; one subclass for each libvirt error code

`LibvirtError` and its subclasses live in `virtreach.errors.libvirt`.

Errors carry attributes, chain their cause, and say what to do next. None of them
ever holds a secret.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any

    from virtreach.errors.libvirt import LibvirtError

__all__ = [
    "AuthenticationError",
    "CallCancelled",
    "CallInterrupted",
    "CallTimeout",
    "CertificateError",
    "ConfigError",
    "ConnectError",
    "ConnectTimeout",
    "ConnectionClosed",
    "ConnectionLost",
    "CredentialsRejected",
    "DecodeError",
    "EncodeError",
    "EndOfStream",
    "FrameError",
    "KeepaliveLost",
    "LibvirtError",
    "MechanismUnavailable",
    "MissingExtra",
    "NoCredentials",
    "OutcomeUnknown",
    "ProtocolError",
    "ServerNotAuthentic",
    "StreamError",
    "TransportError",
    "URIError",
    "UsageError",
    "VirtreachError",
]


class VirtreachError(Exception):
    """Root of every error that virtreach raises on purpose."""


class UsageError(VirtreachError, ValueError):
    """What the caller asked for makes no sense; nothing was sent."""


class URIError(UsageError):
    """A remote URI that cannot be understood, or that is refused because it is unsafe."""


class ConfigError(UsageError):
    """A configuration file that cannot be read or understood.

    Attributes:
        path: the file, or None when the text came from elsewhere.
        line: 1-based line number, or None when the file as a whole is meant.
    """

    def __init__(self, message: str, *, path: str | None = None, line: int | None = None) -> None:
        where = ":".join(str(part) for part in (path, line) if part is not None)
        super().__init__(f"{where}: {message}" if where else message)
        self.path = path
        self.line = line


class EncodeError(UsageError):
    """A value that does not fit the field's wire type or bound; nothing was sent."""


class MissingExtra(UsageError):
    """A feature whose optional dependency is not installed; the message names the extra."""


class ProtocolError(VirtreachError):
    """The peer broke the protocol. The connection is closed and of no more use."""


class FrameError(ProtocolError):
    """A length word, a packet header, or a message that nothing waits for."""


class DecodeError(ProtocolError):
    """A packet body that does not match its declared type or bounds."""


class TransportError(VirtreachError, OSError):
    """The byte stream could not be opened, or broke."""


class ConnectError(TransportError):
    """The byte stream could not be opened.

    Attributes:
        step: what was being done (``resolve``, ``connect``, ``tls``, ``confirm``, ``ssh``, ...).
        target: what was being reached, for people.
    """

    def __init__(self, message: str, *, step: str = "connect", target: str = "") -> None:
        super().__init__(message)
        self.step = step
        self.target = target


class ConnectTimeout(ConnectError, TimeoutError):
    """The byte stream could not be opened before the deadline."""


class CertificateError(ConnectError):
    """The server's certificate was not acceptable to us, or ours was not to the server."""


class ConnectionLost(TransportError):
    """The connection broke while nothing of ours was in flight."""


class EndOfStream(ConnectionLost):
    """The server closed the connection."""


class KeepaliveLost(ConnectionLost):
    """The server answered no keepalive for longer than allowed."""


class ConnectionClosed(TransportError):
    """The connection was closed by this side; open a new one."""


class AuthenticationError(VirtreachError):
    """Who we are, or who the server is, could not be shown.

    Attributes:
        mechanism: the mechanism in use (``SCRAM-SHA-256``, ``polkit``, ...), or "".
    """

    def __init__(self, message: str, *, mechanism: str = "") -> None:
        super().__init__(message)
        self.mechanism = mechanism


class NoCredentials(AuthenticationError):
    """A name or password is needed, and neither arguments, callback nor auth.conf gave one."""


class CredentialsRejected(AuthenticationError):
    """The server did not accept the credentials."""


class MechanismUnavailable(AuthenticationError):
    """No mechanism that both sides know is strong enough for this transport."""


class ServerNotAuthentic(AuthenticationError):
    """The server failed to prove that it knows the password; it may be an impostor."""


class OutcomeUnknown(VirtreachError):
    """A call was cut off: the server may or may not have carried it out.

    Attributes:
        procedure: the procedure's name (``domain_create``), or "".
        may_have_changed: False when the procedure only reads, so that repeating it is safe.
    """

    def __init__(self, message: str, *, procedure: str = "", may_have_changed: bool = True) -> None:
        super().__init__(message)
        self.procedure = procedure
        self.may_have_changed = may_have_changed


class CallTimeout(OutcomeUnknown, TimeoutError):
    """The deadline of a call passed before its reply came."""


class CallCancelled(OutcomeUnknown):
    """The scope that a call ran in was cancelled before its reply came."""


class CallInterrupted(OutcomeUnknown, TransportError):
    """The connection broke before the reply to a call came."""


class StreamError(VirtreachError):
    """A stream was used after its end, or was aborted by either side."""


def __getattr__(name: str) -> Any:
    # LibvirtError and its table of codes load when first asked for.
    if name == "LibvirtError":
        from virtreach.errors.libvirt import LibvirtError

        return LibvirtError
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
