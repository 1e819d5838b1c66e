"""Secrets: nothing that Python shows by itself shows them."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import reprlib
import traceback
from collections.abc import Callable, Iterator

import pytest

from tests.session.sasl.servers import DigestServer, ScramServer
from virtreach.session.sasl.base import ClientMechanism, SaslCredentials
from virtreach.session.sasl.digest_md5 import DigestMd5Client
from virtreach.session.sasl.plain import PlainClient
from virtreach.session.sasl.scram import ScramSha1, ScramSha256
from virtreach.session.sasl.secret import HiddenBytes, Secret

CANARY = "cänary-5e7af"
FORMS = (CANARY, CANARY.encode(), CANARY.encode().hex(), "cänary", "5e7af")


def shows(text: object) -> bool:
    whole = str(text)
    return any((form if isinstance(form, str) else repr(form)[2:-1]) in whole for form in FORMS)


class TestSecret:
    @pytest.mark.parametrize("value", [CANARY, CANARY.encode(), bytearray(CANARY.encode()), Secret(CANARY)])
    def test_reveals_when_asked(self, value: str | bytes | Secret) -> None:
        assert Secret(value).reveal() == CANARY.encode()

    def test_hides_otherwise(self) -> None:
        secret = Secret(CANARY)
        for text in (
            repr(secret),
            str(secret),
            f"{secret}",
            f"{secret!r:>20}",
            f"{[secret]}",
            reprlib.repr(secret),
        ):
            assert not shows(text)
            assert "<hidden>" in text
        assert "%s %r" % (secret, secret) == "<hidden> <hidden>"  # noqa: UP031
        assert not shows(dir(secret))
        with pytest.raises(TypeError):
            vars(secret)
        with pytest.raises(TypeError):
            json.dumps(secret)

    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    def test_is_not_pickled(self, protocol: int) -> None:
        for value in (Secret(CANARY), HiddenBytes(CANARY.encode()), [Secret(CANARY)]):
            with pytest.raises(TypeError, match="pickled"):
                pickle.dumps(value, protocol)

    def test_copies_are_itself(self) -> None:
        secret = Secret(CANARY)
        assert copy.copy(secret) is secret
        assert copy.deepcopy([secret])[0] is secret

    def test_equality(self) -> None:
        assert Secret("x") == Secret(b"x")
        assert Secret("x") != Secret("y")
        assert Secret("x") != "x"
        assert len({Secret("x"), Secret("x"), Secret("y")}) == 2
        assert not Secret("")
        assert Secret("x")

    def test_bytes_of_another_encoding_come_back(self) -> None:
        assert Secret("\udcff\udcfe").reveal() == b"\xff\xfe"

    @pytest.mark.parametrize("value", [None, 5, [CANARY], {CANARY: CANARY}])
    def test_wrong_type_is_named_not_shown(self, value: object) -> None:
        with pytest.raises(TypeError) as caught:
            Secret(value)  # type: ignore[arg-type]
        assert not shows(caught.value)
        report = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
        last = report.stack[-1]
        assert not shows(last.locals)


def mechanisms() -> Iterator[tuple[str, Callable[[], ClientMechanism], list[bytes]]]:
    """(name, how to make it, what a bad server sends until it fails)."""

    def credentials() -> SaslCredentials:
        return SaslCredentials("alice", Secret(CANARY))

    nonce = "n" * 20
    good = f"r={nonce}srv,s=QSXCR+Q6sek8bf92,i=4096".encode()
    for kind in (ScramSha256, ScramSha1):
        make = lambda kind=kind: kind(credentials(), nonce=lambda: nonce)  # noqa: E731
        yield f"{kind.name} broken first", make, [b"nonsense"]
        yield f"{kind.name} impostor", make, [b"r=other,s=QSXCR+Q6sek8bf92,i=4096"]
        yield f"{kind.name} broken final", make, [good, b"x"]
        yield f"{kind.name} wrong final", make, [good, b"v=AAAA"]
        yield f"{kind.name} rejected", make, [good, b"e=invalid-proof"]
    challenge = DigestServer().challenge
    digest = lambda: DigestMd5Client(credentials(), host="hv1")  # noqa: E731
    yield "DIGEST-MD5 broken", digest, [b"nonsense"]
    yield "DIGEST-MD5 weak", digest, [challenge.replace(b"rc4,", b"")]
    yield "DIGEST-MD5 realms", digest, [challenge.replace(b'realm="lab.test"', b'realm="a",realm="b"')]
    yield "DIGEST-MD5 wrong final", digest, [challenge, b"rspauth=00"]
    yield "DIGEST-MD5 broken final", digest, [challenge, b"\x00"]
    yield "PLAIN", lambda: PlainClient(credentials()), [b"nonsense"]


CASES = list(mechanisms())


@pytest.mark.parametrize(("make", "messages"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_failures_show_no_password(
    make: Callable[[], ClientMechanism], messages: list[bytes], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    mechanism = make()

    def run() -> None:
        first = mechanism.start()
        assert first is None or repr(first)
        for message in messages:
            mechanism.step(message)

    with pytest.raises(Exception) as caught:
        run()
    report = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert not shows("".join(report.format()))
    assert not shows(repr(caught.value) + str(caught.value) + str(vars(caught.value)))
    assert not shows(
        repr(mechanism) + str([repr(getattr(mechanism, name, None)) for name in _slots(mechanism)])
    )
    assert not shows(caplog.text)


def _slots(value: object) -> list[str]:
    return [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]


def test_success_shows_no_password() -> None:
    server = ScramServer(password=CANARY.encode())
    scram = ScramSha256(SaslCredentials("user", Secret(CANARY)))
    scram.step(server.final(scram.step(server.first(scram.start() or b"")) or b""))
    digest_server = DigestServer(password=CANARY)
    digest = DigestMd5Client(SaslCredentials("alice", Secret(CANARY)), host="hv1")
    digest.start()
    digest.step(digest_server.final(digest.step(digest_server.challenge) or b""))
    for mechanism in (scram, digest):
        assert mechanism.complete
        assert not shows([repr(getattr(mechanism, name, None)) for name in _slots(mechanism)])


def test_the_canary_would_be_seen() -> None:
    assert shows(repr(CANARY))
    assert shows(repr(CANARY.encode()))
    assert shows([CANARY.encode().hex()])
