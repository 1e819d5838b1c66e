"""Copies from one host to another: through this machine, or straight, run on the source's host."""

from __future__ import annotations

import asyncio
import contextlib
import os
import tempfile
from pathlib import Path

from virtreach.errors import UsageError
from virtreach.errors.files import FileError, Unsupported, VerificationFailed, WrongFileType
from virtreach.errors.text import printable
from virtreach.files.model import Capability, RemotePath, parent_of, part_name
from virtreach.files.safety import OURSELVES, others_may_exchange, way_to
from virtreach.files.ssh import SshRemoteFilesystem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from virtreach.files.base import RemoteFilesystem

__all__ = ["copy_between"]


async def copy_between(
    source: RemoteFilesystem,
    source_path: bytes | str | RemotePath,
    target: RemoteFilesystem,
    target_path: bytes | str | RemotePath,
    *,
    straight_to: str | None = None,
    source_key: str | None = None,
    spool: str | os.PathLike[str] | None = None,
    overwrite: bool = True,
    sparse: bool = False,
    verify: bool = False,
    progress: Callable[[int, int], object] | None = None,
) -> None:
    """Copy a regular file from one host to another; it appears there whole or not at all.

    Args:
        source, source_path: where from.
        target, target_path: where to.
        straight_to: let the source's host copy to this host (as that one calls the target: ``user@name``)
            rather than through this machine. The source has to be an `SshRemoteFilesystem`, and the target's driver has
            to rename. The source's host needs ``scp``, and has to know the target's host key.
        source_key: the private key, a file on the source's host, that it is to log in with; its own
            configuration decides unless given.
        spool: a directory of this machine for a copy on its way; the usual temporary one unless given.
        overwrite, sparse, verify, progress: see `virtreach.files.model.CopyOptions`. Progress through this
            machine counts each byte twice.

    Raises:
        UsageError: the two are one file system and name, or arguments do not go together.
        FileError: see `virtreach.errors.files`.
    """
    old, new = _raw(source, source_path), _raw(target, target_path)
    if source is target and old == new:
        raise UsageError("source and target are the same file")
    if straight_to is not None:
        await _straight(source, old, target, new, straight_to, source_key, overwrite=overwrite, verify=verify)
        return
    if source_key is not None:
        raise UsageError("source_key goes with straight_to")

    def double(second: bool) -> Callable[[int, int], object] | None:
        if progress is None:
            return None
        return lambda done, total: progress(done + total if second else done, 2 * total)

    with tempfile.TemporaryDirectory(prefix="virtreach-", dir=spool) as place:
        here = Path(place) / "data"
        can = Capability.SPARSE in source.capabilities()
        await source.copy_file(
            RemotePath(source.host, old), here, sparse=sparse and can, verify=verify, progress=double(False)
        )
        await target.copy_file(
            here,
            RemotePath(target.host, new),
            overwrite=overwrite,
            sparse=sparse,
            verify=verify,
            progress=double(True),
        )


def _raw(filesystem: RemoteFilesystem, path: bytes | str | RemotePath) -> bytes:
    if isinstance(path, RemotePath):
        if path.host != filesystem.host:
            raise UsageError(
                f"the path is one of {path.host!r}, and the file system that of {filesystem.host!r}"
            )
        path = path.path
    return filesystem.path(path).path


async def _straight(
    source: RemoteFilesystem,
    old: bytes,
    target: RemoteFilesystem,
    new: bytes,
    destination: str,
    key: str | None,
    *,
    overwrite: bool,
    verify: bool,
) -> None:
    if not isinstance(source, SshRemoteFilesystem):
        raise UsageError(f"the driver {source.transport!r} cannot run a copy on its host; 'ssh' can")
    if Capability.RENAME not in target.capabilities():
        raise UsageError(f"the driver {target.transport!r} cannot rename, which a straight copy needs")
    for name, value in (("straight_to", destination), ("source_key", key)):
        if value is not None and (
            not value or value.startswith("-") or not value.isprintable() or " " in value
        ):
            raise UsageError(f"{name} {printable(value)!r} is nothing that can be given to scp")
    found = await source.stat(old)
    if not found.is_file:
        raise WrongFileType(f"is {found.kind}, not a file", host=source.host, path=old)
    *above, ours = await asyncio.gather(*map(target._stat, [*way_to(parent_of(new)), OURSELVES]))
    if any(one.is_symlink or others_may_exchange(one, ours.uid) for one in above):
        # scp writes by a name, and follows links.
        raise Unsupported(
            "a straight copy goes by names, and on the way to it there is a link, or a directory in which others than "
            "root and us may exchange names; copy through this machine",
            host=target.host,
            path=new,
        )
    part = part_name(new)
    # Ours alone, and private, before a byte is in it; scp writes into what is there.
    await target.create_file(part)
    done = False
    try:
        await source.send_straight(old, destination, part, key=key)
        if verify and await target.checksum(part) != await source.checksum(old):
            raise VerificationFailed("the copy differs from its source", host=target.host, path=new)
        await target.rename(part, new, overwrite=overwrite)
        done = True
    finally:
        if not done:
            cleaning = asyncio.ensure_future(_remove(target, part))
            try:
                await asyncio.shield(cleaning)
            except asyncio.CancelledError:
                await cleaning
                raise


async def _remove(target: RemoteFilesystem, part: bytes) -> None:
    with contextlib.suppress(FileError, OSError):
        await target.remove_file(part, missing_ok=True, timeout=10)
