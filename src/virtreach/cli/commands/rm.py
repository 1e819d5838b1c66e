"""`virtreach rm`: remove files of a host."""

from __future__ import annotations

from virtreach.cli.declaration import NO_LIBVIRT, Command, argument, option
from virtreach.cli.remote_files import HOW, HowOptions, filesystem, remote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "RmOptions", "run"]


class RmOptions(HowOptions):
    """What `rm` is given."""

    paths: tuple[str, ...]
    force: bool


def run(context: Context, options: RmOptions) -> None:
    """Remove each file in turn; the first failure ends it."""
    for text in options.paths:
        place = remote(text)
        with filesystem(context, options, place) as there:
            gone = there.remove_file(place.path, missing_ok=options.force)
        context.output.done(
            f"{place} {'removed' if gone else 'was not there'}", {"path": str(place), "removed": gone}
        )


COMMAND = Command(
    "rm",
    "Remove files of a host.",
    run,
    without=NO_LIBVIRT,
    options=RmOptions,
    parameters=(
        argument("paths", help="HOST:/PATH, as often as needed.", many=True, metavar="HOST:PATH"),
        option("-f", "--force", kind="flag", help="What is not there is fine."),
        *HOW,
    ),
    text="A name is taken literally: '*' is a star. Directories are what 'virtreach rmdir' removes.",
)
