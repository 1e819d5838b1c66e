"""Volumes up and down, dense and sparse, with both clients."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.interop.clients import KINDS, connecting
from tests.interop.lab.daemon import Daemon
from virtreach.errors import LibvirtError

MIB = 1 << 20


@pytest.fixture(params=KINDS)
def pool(request: pytest.FixtureRequest, qemu_daemon: Daemon, tmp_path: Path) -> Iterator[Any]:
    """A pool in a fresh directory."""
    (tmp_path / "pool").mkdir()
    xml = f"<pool type='dir'><name>p</name><target><path>{tmp_path}/pool</path></target></pool>"
    with connecting(request.param, qemu_daemon.uri()) as connection:
        pool = connection.storage_pools.create_xml(xml)
        yield pool
        pool.destroy()


def make_volume(pool: Any, size: int, name: str = "v") -> Any:
    return pool.volumes.create_xml(
        f"<volume><name>{name}</name><capacity>{size}</capacity><allocation>0</allocation></volume>"
    )


def test_upload_and_download(pool: Any) -> None:
    data = Random(1).randbytes(5 * MIB + 123)
    volume = make_volume(pool, len(data))
    seen: list[int] = []
    assert volume.upload(io.BytesIO(data), progress=lambda done, total: seen.append(done)) == len(data)
    assert seen[-1] == len(data)
    back = io.BytesIO()
    assert volume.download(back) == len(data)
    assert back.getvalue() == data
    assert Path(volume.path()).read_bytes() == data


def test_parts(pool: Any) -> None:
    volume = make_volume(pool, MIB)
    volume.upload(io.BytesIO(b"x" * 100), offset=5000)
    back = io.BytesIO()
    volume.download(back, offset=4990, length=120)
    assert back.getvalue() == bytes(10) + b"x" * 100 + bytes(10)


def test_empty_upload(pool: Any) -> None:
    volume = make_volume(pool, MIB)
    assert volume.upload(io.BytesIO(b"")) == 0


def test_sparse(pool: Any, tmp_path: Path) -> None:
    source = tmp_path / "source"
    with source.open("wb") as file:
        file.write(b"start" * 1000)
        file.seek(40 * MIB)
        file.write(b"middle" * 1000)
        file.truncate(64 * MIB)
    volume = make_volume(pool, 64 * MIB)
    with source.open("rb") as file:
        assert volume.upload(file, sparse=True) == 64 * MIB
    stored = Path(volume.path())
    assert stored.read_bytes() == source.read_bytes()
    assert stored.stat().st_blocks * 512 < MIB
    target = tmp_path / "target"
    with target.open("wb") as file:
        assert volume.download(file, sparse=True) == 64 * MIB
    assert target.stat().st_size == 64 * MIB
    assert target.stat().st_blocks * 512 < MIB
    assert target.read_bytes() == source.read_bytes()


def test_abort_leaves_the_connection_usable(pool: Any) -> None:
    volume = make_volume(pool, 64 * MIB)
    stream = volume.open_upload()
    stream.send(b"x" * MIB)
    stream.abort()
    stream = volume.open_download()
    assert stream.recv()
    stream.abort()
    assert volume.info().capacity == 64 * MIB


def test_servers_error_in_a_stream(pool: Any) -> None:
    volume = make_volume(pool, MIB)
    Path(volume.path()).unlink()
    with pytest.raises(LibvirtError):
        volume.upload(io.BytesIO(bytes(MIB)))
    with pytest.raises(LibvirtError):
        volume.download(io.BytesIO())


def test_several_streams_at_once(pool: Any) -> None:
    """A call and two streams share the connection."""
    first, second = make_volume(pool, 8 * MIB, "a"), make_volume(pool, 8 * MIB, "b")
    data = Random(2).randbytes(8 * MIB)
    with first.open_upload() as one, second.open_upload() as other:
        for start in range(0, len(data), MIB):
            one.send(data[start : start + MIB])
            other.send(data[start : start + MIB])
            assert first.info().capacity == 8 * MIB
    with first.open_download() as one, second.open_download() as other:
        assert b"".join(one) == data
        assert b"".join(other) == data
