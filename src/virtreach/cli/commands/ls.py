"""`virtreach ls`: the entries of a directory of a host."""

from __future__ import annotations

import os
import stat

from virtreach.cli.declaration import NO_LIBVIRT_READING, Command, argument
from virtreach.cli.remote_files import HOW, HowOptions, filesystem, remote
from virtreach.cli.words import size_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.cli.context import Context
    from virtreach.files.model import FileStat

__all__ = ["COMMAND", "LsOptions", "run"]

_COLUMNS = (("mode_text", "MODE"), (">size_text", "SIZE"), ("name", "NAME"))


class LsOptions(HowOptions):
    """What `ls` is given."""

    path: str


def run(context: Context, options: LsOptions) -> None:
    """List by name; something else than a directory is listed itself."""
    place = remote(options.path)
    with filesystem(context, options, place) as there:
        found = there.stat(place.path)
        entries = there.list(place.path) if found.is_dir else {place.path.rpartition(b"/")[2]: found}
    records = [_describe(name, entry) for name, entry in entries.items()]
    if not context.output.json:
        for record, entry in zip(records, entries.values(), strict=True):
            record["mode_text"] = stat.filemode(entry.mode)
            record["size_text"] = size_text(entry.size) if entry.is_file else "-"
    context.output.rows(_COLUMNS, records)


def _describe(name: bytes, entry: FileStat) -> dict[str, Any]:
    return {
        "name": os.fsdecode(name),
        "mode": stat.S_IMODE(entry.mode),
        "type": "directory"
        if entry.is_dir
        else "file"
        if entry.is_file
        else "link"
        if entry.is_symlink
        else "other",
        "size": entry.size,
        "mtime": entry.mtime,
        "uid": entry.uid,
        "gid": entry.gid,
    }


COMMAND = Command(
    "ls",
    "List a directory of a host.",
    run,
    without=NO_LIBVIRT_READING,
    options=LsOptions,
    parameters=(argument("path", help="HOST:/PATH.", metavar="HOST:PATH", suggest="far place"), *HOW),
    text="With --json, sizes are in bytes, 'mode' is a number, and 'mtime' is in seconds since 1970.",
)
