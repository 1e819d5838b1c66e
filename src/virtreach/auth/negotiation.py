"""From the server's list of mechanisms to one that is ready to run: policy, credentials, mechanism."""

from __future__ import annotations

from virtreach.session.sasl.negotiate import create, needs, select

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from virtreach.auth.credentials import CredentialSource
    from virtreach.session.sasl.base import ClientMechanism

__all__ = ["Negotiator"]


class Negotiator:
    """Makes the mechanism for one connection; call it with what the server offers.

    May be used for each reconnect: it keeps nothing between two calls.

    Args:
        source: where credentials come from.
        host: the server as the URI writes it; "localhost" for a local one.
        encrypted: nobody can listen in: TLS, unix, ssh, ext.
        external_ssf: strength of the channel below, bits: 256 inside TLS, else 0.
        min_ssf: least strength of the whole, bits: 112 on plain TCP, else 0.
        mechanisms: only these mechanisms; None for the default.
    """

    __slots__ = ("_encrypted", "_external_ssf", "_host", "_mechanisms", "_min_ssf", "_source")

    def __init__(
        self,
        source: CredentialSource,
        *,
        host: str,
        encrypted: bool,
        external_ssf: int,
        min_ssf: int,
        mechanisms: Sequence[str] | None = None,
    ) -> None:
        self._source = source
        self._host = host or "localhost"
        self._encrypted = encrypted
        self._external_ssf = external_ssf
        self._min_ssf = min_ssf
        self._mechanisms = mechanisms

    def _select(self, offered: Sequence[str]) -> str:
        return select(
            offered,
            external_ssf=self._external_ssf,
            min_ssf=self._min_ssf,
            encrypted=self._encrypted,
            mechanisms=self._mechanisms,
        )

    def __call__(self, offered: Sequence[str]) -> ClientMechanism:
        """Choose, ask, make.

        Raises:
            MechanismUnavailable: nothing fits.
            NoCredentials: name or password is not to be had.
            MissingExtra: GSSAPI was asked for.
        """
        name = self._select(offered)
        credentials = self._source.resolve(name, needs(name), self._host)
        return create(
            name, credentials, host=self._host, external_ssf=self._external_ssf, min_ssf=self._min_ssf
        )

    async def negotiate(self, offered: Sequence[str]) -> ClientMechanism:
        """The same for asyncio; the callback may be a coroutine function."""
        name = self._select(offered)
        credentials = await self._source.aresolve(name, needs(name), self._host)
        return create(
            name, credentials, host=self._host, external_ssf=self._external_ssf, min_ssf=self._min_ssf
        )
