"""How a machine shows that it is the right one: `HostKeys`, and changing what is known when it was rebuilt.

Nothing is ever accepted silently. Without any setting the user's and the system's known_hosts files decide, as for the
ssh command; what they do not know is refused.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from virtreach.errors import ConfigError, UsageError
from virtreach.errors.text import printable

__all__ = ["HostKeys", "host_pattern", "remember_host_key", "rotate_host_key"]

_USERS = "~/.ssh/known_hosts"
_SYSTEM = "/etc/ssh/ssh_known_hosts"


@dataclass(frozen=True, slots=True)
class HostKeys:
    """What is known about a machine's host key. All that is given counts; one match is enough.

    Attributes:
        pinned: public keys of this very machine, each a line ``ssh-ed25519 AAAA...``; when there are any, nothing
            else of what is known is asked.
        files: known_hosts files, in OpenSSH's format, ``@cert-authority`` and ``@revoked`` included; a file that is
            not there is empty. None is the user's own and the system's.
        text: known_hosts lines from memory.
        authorities: public keys of certificate authorities that may vouch for any machine's name.
        first_use: a known_hosts file; a machine of which nothing is known is accepted, and its key written there.
            A machine of which another key is known is refused all the same.
    """

    pinned: tuple[str, ...] = ()
    files: tuple[str, ...] | None = None
    text: str = ""
    authorities: tuple[str, ...] = ()
    first_use: str | None = None

    def __post_init__(self) -> None:
        for line in (*self.pinned, *self.authorities):
            if len(line.split()) < 2 or not line.isprintable():
                raise UsageError(f"{printable(line)!r} is no public key; it looks like: ssh-ed25519 AAAA...")

    def known_hosts(self) -> str:
        """Return all known_hosts lines that count, files read anew.

        Raises:
            ConfigError: a file cannot be read.
        """
        files = self.files
        if files is None:
            files = () if self.pinned or self.text or self.authorities else (_USERS, _SYSTEM)
        if self.first_use is not None:
            files = (*files, self.first_use)
        texts = [self.text, *(f"@cert-authority * {line}" for line in self.authorities)]
        return "\n".join([*texts, *(_read(name) for name in files)]) + "\n"


def _read(name: str) -> str:
    path = os.path.expanduser(name)
    try:
        return Path(path).read_text("utf-8", "replace")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ConfigError(f"known hosts cannot be read: {error.strerror}", path=path) from error


def host_pattern(host: str, port: int = 22) -> str:
    """Return a machine's name as known_hosts files write it (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).

    Raises:
        UsageError: the name has characters that mean something in such a file.
    """
    if not host or host.startswith(("#", "|", "@", "!")) or set(host) & set(",*? \t\n\r"):
        raise UsageError(f"{printable(host)!r} cannot stand in a known_hosts file")
    return host if port == 22 else f"[{host}]:{port}"


def remember_host_key(path: str, host: str, port: int, public_key: str) -> None:
    """Add a machine's key to a known_hosts file, which is made with its directory when it is not there.

    Raises:
        OSError: the file cannot be written.
        UsageError: the name cannot stand in such a file.
    """
    line = f"{host_pattern(host, port)} {_one_line(public_key)}\n"
    target = Path(os.path.expanduser(path))
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # One write at the end of the file: several processes may do this at once.
    descriptor = os.open(target, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        if size and os.pread(descriptor, 1, size - 1) != b"\n":
            line = f"\n{line}"
        os.write(descriptor, line.encode())
    finally:
        os.close(descriptor)


def rotate_host_key(path: str, host: str, port: int, public_key: str) -> int:
    """Replace what a known_hosts file knows of a machine by one key: the machine was rebuilt and somebody checked it.

    Lines that name several machines keep the others. Hashed names and patterns are left alone, as nothing says that
    they mean this machine only; ``@revoked`` and ``@cert-authority`` lines as well. The file is replaced as a whole.

    Returns:
        How many lines lost the machine.

    Raises:
        OSError: the file cannot be written; it is as it was.
        UsageError: the name cannot stand in such a file.
    """
    pattern = host_pattern(host, port)
    target = Path(os.path.expanduser(path))
    lines = _read(path).splitlines()
    kept = []
    removed = 0
    for line in lines:
        names, _, rest = line.strip().partition(" ")
        if line.strip().startswith(("#", "@", "|")) or pattern not in names.split(","):
            kept.append(line)
            continue
        removed += 1
        others = ",".join(name for name in names.split(",") if name != pattern)
        if others:
            kept.append(f"{others} {rest}")
    kept.append(f"{pattern} {_one_line(public_key)}")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as sink:
            sink.write("\n".join(kept) + "\n")
            sink.flush()
            os.fsync(sink.fileno())
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
    return removed


def _one_line(public_key: str) -> str:
    words = public_key.split()
    if len(words) < 2:
        raise UsageError(f"{printable(public_key)!r} is no public key; it looks like: ssh-ed25519 AAAA...")
    return " ".join(words[:2])
