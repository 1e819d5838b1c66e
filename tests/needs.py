"""What a test needs of the machine that runs it.

On a person's machine a test whose needs are not met is skipped, with the reason. Under continuous integration
(`CI` set in the environment) it fails: a green run there means that everything ran.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path
from typing import NoReturn

__all__ = ["in_ci", "lack", "missing", "need", "patience", "program"]

_SYSTEM_DIRECTORIES = "/usr/local/sbin:/usr/sbin:/sbin"


def in_ci() -> bool:
    """Return whether a skipped test counts as a failed one."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false", "no"}


def program(name: str) -> str | None:
    """Return the path of a program, or None; system directories are looked through as well."""
    return shutil.which(name, path=os.environ.get("PATH", os.defpath) + ":" + _SYSTEM_DIRECTORIES)


def missing(*things: str) -> list[str]:
    """Return which of the things are not there.

    Args:
        things: `root`; `module:NAME`, a Python module; `/path`, a file that exists;
            anything else is a program.
    """
    return [thing for thing in things if not _is_there(thing)]


def need(*things: str) -> None:
    """Skip the running test, or fail it under continuous integration, unless everything named is there."""
    absent = missing(*things)
    if not absent:
        return
    lack("needs " + ", ".join(absent))


def lack(reason: str) -> NoReturn:
    """Skip the running test, or fail it under continuous integration, for what the machine lacks."""
    import pytest  # not above: the demonstrations import this module, too, and do without

    if in_ci():
        pytest.fail(f"{reason}, and under CI nothing may be skipped", pytrace=False)
    pytest.skip(reason)


def patience() -> float:
    """Return how many times longer something may take here and now than on a quiet machine, at least 1."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def _is_there(thing: str) -> bool:
    if thing == "root":
        return os.geteuid() == 0
    if thing.startswith("module:"):
        return importlib.util.find_spec(thing.removeprefix("module:")) is not None
    if thing.startswith("/"):
        return Path(thing).exists()
    return program(thing) is not None
