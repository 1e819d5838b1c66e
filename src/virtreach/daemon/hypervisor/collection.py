"""Objects by name and by UUID."""

from __future__ import annotations

from virtreach.daemon.hypervisor.ledger import Ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Generic, Protocol, TypeVar

    class Named(Protocol):
        """What can be kept: something with a name and 16 bytes of UUID."""

        name: str
        uuid: bytes

    Item = TypeVar("Item", bound=Named)
else:
    Item = None

    class Generic:
        """Stands in for `typing.Generic`."""

        def __class_getitem__(cls, item):
            return object


__all__ = ["Collection", "dashed"]


def dashed(uuid: bytes) -> str:
    """Sixteen bytes as text with dashes."""
    text = uuid.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class Collection(Generic[Item]):
    """Objects in the order in which they came, found by name and by UUID.

    Args:
        kind: what they are.
        ledger: where they are counted, and noted when somebody has them in hand.
    """

    def __init__(self, kind: str = "object", ledger: Ledger | None = None) -> None:
        self._kind = kind
        self._ledger = ledger or Ledger()
        self._by_name: dict[str, Item] = {}
        self._by_uuid: dict[bytes, Item] = {}

    def __iter__(self) -> Iterator[Item]:
        return iter(list(self._by_name.values()))

    def __len__(self) -> int:
        return len(self._by_name)

    def add(self, item: Item) -> None:
        """Keep an object; its name and UUID must be new.

        Raises:
            LibvirtError: there are as many as there may be.
        """
        assert item.name not in self._by_name
        assert item.uuid not in self._by_uuid
        self._ledger.enter(self._kind)
        self._ledger.note(self._kind, item.uuid)
        self._by_name[item.name] = item
        self._by_uuid[item.uuid] = item

    def remove(self, item: Item) -> None:
        """Forget an object."""
        del self._by_name[item.name]
        del self._by_uuid[item.uuid]
        self._ledger.leave(self._kind)
        self._ledger.note(self._kind, item.uuid)

    def rename(self, item: Item, name: str) -> None:
        """Give an object another name, which must be free."""
        assert name not in self._by_name
        del self._by_name[item.name]
        item.name = name
        self._by_name[name] = item
        self._ledger.note(self._kind, item.uuid)

    def named(self, name: str) -> Item | None:
        """The object with a name, or None."""
        found = self._by_name.get(name)
        if found is not None and self._ledger.marks is not None:
            self._ledger.note(self._kind, found.uuid)
        return found

    def with_uuid(self, uuid: bytes) -> Item | None:
        """The object with a UUID, or None."""
        found = self._by_uuid.get(uuid)
        if found is not None and self._ledger.marks is not None:
            self._ledger.note(self._kind, uuid)
        return found
