"""SCRAM-SHA-256 and SCRAM-SHA-1, server side (RFC 5802, RFC 7677).

The server stores no password (`verifiers`), and shows in its last message that it knows the verifier. Channel binding
is not offered: Python has no binding for TLS 1.3. A client that could bind and saw no offer ("y") is content with that.
"""

from __future__ import annotations

from virtreach.errors.text import printable
from virtreach.session.sasl.saslprep import prepare_name
from virtreach.session.sasl.scram import make_nonce
from virtreach.session.sasl.server_base import ServerMechanism

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from virtreach.session.sasl.server_base import ScramVerifier, VerifierSource

__all__ = ["ScramServer", "ScramSha1Server", "ScramSha256Server"]

_MAX_MESSAGE = 8192


class ScramServer(ServerMechanism):
    """One SCRAM exchange; use the subclass of the hash that is meant.

    Args:
        source: knows the verifiers.
        nonce: where server nonces come from; for tests.
    """

    hash_name = ""
    __slots__ = (
        "_first_bare",
        "_gs2",
        "_known",
        "_make_nonce",
        "_nonce",
        "_server_first",
        "_source",
        "_step",
        "_verifier",
    )

    def __init__(self, source: VerifierSource, *, nonce: Callable[[], str] = make_nonce) -> None:
        super().__init__()
        self._source = source
        self._make_nonce = nonce
        self._step = 0
        self._known = False
        self._verifier: ScramVerifier | None = None
        self._gs2 = self._first_bare = self._server_first = b""
        self._nonce = ""

    def _next(self, data: bytes | None) -> bytes | None:
        if not data:
            if data is None and self._step == 0:
                # The client speaks first; one that did not is asked to with nothing.
                return b""
            raise self._broken("an empty message")
        if len(data) > _MAX_MESSAGE:
            raise self._broken("the message is too long")
        self._step += 1
        return self._challenge(data) if self._step == 1 else self._verify(data)

    def _challenge(self, message: bytes) -> bytes:
        """From client-first-message to server-first-message."""
        from binascii import b2a_base64

        text = self._text(message)
        flag, comma, rest = text.partition(",")
        authzid, second, bare = rest.partition(",")
        if not comma or not second:
            raise self._broken("the first message has no GS2 header")
        if flag.startswith("p="):
            raise self._broken("the client wants to bind to the channel, which was not offered")
        if flag not in ("n", "y"):
            raise self._broken("the first message has a malformed GS2 flag")
        if bare.startswith("m="):
            raise self._broken("the client demands an extension (m=) that is not known here")
        parts = bare.split(",")
        if len(parts) < 2 or parts[0][:2] != "n=" or parts[1][:2] != "r=":
            raise self._broken("the first message must hold n= and r=, in this order")
        name = self._name(parts[0][2:])
        if authzid and (authzid[:2] != "a=" or self._name(authzid[2:]) != name):
            raise self._rejected("acting as another user is not possible")
        nonce = parts[1][2:]
        if not nonce or not all("!" <= char <= "~" for char in nonce):
            raise self._broken("the nonce is missing or has characters that RFC 5802 forbids")
        self.attempted = name
        verifier = self._source.scram(name, self.hash_name)
        # Made for every name: what it costs would tell which ones there are.
        mock = self._source.mock(name, self.hash_name)
        self._known = verifier is not None
        self._verifier = verifier or mock
        self._gs2 = f"{flag},{authzid},".encode()
        self._first_bare = bare.encode()
        self._nonce = nonce + self._make_nonce()
        salt = b2a_base64(self._verifier.salt, newline=False)
        self._server_first = b"r=%b,s=%b,i=%d" % (
            self._nonce.encode("ascii"),
            salt,
            self._verifier.iterations,
        )
        return self._server_first

    def _verify(self, message: bytes) -> bytes:
        """From client-final-message to server-final-message."""
        import hashlib
        import hmac
        from binascii import a2b_base64, b2a_base64

        verifier = self._verifier
        assert verifier is not None
        text = self._text(message)
        without_proof, comma, proof_text = text.rpartition(",p=")
        parts = without_proof.split(",")
        if not comma or len(parts) < 2 or parts[0][:2] != "c=" or parts[1][:2] != "r=":
            raise self._broken("the last message must hold c=, r= and, at its end, p=")
        try:
            binding = a2b_base64(parts[0][2:], strict_mode=True)
            proof = a2b_base64(proof_text, strict_mode=True)
        except ValueError:
            raise self._broken("a part of the last message is not base64") from None
        if binding != self._gs2:
            raise self._broken("the last message repeats another GS2 header than the first one had")
        if parts[1][2:] != self._nonce:
            raise self._broken("the last message has another nonce")
        digest = self.hash_name
        auth_message = b"%b,%b,%b" % (self._first_bare, self._server_first, without_proof.encode())
        signature = hmac.digest(verifier.stored_key, auth_message, digest)
        size = len(signature)
        if len(proof) != size:
            raise self._broken("the proof has the wrong length")
        client_key = (int.from_bytes(proof, "big") ^ int.from_bytes(signature, "big")).to_bytes(size, "big")
        right = hmac.compare_digest(hashlib.new(digest, client_key).digest(), verifier.stored_key)
        if not right or not self._known:
            raise self._rejected("the password is wrong, or nobody has that name")
        self._complete = True
        self.username = self.attempted
        return b"v=" + b2a_base64(hmac.digest(verifier.server_key, auth_message, digest), newline=False)

    def _text(self, message: bytes) -> str:
        try:
            text = message.decode("utf-8")
        except UnicodeDecodeError:
            raise self._broken("the message is not UTF-8") from None
        if "\0" in text:
            raise self._broken("a NUL in the message")
        return text

    def _name(self, text: str) -> str:
        """Undo the escapes of a saslname and prepare it."""
        if text.count("=") != text.count("=2C") + text.count("=3D"):
            raise self._broken("the name has a malformed escape")
        try:
            name = prepare_name(text.replace("=2C", ",").replace("=3D", "="))
        except ValueError as error:
            raise self._broken(f"the name cannot be used: {printable(str(error))}") from None
        if not name or len(name) > 256:
            raise self._broken("the name is empty or too long")
        return name


class ScramSha256Server(ScramServer):
    """SCRAM-SHA-256 (RFC 7677)."""

    name = "SCRAM-SHA-256"
    hash_name = "sha256"
    __slots__ = ()


class ScramSha1Server(ScramServer):
    """SCRAM-SHA-1 (RFC 5802)."""

    name = "SCRAM-SHA-1"
    hash_name = "sha1"
    __slots__ = ()
