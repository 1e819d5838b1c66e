"""Going the way to a host step by step: what `virtreach doctor` does."""

from __future__ import annotations

import shutil
import socket
from time import monotonic
from typing import TYPE_CHECKING

from virtreach.errors import AuthenticationError, ConnectError, LibvirtError, VirtreachError
from virtreach.routes.failures import not_resolved, tcp_failed
from virtreach.routes.route import CommandRoute, EmbeddedRoute, TCPRoute, TLSRoute, UnixRoute

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from virtreach.blocking.connection import Connection
    from virtreach.routes.route import Route

__all__ = ["Journey", "StepFailed"]

# What a `ConnectError.step` is called here; a socket of this machine has one step for all.
_STEPS = {
    "resolve": "name",
    "connect": "port",
    "tls": "tls",
    "confirm": "tls",
    "ssh": "login",
    "ext": "program",
    "lock": "socket",
    "start": "socket",
}


class StepFailed(Exception):
    """A step did not succeed.

    Attributes:
        step: its name.
        error: why.
    """

    def __init__(self, step: str, error: VirtreachError) -> None:
        super().__init__(str(error))
        self.step = step
        self.error = error


class Journey:
    """The way to one host.

    Args:
        route: the way.
        connect: opens a connection over it.
        timeout: seconds for each step that has no limit of its own.

    Attributes:
        steps: what there is to be done, in order.
    """

    def __init__(self, route: Route, connect: Callable[[], Connection], *, timeout: float) -> None:
        self._route = route
        self._connect = connect
        self._timeout = timeout
        self._connection: Connection | None = None
        if isinstance(route, UnixRoute):
            first = ["socket"]
        elif isinstance(route, EmbeddedRoute):
            first = ["hypervisor"]
        elif isinstance(route, CommandRoute):
            first = ["program", "login"] if route.transport == "ssh" else ["program"]
        else:
            first = ["name", "port", "tls"] if route.encrypted else ["name", "port"]
        self.steps = (*first, "authentication", "open", "version")
        self._addresses: list[tuple[int, str, tuple[object, ...]]] = []

    def close(self) -> None:
        """Close what the last steps have opened."""
        if self._connection is not None:
            self._connection.close()

    def take(self, step: str) -> str:
        """Take one step, all before it being taken.

        Returns:
            What was found, for people.

        Raises:
            StepFailed: with the step that failed: this one, or a later one that is not to be told apart from it.
        """
        work: dict[str, Callable[[], str]] = {
            "socket": self._socket,
            "hypervisor": self._hypervisor,
            "program": self._program,
            "login": self._login,
            "name": self._name,
            "port": self._port,
            "tls": self._tls,
            "authentication": self._authentication,
            "open": self._open,
            "version": self._version,
        }
        try:
            return work[step]()
        except VirtreachError as error:
            raise StepFailed(self._where(error, step), error) from error

    def _where(self, error: VirtreachError, step: str) -> str:
        """Which step an error belongs to; connecting does several at once."""
        if step == "version":
            return step
        if isinstance(error, AuthenticationError):
            return "authentication"
        if isinstance(error, ConnectError):
            found = _STEPS.get(error.step, step)
            if found == "port" and "port" not in self.steps:
                found = self.steps[0]
            return found if found in self.steps else step
        # What libvirt says after authentication is about opening the driver.
        return "open" if isinstance(error, LibvirtError) else step

    def _opened(self) -> Connection:
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    # The steps.

    def _socket(self) -> str:
        route = self._route
        assert isinstance(route, UnixRoute)
        self._opened()
        return f"{route.path} answers"

    def _hypervisor(self) -> str:
        self._opened()
        return "it runs in a thread of this process and ends with it"

    def _program(self) -> str:
        route = self._route
        assert isinstance(route, CommandRoute)
        program = route.argv[0]
        path = shutil.which(program)
        if path is None:
            raise ConnectError(
                f"the program {program!r} is not there, or cannot be run; install it, or name another with command=",
                step="ext",
                target=route.target,
            )
        return path

    def _login(self) -> str:
        self._opened()
        return f"{self._route.target} runs the far end"

    def _name(self) -> str:
        route = self._route
        assert isinstance(route, TCPRoute)
        try:
            found = socket.getaddrinfo(route.hostname, route.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            reason = error if isinstance(error, OSError) else OSError(str(error))
            raise not_resolved(route.hostname, route.target, reason) from error
        self._addresses = [(info[0], str(info[4][0]), info[4]) for info in found]
        return f"{route.hostname} is {', '.join(dict.fromkeys(text for _, text, _ in self._addresses))}"

    def _port(self) -> str:
        route = self._route
        assert isinstance(route, TCPRoute)
        failed: list[tuple[str, OSError]] = []
        answered: list[str] = []
        for family, text, address in self._addresses:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.settimeout(self._timeout)
                try:
                    probe.connect(address)
                except OSError as error:
                    failed.append((text, error))
                else:
                    answered.append(text)
        if not answered:
            raise tcp_failed(route.target, failed)
        silent = "".join(f"; {text} does not: {error.strerror or error}" for text, error in failed)
        return f"port {route.port} of {', '.join(answered)} answers{silent}"

    def _tls(self) -> str:
        from virtreach.auth.tls import TLSMaterial
        from virtreach.routes.blocking_dial import dial

        route = self._route
        assert isinstance(route, TLSRoute)
        material = TLSMaterial.find(pkipath=route.pkipath, require_ca=route.verify)
        stream, layer = dial(
            route,
            deadline=monotonic() + self._timeout,
            tls_context_factory=lambda route: material.context(
                no_verify=not route.verify, no_sanity=not route.check_own, tls_priority=route.tls_priority
            ),
        )
        stream.close()
        facts = _tls_facts(layer.describe()) if layer is not None else ""
        checked = f"checked with {material.ca}" if route.verify else "not checked, because of no_verify"
        own = f"; ours is {material.certificate}" if material.certificate else "; we have none of our own"
        return f"{facts}; the server's certificate is {checked}{own}"

    def _authentication(self) -> str:
        opening = self._opened().opening
        assert opening is not None
        layer = f", with a security layer of {opening.ssf} bits" if opening.ssf else ""
        return f"{opening.authentication}{layer}"

    def _open(self) -> str:
        connection = self._opened()
        opening = connection.opening
        pings = "answers keepalive" if opening is not None and opening.keepalive else "knows no keepalive"
        return f"{connection.host.uri()} is open; the host {pings}"

    def _version(self) -> str:
        from virtreach.cli.words import version_text

        host = self._opened().host
        return (
            f"libvirt {version_text(host.library_version())}, {host.type()} {version_text(host.version())}, "
            f"on {host.hostname()}"
        )


def _tls_facts(told: Mapping[str, object]) -> str:
    """Version and cipher, from what `TLSLayer.describe` tells."""
    cipher = told.get("cipher")
    name = cipher[0] if isinstance(cipher, tuple) else cipher
    return f"{told.get('version')} with {name}"
