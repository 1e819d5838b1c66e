"""`Remote`: commands, files, jobs and facts of one machine, whatever leads there.

What leads there, a subclass says by one coroutine, `_execute`: it runs one fixed line and moves bytes. All else
stands on that: quoting, variables, sudo, marks, time limits here; files, jobs, facts and packages in modules of their
own. What a kind of machine cannot do raises `Unsupported`, and `capabilities` says so before.
"""

from __future__ import annotations

import abc
import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Any

from virtreach.errors import UsageError, VirtreachError
from virtreach.errors.files import FileNotFound
from virtreach.errors.shell import (
    CommandFailed,
    CommandTimeout,
    OutputTooLarge,
    ShellUnusable,
    SudoRefused,
    Unsupported,
)
from virtreach.errors.text import printable
from virtreach.shell.prologue import END_SCRIPT, AskedAgain, Call, Collector, TooLarge, as_bytes, check_data
from virtreach.shell.result import OUTPUT_LIMIT, Capability, Result, hide_password

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Mapping, Sequence
    from types import TracebackType
    from typing import Self, Unpack

    from virtreach.session.sasl.secret import Secret
    from virtreach.shell.facts import Facts
    from virtreach.shell.forward_spec import ForwardSpec
    from virtreach.shell.forwarding import LocalForward, RemoteForward
    from virtreach.shell.jobs import Job, JobState
    from virtreach.shell.plain_stream import ByteStream
    from virtreach.shell.result import Privileges, RunOptions, StartOptions

__all__ = ["Remote"]

_ENDING = 15.0
"""Seconds for ending a command that we gave up."""
_SAID = 400


class Remote(abc.ABC):
    """One machine. Belongs to one event loop; may be used by many of its tasks. A context manager.

    Attributes:
        label: the machine, for people.
    """

    label: str

    @abc.abstractmethod
    def capabilities(self) -> frozenset[Capability]:
        """Return what it can do beyond `run`."""

    @abc.abstractmethod
    async def _execute(
        self,
        line: Sequence[str],
        feed: AsyncIterator[bytes],
        on_stdout: Callable[[bytes], object],
        on_stderr: Callable[[bytes], object],
    ) -> tuple[int, str]:
        """Run a program and move its bytes until it has ended.

        Args:
            line: its words, all printable; `virtreach.routes.far_shell.quote_words` makes one line of them.
            feed: yields its input; after its end the input is closed. Where input cannot come later, take it all first.
            on_stdout, on_stderr: take its output; what they raise ends the work.

        Returns:
            Its exit status, or -1 and the name of the signal that ended it.

        Raises:
            RouteError: it was not started.
            CommandOutcomeUnknown: it was, and its end was not told.
        """

    async def aclose(self) -> None:  # noqa: B027  # most have nothing of their own
        """Let go of what is open. What it shares with others stays."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def need(self, capability: Capability, what: str) -> None:
        """Raise unless something can be done here.

        Raises:
            Unsupported: it cannot.
        """
        if capability not in self.capabilities():
            raise Unsupported(f"{what} cannot be had over {self._medium}", label=self.label)

    _medium = "this way"
    """What leads there, for people."""

    # Commands

    async def run(self, argv: Sequence[str | bytes], **options: Unpack[RunOptions]) -> Result:
        """Run a program and wait for its end.

        Nothing is ever run twice: where it cannot be known whether it ran, that is an error, and no further try.

        Args:
            argv: its words, the program first, taken literally: no shell looks at them.
            options: see `RunOptions`.

        Raises:
            CommandOutcomeUnknown: the way broke before its end was told; it may still run.
            CommandTimeout: the time was over; says whether it was ended there.
            OutputTooLarge: it wrote more than `max_output`.
            CommandFailed: `check` was asked for, and it did not end with 0.
            SudoRefused: sudo did not let us; it was not run.
            ShellUnusable: the login shell there runs nothing; it was not run.
            FileNotFound: `cwd` could not be entered; it was not run.
            RouteError: the machine was not reached.
            Unsupported: an option that this kind of machine has not.
        """
        hide_password(options)
        return await self._run(Call.program(argv), str(argv[0]), **options)

    async def run_script(
        self, script: str | bytes, *arguments: str | bytes, **options: Unpack[RunOptions]
    ) -> Result:
        """Evaluate a POSIX shell script by ``sh`` and wait for its end; see `run`.

        Args:
            script: its text, in which names from outside have no place; it may read its input.
            arguments: ``$1`` and so on.
            options: see `RunOptions`.
        """
        hide_password(options)
        return await self._run(Call.script(script, arguments), "the script", **options)

    async def _run(
        self,
        body: bytes,
        name: str,
        *,
        input: bytes | AsyncIterable[bytes] = b"",
        env: Mapping[str, str | bytes] | None = None,
        cwd: str | bytes | None = None,
        timeout: float | None = None,
        sudo: bool | str = False,
        sudo_password: str | Secret | None = None,
        check: bool = False,
        on_stdout: Callable[[bytes], Any] | None = None,
        on_stderr: Callable[[bytes], Any] | None = None,
        max_output: int | None = OUTPUT_LIMIT,
    ) -> Result:
        if timeout is not None and timeout <= 0:
            raise UsageError("a time limit is some seconds, or None for no limit")
        if not hasattr(input, "__aiter__"):
            check_data("the input, unless it is an asynchronous iterable,", input)
        if sudo:
            self.need(Capability.SUDO, "sudo")
        call = Call(body, env=env, cwd=cwd, sudo=sudo, sudo_password=sudo_password)
        gate = _Gate(open=not call.waits)
        stdout = Collector(
            call.mark, line=True, limit=max_output, give=on_stdout, signs={call.ready: gate.ready.set}
        )
        stderr = Collector(
            call.mark, line=False, limit=max_output, give=on_stderr, signs={call.prompt: gate.ask}
        )
        feed = _feed(call, input, gate)
        began = time.monotonic()
        privileges: Privileges = {"sudo": sudo, "sudo_password": sudo_password, "timeout": _ENDING}
        try:
            async with asyncio.timeout(timeout):
                status, signal = await self._execute(call.words, feed, stdout.feed, stderr.feed)
        except AskedAgain:
            raise SudoRefused(
                f"sudo did not let us become {_user(sudo)}: it does not accept the password", label=self.label
            ) from None
        except TooLarge:
            raise OutputTooLarge(
                f"{name} wrote more than {max_output} bytes",
                ended=await self.end_group(stdout.process, privileges),
                label=self.label,
                stdout=bytes(stdout.kept),
                stderr=bytes(stderr.kept),
            ) from None
        except TimeoutError as error:
            if isinstance(error, VirtreachError):
                raise
            raise CommandTimeout(
                f"{name} did not end within {timeout:g} seconds",
                ended=await self.end_group(stdout.process, privileges),
                label=self.label,
                stdout=bytes(stdout.kept),
                stderr=bytes(stderr.kept),
            ) from None
        except asyncio.CancelledError:
            with contextlib.suppress(VirtreachError):
                await self.end_group(stdout.process, privileges)
            raise
        finally:
            await feed.aclose()
        if not stdout.begun:
            raise self._not_begun(call, stdout, stderr, status, cwd, sudo)
        result = Result(
            status, signal, bytes(stdout.kept), bytes(stderr.kept), time.monotonic() - began, self.label
        )
        if check and status != 0:
            said = printable(result.stderr[-_SAID:].decode("utf-8", "replace").strip())
            raise CommandFailed(
                f"{name} {result.how}" + (f": {said}" if said else ""), result=result, label=self.label
            )
        return result

    def _not_begun(
        self,
        call: Call,
        stdout: Collector,
        stderr: Collector,
        status: int,
        cwd: str | bytes | None,
        sudo: bool | str,
    ) -> VirtreachError:
        """Return why a command was never run."""
        said = bytes(stderr.noise).replace(call.failed, b"").strip()
        text = printable(said[-_SAID:].decode("utf-8", "replace"))
        if call.failed in stderr.noise:
            assert cwd is not None
            return FileNotFound(
                "the directory cannot be entered; nothing was run",
                host=self.label,
                path=as_bytes("directory", cwd),
                said=text,
            )
        if sudo and (b"sudo" in said or call.waits or not said):
            if not call.waits:
                text = (
                    f"{text}; allow it without a password, or give one" if text else "no password was given"
                )
            return SudoRefused(
                f"sudo did not let us become {_user(sudo)}: {text or 'no word'}", label=self.label
            )
        noise = printable(bytes(stdout.noise[-_SAID:]).decode("utf-8", "replace").strip())
        words = "; ".join(one for one in (text, noise) if one) or f"it ended with status {status}"
        return ShellUnusable(
            f"its login shell ran nothing of it ({words}); it needs a shell that runs 'sh -c' without asking",
            label=self.label,
        )

    async def end_group(self, process: tuple[int, int, int] | None, privileges: Privileges) -> bool:
        """End a process group, by SIGTERM and then SIGKILL.

        Args:
            process: the id of one of it, when that started, in ticks since the machine did, and the group's id; None if
                not known.
            privileges: whose it is.

        Returns:
            Whether it is seen to be gone.
        """
        if process is None or Capability.END not in self.capabilities():
            return False
        try:
            done = await self.run_script(END_SCRIPT, *map(str, process), **privileges)
        except (VirtreachError, OSError):
            return False
        return done.stdout.strip() in (b"gone", b"ended")

    # Jobs, files, facts, packages: each has a module.

    async def start(
        self, argv: Sequence[str | bytes], *, job_id: str | None = None, **options: Unpack[StartOptions]
    ) -> Job:
        """Start a program that runs on without us, and return how to ask after it; see `virtreach.shell.jobs`."""
        hide_password(options)
        from virtreach.shell import jobs

        return await jobs.start(self, Call.program(argv), list(argv), job_id=job_id, **options)

    async def start_script(
        self,
        script: str | bytes,
        *arguments: str | bytes,
        job_id: str | None = None,
        **options: Unpack[StartOptions],
    ) -> Job:
        """Start a POSIX shell script that runs on without us; see `start`."""
        hide_password(options)
        from virtreach.shell import jobs

        body = Call.script(script, arguments)
        return await jobs.start(self, body, ["the script", *arguments], job_id=job_id, **options)

    def job(self, job_id: str, **privileges: Unpack[Privileges]) -> Job:
        """Return the job of an id, which another process may have started; nothing is asked yet."""
        hide_password(privileges)
        from virtreach.shell.jobs import Job

        return Job(self, job_id, **privileges)

    async def jobs(self, **privileges: Unpack[Privileges]) -> list[JobState]:
        """Return what is known about the jobs of the user there that were not forgotten, the oldest first."""
        hide_password(privileges)
        from virtreach.shell import jobs

        return await jobs.known(self, **privileges)

    async def read_file(
        self, path: str | bytes, *, max_size: int = 16 << 20, **privileges: Unpack[Privileges]
    ) -> bytes:
        """Return a file's contents; see `virtreach.shell.editing`."""
        hide_password(privileges)
        from virtreach.shell import editing

        return await editing.read_file(self, path, max_size=max_size, **privileges)

    async def write_file(
        self,
        path: str | bytes,
        data: bytes,
        *,
        mode: int | None = None,
        owner: str | None = None,
        **privileges: Unpack[Privileges],
    ) -> None:
        """Write a file, whole or not at all; see `virtreach.shell.editing`."""
        hide_password(privileges)
        from virtreach.shell import editing

        await editing.write_file(self, path, data, mode=mode, owner=owner, **privileges)

    async def write_files(
        self,
        files: Mapping[str | bytes, bytes],
        *,
        mode: int | None = None,
        owner: str | None = None,
        **privileges: Unpack[Privileges],
    ) -> None:
        """Write several files in one round trip: each whole, and none of them before all have arrived."""
        hide_password(privileges)
        from virtreach.shell import editing

        await editing.write_files(self, files, mode=mode, owner=owner, **privileges)

    async def append(self, path: str | bytes, data: bytes, **privileges: Unpack[Privileges]) -> None:
        """Put data at the end of a file, all or nothing; a missing file is made."""
        hide_password(privileges)
        from virtreach.shell import editing

        await editing.extend(self, path, data, before=False, **privileges)

    async def prepend(self, path: str | bytes, data: bytes, **privileges: Unpack[Privileges]) -> None:
        """Put data at the beginning of a file, all or nothing; a missing file is made."""
        hide_password(privileges)
        from virtreach.shell import editing

        await editing.extend(self, path, data, before=True, **privileges)

    async def replace_line(
        self,
        path: str | bytes,
        old: str | bytes,
        new: str | bytes,
        *,
        regex: bool = False,
        count: int = 0,
        **privileges: Unpack[Privileges],
    ) -> int:
        """Replace lines of a file and return how many; see `virtreach.shell.editing.replace_line`."""
        hide_password(privileges)
        from virtreach.shell import editing

        return await editing.replace_line(self, path, old, new, regex=regex, count=count, **privileges)

    async def facts(self) -> Facts:
        """Return what the machine is, in one round trip; see `virtreach.shell.facts`."""
        from virtreach.shell import facts

        return await facts.ask(self)

    async def install_packages(self, *names: str, **privileges: Unpack[Privileges]) -> Result:
        """Install packages by the machine's package manager; see `virtreach.shell.packages`."""
        hide_password(privileges)
        from virtreach.shell import packages

        return await packages.install(self, names, **privileges)

    async def update_repository(self, **privileges: Unpack[Privileges]) -> Result:
        """Have the machine's package manager read its repositories' lists anew."""
        hide_password(privileges)
        from virtreach.shell import packages

        return await packages.update(self, **privileges)

    # What only some can do

    async def open_stream(self, port: int, host: str | None = None, *, timeout: float = 30.0) -> ByteStream:
        """Open a stream to a port of the machine, or to one that it can reach; see `NodeRoute.open_stream`."""
        raise self._cannot("a stream to a port", port, host, timeout)

    async def open_socket(
        self, port: int, host: str | None = None, *, timeout: float = 30.0
    ) -> socket.socket:
        """Open the same as a socket in blocking mode, for another thread."""
        raise self._cannot("a socket to a port", port, host, timeout)

    async def open_unix_socket(self, path: str, *, timeout: float = 30.0) -> socket.socket:
        """Open a stream to a unix socket of the machine, as a socket in blocking mode."""
        raise self._cannot("a stream to a unix socket", path, timeout)

    def forward(
        self,
        spec: ForwardSpec | str,
        *,
        remote: bool = False,
        timeout: float = 30.0,
        connections: int = 1000,
        on_error: Callable[[Exception], object] | None = None,
    ) -> LocalForward | RemoteForward:
        """Return a forwarding to a port or unix socket of the machine, or from one; an asynchronous context manager.

        Args:
            spec: what is forwarded where, ``8080:80`` say; see `virtreach.shell.forward_spec.ForwardSpec`.
            remote: whether the machine listens, and this one is connected.
            timeout: seconds to get there, for each connection.
            connections: how many may be open at once.
            on_error: gets the error of each connection that fails; the forwarding goes on.

        Raises:
            UsageError: the spec is none.
            Unsupported: no streams lead to this kind of machine.
        """
        raise self._cannot("forwarding", spec, remote, timeout, connections, on_error)

    async def interact(
        self,
        line: str | None = None,
        *,
        terminal: bool | None = None,
        stdin: int = 0,
        stdout: int = 1,
        stderr: int = 2,
    ) -> tuple[int, str]:
        """Run the login shell of the machine, or a command line in it, on our own descriptors; wait for its end.

        Args:
            line: for the login shell, as with ssh; None for the shell itself.
            terminal: whether it gets a terminal; by default when there is no line and `stdin` is one. Its size follows
                that of ours.
            stdin, stdout, stderr: descriptors of this process. A terminal of ours is as it was afterwards.

        Returns:
            The exit status, or -1 and the name of the signal that ended it.

        Raises:
            CommandOutcomeUnknown: the way broke before its end was told.
            RouteError: the machine was not reached.
            Unsupported: this kind of machine has no terminals.
        """
        raise self._cannot("a shell with a terminal", line, terminal, stdin, stdout, stderr)

    def _cannot(self, what: str, *_unused: object) -> Unsupported:
        return Unsupported(f"{what} cannot be had over {self._medium}", label=self.label)


class _Gate:
    """What a command's input waits for where sudo may ask for a password.

    Attributes:
        ready: set when sudo let us in.
        asked: set when it asked for the password.
    """

    def __init__(self, *, open: bool) -> None:
        self.ready = asyncio.Event()
        self.asked = asyncio.Event()
        if open:
            self.ready.set()

    def ask(self) -> None:
        """Note that sudo asks.

        Raises:
            AskedAgain: it did so before.
        """
        if self.asked.is_set():
            raise AskedAgain
        self.asked.set()

    async def pass_through(self, password: bytes) -> AsyncGenerator[bytes, None]:
        """Yield the password if it is asked for; go on when sudo has let us in."""
        waits = [asyncio.ensure_future(one.wait()) for one in (self.ready, self.asked)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            if not self.ready.is_set():
                yield password
                await self.ready.wait()
        finally:
            for one in waits:
                one.cancel()


async def _feed(call: Call, data: bytes | AsyncIterable[bytes], gate: _Gate) -> AsyncGenerator[bytes, None]:
    """Yield a command's input, with what goes before."""
    if call.waits:
        async for piece in gate.pass_through(call.password):
            yield piece
    if not hasattr(data, "__aiter__"):
        assert isinstance(data, bytes | bytearray | memoryview)
        if call.header or data:
            yield call.header + bytes(data)
        return
    if call.header:
        yield call.header
    async for piece in data:
        check_data("a piece of the input", piece)
        yield piece


def _user(sudo: bool | str) -> str:
    return sudo if isinstance(sudo, str) else "root"
