"""Reading a stream up to a text, and what is said when nothing comes."""

from __future__ import annotations

from typing import Any

import pytest

from virtreach.aio.stream import Stream
from virtreach.errors import CallTimeout, StreamError, UsageError
from virtreach.protocol import remote as P
from virtreach.session.stream import ClientStream


class Line:
    """A link whose server sends one more of its pieces each time that somebody waits; silence at the end."""

    def __init__(self, *pieces: bytes, ends: bool = False) -> None:
        self.pieces = [*pieces]
        self.ends = ends
        self.error: Exception | None = None
        self.state = ClientStream(P.DOMAIN_OPEN_CONSOLE, 7)

    def scope(self) -> None:
        """No limit; as a channel."""

    def take(self, state: ClientStream) -> Any:
        return state.incoming.popleft() if state.incoming else None

    async def watch(self, state: ClientStream, ready: Any, scope: Any) -> None:
        if self.pieces:
            state.feed(memoryview(self.pieces.pop(0)))
        elif self.ends:
            state.feed_end()
        else:
            raise CallTimeout("time is up", procedure="domain_open_console")


def stream_of(*pieces: bytes, ends: bool = False) -> Stream:
    """A console on which these pieces come."""
    line: Any = Line(*pieces, ends=ends)
    return Stream(line, line, line.state)


async def test_up_to_a_prompt_in_pieces() -> None:
    console = stream_of(b"boo", b"ting\r\nlog", b"in", b": rest", b" more")
    assert await console.recv_until(b"login: ") == b"booting\r\nlogin: "
    assert await console.recv() == b"rest"
    assert await console.recv() == b" more"


@pytest.mark.parametrize("size", range(1, 12))
async def test_wherever_the_pieces_are_cut(size: int) -> None:
    text = b"aaab aab aabaaab# tail"
    console = stream_of(*(text[start : start + size] for start in range(0, len(text), size)))
    assert await console.recv_until(b"aaab#") == b"aaab aab aabaaab#"
    assert await console.recv_until(b"tail") == b" tail"


async def test_nothing_is_lost_when_time_is_up() -> None:
    console = stream_of(b"half of it")
    with pytest.raises(CallTimeout, match="nothing came on the stream of domain_open_console") as caught:
        await console.recv_until(b"prompt")
    assert not caught.value.may_have_changed
    assert console.open
    assert await console.recv() == b"half of it"


async def test_the_end_and_too_much() -> None:
    console = stream_of(b"bye", ends=True)
    with pytest.raises(StreamError, match="ended before b'#'; its last bytes are b'bye'"):
        await console.recv_until(b"#")
    assert [piece async for piece in console] == [b"bye"]
    console = stream_of(b"x" * 10, b"y" * 10, b"#")
    with pytest.raises(StreamError, match="more than 15 bytes"):
        await console.recv_until(b"#", limit=15)
    assert await console.recv_until(b"#") == b"x" * 10 + b"y" * 10 + b"#"


async def test_what_makes_no_sense() -> None:
    console = stream_of()
    with pytest.raises(UsageError):
        await console.recv_until(b"")
    console._state.sparse = True
    with pytest.raises(UsageError):
        await console.recv_until(b"#")


def test_repr() -> None:
    assert repr(stream_of()) == "<Stream domain_open_console open>"
