"""The errors that a server answers by itself, before anything is carried out, as libvirtd words them.

Sources: libvirt ``src/rpc/virnetserverprogram.c``, ``src/remote/remote_daemon_dispatch.c``.
"""

from __future__ import annotations

from virtreach.errors.libvirt import class_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.errors.libvirt import LibvirtError

__all__ = [
    "access_denied",
    "authentication_failed",
    "authentication_required",
    "internal_error",
    "no_driver",
    "not_open",
    "rpc_error",
    "undecodable",
    "unknown_procedure",
    "unknown_program",
]

_INTERNAL = 1  # VIR_ERR_INTERNAL_ERROR
_NO_CONNECT = 5  # VIR_ERR_NO_CONNECT
_RPC = 39  # VIR_ERR_RPC
_AUTH_FAILED = 45  # VIR_ERR_AUTH_FAILED
_ACCESS_DENIED = 88  # VIR_ERR_ACCESS_DENIED
_FROM_NONE = 0
_FROM_RPC = 7  # VIR_FROM_RPC
_FROM_ACCESS = 55  # VIR_FROM_ACCESS


def rpc_error(text: str) -> LibvirtError:
    """The call breaks a rule of the protocol; the connection goes on."""
    return class_for(_RPC)(text, code=_RPC, domain=_FROM_RPC, str1="%s", str2=text, int1=-1, int2=-1)


def unknown_program(program: int, version: int) -> LibvirtError:
    """No such program, or not in this version."""
    return rpc_error(f"Cannot find program {program} version {version}")


def unknown_procedure(number: int) -> LibvirtError:
    """The program has no such procedure, or it is an event."""
    return rpc_error(f"unknown procedure: {number}")


def undecodable() -> LibvirtError:
    """The arguments do not fit their types."""
    return rpc_error("Unable to decode message payload")


def authentication_required() -> LibvirtError:
    """Before authentication only the calls that belong to it may be made."""
    return rpc_error("authentication required")


def authentication_failed() -> LibvirtError:
    """Whatever was wrong: a stranger is not told."""
    text = "authentication failed: authentication failed"
    return class_for(_AUTH_FAILED)(
        text,
        code=_AUTH_FAILED,
        domain=_FROM_RPC,
        str1="authentication failed: %s",
        str2="authentication failed",
        int1=-1,
        int2=-1,
    )


def access_denied(text: str) -> LibvirtError:
    """The client may not do that, whoever could."""
    return class_for(_ACCESS_DENIED)(
        f"access denied: {text}",
        code=_ACCESS_DENIED,
        domain=_FROM_ACCESS,
        str1="access denied: %s",
        str2=text,
        int1=-1,
        int2=-1,
    )


def not_open() -> LibvirtError:
    """A call that needs a driver, before the client has opened one."""
    return internal_error("hypervisor connection not open")


def internal_error(text: str) -> LibvirtError:
    """Something is wrong here."""
    return class_for(_INTERNAL)(
        f"internal error: {text}",
        code=_INTERNAL,
        domain=_FROM_RPC,
        str1="internal error: %s",
        str2=text,
        int1=-1,
        int2=-1,
    )


def no_driver(name: str) -> LibvirtError:
    """Nothing here serves that URI."""
    return class_for(_NO_CONNECT)(
        f"no connection driver available for {name}",
        code=_NO_CONNECT,
        domain=_FROM_NONE,
        str1="no connection driver available for %s",
        str2=name,
        int1=-1,
        int2=-1,
    )
