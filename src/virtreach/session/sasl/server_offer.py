"""Which mechanisms a server offers on which channel, and how one is made.

What the client's side demands (`negotiate`) holds here, too: plain TCP needs a security layer of its own, so SCRAM and
PLAIN stay away from it; PLAIN needs a channel that nobody reads.
"""

from __future__ import annotations

from virtreach.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from virtreach.session.sasl.server_base import ServerMechanism, VerifierSource

__all__ = ["DEFAULT", "KNOWN", "make", "offer"]

KNOWN = ("SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5", "PLAIN", "EXTERNAL")
"""All mechanisms, the strongest first."""
DEFAULT = ("SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN")
"""What is offered when the configuration does not say."""


def offer(enabled: Iterable[str], *, encrypted: bool, identity: str = "") -> list[str]:
    """The mechanisms for a channel, the strongest first.

    Args:
        enabled: what the configuration allows.
        encrypted: TLS below, or a channel that does not leave the machine.
        identity: who the channel itself says is there, or "".
    """
    wanted = set(enabled)
    fit = {"DIGEST-MD5"}
    if encrypted:
        fit |= {"SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"}
        if identity:
            fit.add("EXTERNAL")
    return [name for name in KNOWN if name in wanted and name in fit]


def make(
    name: str, source: VerifierSource, *, encrypted: bool, realm: str, identity: str = ""
) -> ServerMechanism:
    """Make the server's end of a mechanism that was offered.

    Raises:
        UsageError: there is no such mechanism.
    """
    if name == "SCRAM-SHA-256":
        from virtreach.session.sasl.server_scram import ScramSha256Server

        return ScramSha256Server(source)
    if name == "SCRAM-SHA-1":
        from virtreach.session.sasl.server_scram import ScramSha1Server

        return ScramSha1Server(source)
    if name == "DIGEST-MD5":
        from virtreach.session.sasl.server_digest_md5 import DigestMd5Server

        return DigestMd5Server(source, realm=realm, layer=not encrypted)
    if name == "PLAIN":
        from virtreach.session.sasl.server_plain import PlainServer

        return PlainServer(source)
    if name == "EXTERNAL":
        from virtreach.session.sasl.server_plain import ExternalServer

        return ExternalServer(identity)
    raise UsageError(f"no mechanism {name!r}")
