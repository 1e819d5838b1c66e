"""What a way is, and what is refused before anything is opened; relays' command lines; known_hosts files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_layering import SOURCE
from virtreach.errors import UsageError
from virtreach.errors.routes import NodeRefused, NodeTimeout, NodeUnreachable
from virtreach.routes.ssh.hop import Chain, CommandHop, Hop
from virtreach.routes.ssh.host_keys import HostKeys, host_pattern, remember_host_key, rotate_host_key
from virtreach.routes.ssh.relay import failure, relay_command, relays

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA"


@pytest.mark.parametrize(
    "settings",
    [
        {"host": ""},
        {"host": "-oProxyCommand=x"},
        {"host": "a b"},
        {"host": "a\n"},
        {"host": "a", "user": "-x"},
        {"host": "a", "port": 0},
        {"host": "a", "port": 65536},
        {"host": "a", "ways": ()},
        {"host": "a", "ways": ("direct", "telnet")},
    ],
)
def test_refused_hops(settings: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Hop(**settings)


def test_equal_hops_are_one_way_and_secrets_do_not_show() -> None:
    one, same = (Hop(host="a", password="secret", keys=(b"PRIVATE",)) for _ in range(2))
    assert {Chain((one,)): 1}[Chain((same,))] == 1
    assert Chain((one,)) != Chain((Hop(host="a", password="other", keys=(b"PRIVATE",)),))
    assert Chain((one,)) != Chain((one,), "cluster")
    shown = repr(one) + repr(Chain((one,), "c")) + one.label
    assert "secret" not in shown
    assert "PRIVATE" not in shown
    assert (
        repr(Chain((Hop(host="::1", port=2222, user="me"), CommandHop(("nc",)))))
        == "<Chain me@[::1]:2222 > command nc>"
    )


def test_proxy_commands() -> None:
    hop = CommandHop.parse("nc -X '{host} x' {port}")
    assert hop.argv("$(reboot)", 22) == ("nc", "-X", "$(reboot) x", "22")
    # What a host's name has in it is never taken for a place of its own.
    assert hop.argv("{port}", 22) == ("nc", "-X", "{port} x", "22")
    for line in ("", "'unbalanced", "-x"):
        with pytest.raises(UsageError):
            CommandHop.parse(line)
    with pytest.raises(UsageError):
        Chain((hop, hop))


def test_relays_are_chosen_in_order() -> None:
    ways = ("direct", "socat", "python3", "nc", "bash")
    assert relays("nc\nbash\nevil\n", ways, unix=False) == ["nc", "bash"]
    assert relays("nc\nbash\nsocat\n", ways, unix=True) == ["socat", "nc"]
    assert relays("nc\n", ("direct",), unix=False) == []


@pytest.mark.parametrize("way", ["socat", "python3", "nc", "bash"])
@pytest.mark.parametrize("host", ["a;reboot", "-x", "a,exec=x", "$(x)", "a b", "a\n"])
def test_hostile_names_for_relays(way: str, host: str) -> None:
    with pytest.raises(UsageError):
        relay_command(way, (host, 22))


def test_unix_sockets_for_relays() -> None:
    with pytest.raises(UsageError):
        relay_command("socat", "/run/a,exec=x")
    with pytest.raises(UsageError):
        relay_command("bash", "/run/a")
    assert "'/run/a,b'" in relay_command("python3", "/run/a,b")


def test_what_relays_say() -> None:
    for said, kind in (
        ("nc: connect failed: Connection refused", NodeRefused),
        ("x\nE connect: Connection timed out\nI shutdown", NodeTimeout),
        ("", NodeUnreachable),
        ("\x1b[2Jmysterious", NodeUnreachable),
    ):
        error = failure("nc", said, hop="p", target="n:1")
        assert type(error) is kind
        assert str(error).isprintable()


def test_rotating_a_key(tmp_path: Path) -> None:
    known = tmp_path / "known_hosts"
    kept = ["# comment", "@revoked a ssh-ed25519 BBBB", "|1|hash|= ssh-ed25519 BBBB", "ab ssh-ed25519 BBBB"]
    known.write_text("\n".join([*kept, "a ssh-ed25519 OLD", "b,a,c ssh-rsa OLD"]) + "\n")
    assert rotate_host_key(str(known), "a", 22, f"{KEY} comment") == 2
    assert known.read_text().splitlines() == [*kept, "b,c ssh-rsa OLD", f"a {KEY}"]
    assert list(tmp_path.iterdir()) == [known]


def test_remembering_a_key(tmp_path: Path) -> None:
    path = tmp_path / "deep/known_hosts"
    remember_host_key(str(path), "a", 2222, KEY)
    remember_host_key(str(path), "b", 22, KEY)
    assert path.read_text() == f"[a]:2222 {KEY}\nb {KEY}\n"
    for name in ("a,b", "*", "a b", "#a", "!a", "a\nb", ""):
        with pytest.raises(UsageError):
            host_pattern(name)
    for key in ("", "nonsense"):
        with pytest.raises(UsageError):
            HostKeys(pinned=(key,))


def test_without_asyncssh_the_message_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['asyncssh'] = None\n"
        "from virtreach.routes.ssh import hop, host_keys\n"
        "from virtreach.errors import MissingExtra\n"
        "try: from virtreach.routes.ssh import pool\n"
        "except MissingExtra as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "pip install 'virtreach[ssh]'" in done.stdout
    assert "not on the way to the nodes of an inventory" in done.stdout


def test_socat_says_what_went_wrong_and_no_more() -> None:
    head = "2026/11/20 16:28:52 socat[5805]"
    said = (
        f'{head} I connect(5, AF=1 "/x", 12): No such file or directory\n{head} I close(5)\n'
        f'{head} E connect(, AF=1 "/x", 12): No such file or directory\n{head} N exit(1)\n'
    )
    error = failure("socat", said, hop="p", target="/x")
    assert str(error) == "/x: there is no such socket (socat on p: No such file or directory)"
    said = (
        f'{head} E getaddrinfo("n", "NULL", {{1,0,1,6}}, {{}}): Name or service not known\n{head} N exit(1)\n'
    )
    error = failure("socat", said, hop="p", target="n:1")
    assert str(error) == "n:1: cannot be reached from p (socat on p: Name or service not known)"
    error = failure("socat", "sh: socat: Permission denied", hop="p", target="n:1")
    assert "socat on p: sh: socat: Permission denied" in str(error)
