# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple


class ConnectOpenArgs(NamedTuple):
    name: str | None
    flags: int

class ConnectSupportsFeatureArgs(NamedTuple):
    feature: int

class AuthSaslStartArgs(NamedTuple):
    mech: str
    nil: int
    data: bytes

class AuthSaslStepArgs(NamedTuple):
    nil: int
    data: bytes

class ConnectSetIdentityArgs(NamedTuple):
    params: dict[str, int | float | bool | str]
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
