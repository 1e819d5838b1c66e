"""`virtreach sync`: make a directory the same as another one, to a host or from it."""

from __future__ import annotations

import os
import sys

from virtreach.cli.declaration import NO_LIBVIRT, Command, argument, option
from virtreach.cli.remote_files import HOW, HowOptions, filesystem, local_or_remote
from virtreach.cli.text import one_line
from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "SyncOptions", "run"]


class SyncOptions(HowOptions):
    """What `sync` is given."""

    source: str
    target: str
    delete: bool
    sparse: bool
    compress: bool
    limit: int | None


def run(context: Context, options: SyncOptions) -> None:
    """Copy what differs."""
    from virtreach.cli.rich_output import progress

    source, target = local_or_remote(options.source), local_or_remote(options.target)
    if (source.host is None) == (target.host is None):
        raise UsageError(
            "one of the two directories has to be on a host (host:/path), the other on this machine"
        )
    with (
        filesystem(context, options, source if source.host is not None else target) as there,
        progress(one_line(f"sync {source}"), None) as report,
    ):
        ends = [
            there.path(place.path) if place.host is not None else os.fsdecode(place.path)
            for place in (source, target)
        ]
        found = there.copy_tree(
            *ends,
            delete=options.delete,
            sparse=options.sparse,
            compress=options.compress,
            limit=options.limit,
            progress=report,
        )
    if found.skipped:
        print(
            f"virtreach: warning: {found.skipped} left out: links, fifos and the like are not copied",
            file=sys.stderr,
        )
    context.output.done(
        f"{target} is like {source}: {found.copied} copied, {found.removed} removed",
        {
            "source": str(source),
            "target": str(target),
            "action": "synchronized",
            "copied": found.copied,
            "removed": found.removed,
            "skipped": found.skipped,
        },
    )


COMMAND = Command(
    "sync",
    "Make a directory the same as another, to a host or from it.",
    run,
    without=NO_LIBVIRT,
    options=SyncOptions,
    parameters=(
        argument("source", help="A directory here, or HOST:/PATH.", suggest="place"),
        argument("target", help="The same; made unless it is there.", suggest="place"),
        option("--delete", kind="flag", help="Remove from the target what the source does not have."),
        option("--sparse", kind="flag", help="Leave holes and runs of zeros out."),
        option("--compress", kind="flag", help="Compress on the way."),
        option("--limit", kind="size", metavar="BYTES", help="Bytes a second, for each file."),
        *HOW,
    ),
    text="Regular files and directories, with modes and times. Links, fifos and the like are left out, and counted on "
    "standard error. Files of the same size and time are not copied again.",
)
