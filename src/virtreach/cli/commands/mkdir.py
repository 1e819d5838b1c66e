"""`virtreach mkdir`: make a directory on a host."""

from __future__ import annotations

from virtreach.cli.declaration import NO_LIBVIRT, Command, argument, option
from virtreach.cli.remote_files import HOW, HowOptions, do_each

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.cli.context import Context
    from virtreach.files.blocking import BlockingFilesystem

__all__ = ["COMMAND", "MkdirOptions", "run"]


class MkdirOptions(HowOptions):
    """What `mkdir` is given."""

    paths: tuple[str, ...]
    parents: bool


def run(context: Context, options: MkdirOptions) -> None:
    """Make each directory in turn; the first failure ends it."""

    def do(there: BlockingFilesystem, path: bytes) -> tuple[str, dict[str, Any]]:
        created = there.create_dir(path, parents=options.parents, exist_ok=options.parents)
        return "made" if created else "was there", {"created": created}

    do_each(context, options, options.paths, do)


COMMAND = Command(
    "mkdir",
    "Make directories on a host.",
    run,
    without=NO_LIBVIRT,
    options=MkdirOptions,
    parameters=(
        argument(
            "paths",
            help="HOST:/PATH, as often as needed.",
            many=True,
            metavar="HOST:PATH",
            suggest="far place",
        ),
        option("-p", "--parents", kind="flag", help="Make those above as well; what is there is fine."),
        *HOW,
    ),
)
