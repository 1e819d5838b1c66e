"""Whatever a server sends ends in an error of ours, quickly, and never in a login."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.session.sasl.servers import DigestServer, ScramServer
from virtreach.errors import VirtreachError
from virtreach.session.sasl.base import ClientMechanism, SaslCredentials
from virtreach.session.sasl.digest_layer import DigestLayer
from virtreach.session.sasl.digest_md5 import DigestMd5Client
from virtreach.session.sasl.negotiate import select, split_mechlist
from virtreach.session.sasl.plain import PlainClient
from virtreach.session.sasl.scram import ScramSha1, ScramSha256
from virtreach.session.sasl.secret import Secret


def credentials() -> SaslCredentials:
    return SaslCredentials("user", Secret("pencil"))


MAKERS: list[Callable[[], ClientMechanism]] = [
    lambda: ScramSha256(credentials()),
    lambda: ScramSha1(credentials()),
    lambda: DigestMd5Client(credentials(), host="hv1"),
    lambda: DigestMd5Client(credentials(), host="hv1", layer=False),
    lambda: PlainClient(credentials()),
]
# Pieces that the grammars are made of, so that a run of them gets further than noise.
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                b"r=",
                b"s=",
                b"i=",
                b"v=",
                b"e=",
                b"m=",
                b",",
                b"=",
                b"4096",
                b"0",
                b"-1",
                b"QSXCR+Q6sek8bf92",
                b"\0",
            ),
            *(
                b'nonce="x"',
                b"nonce=",
                b'"',
                b"\\",
                b"algorithm=md5-sess",
                b"qop=",
                b'"auth-conf"',
                b"cipher=rc4",
            ),
            *(
                b"maxbuf=65536",
                b"charset=utf-8",
                b"rspauth=",
                b"realm=",
                b" ",
                b"\xff",
                "é".encode(),
                b"\x1b[2J",
            ),
        ]
    ),
    max_size=30,
).map(b"".join)
MESSAGES = st.lists(st.one_of(st.binary(max_size=200), PIECES), min_size=1, max_size=4)


def refusal(run: Callable[[], object]) -> VirtreachError | None:
    """Our error, if there is one; its text is short and harmless on a terminal."""
    caught = None
    try:
        run()
    except VirtreachError as error:
        caught = error
    assert caught is None or len(str(caught)) < 2000
    assert caught is None or str(caught).isprintable()
    return caught


@pytest.mark.parametrize("make", MAKERS)
@given(messages=MESSAGES)
def test_noise(make: Callable[[], ClientMechanism], messages: list[bytes]) -> None:
    mechanism = make()
    mechanism.start()

    def run() -> None:
        for message in messages:
            mechanism.step(message)

    refused = refusal(run)
    assert mechanism.complete == (refused is None and isinstance(mechanism, PlainClient))


def altered(rng: random.Random, message: bytes) -> bytes:
    """The message with one or a few things changed: a byte, a piece cut out, doubled or moved."""
    data = bytearray(message)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        start = rng.randrange(len(data) + 1)
        end = min(len(data), start + rng.choice((1, 1, 2, 8, 40)))
        kind = rng.randrange(5)
        if kind == 0:
            data[start:end] = bytes(rng.randrange(256) for _ in range(end - start))
        elif kind == 1:
            del data[start:end]
        elif kind == 2:
            data[start:start] = data[start:end]
        elif kind == 3:
            data[start:start] = bytes((rng.choice(b',="\\\0 rsivemn\xff'),))
        else:
            piece = data[start:end]
            del data[start:end]
            place = rng.randrange(len(data) + 1)
            data[place:place] = piece
    return bytes(data)


def test_altered_scram_never_logs_in_wrongly() -> None:
    rng = random.Random(5802)
    for _ in range(300):
        server = ScramServer()
        client = ScramSha256(credentials())
        first = server.first(client.start() or b"")
        changed = altered(rng, first)
        try:
            answer = client.step(changed)
            final = server.final(answer or b"")
        except (VirtreachError, AssertionError, ValueError):
            assert not client.complete
            continue
        # The server's signature covers its first message: a changed one cannot end well.
        try:
            client.step(final)
        except VirtreachError:
            assert not client.complete
        else:
            assert changed == first


def _step(client: ClientMechanism, message: bytes, answers: list[bytes | None]) -> None:
    answers.append(client.step(message))


def test_altered_digest_fails_cleanly() -> None:
    rng = random.Random(2831)
    for _ in range(2000):
        server = DigestServer("user", password="pencil")
        client = DigestMd5Client(credentials(), host="hv1")
        client.start()
        answers: list[bytes | None] = []
        if refusal(partial(_step, client, altered(rng, server.challenge), answers)):
            assert not client.complete
            continue
        [answer] = answers
        assert b"qop=auth-conf" in (answer or b"")
        assert b"cipher=rc4" in (answer or b"")
        with pytest.raises(VirtreachError):
            client.step(altered(rng, b"rspauth=ea40f60335c427b5527b84dbabcdfffd"))


@given(st.binary(max_size=300), st.integers(1, 50))
def test_layer_noise(data: bytes, size: int) -> None:
    layer = DigestLayer(bytes(16), max_send=100, max_receive=65536)
    plain = b""
    try:
        for start in range(0, len(data), size):
            plain += layer.unwrap(data[start : start + size])
    except VirtreachError:
        pass
    assert plain == b""


@given(st.text(max_size=200))
def test_mechlist_noise(text: str) -> None:
    names: list[str] = []
    offered = split_mechlist(text)
    if not refusal(lambda: names.append(select(offered, external_ssf=256, min_ssf=112, encrypted=True))):
        assert names[0] in text.upper()
