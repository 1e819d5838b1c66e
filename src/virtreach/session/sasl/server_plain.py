"""PLAIN and EXTERNAL, server side (RFC 4616; RFC 4422, appendix A).

`server_offer` offers PLAIN inside TLS and on unix sockets only, and EXTERNAL where the channel itself says who it is.
"""

from __future__ import annotations

from virtreach.session.sasl.saslprep import prepare_name
from virtreach.session.sasl.secret import Secret
from virtreach.session.sasl.server_base import ServerMechanism
from virtreach.session.sasl.verifiers import check_password

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.session.sasl.server_base import VerifierSource

__all__ = ["ExternalServer", "PlainServer"]

_MAX_MESSAGE = 4096


class PlainServer(ServerMechanism):
    """One PLAIN exchange; the password is checked against the SCRAM verifier, which takes milliseconds."""

    name = "PLAIN"
    slow = True
    __slots__ = ("_asked", "_source")

    def __init__(self, source: VerifierSource) -> None:
        super().__init__()
        self._source = source
        self._asked = False

    def _next(self, data: bytes | None) -> bytes | None:
        if data is None and not self._asked:
            self._asked = True
            return b""
        parts = (data or b"").split(b"\0")
        if len(parts) != 3 or not parts[2] or len(data or b"") > _MAX_MESSAGE:
            raise self._broken("the message is not a name and a password")
        try:
            authzid, name = (prepare_name(part.decode("utf-8")) for part in parts[:2])
        except ValueError:
            raise self._broken("the name cannot be used") from None
        if not name or len(name) > 256:
            raise self._broken("the name is empty or too long")
        self.attempted = name
        found = self._source.scram(name, "sha256")
        # Made for every name: what it costs would tell which ones there are.
        mock = self._source.mock(name, "sha256")
        right = check_password(Secret(parts[2]), found or mock)
        if found is None or not right:
            raise self._rejected("the password is wrong, or nobody has that name")
        if authzid and authzid != name:
            raise self._rejected("acting as another user is not possible")
        self._complete = True
        self.username = name
        return None


class ExternalServer(ServerMechanism):
    """One EXTERNAL exchange.

    Args:
        identity: who the channel says it is.
    """

    name = "EXTERNAL"
    __slots__ = ("_asked", "_identity")

    def __init__(self, identity: str) -> None:
        super().__init__()
        self._identity = identity
        self._asked = False

    def _next(self, data: bytes | None) -> bytes | None:
        if data is None and not self._asked:
            self._asked = True
            return b""
        if data and data.decode("utf-8", "replace") != self._identity:
            raise self._rejected("acting as another user is not possible")
        self._complete = True
        self.username = self._identity
        return None
