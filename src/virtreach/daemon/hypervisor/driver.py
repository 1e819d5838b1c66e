"""The driver: which hypervisor a ``test`` URI opens."""

from __future__ import annotations

import os
from contextlib import nullcontext
from functools import partial
from importlib import import_module

from virtreach.daemon.drivers.base import Driver
from virtreach.daemon.host_uuid import host_uuid
from virtreach.daemon.hypervisor.host.defaults import default_hypervisor
from virtreach.daemon.hypervisor.host.node_file import hypervisor_from_file
from virtreach.daemon.hypervisor.limits import Limits
from virtreach.daemon.hypervisor.session import TestSession
from virtreach.daemon.wording import TEST, argument_fault, fault
from virtreach.errors import ConfigError
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from virtreach.daemon.config.settings import Settings
    from virtreach.daemon.drivers.base import ClientInfo
    from virtreach.daemon.hypervisor.ledger import Mark
    from virtreach.daemon.hypervisor.persistence.book import Book
    from virtreach.daemon.hypervisor.persistence.state_file import StateFile
    from virtreach.daemon.hypervisor.state import Hypervisor

__all__ = ["NOUNS", "TestDriver"]

NOUNS = (
    "disks.backup",
    "disks.calls",
    "moments.checkpoint",
    "domains.agent",
    "domains.devices",
    "domains.display",
    "domains.iothreads",
    "domains.jobs",
    "domains.lifecycle",
    "domains.lists",
    "domains.memory",
    "domains.metadata",
    "domains.power",
    "domains.save",
    "domains.stats",
    "domains.throttle",
    "domains.tuning",
    "domains.vcpus",
    "host.calls",
    "networks.interface",
    "migration.calls",
    "networks.network",
    "networks.port",
    "networks.update",
    "host.node_device",
    "networks.nwfilter",
    "storage.pool",
    "domains.qemu_agent",
    "domains.qemu_events",
    "domains.qemu_monitor",
    "host.secret",
    "moments.snapshot",
    "storage.volume",
    "storage.volume_data",
)
"""The modules whose functions answer procedures; they register when they are imported."""


_HYPERVISORS_MAX = 64


class TestDriver(Driver):
    """Opens ``test:///default``, or ``test:///path/to/node.xml``; each URI is one hypervisor for all its clients.

    Without a file for it, state lives as long as the driver. All methods belong to the thread of the event loop.

    Attributes:
        limits: how much each hypervisor takes; may be changed at any time.
        hypervisors: those that were opened, by their paths.
        book: what keeps them in a file, or None.
    """

    __test__ = False  # not a test, though its name begins like one
    schemes = ("test",)
    shares_state = True

    def __init__(self, *, default: Callable[[], Hypervisor] = default_hypervisor) -> None:
        """Make it.

        Args:
            default: makes what ``test:///default`` opens.
        """
        self._default = default
        self.limits = Limits()
        self.hypervisors: dict[str, Hypervisor] = {}
        self._state_file = ""
        self._about_file: Callable[[], AbstractContextManager[None]] = nullcontext
        self._host_uuid = ""
        self.book: Book | None = None
        for noun in NOUNS:
            import_module(f"virtreach.daemon.hypervisor.{noun}")

    def configure(self, settings: Settings) -> Callable[[], None] | None:
        """Take limits and the state file from a configuration; see `Driver.configure`."""
        path = settings.state_file
        if self.book is None:
            if path:
                from virtreach.daemon.hypervisor.persistence.schema import look_at

                with settings.about("state_file"):
                    look_at(path)
        elif path != self._state_file:
            raise settings.error("state_file cannot change while the daemon runs", "state_file")
        uuid = host_uuid(settings)

        def put_in_force() -> None:
            self._state_file = path
            self._about_file = partial(settings.about, "state_file")
            self._host_uuid = uuid
            self.limits.objects = settings.test_max_objects
            self.limits.call = settings.test_max_call
            self.limits.moments = settings.test_max_moments
            self.limits.data = settings.test_max_data << 20

        return put_in_force

    def start(self) -> None:
        """Take the state up that the state file has; see `Driver.start`."""
        if self._state_file and self.book is None:
            with self._about_file():
                self.keep_state(self._state_file)

    def keep_state(self, path: str) -> None:
        """Keep all state in a file from now on; what the file has takes the place of what is there.

        Raises:
            ConfigError: the file cannot be used.
        """
        from virtreach.daemon.hypervisor.persistence.book import Book
        from virtreach.daemon.hypervisor.persistence.state_file import StateFile

        assert self.book is None
        file = StateFile(path)
        try:
            found = self._loaded(file)
            book = Book(file)
            for name, (made, lost) in found.items():
                book.take_up(name, made, lost)
        except BaseException:
            file.close()
            raise
        self._state_file = path
        self.book = book
        for name, (made, _) in found.items():
            made.ledger.limits = self.limits
            self.hypervisors[name] = made
        for name, made in self.hypervisors.items():
            if made.journal is None:
                book.keep(name, made)

    def reset(self) -> None:
        """Have every hypervisor as if it were opened for the first time, also in the state file.

        Sessions stay open, and the events that they have asked for are sent on; no event tells of the change. Handles
        of objects that are gone are answered as such. Streams that are open go on with objects that nobody finds.

        Raises:
            LibvirtError: a node file cannot be read any more, or the state cannot be written; the hypervisors before
                it are as new, the others as they were.
        """
        for path in list(self.hypervisors):
            self._replace({path: self._new(path)})

    def export_state(self) -> bytes:
        """All hypervisors, as the bytes of a state file; `import_state` of another driver takes them.

        They hold the values of secrets, those of ephemeral ones too. Where a state file has everything already, which
        a successor opens by itself, there is nothing to export.
        """
        if self.book is not None:
            self.book.commit()
            return b""
        from virtreach.daemon.hypervisor.persistence.state_file import StateFile
        from virtreach.daemon.hypervisor.persistence.whole import rows

        file = StateFile(None)
        try:
            for path, hypervisor in self.hypervisors.items():
                file.write(rows(path, hypervisor))
            return file.image()
        finally:
            file.close()

    def import_state(self, data: bytes) -> None:
        """Have the hypervisors that `export_state` has given in place of those of the same paths; see `reset`.

        Raises:
            ConfigError: the bytes are no good; nothing has changed.
            LibvirtError: the state cannot be written.
        """
        from virtreach.daemon.hypervisor.persistence.state_file import StateFile

        file = StateFile(None, data)
        try:
            found = self._loaded(file)
        finally:
            file.close()
        self._replace({path: made for path, (made, _) in found.items()})

    def close(self) -> None:
        """Write what is left of the state; see `Driver.close`."""
        for one in self.hypervisors.values():
            one.agenda.close()
            for errand in one.errands:
                errand.cancel()
        book, self.book = self.book, None
        if book is not None:
            book.close()

    def open(self, client: ClientInfo, name: str, flags: int) -> TestSession:
        """Open a session for a client; see `Driver.open`."""
        path = _path(name)
        if path != "default" and client.uid not in (0, os.getuid()):
            # The file is read with the daemon's rights, and errors quote it.
            text = "only root and the daemon's own user may open a file over its unix socket"
            raise fault(C.VIR_ERR_OPERATION_DENIED, text)
        return TestSession(self.hypervisor(name), readonly=client.readonly or bool(flags & 1), uid=client.uid)

    def hypervisor(self, name: str = "") -> Hypervisor:
        """The hypervisor that a URI names, made when it is asked for first.

        Args:
            name: the URI; ``test:///default`` when it is empty.

        Raises:
            LibvirtError: the URI has no path, or its file cannot be read.
        """
        path = _path(name)
        found = self.hypervisors.get(path)
        if found is None:
            if len(self.hypervisors) >= _HYPERVISORS_MAX:
                raise fault(C.VIR_ERR_OPERATION_FAILED, f"{_HYPERVISORS_MAX} hypervisors are open already")
            self._replace({path: self._new(path)})
            found = self.hypervisors[path]
        found.host.uuid = self._host_uuid
        return found

    def _new(self, path: str) -> Hypervisor:
        return self._default() if path == "default" else hypervisor_from_file(path)

    def _loaded(self, file: StateFile) -> dict[str, tuple[Hypervisor, list[Mark]]]:
        # The hypervisors of a state by path, and what of them could not outlive the daemon.
        from virtreach.daemon.hypervisor.persistence.whole import load

        paths = file.hypervisors()
        if len(paths) > _HYPERVISORS_MAX:
            raise ConfigError(f"has more than {_HYPERVISORS_MAX} hypervisors", path=file.path)
        return {path: load(file, path) for path in paths}

    def _replace(self, found: Mapping[str, Hypervisor]) -> None:
        # Have these hypervisors under these paths, and in the state file.
        for path, made in found.items():
            if self.book is not None:
                self.book.keep(path, made)
            made.ledger.limits = self.limits
            old = self.hypervisors.get(path)
            if old is None:
                self.hypervisors[path] = made
            else:
                old.become(made)


def _path(name: str) -> str:
    # ``default``, or the absolute path of a file.
    path = (name or "test:///default").partition("?")[0].partition("://")[2].partition("/")[2]
    if not path:
        text = "testOpen: supply a path or use test:///default"
        raise argument_fault(text, "testConnectOpen", "path", domain=TEST)
    if path == "default":
        return path
    if "%" in path:
        from urllib.parse import unquote

        path = unquote(path)
    return os.path.normpath("/" + path)
