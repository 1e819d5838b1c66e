"""The way of a call from its packet to the driver: may it be made, who answers it, what is written down.

All decisions about a procedure that do not depend on the call are made once and kept in a table (`Care`), so that a
call that needs no care costs one lookup. The read-only class is enforced here, from the procedures' own table, and the
access decision is asked for before a body is parsed.
"""

from __future__ import annotations

from logging import getLogger

from virtreach.daemon.c_names import c_name, origin
from virtreach.daemon.pruning import is_list
from virtreach.daemon.records.audit import Audit
from virtreach.errors import LibvirtError
from virtreach.errors.libvirt import class_for
from virtreach.session.server_answers import internal_error
from virtreach.wire.packet import HEADER_SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from virtreach.daemon.drivers.base import ClientInfo
    from virtreach.protocol.procedure import Procedure

    Access: TypeAlias = Callable[[ClientInfo, Procedure[Any], bytes], bool]
    Shows: TypeAlias = Callable[[ClientInfo, str, str, bytes], bool]

__all__ = ["AUDIT", "AUTHORIZE", "DENY", "LOOK", "OWN", "PRUNE", "Care", "Policy", "surprise"]

_log = getLogger("virtreach.daemon")

# What has to be done before a call reaches its driver.
DENY = 1  # it is not for read-only connections
LOOK = 2  # its flags decide whether it is
AUTHORIZE = 4  # somebody wants to be asked
AUDIT = 8  # it is written down
OWN = 16  # the daemon itself may have the answer
PRUNE = 32  # of its answer the client may see a part only

_OPERATION_FAILED = 9
_OPERATION_DENIED = 29
_ACCESS_DENIED = 88
_FROM_ACCESS = 55
_OWN = frozenset(
    (
        *("connect_open", "connect_close", "connect_supports_feature"),
        *("connect_register_close_callback", "connect_unregister_close_callback"),
    )
)
# Flags that a read-only connection may not set, in the last field of the arguments, and how libvirt words it.
_SECURE = "{} with secure flag"
_PREVENTED = "read only access prevents {}"
_CONDITIONS = {
    # VIR_DOMAIN_XML_MIGRATABLE as well: a destination needs the passwords (CVE-2014-7823).
    "domain_get_xml_desc": (1 | 8, _SECURE),
    "domain_snapshot_get_xml_desc": (1, _SECURE),
    "domain_checkpoint_get_xml_desc": (1, _SECURE),
    "domain_managed_save_get_xml_desc": (1, _SECURE),
    # VIR_DOMAIN_VCPU_GUEST: the guest's agent is asked.
    "domain_get_vcpus_flags": (8, _PREVENTED),
}


class Care(dict["Procedure[Any]", int]):
    """What each procedure needs on one kind of connection; worked out when it is first called.

    Args:
        readonly: the connections may not change anything.
        authorize: each call must be allowed by `Policy.access`.
        audit: calls that change something are written down.
        prune: lists are shown in part, by `Policy.shows`.
    """

    __slots__ = ("_audit", "_authorize", "_prune", "_readonly")

    def __init__(self, *, readonly: bool, authorize: bool, audit: bool, prune: bool = False) -> None:
        super().__init__()
        self._readonly = readonly
        self._authorize = authorize
        self._prune = prune
        self._audit = audit

    def set_audit(self, audit: bool) -> None:
        """Write down from now on, or not."""
        if audit != self._audit:
            self._audit = audit
            self.clear()

    def __missing__(self, procedure: Procedure[Any]) -> int:
        care = AUTHORIZE if self._authorize else 0
        if self._readonly:
            # What is not known to be harmless is denied.
            care |= {"allow": 0, "conditional": LOOK}.get(procedure.readonly, DENY)
        elif self._audit and procedure.readonly == "deny":
            care |= AUDIT
        if procedure.program == "remote" and (procedure.preauth or procedure.name in _OWN):
            care |= OWN
        if self._prune and is_list(procedure):
            care |= PRUNE
        self[procedure] = care
        return care


class Policy:
    """The rules of one daemon.

    Args:
        access: ``(client, procedure, packet)`` to whether the call may be made; None allows all. It sees the packet
            unparsed.
        shows: ``(client, permission, name, UUID)`` to whether the client may see an element of a list, or an event
            about it; the permission is ``domain:getattr`` and the like, "" and b"" stand for what the message does not
            have. None shows all.
        audit: whether calls that change something are written down.

    Attributes:
        audit: where they are written down.
        full, readonly: the tables for the two kinds of connections.
        denied: how many calls were.
    """

    def __init__(
        self, access: Access | None = None, *, shows: Shows | None = None, audit: bool = True
    ) -> None:
        self.access = access
        self.shows = shows
        self.denied = 0
        self.audit = Audit()
        self.audit.level = int(audit)
        asked, prune = access is not None, shows is not None
        self.full = Care(readonly=False, authorize=asked, prune=prune, audit=audit)
        self.readonly = Care(readonly=True, authorize=asked, prune=prune, audit=audit)

    def set_audit(self, audit: bool) -> None:
        """Write down calls that change something from now on, or not; also those of clients that are in."""
        self.full.set_audit(audit)
        self.readonly.set_audit(audit)

    def check(self, care: int, client: ClientInfo, procedure: Procedure[Any], packet: bytes) -> None:
        """Decide about a call that needs care.

        Raises:
            LibvirtError: it may not be made.
        """
        if care & DENY:
            self.record(client, procedure, packet, "denied")
            raise _denied(procedure, _PREVENTED)
        if care & LOOK:
            flags, words = _condition(procedure, packet)
            if flags:
                self.record(client, procedure, packet, "denied")
                raise _denied(procedure, words)
        if care & AUTHORIZE:
            assert self.access is not None
            if not self.access(client, procedure, packet):
                self.record(client, procedure, packet, "denied")
                text = f"'{procedure.acl[0] if procedure.acl else procedure.name}' denied"
                raise class_for(_ACCESS_DENIED)(
                    f"access denied: {text}",
                    code=_ACCESS_DENIED,
                    domain=_FROM_ACCESS,
                    str1="access denied: %s",
                    str2=text,
                    int1=-1,
                    int2=-1,
                )
        if care & AUDIT and self.audit.level > 1 and not self.record(client, procedure, packet, "begun"):
            raise class_for(_OPERATION_FAILED)(
                "operation failed: the audit record cannot be written, and without it nothing may be changed",
                code=_OPERATION_FAILED,
                domain=origin(procedure),
                str1="operation failed: %s",
                str2="the audit record cannot be written, and without it nothing may be changed",
                int1=-1,
                int2=-1,
            )

    def record(
        self,
        client: ClientInfo,
        procedure: Procedure[Any],
        packet: bytes,
        outcome: str,
        body: bytes = b"",
    ) -> bool:
        """Write a call down; see `Audit.call`. One that was denied is not looked into."""
        if outcome == "denied":
            self.denied += 1
        return self.audit.call(client, procedure, outcome, None if outcome == "denied" else packet, body)


def _condition(procedure: Procedure[Any], packet: bytes) -> tuple[int, str]:
    """The forbidden flags that are set, and what to say of them."""
    if len(packet) < HEADER_SIZE + 4:
        return 0, ""
    if procedure.name == "domain_interface_addresses":
        # Here the source comes before the flags; 1 is VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT.
        return int(packet[-8:-4] == b"\0\0\0\1"), _PREVENTED
    condition = _CONDITIONS.get(procedure.name)
    if condition is None:
        return 1, _PREVENTED
    return int.from_bytes(packet[-4:], "big") & condition[0], condition[1]


def _denied(procedure: Procedure[Any], words: str) -> LibvirtError:
    text = words.format(c_name(procedure))
    return class_for(_OPERATION_DENIED)(
        f"operation forbidden: {text}",
        code=_OPERATION_DENIED,
        domain=origin(procedure),
        str1="operation forbidden: %s",
        str2=text,
        int1=-1,
        int2=-1,
    )


def surprise(client: ClientInfo, procedure: Procedure[Any], error: BaseException) -> LibvirtError:
    """A driver failed in a way that it should not: the log gets all of it, the client next to nothing."""
    fields = {"procedure": procedure.name}
    _log.error("%s of %r failed", procedure.name, client, exc_info=error, extra={"fields": fields})
    return internal_error(f"{procedure.name} failed in an unexpected way; the daemon's log has more")
