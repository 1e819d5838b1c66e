"""What completion offers for a value: domains, pools, nodes, groups, procedures; files are the shell's business."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

from virtreach.errors import VirtreachError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from virtreach.cli.declaration import Parameter

__all__ = ["suggest"]

# Seconds that a shell may be kept waiting for a host.
_PATIENCE = 3.0
# A name with anything else in it is not offered: the shell would read it as more than a word.
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+@%/-")


def suggest(parameter: Parameter, incomplete: str, given: Mapping[str, Any]) -> list[CompletionItem]:
    """Return what a parameter's value may be.

    Args:
        parameter: which one.
        incomplete: what is typed of it so far.
        given: options that are on the line already, by name.
    """
    if parameter.choices:
        found: Iterable[str] = parameter.choices
    elif parameter.suggest == "file":
        return [CompletionItem(incomplete, type="file")]
    elif parameter.suggest == "procedure":
        from virtreach.protocol import registry

        found = [
            name if program == "remote" else f"{program}.{name}"
            for program in ("remote", "qemu", "lxc", "admin")
            for _, name, kind, *_ in registry.entries(program)
            if kind == "call"
        ]
    elif parameter.suggest in ("node", "group", "cluster"):
        found = _of_inventory(parameter.suggest, given)
    elif parameter.suggest in ("place", "far place"):
        # A name with its cluster would want brackets, which the shell reads as a pattern.
        names = [name for name in _of_inventory("node", given) if "/" not in name and _is_plain(name)]
        hosts = [f"{name}:/" for name in names if f"{name}:/".startswith(incomplete)]
        items = [CompletionItem(text) for text in hosts]
        if parameter.suggest == "place":
            items.append(CompletionItem(incomplete, type="file"))
        return items
    elif parameter.suggest in ("domain", "pool"):
        found = _names(parameter.suggest, given)
    else:
        found = ()
    return [CompletionItem(text) for text in found if text.startswith(incomplete) and _is_plain(text)]


def _is_plain(text: str) -> bool:
    return text[:1] not in ("", "-") and _PLAIN.issuperset(text)


def _of_inventory(kind: str, given: Mapping[str, Any]) -> list[str]:
    """Look into the inventory: names that one cluster alone has, and all with their cluster; or those of clusters."""
    from virtreach.conf.inventory import Inventory, default_inventory

    path = given.get("inventory") or default_inventory()
    if path is None:
        return []
    try:
        clusters = list(Inventory.load(path).clusters.values())
    except VirtreachError:
        return []
    if kind == "cluster":
        return [cluster.name for cluster in clusters]
    both = [
        (cluster.name, one.name)
        for cluster in clusters
        for group in cluster.groups
        for one in (group.nodes if kind == "node" else (group,))
    ]
    short = [name for _, name in both]
    return [name for name in short if short.count(name) == 1] + [
        f"{cluster}/{name}" for cluster, name in both
    ]


def _names(kind: str, given: Mapping[str, Any]) -> list[str]:
    """Ask the host; a host that cannot be reached has no names to offer, and completion is no place to say why."""
    from virtreach.blocking.opening import connect

    try:
        with connect(
            given.get("connect"), readonly=True, timeout=_PATIENCE, connect_timeout=_PATIENCE
        ) as connection:
            if kind == "pool":
                return [pool.name for pool in connection.storage_pools.list()]
            return [domain.name for domain in connection.domains.list()]
    except VirtreachError:
        return []
