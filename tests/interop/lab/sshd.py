"""A private sshd inside a daemon's namespaces, and an `ssh` command that is let in.

Inside, libvirt's usual socket paths lead to the private daemon, so `virt-ssh-helper` finds it.
"""

from __future__ import annotations

import socket
import subprocess
import time
from typing import TYPE_CHECKING

from tests.interop.lab.namespace import LabError
from tests.interop.lab.probe import free_port

if TYPE_CHECKING:
    from types import TracebackType

    from tests.interop.lab.daemon import Daemon

__all__ = ["SSHServer"]


class SSHServer:
    """An sshd on a port of 127.0.0.1 that lets root in with one key; a context manager.

    Attributes:
        port: where it listens.
        command: path of a script that runs `ssh` with the right key and known hosts, ignoring the
            user's own configuration; for the URI variable `command`.
        config: the ssh configuration file that script uses; add hosts to it as needed.
    """

    def __init__(self, daemon: Daemon) -> None:
        """Describe it; nothing runs yet.

        Args:
            daemon: a running daemon.
        """
        self.daemon = daemon
        self.directory = daemon.directory / "ssh"
        self.port = 0
        self.command = self.directory / "ssh"
        self.config = self.directory / "config"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> SSHServer:
        self.directory.mkdir(mode=0o700)
        for name in ("host", "user"):
            words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.directory / name)]
            subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
        self.port = free_port()
        (self.directory / "sshd_config").write_text(
            f"ListenAddress 127.0.0.1\nPort {self.port}\nHostKey {self.directory}/host\nPidFile none\n"
            f"AuthorizedKeysFile {self.directory}/user.pub\nStrictModes no\nUsePAM no\nPermitRootLogin yes\n"
            "PasswordAuthentication no\nKbdInteractiveAuthentication no\nLogLevel VERBOSE\n"
        )
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
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def _start(self) -> None:
        assert self.daemon.namespace is not None
        log = self.directory / "sshd.log"
        words = ["/usr/sbin/sshd", "-D", "-e", "-f", str(self.directory / "sshd_config")]
        with log.open("wb") as sink:
            self._process = subprocess.Popen(
                self.daemon.namespace.command(*words), stdin=subprocess.DEVNULL, stdout=sink, stderr=sink
            )
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

    def stop(self) -> None:
        """End sshd; sessions that run die with the daemon's namespaces."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

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
