"""No attribute of an object is forgotten when its state is kept."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import pytest

from virtreach.daemon.hypervisor.domains.domain import Domain
from virtreach.daemon.hypervisor.host.node_device import NodeDevice
from virtreach.daemon.hypervisor.host.secret import Secret
from virtreach.daemon.hypervisor.ledger import Ledger
from virtreach.daemon.hypervisor.moments.moment import Moment
from virtreach.daemon.hypervisor.networks.interface import Interface
from virtreach.daemon.hypervisor.networks.network import Network
from virtreach.daemon.hypervisor.networks.nwfilter import Binding, Filter
from virtreach.daemon.hypervisor.networks.port import Port
from virtreach.daemon.hypervisor.persistence.kinds import KINDS, NOT_KEPT
from virtreach.daemon.hypervisor.storage.pool import Pool
from virtreach.daemon.hypervisor.storage.volume import Volume

UUID = bytes(range(16))
TREE = Element("x")
POOL = Pool("p", UUID, TREE, Ledger())
MOMENT = Moment("m", "", 0, 1, TREE)
MODELS: dict[str, Any] = {
    "domain": Domain("d", UUID),
    "snapshot": MOMENT,
    "checkpoint": MOMENT,
    "network": Network("n", UUID, Ledger()),
    "port": Port(UUID, TREE),
    "pool": POOL,
    "volume": Volume("v", POOL, TREE, 1, 1),
    "interface": Interface("i", TREE),
    "device": NodeDevice("d", TREE),
    "secret": Secret(UUID, TREE, 0, ""),
    "filter": Filter("f", UUID, TREE),
    "binding": Binding("b", TREE),
}


@pytest.mark.parametrize("name", MODELS)
def test_each_attribute_is_a_fact_or_said_not_to_be(name: str) -> None:
    """An attribute that is new goes into the kind's fields, or into `NOT_KEPT` when it ends with the daemon."""
    held = {attribute.lstrip("_") for attribute in vars(MODELS[name])}
    facts = set(KINDS[name].fields)
    assert held == (facts | NOT_KEPT[name])


@pytest.mark.parametrize("name", MODELS)
def test_facts_have_the_kinds_that_are_said(name: str) -> None:
    kind = KINDS[name]
    read = kind.read(kind.text(MODELS[name]))
    assert read.keys() == kind.fields.keys()


def test_every_kind_is_looked_at() -> None:
    assert MODELS.keys() | {"image"} == KINDS.keys() == NOT_KEPT.keys()
