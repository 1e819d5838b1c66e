"""`virtreach screenshot`: a picture of a guest's screen."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument, option
from virtreach.cli.files import write_whole
from virtreach.cli.lookup import about, domain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "ScreenshotOptions", "run"]

_PNG = "image/png"
# A screen of 8192 x 8192 pixels has 192 MiB as PPM; more is a host that sends without end.
_PICTURE_MAX = 256 << 20


class ScreenshotOptions(Options):
    """What `screenshot` is given."""

    domain: str
    file: str
    screen: int


def run(context: Context, options: ScreenshotOptions) -> None:
    """Fetch the picture; a PPM becomes a PNG when the file's name asks for it."""
    from io import BytesIO

    with context.connect() as connection:
        found = domain(connection, options.domain)
        kind, stream = found.screenshot(options.screen)
        picture = BytesIO()
        with stream:
            stream.recv_file(picture, limit=_PICTURE_MAX)
    data = picture.getvalue()
    if options.file.lower().endswith(".png") and data.startswith(b"P6"):
        from virtreach.cli.png import from_ppm

        data, kind = from_ppm(data), _PNG
    write_whole(options.file, data)
    if options.file != "-":
        context.output.done(
            f"{len(data)} bytes of {kind} written to {options.file}",
            {**about(found), "type": kind, "bytes": len(data), "file": options.file},
        )


COMMAND = Command(
    "screenshot",
    "Save a picture of a guest's screen.",
    run,
    options=ScreenshotOptions,
    parameters=(
        argument("domain", help="Name, UUID or id.", suggest="domain"),
        argument("file", help="Where to, '-' for standard output.", suggest="file"),
        option("--screen", kind="integer", default=0, metavar="NUMBER", help="Which head, counted from 0."),
    ),
    text="The format is the host's choice, mostly PNG or PPM; a PPM is turned into a PNG when FILE ends in .png.",
)
