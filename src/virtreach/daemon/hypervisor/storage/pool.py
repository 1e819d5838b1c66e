"""Storage pools. Their volumes live in memory; the paths are names."""

from __future__ import annotations

from operator import attrgetter
from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.collection import dashed
from virtreach.daemon.hypervisor.ledger import Shelf
from virtreach.daemon.hypervisor.listing import fits, list_by_names
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import (
    arrange,
    child,
    copy,
    name_of,
    parse,
    set_text,
    text_of,
    to_text,
    uuid_of,
)
from virtreach.daemon.wording import (
    STORAGE,
    TEST,
    XML,
    bad_argument,
    check_flags,
    fault,
    internal,
    invalid,
)
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.daemon.hypervisor.ledger import Ledger
    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.daemon.hypervisor.storage.volume import Volume
    from virtreach.daemon.hypervisor.table import Result

__all__ = ["CAPACITY", "OPENED", "Pool", "define_pool", "pool_text"]

CAPACITY = 100 << 30
"""Bytes that every pool has room for."""

OPENED = ("source",)
_TYPES = (
    "dir fs netfs logical disk iscsi iscsi-direct scsi mpath rbd sheepdog gluster zfs vstorage"
).split()  # virStoragePoolType
_FORMATS = {"logical": "lvm2", "netfs": "auto", "fs": "auto", "disk": "unknown"}
_DEVICES = {"logical": "/dev", "zfs": "/dev/zvol"}
_WITHOUT_PATH = ("rbd", "sheepdog", "gluster", "zfs", "iscsi-direct", "logical", "mpath")
_ORDER = ("name", "uuid", "capacity", "allocation", "available", "features", "source", "target")
_SOURCE_ORDER = ("host device dir adapter name initiator auth format protocol vendor product").split()
_TARGET_ORDER = ("path", "permissions")
_ACTIVE, _INACTIVE = C.VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE, C.VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE
_PERSISTENT, _TRANSIENT = 4, 8
_AUTOSTART, _NO_AUTOSTART = 16, 32
_TYPE_FLAGS = {
    "dir": 64, "fs": 128, "netfs": 256, "logical": 512, "disk": 1024, "iscsi": 2048, "scsi": 4096, "mpath": 8192,
    "rbd": 16384, "sheepdog": 32768, "gluster": 65536, "zfs": 131072, "vstorage": 262144, "iscsi-direct": 524288,
}  # fmt: skip
_SOURCES = {
    "logical": (
        ("/dev/sda20", "testvg1", "lvm2"),
        ("/dev/sda21", "testvg2", "lvm2"),
    )
}


class Pool:
    """One storage pool.

    Args:
        name, uuid: who it is.
        tree: its definition.
        ledger: where its volumes are counted.

    Attributes:
        name, uuid, tree: as given.
        persistent: it stays when it stops.
        active: whether it runs.
        autostart: whether it starts with the host.
        volumes: by name.
        capacity: bytes that there is room for.
        allocation: bytes that its volumes take.
    """

    def __init__(self, name: str, uuid: bytes, tree: Element, ledger: Ledger) -> None:
        self.name = name
        self.uuid = uuid
        self.tree = tree
        self.persistent = False
        self.active = False
        self.autostart = False
        self.volumes: Shelf[str, Volume] = Shelf("volume", ledger, uuid)
        self.capacity = CAPACITY
        self.allocation = 0

    @property
    def ref(self) -> tuple[str, bytes]:
        """Its handle on the wire."""
        return self.name, self.uuid

    @property
    def key(self) -> bytes:
        """What event callbacks for this pool alone go by."""
        return self.uuid

    @property
    def kind(self) -> str:
        """Its type: ``dir`` and so on."""
        return self.tree.get("type", "dir")

    @property
    def path(self) -> str:
        """Where its volumes appear to be."""
        return text_of(self.tree, "target/path")

    @property
    def available(self) -> int:
        """Bytes that are left."""
        return max(self.capacity - self.allocation, 0)

    def empty(self) -> None:
        """Forget its volumes."""
        self.volumes.clear()
        self.allocation = 0

    def need(self, *, active: bool) -> None:
        """Refuse what a pool in the other state cannot do.

        Raises:
            LibvirtError: it is in the other state.
        """
        if self.active != active:
            raise invalid(f"storage pool '{self.name}' is {'not ' if active else ''}active")


def define_pool(hypervisor: Hypervisor, text: str | Element) -> tuple[Pool, bool]:
    """Define a pool, or another definition of it.

    Returns:
        The pool, and whether it is new.

    Raises:
        LibvirtError: the definition makes no sense, or collides with another pool.
    """
    root = parse(text, "storage_pool_definition", "pool", domain=STORAGE) if isinstance(text, str) else text
    kind = root.get("type")
    if kind is None:
        raise fault(C.VIR_ERR_XML_ERROR, "Missing required attribute 'type' in element 'pool'", domain=XML)
    if kind not in _TYPES:
        detail = f"Invalid value for attribute 'type' in element 'pool': '{kind}'."
        raise fault(C.VIR_ERR_XML_ERROR, detail, domain=XML)
    name = name_of(root) or name_of(root, "source/name")
    if not name:
        raise fault(C.VIR_ERR_XML_ERROR, "missing pool source name element", domain=STORAGE)
    if "/" in name:
        raise fault(C.VIR_ERR_XML_ERROR, f"name {name} cannot contain '/'", domain=STORAGE)
    uuid = uuid_of(root, domain=STORAGE) or hypervisor.new_uuid()
    path = text_of(root, "target/path")
    if not path and kind not in _WITHOUT_PATH:
        raise fault(C.VIR_ERR_XML_ERROR, "missing storage pool target path", domain=STORAGE)
    set_text(root, "name", name)
    set_text(root, "uuid", dashed(uuid))
    if kind in _DEVICES and not path:
        path = f"{_DEVICES[kind]}/{text_of(root, 'source/name') or name}"
    if path:
        set_text(child(root, "target"), "path", path if path == "/" else path.rstrip("/"))
    source = child(root, "source")
    if kind in _FORMATS:
        child(source, "format").attrib.setdefault("type", _FORMATS[kind])
    arrange(source, _SOURCE_ORDER)
    target = root.find("target")
    if target is not None:
        for permissions in target.findall("permissions"):
            # -1 is whoever the daemon is, which is what counts when nothing is said.
            for one in (*permissions.findall("owner"), *permissions.findall("group")):
                if (one.text or "").strip() == "-1":
                    permissions.remove(one)
        arrange(target, _TARGET_ORDER)
    rival = hypervisor.pools.rival(name, root)
    if rival is not None:
        detail = f"Storage source conflict with pool: '{rival.name}'"
        raise fault(C.VIR_ERR_OPERATION_FAILED, detail, domain=STORAGE)
    found = hypervisor.pools.with_uuid(uuid)
    other = hypervisor.pools.named(name)
    if found is None and other is not None:
        detail = f"pool '{name}' already exists with uuid {dashed(other.uuid)}"
        raise fault(C.VIR_ERR_OPERATION_FAILED, detail, domain=STORAGE)
    if found is not None and found.name != name:
        detail = f"pool '{found.name}' is already defined with uuid {dashed(uuid)}"
        raise fault(C.VIR_ERR_OPERATION_FAILED, detail, domain=STORAGE)
    if found is None:
        found = Pool(name, uuid, root, hypervisor.ledger)
        hypervisor.pools.add(found)
        return found, True
    found.tree = root
    hypervisor.pools.file(found)
    return found, False


def pool_text(pool: Pool) -> str:
    """Print a pool with its figures."""
    tree = copy(pool.tree)
    for tag, value in (
        ("capacity", pool.capacity),
        ("allocation", pool.allocation),
        ("available", pool.available),
    ):
        set_text(tree, tag, str(value), unit="bytes")
    arrange(tree, _ORDER)
    return to_text(tree, opened=OPENED)


def _announce(hypervisor: Hypervisor, pool: Pool, event: int) -> None:
    hypervisor.announce("pool", C.VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE, pool, event, 0)


list_by_names("storage_pools", attrgetter("pools"))


def _passes(pool: Pool, flags: int) -> bool:
    if not fits(
        flags,
        (_ACTIVE, _INACTIVE, pool.active),
        (_PERSISTENT, _TRANSIENT, pool.persistent),
        (_AUTOSTART, _NO_AUTOSTART, pool.autostart),
    ):
        return False
    kinds = flags & sum(_TYPE_FLAGS.values())
    return not kinds or bool(kinds & _TYPE_FLAGS.get(pool.kind, 0))


@handles("connect_list_all_storage_pools")
def _on_list_all(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 63 | sum(_TYPE_FLAGS.values()), "testConnectListAllStoragePools")
    found = [one.ref for one in session.hypervisor.pools if _passes(one, args.flags)]
    return found if args.need_results else [], len(found)


@handles("connect_find_storage_pool_sources")
def _on_find_sources(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testConnectFindStoragePoolSources")
    root = Element("sources")
    if args.type == "netfs":
        host = ""
        if args.src_spec:
            inner = parse(args.src_spec, "storage_source", "source", domain=STORAGE).find("host")
            host = inner.get("name", "") if inner is not None else ""
        if not host:
            raise bad_argument("hostname must be specified for netfs sources")
        for path in ("/testshare",):
            source = child(root, "source")
            source.extend([Element("host", {"name": host}), Element("dir", {"path": path})])
            source.append(Element("format", {"type": "nfs"}))
    elif args.type == "dir":
        raise internal(f"unknown storage pool type {args.type}", domain=TEST)
    elif args.type not in _SOURCES:
        raise fault(C.VIR_ERR_NO_SUPPORT, f"pool type '{args.type}' does not support source discovery")
    for device, name, kind in _SOURCES.get(args.type, ()):
        source = Element("source")
        source.append(Element("device", {"path": device}))
        set_text(source, "name", name)
        source.append(Element("format", {"type": kind}))
        root.append(source)
    return (to_text(root),)


@handles("connect_get_storage_pool_capabilities")
def _on_pool_capabilities(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testConnectGetStoragePoolCapabilities")
    root = Element("storagepoolCapabilities")
    root.extend([Element("pool", {"type": kind, "supported": "yes"}) for kind in _TYPES])
    return (to_text(root),)


@handles("storage_pool_lookup_by_name")
def _on_lookup_by_name(session: TestSession, args: Any) -> Result:
    return (session.hypervisor.pool((args.name, b"")).ref,)


@handles("storage_pool_lookup_by_uuid")
def _on_lookup_by_uuid(session: TestSession, args: Any) -> Result:
    return (_with_uuid(session, args.uuid).ref,)


def _with_uuid(session: TestSession, uuid: bytes) -> Pool:
    found = session.hypervisor.pools.with_uuid(uuid)
    if found is None:
        raise fault(C.VIR_ERR_NO_STORAGE_POOL, f"no storage pool with matching uuid '{dashed(uuid)}'")
    return found


@handles("storage_pool_lookup_by_target_path")
def _on_lookup_by_path(session: TestSession, args: Any) -> Result:
    path = args.path.rstrip("/")
    for one in session.hypervisor.pools:
        if one.active and one.path == path:
            return (one.ref,)
    raise fault(C.VIR_ERR_NO_STORAGE_POOL, f"no storage pool with matching target path '{path}'")


@handles("storage_pool_lookup_by_volume")
def _on_lookup_by_volume(session: TestSession, args: Any) -> Result:
    return (session.hypervisor.pool((args.vol[0], b"")).ref,)


@handles("storage_pool_define_xml")
def _on_define(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_STORAGE_POOL_DEFINE_VALIDATE, "testStoragePoolDefineXML")
    pool, _ = define_pool(session.hypervisor, args.xml)
    pool.persistent = True
    _announce(session.hypervisor, pool, C.VIR_STORAGE_POOL_EVENT_DEFINED)
    return (pool.ref,)


@handles("storage_pool_create_xml")
def _on_create_xml(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testStoragePoolCreateXML")
    pool, new = define_pool(session.hypervisor, args.xml)
    if not new and pool.active:
        raise invalid(f"pool is already active as '{pool.name}'", domain=STORAGE)
    pool.active = True
    _announce(session.hypervisor, pool, C.VIR_STORAGE_POOL_EVENT_STARTED)
    return (pool.ref,)


@handles("storage_pool_create")
def _on_create(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testStoragePoolCreate")
    pool = session.hypervisor.pool(args.pool)
    pool.need(active=False)
    pool.active = True
    _announce(session.hypervisor, pool, C.VIR_STORAGE_POOL_EVENT_STARTED)
    return None


@handles("storage_pool_build")
def _on_build(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testStoragePoolBuild")
    pool = session.hypervisor.pool(args.pool)
    pool.need(active=False)
    _announce(session.hypervisor, pool, C.VIR_STORAGE_POOL_EVENT_CREATED)
    return None


@handles("storage_pool_destroy")
def _on_destroy(session: TestSession, args: Any) -> Result:
    hypervisor = session.hypervisor
    pool = hypervisor.pool(args.pool)
    pool.need(active=True)
    pool.active = False
    _announce(hypervisor, pool, C.VIR_STORAGE_POOL_EVENT_STOPPED)
    if not pool.persistent:
        pool.empty()
        hypervisor.pools.remove(pool)
    return None


@handles("storage_pool_delete")
def _on_delete(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testStoragePoolDelete")
    pool = session.hypervisor.pool(args.pool)
    pool.need(active=False)
    pool.empty()
    _announce(session.hypervisor, pool, C.VIR_STORAGE_POOL_EVENT_DELETED)
    return None


@handles("storage_pool_undefine")
def _on_undefine(session: TestSession, args: Any) -> Result:
    pool = session.hypervisor.pool(args.pool)
    pool.need(active=False)
    _announce(session.hypervisor, pool, C.VIR_STORAGE_POOL_EVENT_UNDEFINED)
    pool.empty()
    session.hypervisor.pools.remove(pool)
    return None


@handles("storage_pool_refresh")
def _on_refresh(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testStoragePoolRefresh")
    pool = session.hypervisor.pool(args.pool)
    pool.need(active=True)
    session.hypervisor.announce("pool", C.VIR_STORAGE_POOL_EVENT_ID_REFRESH, pool)
    return None


@handles("storage_pool_get_info")
def _on_info(session: TestSession, args: Any) -> Result:
    pool = session.hypervisor.pool(args.pool)
    state = C.VIR_STORAGE_POOL_RUNNING if pool.active else C.VIR_STORAGE_POOL_INACTIVE
    return state, pool.capacity, pool.allocation, pool.available


@handles("storage_pool_get_xml_desc")
def _on_get_xml(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_STORAGE_XML_INACTIVE, "testStoragePoolGetXMLDesc")
    return (pool_text(session.hypervisor.pool(args.pool)),)


@handles("storage_pool_get_autostart")
def _on_get_autostart(session: TestSession, args: Any) -> Result:
    return (int(session.hypervisor.pool(args.pool).autostart),)


@handles("storage_pool_set_autostart")
def _on_set_autostart(session: TestSession, args: Any) -> Result:
    pool = session.hypervisor.pool(args.pool)
    if not pool.persistent:
        raise bad_argument("pool has no config file")
    pool.autostart = bool(args.autostart)
    return None


@handles("storage_pool_is_active")
def _on_is_active(session: TestSession, args: Any) -> Result:
    return (int(_with_uuid(session, args.pool[1]).active),)


@handles("storage_pool_is_persistent")
def _on_is_persistent(session: TestSession, args: Any) -> Result:
    return (int(_with_uuid(session, args.pool[1]).persistent),)
