"""What access through a proxy is measured in: a cluster behind two proxies, and OpenSSH and virtreach before it.

Every sshd has Debian's limits (MaxStartups 10:30:100, MaxSessions 10). Whatever this thread starts stands where the
cluster's controller is.
"""

from __future__ import annotations

import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.harness import Contest, race
from benchmarks.servers import virtreachd
from tests.interop.lab.cluster import Cluster, Machine
from tests.interop.lab.requirements import SYSTEM_PATH
from virtreach.conf.inventory import Inventory

__all__ = ["MIB", "PAGE", "AccessLab", "Effort", "access_lab"]

MIB = 1 << 20
PAGE = 1024
"""How long the web server's page is, bytes."""

_NGINX = """\
daemon off;
user root;
worker_processes 1;
pid {directory}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    keepalive_requests 1000000;
    server {{ listen 80; root {directory}; }}
}}
"""


@dataclass(frozen=True)
class Effort:
    """How much is done.

    Attributes:
        rounds: how many turns each contender gets.
        calls: how many small requests a turn has.
        size: of what is copied, bytes.
        wide: how many nodes, each an sshd with a key and an address of its own, are reached at once.
        silences: how many proxies fall silent; each takes four seconds.
        rehearsals: how many turns are not counted.
    """

    rounds: int = 9
    calls: int = 500
    size: int = 256 * MIB
    wide: int = 50
    silences: int = 3
    rehearsals: int = 1

    def race(self, contenders: Mapping[str, Callable[[], float]], *, most: int = 99) -> Contest:
        """Let contenders take turns, `most` at most."""
        return race(contenders, min(most, self.rounds), rehearsals=self.rehearsals)


@dataclass(frozen=True)
class AccessLab:
    """The cluster, and what is needed to go there.

    Attributes:
        effort: how much is measured.
        cluster: the machines.
        inventory: ``n1`` … ``n5`` and ``w0`` … ``w49`` behind the proxies.
        home: a home directory with an OpenSSH configuration for the same names, which go through the first proxy.
        libvirt: a libvirt URI without scheme: virtreachd as seen from ``n1``.
    """

    effort: Effort
    cluster: Cluster
    inventory: Inventory
    home: Path
    libvirt: str

    @property
    def node(self) -> Machine:
        """The node most is done on, ``n1``; it has a web server."""
        return self.cluster.nodes[0]

    def ssh(self, *words: str) -> list[str]:
        """Return the command line of OpenSSH's client."""
        return ["ssh", "-F", f"{self.home}/.ssh/config", *words]

    @contextmanager
    def master(self, *words: str) -> Iterator[list[str]]:
        """Keep a ControlMaster to ``n1``; gives the options that use it."""
        with tempfile.TemporaryDirectory(prefix="vrbench-", dir="/tmp") as directory:
            options = ["-o", f"ControlPath={directory}/master"]
            with subprocess.Popen(
                self.ssh(*options, *words, "-MN", "n1"), stdin=subprocess.DEVNULL
            ) as process:
                _wait_for(Path(directory, "master"), process)
                try:
                    yield options
                finally:
                    process.kill()

    @contextmanager
    def forward(self) -> Iterator[tuple[str, int]]:
        """Keep `ssh -L` from a port of the controller to the node's web server; gives the address."""
        port = 8080
        words = self.ssh("-N", "-L", f"127.0.0.1:{port}:{self.node.inner}:80", "p1")
        with subprocess.Popen(words, stdin=subprocess.DEVNULL) as process:
            try:
                _wait_for_port("127.0.0.1", port, process)
                yield "127.0.0.1", port
            finally:
                process.kill()


@contextmanager
def access_lab(effort: Effort) -> Iterator[AccessLab]:
    """Make the lab, with this thread in the controller's place."""
    with tempfile.TemporaryDirectory(prefix="vrbench-", dir="/tmp") as name:
        directory = Path(name)
        (directory / "socket").mkdir()
        with (
            Cluster(directory / "lab") as cluster,
            virtreachd(directory / "socket", state=False) as (_, _),
            _web(cluster.nodes[0], directory),
        ):
            # Lines of known_hosts, by name.
            keys = {
                machine.name: (machine.outer or machine.inner, 22, machine.host_key)
                for machine in (*cluster.proxies, *cluster.nodes)
            }
            keys |= _wide(cluster, effort.wide)
            with cluster.as_controller():
                yield AccessLab(
                    effort,
                    cluster,
                    Inventory.parse(_inventory(cluster, keys)),
                    _home(directory, cluster, keys),
                    f"n1/default?proxy=netcat&socket={directory}/socket/libvirt-sock",
                )


def _wide(cluster: Cluster, count: int) -> dict[str, tuple[str, int, str]]:
    """Start the many sshds, some on each node; gives address, port and key by name."""
    found = {}
    for machine in cluster.proxies:
        machine.run("ip", "address", "add", f"10.77.1.{machine.inner.rpartition('.')[2]}/24", "dev", "inner")
    for index, machine in enumerate(cluster.nodes):
        for number in range(index, count, len(cluster.nodes)):
            name, address = f"w{number}", f"10.77.1.{number + 100}"
            directory = machine.directory / name
            directory.mkdir(mode=0o700)
            words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(directory / "host")]
            subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
            settings = (machine.directory / "sshd_config").read_text().replace("Port 22\n", "Port 2222\n")
            settings = settings.replace(f"{machine.directory}/host", f"{directory}/host")
            (directory / "sshd_config").write_text(f"ListenAddress {address}\n{settings}")
            machine.run("ip", "address", "add", f"{address}/24", "dev", "inner")
            machine.run("/usr/sbin/sshd", "-f", str(directory / "sshd_config"), "-E", f"{directory}/log")
            found[name] = (address, 2222, " ".join((directory / "host.pub").read_text().split()[:2]))
    return found


@contextmanager
def _web(machine: Machine, directory: Path) -> Iterator[None]:
    """Run a web server with one page on a machine."""
    (directory / "page").write_bytes(b"x" * PAGE)
    directory.chmod(0o711)
    config = directory / "nginx.conf"
    config.write_text(_NGINX.format(directory=directory))
    words = machine.command("nginx", "-p", str(directory), "-c", str(config))
    with subprocess.Popen(words, stderr=subprocess.DEVNULL, env={"PATH": SYSTEM_PATH}) as process:
        try:
            _wait_for(directory / "nginx.pid", process)
            yield
        finally:
            machine.run("sh", "-c", f"kill $(cat {directory}/nginx.pid)")


def _inventory(cluster: Cluster, keys: dict[str, tuple[str, int, str]]) -> str:
    lines = ["[clusters.lab]", 'user = "root"', f'keyfile = "{cluster.directory}/user"']
    for group, proxy in (("gateways", True), ("workers", False)):
        lines += [f"[clusters.lab.groups.{group}]", f"is_proxy = {str(proxy).lower()}", "nodes = ["]
        for name, (address, port, key) in keys.items():
            if name.startswith("p") == proxy:
                where = "address" if proxy else "internal_address"
                lines.append(
                    f'{{ name = "{name}", {where} = "{address}", port = {port}, host_key = "{key}" }},'
                )
        lines.append("]")
    return "\n".join(lines) + "\n"


def _home(directory: Path, cluster: Cluster, keys: dict[str, tuple[str, int, str]]) -> Path:
    home = directory / "home"
    (home / ".ssh").mkdir(mode=0o700, parents=True)
    known = "".join(f"{name} {key}\n" for name, (_, _, key) in keys.items())
    (home / ".ssh/known_hosts").write_text(known)
    lines = [
        f"Host {name}\n  HostName {address}\n  Port {port}\n  HostKeyAlias {name}\n"
        + ("" if name.startswith("p") else "  ProxyJump p1\n")
        for name, (address, port, _) in keys.items()
    ]
    (home / ".ssh/config").write_text(
        "".join(lines)
        + f"Host *\n  User root\n  IdentityFile {cluster.directory}/user\n  IdentitiesOnly yes\n"
        f"  IdentityAgent none\n  UserKnownHostsFile {home}/.ssh/known_hosts\n  GlobalKnownHostsFile /dev/null\n"
        "  StrictHostKeyChecking yes\n  BatchMode yes\n  LogLevel QUIET\n"
    )
    return home


def _wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    while not path.exists():
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with status {process.returncode}")
        time.sleep(0.01)


def _wait_for_port(host: str, port: int, process: subprocess.Popen[bytes]) -> None:
    while True:
        try:
            socket.create_connection((host, port)).close()
        except ConnectionRefusedError:
            if process.poll() is not None:
                raise RuntimeError(f"{process.args!r} ended with status {process.returncode}") from None
            time.sleep(0.01)
        else:
            return
