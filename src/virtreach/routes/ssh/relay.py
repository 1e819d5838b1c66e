"""Programs on a hop that connect onwards, for hops that do not forward: what is run, and what they say.

A relay's standard input and output are the stream. Those that can say so tell on standard error when the connection is
made; nc is believed at once, and its end tells. Measured through one proxy (warm command): socat and python3 about as
fast as forwarding, nc and bash 90 ms slower, as they wait for Nagle's algorithm.
"""

from __future__ import annotations

import re

from virtreach.errors import UsageError
from virtreach.errors.routes import NodeRefused, NodeTimeout, NodeUnreachable, RouteError
from virtreach.errors.text import printable
from virtreach.routes.far_shell import quote_words, script_command

__all__ = ["FIND", "MARKS", "failure", "relay_command", "relays"]

_CONNECTED = "virtreach: connected"

FIND = script_command(
    "for p in socat python3 nc bash; do command -v $p >/dev/null 2>&1 && echo $p; done; exit 0"
)
"""The command that lists which relays a machine has, best first."""

MARKS: dict[str, bytes | None] = {
    "socat": b"starting data transfer loop",
    "python3": _CONNECTED.encode(),
    "bash": _CONNECTED.encode(),
    "nc": None,
}
"""What a relay writes to standard error once it is connected; None when it says nothing."""

# socat ends half a second after one side did, unless told to be patient; -d -d has it say that it is connected.
_SOCAT = "exec socat -d -d -d -t 600 - "
_PYTHON = f"""
import os, socket, sys, threading
if len(sys.argv) == 3:
    s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
else:
    s = socket.socket(socket.AF_UNIX)
    s.connect(sys.argv[1])
sys.stderr.write({_CONNECTED!r})
sys.stderr.flush()
def up():
    try:
        while True:
            d = os.read(0, 1 << 17)
            if not d:
                break
            s.sendall(d)
        s.shutdown(socket.SHUT_WR)
    except OSError:
        pass
threading.Thread(target=up, daemon=True).start()
while True:
    d = s.recv(1 << 17)
    if not d:
        break
    while d:
        d = d[os.write(1, d):]
os._exit(0)
"""
_BASH = (
    f'exec 3<>"/dev/tcp/$1/$2" || exit 69; echo "{_CONNECTED}" >&2; exec 4<&0; '
    "{ cat <&4 >&3; kill $$ 2>/dev/null; } & cat <&3; kill $! 2>/dev/null; exit 0"
)
# The same look at -q as for the ssh command's netcat (virtreach.routes.far_shell).
_NC = (
    'if nc -q 2>&1 </dev/null | grep "requires an argument" >/dev/null 2>&1; '
    'then exec nc -v -q0 "$@"; else exec nc "$@"; fi'
)
_SIGNS: tuple[tuple[str, type[RouteError], str], ...] = (
    ("refused", NodeRefused, "connection refused"),
    ("timed out", NodeTimeout, "no answer"),
    ("no route", NodeUnreachable, "no way leads there"),
    ("unreachable", NodeUnreachable, "no way leads there"),
    ("no such file", NodeUnreachable, "there is no such socket"),
)
_SOCAT_LINE = re.compile(
    r"\d{4}/\d\d/\d\d [\d:.]+ socat\[\d+\] (?P<level>[A-Z]) (?:\w+\(.*\): )?(?P<text>.+)"
)
_PLAIN_HOST = re.compile(r"[A-Za-z0-9._:%-]+")
_PLAIN_PATH = re.compile(r"/[A-Za-z0-9._/@%+=-]*")


def relays(found: str, ways: tuple[str, ...], *, unix: bool) -> list[str]:
    """Choose among the relays that `FIND` listed, in the order of `ways`; bash knows no unix sockets."""
    there = set(found.split())
    return [way for way in ways if way in there and way != "direct" and not (unix and way == "bash")]


def relay_command(way: str, target: tuple[str, int] | str) -> str:
    """Return the command line that has a relay connect.

    Args:
        way: one of `MARKS`.
        target: host and port, or the path of a unix socket.

    Raises:
        UsageError: this relay cannot be given such a name.
    """
    if isinstance(target, str):
        if not _PLAIN_PATH.fullmatch(target) and way != "python3":
            raise UsageError(
                f"{way} cannot be given the socket {printable(target)!r}; python3 or forwarding can"
            )
        if way == "socat":
            return script_command(_SOCAT + '"UNIX-CONNECT:$1"', target)
        if way == "python3":
            return quote_words(("python3", "-c", f"exec({_PYTHON!r})", target))
        if way == "nc":
            return script_command(_NC, "-U", target)
        raise UsageError(f"{way} knows no unix sockets")
    host, port = target
    if not _PLAIN_HOST.fullmatch(host) or host.startswith("-"):
        raise UsageError(f"{printable(host)!r} is no host's name")
    if way == "socat":
        where = f"[{host}]" if ":" in host else host
        return script_command(_SOCAT + '"TCP:$1:$2,nodelay"', where, str(port))
    if way == "python3":
        return quote_words(("python3", "-c", f"exec({_PYTHON!r})", host, str(port)))
    if way == "bash":
        return quote_words(("bash", "-c", _BASH, "bash", host, str(port)))
    if way == "nc":
        return script_command(_NC, host, str(port))
    raise AssertionError(f"{way} is one of the ways")


def failure(way: str, said: str, *, hop: str, target: str) -> RouteError:
    """Return the error for a relay that ended before it was connected, from its own words."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    if way == "socat":
        lines = _errors_of_socat(lines)
    for sign, kind, why in _SIGNS:
        for line in lines:
            if sign in line.lower():
                return kind(f"{target}: {why} ({way} on {hop}: {printable(line)})", hop=hop, target=target)
    words = f"{way} on {hop}: {printable(lines[-1])}" if lines else f"{way} on {hop} ended without a word"
    return NodeUnreachable(f"{target}: cannot be reached from {hop} ({words})", hop=hop, target=target)


def _errors_of_socat(lines: list[str]) -> list[str]:
    """Return what went wrong of all that socat tells with -d, as people want to read it."""
    found = [_SOCAT_LINE.fullmatch(line) for line in lines]
    return [line["text"] for line in found if line and line["level"] in "EF"] or lines
