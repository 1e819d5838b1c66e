"""`virtreach vol upload`: write a file into a volume."""

from __future__ import annotations

import os

from virtreach.cli.declaration import Command, Options, argument, option
from virtreach.cli.files import open_for_reading
from virtreach.cli.lookup import volume
from virtreach.cli.text import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

    from virtreach.cli.context import Context

__all__ = ["COMMAND", "UploadOptions", "run"]


class UploadOptions(Options):
    """What `vol upload` is given."""

    volume: str
    file: str
    offset: int
    length: int
    sparse: bool


def run(context: Context, options: UploadOptions) -> None:
    """Send the file; it is stored when this returns."""
    from virtreach.cli.rich_output import progress

    with open_for_reading(options.file) as source, context.connect() as connection:
        target = volume(connection, options.volume)
        total = _size(source, options.length)
        label = one_line(f"upload {target.name}")
        with (
            target.open_upload(offset=options.offset, length=options.length, sparse=options.sparse) as stream,
            progress(label, total) as report,
        ):
            sent = stream.send_file(
                source, length=options.length or None, sparse=options.sparse, progress=report
            )
        context.output.done(
            f"{sent} bytes of {options.file} written to {target.pool_name}/{target.name}",
            {"pool": target.pool_name, "name": target.name, "bytes": sent},
        )


def _size(source: BinaryIO, length: int) -> int | None:
    """How many bytes will be sent, if that can be known."""
    if length:
        return length
    size = os.fstat(source.fileno()).st_size
    return size or None


COMMAND = Command(
    "vol upload",
    "Write a file into a volume.",
    run,
    options=UploadOptions,
    parameters=(
        argument("volume", help="POOL/NAME, or the volume's path on the host."),
        argument("file", help="What to write, '-' for standard input.", suggest="file"),
        option("--offset", kind="size", default=0, metavar="BYTES", help="Where in the volume to start."),
        option(
            "--length", kind="size", default=0, metavar="BYTES", help="How much to write; all unless given."
        ),
        option(
            "--sparse",
            kind="flag",
            help="Send holes as holes. They do not overwrite what the volume held, so use it with fresh volumes.",
        ),
    ),
    text="Sizes may have a unit of 1024 bytes and its powers: 10K, 512M, 2G, 1T.",
)
