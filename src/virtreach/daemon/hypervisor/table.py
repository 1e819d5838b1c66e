"""Which function answers which procedure of the remote program."""

from __future__ import annotations

from virtreach.daemon.hypervisor.domains.busy import EXCLUSIVE, unless_moving

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any, TypeAlias, TypeVar

    from virtreach.daemon.hypervisor.session import TestSession

    Result: TypeAlias = tuple[Any, ...] | None
    Handler: TypeAlias = Callable[[TestSession, Any], Result | Coroutine[Any, Any, Result]]
    Answering = TypeVar("Answering", bound=Handler)
    StreamHandler: TypeAlias = Callable[[TestSession, Any, Any], Result]

__all__ = ["HANDLERS", "STREAMS", "handles", "streams"]

HANDLERS: dict[str, Handler] = {}
"""Procedure names to functions of a session and the decoded arguments; they give the result's values, or a coroutine
that gives them later. Those of other programs than the remote one have their program before the name: ``qemu.NAME``."""

STREAMS: dict[str, StreamHandler] = {}
"""The same for procedures that open a stream; the functions get the stream as well."""


def handles(*names: str) -> Callable[[Answering], Answering]:
    """Register a function as the one that answers some procedures."""

    def register(function: Answering) -> Answering:
        for name in names:
            assert name not in HANDLERS, f"{name} is answered twice"
            HANDLERS[name] = unless_moving(function) if name in EXCLUSIVE else function
        return function

    return register


def streams(*names: str) -> Callable[[StreamHandler], StreamHandler]:
    """Register a function as the one that opens the streams of some procedures."""

    def register(function: StreamHandler) -> StreamHandler:
        for name in names:
            assert name not in STREAMS, f"{name} is answered twice"
            STREAMS[name] = function
        return function

    return register
