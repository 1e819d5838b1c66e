"""Thousands of objects: each costs as much as the first ones did, and all can be listed."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from tests.daemon.hypervisor.inprocess import InProcess
from tests.daemon.hypervisor.persistence.shelves import Kept, definition
from virtreach.daemon.hypervisor.driver import TestDriver
from virtreach.errors.libvirt import LibvirtError

COUNT = 4000
PART = 400
# What is quadratic comes to ten.
FACTOR = 3.0


def linear(call: Callable[[int], object], count: int = COUNT) -> None:
    """Make calls; those at the end take the processor no longer than those at the beginning, give or take."""
    gc.collect()
    times = []
    for start in range(0, count, PART):
        before = process_time()
        for number in range(start, start + PART):
            call(number)
        times.append(process_time() - before)
    assert min(times[-3:]) < FACTOR * max(times[:2]), times


def test_domains() -> None:
    client = InProcess(TestDriver())
    found = []
    linear(
        lambda number: found.append(
            client.call("remote", "domain_define_xml", xml=definition(f"d{number}")).dom
        )
    )
    linear(lambda number: client.call("remote", "domain_create", dom=found[number]))
    linear(lambda number: client.call("remote", "connect_num_of_domains"), 2 * PART)
    listed = client.call("remote", "connect_list_all_domains", need_results=1, flags=0)
    assert listed.ret == COUNT + 1
    assert len(client.call("remote", "connect_list_domains", maxids=16384).ids) == COUNT + 1
    stats = client.call("remote", "connect_get_all_domain_stats", doms=[], stats=1, flags=0)
    assert len(stats[0]) == COUNT + 1
    linear(lambda number: client.call("remote", "domain_destroy", dom=found[number]))
    linear(lambda number: client.call("remote", "domain_undefine", dom=found[number]))


def test_volumes() -> None:
    client = InProcess(TestDriver())
    pool = client.call("remote", "storage_pool_lookup_by_name", name="default-pool").pool
    text = "<volume><name>v{}</name><capacity>4096</capacity></volume>"

    def create(number: int) -> object:
        return client.call("remote", "storage_vol_create_xml", pool=pool, xml=text.format(number), flags=0)

    linear(create)
    assert client.call("remote", "storage_pool_get_info", pool=pool).allocation == COUNT * 4096
    linear(
        lambda number: client.call("remote", "storage_vol_lookup_by_path", path=f"/default-pool/v{number}"),
        2 * PART,
    )
    client.call("remote", "storage_pool_destroy", pool=pool)
    client.call("remote", "storage_pool_delete", pool=pool, flags=0)
    assert client.call("remote", "storage_pool_get_info", pool=pool).allocation == 0


def test_snapshots_of_one_domain() -> None:
    client = InProcess(TestDriver())
    dom = client.call("remote", "domain_lookup_by_name", name="test").dom
    text = "<domainsnapshot><name>s{}</name></domainsnapshot>"

    def create(number: int) -> object:
        return client.call(
            "remote", "domain_snapshot_create_xml", dom=dom, xml_desc=text.format(number), flags=0
        )

    linear(create)
    client.driver.limits.moments = COUNT
    with pytest.raises(LibvirtError, match="test_max_moments"):
        create(COUNT)
    assert client.call("remote", "domain_snapshot_num", dom=dom, flags=0).num == COUNT


def test_domains_in_a_file(tmp_path: Path) -> None:
    with Kept(tmp_path / "state") as kept:
        kept.file.connection.execute("PRAGMA synchronous = OFF")
        linear(lambda number: kept.call("domain_define_xml", xml=definition(f"d{number}")), 4 * PART)
        kept.agree()
    with Kept(tmp_path / "state") as again:
        assert again.call("connect_num_of_defined_domains").num == 4 * PART
