"""Machines for programs without an event loop: the same calls, which wait.

The work is done in the thread of `virtreach.routes.ssh.background`, which all clients of the process share with their
connections. May be called from any number of threads. After a fork the child opens connections of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from virtreach.errors import ConnectionClosed, UsageError
from virtreach.routes.ssh.background import shared
from virtreach.routes.ssh.openssh import FILES
from virtreach.shell import fan_out
from virtreach.shell.background_route import background_route
from virtreach.shell.machines import remote_to
from virtreach.shell.result import hide_password

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Coroutine, Mapping, Sequence
    from types import TracebackType
    from typing import Self, Unpack

    from virtreach.conf.inventory import Inventory
    from virtreach.routes.ssh.background import Background
    from virtreach.shell.base import Remote
    from virtreach.shell.blocking_forward import BlockingForward
    from virtreach.shell.facts import Facts
    from virtreach.shell.fan_out import NodeResult
    from virtreach.shell.forward_spec import ForwardSpec
    from virtreach.shell.forwarding import LocalForward, RemoteForward
    from virtreach.shell.jobs import Job, JobState
    from virtreach.shell.result import Capability, Privileges, Result, RunOptions, StartOptions

__all__ = ["BlockingJob", "BlockingRemote", "open_remote", "run_on"]

_R = TypeVar("_R")


def open_remote(
    name: str,
    *,
    inventory: Inventory | str | None = None,
    proxy_jump: str | None = None,
    files: Sequence[str] = FILES,
    background: Background | None = None,
) -> BlockingRemote:
    """Return a machine by its name; nothing is opened yet.

    Args:
        name: NODE or CLUSTER/NODE of the inventory; without one, ``[user@]host[:port]`` as ssh takes it.
        inventory: one that was read, or its file; the user's own unless anything is given.
        proxy_jump: jump hosts; go without an inventory.
        files: OpenSSH's configuration.
        background: the thread that does the work; the shared one unless given.

    Raises:
        UsageError, ConfigError: there is no such machine, or a file cannot be understood.
    """
    route = background_route(name, inventory=inventory, proxy_jump=proxy_jump, files=files)

    async def make(thread: Background) -> Remote:
        return remote_to(route(thread))

    return BlockingRemote(make, background)


def run_on(
    remotes: Sequence[BlockingRemote],
    argv: Sequence[str | bytes],
    *,
    concurrency: int = fan_out.CONCURRENCY,
    stop: bool = False,
    on_result: Callable[[NodeResult], Any] | None = None,
    **options: Unpack[RunOptions],
) -> list[NodeResult]:
    """Run a program on many machines; see `virtreach.shell.fan_out.run_on`. `on_result` is called in another thread."""
    hide_password(options)
    if not remotes:
        return []
    thread = remotes[0].thread
    if any(remote.thread is not thread for remote in remotes):
        raise UsageError("machines of one call have one thread")

    async def work() -> list[NodeResult]:
        machines = [await remote.inner() for remote in remotes]
        return await fan_out.run_on(
            machines, argv, concurrency=concurrency, stop=stop, on_result=on_result, **options
        )

    return thread.do(work())


class BlockingRemote:
    """A machine whose calls wait; each is that of `virtreach.shell.base.Remote` with the same arguments and errors.

    A context manager. May be shared by threads, and used by a process that was forked: it starts anew there. Once it is
    closed, calls raise `ConnectionClosed`.
    """

    def __init__(
        self, make: Callable[[Background], Coroutine[Any, Any, Remote]], background: Background | None = None
    ) -> None:
        """Describe it.

        Args:
            make: makes the machine, in the thread that is given.
            background: that thread; the shared one unless given.
        """
        self._make = make
        self._given = background
        self._made: tuple[Background, Remote] | None = None
        self._closed = False

    @property
    def thread(self) -> Background:
        """The thread that does the work."""
        return self._given or shared()

    async def inner(self) -> Remote:
        """Return the machine whose coroutines `call` runs; to be awaited in the thread only.

        Raises:
            ConnectionClosed: it was closed.
        """
        if self._closed:
            raise ConnectionClosed("this remote was closed; open_remote gives another one")
        thread = self.thread
        if self._made is None or self._made[0] is not thread:
            self._made = (thread, await self._make(thread))
        return self._made[1]

    def call(self, work: Callable[[Remote], Coroutine[Any, Any, _R]]) -> _R:
        """Have the thread do something with the machine, and wait for it."""

        async def done() -> _R:
            return await work(await self.inner())

        return self.thread.do(done())

    async def _itself(self) -> Remote:
        return await self.inner()

    @property
    def label(self) -> str:
        """The machine, for people."""
        return self.thread.do(self._itself()).label

    def capabilities(self) -> frozenset[Capability]:
        """Return what it can do beyond `run`."""
        return self.thread.do(self._itself()).capabilities()

    def run(self, argv: Sequence[str | bytes], **options: Unpack[RunOptions]) -> Result:
        """Run a program and wait for its end; `on_stdout` and `on_stderr` are called in another thread."""
        hide_password(options)
        return self.call(lambda remote: remote.run(argv, **options))

    def run_script(
        self, script: str | bytes, *arguments: str | bytes, **options: Unpack[RunOptions]
    ) -> Result:
        """Evaluate a POSIX shell script by ``sh`` and wait for its end."""
        hide_password(options)
        return self.call(lambda remote: remote.run_script(script, *arguments, **options))

    def start(
        self, argv: Sequence[str | bytes], *, job_id: str | None = None, **options: Unpack[StartOptions]
    ) -> BlockingJob:
        """Start a program that runs on without us."""
        hide_password(options)
        return BlockingJob(self, self.call(lambda remote: remote.start(argv, job_id=job_id, **options)))

    def start_script(
        self,
        script: str | bytes,
        *arguments: str | bytes,
        job_id: str | None = None,
        **options: Unpack[StartOptions],
    ) -> BlockingJob:
        """Start a POSIX shell script that runs on without us."""
        hide_password(options)
        return BlockingJob(
            self, self.call(lambda remote: remote.start_script(script, *arguments, job_id=job_id, **options))
        )

    def job(self, job_id: str, **privileges: Unpack[Privileges]) -> BlockingJob:
        """Return the job of an id, which another process may have started; nothing is asked yet."""
        hide_password(privileges)

        async def named(remote: Remote) -> Job:
            return remote.job(job_id, **privileges)

        return BlockingJob(self, self.call(named))

    def jobs(self, **privileges: Unpack[Privileges]) -> list[JobState]:
        """Return what is known about the jobs of the user there that were not forgotten, the oldest first."""
        hide_password(privileges)
        return self.call(lambda remote: remote.jobs(**privileges))

    def read_file(
        self, path: str | bytes, *, max_size: int = 16 << 20, **privileges: Unpack[Privileges]
    ) -> bytes:
        """Return a file's contents."""
        hide_password(privileges)
        return self.call(lambda remote: remote.read_file(path, max_size=max_size, **privileges))

    def write_file(
        self,
        path: str | bytes,
        data: bytes,
        *,
        mode: int | None = None,
        owner: str | None = None,
        **privileges: Unpack[Privileges],
    ) -> None:
        """Write a file, whole or not at all."""
        hide_password(privileges)
        self.call(lambda remote: remote.write_file(path, data, mode=mode, owner=owner, **privileges))

    def write_files(
        self,
        files: Mapping[str | bytes, bytes],
        *,
        mode: int | None = None,
        owner: str | None = None,
        **privileges: Unpack[Privileges],
    ) -> None:
        """Write several files in one round trip: each whole, and none of them before all have arrived."""
        hide_password(privileges)
        self.call(lambda remote: remote.write_files(files, mode=mode, owner=owner, **privileges))

    def append(self, path: str | bytes, data: bytes, **privileges: Unpack[Privileges]) -> None:
        """Put data at the end of a file, all or nothing; a missing file is made."""
        hide_password(privileges)
        self.call(lambda remote: remote.append(path, data, **privileges))

    def prepend(self, path: str | bytes, data: bytes, **privileges: Unpack[Privileges]) -> None:
        """Put data at the beginning of a file, all or nothing; a missing file is made."""
        hide_password(privileges)
        self.call(lambda remote: remote.prepend(path, data, **privileges))

    def replace_line(
        self,
        path: str | bytes,
        old: str | bytes,
        new: str | bytes,
        *,
        regex: bool = False,
        count: int = 0,
        **privileges: Unpack[Privileges],
    ) -> int:
        """Replace lines of a file and return how many."""
        hide_password(privileges)
        return self.call(
            lambda remote: remote.replace_line(path, old, new, regex=regex, count=count, **privileges)
        )

    def facts(self) -> Facts:
        """Return what the machine is, in one round trip."""
        return self.call(lambda remote: remote.facts())

    def install_packages(self, *names: str, **privileges: Unpack[Privileges]) -> Result:
        """Install packages by the machine's package manager."""
        hide_password(privileges)
        return self.call(lambda remote: remote.install_packages(*names, **privileges))

    def update_repository(self, **privileges: Unpack[Privileges]) -> Result:
        """Have the machine's package manager read its repositories' lists anew."""
        hide_password(privileges)
        return self.call(lambda remote: remote.update_repository(**privileges))

    def open_socket(self, port: int, host: str | None = None, *, timeout: float = 30.0) -> socket.socket:
        """Open a stream to a port of the machine, or to one that it can reach, as a socket in blocking mode."""
        return self.call(lambda remote: remote.open_socket(port, host, timeout=timeout))

    def open_unix_socket(self, path: str, *, timeout: float = 30.0) -> socket.socket:
        """Open a stream to a unix socket of the machine, as a socket in blocking mode."""
        return self.call(lambda remote: remote.open_unix_socket(path, timeout=timeout))

    def forward(
        self,
        spec: ForwardSpec | str,
        *,
        remote: bool = False,
        timeout: float = 30.0,
        connections: int = 1000,
        on_error: Callable[[Exception], object] | None = None,
    ) -> BlockingForward:
        """Return a forwarding to a port or unix socket of the machine, or from one; a context manager.

        `on_error` is called in another thread.
        """
        from virtreach.shell.blocking_forward import BlockingForward

        async def made(machine: Remote) -> LocalForward | RemoteForward:
            return machine.forward(
                spec, remote=remote, timeout=timeout, connections=connections, on_error=on_error
            )

        return BlockingForward.over(self.call(made), self.thread)

    def interact(
        self,
        line: str | None = None,
        *,
        terminal: bool | None = None,
        stdin: int = 0,
        stdout: int = 1,
        stderr: int = 2,
    ) -> tuple[int, str]:
        """Run the login shell of the machine, or a command line in it, on our own descriptors; wait for its end."""
        return self.call(
            lambda remote: remote.interact(line, terminal=terminal, stdin=stdin, stdout=stdout, stderr=stderr)
        )

    def close(self) -> None:
        """Let go of what is open; connections that others share stay. May be called twice."""
        self._closed = True
        made, self._made = self._made, None
        if made is not None and made[0].usable:
            made[0].do(made[1].aclose())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class BlockingJob:
    """A job whose calls wait; see `virtreach.shell.jobs.Job`.

    Attributes:
        job_id: its id.
        fresh: whether the start that this came from began it; None when it came from no start.
    """

    def __init__(self, remote: BlockingRemote, job: Job) -> None:
        """Made by a `BlockingRemote`."""
        self._remote = remote
        self._job = job
        self.job_id = job.job_id
        self.fresh = job.fresh

    def poll(self) -> JobState:
        """Return what is known about it now."""
        return self._remote.call(lambda _: self._job.poll())

    def wait(self, timeout: float | None = None) -> JobState:
        """Wait until it is over; a link that is lost meanwhile is opened anew."""
        return self._remote.call(lambda _: self._job.wait(timeout))

    def output(self, offset: int = 0, *, stderr: bool = False, max_size: int = 1 << 20) -> bytes:
        """Return what it has written from an offset on."""
        return self._remote.call(lambda _: self._job.output(offset, stderr=stderr, max_size=max_size))

    def cancel(self) -> JobState:
        """End it with all of its process group; return what is known then."""
        return self._remote.call(lambda _: self._job.cancel())

    def forget(self) -> None:
        """Remove all that the machine keeps about it."""
        self._remote.call(lambda _: self._job.forget())
