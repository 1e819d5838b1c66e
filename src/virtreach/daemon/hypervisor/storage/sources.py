"""What storage pools are made of, which no two of them may share.

The rules are those of libvirt's ``src/conf/virstorageobj.c``, ``virStoragePoolObjSourceFindDuplicate``. They are kept
as keys, so that a new pool is compared with the few that it could collide with and not with all.
"""

from __future__ import annotations

from virtreach.daemon.hypervisor.collection import Collection
from virtreach.daemon.hypervisor.xmltext import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.ledger import Ledger
    from virtreach.daemon.hypervisor.storage.pool import Pool

    Key: TypeAlias = tuple[object, ...]
    _Collection = Collection[Pool]
else:
    _Collection = Collection

__all__ = ["Pools"]

_ON_DEVICES = ("fs", "logical", "disk", "zfs")
_ON_HOSTS = ("netfs", "gluster", "sheepdog")
_PREFIXES = ("scsi_host", "fc_host", "host")
_PARENT = ("domain", "bus", "slot", "function")


class Pools(_Collection):
    """The pools of a hypervisor, found by what they are made of as well.

    Args:
        ledger: see `Collection`.
    """

    def __init__(self, ledger: Ledger | None = None) -> None:
        super().__init__("pool", ledger)
        self._filed: dict[bytes, list[Key]] = {}
        self._by_key: dict[Key, dict[bytes, Pool]] = {}

    def add(self, item: Pool) -> None:
        """Keep a pool; see `Collection.add`."""
        super().add(item)
        self.file(item)

    def remove(self, item: Pool) -> None:
        """Forget a pool."""
        super().remove(item)
        self._take_out(item)

    def file(self, pool: Pool) -> None:
        """Note what a pool is made of; after each change of its definition."""
        self._take_out(pool)
        keys = self._filed[pool.uuid] = _claimed(pool.tree)
        for key in keys:
            self._by_key.setdefault(key, {})[pool.uuid] = pool

    def _take_out(self, pool: Pool) -> None:
        for key in self._filed.pop(pool.uuid, ()):
            there = self._by_key[key]
            # A definition may name the same thing twice.
            there.pop(pool.uuid, None)
            if not there:
                del self._by_key[key]

    def rival(self, name: str, tree: Element) -> Pool | None:
        """A pool of another name that is made of the same as a definition, or None."""
        for key in _wanted(tree):
            for pool in self._by_key.get(key, {}).values():
                if pool.name != name:
                    return pool
        return None


def _claimed(tree: Element) -> list[Key]:
    """The keys under which a pool is found."""
    kind = tree.get("type", "dir")
    if kind not in _ON_HOSTS:
        return list(dict.fromkeys(_keys(kind, tree)))
    host, port, single = _host(tree)
    # Without a port any will do; and pools of several hosts do not collide with each other.
    return [
        (*_exported(kind, tree), host, one, alone)
        for one in dict.fromkeys((port, ""))
        for alone in ((False, True) if single else (False,))
    ]


def _wanted(tree: Element) -> list[Key]:
    """The keys under which those are that a pool would collide with."""
    kind = tree.get("type", "dir")
    if kind not in _ON_HOSTS:
        return _keys(kind, tree)
    host, port, single = _host(tree)
    return [(*_exported(kind, tree), host, port, not single)]


def _keys(kind: str, tree: Element) -> list[Key]:
    devices = [one.get("path", "") for one in tree.iterfind("source/device")]
    if kind in _ON_DEVICES:
        return [("device", path) for path in devices]
    if kind == "iscsi":
        # The host does not count there either.
        initiator = tree.find("source/initiator/iqn")
        name = initiator.get("name") if initiator is not None else None
        return [("iscsi", path, name) for path in devices]
    if kind == "dir":
        return [("dir", text_of(tree, "target/path"))]
    if kind == "scsi":
        return _adapters(tree)
    if kind == "vstorage":
        return [("vstorage", text_of(tree, "source/name"))]
    # There is one of them on a host; and rbd and iscsi-direct are not compared.
    return [("mpath",)] if kind == "mpath" else []


def _exported(kind: str, tree: Element) -> Key:
    """What a pool uses of its host."""
    directory = tree.find("source/dir")
    path = directory.get("path") if directory is not None else None
    return {
        "netfs": ("netfs", path),
        "gluster": ("gluster", text_of(tree, "source/name"), path),
        "sheepdog": ("sheepdog",),
    }[kind]


def _host(tree: Element) -> tuple[str, str, bool]:
    """The first host's name, its port or "", and whether it is the only one."""
    hosts = tree.findall("source/host")
    if not hosts:
        return "", "", False
    port = hosts[0].get("port", "")
    return hosts[0].get("name", ""), "" if port == "0" else port, len(hosts) == 1


def _adapters(tree: Element) -> list[Key]:
    adapter = tree.find("source/adapter")
    if adapter is None:
        return []
    if adapter.get("type") == "fc_host":
        return [("fc_host", adapter.get("wwnn"), adapter.get("wwpn"))]
    parent = adapter.find("parentaddr")
    if parent is not None:
        address = parent.find("address")
        place = [address.get(name) for name in _PARENT] if address is not None else []
        return [("parent", parent.get("unique_id"), *place)]
    name = adapter.get("name", "")
    for prefix in _PREFIXES:
        if name.startswith(prefix):
            digits = name.removeprefix(prefix)
            good = digits.isascii() and digits.isdigit() and len(digits) <= 10
            return [("scsi_host", int(digits))] if good else []
    return []
