"""`virtreach completion`: what a shell needs to complete commands, options and domains."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "CompletionOptions", "run"]


class CompletionOptions(Options):
    """What `completion` is given."""

    shell: str


def run(context: Context, options: CompletionOptions) -> int:
    """Print the shell's script."""
    from virtreach.cli.click_tree import complete

    del context
    return complete(f"{options.shell}_source")


COMMAND = Command(
    "completion",
    "Print the completion script for a shell.",
    run,
    options=CompletionOptions,
    parameters=(argument("shell", help="bash, zsh or fish.", choices=("bash", "zsh", "fish")),),
    text='For bash: eval "$(virtreach completion bash)" in ~/.bashrc. Domains and pools are completed as well, from '
    "the host that the line names.",
)
