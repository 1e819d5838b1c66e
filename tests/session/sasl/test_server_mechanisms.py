"""The server's mechanisms: against the client's, RFC vectors, and clients that mean no good."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from virtreach.errors import AuthenticationError, CredentialsRejected, ProtocolError, UsageError
from virtreach.session.sasl.base import MAX_BLOB, ClientMechanism, SaslCredentials
from virtreach.session.sasl.digest_md5 import DigestMd5Client
from virtreach.session.sasl.external import ExternalClient
from virtreach.session.sasl.plain import PlainClient
from virtreach.session.sasl.scram import ScramSha1, ScramSha256
from virtreach.session.sasl.secret import Secret
from virtreach.session.sasl.server_base import ScramVerifier, ServerMechanism, VerifierSource
from virtreach.session.sasl.server_digest_md5 import DigestMd5Server
from virtreach.session.sasl.server_offer import KNOWN, make, offer
from virtreach.session.sasl.server_plain import ExternalServer, PlainServer
from virtreach.session.sasl.server_scram import ScramSha1Server, ScramSha256Server
from virtreach.session.sasl.verifiers import (
    check_password,
    digest_verifier,
    make_scram,
    mock_scram,
    parse_scram,
    scram_text,
    usable_name,
)

REALM = "host.example"


class Users(VerifierSource):
    """Passwords in clear, as only a test has them."""

    def __init__(self, **passwords: str) -> None:
        self.names = {name: Secret(password) for name, password in passwords.items()}
        self.asked: list[str] = []
        self.made_up: list[str] = []

    def scram(self, name: str, hash_name: str) -> ScramVerifier | None:
        self.asked.append(name)
        found = self.names.get(name)
        return make_scram(found, hash_name, iterations=4096) if found else None

    def digest(self, name: str, realm: str) -> bytes | None:
        found = self.names.get(name)
        return digest_verifier(name, realm, found) if found else None

    def mock(self, name: str, hash_name: str) -> ScramVerifier:
        self.made_up.append(name)
        return mock_scram(name, hash_name, b"key", iterations=4096)


USERS = Users(alice="correct horse", **{"jürgen,=": "päss wörd"})


def credentials(name: str = "alice", password: str = "correct horse", **more: Any) -> SaslCredentials:
    return SaslCredentials(name, Secret(password), **more)


def converse(client: ClientMechanism, server: ServerMechanism) -> None:
    """Carry messages as libvirt's protocol does, until both are content."""
    answer = server.start(client.start())
    while not server.complete:
        answer = server.step(client.step(answer))
    if answer is not None and not client.complete:
        client.step(answer)
    assert client.complete


def client_of(name: str, who: SaslCredentials) -> ClientMechanism:
    if name == "DIGEST-MD5":
        return DigestMd5Client(who, host=REALM)
    kinds: dict[str, Any] = {"SCRAM-SHA-256": ScramSha256, "SCRAM-SHA-1": ScramSha1, "PLAIN": PlainClient}
    made: ClientMechanism = kinds[name](who)
    return made


MECHANISMS = ["SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5", "PLAIN"]


@pytest.mark.parametrize("name", MECHANISMS)
@pytest.mark.parametrize(("user", "password"), [("alice", "correct horse"), ("jürgen,=", "päss wörd")])
def test_the_right_password(name: str, user: str, password: str) -> None:
    client = client_of(name, credentials(user, password))
    server = make(name, USERS, encrypted=name != "DIGEST-MD5", realm=REALM)
    converse(client, server)
    assert server.username == user
    assert client.ssf == server.ssf == (128 if name == "DIGEST-MD5" else 0)


@pytest.mark.parametrize("name", MECHANISMS)
@pytest.mark.parametrize(
    ("user", "password"), [("alice", "wrong"), ("nobody", "correct horse"), ("ALICE", "x")]
)
def test_the_wrong_password_or_name(name: str, user: str, password: str) -> None:
    server = make(name, USERS, encrypted=name != "DIGEST-MD5", realm=REALM)
    with pytest.raises(CredentialsRejected):
        converse(client_of(name, credentials(user, password)), server)
    assert not server.complete
    assert server.username == ""
    assert server.attempted == user
    with pytest.raises(ProtocolError):
        server.step(b"again")


@pytest.mark.parametrize("name", MECHANISMS)
def test_nobody_acts_as_somebody_else(name: str) -> None:
    server = make(name, USERS, encrypted=name != "DIGEST-MD5", realm=REALM)
    with pytest.raises(AuthenticationError):
        converse(client_of(name, credentials(authzid="root")), server)
    server = make(name, USERS, encrypted=name != "DIGEST-MD5", realm=REALM)
    converse(client_of(name, credentials(authzid="alice")), server)


@pytest.mark.parametrize("name", MECHANISMS)
def test_too_much_data(name: str) -> None:
    with pytest.raises(ProtocolError):
        make(name, USERS, encrypted=True, realm=REALM).start(b"x" * (MAX_BLOB + 1))
    with pytest.raises(ProtocolError):
        make(name, USERS, encrypted=True, realm=REALM).step(b"a step before the start")


def test_the_layer_carries_data_both_ways() -> None:
    client = client_of("DIGEST-MD5", credentials())
    server = make("DIGEST-MD5", USERS, encrypted=False, realm=REALM)
    converse(client, server)
    text = bytes(range(256)) * 1000
    assert server.unwrap(client.wrap(text)) == text
    assert client.unwrap(server.wrap(text)) == text
    packet = bytearray(client.wrap(b"call"))
    packet[5] ^= 1
    with pytest.raises(ProtocolError):
        server.unwrap(bytes(packet))


def test_scram_vectors_of_the_rfcs() -> None:
    """RFC 7677, 3 and RFC 5802, 5: the exchanges in full, from the server's side."""

    class Pencil(Users):
        def scram(self, name: str, hash_name: str) -> ScramVerifier | None:
            salt = {"sha256": "W22ZaJ0SNY7soEsUEjb6gQ==", "sha1": "QSXCR+Q6sek8bf92"}[hash_name]
            return make_scram(Secret("pencil"), hash_name, iterations=4096, salt=base64.b64decode(salt))

    server: ServerMechanism = ScramSha256Server(Pencil(), nonce=lambda: "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0")
    assert server.start(b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO") == (
        b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
    )
    assert server.step(
        b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
    ) == (b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")
    server = ScramSha1Server(Pencil(), nonce=lambda: "3rfcNHYJY1ZVvWVs7j")
    assert server.start(b"n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL") == (
        b"r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"
    )
    assert server.step(
        b"c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="
    ) == (b"v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")


@pytest.mark.parametrize(
    "first",
    [
        b"",
        b"n",
        b"n,,",
        b"n,,n=alice",
        b"n,,r=abc,n=alice",
        b"n,,n=alice,r=",
        b"n,,n=,r=abc",
        b"n,,m=x,n=alice,r=abc",
        b"p=tls-unique,,n=alice,r=abc",
        b"x,,n=alice,r=abc",
        b"n,a=root,n=alice,r=abc",
        b"n,b=x,n=alice,r=abc",
        b"n,,n=al=2Xice,r=abc",
        b"n,,n=al=,r=abc",
        b"n,,n=al\0ice,r=abc",
        b"n,,n=al\x07ice,r=abc",
        b"n,,n=alice,r=a\xc3\xa4",
        b"n,,n=\xff,r=abc",
        b"n,,n=" + b"a" * 300 + b",r=abc",
        b"n,,n=alice,r=" + b"a" * 9000,
    ],
)
def test_scram_first_messages_that_are_refused(first: bytes) -> None:
    server = ScramSha256Server(USERS)
    with pytest.raises((ProtocolError, CredentialsRejected)):
        server.start(first)
    assert not server.complete


@pytest.mark.parametrize(
    "change",
    [
        lambda text: b"",
        lambda text: text.replace(b"c=biws", b"c=eSws"),
        lambda text: text.replace(b"c=biws,", b""),
        lambda text: text.replace(b",r=", b",r=x"),
        lambda text: text.partition(b",p=")[0],
        lambda text: text[:-4],
        lambda text: text + b"!",
        lambda text: text.replace(b",p=", b",x=y,p="),
        lambda text: text.partition(b",p=")[0] + b",p=" + base64.b64encode(bytes(32)),
        lambda text: b"\xff" + text,
    ],
)
def test_scram_last_messages_that_are_refused(change: Any) -> None:
    client, server = ScramSha256(credentials()), ScramSha256Server(USERS)
    last = client.step(server.start(client.start()))
    assert last is not None
    with pytest.raises((ProtocolError, CredentialsRejected)):
        server.step(change(last))
    assert not server.complete


def test_a_recorded_login_is_of_no_use() -> None:
    client, server = ScramSha256(credentials()), ScramSha256Server(USERS)
    first = client.start()
    last = client.step(server.start(first))
    replayed = ScramSha256Server(USERS)
    replayed.start(first)
    with pytest.raises(ProtocolError, match="nonce"):
        replayed.step(last)
    digest_client, digest_server = client_of("DIGEST-MD5", credentials()), DigestMd5Server(USERS, realm=REALM)
    response = digest_client.step(digest_server.start(digest_client.start()))
    again = DigestMd5Server(USERS, realm=REALM)
    again.start(None)
    with pytest.raises(ProtocolError, match="nonce"):
        again.step(response)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: b"",
        lambda text: b"garbage",
        lambda text: text + b',username="bob"',
        lambda text: text.replace(b"nc=00000001", b"nc=00000002"),
        lambda text: text.replace(b"qop=auth-conf", b"qop=auth"),
        lambda text: text.replace(b"cipher=rc4", b"cipher=des"),
        lambda text: text.replace(b"libvirt/", b"imap/"),
        lambda text: text.replace(b"maxbuf=65536", b"maxbuf=1"),
        lambda text: text.replace(b"maxbuf=65536", b"maxbuf=-1"),
        lambda text: text.replace(b"utf-8", b"latin-2"),
        lambda text: text.replace(b'"alice"', b'""'),
        lambda text: text.replace(b'"alice"', b'"\xff"'),
        lambda text: text.replace(b"host.example", b"other.example"),
        lambda text: (
            text[: text.index(b"response=")] + b"response=" + b"0" * 32 + text[text.index(b",qop") :]
        ),
        lambda text: text + b"," * 5000,
    ],
)
def test_digest_responses_that_are_refused(change: Any) -> None:
    client, server = client_of("DIGEST-MD5", credentials()), DigestMd5Server(USERS, realm=REALM)
    response = client.step(server.start(client.start()))
    assert response is not None
    with pytest.raises((ProtocolError, CredentialsRejected)):
        server.step(change(response))
    assert not server.complete
    assert server.ssf == 0


@pytest.mark.parametrize(
    "data", [b"\0alice", b"\0\0x", b"\0alice\0", b"a\0b\0c\0d", b"\0\xff\0x", b"\0a\x07\0x", b"x" * 5000]
)
def test_plain_messages_that_are_refused(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        PlainServer(USERS).start(data)


def test_mechanisms_that_are_asked_to_begin() -> None:
    """A client may leave the first word to the server, even if it is its own."""
    for server, data in (
        (PlainServer(USERS), b"\0alice\0correct horse"),
        (ExternalServer("O=Lab,CN=alice"), b""),
        (ScramSha256Server(USERS), b"n,,n=alice,r=abc"),
    ):
        assert server.start(None) == b""
        server.step(data)
    with pytest.raises(ProtocolError):
        DigestMd5Server(USERS, realm=REALM).start(b"hello")


def test_external() -> None:
    server = ExternalServer("CN=alice")
    converse(ExternalClient(SaslCredentials()), server)
    assert server.username == "CN=alice"
    with pytest.raises(CredentialsRejected):
        ExternalServer("CN=alice").start(b"CN=root")


def test_what_is_offered_where() -> None:
    assert offer(KNOWN, encrypted=False, identity="CN=x") == ["DIGEST-MD5"]
    assert offer(KNOWN, encrypted=True) == ["SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5", "PLAIN"]
    assert offer(["EXTERNAL", "SCRAM-SHA-1"], encrypted=True, identity="CN=x") == ["SCRAM-SHA-1", "EXTERNAL"]
    assert offer([], encrypted=True) == []
    with pytest.raises(UsageError):
        make("CRAM-MD5", USERS, encrypted=True, realm=REALM)


def test_unknown_names_look_like_known_ones() -> None:
    """The same salt and iterations whenever the name is tried, another salt for another name."""

    def challenge(name: str) -> list[bytes]:
        answer = ScramSha256Server(Users()).start(b"n,,n=" + name.encode() + b",r=abc")
        assert answer is not None
        return answer.split(b",")[1:]

    assert challenge("mallory") == challenge("mallory") != challenge("eve")
    assert challenge("eve")[1] == b"i=4096"
    assert len(base64.b64decode(challenge("eve")[0][2:])) == 16


@pytest.mark.parametrize("name", ["alice", "mallory"])
def test_the_same_work_is_done_for_every_name(name: str) -> None:
    """A known name whose mock is not made is answered some 16 us sooner, which the soak has measured."""
    source = Users(alice="correct horse")
    ScramSha256Server(source).start(b"n,,n=" + name.encode() + b",r=abc")
    with pytest.raises(CredentialsRejected):
        PlainServer(source).start(b"\0" + name.encode() + b"\0wrong")
    assert source.asked == source.made_up == [name, name]


def test_verifiers_as_text() -> None:
    for hash_name in ("sha256", "sha1"):
        made = make_scram(Secret("päss"), hash_name, iterations=4096)
        text = scram_text(made)
        assert "päss" not in text
        read = parse_scram(text)
        assert scram_text(read) == text
        assert check_password(Secret("päss"), read)
        assert not check_password(Secret("pass"), read)
    for bad in (
        "",
        "MD5$x",
        text.replace("4096", "4095"),
        text.replace("4096", "1000001"),
        text[:-3],
        text + "=",
    ):
        with pytest.raises(ValueError, match=r"verifier|iterations"):
            parse_scram(bad)


def test_names_that_can_be_stored() -> None:
    assert usable_name("alice") == "alice"
    for bad in ("", "a\n", "x" * 257):
        with pytest.raises(ValueError, match=r"name|character"):
            usable_name(bad)
