# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomainCheckpoint
from virtreach.protocol.procedure import Procedure

class DomainCheckpointCreateXmlRet(NamedTuple):
    checkpoint: NonnullDomainCheckpoint

class DomainCheckpointGetXmlDescRet(NamedTuple):
    xml: str

class DomainListAllCheckpointsRet(NamedTuple):
    checkpoints: list[NonnullDomainCheckpoint]
    ret: int

class DomainCheckpointListAllChildrenRet(NamedTuple):
    checkpoints: list[NonnullDomainCheckpoint]
    ret: int

class DomainCheckpointLookupByNameRet(NamedTuple):
    checkpoint: NonnullDomainCheckpoint

class DomainCheckpointGetParentRet(NamedTuple):
    parent: NonnullDomainCheckpoint

class DomainBackupGetXmlDescRet(NamedTuple):
    xml: str

DOMAIN_CHECKPOINT_CREATE_XML: Procedure[DomainCheckpointCreateXmlRet]
DOMAIN_CHECKPOINT_GET_XML_DESC: Procedure[DomainCheckpointGetXmlDescRet]
DOMAIN_LIST_ALL_CHECKPOINTS: Procedure[DomainListAllCheckpointsRet]
DOMAIN_CHECKPOINT_LIST_ALL_CHILDREN: Procedure[DomainCheckpointListAllChildrenRet]
DOMAIN_CHECKPOINT_LOOKUP_BY_NAME: Procedure[DomainCheckpointLookupByNameRet]
DOMAIN_CHECKPOINT_GET_PARENT: Procedure[DomainCheckpointGetParentRet]
DOMAIN_CHECKPOINT_DELETE: Procedure[None]
DOMAIN_BACKUP_BEGIN: Procedure[None]
DOMAIN_BACKUP_GET_XML_DESC: Procedure[DomainBackupGetXmlDescRet]
