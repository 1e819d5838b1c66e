"""Typed parameters that clients send: names and kinds are checked before anything is changed."""

from __future__ import annotations

from virtreach.daemon.wording import NONE, bad_argument, fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Any

__all__ = ["check_params"]

_KINDS = ((bool, "boolean"), (int, "int"), (float, "double"), (str, "string"))


def check_params(
    params: Mapping[str, Any], known: Collection[str], *, texts: Collection[str] = (), flags: bool = False
) -> None:
    """Refuse unknown parameters and values of the wrong kind (libvirt, ``virTypedParamsValidate``).

    Args:
        params: what the client sent.
        known: names that may be set.
        texts: those of them that are strings; all others are numbers.
        flags: the others are booleans instead.

    Raises:
        LibvirtError: a name is not known, or a value of the wrong kind.
    """
    for name, value in params.items():
        if name not in known:
            detail = f"parameter '{name}' not supported"
            raise fault(C.VIR_ERR_ARGUMENT_UNSUPPORTED, detail, domain=NONE)
        wanted: type = str if name in texts else bool if flags else int
        if type(value) is not wanted:
            kinds = dict(_KINDS)
            given, right = kinds[type(value)], kinds[wanted]
            raise bad_argument(
                f"invalid type '{given}' for parameter '{name}', expected '{right}'", domain=NONE
            )
