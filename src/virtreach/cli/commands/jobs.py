"""`virtreach jobs`: commands that were started to run on without us."""

from __future__ import annotations

import sys
import time

from virtreach.cli.declaration import NO_LIBVIRT, Command, argument, option
from virtreach.cli.failures import CommandFailed
from virtreach.cli.nodes import PRIVILEGES, PrivilegeOptions, SelectOptions, privileges, with_remotes
from virtreach.cli.reaching import NODE, REACH
from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.cli.context import Context
    from virtreach.shell.base import Remote
    from virtreach.shell.jobs import Job, JobState

__all__ = ["COMMAND", "JobsOptions", "run"]

_COLUMNS = (
    ("job", "JOB"),
    ("state", "STATE"),
    (">status", "STATUS"),
    ("began", "BEGAN"),
    (">stdout_size", "OUTPUT"),
    ("command", "COMMAND"),
)
_PIECE = 1 << 20
_SHOWN = 64 << 20


class JobsOptions(SelectOptions, PrivilegeOptions):
    """What `jobs` is given."""

    node: str
    job: str | None
    wait: bool
    output: bool
    errors: bool
    cancel: bool
    forget: bool


def run(context: Context, options: JobsOptions) -> int:
    """Do it; with --wait, return the job's status."""
    acts = [name for name in ("wait", "output", "errors", "cancel", "forget") if getattr(options, name)]
    if options.job is None and acts:
        raise UsageError(
            f"--{acts[0]} needs a job's id; 'virtreach jobs {options.node}' shows those there are"
        )
    limit = context.globals.timeout
    asked = privileges(options)

    async def work(remotes: list[Remote]) -> int:
        [remote] = remotes
        if options.job is None:
            context.output.rows(_COLUMNS, [_record(state) for state in await remote.jobs(**asked)])
            return 0
        job = remote.job(options.job, **asked)
        state = await job.poll()
        action = None
        if options.cancel:
            before, state = state, await job.cancel()
            action = "was over" if before.over else "cancelled" if state.over else f"is {state.state}"
        if options.wait:
            state = await job.wait(limit or None)
        texts = await _outputs(context, options, job)
        if options.forget:
            await job.forget()
            action = "forgotten"
        record = {**_record(state), **texts, "action": action}
        if context.output.json or not (texts or options.forget):
            context.output.rows(_COLUMNS, [record])
        if action is not None and not (context.output.json or texts):
            context.output.line(f"job {state.job_id} {action}")
        if not options.wait:
            return 0
        return 1 if state.status is None else state.status

    return with_remotes(options, (options.node,), work)


async def _outputs(context: Context, options: JobsOptions, job: Job) -> dict[str, str]:
    """Print what it has written, or return it for JSON; either way with the keys of what was asked for."""
    from virtreach.cli.files import write_all

    sys.stdout.flush()
    texts = {}
    for wanted, stderr, key in ((options.output, False, "stdout"), (options.errors, True, "stderr")):
        if not wanted:
            continue
        offset = 0
        kept = bytearray()
        while data := await job.output(offset, stderr=stderr, max_size=_PIECE):
            offset += len(data)
            if not context.output.json:
                write_all(2 if stderr else 1, data)
            elif offset > _SHOWN:
                raise CommandFailed(
                    f"job {job.job_id} has written too much for a JSON document; leave --json out"
                )
            else:
                kept += data
        texts[key] = kept.decode("utf-8", "surrogateescape")
    return texts


def _record(state: JobState) -> dict[str, Any]:
    began = None if state.began is None else time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime(state.began))
    return {
        "job": state.job_id,
        "state": state.state,
        "status": state.status,
        "began": began,
        "seconds": None if state.began is None or state.ended is None else state.ended - state.began,
        "stdout_size": state.stdout_size,
        "stderr_size": state.stderr_size,
        "command": state.what,
    }


COMMAND = Command(
    "jobs",
    "Show, await, read, cancel and forget the jobs of a node.",
    run,
    without=NO_LIBVIRT,
    options=JobsOptions,
    parameters=(
        NODE,
        argument(
            "job",
            required=False,
            help="The id of a job; without one, all are shown that were not forgotten.",
        ),
        option("--wait", kind="flag", help="Wait until it is over, also when the link is lost meanwhile."),
        option("--output", kind="flag", help="Print what it has written to its standard output."),
        option("--errors", kind="flag", help="Print what it has written to its standard error."),
        option("--cancel", kind="flag", help="End it, with its process group."),
        option("--forget", kind="flag", help="Remove all that the node keeps about it."),
        *PRIVILEGES,
        *REACH,
    ),
    text="'virtreach run --detach' starts them. They belong to the user whom they run as: those of root are shown with "
    "--sudo. With --wait, the exit code is the job's. Needs the extra [ssh].",
)
