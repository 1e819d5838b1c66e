"""Random walks: calls in an order that nobody thought of, some of which cannot be written."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.daemon.hypervisor.persistence.shelves import Kept, definition, in_memory
from tests.daemon.hypervisor.persistence.test_book import Full
from tests.daemon.hypervisor.persistence.test_journal import play
from tests.daemon.hypervisor.scripts import SCRIPTS, step
from tests.daemon.hypervisor.scripts import Kept as Name
from virtreach.errors.libvirt import LibvirtError

DISK = "<disk type='file' device='disk'><source file='/{0}'/><target dev='{0}' bus='virtio'/></disk>"
DOM, POOL, NET = Name("dom"), Name("pool"), Name("net")
SECRET = (
    "<secret ephemeral='{}'><uuid>00000000-0000-0000-0000-00000000000{}</uuid>"
    "<usage type='volume'><volume>/{}</volume></usage></secret>"
)
PORT = "<networkport><uuid>00000000-0000-0000-0000-00000000000{}</uuid></networkport>"
BINDING = (
    "<filterbinding><owner><name>o</name></owner><portdev name='{}'/><filterref filter='f'/></filterbinding>"
)
DEVICE = (
    "<device><name>{}</name><parent>computer</parent><capability type='scsi_host'>"
    "<capability type='fc_host'/></capability></device>"
)
# What the scripts do not do, because libvirt's test driver does not.
MORE = [
    step("domain_lookup_by_name", "dom", name="test"),
    *[step("domain_lookup_by_name", "dom", name=f"d{number}") for number in range(3)],
    *[step("domain_define_xml", "dom", xml=definition(f"d{number}")) for number in range(3)],
    *[step("domain_create_xml", "dom", xml_desc=definition(f"t{number}"), flags=2 * number) for number in range(2)],
    step("domain_create", dom=DOM),
    step("domain_destroy", dom=DOM),
    step("domain_suspend", dom=DOM),
    step("domain_resume", dom=DOM),
    step("domain_undefine_flags", dom=DOM, flags=7),
    step("domain_managed_save", dom=DOM, flags=0),
    step("domain_managed_save_remove", dom=DOM, flags=0),
    step("domain_save", dom=DOM, to="/image"),
    step("domain_restore", from_="/image"),
    step("domain_rename", dom=DOM, new_name="renamed", flags=0),
    step("domain_set_autostart", dom=DOM, autostart=1),
    *[step("domain_attach_device_flags", dom=DOM, xml=DISK.format(f"vd{one}"), flags=3) for one in "bcd"],
    *[step("domain_detach_device_flags", dom=DOM, xml=DISK.format(f"vd{one}"), flags=flags)
      for one in "bcd" for flags in (1, 2)],
    step("domain_set_user_password", dom=DOM, user="root", password="x", flags=0),
    step("domain_set_time", dom=DOM, seconds=7, nseconds=0, flags=0),
    step("domain_fsfreeze", dom=DOM, mountpoints=["/"], flags=0),
    step("domain_set_guest_vcpus", dom=DOM, cpumap="0", state=0, flags=0),
    step("domain_authorized_ssh_keys_set", dom=DOM, user="root", keys=["k"], flags=0),
    *[step("domain_snapshot_create_xml", dom=DOM, flags=flags,
           xml_desc=f"<domainsnapshot><name>s{number}</name></domainsnapshot>")
      for number in range(3) for flags in (0, 8)],
    step("domain_snapshot_delete", snap=("s0", DOM), flags=0),
    step("domain_snapshot_delete", snap=("s1", DOM), flags=1),
    step("domain_revert_to_snapshot", snap=("s0", DOM), flags=0),
    step("domain_checkpoint_create_xml", dom=DOM, flags=0,
         xml_desc="<domaincheckpoint><name>c</name></domaincheckpoint>"),
    step("domain_checkpoint_delete", checkpoint=("c", DOM), flags=0),
    step("network_lookup_by_name", "net", name="default"),
    *[step("network_port_create_xml", network=NET, xml=PORT.format(number), flags=0) for number in range(3)],
    *[step("network_port_delete", port=(NET, bytes(15) + bytes([number])), flags=0) for number in range(3)],
    step("network_port_set_parameters", port=(NET, bytes(16)), params=[("inbound.average", 2, 7)], flags=0),
    step("network_destroy", net=NET),
    step("network_create", net=NET),
    step("storage_pool_lookup_by_name", "pool", name="default-pool"),
    step("storage_pool_create_xml", "pool", flags=0,
         xml="<pool type='dir'><name>p</name><target><path>/p</path></target></pool>"),
    step("storage_pool_destroy", pool=POOL),
    step("storage_pool_create", pool=POOL, flags=0),
    step("storage_pool_delete", pool=POOL, flags=0),
    *[step("storage_vol_create_xml", "vol", pool=POOL, flags=0,
           xml=f"<volume><name>v{number}</name><capacity>100000</capacity></volume>") for number in range(3)],
    step("storage_vol_create_xml_from", pool=POOL, clonevol=Name("vol"), flags=0,
         xml="<volume><name>clone</name><capacity>100000</capacity></volume>"),
    step("storage_vol_resize", vol=Name("vol"), capacity=300_000, flags=0),
    step("storage_vol_resize", vol=Name("vol"), capacity=7, flags=4),
    step("storage_vol_wipe", vol=Name("vol"), flags=0),
    step("storage_vol_delete", vol=Name("vol"), flags=0),
    *[step("secret_define_xml", "secret", xml=SECRET.format(kind, number, number), flags=0)
      for number in range(2) for kind in ("yes", "no")],
    step("secret_set_value", secret=Name("secret"), value=b"hush", flags=0),
    step("secret_undefine", secret=Name("secret")),
    step("nwfilter_define_xml", "filter", xml="<filter name='f'/>"),
    step("nwfilter_undefine", nwfilter=Name("filter")),
    *[step("nwfilter_binding_create_xml", "binding", xml=BINDING.format(one), flags=0) for one in "ab"],
    step("nwfilter_binding_delete", nwfilter=Name("binding")),
    *[step("node_device_define_xml", xml_desc=DEVICE.format(one), flags=0) for one in "ab"],
    step("node_device_create", name="a", flags=0),
    step("node_device_destroy", name="a"),
    step("node_device_undefine", name="b", flags=0),
    step("node_device_set_autostart", name="a", autostart=1),
    step("interface_change_begin", flags=0),
    step("interface_change_rollback", flags=0),
    step("interface_destroy", iface=("eth1", ""), flags=0),
    step("interface_create", iface=("eth1", ""), flags=0),
    step("interface_undefine", iface=("eth1", "")),
]  # fmt: skip


def upload(kept: Kept, pick: random.Random, names: dict[str, Any]) -> None:
    """Write somewhere into the volume that was made last, and perhaps not to the end."""
    if "vol" not in names:
        return
    try:
        stream, _ = kept.client.open("storage_vol_upload", vol=names["vol"], offset=0, length=0, flags=1)
        for _ in range(pick.randrange(4)):
            if pick.random() < 0.5:
                stream.on_data(pick.randbytes(pick.randrange(90_000)))
            else:
                stream.on_hole(pick.randrange(90_000))
        if pick.random() < 0.8:
            stream.on_finish()
        else:
            stream.on_abort()
            kept.commit()
    except LibvirtError:
        kept.commit()


@pytest.mark.parametrize("share", [0.0, 0.3])
@pytest.mark.parametrize("seed", range(3))
def test_a_random_walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, share: float) -> None:
    pick = random.Random(seed)
    steps = [one for script in SCRIPTS.values() for one in script]
    names: dict[str, Any] = {}
    before: set[Any] = set()
    for _ in range(3):
        with Kept(tmp_path / "state") as kept:
            if before:
                assert in_memory(kept.driver) == before
            with monkeypatch.context() as patch:
                full = Full(patch, share)
                for _ in range(120):
                    play(kept, [pick.choice(MORE if pick.random() < 0.8 else steps)], names)
                    if pick.random() < 0.1:
                        upload(kept, pick, names)
                        kept.agree()
            assert bool(full.refused) == bool(share)
            kept.client.session.close()
            kept.commit()
            kept.agree()
            before = in_memory(kept.driver)
