"""The tests of what takes its time, once more with state files: jobs that end and guests that move are kept as well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.daemon.hypervisor import inprocess, test_blocks, test_migration
from tests.daemon.hypervisor.persistence.shelves import differences
from tests.daemon.hypervisor.test_blocks import *  # noqa: F403
from tests.daemon.hypervisor.test_migration import *  # noqa: F403
from virtreach.daemon.hypervisor.driver import TestDriver

# Its daemons are processes of their own.
globals().pop("test_virsh", None)


@pytest.fixture(autouse=True)
def with_state_files(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Have each driver keep its state, and look at it at the end."""
    directory: Path = tmp_path_factory.mktemp("states")
    drivers: list[TestDriver] = []

    class Keeping(TestDriver):
        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            self.keep_state(str(directory / f"state{len(drivers)}"))
            drivers.append(self)

        def close(self) -> None:
            self.look()
            super().close()

        def look(self) -> None:
            if self.book is not None:
                self.book.commit()
                assert differences(self, self.book.file) == ([], [])

    for module in (inprocess, test_blocks, test_migration):
        monkeypatch.setattr(module, "TestDriver", Keeping, raising=False)
    yield
    for driver in drivers:
        driver.close()
