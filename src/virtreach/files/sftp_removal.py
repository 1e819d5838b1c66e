"""Directories with all that is in them, removed by SFTP, whose requests go by names.

Whoever owns a directory in a tree may exchange the names in it for links that lead out, at any time. So each directory
is moved into a private one beside the top before anything in it is named: in there nobody else reaches its name. What
cannot be removed is moved back. Where others own the directory around the top, they may exchange that private one too.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from typing import TYPE_CHECKING

from virtreach.errors.files import FileError, FileNotFound
from virtreach.files.model import part_name
from virtreach.files.safety import others_may_exchange

if TYPE_CHECKING:
    from virtreach.files.sftp import SftpRemoteFilesystem

__all__ = ["SftpRemoval"]

_PATH_MAX = 4096
_RETURNING = 10.0


class _Level:
    """A directory on the way down: where it is now and was before, and the directories in it that are left."""

    def __init__(self, path: bytes, origin: bytes | None, length: int) -> None:
        self.path = path
        self.origin = origin
        self.length = length
        self.left: list[bytes] = []


class SftpRemoval:
    """One removal."""

    def __init__(self, there: SftpRemoteFilesystem) -> None:
        self._there = there
        self._place: bytes | None = None

    async def empty(self, path: bytes) -> None:
        """Remove all that is in a directory.

        Raises:
            FileError: something cannot be removed; it is where it was.
        """
        levels = [_Level(path, None, len(path))]
        try:
            await self._list(levels[-1])
            while levels[-1].left or len(levels) > 1:
                if levels[-1].left:
                    await self._descend(levels, path)
                else:
                    with contextlib.suppress(FileNotFound):
                        await self._there._remove_empty(levels[-1].path)
                    levels.pop()
        finally:
            if self._place is not None:
                ending = asyncio.ensure_future(self._end(levels))
                try:
                    await asyncio.shield(ending)
                except asyncio.CancelledError:
                    await ending
                    raise

    async def _list(self, level: _Level) -> None:
        """Remove the files of a directory and note its directories. Somebody else may be removing as well."""
        with contextlib.suppress(FileNotFound):
            for name, about in (await self._there._list(level.path)).items():
                if about.is_dir:
                    level.left.append(name)
                else:
                    with contextlib.suppress(FileNotFound):
                        await self._there._remove_file(level.path.rstrip(b"/") + b"/" + name)

    async def _descend(self, levels: list[_Level], top: bytes) -> None:
        above = levels[-1]
        name = above.left.pop()
        if above.length + len(name) >= _PATH_MAX:
            raise FileError("directories without end", host=self._there.host, path=top)
        origin = above.path.rstrip(b"/") + b"/" + name
        if self._place is None:
            place = part_name(top)
            await self._there._make_private(place)
            self._place = place
        inside = self._place + b"/" + secrets.token_hex(8).encode()
        try:
            await self._there._move(origin, inside)
        except FileNotFound:
            return
        except FileError:
            # An empty one goes all the same. Some directories cannot be moved (overlayfs, mounts).
            try:
                await self._there._remove_empty(origin)
            except FileNotFound:
                return
            except FileError:
                if others_may_exchange(await self._there._stat(above.path), None):
                    raise
            else:
                return
            levels.append(_Level(origin, None, above.length + 1 + len(name)))
        else:
            levels.append(_Level(inside, origin, above.length + 1 + len(name)))
            if not (await self._there._stat(inside)).is_dir:
                await self._there._remove_file(inside)
                levels.pop()
                return
        await self._list(levels[-1])

    async def _end(self, levels: list[_Level]) -> None:
        """Move back what is left, the innermost first, and remove the private directory."""
        with contextlib.suppress(Exception):
            async with asyncio.timeout(_RETURNING):
                for level in reversed(levels):
                    if level.origin is not None:
                        await self._there._move(level.path, level.origin)
                assert self._place is not None
                await self._there._remove_empty(self._place)
