# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain
from virtreach.protocol._generated.remote.handles import NonnullDomainCheckpoint

class DomainCheckpointCreateXmlArgs(NamedTuple):
    dom: NonnullDomain
    xml_desc: str
    flags: int

class DomainCheckpointGetXmlDescArgs(NamedTuple):
    checkpoint: NonnullDomainCheckpoint
    flags: int

class DomainListAllCheckpointsArgs(NamedTuple):
    dom: NonnullDomain
    need_results: int
    flags: int

class DomainCheckpointListAllChildrenArgs(NamedTuple):
    checkpoint: NonnullDomainCheckpoint
    need_results: int
    flags: int

class DomainCheckpointLookupByNameArgs(NamedTuple):
    dom: NonnullDomain
    name: str
    flags: int

class DomainCheckpointGetParentArgs(NamedTuple):
    checkpoint: NonnullDomainCheckpoint
    flags: int

class DomainCheckpointDeleteArgs(NamedTuple):
    checkpoint: NonnullDomainCheckpoint
    flags: int

class DomainBackupBeginArgs(NamedTuple):
    dom: NonnullDomain
    backup_xml: str
    checkpoint_xml: str | None
    flags: int

class DomainBackupGetXmlDescArgs(NamedTuple):
    dom: NonnullDomain
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
