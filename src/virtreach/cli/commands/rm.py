"""`virtreach rm`: remove files of a host."""

from __future__ import annotations

from virtreach.cli.declaration import NO_LIBVIRT, Command, argument, option
from virtreach.cli.remote_files import HOW, HowOptions, do_each

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.cli.context import Context
    from virtreach.files.blocking import BlockingFilesystem

__all__ = ["COMMAND", "RmOptions", "run"]


class RmOptions(HowOptions):
    """What `rm` is given."""

    paths: tuple[str, ...]
    force: bool


def run(context: Context, options: RmOptions) -> None:
    """Remove each file in turn; the first failure ends it."""

    def do(there: BlockingFilesystem, path: bytes) -> tuple[str, dict[str, Any]]:
        removed = there.remove_file(path, missing_ok=options.force)
        return "removed" if removed else "was not there", {"removed": removed}

    do_each(context, options, options.paths, do)


COMMAND = Command(
    "rm",
    "Remove files of a host.",
    run,
    without=NO_LIBVIRT,
    options=RmOptions,
    parameters=(
        argument(
            "paths",
            help="HOST:/PATH, as often as needed.",
            many=True,
            metavar="HOST:PATH",
            suggest="far place",
        ),
        option("-f", "--force", kind="flag", help="What is not there is fine."),
        *HOW,
    ),
    text="A name is taken literally: '*' is a star. Directories are what 'virtreach rmdir' removes.",
)
