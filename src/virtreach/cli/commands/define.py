"""`virtreach define`: make a domain known, or change its definition."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument, option
from virtreach.cli.files import read_text
from virtreach.cli.lookup import about

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "DefineOptions", "run"]

# VIR_DOMAIN_DEFINE_VALIDATE
_VALIDATE = 1


class DefineOptions(Options):
    """What `define` is given."""

    file: str
    validate: bool


def run(context: Context, options: DefineOptions) -> None:
    """Read the XML and define it."""
    xml = read_text(options.file)
    with context.connect() as connection:
        made = connection.domains.define_xml(xml, flags=_VALIDATE if options.validate else 0)
    context.output.done(f"domain {made.name} defined", {**about(made), "action": "defined"})


COMMAND = Command(
    "define",
    "Make a domain known, or change its definition; it is not started.",
    run,
    options=DefineOptions,
    parameters=(
        argument("file", help="The domain's XML, '-' for standard input.", suggest="file"),
        option("--validate", kind="flag", help="Check it against libvirt's schema."),
    ),
)
