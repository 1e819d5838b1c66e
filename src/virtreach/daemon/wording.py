"""Errors in libvirt's words: code, origin and text as its drivers report them.

Source of the texts: ``virErrorMsgStrings`` in ``src/util/virerror.c``, seen through a client.
"""

from __future__ import annotations

from virtreach.daemon.c_names import c_name, origin
from virtreach.errors.libvirt import LibvirtError, class_for
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.protocol.procedure import Procedure

__all__ = [
    "DOMAIN",
    "INTERFACE",
    "NETWORK",
    "NODEDEV",
    "NONE",
    "NWFILTER",
    "RPC",
    "SECRET",
    "STORAGE",
    "TEST",
    "XML",
    "argument_fault",
    "bad_argument",
    "check_flags",
    "exclusive",
    "fault",
    "invalid",
    "internal",
    "system_fault",
    "unsupported",
    "xml_fault",
]

# Who says so: virErrorDomain.
NONE = C.VIR_FROM_NONE
XML = C.VIR_FROM_XML
RPC = C.VIR_FROM_RPC
TEST = C.VIR_FROM_TEST
STORAGE = C.VIR_FROM_STORAGE
NETWORK = C.VIR_FROM_NETWORK
DOMAIN = C.VIR_FROM_DOMAIN
NODEDEV = C.VIR_FROM_NODEDEV
INTERFACE = C.VIR_FROM_INTERFACE
SECRET = C.VIR_FROM_SECRET
NWFILTER = C.VIR_FROM_NWFILTER

# Code to the text without details, and what stands between it and details.
_TEXTS: dict[int, tuple[str, str]] = {
    C.VIR_ERR_INTERNAL_ERROR: ("internal error", ": "),
    C.VIR_ERR_NO_SUPPORT: ("this function is not supported by the connection driver", ": "),
    C.VIR_ERR_INVALID_ARG: ("invalid argument", ": "),
    C.VIR_ERR_OPERATION_FAILED: ("operation failed", ": "),
    C.VIR_ERR_OPERATION_DENIED: ("operation forbidden", ": "),
    C.VIR_ERR_NO_SOURCE: ("missing source information for device", " "),
    C.VIR_ERR_NO_TARGET: ("missing target information for device", " "),
    C.VIR_ERR_NO_NAME: ("missing name information", " in "),
    C.VIR_ERR_XML_ERROR: ("XML description is not well formed or invalid", ""),
    C.VIR_ERR_NO_DOMAIN: ("Domain not found", ": "),
    C.VIR_ERR_NO_NETWORK: ("Network not found", ": "),
    C.VIR_ERR_NO_STORAGE_POOL: ("Storage pool not found", ": "),
    C.VIR_ERR_NO_STORAGE_VOL: ("Storage volume not found", ": "),
    C.VIR_ERR_NO_NODE_DEVICE: ("Node device not found", ": "),
    C.VIR_ERR_OPERATION_INVALID: ("Requested operation is not valid", ": "),
    C.VIR_ERR_NO_INTERFACE: ("Interface not found", ": "),
    C.VIR_ERR_NO_NWFILTER: ("Network filter not found", ": "),
    C.VIR_ERR_NO_NWFILTER_BINDING: ("Network filter binding not found", ": "),
    C.VIR_ERR_NO_SECRET: ("Secret not found", ": "),
    C.VIR_ERR_CONFIG_UNSUPPORTED: ("unsupported configuration", ": "),
    C.VIR_ERR_NO_DOMAIN_SNAPSHOT: ("Domain snapshot not found", ": "),
    C.VIR_ERR_NO_DOMAIN_CHECKPOINT: ("Domain checkpoint not found", ": "),
    C.VIR_ERR_ARGUMENT_UNSUPPORTED: ("argument unsupported", ": "),
    C.VIR_ERR_OPERATION_UNSUPPORTED: ("Operation not supported", ": "),
    C.VIR_ERR_NO_DOMAIN_METADATA: ("metadata not found", ": "),
    C.VIR_ERR_NO_NETWORK_METADATA: ("metadata not found", ": "),
    C.VIR_ERR_NO_NETWORK_PORT: ("network port not found", ": "),
    C.VIR_ERR_NETWORK_PORT_EXIST: ("network port already exists", ": "),
    C.VIR_ERR_DEVICE_MISSING: ("device not found", ": "),
    C.VIR_ERR_NO_SERVER: ("Server not found", ": "),
    C.VIR_ERR_NO_CLIENT: ("Client not found", ": "),
    C.VIR_ERR_INVALID_SECRET: ("Invalid secret", ": "),
    C.VIR_ERR_XML_INVALID_SCHEMA: ("XML document failed to validate against schema", ": "),
    C.VIR_ERR_RESOURCE_BUSY: ("resource busy", ""),
    C.VIR_ERR_OVERFLOW: ("numerical overflow", ": "),
    C.VIR_ERR_AUTH_FAILED: ("authentication failed", ": "),
    C.VIR_ERR_MULTIPLE_INTERFACES: ("multiple matching interfaces found", ": "),
    C.VIR_ERR_OPERATION_TIMEOUT: ("Timed out during operation", ": "),
    C.VIR_ERR_OPERATION_ABORTED: ("operation aborted", ": "),
    C.VIR_ERR_MIGRATE_FINISH_OK: ("migration successfully aborted", ": "),
    C.VIR_ERR_BLOCK_COPY_ACTIVE: ("block copy still active", ": "),
    C.VIR_ERR_NO_DOMAIN_BACKUP: ("Domain backup job id not found", ": "),
    C.VIR_ERR_CHECKPOINT_INCONSISTENT: ("inconsistent checkpoint", ": "),
}
_DETAILED = {C.VIR_ERR_XML_ERROR: "XML error: ", C.VIR_ERR_RESOURCE_BUSY: "resource busy: "}


def fault(code: int, detail: str | None = None, *, domain: int = TEST) -> LibvirtError:
    """Make the error that libvirt's ``virReportError`` makes; the caller raises it.

    Args:
        code: which, of virErrorNumber.
        detail: what is put behind the code's own text.
        domain: which part of libvirt says so, of virErrorDomain.
    """
    bare, between = _TEXTS[code]
    if detail is None:
        return class_for(code)(bare, code=code, domain=domain, str1=bare, int1=-1, int2=-1)
    lead = _DETAILED.get(code, bare + between)
    return class_for(code)(
        lead + detail, code=code, domain=domain, str1=lead + "%s", str2=detail, int1=-1, int2=-1
    )


def invalid(detail: str, *, domain: int = TEST) -> LibvirtError:
    """The operation does not fit the object's state."""
    return fault(C.VIR_ERR_OPERATION_INVALID, detail, domain=domain)


def internal(detail: str, *, domain: int = TEST) -> LibvirtError:
    """What libvirt calls an internal error, which is often the caller's mistake."""
    return fault(C.VIR_ERR_INTERNAL_ERROR, detail, domain=domain)


def bad_argument(detail: str, *, domain: int = TEST) -> LibvirtError:
    """An argument makes no sense."""
    return fault(C.VIR_ERR_INVALID_ARG, detail, domain=domain)


def xml_fault(text: str, *, domain: int = DOMAIN) -> LibvirtError:
    """XML that cannot be parsed; the text is the parser's own."""
    code = C.VIR_ERR_XML_DETAIL
    return class_for(code)(text, code=code, domain=domain, str1="%s", str2=text, int1=-1, int2=-1)


def system_fault(text: str, errno: int, *, domain: int = TEST) -> LibvirtError:
    """A system call failed."""
    code = C.VIR_ERR_SYSTEM_ERROR
    return class_for(code)(text, code=code, domain=domain, str1="%s", str2=text, int1=errno, int2=-1)


def argument_fault(text: str, function: str, argument: str, *, domain: int = DOMAIN) -> LibvirtError:
    """What ``virReportInvalidArg`` reports: a text of its own, and the names of function and argument."""
    code = C.VIR_ERR_INVALID_ARG
    return class_for(code)(text, code=code, domain=domain, str1=function, str2=argument)


def check_flags(flags: int, allowed: int, function: str, *, domain: int = TEST) -> None:
    """Refuse unknown flags as ``virCheckFlags`` does.

    Args:
        flags: what the caller gave.
        allowed: the bits that may be set.
        function: the name that libvirt's message gives.
        domain: who says so.
    """
    if flags & ~allowed:
        unknown = (flags & ~allowed) & 0xFFFFFFFF
        raise argument_fault(
            f"unsupported flags (0x{unknown:x}) in function {function}", function, "flags", domain=domain
        )


def exclusive(
    flags: int, one: int, other: int, names: tuple[str, str], function: str, domain: int = DOMAIN
) -> None:
    """Refuse two flags at once as ``virCheckExclusiveFlagsGoto`` does."""
    if flags & one and flags & other:
        raise argument_fault(
            f"Flags '{names[0]}' and '{names[1]}' are mutually exclusive", function, "ctl", domain=domain
        )


def unsupported(procedure: Procedure[object]) -> LibvirtError:
    """Nothing here answers the procedure."""
    return fault(C.VIR_ERR_NO_SUPPORT, c_name(procedure), domain=origin(procedure))
