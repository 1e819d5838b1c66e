"""The package of objects: every class can be had from it, and nothing loads before it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from virtreach.aio import objects


@pytest.mark.parametrize("name", objects.__all__)
def test_name(name: str) -> None:
    """A name leads to the class of that name."""
    assert getattr(objects, name).__name__ == name


def test_unknown_name() -> None:
    """Other names are no attributes."""
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        objects.Nonsense  # noqa: B018 -- asking for it is the test


def test_nothing_loads_before_it_is_used() -> None:
    """Importing the package imports none of its modules."""
    code = (
        "import sys, virtreach.aio.objects;"
        "print([m for m in sys.modules if m.startswith('virtreach.aio.objects.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
