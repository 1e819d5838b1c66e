"""Definitions as they are met in the field come back whole, and what nobody knows stays where it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from tests.daemon.hypervisor.inprocess import InProcess
from virtreach.daemon.hypervisor.xmltext import copy, parse, to_text

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.xml"))
ROOTS = "domain|network|pool|volume|interface|filter|secret|device"
UNKNOWN = Element("odd:thing", {"xmlns:odd": "urn:odd", "n": "1"})
UNKNOWN.append(Element("odd:inner"))


def read(text: str) -> Element:
    return parse(text, "definition", ROOTS)


def define(client: InProcess, root: Element) -> str:
    """Define an object and print its definition."""
    xml = to_text(root)

    def call(name: str, /, **fields: Any) -> Any:
        return client.call("remote", name, **fields)

    match root.tag:
        case "domain":
            dom = call("domain_define_xml", xml=xml).dom
            text = call("domain_get_xml_desc", dom=dom, flags=3).xml
            call("domain_undefine", dom=dom)
        case "network":
            net = call("network_define_xml", xml=xml).net
            text = call("network_get_xml_desc", net=net, flags=0).xml
            call("network_undefine", net=net)
        case "pool":
            pool = call("storage_pool_define_xml", xml=xml, flags=0).pool
            text = call("storage_pool_get_xml_desc", pool=pool, flags=1).xml
            call("storage_pool_undefine", pool=pool)
        case "volume":
            pool = call("storage_pool_lookup_by_name", name="default-pool").pool
            vol = call("storage_vol_create_xml", pool=pool, xml=xml, flags=0).vol
            text = call("storage_vol_get_xml_desc", vol=vol, flags=0).xml
            call("storage_vol_delete", vol=vol, flags=0)
        case "interface":
            iface = call("interface_define_xml", xml=xml, flags=0).iface
            text = call("interface_get_xml_desc", iface=iface, flags=1).xml
            call("interface_undefine", iface=iface)
        case "filter":
            found = call("nwfilter_define_xml", xml=xml).nwfilter
            text = call("nwfilter_get_xml_desc", nwfilter=found, flags=0).xml
            call("nwfilter_undefine", nwfilter=found)
        case "secret":
            secret = call("secret_define_xml", xml=xml, flags=0).secret
            text = call("secret_get_xml_desc", secret=secret, flags=0).xml
            call("secret_undefine", secret=secret)
        case _:
            name = call("node_device_define_xml", xml_desc=xml, flags=0).dev.name
            text = call("node_device_get_xml_desc", name=name, flags=1).xml
            call("node_device_undefine", name=name, flags=0)
    assert isinstance(text, str)
    return text


def facts(element: Element, path: str = "") -> Iterator[tuple[str, str]]:
    """All that a tree says: elements, attributes and texts by their path."""
    path += "/" + element.tag
    yield path, (element.text or "").strip()
    for name, value in element.attrib.items():
        yield f"{path}@{name}", value
    for one in element:
        yield from facts(one, path)


@pytest.mark.parametrize("path", CORPUS, ids=[path.stem for path in CORPUS])
def test_nothing_is_lost(path: Path) -> None:
    client = InProcess()
    given = read(path.read_text())
    printed = define(client, copy(given))
    lost = Counter(facts(given)) - Counter(facts(read(printed)))
    assert list(lost) == []
    assert define(client, read(printed)) == printed


def places(root: Element) -> Iterator[tuple[Element, int]]:
    """Parents and places between their children where something may stand that nobody knows."""
    for parent in [root, *(one for one in root.iter() if len(one))]:
        if parent.tag in ("metadata", "bridge") or ":" in parent.tag:
            continue
        for place in range(1, len(parent) + 1):
            yield parent, place


@pytest.mark.parametrize("path", CORPUS, ids=[path.stem for path in CORPUS])
def test_unknown_elements_stay_where_they_were(path: Path) -> None:
    client = InProcess()
    given = read(path.read_text())
    spots = list(places(given))
    wrong = []
    for number in range(0, len(spots), max(1, len(spots) // 60)):
        root = copy(given)
        parent, place = list(places(root))[number]
        parent.insert(place, copy(UNKNOWN))
        before = (parent[place - 1].tag, dict(parent[place - 1].attrib))
        printed = read(define(client, root))
        found = [one for one in printed.iter() if one.tag == parent.tag and one.find(UNKNOWN.tag) is not None]
        if len(found) != 1:
            wrong.append((parent.tag, before, "gone"))
            continue
        children = list(found[0])
        at = [one.tag for one in children].index(UNKNOWN.tag)
        if to_text(children[at]) != to_text(UNKNOWN):
            wrong.append((parent.tag, before, "changed"))
        elif at == 0 or (children[at - 1].tag, children[at - 1].attrib) != before:
            wrong.append((parent.tag, before, f"behind {children[at - 1].tag if at else 'nothing'}"))
    assert wrong == []


def test_unknown_elements_in_front() -> None:
    """What comes before everything that is known stays in front."""
    text = "<network><odd/><name>n</name><odder/><bridge name='b'/></network>"
    printed = define(InProcess(), read(text))
    assert [one.tag for one in read(printed)][:2] == ["odd", "name"]
