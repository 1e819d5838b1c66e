"""`virtreach net list`: the virtual networks of a host."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, option
from virtreach.errors.libvirt import InternalError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.blocking.objects.network import Network
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "NetListOptions", "run"]

# virConnectListAllNetworksFlags
_INACTIVE, _ACTIVE = 1, 2

_COLUMNS = (
    ("name", "NAME"),
    ("state", "STATE"),
    ("autostart", "AUTOSTART"),
    ("persistent", "PERSISTENT"),
    ("bridge", "BRIDGE"),
)


class NetListOptions(Options):
    """What `net list` is given."""

    all: bool
    inactive: bool


def run(context: Context, options: NetListOptions) -> None:
    """List networks by name."""
    flags = 0 if options.all else _INACTIVE if options.inactive else _ACTIVE
    with context.connect() as connection:
        records = [_describe(network) for network in connection.networks.list(flags=flags)]
    records.sort(key=lambda record: str(record["name"]))
    context.output.rows(_COLUMNS, records)


def _describe(network: Network) -> dict[str, Any]:
    return {
        "name": network.name,
        "uuid": network.uuid,
        "state": "active" if network.is_active() else "inactive",
        "autostart": network.autostart(),
        "persistent": network.is_persistent(),
        "bridge": _bridge(network),
    }


def _bridge(network: Network) -> str | None:
    try:
        return network.bridge_name()
    except InternalError:
        # So answers a network without a bridge of its own.
        return None


COMMAND = Command(
    "net list",
    "List virtual networks: the active ones, unless something else is asked for.",
    run,
    options=NetListOptions,
    parameters=(
        option("-a", "--all", kind="flag", help="Inactive ones as well."),
        option("-i", "--inactive", kind="flag", help="Only inactive ones."),
    ),
)
