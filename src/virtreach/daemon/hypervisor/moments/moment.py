"""Moments of a domain: what snapshots and checkpoints have in common, a tree of names with definitions."""

from __future__ import annotations

from virtreach.daemon.wording import fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element


__all__ = ["Moment", "below", "forget", "listed", "need_room", "would_circle"]

_ROOTS_OR_DESCENDANTS, _LEAVES, _NO_LEAVES, _TOPOLOGICAL = 1, 4, 8, 1024


class Moment:
    """A snapshot or a checkpoint.

    Attributes:
        name: unique within its kind and domain.
        description: for people, or "".
        parent: the moment that was current when it was made, or None.
        created: seconds since 1970.
        state: of virDomainState, when it was made.
        definition: the domain's XML then.
        config: its persistent XML then, or None.
        disks: a ``disk`` element for each of the domain's disks: what became of it.
        memory: the file that the guest's memory went to, or "" when it is kept here.
    """

    def __init__(self, name: str, description: str, created: int, state: int, definition: Element) -> None:
        self.name = name
        self.description = description
        self.parent: Moment | None = None
        self.created = created
        self.state = state
        self.definition = definition
        self.config: Element | None = None
        self.disks: list[Element] = []
        self.memory = ""

    def ref(self, domain: tuple[str, bytes, int]) -> tuple[str, tuple[str, bytes, int]]:
        """Its handle on the wire; the domain's in it is the one that the client has given, as libvirtd's is."""
        return self.name, domain


def need_room(moments: dict[str, Moment], name: str, most: int) -> None:
    """Refuse a new moment when there are as many as there may be.

    Raises:
        LibvirtError: there are.
    """
    if len(moments) >= most and name not in moments:
        detail = f"the domain has {len(moments)} of them already (test_max_moments)"
        raise fault(C.VIR_ERR_OPERATION_FAILED, detail)


def below(moments: dict[str, Moment], top: Moment, *, deep: bool) -> list[Moment]:
    """The children of a moment, or all of its descendants, those above before those below."""
    children: dict[int, list[Moment]] = {}
    for one in moments.values():
        children.setdefault(id(one.parent), []).append(one)
    found = list(children.get(id(top), ()))
    if deep:
        # Grows while it is walked; redefinition makes no circles.
        for one in found:
            found += children.get(id(one), ())
    return found


def would_circle(moment: Moment, old: Moment | None) -> bool:
    """Whether a redefined moment would be among its own ancestors."""
    above = moment.parent
    while above is not None:
        if above is old:
            return True
        above = above.parent
    return False


def listed(moments: dict[str, Moment], flags: int, top: Moment | None = None) -> list[Moment]:
    """The moments that a list's flags ask for.

    Args:
        moments: all of a domain's.
        flags: of virDomainSnapshotListFlags, whose common bits checkpoints share.
        top: only what is below it, or None for all.
    """
    deep = bool(flags & _ROOTS_OR_DESCENDANTS)
    found: Iterable[Moment]
    if top is not None:
        found = below(moments, top, deep=deep)
    elif flags & _TOPOLOGICAL and not deep:
        found = [one for root in moments.values() if root.parent is None for one in _with(moments, root)]
    else:
        found = [one for one in moments.values() if one.parent is None or not deep]
    parents = {id(one.parent) for one in moments.values()}
    leaves, branches = bool(flags & _LEAVES), bool(flags & _NO_LEAVES)
    if leaves != branches:
        found = [one for one in found if (id(one) not in parents) == leaves]
    return list(found)


def _with(moments: dict[str, Moment], top: Moment) -> list[Moment]:
    return [top, *below(moments, top, deep=True)]


def forget(moments: dict[str, Moment], moment: Moment, *, children: bool, only_children: bool) -> set[str]:
    """Remove a moment; its children go to its parent.

    Args:
        moments: all of a domain's.
        moment: which.
        children: its descendants go as well.
        only_children: its descendants go, it stays.

    Returns:
        The names that are gone.
    """
    gone = []
    if children or only_children:
        gone = below(moments, moment, deep=True)
    if not only_children:
        for one in below(moments, moment, deep=False):
            one.parent = moment.parent
        gone.append(moment)
    for one in gone:
        del moments[one.name]
    return {one.name for one in gone}
