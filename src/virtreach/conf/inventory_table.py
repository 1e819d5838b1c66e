"""From an inventory's table, as TOML has it, to clusters, groups and nodes; whatever makes no sense is refused."""

from __future__ import annotations

import os

from virtreach.conf.login import complaint
from virtreach.conf.nodes import FILE_TRANSPORTS, GUEST_WAYS, KINDS, POLICIES, Cluster, Group, Node
from virtreach.errors import ConfigError
from virtreach.errors.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from virtreach.conf.nodes import LoginSettings

__all__ = ["LOGIN", "PATHS", "TableReader"]

LOGIN: dict[str, type | tuple[type, ...]] = {
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
PATHS = ("keyfile", "certificate", "known_hosts", "agent")
_CLUSTER = {
    **LOGIN,
    "proxy_policy": str,
    "proxy_command": str,
    "remote_filesystem_transport": str,
    "groups": dict,
}
_GROUP = {**LOGIN, "is_proxy": bool, "behind": str, "nodes": list}
_NODE = {
    **LOGIN,
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


class TableReader:
    """Makes clusters of an inventory's table; each complaint names the file and the place in it."""

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
        files = table.get("remote_filesystem_transport")
        if files is not None and files not in FILE_TRANSPORTS:
            raise self.fail(
                f"{where}: remote_filesystem_transport must be one of {', '.join(FILE_TRANSPORTS)}"
            )
        self.sense(where, table, ("proxy_command",))
        login = self.login(where, table, {})
        groups = tuple(self.group(name, one, inner, login) for one, inner in table.get("groups", {}).items())
        cluster = Cluster(name, policy, table.get("proxy_command"), groups, files)
        self.check_ways(cluster, where)
        return cluster

    def group(self, cluster: str, name: str, value: object, above: LoginSettings) -> Group:
        where = f"group {printable(cluster)}/{printable(name)}"
        self.name(name, where)
        table = self.check(where, value, _GROUP)
        login = self.login(where, table, above)
        nodes = tuple(self.node(cluster, name, one, login) for one in table.get("nodes", []))
        return Group(name, table.get("is_proxy", False), table.get("behind"), nodes)

    def node(self, cluster: str, group: str, value: object, above: LoginSettings) -> Node:
        table = self.check(f"a node of {cluster}/{group}", value, _NODE)
        name = table.get("name")
        if name is None:
            raise self.fail(f"a node of {cluster}/{group} has no name")
        where = f"node {printable(cluster)}/{printable(name)}"
        self.name(name, where)
        self.sense(where, table, ("address", "internal_address", "host_key"))
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
            login=self.login(where, table, above),
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

    def sense(self, where: str, table: Mapping[str, Any], keys: Iterable[str]) -> None:
        """See that settings make sense, those of them that are there."""
        for key in keys:
            wrong = complaint(key, table[key]) if key in table else None
            if wrong is not None:
                raise self.fail(f"{where}: {wrong}")

    def login(self, where: str, table: Mapping[str, Any], above: LoginSettings) -> LoginSettings:
        self.sense(where, table, LOGIN)
        merged = dict(above)
        for key in LOGIN:
            if key in table:
                value = table[key]
                if key in PATHS:
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
