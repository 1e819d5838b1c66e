"""Which procedures are answered, and small ones that libvirt's test driver does not answer."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from tests.daemon.hypervisor.inprocess import InProcess
from virtreach.daemon.hypervisor.domains.throttle import GROUPS_MAX
from virtreach.daemon.hypervisor.table import HANDLERS, STREAMS
from virtreach.errors.libvirt import LibvirtError
from virtreach.protocol import constants as C
from virtreach.protocol import lxc, qemu, remote
from virtreach.protocol.procedure import Procedure

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "test-hypervisor.md"


def procedures() -> list[tuple[str, Procedure[Any]]]:
    """All that clients can call, by the name that handlers go by."""
    found = []
    for module in (remote, qemu, lxc):
        for name in dir(module):
            one = getattr(module, name)
            if isinstance(one, Procedure) and not one.event:
                prefix = "" if one.program == "remote" else f"{one.program}."
                found.append((prefix + one.name, one))
    return found


def test_what_is_not_answered_stands_in_the_manual() -> None:
    InProcess()
    missing = {
        name for name, one in procedures() if name not in HANDLERS and name not in STREAMS and not one.preauth
    }
    section = PAGE.read_text().partition("## What is not supported\n")[2].partition("\n## ")[0]
    said = set(
        re.findall(
            r"`([a-z_.0-9]+)`",
            "".join(line.split("|")[1] for line in section.splitlines() if line.startswith("| `")),
        )
    )
    assert said == missing


@pytest.fixture
def client() -> InProcess:
    return InProcess()


@pytest.fixture
def dom(client: InProcess) -> Any:
    return client.call("remote", "domain_lookup_by_name", name="test").dom


def test_throttle_groups(client: InProcess, dom: Any) -> None:
    disk = (
        "<disk type='file'><source file='/x'/><target dev='vdb'/>"
        "<throttlefilters><filter group='slow'/></throttlefilters></disk>"
    )
    params = {"total_iops_sec": 100}
    client.call("remote", "domain_set_throttle_group", dom=dom, group="slow", params=params, flags=3)
    params = {"total_bytes_sec": 7, "total_iops_sec": 200}
    client.call("remote", "domain_set_throttle_group", dom=dom, group="slow", params=params, flags=1)
    live = client.call("remote", "domain_get_xml_desc", dom=dom, flags=0).xml
    assert (
        "  <throttlegroups>\n    <throttlegroup>\n      <group_name>slow</group_name>\n"
        "      <total_bytes_sec>7</total_bytes_sec>\n      <total_iops_sec>200</total_iops_sec>\n"
    ) in live
    assert "<total_iops_sec>100<" in client.call("remote", "domain_get_xml_desc", dom=dom, flags=2).xml
    client.call("remote", "domain_attach_device", dom=dom, xml=disk)
    with pytest.raises(LibvirtError, match="throttle group 'slow' is still being used by disk vdb"):
        client.call("remote", "domain_del_throttle_group", dom=dom, group="slow", flags=1)
    client.call("remote", "domain_detach_device", dom=dom, xml=disk)
    client.call("remote", "domain_del_throttle_group", dom=dom, group="slow", flags=3)
    assert "throttle" not in client.call("remote", "domain_get_xml_desc", dom=dom, flags=0).xml
    with pytest.raises(LibvirtError, match="throttle group 'slow' doesn't exist"):
        client.call("remote", "domain_del_throttle_group", dom=dom, group="slow", flags=1)
    for number in range(GROUPS_MAX):
        client.call("remote", "domain_set_throttle_group", dom=dom, group=f"g{number}", params={}, flags=1)
    with pytest.raises(LibvirtError, match="more than 256 throttle groups"):
        client.call("remote", "domain_set_throttle_group", dom=dom, group="last", params={}, flags=1)


def test_dirty_rate(client: InProcess, dom: Any) -> None:
    now = 1000.0
    client.session.hypervisor.clock = lambda: now
    with pytest.raises(LibvirtError, match="please choose value within"):
        client.call("remote", "domain_start_dirty_rate_calc", dom=dom, seconds=61, flags=0)

    def stats() -> dict[str, Any]:
        kind = C.VIR_DOMAIN_STATS_DIRTYRATE
        (one,) = client.call(
            "remote", "connect_get_all_domain_stats", doms=[dom], stats=kind, flags=0
        ).ret_stats
        found: dict[str, Any] = one.params
        return found

    assert stats() == {}
    client.call("remote", "domain_start_dirty_rate_calc", dom=dom, seconds=5, flags=0)
    assert stats()["dirtyrate.calc_status"] == C.VIR_DOMAIN_DIRTYRATE_MEASURING
    now = 1005.0
    assert stats() == {
        "dirtyrate.calc_status": C.VIR_DOMAIN_DIRTYRATE_MEASURED,
        "dirtyrate.calc_start_time": 1000,
        "dirtyrate.calc_period": 5,
        "dirtyrate.calc_mode": "page-sampling",
        "dirtyrate.megabytes_per_second": 1,
    }


def test_cpus_of_the_hypervisor(client: InProcess) -> None:
    common = {"emulator": None, "arch": None, "machine": None, "virttype": None, "flags": 0}
    xml = "<cpu><arch>x86_64</arch><model>Haswell</model></cpu>"
    compared = client.call("remote", "connect_compare_hypervisor_cpu", xml_cpu=xml, **common)
    assert compared.result == C.VIR_CPU_COMPARE_IDENTICAL
    found = client.call("remote", "connect_baseline_hypervisor_cpu", xml_cpus=[xml], **common).cpu
    assert "Haswell" in found


async def test_saving_leaves_clients_time_to_watch(client: InProcess, dom: Any) -> None:
    """virsh hangs when the answer is there before it watches the job."""
    begun = asyncio.get_running_loop().time()
    await client.later("domain_save", dom=dom, to="/image")
    assert asyncio.get_running_loop().time() - begun >= 0.01
    state = client.call("remote", "domain_get_state", dom=dom, flags=0).state
    assert state == C.VIR_DOMAIN_SHUTOFF
