"""Events: who hears of what."""

from __future__ import annotations

import pytest

from tests.daemon.hypervisor.inprocess import InProcess
from virtreach.daemon.hypervisor.subscriptions import CALLBACKS_MAX
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


def test_the_oldest_kind(client: InProcess) -> None:
    """Clients before libvirt 1.2 know one message for each event, and no numbers of callbacks."""
    other = InProcess(client.driver)
    other.call("remote", "connect_domain_event_register")
    other.call("remote", "connect_domain_event_register_any", event_id=C.VIR_DOMAIN_EVENT_ID_REBOOT)
    for event in (-1, C.VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED + 1):
        with pytest.raises(LibvirtError, match=f"unsupported event ID {event}"):
            other.call("remote", "connect_domain_event_register_any", event_id=event)
    dom = client.call("remote", "domain_lookup_by_name", name="test").dom
    client.call("remote", "domain_reboot", dom=dom, flags=0)
    client.call("remote", "domain_suspend", dom=dom)
    (first, reboot), (second, suspended) = other.events
    assert (first, reboot.dom.name) == ("domain_event_reboot", "test")
    assert (second, suspended.event) == ("domain_event_lifecycle", C.VIR_DOMAIN_EVENT_SUSPENDED)
    other.call("remote", "connect_domain_event_deregister")
    with pytest.raises(LibvirtError, match="domain event 0 not registered"):
        other.call("remote", "connect_domain_event_deregister")
    other.call("remote", "connect_domain_event_deregister_any", event_id=C.VIR_DOMAIN_EVENT_ID_REBOOT)
    client.call("remote", "domain_resume", dom=dom)
    assert len(other.events) == 2


def test_each_old_message_can_be_told(client: InProcess) -> None:
    """Old and new form of every event of domains take the same values."""
    hypervisor = client.session.hypervisor
    values: dict[int, tuple[object, ...]] = {
        0: (1, 2), 1: (), 2: (3600,), 3: (1,), 4: ("/x", "vda", 1), 6: ("/x", "vda", 1, "enospc"), 7: (),
        5: (0, (0, "::1", "7"), (0, "::1", "8"), "none", []), 8: ("/x", 1, 0), 9: ("/x", "/y", "vda", 0),
        10: ("hda", 0), 11: (), 12: (), 13: (7,), 14: (), 15: ("vda",), 16: ("vda", 1, 0), 17: ({"a": 1},), 18: (1, 2),
        19: ("vda",), 20: (1,), 21: ({"operation": 5},), 22: ("vda",), 23: (0, None), 24: ("vda", "/x", 1, 2),
        25: (0, 0, 0), 26: ("dimm0", 1), 27: ("net0", "52:54:00:00:00:01", "52:54:00:00:00:02"),
    }  # fmt: skip
    assert sorted(values) == list(range(C.VIR_DOMAIN_EVENT_ID_LAST))
    (domain,) = list(hypervisor.domains)
    for event, facts in values.items():
        old = event <= C.VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED
        if old:
            client.call("remote", "connect_domain_event_register_any", event_id=event)
        client.call("remote", "connect_domain_event_callback_register_any", event_id=event, dom=None)
        hypervisor.announce("domain", event, domain, *facts)
        assert len(client.events) == (2 if old else 1), event
        client.events.clear()


@pytest.mark.parametrize(
    ("family", "register", "argument", "objects"),
    [
        ("network", "connect_network_event_register_any", "net", "networks"),
        ("pool", "connect_storage_pool_event_register_any", "pool", "pools"),
        ("device", "connect_node_device_event_register_any", "dev", "devices"),
        ("secret", "connect_secret_event_register_any", "secret", "secrets"),
    ],
)
def test_one_object_alone(client: InProcess, family: str, register: str, argument: str, objects: str) -> None:
    hypervisor = client.session.hypervisor
    client.call("remote", "network_define_xml", xml="<network><name>other</name></network>")
    pool = "<pool type='dir'><name>other</name><target><path>/p</path></target></pool>"
    client.call("remote", "storage_pool_define_xml", xml=pool, flags=0)
    for _ in range(2):
        client.call("remote", "secret_define_xml", xml="<secret/>", flags=0)
    found = getattr(hypervisor, objects)
    wanted, other = list(found.values() if hasattr(found, "values") else found)[:2]
    ref = (wanted.name,) if family == "device" else wanted.ref
    number = client.call("remote", register, event_id=0, **{argument: ref}).callback_id
    for subject in (other, wanted, other):
        hypervisor.announce(family, 0, subject, 0, 0)
    (message,) = [message for _, message in client.events]
    assert message.callback_id == number
    client.call("remote", register.replace("register", "deregister"), callback_id=number)
    hypervisor.announce(family, 0, wanted, 0, 0)
    assert len(client.events) == 1


def test_callbacks_are_bounded(client: InProcess) -> None:
    for _ in range(CALLBACKS_MAX):
        client.call("remote", "connect_domain_event_callback_register_any", event_id=0, dom=None)
        client.call("remote", "connect_domain_event_register")
    with pytest.raises(LibvirtError, match="too many event callbacks"):
        client.call("remote", "connect_network_event_register_any", event_id=0, net=None)
    with pytest.raises(LibvirtError, match="too many event callbacks"):
        client.call("remote", "connect_domain_event_register")


def test_sleep(client: InProcess) -> None:
    for event in (11, 12, 14):
        client.call("remote", "connect_domain_event_callback_register_any", event_id=event, dom=None)
        client.call("remote", "connect_domain_event_register_any", event_id=event)
    dom = client.call("remote", "domain_lookup_by_name", name="test").dom
    with pytest.raises(LibvirtError, match="from state other than pmsuspended"):
        client.call("remote", "domain_pm_wakeup", dom=dom, flags=0)
    client.call("remote", "domain_pm_suspend_for_duration", dom=dom, target=0, duration=0, flags=0)
    assert client.call("remote", "domain_get_state", dom=dom, flags=0).state == C.VIR_DOMAIN_PMSUSPENDED
    with pytest.raises(LibvirtError, match="domain is not running"):
        client.call("remote", "domain_pm_suspend_for_duration", dom=dom, target=0, duration=0, flags=0)
    client.call("remote", "domain_pm_wakeup", dom=dom, flags=0)
    client.call("remote", "domain_pm_suspend_for_duration", dom=dom, target=1, duration=0, flags=0)
    assert client.call("remote", "domain_get_state", dom=dom, flags=0).state == C.VIR_DOMAIN_SHUTOFF
    assert [name.removeprefix("domain_event_") for name, _ in client.events] == [
        "pmsuspend", "callback_pmsuspend", "pmwakeup", "callback_pmwakeup", "pmsuspend_disk", "callback_pmsuspend_disk",
    ]  # fmt: skip
    with pytest.raises(LibvirtError, match="Duration not supported"):
        client.call("remote", "domain_pm_suspend_for_duration", dom=dom, target=0, duration=5, flags=0)


def test_trays(client: InProcess) -> None:
    xml = "<disk type='file' device='cdrom'>{}<target dev='hdc' bus='ide'/></disk>"
    dom = client.call("remote", "domain_lookup_by_name", name="test").dom
    client.call("remote", "domain_attach_device", dom=dom, xml=xml.format(""))
    client.call("remote", "connect_domain_event_callback_register_any", event_id=10, dom=None)
    disc = xml.format("<source file='/disc'/>")
    client.call("remote", "domain_update_device_flags", dom=dom, xml=disc, flags=1)
    client.call("remote", "domain_update_device_flags", dom=dom, xml=disc, flags=1)
    client.call("remote", "domain_update_device_flags", dom=dom, xml=xml.format(""), flags=1)
    assert [message.msg.reason for _, message in client.events] == [0, 1, 0]


def test_agents_say_that_they_are_there(client: InProcess) -> None:
    channel = "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"
    xml = XML.replace("</domain>", f"<devices>{channel}</devices></domain>")
    event = C.VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE
    client.call("remote", "connect_domain_event_callback_register_any", event_id=event, dom=None)
    client.call("remote", "domain_create_xml", xml_desc=XML.replace("web", "dumb"), flags=0)
    assert client.events == []
    client.call("remote", "domain_create_xml", xml_desc=xml, flags=0)
    ((_, message),) = client.events
    assert (message.dom.name, message.state, message.reason) == ("web", 1, 1)
