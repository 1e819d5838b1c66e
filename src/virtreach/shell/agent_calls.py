"""`Agent`: the guest agent's commands, with every answer looked at; the guest may be somebody else's.

Source: ``qga/qapi-schema.json`` of QEMU, ``src/qemu/qemu_agent.c`` of libvirt.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import signal as signals
from dataclasses import dataclass
from typing import TYPE_CHECKING

from virtreach.errors import CallTimeout, OutcomeUnknown, TransportError
from virtreach.errors.guests import AgentBusy, AgentMissing, AgentNonsense, AgentRefused, AgentSilent
from virtreach.errors.libvirt import (
    AgentUnresponsive,
    AgentUnsynced,
    ArgumentUnsupported,
    InternalError,
    LibvirtError,
    OperationTimeout,
)
from virtreach.errors.text import printable

if TYPE_CHECKING:
    from typing import Any, Protocol

    class Commands(Protocol):
        """What carries commands to an agent: `DomainQEMU`, of the asyncio client."""

        async def agent_command(self, command: str, *, timeout: int = -1, flags: int = 0) -> str | None: ...


__all__ = ["ANSWER_LIMIT", "PIECE", "READ_PIECE", "Agent", "Ended"]

PIECE = 96 << 10
"""How many bytes go to the agent in one command. A command that is longer than the buffer of the unix socket between
libvirt and QEMU, 208 KiB by default on Linux, never arrives (seen with libvirt 9.0 and QEMU 7.2)."""
READ_PIECE = 1 << 20
"""How many bytes of a file are asked for at once; in base64 they have to fit a string of libvirt's protocol."""
ANSWER_LIMIT = 4 << 20
"""How long an answer may be, characters (REMOTE_STRING_MAX in libvirt's remote_protocol.x)."""

_UNABLE = "unable to execute QEMU agent command"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended that the agent started.

    Attributes:
        status: its exit status, or -1.
        signal: the name of the signal that ended it, or "".
        stdout, stderr: what it wrote.
        truncated: whether the agent has left off the end of one of them.
    """

    status: int
    signal: str
    stdout: bytes
    stderr: bytes
    truncated: bool


class Agent:
    """A guest's agent. Belongs to the event loop of its connection; may be used by many tasks, and answers one."""

    def __init__(self, commands: Commands, *, label: str, patience: float) -> None:
        """Take what carries commands.

        Args:
            commands: of the domain.
            label: the guest, for people.
            patience: seconds that an answer may take.
        """
        self._commands = commands
        self.label = label
        self._patience = patience
        self._grace = 5.0  # the host's, over the time that it gives the agent

    async def call(self, name: str, **arguments: Any) -> Any:
        """Give one command, and return the answer.

        Raises:
            AgentMissing, AgentBusy: nothing was done.
            AgentSilent: no answer came; it may be carried out.
            AgentRefused: the agent said no.
            AgentNonsense: the answer is none.
            TransportError, LibvirtError: of the way to the host, and of the host.
        """
        request: dict[str, Any] = {"execute": f"guest-{name}"}
        if arguments:
            request["arguments"] = {key.replace("_", "-"): value for key, value in arguments.items()}
        text = json.dumps(request, separators=(",", ":"))
        try:
            async with asyncio.timeout(self._patience + self._grace):
                answer = await self._commands.agent_command(text, timeout=max(1, round(self._patience)))
        except AgentUnresponsive as error:
            if "not connected" in str(error) or "due to an error" in str(error):
                raise AgentMissing(f"its agent is not there: {error}", label=self.label) from error
            raise AgentSilent(
                f"its agent did not answer 'guest-{name}': {error}", label=self.label
            ) from error
        except AgentUnsynced as error:
            raise AgentNonsense(f"its agent answers something else: {error}", label=self.label) from error
        except ArgumentUnsupported as error:
            if "agent" not in str(error):
                raise
            raise AgentMissing(f"it has no channel for an agent: {error}", label=self.label) from error
        except OperationTimeout as error:
            raise AgentBusy(f"its agent is busy: {error}", label=self.label) from error
        except InternalError as error:
            raise self._refused(name, error) from error
        except CallTimeout as error:
            raise AgentSilent(f"the host did not answer 'guest-{name}': {error}", label=self.label) from error
        except TimeoutError as error:
            if isinstance(error, TransportError | LibvirtError | OutcomeUnknown):
                raise
            raise AgentSilent(
                f"its agent did not answer 'guest-{name}' within {self._patience:g} seconds", label=self.label
            ) from error
        return self._answer(name, answer)

    def _refused(self, name: str, error: InternalError) -> Exception:
        text = str(error)
        if _UNABLE not in text:
            return AgentNonsense(
                f"the answer to 'guest-{name}' was not understood: {error}", label=self.label
            )
        said = printable(text.partition(_UNABLE)[2].partition(": ")[2])
        return AgentRefused(f"its agent refused 'guest-{name}': {said}", label=self.label, said=said)

    def nonsense(self, name: str, what: str) -> AgentNonsense:
        """Return the error for an answer that is none."""
        return AgentNonsense(f"its agent's answer to 'guest-{name}' makes no sense: {what}", label=self.label)

    def _answer(self, name: str, answer: str | None) -> Any:
        if answer is None or len(answer) > ANSWER_LIMIT:
            raise self.nonsense(
                name, "there is none" if answer is None else f"it has {len(answer)} characters"
            )
        try:
            document = json.loads(answer)
        except (ValueError, RecursionError) as error:
            raise self.nonsense(name, "it is no JSON") from error
        if not isinstance(document, dict) or "return" not in document:
            raise self.nonsense(name, "nothing is returned")
        return document["return"]

    def number(self, name: str, value: Any) -> int:
        """Return a value that has to be a number, not below 0."""
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.nonsense(name, f"{printable(repr(value)[:80])} is no number")
        return value

    def table(self, name: str, value: Any) -> dict[str, Any]:
        """Return a value that has to be an object."""
        if not isinstance(value, dict):
            raise self.nonsense(name, f"{printable(repr(value)[:80])} is no object")
        return value

    def data(self, name: str, value: Any) -> bytes:
        """Return what a value is in base64."""
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError, TypeError) as error:
            raise self.nonsense(name, "it has something that is no base64") from error

    # Processes

    async def start(self, words: list[str], *, input: bytes | None) -> int:
        """Start a program whose output is kept, and return its process id.

        Raises:
            OutcomeUnknown, AgentSilent, ConnectionLost: it may have been started.
        """
        more = {} if input is None else {"input_data": base64.b64encode(input).decode()}
        answer = await self.call("exec", path=words[0], arg=words[1:], capture_output=True, **more)
        return self.number("exec", self.table("exec", answer).get("pid"))

    async def ended(self, pid: int) -> Ended | None:
        """Return how a process ended; None while it runs. The agent tells it once."""
        name = "exec-status"
        answer = self.table(name, await self.call(name, pid=pid))
        if answer.get("exited") is False:
            return None
        if answer.get("exited") is not True:
            raise self.nonsense(name, "it does not say whether the process has ended")
        number = answer.get("signal")
        signal = "" if number is None else _signal_name(self.number(name, number))
        status = -1 if signal else self.number(name, answer.get("exitcode"))
        return Ended(
            status,
            signal,
            self.data(name, answer.get("out-data", "")),
            self.data(name, answer.get("err-data", "")),
            bool(answer.get("out-truncated") or answer.get("err-truncated")),
        )

    # Files

    async def open(self, path: str, mode: str) -> int:
        """Open a file there and return its handle."""
        return self.number("file-open", await self.call("file-open", path=path, mode=mode))

    async def read(self, handle: int, size: int) -> tuple[bytes, bool]:
        """Return the next bytes of a file, and whether it is at its end."""
        name = "file-read"
        answer = self.table(name, await self.call(name, handle=handle, count=size))
        data = self.data(name, answer.get("buf-b64"))
        if len(data) != answer.get("count") or len(data) > size:
            raise self.nonsense(
                name, f"{len(data)} bytes, where {printable(repr(answer.get('count'))[:20])} are said"
            )
        return data, bool(answer.get("eof"))

    async def write(self, handle: int, data: bytes) -> None:
        """Write all of some bytes."""
        name = "file-write"
        while data:
            answer = await self.call(name, handle=handle, buf_b64=base64.b64encode(data).decode())
            count = self.number(name, self.table(name, answer).get("count"))
            if not 0 < count <= len(data):
                raise self.nonsense(name, f"{count} of {len(data)} bytes were written")
            data = data[count:]

    async def close(self, handle: int) -> None:
        """Close a file; what was written is flushed."""
        await self.call("file-close", handle=handle)


def _signal_name(number: int) -> str:
    try:
        return signals.Signals(number).name.removeprefix("SIG")
    except ValueError:
        return str(number)
