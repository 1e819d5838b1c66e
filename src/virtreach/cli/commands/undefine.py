"""`virtreach undefine`: remove a domain's definition."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument, option
from virtreach.cli.lookup import about, domain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "UndefineOptions", "run"]

# virDomainUndefineFlagsValues
_FLAGS = {
    "managed_save": 1,
    "snapshots_metadata": 2,
    "nvram": 4,
    "keep_nvram": 8,
    "checkpoints_metadata": 16,
    "tpm": 32,
    "keep_tpm": 64,
}


class UndefineOptions(Options):
    """What `undefine` is given; beside this a flag for each thing that goes or stays."""

    domain: str


def run(context: Context, options: UndefineOptions) -> None:
    """Remove it."""
    flags = sum(bit for name, bit in _FLAGS.items() if getattr(options, name))
    with context.connect() as connection:
        found = domain(connection, options.domain)
        found.undefine(flags=flags)
    context.output.done(f"domain {found.name} undefined", {**about(found), "action": "undefined"})


COMMAND = Command(
    "undefine",
    "Remove a domain's definition; a running domain runs on until it stops.",
    run,
    options=UndefineOptions,
    parameters=(
        argument("domain", help="Name, UUID or id.", suggest="domain"),
        option("--managed-save", kind="flag", help="Its saved state goes too."),
        option("--snapshots-metadata", kind="flag", help="What the host knows of its snapshots goes too."),
        option(
            "--checkpoints-metadata", kind="flag", help="What the host knows of its checkpoints goes too."
        ),
        option("--nvram", kind="flag", help="Its firmware's variables go too."),
        option("--keep-nvram", kind="flag", help="Its firmware's variables stay."),
        option("--tpm", kind="flag", help="The state of its TPM goes too."),
        option("--keep-tpm", kind="flag", help="The state of its TPM stays."),
    ),
    text="Its disks stay. A domain that has such things is refused unless it is said what happens to them.",
)
