# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain

class DomainPmSuspendForDurationArgs(NamedTuple):
    dom: NonnullDomain
    target: int
    duration: int
    flags: int

class DomainPmWakeupArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainGetHostnameArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainFstrimArgs(NamedTuple):
    dom: NonnullDomain
    mount_point: str | None
    minimum: int
    flags: int

class DomainFsfreezeArgs(NamedTuple):
    dom: NonnullDomain
    mountpoints: list[str]
    flags: int

class DomainFsthawArgs(NamedTuple):
    dom: NonnullDomain
    mountpoints: list[str]
    flags: int

class DomainGetTimeArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainSetTimeArgs(NamedTuple):
    dom: NonnullDomain
    seconds: int
    nseconds: int
    flags: int

class DomainGetFsinfoArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainInterfaceAddressesArgs(NamedTuple):
    dom: NonnullDomain
    source: int
    flags: int

class DomainSetUserPasswordArgs(NamedTuple):
    dom: NonnullDomain
    user: str | None
    password: str | None
    flags: int

class DomainGetGuestVcpusArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainSetGuestVcpusArgs(NamedTuple):
    dom: NonnullDomain
    cpumap: str
    state: int
    flags: int

class DomainGetGuestInfoArgs(NamedTuple):
    dom: NonnullDomain
    types: int
    flags: int

class DomainAgentSetResponseTimeoutArgs(NamedTuple):
    dom: NonnullDomain
    timeout: int
    flags: int

class DomainAuthorizedSshKeysGetArgs(NamedTuple):
    dom: NonnullDomain
    user: str
    flags: int

class DomainAuthorizedSshKeysSetArgs(NamedTuple):
    dom: NonnullDomain
    user: str
    keys: list[str]
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
