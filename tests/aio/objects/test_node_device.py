"""Devices of the host: every method against its procedure's codec."""

from __future__ import annotations

from typing import Any

import pytest

from tests.aio.objects.fake import Case, FakeConnection
from virtreach.aio.objects.node_device import NodeDevice, NodeDevices

NAME = "pci_0000_00_1f_2"
HANDLE = ("NodeDevice", (NAME,))

NODE_DEVICE = [
    Case("xml", lambda d: d.xml(flags=1), "node_device_get_xml_desc", (NAME, 1), ("<d/>",), "<d/>"),
    Case("parent", lambda d: d.parent(), "node_device_get_parent", (NAME,), ("computer",), "computer"),
    Case("no parent", lambda d: d.parent(), "node_device_get_parent", (NAME,), (None,), None),
    Case(
        "capabilities",
        lambda d: d.capabilities(),
        "node_device_list_caps",
        (NAME, 65536),
        (["pci"],),
        ["pci"],
    ),
    Case("count_capabilities", lambda d: d.count_capabilities(), "node_device_num_of_caps", (NAME,), (1,), 1),
    Case("detach", lambda d: d.detach(), "node_device_dettach", (NAME,)),
    Case(
        "detach driver",
        lambda d: d.detach(driver="vfio"),
        "node_device_detach_flags",
        (NAME, "vfio", 0),
    ),
    Case("detach flags", lambda d: d.detach(flags=1), "node_device_detach_flags", (NAME, None, 1)),
    Case("reattach", lambda d: d.reattach(), "node_device_re_attach", (NAME,)),
    Case("reset", lambda d: d.reset(), "node_device_reset", (NAME,)),
    Case("start", lambda d: d.start(), "node_device_create", (NAME, 0)),
    Case("destroy", lambda d: d.destroy(), "node_device_destroy", (NAME,)),
    Case("undefine", lambda d: d.undefine(), "node_device_undefine", (NAME, 0)),
    Case("update", lambda d: d.update("<d/>", flags=2), "node_device_update", (NAME, "<d/>", 2)),
    Case("autostart", lambda d: d.autostart(), "node_device_get_autostart", (NAME,), (0,), False),
    Case("set_autostart", lambda d: d.set_autostart(True), "node_device_set_autostart", (NAME, 1)),
    Case("is_active", lambda d: d.is_active(), "node_device_is_active", (NAME,), (1,), True),
    Case("is_persistent", lambda d: d.is_persistent(), "node_device_is_persistent", (NAME,), (0,), False),
]

NODE_DEVICES = [
    Case(
        "list",
        lambda c: c.list(flags=2),
        "connect_list_all_node_devices",
        (1, 2),
        ([(NAME,)], 1),
        [HANDLE],
    ),
    Case("count", lambda c: c.count(), "node_num_of_devices", (None, 0), (3,), 3),
    Case("count of one kind", lambda c: c.count("pci"), "node_num_of_devices", ("pci", 0), (2,), 2),
    Case("names", lambda c: c.names("pci"), "node_list_devices", ("pci", 65536, 0), ([NAME],), [NAME]),
    Case(
        "lookup_by_name",
        lambda c: c.lookup_by_name(NAME),
        "node_device_lookup_by_name",
        (NAME,),
        ((NAME,),),
        HANDLE,
    ),
    Case(
        "lookup_scsi_host_by_wwn",
        lambda c: c.lookup_scsi_host_by_wwn("2000000012341234", "1000000012341234"),
        "node_device_lookup_scsi_host_by_wwn",
        ("2000000012341234", "1000000012341234", 0),
        ((NAME,),),
        HANDLE,
    ),
    Case(
        "create_xml",
        lambda c: c.create_xml("<d/>", flags=1),
        "node_device_create_xml",
        ("<d/>", 1),
        ((NAME,),),
        HANDLE,
    ),
    Case(
        "define_xml",
        lambda c: c.define_xml("<d/>", flags=1),
        "node_device_define_xml",
        ("<d/>", 1),
        ((NAME,),),
        HANDLE,
    ),
]


@pytest.mark.parametrize("case", NODE_DEVICE, ids=lambda case: case.name)
async def test_node_device(case: Case) -> None:
    """A device's method sends the right call."""
    await case.check(lambda connection: NodeDevice._one(connection, (NAME,)))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", NODE_DEVICES, ids=lambda case: case.name)
async def test_node_devices(case: Case) -> None:
    """The collection's method sends the right call."""
    await case.check(NodeDevices)


def test_handle() -> None:
    """A handle knows its name."""
    connection: Any = FakeConnection()
    one = NodeDevice._one(connection, (NAME,))
    assert one.name == NAME
    assert repr(one) == f"<NodeDevice {NAME!r}>"
