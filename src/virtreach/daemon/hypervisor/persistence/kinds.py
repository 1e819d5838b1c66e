"""What of each kind of object is kept, where it is found, and how it comes back.

An object is kept as *facts*: its attributes by name. What is not among an object's facts is worked out anew, belongs to
objects of another kind, or lives as long as the daemon (`NOT_KEPT` says which is which). An attribute that is added to
an object belongs into one of the two tables; a test holds them together.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.domains.domain import Domain
from virtreach.daemon.hypervisor.host.node_device import NodeDevice
from virtreach.daemon.hypervisor.host.secret import Secret
from virtreach.daemon.hypervisor.ledger import mark_of
from virtreach.daemon.hypervisor.moments.moment import Moment
from virtreach.daemon.hypervisor.networks.interface import Interface
from virtreach.daemon.hypervisor.networks.network import Network
from virtreach.daemon.hypervisor.networks.nwfilter import Binding, Filter
from virtreach.daemon.hypervisor.networks.port import Port
from virtreach.daemon.hypervisor.persistence.values import from_text, to_text
from virtreach.daemon.hypervisor.storage.pool import Pool
from virtreach.daemon.hypervisor.storage.volume import Volume, add_volume, remove_volume
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, TypeAlias

    from virtreach.daemon.hypervisor.collection import Collection
    from virtreach.daemon.hypervisor.ledger import Shelf
    from virtreach.daemon.hypervisor.state import Hypervisor

    Types: TypeAlias = tuple[type, ...]

__all__ = ["KINDS", "NOT_KEPT", "Kind"]

_NONE = type(None)
_TEXT, _NUMBER, _SWITCH, _TREE, _MAYBE_TREE = (str,), (int,), (bool,), (Element,), (Element, _NONE)

NOT_KEPT = {
    "domain": {"uuid", "snapshots", "checkpoints", "job", "finished_job", "block_jobs"},
    "snapshot": {"name", "parent"},
    "checkpoint": {"name", "parent"},
    "network": {"uuid", "ports"},
    "port": {"uuid"},
    "pool": {"uuid", "volumes", "allocation", "capacity"},
    "volume": {"name", "pool", "data"},
    "interface": {"name"},
    "device": {"name"},
    "secret": {"uuid", "name"},
    "filter": {"uuid"},
    "binding": {"port"},
    "image": set[str](),
}
"""Attributes that are no facts: keys, what stands in rows of its own, and jobs, which end with the daemon."""


class Kind:
    """A kind of object.

    Args:
        name: what the ledger calls it.
        fields: the attributes that are its facts, and what each may be.

    Attributes:
        name, fields: as given.
    """

    def __init__(self, name: str, fields: dict[str, Types]) -> None:
        self.name = name
        self.fields = fields

    def facts(self, item: Any) -> dict[str, Any]:
        """An object's facts."""
        return {name: getattr(item, name) for name in self.fields}

    def text(self, item: Any) -> str:
        """An object's facts as they are kept."""
        return to_text(self.facts(item))

    def read(self, text: str) -> dict[str, Any]:
        """Facts as they were kept; those that an older version did not have are left out.

        Raises:
            ValueError: they are malformed.
        """
        facts = from_text(text)
        for name, value in facts.items():
            if name not in self.fields:
                raise ValueError(f"a {self.name} has no {name!r} here")
            if type(value) not in self.fields[name]:
                raise ValueError(f"the {name!r} of a {self.name} cannot be a {type(value).__name__}")
        return facts

    def durable(self, item: Any) -> bool:
        """Whether an object outlives the daemon."""
        return True

    def find(self, hypervisor: Hypervisor, owner: str, key: str) -> Any:
        """The object of a key, or None."""
        raise AssertionError("a kind says where its objects are")

    def each(self, hypervisor: Hypervisor) -> Iterator[tuple[str, str, Any]]:
        """All objects with the keys of their owners and their own."""
        raise AssertionError("a kind says where its objects are")

    def put(self, hypervisor: Hypervisor, owner: str, key: str, facts: dict[str, Any]) -> None:
        """Bring an object back, or back to what it was.

        Raises:
            ValueError, KeyError: the facts do not fit what is there.
        """
        raise AssertionError("a kind says how its objects come back")

    def drop(self, hypervisor: Hypervisor, owner: str, key: str) -> None:
        """Have an object be gone, if it is there."""
        raise AssertionError("a kind says how its objects go")

    def link(self, hypervisor: Hypervisor, owner: str, key: str, facts: dict[str, Any]) -> None:
        """Connect an object with others, which are all there now."""

    def verify(self, hypervisor: Hypervisor) -> None:
        """Look at all objects together once they are connected.

        Raises:
            ValueError: they contradict each other.
        """


class _InCollection(Kind):
    """Objects by UUID.

    Args:
        name, fields: see `Kind`.
        attribute: of the hypervisor: its collection.
    """

    def __init__(self, name: str, attribute: str, fields: dict[str, Types]) -> None:
        super().__init__(name, fields)
        self._attribute = attribute

    def _place(self, hypervisor: Hypervisor) -> Collection[Any]:
        found: Collection[Any] = getattr(hypervisor, self._attribute)
        return found

    def find(self, hypervisor: Hypervisor, owner: str, key: str) -> Any:
        return self._place(hypervisor).with_uuid(_uuid(key))

    def each(self, hypervisor: Hypervisor) -> Iterator[tuple[str, str, Any]]:
        for one in self._place(hypervisor):
            yield "", one.uuid.hex(), one

    def put(self, hypervisor: Hypervisor, owner: str, key: str, facts: dict[str, Any]) -> None:
        place = self._place(hypervisor)
        found = place.with_uuid(_uuid(key))
        if found is None:
            found = self.make(hypervisor, _uuid(key), facts)
            if place.named(found.name) is not None:
                raise ValueError(f"two objects of the kind {self.name} have the name {found.name!r}")
            place.add(found)
        elif facts.get("name", found.name) != found.name:
            place.rename(found, facts["name"])
        self.fill(hypervisor, found, facts)

    def make(self, hypervisor: Hypervisor, uuid: bytes, facts: dict[str, Any]) -> Any:
        """Make an object that is not there; its facts are filled in afterwards."""
        raise AssertionError("a kind says how its objects are made")

    def fill(self, hypervisor: Hypervisor, item: Any, facts: dict[str, Any]) -> None:
        """Give an object its facts."""
        for name, value in facts.items():
            setattr(item, name, value)

    def drop(self, hypervisor: Hypervisor, owner: str, key: str) -> None:
        place = self._place(hypervisor)
        found = place.with_uuid(_uuid(key))
        if found is not None:
            place.remove(found)


class _Domains(_InCollection):
    def facts(self, item: Domain) -> dict[str, Any]:
        found = {name: getattr(item, name) for name in self.fields}
        found["snapshot"] = item.snapshot.name if item.snapshot is not None else None
        found["checkpoint"] = item.checkpoint.name if item.checkpoint is not None else None
        return found

    def make(self, hypervisor: Hypervisor, uuid: bytes, facts: dict[str, Any]) -> Domain:
        return Domain(facts["name"], uuid)

    def fill(self, hypervisor: Hypervisor, item: Domain, facts: dict[str, Any]) -> None:
        facts = dict(facts)
        number = facts.pop("id", -1)
        for name in ("snapshot", "checkpoint"):
            facts.pop(name, None)
        super().fill(hypervisor, item, facts)
        if item.live is None and item.config is None:
            raise ValueError(f"the domain {item.name!r} has no definition")
        hypervisor.set_id(item, number)

    def drop(self, hypervisor: Hypervisor, owner: str, key: str) -> None:
        found = self.find(hypervisor, owner, key)
        if found is not None:
            hypervisor.set_id(found, -1)
        super().drop(hypervisor, owner, key)

    def link(self, hypervisor: Hypervisor, owner: str, key: str, facts: dict[str, Any]) -> None:
        item = self.find(hypervisor, owner, key)
        snapshot, checkpoint = facts.get("snapshot"), facts.get("checkpoint")
        item.snapshot = item.snapshots[snapshot] if snapshot is not None else None
        item.checkpoint = item.checkpoints[checkpoint] if checkpoint is not None else None


class _Networks(_InCollection):
    def make(self, hypervisor: Hypervisor, uuid: bytes, facts: dict[str, Any]) -> Network:
        return Network(facts["name"], uuid, hypervisor.ledger)

    def fill(self, hypervisor: Hypervisor, item: Network, facts: dict[str, Any]) -> None:
        super().fill(hypervisor, item, facts)
        if item.live is None and item.config is None:
            raise ValueError(f"the network {item.name!r} has no definition")


class _Pools(_InCollection):
    def make(self, hypervisor: Hypervisor, uuid: bytes, facts: dict[str, Any]) -> Pool:
        return Pool(facts["name"], uuid, facts["tree"], hypervisor.ledger)

    def fill(self, hypervisor: Hypervisor, item: Pool, facts: dict[str, Any]) -> None:
        super().fill(hypervisor, item, facts)
        hypervisor.pools.file(item)


class _Secrets(_InCollection):
    def durable(self, item: Secret) -> bool:
        return not item.ephemeral

    def make(self, hypervisor: Hypervisor, uuid: bytes, facts: dict[str, Any]) -> Secret:
        return Secret(uuid, facts["tree"], facts["usage_type"], facts["usage"])


class _Filters(_InCollection):
    def make(self, hypervisor: Hypervisor, uuid: bytes, facts: dict[str, Any]) -> Filter:
        return Filter(facts["name"], uuid, facts["tree"])


class _OnShelf(Kind):
    """Objects by name.

    Args:
        name, fields: see `Kind`.
        attribute: of the hypervisor: its shelf.
        make: makes an object from its name and its tree.
    """

    def __init__(self, name: str, attribute: str, fields: dict[str, Types], make: Any) -> None:
        super().__init__(name, fields)
        self._attribute = attribute
        self._make = make

    def _place(self, hypervisor: Hypervisor) -> Shelf[str, Any]:
        found: Shelf[str, Any] = getattr(hypervisor, self._attribute)
        return found

    def find(self, hypervisor: Hypervisor, owner: str, key: str) -> Any:
        return self._place(hypervisor).get(key)

    def each(self, hypervisor: Hypervisor) -> Iterator[tuple[str, str, Any]]:
        for key, one in list(self._place(hypervisor).items()):
            yield "", key, one

    def put(self, hypervisor: Hypervisor, owner: str, key: str, facts: dict[str, Any]) -> None:
        place = self._place(hypervisor)
        found = place.get(key)
        if found is None:
            found = place[key] = self._make(key, facts["tree"])
        for name, value in facts.items():
            setattr(found, name, value)

    def drop(self, hypervisor: Hypervisor, owner: str, key: str) -> None:
        self._place(hypervisor).pop(key)


class _Images(_OnShelf):
    # An image is its tree and nothing else.
    def facts(self, item: Element) -> dict[str, Any]:
        return {"tree": item}

    def put(self, hypervisor: Hypervisor, owner: str, key: str, facts: dict[str, Any]) -> None:
        self._place(hypervisor)[key] = facts["tree"]


class _Ports(Kind):
    def find(self, hypervisor: Hypervisor, owner: str, key: str) -> Any:
        network = hypervisor.networks.with_uuid(_uuid(owner))
        return network.ports.get(_uuid(key)) if network is not None else None

    def each(self, hypervisor: Hypervisor) -> Iterator[tuple[str, str, Any]]:
        for network in hypervisor.networks:
            for uuid, port in list(network.ports.items()):
                yield network.uuid.hex(), uuid.hex(), port

    def put(self, hypervisor: Hypervisor, owner: str, key: str, facts: dict[str, Any]) -> None:
        network = hypervisor.networks.with_uuid(_uuid(owner))
        if network is None:
            raise ValueError("a port of a network that is not there")
        found = network.ports.get(_uuid(key))
        if found is None:
            network.ports[_uuid(key)] = Port(_uuid(key), facts["tree"])
        else:
            found.tree = facts["tree"]

    def drop(self, hypervisor: Hypervisor, owner: str, key: str) -> None:
        network = hypervisor.networks.with_uuid(_uuid(owner))
        if network is not None:
            network.ports.pop(_uuid(key))


class _Volumes(Kind):
    def find(self, hypervisor: Hypervisor, owner: str, key: str) -> Any:
        pool = hypervisor.pools.with_uuid(_uuid(owner))
        return pool.volumes.get(key) if pool is not None else None

    def each(self, hypervisor: Hypervisor) -> Iterator[tuple[str, str, Any]]:
        for pool in hypervisor.pools:
            for name, volume in list(pool.volumes.items()):
                yield pool.uuid.hex(), name, volume

    def put(self, hypervisor: Hypervisor, owner: str, key: str, facts: dict[str, Any]) -> None:
        pool = hypervisor.pools.with_uuid(_uuid(owner))
        if pool is None:
            raise ValueError(f"the volume {key!r} of a pool that is not there")
        capacity, allocation = facts["capacity"], facts["allocation"]
        if not 0 <= capacity < 1 << 64 or not 0 <= allocation < 1 << 64:
            raise ValueError(f"the size of the volume {key!r} makes no sense")
        found = pool.volumes.get(key)
        if found is None:
            found = add_volume(Volume(key, pool, facts["tree"], capacity, allocation))
        found.tree, found.capacity, found.allocation = facts["tree"], capacity, allocation

    def drop(self, hypervisor: Hypervisor, owner: str, key: str) -> None:
        found = self.find(hypervisor, owner, key)
        if found is not None:
            remove_volume(found)


class _Moments(Kind):
    """Snapshots, or checkpoints, of domains.

    Args:
        name, fields: see `Kind`.
        attribute: of a domain: its moments.
    """

    def __init__(self, name: str, attribute: str, fields: dict[str, Types]) -> None:
        super().__init__(name, fields)
        self._attribute = attribute

    def facts(self, item: Moment) -> dict[str, Any]:
        found = {name: getattr(item, name) for name in self.fields if name != "parent"}
        found["parent"] = item.parent.name if item.parent is not None else None
        return found

    def of(self, domain: Domain) -> dict[str, Moment]:
        """A domain's moments."""
        found: dict[str, Moment] = getattr(domain, self._attribute)
        return found

    def find(self, hypervisor: Hypervisor, owner: str, key: str) -> Any:
        domain = hypervisor.domains.with_uuid(_uuid(owner))
        return self.of(domain).get(key) if domain is not None else None

    def each(self, hypervisor: Hypervisor) -> Iterator[tuple[str, str, Any]]:
        for domain in hypervisor.domains:
            for name, moment in list(self.of(domain).items()):
                yield domain.uuid.hex(), name, moment

    def put(self, hypervisor: Hypervisor, owner: str, key: str, facts: dict[str, Any]) -> None:
        domain = hypervisor.domains.with_uuid(_uuid(owner))
        if domain is None:
            raise ValueError(f"the {self.name} {key!r} of a domain that is not there")
        moments = self.of(domain)
        found = moments.get(key)
        if found is None:
            found = Moment(key, "", 0, C.VIR_DOMAIN_SHUTOFF, facts["definition"])
            moments[key] = found
        for name, value in facts.items():
            if name != "parent":
                setattr(found, name, value)

    def drop(self, hypervisor: Hypervisor, owner: str, key: str) -> None:
        domain = hypervisor.domains.with_uuid(_uuid(owner))
        if domain is not None:
            self.of(domain).pop(key, None)

    def link(self, hypervisor: Hypervisor, owner: str, key: str, facts: dict[str, Any]) -> None:
        domain = hypervisor.domains.with_uuid(_uuid(owner))
        assert domain is not None
        parent = facts.get("parent")
        moments = self.of(domain)
        moments[key].parent = moments[parent] if parent is not None else None

    def verify(self, hypervisor: Hypervisor) -> None:
        """See to it that no moment is its own ancestor."""
        for domain in hypervisor.domains:
            rooted: set[int] = set()
            for moment in self.of(domain).values():
                path: dict[int, None] = {}
                above: Moment | None = moment
                while above is not None and id(above) not in rooted:
                    if id(above) in path:
                        raise ValueError(f"the {self.name} {above.name!r} is its own ancestor")
                    path[id(above)] = None
                    above = above.parent
                rooted.update(path)


def _uuid(key: str) -> bytes:
    found = bytes.fromhex(key)
    if len(found) != 16 or mark_of(found) != key:
        raise ValueError(f"{key!r} is no UUID")
    return found


_MOMENT: dict[str, Types] = {
    "description": _TEXT,
    "parent": (str, _NONE),
    "created": _NUMBER,
    "state": _NUMBER,
    "definition": _TREE,
    "config": _MAYBE_TREE,
    "disks": (list,),
    "memory": _TEXT,
}


def _by_name(kinds: Iterable[Kind]) -> dict[str, Kind]:
    return {kind.name: kind for kind in kinds}


KINDS = _by_name(
    (
        _Domains(
            "domain",
            "domains",
            {
                "name": _TEXT,
                "id": _NUMBER,
                "config": _MAYBE_TREE,
                "live": _MAYBE_TREE,
                "state": _NUMBER,
                "reason": _NUMBER,
                "autostart": _SWITCH,
                "autostart_once": _SWITCH,
                "autodestroy": _SWITCH,
                "arriving": _SWITCH,
                "saved": _MAYBE_TREE,
                "tuning": (dict,),
                "frozen": (set,),
                "snapshot": (str, _NONE),
                "checkpoint": (str, _NONE),
            },
        ),
        _Moments("snapshot", "snapshots", _MOMENT),
        _Moments("checkpoint", "checkpoints", _MOMENT),
        _Networks(
            "network",
            "networks",
            {"name": _TEXT, "config": _MAYBE_TREE, "live": _MAYBE_TREE, "autostart": _SWITCH},
        ),
        _Ports("port", {"tree": _TREE}),
        _Pools(
            "pool",
            "pools",
            {"name": _TEXT, "tree": _TREE, "persistent": _SWITCH, "active": _SWITCH, "autostart": _SWITCH},
        ),
        _Volumes("volume", {"tree": _TREE, "capacity": _NUMBER, "allocation": _NUMBER}),
        _OnShelf("interface", "interfaces", {"tree": _TREE, "active": _SWITCH}, Interface),
        _OnShelf(
            "device",
            "devices",
            {"tree": _TREE, "active": _SWITCH, "persistent": _SWITCH, "autostart": _SWITCH},
            NodeDevice,
        ),
        _Secrets(
            "secret",
            "secrets",
            {"tree": _TREE, "usage_type": _NUMBER, "usage": _TEXT, "value": (bytes, _NONE)},
        ),
        _Filters("filter", "filters", {"name": _TEXT, "tree": _TREE}),
        _OnShelf("binding", "bindings", {"tree": _TREE}, Binding),
        _Images("image", "images", {"tree": _TREE}, None),
    )
)
"""Kinds by name, owners before what they own."""
