"""What every client mechanism can do.

A mechanism is fed with the server's data and gives back the client's. It opens no socket, keeps no clock, and
is used once: a second attempt needs a new one. It belongs to one task or thread at a time.

The exchange over libvirt's protocol (``daemon/remote_dispatch.c``, ``remoteDispatchAuthSaslStart``)::

    first = mechanism.start()            -> SASL_START(mechanism.name, nil = first is None, first)
    while the reply says complete = 0:   -> SASL_STEP(mechanism.step(reply.data))
    reply.data of the last reply goes through mechanism.step() too, unless it is nil
    mechanism.complete must be True now; only then may the connection be used
    if mechanism.ssf: everything after the completing reply goes through wrap() and unwrap()
"""

from __future__ import annotations

from virtreach.errors import CredentialsRejected, ProtocolError
from virtreach.errors.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.session.sasl.secret import Secret

__all__ = ["MAX_BLOB", "ClientMechanism", "SaslCredentials", "shown"]

MAX_BLOB = 65536
"""Bytes of SASL data in one message, both ways (remote_protocol.x, REMOTE_AUTH_SASL_DATA_MAX)."""

_SHOWN_MAX = 200


def shown(text: str) -> str:
    """The server's words for an error message: short, and harmless on a terminal."""
    return printable(text[:_SHOWN_MAX])


class SaslCredentials:
    """What a mechanism needs to know of the user; the base of ``virtreach.auth.credentials.Credentials``.

    Attributes:
        authname: who logs in, or None.
        password: the password, or None.
        realm: the realm to log in to (DIGEST-MD5), or None for the server's choice.
        authzid: as whom to act; "" or None for the same as ``authname``.
    """

    __slots__ = ("authname", "authzid", "password", "realm")

    def __init__(
        self,
        authname: str | None = None,
        password: Secret | None = None,
        realm: str | None = None,
        authzid: str | None = None,
    ) -> None:
        self.authname = authname
        self.password = password
        self.realm = realm
        self.authzid = authzid

    def __repr__(self) -> str:
        return f"{type(self).__name__}(authname={self.authname!r}, realm={self.realm!r})"


class ClientMechanism:
    """One side of one exchange.

    Subclasses fill in `_first` and `_next`; the checks that every mechanism needs stand here.

    Attributes:
        name: the registered name (``SCRAM-SHA-256``).
        ssf: strength of the security layer, bits; 0 until `complete`, and 0 without a layer.
    """

    name: str = ""
    __slots__ = ("_complete", "_failed", "_started", "ssf")

    def __init__(self) -> None:
        self.ssf = 0
        self._started = False
        self._complete = False
        self._failed = False

    @property
    def complete(self) -> bool:
        """True once this side is satisfied: nothing is missing, and the server has proved itself."""
        return self._complete and not self._failed

    def start(self) -> bytes | None:
        """The initial response, or None when the server speaks first (nil on the wire).

        Raises:
            NoCredentials: a name or password is missing, or cannot be used with this mechanism.
        """
        assert not self._started, "a mechanism is used once"
        self._started = True
        return self._first()

    def step(self, challenge: bytes | None) -> bytes | None:
        """Answer the server's data (None and b"" are the same).

        Returns:
            What to send; b"" when the data was the server's last and a server that does not count it as such
            waits for an empty answer.

        Raises:
            ProtocolError: the data is malformed, or comes when none may come.
            ServerNotAuthentic: the server did not prove that it knows the password.
            CredentialsRejected: the server says so within the mechanism.
            After any of these the mechanism is dead.
        """
        assert self._started, "start() comes first"
        data = bytes(challenge or b"")
        if self._failed:
            raise ProtocolError(f"{self.name}: data for an exchange that has failed already")
        try:
            if len(data) > MAX_BLOB:
                raise ProtocolError(f"{self.name}: {len(data)} bytes of SASL data, {MAX_BLOB} are allowed")
            if self._complete:
                raise ProtocolError(f"{self.name}: the server sent data after the exchange was complete")
            answer = self._next(data)
        except BaseException:
            self._failed = True
            self.ssf = 0
            raise
        return answer

    def rejected(self, reason: str = "") -> CredentialsRejected:
        """The error for a server that refuses within this exchange (libvirt: code 45, without a reason).

        Args:
            reason: the server's own words, or "".
        """
        said = f" ({shown(reason)})" if reason else ""
        return CredentialsRejected(
            f"{self.name}: the server did not accept the credentials{said}; {self._advice()}",
            mechanism=self.name,
        )

    def alternative(self) -> ClientMechanism | None:
        """Another attempt at the same login that may be made once if the server refuses this one, or None.

        It is never a weaker one, and never another user's or password's.
        """
        return None

    def _advice(self) -> str:
        return "check the name and the password"

    def _first(self) -> bytes | None:
        raise AssertionError("a mechanism says how it begins")

    def _next(self, data: bytes) -> bytes | None:
        raise AssertionError("a mechanism says how it goes on")

    # The security layer. Mechanisms with one override all three.

    @property
    def max_send(self) -> int:
        """How many plain bytes fit into one packet; 0 without a security layer."""
        return 0

    def wrap(self, data: bytes) -> bytes:
        """Plain bytes of any number to SASL packets, each with its 4-byte length before it."""
        raise AssertionError(f"{self.name} has no security layer")

    def unwrap(self, data: bytes) -> bytes:
        """Feed bytes as they come from the stream; gives what is in the packets that are whole by now.

        Raises:
            ProtocolError: a packet is malformed, altered, repeated or out of order; the connection is dead.
        """
        raise AssertionError(f"{self.name} has no security layer")
