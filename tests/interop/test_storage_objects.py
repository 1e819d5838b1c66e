"""Pools and volumes through their objects, against real daemons, with both clients."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.interop.clients import KINDS, connecting
from tests.interop.lab.daemon import Daemon
from virtreach.errors import libvirt as errors

MIB = 1 << 20


@pytest.fixture(params=KINDS)
def host(request: pytest.FixtureRequest, qemu_daemon: Daemon) -> Iterator[Any]:
    """A connection to a QEMU host."""
    with connecting(request.param, qemu_daemon.uri()) as connection:
        yield connection


def pool_xml(path: Path) -> str:
    return f"<pool type='dir'><name>place</name><target><path>{path}</path></target></pool>"


def volume_xml(name: str, size: int = MIB) -> str:
    return f"<volume><name>{name}</name><capacity>{size}</capacity><allocation>0</allocation></volume>"


def test_pool_lives(host: Any, tmp_path: Path) -> None:
    """A pool is defined, built, started, filled behind its back, stopped, deleted and forgotten."""
    pools = host.storage_pools
    path = tmp_path / "place"
    pool = pools.define_xml(pool_xml(path))
    try:
        assert "place" in pools.names(active=False)
        assert "place" not in pools.names(active=True)
        assert pools.count() == pools.count(active=True) + pools.count(active=False)
        pool.build()
        pool.start()
        assert pool.is_active()
        assert pool.is_persistent()
        pool.set_autostart(True)
        assert pool.autostart()
        info = pool.info()
        assert info.state == 2
        assert info.capacity >= info.available > 0
        (path / "found").write_bytes(bytes(100))
        assert pool.volumes.count() == 0
        pool.refresh()
        assert pool.volumes.names() == ["found"]
        assert pools.lookup_by_name("place") == pools.lookup_by_uuid(pool.uuid) == pool
        assert pools.lookup_by_target_path(str(path)) == pool
        assert pools.lookup_by_volume(pool.volumes.list()[0]) == pool
        assert pool in pools.list(flags=2)
        assert str(path) in pool.xml(flags=1)
        (path / "found").unlink()
        pool.destroy()
        pool.delete()
        assert not path.exists()
    finally:
        if pool.is_active():
            pool.destroy()
        pool.undefine()
    with pytest.raises(errors.NoStoragePool):
        pools.lookup_by_name("place")


def test_volume_lives(host: Any, tmp_path: Path) -> None:
    """A volume is made, copied, grown, wiped and deleted."""
    pool = host.storage_pools.create_xml(pool_xml(tmp_path / "place"), flags=1)
    try:
        assert not pool.is_persistent()
        volume = pool.volumes.create_xml(volume_xml("disk"))
        path = str(tmp_path / "place" / "disk")
        assert (volume.pool_name, volume.name, volume.key, volume.path()) == ("place", "disk", path, path)
        assert volume.pool() == pool
        assert pool.volumes.lookup_by_name("disk") == volume
        assert host.storage_volumes.lookup_by_key(path) == host.storage_volumes.lookup_by_path(path) == volume
        assert tuple(volume.info())[:2] == (0, MIB)
        # VIR_STORAGE_VOL_GET_PHYSICAL: the length of the file, though nothing is allocated.
        assert (volume.info().allocation, volume.info(flags=1).allocation) == (0, MIB)
        assert volume.upload([b"some", b"thing"], offset=7) == 9
        copy = pool.volumes.clone_xml(volume_xml("copy"), volume)
        assert (tmp_path / "place" / "copy").read_bytes()[7:16] == b"something"
        volume.resize(2 * MIB)
        assert volume.info().capacity == 2 * MIB
        with pytest.raises(errors.LibvirtError):
            volume.resize(MIB)
        volume.resize(MIB, flags=2)
        assert volume.info().capacity == 3 * MIB
        copy.wipe()
        assert not any((tmp_path / "place" / "copy").read_bytes())
        volume.wipe(algorithm=0)
        assert "<name>disk</name>" in volume.xml()
        copy.delete()
        volume.delete()
        assert pool.volumes.list() == []
        with pytest.raises(errors.NoStorageVol):
            volume.info()
    finally:
        pool.destroy()


def test_sources_are_looked_for(host: Any) -> None:
    """The server's own words say when a kind of pool cannot be searched for."""
    with pytest.raises(errors.NoSupport):
        host.storage_pools.find_sources("dir")
