"""Hostile URIs: nothing in them becomes an option, a shell's words, or a program that runs.

More than a thousand URIs are made from attacks in every part of a URI. Each is either refused, or planned and
then really run: a stand-in for ``ssh`` reads its options as ssh does, and hands the command to real shells,
as sshd does. Every attack, where it worked, would run a canary or leave its file. The one thing that is not
an attack is ``netcat=`` with a program's bare name: that is what the variable is for, and what
``allow_programs=False`` refuses.
"""

from __future__ import annotations

import itertools
import subprocess
from pathlib import Path

import pytest

from tests.needs import program
from virtreach.conf.client import ClientConf
from virtreach.errors import URIError
from virtreach.routes import CommandRoute, plan
from virtreach.routes.surroundings import Surroundings
from virtreach.uri.text import escape

ATTACKS = [
    "{canary}",
    ";{canary};",
    "&{canary}&",
    "|{canary}|",
    "||{canary}||",
    "&&{canary}&&",
    "$({canary})",
    "`{canary}`",
    "'$({canary})'",
    "';{canary};'",
    "'\\'';{canary};'\\''",
    "\\';{canary};\\'",
    "\\\\';{canary};\\\\'",
    '";{canary};"',
    '"$({canary})"',
    "'\"'\"';{canary};'\"'\"'",
    "\n{canary}\n",
    "\r\n{canary}\r\n",
    "\0;{canary}",
    "x\t{canary}",
    " {canary} ",
    "<({canary})",
    ">{made}",
    ">>{made};",
    "2>{made}",
    "x >{made}",
    "${{x:-$({canary})}}",
    "$'\\x3b{canary}\\x3b'",
    "!{canary}",
    "!!;{canary}",
    "*;{canary}",
    "~;{canary}",
    "{{a,$({canary})}}",
    "#\n{canary}",
    "%0a{canary}",
    "%24({canary})",
    "\u2028{canary}",
    "\u202e{canary}",
    "ü;{canary}",
    "(){{ {canary};}};x",
    "eval {canary}",
    "x;exec {canary}",
    "-oProxyCommand={canary}",
    "-oProxyCommand={canary} %h",
    "-o ProxyCommand={canary}",
    "-oLocalCommand={canary}",
    "-oPermitLocalCommand=yes",
    "-F{made}",
    "-E{made}",
    "-S{made}",
    "-w0",
    "-e{canary}",
    "-c{canary}",
    "--",
    "-",
    "--help",
    "-U",
]

PLACES = {
    "server": "qemu+ssh://{x}/system",
    "server with port": "qemu+ssh://{x}:22/system",
    "bracketed server": "qemu+ssh://[{x}]/system",
    "zone": "qemu+ssh://[fe80::1%25{x}]/system",
    "user": "qemu+ssh://{x}@host/system",
    "port": "qemu+ssh://host:{x}/system",
    "path": "qemu+ssh://host/{x}",
    "driver": "{x}+ssh://host/system",
    "transport": "qemu+{x}://host/system",
    "socket": "qemu+ssh://host/system?socket={x}",
    "netcat": "qemu+ssh://host/system?netcat={x}",
    "netcat and socket": "qemu+ssh://host/system?netcat={x}&socket={x}",
    "name": "qemu+ssh://host/system?name={x}",
    "name for the helper": "qemu+ssh://host/system?proxy=native&name={x}",
    "name that is a URI": "qemu+ssh://host/system?name=qemu:///{x}",
    "keyfile": "qemu+ssh://host/system?keyfile={x}",
    "mode": "qemu+ssh://host/system?mode={x}",
    "proxy": "qemu+ssh://host/system?proxy={x}",
    "no_verify": "qemu+ssh://host/system?no_verify={x}",
    "no_tty": "qemu+ssh://host/system?no_tty={x}",
    "sshauth": "qemu+ssh://host/system?sshauth={x}",
    "known_hosts": "qemu+ssh://host/system?known_hosts={x}",
    "known_hosts_verify": "qemu+ssh://host/system?known_hosts_verify={x}",
    "unknown variable": "qemu+ssh://host/system?zoo={x}",
    "variable name": "qemu+ssh://host/system?{x}=1",
    "fragment": "qemu+ssh://host/system#{x}",
    "session": "qemu+ssh://host/session?zoo={x}",
}

STUB_SSH = """#!/bin/sh
# Options as ssh reads them; any that our own code never passes is an injection.
while [ $# -gt 0 ]; do
    case "$1" in
        -p|-l|-i) shift 2 ;;
        -o) case "$2" in
            BatchMode=yes|StrictHostKeyChecking=no) shift 2 ;;
            *) echo "option $2" >> "$LOG"; exit 1 ;; esac ;;
        -T) shift ;;
        --) shift; break ;;
        *) echo "option $1" >> "$LOG"; exit 1 ;;
    esac
done
host=$1
shift
[ $# = 1 ] || echo "$# words of command" >> "$LOG"
case "$host" in -*|'') echo "host $host" >> "$LOG" ;; esac
# ssh has users' configurations run commands with host and user in them, unquoted.
sh -c "true $host $USER_FROM_URI" >/dev/null 2>&1
for shell in $SHELLS; do $shell -c "$*" </dev/null >/dev/null 2>&1; done
exit 0
"""

STUB_FAR = """#!/bin/sh
# A stand-in for virt-ssh-helper and nc: no option that our own scripts do not use.
for word in "$@"; do
    case "$word" in -r|-q|-q0|-U) ;; -*) echo "far option $word" >> "$LOG" ;; esac
done
exit 0
"""


def encodings(text: str) -> list[str]:
    """The same attack raw, and with escapes, as a URI may carry it."""
    return list(dict.fromkeys((text, escape(text), text.replace(" ", "+"))))


def corpus(canary: str, made: str) -> list[str]:
    """Every attack, in every encoding, in every place."""
    found = []
    for attack, template in itertools.product(ATTACKS, PLACES.values()):
        if attack == "{canary}" and "netcat=" in template:
            continue
        for text in encodings(attack.format(canary=canary, made=made)):
            found.append(template.replace("{x}", text))
    return list(dict.fromkeys(found))


@pytest.fixture
def bait(tmp_path: Path) -> Path:
    """A directory with the stand-ins and the canary."""
    far = tmp_path / "far"
    far.mkdir()
    for name in ("virt-ssh-helper", "nc"):
        (far / name).write_text(STUB_FAR)
    (tmp_path / "ssh").write_text(STUB_SSH)
    (tmp_path / "canary").write_text(f'#!/bin/sh\necho "canary $*" >> {tmp_path}/log\n')
    for path in (far / "nc", far / "virt-ssh-helper", tmp_path / "ssh", tmp_path / "canary"):
        path.chmod(0o755)
    return tmp_path


def shells() -> str:
    """The login shells to try; each has the far side's programs in its PATH."""
    return ":".join(name for name in ("sh", "bash", "zsh", "csh", "fish") if program(name))


def test_the_stand_ins_would_notice(bait: Path) -> None:
    # The corpus proves nothing if the bait does not work.
    log = bait / "log"
    for command in (f"sh -c '{bait}/canary'", f"nc; {bait}/canary", "nc -e x"):
        run(bait, [str(bait / "ssh"), "-T", "--", "host", command], "")
        assert log.exists(), command
        log.unlink()
    run(bait, [str(bait / "ssh"), "-oProxyCommand=x", "-T", "--", "host", "true"], "")
    run(bait, [str(bait / "ssh"), "-T", "--", f"h;{bait}/canary", "true"], "")
    run(bait, [str(bait / "ssh"), "-T", "--", "h", "true"], f"$({bait}/canary)")
    assert log.read_text().count("canary") >= 2


def run(bait: Path, argv: list[str], user: str) -> None:
    subprocess.run(
        argv,
        env={
            "PATH": f"{bait}/far:/usr/bin:/bin",
            "LOG": f"{bait}/log",
            "SHELLS": shells().replace(":", " "),
            "USER_FROM_URI": user,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=20,
        cwd=bait,
    )


def test_nothing_in_a_uri_runs(bait: Path) -> None:
    uris = corpus(f"{bait}/canary", f"{bait}/made")
    assert len(uris) >= 1000
    conf = ClientConf(path=None, environment={})
    machine = Surroundings(euid=0, environment={})
    before = sorted(bait.iterdir())
    refused = 0
    seen = set()
    for uri in uris:
        try:
            route = plan(uri, conf=conf, surroundings=machine, warn=None)
        except URIError as error:
            refused += 1
            assert str(error).isprintable(), uri  # noqa: PT017
            continue
        if not isinstance(route, CommandRoute) or route.argv in seen:
            continue
        seen.add(route.argv)
        assert route.argv[0] == "ssh"
        run(bait, [str(bait / "ssh"), *route.argv[1:]], route.uri.user or "")
        log = bait / "log"
        assert not log.exists(), f"{uri!r}: {log.read_text()}"
    assert sorted(bait.iterdir()) == before
    assert refused > 500
    assert len(seen) > 200
    print(f"{len(uris)} URIs, {refused} refused, {len(seen)} different command lines run")
