"""``test:///path/to/node.xml``: a hypervisor from a file, in the format of libvirt's test driver.

The root is ``<node>``. Its children ``domain``, ``network``, ``interface``, ``pool`` and ``device`` are definitions,
or name a file with one (``<domain file='web.xml'/>``, relative to the node's file); pools may hold ``volume``
elements. ``<cpu>`` and ``<memory>`` describe the host. A domain's state may stand in its metadata (``runstate``,
``transient``, ``hasmanagedsave`` in the namespace ``http://libvirt.org/schemas/domain/test/1.0``). Source:
``testOpenFromFile`` and ``testOpenParse`` in ``src/test/test_driver.c``, and libvirt's documentation of the driver.
"""

from __future__ import annotations

import os
import stat

from virtreach.daemon.hypervisor.domains.definition import parse_domain
from virtreach.daemon.hypervisor.domains.lifecycle import define, start
from virtreach.daemon.hypervisor.host.host import Host
from virtreach.daemon.hypervisor.host.node_device import add_device
from virtreach.daemon.hypervisor.moments.snapshot import STATES, take_up
from virtreach.daemon.hypervisor.networks.interface import define_interface
from virtreach.daemon.hypervisor.networks.network import define_network
from virtreach.daemon.hypervisor.state import Hypervisor
from virtreach.daemon.hypervisor.storage.pool import define_pool
from virtreach.daemon.hypervisor.storage.volume import define_volume
from virtreach.daemon.hypervisor.xmltext import NUMBER_MAX, copy, parse, text_of
from virtreach.daemon.wording import DOMAIN, bad_argument, fault, system_fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.domains.domain import Domain

__all__ = ["hypervisor_from_file"]

_SIZE_MAX = 64 << 20
_MODEL_MAX = 32
_NAMESPACE = "http://libvirt.org/schemas/domain/test/1.0"


def _read(path: str) -> str:
    try:
        # Nothing that blocks is opened: a fifo would hold the whole daemon up.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, encoding="utf-8") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise bad_argument(f"{path} is no regular file")
            text = file.read(_SIZE_MAX + 1)
    except OSError as error:
        text = f"failed to open {path}: {error.strerror}"
        raise system_fault(text, error.errno or 0, domain=DOMAIN) from error
    except UnicodeDecodeError as error:
        raise bad_argument(f"{path} is not UTF-8") from error
    if len(text) > _SIZE_MAX:
        raise bad_argument(f"{path} is larger than {_SIZE_MAX >> 20} MiB")
    return text


def _definition(element: Element, path: str, what: str, root: str) -> Element:
    # The element itself, or what is in the file that it names.
    name = element.get("file")
    if name is None:
        return copy(element)
    return parse(_read(os.path.join(os.path.dirname(path), name)), what, root)


def _host(root: Element) -> Host:
    # testParseNodeInfo: what is missing is as in test:///default.
    def number(path: str, what: str, default: int) -> int:
        found = root.find(path)
        if found is None:
            return default
        try:
            value = int((found.text or "").strip())
            if not 0 < value <= NUMBER_MAX:
                raise ValueError(value)
        except ValueError:
            raise fault(C.VIR_ERR_XML_ERROR, f"invalid node {what} value", domain=C.VIR_FROM_TEST) from None
        return value

    host = Host()
    host.nodes = number("cpu/nodes", "cpu nodes", host.nodes)
    host.sockets = number("cpu/sockets", "cpu sockets", host.sockets)
    host.cores = number("cpu/cores", "cpu cores", host.cores)
    host.threads = number("cpu/threads", "cpu threads", host.threads)
    host.cpus = host.nodes * host.sockets * host.cores * host.threads
    host.cpus = min(number("cpu/active", "cpu active", host.cpus), host.cpus)
    host.mhz = number("cpu/mhz", "cpu mhz", host.mhz)
    model = text_of(root, "cpu/model")
    if len(model.encode()) >= _MODEL_MAX:
        detail = f"Model {model[:100]} too big for destination"
        raise fault(C.VIR_ERR_INTERNAL_ERROR, detail, domain=C.VIR_FROM_TEST)
    host.model = model or host.model
    host.memory = number("memory", "memory", host.memory)
    return host


class _Facts:
    """What the driver's own namespace says of a domain; it is taken out of the definition.

    Args:
        tree: the definition.
        node: the file's root, whose declarations of namespaces hold for the definition as well.
    """

    def __init__(self, tree: Element, node: Element) -> None:
        spaces = {name: value for name, value in node.attrib.items() if name.startswith("xmlns:")}
        inherited = {name: value for name, value in spaces.items() if name not in tree.attrib}
        spaces.update({name: value for name, value in tree.attrib.items() if name.startswith("xmlns:")})
        prefixes = {name.partition(":")[2] for name, value in spaces.items() if value == _NAMESPACE}
        self.values: dict[str, str] = {}
        self.snapshots: list[Element] = []
        for one in list(tree):
            prefix, _, local = one.tag.rpartition(":")
            if prefix not in prefixes:
                continue
            tree.remove(one)
            if local == "domainsnapshot":
                self.snapshots.append(one)
            else:
                self.values[local] = (one.text or "").strip()
        for name in [f"xmlns:{prefix}" for prefix in prefixes]:
            tree.attrib.pop(name, None)
        # Declarations that others of its elements need come along.
        used = {one.tag.rpartition(":")[0] for one in tree.iter()}
        for name, value in inherited.items():
            if name.partition(":")[2] in used:
                tree.set(name, value)

    def is_set(self, name: str) -> bool:
        """Whether an element says yes: by a number that is not 0, or by being there."""
        return self.values.get(name, "0") != "0"


def _add_domain(hypervisor: Hypervisor, tree: Element, node: Element, path: str) -> None:
    # testParseDomains and testDomainDefNamespaceParse
    facts = _Facts(tree, node)
    name, uuid, tree = parse_domain(hypervisor, tree)
    try:
        state = int(facts.values.get("runstate") or C.VIR_DOMAIN_RUNNING)
    except ValueError:
        raise fault(C.VIR_ERR_XML_ERROR, "invalid runstate", domain=C.VIR_FROM_TEST) from None
    if not 0 <= state < C.VIR_DOMAIN_LAST:
        detail = f"runstate '{state}' out of range'"
        raise fault(C.VIR_ERR_XML_ERROR, detail, domain=C.VIR_FROM_TEST)
    transient, saved = facts.is_set("transient"), facts.is_set("hasmanagedsave")
    off = state == C.VIR_DOMAIN_SHUTOFF
    if transient and off:
        detail = "transient domain cannot have runstate 'shutoff'"
        raise fault(C.VIR_ERR_XML_ERROR, detail, domain=C.VIR_FROM_TEST)
    if saved and not off:
        detail = f"domain with managedsave data can't have runstate '{STATES[state]}'"
        raise fault(C.VIR_ERR_XML_ERROR, detail, domain=C.VIR_FROM_TEST)
    domain = define(hypervisor, name, uuid, tree, starting=transient)
    if saved:
        domain.saved = copy(tree)
    if not off:
        booted = C.VIR_DOMAIN_EVENT_STARTED_BOOTED
        start(hypervisor, domain, reason=C.VIR_DOMAIN_RUNNING_UNKNOWN, detail=booted)
        domain.state = state
    _add_snapshots(hypervisor, domain, facts.snapshots, path)


def _add_snapshots(hypervisor: Hypervisor, domain: Domain, given: list[Element], path: str) -> None:
    # testParseDomainSnapshots. They may come in any order; parents are taken up first.
    waiting = [_definition(one, path, "domain_snapshot", "domainsnapshot") for one in given]
    for one in waiting:
        one.tag = "domainsnapshot"
    while waiting:
        ready = [one for one in waiting if text_of(one, "parent/name") in ("", *domain.snapshots)]
        if not ready:
            detail = f"Snapshots have inconsistent relations for domain {domain.name}"
            raise fault(C.VIR_ERR_INTERNAL_ERROR, detail, domain=C.VIR_FROM_TEST)
        for one in ready:
            waiting.remove(one)
            made = take_up(hypervisor, domain, one)
            if text_of(one, "active", "0") == "0":
                continue
            if domain.snapshot is not None:
                detail = "more than one snapshot claims to be active"
                raise fault(C.VIR_ERR_INTERNAL_ERROR, detail, domain=C.VIR_FROM_TEST)
            domain.snapshot = made


def hypervisor_from_file(path: str) -> Hypervisor:
    """Make a hypervisor from a node file; everything in it runs unless it says otherwise.

    Raises:
        LibvirtError: a file cannot be read, or a definition makes no sense.
    """
    root = parse(_read(path), os.path.basename(path), "node")
    if root.find("auth/user") is not None:
        # testConnectAuthenticate asks for a password; a daemon has nobody to ask, and knows its clients already.
        detail = (
            "the node file has users of its own; leave <auth> out, and have the daemon authenticate clients"
        )
        raise fault(C.VIR_ERR_AUTH_FAILED, detail, domain=C.VIR_FROM_TEST)
    hypervisor = Hypervisor(f"test://{path}", _host(root))
    for one in root.findall("network"):
        tree = _definition(one, path, "network_definition", "network")
        network, _ = define_network(hypervisor, tree)
        assert network.config is not None
        network.live = copy(network.config)
    for one in root.findall("interface"):
        tree = _definition(one, path, "interface_definition", "interface")
        define_interface(hypervisor, tree).active = True
    for one in root.findall("pool"):
        tree = _definition(one, path, "storage_pool_definition", "pool")
        volumes = [*tree.findall("volume"), *(one.findall("volume") if one.get("file") else [])]
        for volume in tree.findall("volume"):
            tree.remove(volume)
        pool, _ = define_pool(hypervisor, tree)
        pool.persistent = pool.active = True
        for volume in volumes:
            define_volume(pool, _definition(volume, path, "storage_vol_definition", "volume"))
    for one in root.findall("device"):
        add_device(hypervisor, _definition(one, path, "node_device_definition", "device"))
    for one in root.findall("domain"):
        _add_domain(hypervisor, _definition(one, path, "domain_definition", "domain"), root, path)
    return hypervisor
