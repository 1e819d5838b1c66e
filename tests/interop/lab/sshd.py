"""A private sshd, on its own or inside a daemon's namespaces, and an `ssh` command that is let in.

Inside, libvirt's usual socket paths lead to the private daemon, so `virt-ssh-helper` finds it.
"""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.interop.lab.namespace import LabError
from tests.interop.lab.probe import free_port

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from tests.interop.lab.daemon import Daemon

__all__ = ["LoopbackSSHD", "SSHServer"]


class LoopbackSSHD:
    """An sshd on a port of 127.0.0.1 that lets root in with one key; a context manager.

    Its sessions have an empty home of their own: nobody's shell start-up files are read.

    Attributes:
        directory: holds its keys and configuration, and the clients'.
        port: where it listens.
        command: path of a script that runs `ssh` with the right key and known hosts, ignoring the
            user's own configuration; for the URI variable `command`.
        config: the ssh configuration file that script uses; add hosts to it as needed.
    """

    def __init__(
        self,
        directory: Path,
        *,
        settings: Sequence[str] = (),
        key_options: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Describe it; nothing runs yet.

        Args:
            directory: where its files go; it is created.
            settings: further lines of its configuration, none of them ``SetEnv``.
            key_options: what stands before the user's key, such as a forced command.
            environment: variables of its sessions.
        """
        self.directory = directory
        self.port = 0
        self.command = self.directory / "ssh"
        self.config = self.directory / "config"
        self._settings = settings
        self._key_options = key_options
        self._environment = {"HOME": str(directory / "home"), **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.directory.mkdir(mode=0o700)
        (self.directory / "home").mkdir(mode=0o700)
        variables = " ".join(f"{name}={value}" for name, value in self._environment.items())
        for name in ("host", "user"):
            words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.directory / name)]
            subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
        self.port = free_port()
        (self.directory / "sshd_config").write_text(
            f"ListenAddress 127.0.0.1\nPort {self.port}\nHostKey {self.directory}/host\nPidFile none\n"
            f"AuthorizedKeysFile {self.directory}/authorized_keys\nStrictModes no\nUsePAM no\nPermitRootLogin yes\n"
            "PasswordAuthentication no\nKbdInteractiveAuthentication no\nLogLevel VERBOSE\n"
            f"SetEnv {variables}\n" + "".join(f"{line}\n" for line in self._settings)
        )
        user_key = (self.directory / "user.pub").read_text()
        (self.directory / "authorized_keys").write_text(f"{self._key_options} {user_key}".lstrip())
        host_key = (self.directory / "host.pub").read_text()
        (self.directory / "known_hosts").write_text(f"[127.0.0.1]:{self.port} {host_key}")
        self.config.write_text(
            f"IdentityFile {self.directory}/user\nIdentitiesOnly yes\nIdentityAgent none\n"
            f"UserKnownHostsFile {self.directory}/known_hosts\nStrictHostKeyChecking yes\nBatchMode yes\n"
            "GlobalKnownHostsFile /dev/null\n"
        )
        self.command.write_text(f'#!/bin/sh\nexec ssh -F {self.config} "$@"\n')
        self.command.chmod(0o755)
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def wrapped(self, *words: str) -> list[str]:
        """Return the words that run a program where the server is to run."""
        Path("/run/sshd").mkdir(exist_ok=True)
        return list(words)

    def start(self) -> None:
        """Start sshd (again) and wait until it serves."""
        log = self.directory / "sshd.log"
        words = self.wrapped("/usr/sbin/sshd", "-D", "-e", "-f", str(self.directory / "sshd_config"))
        with log.open("wb") as sink:
            self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink)
        deadline = time.monotonic() + 10
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1) as peer:
                    if peer.recv(4) == b"SSH-":
                        return
            except OSError:
                time.sleep(0.01)
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise LabError(f"sshd does not serve: {log.read_text(errors='replace')}")

    @property
    def pid(self) -> int:
        """The process that listens."""
        assert self._process is not None
        return self._process.pid

    def sessions(self) -> list[int]:
        """Return the process ids of the connections that it serves."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(number) for number in children.split()]

    def stop(self) -> None:
        """End sshd, which listens no longer; sessions that run go on."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class SSHServer(LoopbackSSHD):
    """The same inside a daemon's namespaces; sessions that run die with those."""

    def __init__(self, daemon: Daemon) -> None:
        """Describe it; nothing runs yet.

        Args:
            daemon: a running daemon.
        """
        super().__init__(daemon.directory / "ssh")
        self.daemon = daemon

    def wrapped(self, *words: str) -> list[str]:
        """Return the words that run a program inside the namespaces."""
        assert self.daemon.namespace is not None
        return self.daemon.namespace.command(*words)

    def uri(self, *, driver: str = "", path: str = "", **query: str) -> str:
        """Make a `driver+ssh` URI that reaches the daemon through this server.

        Args:
            driver: "test" or "qemu"; by default what the daemon was started for.
            path: "/default" or "/system"; by default what suits the driver.
            query: further URI variables.
        """
        driver = driver or ("qemu" if self.daemon.settings.qemu else "test")
        path = path or ("/default" if driver == "test" else "/system")
        variables = "&".join(
            f"{name}={value}" for name, value in {"command": str(self.command), **query}.items()
        )
        return f"{driver}+ssh://root@127.0.0.1:{self.port}{path}?{variables}"
