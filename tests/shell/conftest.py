"""This machine as a `Remote`, with each shell that machines have as their ``sh``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shell.local import SHELLS, LocalRemote


@pytest.fixture(params=SHELLS)
def local(request: pytest.FixtureRequest, tmp_path: Path) -> LocalRemote:
    """This machine, by one shell after another."""
    return LocalRemote(tmp_path, request.param)
