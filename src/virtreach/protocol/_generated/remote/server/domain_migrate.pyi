# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain

class DomainMigratePrepareArgs(NamedTuple):
    uri_in: str | None
    flags: int
    dname: str | None
    resource: int

class DomainMigratePerformArgs(NamedTuple):
    dom: NonnullDomain
    cookie: bytes
    uri: str
    flags: int
    dname: str | None
    resource: int

class DomainMigrateFinishArgs(NamedTuple):
    dname: str
    cookie: bytes
    uri: str
    flags: int

class DomainMigratePrepare2Args(NamedTuple):
    uri_in: str | None
    flags: int
    dname: str | None
    resource: int
    dom_xml: str

class DomainMigrateFinish2Args(NamedTuple):
    dname: str
    cookie: bytes
    uri: str
    flags: int
    retcode: int

class DomainMigratePrepareTunnelArgs(NamedTuple):
    flags: int
    dname: str | None
    resource: int
    dom_xml: str

class DomainMigrateSetMaxDowntimeArgs(NamedTuple):
    dom: NonnullDomain
    downtime: int
    flags: int

class DomainMigrateSetMaxSpeedArgs(NamedTuple):
    dom: NonnullDomain
    bandwidth: int
    flags: int

class DomainMigrateBegin3Args(NamedTuple):
    dom: NonnullDomain
    xmlin: str | None
    flags: int
    dname: str | None
    resource: int

class DomainMigratePrepare3Args(NamedTuple):
    cookie_in: bytes
    uri_in: str | None
    flags: int
    dname: str | None
    resource: int
    dom_xml: str

class DomainMigratePrepareTunnel3Args(NamedTuple):
    cookie_in: bytes
    flags: int
    dname: str | None
    resource: int
    dom_xml: str

class DomainMigratePerform3Args(NamedTuple):
    dom: NonnullDomain
    xmlin: str | None
    cookie_in: bytes
    dconnuri: str | None
    uri: str | None
    flags: int
    dname: str | None
    resource: int

class DomainMigrateFinish3Args(NamedTuple):
    dname: str
    cookie_in: bytes
    dconnuri: str | None
    uri: str | None
    flags: int
    cancelled: int

class DomainMigrateConfirm3Args(NamedTuple):
    dom: NonnullDomain
    cookie_in: bytes
    flags: int
    cancelled: int

class DomainMigrateGetMaxSpeedArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainMigrateGetCompressionCacheArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainMigrateSetCompressionCacheArgs(NamedTuple):
    dom: NonnullDomain
    cache_size: int
    flags: int

class DomainMigrateBegin3ParamsArgs(NamedTuple):
    dom: NonnullDomain
    params: dict[str, int | float | bool | str]
    flags: int

class DomainMigratePrepare3ParamsArgs(NamedTuple):
    params: dict[str, int | float | bool | str]
    cookie_in: bytes
    flags: int

class DomainMigratePrepareTunnel3ParamsArgs(NamedTuple):
    params: dict[str, int | float | bool | str]
    cookie_in: bytes
    flags: int

class DomainMigratePerform3ParamsArgs(NamedTuple):
    dom: NonnullDomain
    dconnuri: str | None
    params: dict[str, int | float | bool | str]
    cookie_in: bytes
    flags: int

class DomainMigrateFinish3ParamsArgs(NamedTuple):
    params: dict[str, int | float | bool | str]
    cookie_in: bytes
    flags: int
    cancelled: int

class DomainMigrateConfirm3ParamsArgs(NamedTuple):
    dom: NonnullDomain
    params: dict[str, int | float | bool | str]
    cookie_in: bytes
    flags: int
    cancelled: int

class DomainMigrateStartPostCopyArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainMigrateGetMaxDowntimeArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
