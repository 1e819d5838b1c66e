"""A driver as a whole: reset, handed over, and what does not outlive the daemon."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.daemon.hypervisor.inprocess import InProcess
from tests.daemon.hypervisor.persistence.shelves import Kept, definition, in_memory, on_disk
from virtreach.conf.document import ConfDocument
from virtreach.daemon.config.settings import Settings
from virtreach.daemon.hypervisor.driver import TestDriver
from virtreach.errors.libvirt import LibvirtError

SECRET = (
    "<secret ephemeral='{}' private='no'><uuid>00000000-0000-0000-0000-00000000000{}</uuid>"
    "<usage type='volume'><volume>/{}</volume></usage></secret>"
)


def names(client: InProcess) -> list[str]:
    found = client.call("remote", "connect_list_all_domains", need_results=1, flags=0).domains
    return [domain[0] for domain in found]


def secret(client: InProcess, number: int, ephemeral: str) -> Any:
    text = SECRET.format(ephemeral, number, number)
    found = client.call("remote", "secret_define_xml", xml=text, flags=0).secret
    client.call("remote", "secret_set_value", secret=found, value=b"hush", flags=0)
    return found


def furnish(client: InProcess) -> None:
    """Have something of everything."""
    dom = client.call("remote", "domain_define_xml", xml=definition("one")).dom
    client.call("remote", "domain_create", dom=dom)
    snapshot = "<domainsnapshot><name>{}</name></domainsnapshot>"
    for name in "ab":
        text = snapshot.format(name)
        client.call("remote", "domain_snapshot_create_xml", dom=dom, xml_desc=text, flags=0)
    transient = client.call("remote", "domain_create_xml", xml_desc=definition("two"), flags=0).dom
    client.call("remote", "domain_suspend", dom=transient)
    gone = client.call("remote", "domain_create_xml", xml_desc=definition("three"), flags=0).dom
    client.call("remote", "domain_save", dom=gone, to="/image")
    secret(client, 1, "no")
    filters = "<filter name='f'/>"
    client.call("remote", "nwfilter_define_xml", xml=filters)
    binding = "<filterbinding><owner><name>o</name></owner><portdev name='p'/><filterref filter='f'/></filterbinding>"
    client.call("remote", "nwfilter_binding_create_xml", xml=binding, flags=0)
    net = client.call("remote", "network_lookup_by_name", name="default").net
    port = "<networkport><owner><name>one</name></owner></networkport>"
    client.call("remote", "network_port_create_xml", network=net, xml=port, flags=0)
    client.call("remote", "interface_change_begin", flags=0)
    pool = client.call("remote", "storage_pool_lookup_by_name", name="default-pool").pool
    text = "<volume><name>v</name><capacity>100000</capacity></volume>"
    vol = client.call("remote", "storage_vol_create_xml", pool=pool, xml=text, flags=0).vol
    stream, _ = client.open("storage_vol_upload", vol=vol, offset=5, length=0, flags=0)
    stream.on_data(b"data")
    if stream.on_finish is not None:
        stream.on_finish()


def test_everything_comes_back(tmp_path: Path) -> None:
    with Kept(tmp_path / "state") as kept:
        furnish(kept.client)
        kept.agree()
        before = in_memory(kept.driver)
        domains = kept.call("connect_list_all_domains", need_results=1, flags=0).domains
    with Kept(tmp_path / "state") as again:
        assert in_memory(again.driver) == before
        # The same objects with the same numbers, in the same order.
        assert again.call("connect_list_all_domains", need_results=1, flags=0).domains == domains
        dom = again.call("domain_lookup_by_name", name="two").dom
        assert tuple(again.call("domain_get_state", dom=dom, flags=0)) == (3, 1)
        one = again.call("domain_lookup_by_name", name="one").dom
        assert again.call("domain_snapshot_get_parent", snap=("b", one), flags=0).snap[0] == "a"
        assert again.call("domain_snapshot_current", dom=one, flags=0).snap[0] == "b"
        again.call("domain_restore", from_="/image")
        assert again.call("domain_lookup_by_name", name="three").dom.id == domains[-1][2] + 2
        again.call("interface_change_rollback", flags=0)
        again.agree()


def test_handed_over_without_a_file() -> None:
    first = TestDriver()
    client = InProcess(first)
    furnish(client)
    secret(client, 2, "yes")
    data = first.export_state()
    second = TestDriver()
    second.import_state(data)
    assert in_memory(second, durable=False) == in_memory(first, durable=False)
    third = InProcess(second)
    assert names(third) == names(client)
    # What was handed over is not shared.
    third.call("remote", "domain_define_xml", xml=definition("more"))
    assert "more" not in names(client)
    assert "more" not in repr(data)


def test_handed_over_into_a_file(tmp_path: Path) -> None:
    first = TestDriver()
    furnish(InProcess(first))
    with Kept(tmp_path / "state") as kept:
        kept.driver.import_state(first.export_state())
        kept.agree()
        assert in_memory(kept.driver) == in_memory(first)
        # The client stays, and its next change is kept.
        kept.call("domain_define_xml", xml=definition("more"))
        kept.agree()
        assert kept.driver.export_state() == b""


def test_reset(tmp_path: Path) -> None:
    driver = TestDriver()
    client = InProcess(driver)
    first = in_memory(driver)
    dom = client.call("remote", "domain_create_xml", xml_desc=definition("one"), flags=2).dom
    client.call("remote", "connect_domain_event_callback_register_any", event_id=0, dom=None)
    driver.reset()
    assert in_memory(driver) == first
    assert client.events == []
    with pytest.raises(LibvirtError, match="Domain not found"):
        client.call("remote", "domain_destroy", dom=dom)
    # Sessions and what they have asked for stay.
    client.call("remote", "domain_create_xml", xml_desc=definition("two"), flags=0)
    assert [name for name, _ in client.events] == ["domain_event_callback_lifecycle"]
    client.session.close()
    assert driver.hypervisor().sessions == []


def test_reset_reaches_the_file(tmp_path: Path) -> None:
    with Kept(tmp_path / "state") as kept:
        first = on_disk(kept.file)
        furnish(kept.client)
        kept.driver.reset()
        kept.agree()
        assert on_disk(kept.file) == first
        kept.call("domain_define_xml", xml=definition("one"))
        kept.agree()


def test_node_files_are_read_once(tmp_path: Path) -> None:
    node = tmp_path / "node.xml"
    node.write_text(f"<node>{definition('theirs')}</node>")
    uri = f"test://{node}"
    with Kept(tmp_path / "state") as kept:
        other = InProcess(kept.driver, uri)
        other.call("remote", "domain_define_xml", xml=definition("mine"))
        kept.agree()
    node.unlink()
    with Kept(tmp_path / "state") as again:
        client = InProcess(again.driver, uri)
        assert names(client) == ["theirs", "mine"]
        assert client.call("remote", "connect_get_uri").uri == uri
        with pytest.raises(LibvirtError):
            again.driver.reset()
        again.agree()


def test_what_ends_with_the_daemon(tmp_path: Path) -> None:
    path = tmp_path / "state"
    kept = Kept(path)
    kept.call("domain_create_xml", xml_desc=definition("transient"), flags=2)
    dom = kept.call("domain_define_xml", xml=definition("persistent")).dom
    kept.call("domain_create_with_flags", dom=dom, flags=2)
    snapshot = "<domainsnapshot><name>s</name></domainsnapshot>"
    kept.call("domain_snapshot_create_xml", dom=dom, xml_desc=snapshot, flags=0)
    secret(kept.client, 1, "no")
    secret(kept.client, 2, "yes")
    kept.agree()
    assert b"0000000000000002" not in path.read_bytes()
    # As if it were killed: nobody closes sessions.
    kept.file.connection.close()
    with Kept(path) as again:
        again.agree()
        assert names(again.client) == ["test", "persistent"]
        assert tuple(again.call("domain_get_state", dom=dom, flags=0)) == (5, 2)
        assert again.call("domain_snapshot_num", dom=dom, flags=0).num == 1
        assert again.call("connect_num_of_secrets").num == 1
    with Kept(path) as third:
        third.agree()


def test_a_session_that_ends_is_a_change(tmp_path: Path) -> None:
    with Kept(tmp_path / "state") as kept:
        other = InProcess(kept.driver)
        other.call("remote", "domain_create_xml", xml_desc=definition("theirs"), flags=2)
        kept.agree()
        other.session.close()
        assert kept.driver.book is not None
        kept.driver.book.commit()
        assert names(kept.client) == ["test"]
        kept.agree()


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("test_max_objects", 3, "has 3 objects of this kind \\(domain\\)"),
        ("test_max_call", 4096, "4096 may be"),
        ("test_max_moments", 2, "has 2 of them already"),
        ("test_max_data", 1, "keeps no more data"),
    ],
)
def test_limits(key: str, value: int, says: str) -> None:
    driver = TestDriver()
    put_in_force = driver.configure(Settings(ConfDocument(f"{key} = {value}\n", path="conf")))
    assert put_in_force is not None
    client = InProcess(driver)
    put_in_force()
    with pytest.raises(LibvirtError, match=says):
        reach(client, key)
    # Whatever was refused has left nothing behind, and smaller things are taken.
    assert "big" not in names(client)
    dom = client.call("remote", "domain_lookup_by_name", name="test").dom
    client.call("remote", "domain_suspend", dom=dom)


def reach(client: InProcess, key: str) -> None:
    """Go on until it is too much."""
    if key == "test_max_objects":
        for name in ("one", "two", "big"):
            client.call("remote", "domain_define_xml", xml=definition(name))
    elif key == "test_max_call":
        text = definition("big").replace("<os>", f"<description>{'x' * 5000}</description><os>")
        client.call("remote", "domain_define_xml", xml=text)
    elif key == "test_max_moments":
        dom = client.call("remote", "domain_lookup_by_name", name="test").dom
        for name in "abc":
            text = f"<domainsnapshot><name>{name}</name></domainsnapshot>"
            client.call("remote", "domain_snapshot_create_xml", dom=dom, xml_desc=text, flags=0)
    else:
        pool = client.call("remote", "storage_pool_lookup_by_name", name="default-pool").pool
        text = f"<volume><name>v</name><capacity>{4 << 20}</capacity></volume>"
        vol = client.call("remote", "storage_vol_create_xml", pool=pool, xml=text, flags=0).vol
        stream, _ = client.open("storage_vol_upload", vol=vol, offset=0, length=0, flags=0)
        for _ in range(40):
            stream.on_data(b"x" * 65536)


def test_what_goes_makes_room() -> None:
    driver = TestDriver()
    driver.limits.objects = 2
    client = InProcess(driver)
    for _ in range(3):
        dom = client.call("remote", "domain_define_xml", xml=definition("one")).dom
        client.call("remote", "domain_undefine", dom=dom)
    pool = "<pool type='dir'><name>p</name><target><path>/p</path></target></pool>"
    volume = "<volume><name>{}</name><capacity>1</capacity></volume>"
    for _ in range(3):
        made = client.call("remote", "storage_pool_create_xml", xml=pool, flags=0).pool
        for name in "ab":
            text = volume.format(name)
            client.call("remote", "storage_vol_create_xml", pool=made, xml=text, flags=0)
        with pytest.raises(LibvirtError, match=r"kind \(volume\)"):
            client.call("remote", "storage_vol_create_xml", pool=made, xml=volume.format("c"), flags=0)
        assert client.call("remote", "storage_pool_get_info", pool=made).allocation == 2
        client.call("remote", "storage_pool_destroy", pool=made)


def test_a_domain_ends_with_whoever_started_it_last() -> None:
    driver = TestDriver()
    first, second = InProcess(driver), InProcess(driver)
    dom = first.call("remote", "domain_define_xml", xml=definition("one")).dom
    for client in (first, second):
        client.call("remote", "domain_create_with_flags", dom=dom, flags=2)
        if client is first:
            client.call("remote", "domain_destroy", dom=dom)
    first.session.close()
    assert second.call("remote", "domain_is_active", dom=dom).active == 1
    second.call("remote", "domain_destroy", dom=dom)
    second.call("remote", "domain_create", dom=dom)
    third = InProcess(driver)
    second.session.close()
    assert third.call("remote", "domain_is_active", dom=dom).active == 1
