"""Ten thousand domains on virtreachd's test hypervisor and on libvirtd's test driver, with the same C client.

The client waits for each answer before it makes the next call, so that times for one domain are those of a call, with
what the server does in it. virtreachd is measured with its state in memory, and with a state file, where each change
is on the disk before it is answered.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from benchmarks.harness import FIRST, Row, duration, interpreter, pin
from benchmarks.servers import libvirtd, virtreachd

__all__ = ["run"]

_COUNT = 10_000
_SCRIPT = """\
import json
import sys
from time import perf_counter

import libvirt

XML = (
    "<domain type='test'><name>vm{}</name><memory unit='MiB'>512</memory><vcpu>2</vcpu><os><type>hvm</type></os>"
    "<devices><disk type='file' device='disk'><source file='/vm{}'/><target dev='vda' bus='virtio'/></disk>"
    "<interface type='network'><source network='default'/></interface></devices></domain>"
)
count = int(sys.argv[2])
connection = libvirt.open(sys.argv[1])
times = {}
before = perf_counter()


def lap(name, calls):
    global before
    now = perf_counter()
    times[name] = (now - before) / calls
    before = perf_counter()


found = [connection.defineXML(XML.format(number, number)) for number in range(count)]
lap("define a domain", count)
for domain in found:
    domain.create()
lap("start a domain", count)
assert len(connection.listAllDomains()) == count + 1
lap("list all domains", 1)
assert len(connection.getAllDomainStats(libvirt.VIR_DOMAIN_STATS_STATE)) == count + 1
lap("states of all domains", 1)
for domain in found:
    domain.info()
lap("info of a domain", count)
for domain in found:
    domain.destroy()
lap("stop a domain", count)
for domain in found:
    domain.undefine()
lap("undefine a domain", count)
print(json.dumps(times))
"""


def run(quick: bool = False) -> list[Row]:
    """Measure, client and server on a core each.

    Args:
        quick: a tenth of the domains, once.
    """
    count = _COUNT // 10 if quick else _COUNT
    rounds = 1 if quick else 3
    with tempfile.TemporaryDirectory(prefix="vrbench-", dir="/tmp") as name:
        script = Path(name, "client.py")
        script.write_text(_SCRIPT)
        for part in ("memory", "disk"):
            Path(name, part).mkdir()
        with (
            libvirtd() as theirs,
            virtreachd(Path(name, "memory"), state=False) as memory,
            virtreachd(Path(name, "disk"), state=True) as disk,
        ):
            servers = {
                "libvirtd": (theirs.uri.replace("qemu", "test").replace("/system", "/default"), theirs.pid),
                "virtreachd": memory,
                "virtreachd, state file": disk,
            }
            for _, pid in servers.values():
                pin(pid, 0)
            times: dict[str, list[dict[str, float]]] = {server: [] for server in servers}
            for _ in range(rounds):
                for server, (uri, _) in servers.items():
                    words = [*FIRST, "taskset", "-c", "1", interpreter(), str(script), uri, str(count)]
                    output = subprocess.run(words, check=True, capture_output=True, text=True).stdout
                    times[server].append(json.loads(output))
    rows = []
    for server in ("virtreachd", "virtreachd, state file"):
        for what in times["libvirtd"][0]:
            best = {one: min(turn[what] for turn in turns) for one, turns in times.items()}
            rows.append(
                Row(
                    what=f"{what} ({count} there)",
                    name=server,
                    value=duration(best[server]),
                    base=duration(best["libvirtd"]),
                    ratio=round(best[server] / best["libvirtd"], 2),
                )
            )
    return rows
