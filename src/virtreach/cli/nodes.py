"""What the commands that run something on nodes share: which nodes, how they are reached, as whom."""

from __future__ import annotations

import asyncio
import signal

from virtreach.cli.declaration import Options, Parameter, option
from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from typing import TypeVar

    from virtreach.conf.inventory import Inventory
    from virtreach.session.sasl.secret import Secret
    from virtreach.shell.base import Remote
    from virtreach.shell.result import Privileges, Result

    _R = TypeVar("_R")

__all__ = ["PRIVILEGES", "PrivilegeOptions", "SelectOptions", "exit_status", "privileges", "with_remotes"]


class PrivilegeOptions(Options):
    """As whom something is done."""

    sudo: bool
    sudo_user: str | None
    ask_password: bool


class SelectOptions(Options):
    """How nodes are reached."""

    inventory: str | None
    jump: str | None
    ssh_config: str | None


PRIVILEGES: tuple[Parameter, ...] = (
    option("--sudo", kind="flag", help="As root, by sudo; which must not ask for a password."),
    option("--sudo-user", metavar="USER", help="As USER, by sudo."),
    option("--ask-password", kind="flag", help="Ask for the password that sudo wants, here and once."),
)
"""Options that say as whom something is done."""


def privileges(options: PrivilegeOptions, timeout: float | None = None) -> Privileges:
    """Return as whom something is done; a password is asked for at the terminal."""
    found: Privileges = {"timeout": timeout}
    if options.sudo or options.sudo_user is not None or options.ask_password:
        found["sudo"] = options.sudo_user or True
    if options.ask_password:
        import getpass

        from virtreach.session.sasl.secret import Secret

        found["sudo_password"] = Secret(getpass.getpass("sudo's password on the nodes: "))
    return found


def with_remotes(
    options: SelectOptions,
    names: Sequence[str],
    work: Callable[[list[Remote]], Awaitable[_R]],
    *,
    groups: Sequence[str] = (),
    clusters: Sequence[str] = (),
    way: str | None = None,
    console_password: Secret | None = None,
) -> _R:
    """Do something with machines in an event loop of our own, and close all connections after.

    Args:
        options: how they are reached.
        names: nodes of the inventory, or hosts as ssh takes them.
        work: is given the machines, each once, in the order in which they were named.
        groups: groups of the inventory, GROUP or CLUSTER/GROUP, whose members are meant.
        clusters: clusters of the inventory, whose nodes are all meant.
        way: into guests, unless it is what the inventory says.
        console_password: of the login on guests' consoles.

    Raises:
        UsageError: no machine is meant, or there is none of a name.
    """
    from virtreach.cli.reaching import how
    from virtreach.conf.inventory import Inventory, default_inventory

    given = how(options, names)  # type: ignore[arg-type]  # the same attributes
    path = given["inventory"]
    if path is None and options.jump is None and options.ssh_config is None:
        path = default_inventory()
    inventory = Inventory.load(path) if path is not None else None
    wanted = list(dict.fromkeys([*_members(inventory, groups, clusters), *names]))
    if not wanted:
        raise UsageError("which nodes? name some, or a --group, or a --cluster")

    async def main() -> _R:
        from virtreach.routes.ssh.openssh import FILES
        from virtreach.routes.ssh.pool import Pool
        from virtreach.routes.ssh.reach import Reach
        from virtreach.shell.machines import remote_to
        from virtreach.shell.node import node_route

        async with Pool() as pool:
            reach = Reach(inventory, pool) if inventory is not None else None
            remotes: list[Remote] = [
                remote_to(
                    node_route(
                        name,
                        pool=pool,
                        reach=reach,
                        proxy_jump=options.jump,
                        files=given.get("files", FILES),
                    ),
                    way=way,
                    console_password=console_password,
                )
                for name in wanted
            ]
            try:
                return await work(remotes)
            finally:
                for remote in remotes:
                    await remote.aclose()

    return asyncio.run(main())


def _members(inventory: Inventory | None, groups: Sequence[str], clusters: Sequence[str]) -> list[str]:
    if not groups and not clusters:
        return []
    if inventory is None:
        raise UsageError("--group and --cluster need an inventory")
    found = []
    for name in clusters:
        cluster = inventory.cluster(name)
        found += [f"{name}/{node.name}" for group in cluster.groups for node in group.nodes]
    for name in groups:
        before, slash, wanted = name.rpartition("/")
        places = [inventory.cluster(before)] if slash else list(inventory.clusters.values())
        members = [
            [f"{place.name}/{node.name}" for node in group.nodes]
            for place in places
            for group in place.groups
            if group.name == wanted
        ]
        if len(members) != 1:
            what = "no group" if not members else "several groups"
            raise UsageError(f"the inventory has {what} {name!r}; write CLUSTER/GROUP")
        found += members[0]
    return found


def exit_status(result: Result) -> int:
    """Return the status to end with for a command that ended there: its own, or 128 and its signal's number."""
    if not result.signal:
        return result.status
    number = getattr(signal, f"SIG{result.signal}", None)
    return 255 if number is None else 128 + int(number)
