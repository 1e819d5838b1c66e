"""What every server mechanism can do, and where it learns what passwords were.

The exchange is that of `base`, seen from the other side::

    SASL_START(name, data)   -> mechanism.start(data)         data is None when nil on the wire
    SASL_STEP(data)          -> mechanism.step(data)          until mechanism.complete
    each gives what to send back (None is nil), together with `complete`
    after the completing reply: mechanism.username is who it is, and if mechanism.ssf, wrap() and unwrap() protect

A server keeps *verifiers*, from which a password can be checked but not learned. For a name that nobody has, a
mechanism goes through the motions with made-up ones, so that names cannot be guessed from answers or their time.
"""

from __future__ import annotations

from virtreach.errors import CredentialsRejected, ProtocolError
from virtreach.session.sasl.base import MAX_BLOB

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ScramVerifier", "ServerMechanism", "VerifierSource"]


class ScramVerifier:
    """What a server stores of a password for SCRAM (RFC 5802, 3). Immutable.

    Attributes:
        hash_name: ``sha256`` or ``sha1``.
        iterations, salt: how the password was stretched.
        stored_key, server_key: what it became; whoever has them can impersonate the server, not the user.
    """

    __slots__ = ("hash_name", "iterations", "salt", "server_key", "stored_key")

    def __init__(
        self, hash_name: str, iterations: int, salt: bytes, stored_key: bytes, server_key: bytes
    ) -> None:
        self.hash_name = hash_name
        self.iterations = iterations
        self.salt = salt
        self.stored_key = stored_key
        self.server_key = server_key

    def __repr__(self) -> str:
        return f"<ScramVerifier {self.hash_name} {self.iterations}>"


class VerifierSource:
    """Where verifiers come from. A source that knows nobody, and the base of others."""

    def scram(self, name: str, hash_name: str) -> ScramVerifier | None:
        """The user's verifier for SCRAM with that hash, or None."""
        return None

    def digest(self, name: str, realm: str) -> bytes | None:
        """MD5 of ``name:realm:password``, 16 bytes, for DIGEST-MD5, or None."""
        return None

    def mock(self, name: str, hash_name: str) -> ScramVerifier:
        """A verifier that no password fits, for a name that nobody has: the same one whenever it is asked for."""
        raise AssertionError("a source of users says how unknown names look")


class ServerMechanism:
    """The server's end of one exchange. Subclasses fill in `_next`.

    Attributes:
        name: the registered name.
        username: who was authenticated, once `complete`.
        attempted: the name that is being tried, for lockouts and logs; "" as long as it is not known.
        ssf: strength of the security layer, bits; 0 without one.
        slow: whether a step may take tens of milliseconds, so that it does not belong into an event loop.
    """

    name = ""
    slow = False
    __slots__ = ("_complete", "_failed", "_started", "attempted", "ssf", "username")

    def __init__(self) -> None:
        self.username = ""
        self.attempted = ""
        self.ssf = 0
        self._started = False
        self._complete = False
        self._failed = False

    @property
    def complete(self) -> bool:
        """True once the client has proved who it is."""
        return self._complete and not self._failed

    def start(self, data: bytes | None) -> bytes | None:
        """Take the initial response, or None when the client left the first word to us.

        Returns:
            What to send, or None for nothing.

        Raises:
            ProtocolError: the data is malformed or out of order.
            CredentialsRejected: the client did not prove who it is. After either the mechanism is dead.
        """
        if self._started:
            raise ProtocolError(f"{self.name}: the exchange was started already")
        self._started = True
        return self._run(data)

    def step(self, data: bytes | None) -> bytes | None:
        """Take the client's next data; returns and raises as `start` does."""
        if not self._started:
            raise ProtocolError(f"{self.name}: the exchange was not started")
        return self._run(b"" if data is None else data)

    def _run(self, data: bytes | None) -> bytes | None:
        if self._failed or self._complete:
            raise ProtocolError(f"{self.name}: data for an exchange that is over")
        try:
            if data is not None and len(data) > MAX_BLOB:
                raise ProtocolError(f"{self.name}: {len(data)} bytes of SASL data, {MAX_BLOB} are allowed")
            return self._next(data)
        except BaseException:
            self._failed = True
            self.ssf = 0
            raise

    def _next(self, data: bytes | None) -> bytes | None:
        raise AssertionError("a mechanism says what it answers")

    def _broken(self, text: str) -> ProtocolError:
        return ProtocolError(f"{self.name}: {text}")

    def _rejected(self, text: str) -> CredentialsRejected:
        return CredentialsRejected(f"{self.name}: {text}", mechanism=self.name)

    # The security layer. Mechanisms with one override both.

    def wrap(self, data: bytes) -> bytes:
        """Plain bytes to SASL packets."""
        raise AssertionError(f"{self.name} has no security layer")

    def unwrap(self, data: bytes) -> bytes:
        """Feed bytes of the stream; gives what is in the packets that are whole by now.

        Raises:
            ProtocolError: a packet is malformed, altered, repeated or out of order.
        """
        raise AssertionError(f"{self.name} has no security layer")


if TYPE_CHECKING:
    NonceMaker = Callable[[], str]
