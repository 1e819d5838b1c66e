"""A connection that answers from a table, with the real codecs of both directions in between.

A call's arguments are encoded as the client does and decoded as a server does; the canned result is encoded
as a server does and decoded as the client does. A method that passes here therefore fits its procedure's
codec, and the test sees the arguments as a server would.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from virtreach.aio.objects.base import RemoteObject

if TYPE_CHECKING:
    from virtreach.protocol.procedure import Procedure

__all__ = ["Call", "Case", "FakeConnection", "FakeStream", "plain"]


class Call(NamedTuple):
    """One call as the server saw it."""

    name: str
    """Program and procedure (``remote.domain_get_info``)."""
    args: tuple[Any, ...]
    """The decoded arguments in wire order; records are tuples, so they compare with tuples."""


class FakeStream:
    """What `FakeConnection` hands out for a procedure with a stream. Records what is done to it."""

    def __init__(self, incoming: Sequence[bytes | int] = ()) -> None:
        self.incoming = list(incoming)
        """What the server sends: bytes, and ints for holes."""
        self.sent: list[bytes | int] = []
        self.ended = ""
        """``finish`` or ``abort``."""

    async def send(self, data: bytes) -> None:
        """Take data."""
        self.sent.append(bytes(data))

    async def send_hole(self, length: int) -> None:
        """Take a hole."""
        self.sent.append(length)

    async def finish(self) -> None:
        """End well."""
        self.ended = self.ended or "finish"

    async def abort(self) -> None:
        """End badly."""
        self.ended = self.ended or "abort"

    async def send_file(
        self,
        file: Any,
        *,
        length: int | None = None,
        sparse: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> int:
        """Take a file; the options are kept."""
        self.options = {"length": length, "sparse": sparse}
        data = file.read(-1 if length is None else length)
        self.sent.append(data)
        if progress is not None:
            progress(len(data))
        return len(data)

    async def recv_file(
        self,
        file: Any,
        *,
        limit: int | None = None,
        sparse: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> int:
        """Give what is incoming to a file; the options are kept."""
        self.options = {"limit": limit, "sparse": sparse}
        count = 0
        for piece in self.incoming:
            if isinstance(piece, bytes):
                file.write(piece)
                count += len(piece)
            else:
                file.seek(piece, 1)
                count += piece
            if progress is not None:
                progress(count)
        return count

    async def __aenter__(self) -> FakeStream:
        return self

    async def __aexit__(self, kind: object, value: object, traceback: object) -> None:
        await (self.finish() if kind is None else self.abort())


class FakeConnection:
    """Answers calls from a table and writes them down.

    Args:
        answers: procedure to the values of its result, in wire order, without the program's name for the
            remote program (``domain_get_info``) and with it for others (``qemu.domain_attach``). A list holds
            one answer for each call in turn, and its last one goes on; a callable gets the decoded arguments;
            an exception is raised. A procedure without a result needs no entry.
        incoming: what streams receive: bytes, and ints for holes.
    """

    def __init__(
        self, answers: Mapping[str, Any] | None = None, *, incoming: Sequence[bytes | int] = ()
    ) -> None:
        self.answers = dict(answers or {})
        self.incoming = incoming
        self.calls: list[Call] = []
        self.streams: list[FakeStream] = []

    @property
    def _connection(self) -> FakeConnection:
        # Facets of a connection ask their owner for its connection.
        return self

    async def _call(self, procedure: Procedure[Any], *args: Any) -> Any:
        return self._exchange(procedure, args)

    async def _open_stream(self, procedure: Procedure[Any], *args: Any) -> tuple[FakeStream, Any]:
        assert procedure.stream, f"{procedure.name} opens no stream"
        ret = self._exchange(procedure, args)
        stream = FakeStream(self.incoming)
        self.streams.append(stream)
        return stream, ret

    def _exchange(self, procedure: Procedure[Any], args: tuple[Any, ...]) -> Any:
        name = f"{procedure.program}.{procedure.name}"
        key = procedure.name if procedure.program == "remote" else name
        assert len(args) == len(procedure.arg_fields), (name, procedure.arg_fields, args)
        seen = procedure.decode_args(procedure.encode_args(*args), 0)
        self.calls.append(Call(name, tuple(seen or ())))
        answer = self.answers.get(key, ())
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if callable(answer):
            answer = answer(*self.calls[-1].args)
        if isinstance(answer, Exception):
            raise answer
        assert len(answer) == len(procedure.ret_fields), (name, procedure.ret_fields, answer)
        return procedure.decode_ret(procedure.encode_ret(*answer), 0)

    @property
    def last(self) -> Call:
        """The last call."""
        return self.calls[-1]

    @property
    def names(self) -> list[str]:
        """The procedures called, in turn, without ``remote.``."""
        return [call.name.removeprefix("remote.") for call in self.calls]


def plain(value: Any) -> Any:
    """Turn handles, alone or in lists, into (class name, wire fields), so that they compare."""
    if isinstance(value, RemoteObject):
        return type(value).__name__, tuple(value._ref)
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


class Case(NamedTuple):
    """One method, called once, and what has to come of it."""

    name: str
    """For the test's name."""
    act: Callable[[Any], Any]
    """Calls the method of the object under test."""
    procedure: str
    """Which procedure it calls, named as in `FakeConnection.answers`."""
    args: tuple[Any, ...] = ()
    """The arguments that the server sees."""
    answer: Any = ()
    """The result that the server gives."""
    result: Any = None
    """What the method returns, after `plain`."""

    async def check(self, make: Callable[[FakeConnection], Any]) -> None:
        """Run the method on what `make` returns for a connection, and compare."""
        connection = FakeConnection({self.procedure: self.answer})
        result = await self.act(make(connection))
        assert connection.names == [self.procedure]
        assert connection.last.args == self.args
        assert plain(result) == self.result
