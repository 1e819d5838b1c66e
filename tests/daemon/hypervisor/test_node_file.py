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


SNAPSHOT = """<{tag}><name>{name}</name>{more}<state>running</state><creationTime>100</creationTime>
  <domain type='test'><name>deep</name><uuid>12345678-1234-1234-1234-123456789012</uuid><memory>1000</memory>
  <os><type>hvm</type></os></domain><active>{active}</active></{tag}>"""
DEEP = """<node xmlns:t='http://libvirt.org/schemas/domain/test/1.0' xmlns:qemu='urn:q'>
  <domain type='test'><name>deep</name><uuid>12345678-1234-1234-1234-123456789012</uuid><memory>1000</memory>
    <os><type>hvm</type></os><t:runstate>{state}</t:runstate>{more}
    <qemu:commandline><qemu:arg value='-x'/></qemu:commandline></domain></node>"""


def deep(directory: Path, state: int = 3, more: str = "") -> InProcess:
    """A hypervisor of one domain with a state and more elements of the driver's."""
    path = directory / "node.xml"
    path.write_text(DEEP.format(state=state, more=more))
    return InProcess(uri=f"test://{path}")


def test_states_and_foreign_elements(tmp_path: Path) -> None:
    client = deep(tmp_path)
    dom = client.call("remote", "domain_lookup_by_name", name="deep").dom
    assert client.call("remote", "domain_get_state", dom=dom, flags=0) == (3, 0)
    text = client.call("remote", "domain_get_xml_desc", dom=dom, flags=0).xml
    assert "runstate" not in text
    assert "xmlns:qemu='urn:q'" in text
    assert "xmlns:t" not in text
    assert "    <qemu:arg value='-x'/>" in text


def test_snapshots_in_any_order(tmp_path: Path) -> None:
    (tmp_path / "old.xml").write_text(SNAPSHOT.format(tag="domainsnapshot", name="old", more="", active=0))
    parent = "<parent><name>old</name></parent>"
    new = SNAPSHOT.format(tag="t:domainsnapshot", name="new", more=parent, active=1)
    client = deep(tmp_path, more=new + "<t:domainsnapshot file='old.xml'/>")
    dom = client.call("remote", "domain_lookup_by_name", name="deep").dom
    names = client.call("remote", "domain_snapshot_list_names", dom=dom, maxnames=9, flags=0).names
    assert sorted(names) == ["new", "old"]
    current = client.call("remote", "domain_snapshot_current", dom=dom, flags=0).snap
    assert current.name == "new"
    assert client.call("remote", "domain_snapshot_get_parent", snap=current, flags=0).snap.name == "old"


@pytest.mark.parametrize(
    ("state", "more", "text"),
    [
        (99, "", "runstate '99' out of range"),
        (5, "<t:transient/>", "transient domain cannot have runstate 'shutoff'"),
        (1, "<t:hasmanagedsave>1</t:hasmanagedsave>", "managedsave data can't have runstate 'running'"),
        (
            1,
            SNAPSHOT.format(
                tag="t:domainsnapshot", name="a", more="<parent><name>b</name></parent>", active=0
            ),
            "Snapshots have inconsistent relations for domain deep",
        ),
        (
            1,
            "".join(SNAPSHOT.format(tag="t:domainsnapshot", name=one, more="", active=1) for one in "ab"),
            "more than one snapshot claims to be active",
        ),
        (1, "<t:domainsnapshot file='nope.xml'/>", "nope.xml"),
    ],
)
def test_domains_that_cannot_be(tmp_path: Path, state: int, more: str, text: str) -> None:
    with pytest.raises(LibvirtError, match=text):
        deep(tmp_path, state, more)


@pytest.mark.parametrize(
    ("node", "text"),
    [
        ("<cpu><nodes>x</nodes></cpu>", "invalid node cpu nodes value"),
        ("<cpu><active>-1</active></cpu>", "invalid node cpu active value"),
        ("<memory>0</memory>", "invalid node memory value"),
        (f"<cpu><model>{'x' * 40}</model></cpu>", "too big for destination"),
        (
            "<auth><user password='p'>u</user></auth>",
            "authentication failed: the node file has users of its own",
        ),
    ],
)
def test_hosts_that_cannot_be(tmp_path: Path, node: str, text: str) -> None:
    path = tmp_path / "node.xml"
    path.write_text(f"<node>{node}</node>")
    with pytest.raises(LibvirtError, match=text):
        InProcess(uri=f"test://{path}")
