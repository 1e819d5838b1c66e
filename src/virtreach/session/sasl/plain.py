"""PLAIN (RFC 4616): the password as it is; `negotiate` lets it through on encrypted and local channels only."""

from __future__ import annotations

from virtreach.errors import NoCredentials, ProtocolError
from virtreach.session.sasl.base import ClientMechanism
from virtreach.session.sasl.secret import HiddenBytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.session.sasl.base import SaslCredentials

__all__ = ["PlainClient"]


class PlainClient(ClientMechanism):
    """One PLAIN exchange: a single message from us, and the server's verdict.

    Args:
        credentials: ``authname`` and ``password`` are needed.

    Raises:
        NoCredentials: one is missing, or holds a NUL.
    """

    name = "PLAIN"
    __slots__ = ("_credentials",)

    def __init__(self, credentials: SaslCredentials) -> None:
        super().__init__()
        if not credentials.authname or not credentials.password:
            missing = "password" if credentials.authname else "name"
            raise NoCredentials(f"PLAIN needs a {missing}", mechanism=self.name)
        names = credentials.authname + (credentials.authzid or "")
        if "\0" in names or b"\0" in credentials.password.reveal():
            raise NoCredentials("PLAIN cannot carry a name or password with a NUL in it", mechanism=self.name)
        self._credentials = credentials

    def _first(self) -> bytes:
        mine = self._credentials
        assert mine.authname is not None
        assert mine.password is not None
        self._complete = True
        return HiddenBytes(
            b"\0".join(((mine.authzid or "").encode(), mine.authname.encode(), mine.password.reveal()))
        )

    def _next(self, data: bytes) -> bytes:
        raise ProtocolError("PLAIN: the server sent data, the mechanism has none")

    def step(self, challenge: bytes | None) -> bytes | None:
        """The verdict may come with empty data; there is nothing to answer."""
        if not challenge and self.complete:
            return b""
        return super().step(challenge)
