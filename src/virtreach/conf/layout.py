"""From machines with a way each, as other programs list them, to clusters and proxy groups.

OpenSSH and Ansible say for each machine which jump hosts lead to it. Here a cluster is what lies behind one first
jump host (or one proxy command), each further jump host is a proxy group behind the one before, and machines that are
reached directly are a cluster of their own. Jump hosts are one only when all that is said of them is the same: two
that share a name, but not user or port, are two, with a name each.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

__all__ = ["GroupSettings", "Machine", "hop_name", "lay_out"]


@dataclass(eq=False, slots=True)
class Machine:
    """One machine that another program's file lists.

    Attributes:
        name: how the file calls it.
        entry: what an inventory's node says, but its name.
        cluster: the cluster to put it in when it is reached directly.
        group: the group to put it in.
        hops: the machines to go through, the first from here.
        proxy_command: the program that leads to the first of the machines on the way, or None.
    """

    name: str
    entry: dict[str, Any]
    cluster: str
    group: str
    hops: tuple[Machine, ...] = ()
    proxy_command: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other machines: its name and how one logs in to it."""
        return self.name, repr(sorted(self.entry.items()))


@dataclass(slots=True)
class GroupSettings:
    """What a file says of a group of directly reached machines; see `virtreach.conf.nodes.Group`."""

    is_proxy: bool = False
    behind: str | None = None


@dataclass(slots=True)
class _Cluster:
    name: str
    proxy_command: str | None = None
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    placed: dict[tuple[object, ...], str] = field(default_factory=dict)
    """The proxy group at the end of each way, by the keys of the hops."""
    called: dict[object, str] = field(default_factory=dict)
    """The names of groups by what they are; what differs has a group of its own."""


def lay_out(
    machines: Sequence[Machine], groups: dict[tuple[str, str], GroupSettings], notes: list[str]
) -> dict[str, Any]:
    """Return the table of an inventory.

    Args:
        machines: all of them.
        groups: settings of groups, by cluster and name; a proxy group without machines is kept.
        notes: told what had to change.
    """
    return _Layout(groups, notes).table(machines)


def hop_name(user: str | None, host: str, port: int | None) -> str:
    """Return what to call a jump host that is not logged in to as its file says for it."""
    return "-".join(str(part) for part in (host, user, port) if part is not None)


class _Layout:
    def __init__(self, groups: dict[tuple[str, str], GroupSettings], notes: list[str]) -> None:
        self._groups = groups
        self._notes = notes
        self._clusters: dict[object, _Cluster] = {}
        self._names: dict[object, str] = {}
        self._taken: set[str] = set()

    def table(self, machines: Sequence[Machine]) -> dict[str, Any]:
        for machine in machines:
            self._name(machine)  # what the file lists keeps its name; a jump host beside it has another
        for (cluster, group), settings in self._groups.items():
            if settings.is_proxy:
                self._group(self._cluster(("", cluster), cluster), group, group, settings)
        for machine in machines:
            if machine.hops:
                self._lead(self._home(machine), machine.hops)
        for machine in machines:
            self._place(machine)
        return {"clusters": {cluster.name: _cluster_table(cluster) for cluster in self._clusters.values()}}

    def _name(self, machine: Machine) -> str:
        """Return what a machine is called here, which no other is."""
        if machine.key not in self._names:
            name = self._names[machine.key] = _unique(_clean(machine.name), self._taken)
            self._taken.add(name)
        return self._names[machine.key]

    def _cluster(self, key: object, name: str, proxy_command: str | None = None) -> _Cluster:
        if key not in self._clusters:
            taken = {one.name for one in self._clusters.values()}
            self._clusters[key] = _Cluster(_unique(_clean(name), taken), proxy_command)
        return self._clusters[key]

    def _home(self, machine: Machine) -> _Cluster:
        command = machine.proxy_command
        if machine.hops:
            first = machine.hops[0]
            return self._cluster((command, first.key), self._name(first), command)
        settings = self._groups.get((machine.cluster, machine.group))
        leading = self._clusters.get((command, machine.key))
        if leading is not None and not (settings is not None and settings.is_proxy):
            return leading  # what leads to others stands where they are
        if command is not None:
            return self._cluster((command, None), f"by-{os.path.basename(command.split()[0])}", command)
        return self._cluster(("", machine.cluster), machine.cluster)

    def _lead(self, cluster: _Cluster, hops: Sequence[Machine]) -> str:
        """Put machines that lead on one behind the other; return the last one's proxy group."""
        behind = None
        for end in range(1, len(hops) + 1):
            way = tuple(hop.key for hop in hops[:end])
            if way not in cluster.placed:
                last = hops[end - 1]
                cluster.placed[way] = self._group(cluster, way, self._name(last), GroupSettings(True, behind))
                self._add(cluster, cluster.placed[way], last)
            behind = cluster.placed[way]
        assert behind is not None
        return behind

    def _place(self, machine: Machine) -> None:
        cluster = self._home(machine)
        way = tuple(hop.key for hop in machine.hops)
        if (*way, machine.key) in cluster.placed:
            return  # it leads to others, and stands there
        if not way:
            settings = self._groups.get((machine.cluster, machine.group), GroupSettings())
            name = self._group(cluster, machine.group, machine.group, settings)
        else:
            settings = GroupSettings(False, cluster.placed[way] if len(way) > 1 else None)
            name = machine.group
            if _clean(name) in cluster.groups:
                name = f"{name}-behind-{cluster.placed[way]}"
            name = self._group(cluster, (machine.group, way), name, settings)
        self._add(cluster, name, machine)

    def _group(self, cluster: _Cluster, key: object, name: str, settings: GroupSettings) -> str:
        """Return the name of the group that a key stands for, which is made when it is not there."""
        if key not in cluster.called:
            cluster.called[key] = _unique(_clean(name), set(cluster.groups))
            table: dict[str, Any] = {"nodes": []}
            if settings.is_proxy:
                table["is_proxy"] = True
            if settings.behind is not None:
                table["behind"] = settings.behind
            cluster.groups[cluster.called[key]] = table
        return cluster.called[key]

    def _add(self, cluster: _Cluster, group: str, machine: Machine) -> None:
        name = _unique(self._name(machine), cluster.names)
        if name != machine.name:
            self._notes.append(f"{machine.name} is called {name} here")
        cluster.names.add(name)
        cluster.groups[group]["nodes"].append({"name": name, **machine.entry})


def _cluster_table(cluster: _Cluster) -> dict[str, Any]:
    table: dict[str, Any] = {"groups": cluster.groups}
    if cluster.proxy_command is not None:
        table["proxy_command"] = cluster.proxy_command
    return table


def _clean(name: str) -> str:
    """Return a name as inventories have them."""
    return re.sub(r"[^\w.-]+", "-", name).lstrip("-") or "unnamed"


def _unique(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found
