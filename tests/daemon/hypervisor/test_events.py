"""Events: who hears of what."""

from __future__ import annotations

import pytest

from tests.daemon.hypervisor.inprocess import InProcess
from virtreach.errors.libvirt import LibvirtError
from virtreach.protocol import constants as C

XML = "<domain type='test'><name>web</name><memory>1000</memory><os><type>hvm</type></os></domain>"


@pytest.fixture
def client() -> InProcess:
    return InProcess()


def told(client: InProcess) -> list[tuple[str, int, int]]:
    """Name of the domain, event and detail of each lifecycle event."""
    return [(message.msg.dom.name, message.msg.event, message.msg.detail) for _, message in client.events]


def test_a_life_is_told_to_others_too(client: InProcess) -> None:
    other = InProcess(client.driver)
    number = other.call(
        "remote", "connect_domain_event_callback_register_any", event_id=0, dom=None
    ).callback_id
    dom = client.call("remote", "domain_define_xml", xml=XML).dom
    client.call("remote", "domain_define_xml", xml=f"<domain type='test'><name>web</name><uuid>{dom.uuid.hex()}</uuid>"
                "<memory>2000</memory><os><type>hvm</type></os></domain>")  # fmt: skip
    client.call("remote", "domain_create", dom=dom)
    client.call("remote", "domain_suspend", dom=dom)
    client.call("remote", "domain_resume", dom=dom)
    client.call("remote", "domain_destroy", dom=dom)
    client.call("remote", "domain_undefine", dom=dom)
    assert told(other) == [
        ("web", C.VIR_DOMAIN_EVENT_DEFINED, C.VIR_DOMAIN_EVENT_DEFINED_ADDED),
        ("web", C.VIR_DOMAIN_EVENT_DEFINED, C.VIR_DOMAIN_EVENT_DEFINED_UPDATED),
        ("web", C.VIR_DOMAIN_EVENT_STARTED, C.VIR_DOMAIN_EVENT_STARTED_BOOTED),
        ("web", C.VIR_DOMAIN_EVENT_SUSPENDED, C.VIR_DOMAIN_EVENT_SUSPENDED_PAUSED),
        ("web", C.VIR_DOMAIN_EVENT_RESUMED, C.VIR_DOMAIN_EVENT_RESUMED_UNPAUSED),
        ("web", C.VIR_DOMAIN_EVENT_STOPPED, C.VIR_DOMAIN_EVENT_STOPPED_DESTROYED),
        ("web", C.VIR_DOMAIN_EVENT_UNDEFINED, C.VIR_DOMAIN_EVENT_UNDEFINED_REMOVED),
    ]
    assert {message.callback_id for _, message in other.events} == {number}
    assert client.events == []


def test_one_domain_alone(client: InProcess) -> None:
    test = client.call("remote", "domain_lookup_by_name", name="test").dom
    client.call("remote", "connect_domain_event_callback_register_any", event_id=0, dom=test)
    client.call("remote", "domain_create_xml", xml_desc=XML, flags=0)
    assert client.events == []
    client.call("remote", "domain_suspend", dom=test)
    assert [name for name, _, _ in told(client)] == ["test"]


def test_after_deregistering_nothing_comes(client: InProcess) -> None:
    number = client.call(
        "remote", "connect_domain_event_callback_register_any", event_id=0, dom=None
    ).callback_id
    client.call("remote", "connect_domain_event_callback_deregister_any", callback_id=number)
    client.call("remote", "domain_create_xml", xml_desc=XML, flags=0)
    assert client.events == []
    with pytest.raises(LibvirtError, match="not registered"):
        client.call("remote", "connect_domain_event_callback_deregister_any", callback_id=number)


def test_events_of_other_objects(client: InProcess) -> None:
    for procedure in (
        "connect_network_event_register_any",
        "connect_storage_pool_event_register_any",
        "connect_node_device_event_register_any",
        "connect_secret_event_register_any",
    ):
        name = {"network": "net", "storage_pool": "pool", "node_device": "dev", "secret": "secret"}[
            procedure.removeprefix("connect_").removesuffix("_event_register_any")
        ]
        client.call("remote", procedure, event_id=0, **{name: None})
    client.call("remote", "network_define_xml", xml="<network><name>n</name></network>")
    pool = "<pool type='dir'><name>p</name><target><path>/p</path></target></pool>"
    client.call("remote", "storage_pool_define_xml", xml=pool, flags=0)
    client.call("remote", "secret_define_xml", xml="<secret/>", flags=0)
    client.call("remote", "node_device_destroy", name="scsi_host11")
    assert [name for name, _ in client.events] == [
        "network_event_lifecycle",
        "storage_pool_event_lifecycle",
        "secret_event_lifecycle",
        "node_device_event_lifecycle",
    ]


def test_domains_that_end_with_their_creator(client: InProcess) -> None:
    other = InProcess(client.driver)
    flags = C.VIR_DOMAIN_START_AUTODESTROY
    other.call("remote", "domain_create_xml", xml_desc=XML, flags=flags)
    assert client.call("remote", "connect_num_of_domains").num == 2
    other.session.close()
    assert client.call("remote", "connect_num_of_domains").num == 1
    with pytest.raises(LibvirtError, match="Domain not found"):
        client.call("remote", "domain_lookup_by_name", name="web")
