"""Two pools must not be made of the same: libvirt's rules, as its test driver has been seen to follow them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.daemon.hypervisor.inprocess import InProcess
from tests.daemon.hypervisor.test_many import linear
from virtreach.daemon.hypervisor.driver import TestDriver
from virtreach.errors.libvirt import LibvirtError
from virtreach.protocol import constants as C


def host(name: str, rest: str = "", **attributes: str) -> str:
    """A host, and what is used of it."""
    more = "".join(f" {key}='{value}'" for key, value in attributes.items())
    return f"<host name='{name}'{more}/>{rest}"


def device(*paths: str) -> str:
    """Devices."""
    return "".join(f"<device path='{path}'/>" for path in paths)


def initiator(name: str) -> str:
    """An initiator of iSCSI."""
    return f"<initiator><iqn name='{name}'/></initiator>"


DIR = "<dir path='/d'/>"
FC = "<adapter type='fc_host' wwnn='20000000c9831b4b' wwpn='{}'/>"
PARENT = (
    "<adapter type='scsi_host'><parentaddr unique_id='{}'><address domain='0x0' bus='0x0' slot='0x1f' function='0x2'/>"
    "</parentaddr></adapter>"
)
Source = tuple[str, str, str]
PAIRS: dict[str, tuple[Source, Source, bool]] = {
    "directory": (("dir", "", "/p"), ("dir", "", "/p/"), True),
    "other directory": (("dir", "", "/p"), ("dir", "", "/q"), False),
    "other types": (("dir", "", "/p"), ("fs", device("/dev/a"), "/p"), False),
    "file system": (("fs", device("/dev/a"), "/p"), ("fs", device("/dev/a"), "/q"), True),
    "same target": (("fs", device("/dev/a"), "/p"), ("fs", device("/dev/b"), "/p"), False),
    "disk": (("fs", device("/dev/a"), "/p"), ("disk", device("/dev/a"), "/dev"), True),
    "one of several": (
        ("fs", device("/dev/a", "/dev/b"), "/p"),
        ("logical", device("/dev/c", "/dev/b") + "<name>g</name>", ""),
        True,
    ),
    "volume group": (("logical", "<name>g</name>", ""), ("logical", "<name>g</name>", ""), False),
    "zfs": (
        ("zfs", device("/dev/a") + "<name>z</name>", ""),
        ("zfs", device("/dev/a") + "<name>y</name>", ""),
        True,
    ),
    "export": (("netfs", host("h", DIR), "/p"), ("netfs", host("h", DIR), "/q"), True),
    "other host": (("netfs", host("h", DIR), "/p"), ("netfs", host("i", DIR), "/p"), False),
    "other export": (("netfs", host("h", DIR), "/p"), ("netfs", host("h", "<dir path='/e'/>"), "/p"), False),
    "other port": (
        ("netfs", host("h", DIR, port="1"), "/p"),
        ("netfs", host("h", DIR, port="2"), "/q"),
        False,
    ),
    "any port": (("netfs", host("h", DIR, port="1"), "/p"), ("netfs", host("h", DIR), "/q"), True),
    "a port beside any": (("netfs", host("h", DIR), "/p"), ("netfs", host("h", DIR, port="1"), "/q"), False),
    "hosts beside one": (
        ("gluster", host("h") + host("i") + "<name>v</name>", ""),
        ("gluster", host("h") + "<name>v</name>", ""),
        True,
    ),
    "hosts beside hosts": (
        ("gluster", host("h") + host("i") + "<name>v</name>", ""),
        ("gluster", host("h") + host("i") + "<name>v</name>", ""),
        False,
    ),
    "gluster elsewhere": (
        ("gluster", host("h") + "<name>v</name><dir path='/a'/>", ""),
        ("gluster", host("h") + "<name>v</name><dir path='/b'/>", ""),
        False,
    ),
    "sheepdog": (
        ("sheepdog", host("h") + "<name>v</name>", ""),
        ("sheepdog", host("h") + "<name>w</name>", ""),
        True,
    ),
    "iscsi": (("iscsi", host("h", device("t")), "/p"), ("iscsi", host("i", device("t")), "/q"), True),
    "iscsi beside disk": (("iscsi", host("h", device("t")), "/p"), ("disk", device("t"), "/q"), False),
    "other initiator": (
        ("iscsi", host("h", device("t") + initiator("a")), "/p"),
        ("iscsi", host("h", device("t") + initiator("b")), "/q"),
        False,
    ),
    "iscsi-direct": (
        ("iscsi-direct", host("h", device("t") + initiator("a")), ""),
        ("iscsi-direct", host("h", device("t") + initiator("a")), ""),
        False,
    ),
    "adapter": (
        ("scsi", "<adapter type='scsi_host' name='scsi_host3'/>", "/p"),
        ("scsi", "<adapter name='host3'/>", "/q"),
        True,
    ),
    "no adapter's name": (
        ("scsi", "<adapter name='three'/>", "/p"),
        ("scsi", "<adapter name='three'/>", "/q"),
        False,
    ),
    "fibre channel": (("scsi", FC.format("1"), "/p"), ("scsi", FC.format("1"), "/q"), True),
    "other fibre channel": (("scsi", FC.format("1"), "/p"), ("scsi", FC.format("2"), "/p"), False),
    "parent": (("scsi", PARENT.format("1"), "/p"), ("scsi", PARENT.format("1"), "/q"), True),
    "other parent": (("scsi", PARENT.format("1"), "/p"), ("scsi", PARENT.format("2"), "/q"), False),
    "multipath": (("mpath", "", "/dev/mapper"), ("mpath", "", "/dev/other"), True),
    "rbd": (("rbd", host("h") + "<name>r</name>", ""), ("rbd", host("h") + "<name>r</name>", ""), False),
    "vstorage": (("vstorage", "<name>v</name>", "/p"), ("vstorage", "<name>v</name>", "/q"), True),
}


def pool(name: str, source: Source, uuid: str = "") -> str:
    """A pool's definition."""
    kind, inner, path = source
    target = f"<target><path>{path}</path></target>" if path else ""
    number = f"<uuid>{uuid}</uuid>" if uuid else ""
    return f"<pool type='{kind}'><name>{name}</name>{number}<source>{inner}</source>{target}</pool>"


def define(client: InProcess, name: str, source: Source, uuid: str = "") -> tuple[str, bytes]:
    """Define a pool."""
    found: tuple[str, bytes] = client.call(
        "remote", "storage_pool_define_xml", xml=pool(name, source, uuid), flags=0
    ).pool
    return found


def refused(client: InProcess, name: str, source: Source, rival: str, uuid: str = "") -> None:
    """Fail to define a pool, because of another one."""
    with pytest.raises(LibvirtError) as caught:
        define(client, name, source, uuid)
    assert (caught.value.code, caught.value.domain) == (C.VIR_ERR_OPERATION_FAILED, C.VIR_FROM_STORAGE)
    assert caught.value.str2 == f"Storage source conflict with pool: '{rival}'"


@pytest.mark.parametrize("name", PAIRS)
def test_two_pools(name: str) -> None:
    first, second, conflict = PAIRS[name]
    client = InProcess()
    one = define(client, "one", first)
    if not conflict:
        define(client, "two", second)
        return
    refused(client, "two", second, "one")
    client.call("remote", "storage_pool_undefine", pool=one)
    define(client, "two", second)


A, B = ("dir", "", "/a"), ("dir", "", "/b")
UUID = "00000000-0000-0000-0000-00000000000a"


def test_a_pool_does_not_collide_with_itself_and_lets_go_of_what_it_had() -> None:
    client = InProcess()
    define(client, "one", A, UUID)
    define(client, "one", A, UUID)
    define(client, "one", B, UUID)
    define(client, "two", A)
    refused(client, "three", B, "one")
    refused(client, "default", ("dir", "", "/default-pool"), "default-pool")
    with pytest.raises(LibvirtError, match="conflict with pool: 'two'"):
        client.call("remote", "storage_pool_create_xml", xml=pool("three", A), flags=0)


def test_it_comes_before_names_and_uuids() -> None:
    client = InProcess()
    define(client, "one", A, UUID)
    refused(client, "other", A, "one", UUID)
    with pytest.raises(LibvirtError, match="already defined with uuid"):
        define(client, "other", B, UUID)
    with pytest.raises(LibvirtError, match="already exists with uuid"):
        define(client, "one", A)


def test_transient_pools_let_go_when_they_stop() -> None:
    client = InProcess()
    made = client.call("remote", "storage_pool_create_xml", xml=pool("one", A), flags=0).pool
    refused(client, "two", A, "one")
    client.call("remote", "storage_pool_destroy", pool=made)
    define(client, "two", A)


def test_after_a_restart(tmp_path: Path) -> None:
    for turn in range(2):
        driver = TestDriver()
        driver.keep_state(str(tmp_path / "state"))
        client = InProcess(driver)
        if turn == 0:
            define(client, "one", A, UUID)
            define(client, "one", B, UUID)
        else:
            refused(client, "two", B, "one")
            define(client, "two", A)
        assert driver.book is not None
        driver.close()


def test_many_pools() -> None:
    client = InProcess()
    linear(lambda number: define(client, f"d{number}", ("dir", "", f"/d{number}")))
    exports = [("netfs", host("h", DIR, port=str(number + 1)), "/n") for number in range(4000)]
    linear(lambda number: define(client, f"n{number}", exports[number]))
    refused(client, "any", ("netfs", host("h", DIR), "/n"), "n0")
