"""Which nodes of an inventory share their address with other machines, and so may not be known by it.

Behind proxies an address means something in its own network only: 10.0.0.5 of one cluster and 10.0.0.5 of another are
two machines. Where both would be looked up under it in the same known hosts, the host key of the one would be taken for
the other's.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from virtreach.conf.nodes import Cluster, Node

__all__ = ["shared_addresses"]

_DEFAULT = "~/.ssh/known_hosts"
_PORT = 22


def shared_addresses(clusters: Iterable[Cluster]) -> frozenset[tuple[str, str]]:
    """Return cluster and name of each node that has another machine beside it, at the same address and port.

    Addresses mean the same where they are reached from the same place: from here, by the same proxy command, or
    through machines at the same addresses. Machines that have neither known hosts nor a host authority in common do
    not count.
    """
    found: dict[tuple[str, object], dict[object, list[tuple[str, str]]]] = {}
    for cluster in clusters:
        places: dict[str, object] = {}
        for group in cluster.groups:
            for node in group.nodes:
                place = _place(cluster, node, places)
                address = _address(cluster, node)
                for source in _sources(node) if address[0] else ():
                    at = found.setdefault((source, address), {})
                    at.setdefault(place, []).append((node.cluster, node.name))
    return frozenset(name for at in found.values() if len(at) > 1 for names in at.values() for name in names)


def _place(cluster: Cluster, node: Node, known: dict[str, object]) -> object:
    """Return what stands for the place that a node is reached from; equal places are equal."""
    if node.group not in known:
        known[node.group] = (
            frozenset(
                (
                    frozenset(_address(cluster, proxy) for proxy in group.nodes),
                    _place(cluster, group.nodes[0], known),
                )
                for group in cluster.proxy_groups(node)
                if group.nodes
            )
            or cluster.proxy_command
        )
    return known[node.group]


def _address(cluster: Cluster, node: Node) -> tuple[str | None, object]:
    inside = bool(cluster.proxy_groups(node))
    address = (node.internal_address or node.address) if inside else node.address
    return address and address.lower(), node.login.get("port", _PORT)


def _sources(node: Node) -> list[str]:
    """Return where a node's host key is looked up by its address."""
    authority, file = node.login.get("host_authority"), node.login.get("known_hosts")
    sources = [] if authority is None else [f"authority {authority}"]
    if node.host_key is None and (file is not None or authority is None):
        sources.append("file " + os.path.realpath(os.path.expanduser(str(file or _DEFAULT))))
    return sources
