"""`virtreach dumpxml`: a domain's XML description."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument, option
from virtreach.cli.lookup import about, domain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "DumpOptions", "run"]

# virDomainXMLFlags
_SECURE, _INACTIVE, _UPDATE_CPU, _MIGRATABLE = 1, 2, 4, 8


class DumpOptions(Options):
    """What `dumpxml` is given."""

    domain: str
    inactive: bool
    secure: bool
    update_cpu: bool
    migratable: bool


def run(context: Context, options: DumpOptions) -> None:
    """Print the XML."""
    flags = (
        (_SECURE if options.secure else 0)
        | (_INACTIVE if options.inactive else 0)
        | (_UPDATE_CPU if options.update_cpu else 0)
        | (_MIGRATABLE if options.migratable else 0)
    )
    with context.connect() as connection:
        found = domain(connection, options.domain)
        xml = found.xml(flags=flags)
    if context.output.json:
        context.output.document({**about(found), "xml": xml})
    else:
        context.output.xml(xml)


COMMAND = Command(
    "dumpxml",
    "Print a domain's XML description.",
    run,
    options=DumpOptions,
    parameters=(
        argument("domain", help="Name, UUID or id.", suggest="domain"),
        option("--inactive", kind="flag", help="The configuration of the next start."),
        option("--secure", kind="flag", help="With passwords; refused on a read-only connection."),
        option("--update-cpu", kind="flag", help="With the processor model spelled out."),
        option("--migratable", kind="flag", help="In the form that another host takes."),
    ),
    text="Into a file or a pipe it goes unchanged, ready for 'define'.",
)
