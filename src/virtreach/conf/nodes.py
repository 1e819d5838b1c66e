"""What an inventory is made of: nodes, groups of them, clusters of groups. Values, without anything to read."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = [
    "FILE_TRANSPORTS",
    "GUEST_WAYS",
    "KINDS",
    "POLICIES",
    "WAYS",
    "Cluster",
    "Group",
    "LoginSettings",
    "Node",
]

POLICIES = ("first", "least-loaded")
"""How one of several proxies is chosen."""

KINDS = ("machine", "host", "guest")
"""What a node is: a plain machine, a machine whose libvirt is spoken to, a guest of one."""

GUEST_WAYS = ("auto", "ssh", "agent", "serial")
"""How commands get into a guest; ``auto`` is the first of the others that works."""

WAYS = ("direct", "socat", "python3", "nc", "bash")
"""How a hop may be had to connect onwards, best first: SSH's own forwarding, then programs that run on it."""

FILE_TRANSPORTS = ("ssh", "rsync", "sftp")
"""The drivers for files of other machines."""

LoginSettings = dict[str, object]
"""What `LOGIN` of `virtreach.conf.inventory_table` names, merged from cluster, group and node; paths are whole."""


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
        files: the driver for files of its machines (`FILE_TRANSPORTS`), or None; ``remote_filesystem_transport`` in the
            file.
    """

    name: str
    policy: str
    proxy_command: str | None
    groups: tuple[Group, ...]
    files: str | None = None

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

    def cut_off(self) -> tuple[Group, ...]:
        """Return the groups that no way leads to: what they are reached through has no members, or is cut off itself.

        Guests without an address are reached by their host, and do not count.
        """

        def counts(node: Node) -> bool:
            return node.kind != "guest" or node.internal_address is not None or node.address is not None

        return tuple(
            group for group in self.groups if any(map(counts, group.nodes)) and not self._leads_to(group)
        )

    def _leads_to(self, group: Group) -> bool:
        """Whether a way leads to the members, of whom there are some."""
        through = self.proxy_groups(group.nodes[0])
        return not through or any(proxies.nodes and self._leads_to(proxies) for proxies in through)
