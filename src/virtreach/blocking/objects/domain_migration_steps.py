# Made by `make generate` (tools/twin.py) from aio/objects/domain_migration_steps.py. Edit that file.
"""The five steps of a migration of version 3, in the two forms that hosts know, behind one face.

Each form carries what one step's answer gives to the next one. See
`virtreach.blocking.objects.domain_migration_flow` for the order.
"""

from __future__ import annotations

from virtreach.blocking.objects.domain_migration_target import MigrationTarget
from virtreach.errors import UsageError
from virtreach.wire.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NamedTuple, TypeAlias

    from virtreach.blocking.connection import Connection
    from virtreach.blocking.objects.domain import Domain

    class Plain(NamedTuple):
        """What a host without typed parameters can be told; ``bandwidth`` in MiB/s, 0 for no limit."""

        name: str | None
        xml: str | None
        uri: str | None
        bandwidth: int

    Steps: TypeAlias = "TypedSteps | PlainSteps"
else:
    Plain = record("Plain", "name xml uri bandwidth", __name__)

__all__ = ["Plain", "PlainSteps", "TypedSteps", "plain_values"]

_ABORT_ON_ERROR, _AUTO_CONVERGE = 4096, 8192  # virDomainMigrateFlags


def plain_values(params: dict[str, Any]) -> Plain:
    """Pick the values that hosts without typed parameters can be told.

    Raises:
        UsageError: there are others.
    """
    rest = dict(params)
    plain = Plain._make(
        (
            rest.pop("destination_name", None),
            rest.pop("destination_xml", None),
            rest.pop("migrate_uri", None),
            rest.pop("bandwidth", 0),
        )
    )
    if rest:
        raise UsageError(f"one of the hosts is too old for these migration parameters: {', '.join(rest)}")
    return plain


class TypedSteps:
    """Version 3 with typed parameters. Holds the parameters as they grow from step to step."""

    def __init__(
        self, domain: Domain, destination: Connection, params: dict[str, Any], flags: int, protection: int
    ) -> None:
        self.source = domain.migration.source
        self.target = MigrationTarget(destination)
        self.name = params.get("destination_name") or domain.name
        self.params = dict(params)
        self.flags = flags | protection
        # What the destination has no use for; older ones would refuse it.
        self.target_flags = flags & ~(_ABORT_ON_ERROR | _AUTO_CONVERGE)
        self.protected = bool(protection)

    def begin(self) -> bytes:
        begun = self.source.begin3_params(self.params, flags=self.flags)
        self.params["destination_xml"] = begun.xml
        return begun.cookie_out

    def prepare(self, cookie: bytes) -> bytes:
        prepared = self.target.prepare3_params(self.params, cookie=cookie, flags=self.target_flags)
        if prepared.uri_out:
            self.params["migrate_uri"] = prepared.uri_out
        return prepared.cookie_out

    @property
    def uri(self) -> str | None:
        uri: str | None = self.params.get("migrate_uri")
        return uri

    def perform(self, cookie: bytes) -> bytes:
        return self.source.perform3_params(self.params, cookie=cookie, flags=self.flags)

    def finish(self, cookie: bytes, *, cancelled: bool) -> tuple[Domain, bytes]:
        params = {**self.params, "destination_name": self.name}
        return self.target.finish3_params(
            params, cookie=cookie, cancelled=cancelled, flags=self.target_flags
        )

    def confirm(self, cookie: bytes, *, cancelled: bool) -> None:
        self.source.confirm3_params(self.params, cookie=cookie, cancelled=cancelled, flags=self.flags)


class PlainSteps:
    """Version 3 before typed parameters."""

    def __init__(
        self, domain: Domain, destination: Connection, plain: Plain, flags: int, protection: int
    ) -> None:
        self.source = domain.migration.source
        self.target = MigrationTarget(destination)
        self.plain = plain
        self.name = plain.name or domain.name
        self.xml = ""
        self.uri = plain.uri
        self.flags = flags | protection
        self.target_flags = flags & ~(_ABORT_ON_ERROR | _AUTO_CONVERGE)
        self.protected = bool(protection)

    def begin(self) -> bytes:
        begun = self.source.begin3(
            xml=self.plain.xml, name=self.plain.name, resource=self.plain.bandwidth, flags=self.flags
        )
        self.xml = begun.xml
        return begun.cookie_out

    def prepare(self, cookie: bytes) -> bytes:
        prepared = self.target.prepare3(
            self.xml,
            cookie=cookie,
            uri=self.plain.uri,
            name=self.plain.name,
            resource=self.plain.bandwidth,
            flags=self.target_flags,
        )
        self.uri = prepared.uri_out or self.uri
        return prepared.cookie_out

    def perform(self, cookie: bytes) -> bytes:
        return self.source.perform3(
            cookie=cookie,
            uri=self.uri,
            name=self.plain.name,
            resource=self.plain.bandwidth,
            flags=self.flags,
        )

    def finish(self, cookie: bytes, *, cancelled: bool) -> tuple[Domain, bytes]:
        return self.target.finish3(
            self.name, cookie=cookie, uri=self.uri, cancelled=cancelled, flags=self.target_flags
        )

    def confirm(self, cookie: bytes, *, cancelled: bool) -> None:
        self.source.confirm3(cookie=cookie, cancelled=cancelled, flags=self.flags)
