"""Which SASL mechanism is strong enough for which channel.

======================  ===========  ========  ========================================================
channel                 external     minimum   what may run over it
======================  ===========  ========  ========================================================
plain TCP               0            112       DIGEST-MD5 with rc4 (128 bits); GSSAPI (256 bits)
TLS                     256          0         everything; no second layer is set up
unix, ssh, ext          0 (local)    0         everything
======================  ===========  ========  ========================================================

Strength is counted in SSF, roughly the bits of the cipher's key. The strongest mechanism that both sides have
and the channel allows is taken: SCRAM-SHA-256, SCRAM-SHA-1, GSSAPI, DIGEST-MD5, PLAIN. If it fails, the
connection fails: no weaker one is tried. EXTERNAL runs only when it is named in ``mechanisms``, ANONYMOUS and
the rest never. PLAIN, which hands the password over, also needs a server that has been verified.
"""

from __future__ import annotations

from virtreach.errors import MechanismUnavailable
from virtreach.session.sasl.base import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from virtreach.session.sasl.base import ClientMechanism, SaslCredentials

__all__ = [
    "check_strength",
    "create",
    "needs",
    "select",
    "split_mechlist",
]

# Strongest first: name -> (strength of the mechanism's own layer, does it send the password itself).
_KNOWN = {
    "SCRAM-SHA-256-PLUS": (0, False),
    "SCRAM-SHA-1-PLUS": (0, False),
    "SCRAM-SHA-256": (0, False),
    "SCRAM-SHA-1": (0, False),
    "GSSAPI": (256, False),
    "DIGEST-MD5": (128, False),
    "PLAIN": (0, True),
    "EXTERNAL": (0, False),
}
_ONLY_WHEN_ASKED = frozenset(("EXTERNAL",))
_WITHOUT_PASSWORD = frozenset(("EXTERNAL", "GSSAPI"))
_MAX_NAMES = 64


def split_mechlist(mechlist: str) -> list[str]:
    """The server's list as names in upper case, without repetitions.

    libvirt separates by comma (``virNetSASLSessionListMechanisms``); blanks are taken too. What is no
    mechanism name by RFC 4422, 3.1 is dropped.
    """
    names: dict[str, None] = {}
    for name in mechlist.replace(",", " ").upper().split()[:_MAX_NAMES]:
        if len(name) <= 20 and name.isascii() and name.replace("-", "").replace("_", "").isalnum():
            names[name] = None
    return list(names)


def needs(name: str) -> tuple[str, ...]:
    """Which of ``authname`` and ``password`` the mechanism cannot do without."""
    return () if name in _WITHOUT_PASSWORD else ("authname", "password")


def select(
    offered: Iterable[str],
    *,
    external_ssf: int,
    min_ssf: int,
    encrypted: bool,
    mechanisms: Sequence[str] | None = None,
    verified: bool = True,
    can_bind: bool = False,
    gssapi: bool = False,
) -> str:
    """Name the mechanism to use; nothing is asked of the user yet.

    Args:
        offered: what the server offers.
        external_ssf: strength of the channel below, bits: 256 inside TLS, else 0.
        min_ssf: strength that must be reached by channel or mechanism: 112 on plain TCP, 0 on local channels.
        encrypted: nobody can listen in: TLS, unix, ssh, ext.
        mechanisms: only these, as the caller wrote them; None for the default.
        verified: the server has shown who it is, or the caller has named the mechanisms and so decided for himself.
            A password is not sent to just anybody (``no_verify``).
        can_bind: this side can bind to the TLS channel.
        gssapi: a GSSAPI mechanism is installed. Without one GSSAPI is passed over, unless nothing else is
            asked for: then `create` says what to install.

    Raises:
        MechanismUnavailable: nothing fits; the message says why and what helps.
    """
    names = [shown(name.upper()) for name in offered]
    wanted = None if mechanisms is None else {name.upper() for name in mechanisms}
    if wanted is not None and (unknown := sorted(wanted - _KNOWN.keys())):
        raise MechanismUnavailable(
            f"virtreach has no SASL mechanism {', '.join(unknown)}; it has {', '.join(_KNOWN)}"
        )
    verdicts: dict[str, str] = {}
    for name, (own_ssf, sends_password) in _KNOWN.items():
        if name not in names:
            continue
        if wanted is None and name in _ONLY_WHEN_ASKED:
            verdicts[name] = f"it must be asked for (mechanisms=[{name!r}])"
        elif wanted is not None and name not in wanted:
            verdicts[name] = "mechanisms= leaves it out"
        elif name.endswith("-PLUS") and not can_bind:
            verdicts[name] = "it needs the TLS channel's binding data, which are not known here"
        elif sends_password and not encrypted:
            verdicts[name] = "it would send the password in clear; use TLS or ssh"
        elif sends_password and not verified:
            verdicts[name] = (
                "it would send the password to whoever answers, since no_verify leaves the server unchecked; leave "
                f"no_verify out, or ask for it (mechanisms=[{name!r}])"
            )
        elif max(own_ssf, external_ssf) < min_ssf:
            verdicts[name] = "it does not encrypt, which plain TCP needs; use TLS or ssh"
        elif name == "GSSAPI" and not gssapi and wanted != {"GSSAPI"}:
            verdicts[name] = "it needs the extra virtreach[gssapi], which a later version brings"
        else:
            return name
    raise MechanismUnavailable(_explain(names, verdicts, wanted))


def _explain(names: list[str], verdicts: dict[str, str], wanted: set[str] | None) -> str:
    if not names:
        return "the server offers no SASL mechanism at all; check mech_list in its SASL configuration"
    unknown = [name for name in names if name not in _KNOWN]
    said = [f"{name}: {why}" for name, why in verdicts.items()]
    if unknown:
        said.append(f"{', '.join(unknown)}: not supported")
    asked = f" (asked for: {', '.join(sorted(wanted))})" if wanted is not None else ""
    return f"the server offers {', '.join(names)}, none of which can be used{asked}. " + "; ".join(said)


def create(
    name: str,
    credentials: SaslCredentials,
    *,
    host: str,
    service: str = "libvirt",
    external_ssf: int = 0,
    min_ssf: int = 0,
    channel_binding: tuple[str, bytes] | None = None,
) -> ClientMechanism:
    """Make the mechanism that `select` named.

    Args:
        host: the server's name as in the URI, "localhost" for local ones.
        channel_binding: as in `ScramClient`.

    Raises:
        NoCredentials: name or password is missing or of no use.
        MissingExtra: GSSAPI.
    """
    if name.startswith("SCRAM-"):
        from virtreach.session.sasl import scram

        kind = {
            "SCRAM-SHA-256": scram.ScramSha256,
            "SCRAM-SHA-256-PLUS": scram.ScramSha256Plus,
            "SCRAM-SHA-1": scram.ScramSha1,
            "SCRAM-SHA-1-PLUS": scram.ScramSha1Plus,
        }[name]
        return kind(credentials, channel_binding=channel_binding)
    if name == "DIGEST-MD5":
        from virtreach.session.sasl.digest_md5 import DigestMd5Client

        return DigestMd5Client(credentials, host=host, service=service, layer=external_ssf < min_ssf)
    if name == "PLAIN":
        from virtreach.session.sasl.plain import PlainClient

        return PlainClient(credentials)
    if name == "EXTERNAL":
        from virtreach.session.sasl.external import ExternalClient

        return ExternalClient(credentials)
    from virtreach.session.sasl.gssapi import GssapiClient

    assert name == "GSSAPI", name
    return GssapiClient(credentials)


def check_strength(mechanism: ClientMechanism, *, external_ssf: int, min_ssf: int) -> None:
    """The last look, after the exchange: is the connection as strong as it must be?

    Raises:
        MechanismUnavailable: it is not.
    """
    assert mechanism.complete
    if max(mechanism.ssf, external_ssf) < min_ssf:
        raise MechanismUnavailable(
            f"{mechanism.name} set up a layer of strength {mechanism.ssf}, {min_ssf} is needed; "
            "use TLS or ssh",
            mechanism=mechanism.name,
        )
