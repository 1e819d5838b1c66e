"""What tests of the gateway have for a host."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.peer import Peer


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Peer]:
    """A host that does as the test says."""
    with Peer(tmp_path / "peer") as made:
        yield made
