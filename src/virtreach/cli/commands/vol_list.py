"""`virtreach vol list`: the volumes of a storage pool."""

from __future__ import annotations

from virtreach.cli import lookup
from virtreach.cli.declaration import Command, Options, argument
from virtreach.cli.words import size_text
from virtreach.errors.libvirt import NoStorageVol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.blocking.objects.storage_volume import StorageVolume
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "VolListOptions", "run"]

# virStorageVolType
_TYPES = ("file", "block", "dir", "network", "netdir", "ploop")

_COLUMNS = (
    ("name", "NAME"),
    ("type", "TYPE"),
    (">capacity_text", "CAPACITY"),
    (">allocation_text", "ALLOCATION"),
    ("path", "PATH"),
)


class VolListOptions(Options):
    """What `vol list` is given."""

    pool: str


def run(context: Context, options: VolListOptions) -> None:
    """List volumes by name."""
    with context.connect() as connection:
        volumes = lookup.pool(connection, options.pool).volumes.list()
        records = [record for volume in volumes if (record := _describe(volume)) is not None]
    records.sort(key=lambda record: str(record["name"]))
    if not context.output.json:
        for record in records:
            for key in ("capacity", "allocation"):
                record[f"{key}_text"] = size_text(record[key])
    context.output.rows(_COLUMNS, records)


def _describe(volume: StorageVolume) -> dict[str, Any] | None:
    """What the list says of a volume; None when it went away meanwhile."""
    try:
        info = volume.info()
        path = volume.path()
    except NoStorageVol:
        return None
    return {
        "name": volume.name,
        "pool": volume.pool_name,
        "key": volume.key,
        "path": path,
        "type": _TYPES[info.type] if 0 <= info.type < len(_TYPES) else f"type {info.type}",
        "capacity": info.capacity,
        "allocation": info.allocation,
    }


COMMAND = Command(
    "vol list",
    "List the volumes of a running storage pool.",
    run,
    options=VolListOptions,
    parameters=(argument("pool", help="Name or UUID.", suggest="pool"),),
    text="With --json, sizes are in bytes.",
)
