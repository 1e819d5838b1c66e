"""Storage pools: every method against its procedure's codec."""

from __future__ import annotations

from typing import Any

import pytest

from tests.aio.objects.fake import Case, FakeConnection
from virtreach.aio.objects.storage_pool import StoragePool, StoragePools
from virtreach.aio.objects.storage_volume import PoolVolumes, StorageVolume

UUID = bytes(range(16))
REF = ("default", UUID)
HANDLE = ("StoragePool", REF)
VOLUME = ("default", "disk.img", "/pool/disk.img")

POOL = [
    Case("start", lambda p: p.start(flags=1), "storage_pool_create", (REF, 1)),
    Case("build", lambda p: p.build(flags=1), "storage_pool_build", (REF, 1)),
    Case("destroy", lambda p: p.destroy(), "storage_pool_destroy", (REF,)),
    Case("delete", lambda p: p.delete(flags=1), "storage_pool_delete", (REF, 1)),
    Case("undefine", lambda p: p.undefine(), "storage_pool_undefine", (REF,)),
    Case("refresh", lambda p: p.refresh(), "storage_pool_refresh", (REF, 0)),
    Case("info", lambda p: p.info(), "storage_pool_get_info", (REF,), (2, 1 << 40, 7, 5), (2, 1 << 40, 7, 5)),
    Case("xml", lambda p: p.xml(flags=1), "storage_pool_get_xml_desc", (REF, 1), ("<p/>",), "<p/>"),
    Case("autostart", lambda p: p.autostart(), "storage_pool_get_autostart", (REF,), (1,), True),
    Case("set_autostart", lambda p: p.set_autostart(False), "storage_pool_set_autostart", (REF, 0)),
    Case("is_active", lambda p: p.is_active(), "storage_pool_is_active", (REF,), (0,), False),
    Case("is_persistent", lambda p: p.is_persistent(), "storage_pool_is_persistent", (REF,), (1,), True),
]

POOLS = [
    Case("list", lambda c: c.list(flags=2), "connect_list_all_storage_pools", (1, 2), ([REF], 1), [HANDLE]),
    Case("list active", lambda c: c.list(active=True), "connect_list_all_storage_pools", (1, 2), ([], 0), []),
    Case(
        "list inactive", lambda c: c.list(active=False), "connect_list_all_storage_pools", (1, 1), ([], 0), []
    ),
    Case("count active", lambda c: c.count(active=True), "connect_num_of_storage_pools", (), (3,), 3),
    Case(
        "count defined", lambda c: c.count(active=False), "connect_num_of_defined_storage_pools", (), (2,), 2
    ),
    Case(
        "names active",
        lambda c: c.names(active=True),
        "connect_list_storage_pools",
        (16384,),
        (["a"],),
        ["a"],
    ),
    Case(
        "names defined",
        lambda c: c.names(active=False),
        "connect_list_defined_storage_pools",
        (16384,),
        (["b"],),
        ["b"],
    ),
    Case(
        "lookup_by_name",
        lambda c: c.lookup_by_name("default"),
        "storage_pool_lookup_by_name",
        ("default",),
        (REF,),
        HANDLE,
    ),
    Case(
        "lookup_by_uuid",
        lambda c: c.lookup_by_uuid(UUID),
        "storage_pool_lookup_by_uuid",
        (UUID,),
        (REF,),
        HANDLE,
    ),
    Case(
        "lookup_by_volume",
        lambda c: c.lookup_by_volume(StorageVolume._one(c._connection, VOLUME)),
        "storage_pool_lookup_by_volume",
        (VOLUME,),
        (REF,),
        HANDLE,
    ),
    Case(
        "lookup_by_target_path",
        lambda c: c.lookup_by_target_path("/pool"),
        "storage_pool_lookup_by_target_path",
        ("/pool",),
        (REF,),
        HANDLE,
    ),
    Case(
        "define_xml",
        lambda c: c.define_xml("<p/>", flags=1),
        "storage_pool_define_xml",
        ("<p/>", 1),
        (REF,),
        HANDLE,
    ),
    Case(
        "create_xml",
        lambda c: c.create_xml("<p/>", flags=1),
        "storage_pool_create_xml",
        ("<p/>", 1),
        (REF,),
        HANDLE,
    ),
    Case(
        "find_sources",
        lambda c: c.find_sources("netfs", source="<source/>"),
        "connect_find_storage_pool_sources",
        ("netfs", "<source/>", 0),
        ("<sources/>",),
        "<sources/>",
    ),
]


@pytest.mark.parametrize("case", POOL, ids=lambda case: case.name)
async def test_storage_pool(case: Case) -> None:
    """A pool's method sends the right call."""
    await case.check(lambda connection: StoragePool._one(connection, REF))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", POOLS, ids=lambda case: case.name)
async def test_storage_pools(case: Case) -> None:
    """The collection's method sends the right call."""
    await case.check(StoragePools)


async def test_all_take_two_calls() -> None:
    """Without a choice, running and defined pools are asked for and joined."""
    connection = FakeConnection(
        {
            "connect_list_storage_pools": (["a"],),
            "connect_list_defined_storage_pools": (["b"],),
            "connect_num_of_storage_pools": (1,),
            "connect_num_of_defined_storage_pools": (4,),
        }
    )
    assert await StoragePools(connection).names() == ["a", "b"]
    assert await StoragePools(connection).count() == 5


async def test_info_has_names() -> None:
    """The figures of a pool are a record."""
    connection: Any = FakeConnection({"storage_pool_get_info": (2, 100, 60, 40)})
    info = await StoragePool._one(connection, REF).info()
    assert (info.state, info.capacity, info.allocation, info.available) == (2, 100, 60, 40)


def test_facet() -> None:
    """A pool has volumes."""
    connection: Any = FakeConnection()
    assert isinstance(StoragePool._one(connection, REF).volumes, PoolVolumes)
