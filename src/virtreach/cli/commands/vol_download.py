"""`virtreach vol download`: read a volume into a file."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument, option
from virtreach.cli.failures import USAGE, CommandFailed
from virtreach.cli.files import open_for_writing
from virtreach.cli.lookup import volume
from virtreach.cli.text import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "DownloadOptions", "run"]


class DownloadOptions(Options):
    """What `vol download` is given."""

    volume: str
    file: str
    offset: int
    length: int
    sparse: bool


def run(context: Context, options: DownloadOptions) -> None:
    """Receive the data. After a failure the file holds a part of it."""
    from virtreach.cli.rich_output import progress

    if options.file == "-" and options.sparse:
        raise CommandFailed("--sparse needs a file, not standard output", USAGE)
    with context.connect() as connection:
        source = volume(connection, options.volume)
        total = options.length or max(source.info().capacity - options.offset, 0)
        label = one_line(f"download {source.name}")
        with (
            source.open_download(
                offset=options.offset, length=options.length, sparse=options.sparse
            ) as stream,
            open_for_writing(options.file) as target,
            progress(label, total) as report,
        ):
            received = stream.recv_file(
                target, limit=options.length or None, sparse=options.sparse, progress=report
            )
    if options.file != "-":
        context.output.done(
            f"{received} bytes of {source.pool_name}/{source.name} written to {options.file}",
            {"pool": source.pool_name, "name": source.name, "bytes": received},
        )


COMMAND = Command(
    "vol download",
    "Read a volume into a file.",
    run,
    options=DownloadOptions,
    parameters=(
        argument("volume", help="POOL/NAME, or the volume's path on the host."),
        argument("file", help="Where to, '-' for standard output. What it held is lost.", suggest="file"),
        option("--offset", kind="size", default=0, metavar="BYTES", help="Where in the volume to start."),
        option(
            "--length", kind="size", default=0, metavar="BYTES", help="How much to read; all unless given."
        ),
        option("--sparse", kind="flag", help="Leave holes where the volume has them."),
    ),
    text="Sizes may have a unit of 1024 bytes and its powers: 10K, 512M, 2G, 1T.",
)
