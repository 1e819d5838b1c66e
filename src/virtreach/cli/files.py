"""Files on this side: those named on the command line, and ``-``."""

from __future__ import annotations

import contextlib
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

__all__ = ["open_for_reading", "open_for_writing", "open_whole", "read_text", "write_all", "write_whole"]


def read_text(name: str) -> str:
    """Read a text file, ``-`` for standard input.

    Raises:
        CommandFailed: it is not UTF-8.
        OSError: it cannot be read.
    """
    with open_for_reading(name) as file:
        data = file.read()
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        from virtreach.cli.failures import FILE, CommandFailed

        raise CommandFailed(f"{name}: not UTF-8 text (byte {error.start})", FILE) from error


def open_for_reading(name: str) -> BinaryIO:
    """Open a binary file, ``-`` for standard input, which stays open when the result is closed."""
    return open(0 if name == "-" else name, "rb", closefd=name != "-")


def open_for_writing(name: str) -> BinaryIO:
    """Open a binary file and empty it, ``-`` for standard output, which stays open when the result is closed."""
    if name == "-":
        sys.stdout.flush()
        return open(1, "wb", closefd=False)
    return open(name, "wb")


def write_whole(name: str, data: bytes) -> None:
    """Write a file in one go: it has its old contents or the new ones, never a part; ``-`` for standard output."""
    with open_whole(name) as file:
        file.write(data)


@contextlib.contextmanager
def open_whole(name: str) -> Iterator[BinaryIO]:
    """Open a file that has its old contents until all of the new ones are written, and keeps them after an error.

    Standard output (``-``), devices and pipes, and files in directories where no new one can be made are written as the
    data come.
    """
    import tempfile

    made = None
    target = os.path.realpath(name)
    if name != "-" and (os.path.isfile(target) or not os.path.exists(target)):
        try:
            made = tempfile.mkstemp(prefix=".virtreach-", dir=os.path.dirname(target))
        except OSError:
            # No new file can be made there; whether the old one can be written is about to be seen.
            made = None
    if made is None:
        with open_for_writing(name) as file:
            yield file
        return
    descriptor, temporary = made
    try:
        with open(descriptor, "wb") as file:
            yield file
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def write_all(descriptor: int, data: bytes) -> None:
    """Write bytes to a descriptor, however many it takes at once."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
