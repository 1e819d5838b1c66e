"""SCRAM: the RFCs' vectors, whole exchanges, and servers that lie."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Callable

import pytest

from tests.session.sasl.servers import ScramServer
from virtreach.errors import CredentialsRejected, NoCredentials, ProtocolError, ServerNotAuthentic
from virtreach.session.sasl.base import SaslCredentials
from virtreach.session.sasl.scram import (
    MAX_ITERATIONS,
    MIN_ITERATIONS,
    ScramClient,
    ScramSha1,
    ScramSha1Plus,
    ScramSha256,
    ScramSha256Plus,
    make_nonce,
)
from virtreach.session.sasl.secret import Secret

NONCE = "rOprNGfwEbeRWgbNEkqO"
SALT = "W22ZaJ0SNY7soEsUEjb6gQ=="


def credentials(
    name: str = "user", password: str | bytes = "pencil", authzid: str | None = None
) -> SaslCredentials:
    return SaslCredentials(name, Secret(password), authzid=authzid)


def started(nonce: str = NONCE) -> ScramSha256:
    client = ScramSha256(credentials(), nonce=lambda: nonce)
    client.start()
    return client


def answered() -> ScramSha256:
    client = started()
    client.step(f"r={NONCE}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s={SALT},i=4096".encode())
    return client


class TestVectors:
    def test_rfc_5802(self) -> None:
        client = ScramSha1(credentials(), nonce=lambda: "fyko+d2lbbFgONRv9qkxdawL")
        assert client.start() == b"n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL"
        answer = client.step(b"r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096")
        assert answer == (
            b"c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="
        )
        assert not client.complete
        assert client.step(b"v=rmF9pqV8S7suAoZWja4dJRkFsKQ=") == b""
        assert client.complete
        assert client.ssf == 0

    def test_rfc_7677(self) -> None:
        client = ScramSha256(credentials(), nonce=lambda: NONCE)
        assert client.start() == b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
        answer = client.step(
            b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
        )
        assert answer == (
            b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            b"p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
        )
        assert client.step(b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=") == b""
        assert client.complete


class TestExchange:
    @pytest.mark.parametrize(("kind", "hash_name"), [(ScramSha1, "sha1"), (ScramSha256, "sha256")])
    @pytest.mark.parametrize(
        ("name", "password", "prepared"),
        [
            ("user", "pencil", b"pencil"),
            ("a,b=c", "p,w=d\\", b"p,w=d\\"),
            ("jürgen", "größe", "größe".encode()),
            ("x\u00adname", "IX \u2168", b"IX IX"),
            ("日本", "密碼", "密碼".encode()),
        ],
    )
    def test_both_sides_agree(
        self, kind: type[ScramClient], hash_name: str, name: str, password: str, prepared: bytes
    ) -> None:
        server = ScramServer(hash_name, name.replace("\u00ad", ""), prepared)
        client = kind(credentials(name, password))
        first = client.start()
        assert first is not None
        answer = client.step(server.first(first))
        assert answer is not None
        client.step(server.final(answer))
        assert server.accepted
        assert client.complete

    @pytest.mark.parametrize("iterations", [MIN_ITERATIONS, MIN_ITERATIONS + 1, MAX_ITERATIONS])
    def test_iterations_within_bounds(self, iterations: int) -> None:
        server = ScramServer(iterations=iterations)
        client = ScramSha256(credentials())
        client.step(server.final(client.step(server.first(client.start() or b"")) or b""))
        assert client.complete

    def test_authorization_name(self) -> None:
        client = ScramSha256(credentials(authzid="boss,2"), nonce=lambda: "n")
        assert client.start() == b"n,a=boss=2C2,n=user,r=n"

    def test_wrong_password_is_the_servers_to_say(self) -> None:
        server = ScramServer(password=b"other")
        client = ScramSha256(credentials())
        answer = client.step(server.first(client.start() or b""))
        with pytest.raises(CredentialsRejected, match="invalid-proof"):
            client.step(server.final(answer or b""))
        assert not client.complete

    def test_nonces_differ(self) -> None:
        nonces = {make_nonce() for _ in range(100)}
        assert len(nonces) == 100
        assert all(len(nonce) == 32 and "," not in nonce for nonce in nonces)

    def test_unknown_extensions_at_the_end_are_ignored(self) -> None:
        server = ScramServer()
        client = ScramSha256(credentials())
        server._server_first = first = server.first(client.start() or b"") + b",x=new"
        client.step(server.final(client.step(first) or b"") + b",y=too")
        assert client.complete

    def test_every_text_is_taken_whole_even_if_the_password_cannot_be_prepared(self) -> None:
        for password in ("emoji \U0001f600", "\x07bell", b"\xff\xfe", "\u06271"):
            raw = password if isinstance(password, bytes) else password.encode()
            server = ScramServer(password=raw)
            client = ScramSha256(credentials(password=password))
            client.step(server.final(client.step(server.first(client.start() or b"")) or b""))
            assert client.complete
            assert client.alternative() is None


class TestAlternative:
    """A server that does not prepare passwords (Cyrus) gets a second attempt, if it makes a difference."""

    def test_unprepared(self) -> None:
        password = "pa\u2168ss"
        client = ScramSha256(credentials(password=password))
        server = ScramServer(password=password.encode())
        answer = client.step(server.first(client.start() or b""))
        with pytest.raises(CredentialsRejected):
            client.step(server.final(answer or b""))
        second = client.alternative()
        assert isinstance(second, ScramSha256)
        server = ScramServer(password=password.encode())
        second.step(server.final(second.step(server.first(second.start() or b"")) or b""))
        assert second.complete
        assert second.alternative() is None

    def test_no_difference(self) -> None:
        assert ScramSha256(credentials(password="größe")).alternative() is None


class TestChannelBinding:
    BINDING = ("tls-server-end-point", b"\x01\x02hash")

    @pytest.mark.parametrize("kind", [ScramSha256Plus, ScramSha1Plus])
    def test_bound(self, kind: type[ScramClient]) -> None:
        server = ScramServer(kind.hash_name, channel_binding=self.BINDING[1])
        client = kind(credentials(), channel_binding=self.BINDING)
        assert client.name.endswith("-PLUS")
        client.step(server.final(client.step(server.first(client.start() or b"")) or b""))
        assert server.gs2_flag == "p=tls-server-end-point"
        assert client.complete

    def test_other_channel(self) -> None:
        server = ScramServer(channel_binding=b"another channel")
        client = ScramSha256Plus(credentials(), channel_binding=self.BINDING)
        answer = client.step(server.first(client.start() or b""))
        with pytest.raises(AssertionError):
            server.final(answer or b"")

    def test_a_cut_list_is_noticed_by_the_server(self) -> None:
        client = ScramSha256(credentials(), channel_binding=self.BINDING)
        first = client.start()
        assert first is not None
        assert first.startswith(b"y,,")
        with pytest.raises(AssertionError, match="tampered"):
            ScramServer(offers_binding=True).first(first)
        assert ScramServer().first(first)

    def test_says_n_when_it_cannot_bind(self) -> None:
        assert (ScramSha256(credentials()).start() or b"").startswith(b"n,,")


GOOD = f"r={NONCE}server,s={SALT},i=4096"

BROKEN_FIRST = {
    "nothing": b"",
    "no attributes": b"hello",
    "garbage": bytes(range(256)),
    "not UTF-8": b"r=\xff\xfe,s=QSXCR+Q6sek8bf92,i=4096",
    "no nonce": f"s={SALT},i=4096".encode(),
    "no salt": f"r={NONCE}x,i=4096".encode(),
    "no count": f"r={NONCE}x,s={SALT}".encode(),
    "order": f"s={SALT},r={NONCE}x,i=4096".encode(),
    "order at the end": f"r={NONCE}x,i=4096,s={SALT}".encode(),
    "nonce twice": f"r={NONCE}x,r={NONCE}y,s={SALT},i=4096".encode(),
    "count twice": f"{GOOD},i=4096".encode(),
    "mandatory extension": f"m=new,{GOOD}".encode(),
    "mandatory extension later": f"{GOOD},m=new".encode(),
    "empty value": f"r=,s={SALT},i=4096".encode(),
    "empty count": f"r={NONCE}x,s={SALT},i=".encode(),
    "leading comma": f",{GOOD}".encode(),
    "trailing comma": f"{GOOD},".encode(),
    "no equals sign": f"r{NONCE}x,s={SALT},i=4096".encode(),
    "blank in the nonce": f"r={NONCE} x,s={SALT},i=4096".encode(),
    "NUL in the nonce": f"r={NONCE}\0x,s={SALT},i=4096".encode(),
    "letters outside of ASCII in the nonce": f"r={NONCE}é,s={SALT},i=4096".encode(),
    "endless nonce": f"r={NONCE}{'x' * 5000},s={SALT},i=4096".encode(),
    "salt not base64": f"r={NONCE}x,s=!!!!,i=4096".encode(),
    "salt without padding": f"r={NONCE}x,s=QSXCR+Q6sek8bf9,i=4096".encode(),
    "salt with blanks": f"r={NONCE}x,s=QSXC R+Q6,i=4096".encode(),
    "empty salt": f"r={NONCE}x,s=====,i=4096".encode(),
    "negative": f"r={NONCE}x,s={SALT},i=-4096".encode(),
    "plus sign": f"r={NONCE}x,s={SALT},i=+4096".encode(),
    "underscore": f"r={NONCE}x,s={SALT},i=4_096".encode(),
    "blank before the count": f"r={NONCE}x,s={SALT},i= 4096".encode(),
    "leading zero": f"r={NONCE}x,s={SALT},i=04096".encode(),
    "zero": f"r={NONCE}x,s={SALT},i=0".encode(),
    "no number": f"r={NONCE}x,s={SALT},i=many".encode(),
    "hexadecimal": f"r={NONCE}x,s={SALT},i=0x1000".encode(),
    "Arabic digits": f"r={NONCE}x,s={SALT},i=٤٠٩٦".encode(),
    "superscript digit": f"r={NONCE}x,s={SALT},i=4096²".encode(),
    "fraction": f"r={NONCE}x,s={SALT},i=4096.5".encode(),
    "endless digits": f"r={NONCE}x,s={SALT},i={'9' * 5000}".encode(),
    "final too early": b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
    "blob too large": b"r=" + b"x" * 65535,
    "huge": b"x" * 1_000_000,
}

IMPOSTOR_FIRST = {
    "other nonce": f"r=fyko+d2lbbFgONRv9qkx,s={SALT},i=4096",
    "our nonce and nothing more": f"r={NONCE},s={SALT},i=4096",
    "part of our nonce": f"r={NONCE[:-1]},s={SALT},i=4096",
    "our nonce at the end": f"r=server{NONCE},s={SALT},i=4096",
    "our nonce in other letters": f"r={NONCE.swapcase()}x,s={SALT},i=4096",
    "one iteration": f"r={NONCE}x,s={SALT},i=1",
    "4095 iterations": f"r={NONCE}x,s={SALT},i=4095",
    "1000001 iterations": f"r={NONCE}x,s={SALT},i=1000001",
    "4 milliard iterations": f"r={NONCE}x,s={SALT},i=4294967296",
}

BROKEN_FINAL = {
    "nothing": b"",
    "garbage": b"\x00\x01\x02",
    "not UTF-8": b"v=\xff",
    "no signature": b"x=1",
    "empty signature": b"v=",
    "not base64": b"v=***",
    "signature twice": b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=,v=AAAA",
    "extension": b"m=1,v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
    "error after it": b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=,e=other-error",
    "first again": GOOD.encode(),
    "blob too large": b"v=" + b"A" * 65535,
}


class TestHostileServer:
    @pytest.mark.parametrize("message", BROKEN_FIRST.values(), ids=BROKEN_FIRST)
    def test_broken_first_message(self, message: bytes) -> None:
        self._refused(started(), message, ProtocolError)

    @pytest.mark.parametrize("message", IMPOSTOR_FIRST.values(), ids=IMPOSTOR_FIRST)
    def test_first_message_of_an_impostor(self, message: str) -> None:
        self._refused(started(), message.encode(), ServerNotAuthentic)

    @pytest.mark.parametrize("message", BROKEN_FINAL.values(), ids=BROKEN_FINAL)
    def test_broken_final_message(self, message: bytes) -> None:
        self._refused(answered(), message, ProtocolError)

    def test_wrong_signature(self) -> None:
        right = base64.b64decode("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")
        for position, bit in itertools.product(range(len(right)), (1, 128)):
            wrong = bytearray(right)
            wrong[position] ^= bit
            self._refused(answered(), b"v=" + base64.b64encode(wrong), ServerNotAuthentic)
        for other in (right[:-1], right + b"\0", b"\0" * 32):
            self._refused(answered(), b"v=" + base64.b64encode(other), ServerNotAuthentic)

    def test_signature_of_another_hash_or_user(self) -> None:
        server = ScramServer(password=b"other")
        client = ScramSha256(credentials())
        answer = client.step(server.first(client.start() or b""))
        server.password = b"pencil"
        server.final(answer or b"")
        other = ScramServer()
        foreign = ScramSha256(credentials())
        final = other.final(foreign.step(other.first(foreign.start() or b"")) or b"")
        self._refused(client, final, ServerNotAuthentic)

    @pytest.mark.parametrize("word", ["invalid-proof", "unknown-user", "other-error", "no-resources"])
    def test_error_words(self, word: str) -> None:
        for client in (started(), answered()):
            with pytest.raises(CredentialsRejected, match=word) as caught:
                client.step(f"e={word}".encode())
            assert caught.value.mechanism == "SCRAM-SHA-256"
            assert not client.complete

    def test_error_word_is_no_terminal_code(self) -> None:
        with pytest.raises(CredentialsRejected) as caught:
            answered().step(b"e=\x1b]0;owned\x07")
        assert "\x1b" not in str(caught.value)

    def test_not_complete_without_the_signature(self) -> None:
        assert not answered().complete

    def test_data_after_the_end(self) -> None:
        client = answered()
        client.step(b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")
        assert client.complete
        with pytest.raises(ProtocolError, match="after the exchange was complete"):
            client.step(b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")
        assert not client.complete

    def _refused(self, client: ScramClient, message: bytes, kind: type[Exception]) -> None:
        with pytest.raises(kind):
            client.step(message)
        assert not client.complete
        with pytest.raises(ProtocolError):
            client.step(GOOD.encode())
        assert not client.complete


class TestCredentials:
    @pytest.mark.parametrize(
        "make",
        [
            lambda: SaslCredentials(None, Secret("x")),
            lambda: SaslCredentials("", Secret("x")),
            lambda: SaslCredentials("user", None),
            lambda: SaslCredentials("user", Secret("")),
            lambda: credentials("\u00ad"),
            lambda: credentials("bell\x07"),
            lambda: credentials("a\u0627b"),
            lambda: credentials("lone \udcff"),
        ],
    )
    def test_of_no_use(self, make: Callable[[], SaslCredentials]) -> None:
        with pytest.raises(NoCredentials):
            ScramSha256(make())

    def test_used_once(self) -> None:
        client = started()
        with pytest.raises(AssertionError):
            client.start()
