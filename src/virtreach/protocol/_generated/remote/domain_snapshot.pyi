# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomainSnapshot
from virtreach.protocol.procedure import Procedure

class DomainSnapshotCreateXmlRet(NamedTuple):
    snap: NonnullDomainSnapshot

class DomainSnapshotGetXmlDescRet(NamedTuple):
    xml: str

class DomainSnapshotNumRet(NamedTuple):
    num: int

class DomainSnapshotListNamesRet(NamedTuple):
    names: list[str]

class DomainSnapshotLookupByNameRet(NamedTuple):
    snap: NonnullDomainSnapshot

class DomainHasCurrentSnapshotRet(NamedTuple):
    result: int

class DomainSnapshotCurrentRet(NamedTuple):
    snap: NonnullDomainSnapshot

class DomainSnapshotGetParentRet(NamedTuple):
    snap: NonnullDomainSnapshot

class DomainSnapshotNumChildrenRet(NamedTuple):
    num: int

class DomainSnapshotListChildrenNamesRet(NamedTuple):
    names: list[str]

class DomainSnapshotIsCurrentRet(NamedTuple):
    current: int

class DomainSnapshotHasMetadataRet(NamedTuple):
    metadata: int

class DomainListAllSnapshotsRet(NamedTuple):
    snapshots: list[NonnullDomainSnapshot]
    ret: int

class DomainSnapshotListAllChildrenRet(NamedTuple):
    snapshots: list[NonnullDomainSnapshot]
    ret: int

DOMAIN_SNAPSHOT_CREATE_XML: Procedure[DomainSnapshotCreateXmlRet]
DOMAIN_SNAPSHOT_GET_XML_DESC: Procedure[DomainSnapshotGetXmlDescRet]
DOMAIN_SNAPSHOT_NUM: Procedure[DomainSnapshotNumRet]
DOMAIN_SNAPSHOT_LIST_NAMES: Procedure[DomainSnapshotListNamesRet]
DOMAIN_SNAPSHOT_LOOKUP_BY_NAME: Procedure[DomainSnapshotLookupByNameRet]
DOMAIN_HAS_CURRENT_SNAPSHOT: Procedure[DomainHasCurrentSnapshotRet]
DOMAIN_SNAPSHOT_CURRENT: Procedure[DomainSnapshotCurrentRet]
DOMAIN_REVERT_TO_SNAPSHOT: Procedure[None]
DOMAIN_SNAPSHOT_DELETE: Procedure[None]
DOMAIN_SNAPSHOT_GET_PARENT: Procedure[DomainSnapshotGetParentRet]
DOMAIN_SNAPSHOT_NUM_CHILDREN: Procedure[DomainSnapshotNumChildrenRet]
DOMAIN_SNAPSHOT_LIST_CHILDREN_NAMES: Procedure[DomainSnapshotListChildrenNamesRet]
DOMAIN_SNAPSHOT_IS_CURRENT: Procedure[DomainSnapshotIsCurrentRet]
DOMAIN_SNAPSHOT_HAS_METADATA: Procedure[DomainSnapshotHasMetadataRet]
DOMAIN_LIST_ALL_SNAPSHOTS: Procedure[DomainListAllSnapshotsRet]
DOMAIN_SNAPSHOT_LIST_ALL_CHILDREN: Procedure[DomainSnapshotListAllChildrenRet]
