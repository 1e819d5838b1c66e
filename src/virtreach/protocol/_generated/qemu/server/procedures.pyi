# Made from spec/qemu.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain

class DomainMonitorCommandArgs(NamedTuple):
    dom: NonnullDomain
    cmd: str
    flags: int

class DomainAttachArgs(NamedTuple):
    pid_value: int
    flags: int

class DomainAgentCommandArgs(NamedTuple):
    dom: NonnullDomain
    cmd: str
    timeout: int
    flags: int

class ConnectDomainMonitorEventRegisterArgs(NamedTuple):
    dom: NonnullDomain | None
    event: str | None
    flags: int

class ConnectDomainMonitorEventDeregisterArgs(NamedTuple):
    callback_id: int

class DomainMonitorCommandWithFilesArgs(NamedTuple):
    dom: NonnullDomain
    cmd: str
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
