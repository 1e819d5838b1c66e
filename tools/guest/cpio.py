"""Write a cpio archive in the "newc" form that Linux takes as its initial file system.

Format: Documentation/driver-api/early-userspace/buffer-format.rst in the Linux sources.
"""

from __future__ import annotations

__all__ = ["Archive"]

_DIRECTORY = 0o040000
_REGULAR = 0o100000
_SYMLINK = 0o120000
_CHARACTER = 0o020000


class Archive:
    """An archive that grows in memory; owner is root and every date is 1970, so bytes are reproducible."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._inode = 0

    def directory(self, path: str, mode: int = 0o755) -> None:
        """Add a directory. Parents must be added before."""
        self._entry(path, _DIRECTORY | mode)

    def file(self, path: str, data: bytes, *, executable: bool = False) -> None:
        """Add a regular file."""
        self._entry(path, _REGULAR | (0o755 if executable else 0o644), data)

    def symlink(self, path: str, target: str) -> None:
        """Add a symbolic link."""
        self._entry(path, _SYMLINK | 0o777, target.encode())

    def character_device(self, path: str, major: int, minor: int) -> None:
        """Add a character device node, mode 600."""
        self._entry(path, _CHARACTER | 0o600, device=(major, minor))

    def finish(self) -> bytes:
        """Close the archive.

        Returns:
            Its bytes.
        """
        self._inode = -1
        self._entry("TRAILER!!!", 0)
        return b"".join(self._parts)

    def _entry(self, path: str, mode: int, data: bytes = b"", device: tuple[int, int] = (0, 0)) -> None:
        self._inode += 1
        name = path.lstrip("/").encode() + b"\0"
        fields = (self._inode, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(name), 0)
        head = b"070701" + b"".join(b"%08X" % value for value in fields) + name
        self._parts += [head, bytes(-len(head) % 4), data, bytes(-len(data) % 4)]
