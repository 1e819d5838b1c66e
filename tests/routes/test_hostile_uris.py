"""Hostile URIs: nothing in them becomes an option, a shell's words, or a program that runs.

More than a thousand URIs are made from attacks in every part of a URI. Each is either refused, or planned and
then really run. The soak does the same with chance for as long as one likes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.routes.hostile import Bait, corpus
from virtreach.conf.client import ClientConf
from virtreach.errors import URIError
from virtreach.routes import CommandRoute, plan
from virtreach.routes.surroundings import Surroundings


@pytest.fixture
def bait(tmp_path: Path) -> Bait:
    return Bait(tmp_path)


def test_the_stand_ins_would_notice(bait: Bait) -> None:
    """The corpus proves nothing if the bait does not work."""
    for command in (f"sh -c '{bait.canary}'", f"nc; {bait.canary}", "nc -e x", f"true > {bait.made}"):
        bait.run(("ssh", "-T", "--", "host", command))
        assert bait.taken(), command
        assert not bait.taken()
    bait.run(("ssh", "-oProxyCommand=x", "-T", "--", "host", "true"))
    assert "option -oProxyCommand" in bait.taken()
    bait.run(("ssh", "-T", "--", f"h;{bait.canary}", "true"))
    assert "canary" in bait.taken()
    bait.run(("ssh", "-T", "--", "h", "true"), f"$({bait.canary})")
    assert "canary" in bait.taken()


def test_nothing_in_a_uri_runs(bait: Bait) -> None:
    uris = corpus(bait.canary, bait.made)
    assert len(uris) >= 3000
    conf = ClientConf(path=None, environment={})
    machine = Surroundings(euid=0, environment={})
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
        bait.run(route.argv, route.uri.user or "")
        assert bait.taken() == "", uri
    assert refused > 500
    assert len(seen) > 200
