"""The calls that the daemon answers itself: authentication, open and close, what it can do.

SASL as libvirt carries it (``src/remote/remote_daemon_dispatch.c``, ``remoteDispatchAuthSaslStart``): whatever goes
wrong, the client is told the same, and the log says why. After a failure it may begin anew, a few times.
"""

from __future__ import annotations

import asyncio
from logging import getLogger

from virtreach.daemon.entry.allowed import fits
from virtreach.errors import AuthenticationError, LibvirtError, ProtocolError, UsageError
from virtreach.session.sasl import server_offer
from virtreach.session.server_answers import (
    authentication_failed,
    authentication_required,
    internal_error,
    rpc_error,
)
from virtreach.wire.packet import HEADER_SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.daemon.client import Client
    from virtreach.protocol.procedure import Procedure
    from virtreach.session.sasl.server_base import ServerMechanism

__all__ = ["Authentication", "Stranger", "answer_early", "scheme_of"]

_log = getLogger("virtreach.daemon")
_AUTH_LIST, _SASL_INIT, _SASL_START, _SASL_STEP, _POLKIT = 66, 67, 68, 69, 70
_CONNECT_CLOSE = 2
_NONE, _SASL = 0, 1  # remote_auth_type


class Stranger:
    """One client until it is known. Gone afterwards.

    Args:
        client: who it is about.
    """

    __slots__ = ("_attempts", "_client")

    def __init__(self, client: Client) -> None:
        self._client = client
        self._attempts = 0

    def call(self, procedure: Procedure[Any], serial: int, packet: bytes) -> bytes | None:
        """Answer a call; see `ServerSession.on_call`."""
        raise AssertionError("a way to authenticate says how")

    def failed(self, method: str, why: str, name: str = "") -> None:
        """An attempt has failed: log, audit and figures learn of it, and after some of them the client has to go.

        Args:
            method: how it was tried.
            why: the reason, which the client is not told.
            name: what the client calls itself; "" if it has not said so.
        """
        client = self._client
        self._attempts += 1
        _log.warning("%r: authentication failed: %s, name %a", client.info, why, name)
        client.house.policy.audit.event("login", client.info, "failed", {"name": name, "why": why})
        client.house.metrics.login(method, "failed")
        if self._attempts >= client.house.max_attempts:
            client.close_soon("too many failed attempts to authenticate")


class Authentication(Stranger):
    """SASL with one client until it is known."""

    __slots__ = ("_busy", "_mechanism", "_offered")

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self._mechanism: ServerMechanism | None = None
        self._offered: list[str] = []
        self._busy = False

    def call(self, procedure: Procedure[Any], serial: int, packet: bytes) -> bytes | None:
        """Answer a call; see `ServerSession.on_call`."""
        if not procedure.preauth:
            raise authentication_required()
        if self._busy:
            raise authentication_failed()
        args = procedure.decode_args(packet, HEADER_SIZE)
        number = procedure.number
        if number == _AUTH_LIST:
            return procedure.encode_ret([_SASL])
        if number == _SASL_INIT:
            return procedure.encode_ret(self._init())
        if number == _SASL_START:
            return self._start(procedure, serial, args)
        if number == _SASL_STEP:
            if self._mechanism is None:
                raise self._failed("a step before the start")
            return self._run(procedure, serial, None if args.nil else args.data)
        raise authentication_failed()

    def _init(self) -> str:
        if self._mechanism is not None:
            # What was begun and not ended counts as an attempt.
            raise self._failed("the exchange was begun anew")
        client = self._client
        self._offered = server_offer.offer(
            client.house.mechanisms, encrypted=client.encrypted, identity=client.info.distinguished_name
        )
        if not self._offered:
            _log.warning(
                "%r: no SASL mechanism is strong enough for this transport (sasl_mechanisms)", client.info
            )
            raise authentication_failed()
        return ",".join(self._offered)

    def _start(self, procedure: Procedure[Any], serial: int, args: Any) -> bytes | None:
        if self._mechanism is not None:
            raise self._failed("the exchange was begun anew")
        if args.mech not in self._offered:
            raise self._failed("a mechanism that was not offered")
        client = self._client
        self._mechanism = server_offer.make(
            args.mech,
            client.house.users,
            encrypted=client.encrypted,
            realm=client.house.realm,
            identity=client.info.distinguished_name,
        )
        return self._run(procedure, serial, None if args.nil else args.data)

    def _run(self, procedure: Procedure[Any], serial: int, data: bytes | None) -> bytes | None:
        mechanism = self._mechanism
        assert mechanism is not None
        if mechanism.slow and data:
            self._busy = True
            self._client.later(procedure, serial, self._slowly(procedure, mechanism, data))
            return None
        try:
            answer = mechanism.start(data) if procedure.number == _SASL_START else mechanism.step(data)
        except (ProtocolError, AuthenticationError) as error:
            raise self._failed(str(error)) from None
        return self._answer(procedure, mechanism, answer)

    async def _slowly(self, procedure: Procedure[Any], mechanism: ServerMechanism, data: bytes) -> bytes:
        take = mechanism.start if procedure.number == _SASL_START else mechanism.step
        try:
            answer = await asyncio.get_running_loop().run_in_executor(None, take, data)
        except (ProtocolError, AuthenticationError) as error:
            raise self._failed(str(error)) from None
        finally:
            self._busy = False
        return self._answer(procedure, mechanism, answer)

    def _answer(self, procedure: Procedure[Any], mechanism: ServerMechanism, answer: bytes | None) -> bytes:
        client = self._client
        if mechanism.attempted and client.house.lockout.locked(mechanism.attempted, client.source):
            client.house.metrics.locked += 1
            raise self._failed("too many failures with that name")
        if mechanism.complete:
            self._accept(mechanism)
        return procedure.encode_ret(int(mechanism.complete), int(answer is None), answer or b"")

    def _accept(self, mechanism: ServerMechanism) -> None:
        client = self._client
        globs = client.house.allowed_users
        if globs is not None and not fits(mechanism.username, globs):
            raise self._failed("sasl_allowed_username_list does not have the name")
        if not client.encrypted and mechanism.ssf < client.house.min_ssf:
            raise self._failed(
                f"the security layer has {mechanism.ssf} bits, {client.house.min_ssf} are needed"
            )
        client.house.lockout.succeeded(mechanism.username, client.source)
        client.info.user = mechanism.username
        client.info.authenticated = f"sasl {mechanism.name}"
        _log.info("%r: authenticated by %s", client.info, mechanism.name)
        client.authenticated(mechanism if mechanism.ssf else None)

    def _failed(self, why: str) -> LibvirtError:
        mechanism, self._mechanism = self._mechanism, None
        name = mechanism.attempted if mechanism is not None else ""
        if name:
            self._client.house.lockout.failed(name, self._client.source)
        self.failed(f"sasl {mechanism.name}" if mechanism is not None else "sasl", why, name)
        return authentication_failed()


def answer_early(client: Client, procedure: Procedure[Any], packet: bytes) -> bytes:
    """Answer a call of a known client that has nothing open, other than to open something.

    Raises:
        LibvirtError: it needs more than that.
    """
    number = procedure.number
    # As libvirtd does, the arguments are looked at first.
    procedure.decode_args(packet, HEADER_SIZE)
    if number == _AUTH_LIST:
        return procedure.encode_ret([_NONE])
    if procedure.preauth:
        raise rpc_error("authentication is over") if number != _POLKIT else authentication_failed()
    if number == _CONNECT_CLOSE:
        client.close_soon("")
        return b""
    raise internal_error("hypervisor connection not open")


def scheme_of(name: str) -> str:
    """The scheme of a URI, without its transport.

    Raises:
        UsageError: it has none.
    """
    scheme, colon, _ = name.partition(":")
    if not colon or not scheme:
        raise UsageError(f"{name!r} is no URI")
    return scheme.partition("+")[0].lower()
