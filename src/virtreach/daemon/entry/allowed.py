"""Lists of names with wildcards, as libvirtd.conf has them."""

from __future__ import annotations

from fnmatch import fnmatchcase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["fits"]


def fits(name: str, globs: Iterable[str]) -> bool:
    """Whether a name fits one of the patterns: ``*`` is any text, ``?`` one character, everything else itself."""
    return any(fnmatchcase(name, glob.replace("[", "[[]")) for glob in globs)
