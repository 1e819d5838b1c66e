"""Titles, descriptions and metadata of domains and networks."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from virtreach.daemon.hypervisor.domains.definition import arrange_definition
from virtreach.daemon.hypervisor.domains.domain import CONFIG, LIVE
from virtreach.daemon.hypervisor.table import handles
from virtreach.daemon.hypervisor.xmltext import child, copy, parse, set_text, text_of, to_text
from virtreach.daemon.wording import DOMAIN, argument_fault, bad_argument, check_flags, fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.daemon.hypervisor.session import TestSession
    from virtreach.daemon.hypervisor.table import Result

__all__ = ["get_metadata", "set_metadata"]

_DESCRIPTION, _TITLE, _ELEMENT = 0, 1, 2
_TAGS = {_DESCRIPTION: "description", _TITLE: "title"}


def _element(tree: Element, uri: str) -> Element | None:
    # The metadata element of a namespace, however it declares it.
    for one in tree.findall("metadata/*"):
        prefix, colon, _ = one.tag.rpartition(":")
        if one.get(f"xmlns:{prefix}" if colon else "xmlns") == uri:
            return one
    return None


def get_metadata(tree: Element, kind: int, uri: str | None, *, code: int, domain: int) -> str:
    """The title, the description, or the element of a namespace, without the prefix it is stored under.

    Raises:
        LibvirtError: there is none; `code` and `domain` say how.
    """
    if kind not in (_DESCRIPTION, _TITLE, _ELEMENT):
        raise bad_argument(f"unknown metadata type '{kind}'", domain=domain)
    if kind != _ELEMENT:
        text = text_of(tree, _TAGS[kind])
        if text:
            return text
    else:
        found = _element(tree, uri or "")
        if found is not None:
            made = copy(found)
            prefix, colon, _ = made.tag.rpartition(":")
            if colon:
                made.attrib.pop(f"xmlns:{prefix}", None)
                _drop_prefix(made, prefix + ":")
            return to_text(made, quote='"').rstrip("\n")
    raise fault(code, "Requested metadata element is not present", domain=domain)


def _drop_prefix(element: Element, prefix: str) -> None:
    element.tag = element.tag.removeprefix(prefix)
    for one in element:
        _drop_prefix(one, prefix)


def set_metadata(
    tree: Element, kind: int, text: str | None, key: str | None, uri: str | None, domain: int
) -> None:
    """Set or, with no text, remove the title, the description, or the element of a namespace.

    Raises:
        LibvirtError: the text is not well formed.
    """
    if kind not in (_DESCRIPTION, _TITLE, _ELEMENT):
        raise bad_argument(f"unknown metadata type '{kind}'", domain=domain)
    if kind != _ELEMENT:
        if text:
            set_text(tree, _TAGS[kind], text)
        elif (old := tree.find(_TAGS[kind])) is not None:
            tree.remove(old)
        return
    section = child(tree, "metadata")
    made = None
    if text:
        made = parse(text, "metadata_xml", "", domain=domain)
        made.tag = f"{key}:{made.tag}"
        for one in made.iter():
            if one is not made:
                one.tag = f"{key}:{one.tag}" if ":" not in one.tag else one.tag
        attributes = dict(made.attrib)
        made.attrib.clear()
        made.set(f"xmlns:{key}", uri or "")
        made.attrib.update(attributes)
    found = _element(tree, uri or "")
    if found is not None:
        section.remove(found)
    if made is not None:
        section.append(made)


def _check(args: Any) -> None:
    if args.type == _TITLE and args.metadata and "\n" in args.metadata:
        raise argument_fault("metadata title can't contain newlines", "virDomainSetMetadata", "metadata")
    if args.type == _ELEMENT:
        if not args.uri:
            raise argument_fault(
                "uri in virDomainSetMetadata must not be NULL", "virDomainSetMetadata", "uri"
            )
        if args.metadata and not args.key:
            raise argument_fault(
                "key in virDomainSetMetadata must not be NULL", "virDomainSetMetadata", "key"
            )


@handles("domain_get_metadata")
def _on_get(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainGetMetadata")
    tree = session.hypervisor.domain(args.dom).one_affected(args.flags, "virDomainGetMetadata")
    code = C.VIR_ERR_NO_DOMAIN_METADATA
    return (get_metadata(tree, args.type, args.uri, code=code, domain=DOMAIN),)


@handles("domain_set_metadata")
def _on_set(session: TestSession, args: Any) -> Result:
    check_flags(args.flags, LIVE | CONFIG, "testDomainSetMetadata")
    _check(args)
    domain = session.hypervisor.domain(args.dom)
    for tree in domain.affected(args.flags):
        set_metadata(tree, args.type, args.metadata, args.key, args.uri, DOMAIN)
        arrange_definition(tree)
    session.hypervisor.announce("domain", C.VIR_DOMAIN_EVENT_ID_METADATA_CHANGE, domain, args.type, args.uri)
    return None


@handles("network_get_metadata")
def _on_get_network(session: TestSession, args: Any) -> Result:
    network = session.hypervisor.network(args.network)
    code = C.VIR_ERR_NO_NETWORK_METADATA
    return (get_metadata(network.tree, args.type, args.uri, code=code, domain=C.VIR_FROM_NETWORK),)


@handles("network_set_metadata")
def _on_set_network(session: TestSession, args: Any) -> Result:
    _check(args)
    network = session.hypervisor.network(args.network)
    set_metadata(network.tree, args.type, args.metadata, args.key, args.uri, C.VIR_FROM_NETWORK)
    session.hypervisor.announce(
        "network", C.VIR_NETWORK_EVENT_ID_METADATA_CHANGE, network, args.type, args.uri
    )
    return None
