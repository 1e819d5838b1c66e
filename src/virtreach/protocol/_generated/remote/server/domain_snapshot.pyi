# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain
from virtreach.protocol._generated.remote.handles import NonnullDomainSnapshot

class DomainSnapshotCreateXmlArgs(NamedTuple):
    dom: NonnullDomain
    xml_desc: str
    flags: int

class DomainSnapshotGetXmlDescArgs(NamedTuple):
    snap: NonnullDomainSnapshot
    flags: int

class DomainSnapshotNumArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainSnapshotListNamesArgs(NamedTuple):
    dom: NonnullDomain
    maxnames: int
    flags: int

class DomainSnapshotLookupByNameArgs(NamedTuple):
    dom: NonnullDomain
    name: str
    flags: int

class DomainHasCurrentSnapshotArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainSnapshotCurrentArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

class DomainRevertToSnapshotArgs(NamedTuple):
    snap: NonnullDomainSnapshot
    flags: int

class DomainSnapshotDeleteArgs(NamedTuple):
    snap: NonnullDomainSnapshot
    flags: int

class DomainSnapshotGetParentArgs(NamedTuple):
    snap: NonnullDomainSnapshot
    flags: int

class DomainSnapshotNumChildrenArgs(NamedTuple):
    snap: NonnullDomainSnapshot
    flags: int

class DomainSnapshotListChildrenNamesArgs(NamedTuple):
    snap: NonnullDomainSnapshot
    maxnames: int
    flags: int

class DomainSnapshotIsCurrentArgs(NamedTuple):
    snap: NonnullDomainSnapshot
    flags: int

class DomainSnapshotHasMetadataArgs(NamedTuple):
    snap: NonnullDomainSnapshot
    flags: int

class DomainListAllSnapshotsArgs(NamedTuple):
    dom: NonnullDomain
    need_results: int
    flags: int

class DomainSnapshotListAllChildrenArgs(NamedTuple):
    snapshot: NonnullDomainSnapshot
    need_results: int
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
