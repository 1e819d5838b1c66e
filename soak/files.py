"""Files of a host by every driver: hostile names, swapped directories, connections that break.

A third of the time each: names put together at random, many of them of what a shell, a pattern or an option would act
on, are created and removed beside decoys; directories are exchanged for links that lead out while a confined account
works in them; copies are cut at random places, half of them to be resumed. Needs root and a real sshd.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random
from time import monotonic

from soak.outcome import Outcome
from tests.interop.files.conftest import SFTP
from tests.interop.files.cutting import Cutter
from tests.interop.files.drivers import DRIVERS, each, maker
from tests.interop.files.names import DECOYS, NASTY, random_name
from tests.interop.files.swapping import COMPONENTS, Trap
from tests.interop.files.test_restricted import account
from tests.interop.files.test_swaps import unguarded
from tests.interop.lab.proxy import Proxy
from tests.interop.lab.sshd import LoopbackSSHD

__all__ = ["run"]

# Of the names that a round takes: an operation of the sftp driver takes no processes.
_NAMES = {"ssh": 30, "rsync": 20, "sftp": 300}
_ROUNDS = {"ssh": 2, "rsync": 2, "sftp": 40}
_SIZE = 600_000


def run(random: Random, seconds: float, report: Callable[[str], None]) -> Outcome:
    """Work until the time is over.

    Args:
        random: the source of chance.
        seconds: how long.
        report: told of each finding.
    """
    outcome = Outcome("files")
    started = monotonic()
    with ExitStack() as stack:
        # sshd wants every directory above a chroot to be root's alone, which /tmp is not.
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vrsoak-", dir="/run")))
        directory.chmod(0o755)
        server = stack.enter_context(LoopbackSSHD(directory / "sshd", settings=[SFTP, "MaxStartups 100"]))
        for number, part in enumerate((_names, _swaps, _cuts), 1):
            asyncio.run(part(random, directory, server, started + seconds * number / 3, outcome))
    for finding in outcome.findings:
        report(f"files: {finding}")
    outcome.seconds = monotonic() - started
    return outcome


async def _names(
    random: Random, directory: Path, server: LoopbackSSHD, until: float, outcome: Outcome
) -> None:
    marks = [server.directory / "home", Path("/root"), Path("/")]
    while True:
        for driver, count in _NAMES.items():
            place = directory / "names"
            place.mkdir()
            decoys = {*DECOYS, *random.sample(NASTY, 8)}
            for name in decoys:
                (place / os.fsdecode(name)).touch()
            names = sorted({random_name(random) for _ in range(count)} - decoys)
            paths = [os.fsencode(place) + b"/" + name for name in names]
            async with maker(server, driver)() as there:
                results = await each(there.create_file(path) for path in paths)
                found = set(os.listdir(os.fsencode(place)))
                if found != {*decoys, *names}:
                    outcome.findings.append(
                        f"{driver}: created {found ^ {*decoys, *names}} instead of {names}"
                    )
                results += await each(there.remove_file(path) for path in paths[::2])
                found = set(os.listdir(os.fsencode(place)))
                if found != {*decoys, *names[1::2]}:
                    outcome.findings.append(f"{driver}: left {found ^ {*decoys, *names[1::2]}} of {names}")
            outcome.findings += [
                f"{driver}: {error!r}" for error in results if isinstance(error, BaseException)
            ]
            ran = [str(path) for mark in marks for path in mark.glob("PWNED*")]
            if ran:
                outcome.findings.append(f"{driver}: a name was run, and left {ran}")
            outcome.count("names")
            outcome.counts["names"] += len(names) - 1
            shutil.rmtree(place)
        if monotonic() > until or outcome.findings:
            return


async def _swaps(
    random: Random, directory: Path, server: LoopbackSSHD, until: float, outcome: Outcome
) -> None:
    del server
    with account("`virtreach-rshell`", directory / "confined") as (confined, root):
        while True:
            for component in COMPONENTS:
                outside = directory / "trap"
                outside.mkdir()
                drivers = list(DRIVERS)
                random.shuffle(drivers)
                with Trap(outside, Path(root), component) as trap:
                    for driver in drivers:
                        async with maker(confined, driver)(root=root, timeout=60) as there:
                            await trap.work(unguarded(there), _ROUNDS[driver])
                trap.clear()
                shutil.rmtree(outside)
                outcome.count("swaps", trap.swaps)
                outcome.findings += trap.findings
            if monotonic() > until or outcome.findings:
                return


async def _cuts(
    random: Random, directory: Path, server: LoopbackSSHD, until: float, outcome: Outcome
) -> None:
    with Proxy(server.port) as proxy:
        place = directory / "cuts"
        place.mkdir()
        cutter = Cutter(server, proxy, place, random.randbytes(_SIZE))
        while True:
            for driver in DRIVERS:
                back, resume = random.random() < 0.5, driver != "ssh" and random.random() < 0.5
                number = random.randrange(_SIZE + 6000) if random.random() < 0.8 else random.randrange(6000)
                try:
                    wrong = await cutter.cut(driver, number, back=back, resume=resume)
                except Exception:
                    wrong = traceback.format_exc()
                outcome.count("cut copies")
                if wrong:
                    outcome.findings.append(
                        f"{driver} {'back' if back else 'there'}{' to resume' if resume else ''}, "
                        f"{number} bytes: {wrong}"
                    )
            if monotonic() > until or outcome.findings:
                return
