"""Whole processes: list the domains of a host and exit."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter

from benchmarks.harness import BASE, FIRST, Row, compare, interpreter, pin, race
from benchmarks.servers import libvirtd

__all__ = ["run"]

_SCRIPT = """\
import sys
import libvirt
connection = libvirt.open(sys.argv[1])
for domain in connection.listAllDomains():
    print(domain.ID(), domain.name(), domain.state()[0])
connection.close()
"""
_TARGET = 1.5


def run(quick: bool = False) -> list[Row]:
    """Measure wall-clock time from start to exit, client and server on a core each.

    Args:
        quick: a few rounds only.
    """
    ours = str(Path(sys.executable).with_name("virtreach"))
    with libvirtd() as server, tempfile.NamedTemporaryFile("w", suffix=".py", dir="/tmp") as script:
        script.write(_SCRIPT)
        script.flush()
        pin(server.pid, 0)
        commands = {
            BASE: [interpreter(), script.name, server.uri],
            "virtreach list": [ours, "-c", server.uri, "list", "--all"],
            "virsh list": ["virsh", "-c", server.uri, "list", "--all"],
        }

        def timed(command: list[str]) -> float:
            start = perf_counter()
            subprocess.run(
                [*FIRST, "taskset", "-c", "1", *command],
                check=True,
                stdout=subprocess.DEVNULL,
                stdin=subprocess.DEVNULL,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            )
            return perf_counter() - start

        contenders = {name: partial(timed, command) for name, command in commands.items()}
        contest = race(contenders, 5 if quick else 25)
    what = "whole process that lists the domains"
    return [
        compare(what, contest, "virtreach list", _TARGET),
        compare(what, contest, "virsh list", None),
    ]
