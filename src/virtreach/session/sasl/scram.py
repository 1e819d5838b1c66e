"""SCRAM-SHA-256 and SCRAM-SHA-1, client side (RFC 5802, RFC 7677).

The password is never sent, and the server must show in its last message that it knows it too:
`ScramClient.complete` stays False until its signature is verified. What is refused, beyond a wrong signature:

* a nonce that does not begin with ours, or adds nothing to it (a replayed exchange);
* fewer than 4,096 iterations (RFC 7677, 4: an impostor would make the password cheap to guess) and more than
  1,000,000 (it would only burn our time: that many take about half a second);
* mandatory extensions (``m=``, RFC 5802, 5.1), and attributes that are missing, repeated or out of order.

SCRAM has no security layer: on plain TCP it protects the password and nothing else, and `negotiate` keeps it
away.
"""

from __future__ import annotations

from virtreach.errors import NoCredentials, ProtocolError, ServerNotAuthentic
from virtreach.session.sasl.base import ClientMechanism, shown
from virtreach.session.sasl.saslprep import prepare_name, prepare_password
from virtreach.session.sasl.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from virtreach.errors import VirtreachError
    from virtreach.session.sasl.base import SaslCredentials

__all__ = [
    "MAX_ITERATIONS",
    "MIN_ITERATIONS",
    "ScramClient",
    "ScramSha1",
    "ScramSha1Plus",
    "ScramSha256",
    "ScramSha256Plus",
    "make_nonce",
]

MIN_ITERATIONS = 4096
MAX_ITERATIONS = 1_000_000
_MAX_NONCE = 4096  # characters; Cyrus uses 48


def make_nonce() -> str:
    """24 random bytes as printable ASCII without a comma."""
    from binascii import b2a_base64
    from os import urandom

    return b2a_base64(urandom(24), newline=False).decode("ascii")


class ScramClient(ClientMechanism):
    """One SCRAM exchange; use the subclass of the hash that is meant.

    Args:
        credentials: ``authname`` and ``password`` are needed; ``realm`` means nothing here.
        channel_binding: (type, data) of the TLS channel (RFC 5929), or None when this side cannot bind. A
            ``Plus`` class needs it. The others then say "y": I could have bound, and saw no offer to; a
            server that did offer learns that somebody cut its list, and refuses. Without it they say "n".
        nonce: where client nonces come from; for tests.
        prepare: False takes the password as it is, instead of preparing it by RFC 4013.

    Raises:
        NoCredentials: name or password is missing, or the name has characters that RFC 4013 forbids.
    """

    hash_name = ""
    plus = False
    __slots__ = (
        "_alternative",
        "_client_first",
        "_gs2",
        "_nonce",
        "_password",
        "_server_signature",
        "_step",
        "_tail",
    )

    def __init__(
        self,
        credentials: SaslCredentials,
        *,
        channel_binding: tuple[str, bytes] | None = None,
        nonce: Callable[[], str] = make_nonce,
        prepare: bool = True,
    ) -> None:
        super().__init__()
        if not credentials.authname or not credentials.password:
            missing = "password" if credentials.authname else "name"
            raise NoCredentials(f"{self.name} needs a {missing}", mechanism=self.name)
        try:
            name = prepare_name(credentials.authname)
            authzid = prepare_name(credentials.authzid or "")
        except ValueError as error:
            raise NoCredentials(f"{self.name} cannot use this name: {error}", mechanism=self.name) from None
        if not name:
            raise NoCredentials(f"{self.name}: nothing is left of the name (RFC 4013)", mechanism=self.name)
        self._password = prepare_password(credentials.password) if prepare else credentials.password
        self._alternative: Callable[[], ScramClient] | None = None
        if self._password != credentials.password:
            self._alternative = lambda: type(self)(
                credentials, channel_binding=channel_binding, nonce=nonce, prepare=False
            )
        if self.plus:
            assert channel_binding is not None, "a -PLUS mechanism binds to a channel"
            flag = f"p={channel_binding[0]}"
        else:
            flag = "n" if channel_binding is None else "y"
        self._gs2 = f"{flag},{'a=' + _escape(authzid) if authzid else ''},".encode()
        self._tail = channel_binding[1] if self.plus and channel_binding is not None else b""
        self._nonce = nonce()
        self._client_first = f"n={_escape(name)},r={self._nonce}".encode()
        self._server_signature = b""
        self._step = 0

    def alternative(self) -> ScramClient | None:
        """The same with the password unprepared, if that makes a difference: Cyrus SASL never prepares."""
        return None if self._alternative is None else self._alternative()

    def _first(self) -> bytes:
        return self._gs2 + self._client_first

    def _next(self, data: bytes) -> bytes:
        self._step += 1
        if self._step == 1:
            return self._answer(data)
        self._verify(data)
        return b""

    def _answer(self, server_first: bytes) -> bytes:
        """From server-first-message to client-final-message (RFC 5802, 3 and 7)."""
        import hashlib
        import hmac
        from binascii import b2a_base64

        nonce, salt, iterations = self._parse_first(server_first)
        digest = self.hash_name
        without_proof = b"c=%s,r=%s" % (b2a_base64(self._gs2 + self._tail, newline=False), nonce)
        auth_message = b"%s,%s,%s" % (self._client_first, server_first, without_proof)
        # From these keys the server could be impersonated; keep them as shy as the password.
        salted = Secret(hashlib.pbkdf2_hmac(digest, self._password.reveal(), salt, iterations))
        client_key = Secret(hmac.digest(salted.reveal(), b"Client Key", digest))
        stored_key = hashlib.new(digest, client_key.reveal()).digest()
        signature = hmac.digest(stored_key, auth_message, digest)
        size = len(signature)
        proof = int.from_bytes(client_key.reveal(), "big") ^ int.from_bytes(signature, "big")
        server_key = Secret(hmac.digest(salted.reveal(), b"Server Key", digest))
        self._server_signature = hmac.digest(server_key.reveal(), auth_message, digest)
        return without_proof + b",p=" + b2a_base64(proof.to_bytes(size, "big"), newline=False)

    def _parse_first(self, message: bytes) -> tuple[bytes, bytes, int]:
        """(whole nonce, salt, iterations) of a server-first-message."""
        parts = self._attributes(message)
        if parts[0][0] == "m":
            raise self._broken("the server demands an extension (m=) that is not known here")
        if parts[0][0] == "e":
            raise self.rejected(shown(parts[0][1]))
        if [key for key, _ in parts[:3]] != ["r", "s", "i"] or _has(parts[3:], "rsimpcnve"):
            raise self._broken("the first message must be r=, s=, i=, in this order and once each")
        nonce, salt_text, count = (value for _, value in parts[:3])
        ours = self._nonce
        if not nonce.startswith(ours) or len(nonce) == len(ours):
            raise self._impostor("the server's nonce does not extend ours; the answer may be an old one")
        if len(nonce) > _MAX_NONCE or not all("!" <= char <= "~" for char in nonce):
            raise self._broken("the nonce is too long or has characters that RFC 5802 forbids")
        if not (count.isascii() and count.isdigit()) or count[0] == "0" or len(count) > 10:
            raise self._broken(f"the number of iterations is malformed: i={shown(count[:20])}")
        iterations = int(count)
        if iterations < MIN_ITERATIONS:
            raise self._impostor(
                f"{iterations} iterations are too few: an impostor would make the password cheap to guess; "
                f"a genuine server must store the password anew with at least {MIN_ITERATIONS}"
            )
        if iterations > MAX_ITERATIONS:
            raise self._impostor(f"{iterations} iterations are more than the {MAX_ITERATIONS} accepted here")
        salt = self._decode64(salt_text, "salt")
        if not salt:
            raise self._broken("the salt is empty")
        return nonce.encode("ascii"), salt, iterations

    def _verify(self, message: bytes) -> None:
        """Take the server-final-message: an error, or the proof that the server knows the password."""
        import hmac

        parts = self._attributes(message)
        key, value = parts[0]
        if key == "e":
            raise self.rejected(shown(value))
        if key != "v":
            raise self._broken("the last message must begin with v= or e=")
        if _has(parts[1:], "mve"):
            raise self._broken("the last message has an attribute twice, or one that may not be there")
        if not hmac.compare_digest(self._decode64(value, "signature"), self._server_signature):
            raise self._impostor("the server's signature is wrong: it does not know the password")
        self._complete = True

    def _attributes(self, message: bytes) -> list[tuple[str, str]]:
        """Split ``a=x,b=y``; at least one pair comes back."""
        try:
            text = message.decode("utf-8")
        except UnicodeDecodeError:
            raise self._broken("the message is not UTF-8") from None
        parts = []
        for item in text.split(","):
            key, equals, value = item[:1], item[1:2], item[2:]
            if equals != "=" or not (key.isascii() and key.isalpha()) or not value or "\0" in value:
                raise self._broken("the message is not a list of attributes")
            parts.append((key, value))
        return parts

    def _decode64(self, text: str, what: str) -> bytes:
        from binascii import a2b_base64

        try:
            return a2b_base64(text, strict_mode=True)
        except ValueError:
            raise self._broken(f"the {what} is not base64") from None

    def _broken(self, text: str) -> VirtreachError:
        return ProtocolError(f"{self.name}: {text}")

    def _impostor(self, text: str) -> VirtreachError:
        return ServerNotAuthentic(f"{self.name}: {text}", mechanism=self.name)

    def _advice(self) -> str:
        return (
            "check the name, the password and the realm: SASL users belong to a realm, usually the server's "
            "full host name, and NAME@REALM asks for another"
        )


class ScramSha256(ScramClient):
    """SCRAM-SHA-256 (RFC 7677)."""

    name = "SCRAM-SHA-256"
    hash_name = "sha256"
    __slots__ = ()


class ScramSha256Plus(ScramSha256):
    """SCRAM-SHA-256 bound to the TLS channel."""

    name = "SCRAM-SHA-256-PLUS"
    plus = True
    __slots__ = ()


class ScramSha1(ScramClient):
    """SCRAM-SHA-1 (RFC 5802)."""

    name = "SCRAM-SHA-1"
    hash_name = "sha1"
    __slots__ = ()


class ScramSha1Plus(ScramSha1):
    """SCRAM-SHA-1 bound to the TLS channel."""

    name = "SCRAM-SHA-1-PLUS"
    plus = True
    __slots__ = ()


def _has(parts: list[tuple[str, str]], keys: str) -> bool:
    return any(key in keys for key, _ in parts)


def _escape(name: str) -> str:
    return name.replace("=", "=3D").replace(",", "=2C")
