"""EXTERNAL (RFC 4422, appendix A): the channel says who we are, by a client certificate or as a socket's peer."""

from __future__ import annotations

from virtreach.errors import ProtocolError
from virtreach.session.sasl.base import ClientMechanism

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.session.sasl.base import SaslCredentials

__all__ = ["ExternalClient"]


class ExternalClient(ClientMechanism):
    """One EXTERNAL exchange; nothing is needed, and ``authzid`` says as whom to act."""

    name = "EXTERNAL"
    __slots__ = ("_authzid",)

    def __init__(self, credentials: SaslCredentials) -> None:
        super().__init__()
        self._authzid = (credentials.authzid or "").encode()

    def _first(self) -> bytes:
        self._complete = True
        return self._authzid

    def _next(self, data: bytes) -> bytes:
        raise ProtocolError("EXTERNAL: the server sent data, the mechanism has none")

    def step(self, challenge: bytes | None) -> bytes | None:
        """The verdict may come with empty data; there is nothing to answer."""
        if not challenge and self.complete:
            return b""
        return super().step(challenge)

    def _advice(self) -> str:
        return "the server does not accept this client certificate's or socket's identity for a login"
