"""The file of users: names and verifiers, never a password.

::

    # name:verifier, as `virtreach.session.sasl.verifiers` has it; a name may have a line for each mechanism
    alice:SCRAM-SHA-256$16384:c2FsdC4uLg==$...:...

The file is looked at again when it has changed, at most once a second, so that changes take effect at once. One that
has become unreadable or malformed changes nothing but the log.
"""

from __future__ import annotations

import os
from logging import getLogger
from time import monotonic

from virtreach.errors import ConfigError
from virtreach.session.sasl.server_base import ScramVerifier, VerifierSource
from virtreach.session.sasl.verifiers import ITERATIONS, mock_scram, parse_scram, usable_name

__all__ = ["UserFile"]

_log = getLogger("virtreach.daemon")
_MAX_SIZE = 16 << 20
_LOOK_AGAIN = 1.0


class UserFile(VerifierSource):
    """The users of one daemon.

    Args:
        path: the file.

    Raises:
        ConfigError: it cannot be read or understood, or everybody may read or write it.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        # For made-up verifiers. It outlives reloads and restarts, as true verifiers do, and only the file knows it.
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
                data = file.read(_MAX_SIZE + 1)
        except OSError as error:
            raise ConfigError(f"cannot be read: {error.strerror}", path=self._path) from error
        if status.st_mode & 0o027:
            raise ConfigError("others may read or write it; take that away with: chmod 0600", path=self._path)
        if len(data) > _MAX_SIZE:
            raise ConfigError(f"is larger than {_MAX_SIZE} bytes", path=self._path)
        scram: dict[tuple[str, str], ScramVerifier] = {}
        digest: dict[tuple[str, str], bytes] = {}
        for number, line in enumerate(data.decode("utf-8", "surrogateescape").splitlines(), 1):
            text = line.strip()
            if not text or text.startswith("#"):
                continue
            try:
                name, _, verifier = text.partition(":")
                name = usable_name(name)
                kind, _, rest = verifier.partition("$")
                if kind == "DIGEST-MD5":
                    realm, _, digits = rest.rpartition(":")
                    digest[name, realm] = bytes.fromhex(digits)
                    if len(digest[name, realm]) != 16:
                        raise ValueError("a part of the verifier has the wrong length")
                else:
                    parsed = parse_scram(verifier)
                    scram[name, parsed.hash_name] = parsed
            except ValueError as error:
                # The message must not repeat the line.
                raise ConfigError(str(error), path=self._path, line=number) from None
        self._scram, self._digest = scram, digest
        self._signature = _signature(status)
        self._key = scram[min(scram)].server_key if scram else os.urandom(32)
        counts = [verifier.iterations for verifier in scram.values()]
        self._iterations = max(set(counts), key=counts.count) if counts else ITERATIONS


def _signature(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns
