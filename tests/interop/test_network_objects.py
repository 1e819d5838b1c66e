"""Networks, ports, filters and bindings through their objects, against real daemons, with both clients."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.interop.clients import KINDS, connecting
from tests.interop.conftest import need
from tests.interop.lab.daemon import Daemon
from virtreach.errors import libvirt as errors

NETWORK = "<network><name>isolated</name><bridge name='virbr77'/></network>"
OWNER = "<owner><name>guest</name><uuid>d54df46f-1ab5-4a22-8618-4560ef5fac2c</uuid></owner>"
PORT = "5d744f21-ba4a-4d6e-bdb2-30a35ff3207d"


@pytest.fixture(scope="module")
def daemon() -> Iterator[Daemon]:
    """A daemon that may make bridges and firewall rules, for nobody else sees them."""
    need("qemu-system-x86_64")
    with Daemon(qemu=True, private_network=True) as daemon:
        yield daemon


@pytest.fixture(params=KINDS)
def host(request: pytest.FixtureRequest, daemon: Daemon) -> Iterator[Any]:
    """A connection to that daemon."""
    with connecting(request.param, daemon.uri()) as connection:
        yield connection


@pytest.fixture(params=KINDS)
def test_host(request: pytest.FixtureRequest, test_daemon: Daemon) -> Iterator[Any]:
    """A connection to the test driver."""
    with connecting(request.param, test_daemon.uri()) as connection:
        yield connection


def test_lives(test_host: Any) -> None:
    """A network is defined, started, changed, stopped and forgotten."""
    networks = test_host.networks
    assert networks.names() == ["default"]
    xml = (
        "<network><name>one</name><bridge name='virbr7'/><ip address='192.168.133.1' netmask='255.255.255.0'>"
        "<dhcp><range start='192.168.133.2' end='192.168.133.9'/></dhcp></ip></network>"
    )
    one = networks.define_xml(xml)
    assert (networks.count(active=True), networks.count(active=False), networks.count()) == (1, 1, 2)
    assert networks.names(active=False) == ["one"]
    assert [network.name for network in networks.list(flags=1)] == ["one"]
    one.start()
    assert one.is_active()
    assert one.is_persistent()
    assert not one.autostart()
    one.set_autostart(True)
    assert one.autostart()
    assert networks.lookup_by_name("one") == networks.lookup_by_uuid(one.uuid_bytes) == one
    assert one.bridge_name() == "virbr7"
    # VIR_NETWORK_UPDATE_COMMAND_ADD_LAST, VIR_NETWORK_SECTION_IP_DHCP_HOST
    one.update(3, 4, "<host mac='00:16:3e:12:11:11' ip='192.168.133.9'/>")
    assert "00:16:3e:12:11:11" in one.xml()
    one.destroy()
    one.undefine()
    with pytest.raises(errors.NoNetwork):
        networks.lookup_by_name("one")
    short = networks.create_xml("<network><name>short</name></network>")
    assert not short.is_persistent()
    short.destroy()


def test_flags_are_checked(test_host: Any) -> None:
    """With VALIDATE the server holds the XML against its schema."""
    with pytest.raises(errors.XmlInvalidSchema):
        test_host.networks.define_xml("<network><name>x</name><nonsense/></network>", flags=1)
    with pytest.raises(errors.XmlInvalidSchema):
        test_host.networks.create_xml("<network><name>x</name><nonsense/></network>", flags=1)


def test_ports(host: Any) -> None:
    """A port is plugged in, its bandwidth set and read, and it is unplugged."""
    network = host.networks.create_xml(NETWORK)
    try:
        port = network.ports.create_xml(
            f"<networkport><uuid>{PORT}</uuid>{OWNER}<mac address='52:54:00:7b:35:93'/>"
            "<bandwidth><inbound average='1000'/></bandwidth></networkport>"
        )
        assert port.uuid == PORT
        assert port.network == network
        assert network.ports.list() == [port] == [network.ports.lookup_by_uuid(PORT)]
        assert port.parameters()["inbound.average"] == 1000
        port.set_parameters({"inbound.average": 128, "outbound.peak": 64, "outbound.average": 32})
        assert port.parameters()["inbound.average"] == 128
        assert port.parameters()["outbound.peak"] == 64
        assert "<owner>" in port.xml()
        port.delete()
        with pytest.raises(errors.NoNetworkPort):
            port.xml()
        assert network.dhcp_leases() == []
    finally:
        network.destroy()


def test_metadata_on_a_server_that_has_none(host: Any) -> None:
    """libvirt before 9.7 does not know these procedures; later ones answer."""
    network = host.networks.create_xml(NETWORK)
    try:
        if host.host.library_version() < 9_007_000:
            with pytest.raises(errors.Rpc):
                network.metadata.title()
        else:
            network.metadata.set_title("a title", flags=1)
            assert network.metadata.title(flags=1) == "a title"
    finally:
        network.destroy()


def test_filters(host: Any) -> None:
    """A filter is defined, found, bound to a device, unbound and forgotten."""
    filters = host.nwfilters
    one = filters.define_xml("<filter name='quiet'><rule action='drop' direction='in'/></filter>")
    try:
        assert filters.list() == [one] == [filters.lookup_by_name("quiet")]
        assert filters.lookup_by_uuid(one.uuid) == one
        assert (filters.count(), filters.names()) == (1, ["quiet"])
        assert "action='drop'" in one.xml()
        with pytest.raises(errors.XmlInvalidSchema):
            filters.define_xml("<filter name='x'><nonsense/></filter>", flags=1)
        bindings = host.nwfilter_bindings
        bound = bindings.create_xml(
            f"<filterbinding>{OWNER}<portdev name='lo'/><mac address='52:54:00:7b:35:93'/>"
            "<filterref filter='quiet'/></filterbinding>"
        )
        assert (bound.port_dev, bound.filter_name) == ("lo", "quiet")
        assert bindings.list() == [bound] == [bindings.lookup_by_port_dev("lo")]
        assert "quiet" in bound.xml()
        bound.delete()
        with pytest.raises(errors.NoNwfilterBinding):
            bindings.lookup_by_port_dev("lo")
    finally:
        one.undefine()
