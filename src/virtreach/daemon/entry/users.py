"""The file of users: names and verifiers, never a password.

::

    # name:verifier, as `virtreach.session.sasl.verifiers` has it; a name may have a line for each mechanism
    alice:SCRAM-SHA-256$16384:c2FsdC4uLg==$...:...

The file is looked at again when it has changed, at most once a second, so that changes take effect at once. One that
has become unreadable or malformed changes nothing but the log.
"""

from __future__ import annotations

import os
from hashlib import sha256
from logging import getLogger
from time import monotonic

from virtreach.errors import ConfigError
from virtreach.session.sasl.server_base import ScramVerifier, VerifierSource
from virtreach.session.sasl.verifiers import ITERATIONS, mock_scram, parse_scram, usable_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Entry: TypeAlias = tuple[str, str, str, ScramVerifier | bytes]

__all__ = ["MAX_SIZE", "UserFile", "check_permissions", "parse_entry"]

MAX_SIZE = 16 << 20
"""Bytes of a file of users."""

_log = getLogger("virtreach.daemon")
_LOOK_AGAIN = 1.0
_MACHINE_ID = "/etc/machine-id"


class UserFile(VerifierSource):
    """The users of one daemon.

    Args:
        path: the file.

    Raises:
        ConfigError: it cannot be read or understood, or everybody may read or write it.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        # For made-up verifiers. It outlives reloads and restarts, as true verifiers do.
        self._key = b""
        self._looked = monotonic()
        self._signature: tuple[int, int, int] | None = None
        self._scram: dict[tuple[str, str], ScramVerifier] = {}
        self._digest: dict[tuple[str, str], bytes] = {}
        self._iterations = ITERATIONS
        self._load()

    def scram(self, name: str, hash_name: str) -> ScramVerifier | None:
        """See `VerifierSource.scram`."""
        self._refresh()
        return self._scram.get((name, hash_name))

    def digest(self, name: str, realm: str) -> bytes | None:
        """See `VerifierSource.digest`."""
        self._refresh()
        return self._digest.get((name, realm))

    def mock(self, name: str, hash_name: str) -> ScramVerifier:
        """See `VerifierSource.mock`; iterations are those that most true users have."""
        return mock_scram(name, hash_name, self._key, iterations=self._iterations)

    def _refresh(self) -> None:
        now = monotonic()
        if now - self._looked < _LOOK_AGAIN:
            return
        self._looked = now
        try:
            if _signature(os.stat(self._path)) != self._signature:
                self._load()
        except (OSError, ConfigError) as error:
            _log.error("the users stay as they were: %s", error)

    def _load(self) -> None:
        try:
            with open(self._path, "rb") as file:
                status = os.fstat(file.fileno())
                data = file.read(MAX_SIZE + 1)
        except OSError as error:
            raise ConfigError(f"cannot be read: {error.strerror}", path=self._path) from error
        check_permissions(status, self._path)
        if len(data) > MAX_SIZE:
            raise ConfigError(f"is larger than {MAX_SIZE} bytes", path=self._path)
        scram: dict[tuple[str, str], ScramVerifier] = {}
        digest: dict[tuple[str, str], bytes] = {}
        for number, line in enumerate(data.decode("utf-8", "surrogateescape").splitlines(), 1):
            text = line.strip()
            if not text or text.startswith("#"):
                continue
            try:
                name, _, realm, verifier = parse_entry(text)
            except ValueError as error:
                raise ConfigError(str(error), path=self._path, line=number) from None
            if isinstance(verifier, bytes):
                digest[name, realm] = verifier
            else:
                scram[name, verifier.hash_name] = verifier
        self._scram, self._digest = scram, digest
        self._signature = _signature(status)
        self._key = _mock_key(scram)
        counts = [verifier.iterations for verifier in scram.values()]
        self._iterations = max(set(counts), key=counts.count) if counts else ITERATIONS


def check_permissions(status: os.stat_result, path: str) -> None:
    """Make sure that a file of users is nobody else's business.

    Raises:
        ConfigError: others may read it, or others than its owner may write it.
    """
    if status.st_mode & 0o027:
        raise ConfigError("others may read or write it; take that away with: chmod 0600", path=path)


def parse_entry(text: str) -> Entry:
    """Read a line of a file of users, which is neither empty nor a comment.

    Returns:
        The name, the SASL mechanism, the realm (of DIGEST-MD5; else ""), and the verifier.

    Raises:
        ValueError: it is malformed; the message does not repeat it.
    """
    name, _, written = text.partition(":")
    name = usable_name(name)
    mechanism, _, rest = written.partition("$")
    if mechanism != "DIGEST-MD5":
        return name, mechanism, "", parse_scram(written)
    realm, _, digits = rest.rpartition(":")
    try:
        verifier = bytes.fromhex(digits)
    except ValueError:
        raise ValueError("a part of the verifier is not hexadecimal") from None
    if len(verifier) != 16:
        raise ValueError("a part of the verifier has the wrong length")
    return name, mechanism, realm, verifier


def _mock_key(scram: dict[tuple[str, str], ScramVerifier]) -> bytes:
    """A key that no single user can compute: each knows a secret of the file, his own."""
    if not scram:
        return os.urandom(32)
    try:
        with open(_MACHINE_ID, "rb") as file:
            machine = file.read(64).strip()
    except OSError:
        # Not every system has one.
        machine = b""
    keys = [scram[who].server_key for who in (min(scram), max(scram))]
    return sha256(
        b"made-up verifiers\0" + b"".join(sha256(part).digest() for part in (*keys, machine))
    ).digest()


def _signature(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns
