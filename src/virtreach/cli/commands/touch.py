"""`virtreach touch`: make an empty file on a host."""

from __future__ import annotations

from virtreach.cli.declaration import NO_LIBVIRT, Command, argument, option
from virtreach.cli.remote_files import HOW, HowOptions, do_each

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.cli.context import Context
    from virtreach.files.blocking import BlockingFilesystem

__all__ = ["COMMAND", "TouchOptions", "run"]


class TouchOptions(HowOptions):
    """What `touch` is given."""

    paths: tuple[str, ...]
    parents: bool
    new: bool


def run(context: Context, options: TouchOptions) -> None:
    """Make each file in turn; the first failure ends it."""

    def do(there: BlockingFilesystem, path: bytes) -> tuple[str, dict[str, Any]]:
        created = there.create_file(path, parents=options.parents, exist_ok=not options.new)
        return "made" if created else "was there", {"created": created}

    do_each(context, options, options.paths, do)


COMMAND = Command(
    "touch",
    "Make empty files on a host.",
    run,
    without=NO_LIBVIRT,
    options=TouchOptions,
    parameters=(
        argument(
            "paths",
            help="HOST:/PATH, as often as needed.",
            many=True,
            metavar="HOST:PATH",
            suggest="far place",
        ),
        option("-p", "--parents", kind="flag", help="Make missing directories above."),
        option("--new", kind="flag", help="Fail when the file is there."),
        *HOW,
    ),
    text="A file that is there is left as it is, its times included. A new one may be read by its owner only.",
)
