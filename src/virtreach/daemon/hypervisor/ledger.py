"""How many objects there are, and which of them somebody has had in hand: what a change is looked for in.

Objects change in many ways: attributes are set, trees of XML are edited in place. Whoever changes one has found it in a
collection first, or puts it into one. So while a call that may change something is carried out, collections note what
was found, added and removed, and only that is looked at afterwards. Nothing is noted at other times.
"""

from __future__ import annotations

from virtreach.daemon.hypervisor.limits import Limits
from virtreach.daemon.wording import fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TypeAlias, TypeVar

    Mark: TypeAlias = tuple[str, str, str]
    Name = TypeVar("Name")
    Item = TypeVar("Item")
else:
    Name = Item = None


__all__ = ["Ledger", "Shelf", "mark_of"]


def mark_of(key: Any) -> str:
    """The text that stands for a key: names as they are, UUIDs in hexadecimal digits."""
    return key if isinstance(key, str) else str(key.hex())


class Ledger:
    """The ledger that all collections of a hypervisor share.

    Attributes:
        limits: how many objects of a kind there may be.
        counts: how many there are.
        marks: what was in hand, in order, each as its kind, the key of its owner ("" when it has none) and its own
            key; None while nobody wants to know.
    """

    __slots__ = ("counts", "limits", "marks")

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.counts: dict[str, int] = {}
        self.marks: dict[Mark, None] | None = None

    def note(self, kind: str, key: Any, owner: str = "") -> None:
        """Note an object."""
        if self.marks is not None:
            self.marks[kind, owner, mark_of(key)] = None

    def enter(self, kind: str) -> None:
        """Count an object that comes.

        Raises:
            LibvirtError: there are as many as there may be.
        """
        count = self.counts.get(kind, 0)
        if count >= self.limits.objects:
            detail = (
                f"the test hypervisor has {count} objects of this kind ({kind}) already (test_max_objects)"
            )
            raise fault(C.VIR_ERR_OPERATION_FAILED, detail)
        self.counts[kind] = count + 1

    def leave(self, kind: str, count: int = 1) -> None:
        """Count objects that go."""
        self.counts[kind] = self.counts.get(kind, 0) - count


class Shelf(dict[Name, Item]):
    """Objects by name or UUID, as in a dictionary, that are counted, and noted when somebody has them in hand.

    Args:
        kind: what they are.
        ledger: where that is done.
        owner: the key of what they belong to.
    """

    def __init__(self, kind: str, ledger: Ledger, owner: str | bytes = "") -> None:
        super().__init__()
        self._kind = kind
        self._ledger = ledger
        self._owner = mark_of(owner)

    def __getitem__(self, key: Name) -> Item:
        self._ledger.note(self._kind, key, self._owner)
        return super().__getitem__(key)

    def get(self, key: Name, default: Item | None = None) -> Item | None:  # type: ignore[override]
        """The object of a key, or the default."""
        found = super().get(key)
        if found is None:
            return default
        self._ledger.note(self._kind, key, self._owner)
        return found

    def __setitem__(self, key: Name, item: Item) -> None:
        if key not in self:
            self._ledger.enter(self._kind)
        self._ledger.note(self._kind, key, self._owner)
        super().__setitem__(key, item)

    def __delitem__(self, key: Name) -> None:
        super().__delitem__(key)
        self._ledger.leave(self._kind)
        self._ledger.note(self._kind, key, self._owner)

    def pop(self, key: Name, default: Item | None = None) -> Item | None:  # type: ignore[override]
        """Take an object away; the default when there is none."""
        found = super().get(key)
        if found is None:
            return default
        del self[key]
        return found

    def clear(self) -> None:
        """Take all objects away."""
        self._ledger.leave(self._kind, len(self))
        for key in self:
            self._ledger.note(self._kind, key, self._owner)
        super().clear()

    def replace(self, items: Iterable[tuple[Name, Item]]) -> None:
        """Have these objects, and no others."""
        self.clear()
        for key, item in items:
            self[key] = item
