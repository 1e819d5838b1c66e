"""What listing networks, pools and interfaces has in common: the oldest procedures, and flags that come in pairs."""

from __future__ import annotations

from virtreach.daemon.hypervisor.table import handles

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.daemon.hypervisor.table import Result

__all__ = ["fits", "list_by_names"]


def list_by_names(plural: str, everything: Callable[[Hypervisor], Iterable[Any]]) -> None:
    """Answer the procedures that count and name active and inactive objects of a kind.

    Args:
        plural: the kind, as the procedures spell it: ``networks``.
        everything: gives all objects of it; each has ``name`` and ``active``.
    """

    def names(session: TestSession, active: bool) -> list[str]:
        return [one.name for one in everything(session.hypervisor) if one.active is active]

    for word, active in (("", True), ("defined_", False)):

        @handles(f"connect_num_of_{word}{plural}")
        def _on_count(session: TestSession, args: Any, active: bool = active) -> Result:
            return (len(names(session, active)),)

        @handles(f"connect_list_{word}{plural}")
        def _on_list(session: TestSession, args: Any, active: bool = active) -> Result:
            return (names(session, active)[: max(args.maxnames, 0)],)


def fits(flags: int, *pairs: tuple[int, int, bool]) -> bool:
    """Whether an object is among those that are asked for.

    Args:
        flags: of the call.
        pairs: a flag for objects that have something, one for those that do not, and whether this one has it. Neither
            and both stand for any.
    """
    return not any(flags & (yes | no) and not flags & (yes if has else no) for yes, no, has in pairs)
