"""What libvirt's test driver does not support, and ours does."""

from __future__ import annotations

import pytest

from tests.daemon.hypervisor.inprocess import FakeStream, InProcess
from virtreach.daemon.hypervisor.storage.sparse_data import BLOCK
from virtreach.errors.libvirt import LibvirtError

DISK = "<disk type='file'><source file='/x'/><target dev='vdb'/></disk>"


@pytest.fixture
def client() -> InProcess:
    return InProcess()


def xml(client: InProcess, flags: int = 0) -> str:
    dom = client.call("remote", "domain_lookup_by_name", name="test").dom
    text: str = client.call("remote", "domain_get_xml_desc", dom=dom, flags=flags).xml
    return text


def test_devices_come_and_go(client: InProcess) -> None:
    dom = client.call("remote", "domain_lookup_by_name", name="test").dom
    for event in (15, 19):
        client.call("remote", "connect_domain_event_callback_register_any", event_id=event, dom=None)
    client.call("remote", "domain_attach_device", dom=dom, xml=DISK)
    assert "<target dev='vdb' bus='virtio'/>" in xml(client)
    assert "vdb" not in xml(client, 2)
    with pytest.raises(LibvirtError, match="target vdb already exists"):
        client.call("remote", "domain_attach_device", dom=dom, xml=DISK)
    changed = DISK.replace("/x", "/y")
    client.call("remote", "domain_update_device_flags", dom=dom, xml=changed, flags=0)
    assert "<source file='/y'/>" in xml(client)
    client.call("remote", "domain_detach_device", dom=dom, xml=DISK)
    assert "vdb" not in xml(client)
    with pytest.raises(LibvirtError, match="disk vdb not found"):
        client.call("remote", "domain_detach_device", dom=dom, xml=DISK)
    assert [name for name, _ in client.events] == [
        "domain_event_callback_device_added",
        "domain_event_callback_device_removed",
    ]


def test_a_device_in_the_configuration_alone(client: InProcess) -> None:
    dom = client.call("remote", "domain_lookup_by_name", name="test").dom
    client.call("remote", "domain_attach_device_flags", dom=dom, xml=DISK, flags=2)
    assert "vdb" in xml(client, 2)
    assert "vdb" not in xml(client)


def test_save_and_restore(client: InProcess) -> None:
    dom = client.call("remote", "domain_lookup_by_name", name="test").dom
    client.call("remote", "domain_save", dom=dom, to="/image")
    assert client.call("remote", "domain_get_state", dom=dom, flags=0) == (5, 5)
    assert (
        "<name>test</name>"
        in client.call("remote", "domain_save_image_get_xml_desc", file="/image", flags=0).xml
    )
    client.call("remote", "domain_restore", from_="/image")
    assert client.call("remote", "domain_get_state", dom=dom, flags=0) == (1, 3)
    with pytest.raises(LibvirtError, match="domain 'test' is already active"):
        client.call("remote", "domain_restore", from_="/image")


def test_secrets(client: InProcess) -> None:
    text = "<secret private='no'><usage type='ceph'><name>a</name></usage></secret>"
    secret = client.call("remote", "secret_define_xml", xml=text, flags=0).secret
    with pytest.raises(LibvirtError, match="does not have a value"):
        client.call("remote", "secret_get_value", secret=secret, flags=0)
    client.call("remote", "secret_set_value", secret=secret, value=b"hush", flags=0)
    assert client.call("remote", "secret_get_value", secret=secret, flags=0).value == b"hush"
    assert "hush" not in client.call("remote", "secret_get_xml_desc", secret=secret, flags=0).xml
    found = client.call("remote", "secret_lookup_by_usage", usage_type=2, usage_id="a").secret
    assert found == secret
    onlooker = InProcess(client.driver, readonly=True)
    with pytest.raises(LibvirtError, match="read only access prevents"):
        onlooker.call("remote", "secret_get_value", secret=secret, flags=0)
    client.call("remote", "secret_undefine", secret=secret)
    assert client.call("remote", "connect_num_of_secrets").num == 0


def test_private_secrets_stay_private(client: InProcess) -> None:
    secret = client.call("remote", "secret_define_xml", xml="<secret private='yes'/>", flags=0).secret
    client.call("remote", "secret_set_value", secret=secret, value=b"hush", flags=0)
    with pytest.raises(LibvirtError, match="secret is private"):
        client.call("remote", "secret_get_value", secret=secret, flags=0)


def test_graphics_passwords_are_for_those_who_ask_securely(client: InProcess) -> None:
    text = (
        "<domain type='test'><name>g</name><memory>1</memory><os><type>hvm</type></os><devices>"
        "<graphics type='vnc' passwd='hush'/></devices></domain>"
    )
    dom = client.call("remote", "domain_define_xml", xml=text).dom
    assert "hush" not in client.call("remote", "domain_get_xml_desc", dom=dom, flags=0).xml
    assert "hush" in client.call("remote", "domain_get_xml_desc", dom=dom, flags=1).xml


def test_filters_and_bindings(client: InProcess) -> None:
    made = client.call(
        "remote", "nwfilter_define_xml", xml="<filter name='f'><rule action='drop'/></filter>"
    ).nwfilter
    binding = (
        "<filterbinding><owner><name>test</name></owner><portdev name='vnet0'/>"
        "<filterref filter='f'/></filterbinding>"
    )
    client.call("remote", "nwfilter_binding_create_xml", xml=binding, flags=0)
    with pytest.raises(LibvirtError, match="nwfilter is in use"):
        client.call("remote", "nwfilter_undefine", nwfilter=made)
    client.call("remote", "nwfilter_binding_delete", nwfilter=("vnet0", "f"))
    client.call("remote", "nwfilter_undefine", nwfilter=made)
    with pytest.raises(LibvirtError, match="no nwfilter with matching name 'f'"):
        client.call("remote", "nwfilter_lookup_by_name", name="f")


def test_ports(client: InProcess) -> None:
    network = client.call("remote", "network_lookup_by_name", name="default").net
    text = "<networkport><owner><name>test</name></owner><mac address='52:54:00:00:00:01'/></networkport>"
    port = client.call("remote", "network_port_create_xml", network=network, xml=text, flags=0).port
    client.call("remote", "network_port_set_parameters", port=port, params={"inbound.average": 7}, flags=0)
    params = client.call("remote", "network_port_get_parameters", port=port, nparams=7, flags=0).params
    assert params["inbound.average"] == 7
    assert client.call(
        "remote", "network_list_all_ports", network=network, need_results=1, flags=0
    ).ports == [port]
    client.call("remote", "network_port_delete", port=port, flags=0)
    with pytest.raises(LibvirtError, match="does not exist"):
        client.call("remote", "network_port_get_xml_desc", port=port, flags=0)


def volume(client: InProcess, size: int) -> object:
    pool = client.call("remote", "storage_pool_lookup_by_name", name="default-pool").pool
    text = f"<volume><name>v</name><capacity>{size}</capacity></volume>"
    return client.call("remote", "storage_vol_create_xml", pool=pool, xml=text, flags=0).vol


def test_volumes_go_up_and_come_down(client: InProcess) -> None:
    vol = volume(client, 4 * BLOCK)
    stream, _ = client.open("storage_vol_upload", vol=vol, offset=10, length=0, flags=0)
    stream.on_data(b"hello")
    stream.on_data(bytes(BLOCK))
    stream.on_data(memoryview(b"world"))
    stream, _ = client.open("storage_vol_download", vol=vol, offset=10, length=BLOCK + 10, flags=0)
    assert stream.data == b"hello" + bytes(BLOCK) + b"world"
    assert stream.ended
    stream, _ = client.open("storage_vol_download", vol=vol, offset=0, length=0, flags=1)
    assert stream.sent[-1] == 2 * BLOCK
    assert len(stream.data) == 4 * BLOCK


def test_a_download_waits_for_a_slow_client(client: InProcess) -> None:
    vol = volume(client, 64 * BLOCK)
    stream, _ = client.open("storage_vol_download", FakeStream(room=1), vol=vol, offset=0, length=0, flags=0)
    assert len(stream.sent) == 1
    assert not stream.ended
    stream.room = 1000
    stream.on_writable()
    assert len(stream.data) == 64 * BLOCK
    assert stream.ended


def test_holes_of_an_upload_erase(client: InProcess) -> None:
    vol = volume(client, 4 * BLOCK)
    stream, _ = client.open("storage_vol_upload", vol=vol, offset=0, length=0, flags=0)
    stream.on_data(b"x" * (3 * BLOCK))
    stream, _ = client.open("storage_vol_upload", vol=vol, offset=5, length=0, flags=1)
    stream.on_hole(2 * BLOCK)
    stream, _ = client.open("storage_vol_download", vol=vol, offset=0, length=0, flags=0)
    assert stream.data == b"x" * 5 + bytes(2 * BLOCK) + b"x" * (BLOCK - 5) + bytes(BLOCK)


def test_too_much_for_a_volume(client: InProcess) -> None:
    vol = volume(client, 10)
    stream, _ = client.open("storage_vol_upload", vol=vol, offset=0, length=0, flags=0)
    with pytest.raises(LibvirtError, match="too much data"):
        stream.on_data(bytes(11))
    with pytest.raises(LibvirtError, match="behind the volume's end"):
        client.open("storage_vol_upload", vol=vol, offset=11, length=0, flags=0)
    with pytest.raises(LibvirtError, match="behind the volume's end"):
        client.open("storage_vol_download", vol=vol, offset=11, length=0, flags=0)


def test_data_in_memory_is_bounded(client: InProcess) -> None:
    client.driver.limits.data = 5 * BLOCK
    vol = volume(client, 10 * BLOCK)
    stream, _ = client.open("storage_vol_upload", vol=vol, offset=0, length=0, flags=0)
    stream.on_data(b"x" * 4 * BLOCK)
    with pytest.raises(LibvirtError, match="keeps no more data"):
        stream.on_data(b"x" * 2 * BLOCK)
    pool = client.call("remote", "storage_pool_lookup_by_name", name="default-pool").pool
    text = "<volume><name>w</name><capacity>1</capacity></volume>"
    with pytest.raises(LibvirtError, match="keeps no more data"):
        client.call("remote", "storage_vol_create_xml_from", pool=pool, xml=text, clonevol=vol, flags=0)


def test_screenshot(client: InProcess) -> None:
    dom = client.call("remote", "domain_lookup_by_name", name="test").dom
    stream, reply = client.open("domain_screenshot", dom=dom, screen=0, flags=0)
    assert reply.mime == "image/png"
    assert stream.data.startswith(b"\x89PNG\r\n\x1a\n")
    assert stream.ended


def test_console(client: InProcess) -> None:
    text = (
        "<domain type='test'><name>c</name><memory>1</memory><os><type>hvm</type></os><devices>"
        "<console type='pty'/></devices></domain>"
    )
    dom = client.call("remote", "domain_create_xml", xml_desc=text, flags=0).dom
    stream, _ = client.open("domain_open_console", dom=dom, dev_name=None, flags=0)
    assert stream.data == b"\r\nc login: "
    stream.on_data(b"me\r")
    assert stream.data.endswith(b"me\r\nc login: ")
    stream.room = 0
    stream.on_data(b"x" * 100_000)
    assert stream.paused
    with pytest.raises(LibvirtError, match="cannot find character device serial9"):
        client.open("domain_open_console", dom=dom, dev_name="serial9", flags=0)


def test_state_stays_when_the_last_client_leaves(client: InProcess) -> None:
    client.call("remote", "network_define_xml", xml="<network><name>n</name></network>")
    client.session.close()
    later = InProcess(client.driver)
    assert later.call("remote", "network_lookup_by_name", name="n").net.name == "n"
