"""The inventory: clusters, their groups of nodes, and which groups lead to the others. A TOML file, read only.

::

    [clusters.lab]
    user = "root"                       # these and other login settings hold below, unless said otherwise there
    keyfile = "~/.ssh/lab"
    known_hosts = "lab.known_hosts"     # relative to the inventory
    proxy_policy = "first"              # or "least-loaded"

    [clusters.lab.groups.gateways]
    is_proxy = true
    nodes = [{ name = "p1", address = "192.0.2.11" }, { name = "p2", address = "192.0.2.12" }]

    [clusters.lab.groups.workers]
    nodes = [{ name = "n1", internal_address = "10.77.0.13", uri = "qemu:///system" }]

A node is a libvirt host (``kind = "host"``, which ``uri`` implies), a plain machine, or a guest: ``kind = "guest"``, which
``host`` implies, the name of the node that runs it or a libvirt URI; ``domain`` is its name there unless it is the
node's; ``way`` says how commands get in (`GUEST_WAYS`). A guest needs no address.

Every node of a group without ``is_proxy`` is reached through the cluster's proxy groups, by its internal address; the
members of proxy groups are reached directly, by their address. ``behind`` names another proxy group to go through
first, which is how proxies nest. A cluster without any proxy group is reached directly.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field

from virtreach.errors import ConfigError, UsageError
from virtreach.errors.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = [
    "GUEST_WAYS",
    "KINDS",
    "POLICIES",
    "Cluster",
    "Group",
    "Inventory",
    "LoginSettings",
    "Node",
    "default_inventory",
]

POLICIES = ("first", "least-loaded")
"""How one of several proxies is chosen."""

KINDS = ("machine", "host", "guest")
"""What a node is: a plain machine, a machine whose libvirt is spoken to, a guest of one."""

GUEST_WAYS = ("auto", "ssh", "agent", "serial")
"""How commands get into a guest; ``auto`` is the first of the others that works."""

_LOGIN: dict[str, type | tuple[type, ...]] = {
    "user": str,
    "port": int,
    "keyfile": str,
    "certificate": str,
    "agent": str,
    "known_hosts": str,
    "host_authority": str,
    "ways": list,
    "connect_timeout": (int, float),
    "keepalive": (int, float),
}
_PATHS = ("keyfile", "certificate", "known_hosts", "agent")
_CLUSTER = {**_LOGIN, "proxy_policy": str, "proxy_command": str, "groups": dict}
_GROUP = {**_LOGIN, "is_proxy": bool, "behind": str, "nodes": list}
_NODE = {
    **_LOGIN,
    "name": str,
    "kind": str,
    "address": str,
    "internal_address": str,
    "host_key": str,
    "uri": str,
    "host": str,
    "domain": str,
    "way": str,
}
LoginSettings = dict[str, object]
"""What `_LOGIN` names, merged from cluster, group and node; paths are whole."""


def default_inventory() -> str | None:
    """Return the inventory of this process's user: ``VIRTREACH_INVENTORY``, or the file in its usual place, or None."""
    given = os.environ.get("VIRTREACH_INVENTORY")
    if given:
        return given
    base = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    path = os.path.join(base, "virtreach", "inventory.toml")
    return path if os.path.exists(path) else None


@dataclass(frozen=True, slots=True)
class Node:
    """One machine.

    Attributes:
        name: unique in its cluster.
        cluster, group: where it belongs.
        address: where it is reached directly, or None.
        internal_address: where it is reached from inside its cluster, or None.
        uri: the libvirt URI of the daemon there as the node itself would open it, or None.
        login: settings of its SSH login.
        host_key: its public host key, or None.
        kind: one of `KINDS`.
        host: for a guest: the node that runs it, a name as `Inventory.node` takes it, or a libvirt URI.
        domain: for a guest: its name there.
        way: for a guest: one of `GUEST_WAYS`.
    """

    name: str
    cluster: str
    group: str
    address: str | None
    internal_address: str | None
    uri: str | None
    login: LoginSettings = field(repr=False, hash=False)
    host_key: str | None = None
    kind: str = KINDS[0]
    host: str | None = None
    domain: str | None = None
    way: str = GUEST_WAYS[0]


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that are alike.

    Attributes:
        name: unique in its cluster.
        is_proxy: whether other nodes of the cluster are reached through its members.
        behind: the proxy group to go through first, or None.
        nodes: its members, in the order of the file, which is the order of preference.
    """

    name: str
    is_proxy: bool
    behind: str | None
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Machines that see each other.

    Attributes:
        name: unique.
        policy: one of `POLICIES`.
        proxy_command: the program that leads to a machine which is reached directly, or None.
        groups: in the order of the file.
    """

    name: str
    policy: str
    proxy_command: str | None
    groups: tuple[Group, ...]

    def group(self, name: str) -> Group:
        """Return the group of a name, which is there."""
        return next(group for group in self.groups if group.name == name)

    def proxy_groups(self, node: Node) -> tuple[Group, ...]:
        """Return the groups whose members lead to a node, each of them on its own; none when it is reached directly."""
        own = self.group(node.group)
        if own.behind is not None:
            return (self.group(own.behind),)
        if own.is_proxy:
            return ()
        return tuple(group for group in self.groups if group.is_proxy and group.behind is None)


class Inventory:
    """All that a file says. Read only, so it may be shared.

    Attributes:
        clusters: by name.
        path: the file, or None.
    """

    def __init__(self, clusters: Mapping[str, Cluster], *, path: str | None = None) -> None:
        self.clusters = dict(clusters)
        self.path = path

    @classmethod
    def load(cls, path: str) -> Inventory:
        """Read a file.

        Raises:
            ConfigError: it cannot be read, is no TOML, or says what makes no sense; nothing is guessed.
        """
        try:
            with open(os.path.expanduser(path), encoding="utf-8") as source:
                text = source.read()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"the inventory cannot be read: {error}", path=path) from error
        return cls.parse(text, path=path)

    @classmethod
    def parse(cls, text: str, *, path: str | None = None) -> Inventory:
        """Read a file's text; see `load`."""
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"this is no TOML: {error}", path=path) from error
        reader = _Reader(path)
        reader.check("the file", table, {"clusters": dict})
        clusters = {name: reader.cluster(name, value) for name, value in table.get("clusters", {}).items()}
        inventory = cls(clusters, path=path)
        reader.check_hosts(inventory)
        return inventory

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


class _Reader:
    def __init__(self, path: str | None) -> None:
        self._path = path
        self._directory = os.path.dirname(os.path.expanduser(path)) if path else ""

    def fail(self, message: str) -> ConfigError:
        return ConfigError(message, path=self._path)

    def check(self, where: str, table: object, keys: Mapping[str, type | tuple[type, ...]]) -> dict[str, Any]:
        """Return a table after a look at its keys and their types."""
        if not isinstance(table, dict):
            raise self.fail(f"{where} must be a table")
        for key, value in table.items():
            kinds = keys.get(key)
            if kinds is None:
                raise self.fail(
                    f"{where}: {printable(key)!r} is not known; there are {', '.join(sorted(keys))}"
                )
            if not isinstance(value, kinds) or (isinstance(value, bool) and kinds is not bool):
                raise self.fail(f"{where}: {key} has a value of the wrong kind")
            if value == "":
                raise self.fail(f"{where}: {key} is empty; leave it out")
        return table

    def cluster(self, name: str, value: object) -> Cluster:
        where = f"cluster {printable(name)!r}"
        self.name(name, where)
        table = self.check(where, value, _CLUSTER)
        policy = table.get("proxy_policy", POLICIES[0])
        if policy not in POLICIES:
            raise self.fail(f"{where}: proxy_policy must be one of {', '.join(POLICIES)}")
        login = self.login(table, {})
        groups = tuple(self.group(name, one, inner, login) for one, inner in table.get("groups", {}).items())
        cluster = Cluster(name, policy, table.get("proxy_command"), groups)
        self.check_ways(cluster, where)
        return cluster

    def group(self, cluster: str, name: str, value: object, above: LoginSettings) -> Group:
        where = f"group {printable(cluster)}/{printable(name)}"
        self.name(name, where)
        table = self.check(where, value, _GROUP)
        login = self.login(table, above)
        nodes = tuple(self.node(cluster, name, one, login) for one in table.get("nodes", []))
        return Group(name, table.get("is_proxy", False), table.get("behind"), nodes)

    def node(self, cluster: str, group: str, value: object, above: LoginSettings) -> Node:
        table = self.check(f"a node of {cluster}/{group}", value, _NODE)
        name = table.get("name")
        if name is None:
            raise self.fail(f"a node of {cluster}/{group} has no name")
        where = f"node {printable(cluster)}/{printable(name)}"
        self.name(name, where)
        kind = self.kind(where, table)
        address, internal = table.get("address"), table.get("internal_address")
        if address is None and internal is None and kind != "guest":
            raise self.fail(f"{where} has neither address nor internal_address")
        host = table.get("host")
        if host is not None and "://" not in host and "/" not in host:
            host = f"{cluster}/{host}"
        return Node(
            name=name,
            cluster=cluster,
            group=group,
            address=address,
            internal_address=internal,
            uri=table.get("uri"),
            login=self.login(table, above),
            host_key=table.get("host_key"),
            kind=kind,
            host=host,
            domain=table.get("domain", name) if kind == "guest" else None,
            way=table.get("way", GUEST_WAYS[0]),
        )

    def kind(self, where: str, table: Mapping[str, Any]) -> str:
        """Return what a node is, said or implied."""
        implied = "guest" if "host" in table else "host" if "uri" in table else KINDS[0]
        kind: str = table.get("kind", implied)
        if kind not in KINDS:
            raise self.fail(f"{where}: kind must be one of {', '.join(KINDS)}")
        if kind == "guest":
            if "host" not in table:
                raise self.fail(f"{where}: a guest needs its host, the name of a node or a libvirt URI")
            if "uri" in table:
                raise self.fail(f"{where}: a guest has no uri of its own; host may be one")
            if table.get("way", GUEST_WAYS[0]) not in GUEST_WAYS:
                raise self.fail(f"{where}: way must be one of {', '.join(GUEST_WAYS)}")
            return kind
        for key in ("host", "domain", "way"):
            if key in table:
                raise self.fail(f"{where}: {key} is for guests, and this is a {kind}")
        return kind

    def name(self, name: str, where: str) -> None:
        if (
            not name
            or name.startswith("-")
            or not name.replace("-", "").replace("_", "").replace(".", "").isalnum()
        ):
            raise self.fail(f"{where}: a name has letters, digits, '-', '_' and '.'")

    def login(self, table: Mapping[str, Any], above: LoginSettings) -> LoginSettings:
        merged = dict(above)
        for key in _LOGIN:
            if key in table:
                value = table[key]
                if key in _PATHS:
                    value = os.path.join(self._directory, os.path.expanduser(value))
                merged[key] = value
        return merged

    def check_ways(self, cluster: Cluster, where: str) -> None:
        names = [node.name for group in cluster.groups for node in group.nodes]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise self.fail(f"{where}: several nodes are called {', '.join(twice)}")
        groups = {group.name: group for group in cluster.groups}
        for group in cluster.groups:
            seen = {group.name}
            above = group.behind
            while above is not None:
                if above not in groups or not groups[above].is_proxy:
                    raise self.fail(
                        f"{where}: {group.name} is behind {printable(above)}, which is no proxy group of it"
                    )
                if above in seen:
                    raise self.fail(f"{where}: {group.name} is behind itself")
                seen.add(above)
                above = groups[above].behind
        for group in cluster.groups:
            for node in group.nodes:
                inside = bool(cluster.proxy_groups(node))
                if not inside and node.address is None and node.kind != "guest":
                    raise self.fail(f"{where}: node {node.name} is reached directly and needs an address")

    def check_hosts(self, inventory: Inventory) -> None:
        """See that the host of each guest is a node, and no guest that runs on itself."""
        for cluster in inventory.clusters.values():
            for node in (node for group in cluster.groups for node in group.nodes if node.kind == "guest"):
                where, seen, at = f"node {node.cluster}/{node.name}", {(node.cluster, node.name)}, node
                while at.host is not None and "://" not in at.host:
                    try:
                        at = inventory.node(at.host)
                    except UsageError as error:
                        raise self.fail(f"{where}: its host: {error}") from error
                    if (at.cluster, at.name) in seen:
                        raise self.fail(f"{where} runs on itself")
                    seen.add((at.cluster, at.name))
                if at is not node and at.uri is None and at.host is None:
                    raise self.fail(f"{where}: its host {at.cluster}/{at.name} has no uri")
