"""The policy: which mechanism on which channel."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest

from virtreach.errors import MechanismUnavailable, MissingExtra, NoCredentials
from virtreach.session.sasl.base import SaslCredentials
from virtreach.session.sasl.digest_md5 import DigestMd5Client
from virtreach.session.sasl.external import ExternalClient
from virtreach.session.sasl.negotiate import check_strength, create, needs, select, split_mechlist
from virtreach.session.sasl.plain import PlainClient
from virtreach.session.sasl.scram import ScramSha1, ScramSha256, ScramSha256Plus
from virtreach.session.sasl.secret import Secret

ALICE = SaslCredentials("alice", Secret("x"))
EVERYTHING = [
    "ANONYMOUS",
    "CRAM-MD5",
    "DIGEST-MD5",
    "EXTERNAL",
    "GSSAPI",
    "GS2-KRB5",
    "LOGIN",
    "NTLM",
    "PLAIN",
    "SCRAM-SHA-1",
    "SCRAM-SHA-1-PLUS",
    "SCRAM-SHA-256",
    "SCRAM-SHA-256-PLUS",
]


def on_tcp(offered: list[str], **options: object) -> str:
    return select(offered, external_ssf=0, min_ssf=112, encrypted=False, **options)  # type: ignore[arg-type]


def in_tls(offered: list[str], **options: object) -> str:
    return select(offered, external_ssf=256, min_ssf=112, encrypted=True, **options)  # type: ignore[arg-type]


def on_unix(offered: list[str], **options: object) -> str:
    return select(offered, external_ssf=0, min_ssf=0, encrypted=True, **options)  # type: ignore[arg-type]


class TestSelect:
    def test_strongest_first(self) -> None:
        order = ["SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5", "PLAIN"]
        for start in range(len(order)):
            for offered in itertools.permutations([*order[start:], "ANONYMOUS"]):
                assert in_tls(list(offered)) == order[start]
                assert on_unix(list(offered)) == order[start]

    def test_a_server_that_nobody_has_checked_does_not_get_the_password(self) -> None:
        assert in_tls(EVERYTHING, verified=False) == "SCRAM-SHA-256"
        with pytest.raises(MechanismUnavailable, match="no_verify"):
            in_tls(["PLAIN", "LOGIN", "ANONYMOUS"], verified=False)
        with pytest.raises(MechanismUnavailable, match="no_verify"):
            in_tls(EVERYTHING, verified=False, mechanisms=["PLAIN"])

    def test_plain_tcp_takes_nothing_but_what_encrypts(self) -> None:
        assert on_tcp(EVERYTHING) == "DIGEST-MD5"
        for name in EVERYTHING:
            if name != "DIGEST-MD5":
                with pytest.raises(MechanismUnavailable, match="none of which can be used"):
                    on_tcp([name])

    @pytest.mark.parametrize("name", ["PLAIN", "SCRAM-SHA-256", "EXTERNAL", "SCRAM-SHA-1"])
    def test_plain_tcp_is_not_talked_round(self, name: str) -> None:
        with pytest.raises(MechanismUnavailable, match="use TLS or ssh"):
            on_tcp([name], mechanisms=[name])

    def test_never_below_the_minimum(self) -> None:
        for minimum in (1, 56, 112, 128):
            assert select(EVERYTHING, external_ssf=0, min_ssf=minimum, encrypted=False) == "DIGEST-MD5"
        with pytest.raises(MechanismUnavailable):
            select(EVERYTHING, external_ssf=0, min_ssf=129, encrypted=False)

    def test_plain_never_in_clear(self) -> None:
        with pytest.raises(MechanismUnavailable, match="in clear"):
            select(["PLAIN"], external_ssf=0, min_ssf=0, encrypted=False)

    def test_anonymous_and_the_rest_never(self) -> None:
        with pytest.raises(MechanismUnavailable, match="ANONYMOUS, LOGIN: not supported"):
            on_unix(["ANONYMOUS", "LOGIN"])
        with pytest.raises(MechanismUnavailable, match="no SASL mechanism ANONYMOUS"):
            on_unix(["ANONYMOUS"], mechanisms=["anonymous"])

    def test_external_when_asked(self) -> None:
        assert in_tls(["EXTERNAL", "PLAIN"]) == "PLAIN"
        assert in_tls(["EXTERNAL", "PLAIN"], mechanisms=["external"]) == "EXTERNAL"
        with pytest.raises(MechanismUnavailable, match="must be asked for"):
            in_tls(["EXTERNAL"])

    def test_allow_list(self) -> None:
        assert in_tls(EVERYTHING, mechanisms=["PLAIN", "digest-md5"]) == "DIGEST-MD5"
        with pytest.raises(MechanismUnavailable, match=r"asked for: SCRAM-SHA-1\)"):
            in_tls(["SCRAM-SHA-256"], mechanisms=["SCRAM-SHA-1"])
        with pytest.raises(MechanismUnavailable):
            in_tls(EVERYTHING, mechanisms=[])

    def test_channel_binding(self) -> None:
        assert in_tls(EVERYTHING) == "SCRAM-SHA-256"
        assert in_tls(EVERYTHING, can_bind=True) == "SCRAM-SHA-256-PLUS"
        with pytest.raises(MechanismUnavailable, match="binding"):
            in_tls(["SCRAM-SHA-256-PLUS"])

    def test_gssapi(self) -> None:
        assert on_tcp(["GSSAPI", "DIGEST-MD5"]) == "DIGEST-MD5"
        assert on_tcp(["GSSAPI", "DIGEST-MD5"], gssapi=True) == "GSSAPI"
        with pytest.raises(MechanismUnavailable, match=r"virtreach\[gssapi\]"):
            on_tcp(["GSSAPI"])
        assert on_tcp(["GSSAPI"], mechanisms=["GSSAPI"]) == "GSSAPI"

    def test_nothing_offered(self) -> None:
        with pytest.raises(MechanismUnavailable, match="mech_list"):
            in_tls([])

    def test_hostile_names_are_harmless(self) -> None:
        with pytest.raises(MechanismUnavailable) as caught:
            in_tls(["\x1b[2JEVIL"])
        assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("DIGEST-MD5", ["DIGEST-MD5"]),
        ("DIGEST-MD5,SCRAM-SHA-256", ["DIGEST-MD5", "SCRAM-SHA-256"]),
        ("scram-sha-256 plain,,plain", ["SCRAM-SHA-256", "PLAIN"]),
        ("\x1b[2J,../..,PLAIN\x07,x" + "Y" * 30, []),
        (",".join(f"M{i}" for i in range(10_000)), [f"M{i}" for i in range(64)]),
    ],
)
def test_split_mechlist(text: str, names: list[str]) -> None:
    assert split_mechlist(text) == names


class TestCreate:
    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("SCRAM-SHA-256", ScramSha256),
            ("SCRAM-SHA-1", ScramSha1),
            ("DIGEST-MD5", DigestMd5Client),
            ("PLAIN", PlainClient),
        ],
    )
    def test_makes_it(self, name: str, kind: type) -> None:
        mechanism = create(name, ALICE, host="h", external_ssf=256, min_ssf=112)
        assert type(mechanism) is kind
        assert mechanism.name == name
        assert needs(name) == ("authname", "password")

    def test_external_needs_nothing(self) -> None:
        assert needs("EXTERNAL") == ()
        assert type(create("EXTERNAL", SaslCredentials(), host="h")) is ExternalClient

    def test_binding(self) -> None:
        binding = ("tls-exporter", b"x")
        assert in_tls(["SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"], can_bind=True) == "SCRAM-SHA-256-PLUS"
        assert type(create("SCRAM-SHA-256-PLUS", ALICE, host="h", channel_binding=binding)) is ScramSha256Plus

    def test_layer_on_tcp_only(self) -> None:
        challenge = b'nonce="n",qop="auth,auth-conf",cipher=rc4,algorithm=md5-sess'
        for external, qop in ((0, b"qop=auth-conf"), (256, b"qop=auth")):
            mechanism = create("DIGEST-MD5", ALICE, host="h", external_ssf=external, min_ssf=112)
            mechanism.start()
            assert (mechanism.step(challenge) or b"").split(b",").count(qop) == 1

    @pytest.mark.parametrize("name", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5"])
    @pytest.mark.parametrize(
        ("credentials", "what"),
        [
            (SaslCredentials(), "name"),
            (SaslCredentials("alice"), "password"),
            (SaslCredentials(None, Secret("x")), "name"),
        ],
    )
    def test_missing_credentials(self, name: str, credentials: SaslCredentials, what: str) -> None:
        with pytest.raises(NoCredentials, match=f"{name} needs a {what}"):
            create(name, credentials, host="h")

    def test_gssapi(self) -> None:
        assert needs("GSSAPI") == ()
        with pytest.raises(MissingExtra):
            create("GSSAPI", ALICE, host="h")

    def test_unknown_name_is_our_mistake(self) -> None:
        with pytest.raises(AssertionError):
            create("LOGIN", ALICE, host="h")


def test_last_look() -> None:
    plain = PlainClient(ALICE)
    plain.start()
    check_strength(plain, external_ssf=256, min_ssf=112)
    check_strength(plain, external_ssf=0, min_ssf=0)
    with pytest.raises(MechanismUnavailable):
        check_strength(plain, external_ssf=0, min_ssf=112)


def test_policy_loads_no_cryptography() -> None:
    code = (
        "import sys; from virtreach.session.sasl.negotiate import select;"
        "select(['PLAIN'], external_ssf=0, min_ssf=0, encrypted=True);"
        "assert not {'hashlib', '_hashlib', 'hmac', 'ssl', 'socket', 'asyncio'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
