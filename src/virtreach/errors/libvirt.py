"""The server's own answers: `LibvirtError`, and a subclass for each of libvirt's error codes.

The subclasses are named after the codes: ``VIR_ERR_NO_DOMAIN`` is `NoDomain`, ``VIR_ERR_OPERATION_INVALID`` is
`OperationInvalid`, ``VIR_WAR_NO_NETWORK`` is `WarnNoNetwork`. They are made when first asked for::

    from virtreach.errors.libvirt import NoDomain

    try:
        connection.domains.lookup_by_name("web")
    except NoDomain:
        ...

A code that this version does not know gives a plain `LibvirtError`. Source: ``include/libvirt/virterror.h`` and
``virNetMessageError`` in ``src/rpc/virnetprotocol.x``.
"""

from __future__ import annotations

from virtreach.errors import VirtreachError
from virtreach.errors._generated.codes import CODES, DOMAINS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.errors._generated.codes import *  # noqa: F403 - the stub lists the classes

__all__ = ["LibvirtError", "class_for", "from_wire"]


class LibvirtError(VirtreachError):
    """The server's own answer to a call: it was carried out, and it failed.

    As text it is the message, made safe for terminals and logs: what would move a cursor comes out as an escape.

    Attributes:
        message: what the server says, to the letter.
        code: libvirt's error number (``virErrorNumber``); `code_name` is its name.
        domain: which part of libvirt says so (``virErrorDomain``); `domain_name` is its name.
        level: 1 for a warning, 2 for an error.
        str1, str2, str3: further text; often the message's format and its arguments, or None.
        int1, int2: further numbers; for `SystemCallFailed`, `int1` is the server's errno.
        domain_ref: the domain that the error is about: a tuple of name, UUID bytes and id, or None.
        network_ref: the network that the error is about: a tuple of name and UUID bytes, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        code: int = 0,
        domain: int = 0,
        level: int = 2,
        str1: str | None = None,
        str2: str | None = None,
        str3: str | None = None,
        int1: int = 0,
        int2: int = 0,
        domain_ref: tuple[str, bytes, int] | None = None,
        network_ref: tuple[str, bytes] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.domain = domain
        self.level = level
        self.str1 = str1
        self.str2 = str2
        self.str3 = str3
        self.int1 = int1
        self.int2 = int2
        self.domain_ref = domain_ref
        self.network_ref = network_ref

    @property
    def code_name(self) -> str:
        """The C name of the code (``VIR_ERR_NO_DOMAIN``), or ``error 999`` for one that is not known."""
        known = CODES.get(self.code)
        return known[1] if known else f"error {self.code}"

    @property
    def domain_name(self) -> str:
        """Which part of libvirt speaks (``QEMU``, ``RPC``, ...), or ``domain 999`` for one that is not known."""
        return DOMAINS.get(self.domain, f"domain {self.domain}")

    def __str__(self) -> str:
        text = self.message
        if text.isprintable():
            return text
        return "".join(
            each if each.isprintable() or each in "\n\t" else each.encode("unicode_escape").decode()
            for each in text
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.message!r}, {self.code_name}, from {self.domain_name})"


def class_for(code: int) -> type[LibvirtError]:
    """Return the exception class for an error code; `LibvirtError` itself when the code is not known."""
    known = CODES.get(code)
    if known is None:
        return LibvirtError
    made = globals().get(known[0])
    if made is None:
        doc = f"libvirt's ``{known[1]}`` (code {code})."
        made = type(known[0], (LibvirtError,), {"__doc__": doc, "__module__": __name__})
        # Two threads may both get here: the first to store its class wins.
        made = globals().setdefault(known[0], made)
    assert isinstance(made, type)
    return made


def from_wire(
    code: int,
    domain: int,
    message: str | None,
    level: int,
    domain_ref: tuple[str, bytes, int] | None = None,
    str1: str | None = None,
    str2: str | None = None,
    str3: str | None = None,
    int1: int = 0,
    int2: int = 0,
    network_ref: tuple[str, bytes] | None = None,
) -> LibvirtError:
    """Make the exception for an error body; the arguments are its fields in wire order."""
    made = class_for(code)
    return made(
        message if message is not None else "the server gave no message",
        code=code,
        domain=domain,
        level=level,
        str1=str1,
        str2=str2,
        str3=str3,
        int1=int1,
        int2=int2,
        domain_ref=domain_ref,
        network_ref=network_ref,
    )


if not TYPE_CHECKING:  # the checker has the stub's classes, and should miss what is not there

    def __getattr__(name):
        for code, (class_name, _) in CODES.items():
            if class_name == name:
                return class_for(code)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, *(name for name, _ in CODES.values())]
