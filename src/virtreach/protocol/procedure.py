"""What a program's procedure is: numbers, rules, and the codecs of its arguments and its result."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Generic, Literal, TypeAlias, TypeVar

    from virtreach.errors import EncodeError

    Ret = TypeVar("Ret")
    Readonly: TypeAlias = Literal["allow", "deny", "conditional", "event"]
    StreamSide: TypeAlias = Literal["", "read", "write"]
else:
    Ret = None

    class Generic:
        """Stands in for `typing.Generic`, which takes longer to import than everything else here."""

        __slots__ = ()

        def __class_getitem__(cls, item: object) -> type[object]:
            return object


__all__ = ["Procedure", "unencodable"]


def unencodable(
    program: str, procedure: str, part: str, values: tuple[Any, ...], cause: Exception
) -> EncodeError:
    """Build the error for values that a generated encoder could not take; see `virtreach.protocol.diagnosis`."""
    from virtreach.protocol.diagnosis import diagnose

    return diagnose(program, procedure, part, values, cause)


class Procedure(Generic[Ret]):
    """One procedure or event of one program. Immutable once loaded; may be shared between threads.

    Attributes:
        program: ``remote``, ``qemu``, ``lxc``, ``admin`` or ``keepalive``.
        program_number, version, number: what the packet header carries.
        name: lower case, without the program's prefix (``domain_get_info``).
        priority: ``high`` when a daemon may run it on a worker that never blocks, else ``low``.
        acl: the permissions it needs, each ``object:permission`` or ``object:permission:flag``; empty for none.
        aclfilter: permissions that each element of its answer needs.
        readonly: over a read-only connection: ``allow``, ``deny``, ``conditional`` (some flags are
            denied), or ``event``.
        preauth: whether it may be called before authentication.
        replayable: whether it only reads, so that it may be repeated after a lost connection.
        stream: ``read`` when the call opens a stream that the server sends on, ``write`` when the
            client does, else empty.
        sparse_flag: the flag value that makes its stream carry holes, or 0.
        event: whether the server sends it unasked; `decode_ret` then decodes the message.
        arg_fields, ret_fields: field names in wire order.
        encode_args: argument values, in wire order, to the body of a call.
        decode_ret: ``(data, offset)`` of a reply's body to a record; None when there is no result.
        decode_args, encode_ret: the server's direction; loaded when first used.
    """

    __slots__ = (
        "_decode_args",
        "_encode_ret",
        "_server",
        "acl",
        "aclfilter",
        "arg_fields",
        "decode_ret",
        "encode_args",
        "event",
        "name",
        "number",
        "preauth",
        "priority",
        "program",
        "program_number",
        "readonly",
        "replayable",
        "ret_fields",
        "sparse_flag",
        "stream",
        "version",
    )

    program: str
    program_number: int
    version: int
    number: int
    name: str
    priority: Literal["high", "low"]
    acl: tuple[str, ...]
    aclfilter: tuple[str, ...]
    readonly: Readonly
    preauth: bool
    replayable: bool
    stream: StreamSide
    sparse_flag: int
    event: bool
    arg_fields: tuple[str, ...]
    ret_fields: tuple[str, ...]
    encode_args: Callable[..., bytes]
    decode_ret: Callable[[bytes, int], Ret]
    _decode_args: Callable[[bytes, int], Any] | None
    _encode_ret: Callable[..., bytes] | None
    _server: str

    def __init__(
        self,
        program: tuple[str, int, int],
        number: int,
        name: str,
        encode_args: Callable[..., bytes],
        decode_ret: Callable[[bytes, int], Ret],
        *,
        arg_fields: tuple[str, ...] = (),
        ret_fields: tuple[str, ...] = (),
        priority: Literal["high", "low"] = "low",
        acl: tuple[str, ...] = (),
        aclfilter: tuple[str, ...] = (),
        readonly: Readonly = "deny",
        preauth: bool = False,
        replayable: bool = False,
        stream: StreamSide = "",
        sparse_flag: int = 0,
        event: bool = False,
        server: str = "",
    ) -> None:
        self.program, self.program_number, self.version = program
        self.number = number
        self.name = name
        self.encode_args = encode_args
        self.decode_ret = decode_ret
        self.arg_fields = arg_fields
        self.ret_fields = ret_fields
        self.priority = priority
        self.acl = acl
        self.aclfilter = aclfilter
        self.readonly = readonly
        self.preauth = preauth
        self.replayable = replayable
        self.stream = stream
        self.sparse_flag = sparse_flag
        self.event = event
        self._server = server
        self._decode_args = None
        self._encode_ret = None

    def _load_server(self) -> None:
        # One import for the family; the module's table maps a name to its pair of codecs.
        module = __import__(self._server, fromlist=("CODECS",))
        self._decode_args, self._encode_ret = module.CODECS[self.name]

    @property
    def decode_args(self) -> Callable[[bytes, int], Any]:
        """``(data, offset)`` of a call's body to a record of its arguments, or None when it has none."""
        if self._decode_args is None:
            self._load_server()
        assert self._decode_args is not None
        return self._decode_args

    @property
    def encode_ret(self) -> Callable[..., bytes]:
        """Result values (or an event's), in wire order, to the body of a reply."""
        if self._encode_ret is None:
            self._load_server()
        assert self._encode_ret is not None
        return self._encode_ret

    def __repr__(self) -> str:
        return f"<Procedure {self.program}.{self.name} ({self.number})>"
