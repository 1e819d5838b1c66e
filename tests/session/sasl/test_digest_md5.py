"""DIGEST-MD5: the RFC's vector, whole exchanges, what real servers send, and servers that lie."""

from __future__ import annotations

import pytest

from tests.session.sasl.servers import DigestServer
from virtreach.errors import (
    AuthenticationError,
    MechanismUnavailable,
    NoCredentials,
    ProtocolError,
    ServerNotAuthentic,
)
from virtreach.session.sasl.base import SaslCredentials
from virtreach.session.sasl.digest_layer import DigestLayer
from virtreach.session.sasl.digest_md5 import DigestMd5Client, parse_directives
from virtreach.session.sasl.secret import Secret

CIPHERS = 'qop="auth-conf",cipher="rc4-56,rc4,3des",maxbuf=65536,charset=utf-8,algorithm=md5-sess'
GOOD = f'nonce="OA6MG9tEQGm2hh",realm="lab.test",{CIPHERS}'


def client(
    name: str = "alice",
    password: str | bytes = "correct horse",
    *,
    realm: str | None = None,
    authzid: str | None = None,
    layer: bool = True,
    host: str = "hv1",
) -> DigestMd5Client:
    made = DigestMd5Client(SaslCredentials(name, Secret(password), realm, authzid), host=host, layer=layer)
    assert made.start() is None
    return made


def login(mechanism: DigestMd5Client, server: DigestServer) -> None:
    answer = mechanism.step(server.challenge)
    assert answer is not None
    assert mechanism.step(server.final(answer)) == b""


class TestVector:
    def test_rfc_2831(self) -> None:
        # Section 4, the IMAP example.
        mechanism = DigestMd5Client(
            SaslCredentials("chris", Secret("secret")),
            host="elwood.innosoft.com",
            service="imap",
            layer=False,
            nonce=lambda: "OA6MHXh6VqTrRk",
        )
        assert mechanism.start() is None
        answer = mechanism.step(
            b'realm="elwood.innosoft.com",nonce="OA6MG9tEQGm2hh",qop="auth",algorithm=md5-sess,charset=utf-8'
        )
        assert answer is not None
        assert b"response=d388dad90d4bbd760a152321f2143af7" in answer
        assert b'digest-uri="imap/elwood.innosoft.com"' in answer
        assert b'charset=utf-8,username="chris"' in answer
        assert b"nc=00000001" in answer
        assert b"qop=auth" in answer
        assert b"maxbuf" not in answer
        assert not mechanism.complete
        assert mechanism.step(b"rspauth=ea40f60335c427b5527b84dbabcdfffd") == b""
        assert mechanism.complete
        assert mechanism.ssf == 0

    def test_rfc_2831_acap(self) -> None:
        mechanism = DigestMd5Client(
            SaslCredentials("chris", Secret("secret")),
            host="elwood.innosoft.com",
            service="acap",
            layer=False,
            nonce=lambda: "OA9BSuZWMSpW8m",
        )
        mechanism.start()
        answer = mechanism.step(
            b'realm="elwood.innosoft.com",nonce="OA9BSXrbuRhWay",qop="auth",algorithm=md5-sess,charset=utf-8'
        )
        assert b"response=6084c6db3fede7352c551284490fd0fc" in (answer or b"")
        mechanism.step(b"rspauth=2f0b3d7c3c2e486600ef710726aa2eae")
        assert mechanism.complete


class TestExchange:
    @pytest.mark.parametrize(
        ("name", "password"),
        [
            ("alice", "correct horse"),
            ("jürgen", "größe"),
            ("日本", "密碼"),
            ("jürgen", "密碼"),
            ('quote"and\\slash', 'a"b\\c,d=e'),
            ("alice@lab.test", "x"),
        ],
    )
    def test_both_sides_agree(self, name: str, password: str) -> None:
        server = DigestServer(name, password=password)
        mechanism = client(name, password)
        login(mechanism, server)
        assert server.accepted
        assert mechanism.complete
        assert mechanism.ssf == 128
        assert server.answer["qop"] == "auth-conf"
        assert server.answer["cipher"] == "rc4"
        assert server.answer["maxbuf"] == "65536"
        other = DigestLayer(server.session_key, max_send=100, max_receive=65536, server=True)
        assert other.unwrap(mechanism.wrap(b"call" * 50_000)) == b"call" * 50_000
        assert mechanism.unwrap(other.wrap(b"reply" * 50)) == b"reply" * 50

    def test_without_layer_before_completion(self) -> None:
        mechanism = client()
        assert mechanism.max_send == 0
        with pytest.raises(AssertionError):
            mechanism.wrap(b"x")
        mechanism.step(GOOD.encode())
        assert mechanism.max_send == 0
        assert mechanism.ssf == 0

    def test_authorization_name(self) -> None:
        server = DigestServer()
        login(client(authzid="boss"), server)
        assert server.answer["authzid"] == "boss"
        assert server.accepted

    def test_no_layer_on_a_safe_channel(self) -> None:
        challenge = (
            b'nonce="n",realm="lab.test",qop="auth,auth-conf",cipher="rc4",charset=utf-8,algorithm=md5-sess'
        )
        server = DigestServer(challenge=challenge, nonce="n")
        mechanism = client(layer=False)
        login(mechanism, server)
        assert server.answer["qop"] == "auth"
        assert "cipher" not in server.answer
        assert mechanism.ssf == 0

    def test_a_layer_that_the_server_insists_on(self) -> None:
        mechanism = client(layer=False)
        login(mechanism, DigestServer())
        assert mechanism.ssf == 128

    def test_max_send_leaves_room(self) -> None:
        for maxbuf, most in ((65536, 65511), (4096, 4071), (16777215, 65511)):
            challenge = GOOD.replace("maxbuf=65536", f"maxbuf={maxbuf}").encode()
            mechanism = client()
            login(mechanism, DigestServer(challenge=challenge))
            assert mechanism.max_send == most

    def test_default_maxbuf(self) -> None:
        mechanism = client()
        login(mechanism, DigestServer(challenge=GOOD.replace("maxbuf=65536,", "").encode()))
        assert mechanism.max_send == 65511

    def test_no_charset_means_iso_8859_1(self) -> None:
        challenge = GOOD.replace("charset=utf-8,", "").encode()
        answer = client("jürgen", "größe").step(challenge)
        assert answer is not None
        assert 'username="jürgen"'.encode("latin-1") in answer
        assert b"charset" not in answer
        with pytest.raises(NoCredentials, match="8859-1"):
            client("日本").step(challenge)

    def test_what_libvirt_sends(self) -> None:
        # Measured: libvirt 9.0.0 with Cyrus 2.1.28.
        challenge = (
            b'nonce="Kc9CUGpD0FtUy9oxfkEjF7sJ4hC6s5oSX6IFkKAEFcc=",realm="hv1.lab.test",qop="auth-conf",'
            b'cipher="rc4-56,rc4,3des",maxbuf=65536,charset=utf-8,algorithm=md5-sess'
        )
        answer = client().step(challenge) or b""
        assert b'realm="hv1.lab.test"' in answer
        assert b"cipher=rc4," in answer

    def test_blanks_commas_and_case(self) -> None:
        challenge = (
            b' Realm="lab.test" , ,NONCE = "n" ,\r\n qop="auth , AUTH-CONF ,,x" ,cipher="3des, RC4 ",'
            b'Algorithm=MD5-SESS,charset="UTF-8",unknown=token,other="x,y=\\"z\\"",,'
        )
        server = DigestServer(challenge=challenge, nonce="n")
        login(client(), server)
        assert server.accepted


class TestRealm:
    def test_the_callers_first(self) -> None:
        answer = client(realm="mine").step(GOOD.encode())
        assert b'realm="mine"' in (answer or b"")

    def test_the_servers_only(self) -> None:
        assert b'realm="lab.test"' in (client().step(GOOD.encode()) or b"")

    def test_one_of_several_must_be_named(self) -> None:
        challenge = GOOD.replace('realm="lab.test"', 'realm="a",realm="b"').encode()
        with pytest.raises(NoCredentials, match="'a', 'b'"):
            client().step(challenge)
        assert b'realm="b"' in (client(realm="b").step(challenge) or b"")

    def test_the_host_if_there_is_none(self) -> None:
        challenge = GOOD.replace('realm="lab.test",', "").encode()
        assert b'realm="hv1"' in (client().step(challenge) or b"")

    def test_in_utf_8(self) -> None:
        server = DigestServer(realm="büro", challenge=GOOD.replace("lab.test", "büro").encode())
        login(client(), server)
        assert server.accepted

    def test_is_named_in_the_advice(self) -> None:
        mechanism = client()
        mechanism.step(GOOD.encode())
        assert "'lab.test'" in str(mechanism.rejected("no"))


BROKEN = {
    "nothing": b"",
    "no directives": b"hello",
    "garbage": bytes(range(256)),
    "NUL": GOOD.encode() + b"\0",
    "no nonce": GOOD.replace('nonce="OA6MG9tEQGm2hh",', "").encode(),
    "empty nonce": GOOD.replace("OA6MG9tEQGm2hh", "").encode(),
    "nonce twice": b'nonce="a",' + GOOD.encode(),
    "nonce not plain": GOOD.replace("OA6MG9tEQGm2hh", "é\x1b").encode(),
    "no algorithm": GOOD.replace(",algorithm=md5-sess", "").encode(),
    "other algorithm": GOOD.replace("md5-sess", "md5").encode(),
    "algorithm twice": GOOD.encode() + b",algorithm=md5-sess",
    "other charset": GOOD.replace("utf-8", "latin-1").encode(),
    "charset twice": GOOD.encode() + b",charset=utf-8",
    "qop twice": GOOD.encode() + b',qop="auth"',
    "cipher twice": GOOD.encode() + b',cipher="rc4"',
    "maxbuf twice": GOOD.encode() + b",maxbuf=1024",
    "maxbuf zero": GOOD.replace("65536", "0").encode(),
    "maxbuf tiny": GOOD.replace("65536", "41").encode(),
    "maxbuf negative": GOOD.replace("65536", "-1").encode(),
    "maxbuf huge": GOOD.replace("65536", "16777216").encode(),
    "maxbuf endless": GOOD.replace("65536", "9" * 5000).encode(),
    "maxbuf no number": GOOD.replace("65536", "many").encode(),
    "unfinished string": b'nonce="n',
    "unfinished escape": b'nonce="n\\',
    "two without comma": b'nonce="n" realm="r"',
    "no value": b"nonce=,realm=x",
    "no key": b'="x"',
    "realm not UTF-8": GOOD.encode().replace(b"lab.test", b"\xff\xfe"),
    "proof at once": b"rspauth=ea40f60335c427b5527b84dbabcdfffd",
    "proof in the challenge": GOOD.encode() + b",rspauth=ea40f60335c427b5527b84dbabcdfffd",
    "blob too large": GOOD.encode() + b',x="' + b"x" * 65536 + b'"',
}

WEAK = {
    "auth only": GOOD.replace('"auth-conf"', '"auth"'),
    "auth-int only": GOOD.replace('"auth-conf"', '"auth,auth-int"'),
    "no qop": GOOD.replace('qop="auth-conf",', ""),
    "unknown qop": GOOD.replace('"auth-conf"', '"\x1bnew"'),
    "no cipher": GOOD.replace('cipher="rc4-56,rc4,3des",', ""),
    "rc4-56": GOOD.replace("rc4-56,rc4,3des", "rc4-56"),
    "rc4-40": GOOD.replace("rc4-56,rc4,3des", "rc4-40,des"),
    "des and 3des": GOOD.replace("rc4-56,rc4,3des", "des,3des"),
    "aes": GOOD.replace("rc4-56,rc4,3des", "aes"),
    "nearly rc4": GOOD.replace("rc4-56,rc4,3des", "rc4-128,xrc4,rc4x"),
}


class TestHostileServer:
    @pytest.mark.parametrize("challenge", BROKEN.values(), ids=BROKEN)
    def test_broken_challenge(self, challenge: bytes) -> None:
        self._refused(client(), challenge, ProtocolError)

    @pytest.mark.parametrize("challenge", WEAK.values(), ids=WEAK)
    def test_nothing_strong_enough(self, challenge: str) -> None:
        error = self._refused(client(), challenge.encode(), MechanismUnavailable)
        assert "ssh" in error
        assert "\x1b" not in error

    def test_integrity_alone_is_not_taken_on_a_safe_channel_either(self) -> None:
        challenge = GOOD.replace('"auth-conf"', '"auth-int"').encode()
        self._refused(client(layer=False), challenge, MechanismUnavailable)

    @pytest.mark.parametrize(
        "final",
        [
            b"",
            b"rspauth=",
            b"rspauth",
            b"x=1",
            b"rspauth=ea40f60335c427b5527b84dbabcdfffd,rspauth=ea40f60335c427b5527b84dbabcdfffd",
            b"\xff\xfe\x00",
            GOOD.encode(),
        ],
    )
    def test_broken_proof(self, final: bytes) -> None:
        mechanism = client()
        mechanism.step(GOOD.encode())
        self._refused(mechanism, final, ProtocolError)

    @pytest.mark.parametrize("final", ["0" * 32, "é" * 32, "x", '"' + "a" * 32 + '"'])
    def test_wrong_proof(self, final: str) -> None:
        mechanism = client()
        mechanism.step(GOOD.encode())
        self._refused(mechanism, f"rspauth={final}".encode(), AuthenticationError, ProtocolError)

    def test_server_that_knows_another_password(self) -> None:
        mechanism = client()
        server = DigestServer(password="other")
        answer = mechanism.step(server.challenge) or b""
        server.final(answer)
        tail = ":libvirt/hv1:" + "0" * 32
        self._refused(mechanism, b"rspauth=" + server._response(tail).encode(), ServerNotAuthentic)

    def test_our_own_response_sent_back(self) -> None:
        mechanism = client()
        answer = mechanism.step(GOOD.encode()) or b""
        ours = answer.partition(b"response=")[2][:32]
        self._refused(mechanism, b"rspauth=" + ours, ServerNotAuthentic)

    def test_not_complete_without_proof(self) -> None:
        mechanism = client()
        mechanism.step(GOOD.encode())
        assert not mechanism.complete

    def _refused(self, mechanism: DigestMd5Client, data: bytes, *kinds: type[Exception]) -> str:
        with pytest.raises(kinds) as caught:
            mechanism.step(data)
        assert not mechanism.complete
        assert mechanism.ssf == 0
        with pytest.raises(ProtocolError):
            mechanism.step(GOOD.encode())
        return str(caught.value)


class TestCredentials:
    @pytest.mark.parametrize(
        ("name", "password"), [(None, b"x"), ("", b"x"), ("alice", b""), ("alice", None)]
    )
    def test_missing(self, name: str | None, password: bytes | None) -> None:
        secret = None if password is None else Secret(password)
        with pytest.raises(NoCredentials):
            DigestMd5Client(SaslCredentials(name, secret), host="hv1")

    def test_nul(self) -> None:
        with pytest.raises(NoCredentials, match="NUL"):
            client("a\0b").step(GOOD.encode())

    def test_without_md5(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def absent(data: bytes) -> bytes:
            raise ValueError("unsupported hash type md5")

        monkeypatch.setattr("virtreach.session.sasl.digest_md5.md5", absent)
        with pytest.raises(MechanismUnavailable, match="no MD5"):
            client()


def test_directives() -> None:
    def broken(text: str) -> Exception:
        return ValueError(text)

    assert parse_directives(b'a=1,B="x,\\"y\\\\",c=tok-en.2', broken) == [
        ("a", "1"),
        ("b", 'x,"y\\'),
        ("c", "tok-en.2"),
    ]
    assert parse_directives(b"", broken) == []
    assert parse_directives(b" , ,", broken) == []
