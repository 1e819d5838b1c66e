"""Verifiers: made from passwords, checked, and written as text.

::

    SCRAM-SHA-256$16384:SALT$STORED-KEY:SERVER-KEY      base64, as PostgreSQL and RFC 5803 have it
    SCRAM-SHA-1$16384:SALT$STORED-KEY:SERVER-KEY
    DIGEST-MD5$REALM:HEX                                MD5 of name:realm:password

The last is as good as the password to whoever reads it (RFC 2831, 3.9), and quickly guessed from; it is there for
those who must serve DIGEST-MD5.
"""

from __future__ import annotations

from virtreach.session.sasl.saslprep import prepare_name, prepare_password
from virtreach.session.sasl.scram import MAX_ITERATIONS, MIN_ITERATIONS
from virtreach.session.sasl.secret import Secret
from virtreach.session.sasl.server_base import ScramVerifier

__all__ = [
    "ITERATIONS",
    "check_password",
    "digest_verifier",
    "make_scram",
    "mock_scram",
    "parse_scram",
    "scram_text",
    "usable_name",
]

ITERATIONS = 16384
"""How often a new password is hashed: some 10 ms with SHA-256. RFC 7677 asks for 4,096 at least."""

_NAMES = {"SCRAM-SHA-256": "sha256", "SCRAM-SHA-1": "sha1"}
_SIZES = {"sha256": 32, "sha1": 20}
_SALT = 16


def make_scram(
    password: Secret, hash_name: str = "sha256", *, iterations: int = ITERATIONS, salt: bytes | None = None
) -> ScramVerifier:
    """Make the verifier of a password.

    Args:
        password: the password; it is prepared by RFC 4013.
        hash_name: ``sha256`` or ``sha1``.
        iterations: how often it is hashed.
        salt: for tests; by default 16 random bytes.
    """
    from os import urandom

    return _derive(
        prepare_password(password), hash_name, iterations, urandom(_SALT) if salt is None else salt
    )


def _derive(password: Secret, hash_name: str, iterations: int, salt: bytes) -> ScramVerifier:
    import hashlib
    import hmac

    salted = Secret(hashlib.pbkdf2_hmac(hash_name, password.reveal(), salt, iterations))
    client_key = Secret(hmac.digest(salted.reveal(), b"Client Key", hash_name))
    return ScramVerifier(
        hash_name,
        iterations,
        salt,
        hashlib.new(hash_name, client_key.reveal()).digest(),
        hmac.digest(salted.reveal(), b"Server Key", hash_name),
    )


def check_password(password: Secret, verifier: ScramVerifier) -> bool:
    """Whether a password is the one that a verifier was made from. Takes milliseconds."""
    import hmac

    prepared = prepare_password(password)
    right = hmac.compare_digest(
        _derive(prepared, verifier.hash_name, verifier.iterations, verifier.salt).stored_key,
        verifier.stored_key,
    )
    if not right and prepared != password:
        # It may have been stored as it is.
        right = hmac.compare_digest(
            _derive(password, verifier.hash_name, verifier.iterations, verifier.salt).stored_key,
            verifier.stored_key,
        )
    return right


def mock_scram(name: str, hash_name: str, key: bytes, *, iterations: int = ITERATIONS) -> ScramVerifier:
    """A verifier that no password fits; its salt is the same for the same name and key.

    Args:
        name: the name that nobody has.
        hash_name: ``sha256`` or ``sha1``.
        key: secret of this server.
        iterations: what the verifiers of true users have.
    """
    import hmac

    seed = hmac.digest(key, name.encode("utf-8", "surrogateescape"), "sha256")
    size = _SIZES[hash_name]
    return ScramVerifier(
        hash_name,
        iterations,
        seed[:_SALT],
        hmac.digest(key, b"stored" + seed, hash_name)[:size],
        hmac.digest(key, b"server" + seed, hash_name)[:size],
    )


def digest_verifier(name: str, realm: str, password: Secret) -> bytes:
    """MD5 of ``name:realm:password`` (RFC 2831, 2.1.2.1); each in ISO 8859-1 if it can be written so."""
    from virtreach.session.sasl.digest_layer import md5
    from virtreach.session.sasl.digest_md5 import latin

    return md5(b":".join((latin(name.encode()), latin(realm.encode()), latin(password.reveal()))))


def scram_text(verifier: ScramVerifier) -> str:
    """A verifier as text; `parse_scram` reads it."""
    from binascii import b2a_base64

    def encode(data: bytes) -> str:
        return b2a_base64(data, newline=False).decode("ascii")

    name = next(name for name, hash_name in _NAMES.items() if hash_name == verifier.hash_name)
    keys = f"{encode(verifier.stored_key)}:{encode(verifier.server_key)}"
    return f"{name}${verifier.iterations}:{encode(verifier.salt)}${keys}"


def parse_scram(text: str) -> ScramVerifier:
    """Read a verifier.

    Raises:
        ValueError: it is malformed; the message does not repeat it.
    """
    from binascii import a2b_base64

    name, _, rest = text.partition("$")
    parameters, _, keys = rest.partition("$")
    count, _, salt = parameters.partition(":")
    stored, _, server = keys.partition(":")
    hash_name = _NAMES.get(name)
    if hash_name is None:
        raise ValueError("the verifier names no mechanism that is known here")
    if not (count.isascii() and count.isdigit()) or not MIN_ITERATIONS <= int(count[:10]) <= MAX_ITERATIONS:
        raise ValueError(f"a verifier has {MIN_ITERATIONS} to {MAX_ITERATIONS} iterations")
    try:
        decoded = [a2b_base64(part, strict_mode=True) for part in (salt, stored, server)]
    except ValueError:
        raise ValueError("a part of the verifier is not base64") from None
    if not decoded[0] or any(len(part) != _SIZES[hash_name] for part in decoded[1:]):
        raise ValueError("a part of the verifier has the wrong length")
    return ScramVerifier(hash_name, int(count), *decoded)


def usable_name(name: str) -> str:
    """A user name as it is stored and compared.

    Raises:
        ValueError: it cannot be used.
    """
    prepared = prepare_name(name)
    if not prepared or len(prepared) > 256:
        raise ValueError("a user name has 1 to 256 characters")
    return prepared
