"""A private libvirtd: started in milliseconds, reached over unix, TCP and TLS, killed without trace."""

from __future__ import annotations

import os
import shutil
import signal as signals
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.interop.lab.namespace import LabError, Namespace
from tests.interop.lab.probe import answers, free_port
from tests.interop.lab.settings import Settings, daemon_conf, qemu_conf, sasl_conf

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Daemon"]

_CACHE = Path(__file__).resolve().parents[3] / ".cache" / "lab"
_START_ATTEMPTS = 3


class Daemon:
    """A private libvirtd with a directory, namespaces and ports of its own.

    A context manager. Its files, sockets and log are under `directory`, which is removed at
    the end. Start it from the main thread.
    """

    def __init__(self, settings: Settings | None = None, **changes: object) -> None:
        """Describe the daemon; nothing runs yet.

        Args:
            settings: what it should offer; the defaults give the test driver on a unix socket.
            changes: the same as keyword arguments, when `settings` is not given.
        """
        self.settings = settings or Settings(**changes)  # type: ignore[arg-type]
        self.directory = Path()
        self.namespace: Namespace | None = None
        self.tcp_port = 0
        self.tls_port = 0

    def __enter__(self) -> Daemon:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # ---- life

    def start(self) -> None:
        """Make directory, namespaces, configuration and users, start libvirtd and wait for its answer.

        Raises:
            LabError: it does not serve; the message has the end of its log. Nothing is left behind.
        """
        self.directory = Path(tempfile.mkdtemp(prefix="vrlab-", dir="/tmp"))
        os.chmod(self.directory, 0o755)
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def _start(self) -> None:
        cache = _CACHE / ("qemu" if self.settings.qemu else "test")
        cache.mkdir(parents=True, exist_ok=True)
        self.namespace = Namespace(
            self.directory,
            hostname=self.settings.hostname,
            cache=cache,
            private_network=self.settings.private_network,
        )
        self.namespace.start()
        (self.directory / "sasl2").mkdir()
        (self.directory / "sasl2" / "libvirt.conf").write_text(sasl_conf(self.settings, self.directory))
        (self.directory / "no-drivers").mkdir()
        qemu = self.directory / "qemu.conf"
        qemu.write_text(qemu_conf())
        self.namespace.run("cp", str(qemu), "/etc/libvirt/qemu.conf")
        for name in ("libvirt-sock", "libvirt-sock-ro", "libvirt-admin-sock"):
            self.namespace.run("ln", "-s", str(self.directory / name), f"/run/libvirt/{name}")
        for name, password in self.settings.users.items():
            self.add_user(name, password)
        for attempt in range(_START_ATTEMPTS):
            self.tcp_port = free_port()
            self.tls_port = free_port()
            self.write_configuration()
            try:
                self.launch()
                return
            except LabError as error:
                if "in use" not in str(error) or attempt == _START_ATTEMPTS - 1:
                    raise

    def write_configuration(self) -> None:
        """Write libvirtd.conf anew from `settings`; the next launch reads it."""
        text = daemon_conf(self.settings, self.directory, tcp_port=self.tcp_port, tls_port=self.tls_port)
        (self.directory / "libvirtd.conf").write_text(text)

    def launch(self, timeout: float = 30.0) -> None:
        """Start libvirtd in the existing namespaces and wait until it answers.

        Args:
            timeout: seconds.

        Raises:
            LabError: it ended or does not answer; the message has the end of its log.
        """
        assert self.namespace is not None
        environment = [f"SASL_CONF_PATH={self.directory}/sasl2", "LC_ALL=C.UTF-8"]
        if not self.settings.qemu:
            environment.append(f"LIBVIRT_DRIVER_DIR={self.directory}/no-drivers")
        words = ["libvirtd", "--daemon", "--pid-file", str(self.directory / "libvirtd.pid")]
        words += ["--config", str(self.directory / "libvirtd.conf")]
        if self.settings.tcp or self.settings.tls:
            words.append("--listen")
        deadline = time.monotonic() + timeout
        try:
            self.namespace.run("env", *environment, *words, timeout=timeout)
        except LabError as error:
            raise LabError(f"{error}\n{self.log_tail()}") from error
        while not answers(self.socket_ro):
            if time.monotonic() > deadline or not self.alive():
                raise LabError(f"libvirtd does not serve:\n{self.log_tail()}")
            time.sleep(0.01)

    def stop(self) -> None:
        """Kill the daemon and its guests at once and remove its directory."""
        if self.namespace is not None:
            self.namespace.stop()
            self.namespace = None
        if self.directory != Path():
            shutil.rmtree(self.directory, ignore_errors=True)
            self.directory = Path()

    def kill(self, signal: str = "KILL", timeout: float = 10.0) -> None:
        """End libvirtd alone; its guests stay.

        Args:
            signal: "KILL" for a crash, "TERM" for an orderly stop.
            timeout: seconds to wait until it is gone.

        Raises:
            LabError: it is still there after that time.
        """
        pid = self.pid()
        if pid:
            os.kill(pid, getattr(signals, f"SIG{signal}"))
        deadline = time.monotonic() + timeout
        while self.alive():
            if time.monotonic() > deadline:
                raise LabError(f"libvirtd survives SIG{signal}")
            time.sleep(0.005)

    def restart(self, signal: str = "TERM") -> None:
        """End libvirtd and start it again on the same sockets and ports; its guests stay.

        Args:
            signal: "KILL" for a crash, "TERM" for an orderly stop.
        """
        self.kill(signal)
        self.launch()

    # ---- state

    def pid(self) -> int:
        """libvirtd's process id as seen from outside; 0 when it does not run."""
        assert self.namespace is not None
        children = Path(f"/proc/{self.namespace.pid}/task/{self.namespace.pid}/children").read_text().split()
        for child in children:
            try:
                status = Path(f"/proc/{child}/status").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if status.startswith("Name:\tlibvirtd\n") and "State:\tZ" not in status:
                return int(child)
        return 0

    def alive(self) -> bool:
        """Whether libvirtd runs."""
        return self.pid() != 0

    def add_user(self, name: str, password: str) -> None:
        """Give a user a SASL password; takes effect at once, also for a running daemon.

        Args:
            name: the authentication name; its realm is the daemon's host name.
            password: the password.
        """
        assert self.namespace is not None
        words = ["saslpasswd2", "-p", "-c", "-a", "libvirt", "-f", f"{self.directory}/passwd.db"]
        self.namespace.run(*words, "-u", self.settings.hostname, name, stdin=password.encode())

    def log_tail(self, lines: int = 30) -> str:
        """The end of libvirtd's log.

        Args:
            lines: how many lines.
        """
        log = self.directory / "libvirtd.log"
        if not log.exists():
            return "(no log)"
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])

    # ---- addresses

    @property
    def socket(self) -> str:
        """Path of the read-write unix socket."""
        return str(self.directory / "libvirt-sock")

    @property
    def socket_ro(self) -> str:
        """Path of the read-only unix socket."""
        return str(self.directory / "libvirt-sock-ro")

    @property
    def socket_admin(self) -> str:
        """Path of the administration socket."""
        return str(self.directory / "libvirt-admin-sock")

    def uri(
        self, transport: str = "unix", *, driver: str = "", path: str = "", user: str = "", **query: str
    ) -> str:
        """Make a remote URI that reaches this daemon.

        Args:
            transport: "unix", "tcp" or "tls".
            driver: "test" or "qemu"; by default what the daemon was started for.
            path: "/default" or "/system"; by default what suits the driver.
            user: a user name for the URI.
            query: further URI variables.
        """
        driver = driver or ("qemu" if self.settings.qemu else "test")
        path = path or ("/default" if driver == "test" else "/system")
        authority = ""
        if transport == "unix":
            query = {"socket": self.socket, **query}
        else:
            port = self.tcp_port if transport == "tcp" else self.tls_port
            host = "127.0.0.1" if transport == "tcp" else "localhost"
            authority = f"{user + '@' if user else ''}{host}:{port}"
        variables = "&".join(f"{name}={quote(value, safe='/')}" for name, value in query.items())
        return f"{driver}+{transport}://{authority}{path}{'?' + variables if variables else ''}"
