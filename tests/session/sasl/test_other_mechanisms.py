"""PLAIN, EXTERNAL and the place of GSSAPI."""

from __future__ import annotations

import pytest

from virtreach.errors import MissingExtra, NoCredentials, ProtocolError
from virtreach.session.sasl.base import ClientMechanism, SaslCredentials
from virtreach.session.sasl.external import ExternalClient
from virtreach.session.sasl.gssapi import GssapiClient
from virtreach.session.sasl.plain import PlainClient
from virtreach.session.sasl.secret import Secret


class TestPlain:
    @pytest.mark.parametrize(
        ("credentials", "message"),
        [
            (SaslCredentials("tim", Secret("tanstaaftanstaaf")), b"\0tim\0tanstaaftanstaaf"),
            (SaslCredentials("Kurt", Secret("xipj3plmq"), authzid="Ursel"), b"Ursel\0Kurt\0xipj3plmq"),
            (SaslCredentials("jürgen", Secret("größe")), "\0jürgen\0größe".encode()),
        ],
    )
    def test_rfc_4616(self, credentials: SaslCredentials, message: bytes) -> None:
        plain = PlainClient(credentials)
        assert plain.start() == message
        assert plain.complete
        assert plain.ssf == 0
        assert plain.step(None) == plain.step(b"") == b""

    def test_message_hides_itself(self) -> None:
        message = PlainClient(SaslCredentials("tim", Secret("tanstaaf"))).start()
        assert repr(message) == str(message) == f"{message}" == "<hidden>"
        assert b"tanstaaf" in b"".join([message or b""])

    def test_data_from_the_server(self) -> None:
        plain = PlainClient(SaslCredentials("tim", Secret("x")))
        plain.start()
        with pytest.raises(ProtocolError):
            plain.step(b"more")
        assert not plain.complete

    @pytest.mark.parametrize(
        "credentials",
        [
            SaslCredentials(None, Secret("x")),
            SaslCredentials("tim", None),
            SaslCredentials("tim", Secret("")),
            SaslCredentials("t\0m", Secret("x")),
            SaslCredentials("tim", Secret("x\0y")),
            SaslCredentials("tim", Secret("x"), authzid="\0"),
        ],
    )
    def test_of_no_use(self, credentials: SaslCredentials) -> None:
        with pytest.raises(NoCredentials):
            PlainClient(credentials)


class TestExternal:
    @pytest.mark.parametrize(("authzid", "message"), [(None, b""), ("", b""), ("fred", b"fred")])
    def test_rfc_4422(self, authzid: str | None, message: bytes) -> None:
        external = ExternalClient(SaslCredentials(authzid=authzid))
        assert external.start() == message
        assert external.complete
        assert external.step(b"") == b""

    def test_data_from_the_server(self) -> None:
        external = ExternalClient(SaslCredentials())
        external.start()
        with pytest.raises(ProtocolError):
            external.step(b"?")

    def test_advice(self) -> None:
        assert "certificate" in str(ExternalClient(SaslCredentials()).rejected())


def test_gssapi_says_what_to_install() -> None:
    with pytest.raises(MissingExtra, match=r"virtreach\[gssapi\]"):
        GssapiClient(SaslCredentials())


def test_a_mechanism_without_layer_does_not_pretend() -> None:
    external = ExternalClient(SaslCredentials())
    assert external.max_send == 0
    for method in (external.wrap, external.unwrap):
        with pytest.raises(AssertionError):
            method(b"x")


def test_servers_reason_is_harmless_and_short() -> None:
    text = str(ExternalClient(SaslCredentials()).rejected("\x1b[2J" + "x" * 10_000))
    assert "\x1b" not in text
    assert len(text) < 1000


def test_base_asks_for_its_parts() -> None:
    base = ClientMechanism()
    with pytest.raises(AssertionError):
        base.start()
    with pytest.raises(AssertionError):
        base.step(b"")
    assert base.alternative() is None
