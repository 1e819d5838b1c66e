"""The tables of a state file, its versions, and what a file must be like to be opened.

A state file is an SQLite database. ``objects`` has a row for each object: the hypervisor's path, the kind, the key of
the owner, the key, and the facts as JSON (see `kinds`). ``blocks`` has what is in volumes, 64 KiB a row, without holes.
The version stands in ``user_version``; a migration leads from each version to the next, and a file that is new to us
begins at 0. A file of a later version is left alone.

The file may come from anywhere. It must have our mark (``application_id``) and our tables and nothing else: SQL in it
that is not ours, such as a trigger, is never carried out.
"""

from __future__ import annotations

import os
import sqlite3
import stat

from virtreach.errors import ConfigError

__all__ = [
    "APPLICATION",
    "MIGRATIONS",
    "UNREADABLE",
    "look_at",
    "open_file",
    "open_memory",
    "problem_with",
    "words",
]

APPLICATION = 0x76724853
"""What says in a database's header whose it is."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE objects (place INTEGER PRIMARY KEY, hypervisor TEXT NOT NULL, kind TEXT NOT NULL, "
        "owner TEXT NOT NULL, key TEXT NOT NULL, facts TEXT NOT NULL, UNIQUE (hypervisor, kind, owner, key))",
        "CREATE TABLE blocks (hypervisor TEXT NOT NULL, pool TEXT NOT NULL, volume TEXT NOT NULL, "
        "number INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (hypervisor, pool, volume, number)) "
        "WITHOUT ROWID",
    ),
)
"""Statements that lead from each version to the next."""

UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""What comes of a damaged file."""

_MAGIC = b"SQLite format 3\0"
_HEADER = 100


def look_at(path: str) -> None:
    """Look at a state file without opening it as one: it may be in use. One that is not there is made later.

    Not for a process that has the file open: SQLite's locks would be lost.

    Raises:
        ConfigError: it cannot be used.
    """
    directory = os.path.dirname(path)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        if not os.path.isdir(directory):
            raise ConfigError(f"the directory {directory} is not there", path=path) from None
        return
    except OSError as error:
        raise ConfigError(f"cannot be opened: {error.strerror}", path=path) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise ConfigError("is no regular file", path=path)
        if status.st_uid not in (0, os.geteuid()):
            raise ConfigError(f"belongs to the user {status.st_uid}", path=path)
        if status.st_mode & 0o077:
            raise ConfigError("others may read or write it; take that away with: chmod 0600", path=path)
        head = os.read(descriptor, _HEADER)
    finally:
        os.close(descriptor)
    if not head:
        return
    if len(head) < _HEADER or head[:16] != _MAGIC or int.from_bytes(head[68:72], "big") != APPLICATION:
        raise ConfigError("is no state file of virtreachd; it was left as it is", path=path)
    version = int.from_bytes(head[60:64], "big")
    if version > len(MIGRATIONS):
        text = f"was written by a newer virtreachd (version {version}; this one knows {len(MIGRATIONS)})"
        raise ConfigError(f"{text}; it was left as it is", path=path)


def open_file(path: str) -> sqlite3.Connection:
    """Open a state file, or make it; no other process can open it until it is closed.

    Each transaction is on the disk when it is over (``synchronous=FULL``), also when the power fails.

    Raises:
        ConfigError: it cannot be used.
    """
    look_at(path)
    try:
        # SQLite gives the files beside it the permissions that it has.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        connection = sqlite3.connect(path, timeout=0, isolation_level=None, cached_statements=32)
    except (OSError, sqlite3.Error) as error:
        raise ConfigError(f"cannot be opened: {error}", path=path) from error
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        # Taken at once: the mode alone would wait for the first change.
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        problem = problem_with(connection)
        if problem:
            raise ConfigError(f"{problem}; it was left as it is", path=path)
        migrated = _migrate(connection)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        _checkpoint(connection, needed=migrated)
    except UNREADABLE as error:
        connection.close()
        raise ConfigError(words(error), path=path) from error
    except BaseException:
        connection.close()
        raise
    return connection


def open_memory(data: bytes | None = None) -> sqlite3.Connection:
    """Open a state in memory: an empty one, or the bytes of a state file.

    Raises:
        ConfigError: the bytes are no good.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        if data is not None:
            # WAL needs a file; here stand the versions of the format (SQLite, Database File Format, 1.3).
            connection.deserialize(data[:18] + b"\1\1" + data[20:])
            problem = problem_with(connection)
            if problem:
                raise ConfigError(f"the state {problem}")
        _migrate(connection)
    except UNREADABLE as error:
        connection.close()
        raise ConfigError(f"the state {words(error)}") from error
    except BaseException:
        connection.close()
        raise
    return connection


def problem_with(connection: sqlite3.Connection) -> str:
    """Say what is wrong with a database, or ""."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    found = {sql for (sql,) in connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")}
    if not version and not application and not found:
        return ""
    if application != APPLICATION:
        return "is no state file of virtreachd"
    if not 0 < version <= len(MIGRATIONS):
        return f"has the version {version}; this virtreachd knows {len(MIGRATIONS)}"
    if found != _statements(version):
        return "has other tables than a state file of virtreachd"
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    return "" if verdict == "ok" else f"is damaged: {verdict}"


def _statements(version: int) -> set[str]:
    # What a file of a version has, after all migrations up to it.
    with sqlite3.connect(":memory:") as model:
        for step in MIGRATIONS[:version]:
            for statement in step:
                model.execute(statement)
        found = {sql for (sql,) in model.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")}
    model.close()
    return found


def _checkpoint(connection: sqlite3.Connection, *, needed: bool) -> None:
    """Have the file itself say what the one beside it says.

    Args:
        connection: to the file.
        needed: it has a new version, which `look_at` must find there. Otherwise a full disk is no obstacle: whoever
            only reads shall be served.
    """
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as error:
        if needed or not getattr(error, "sqlite_errorname", "").startswith("SQLITE_FULL"):
            raise


def _migrate(connection: sqlite3.Connection) -> bool:
    # Whether there was something to do.
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == len(MIGRATIONS):
        return False
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in MIGRATIONS[version:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return True


def words(error: Exception) -> str:
    """Say what is wrong with a file that SQLite cannot use."""
    if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
        return "is in use; is another daemon running with it?"
    if isinstance(error, sqlite3.OperationalError):
        return f"cannot be used: {error}"
    return f"is damaged: {error}; it was left as it is"
