"""What a supervisor and a worker say to each other: JSON over a pair of sockets that keeps messages apart.

A message is a dictionary; ``kind`` says what it is about. One with ``ask`` wants an answer, which has the same number
as ``answer``. A large message goes in pieces. Descriptors travel with the first piece.
"""

from __future__ import annotations

import asyncio
import json
import socket
from array import array
from collections import deque
from itertools import count
from logging import getLogger

from virtreach.errors import TransportError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeAlias

    Message: TypeAlias = dict[str, Any]

__all__ = ["MESSAGE_MAX", "Control", "pair", "receive"]

MESSAGE_MAX = 16 << 20
"""The largest message, in bytes: a list of all clients."""

_log = getLogger("virtreach.daemon")
_PIECE = 32 << 10
_MORE, _LAST = b"+", b"."
# What the other side may leave unread, in pieces.
_UNREAD_MAX = 4096
_DESCRIPTORS_MAX = 4
# Messages that are looked at before others in the loop have their turn.
_BATCH = 64


def pair() -> tuple[socket.socket, socket.socket]:
    """A pair of sockets for two ends."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def receive(sock: socket.socket, size: int) -> tuple[bytes, list[int], int]:
    """Take a message with descriptors, which no child will inherit (`socket.recv_fds` of Python 3.11 drops the flag).

    Returns:
        The data, the descriptors, and flags as of ``recvmsg``.
    """
    numbers = array("i")
    space = socket.CMSG_LEN(_DESCRIPTORS_MAX * numbers.itemsize)
    data, ancillary, flags, _ = sock.recvmsg(size, space, socket.MSG_CMSG_CLOEXEC)
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            numbers.frombytes(content[: len(content) - len(content) % numbers.itemsize])
    return data, list(numbers), flags


class Control:
    """One end. Belongs to one event loop, in which it is made.

    Args:
        sock: one of a `pair`; belongs to this from now on.
        on_message: gets each message that is no answer, and the sockets that came with it, which are the getter's.
        on_closed: called once, when the other end is gone or makes no sense, with why.
    """

    def __init__(
        self,
        sock: socket.socket,
        on_message: Callable[[Message, list[socket.socket]], None],
        on_closed: Callable[[str], None],
    ) -> None:
        self._sock: socket.socket | None = sock
        self._on_message = on_message
        self._on_closed = on_closed
        self._unsent: deque[tuple[bytes, Sequence[socket.socket]]] = deque()
        # Of the message that is coming: its pieces, what came with them, and their size.
        self._pieces: list[bytes] = []
        self._gifts: list[socket.socket] = []
        self._size = 0
        self._waiting: dict[int, asyncio.Future[Message]] = {}
        self._room: asyncio.Future[None] | None = None
        self._numbers = count(1)
        self._loop = asyncio.get_running_loop()
        sock.setblocking(False)
        self._loop.add_reader(sock.fileno(), self._read)

    # Saying something.

    def post(self, kind: str, give: Sequence[socket.socket] = (), **words: object) -> None:
        """Say something; nothing happens when the other end is gone.

        Args:
            kind: what it is about.
            give: sockets for the other side; closed here once they are there.
            words: what there is to say.
        """
        self._post({"kind": kind, **words}, give)

    async def ask(self, kind: str, give: Sequence[socket.socket] = (), **words: object) -> Message:
        """Say something and wait for the answer. Cancelled, it tells the other side so (``cancel``).

        While the other side has much left to read, this waits before it says anything: it may have as many askers as
        a daemon has clients.

        Raises:
            TransportError: the other end is gone.
        """
        try:
            while len(self._unsent) > _UNREAD_MAX // 4:
                if self._room is None:
                    self._room = self._loop.create_future()
                await asyncio.shield(self._room)
        except BaseException:
            for sock in give:
                sock.close()
            raise
        number = next(self._numbers)
        answer: asyncio.Future[Message] = self._loop.create_future()
        self._waiting[number] = answer
        self._post({"kind": kind, "ask": number, **words}, give)
        if self._sock is None and not answer.done():
            answer.set_exception(TransportError("the other process is gone"))
        try:
            return await answer
        except asyncio.CancelledError:
            self.post("cancel", number=number)
            raise
        finally:
            self._waiting.pop(number, None)

    def answer(self, question: Message, **words: object) -> None:
        """Answer a message that asks."""
        self._post({"answer": question["ask"], **words}, ())

    def _post(self, message: Message, give: Sequence[socket.socket]) -> None:
        data = json.dumps(message).encode()
        start = 0
        while True:
            piece = data[start : start + _PIECE]
            start += _PIECE
            last = start >= len(data)
            self._send((_LAST if last else _MORE) + piece, give)
            give = ()
            if last:
                return

    def _send(self, piece: bytes, give: Sequence[socket.socket]) -> None:
        if self._sock is None or not self._unsent:
            self._unsent.append((piece, give))
            self._write()
        elif len(self._unsent) >= _UNREAD_MAX:
            self.close("it does not read what it is told")
        else:
            self._unsent.append((piece, give))

    def _write(self) -> None:
        """Send what there is, as far as the other side has room."""
        while self._unsent:
            piece, give = self._unsent[0]
            if self._sock is not None:
                try:
                    if give:
                        socket.send_fds(self._sock, [piece], [sock.fileno() for sock in give])
                    else:
                        self._sock.send(piece)
                except (BlockingIOError, InterruptedError):
                    self._loop.add_writer(self._sock.fileno(), self._write)
                    return
                except OSError as error:
                    self.close(error.strerror or "it cannot be told anything")
            for sock in give:
                sock.close()
            if self._unsent:
                self._unsent.popleft()
        if self._sock is not None:
            self._loop.remove_writer(self._sock.fileno())
        self._let_go_on()

    def _let_go_on(self) -> None:
        """There is room again for those who ask."""
        room, self._room = self._room, None
        if room is not None:
            room.set_result(None)

    # Hearing something.

    def _read(self) -> None:
        for _ in range(_BATCH):
            if self._sock is None:
                return
            try:
                data, numbers, flags = receive(self._sock, _PIECE + 1)
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                self.close(error.strerror or "it cannot be heard")
                return
            sockets = [socket.socket(fileno=number) for number in numbers]
            if not data or flags & (socket.MSG_TRUNC | socket.MSG_CTRUNC):
                for sock in sockets:
                    sock.close()
                self.close("it is gone" if not data else "it says too much at once")
                return
            self._take(data, sockets)

    def _take(self, data: bytes, sockets: list[socket.socket]) -> None:
        self._pieces.append(data[1:])
        self._gifts += sockets
        self._size += len(data)
        if self._size > MESSAGE_MAX:
            self.close("a message is too long")
            return
        if len(self._gifts) > _DESCRIPTORS_MAX:
            self.close("it gives too many descriptors")
            return
        if data[:1] == _MORE:
            return
        whole, sockets = b"".join(self._pieces), self._gifts
        self._pieces, self._gifts = [], []
        self._size = 0
        try:
            message = json.loads(whole)
            if "answer" in message:
                waiting = self._waiting.get(message["answer"])
                if waiting is not None and not waiting.done():
                    waiting.set_result(message)
            else:
                self._on_message(message, sockets)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            _log.error("a message between processes makes no sense", exc_info=error)
            for sock in sockets:
                sock.close()
            self.close("it makes no sense")

    # The end.

    def close(self, why: str = "") -> None:
        """Let go of the other end; whoever waits for an answer is told.

        Args:
            why: what is wrong with it; "" when this side wants it, and then nobody is told.
        """
        sock, self._sock = self._sock, None
        if sock is None:
            return
        self._loop.remove_reader(sock.fileno())
        self._loop.remove_writer(sock.fileno())
        sock.close()
        for gift in self._gifts:
            gift.close()
        for _, give in self._unsent:
            for gift in give:
                gift.close()
        self._unsent.clear()
        self._let_go_on()
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(TransportError("the other process is gone"))
        if why:
            self._on_closed(why)
