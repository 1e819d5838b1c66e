# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain

class DomainCoreDumpArgs(NamedTuple):
    dom: NonnullDomain
    to: str
    flags: int

class DomainRestoreArgs(NamedTuple):
    from_: str

class DomainSaveArgs(NamedTuple):
    dom: NonnullDomain
    to: str

class DomainManagedSaveArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainHasManagedSaveImageArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainManagedSaveRemoveArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainSaveFlagsArgs(NamedTuple):
    dom: NonnullDomain
    to: str
    dxml: str | None
    flags: int

class DomainRestoreFlagsArgs(NamedTuple):
    from_: str
    dxml: str | None
    flags: int

class DomainSaveImageGetXmlDescArgs(NamedTuple):
    file: str
    flags: int

class DomainSaveImageDefineXmlArgs(NamedTuple):
    file: str
    dxml: str
    flags: int

class DomainCoreDumpWithFormatArgs(NamedTuple):
    dom: NonnullDomain
    to: str
    dumpformat: int
    flags: int

class DomainManagedSaveGetXmlDescArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainManagedSaveDefineXmlArgs(NamedTuple):
    dom: NonnullDomain
    dxml: str | None
    flags: int

class DomainSaveParamsArgs(NamedTuple):
    dom: NonnullDomain
    params: dict[str, int | float | bool | str]
    flags: int

class DomainRestoreParamsArgs(NamedTuple):
    params: dict[str, int | float | bool | str]
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
