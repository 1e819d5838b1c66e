"""`SerialRemote`: a guest by its serial console, as the last resort: no network, no agent, a login at most.

Commands run apart from the line, with their input and output in private files of the guest; those travel as text, by
pieces that are short, have a checksum, and are asked for again when a message of the kernel got between. One command at
a time; the signal that ended it is not told (its status is 128 and the signal's number, as shells have it).
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import hashlib
import re
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from virtreach.errors import OutcomeUnknown, TransportError, VirtreachError
from virtreach.errors.guests import ConsoleGarbled, ConsoleMissing, GuestError
from virtreach.errors.libvirt import ArgumentUnsupported, InternalError, OperationFailed
from virtreach.errors.routes import CommandOutcomeUnknown
from virtreach.errors.shell import ShellUnusable, Unsupported
from virtreach.errors.text import printable
from virtreach.files.far_line import octal
from virtreach.routes.far_shell import quote_words
from virtreach.session.sasl.secret import Secret
from virtreach.shell.base import Remote
from virtreach.shell.console import LINE_LIMIT, Console
from virtreach.shell.private_place import SAFE, private_directory
from virtreach.shell.result import Capability

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from typing import Any

    from virtreach.aio.connection import Connection
    from virtreach.aio.objects.domain import Domain
    from virtreach.shell.result import Privileges, Result

__all__ = ["IN_PIECE", "OUT_PIECE", "SerialRemote", "cksum"]

OUT_PIECE = 32 << 10
"""How many bytes of a file are asked for at once."""
IN_PIECE = 12 << 10
"""How many bytes are typed at once; the guest's terminal has room for them while nobody reads."""

_TRIES = 6
_PLACES = 10  # numbers of one digit
_LINE = 960
_BLOCK = 512
_FIRST_PAUSE = 0.005
_LONGEST_PAUSE = 0.5
_ENDING = 15.0
_FORCE = 1  # of virDomainConsoleFlags

# $0 is a directory of ours alone, which is new for each command: i, what it reads; o and e, what it writes; n, its
# process; s, how it ended.
_RUN = '"$@" <"$0/i" >"$0/o" 2>"$0/e"; echo $? >"$0/t"; mv "$0/t" "$0/s"'


def cksum(data: bytes) -> int:
    """Return what POSIX's ``cksum`` says of data (IEEE Std 1003.1, cksum)."""
    value = 0
    length = len(data)
    for byte in data:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    while length:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ length & 0xFF]
        length >>= 8
    return value ^ 0xFFFFFFFF


def _entry(number: int) -> int:
    value = number << 24
    for _ in range(8):
        value = (value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
    return value


_TABLE = tuple(_entry(number) for number in range(256))


_NEEDED = ("dd", "head", "rm", "wc")
_SUMS: dict[str, Callable[[bytes], str]] = {
    "sha256sum": lambda data: hashlib.sha256(data).hexdigest(),
    "md5sum": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
    "cksum": lambda data: str(cksum(data)),
}
"""Programs that tell whether bytes are the same, best first: against the line's noise, not against the guest."""


class SerialRemote(Remote):
    """A guest by its serial console. Commands run as whoever is logged in there."""

    _medium = "the serial console"

    def __init__(
        self,
        domain: Domain,
        *,
        device: str | None = None,
        user: str | None = None,
        password: Secret | str | None = None,
        label: str = "",
        patience: float = 30.0,
        force: bool = False,
        directory: str = "/tmp",
        connection: Connection | None = None,
    ) -> None:
        """Take a domain of the asyncio client; nothing is opened yet.

        Args:
            domain: the guest.
            device: the console's alias (``serial0``, ``console1``); the first unless given.
            user: for a login prompt; a shell that is there already is used as it is.
            password: of the user.
            label: for people; the domain's name unless given.
            patience: seconds for finding a shell, and for each answer of it.
            force: take the console from whoever has it.
            directory: where what commands read and write is kept in the guest meanwhile, in private directories.
            connection: closed with it.

        Raises:
            UsageError: the directory's name has more than letters, digits and ``._/-``.
        """
        self.label = label or domain.name
        self._domain = domain
        self._device = device
        self._user = user
        self._password = None if password is None else Secret(password)
        self._patience = patience
        self._force = force
        self._connection = connection
        self._directory = private_directory(directory)
        self._console: Console | None = None
        self._busy = asyncio.Lock()
        self._base64 = True
        self._sum = "cksum"
        self._ended: dict[asyncio.Task[Any], bool] = {}

    def capabilities(self) -> frozenset[Capability]:
        """Return what it can do: neither streams, nor a terminal, nor forwarding."""
        return frozenset({Capability.SUDO, Capability.FILES, Capability.JOBS, Capability.END})

    async def open(self) -> None:
        """Open the console and find a shell on it, or log in.

        Raises:
            ConsoleMissing: there is none, or somebody has it.
            ConsoleSilent, ConsoleLoginRefused: see `Console.enter`.
        """
        async with self._busy:
            await self._open()

    async def aclose(self) -> None:
        """Leave the console as it was found, and close the connection, if it was given with the domain."""
        if self._console is not None:
            console, self._console = self._console, None
            await console.leave()
        if self._connection is not None:
            await self._connection.close()

    async def _open(self) -> Console:
        if self._console is not None:
            return self._console
        try:
            stream = await self._domain.open_console(self._device, flags=_FORCE if self._force else 0)
        except (ArgumentUnsupported, InternalError, OperationFailed) as error:
            raise ConsoleMissing(f"its console cannot be had: {error}", label=self.label) from error
        console = Console(stream, label=self.label, patience=self._patience)
        try:
            await console.enter(self._user, self._password)
            await self._look(console)
        except BaseException:
            await console.leave()
            raise
        self._console = console
        return console

    async def _look(self, console: Console) -> None:
        """See which programs there are."""
        names = " ".join((*_NEEDED, *_SUMS, "base64"))
        script = f'h=; for c in {names}; do command -v $c >/dev/null && h="$h $c"; done; echo "@has$h@"'
        said = await self._sensible(console, script, rb"has(?: [a-z0-9]+)*")
        there = said.decode().split()
        sums = [name for name in _SUMS if name in there]
        lacking = [name for name in _NEEDED if name not in there]
        if lacking or not sums:
            what = lacking[0] if lacking else f"one of {', '.join(_SUMS)}"
            raise ShellUnusable(f"{what} is needed there, and is missing", label=self.label)
        self._sum = sums[0]
        self._base64 = "base64" in there

    async def _run(self, body: bytes, name: str, **options: Any) -> Result:
        if options.get("sudo") and options.get("sudo_password") is not None:
            raise Unsupported(
                "sudo's password cannot be given over the serial console; log in as a user who needs none",
                label=self.label,
            )
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
        async with self._busy:
            console = await self._open()
            place = await self._make_place(console)
            tidy = True
            try:
                await self._put(console, place + "/i", bytes(data))
                pid = await self._start(console, place, line)
                tidy = False
                status = await self._to_its_end(console, place, pid)
                tidy = True
                async for piece in self._get(console, place + "/e"):
                    on_stderr(piece)
                async for piece in self._get(console, place + "/o"):
                    on_stdout(piece)
            finally:
                if tidy:
                    await self._tidy(console, place)
            return status, ""

    async def _start(self, console: Console, place: str, line: Sequence[str]) -> int:
        """Start a program, once; a file says whether that has happened."""
        words = quote_words(["sh", "-c", _RUN, place, *line])
        start = (
            f"[ -e {place}/n ] || {{ s=; command -v setsid >/dev/null && s=setsid; "
            f"$s {words} </dev/null >/dev/null 2>&1 & echo $! >{place}/n; }}"
        )
        if len(start) > LINE_LIMIT:
            await self._put(console, place + "/c", start.encode() + b"\n")
            start = f". {place}/c"
        try:
            await console.ask(start)
            said = await self._sensible(console, f'echo "@$(cat {place}/n)@"', rb"\d+")
        except (GuestError, OutcomeUnknown, TransportError) as error:
            raise CommandOutcomeUnknown(
                f"{self.label}: a command was typed, and it is not known whether it runs: {error}",
                hop=self.label,
            ) from error
        return int(said)

    async def _sensible(self, console: Console, script: str, pattern: bytes, lines: bytes = b"") -> bytes:
        """Ask until what stands between two ``@`` is what it has to be: a message of the kernel may get between."""
        answer = b""
        for _ in range(_TRIES):
            answer = await console.ask(script, lines=lines)
            found = re.search(rb"@(" + pattern + rb")@", answer)
            if found is not None:
                return found[1]
        raise ConsoleGarbled(f"its console's answers make no sense: {answer[-80:]!r}", label=self.label)

    async def _to_its_end(self, console: Console, place: str, pid: int) -> int:
        pause = _FIRST_PAUSE
        script = f'if [ -s {place}/s ]; then echo "@$(cat {place}/s)@"; else echo @runs@; fi'
        try:
            while True:
                found = await self._sensible(console, script, rb"runs|\d{1,3}")
                if found != b"runs":
                    return int(found)
                await asyncio.sleep(pause)
                pause = min(_LONGEST_PAUSE, pause * 1.5)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            assert task is not None
            self._ended[task] = await self._kill(console, pid)
            if self._ended[task]:
                await self._tidy(console, place)
            raise
        except (VirtreachError, OSError) as error:
            raise CommandOutcomeUnknown(
                f"{self.label}: process {pid} was started, and its end was not told: {error}", hop=self.label
            ) from error

    async def _kill(self, console: Console, pid: int) -> bool:
        gone = f"{{ kill -0 -{pid} 2>/dev/null || {{ echo gone; false; }}; }}"
        script = (
            f"kill -TERM -{pid} 2>/dev/null; n=20; while [ $n -gt 0 ] && {gone}; do n=$((n - 1)); sleep 0.05; done; "
            f"[ $n -gt 0 ] || {{ kill -KILL -{pid} 2>/dev/null; sleep 1; {gone} || :; }}"
        )
        try:
            async with asyncio.timeout(_ENDING):
                return b"gone" in await console.ask(script)
        except (VirtreachError, OSError):
            return False

    async def end_group(self, process: tuple[int, int, int] | None, privileges: Privileges) -> bool:
        """Return whether a command that was given up is gone; see `Remote.end_group`."""
        task = asyncio.current_task()
        assert task is not None
        if self._ended.pop(task, False):
            return True
        return process is not None and await super().end_group(process, privileges)

    async def _make_place(self, console: Console) -> str:
        """Make a directory for one command, in which nobody else has anything.

        Raises:
            GuestError: there is no place for it.
        """
        name = f"{self._directory}/.virtreach-{secrets.token_hex(8)}"
        # Where an answer is lost it is asked again, and then the next number is taken: one that is there already may be
        # somebody else's.
        script = (
            f"u=$(umask); umask 077; {SAFE}n=-1; safe {self._directory or '/'} && while :; do n=$((n + 1)); "
            f'[ $n -lt {_PLACES} ] || break; mkdir {name}.$n && {{ echo "@$n@"; break; }}; done; umask $u'
        )
        said = b""
        for _ in range(_TRIES):
            said = await console.ask(script)
            found = re.search(rb"@(\d)@", said)
            if found is not None:
                return f"{name}.{found[1].decode()}"
        raise self._no_place(said)

    def _no_place(self, said: bytes) -> GuestError:
        text = printable(said.decode("utf-8", "replace").strip()[-200:])
        return GuestError(
            f"what a command reads and writes is kept in {self._directory} there, and that did not work ({text})",
            label=self.label,
        )

    async def _tidy(self, console: Console, place: str) -> None:
        with contextlib.suppress(VirtreachError, OSError):
            others = "" if place.endswith(".0") else f"; rmdir {place[:-1]}? 2>/dev/null"
            await console.ask(f"rm -rf {place}{others}")

    # Moving bytes

    async def _put(self, console: Console, path: str, data: bytes) -> None:
        """Make a file in a directory of ours with some bytes in it.

        Raises:
            GuestError: there is no place for it.
        """
        piece = path[:-1] + "p"
        made = b""
        for _ in range(_TRIES):
            made = await console.ask(f"printf '' >{path} && printf '' >{piece} && echo well")
            if b"well\n" in made:
                break
        else:
            raise self._no_place(made)
        for at in range(0, len(data), IN_PIECE):
            await self._put_piece(console, path, piece, at, data[at : at + IN_PIECE])

    async def _put_piece(self, console: Console, path: str, piece: str, at: int, part: bytes) -> None:
        """Type some bytes until they are at their place in a file: once, whatever is asked again."""
        if self._base64:
            text = base64.b64encode(part)
            lines = [text[at : at + _LINE] for at in range(0, len(text), _LINE)]
            read = f"head -n {len(lines)} | base64 -d"
        else:
            lines = [octal(part[at : at + _LINE // 4]).encode() for at in range(0, len(part), _LINE // 4)]
            read = (
                f'n={len(lines)}; while [ $n -gt 0 ] && IFS= read -r q; do printf %b "$q"; n=$((n - 1)); done'
            )
        script = (
            f"{{ {read}; }} >{piece} 2>/dev/null; s=$({self._sum} <{piece}); "
            f'[ "${{s%% *}}" != {_SUMS[self._sum](part)} ] || [ $(wc -c <{path}) -ne {at} ] || cat {piece} >>{path}; '
            f'echo "@" $(wc -c <{path}) "@"'
        )
        await self._sensible(
            console, script, b" %d " % (at + len(part)), lines=b"".join(line + b"\r" for line in lines)
        )

    async def _get(self, console: Console, path: str) -> AsyncIterator[bytes]:
        """Yield a file's bytes, by smaller pieces where there is much noise."""
        at, size, failures = 0, OUT_PIECE, 0
        while True:
            piece = await self._get_piece(console, path, at, size)
            if piece is None:
                failures += 1
                if failures == _TRIES:
                    raise ConsoleGarbled("what its console prints is not what was read", label=self.label)
                size = max(_BLOCK, size // 4)
                continue
            if piece:
                yield piece
            if len(piece) < size:
                return
            at += size
            size, failures = min(OUT_PIECE, size * 2), 0

    async def _get_piece(self, console: Console, path: str, at: int, size: int) -> bytes | None:
        """Return some bytes of a file; None when the answer is garbled."""
        piece = path[:-1] + "p"
        how = f"base64 <{piece}" if self._base64 else f"od -An -v -tx1 <{piece}"
        script = (
            f"dd if={path} bs={_BLOCK} skip={at // _BLOCK} count={size // _BLOCK} 2>/dev/null >{piece}; "
            f'echo "@" $({self._sum} <{piece}) "@"; {how}'
        )
        answer = await console.ask(script, most=4 * size)
        said = re.search(rb"@ ([0-9a-f]+) [^@]*@", answer)
        if said is None:
            return None
        # A message that has a line for itself is told by its characters.
        lines = [line.strip() for line in answer[said.end() :].split(b"\n")]
        with contextlib.suppress(binascii.Error, ValueError):
            if self._base64:
                text = b"".join(line for line in lines if re.fullmatch(rb"[A-Za-z0-9+/=]+", line))
                data = base64.b64decode(text, validate=True)
            else:
                data = bytes.fromhex(b"".join(lines).decode("ascii"))
            if said[1] == _SUMS[self._sum](data).encode() and len(data) <= size:
                return data
        return None
