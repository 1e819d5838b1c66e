"""An inventory as a TOML file that reads back to the same, and as a picture."""

from __future__ import annotations

import json
import re

from virtreach.errors.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from virtreach.conf.inventory import Inventory
    from virtreach.conf.nodes import Cluster, Group, LoginSettings, Node

__all__ = ["picture", "to_toml"]


def to_toml(inventory: Inventory) -> str:
    """Return the text of a TOML file that says the same; what could not be carried over comes first, as comments."""
    lines = [f"# {printable(note)}" for note in inventory.notes]
    for cluster in inventory.clusters.values():
        lines += ["", *_cluster(cluster)] if lines else _cluster(cluster)
    return "\n".join(lines) + "\n"


def _cluster(cluster: Cluster) -> Iterator[str]:
    head = f"clusters.{_key(cluster.name)}"
    shared = _common(node.login for group in cluster.groups for node in group.nodes)
    yield f"[{head}]"
    yield from _settings(shared)
    if cluster.policy != "first":
        yield f"proxy_policy = {_value(cluster.policy)}"
    if cluster.proxy_command is not None:
        yield f"proxy_command = {_value(cluster.proxy_command)}"
    if cluster.files is not None:
        yield f"remote_filesystem_transport = {_value(cluster.files)}"
    for group in cluster.groups:
        yield ""
        yield f"[{head}.groups.{_key(group.name)}]"
        yield from _group(group, shared)


def _group(group: Group, above: LoginSettings) -> Iterator[str]:
    if group.is_proxy:
        yield "is_proxy = true"
    if group.behind is not None:
        yield f"behind = {_value(group.behind)}"
    shared = _common(_without(node.login, above) for node in group.nodes)
    yield from _settings(shared)
    if not group.nodes:
        yield "nodes = []"
        return
    yield "nodes = ["
    for node in group.nodes:
        said = {**_identity(node), **_without(_without(node.login, above), shared)}
        yield "    { " + ", ".join(f"{key} = {_value(value)}" for key, value in said.items()) + " },"
    yield "]"


def _identity(node: Node) -> dict[str, object]:
    """Return what a node's table says, but its login and what is implied."""
    guest = node.kind == "guest"
    implied = "guest" if node.host is not None else "host" if node.uri is not None else "machine"
    host = node.host.removeprefix(f"{node.cluster}/") if node.host is not None else None
    said: dict[str, object | None] = {
        "name": node.name,
        "kind": None if node.kind == implied else node.kind,
        "address": node.address,
        "internal_address": node.internal_address,
        "uri": node.uri,
        "host": host,
        "domain": node.domain if guest and node.domain != node.name else None,
        "way": node.way if guest and node.way != "auto" else None,
        "host_key": node.host_key,
    }
    return {key: value for key, value in said.items() if value is not None}


def _common(logins: Iterable[LoginSettings]) -> LoginSettings:
    """Return the settings that are the same in all of several logins."""
    every = list(logins)
    if not every:
        return {}
    return {
        key: value
        for key, value in every[0].items()
        if all(key in one and one[key] == value for one in every)
    }


def _without(login: LoginSettings, above: LoginSettings) -> LoginSettings:
    return {key: value for key, value in login.items() if key not in above}


def _settings(login: LoginSettings) -> Iterator[str]:
    for key, value in login.items():
        yield f"{key} = {_value(value)}"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _value(name)


def _value(value: object) -> str:
    """Write a value as TOML; JSON's texts and numbers are TOML's, once DEL is escaped."""
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def picture(inventory: Inventory) -> list[str]:
    """Return the lines of a tree for people: clusters, their groups, and the nodes."""
    lines = []
    for cluster in inventory.clusters.values():
        about = [f"policy {cluster.policy}"] if any(group.is_proxy for group in cluster.groups) else []
        if cluster.proxy_command is not None:
            about.append(f"by {cluster.proxy_command.split()[0]}")
        lines.append(_titled(f"cluster {cluster.name}", about))
        lines += _branches([_group_picture(cluster, group) for group in cluster.groups])
    return lines


def _group_picture(cluster: Cluster, group: Group) -> list[str]:
    about = ["proxies"] if group.is_proxy else []
    through = (
        [group.behind]
        if group.behind is not None
        else [one.name for one in cluster.groups if one.is_proxy and one.behind is None]
        if not group.is_proxy
        else []
    )
    about.append(f"through {' or '.join(through)}" if through else "reached directly")
    return [
        _titled(group.name, about),
        *_branches([[_node(node, inside=bool(through))] for node in group.nodes]),
    ]


def _node(node: Node, *, inside: bool) -> str:
    address = (node.internal_address or node.address) if inside else node.address
    user = node.login.get("user")
    about = [] if address is None else [f"{user}@{address}" if user else address]
    if node.kind == "guest":
        about.append(f"guest {node.domain} of {node.host}")
        if node.way != "auto":
            about.append(f"by {node.way}")
    if node.uri is not None:
        about.append(node.uri)
    return _titled(node.name, about)


def _titled(title: str, about: Sequence[str]) -> str:
    return f"{title}: {', '.join(about)}" if about else title


def _branches(children: Sequence[Sequence[str]]) -> list[str]:
    lines = []
    for number, child in enumerate(children, 1):
        last = number == len(children)
        lines.append(("└── " if last else "├── ") + child[0])
        lines += [("    " if last else "│   ") + line for line in child[1:]]
    return lines
