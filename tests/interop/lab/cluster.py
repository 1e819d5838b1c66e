"""A cluster whose nodes have no address of their own to the outside: a controller, proxies, nodes, each a network.

Each machine is a network and PID namespace with a real sshd in it; two switches join them: the outer one the controller
and the proxies, the inner one the proxies and the nodes. This machine's own network is not touched. Names: ``p1``,
``p2``, ``n1`` and so on; outer addresses 192.0.2.N, inner ones 10.77.0.N.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.interop.lab.namespace import LabError
from tests.interop.lab.requirements import SYSTEM_PATH
from tests.needs import patience

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType
    from typing import Self

__all__ = ["Cluster", "Machine"]

_CLONE_NEWNET = 0x40000000


class _Namespace:
    """A network and PID namespace, kept by an idle process; what runs inside dies with that."""

    def __init__(self) -> None:
        words = [
            "setpriv",
            "--pdeathsig",
            "KILL",
            "unshare",
            "--net",
            "--pid",
            "--mount",
            "--fork",
            "--mount-proc",
        ]
        words += [
            "--kill-child",
            "sh",
            "-c",
            # A home of its own: what its owner's shell does at the start is not what is measured.
            "mount -t tmpfs -o mode=755 lab /run; mount -t tmpfs -o mode=700 lab /root; mkdir /run/sshd; echo; "
            "exec sleep 1d",
        ]
        self.process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,  # unshare complains whenever its child is killed
            env={"PATH": SYSTEM_PATH},
        )
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        if self.process.stdout.readline() != b"\n":
            raise LabError(f"no namespaces: {self.process.stderr.read().decode(errors='replace')}")
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        self.pid = int(children.split()[0])

    def command(self, *words: str) -> list[str]:
        return ["nsenter", "-t", str(self.pid), "-n", "-p", "-m", "--", *words]

    def on_its_network(self, *words: str) -> list[str]:
        """Return the command line that runs words on its network, with the files of this machine."""
        return ["nsenter", "-t", str(self.pid), "-n", "--", *words]

    def run(self, *words: str, stdin: str = "") -> str:
        done = subprocess.run(
            self.command(*words), input=stdin, capture_output=True, text=True, env={"PATH": SYSTEM_PATH}
        )
        if done.returncode != 0:
            raise LabError(f"{words}: {done.stderr}")
        return done.stdout

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.process.wait(10)
        for pipe in (self.process.stdout, self.process.stderr):
            assert pipe is not None
            pipe.close()


class Machine(_Namespace):
    """A machine with sshd on port 22.

    Attributes:
        name: its name.
        inner, outer: its addresses; a node has no outer one.
        directory: holds its host key, configuration and log.
    """

    def __init__(self, name: str, cluster: Cluster, number: int, *, proxy: bool) -> None:
        super().__init__()
        self.name = name
        self.cluster = cluster
        self.inner = f"10.77.0.{number}"
        self.outer = f"192.0.2.{number}" if proxy else ""
        self.directory = cluster.directory / name
        self.directory.mkdir(mode=0o700)
        self._sshd: subprocess.Popen[bytes] | None = None
        self._well = True

    def heal(self) -> None:
        """Bring it back to its first state, if anything was done to it."""
        if not self._well:
            if self.outer:
                self.cut(mend=True)
            self.serve()
            self._well = True

    @property
    def host_key(self) -> str:
        """Its public host key, a line."""
        return " ".join((self.directory / "host.pub").read_text().split()[:2])

    def new_host_key(self) -> None:
        """Make a host key; an old one is replaced, as when a machine is rebuilt."""
        for name in ("host", "host.pub"):
            (self.directory / name).unlink(missing_ok=True)
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.directory / "host")]
        subprocess.run(words, check=True, stdin=subprocess.DEVNULL)

    def serve(self, *settings: str) -> None:
        """Start sshd anew with further lines of configuration, and wait until it listens."""
        self._well = False
        self.kill_sshd()
        if not (self.directory / "host").exists():
            self.new_host_key()
        (self.directory / "sshd_config").write_text(
            "".join(f"{line}\n" for line in settings)
            + f"Port 22\nHostKey {self.directory}/host\nPidFile none\nStrictModes no\nUsePAM no\nPermitRootLogin yes\n"
            f"AuthorizedKeysFile {self.cluster.directory}/user.pub\nPasswordAuthentication no\n"
            "KbdInteractiveAuthentication no\nLogLevel VERBOSE\nUseDNS no\n"
        )
        log = self.directory / "sshd.log"
        with log.open("wb") as sink:
            self._sshd = subprocess.Popen(
                self.command("/usr/sbin/sshd", "-D", "-e", "-f", str(self.directory / "sshd_config")),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                env={"PATH": SYSTEM_PATH},
            )
        ends = time.monotonic() + 10 * patience()
        while b"Server listening on 0.0.0.0" not in log.read_bytes():
            if self._sshd.poll() is not None or time.monotonic() > ends:
                raise LabError(f"sshd: {log.read_text(errors='replace')}")
            time.sleep(0.005)

    def logins(self) -> int:
        """Return how many logins it has let in since `serve`."""
        return (self.directory / "sshd.log").read_bytes().count(b"Accepted publickey")

    def most_unfinished_logins(self) -> int:
        """Return how many connections at most were there at once that had not logged in, by its log since `serve`."""
        most = now = 0
        for line in (self.directory / "sshd.log").read_bytes().splitlines():
            now += line.startswith(b"Connection from") - line.startswith(b"Accepted publickey")
            most = max(most, now)
        return most

    def kill_sshd(self) -> None:
        """End sshd and all connections that it serves, at once; nothing listens then."""
        self._well = False
        if self._sshd is None:
            return
        for pid in self._sshds():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        # nsenter stops itself when its child is stopped, and could not reap it.
        os.kill(self._sshd.pid, signal.SIGCONT)
        self._sshd.wait(10)
        self._sshd = None

    def stop_listening(self) -> None:
        """End sshd, but not the connections that it has let in."""
        self._well = False
        assert self._sshd is not None
        for pid in Path(f"/proc/{self._sshd.pid}/task/{self._sshd.pid}/children").read_text().split():
            os.kill(int(pid), signal.SIGTERM)
        self._sshd.wait(10)
        self._sshd = None

    def stop(self) -> None:
        """End it with all that runs on it."""
        self.kill_sshd()
        super().stop()

    def freeze(self, *, thaw: bool = False) -> None:
        """Stop its sshd and the connections, as a machine that hangs: its kernel still answers."""
        self._well = False
        for pid in self._sshds():
            os.kill(pid, signal.SIGCONT if thaw else signal.SIGSTOP)

    def cut(self, *, mend: bool = False) -> None:
        """Take its outer cable out: whatever is sent to it vanishes."""
        self._well = False
        self.run("ip", "link", "set", "outer", "up" if mend else "down")

    def _sshds(self) -> list[int]:
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == self.pid:
                continue
            with contextlib.suppress(OSError):
                inside = os.readlink(entry / "ns/pid") == os.readlink(f"/proc/{self.pid}/ns/pid")
                if inside and (entry / "comm").read_text().startswith("sshd"):
                    found.append(int(entry.name))
        return found


def _end_shared_thread() -> None:
    """End the thread that all clients of this process share: it stands on the network where it was started."""
    background = sys.modules.get("virtreach.routes.ssh.background")
    if background is not None and background._shared is not None:
        background._shared.close()


class Cluster:
    """The machines; a context manager.

    Attributes:
        directory: holds the one user key (``user``) that all let in.
        proxies, nodes: by number, from 0.
    """

    def __init__(self, directory: Path, *, proxies: int = 2, nodes: int = 5) -> None:
        """Describe it; nothing runs yet."""
        self.directory = directory
        self._numbers = (proxies, nodes)
        self._stack = contextlib.ExitStack()
        self.proxies: Sequence[Machine] = ()
        self.nodes: Sequence[Machine] = ()

    def __enter__(self) -> Self:
        self.directory.mkdir(mode=0o700, exist_ok=True)
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.directory / "user")]
        subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
        with contextlib.ExitStack() as stack:
            self._switch = _Namespace()
            stack.callback(self._switch.stop)
            self._controller = _Namespace()
            stack.callback(self._controller.stop)
            self._switch.run(
                "ip",
                "-batch",
                "-",
                stdin="link add outer type bridge\nlink add inner type bridge\n"
                "link set outer up\nlink set inner up\n",
            )
            self._join(self._controller, "outer", "c", "192.0.2.1")
            machines = []
            proxies, nodes = self._numbers
            for number in range(proxies + nodes):
                proxy = number < proxies
                name = f"p{number + 1}" if proxy else f"n{number - proxies + 1}"
                machine = Machine(name, self, number + 11, proxy=proxy)
                stack.callback(machine.stop)
                if proxy:
                    self._join(machine, "outer", name, machine.outer)
                self._join(machine, "inner", name, machine.inner)
                machine.serve()
                machine._well = True
                machines.append(machine)
            self.proxies, self.nodes = machines[:proxies], machines[proxies:]
            self._stack = stack.pop_all()
        return self

    def _join(self, machine: _Namespace, switch: str, name: str, address: str) -> None:
        port = f"{switch[0]}-{name}"
        words = ["ip", "link", "add", switch, "netns", str(machine.pid), "type", "veth", "peer", "name", port]
        subprocess.run([*words, "netns", str(self._switch.pid)], check=True, env={"PATH": SYSTEM_PATH})
        self._switch.run("ip", "link", "set", port, "master", switch, "up")
        machine.run(
            "ip", "-batch", "-",
            stdin=f"address add {address}/24 dev {switch}\nlink set {switch} up\nlink set lo up\n",
        )  # fmt: skip

    def as_controller_command(self, *words: str) -> list[str]:
        """Return the command line that runs words on the controller."""
        return self._controller.on_its_network(*words)

    @contextlib.contextmanager
    def as_controller(self) -> Iterator[None]:
        """Have this thread's new sockets, and those of threads that it starts, belong to the controller."""
        libc = ctypes.CDLL(None, use_errno=True)
        with (
            open("/proc/thread-self/ns/net", "rb") as home,
            open(f"/proc/{self._controller.pid}/ns/net", "rb") as there,
        ):
            if libc.setns(there.fileno(), _CLONE_NEWNET) != 0:
                raise LabError(f"setns: {os.strerror(ctypes.get_errno())}")
            _end_shared_thread()
            try:
                yield
            finally:
                libc.setns(home.fileno(), _CLONE_NEWNET)
                _end_shared_thread()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
