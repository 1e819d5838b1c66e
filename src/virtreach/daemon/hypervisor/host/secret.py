"""Secrets. libvirt's test driver has none; these work as in its other drivers."""

from __future__ import annotations

from virtreach.daemon.hypervisor.collection import dashed
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import arrange, parse, set_text, text_of, to_text, uuid_of
from virtreach.daemon.wording import SECRET, XML, check_flags, fault, internal
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from xml.etree.ElementTree import Element

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

__all__ = ["Secret"]

_ORDER = ("uuid", "description", "usage")
# virSecretUsageType: the name, and the element that says what it is used for.
_USAGES = (
    ("none", ""),
    ("volume", "volume"),
    ("ceph", "name"),
    ("iscsi", "target"),
    ("tls", "name"),
    ("vtpm", "name"),
)


class Secret:
    """One secret.

    Attributes:
        uuid: who it is; `name` is the same as text.
        tree: its definition, which never holds the value.
        usage_type, usage: what it is used for.
        value: what is secret, or None while it is not set.
    """

    def __init__(self, uuid: bytes, tree: Element, usage_type: int, usage: str) -> None:
        self.uuid = uuid
        self.name = dashed(uuid)
        self.tree = tree
        self.usage_type = usage_type
        self.usage = usage
        self.value: bytes | None = None

    def __repr__(self) -> str:
        return f"<Secret {self.name}>"

    @property
    def ref(self) -> tuple[bytes, int, str]:
        """Its handle on the wire."""
        return self.uuid, self.usage_type, self.usage

    @property
    def key(self) -> bytes:
        """What event callbacks for this secret alone go by."""
        return self.uuid

    @property
    def ephemeral(self) -> bool:
        """It is kept in memory only."""
        return self.tree.get("ephemeral") == "yes"

    @property
    def private(self) -> bool:
        """Its value is told to nobody."""
        return self.tree.get("private") == "yes"


def _of(session: TestSession, uuid: bytes) -> Secret:
    found = session.hypervisor.secrets.with_uuid(uuid)
    if found is None:
        raise fault(C.VIR_ERR_NO_SECRET, f"no secret with matching uuid '{dashed(uuid)}'", domain=SECRET)
    return found


def _announce(session: TestSession, secret: Secret, event: int) -> None:
    session.hypervisor.announce("secret", C.VIR_SECRET_EVENT_ID_LIFECYCLE, secret, event, 0)


@handles("connect_num_of_secrets")
def _on_count(session: TestSession, args: Any) -> Result:
    return (len(session.hypervisor.secrets),)


@handles("connect_list_secrets")
def _on_names(session: TestSession, args: Any) -> Result:
    return ([one.name for one in session.hypervisor.secrets][: max(args.maxuuids, 0)],)


@handles("connect_list_all_secrets")
def _on_list_all(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 15, "secretConnectListAllSecrets", domain=SECRET)
    found = []
    for one in session.hypervisor.secrets:
        if args.flags & 3 and not args.flags & (1 if one.ephemeral else 2):
            continue
        if args.flags & 12 and not args.flags & (4 if one.private else 8):
            continue
        found.append(one.ref)
    return found if args.need_results else [], len(found)


@handles("secret_lookup_by_uuid")
def _on_lookup_by_uuid(session: TestSession, args: Any) -> Result:
    return (_of(session, args.uuid).ref,)


@handles("secret_lookup_by_usage")
def _on_lookup_by_usage(session: TestSession, args: Any) -> Result:
    for one in session.hypervisor.secrets:
        if (one.usage_type, one.usage) == (args.usage_type, args.usage_id):
            return (one.ref,)
    raise fault(C.VIR_ERR_NO_SECRET, f"no secret with matching usage '{args.usage_id}'", domain=SECRET)


@handles("secret_define_xml")
def _on_define(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 1, "secretDefineXML", domain=SECRET)
    hypervisor = session.hypervisor
    root = parse(args.xml, "secret", "secret", domain=SECRET)
    for name in ("ephemeral", "private"):
        value = root.get(name, "no")
        if value not in ("yes", "no"):
            detail = f"Invalid value for attribute '{name}' in element 'secret': '{value}'."
            raise fault(C.VIR_ERR_XML_ERROR, detail, domain=XML)
    root.attrib.update({"ephemeral": root.get("ephemeral", "no"), "private": root.get("private", "no")})
    given = uuid_of(root, domain=SECRET)
    usage = root.find("usage")
    kind, what = 0, ""
    if usage is not None:
        known = [name for name, _ in _USAGES]
        if usage.get("type") not in known:
            detail = f"Invalid value for attribute 'type' in element 'usage': '{usage.get('type')}'."
            raise fault(C.VIR_ERR_XML_ERROR, detail, domain=XML)
        kind = known.index(usage.get("type", "none"))
        tag = _USAGES[kind][1]
        what = text_of(usage, tag) if tag else ""
        if tag and not what:
            detail = f"{_USAGES[kind][0]} usage specified, but {tag} is missing"
            raise fault(C.VIR_ERR_XML_ERROR, detail, domain=SECRET)
    same = next(
        (one for one in hypervisor.secrets if kind and (one.usage_type, one.usage) == (kind, what)), None
    )
    uuid = given or (hypervisor.new_uuid())
    if same is not None and same.uuid != uuid:
        detail = f"a secret with UUID {same.name} already defined for use with {what}"
        raise internal(detail, domain=SECRET)
    set_text(root, "uuid", dashed(uuid))
    arrange(root, _ORDER)
    found = hypervisor.secrets.with_uuid(uuid)
    if found is None:
        found = Secret(uuid, root, kind, what)
        hypervisor.secrets.add(found)
    elif (found.usage_type, found.usage) != (kind, what):
        raise internal(
            f"a secret with UUID {found.name} is already defined for use with {found.usage}", domain=SECRET
        )
    elif found.private and root.get("private") != "yes":
        raise internal("cannot change private flag on existing secret", domain=SECRET)
    else:
        found.tree = root
    _announce(session, found, C.VIR_SECRET_EVENT_DEFINED)
    return (found.ref,)


@handles("secret_get_xml_desc")
def _on_get_xml(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "secretGetXMLDesc", domain=SECRET)
    return (to_text(_of(session, args.secret[0]).tree),)


@handles("secret_set_value")
def _on_set_value(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "secretSetValue", domain=SECRET)
    secret = _of(session, args.secret[0])
    secret.value = bytes(args.value)
    session.hypervisor.announce("secret", C.VIR_SECRET_EVENT_ID_VALUE_CHANGED, secret)
    return None


@handles("secret_get_value")
def _on_get_value(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, 0, "secretGetValue", domain=SECRET)
    secret = _of(session, args.secret[0])
    if session.readonly:
        raise fault(C.VIR_ERR_OPERATION_DENIED, "read only access prevents virSecretGetValue", domain=SECRET)
    if secret.value is None:
        raise fault(C.VIR_ERR_NO_SECRET, f"secret '{secret.name}' does not have a value", domain=SECRET)
    if secret.private:
        raise fault(C.VIR_ERR_INVALID_SECRET, "secret is private", domain=SECRET)
    return (secret.value,)


@handles("secret_undefine")
def _on_undefine(session: TestSession, args: Any) -> Result:
    secret = _of(session, args.secret[0])
    _announce(session, secret, C.VIR_SECRET_EVENT_UNDEFINED)
    session.hypervisor.secrets.remove(secret)
    return None
