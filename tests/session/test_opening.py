"""The steps to an open connection, driven by hand: what is asked in which order, and what each answer leads to."""

from __future__ import annotations

from types import SimpleNamespace as Reply
from typing import Any, cast

import pytest

from virtreach.errors import (
    CredentialsRejected,
    LibvirtError,
    MechanismUnavailable,
    ProtocolError,
    ServerNotAuthentic,
)
from virtreach.protocol import admin
from virtreach.protocol import remote as P
from virtreach.session.opening import Exchange, Negotiate, Opening, Protect, open_admin, open_remote

NONE, SASL, POLKIT = 0, 1, 2
REFUSED = LibvirtError("authentication failed", code=45)


class Mechanism:
    """A mechanism with two messages of its own; the server's last one proves that it is genuine."""

    name = "TEST"

    def __init__(self, ssf: int = 0, spare: Mechanism | None = None) -> None:
        self.ssf = ssf
        self.complete = False
        self.heard: list[bytes] = []
        self._spare = spare

    def start(self) -> bytes | None:
        return b"first"

    def step(self, data: bytes) -> bytes | None:
        self.heard.append(data)
        self.complete = data == b"proof"
        return b"next"

    def alternative(self) -> Mechanism | None:
        return self._spare

    def rejected(self, reason: str) -> CredentialsRejected:
        return CredentialsRejected(f"TEST: {reason}")


class Host:
    """Answers the steps of a flow as a server would.

    Args:
        types: the ways to authenticate that it lists.
        sasl: its answers to SASL messages: (complete, data), data None for nil, or an error.
        mechanism: what `Negotiate` brings.
        polkit: the error that polkit ends in, or None.

    Attributes:
        asked: the names of the procedures called, and the other steps, in order.
    """

    def __init__(
        self,
        *types: int,
        sasl: tuple[tuple[int, bytes | None] | Exception, ...] = (),
        mechanism: Mechanism | None = None,
        polkit: Exception | None = None,
    ) -> None:
        self.types = types
        self.sasl = list(sasl)
        self.mechanism = mechanism
        self.polkit = polkit
        self.asked: list[Any] = []
        self.arguments: dict[str, tuple[Any, ...]] = {}

    def answer(self, name: str) -> Any:
        """What one procedure brings."""
        if name == "auth_list":
            return Reply(types=self.types)
        if name == "connect_supports_feature":
            return Reply(supported=1)
        if name == "auth_sasl_init":
            return Reply(mechlist="TEST")
        if name in ("auth_sasl_start", "auth_sasl_step"):
            given = self.sasl.pop(0) if len(self.sasl) > 1 else self.sasl[0]
            if isinstance(given, Exception):
                raise given
            complete, data = given
            return Reply(complete=complete, nil=int(data is None), data=data or b"")
        if name == "auth_polkit" and self.polkit is not None:
            raise self.polkit
        return None

    def open(self, flow: Any) -> Opening:
        """Carry out a flow to its end."""
        try:
            step = next(flow)
            while True:
                step = self._take(flow, step)
        except StopIteration as end:
            return cast("Opening", end.value)

    def _take(self, flow: Any, step: Any) -> Any:
        if isinstance(step, Negotiate):
            self.asked.append(f"negotiate {step.mechlist}")
            return flow.send(self.mechanism)
        if isinstance(step, Protect):
            self.asked.append("protect")
            return flow.send(None)
        assert isinstance(step, Exchange)
        try:
            replies = []
            for procedure, args in step.calls:
                self.asked.append(procedure.name)
                self.arguments[procedure.name] = args
                # What is sent can be encoded.
                assert isinstance(procedure.encode_args(*args), bytes)
                replies.append(self.answer(procedure.name))
        except LibvirtError as error:
            return flow.throw(error)
        return flow.send(replies)


OPENED = [P.CONNECT_SUPPORTS_FEATURE.name, P.CONNECT_OPEN.name]


def test_without_authentication() -> None:
    host = Host(NONE)
    opening = host.open(open_remote("qemu:///system", 1))
    assert host.asked == ["auth_list", *OPENED]
    assert host.arguments["connect_open"] == ("qemu:///system", 1)
    assert (opening.authentication, opening.keepalive, opening.ssf) == ("none", True, 0)


def test_administration_needs_nothing_else() -> None:
    host = Host()
    opening = host.open(open_admin())
    assert host.asked == [admin.CONNECT_OPEN.name]
    assert not opening.keepalive


def test_polkit() -> None:
    host = Host(POLKIT)
    assert host.open(open_remote("", 0)).authentication == "polkit"
    assert host.asked == ["auth_list", "auth_polkit", *OPENED]
    with pytest.raises(CredentialsRejected, match="join the group") as caught:
        Host(POLKIT, polkit=REFUSED).open(open_remote("", 0))
    assert caught.value.__cause__ is REFUSED


def test_ways_that_are_not_known() -> None:
    with pytest.raises(MechanismUnavailable, match=r"\[7\]"):
        Host(7).open(open_remote("", 0))


def test_who_has_credentials_talks_to_no_server_that_wants_none() -> None:
    host = Host(NONE)
    with pytest.raises(MechanismUnavailable, match="no SASL"):
        host.open(open_remote("", 0, require_sasl=True))
    assert host.asked == ["auth_list"]


@pytest.mark.parametrize("last", ["complete with the proof", "proof before the end"])
def test_sasl(last: str) -> None:
    mechanism = Mechanism()
    if last == "complete with the proof":
        host = Host(SASL, sasl=((0, b"challenge"), (1, b"proof")), mechanism=mechanism)
    else:
        host = Host(SASL, sasl=((0, b"challenge"), (0, b"proof"), (1, None)), mechanism=mechanism)
    opening = host.open(open_remote("", 0))
    steps = ["auth_sasl_step"] * (len(mechanism.heard) - (last == "complete with the proof"))
    assert host.asked == ["auth_list", "auth_sasl_init", "negotiate TEST", "auth_sasl_start", *steps, *OPENED]
    assert mechanism.heard == [b"challenge", b"proof"]
    assert host.arguments["auth_sasl_start"] == ("TEST", 0, b"first")
    assert (opening.authentication, opening.ssf) == ("TEST", 0)


def test_a_security_layer_is_in_force_before_anything_else_is_said() -> None:
    host = Host(NONE, SASL, sasl=((1, b"proof"),), mechanism=Mechanism(ssf=128))
    assert host.open(open_remote("", 0, min_ssf=112)).ssf == 128
    assert host.asked[-3:] == ["protect", *OPENED]


def test_a_layer_that_is_too_weak() -> None:
    host = Host(SASL, sasl=((1, b"proof"),), mechanism=Mechanism(ssf=56))
    with pytest.raises(MechanismUnavailable, match="strength 56"):
        host.open(open_remote("", 0, min_ssf=112))
    assert "connect_open" not in host.asked


@pytest.mark.parametrize("answer", [(1, None), (1, b"nonsense")])
def test_a_server_that_proves_nothing(answer: tuple[int, bytes | None]) -> None:
    host = Host(SASL, sasl=(answer,), mechanism=Mechanism())
    with pytest.raises(ServerNotAuthentic):
        host.open(open_remote("", 0))
    assert "connect_open" not in host.asked


def test_a_refusal_is_the_mechanism_s_to_explain() -> None:
    host = Host(SASL, sasl=(REFUSED,), mechanism=Mechanism())
    with pytest.raises(CredentialsRejected, match="TEST: authentication failed"):
        host.open(open_remote("", 0))


def test_a_mechanism_s_second_attempt() -> None:
    host = Host(SASL, sasl=(REFUSED, (1, b"proof")), mechanism=Mechanism(spare=Mechanism()))
    host.open(open_remote("", 0))
    assert host.asked.count("auth_sasl_init") == host.asked.count("auth_sasl_start") == 2
    # There is no third one.
    host = Host(SASL, sasl=(REFUSED,), mechanism=Mechanism(spare=Mechanism()))
    with pytest.raises(CredentialsRejected):
        host.open(open_remote("", 0))


def test_a_server_that_never_comes_to_an_end() -> None:
    with pytest.raises(ProtocolError, match="not complete after"):
        Host(SASL, sasl=((0, b"more"),), mechanism=Mechanism()).open(open_remote("", 0))


def test_a_server_without_mechanisms() -> None:
    class Bare(Host):
        def answer(self, name: str) -> Any:
            if name == "auth_sasl_init":
                raise REFUSED
            return super().answer(name)

    with pytest.raises(MechanismUnavailable, match="use TLS"):
        Bare(SASL).open(open_remote("", 0))
