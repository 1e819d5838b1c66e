"""The host's UUID: what the configuration says, or what the machine does (``src/util/viruuid.c``).

libvirtd makes one up where the machine has none, another one at each start; here that is a mistake to be told.
"""

from __future__ import annotations

import os

from virtreach.daemon.config.checks import uuid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.daemon.config.settings import Settings

__all__ = ["SOURCES", "host_uuid"]

SOURCES = {
    "machine-id": ("etc/machine-id",),
    "smbios": ("sys/devices/virtual/dmi/id/product_uuid", "sys/class/dmi/id/product_uuid"),
}
"""Files below the root that have the UUID, by what ``host_uuid_source`` calls them."""


def host_uuid(settings: Settings, *, root: str = "/") -> str:
    """Find the host's UUID.

    Args:
        settings: the configuration.
        root: the root of the file system, for tests.

    Returns:
        It, as it is usually written; "" when the configuration names neither it nor a source.

    Raises:
        ConfigError: the source has none.
    """
    if settings.host_uuid:
        return _written(settings.host_uuid)
    source = settings.host_uuid_source
    for name in SOURCES.get(source, ()):
        try:
            with open(os.path.join(root, name), encoding="ascii") as file:
                text = file.read(64).strip()
        except (OSError, UnicodeDecodeError):
            continue
        if text and not uuid(text):
            return _written(text)
    if source:
        text = f"host_uuid_source: {source} has no UUID on this machine; set host_uuid"
        raise settings.error(text, "host_uuid_source")
    return ""


def _written(text: str) -> str:
    digits = text.replace("-", "").lower()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
