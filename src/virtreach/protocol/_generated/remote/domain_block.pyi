# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol.procedure import Procedure

class DomainBlockPeekRet(NamedTuple):
    buffer: bytes

class DomainMemoryPeekRet(NamedTuple):
    buffer: bytes

class DomainGetBlockInfoRet(NamedTuple):
    allocation: int
    capacity: int
    physical: int

class DomainGetBlockIoTuneRet(NamedTuple):
    params: dict[str, int | float | bool | str]
    nparams: int

DOMAIN_BLOCK_PEEK: Procedure[DomainBlockPeekRet]
DOMAIN_MEMORY_PEEK: Procedure[DomainMemoryPeekRet]
DOMAIN_GET_BLOCK_INFO: Procedure[DomainGetBlockInfoRet]
DOMAIN_BLOCK_JOB_ABORT: Procedure[None]
DOMAIN_BLOCK_JOB_SET_SPEED: Procedure[None]
DOMAIN_BLOCK_PULL: Procedure[None]
DOMAIN_BLOCK_RESIZE: Procedure[None]
DOMAIN_SET_BLOCK_IO_TUNE: Procedure[None]
DOMAIN_GET_BLOCK_IO_TUNE: Procedure[DomainGetBlockIoTuneRet]
DOMAIN_BLOCK_REBASE: Procedure[None]
DOMAIN_BLOCK_COMMIT: Procedure[None]
DOMAIN_BLOCK_COPY: Procedure[None]
DOMAIN_SET_BLOCK_THRESHOLD: Procedure[None]
DOMAIN_SET_THROTTLE_GROUP: Procedure[None]
DOMAIN_DEL_THROTTLE_GROUP: Procedure[None]
