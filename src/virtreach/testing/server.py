"""`LibvirtServer`: a daemon with the test hypervisor in a thread of the test's process."""

from __future__ import annotations

import atexit
import os
from functools import partial

from virtreach.daemon.dispatch import Policy
from virtreach.daemon.drivers.injecting import InjectingDriver
from virtreach.daemon.drivers.injector import Fault, Injector
from virtreach.daemon.drivers.recorder import Recorder
from virtreach.daemon.embedded import EmbeddedDaemon
from virtreach.daemon.house import Door, House
from virtreach.daemon.hypervisor.driver import TestDriver
from virtreach.daemon.listeners import listen_tcp, listen_unix
from virtreach.errors import UsageError
from virtreach.testing.objects import define, furnished

TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager
    from typing import Any

    from virtreach.aio.connection import Connection as AsyncConnection
    from virtreach.blocking.connection import Connection

__all__ = ["LibvirtServer"]

_INTERNAL_ERROR = 1
# Longest directory in which the sockets' paths, with their locks, are short enough.
_DIRECTORY_MAX = 70
_SOCKET = "libvirt-sock"


class LibvirtServer:
    """A libvirt server for tests. Any libvirt client of this user can connect to it, from any process.

    Use it as a context manager, or call `close`. Its methods may be called from any thread, and from coroutines: none
    takes longer than milliseconds. Each server has objects, faults and records of its own.

    Args:
        xml: domains, networks, pools, interfaces, secrets, filters or devices to begin with.
        empty: begin with nothing but these; otherwise libvirt's default objects are there as well, such as the running
            domain ``test``.

    Attributes:
        uri: what clients open: a unix socket in a directory of this server's own.
        calls: the calls that clients have made, in their order: a `Recorder`.
    """

    def __init__(self, *xml: str, empty: bool = False) -> None:
        self._injector = Injector()
        self.calls = Recorder()
        self._pid = os.getpid()
        self._closed = False
        self._tls_uri = ""
        self._directory = _new_directory()
        path = f"{self._directory}/{_SOCKET}"
        self.uri = f"test+unix:///default?socket={path}"
        try:
            self._driver = TestDriver(default=partial(furnished, xml, empty=empty))
            # What cannot be is known now, and not when somebody connects.
            self._driver.hypervisor()
            drivers = [InjectingDriver(self._driver, self._injector, self.calls)]
            self._house = House(drivers, policy=Policy(audit=False))
            listener = listen_unix(Door("unix"), path, mode=0o600)
            self._daemon = EmbeddedDaemon(self._house, [listener], grace=0)
            self._daemon.start()
        except BaseException:
            _remove(self._directory)
            raise
        atexit.register(self.close)

    def __enter__(self) -> LibvirtServer:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<LibvirtServer {self.uri}{', closed' if self._closed else ''}>"

    @property
    def tls_uri(self) -> str:
        """What clients open to connect by TLS, with certificates of this server's own; made when it is asked for first.

        The directory that it names as ``pkipath`` has the authority's certificate and the client's.
        """
        self._check_open()
        if not self._tls_uri:
            self._tls_uri = f"test+tls://127.0.0.1:{self._listen_tls()}/default?pkipath={self._directory}"
        return self._tls_uri

    def connect(self, **options: Any) -> Connection:
        """Open a blocking connection; `options` are those of `virtreach.connect`."""
        from virtreach.blocking.opening import connect

        return connect(self.uri, **options)

    def aio_connect(self, **options: Any) -> AbstractAsyncContextManager[AsyncConnection]:
        """Open an asyncio connection, to be awaited or entered; `options` are those of `virtreach.aio.connect`."""
        from virtreach.aio.opening import connect

        return connect(self.uri, **options)

    def define(self, xml: str, *, start: bool = False) -> str:
        """Make an object, as a client would; `calls` does not show it, and faults do not strike it.

        Args:
            xml: a domain, network, pool, interface, secret, filter or device.
            start: start it as well.

        Returns:
            Its name; of a secret, its UUID.

        Raises:
            LibvirtError: the hypervisor refuses it.
            UsageError: it is none of these, or cannot be started.
        """
        self._check_open()
        return self._daemon.run(lambda: define(self._driver.hypervisor(), xml, start=start))

    def inject(
        self,
        action: str,
        procedure: str = "*",
        *,
        seconds: float = 0.0,
        code: int | str = _INTERNAL_ERROR,
        message: str = "",
        count: int | None = None,
        skip: int = 0,
        probability: float = 1.0,
    ) -> Fault:
        """Have calls go wrong from now on.

        Args:
            action: ``delay`` them by `seconds`; answer them with the ``error`` of `code` and `message`; ``drop`` the
                connection instead of carrying them out; ``lose`` the answer with the connection; or ``hang``, and
                never answer.
            procedure: the procedure's name (``domain_create``), or a pattern (``domain_*``).
            seconds: how long, when they are delayed.
            code: an error's code or its name, of virErrorNumber.
            message: an error's text.
            count: how often at most.
            skip: how many calls are left alone first.
            probability: of each further call.

        Returns:
            The fault; its `hits` says how often it has struck, and `remove` takes it back.

        Raises:
            UsageError: something of it makes no sense, or there is no such procedure.
        """
        return self._injector.add(
            Fault(
                action,
                procedure,
                seconds=seconds,
                code=code,
                message=message,
                count=count,
                skip=skip,
                probability=probability,
            )
        )

    def remove(self, fault: Fault) -> None:
        """Take a fault back."""
        self._injector.remove(fault)

    def reset(self) -> None:
        """Make everything as it was at the start: the objects, no faults, no calls.

        Connections stay open. No event tells of the change, and handles of objects that are gone are answered as such;
        so are those of objects whose XML does not say their UUID.
        """
        self._check_open()
        self._injector.clear()
        self._daemon.run(self._driver.reset)
        self.calls.clear()

    def close(self) -> None:
        """Stop the server and remove its directory. Does nothing the second time, or in a forked child."""
        if self._closed or os.getpid() != self._pid:
            return
        self._closed = True
        atexit.unregister(self.close)
        self._daemon.stop()
        _remove(self._directory)

    def _check_open(self) -> None:
        if self._closed:
            raise UsageError("the server is closed")

    def _listen_tls(self) -> int:
        from virtreach.auth.tls import TLSMaterial
        from virtreach.auth.tls_priority import parse_priority
        from virtreach.auth.tls_server import build_server
        from virtreach.daemon.entry.tls import TLSRules
        from virtreach.testing.certificates import write_pki

        directory = self._directory
        write_pki(directory)
        material = TLSMaterial(
            ca=f"{directory}/cacert.pem",
            certificate=f"{directory}/servercert.pem",
            key=f"{directory}/serverkey.pem",
        )
        rules = TLSRules(build_server(material, parse_priority("NORMAL")))
        listener = listen_tcp(Door("tls"), "127.0.0.1", 0)

        def open_door() -> None:
            self._house.tls = rules
            self._daemon.open(listener)

        self._daemon.run(open_door)
        return listener.port


def _new_directory() -> str:
    """Make a directory for this user alone, whose path is short enough for sockets."""
    base = os.environ.get("TMPDIR") or "/tmp"
    if not base.startswith("/") or len(os.fsencode(base)) > _DIRECTORY_MAX:
        base = "/tmp"
    path = f"{base}/virtreach-{os.urandom(8).hex()}"
    os.mkdir(path, 0o700)
    return path


def _remove(directory: str) -> None:
    """Remove a directory of ours: it has files alone."""
    for name in os.listdir(directory):
        os.unlink(f"{directory}/{name}")
    os.rmdir(directory)
