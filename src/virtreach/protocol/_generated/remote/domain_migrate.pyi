# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain
from virtreach.protocol.procedure import Procedure

class DomainMigratePrepareRet(NamedTuple):
    cookie: bytes
    uri_out: str | None

class DomainMigrateFinishRet(NamedTuple):
    ddom: NonnullDomain

class DomainMigratePrepare2Ret(NamedTuple):
    cookie: bytes
    uri_out: str | None

class DomainMigrateFinish2Ret(NamedTuple):
    ddom: NonnullDomain

class DomainMigrateBegin3Ret(NamedTuple):
    cookie_out: bytes
    xml: str

class DomainMigratePrepare3Ret(NamedTuple):
    cookie_out: bytes
    uri_out: str | None

class DomainMigratePrepareTunnel3Ret(NamedTuple):
    cookie_out: bytes

class DomainMigratePerform3Ret(NamedTuple):
    cookie_out: bytes

class DomainMigrateFinish3Ret(NamedTuple):
    dom: NonnullDomain
    cookie_out: bytes

class DomainMigrateGetMaxSpeedRet(NamedTuple):
    bandwidth: int

class DomainMigrateGetCompressionCacheRet(NamedTuple):
    cache_size: int

class DomainMigrateBegin3ParamsRet(NamedTuple):
    cookie_out: bytes
    xml: str

class DomainMigratePrepare3ParamsRet(NamedTuple):
    cookie_out: bytes
    uri_out: str | None

class DomainMigratePrepareTunnel3ParamsRet(NamedTuple):
    cookie_out: bytes

class DomainMigratePerform3ParamsRet(NamedTuple):
    cookie_out: bytes

class DomainMigrateFinish3ParamsRet(NamedTuple):
    dom: NonnullDomain
    cookie_out: bytes

class DomainMigrateGetMaxDowntimeRet(NamedTuple):
    downtime: int

DOMAIN_MIGRATE_PREPARE: Procedure[DomainMigratePrepareRet]
DOMAIN_MIGRATE_PERFORM: Procedure[None]
DOMAIN_MIGRATE_FINISH: Procedure[DomainMigrateFinishRet]
DOMAIN_MIGRATE_PREPARE2: Procedure[DomainMigratePrepare2Ret]
DOMAIN_MIGRATE_FINISH2: Procedure[DomainMigrateFinish2Ret]
DOMAIN_MIGRATE_PREPARE_TUNNEL: Procedure[None]
DOMAIN_MIGRATE_SET_MAX_DOWNTIME: Procedure[None]
DOMAIN_MIGRATE_SET_MAX_SPEED: Procedure[None]
DOMAIN_MIGRATE_BEGIN3: Procedure[DomainMigrateBegin3Ret]
DOMAIN_MIGRATE_PREPARE3: Procedure[DomainMigratePrepare3Ret]
DOMAIN_MIGRATE_PREPARE_TUNNEL3: Procedure[DomainMigratePrepareTunnel3Ret]
DOMAIN_MIGRATE_PERFORM3: Procedure[DomainMigratePerform3Ret]
DOMAIN_MIGRATE_FINISH3: Procedure[DomainMigrateFinish3Ret]
DOMAIN_MIGRATE_CONFIRM3: Procedure[None]
DOMAIN_MIGRATE_GET_MAX_SPEED: Procedure[DomainMigrateGetMaxSpeedRet]
DOMAIN_MIGRATE_GET_COMPRESSION_CACHE: Procedure[DomainMigrateGetCompressionCacheRet]
DOMAIN_MIGRATE_SET_COMPRESSION_CACHE: Procedure[None]
DOMAIN_MIGRATE_BEGIN3_PARAMS: Procedure[DomainMigrateBegin3ParamsRet]
DOMAIN_MIGRATE_PREPARE3_PARAMS: Procedure[DomainMigratePrepare3ParamsRet]
DOMAIN_MIGRATE_PREPARE_TUNNEL3_PARAMS: Procedure[DomainMigratePrepareTunnel3ParamsRet]
DOMAIN_MIGRATE_PERFORM3_PARAMS: Procedure[DomainMigratePerform3ParamsRet]
DOMAIN_MIGRATE_FINISH3_PARAMS: Procedure[DomainMigrateFinish3ParamsRet]
DOMAIN_MIGRATE_CONFIRM3_PARAMS: Procedure[None]
DOMAIN_MIGRATE_START_POST_COPY: Procedure[None]
DOMAIN_MIGRATE_GET_MAX_DOWNTIME: Procedure[DomainMigrateGetMaxDowntimeRet]
