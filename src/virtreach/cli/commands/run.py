"""`virtreach run`: a command on one node, or on many at a time."""

from __future__ import annotations

import os
import sys

from virtreach.cli.declaration import NO_LIBVIRT, Command, argument, option
from virtreach.cli.nodes import (
    PRIVILEGES,
    PrivilegeOptions,
    SelectOptions,
    exit_status,
    privileges,
    with_remotes,
)
from virtreach.cli.reaching import REACH
from virtreach.cli.text import one_line
from virtreach.conf.nodes import GUEST_WAYS
from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.cli.context import Context
    from virtreach.session.sasl.secret import Secret
    from virtreach.shell.base import Remote
    from virtreach.shell.fan_out import NodeResult
    from virtreach.shell.jobs import Job
    from virtreach.shell.result import Result, RunOptions, StartOptions

__all__ = ["COMMAND", "CommandRunOptions", "run"]

_COLUMNS = (("node", "NODE"), ("how", "RESULT"), (">seconds", "SECONDS"))
_JOBS = (("node", "NODE"), ("job", "JOB"), ("how", "RESULT"))


class CommandRunOptions(SelectOptions, PrivilegeOptions):
    """What `run` is given."""

    nodes: tuple[str, ...]
    command: tuple[str, ...]
    group: tuple[str, ...]
    cluster: tuple[str, ...]
    sh: bool
    env: tuple[str, ...]
    cwd: str | None
    stdin: bool
    detach: bool
    id: str | None
    concurrency: int
    stop: bool
    way: str | None
    ask_console_password: bool


def run(context: Context, options: CommandRunOptions) -> int:
    """Run it; return its status on one node, 1 when it failed on any of many."""
    if options.id is not None and not options.detach:
        raise UsageError("--id is the name of a job; it goes with --detach")
    if options.concurrency < 1:
        raise UsageError("--concurrency is at least 1")
    given: RunOptions = {**privileges(options, context.globals.timeout or None)}  # type: ignore[typeddict-item]
    given["env"] = _variables(options.env)
    given["cwd"] = options.cwd

    async def work(remotes: list[Remote]) -> int:
        if options.detach:
            return await _detach(context, options, remotes, given)
        if len(remotes) == 1 and not context.output.json:
            return await _on_one(options, remotes[0], given)
        if options.stdin:
            raise UsageError("--stdin goes with one node, and without --json")
        return await _on_many(context, options, remotes, given)

    return with_remotes(
        options,
        options.nodes,
        work,
        groups=options.group,
        clusters=options.cluster,
        way=options.way,
        console_password=_console_password() if options.ask_console_password else None,
    )


def _console_password() -> Secret:
    import getpass

    from virtreach.session.sasl.secret import Secret

    return Secret(getpass.getpass("password of the login on the console: "))


def _variables(names: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for name in names:
        value = os.environ.get(name)
        if value is None:
            raise UsageError(f"--env {one_line(name)} passes our own variable of that name, and we have none")
        found[name] = value
    return found


async def _begin(options: CommandRunOptions, remote: Remote, given: RunOptions) -> Result:
    words = options.command
    if options.sh:
        return await remote.run_script(" ".join(words), **given)
    return await remote.run(words, **given)


async def _on_one(options: CommandRunOptions, remote: Remote, given: RunOptions) -> int:
    sys.stdout.flush()
    given["on_stdout"] = _writer(1)
    given["on_stderr"] = _writer(2)
    if options.stdin:
        from virtreach.shell.terminal import read_descriptor

        given["input"] = read_descriptor(0)
    return exit_status(await _begin(options, remote, given))


def _writer(descriptor: int) -> Callable[[bytes], None]:
    from virtreach.cli.files import write_all

    return lambda data: write_all(descriptor, data)


async def _on_many(
    context: Context, options: CommandRunOptions, remotes: list[Remote], given: RunOptions
) -> int:
    from virtreach.shell.fan_out import run_each

    def tell(found: NodeResult) -> None:
        if not context.output.json:
            for data, stream in zip(_written(found), (sys.stdout, sys.stderr), strict=True):
                for line in (data or b"").decode("utf-8", "replace").splitlines():
                    print(f"{one_line(found.label)}: {one_line(line)}", file=stream)
            sys.stdout.flush()

    results = await run_each(
        remotes,
        lambda remote: _begin(options, remote, given),
        concurrency=options.concurrency,
        stop=options.stop,
        on_result=tell,
    )
    records = [_record(found) for found in results]
    if not context.output.json and any(data is not None for found in results for data in _written(found)):
        context.output.line("")
    context.output.rows(_COLUMNS, records)
    if len(results) == 1 and results[0].result is not None:
        return exit_status(results[0].result)
    return 0 if all(found.ok for found in results) else 1


def _written(found: NodeResult) -> tuple[bytes | None, bytes | None]:
    """Return what the command wrote to its outputs, also where it was given up on the way; None where none ran."""
    from virtreach.errors.shell import CommandTimeout, OutputTooLarge

    if found.result is not None:
        return found.result.stdout, found.result.stderr
    if isinstance(found.error, CommandTimeout | OutputTooLarge):
        return found.error.stdout, found.error.stderr
    return None, None


def _record(found: NodeResult) -> dict[str, Any]:
    result = found.result
    stdout, stderr = (
        None if data is None else data.decode("utf-8", "surrogateescape") for data in _written(found)
    )
    return {
        "node": found.label,
        "how": found.how,
        "ok": found.ok,
        "status": None if result is None else result.status,
        "signal": None if result is None else result.signal or None,
        "stdout": stdout,
        "stderr": stderr,
        "error": None if found.error is None else str(found.error),
        "seconds": round(found.duration, 3),
    }


async def _detach(
    context: Context, options: CommandRunOptions, remotes: list[Remote], given: RunOptions
) -> int:
    from virtreach.shell.fan_out import run_each
    from virtreach.shell.result import Result

    asked: StartOptions = {**given}  # type: ignore[typeddict-item]  # what a job knows of them
    if options.stdin:
        asked["input"] = sys.stdin.buffer.read()
    begun: dict[str, Job] = {}

    async def begin(remote: Remote) -> Result:
        if options.sh:
            job = await remote.start_script(" ".join(options.command), job_id=options.id, **asked)
        else:
            job = await remote.start(options.command, job_id=options.id, **asked)
        begun[remote.label] = job
        if not job.fresh:
            await _refuse_another(job, options)
        return Result(0, label=remote.label)

    results = await run_each(remotes, begin, concurrency=options.concurrency, stop=options.stop)
    records = [
        {
            "node": found.label,
            "job": job.job_id if job is not None else None,
            "how": found.how if not found.ok or job is None else "started" if job.fresh else "was there",
            "ok": found.ok,
            "started": None if job is None else job.fresh,
        }
        for found, job in ((found, begun.get(found.label)) for found in results)
    ]
    context.output.rows(_JOBS, records)
    return 0 if all(found.ok for found in results) else 1


async def _refuse_another(job: Job, options: CommandRunOptions) -> None:
    """Refuse a job that was there, where its command is another; of scripts nothing is kept that would tell.

    Raises:
        ShellError: it is.
    """
    from virtreach.errors.shell import ShellError
    from virtreach.shell.jobs import describe

    there = (await job.poll()).what
    ours = describe(["the script"] if options.sh else options.command)
    if there != ours:
        raise ShellError(
            f"nothing was started: job {job.job_id} was there with another command, {there}; give another --id, or "
            "forget that job",
            label=job.remote.label,
        )


COMMAND = Command(
    "run",
    "Run a command on one node, or on many at a time.",
    run,
    without=NO_LIBVIRT,
    options=CommandRunOptions,
    parameters=(
        argument(
            "nodes",
            many=True,
            required=False,
            metavar="NODES",
            help="Nodes of the inventory (NODE or CLUSTER/NODE); without one, hosts as ssh takes them.",
            suggest="node",
        ),
        argument(
            "command",
            many=True,
            behind=True,
            metavar="COMMAND",
            help="Behind '--': a program and its arguments, which no shell looks at.",
        ),
        option(
            "--group",
            many=True,
            metavar="GROUP",
            help="All nodes of a group, GROUP or CLUSTER/GROUP.",
            suggest="group",
        ),
        option("--cluster", many=True, metavar="CLUSTER", help="All nodes of a cluster.", suggest="cluster"),
        option("--sh", kind="flag", help="COMMAND is a script for sh there."),
        *PRIVILEGES,
        option("--env", many=True, metavar="NAME", help="Pass our variable NAME; it is in no command line."),
        option("--cwd", metavar="DIR", help="Start in DIR."),
        option("--stdin", kind="flag", help="Pass standard input; for one node, or with --detach."),
        option("--detach", kind="flag", help="Start it as a job that runs on without us; see 'jobs'."),
        option(
            "--id",
            metavar="ID",
            help="The job's id; where it is there already, nothing is started, and another command is refused.",
        ),
        option(
            "--concurrency",
            kind="integer",
            default=32,
            metavar="N",
            help="How many nodes at a time (32 unless given).",
        ),
        option("--stop", kind="flag", help="Begin on no further node when it failed on one."),
        option(
            "--way",
            choices=GUEST_WAYS,
            help="How to get into guests: 'auto' tries the others in this order. The inventory's unless given.",
        ),
        option(
            "--ask-console-password",
            kind="flag",
            help="Ask for the password of the login on a guest's console, here and once.",
        ),
        *REACH,
    ),
    text="On one node, output passes as it comes, and the exit code is the command's, or 128 and the number of the "
    "signal that ended it. On many, each node's lines have its name in front, a table follows, and the exit code is 1 "
    "when it failed anywhere. A command's own 2 to 8 or 69 and 70 look like ours: --json tells them apart, by 'status' "
    "and 'error'. Without --timeout there is no time limit; at its end, and at ^C, the command is ended "
    "there with its process group. Nothing is ever run twice. Needs the extra [ssh].",
)
