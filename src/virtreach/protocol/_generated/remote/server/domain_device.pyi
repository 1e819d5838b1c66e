# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain

class DomainAttachDeviceArgs(NamedTuple):
    dom: NonnullDomain
    xml: str

class DomainDetachDeviceArgs(NamedTuple):
    dom: NonnullDomain
    xml: str

class DomainAttachDeviceFlagsArgs(NamedTuple):
    dom: NonnullDomain
    xml: str
    flags: int

class DomainDetachDeviceFlagsArgs(NamedTuple):
    dom: NonnullDomain
    xml: str
    flags: int

class DomainUpdateDeviceFlagsArgs(NamedTuple):
    dom: NonnullDomain
    xml: str
    flags: int

class DomainOpenConsoleArgs(NamedTuple):
    dom: NonnullDomain
    dev_name: str | None
    flags: int

class DomainInjectNmiArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainScreenshotArgs(NamedTuple):
    dom: NonnullDomain
    screen: int
    flags: int

class DomainSendKeyArgs(NamedTuple):
    dom: NonnullDomain
    codeset: int
    holdtime: int
    keycodes: list[int]
    flags: int

class DomainOpenGraphicsArgs(NamedTuple):
    dom: NonnullDomain
    idx: int
    flags: int

class DomainSendProcessSignalArgs(NamedTuple):
    dom: NonnullDomain
    pid_value: int
    signum: int
    flags: int

class DomainOpenChannelArgs(NamedTuple):
    dom: NonnullDomain
    name: str | None
    flags: int

class DomainOpenGraphicsFdArgs(NamedTuple):
    dom: NonnullDomain
    idx: int
    flags: int

class DomainDetachDeviceAliasArgs(NamedTuple):
    dom: NonnullDomain
    alias: str
    flags: int

class DomainFdAssociateArgs(NamedTuple):
    dom: NonnullDomain
    name: str
    flags: int

class DomainGraphicsReloadArgs(NamedTuple):
    dom: NonnullDomain
    type: int
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
