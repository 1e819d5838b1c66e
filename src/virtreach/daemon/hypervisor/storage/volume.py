"""Storage volumes: their definitions and sizes."""

from __future__ import annotations

from virtreach.daemon.hypervisor.storage.pool import Pool
from virtreach.daemon.hypervisor.storage.sparse_data import BLOCK, SparseData
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.units import bytes_of
from virtreach.daemon.hypervisor.xmltext import (
    NUMBER_MAX,
    arrange,
    child,
    copy,
    name_of,
    parse,
    set_text,
    text_of,
    to_text,
)
from virtreach.daemon.wording import (
    NONE,
    STORAGE,
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
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.state import Hypervisor
    from virtreach.daemon.hypervisor.table import Result

__all__ = [
    "Volume",
    "add_volume",
    "define_volume",
    "find_volume",
    "need_memory",
    "remove_volume",
    "volume_text",
]

_ORDER = ("name", "key", "source", "capacity", "allocation", "physical", "target", "backingStore")
_FILES = ("dir", "fs", "netfs", "vstorage")
_TYPES = ("file", "block", "dir", "network", "netdir", "ploop")
_REMOTE = ("rbd", "sheepdog", "gluster", "iscsi-direct")
_FORMATTED = ("dir", "fs", "netfs", "vstorage", "rbd", "gluster")
_DISK_FORMATS = "none linux fat16 fat32 linux-swap linux-lvm linux-raid extended".split()
_FORMATS = "none raw dir bochs cloop dmg iso vpc vdi fat vhd ploop cow qcow qcow2 qed vmdk".split()
_TARGET_ORDER = ("path", "format", "permissions", "timestamps", "encryption", "compat")


class Volume:
    """One volume of a pool.

    Attributes:
        name: unique in its pool.
        pool: whose it is.
        tree: its definition.
        capacity: its size in bytes.
        data: what is in it.
    """

    def __init__(self, name: str, pool: Pool, tree: Element, capacity: int, allocation: int) -> None:
        self.name = name
        self.pool = pool
        self.tree = tree
        self.capacity = capacity
        self._allocation = allocation
        self.data = SparseData(capacity)

    @property
    def allocation(self) -> int:
        """Bytes that it takes of its pool."""
        return self._allocation

    @allocation.setter
    def allocation(self, allocation: int) -> None:
        self.pool.allocation += allocation - self._allocation
        self._allocation = allocation

    @property
    def path(self) -> str:
        """Where it appears to be."""
        return text_of(self.tree, "target/path")

    @property
    def volume_key(self) -> str:
        """What identifies it on the host."""
        return text_of(self.tree, "key")

    @property
    def ref(self) -> tuple[str, str, str]:
        """Its handle on the wire."""
        return self.pool.name, self.name, self.volume_key


def define_volume(pool: Pool, text: str | Element, *, check_room: bool = True) -> Volume:
    """Make a volume in a pool.

    Raises:
        LibvirtError: the definition makes no sense, the name is taken, or there is no room.
    """
    root = (
        parse(text, "storage_volume_definition", "volume", domain=STORAGE) if isinstance(text, str) else text
    )
    name = name_of(root)
    if not name:
        raise fault(C.VIR_ERR_XML_ERROR, "missing volume name element", domain=STORAGE)
    capacity = _size(root, "capacity")
    if capacity is None:
        raise fault(C.VIR_ERR_XML_ERROR, "missing capacity element", domain=STORAGE)
    allocation = _size(root, "allocation")
    if allocation is None:
        allocation = capacity
    if name in pool.volumes:
        raise fault(C.VIR_ERR_OPERATION_FAILED, "storage vol already exists")
    if check_room and allocation > pool.available:
        raise internal(f"Not enough free space in pool for volume '{name}'")
    kind = root.get("type", "file")
    if kind not in _TYPES:
        raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, f"unknown volume type '{kind}'", domain=STORAGE)
    root.attrib.clear()
    root.set("type", kind)
    path = f"{pool.path.rstrip('/')}/{name}"
    target = child(root, "target")
    set_text(target, "path", path)
    formats = _FORMATS if pool.kind in _FORMATTED else _DISK_FORMATS if pool.kind == "disk" else ()
    if formats:
        form = child(target, "format")
        form.set("type", form.get("type") or ("none" if pool.kind == "disk" else "raw"))
        if form.get("type") not in formats:
            detail = f"unknown volume format type {form.get('type')}"
            raise fault(C.VIR_ERR_CONFIG_UNSUPPORTED, detail, domain=STORAGE)
    arrange(target, _TARGET_ORDER)
    set_text(root, "key", path)
    arrange(root, _ORDER)
    return add_volume(Volume(name, pool, root, capacity, allocation))


def add_volume(volume: Volume) -> Volume:
    """Put a volume into its pool."""
    volume.pool.volumes[volume.name] = volume
    volume.pool.allocation += volume.allocation
    return volume


def remove_volume(volume: Volume) -> None:
    """Take a volume out of its pool."""
    del volume.pool.volumes[volume.name]
    volume.pool.allocation -= volume.allocation


def _size(root: Element, tag: str) -> int | None:
    found = root.find(tag)
    if found is None:
        return None
    text = (found.text or "").strip()
    if not text.isdecimal() or int(text) > NUMBER_MAX:
        raise fault(C.VIR_ERR_XML_ERROR, f"malformed {tag} element", domain=STORAGE)
    return bytes_of(int(text), found.get("unit"))


def volume_text(volume: Volume) -> str:
    """Print a volume with its sizes."""
    tree = copy(volume.tree)
    set_text(tree, "capacity", str(volume.capacity), unit="bytes")
    set_text(tree, "allocation", str(volume.allocation), unit="bytes")
    arrange(tree, _ORDER)
    return to_text(tree)


def need_memory(hypervisor: Hypervisor, length: int) -> None:
    """Refuse to hold more data than the limits allow.

    Args:
        hypervisor: whose volumes count.
        length: bytes that come.

    Raises:
        LibvirtError: they are too many.
    """
    # What is written is added up, whole blocks for its ends; what was freed since counts when that comes to the limit.
    if hypervisor.data_held + length > hypervisor.limits.data:
        held = sum(one.data.held for pool in hypervisor.pools for one in pool.volumes.values())
        if held + length > hypervisor.limits.data:
            detail = "the test hypervisor keeps no more data (test_max_data)"
            raise fault(C.VIR_ERR_OPERATION_FAILED, detail, domain=STORAGE)
        hypervisor.data_held = held
    hypervisor.data_held += length + 2 * BLOCK


def find_volume(hypervisor: Hypervisor, ref: tuple[str, str, str]) -> Volume:
    """The volume of a handle, in a pool that runs.

    Raises:
        LibvirtError: pool or volume are not there, or the pool does not run.
    """
    pool = hypervisor.pool((ref[0], b""))
    found = pool.volumes.get(ref[1])
    if found is None:
        raise fault(C.VIR_ERR_NO_STORAGE_VOL, f"no storage vol with matching name '{ref[1]}'")
    pool.need(active=True)
    return found


@handles("storage_pool_num_of_volumes")
def _on_count(session: TestSession, args: Any) -> Result:
    pool = session.hypervisor.pool(args.pool)
    pool.need(active=True)
    return (len(pool.volumes),)


@handles("storage_pool_list_volumes")
def _on_names(session: TestSession, args: Any) -> Result:
    pool = session.hypervisor.pool(args.pool)
    pool.need(active=True)
    return (list(pool.volumes)[: max(args.maxnames, 0)],)


@handles("storage_pool_list_all_volumes")
def _on_list_all(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testStoragePoolListAllVolumes")
    pool = session.hypervisor.pool(args.pool)
    if not pool.active:
        raise invalid("storage pool is not active")
    found = [one.ref for one in pool.volumes.values()]
    return found if args.need_results else [], len(found)


@handles("storage_vol_lookup_by_name")
def _on_lookup_by_name(session: TestSession, args: Any) -> Result:
    pool = session.hypervisor.pool(args.pool)
    pool.need(active=True)
    found = pool.volumes.get(args.name)
    if found is None:
        raise fault(C.VIR_ERR_NO_STORAGE_VOL, f"no storage vol with matching name '{args.name}'")
    return (found.ref,)


def _at(hypervisor: Hypervisor, path: str) -> Volume | None:
    # The volume whose path is this one; its key is the same.
    for pool in hypervisor.pools:
        if pool.active:
            found = pool.volumes.get(path.rpartition("/")[2])
            if found is not None and found.path == path:
                return found
    return None


@handles("storage_vol_lookup_by_key")
def _on_lookup_by_key(session: TestSession, args: Any) -> Result:
    found = _at(session.hypervisor, args.key)
    if found is None:
        raise fault(C.VIR_ERR_NO_STORAGE_VOL, f"no storage vol with matching key '{args.key}'")
    return (found.ref,)


@handles("storage_vol_lookup_by_path")
def _on_lookup_by_path(session: TestSession, args: Any) -> Result:
    found = _at(session.hypervisor, args.path)
    if found is None:
        raise fault(C.VIR_ERR_NO_STORAGE_VOL, f"no storage vol with matching path '{args.path}'")
    return (found.ref,)


@handles("storage_vol_create_xml")
def _on_create(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 7, "testStorageVolCreateXML")
    pool = session.hypervisor.pool(args.pool)
    pool.need(active=True)
    return (define_volume(pool, args.xml).ref,)


@handles("storage_vol_create_xml_from")
def _on_create_from(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 7, "testStorageVolCreateXMLFrom")
    pool = session.hypervisor.pool(args.pool)
    pool.need(active=True)
    source = find_volume(session.hypervisor, args.clonevol)
    need_memory(session.hypervisor, source.data.held)
    made = define_volume(pool, args.xml)
    made.capacity = max(made.capacity, source.capacity)
    made.data = source.data.copy(made.capacity)
    return (made.ref,)


@handles("storage_vol_delete")
def _on_delete(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 3, "testStorageVolDelete")
    remove_volume(find_volume(session.hypervisor, args.vol))
    return None


def _kind(volume: Volume) -> int:
    # testStorageVolumeTypeForPool: the volume itself is not asked.
    if volume.pool.kind in _FILES:
        return C.VIR_STORAGE_VOL_FILE
    return C.VIR_STORAGE_VOL_NETWORK if volume.pool.kind in _REMOTE else C.VIR_STORAGE_VOL_BLOCK


@handles("storage_vol_get_info")
def _on_info(session: TestSession, args: Any) -> Result:
    volume = find_volume(session.hypervisor, args.vol)
    return _kind(volume), volume.capacity, volume.allocation


@handles("storage_vol_get_info_flags")
def _on_info_flags(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, C.VIR_STORAGE_VOL_GET_PHYSICAL, "testStorageVolGetInfoFlags")
    return _on_info(session, args)


@handles("storage_vol_get_xml_desc")
def _on_get_xml(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testStorageVolGetXMLDesc")
    return (volume_text(find_volume(session.hypervisor, args.vol)),)


@handles("storage_vol_get_path")
def _on_get_path(session: TestSession, args: Any) -> Result:
    return (find_volume(session.hypervisor, args.vol).path,)


@handles("storage_vol_resize")
def _on_resize(session: TestSession, args: Any) -> Result:
    allocate, delta, shrink = 1, 2, 4
    check_flags(args.flags, allocate | delta | shrink, "testStorageVolResize")
    volume = find_volume(session.hypervisor, args.vol)
    capacity = args.capacity
    if args.flags & delta:
        capacity = volume.capacity + (-capacity if args.flags & shrink else capacity)
    if capacity < volume.allocation and not args.flags & shrink:
        raise bad_argument("can't shrink capacity below existing allocation", domain=STORAGE)
    if capacity < volume.capacity and not args.flags & shrink:
        detail = "Can't shrink capacity below current capacity unless shrink flag explicitly specified"
        raise bad_argument(detail, domain=STORAGE)
    if capacity < 0 or capacity > 1 << 62:
        raise bad_argument(f"a capacity of {capacity} bytes", domain=NONE)
    if args.flags & allocate and capacity - volume.allocation > volume.pool.available:
        raise fault(C.VIR_ERR_OPERATION_FAILED, "Not enough space left in storage pool", domain=STORAGE)
    volume.capacity = capacity
    volume.data.resize(capacity)
    volume.allocation = capacity if args.flags & allocate else min(volume.allocation, capacity)
    return None


@handles("storage_vol_wipe")
def _on_wipe(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "testStorageVolWipe")
    volume = find_volume(session.hypervisor, args.vol)
    volume.data = SparseData(volume.capacity)
    return None


@handles("storage_vol_wipe_pattern")
def _on_wipe_pattern(session: TestSession, args: Any) -> Result:
    if not 0 <= args.algorithm < C.VIR_STORAGE_VOL_WIPE_ALG_LAST:
        raise bad_argument(f"wiping algorithm {args.algorithm} not supported", domain=STORAGE)
    return _on_wipe(session, args)
