"""Whatever changes is written, and comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.daemon.hypervisor.persistence.shelves import Kept, in_memory
from tests.daemon.hypervisor.scripts import SCRIPTS
from tests.daemon.hypervisor.scripts import Kept as Name
from virtreach.daemon.hypervisor.table import STREAMS
from virtreach.errors import UsageError
from virtreach.errors.libvirt import LibvirtError


def play(kept: Kept, script: list[Any], names: dict[str, Any] | None = None) -> None:
    """Make a script's calls; after each of them memory and disk agree."""
    names = {} if names is None else names
    for step in script:
        if step.procedure in STREAMS:
            continue
        try:
            fields = {key: _named(value, names) for key, value in step.fields.items()}
            result = kept.call(step.procedure, **fields)
        except KeyError:
            continue  # what it needs was refused before
        except UsageError:
            continue  # what another script has kept under that name
        except LibvirtError:
            result = None
        if step.keep and result is not None:
            names[step.keep] = result[0]
        kept.agree()


def _named(value: Any, names: dict[str, Any]) -> Any:
    if isinstance(value, Name):
        return names[value.name]
    if isinstance(value, tuple):
        return tuple(_named(one, names) for one in value)
    return [_named(one, names) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_call_of_every_script(tmp_path: Path, name: str) -> None:
    with Kept(tmp_path / "state") as kept:
        play(kept, SCRIPTS[name])
        before = in_memory(kept.driver)
    with Kept(tmp_path / "state") as again:
        assert in_memory(again.driver) == before
        again.agree()
