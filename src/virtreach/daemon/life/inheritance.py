"""Descriptors that the process was started with: from systemd's socket activation, or from its own predecessor.

systemd says in ``LISTEN_PID`` whom they are for, in ``LISTEN_FDS`` how many there are, from 3 on, and in
``LISTEN_FDNAMES`` what they are called (sd_listen_fds(3)). A predecessor, which is the same process before ``exec``,
lists them with their numbers in ``VIRTREACHD_INHERITED``, so that nothing has to be moved, and nothing is lost should
``exec`` fail.
"""

from __future__ import annotations

import json
import os
import socket
from contextlib import suppress

from virtreach.errors import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping
    from typing import TypeAlias

    Heirloom: TypeAlias = tuple[str, str, int]

__all__ = ["Inheritance", "bequeath", "keep"]

_FIRST = 3
_MOST = 1000
_VARIABLES = ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES")
_OURS = "VIRTREACHD_INHERITED"


class Inheritance:
    """What is there to be taken. Whatever is taken belongs to the taker.

    Args:
        descriptors: of each its name, where it listens as the predecessor's configuration said it, and its number.
        predecessor: they come from this process as it was before.
        activated: they come from systemd in the first place, which decides about the doors then.
        children: processes of the predecessor that end with it, and that nobody else can wait for.
    """

    def __init__(
        self,
        descriptors: Iterable[Heirloom] = (),
        *,
        predecessor: bool = False,
        activated: bool = False,
        children: Iterable[int] = (),
    ) -> None:
        self._descriptors = list(descriptors)
        self.predecessor = predecessor
        self.activated = activated
        self.children = list(children)

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
        if ours:
            found = _parse(ours)
            if found is not None:
                return found
        if pid != str(os.getpid()):
            return cls()
        if not (count.isascii() and count.isdigit() and 0 < int(count) <= _MOST):
            raise ConfigError(f"LISTEN_FDS={count!a} is no number of descriptors")
        called = names.split(":") if names else []
        called += [""] * (int(count) - len(called))
        return cls([(called[at], "", _claimed(_FIRST + at)) for at in range(int(count))], activated=True)

    def descriptor(self, name: str) -> int | None:
        """Take the first descriptor of a name."""
        for position, (called, _, number) in enumerate(self._descriptors):
            if called == name:
                del self._descriptors[position]
                return number
        return None

    def sockets(self, name: str, place: str, *, port: int | None = None) -> list[socket.socket]:
        """Take the listening sockets of one door.

        Args:
            name: what they are called; several may be.
            place: what the configuration says about where they are: the path of a unix socket, or address and port.
                A predecessor's that are elsewhere are not taken. systemd's are, by their name or by their path.
            port: for TCP: systemd's that have no name of ours are known by it.

        Raises:
            ConfigError: what has the name is no listening stream socket.
        """
        found, rest = [], []
        for called, where, number in self._descriptors:
            # systemd's own name for what the unit does not name is that of the unit.
            nameless = not called or called.endswith(".socket") or called == "unknown"
            if called == name and (not self.predecessor or where == place):
                found.append(_listening(name, number))
            elif nameless and not self.predecessor and _is_at(number, place, port):
                found.append(_listening(name, number))
            else:
                rest.append((called, where, number))
        self._descriptors = rest
        return found

    def finish(self) -> None:
        """See to what nobody has taken: a predecessor's sockets of doors that are no more are closed.

        Raises:
            ConfigError: systemd gave something that nobody has a use for.
        """
        left = [f"{name or 'nameless'} ({_address(number)})" for name, _, number in self._descriptors]
        for _, where, number in self._descriptors:
            if self.predecessor and where.startswith("/") and _address(number) == where:
                with suppress(FileNotFoundError):
                    os.unlink(where)
        self.close()
        if left and not self.predecessor:
            raise ConfigError(
                f"no door fits the inherited {', '.join(left)}; FileDescriptorName= of a systemd unit "
                "says what a socket is for: libvirt-sock, libvirt-sock-ro, libvirt-admin-sock, tcp or tls"
            )

    def close(self) -> None:
        """Close what nobody has taken."""
        for _, _, number in self._descriptors:
            os.close(number)
        self._descriptors.clear()


def _parse(text: str) -> Inheritance | None:
    """What a predecessor has written; None when it was another process, which had started this one.

    The predecessor is another version: it may say more than is known here, or less.
    """
    try:
        said = json.loads(text)
        if said["pid"] != os.getpid():
            return None
        found = [
            (str(name), str(where), _claimed(int(number))) for name, where, number, *_ in said["descriptors"]
        ]
        return Inheritance(
            found,
            predecessor=True,
            activated=bool(said.get("activated")),
            children=[int(child) for child in said.get("children", ())],
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ConfigError(f"{_OURS} is not as a predecessor writes it") from error


def _claimed(number: int) -> int:
    try:
        os.set_inheritable(number, False)
    except OSError as error:
        raise ConfigError(f"the inherited descriptor {number} is not there") from error
    return number


def _is_at(number: int, path: str, port: int | None) -> bool:
    address = _address(number)
    if port is None:
        return address == path
    return isinstance(address, tuple) and address[1] == port


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


def bequeath(
    descriptors: Iterable[Heirloom],
    environment: MutableMapping[str, str],
    *,
    activated: bool = False,
    children: Iterable[int] = (),
) -> None:
    """Let a successor in this process have descriptors, right before ``exec``; `keep` takes that back.

    Args:
        descriptors: of each its name, where it listens, and its number.
        environment: gets the variable that says so.
        activated: the sockets come from systemd.
        children: processes that end when this one becomes its successor.
    """
    wanted = list(descriptors)
    for _, _, number in wanted:
        os.set_inheritable(number, True)
    environment[_OURS] = json.dumps(
        {"pid": os.getpid(), "activated": activated, "children": list(children), "descriptors": wanted}
    )


def keep(descriptors: Iterable[Heirloom]) -> None:
    """Keep descriptors from children after all."""
    for _, _, number in descriptors:
        os.set_inheritable(number, False)
