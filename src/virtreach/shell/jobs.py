"""Commands that run on without us: started once, asked after from anywhere, whatever becomes of the link.

A job has an id, which the one who starts it may choose, and a private directory on its machine,
``${XDG_STATE_HOME:-~/.local/state}/virtreach/jobs/ID``: ``in``, ``out``, ``err``, ``what``, ``run``, ``status``.
Its runner, a shell in a session of its own, first makes ``run``, which only one can; so a job runs once, however often
it is started. Variables come to it through a pipe and are written nowhere. The exit status appears by a rename.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import shlex
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from virtreach.errors import UsageError
from virtreach.errors.routes import CommandOutcomeUnknown, HopLost, RouteError
from virtreach.errors.shell import CommandTimeout, JobOutcomeUnknown, JobUnknown, ShellError
from virtreach.errors.text import printable
from virtreach.files.far_line import octal
from virtreach.shell.prologue import as_bytes, check_data, settings
from virtreach.shell.result import Capability, Privileges, hide_password

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from virtreach.shell.base import Remote
    from virtreach.shell.result import Result, StartOptions

__all__ = ["Job", "JobState", "describe", "known", "start"]

_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,19}", re.ASCII)
_STATES = ("prepared", "starting", "running", "ended", "lost")
_WHAT = 500
_LOOK = 10.0
"""Seconds that one question waits for a job's end, on its machine."""
_WITHOUT = 60.0
"""Seconds without any answer, after which `Job.wait` gives up unless it has a limit of its own."""

_BASE = "base=${XDG_STATE_HOME:-${HOME:?has no value}/.local/state}/virtreach/jobs\n"

_RUNNER = """\
d=$1
mkdir "$d/run" 2>/dev/null || exit 0
IFS= read -r l
c=$(printf "%b." "$l")
if read -r q 2>/dev/null </proc/$$/stat; then q=${q##*) }; set -- $q; q="${20} $3"; else q='0 0'; fi
boot=-; read -r boot 2>/dev/null </proc/sys/kernel/random/boot_id
printf "%s %s %s %s\\n" "$$" "$q" "$(date +%s)" "$boot" >"$d/run/new" && mv "$d/run/new" "$d/run/pid"
trap : HUP INT TERM
( umask "$u"; unset d q l boot; eval "${c%.}" ) <"$d/in" >"$d/out" 2>"$d/err"
s=$?
printf "%s %s\\n" "$s" "$(date +%s)" >"$d/run/end" && mv "$d/run/end" "$d/status"
"""

# $1: id, $2: size of its input, $3: what it is, for people, $4: the runner.
_START = (
    _BASE
    + """\
u=$(umask); umask 077; export u
mkdir -p -- "$base" || exit 1
d=$base/$1
IFS= read -r l
mkdir -- "$d" 2>/dev/null || [ -d "$d" ] || { mkdir -- "$d"; exit 1; }
[ -d "$d/run" ] && { echo known; exit 0; }
new=$d/new.$$
cat >"$new" || exit 1
[ "$(wc -c <"$new")" -eq "$2" ] || { rm -f "$new"; exit 74; }
mv -f "$new" "$d/in" && printf '%s\\n' "$3" >"$d/what" || exit 1
leader=nohup; command -v setsid >/dev/null 2>&1 && leader=setsid
{ printf '%s\\n' "$l" | "$leader" sh -c "$4" sh "$d"; } >/dev/null 2>&1 &
n=600
while [ ! -e "$d/run/pid" ] && [ $n -gt 0 ]; do n=$((n - 1)); sleep 0.05 2>/dev/null || sleep 1; done
[ -e "$d/run/pid" ] && echo started
"""
)

_TELL = """\
tell() {
  [ -d "$1" ] || return 73
  pid=0 start=0 group=0 began=0 was=- boot=- s= t=0 state=prepared
  [ -d "$1/run" ] && state=starting
  [ -e "$1/run/pid" ] && read -r pid start group began was <"$1/run/pid"
  read -r boot 2>/dev/null </proc/sys/kernel/random/boot_id
  if [ $pid -gt 0 ]; then
    state=lost
    if [ "$was" = "$boot" ] && read -r q 2>/dev/null </proc/$pid/stat; then
      q=${q##*) }; set -- "$1" $q
      [ "${21}" = "$start" ] && [ "$2" != Z ] && state=running
    fi
  fi
  [ -e "$1/status" ] && read -r s t <"$1/status" && state=ended
  out=0 err=0 what=
  [ -e "$1/out" ] && out=$(wc -c <"$1/out")
  [ -e "$1/err" ] && err=$(wc -c <"$1/err")
  [ -e "$1/what" ] && IFS= read -r what <"$1/what"
  printf '%s %s %s %s %s %s %s %s %s %s %s\\n' "${1##*/}" "$state" "${s:--}" "$began" "$t" "$pid" "$start" "$group" \\
    $out $err "$what"
}
"""

# $1: id, $2: how many looks, a twentieth of a second between them, until it has ended.
_POLL = (
    _BASE
    + _TELL
    + """\
n=$2
while [ $n -gt 0 ] && [ -d "$base/$1/run" ] && [ ! -e "$base/$1/status" ]; do
  n=$((n - 1)); case $n in *0) case $(tell "$base/$1") in *' running '*) ;; *' starting '*) ;; *) n=0;; esac;; esac
  sleep 0.05 2>/dev/null || { sleep 1; n=$((n - 19)); }
done
tell "$base/$1"
"""
)
_LIST = (
    _BASE
    + _TELL
    + """\
cd "$base" 2>/dev/null || exit 0
for d in *; do [ -d "$d" ] && tell "$base/$d"; done
exit 0
"""
)
# $1: id, $2: out or err, $3: from which byte on, from 1, $4: how many.
_OUTPUT = (
    _BASE
    + """\
[ -d "$base/$1" ] || exit 73
[ -e "$base/$1/$2" ] || exit 0
tail -c "+$3" "$base/$1/$2" | head -c "$4"
"""
)
_GIVEN_UP = (
    _BASE
    + """\
cd "$base/$1" || exit 73
[ -e status ] || { printf '%s %s\\n' 137 "$(date +%s)" >run/cut && mv run/cut status; }
"""
)
_FORGET = (
    _BASE
    + """\
[ -d "$base/$1" ] || exit 73
mv -- "$base/$1" "$base/.$1.$$" && rm -rf -- "$base/.$1.$$"
"""
)


@dataclass(frozen=True, slots=True)
class JobState:
    """What is known about a job.

    Attributes:
        job_id: its id.
        state: ``prepared`` (its start was cut off before it ran), ``starting``, ``running``, ``ended``, or ``lost``: it
            has gone without a word, as when its machine went down.
        status: its exit status as a shell has it, so 128 and the signal's number after a signal; None until it ended.
        began, ended: seconds since the epoch by the machine's clock, or None.
        stdout_size, stderr_size: how much it has written, bytes.
        what: its command, for people.
        process: its runner's id, when that started, in ticks since the machine did, and its group; zeros until then.
    """

    job_id: str
    state: str
    status: int | None
    began: int | None
    ended: int | None
    stdout_size: int
    stderr_size: int
    what: str
    process: tuple[int, int, int]

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ("ended", "lost")


class Job:
    """A job on a machine. Knows nothing but its id, so that any process may have one.

    Attributes:
        remote: the machine.
        job_id: its id.
        fresh: whether the start that this came from began it; None when it came from no start.
    """

    def __init__(
        self, remote: Remote, job_id: str, *, fresh: bool | None = None, **privileges: Unpack[Privileges]
    ) -> None:
        """Name it; nothing is asked yet.

        Args:
            remote: the machine.
            job_id: its id.
            fresh: see the attribute.
            privileges: whose job it is: as whom it was started.

        Raises:
            UsageError: the id is none.
        """
        hide_password(privileges)
        if not _ID.fullmatch(job_id):
            raise UsageError(
                f"{printable(job_id)!r} is no job's id: letters, digits, '_', '-', '.'; 64 at most"
            )
        self.remote = remote
        self.job_id = job_id
        self.fresh = fresh
        self._privileges = privileges

    def __repr__(self) -> str:
        return f"<Job {self.job_id} on {self.remote.label}>"

    async def poll(self) -> JobState:
        """Return what is known about it now.

        Raises:
            JobUnknown: there is no such job.
        """
        return await self._poll(0.0)

    async def wait(self, timeout: float | None = None) -> JobState:
        """Wait until it is over; a link that is lost meanwhile is opened anew.

        Args:
            timeout: seconds; the job is left alone after them.

        Raises:
            JobUnknown: there is no such job.
            CommandTimeout: the time was over.
            RouteError, CommandOutcomeUnknown: the machine could not be reached for long.
        """
        ends = None if timeout is None else time.monotonic() + timeout
        answered = time.monotonic()
        pause = 0.1
        while True:
            left = _LOOK if ends is None else min(_LOOK, ends - time.monotonic())
            try:
                state = await self._poll(max(0.0, left))
            except (RouteError, CommandOutcomeUnknown, HopLost, CommandTimeout):
                without = time.monotonic() - answered
                if (without > _WITHOUT) if ends is None else (time.monotonic() > ends):
                    raise
                await asyncio.sleep(pause)
                pause = min(5.0, 2 * pause)
                continue
            answered, pause = time.monotonic(), 0.1
            if state.over:
                return state
            if ends is not None and time.monotonic() >= ends:
                raise CommandTimeout(
                    f"job {self.job_id} is not over after {timeout:g} seconds",
                    ended=False,
                    label=self.remote.label,
                )

    async def output(self, offset: int = 0, *, stderr: bool = False, max_size: int = 1 << 20) -> bytes:
        """Return what it has written from an offset on, `max_size` bytes at most; b"" when there is no more yet.

        Raises:
            JobUnknown: there is no such job.
        """
        if offset < 0 or max_size < 1:
            raise UsageError("an offset is not below 0, and a size above it")
        name = "err" if stderr else "out"
        done = await self._ask(_OUTPUT, self.job_id, name, str(offset + 1), str(max_size))
        return done.stdout[:max_size]

    async def cancel(self) -> JobState:
        """End it with all of its process group: SIGTERM, then SIGKILL; return what is known then.

        Raises:
            JobUnknown: there is no such job.
            ShellError: it could not be ended.
        """
        state = await self.poll()
        if state.state != "running":
            return state
        if not await self.remote.end_group(state.process, self._privileges):
            raise ShellError(f"job {self.job_id} could not be ended", label=self.remote.label)
        state = await self.poll()
        if state.state == "lost":
            await self._ask(_GIVEN_UP, self.job_id)
            state = await self.poll()
        return state

    async def forget(self) -> None:
        """Remove all that the machine keeps about it.

        Raises:
            JobUnknown: there is no such job.
            ShellError: it runs; cancel it first.
        """
        if (await self.poll()).state in ("running", "starting"):
            raise ShellError(f"job {self.job_id} still runs; cancel it first", label=self.remote.label)
        await self._ask(_FORGET, self.job_id)

    async def _poll(self, seconds: float) -> JobState:
        done = await self._ask(_POLL, self.job_id, str(round(seconds * 20)), more=seconds)
        return _state(self.remote.label, done.text.rstrip("\n"))

    async def _ask(self, script: str, *words: str, more: float = 0.0) -> Result:
        privileges = Privileges(**self._privileges)
        limit = privileges.get("timeout")
        privileges["timeout"] = (limit or 30.0) + more
        done = await self.remote.run_script(script, *words, **privileges)
        if done.status == 73:
            raise JobUnknown(f"there is no job {self.job_id}", label=self.remote.label)
        if done.status != 0:
            raise _failed(self.remote, done)
        return done


def describe(words: Sequence[str | bytes]) -> str:
    """Return what is kept of a job's command, for people: `JobState.what`."""
    text = " ".join(shlex.quote(as_bytes("argument", word).decode("utf-8", "replace")) for word in words)
    return printable(text)[:_WHAT]


async def start(
    remote: Remote,
    body: bytes,
    words: Sequence[str | bytes],
    *,
    job_id: str | None = None,
    **options: Unpack[StartOptions],
) -> Job:
    """Start a job. With the id of one that was started before, that one is returned, and nothing is run.

    Args:
        remote: the machine.
        body: shell text; see `Call.program` and `Call.script`.
        words: its command, for people.
        job_id: a new one unless given.
        options: ``input`` (bytes), ``env``, ``cwd``, and as whom.

    Raises:
        JobOutcomeUnknown: the way broke; it may have begun. Starting it again with the same id is safe.
        ShellError: it could not be started.
    """
    hide_password(options)
    remote.need(Capability.JOBS, "a job")
    privileges = Privileges()
    for name in ("timeout", "sudo", "sudo_password"):
        if name in options:
            privileges[name] = options.pop(name)
    job = Job(remote, job_id or secrets.token_hex(6), **privileges)
    data = options.get("input", b"")
    check_data("a job's input", data)
    text = settings(options.get("env"), options.get("cwd")) + body
    try:
        done = await remote.run_script(
            _START, job.job_id, str(len(data)), describe(words), _RUNNER,
            input=octal(text).encode() + b"\n" + data, **privileges,
        )  # fmt: skip
    except (CommandOutcomeUnknown, HopLost, CommandTimeout) as error:
        raise JobOutcomeUnknown(
            f"{remote.label}: the way broke while job {job.job_id} was being started; start it again with the same id, "
            "which does not run it twice, or ask after it",
            hop=remote.label,
            job_id=job.job_id,
        ) from error
    answer = done.stdout.strip()
    if done.status != 0 or answer not in (b"started", b"known"):
        raise _failed(remote, done)
    job.fresh = answer == b"started"
    return job


async def known(remote: Remote, **privileges: Unpack[Privileges]) -> list[JobState]:
    """Return what is known about all jobs of the user there that were not forgotten, the oldest first."""
    hide_password(privileges)
    remote.need(Capability.JOBS, "a job")
    done = await remote.run_script(_LIST, **privileges)
    if done.status != 0:
        raise _failed(remote, done)
    states = [_state(remote.label, line) for line in done.text.split("\n") if line]
    return sorted(states, key=lambda state: (state.began or 0, state.job_id))


def _state(label: str, line: str) -> JobState:
    words = line.split(" ", 10)
    numbers = [int(word) if _NUMBER.fullmatch(word) else 0 for word in words[2:10]]
    if len(words) != 11 or words[1] not in _STATES or not _ID.fullmatch(words[0]):
        raise ShellError(f"it says of a job what cannot be understood: {printable(line[:200])}", label=label)
    job_id, state = words[:2]
    status, began, ended, pid, started, group, out, err = numbers
    return JobState(
        job_id,
        state,
        status if state == "ended" else None,
        began or None,
        ended or None,
        out,
        err,
        printable(words[10]),
        (pid, started, group),
    )


def _failed(remote: Remote, done: Result) -> ShellError:
    said = printable(done.stderr.decode("utf-8", "replace").strip())
    return ShellError(f"the job could not be seen to: {said or done.how}", label=remote.label)
