"""`virtreach mkdir`: make a directory on a host."""

from __future__ import annotations

from virtreach.cli.declaration import NO_LIBVIRT, Command, argument, option
from virtreach.cli.remote_files import HOW, HowOptions, filesystem, remote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "MkdirOptions", "run"]


class MkdirOptions(HowOptions):
    """What `mkdir` is given."""

    paths: tuple[str, ...]
    parents: bool


def run(context: Context, options: MkdirOptions) -> None:
    """Make each directory in turn; the first failure ends it."""
    for text in options.paths:
        place = remote(text)
        with filesystem(context, options, place) as there:
            new = there.create_dir(place.path, parents=options.parents, exist_ok=options.parents)
        context.output.done(f"{place} {'made' if new else 'was there'}", {"path": str(place), "created": new})


COMMAND = Command(
    "mkdir",
    "Make directories on a host.",
    run,
    without=NO_LIBVIRT,
    options=MkdirOptions,
    parameters=(
        argument("paths", help="HOST:/PATH, as often as needed.", many=True, metavar="HOST:PATH"),
        option("-p", "--parents", kind="flag", help="Make those above as well; what is there is fine."),
        *HOW,
    ),
)
