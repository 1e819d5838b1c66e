"""Names of machines, users, jump hosts and nodes from somebody else: nothing in them runs, here or there.

Where a name is taken it is used as in earnest: in a ProxyCommand and a Match exec of OpenSSH's configuration, which go
to a shell without quotes, in relays' command lines, in real shells.
"""

from __future__ import annotations

import contextlib
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncssh
import pytest

from tests.routes.hostile import ATTACKS, Bait
from virtreach.conf.client import ClientConf
from virtreach.conf.inventory import Inventory
from virtreach.errors import UsageError, VirtreachError
from virtreach.routes import plan
from virtreach.routes.jumping import check_jump
from virtreach.routes.ssh.hop import CommandHop, Hop
from virtreach.routes.ssh.openssh import jump_chain, openssh_chain
from virtreach.routes.ssh.relay import MARKS, relay_command
from virtreach.routes.surroundings import Surroundings
from virtreach.uri.text import escape

pytestmark = pytest.mark.needs("module:asyncssh")

NAMES = 10_000
_ODD = "'\"\\`$!;|&<>(){}[]*?~#%@:/=+-_ \t\n\r\0üa1."


@pytest.fixture
def bait(tmp_path: Path) -> Bait:
    return Bait(tmp_path)


def names(bait: Bait) -> Iterator[str]:
    """Each attack by itself and amid a name, then random mixtures."""
    attacks = [attack.format(canary=bait.canary, made=bait.made) for attack in ATTACKS]
    for attack in attacks:
        for form in (
            "{}",
            "host{}",
            "{}host",
            "me@{}",
            "{}@host",
            "host:{}",
            "[{}]",
            "host,{}",
            "@{}",
            "ssh://{}",
        ):
            # The canary is one word of a shell without any blank as well.
            yield form.format(attack)
            yield form.format(attack.replace(" ", "${IFS}"))
    chance = random.Random(4)
    for _ in range(NAMES - len(attacks) * 20):
        pieces = [
            chance.choice(attacks)
            if chance.random() < 0.4
            else "".join(chance.choice(_ODD) for _ in range(chance.randint(1, 5)))
            for _ in range(chance.randint(1, 3))
        ]
        yield "".join(pieces)


@pytest.fixture
def files(bait: Bait) -> tuple[str]:
    config = bait.directory.parent / "config"
    config.write_text(
        'Match exec "true %h %n %r"\n  ProxyCommand true %h %n %p %r\nHost *\n  ProxyCommand true %h %p\n'
    )
    return (str(config),)


def shell(*words: str, path: str = "/usr/bin:/bin") -> None:
    subprocess.run(words, env={"PATH": path}, stdin=subprocess.DEVNULL, capture_output=True, timeout=20)


@pytest.fixture
def relays(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A search path where the programs that connect onwards do nothing."""
    directory = tmp_path_factory.mktemp("relays")
    for way in MARKS:
        (directory / way).write_text("#!/bin/sh\n")
        (directory / way).chmod(0o755)
    return f"{directory}:/usr/bin:/bin"


def test_the_configuration_would_run_it(bait: Bait, files: tuple[str]) -> None:
    """Without a look at the name, the configuration does give it to a shell."""
    name = f"$({bait.canary})"
    config = asyncssh.config.SSHClientConfig.load(None, list(files), False, False, False, "me", (), name, ())
    shell("sh", "-c", str(config.get("ProxyCommand")))
    assert "canary" in bait.taken()


def test_nothing_in_a_name_runs(bait: Bait, files: tuple[str], relays: str) -> None:
    conf, machine = ClientConf(path=None, environment={}), Surroundings(euid=0, environment={})
    inventory = Inventory.parse(
        '[clusters.lab.groups.g]\nis_proxy = true\nnodes = [{ name = "n1", address = "192.0.2.1" }]\n'
    )
    tried = 0
    ran: set[tuple[str, ...]] = set()
    for name in names(bait):
        tried += 1
        # As text, and as a URI may carry it.
        for transport, text in (("tcp", name), ("ssh", name), ("libssh", escape(name))):
            try:
                plan(
                    f"test+{transport}://hv/default?proxy_jump={text}",
                    conf=conf,
                    surroundings=machine,
                    warn=None,
                )
            except VirtreachError as error:
                assert str(error).isprintable()  # noqa: PT017
        with pytest.raises(UsageError):
            inventory.node(name)
        chains = []
        for attempt in (
            lambda name=name: jump_chain(name, files=files),
            lambda name=name: openssh_chain(name, files=files),
            lambda name=name: openssh_chain("host", user=name, files=files),
            lambda name=name: Hop(host=name),
            lambda name=name: Hop(host="host", user=name),
            lambda name=name: check_jump(name),
        ):
            try:
                chains.append(attempt())
            except UsageError as error:
                assert str(error).isprintable()  # noqa: PT017
        lines = [
            hop.words for chain in chains for hop in getattr(chain, "hops", ()) if isinstance(hop, CommandHop)
        ]
        for way in MARKS:
            with contextlib.suppress(UsageError):
                lines.append(("sh", "-c", relay_command(way, (name, 22))))
        for words in set(lines) - ran:
            shell(*words, path=relays)
        ran.update(lines)
        if chains or set(lines):
            assert bait.taken() == "", name
    assert tried == NAMES
    assert 10 < len(ran) < NAMES / 10


def test_names_that_are_some() -> None:
    for name in ("a", "node-7.example.org", "192.0.2.1", "fe80::1%eth0", "größe", "_x"):
        assert Hop(host=name).host == name
    for user in ("root", "me+lab", "me@example.org", "DOM\\me", "a.b-c_d"):
        assert Hop(host="a", user=user).user == user
    assert check_jump("me@[::1]:22,ssh://b:2222") == "me@[::1]:22,ssh://b:2222"
    assert check_jump("@lab") == "@lab"
    for wrong in (
        "a;b",
        "a$b",
        "a`b",
        "a b",
        "a|b",
        "a&b",
        "(a)",
        "a*",
        "a\\",
        "",
        "-a",
        "a'b",
        'a"b',
        "a{b}",
    ):
        with pytest.raises(UsageError):
            Hop(host=wrong)
    for wrong in ("a;b", "a$b", "a`b", "a b", "-a", "~a", "a\\", ""):
        with pytest.raises(UsageError):
            Hop(host="a", user=wrong)


def test_a_proxy_command_keeps_names_apart(bait: Bait) -> None:
    """Words of a `CommandHop` never reach a shell, whatever name is put into them."""
    words = CommandHop.parse(f"{bait.directory}/far/nc {{host}} {{port}}").argv(f"$({bait.canary});x", 22)
    shell(*words)
    assert "canary" not in bait.taken()
