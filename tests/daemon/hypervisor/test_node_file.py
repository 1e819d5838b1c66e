"""``test:///path``: a hypervisor from a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.daemon.hypervisor.inprocess import InProcess
from virtreach.errors.libvirt import LibvirtError

NODE = """<node xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
  <domain type='test'><name>one</name><memory>1000</memory><os><type>hvm</type></os></domain>
  <domain file='two.xml'/>
  <domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'><name>off</name><memory>1000</memory>
    <os><type>hvm</type></os><test:runstate>5</test:runstate></domain>
  <network><name>net</name></network>
  <interface type='ethernet' name='eth5'><mac address='aa:bb:cc:dd:ee:f5'/></interface>
  <pool type='dir'><name>p</name><target><path>/p</path></target>
    <volume><name>v</name><capacity>100</capacity></volume></pool>
  <cpu><mhz>6000</mhz><model>i986</model><active>50</active><nodes>4</nodes><sockets>4</sockets><cores>4</cores>
    <threads>2</threads></cpu>
  <memory>8192000</memory>
</node>
"""
TWO = "<domain type='test'><name>two</name><memory>2000</memory><os><type>hvm</type></os></domain>"


@pytest.fixture
def node(tmp_path: Path) -> Path:
    (tmp_path / "two.xml").write_text(TWO)
    path = tmp_path / "node.xml"
    path.write_text(NODE)
    return path


def test_a_node_file(node: Path) -> None:
    client = InProcess(uri=f"test://{node}")
    assert client.call("remote", "connect_get_uri").uri == f"test://{node}"
    assert client.call("remote", "connect_num_of_domains").num == 2
    assert client.call("remote", "connect_list_defined_domains", maxnames=9).names == ["off"]
    assert (
        "test:"
        not in client.call(
            "remote",
            "domain_get_xml_desc",
            dom=client.call("remote", "domain_lookup_by_name", name="off").dom,
            flags=0,
        ).xml
    )
    assert client.call("remote", "connect_list_networks", maxnames=9).names == ["net"]
    assert client.call("remote", "connect_list_interfaces", maxnames=9).names == ["eth5"]
    pool = client.call("remote", "storage_pool_lookup_by_name", name="p").pool
    assert client.call("remote", "storage_pool_list_volumes", pool=pool, maxnames=9).names == ["v"]
    info = client.call("remote", "node_get_info")
    assert info[1:] == (8192000, 50, 6000, 4, 4, 4, 2)


def test_the_same_path_is_the_same_hypervisor(node: Path) -> None:
    client = InProcess(uri=f"test://{node}")
    other = InProcess(client.driver, uri=f"test://{node.parent}/./{node.name}")
    assert other.session.hypervisor is client.session.hypervisor


def test_files_are_for_the_daemons_own_user(node: Path) -> None:
    with pytest.raises(LibvirtError, match="only root and the daemon's own user") as caught:
        InProcess(uri=f"test://{node}", uid=os.getuid() + 1)
    assert caught.value.code_name == "VIR_ERR_OPERATION_DENIED"
    with pytest.raises(LibvirtError, match="only root and the daemon's own user"):
        InProcess(uri=f"test://{node}", uid=-1)


@pytest.mark.parametrize("kind", ["missing", "directory", "fifo"])
def test_what_is_no_file(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x"
    if kind == "directory":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    with pytest.raises(LibvirtError):
        InProcess(uri=f"test://{path}")


def test_a_uri_without_a_path() -> None:
    with pytest.raises(LibvirtError, match="supply a path or use test:///default"):
        InProcess(uri="test:///")
