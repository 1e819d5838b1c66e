"""Commands on many machines at once: what one of them brings about is its own."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.shell.local import LocalRemote
from virtreach.shell.fan_out import run_on


class _Broken(LocalRemote):
    """A machine on which something goes wrong that nobody has thought of."""

    async def _execute(self, *_words: object, **_options: object) -> tuple[int, str]:
        await asyncio.sleep(0)
        raise ZeroDivisionError("nobody thought of it")


async def test_a_fault_on_one_machine_leaves_the_others_alone(tmp_path: Path) -> None:
    machines = []
    for number, kind in enumerate((LocalRemote, _Broken, LocalRemote)):
        (tmp_path / str(number)).mkdir()
        machines.append(kind(tmp_path / str(number)))
    found = await run_on(machines, ["sh", "-c", "sleep 0.2; echo well"])
    assert [one.result is not None and one.result.text for one in found] == ["well\n", False, "well\n"]
    assert isinstance(found[1].error, ZeroDivisionError)
