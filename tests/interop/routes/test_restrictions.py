"""What a proxy's sshd forbids, in all combinations: what still leads through it, and what the error says if nothing."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.interop.lab.cluster import Cluster, Machine
from tests.interop.test_reach import inventory_text
from tests.interop.test_ssh_chains import through
from tests.needs import patience
from tests.test_layering import SOURCE
from virtreach.errors.routes import RelayMissing, SessionsForbidden
from virtreach.routes.ssh.pool import Pool

pytestmark = pytest.mark.needs(
    "root", "sshd", "ssh-keygen", "ip", "unshare", "nsenter", "nc", "module:asyncssh"
)

FORWARDING = "AllowTcpForwarding no"
COMMAND = "ForceCommand echo no; exit 1"
NETCAT = "SetEnv PATH=/proc/none"
SESSIONS = "MaxSessions 0"
TARGET = "PermitOpen 192.0.2.99:1"
RESTRICTIONS = (FORWARDING, COMMAND, NETCAT, SESSIONS, TARGET)

COMBINATIONS = [
    tuple(one for one, there in zip(RESTRICTIONS, chosen, strict=True) if there)
    for chosen in itertools.product((False, True), repeat=len(RESTRICTIONS))
]


async def test_all_combinations(cluster: Cluster) -> None:
    """Forwarding where it is allowed for the target, else nc where it is and commands are, else an error says why."""
    proxy, node = cluster.proxies[0], cluster.nodes[0]
    for restrictions in COMBINATIONS:
        proxy.serve(*restrictions)
        direct = FORWARDING not in restrictions and TARGET not in restrictions
        relay = not {COMMAND, NETCAT, SESSIONS} & set(restrictions)
        async with Pool() as pool:
            chain = through(proxy, ways=("direct", "nc"))
            if direct or relay:
                stream = await pool.open_stream(chain, node.inner, 22)
                assert stream.way == ("direct" if direct else "nc"), restrictions
                assert (await stream.read()).startswith(b"SSH-")
                stream.close()
                continue
            expected = SessionsForbidden if SESSIONS in restrictions else RelayMissing
            with pytest.raises(expected, match=r"192\.0\.2\.11") as error:
                await pool.open_stream(chain, node.inner, 22)
            assert error.value.hop == f"root@{proxy.outer}", restrictions


LIMITS = (0.7, 3.0, 12.0)
"""Seconds for each step of a way; a longer one is for a machine that is slow, and what is frozen stays so in any."""


def show(cluster: Cluster, tmp_path: Path, limit: float, text: str = "") -> dict[str, Any]:
    """Run `virtreach route --json n1` with the lab's inventory; return what it says."""
    path = tmp_path / "inventory.toml"
    path.write_text(text or inventory_text(cluster))
    program = "import sys; from virtreach.cli.main import run; sys.exit(run(sys.argv[1:]))"
    done = subprocess.run(
        [
            *(sys.executable, "-c", program, "--json", "route"),
            *("--timeout", str(limit * patience()), "--inventory", str(path), "n1"),
        ],
        env={"PYTHONPATH": str(SOURCE), "PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert (done.returncode == 0) == any(way["works"] for way in found["ways"])
    return found


def change_key(machine: Machine) -> None:
    machine.new_host_key()
    machine.serve()


FAILURES: dict[str, tuple[Callable[[Cluster], None], int, str]] = {
    # What is done, which hop of the first way fails, and what is said of it.
    "proxy killed": (lambda lab: lab.proxies[0].kill_sshd(), 0, "refused"),
    "proxy frozen": (lambda lab: lab.proxies[0].freeze(), 0, "no login within"),
    "proxy cut off": (lambda lab: lab.proxies[0].cut(), 0, "nothing answered|no way|No route"),
    "proxy rebuilt": (lambda lab: change_key(lab.proxies[0]), 0, "not the known one"),
    "proxy lets nobody in": (lambda lab: lab.proxies[0].serve("DenyUsers root"), 0, "did not let us in"),
    "proxy forbids all": (
        lambda lab: lab.proxies[0].serve(FORWARDING, NETCAT),
        1,
        "has none of the programs",
    ),
    "node killed": (lambda lab: lab.nodes[0].kill_sshd(), 1, "is well, but nothing listens"),
    "node frozen": (lambda lab: lab.nodes[0].freeze(), 1, "no login within"),
    "node rebuilt": (lambda lab: change_key(lab.nodes[0]), 1, "not the known one"),
    "node lets nobody in": (lambda lab: lab.nodes[0].serve("DenyUsers root"), 1, "did not let us in"),
}


@pytest.mark.parametrize("what", FAILURES)
def test_route_says_what_fails(cluster: Cluster, tmp_path: Path, what: str) -> None:
    do, number, said = FAILURES[what]
    text = inventory_text(cluster)  # with the keys as they were
    do(cluster)
    for limit in LIMITS:
        found = show(cluster, tmp_path, limit, text)
        first, second = found["ways"]
        late = [way["hops"][-1] for way in found["ways"] if "within" in str(way["hops"][-1]["error"])]
        expected = [
            hop for hop in late if said == "no login within" and hop["hop"] == failing(cluster, number)
        ]
        if late == expected:
            break
    assert (first["works"], second["works"]) == (False, number == 0 or what.startswith("proxy"))
    assert len(first["hops"]) == number + 1
    failed = first["hops"][number]
    assert any(word in failed["error"] for word in said.split("|")), failed
    assert failed["hop"] == failing(cluster, number)
    assert failed["login_seconds"] is None
    for hop in first["hops"][:number]:
        assert hop["error"] is None
        assert hop["login_seconds"] > 0


def failing(cluster: Cluster, number: int) -> str:
    """Return what a hop of the first way is called."""
    return f"root@{(cluster.nodes[0].inner if number else cluster.proxies[0].outer)}"


def test_route_shows_how_each_hop_is_reached(cluster: Cluster, tmp_path: Path) -> None:
    cluster.proxies[0].serve(FORWARDING)
    cluster.proxies[1].serve(SESSIONS)
    first, second = show(cluster, tmp_path, LIMITS[-1])["ways"]
    assert [hop["by"] for hop in first["hops"]] == ["tcp", "socat"]
    assert [hop["by"] for hop in second["hops"]] == ["tcp", "direct"]
    assert first["hops"][0]["command_seconds"] > 0
    assert second["hops"][0]["command_seconds"] is None  # it runs no commands, and leads on all the same
    assert first["why"] == "first of its group that is well"
    assert second["why"] == "in reserve"
