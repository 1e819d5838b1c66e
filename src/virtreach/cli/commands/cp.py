"""`virtreach cp`: copy a file to a host, from it, or from one to another."""

from __future__ import annotations

import os
from contextlib import ExitStack

from virtreach.cli.declaration import NO_LIBVIRT, Command, argument, option
from virtreach.cli.remote_files import HOW, HowOptions, Place, as_host, filesystem, local_or_remote
from virtreach.cli.text import one_line
from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.cli.context import Context

__all__ = ["COMMAND", "CpOptions", "run"]


class CpOptions(HowOptions):
    """What `cp` is given."""

    source: str
    target: str
    keep: bool
    sparse: bool
    preserve: bool
    verify: bool
    compress: bool
    resume: bool
    parents: bool
    limit: int | None


def run(context: Context, options: CpOptions) -> None:
    """Copy; the target is whole when this returns, and as it was when it fails."""
    from virtreach.cli.rich_output import progress

    source, target = local_or_remote(options.source), local_or_remote(options.target)
    if source.host is None and target.host is None:
        better = next((text for text in (options.source, options.target) if as_host(text) != as_host("")), "")
        raise UsageError(f"both names are on this machine; write {as_host(better)} for that of a host")
    if target.path.endswith(b"/"):
        target = Place(target.path + source.path.rstrip(b"/").rpartition(b"/")[2], target.host, target.user)
    done = [0]
    with progress(one_line(f"cp {source}"), None) as report, ExitStack() as stack:

        def tell(reached: int, total: int) -> None:
            done[0] = total
            if report is not None:
                report(reached, total)

        if source.host is not None and target.host is not None:
            _between(context, options, source, target, stack, tell)
        else:
            there = stack.enter_context(
                filesystem(context, options, source if source.host is not None else target)
            )
            ends = [
                there.path(place.path) if place.host is not None else os.fsdecode(place.path)
                for place in (source, target)
            ]
            there.copy_file(
                *ends, overwrite=not options.keep, parents=options.parents, progress=tell, **_asked(options)
            )
    context.output.done(
        f"{done[0]} bytes copied to {target}",
        {"source": str(source), "target": str(target), "bytes": done[0], "action": "copied"},
    )


def _asked(options: CpOptions) -> dict[str, Any]:
    return {
        "sparse": options.sparse,
        "preserve": options.preserve,
        "verify": options.verify,
        "compress": options.compress,
        "resume": options.resume,
        "limit": options.limit,
    }


def _between(
    context: Context,
    options: CpOptions,
    source: Place,
    target: Place,
    stack: ExitStack,
    tell: Callable[[int, int], object],
) -> None:
    from virtreach.files.between import copy_between

    for name in ("preserve", "compress", "resume", "parents", "limit"):
        if getattr(options, name):
            raise UsageError(f"--{name} does not go with a copy from host to host")
    one = stack.enter_context(filesystem(context, options, source))
    other = stack.enter_context(filesystem(context, options, target))
    # Both are worked with in one loop; nothing has been opened in the other's.
    one.call(
        copy_between(
            one.inner,
            source.path,
            other.inner,
            target.path,
            overwrite=not options.keep,
            sparse=options.sparse,
            verify=options.verify,
            progress=lambda reached, total: tell(reached // 2, total // 2),
        )
    )
    one.call(other.inner.aclose())


COMMAND = Command(
    "cp",
    "Copy a file to a host, from it, or between hosts.",
    run,
    without=NO_LIBVIRT,
    options=CpOptions,
    parameters=(
        argument("source", help="A file here, or HOST:/PATH.", suggest="place"),
        argument("target", help="The same; ending in '/', the directory to put it in.", suggest="place"),
        option("-n", "--keep", kind="flag", help="Fail when the target is there, rather than replace it."),
        option("--sparse", kind="flag", help="Leave holes and runs of zeros out."),
        option(
            "-p",
            "--preserve",
            kind="flag",
            help="Keep mode and times; else only the owner may read the copy.",
        ),
        option("--verify", kind="flag", help="Read the copy again and compare."),
        option("--compress", kind="flag", help="Compress on the way."),
        option("--resume", kind="flag", help="Keep what has arrived when it fails, and go on from there."),
        option("--parents", kind="flag", help="Make missing directories above the target."),
        option("--limit", kind="size", metavar="BYTES", help="Bytes a second."),
        *HOW,
    ),
    text="The target appears whole or not at all. A name with a colon on this machine is written ./NAME. Directories "
    "are what 'virtreach sync' copies.",
)
