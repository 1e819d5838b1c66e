"""`AgentRemote`: a guest without any network, by the agent inside it and libvirt on its host.

The agent starts programs, and tells when asked whether they have ended and what they wrote; it reads and writes files
by pieces. So there is no terminal and no forwarding, output comes when all of it is there, and all input goes before.
Who may give commands to the agent on the host is root in the guest.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from typing import TYPE_CHECKING

from virtreach.errors import OutcomeUnknown, TransportError, UsageError, VirtreachError
from virtreach.errors.files import FileTooLarge
from virtreach.errors.guests import AgentRefused, AgentSilent
from virtreach.errors.routes import CommandOutcomeUnknown
from virtreach.errors.shell import Unsupported
from virtreach.errors.text import printable
from virtreach.files.answers import failure
from virtreach.shell.agent_calls import PIECE, READ_PIECE, Agent
from virtreach.shell.base import Remote
from virtreach.shell.private_place import SAFE, private_directory
from virtreach.shell.prologue import as_bytes
from virtreach.shell.result import Capability, hide_password

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from typing import Any, Unpack

    from virtreach.aio.connection import Connection
    from virtreach.aio.objects.domain import Domain
    from virtreach.shell.agent_calls import Ended
    from virtreach.shell.result import Privileges, Result

__all__ = ["AgentRemote"]

_FIRST_PAUSE = 0.002
_LONGEST_PAUSE = 0.25
_ENDING = 10.0
_AT_ONCE = 1 << 20
_LARGE = 99

# $0 is a directory of ours alone, which is new for each command: what a program writes goes there (o, e), and is
# fetched when it has ended; so does input that is too much for one question (i). libvirt gives up the agent for
# everybody when an answer has more than 10 MiB (QEMU_AGENT_MAX_RESPONSE).
_MAKE = SAFE + 'u=$(umask); umask 077; safe "${0%/*}" && mkdir -- "$0" || exit 1; '
_RUN = (
    _MAKE
    + """
exec >"$0/o" 2>"$0/e"; umask "$u"; unset -f safe; unset u s
command -v setsid >/dev/null 2>&1 && exec setsid "$@"
exec "$@"
"""
)
_STAGE = _MAKE + ': >"$0/i"'
_RUN_STAGED = """\
u=$(umask); umask 077; exec <"$0/i" >"$0/o" 2>"$0/e"; umask "$u"; unset u
rm -f -- "$0/i"
command -v setsid >/dev/null 2>&1 && exec setsid "$@"
exec "$@"
"""
_TAKE = f"""\
o=0 e=0
[ ! -s "$0/o" ] || o=$(wc -c <"$0/o") || exit 1
[ ! -s "$0/e" ] || e=$(wc -c <"$0/e") || exit 1
[ $((o + e)) -le {_AT_ONCE} ] || exit {_LARGE}
[ ! -s "$0/o" ] || cat "$0/o" || exit 1
[ ! -s "$0/e" ] || cat "$0/e" >&2 || exit 1
exec rm -r -- "$0"
"""
# It may be asked for where somebody else made the directory: so no name is followed that is not in one of ours.
_TIDY = """\
cd -P -- "$0" 2>/dev/null && [ -O . ] || exit 0
case $(pwd -P) in */"${0##*/}") rm -f -- ./i ./o ./e; cd /; rmdir -- "$0";; esac
"""
_END = """\
[ -d "/proc/$1" ] || exit 0
read -r s </proc/$1/stat || exit 0; s=${s##*) }; set -- "$1" $s
[ "$4" = "$1" ] || exit 1
kill -TERM "-$1"; n=20
while [ $n -gt 0 ]; do kill -0 "-$1" 2>/dev/null || exit 0; n=$((n - 1)); sleep 0.05 2>/dev/null || sleep 1; done
kill -KILL "-$1"; sleep 1; kill -0 "-$1" 2>/dev/null && exit 1; exit 0
"""


class AgentRemote(Remote):
    """A guest by its agent. Commands run as the agent's user, which is root."""

    _medium = "the guest agent"

    def __init__(
        self,
        domain: Domain,
        *,
        label: str = "",
        patience: float = 30.0,
        directory: str = "/tmp",
        connection: Connection | None = None,
    ) -> None:
        """Take a domain of the asyncio client; nothing is asked yet.

        Args:
            domain: the guest.
            label: for people; the domain's name unless given.
            patience: seconds that the agent may take for an answer; commands may take as long as they like.
            directory: where what commands read and write is kept in the guest meanwhile, in private directories.
            connection: closed with it.

        Raises:
            UsageError: the directory's name has more than letters, digits and ``._/-``.
        """
        self.label = label or domain.name
        self.agent = Agent(domain.qemu, label=self.label, patience=patience)
        self._domain = domain
        self._patience = patience
        self._connection = connection
        self._directory = private_directory(directory)
        self._ended: dict[asyncio.Task[Any], bool] = {}

    def capabilities(self) -> frozenset[Capability]:
        """Return what it can do: neither streams, nor a terminal, nor forwarding."""
        return frozenset({Capability.SUDO, Capability.FILES, Capability.JOBS, Capability.END})

    async def aclose(self) -> None:
        """Close the connection, if it was given with the domain."""
        if self._connection is not None:
            await self._connection.close()

    async def ping(self) -> None:
        """Ask whether the agent answers.

        Raises:
            AgentMissing, AgentSilent, AgentBusy: it does not.
        """
        await self.agent.call("ping")

    async def _run(self, body: bytes, name: str, **options: Any) -> Result:
        sudo = options.get("sudo")
        if sudo and options.get("sudo_password") is not None:
            raise Unsupported(
                "sudo's password cannot be given by the guest agent; it runs as root and needs none",
                label=self.label,
            )
        if sudo is True or sudo == "root":
            options["sudo"] = False  # what the agent runs is root's
        return await super()._run(body, name, **options)

    async def _execute(
        self,
        line: Sequence[str],
        feed: AsyncIterator[bytes],
        on_stdout: Callable[[bytes], object],
        on_stderr: Callable[[bytes], object],
    ) -> tuple[int, str]:
        """Run a program there; see `Remote._execute`."""
        data = bytearray()
        async for piece in feed:
            data += piece
        place = f"{self._directory}/.virtreach-{secrets.token_hex(8)}"
        staged = len(data) > PIECE
        tidy = True
        try:
            if staged:
                made = await self._script(_STAGE, place)
                if made.status != 0:
                    tidy = False
                    raise self._no_place(made)
                await self._stage(place, bytes(data))
                ended = await self._script(_RUN_STAGED, place, *line)
            else:
                ended = await self._script(_RUN, place, *line, input=bytes(data) or None)
            if ended.stdout or ended.stderr:
                # Its words go into files; these are of the shell that did not get that far.
                tidy = staged
                raise self._no_place(ended)
            tidy = await self._take(place, on_stdout, on_stderr)
            return ended.status, ended.signal
        except CommandOutcomeUnknown as error:
            tidy = isinstance(error.__cause__, AgentRefused)  # else it may run on, and write
            raise
        finally:
            if tidy:
                await self._tidy(place)

    async def _script(self, script: str, place: str, *words: str, input: bytes | None = None) -> Ended:
        return await self._to_its_end(await self._start(["sh", "-c", script, place, *words], input))

    def _no_place(self, ended: Ended) -> AgentRefused:
        said = printable(ended.stderr.decode("utf-8", "replace").strip()[-400:])
        return AgentRefused(
            f"what a command reads and writes is kept in {self._directory} there, and that did not work ({said}); "
            "nothing was run",
            label=self.label,
            said=said,
        )

    async def _take(
        self, place: str, on_stdout: Callable[[bytes], object], on_stderr: Callable[[bytes], object]
    ) -> bool:
        """Fetch what a command wrote; return whether its files are still there."""
        taken = await self._script(_TAKE, place)
        if taken.status == 0 and not taken.truncated:
            on_stderr(taken.stderr)
            on_stdout(taken.stdout)
            return False
        if taken.status != _LARGE:
            raise CommandOutcomeUnknown(
                f"{self.label}: the command has ended, and what it wrote cannot be had: "
                f"{printable(taken.stderr.decode('utf-8', 'replace').strip())}",
                hop=self.label,
            )
        for end, give in (("/e", on_stderr), ("/o", on_stdout)):
            try:
                handle = await self.agent.open(place + end, "rb")
            except AgentRefused as error:
                raise CommandOutcomeUnknown(
                    f"{self.label}: the command has ended, and what it wrote cannot be had, as when the guest's disk "
                    f"is full: {error.said}",
                    hop=self.label,
                ) from error
            try:
                async for piece in self._pieces(handle):
                    give(piece)
            finally:
                with contextlib.suppress(VirtreachError, OSError):
                    await self.agent.close(handle)
        return True

    async def _tidy(self, place: str) -> None:
        with contextlib.suppress(VirtreachError, OSError):
            await self._script(_TIDY, place)

    async def _start(self, words: list[str], data: bytes | None) -> int:
        try:
            return await self.agent.start(words, input=data)
        except (AgentSilent, OutcomeUnknown, TransportError) as error:
            raise CommandOutcomeUnknown(
                f"{self.label}: the agent was asked to start a command, and did not say whether it has: {error}",
                hop=self.label,
            ) from error

    async def _to_its_end(self, pid: int) -> Ended:
        """Ask after a process until it has ended; a process whose time is over is ended there."""
        pause = _FIRST_PAUSE
        silent = 0
        try:
            while True:
                try:
                    ended = await self.agent.ended(pid)
                    silent = 0
                except AgentSilent:
                    silent += 1
                    if silent > 2:
                        raise
                    ended = None
                if ended is not None:
                    return ended
                await asyncio.sleep(pause)
                pause = min(_LONGEST_PAUSE, pause * 1.5)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            assert task is not None
            self._ended[task] = await self._kill(pid)
            raise
        except (VirtreachError, OSError) as error:
            raise CommandOutcomeUnknown(
                f"{self.label}: process {pid} was started, and its end was not told: {error}", hop=self.label
            ) from error

    async def _kill(self, pid: int) -> bool:
        """End a process with its group; return whether it is gone."""
        try:
            async with asyncio.timeout(_ENDING):
                killer = await self.agent.start(["sh", "-c", _END, "sh", str(pid)], input=None)
                while (ended := await self.agent.ended(killer)) is None:  # noqa: ASYNC110  # it has to be asked
                    await asyncio.sleep(0.02)
                with contextlib.suppress(AgentRefused):
                    await self.agent.ended(pid)  # or the agent keeps its output for ever
                return ended.status == 0
        except (VirtreachError, OSError):
            return False

    async def end_group(self, process: tuple[int, int, int] | None, privileges: Privileges) -> bool:
        """Return whether a command that was given up is gone; see `Remote.end_group`."""
        task = asyncio.current_task()
        assert task is not None
        if self._ended.pop(task, False):
            return True
        return process is not None and await super().end_group(process, privileges)

    async def _stage(self, place: str, data: bytes) -> None:
        """Put input that is too large for one question into a file there."""
        handle = await self.agent.open(f"{place}/i", "r+b")
        try:
            for at in range(0, len(data), PIECE):
                await self.agent.write(handle, data[at : at + PIECE])
        finally:
            await self.agent.close(handle)

    async def _pieces(self, handle: int, most: int | None = None) -> AsyncIterator[bytes]:
        """Yield the rest of a file there, of which `most` bytes may be wanted."""
        while True:
            size = READ_PIECE if most is None else min(READ_PIECE, most)
            piece, end = await self.agent.read(handle, size)
            yield piece
            if end:
                return
            if not piece:
                raise self.agent.nonsense("file-read", "nothing came, and it is not the end")
            if most is not None:
                most -= len(piece)
                if most <= 0:
                    return

    async def read_file(
        self, path: str | bytes, *, max_size: int = 16 << 20, **options: Unpack[Privileges]
    ) -> bytes:
        """Return a file's contents, by pieces; see `virtreach.shell.editing.read_file`."""
        hide_password(options)
        name = as_bytes("the file name", path)
        user = options.get("sudo")
        try:
            text = name.decode()
        except UnicodeDecodeError:
            text = ""
        if not text.startswith("/") or (isinstance(user, str) and user != "root"):
            # A name that is no text does not go into JSON, and only a shell becomes another user.
            return await super().read_file(path, max_size=max_size, **options)
        async with asyncio.timeout(options.get("timeout")):
            try:
                handle = await self.agent.open(text, "rb")
            except AgentRefused as error:
                raise failure(error.said, host=self.label, path=name) from error
            try:
                return await self._read(handle, name, max_size)
            finally:
                with contextlib.suppress(VirtreachError, OSError):
                    await self.agent.close(handle)

    async def _read(self, handle: int, name: bytes, most: int) -> bytes:
        data = bytearray()
        try:
            async for piece in self._pieces(handle, most + 1):
                data += piece
        except AgentRefused as error:
            raise failure(error.said, host=self.label, path=name) from error
        if len(data) > most:
            raise FileTooLarge(f"is larger than {most} bytes", host=self.label, path=name)
        return bytes(data)

    async def authorize_key(self, user: str, key: str) -> None:
        """Let a public key log in as a user by SSH, which is then the better way to the guest.

        Args:
            user: an existing user of the guest.
            key: a line of ``authorized_keys``.

        Raises:
            UsageError: it is no such line.
            AgentRefused: the agent said no; it needs QEMU's agent of 5.2 or newer.
        """
        line = key.strip()
        if len(line.split()) < 2 or not line.isprintable() or not user or not user.isprintable():
            raise UsageError("a key is one line of authorized_keys, for a user: 'ssh-ed25519 AAAA... who'")
        await self.agent.call("ssh-add-authorized-keys", username=user, keys=[line])
