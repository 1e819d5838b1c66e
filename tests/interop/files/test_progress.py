"""How far a copy is, told while it is under way, by each driver in both directions."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.interop.files.drivers import Make

SIZE = 3 << 20


@pytest.mark.parametrize("back", [False, True], ids=["there", "back"])
async def test_progress_is_told_on_the_way(make: Make, tmp_path: Path, back: bool) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(os.urandom(SIZE))
    steps: list[tuple[int, int]] = []
    async with make() as there:
        await there.copy_file(
            there.path(str(source)) if back else source,
            target if back else there.path(str(target)),
            limit=SIZE // 2,
            progress=lambda done, total: steps.append((done, total)),
        )
    assert target.read_bytes() == source.read_bytes()
    assert {total for _, total in steps} == {SIZE}
    done = [done for done, _ in steps]
    assert done == sorted(done)
    assert done[-1] == SIZE
    assert [one for one in done if 0 < one < SIZE]
