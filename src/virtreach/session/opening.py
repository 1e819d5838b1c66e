"""From a fresh byte stream to an open connection, as a generator that any shell drives.

The order is libvirt's (remote_driver.c `doRemoteOpen`, `remoteAuthenticate`): list the
ways to authenticate, authenticate, ask whether the server knows keepalive, open.

A flow yields *steps* and is sent their results:

* `Exchange`: make these calls at once, send back the list of their results;
* `Negotiate`: choose a SASL mechanism and find the credentials for it; send back the mechanism;
* `Protect`: from now on pass everything in both directions through this security layer.

Errors of a step are thrown into the flow.
"""

from __future__ import annotations

from virtreach.errors import (
    CredentialsRejected,
    LibvirtError,
    MechanismUnavailable,
    ProtocolError,
    ServerNotAuthentic,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any, Protocol

    from virtreach.protocol.procedure import Procedure
    from virtreach.session.sasl.base import ClientMechanism

    class Layer(Protocol):
        """What protects the bytes of a connection: TLS, or a SASL security layer."""

        def wrap(self, data: bytes) -> bytes:
            """From bytes of ours to what is sent."""

        def unwrap(self, data: bytes) -> bytes:
            """From what was received to bytes of the server's; those of an incomplete unit wait for its rest."""


__all__ = [
    "TCP_MIN_SSF",
    "TLS_SSF",
    "Exchange",
    "Negotiate",
    "Opening",
    "Protect",
    "open_admin",
    "open_remote",
]

TCP_MIN_SSF = 112
"""The weakest that a security layer on plain TCP may be (libvirt refuses to configure less, ``tcp_min_ssf``)."""

TLS_SSF = 256
"""What TLS counts as, in bits."""

# remote_auth_type
_NONE, _SASL, _POLKIT = 0, 1, 2
# VIR_DRV_FEATURE_PROGRAM_KEEPALIVE
_FEATURE_KEEPALIVE = 10
# A mechanism needs three round trips at most; more is a server that plays for time.
_SASL_ROUNDS_MAX = 8


class Exchange:
    """Calls to make at once.

    Attributes:
        calls: pairs of procedure and its arguments.
    """

    __slots__ = ("calls",)

    def __init__(self, *calls: tuple[Procedure[Any], tuple[Any, ...]]) -> None:
        self.calls = calls


class Protect:
    """A security layer that both directions pass through from now on."""

    __slots__ = ("layer",)

    def __init__(self, layer: ClientMechanism) -> None:
        self.layer = layer


class Negotiate:
    """Which mechanism, with which credentials? It may take a while, when somebody is asked.

    Attributes:
        mechlist: what the server offers, as it was sent.
    """

    __slots__ = ("mechlist",)

    def __init__(self, mechlist: str) -> None:
        self.mechlist = mechlist


if TYPE_CHECKING:
    Steps = Generator[Exchange | Protect | Negotiate, Any, "Opening"]


class Opening:
    """What the flow found out.

    Attributes:
        keepalive: the server answers keepalive PINGs.
        authentication: ``none``, ``polkit``, or the SASL mechanism.
        ssf: strength of the SASL security layer in bits, 0 without one.
    """

    __slots__ = ("authentication", "keepalive", "ssf")

    def __init__(self, *, keepalive: bool, authentication: str, ssf: int) -> None:
        self.keepalive = keepalive
        self.authentication = authentication
        self.ssf = ssf

    def __repr__(self) -> str:
        return f"<Opening authentication={self.authentication} ssf={self.ssf} keepalive={self.keepalive}>"


def open_remote(
    name: str | None,
    flags: int,
    *,
    external_ssf: int = 0,
    min_ssf: int = 0,
    require_sasl: bool = False,
) -> Steps:
    """Open a connection of the remote program.

    Args:
        name: the URI that the far side opens; "" lets it choose. libvirtd refuses None.
        flags: ``VIR_CONNECT_RO`` and its like.
        external_ssf: strength of the encryption below, in bits.
        min_ssf: strength that encryption and SASL layer must reach, in bits.
        require_sasl: refuse a server that asks for no authentication, since whoever answers on an unprotected
            transport could claim that.

    Returns:
        What was found out.

    Raises:
        AuthenticationError: with what to do next.
        LibvirtError: the server refused.
        ProtocolError: the server broke the protocol.
    """
    from virtreach.protocol import remote as P

    [listed] = yield Exchange((P.AUTH_LIST, ()))
    kinds = list(listed.types)
    if _SASL in kinds:
        mechanism, ssf = yield from _sasl(external_ssf, min_ssf)
    elif require_sasl:
        raise MechanismUnavailable(
            "credentials were given, but the server asks for no SASL authentication, and this transport does not show "
            "who the server is: use TLS, or give no credentials"
        )
    elif _NONE in kinds or not kinds:
        mechanism, ssf = "none", 0
    elif _POLKIT in kinds:
        mechanism, ssf = (yield from _polkit()), 0
    else:
        raise MechanismUnavailable(
            f"the server offers authentication types {kinds}, none of which is known here"
        )
    keepalive, _ = yield Exchange(
        (P.CONNECT_SUPPORTS_FEATURE, (_FEATURE_KEEPALIVE,)),
        (P.CONNECT_OPEN, (name, flags)),
    )
    return Opening(keepalive=bool(keepalive.supported), authentication=mechanism, ssf=ssf)


def open_admin(flags: int = 0) -> Steps:
    """Open a connection of the admin program, whose socket is its authentication.

    Raises:
        LibvirtError: the server refused.
    """
    from virtreach.protocol import admin as P

    yield Exchange((P.CONNECT_OPEN, (flags,)))
    return Opening(keepalive=False, authentication="none", ssf=0)


def _polkit() -> Generator[Exchange, Any, str]:
    from virtreach.protocol import remote as P

    try:
        yield Exchange((P.AUTH_POLKIT, ()))
    except LibvirtError as error:
        raise CredentialsRejected(
            f"polkit on the host did not authorise this user: {error}. The action is org.libvirt.unix.manage, or "
            "org.libvirt.unix.monitor for read-only connections: join the group that the host's rules let in (often "
            "'libvirt'), run an authentication agent (pkttyagent), or open a read-only connection",
            mechanism="polkit",
        ) from error
    return "polkit"


def _sasl(external_ssf: int, min_ssf: int) -> Generator[Exchange | Protect | Negotiate, Any, tuple[str, int]]:
    """Authenticate by SASL; the layer, when there is one, is in force afterwards."""
    from virtreach.protocol import remote as P

    try:
        [offer] = yield Exchange((P.AUTH_SASL_INIT, ()))
    except LibvirtError as error:
        raise MechanismUnavailable(
            f"the server has no SASL mechanism for this transport: {error}. Its mech_list may hold only mechanisms "
            "without a security layer (SCRAM), which plain TCP cannot carry: use TLS"
        ) from error
    mechanism: ClientMechanism = yield Negotiate(offer.mechlist)
    while True:
        try:
            answer = yield from _sasl_rounds(mechanism)
            break
        except LibvirtError as error:
            again = mechanism.alternative()
            if again is None:
                raise mechanism.rejected(str(error)) from error
            mechanism = again
            yield Exchange((P.AUTH_SASL_INIT, ()))
    if not mechanism.complete and not answer.nil:
        mechanism.step(answer.data)
    if not mechanism.complete:
        raise ServerNotAuthentic(
            "the server said that authentication is complete, but did not prove that it knows the password",
            mechanism=mechanism.name,
        )
    from virtreach.session.sasl.negotiate import check_strength

    check_strength(mechanism, external_ssf=external_ssf, min_ssf=min_ssf)
    if mechanism.ssf:
        yield Protect(mechanism)
    return mechanism.name, mechanism.ssf


def _sasl_rounds(mechanism: ClientMechanism) -> Generator[Exchange, Any, Any]:
    """Carry the mechanism's messages until the server is content; gives its last reply."""
    from virtreach.protocol import remote as P

    data = mechanism.start()
    [answer] = yield Exchange((P.AUTH_SASL_START, (mechanism.name, int(data is None), data or b"")))
    rounds = 0
    while not answer.complete:
        rounds += 1
        if rounds > _SASL_ROUNDS_MAX:
            raise ProtocolError(f"{mechanism.name} is not complete after {rounds} rounds")
        data = mechanism.step(b"" if answer.nil else answer.data)
        [answer] = yield Exchange((P.AUTH_SASL_STEP, (int(data is None), data or b"")))
    return answer
