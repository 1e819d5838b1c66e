"""Names and passwords beyond ASCII against a real server, whose SASL library takes them as they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.interop.clients import KINDS, hostname
from tests.interop.lab.daemon import Daemon
from tests.interop.lab.settings import Settings
from virtreach.errors import CredentialsRejected

USERS = {
    "jürgen": "größe",
    "日本": "密碼",
    "ninth": "pa\u2168ss",  # SASLprep makes another password of these four, or none
    "soft": "pass\u00adword",
    "emoji": "pass\U0001f600",
    "decomposed": "u\u0308ber",
    "quotes": 'a"b\\c,d=e',
}

pytestmark = [pytest.mark.parametrize("kind", KINDS), pytest.mark.needs("root", "libvirtd", "saslpasswd2")]


@pytest.fixture(scope="module")
def daemon() -> Iterator[Daemon]:
    """A libvirtd with these users on its unix socket and on TCP."""
    with Daemon(Settings(unix="sasl", tcp="sasl", users=USERS)) as daemon:
        yield daemon


@pytest.mark.parametrize("mechanism", ["SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5", "PLAIN"])
@pytest.mark.parametrize("name", USERS)
def test_on_unix(kind: str, daemon: Daemon, name: str, mechanism: str) -> None:
    assert hostname(kind, daemon.uri(), auth=(name, USERS[name]), mechanisms=[mechanism]) == "lab.test"


@pytest.mark.parametrize("name", USERS)
def test_on_tcp(kind: str, daemon: Daemon, name: str) -> None:
    assert hostname(kind, daemon.uri("tcp"), auth=(name, USERS[name])) == "lab.test"


@pytest.mark.parametrize("password", ["wrong", "wrong\u2168"])
def test_wrong_password(kind: str, daemon: Daemon, password: str) -> None:
    with pytest.raises(CredentialsRejected, match="realm"):
        hostname(kind, daemon.uri(), auth=("jürgen", password))
