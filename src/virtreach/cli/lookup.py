"""Finding what was named on the command line."""

from __future__ import annotations

from virtreach.errors.libvirt import NoDomain, NoStoragePool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.blocking.connection import Connection
    from virtreach.blocking.objects.domain import Domain
    from virtreach.blocking.objects.storage_pool import StoragePool
    from virtreach.blocking.objects.storage_volume import StorageVolume

__all__ = ["about", "domain", "is_uuid", "pool", "volume"]

_HEX = frozenset("0123456789abcdefABCDEF")
_ID_MAX = 0x7FFFFFFF


def is_uuid(text: str) -> bool:
    """Tell whether text is a UUID, with dashes where they belong or without any."""
    digits = text.replace("-", "")
    if len(digits) != 32 or not _HEX.issuperset(digits):
        return False
    return digits == text or [len(part) for part in text.split("-")] == [8, 4, 4, 4, 12]


def domain(connection: Connection, text: str) -> Domain:
    """Find a domain by its id, its UUID or its name; tried in this order, as virsh does.

    Raises:
        NoDomain: there is none.
    """
    domains = connection.domains
    try:
        if text.isascii() and text.isdecimal() and int(text) <= _ID_MAX:
            return domains.lookup_by_id(int(text))
        if is_uuid(text):
            return domains.lookup_by_uuid(text)
    except NoDomain:
        # A name may look like an id or a UUID.
        pass
    return domains.lookup_by_name(text)


def pool(connection: Connection, text: str) -> StoragePool:
    """Find a storage pool by its UUID or its name.

    Raises:
        NoStoragePool: there is none.
    """
    pools = connection.storage_pools
    if is_uuid(text):
        try:
            return pools.lookup_by_uuid(text)
        except NoStoragePool:
            # A name may look like a UUID.
            pass
    return pools.lookup_by_name(text)


def volume(connection: Connection, text: str) -> StorageVolume:
    """Find a volume by its path on the host (``/...``), or as ``POOL/NAME``.

    Raises:
        CommandFailed: it is neither.
        NoStorageVol: there is none.
    """
    if text.startswith("/"):
        return connection.storage_volumes.lookup_by_path(text)
    where, slash, name = text.partition("/")
    if not slash or not name:
        from virtreach.cli.failures import USAGE, CommandFailed

        raise CommandFailed(f"{text!r} is no volume: write POOL/NAME, or its path on the host", USAGE)
    return pool(connection, where).volumes.lookup_by_name(name)


def about(domain: Domain) -> dict[str, Any]:
    """What tells a domain from others, for JSON."""
    return {"id": domain.id if domain.id >= 0 else None, "name": domain.name, "uuid": domain.uuid}
