"""GSSAPI (RFC 4752), Kerberos: its place. The mechanism itself is not part of this version."""

from __future__ import annotations

from virtreach.errors import MissingExtra
from virtreach.session.sasl.base import ClientMechanism

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.session.sasl.base import SaslCredentials

__all__ = ["GssapiClient"]


class GssapiClient(ClientMechanism):
    """Refuses to be made, with the reason.

    Raises:
        MissingExtra: always.
    """

    name = "GSSAPI"
    __slots__ = ()

    def __init__(self, credentials: SaslCredentials) -> None:
        super().__init__()
        raise MissingExtra(
            "GSSAPI (Kerberos) is not available: it needs the extra virtreach[gssapi], which a later version "
            "brings; until then let the server offer SCRAM-SHA-256 inside TLS, or reach it through ssh"
        )
