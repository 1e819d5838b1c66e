# Made by `make generate` (tools/twin.py) from aio/objects/base.py. Edit that file.
"""What all objects of a connection have in common.

A *handle* (`RemoteObject`) names something on the host: a domain, a network, a volume.
It holds names and UUIDs, no server-side state, so it outlives a reconnect. A *facet*
(`Facet`) groups methods of a connection or a handle and holds nothing of its own.
"""

from __future__ import annotations

from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, Self, TypeAlias
    from uuid import UUID

    from virtreach.blocking.connection import Connection
    from virtreach.blocking.objects.domain import Domain
    from virtreach.wire.typed_params import TypedParam

    # Typed parameters: what methods return values of, and what they take (names and values, or spelled out).
    ParamValue: TypeAlias = int | float | bool | str
    Params: TypeAlias = Mapping[str, ParamValue] | Sequence[TypedParam]

__all__ = ["DomainPart", "Facet", "NamedObject", "RemoteObject", "uuid_bytes", "uuid_text"]


def uuid_text(raw: bytes) -> str:
    """Write the 16 bytes of a UUID the usual way, with dashes (RFC 9562, section 4)."""
    digits = raw.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def uuid_bytes(uuid: str | bytes | UUID) -> bytes:
    """The 16 bytes of a UUID, however it is given.

    Args:
        uuid: 16 bytes, text with or without dashes, or `uuid.UUID`.

    Raises:
        UsageError: that is no UUID.
    """
    if isinstance(uuid, bytes):
        raw = uuid
    else:
        try:
            raw = bytes.fromhex(str(uuid).replace("-", ""))
        except ValueError:
            raw = b""
    if len(raw) != 16:
        raise UsageError(f"{uuid!r} is not a UUID")
    return raw


class RemoteObject:
    """A handle of something on the host.

    Two handles are equal when they are of one class and connection and name the same thing.
    May be shared between threads. A handle never changes: what gives a new id gives a new handle.

    Subclasses say how their wire structure is laid out in ``_layout``, a letter a field: ``s`` string, ``u`` UUID,
    ``i`` signed and ``q`` unsigned 64-bit number, ``h`` another handle; and which fields identify the thing in
    ``_key`` (indexes; all when empty).
    """

    __slots__ = ("__weakref__", "_connection", "_ref", "_wire")

    _layout = "su"
    _key: tuple[int, ...] = ()

    _connection: Connection
    _ref: tuple[Any, ...]
    _wire: bytes

    @classmethod
    def _one(cls, connection: Connection, ref: tuple[Any, ...]) -> Self:
        """Make the handle for a decoded wire structure."""
        handle = cls.__new__(cls)
        handle._connection = connection
        handle._ref = ref
        return handle

    @classmethod
    def _many(cls, connection: Connection, refs: Iterable[tuple[Any, ...]]) -> list[Self]:
        """Make the handles for a list of decoded wire structures."""
        handles: list[Self] = []
        add = handles.append
        new = cls.__new__
        for ref in refs:
            handle = new(cls)
            handle._connection = connection
            handle._ref = ref
            add(handle)
        return handles

    def __getattr__(self, attribute: str) -> Any:
        # Only what no slot and no class attribute holds comes here; the encoded form is made once, when first needed.
        if attribute == "_wire":
            wire = self._encode()
            self._wire = wire
            return wire
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {attribute!r}")

    def _encode(self) -> bytes:
        """The wire structure of this handle, for use as an argument."""
        parts = []
        for kind, value in zip(self._layout, self._ref, strict=True):
            if kind == "s":
                data = value.encode()
                parts.append(len(data).to_bytes(4, "big") + data + bytes(-len(data) % 4))
            elif kind == "u":
                parts.append(value)
            elif kind == "i":
                parts.append(value.to_bytes(4, "big", signed=True))
            elif kind == "q":
                parts.append(value.to_bytes(8, "big"))
            else:
                parts.append(_nested(value))
        return b"".join(parts)

    @property
    def connection(self) -> Connection:
        """The connection that this handle belongs to."""
        return self._connection

    @property
    def _identity(self) -> tuple[Any, ...]:
        return tuple(self._ref[index] for index in self._key) if self._key else tuple(self._ref)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        assert isinstance(other, RemoteObject)
        return self._connection is other._connection and self._identity == other._identity

    def __hash__(self) -> int:
        return hash((type(self), self._identity))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._label()}>"

    def _label(self) -> str:
        """What people call this thing; its first field unless a subclass knows better."""
        return repr(self._ref[0]) if self._layout[0] != "u" else uuid_text(self._ref[0])


def _nested(value: Any) -> bytes:
    if isinstance(value, RemoteObject):
        return value._wire
    # A plain structure inside another: strings, UUIDs (16 bytes) and ids, as in a domain's own.
    parts = []
    for item in value:
        if isinstance(item, str):
            data = item.encode()
            parts.append(len(data).to_bytes(4, "big") + data + bytes(-len(data) % 4))
        elif isinstance(item, bytes):
            parts.append(item)
        else:
            parts.append(item.to_bytes(4, "big", signed=True))
    return b"".join(parts)


class Facet:
    """A group of methods of a connection or a handle.

    Costs nothing to make and holds nothing: ``connection.host`` is a new one each time.
    """

    __slots__ = ("_connection", "_owner")

    _connection: Connection
    _owner: Any

    def __init__(self, owner: Any) -> None:
        self._owner = owner
        # A handle knows its connection; otherwise the owner is the connection itself.
        self._connection = owner._connection

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._owner!r}>"


class NamedObject(RemoteObject):
    """A handle with a name and a UUID (network, storage pool, nwfilter; domain adds an id)."""

    __slots__ = ()

    _layout = "su"
    _key = (1,)

    @property
    def name(self) -> str:
        """Its name, unique on the host."""
        name: str = self._ref[0]
        return name

    @property
    def uuid(self) -> str:
        """Its UUID, with dashes."""
        return uuid_text(self._ref[1])

    @property
    def uuid_bytes(self) -> bytes:
        """Its UUID as 16 bytes."""
        raw: bytes = self._ref[1]
        return raw


class DomainPart(RemoteObject):
    """Something of one domain with a name of its own there: a snapshot, a checkpoint."""

    __slots__ = ()

    _layout = "sh"

    @property
    def name(self) -> str:
        """Its name, unique among the domain's others."""
        name: str = self._ref[0]
        return name

    @property
    def domain(self) -> Domain:
        """The domain that it is of."""
        from virtreach.blocking.objects.domain import Domain

        return Domain._one(self._connection, self._ref[1])

    @property
    def _identity(self) -> tuple[Any, ...]:
        # The domain's UUID identifies it; its id changes from run to run.
        return self._ref[0], self._ref[1][1]
