"""polkit for real: a rule lets one user in, another is refused, and root is not asked."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.interop.lab.daemon import Daemon
from tests.interop.lab.polkit import POLKITD, authorise

ALLOWED, REFUSED = "nobody", "daemon"

pytestmark = [
    pytest.mark.parametrize("kind", ["blocking", "asyncio"]),
    pytest.mark.needs("root", "libvirtd", "dbus-daemon", "dbus-send", POLKITD),
]

_CLIENT = """
import asyncio, json, os, pwd, sys
kind, uri, user = sys.argv[1:]
import virtreach
from virtreach import aio

def blocking():
    with virtreach.connect(uri) as connection:
        return connection.opening.authentication, connection.host.hostname()

async def other():
    async with await aio.connect(uri) as connection:
        return connection.opening.authentication, await connection.host.hostname()

def connect():
    return blocking() if kind == "blocking" else asyncio.run(other())

# As root first, and with an error, so that everything is loaded: another user may not be able to read it.
connect()
with virtreach.connect(uri) as connection:
    try:
        connection.domains.lookup_by_name("nobody")
    except virtreach.errors.LibvirtError:
        pass
entry = pwd.getpwnam(user)
os.setgroups([])
os.setgid(entry.pw_gid)
os.setuid(entry.pw_uid)
try:
    told = connect()
except virtreach.errors.VirtreachError as error:
    told = type(error).__name__, str(error)
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def daemon() -> Iterator[Daemon]:
    """A libvirtd whose socket asks polkit."""
    with Daemon() as daemon:
        authorise(daemon, ALLOWED)
        yield daemon


def connect_as(user: str, kind: str, daemon: Daemon) -> tuple[str, str]:
    """Open a connection as another user, inside the namespaces: polkit asks about processes there.

    Returns:
        How it was authenticated and the host's name; or the error's class and its text.
    """
    assert daemon.namespace is not None
    words = ["env", "HOME=/proc/none", "XDG_CONFIG_HOME=/proc/none", sys.executable, "-c", _CLIENT]
    words += [kind, daemon.uri(), user]
    done = subprocess.run(daemon.namespace.command(*words), capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    first, second = json.loads(done.stdout)
    return first, second


def test_whom_a_rule_lets_in(kind: str, daemon: Daemon) -> None:
    assert connect_as(ALLOWED, kind, daemon) == ("polkit", "lab.test")


def test_who_is_refused_is_told_what_to_do(kind: str, daemon: Daemon) -> None:
    error, text = connect_as(REFUSED, kind, daemon)
    assert error == "CredentialsRejected"
    assert "polkit" in text
    assert "org.libvirt.unix.manage" in text
    assert "pkttyagent" in text


def test_root_is_not_asked(kind: str, daemon: Daemon) -> None:
    assert connect_as("root", kind, daemon) == ("none", "lab.test")
