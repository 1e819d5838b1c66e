"""The audit: who has changed something, from where, how they had shown who they are, what it was, and how it ended.

Each record is an *event*: ``call`` (one that changes something, or one that was denied), ``login``, ``reload``,
``start``, ``stop``. In a call's place administrators have what they do. ``outcome`` is ``ok``, ``denied``, ``failed``,
``error-N`` with libvirt's number of the error, or ``unknown`` when the client left before the end. With level 2 a call
that changes something is written down twice: ``begun`` before anything happens, and the outcome.

A record of text is words of ``name=value``, JSON has the same names. Text that strangers have chosen is quoted and
escaped. The body of a call that was denied is never looked at.

Whoever may do nothing must not be able to fill the disk with records of that: of calls that are denied and logins that
fail, so many of one client's and so many in all are written in a second, and the next record says how many were not
(``left_out``). The same holds for logins that succeed, which are counted apart: they hide no failure.
"""

from __future__ import annotations

from logging import getLogger
from time import monotonic, time

from virtreach.daemon.records.logs import AUDIT_LOGGER, client_fields, stamp
from virtreach.daemon.records.outputs import open_outputs, parse_outputs
from virtreach.errors import DecodeError, LibvirtError
from virtreach.wire.packet import HEADER_SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.daemon.config.settings import Settings
    from virtreach.daemon.drivers.base import ClientInfo
    from virtreach.daemon.records.outputs import Fields, Output
    from virtreach.protocol.procedure import Procedure

__all__ = ["FAILURES_MAX", "FAILURES_MAX_FROM_ONE", "Audit", "object_of", "outcome_of"]

FAILURES_MAX = 100
"""Denials and failed logins that are written down in a second, and as many logins that succeed."""

FAILURES_MAX_FROM_ONE = 10
"""The same of one identity, or of one address where nobody knows who it is."""

_log = getLogger("virtreach.daemon")
_audit = getLogger(AUDIT_LOGGER)
_INFO = 2
_FAILURES = ("denied", "failed")
_TEXT_MAX = 256
_XML_MAX = 65536
# Arguments that name something, where a call has no handle.
_NAMES = frozenset(("name", "dname", "file", "filters", "from_", "outputs", "target"))
_PARENTS = ("pool", "dom", "net", "srv")
_PLAIN = frozenset(' "=')


class Audit:
    """Where records go. Not thread-safe.

    Attributes:
        level: 0 writes nothing down, 1 what has happened, 2 also what is about to.
    """

    def __init__(self) -> None:
        self.level = 1
        self._outputs: list[Output] = []
        self._json = False
        self._log = True
        self._failures = _Allowance()
        self._logins = _Allowance()
        self._left_out = 0

    def prepare(self, settings: Settings) -> Callable[[], None]:
        """Open the outputs that a configuration names, anew if they are open.

        Returns:
            What puts them in force; until it is called nothing has changed.

        Raises:
            ConfigError: one cannot be had.
        """
        opened = open_outputs(parse_outputs(settings.audit_outputs))

        def put_in_force() -> None:
            old, self._outputs = self._outputs, opened
            for output in old:
                output.close()
            self.level = settings.audit_level
            self._json = settings.audit_format == "json"
            self._log = settings.audit_logging or not opened

        return put_in_force

    def close(self) -> None:
        """Let go of files; records go to the log from now on."""
        outputs, self._outputs, self._log = self._outputs, [], True
        for output in outputs:
            output.close()

    # What is written down.

    def call(
        self,
        client: ClientInfo,
        procedure: Procedure[Any],
        outcome: str,
        packet: bytes | None = None,
        body: bytes = b"",
    ) -> bool:
        """Write a call down.

        Args:
            client: who has made it.
            procedure: what was called.
            outcome: how it ended.
            packet: the call, to find out what it was about; None to leave it alone.
            body: of the reply, for calls that make something; empty for none.

        Returns:
            Whether it could be written.
        """
        name, uuid = ("-", "") if packet is None else object_of(procedure, packet, body)
        words: Fields = {"call": procedure.name, "object": name}
        if uuid:
            words["uuid"] = uuid
        return self.event("call", client, outcome, words)

    def event(self, event: str, client: ClientInfo | None, outcome: str, words: Fields | None = None) -> bool:
        """Write something down.

        Args:
            event: what kind of thing.
            client: whose doing it is; None for the daemon's own.
            outcome: how it ended.
            words: what else there is to say.

        Returns:
            Whether it could be written, to each of the outputs. What cannot be is said in the log.
        """
        if not self.level:
            return True
        allowance = self._failures if outcome in _FAILURES else self._logins if event == "login" else None
        if client is not None and allowance is not None and not allowance.spend(client):
            self._left_out += 1
            return True
        fields: Fields = {"event": event}
        if client is not None:
            fields.update(client_fields(client))
        if words:
            fields.update(words)
        fields["outcome"] = outcome
        if self._left_out:
            fields["left_out"], self._left_out = self._left_out, 0
        message = " ".join([f"{name}={_quoted(value)}" for name, value in fields.items()])
        if self._log:
            _audit.info("%s", message, extra={"fields": fields})
        return self._put(fields, message) if self._outputs else True

    def _put(self, fields: Fields, message: str) -> bool:
        now = time()
        if self._json:
            import json

            line = json.dumps({"time": stamp(now), **fields})
        else:
            line = f"{stamp(now)} {message}"
        fields["message"] = message
        good = True
        for output in self._outputs:
            if not output.put(_INFO, line, fields):
                good = False
                if output.lost == 1:
                    _log.error("audit records cannot be written to %s: %s", output, output.problem)
        return good


class _Allowance:
    """How many records of one kind may still be written in this second, of one client and in all."""

    def __init__(self) -> None:
        self._second = 0
        self._spent: dict[str, int] = {}

    def spend(self, client: ClientInfo) -> bool:
        """Take one; False when there is none left for that client."""
        now = int(monotonic())
        if now != self._second:
            self._second = now
            self._spent.clear()
        identity = client.identity
        source = client.address.rpartition(":")[0] if identity == "anonymous" else identity
        count = self._spent.get(source, 0)
        if count >= FAILURES_MAX_FROM_ONE or sum(self._spent.values()) >= FAILURES_MAX:
            return False
        self._spent[source] = count + 1
        return True


def _quoted(value: object) -> str:
    """A value as one word of a line."""
    text = str(value)
    if text and text.isascii() and text.isprintable() and _PLAIN.isdisjoint(text):
        return text
    return ascii(text)


def outcome_of(error: BaseException | None) -> str:
    """How a call has ended that gave this error, or none; of one that was cut off nobody knows."""
    if error is None:
        return "ok"
    if isinstance(error, LibvirtError):
        return f"error-{error.code}"
    return "undecodable" if isinstance(error, DecodeError) else "unknown"


def object_of(procedure: Procedure[Any], packet: bytes, body: bytes = b"") -> tuple[str, str]:
    """What a call is about.

    Args:
        procedure: what is called.
        packet: the call.
        body: of the reply; of a call that makes something it says what that is.

    Returns:
        Its name, with that of what it belongs to before it (``pool/volume``), "-" for nothing, "?" for a call that
        cannot be decoded; and its UUID, or "".
    """
    try:
        if body and procedure.ret_fields:
            found = _described(procedure.decode_ret(body, 0))
            if found[0] != "-":
                return found
        args = procedure.decode_args(packet, HEADER_SIZE) if procedure.arg_fields else ()
    except DecodeError:
        return "?", ""
    found = _described(args)
    if found[0] == "-" and args and isinstance(args[0], str):
        text = args[0]
        if procedure.arg_fields[0] in _NAMES:
            return text[:_TEXT_MAX] or "-", ""
        # What shall be made has no handle yet. The name is what the client says, and nobody has checked it.
        start = text.find("<name>", 0, _XML_MAX) + 6
        stop = text.find("</name>", start, start + _TEXT_MAX) if start > 5 else -1
        if stop > start:
            return text[start:stop].strip() or "-", ""
    return found


def _described(record: Any) -> tuple[str, str]:
    """The first handle of a record: its name and its UUID."""
    handle: Any = record[0] if record else None
    fields = getattr(handle, "_fields", ())
    if not fields:
        return "-", ""
    uuid = _uuid_text(handle.uuid) if "uuid" in fields else ""
    name = str(
        getattr(handle, "name", "") or getattr(handle, "portdev", "") or getattr(handle, "id", "") or uuid
    )
    for parent in _PARENTS:
        above = getattr(handle, parent, "") if parent in fields else ""
        if above:
            name = f"{above if isinstance(above, str) else above.name}/{name}"
    return name[:_TEXT_MAX] or "-", uuid


def _uuid_text(uuid: bytes) -> str:
    digits = uuid.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
