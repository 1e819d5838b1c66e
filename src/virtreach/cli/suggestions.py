"""What completion offers for a value: domains, pools, nodes, procedures; files are the shell's business."""

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
    elif parameter.suggest == "node":
        found = _nodes(given)
    elif parameter.suggest in ("domain", "pool"):
        found = _names(parameter.suggest, given)
    else:
        found = ()
    return [CompletionItem(text) for text in found if text.startswith(incomplete) and _is_plain(text)]


def _is_plain(text: str) -> bool:
    return text[:1] not in ("", "-") and _PLAIN.issuperset(text)


def _nodes(given: Mapping[str, Any]) -> list[str]:
    """Look into the inventory: names that one cluster alone has, and all with their cluster."""
    from virtreach.conf.inventory import Inventory, default_inventory

    path = given.get("inventory") or default_inventory()
    if path is None:
        return []
    try:
        clusters = Inventory.load(path).clusters.values()
    except VirtreachError:
        return []
    nodes = [node for cluster in clusters for group in cluster.groups for node in group.nodes]
    short = [node.name for node in nodes]
    return [name for name in short if short.count(name) == 1] + [f"{one.cluster}/{one.name}" for one in nodes]


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
