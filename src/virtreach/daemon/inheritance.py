"""Descriptors that the process was started with: from systemd's socket activation, or from its own predecessor.

systemd says in ``LISTEN_PID`` whom they are for, in ``LISTEN_FDS`` how many there are, from 3 on, and in
``LISTEN_FDNAMES`` what they are called (sd_listen_fds(3)). A predecessor, which is the same process before ``exec``,
names them with their numbers in ``VIRTREACHD_INHERITED``, so that nothing has to be moved, and nothing is lost should
``exec`` fail.
"""

from __future__ import annotations

import os
import socket

from virtreach.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

__all__ = ["Inheritance", "bequeath", "keep"]

_FIRST = 3
_MOST = 1000
_VARIABLES = ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES")
_OURS = "VIRTREACHD_INHERITED"


class Inheritance:
    """What is there to be taken. Whatever is taken belongs to the taker.

    Args:
        descriptors: names and numbers.
        predecessor: they come from this process as it was before.
    """

    def __init__(self, descriptors: Iterable[tuple[str, int]] = (), *, predecessor: bool = False) -> None:
        self._descriptors = list(descriptors)
        self.predecessor = predecessor

    @classmethod
    def claim(cls, environment: MutableMapping[str, str] | None = None) -> Inheritance:
        """Take over what this process was started with; the variables that say so go, for the sake of children.

        Args:
            environment: where they are; None for this process's.

        Raises:
            ConfigError: they make no sense.
        """
        variables = os.environ if environment is None else environment
        ours = variables.pop(_OURS, "")
        pid, count, names = (variables.pop(name, "") for name in _VARIABLES)
        own = str(os.getpid())
        if ours.startswith(own + ":"):
            return cls(_parse(ours), predecessor=True)
        if pid != own:
            return cls()
        if not (count.isascii() and count.isdigit() and 0 < int(count) <= _MOST):
            raise ConfigError(f"LISTEN_FDS={count!a} is no number of descriptors")
        called = names.split(":") if names else []
        called += [""] * (int(count) - len(called))
        return cls([(called[position], _claimed(_FIRST + position)) for position in range(int(count))])

    def __bool__(self) -> bool:
        return bool(self._descriptors)

    def descriptor(self, name: str) -> int | None:
        """Take the first descriptor of a name."""
        for position, (called, number) in enumerate(self._descriptors):
            if called == name:
                del self._descriptors[position]
                return number
        return None

    def sockets(self, name: str, *, path: str | None = None, port: int | None = None) -> list[socket.socket]:
        """Take the listening sockets of one door.

        Args:
            name: what they are called; several may be.
            path: where they are, for those that have no name of ours.
            port: the same for TCP.

        Raises:
            ConfigError: what has the name is no listening stream socket.
        """
        found, rest = [], []
        for called, number in self._descriptors:
            # systemd's own name for what the unit does not name is that of the unit.
            nameless = not called or called.endswith(".socket") or called == "unknown"
            if called == name or (nameless and _is_at(number, path, port)):
                found.append(_listening(name, number))
            else:
                rest.append((called, number))
        self._descriptors = rest
        return found

    def finish(self) -> None:
        """See that nothing is left over.

        Raises:
            ConfigError: there is something that nobody has a use for.
        """
        left = [f"{name or 'nameless'} ({_address(number)})" for name, number in self._descriptors]
        for _, number in self._descriptors:
            os.close(number)
        self._descriptors.clear()
        if left:
            raise ConfigError(
                f"no door fits the inherited {', '.join(left)}; FileDescriptorName= of a systemd unit "
                "says what a socket is for: libvirt-sock, libvirt-sock-ro, libvirt-admin-sock, tcp or tls"
            )


def _parse(text: str) -> list[tuple[str, int]]:
    found = []
    for entry in text.split(":")[1:]:
        name, _, number = entry.rpartition("=")
        if not number.isdigit():
            raise ConfigError(f"{_OURS} is not as a predecessor writes it")
        found.append((name, _claimed(int(number))))
    return found


def _claimed(number: int) -> int:
    try:
        os.set_inheritable(number, False)
    except OSError as error:
        raise ConfigError(f"the inherited descriptor {number} is not there") from error
    return number


def _is_at(number: int, path: str | None, port: int | None) -> bool:
    address = _address(number)
    if isinstance(address, str):
        return path is not None and address == path
    return port is not None and isinstance(address, tuple) and address[1] == port


def _address(number: int) -> object:
    # A socket object closes its descriptor in the end: look through a duplicate.
    try:
        with socket.socket(fileno=os.dup(number)) as sock:
            return sock.getsockname()
    except OSError:
        return "no socket"


def _listening(name: str, number: int) -> socket.socket:
    try:
        sock = socket.socket(fileno=number)
    except OSError as error:
        raise ConfigError(f"the inherited descriptor {name} is no socket: {error.strerror}") from error
    if sock.type is not socket.SOCK_STREAM or not sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        sock.close()
        raise ConfigError(f"the inherited socket {name} does not listen")
    sock.setblocking(False)
    return sock


def bequeath(descriptors: Iterable[tuple[str, int]], environment: MutableMapping[str, str]) -> None:
    """Let a successor in this process have descriptors, right before ``exec``; `keep` takes that back.

    Args:
        descriptors: names and numbers.
        environment: gets the variable that says so.
    """
    wanted = list(descriptors)
    for _, number in wanted:
        os.set_inheritable(number, True)
    environment[_OURS] = ":".join([str(os.getpid()), *(f"{name}={number}" for name, number in wanted)])


def keep(descriptors: Iterable[tuple[str, int]]) -> None:
    """Keep descriptors from children after all."""
    for _, number in descriptors:
        os.set_inheritable(number, False)
