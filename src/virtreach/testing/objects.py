"""Making objects in a test hypervisor without a connection: by their kind's procedure, and nobody sees the call."""

from __future__ import annotations

import os
import re

from virtreach.daemon.hypervisor.collection import dashed
from virtreach.daemon.hypervisor.host.defaults import default_hypervisor
from virtreach.daemon.hypervisor.host.host import Host
from virtreach.daemon.hypervisor.session import TestSession
from virtreach.daemon.hypervisor.state import Hypervisor
from virtreach.errors import UsageError
from virtreach.wire.packet import HEADER_SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from virtreach.protocol.procedure import Procedure

__all__ = ["KINDS", "define", "furnished"]

KINDS = {
    "domain": ("DOMAIN_DEFINE_XML", "DOMAIN_CREATE"),
    "network": ("NETWORK_DEFINE_XML", "NETWORK_CREATE"),
    "pool": ("STORAGE_POOL_DEFINE_XML", "STORAGE_POOL_CREATE"),
    "interface": ("INTERFACE_DEFINE_XML", "INTERFACE_CREATE"),
    "secret": ("SECRET_DEFINE_XML", ""),
    "filter": ("NWFILTER_DEFINE_XML", ""),
    "device": ("NODE_DEVICE_CREATE_XML", ""),
}
"""The root element of a text to what defines it, and what starts that; "" for what does not run."""

# Behind a declaration and comments.
_FIRST_ELEMENT = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*<([A-Za-z]+)", re.DOTALL)


def furnished(texts: Iterable[str], *, empty: bool) -> Hypervisor:
    """Make a hypervisor with some objects.

    Args:
        texts: XML of the objects.
        empty: there are no others; else libvirt's default ones are there as well.

    Raises:
        LibvirtError, UsageError: as for `define`.
    """
    hypervisor = Hypervisor("test:///default", Host()) if empty else default_hypervisor()
    for xml in texts:
        define(hypervisor, xml)
    return hypervisor


def define(hypervisor: Hypervisor, xml: str, *, start: bool = False) -> str:
    """Make an object; in the thread to which the hypervisor belongs.

    Args:
        hypervisor: gets it.
        xml: what its root element says: one of `KINDS`.
        start: start it as well.

    Returns:
        Its name; of a secret, its UUID.

    Raises:
        LibvirtError: the hypervisor refuses it.
        UsageError: it is none of these, or cannot be started.
    """
    if not isinstance(xml, str):
        raise UsageError(f"the XML of an object is a text, and no {type(xml).__name__}: {xml!r}")
    root = _root(xml)
    if root not in KINDS:
        raise UsageError(f"<{root}> is none of {', '.join(f'<{name}>' for name in KINDS)}")
    defining, starting = KINDS[root]
    if start and not starting:
        raise UsageError(f"a {root} is not started")
    from virtreach.protocol import remote

    session = TestSession(hypervisor, uid=os.getuid())
    session.emit = _unheard
    try:
        made = _call(session, getattr(remote, defining), xml)[0]
        if start:
            _call(session, getattr(remote, starting), made)
    finally:
        session.close()
    # A secret has no name, and its UUID comes as bytes.
    return str(made.name) if hasattr(made, "name") else dashed(made.uuid)


def _root(xml: str) -> str:
    """The name of a document's root element; whether the rest is in order, the hypervisor says."""
    found = _FIRST_ELEMENT.match(xml)
    if found is None:
        raise UsageError("this is no XML: it does not begin with an element")
    return found[1]


def _unheard(procedure: Procedure[Any], body: bytes) -> None:
    """Events are for those who have asked."""


def _call(session: TestSession, procedure: Procedure[Any], first: Any) -> Any:
    # Whatever comes behind the first argument is flags.
    arguments = (first, *(0 for _ in procedure.arg_fields[1:]))
    body = session.call(procedure, bytes(HEADER_SIZE) + procedure.encode_args(*arguments))
    assert isinstance(body, bytes), "the hypervisor answers at once"
    return procedure.decode_ret(body, 0)
