"""Users, servers and ports."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtreach.errors import URIError
from virtreach.uri.authority import check_server, check_user, is_address, is_ipv6, split_authority


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (None, None, None)),
        ("host", (None, "host", None)),
        ("host:", (None, "host", None)),
        ("host:1", (None, "host", 1)),
        ("host:65535", (None, "host", 65535)),
        ("user@host:22", ("user", "host", 22)),
        ("us%40er@host", ("us@er", "host", None)),
        ("a@b@host", ("a@b", "host", None)),
        ("DOM%5Cuser@host", ("DOM\\user", "host", None)),
        ("[::1]", (None, "::1", None)),
        ("[::1]:16514", (None, "::1", 16514)),
        ("[fe80::1%25eth0]", (None, "fe80::1%eth0", None)),
        ("[fe80::1%eth0]", (None, "fe80::1%eth0", None)),
        ("[fe80::1%25]", (None, "fe80::1%25", None)),
        ("u@[2001:db8::7]:5", ("u", "2001:db8::7", 5)),
        ("192.0.2.1:5", (None, "192.0.2.1", 5)),
        ("h%6Fst", (None, "host", None)),
        ("host.lab.test.", (None, "host.lab.test.", None)),
    ],
)
def test_authorities(text: str, expected: tuple[str | None, str | None, int | None]) -> None:
    assert split_authority(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("host:0", "1 to 65535"),
        ("host:65536", "1 to 65535"),
        ("host:-1", "1 to 65535"),
        ("host:x", "1 to 65535"),
        ("host:٣", "1 to 65535"),
        ("host:000022", "1 to 65535"),
        ("user:secret@host", "password"),
        ("@host", "no user name"),
        ("user@", "needs a server"),
        (":22", "needs a server"),
        ("::1", "brackets"),
        ("[::1", "closing"),
        ("[::1]x", "after ']'"),
        ("[host]", "not an IPv6 address"),
        ("[]", "not an IPv6 address"),
        ("[::1%25]x", "after ']'"),
        ("[::1%25a$b]", "not an IPv6 address"),
        ("-oProxyCommand=x", "starts with '-'"),
        ("-lroot@host", "starts with '-'"),
        ("ho%20st", "only letters"),
        ("ho%00st", "U\\+0000"),
        ("höst", "xn--"),
        ("a..b", "1 to 63"),
        ("a" * 64, "1 to 63"),
        (".a", "1 to 63"),
        ("a." * 130 + "a", "253"),
        ("a%2Fb", "only letters"),
        ("a%25b", "only letters"),
        ("a;b", "only letters"),
        ("us;er@host", "not allowed"),
        ("us%24(x)@host", "not allowed"),
        ("us%20er@host", "not allowed"),
        ("us%0Aer@host", "U\\+000A"),
        ("user%5C@host", "not allowed"),
    ],
)
def test_refused_authorities(text: str, message: str) -> None:
    with pytest.raises(URIError, match=message):
        split_authority(text)


def test_a_password_is_not_repeated() -> None:
    with pytest.raises(URIError) as caught:
        split_authority("user:geheim@host")
    assert "geheim" not in str(caught.value)


SHELL = set("'\"`$&|;<>(){}[]*?!#~ \t\n")


@given(st.text(max_size=12))
def test_no_user_that_passes_means_anything_to_a_shell(name: str) -> None:
    try:
        check_user(name)
    except URIError:
        return
    assert name
    assert not name.startswith("-")
    assert not SHELL & set(name)


@given(st.text(max_size=12))
def test_no_server_that_passes_means_anything_to_a_shell(name: str) -> None:
    try:
        check_server(name)
    except URIError:
        return
    assert name.isascii()
    assert not name.startswith("-")
    assert not (SHELL | {"\\", "/", "@"}) & set(name)


def _system_says_ipv6(text: str) -> bool:
    try:
        socket.inet_pton(socket.AF_INET6, text)
    except (OSError, ValueError):
        return False
    return True


ADDRESS_PARTS = st.sampled_from(["", "0", "1", "ffff", "12345", "fe80", "g", "1.2.3.4", "1.2.3", "256.1.1.1"])


@given(st.lists(ADDRESS_PARTS, min_size=1, max_size=10).map(":".join))
def test_ipv6_as_the_system_reads_it(text: str) -> None:
    assert is_ipv6(text) == _system_says_ipv6(text), text


@given(st.ip_addresses(v=6).map(str))
def test_every_ipv6_address_is_one(text: str) -> None:
    assert is_ipv6(text)
    assert is_ipv6(f"{text}%eth0.1")
    assert is_address(text)
    assert not is_ipv6(f"{text}%")
    assert not is_ipv6(f"{text}%-x")


@given(st.ip_addresses(v=4).map(str))
def test_every_ipv4_address_is_one(text: str) -> None:
    assert is_address(text)
    assert not is_address(text + ".test")
