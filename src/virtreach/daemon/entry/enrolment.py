"""Changing the file of users: under a lock, all at once, and leaving alone what is somebody else's.

Comments, empty lines and the order of lines stay. A new content replaces the old one by a rename, so that the daemon,
which looks at the file by itself, sees either; owner, group and permissions are those of the old file, and a new file
is for its owner alone.
"""

from __future__ import annotations

import fcntl
import os
import stat
from contextlib import contextmanager

from virtreach.daemon.entry.users import MAX_SIZE, check_permissions, parse_entry
from virtreach.errors import ConfigError, UsageError
from virtreach.session.sasl.server_base import ScramVerifier
from virtreach.session.sasl.verifiers import (
    ITERATIONS,
    digest_verifier,
    make_scram,
    scram_text,
    usable_name,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from virtreach.session.sasl.secret import Secret

    Kind: TypeAlias = tuple[str, str]

__all__ = ["MECHANISMS", "Enrolment", "open_enrolment"]

MECHANISMS = ("SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5")
"""Mechanisms that have verifiers of their own; PLAIN is checked against any of SCRAM's."""

_HASHES = {"SCRAM-SHA-256": "sha256", "SCRAM-SHA-1": "sha1"}


class Enrolment:
    """A file of users while it is being changed.

    Args:
        lines: of the file.
        path: for messages.

    Raises:
        ConfigError: a line is malformed.
    """

    def __init__(self, lines: Sequence[str], path: str) -> None:
        # Each line with whose it is, of which mechanism and realm; nobody's for comments.
        self._lines: list[tuple[str, str, Kind]] = []
        self._iterations: dict[tuple[str, Kind], int] = {}
        for number, line in enumerate(lines, 1):
            text = line.strip()
            if not text or text.startswith("#"):
                self._lines.append((line, "", ("", "")))
                continue
            try:
                name, mechanism, realm, verifier = parse_entry(text)
            except ValueError as error:
                raise ConfigError(str(error), path=path, line=number) from None
            self._lines.append((line, name, (mechanism, realm)))
            if isinstance(verifier, ScramVerifier):
                self._iterations[name, (mechanism, realm)] = verifier.iterations

    def text(self) -> str:
        """The file's new content."""
        return "".join(f"{line}\n" for line, _, _ in self._lines)

    def users(self) -> list[tuple[str, str, str, int | None]]:
        """List name, mechanism, realm and iterations of each verifier, in the order of the file."""
        return [
            (name, kind[0], kind[1], self._iterations.get((name, kind)))
            for _, name, kind in self._lines
            if name
        ]

    def put(
        self,
        name: str,
        password: Secret,
        *,
        mechanisms: Sequence[str] = (),
        realm: str = "",
        iterations: int = ITERATIONS,
    ) -> bool:
        """Give a user a password; the old one is of no use any more, whatever mechanism it was for.

        Args:
            name: the user's.
            password: the new one.
            mechanisms: what it shall be for; empty for what it is for now, or SCRAM-SHA-256 for a new user.
            realm: of DIGEST-MD5, when that is among the mechanisms.
            iterations: how often SCRAM hashes it.

        Returns:
            Whether the user is new.

        Raises:
            UsageError: the name or the password cannot be used.
        """
        if not password.reveal() or b"\0" in password.reveal():
            raise UsageError("a password is not empty, and has no NUL in it")
        name = _name_of_line(name)
        now = [kind for _, owner, kind in self._lines if owner == name]
        wanted = [(one, realm if one == "DIGEST-MD5" else "") for one in dict.fromkeys(mechanisms)]
        wanted = wanted or now or [("SCRAM-SHA-256", "")]
        made = {kind: _entry(name, kind, password, iterations) for kind in wanted}
        place = next((place for place, line in enumerate(self._lines) if line[1] == name), len(self._lines))
        self._remove(name)
        self._lines[place:place] = [(line, name, kind) for kind, line in made.items()]
        self._iterations.update({(name, kind): iterations for kind in wanted if kind[0] in _HASHES})
        return not now

    def remove(self, name: str) -> bool:
        """Take a user out; False when there is no such user."""
        try:
            return self._remove(usable_name(name))
        except ValueError:
            return False

    def _remove(self, name: str) -> bool:
        before = len(self._lines)
        self._lines = [line for line in self._lines if line[1] != name]
        return len(self._lines) < before


def _name_of_line(name: str) -> str:
    """A name as it will be read again."""
    try:
        prepared = usable_name(name)
    except ValueError as error:
        raise UsageError(str(error)) from None
    if (
        ":" in prepared
        or prepared.startswith("#")
        or prepared != prepared.strip()
        or not prepared.isprintable()
    ):
        raise UsageError("a user name has no colon, no # at its beginning, and no blanks at its ends")
    return prepared


def _entry(name: str, kind: Kind, password: Secret, iterations: int) -> str:
    mechanism, realm = kind
    if mechanism in _HASHES:
        return f"{name}:{scram_text(make_scram(password, _HASHES[mechanism], iterations=iterations))}"
    return f"{name}:{mechanism}${realm}:{digest_verifier(name, realm, password).hex()}"


@contextmanager
def open_enrolment(path: str, *, write: bool = True, create: bool = False) -> Iterator[Enrolment]:
    """Open a file of users; what has changed is written at the end of the block, unless that raises.

    Args:
        path: the file. A symbolic link is not followed.
        write: it may be changed; nobody else can meanwhile.
        create: an absent file counts as an empty one, and is made.

    Raises:
        ConfigError: it cannot be read or written, others may read it, or a line is malformed.
    """
    try:
        descriptor = _locked(path, write=write, create=create)
    except OSError as error:
        why = "is a symbolic link" if os.path.islink(path) else f"cannot be opened: {error.strerror}"
        raise ConfigError(why, path=path) from error
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise ConfigError("is no plain file", path=path)
        check_permissions(status, path)
        data = file.read(MAX_SIZE + 1)
        if len(data) > MAX_SIZE:
            raise ConfigError(f"is larger than {MAX_SIZE} bytes", path=path)
        before = data.decode("utf-8", "surrogateescape")
        enrolment = Enrolment(before.splitlines(), path)
        yield enrolment
        after = enrolment.text()
        if write and after != before:
            try:
                _replace(path, after.encode("utf-8", "surrogateescape"), status)
            except OSError as error:
                raise ConfigError(f"cannot be written: {error.strerror}", path=path) from error


def _locked(path: str, *, write: bool, create: bool) -> int:
    """Open a file and lock it; the lock is of the file that is there now, and not of one that was replaced."""
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    while True:
        descriptor = os.open(path, flags | os.O_CREAT if create else flags, 0o600)
        try:
            if not write:
                return descriptor
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            found = os.stat(path, follow_symlinks=False)
            if os.path.samestat(found, os.fstat(descriptor)):
                return descriptor
        except FileNotFoundError:
            # It was taken away while we waited for the lock.
            pass
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _replace(path: str, data: bytes, old: os.stat_result) -> None:
    """Put a new file in the place of an old one, for good when this returns."""
    directory, name = os.path.split(os.path.abspath(path))
    temporary = os.path.join(directory, f".{name}.new")
    try:
        # We have the lock: what is there is left over from somebody who was killed.
        os.unlink(temporary)
    except FileNotFoundError:
        pass
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    with open(os.open(temporary, flags, 0o600), "wb") as file:
        try:
            if (old.st_uid, old.st_gid) != (os.geteuid(), os.getegid()):
                os.fchown(file.fileno(), old.st_uid, old.st_gid)
            os.fchmod(file.fileno(), old.st_mode & 0o777)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.rename(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    above = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(above)
    finally:
        os.close(above)
