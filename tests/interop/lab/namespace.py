"""A private corner of this machine: mount, PID, IPC and host-name namespaces that die as one.

The corner sees the machine's files except for `/run`, `/var/{lib,cache,log}/libvirt`,
`/etc/libvirt` and `/dev`, which are its own. `/tmp` and, unless a private one is asked for, the
network are shared, so that sockets made there are reachable from outside. `/dev` has no `kvm`: QEMU emulates, which
works everywhere and behaves the same everywhere.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from tests.interop.lab.requirements import SYSTEM_PATH

__all__ = ["LabError", "Namespace"]


class LabError(RuntimeError):
    """The lab could not be set up; the message carries the end of the log."""


_INIT = r"""
set -e
mount --make-rprivate /
mount -t tmpfs -o mode=755 lab-run /run
mkdir -p /run/libvirt /run/lock /run/sshd
layers="$LAB_DIR/layers"
mkdir "$layers"
mount -t tmpfs -o mode=755 lab-layers "$layers"
for d in /var/lib/libvirt /var/log/libvirt /var/cache/libvirt /etc/libvirt; do
    if [ ! -d "$d" ]; then
        # The package that would make it is not installed: make it in a layer over its parent.
        parent="${d%/*}"
        layer="$layers/$(echo "$parent" | tr / -)"
        mkdir -p "$layer/upper" "$layer/work"
        mount -t overlay -o "lowerdir=$parent,upperdir=$layer/upper,workdir=$layer/work" lab-layer "$parent"
        mkdir "$d"
    fi
    mount -t tmpfs -o mode=755 lab-private "$d"
done
mkdir -p "$LAB_CACHE"
mount --bind "$LAB_CACHE" /var/cache/libvirt
mkdir -p /var/lib/libvirt/images /var/lib/libvirt/qemu /var/log/libvirt/qemu /var/cache/libvirt/qemu
mkdir -p "$LAB_DIR/dev"
mount -t tmpfs -o mode=755,dev lab-dev "$LAB_DIR/dev"
for n in null zero full random urandom tty; do
    [ -e "/dev/$n" ] || continue
    touch "$LAB_DIR/dev/$n"
    mount --bind "/dev/$n" "$LAB_DIR/dev/$n"
done
mkdir "$LAB_DIR/dev/pts" "$LAB_DIR/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 lab-pts "$LAB_DIR/dev/pts"
mount -t tmpfs lab-shm "$LAB_DIR/dev/shm"
ln -s pts/ptmx "$LAB_DIR/dev/ptmx"
ln -s /proc/self/fd "$LAB_DIR/dev/fd"
mount --rbind "$LAB_DIR/dev" /dev
printf '127.0.0.1 %s %s localhost\n::1 localhost\n' "$LAB_HOSTNAME" "${LAB_HOSTNAME%%.*}" > "$LAB_DIR/hosts"
mount --bind "$LAB_DIR/hosts" /etc/hosts
# The user that Debian's libvirt was built to run QEMU as comes with another package; without it no driver starts.
if ! grep -q '^libvirt-qemu:' /etc/passwd; then
    { cat /etc/passwd; echo 'libvirt-qemu:x:64055:64055::/nonexistent:/usr/sbin/nologin'; } > "$LAB_DIR/passwd"
    { cat /etc/group; echo 'libvirt-qemu:x:64055:'; } > "$LAB_DIR/group"
    mount --bind "$LAB_DIR/passwd" /etc/passwd
    mount --bind "$LAB_DIR/group" /etc/group
fi
hostname "$LAB_HOSTNAME"
: > "$LAB_DIR/namespace-ready"
while :; do sleep 3600 & wait; done
"""


class Namespace:
    """One set of namespaces, kept alive by an idle init process.

    Killing that process kills everything inside. It dies with the process that made it, too.
    Not to be started from a thread other than the main one: its life is tied to its parent thread.
    """

    def __init__(self, directory: Path, *, hostname: str, cache: Path, private_network: bool = False) -> None:
        """Prepare; nothing runs yet.

        Args:
            directory: an existing directory for what the corner writes; must be under `/tmp`
                or elsewhere outside the hidden paths.
            hostname: the name `hostname -f` gives inside.
            cache: directory that stands for `/var/cache/libvirt`; keep it to save QEMU probes.
            private_network: whether the network is private, too; only unix sockets lead inside then.
        """
        self.directory = directory
        self.hostname = hostname
        self.cache = cache
        self.private_network = private_network
        self._init: subprocess.Popen[bytes] | None = None
        self._pid = 0

    def start(self, timeout: float = 20.0) -> None:
        """Make the namespaces.

        Args:
            timeout: seconds to wait for the mounts.

        Raises:
            LabError: a mount failed, or it took too long; nothing is left running.
        """
        script = self.directory / "init.sh"
        script.write_text(_INIT)
        log = self.directory / "namespace.log"
        environment = {
            "PATH": SYSTEM_PATH,
            "LAB_DIR": str(self.directory),
            "LAB_CACHE": str(self.cache),
            "LAB_HOSTNAME": self.hostname,
        }
        command = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--uts", "--ipc", "--pid"]
        command += ["--net"] if self.private_network else []
        command += ["--fork", "--mount-proc", "--kill-child", "bash", str(script)]
        with log.open("wb") as sink:
            self._init = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, env=environment
            )
        ready = self.directory / "namespace-ready"
        deadline = time.monotonic() + timeout
        while not ready.exists():
            if self._init.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise LabError(f"no private namespaces: {log.read_text(errors='replace').strip()}")
            time.sleep(0.005)
        children = Path(f"/proc/{self._init.pid}/task/{self._init.pid}/children")
        self._pid = int(children.read_text().split()[0])

    @property
    def pid(self) -> int:
        """The init process, as seen from outside; 0 when not running."""
        return self._pid

    def command(self, *words: str) -> list[str]:
        """The argument vector that runs `words` inside."""
        inside = ["nsenter", "-t", str(self._pid), "-m", "-u", "-i", "-p", "-n", "--"]
        return [*inside, "env", f"PATH={SYSTEM_PATH}", *words]

    def run(self, *words: str, timeout: float = 30.0, stdin: bytes = b"") -> bytes:
        """Run a program inside and wait for it.

        Args:
            words: program and arguments.
            timeout: seconds.
            stdin: what it reads.

        Returns:
            Its standard output.

        Raises:
            LabError: it ended with a non-zero status; the message has its standard error.
        """
        done = subprocess.run(self.command(*words), input=stdin, capture_output=True, timeout=timeout)
        if done.returncode != 0:
            raise LabError(
                f"{words[0]}: status {done.returncode}: {done.stderr.decode(errors='replace').strip()}"
            )
        return done.stdout

    def stop(self) -> None:
        """Kill everything inside, at once, and wait until it is gone."""
        if self._init is None:
            return
        if self._pid:
            try:
                os.kill(self._pid, signal.SIGKILL)
            except ProcessLookupError:
                self._pid = 0
        else:
            self._init.kill()
        try:
            self._init.wait(10)
        except subprocess.TimeoutExpired:
            self._init.kill()
            self._init.wait(10)
        self._init = None
        self._pid = 0
