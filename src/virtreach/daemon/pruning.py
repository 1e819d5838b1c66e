"""Lists and events without what a client may not see.

libvirt's access rules have a second kind besides those for calls: of a list, each element needs a permission of its own
(``@aclfilter`` in ``src/remote/remote_protocol.x``), and so does each event. `Policy.shows` decides about one element;
here lists are taken apart and put together again, also counts, which would tell how much there is that is not shown.
Nothing of this is on any path as long as there is no such rule.
"""

from __future__ import annotations

from virtreach.daemon.drivers.base import Session
from virtreach.errors import DecodeError
from virtreach.protocol.registry import by_number, find
from virtreach.wire.packet import CALL, HEADER, HEADER_SIZE, OK, REPLY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any, TypeAlias

    from virtreach.protocol.procedure import Procedure
    from virtreach.session.server_stream import ServerStream

    Shown: TypeAlias = Callable[[str, str, bytes], bool]

__all__ = ["PrunedSession", "Question", "is_list", "passes", "shows_event"]

_MOST = 16384
_DOMAINS, _STATS = "connect_list_all_domains", "connect_get_all_domain_stats"
_ACTIVE = 1  # VIR_CONNECT_LIST_DOMAINS_ACTIVE
# What events are about, by the field that says so.
_SUBJECTS = {
    "dom": "domain",
    "net": "network",
    "pool": "storage_pool",
    "dev": "node_device",
    "secret": "secret",
}


def is_list(procedure: Procedure[Any]) -> bool:
    """Whether a procedure's answer has elements that need a permission each."""
    return bool(procedure.aclfilter) and (
        "list" in procedure.name or "num_of" in procedure.name or _of_stats(procedure)
    )


def _of_stats(procedure: Procedure[Any]) -> bool:
    return procedure.name == "connect_get_all_domain_stats"


def _identity(permission: str, element: Any) -> tuple[str, bytes]:
    """Name and UUID of an element, as far as the message has them: a handle, a name, or a UUID as text."""
    kind = permission.partition(":")[0]
    if kind == "secret":
        return "", _uuid(element) if isinstance(element, str) else element[0]
    if isinstance(element, str):
        return element, b""
    if kind == "network_port":
        return "", element[1]
    if kind == "storage_vol":
        return element[1], b""
    return element[0], element[1] if len(element) > 1 and isinstance(element[1], bytes) else b""


def _uuid(text: str) -> bytes:
    try:
        return bytes.fromhex(text.replace("-", ""))
    except ValueError:
        raise DecodeError("a UUID that is none") from None


class Question:
    """One listing call: what the driver or host is asked in its place, and what the client gets of the answer.

    Counts are asked as lists, and numbers of domains as domains, so that there is something to decide about.

    Args:
        procedure: what the client calls.
        packet: its call.
        shown: ``(permission, name, UUID)`` to whether the client may see an element; see `Policy.shows`.

    Attributes:
        asked: what the client calls.
        procedure: what is to be called.
        packet: the call, under the client's serial.

    Raises:
        DecodeError: the arguments are malformed.
    """

    __slots__ = ("_most", "_needed", "_permission", "_shown", "asked", "packet", "procedure")

    def __init__(self, procedure: Procedure[Any], packet: bytes, shown: Shown) -> None:
        self.asked = procedure
        self._shown = shown
        self._permission = procedure.aclfilter[0]
        args = procedure.decode_args(packet, HEADER_SIZE)
        given = dict(zip(procedure.arg_fields, args or (), strict=True))
        self._needed = bool(given.get("need_results", True))
        self._most = next((given[field] for field in given if field.startswith("max")), _MOST)
        name = procedure.name
        if name in ("connect_list_domains", "connect_num_of_domains"):
            self.procedure = find("remote", _DOMAINS)
            given["flags"] = _ACTIVE
        else:
            self.procedure = find("remote", name.replace("_num_of_", "_list_"))
        values = [
            1 if field == "need_results" else _MOST if field.startswith("max") else given[field]
            for field in self.procedure.arg_fields
        ]
        body = self.procedure.encode_args(*values)
        numbers = (self.procedure.program_number, self.procedure.version, self.procedure.number)
        serial = HEADER.unpack_from(packet)[5]
        self.packet = HEADER.pack(HEADER_SIZE + len(body), *numbers, CALL, serial, OK) + body

    def answer(self, body: bytes) -> bytes:
        """What the client gets.

        Args:
            body: of the reply to what was asked.
        """
        asked = self.asked
        values = self.procedure.decode_ret(body, 0)
        stats = asked.name == _STATS
        kept = [
            element
            for element in values[0]
            if self._shown(self._permission, *_identity(self._permission, element[0] if stats else element))
        ]
        if "_num_of_" in asked.name:
            return asked.encode_ret(len(kept))
        if asked is not self.procedure:
            kept = [domain[2] for domain in kept]
        kept = kept[: self._most]
        if "ret" in asked.ret_fields:
            return asked.encode_ret(kept if self._needed else [], len(kept))
        return asked.encode_ret(kept)

    def reply(self, packet: bytes) -> bytes:
        """The same for a whole packet of a host."""
        body = self.answer(packet[HEADER_SIZE:])
        asked = self.asked
        numbers = (asked.program_number, asked.version, asked.number)
        return HEADER.pack(HEADER_SIZE + len(body), *numbers, REPLY, HEADER.unpack_from(packet)[5], OK) + body


def shows_event(procedure: Procedure[Any], message: Any, shown: Shown) -> bool:
    """Whether a client gets an event: it may see what the event is about, or it is about nothing in particular."""
    inner = getattr(message, "msg", message)
    for field, kind in _SUBJECTS.items():
        subject = getattr(inner, field, None)
        if subject is not None:
            permission = f"{kind}:getattr"
            return shown(permission, *_identity(permission, subject))
    return True


def passes(shown: Shown, program: int, number: int, packet: bytes) -> bool:
    """The same for an event's packet; what is no event does not pass."""
    procedure = by_number(program, number)
    if procedure is None or not procedure.event:
        return False
    return shows_event(procedure, procedure.decode_ret(packet, HEADER_SIZE), shown)


class PrunedSession(Session):
    """What a client has opened, as far as it may see it.

    Args:
        inner: all of it.
        shown: ``(permission, name, UUID)`` to whether the client may see an element; see `Policy.shows`.
    """

    def __init__(self, inner: Session, shown: Shown) -> None:
        self._inner = inner
        self._shown = shown
        self.name = inner.name

    @property
    def emit(self) -> Callable[[Procedure[Any], bytes], None]:
        """Set by the daemon; see `Session.emit`."""
        return self._inner.emit

    @emit.setter
    def emit(self, emit: Callable[[Procedure[Any], bytes], None]) -> None:
        shown = self._shown

        def emit_shown(procedure: Procedure[Any], body: bytes) -> None:
            if shows_event(procedure, procedure.decode_ret(body, 0), shown):
                emit(procedure, body)

        self._inner.emit = emit_shown

    @property
    def hang_up(self) -> Callable[[str], None]:
        """Set by the daemon; see `Session.hang_up`."""
        return self._inner.hang_up

    @hang_up.setter
    def hang_up(self, hang_up: Callable[[str], None]) -> None:
        self._inner.hang_up = hang_up

    def call(self, procedure: Procedure[Any], packet: bytes) -> bytes | Awaitable[bytes]:
        """Answer a call; see `Session.call`."""
        if not is_list(procedure):
            return self._inner.call(procedure, packet)
        question = Question(procedure, packet, self._shown)
        result = self._inner.call(question.procedure, question.packet)
        return question.answer(result) if isinstance(result, bytes) else self._later(question, result)

    async def _later(self, question: Question, result: Awaitable[bytes]) -> bytes:
        return question.answer(await result)

    def open_stream(
        self, procedure: Procedure[Any], packet: bytes, stream: ServerStream
    ) -> bytes | Awaitable[bytes]:
        """Answer a call that opens a stream; see `Session.open_stream`."""
        return self._inner.open_stream(procedure, packet, stream)

    def close(self) -> None:
        """The client is gone; see `Session.close`."""
        self._inner.close()
