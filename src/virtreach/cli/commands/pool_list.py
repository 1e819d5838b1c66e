"""`virtreach pool list`: the storage pools of a host."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, option
from virtreach.cli.words import size_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.blocking.objects.storage_pool import StoragePool
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "PoolListOptions", "run"]

# virConnectListAllStoragePoolsFlags
_INACTIVE, _ACTIVE = 1, 2
# virStoragePoolState
_STATES = ("inactive", "building", "running", "degraded", "inaccessible")

_COLUMNS = (
    ("name", "NAME"),
    ("state", "STATE"),
    ("autostart", "AUTOSTART"),
    (">capacity_text", "CAPACITY"),
    (">allocation_text", "ALLOCATION"),
    (">available_text", "AVAILABLE"),
)


class PoolListOptions(Options):
    """What `pool list` is given."""

    all: bool
    inactive: bool


def run(context: Context, options: PoolListOptions) -> None:
    """List pools by name."""
    flags = 0 if options.all else _INACTIVE if options.inactive else _ACTIVE
    with context.connect() as connection:
        records = [_describe(pool) for pool in connection.storage_pools.list(flags=flags)]
    records.sort(key=lambda record: str(record["name"]))
    if not context.output.json:
        for record in records:
            for key in ("capacity", "allocation", "available"):
                record[f"{key}_text"] = size_text(record[key])
    context.output.rows(_COLUMNS, records)


def _describe(pool: StoragePool) -> dict[str, Any]:
    info = pool.info()
    known = info.state != 0
    return {
        "name": pool.name,
        "uuid": pool.uuid,
        "state": _STATES[info.state] if 0 <= info.state < len(_STATES) else f"state {info.state}",
        "autostart": pool.autostart(),
        "persistent": pool.is_persistent(),
        # A pool that does not run has not been looked at.
        "capacity": info.capacity if known else None,
        "allocation": info.allocation if known else None,
        "available": info.available if known else None,
    }


COMMAND = Command(
    "pool list",
    "List storage pools: the running ones, unless something else is asked for.",
    run,
    options=PoolListOptions,
    parameters=(
        option("-a", "--all", kind="flag", help="Those that do not run as well."),
        option("-i", "--inactive", kind="flag", help="Only those that do not run."),
    ),
    text="With --json, sizes are in bytes.",
)
