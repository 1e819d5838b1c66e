"""Plan and run random hostile URIs.

URIs are put together from pieces of attacks, in every part of a URI and in several parts at once. What is not
refused is run for real, with a stand-in for ssh and real shells. Nothing may run, no option may slip in, and
nothing but `URIError` may be raised.
"""

from __future__ import annotations

import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import monotonic

from soak.outcome import Outcome
from tests.routes.hostile import ATTACKS, PLACES, Bait, encodings
from virtreach.conf.client import ClientConf
from virtreach.errors import URIError
from virtreach.routes import CommandRoute, plan
from virtreach.routes.surroundings import Surroundings

__all__ = ["run"]

_ODD = "'\"\\`$!;|&<>(){}[]*?~#%@:/=+-_ \t\n\r\0ü\u202e"
_QUERY = (
    "socket={x}&netcat={y}",
    "socket={x}&name={y}",
    "keyfile={x}&socket={y}",
    "proxy=netcat&socket={x}&netcat={y}",
    "zoo={x}&ape={y}",
)


def run(random: Random, seconds: float, report: Callable[[str], None]) -> Outcome:
    """Try URIs until the time is over.

    Args:
        random: the source of chance.
        seconds: how long.
        report: told of each finding.
    """
    outcome = Outcome("uris")
    conf = ClientConf(path=None, environment={})
    machine = Surroundings(euid=0, environment={})
    started = monotonic()
    seen: set[int] = set()
    with tempfile.TemporaryDirectory() as directory:
        bait = Bait(Path(directory))
        while monotonic() - started < seconds and len(outcome.findings) < 20:
            uri = _uri(random, bait)
            outcome.count("URIs")
            try:
                route = plan(uri, conf=conf, surroundings=machine, warn=None)
            except URIError:
                outcome.count("refused")
                continue
            except Exception:
                _found(outcome, report, f"{uri!r}: {traceback.format_exc(limit=-2)}")
                continue
            if not isinstance(route, CommandRoute) or hash(route.argv) in seen:
                continue
            if (route.uri.variable("netcat") or "").strip("/ ") == bait.canary.strip("/ "):
                continue  # that is what the variable is for
            seen.add(hash(route.argv))
            bait.run(route.argv, route.uri.user or "")
            outcome.count("command lines run")
            noticed = bait.taken()
            if noticed:
                _found(outcome, report, f"{uri!r}: {noticed}")
    outcome.seconds = monotonic() - started
    return outcome


def _uri(random: Random, bait: Bait) -> str:
    template = random.choice(list(PLACES.values()))
    if random.random() < 0.3:
        template = "qemu+ssh://host/system?" + random.choice(_QUERY)
    for mark in ("{x}", "{y}"):
        while mark in template:
            text = random.choice(encodings(_attack(random, bait)))
            if text == bait.canary:
                text = "x"
            template = template.replace(mark, text, 1)
    return template


def _attack(random: Random, bait: Bait) -> str:
    pieces = []
    for _ in range(random.randint(1, 3)):
        if random.random() < 0.6:
            pieces.append(random.choice(ATTACKS).format(canary=bait.canary, made=bait.made))
        else:
            pieces.append("".join(random.choice(_ODD) for _ in range(random.randint(1, 6))))
    attack = "".join(pieces)
    # A program's bare name is no attack where a program is to be named.
    return "x" + attack if attack.strip("/ ") == bait.canary.strip("/ ") else attack


def _found(outcome: Outcome, report: Callable[[str], None], text: str) -> None:
    outcome.findings.append(text)
    report(text)
