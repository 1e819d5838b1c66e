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

from virtreach.daemon.hypervisor.domain_lifecycle import define, start
from virtreach.daemon.hypervisor.domain_xml import parse_domain
from virtreach.daemon.hypervisor.faults import DOMAIN, bad_argument, fault, system_fault
from virtreach.daemon.hypervisor.host import Host
from virtreach.daemon.hypervisor.interface import define_interface
from virtreach.daemon.hypervisor.network import define_network
from virtreach.daemon.hypervisor.node_device import add_device
from virtreach.daemon.hypervisor.pool import define_pool
from virtreach.daemon.hypervisor.state import Hypervisor
from virtreach.daemon.hypervisor.volume import define_volume
from virtreach.daemon.hypervisor.xmltext import copy, integer, parse
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["hypervisor_from_file"]

_SIZE_MAX = 64 << 20


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
    host = Host()
    cpu = root.find("cpu")
    if cpu is not None:
        host.nodes = integer(cpu, "nodes") or host.nodes
        host.sockets = integer(cpu, "sockets") or host.sockets
        host.cores = integer(cpu, "cores") or host.cores
        host.threads = integer(cpu, "threads") or host.threads
        host.mhz = integer(cpu, "mhz") or host.mhz
        host.arch = (cpu.findtext("model") or host.arch).strip()
        most = host.nodes * host.sockets * host.cores * host.threads
        host.cpus = min(integer(cpu, "active") or most, most)
    host.memory = integer(root, "memory") or host.memory
    return host


_FACTS = ("runstate", "transient", "hasmanagedsave")


def _runtime(tree: Element) -> dict[str, str]:
    # What the driver's own namespace says of the domain; it is taken out of the definition.
    found = {}
    for one in list(tree):
        local = one.tag.rpartition(":")[2]
        if local in _FACTS and ":" in one.tag:
            found[local] = (one.text or "").strip()
            tree.remove(one)
    for name in [name for name in tree.attrib if name.startswith("xmlns:")]:
        del tree.attrib[name]
    return found


def _add_domain(hypervisor: Hypervisor, tree: Element) -> None:
    facts = _runtime(tree)
    name, uuid, tree = parse_domain(hypervisor, tree)
    try:
        state = int(facts.get("runstate") or C.VIR_DOMAIN_RUNNING)
    except ValueError:
        raise fault(C.VIR_ERR_XML_ERROR, "invalid runstate", domain=C.VIR_FROM_TEST) from None
    transient = "transient" in facts and facts["transient"] != "0"
    if transient and state == C.VIR_DOMAIN_SHUTOFF:
        detail = f"transient domain '{name}' can't have runstate 'shutoff'"
        raise fault(C.VIR_ERR_XML_ERROR, detail, domain=C.VIR_FROM_TEST)
    domain = define(hypervisor, name, uuid, tree, starting=transient)
    if facts.get("hasmanagedsave", "0") != "0" and state == C.VIR_DOMAIN_SHUTOFF:
        domain.saved = copy(tree)
    if state != C.VIR_DOMAIN_SHUTOFF:
        booted = C.VIR_DOMAIN_EVENT_STARTED_BOOTED
        paused = state == C.VIR_DOMAIN_PAUSED
        start(hypervisor, domain, reason=C.VIR_DOMAIN_RUNNING_UNKNOWN, detail=booted, paused=paused)


def hypervisor_from_file(path: str) -> Hypervisor:
    """Make a hypervisor from a node file; everything in it runs unless it says otherwise.

    Raises:
        LibvirtError: a file cannot be read, or a definition makes no sense.
    """
    root = parse(_read(path), os.path.basename(path), "node")
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
        _add_domain(hypervisor, _definition(one, path, "domain_definition", "domain"))
    return hypervisor
