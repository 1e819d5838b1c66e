"""`Console`: a shell on a serial line, asked in band: one line goes in, and an answer between two marks comes out.

The line is shared with the kernel's messages, with whatever the guest has running, and with nobody else while we have
it. The marks of an answer are new each time, and are not in the line that asks for them, so that an echo is no answer.
What may be garbled is asked again; what must not happen twice says by a file that it has happened.

A small loop in the guest reads our lines, with echo off; it ends by ^C, by ^D and by us, and then the terminal is as it
was before.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import secrets
from typing import TYPE_CHECKING

from virtreach.errors import TransportError, VirtreachError
from virtreach.errors.guests import ConsoleGarbled, ConsoleLoginRefused, ConsoleSilent
from virtreach.errors.text import printable
from virtreach.session.sasl.secret import HiddenBytes

if TYPE_CHECKING:
    from typing import Protocol

    from virtreach.session.sasl.secret import Secret

    class ConsoleStream(Protocol):
        """What leads to the line: `Stream`, of the asyncio client."""

        async def send(self, data: bytes) -> None: ...

        async def recv(self) -> bytes: ...

        async def abort(self) -> None: ...


__all__ = ["LINE_LIMIT", "Console"]

LINE_LIMIT = 3500
"""How many characters a line may have; a terminal keeps 4095 of one (n_tty, canonical mode)."""

_NOISE = 256 << 10
_KEPT = 64 << 10
_QUIET = 0.3
_FIRST = 1.5
_TRIES = 4
_LOOP = (
    """sh -c 'test -n "$VRC" && exit 0; VRC=$(stty -g) || VRC=sane; export VRC; """
    """trap "stty \\"\\$VRC\\"" EXIT; trap exit INT HUP TERM; stty -echo -onlcr icanon; """
    """while IFS= read -r l; do eval "$l"; done'"""
)
_LOGIN = re.compile(rb"(?i)login: ?$")
_PASSWORD = re.compile(rb"(?i)password: ?$")
_REFUSED = re.compile(rb"(?i)incorrect|denied|fail|locked|expired")
_ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|[\x00\x07\r]")


class Console:
    """A line that has a shell at its other end. Belongs to one event loop, and answers one question at a time."""

    def __init__(self, stream: ConsoleStream, *, label: str, patience: float) -> None:
        """Take a stream; nothing is sent yet.

        Args:
            stream: leads to the line; ended by `leave`.
            label: the guest, for people.
            patience: seconds that an answer may take.
        """
        self.label = label
        self.patience = patience
        self._stream = stream
        self._seen = bytearray()
        self._came = asyncio.Event()
        self._over: BaseException | None = None
        self._unsure = False
        self._logged_in = False
        self._entered = False
        self._reading = asyncio.get_running_loop().create_task(self._read())

    async def _read(self) -> None:
        try:
            while True:
                data = await self._stream.recv()
                if not data:
                    raise ConsoleSilent("the console has ended", label=self.label)
                self._seen += data
                if len(self._seen) > 8 * _NOISE:
                    # Nobody looks: what is said then is nobody's answer.
                    del self._seen[:-_KEPT]
                self._came.set()
                await asyncio.sleep(0)
        except (VirtreachError, OSError) as error:
            self._over = error
            self._came.set()

    async def _more(self) -> None:
        """Wait for more to come.

        Raises:
            ConsoleSilent, TransportError: the line has ended.
        """
        self._came.clear()
        if self._over is not None:
            raise self._over
        await self._came.wait()

    async def _type(self, text: bytes) -> None:
        if self._over is not None:
            raise self._over
        await self._stream.send(text)

    # Getting in

    async def enter(self, user: str | None, password: Secret | None) -> None:
        """Find a shell, or log in, and have it read our lines.

        Args:
            user: for a login prompt.
            password: of the user; typed where echo is off, and kept nowhere.

        Raises:
            ConsoleSilent: neither answers.
            ConsoleLoginRefused: it did not let us in.
        """
        said = b""
        try:
            async with asyncio.timeout(self.patience):
                while True:
                    self._seen.clear()
                    await self._type(b"\x15\r")
                    said = await self._quiet(_FIRST)  # whatever reads lines says something to an empty one
                    if _LOGIN.search(said):
                        await self._log_in(user, password)
                    elif _PASSWORD.search(said):
                        await self._type(b"\r")  # of somebody else's attempt, which is over with that
                        continue
                    if await self._is_shell():
                        break
        except TimeoutError as error:
            if isinstance(error, TransportError):
                raise
            raise ConsoleSilent(
                f"no shell and no login answers on its console within {self.patience:g} seconds; it says: "
                f"{_shown(said) or 'nothing'}",
                label=self.label,
            ) from error
        self._entered = True
        await self._type(_LOOP.encode() + b"\r")
        await self.ask(":")

    async def _quiet(self, first: float = _QUIET) -> bytes:
        """Return what came since, without control sequences, once nothing has come for a while.

        Args:
            first: seconds that the first of it may take.
        """
        wait = _QUIET if self._seen else first
        while True:
            before = len(self._seen)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._more()
            if len(self._seen) == before or len(self._seen) > _NOISE:
                return _ESCAPES.sub(b"", bytes(self._seen[-_KEPT:])).rstrip(b"\n")
            wait = _QUIET

    async def _log_in(self, user: str | None, password: Secret | None) -> None:
        if user is None:
            raise ConsoleLoginRefused("its console asks for a user, and none was given", label=self.label)
        self._seen.clear()
        await self._type(user.encode() + b"\r")
        said = await self._until_prompt()
        if _PASSWORD.search(said):
            if password is None:
                await self._type(b"\r")
                raise ConsoleLoginRefused(
                    f"its console asks for the password of {user}, and none was given", label=self.label
                )
            self._seen.clear()
            await self._type(HiddenBytes(password.reveal() + b"\r"))
            said = await self._until_prompt()
        if _LOGIN.search(said) or _PASSWORD.search(said) or _REFUSED.search(said[-200:]):
            raise ConsoleLoginRefused(f"its console does not let {user} in", label=self.label)
        self._logged_in = True

    async def _until_prompt(self) -> bytes:
        """Return what came, when it seems to wait for us again: the pause after a wrong password is long."""
        while True:
            said = await self._quiet()
            if said.strip(b"\n "):
                last = said.rsplit(b"\n", 1)[-1]
                if last and not last.isspace():
                    return said

    async def _is_shell(self) -> bool:
        one, two = secrets.token_hex(6), secrets.token_hex(6)
        self._seen.clear()
        await self._type(f"printf '%s%s\\n' {one} {two}\r".encode())
        try:
            async with asyncio.timeout(min(2.0, self.patience)):
                while (one + two).encode() not in self._seen:
                    await self._more()
                    if len(self._seen) > _NOISE:
                        return False
        except TimeoutError as error:
            if isinstance(error, TransportError):
                raise
            return False
        return True

    async def leave(self) -> None:
        """End the loop, log out if we logged in, and let go of the line. Never fails."""
        try:
            async with asyncio.timeout(5):
                if self._over is None and self._entered:
                    if self._unsure:
                        await self._sure()
                    self._seen.clear()
                    await self._type(b"exit\r")
                    await self._quiet()
                    if self._logged_in:
                        self._seen.clear()
                        await self._type(b"exit\r")
                        while not _LOGIN.search(await self._quiet()):
                            pass
        except (VirtreachError, OSError):
            pass  # nobody is there to leave
        finally:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
            with contextlib.suppress(VirtreachError, OSError):
                await self._stream.abort()

    # Questions

    async def ask(self, script: str, *, lines: bytes = b"", most: int = 0) -> bytes:
        """Have a line evaluated, and return what it printed. Asked again when the answer is garbled.

        Args:
            script: POSIX shell text without a newline, which may be evaluated more than once.
            lines: what it reads from the terminal, a line at a time.
            most: how many bytes the answer may have, beyond a moderate noise.

        Raises:
            ConsoleSilent: no answer came.
            ConsoleGarbled: none that is one came, or far too much.
            TransportError: the way to the line broke.
        """
        for attempt in range(_TRIES):
            try:
                if self._unsure:
                    await self._sure()
                return await self._ask(script, lines, most)
            except ConsoleSilent:
                if attempt == _TRIES - 1 or self._over is not None:
                    raise
        raise AssertionError("the last attempt returns or raises")

    async def _ask(self, script: str, lines: bytes, most: int) -> bytes:
        nonce = secrets.token_hex(6)
        line = f"printf '%s%s\\n' {nonce} '<'; {script}; printf '%s%s\\n' '>' {nonce}\r".encode()
        if len(line) > 4000:
            raise AssertionError("a line is shorter than what a terminal keeps")
        begin, end = f"{nonce}<".encode(), f">{nonce}".encode()
        self._unsure = True
        self._seen.clear()
        await self._type(line)
        try:
            async with asyncio.timeout(self.patience):
                if lines:
                    while begin not in self._seen:
                        await self._bounded(0)
                    for at in range(0, len(lines), 4096):
                        await self._type(lines[at : at + 4096])
                while end not in self._seen:
                    await self._bounded(most)
        except TimeoutError as error:
            if isinstance(error, TransportError):
                raise
            raise ConsoleSilent(
                f"its console did not answer within {self.patience:g} seconds", label=self.label
            ) from error
        self._unsure = False
        body = bytes(self._seen)
        at = body.find(begin)
        if at < 0:
            self._unsure = True
            raise ConsoleSilent("its console's answer has no beginning", label=self.label)
        return body[at + len(begin) : body.find(end)].replace(b"\r", b"").removeprefix(b"\n")

    async def _bounded(self, most: int) -> None:
        await self._more()
        if len(self._seen) > most + _NOISE:
            raise ConsoleGarbled("its console prints far more than was asked for", label=self.label)

    async def _sure(self) -> None:
        """Find the beginning of a line again after a question that got no answer."""
        # Empty lines end whatever still reads lines; to a shell they are nothing.
        for _ in range(_TRIES):
            await self._type(b"\r" * 16)
            await self._quiet()
            if await self._is_shell():
                self._unsure = False
                return
        raise ConsoleSilent("nothing reads lines on its console any more", label=self.label)


def _shown(said: bytes) -> str:
    return printable(said[-200:].decode("utf-8", "replace").strip())
