# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any


CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
