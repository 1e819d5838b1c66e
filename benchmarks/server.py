"""virtreachd beside libvirtd with the test driver, with the same client in C: calls, connections, memory, and logins.

virtreachd is measured as one process, and with four workers. A worker passes calls to the supervisor, which has the
test hypervisor: for small calls that is a detour, and the gain is in what workers do alone, which is TLS and SASL.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from benchmarks.harness import FIRST, Row, duration, pin, race, rate
from benchmarks.servers import compiled, libvirtd
from tests.interop.lab.pki import PKI
from virtreach.session.sasl.secret import Secret
from virtreach.session.sasl.verifiers import make_scram, scram_text

__all__ = ["run"]

_BASE = "libvirtd"
_ONE, _FOUR = "virtreachd", "virtreachd, 4 workers"
_GET_VERSION = 4
_PORT = 26514
_CLIENTS = 1000
_LOGIN = """\
import sys, time
from virtreach import connect
uri, seconds = sys.argv[1], float(sys.argv[2])
count, start = 0, time.perf_counter()
while time.perf_counter() - start < seconds:
    connect(uri, auth=("bench", "right")).close()
    count += 1
print(count / (time.perf_counter() - start))
"""


class _Contender:
    """A daemon that is measured.

    Attributes:
        pids: its processes.
        socket: where it can be reached without a login.
        tls: its TLS port, or 0.
        login: the URI of the socket that wants a login, or "".
    """

    def __init__(self, pid: int, socket: str, *, tls: int = 0, login: str = "") -> None:
        self.pids = [pid, *_descendants(pid)]
        self.socket = socket
        self.tls = tls
        self.login = login

    def pin(self, *cores: int) -> None:
        """Have all its processes run on these cores."""
        for pid in self.pids:
            pin(pid, *cores)

    def memory(self) -> int:
        """Bytes that are this daemon's: memory that processes share is divided among them."""
        found = 0
        for pid in self.pids:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            found += int(re.findall(r"^Pss:\s+(\d+)", text, re.MULTILINE)[0]) * 1024
        return found


def _descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [one for child in map(int, children) for one in (child, *_descendants(child))]


@contextmanager
def _virtreachd(directory: Path, pki: PKI, workers: int, port: int) -> Iterator[_Contender]:
    directory.mkdir()
    config = directory / "virtreachd.conf"
    users = directory / "users"
    users.write_text("bench:" + scram_text(make_scram(Secret("right"), iterations=4096)) + "\n")
    users.chmod(0o600)
    config.write_text(
        f'unix_sock_dir = "{directory}"\naudit_level = 0\nworkers = {workers}\nlisten_addr = "127.0.0.1"\n'
        f'tls_port = {port}\nca_file = "{pki.ca}"\ncert_file = "{pki.server.certificate}"\n'
        f'key_file = "{pki.server.key}"\nauth_unix_ro = "sasl"\nusers_file = "{users}"\n'
        "max_anonymous_clients = 5000\nmax_anonymous_clients_per_address = 5000\n"
    )
    command = [sys.executable, "-m", "virtreach.daemon", "--config", str(config), "--listen"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            while not (directory / "libvirt-admin-sock").exists():
                if process.poll() is not None:
                    raise RuntimeError("virtreachd did not start")
                time.sleep(0.01)
            time.sleep(1)
            uri = f"test+unix:///default?socket={directory}/libvirt-sock-ro"
            yield _Contender(process.pid, f"{directory}/libvirt-sock", tls=port, login=uri)
        finally:
            process.terminate()


def run(quick: bool = False) -> list[Row]:
    """Measure.

    Args:
        quick: a few rounds only.
    """
    rounds = 3 if quick else 11
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vrbench-", dir="/tmp")))
        pki = PKI(scratch / "pki")
        theirs = stack.enter_context(libvirtd("tls", tls="none", pki=pki))
        port = int(re.findall(r":(\d+)/", theirs.uri)[0])
        assert theirs.daemon is not None
        socket = theirs.daemon.uri("unix").partition("socket=")[2].partition("&")[0]
        contenders = {
            _BASE: _Contender(theirs.pid, socket, tls=port),
            _ONE: stack.enter_context(_virtreachd(scratch / "one", pki, 1, _PORT)),
            _FOUR: stack.enter_context(_virtreachd(scratch / "four", pki, 4, _PORT + 1)),
        }
        # First, while nothing has grown for other reasons.
        memory = _memory(contenders)
        return _calls(contenders, rounds) + memory + _logins(contenders, pki, 1 if quick else 5)


def _load(contender: _Contender, connections: int, depth: int, calls: int, core: str = "0,1") -> float:
    """Seconds of one unit of the C client's work."""
    load = [contender.socket, "test:///default", str(connections), str(depth), str(calls), str(_GET_VERSION)]
    words = [*FIRST, "taskset", "-c", core, str(compiled("cload")), *load]
    return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout) / calls


def _calls(contenders: Mapping[str, _Contender], rounds: int) -> list[Row]:
    rows = []
    for what, cores, load, bound, show in (
        ("small call, 1 client", (1,), (1, 1, 4000, "1"), 0.5, duration),
        ("small calls, 64 clients", (0, 1), (64, 1, 30_000), 1 / 3, _per_second),
        ("small calls, 256 clients", (0, 1), (256, 1, 30_000), 1 / 3, _per_second),
        ("connect, open, close", (0, 1), (1, 0, 1000), 1 / 3, _per_second),
    ):
        for contender in contenders.values():
            contender.pin(*cores)
        contest = race({name: partial(_load, one, *load) for name, one in contenders.items()}, rounds)  # type: ignore[arg-type]
        for name in (_ONE, _FOUR):
            ratio = round(contest.ratio(name, _BASE), 2)
            judged = name == _ONE
            rows.append(
                Row(
                    what=what,
                    name=name,
                    value=show(contest.median(name)),
                    base=show(contest.median(_BASE)),
                    ratio=ratio,
                    target=f"<= {bound:.2f}" if judged else "",
                    met=ratio <= round(bound, 2) if judged else None,
                )
            )
    return rows


def _per_second(seconds: float) -> str:
    return rate(1 / seconds) if seconds < 0.001 else f"{1 / seconds:.0f}/s"


def _memory(contenders: Mapping[str, _Contender]) -> list[Row]:
    """What a client takes that has made calls."""
    sizes = {}
    for name, contender in contenders.items():
        before = contender.memory()
        load = [contender.socket, "test:///default", str(_CLIENTS), "1", "1000000", str(_GET_VERSION)]
        with subprocess.Popen([str(compiled("cload")), *load], stdout=subprocess.DEVNULL) as client:
            time.sleep(3)
            sizes[name] = (contender.memory() - before) / _CLIENTS / 1024
            client.kill()
        time.sleep(1)
    return [
        Row(
            what=f"memory of a client, {_CLIENTS} clients",
            name=name,
            value=f"{sizes[name]:.1f} KiB",
            base=f"{sizes[_BASE]:.1f} KiB",
            ratio=round(sizes[name] / sizes[_BASE], 2),
            target="<= 5 KiB" if name == _ONE else "",
            met=sizes[name] <= 5 if name == _ONE else None,
        )
        for name in (_ONE, _FOUR)
    ]


def _logins(contenders: Mapping[str, _Contender], pki: PKI, rounds: int) -> list[Row]:
    """Handshakes and logins in a second, made by two processes that do nothing else."""
    for contender in contenders.values():
        contender.pin(0, 1)
    shakes = {name: partial(_handshake, one.tls, pki) for name, one in contenders.items()}
    logins = {name: partial(_login, one.login) for name, one in contenders.items() if one.login}
    rows = []
    for what, turns, bound in (
        ("TLS handshakes with client certificates, RSA 2048", shakes, 0.83),
        ("SCRAM-SHA-256 logins", logins, None),
    ):
        contest = race(turns, rounds)
        for name in (_ONE, _FOUR):
            base = _BASE if _BASE in turns else _ONE
            ratio = round(contest.ratio(name, base), 2)
            judged = bound is not None and name == _ONE
            rows.append(
                Row(
                    what=what,
                    name=name,
                    value=_per_second(contest.median(name)),
                    base=_per_second(contest.median(base)) if base != name else "",
                    ratio=ratio if base != name else None,
                    target=f"<= {bound:.2f}" if judged else "",
                    met=ratio <= bound if judged and bound is not None else None,
                )
            )
    return rows


def _handshake(port: int, pki: PKI) -> float:
    """Seconds of a handshake and its end."""
    words = [*FIRST, "openssl", "s_time", "-connect", f"127.0.0.1:{port}", "-new", "-time", "1"]
    words += ["-cert", str(pki.client.certificate), "-key", str(pki.client.key)]
    return 1 / sum(_real_rate(text) for text in _two(words))


def _real_rate(text: str) -> float:
    count, seconds = re.findall(r"(\d+) connections in (\d+) real seconds", text)[0]
    return int(count) / int(seconds)


def _login(uri: str) -> float:
    """Seconds of a connection with a login."""
    return 1 / sum(map(float, _two([*FIRST, sys.executable, "-c", _LOGIN, uri, "1"])))


def _two(words: list[str]) -> list[str]:
    """What two processes print that do the same at the same time."""
    source = Path(__file__).resolve().parents[1] / "src"
    environment = {**os.environ, "PYTHONPATH": str(source)}
    running = [
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
        for _ in range(2)
    ]
    return [process.communicate()[0] for process in running]
