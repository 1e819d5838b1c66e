"""Remote URIs: grammar, defaults, variables, far name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtreach.errors import URIError
from virtreach.uri import RemoteURI


def read(text: str) -> tuple[str, str, str | None, int | None, str, str]:
    uri = RemoteURI.parse(text)
    return uri.driver, uri.transport, uri.server, uri.effective_port, uri.path, uri.far_name()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("xend://server/", ("xend", "tls", "server", 16514, "/", "xend:///")),
        ("qemud+unix:///session", ("qemud", "unix", None, None, "/session", "qemud:///session")),
        (
            "qemud+ssh://server/session?command=/opt/openssh/bin/ssh",
            ("qemud", "ssh", "server", 22, "/session", "qemud:///session"),
        ),
        ("qemud+tcp://server:5000/session", ("qemud", "tcp", "server", 5000, "/session", "qemud:///session")),
        ("xend+ext:///?command=my_shell_script", ("xend", "ext", None, None, "/", "xend:///")),
        ("qemu:///system", ("qemu", "unix", None, None, "/system", "qemu:///system")),
        ("qemu:/system", ("qemu", "unix", None, None, "/system", "qemu:///system")),
        ("qemu+tls:///system", ("qemu", "tls", None, 16514, "/system", "qemu:///system")),
        ("qemu+tcp://h", ("qemu", "tcp", "h", 16509, "", "qemu://")),
        ("qemu+TCP://h/x", ("qemu", "tcp", "h", 16509, "/x", "qemu:///x")),
        ("remote+tcp://h/", ("remote", "tcp", "h", 16509, "/", "")),
        ("qemu+tcp://u@[::1]:1/s#f", ("qemu", "tcp", "::1", 1, "/s", "qemu:///s#f")),
        ("esx+ssh://h/?name=esx%3A%2F%2Fe%2F", ("esx", "ssh", "h", 22, "/", "esx://e/")),
        ("qemu+libssh2://h/system", ("qemu", "libssh2", "h", 22, "/system", "qemu:///system")),
        ("lxc+tcp://h/a%20b%2Fc", ("lxc", "tcp", "h", 16509, "/a b/c", "lxc:///a%20b/c")),
    ],
)
def test_how_uris_are_read(text: str, expected: tuple[str, str, str | None, int | None, str, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a URI"),
        ("hail", "uri_aliases"),
        ("://x", "not a URI"),
        ("9p://x", "not a URI"),
        ("qe_mu:///system", "not a URI"),
        ("qemu:system", "did you mean qemu:///system"),
        ("qemu://system", "qemu:///system with three slashes"),
        ("qemu://session/", "qemu:///session with three slashes"),
        ("qemu+unix://host/system", "this machine"),
        ("qemu+foo:///system", "transport 'foo'"),
        ("qemu+:///system", "transport ''"),
        ("qemu+ssh+tcp://h/", "transport 'ssh\\+tcp'"),
        ("qemu:///embed?root=/x", "C library"),
        ("esx://host/", "HTTPS"),
        ("qemu:///a b", "no spaces"),
        ("qemu:///a\nb", "U\\+000A"),
        ("qemu:///a%0ab", "U\\+000A"),
        ("qemu:///a%zz", "two hexadecimal"),
        ("qemu+tcp://h/?x%0d=1", "U\\+000D"),
        ("qemu+tcp://h/?x=%1b", "U\\+001B"),
        ("qemu+tcp://h/?no_verify=yes", "must be a number"),
        ("qemu+tcp://h/?no_tty", "must be a number"),
        ("qemu:///system?mode=fast", "one of auto, direct, legacy"),
        ("qemu+ssh://h/system?proxy=x", "one of auto, netcat, native"),
        ("qemu+ssh://h/system?command=", "empty"),
        ("qemu:///system?socket=", "empty"),
        ("qemu:///system?auth=none", "sasl.MECHANISM"),
        ("qemu:///system?auth=", "sasl.MECHANISM"),
        ("qemu:///system?auth=sasl.", "sasl.MECHANISM"),
        ("qemu:///system?auth=sasl.a b", "spaces"),
        ("qemu:///system?auth=sasl.a+b", "sasl.MECHANISM"),
        ("qemu:///system?auth=polkit2", "sasl.MECHANISM"),
        ("qemu:///" + "x" * 70000, "limit"),
    ],
)
def test_uris_that_are_refused(text: str, message: str) -> None:
    with pytest.raises(URIError, match=message):
        RemoteURI.parse(text)


def test_a_uri_error_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="not a URI"):
        RemoteURI.parse("nonsense")


class TestVariables:
    def test_in_order_and_unescaped(self) -> None:
        uri = RemoteURI.parse("qemu+tcp://h/?b=1&a=x+y%2bz&b=2&c&=ignored&&d=")
        assert uri.params == (("b", "1"), ("a", "x y+z"), ("b", "2"), ("c", ""), ("d", ""))
        assert uri.variable("b") == "2"
        assert uri.variable("c") == ""
        assert uri.variable("nothing") is None

    def test_known_names_match_in_any_case_and_the_last_counts(self) -> None:
        uri = RemoteURI.parse("qemu+tls://h/system?NO_verify=1&Name=one&name=two")
        assert uri.flag("no_verify")
        assert uri.far_name() == "two"

    @pytest.mark.parametrize(
        ("value", "expected"),
        [("0", False), ("1", True), ("2", True), ("-1", True), ("+0", False), ("00", False)],
    )
    def test_flags(self, value: str, expected: bool) -> None:
        assert (
            RemoteURI.parse(f"qemu+tls://h/?no_verify={value.replace('+', '%2B')}").flag("no_verify")
            is expected
        )

    def test_a_semicolon_separates_where_no_ampersand_follows(self) -> None:
        # virURIParseParams looks for '&' first.
        assert RemoteURI.parse("x:///?a=1;b=2").params == (("a", "1"), ("b", "2"))
        assert RemoteURI.parse("x:///?a=1;b=2&c=3;d=4").params == (("a", "1;b=2"), ("c", "3"), ("d", "4"))

    def test_known_variables_leave_the_far_name_and_unknown_ones_stay(self) -> None:
        known = (
            "command=c&socket=s&netcat=n&no_verify=1&mode=auto&proxy=auto&keyfile=k&sshauth=a&known_hosts=h"
            "&known_hosts_verify=auto&no_sanity=1&no_tty=1&pkipath=p&tls_priority=NORMAL&authfile=f&auth=sasl"
        )
        uri = RemoteURI.parse(f"qemu+ssh://h/system?zoo=a%26b&{known}&ape")
        assert uri.far_name() == "qemu:///system?zoo=a%26b&ape="
        assert uri.unknown == [("zoo", "a&b"), ("ape", "")]

    def test_some_known_variables_can_be_kept(self) -> None:
        uri = RemoteURI.parse("qemu+ssh://h/system?mode=direct&socket=/x+y&no_tty=1")
        assert uri.far_name(keep=("mode", "socket")) == "qemu:///system?mode=direct&socket=%2Fx%20y"

    def test_an_empty_name_lets_the_far_side_choose(self) -> None:
        assert RemoteURI.parse("qemu+tcp://h/system?name=").far_name() == ""


NAMES = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8)
VALUES = st.text(st.characters(exclude_categories=("C", "Z")), max_size=12)


@given(st.lists(st.tuples(NAMES.map("x".__add__), VALUES), max_size=5), VALUES)
def test_the_far_side_reads_what_was_written_here(params: list[tuple[str, str]], path: str) -> None:
    from virtreach.uri.text import escape

    query = "&".join(f"{name}={escape(value)}" for name, value in params)
    uri = RemoteURI.parse(f"qemu+tcp://user@host:1/{escape(path)}?{query}")
    far = RemoteURI.parse(uri.far_name())
    assert far.params == uri.params == tuple(params)
    assert far.path == uri.path == f"/{path}"
    assert (far.driver, far.server, far.user, far.port) == ("qemu", None, None, None)


@given(st.text(max_size=60) | st.text("qemu+shtcpl:/?#[]@&=%20a.-", max_size=60).map("qemu+ssh://".__add__))
def test_any_text_is_read_or_refused_with_an_error_that_can_be_shown(text: str) -> None:
    try:
        uri = RemoteURI.parse(text)
    except URIError as error:
        shown = [str(error)]
    else:
        shown = [uri.far_name(), *(part for row in uri.explain() for part in row)]
    assert all(part.isprintable() for part in shown)


def test_probing_has_no_far_name() -> None:
    uri = RemoteURI.probing()
    assert (uri.far_name(), uri.transport, uri.text) == ("", "unix", "")


def test_equal_texts_are_equal_uris() -> None:
    one, two = RemoteURI.parse("qemu:///system"), RemoteURI.parse("qemu:///system")
    assert one == two
    assert len({one, two}) == 1
    assert one != RemoteURI.parse("qemu:///session")
    assert str(one) == "qemu:///system"
    assert "qemu:///system" in repr(one)
