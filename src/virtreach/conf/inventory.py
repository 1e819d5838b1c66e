"""The inventory: clusters, their groups of nodes, and which groups lead to the others. Read only.

Its own form is a TOML file; OpenSSH configurations and Ansible inventories are read as well.

::

    [clusters.lab]
    user = "root"                       # these and other login settings hold below, unless said otherwise there
    keyfile = "~/.ssh/lab"
    known_hosts = "lab.known_hosts"     # relative to the inventory
    proxy_policy = "first"              # or "least-loaded"
    remote_filesystem_transport = "ssh" # or "rsync", "sftp"

    [clusters.lab.groups.gateways]
    is_proxy = true
    nodes = [{ name = "p1", address = "192.0.2.11" }, { name = "p2", address = "192.0.2.12" }]

    [clusters.lab.groups.workers]
    nodes = [{ name = "n1", internal_address = "10.77.0.13", uri = "qemu:///system" }]

A node is a libvirt host (``kind = "host"``, which ``uri`` implies), a plain machine, or a guest: ``kind = "guest"``,
which ``host`` implies, the name of the node that runs it or a libvirt URI; ``domain`` is its name there unless it is
the node's; ``way`` says how commands get in (`GUEST_WAYS`). A guest needs no address.

Every node of a group without ``is_proxy`` is reached through the cluster's proxy groups, by its internal address; the
members of proxy groups are reached directly, by their address. ``behind`` names another proxy group to go through
first, which is how proxies nest. A cluster without any proxy group is reached directly.
"""

from __future__ import annotations

import os
import re
import tomllib

from virtreach.conf.addresses import shared_addresses
from virtreach.conf.inventory_table import TableReader
from virtreach.conf.nodes import GUEST_WAYS, KINDS, POLICIES, Cluster, Group, LoginSettings, Node
from virtreach.errors import ConfigError, UsageError
from virtreach.errors.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = [
    "FORMATS",
    "GUEST_WAYS",
    "KINDS",
    "POLICIES",
    "Cluster",
    "Group",
    "Inventory",
    "LoginSettings",
    "Node",
    "default_inventory",
    "tell_format",
]

FORMATS = ("toml", "openssh", "ansible")
"""What an inventory may be written in."""
_EXTENSIONS = {".toml": "toml", ".yml": "ansible", ".yaml": "ansible", ".ini": "ansible"}


def default_inventory() -> str | None:
    """Return the inventory of this process's user: ``VIRTREACH_INVENTORY``, or the file in its usual place, or None."""
    given = os.environ.get("VIRTREACH_INVENTORY")
    if given:
        return given
    base = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    path = os.path.join(base, "virtreach", "inventory.toml")
    return path if os.path.exists(path) else None


def tell_format(path: str, text: str) -> str:
    """Return which of `FORMATS` a file is in, by its name and its content; see `Inventory.load`.

    Raises:
        ConfigError: it may be anything.
    """
    extension = os.path.splitext(path)[1].lower()
    if extension in _EXTENSIONS:
        return _EXTENSIONS[extension]
    if re.search(r"^\s*\[clusters[\].]", text, re.MULTILINE):
        return "toml"
    if re.search(r"^\s*(?:Host|Match|Include)(?:\s|=)", text, re.MULTILINE | re.IGNORECASE):
        return "openssh"
    if re.search(r"^\s*(?:\[[\w.-]+(?::\w+)?\]|all:|ungrouped:)", text, re.MULTILINE):
        return "ansible"
    if not text.strip():
        return FORMATS[0]
    raise ConfigError(
        f"which format this inventory is in cannot be told; say so, one of {', '.join(FORMATS)}", path=path
    )


class Inventory:
    """All that a file says. Read only, so it may be shared.

    Attributes:
        clusters: by name.
        path: the file, or None.
        notes: what another format's file says that could not be carried over, a sentence each.
    """

    def __init__(
        self, clusters: Mapping[str, Cluster], *, path: str | None = None, notes: Sequence[str] = ()
    ) -> None:
        self.clusters = dict(clusters)
        self.path = path
        self.notes = tuple(notes)
        self._shared: frozenset[tuple[str, str]] | None = None

    @classmethod
    def load(cls, path: str, format: str | None = None) -> Inventory:
        """Read a file.

        Args:
            path: the file.
            format: one of `FORMATS`; told by the file's name and what is in it unless given.

        Raises:
            ConfigError: it cannot be read, is not in that format, or says what makes no sense; nothing is guessed.
        """
        path = os.path.expanduser(path)
        if os.path.isdir(path):
            raise ConfigError("this is a directory; an inventory is one file", path=path)
        try:
            with open(path, encoding="utf-8") as source:
                text = source.read()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"the inventory cannot be read: {error}", path=path) from error
        return cls.parse(text, path=path, format=format or tell_format(path, text))

    @classmethod
    def parse(cls, text: str, *, path: str | None = None, format: str = FORMATS[0]) -> Inventory:
        """Read a file's text; see `load`."""
        notes: list[str] = []
        if format == "toml":
            try:
                table = tomllib.loads(text)
            except tomllib.TOMLDecodeError as error:
                raise ConfigError(f"this is no TOML: {error}", path=path) from error
            except (ValueError, RecursionError) as error:
                raise ConfigError(
                    "this TOML has a number that is too long, or is nested too deeply", path=path
                ) from error
        elif format == "openssh":
            from virtreach.conf.openssh import openssh_table

            table = openssh_table(text, path, notes)
        elif format == "ansible":
            from virtreach.conf.ansible import ansible_table

            table = ansible_table(text, path, notes)
        else:
            raise UsageError(
                f"{printable(format)!r} is no format of inventories; there are {', '.join(FORMATS)}"
            )
        reader = TableReader(path)
        reader.check("the file", table, {"clusters": dict})
        clusters = {name: reader.cluster(name, value) for name, value in table.get("clusters", {}).items()}
        inventory = cls(clusters, path=path, notes=notes)
        inventory._check_hosts()
        return inventory

    def nodes(self) -> Iterator[Node]:
        """Return every node, in the order of the file."""
        for cluster in self.clusters.values():
            for group in cluster.groups:
                yield from group.nodes

    def shares_address(self, node: Node) -> bool:
        """Return whether another machine may be known by a node's address; see `virtreach.conf.addresses`."""
        if self._shared is None:
            self._shared = shared_addresses(self.clusters.values())
        return (node.cluster, node.name) in self._shared

    def _check_hosts(self) -> None:
        """See that the host of each guest is a node, and that no guest runs on itself."""
        for node in self.nodes():
            at, seen = node, {node}
            while at.host is not None and "://" not in at.host:
                where = f"node {node.cluster}/{node.name}"
                try:
                    at = self.node(at.host)
                except UsageError as error:
                    raise ConfigError(f"{where}: its host: {error}", path=self.path) from error
                if at in seen:
                    raise ConfigError(f"{where} runs on itself", path=self.path)
                seen.add(at)
                if at.uri is None and at.host is None:
                    raise ConfigError(
                        f"{where}: its host {at.cluster}/{at.name} is no libvirt host; it has no uri",
                        path=self.path,
                    )

    def cluster(self, name: str) -> Cluster:
        """Return a cluster.

        Raises:
            UsageError: there is none of that name.
        """
        try:
            return self.clusters[name]
        except KeyError:
            known = ", ".join(sorted(self.clusters)) or "none"
            raise UsageError(f"the inventory has no cluster {printable(name)!r}; it has: {known}") from None

    def has_node(self, name: str) -> bool:
        """Return whether there is a node of this name, or ``CLUSTER/NODE``; several in several clusters count."""
        return any(name in (node.name, f"{node.cluster}/{node.name}") for node in self.nodes())

    def node(self, name: str) -> Node:
        """Return a node by ``CLUSTER/NODE``, or by its name alone where only one cluster has it.

        Raises:
            UsageError: there is none, or there are several.
        """
        cluster, slash, wanted = name.rpartition("/")
        clusters = [self.cluster(cluster)] if slash else list(self.clusters.values())
        found = [
            node for one in clusters for group in one.groups for node in group.nodes if node.name == wanted
        ]
        if not found:
            raise UsageError(f"the inventory has no node {printable(name)!r}")
        if len(found) > 1:
            names = ", ".join(f"{node.cluster}/{node.name}" for node in found)
            raise UsageError(f"several clusters have a node {printable(name)!r}; say which: {names}")
        return found[0]
