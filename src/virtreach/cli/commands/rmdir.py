"""`virtreach rmdir`: remove directories of a host."""

from __future__ import annotations

from virtreach.cli.declaration import NO_LIBVIRT, Command, argument, option
from virtreach.cli.remote_files import HOW, HowOptions, do_each

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.cli.context import Context
    from virtreach.files.blocking import BlockingFilesystem

__all__ = ["COMMAND", "RmdirOptions", "run"]


class RmdirOptions(HowOptions):
    """What `rmdir` is given."""

    paths: tuple[str, ...]
    force: bool
    recursive: bool


def run(context: Context, options: RmdirOptions) -> None:
    """Remove each directory in turn; the first failure ends it."""

    def do(there: BlockingFilesystem, path: bytes) -> tuple[str, dict[str, Any]]:
        removed = there.remove_dir(path, recursive=options.recursive, missing_ok=options.force)
        return "removed" if removed else "was not there", {"removed": removed}

    do_each(context, options, options.paths, do)


COMMAND = Command(
    "rmdir",
    "Remove directories of a host.",
    run,
    without=NO_LIBVIRT,
    options=RmdirOptions,
    parameters=(
        argument(
            "paths",
            help="HOST:/PATH, as often as needed.",
            many=True,
            metavar="HOST:PATH",
            suggest="far place",
        ),
        option("--recursive", kind="flag", help="Remove what is in them too; links are not followed."),
        option("-f", "--force", kind="flag", help="What is not there is fine."),
        *HOW,
    ),
)
