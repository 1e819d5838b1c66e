"""Attacks on URIs, and stand-ins for ssh and the far side that would notice one that works.

The stand-in for ``ssh`` reads its options as ssh does, and hands the command to real shells, as sshd does. Every
attack, where it worked, would run a canary or leave a file behind. The one thing that is not an attack is
``netcat=`` with a program's bare name: that is what the variable is for, and what ``allow_programs=False`` refuses.
"""

from __future__ import annotations

import itertools
import subprocess
from pathlib import Path

from tests.needs import program
from virtreach.uri.text import escape

__all__ = ["ATTACKS", "PLACES", "Bait", "corpus", "encodings"]

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


class Bait:
    """A directory with the stand-ins and the canary.

    Attributes:
        canary: a program that writes a line into the log.
        made: a file that some attacks would make.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.canary = f"{directory}/canary"
        self.made = f"{directory}/made"
        self._log = directory / "log"
        far = directory / "far"
        far.mkdir()
        self._program(far / "virt-ssh-helper", STUB_FAR)
        self._program(far / "nc", STUB_FAR)
        self._program(directory / "ssh", STUB_SSH)
        self._program(directory / "canary", f'#!/bin/sh\necho "canary $*" >> {self._log}\n')
        self._files = sorted(directory.iterdir())
        shells = [name for name in ("sh", "bash", "zsh", "csh", "fish") if program(name)]
        self._environment = {
            "PATH": f"{far}:/usr/bin:/bin",
            "LOG": str(self._log),
            "SHELLS": " ".join(shells),
        }

    @staticmethod
    def _program(path: Path, text: str) -> None:
        path.write_text(text)
        path.chmod(0o755)

    def run(self, argv: tuple[str, ...], user: str = "") -> None:
        """Run an ssh command line with the stand-in for ssh."""
        subprocess.run(
            [str(self.directory / "ssh"), *argv[1:]],
            env={**self._environment, "USER_FROM_URI": user},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=20,
            cwd=self.directory,
        )

    def taken(self) -> str:
        """What has been noticed since the last look; "" when nothing was."""
        noticed = ""
        for path in self.directory.iterdir():
            if path == self._log:
                noticed += path.read_text(errors="replace")
            elif path not in self._files:
                noticed += f"file {path}\n"
            else:
                continue
            path.unlink()
        return noticed
