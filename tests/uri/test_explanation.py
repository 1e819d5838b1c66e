"""What `virtreach uri` shows."""

from __future__ import annotations

from virtreach.uri import RemoteURI


def rows(text: str) -> dict[str, tuple[str, str]]:
    return {field: (value, why) for field, value, why in RemoteURI.parse(text).explain()}


def test_defaults_are_named_as_such() -> None:
    explained = rows("xend://server/")
    assert explained["transport"][0] == "tls"
    assert "default" in explained["transport"][1]
    assert explained["port"] == ("16514", "the default of the transport tls")
    assert explained["far name"][0] == "xend:///"
    assert "local" in rows("qemu:///system")["transport"][1]
    assert rows("qemu+tls:///system")["server"][0] == "localhost"


def test_ssh_leaves_port_and_user_to_the_users_configuration() -> None:
    explained = rows("qemu+ssh://server/system")
    assert "no -p" in explained["port"][1]
    assert "configuration" in explained["user"][1]
    assert rows("qemu+ssh://server:22/system")["port"] == ("22", "given")


def test_what_only_ssh_libraries_use_is_said_to_be_without_effect() -> None:
    for name in ("sshauth", "known_hosts", "known_hosts_verify"):
        assert "accepted and not used" in rows(f"qemu+ssh://h/system?{name}=x")[f"variable {name}"][1]
        assert "not used" not in rows(f"qemu+libssh://h/system?{name}=x")[f"variable {name}"][1]
    assert "not used by the transport tcp" in rows("qemu+tcp://h/system?pkipath=/x")["variable pkipath"][1]


def test_unknown_and_overruled_variables() -> None:
    assert "stays in the far name" in rows("qemu:///system?zoo=1")["variable zoo"][1]
    explained = RemoteURI.parse("qemu:///system?name=a&name=b").explain()
    first, second = (why for field, _, why in explained if field == "variable name")
    assert "last one counts" in first
    assert "far side" in second


def test_flags_are_read_out() -> None:
    assert rows("qemu+tls://h/?no_verify=0")["variable no_verify"][1].endswith(": no")
    assert rows("qemu+tls://h/?no_verify=1")["variable no_verify"][1].endswith(": yes")


def test_a_user_is_useless_outside_ssh() -> None:
    assert "only ssh uses it" in rows("qemu+tcp://fred@h/system")["user"][1]
    assert "fragment" in rows("qemu:///system#x")
    assert rows("remote:///")["far name"][0] == ""
    assert "not used" in rows("qemu+ext://h/system?command=x")["server"][1]
