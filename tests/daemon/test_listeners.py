"""Sockets: modes, daemons that have died, daemons that have not, and what stands in the way."""

from __future__ import annotations

import errno
import os
import socket
import stat
from pathlib import Path

import pytest

from virtreach.daemon.house import Door
from virtreach.daemon.listeners import listen_tcp, listen_unix, set_permissions
from virtreach.errors import ConnectError

_ANY = ((socket.AF_INET6, "::"), (socket.AF_INET, "0.0.0.0"))
DOOR = Door("unix")


@pytest.fixture(autouse=True)
def no_orphans(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has a place here does not go away by itself."""
    monkeypatch.setattr("virtreach.daemon.listeners._ORPHANS", 0.1)


def test_the_mode_is_right_and_the_file_goes(tmp_path: Path) -> None:
    path = tmp_path / "run" / "sock"
    listener = listen_unix(DOOR, str(path), mode=0o660, group=os.getgid())
    assert stat.S_IMODE(path.stat().st_mode) == 0o660
    listener.close()
    assert not path.exists()


def test_the_socket_of_a_dead_daemon_is_replaced(tmp_path: Path) -> None:
    path = str(tmp_path / "sock")
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(path)
    listen_unix(DOOR, path, mode=0o600).close()


def test_the_socket_of_a_living_one_is_not(tmp_path: Path) -> None:
    path = str(tmp_path / "sock")
    first = listen_unix(DOOR, path, mode=0o600)
    with pytest.raises(ConnectError, match="another daemon serves it"):
        listen_unix(DOOR, path, mode=0o600)
    first.close()
    with socket.socket(socket.AF_UNIX) as other:
        other.bind(path)
        other.listen()
        with pytest.raises(ConnectError, match="another daemon serves it"):
            listen_unix(DOOR, path, mode=0o600)
    assert os.path.exists(path)


def test_what_is_no_socket_stays(tmp_path: Path) -> None:
    path = tmp_path / "sock"
    path.write_text("precious")
    with pytest.raises(ConnectError, match="no socket"):
        listen_unix(DOOR, str(path), mode=0o600)
    assert path.read_text() == "precious"
    link = tmp_path / "link"
    link.symlink_to(path)
    with pytest.raises(ConnectError):
        listen_unix(DOOR, str(link), mode=0o600)
    (tmp_path / "other.lock").symlink_to(path)
    with pytest.raises(ConnectError):
        listen_unix(DOOR, str(tmp_path / "other"), mode=0o600)
    assert path.read_text() == "precious"


def test_a_directory_where_others_could_put_sockets_of_theirs(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    with pytest.raises(ConnectError, match="written by everybody; take that away with: chmod o-w"):
        listen_unix(DOOR, str(shared / "sock"), mode=0o600)
    assert not list(shared.iterdir())
    # In one like /tmp they cannot.
    shared.chmod(0o1777)
    listen_unix(DOOR, str(shared / "sock"), mode=0o600).close()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to give a directory away")
def test_a_directory_of_somebody_else(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    os.chown(foreign, 65534, 65534)
    with pytest.raises(ConnectError, match="belongs to the user 65534"):
        listen_unix(DOOR, str(foreign / "sock"), mode=0o600)


def test_permissions_are_those_of_sockets_alone(tmp_path: Path) -> None:
    """Whoever can put something in the place of a socket does not have the daemon change that."""
    precious = tmp_path / "precious"
    precious.touch(mode=0o600)
    link = tmp_path / "link"
    link.symlink_to(precious)
    for path in (link, precious):
        with pytest.raises(OSError, match="no socket"):
            set_permissions(str(path), 0o777)
    assert stat.S_IMODE(precious.stat().st_mode) == 0o600
    listener = listen_unix(DOOR, str(tmp_path / "sock"), mode=0o600)
    set_permissions(listener.asked, 0o640, os.getegid())
    assert stat.S_IMODE((tmp_path / "sock").stat().st_mode) == 0o640
    listener.close()


def test_a_path_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(ConnectError, match="too long"):
        listen_unix(DOOR, str(tmp_path / ("x" * 120)), mode=0o600)


def test_tcp() -> None:
    listener = listen_tcp(Door("tcp"), "127.0.0.1", 0)
    assert listener.port > 0
    with pytest.raises(ConnectError, match="in use"):
        listen_tcp(Door("tcp"), "127.0.0.1", listener.port)
    listener.close()
    both = listen_tcp(Door("tcp"), "", 0)
    assert len({sock.getsockname()[1] for sock in both.sockets}) == 1
    both.close()
    with pytest.raises(ConnectError):
        listen_tcp(Door("tcp"), "192.0.2.1", 0)


def test_tcp_without_ipv6(monkeypatch: pytest.MonkeyPatch) -> None:
    """The C library has addresses of families that the kernel does not have."""
    true = socket.socket
    refused: set[int] = {socket.AF_INET6}

    def make(family: int = -1, *rest: int) -> socket.socket:
        if family in refused:
            raise OSError(errno.EAFNOSUPPORT, os.strerror(errno.EAFNOSUPPORT))
        return true(family, *rest)

    places = [(family, socket.SOCK_STREAM, 6, "", (host, 0)) for family, host in _ANY]
    monkeypatch.setattr("virtreach.daemon.listeners.socket.getaddrinfo", lambda *_, **__: places)
    monkeypatch.setattr("virtreach.daemon.listeners.socket.socket", make)
    listener = listen_tcp(Door("tcp"), "", 0)
    assert [sock.family for sock in listener.sockets] == [socket.AF_INET]
    listener.close()
    refused.add(socket.AF_INET)
    with pytest.raises(ConnectError, match="Address family not supported"):
        listen_tcp(Door("tcp"), "", 0)


def test_as_many_wait_in_the_kernel_as_the_configuration_says(tmp_path: Path) -> None:
    """Nobody takes them in here: one more than the backlog waits, and the next one is told to come again."""
    path = str(tmp_path / "sock")
    listener = listen_unix(DOOR, path, mode=0o600, backlog=3)
    waiting = [socket.socket(socket.AF_UNIX) for _ in range(5)]
    try:
        for sock in waiting:
            sock.setblocking(False)
        for sock in waiting[:4]:
            sock.connect(path)
        with pytest.raises(BlockingIOError):
            waiting[4].connect(path)
    finally:
        listener.close()
        for sock in waiting:
            sock.close()
