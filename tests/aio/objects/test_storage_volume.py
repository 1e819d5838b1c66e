"""Storage volumes: every method against its procedure's codec, and what goes through streams."""

from __future__ import annotations

import io
from typing import Any

import pytest

from tests.aio.objects.fake import Case, FakeConnection
from virtreach.aio.objects.storage_pool import StoragePool
from virtreach.aio.objects.storage_volume import PoolVolumes, StorageVolume, StorageVolumes
from virtreach.errors import UsageError

POOL = ("default", bytes(range(16)))
REF = ("default", "disk.img", "/pool/disk.img")
OTHER = ("default", "copy.img", "/pool/copy.img")
HANDLE = ("StorageVolume", REF)

VOLUME = [
    Case(
        "pool",
        lambda v: v.pool(),
        "storage_pool_lookup_by_volume",
        (REF,),
        (POOL,),
        ("StoragePool", POOL),
    ),
    Case("info", lambda v: v.info(), "storage_vol_get_info", (REF,), (0, 1 << 40, 7), (0, 1 << 40, 7)),
    Case(
        "info flags",
        lambda v: v.info(flags=1),
        "storage_vol_get_info_flags",
        (REF, 1),
        (2, 9, 7),
        (2, 9, 7),
    ),
    Case("xml", lambda v: v.xml(), "storage_vol_get_xml_desc", (REF, 0), ("<v/>",), "<v/>"),
    Case("path", lambda v: v.path(), "storage_vol_get_path", (REF,), (REF[2],), REF[2]),
    Case("delete", lambda v: v.delete(flags=1), "storage_vol_delete", (REF, 1)),
    Case("wipe", lambda v: v.wipe(), "storage_vol_wipe", (REF, 0)),
    Case("wipe zero", lambda v: v.wipe(algorithm=0), "storage_vol_wipe_pattern", (REF, 0, 0)),
    Case("wipe trim", lambda v: v.wipe(algorithm=9), "storage_vol_wipe_pattern", (REF, 9, 0)),
    Case("resize", lambda v: v.resize(1 << 33, flags=4), "storage_vol_resize", (REF, 1 << 33, 4)),
]

POOL_VOLUMES = [
    Case("list", lambda c: c.list(), "storage_pool_list_all_volumes", (POOL, 1, 0), ([REF], 1), [HANDLE]),
    Case("count", lambda c: c.count(), "storage_pool_num_of_volumes", (POOL,), (4,), 4),
    Case(
        "names",
        lambda c: c.names(),
        "storage_pool_list_volumes",
        (POOL, 16384),
        (["disk.img"],),
        ["disk.img"],
    ),
    Case(
        "lookup_by_name",
        lambda c: c.lookup_by_name("disk.img"),
        "storage_vol_lookup_by_name",
        (POOL, "disk.img"),
        (REF,),
        HANDLE,
    ),
    Case(
        "create_xml",
        lambda c: c.create_xml("<v/>", flags=1),
        "storage_vol_create_xml",
        (POOL, "<v/>", 1),
        (REF,),
        HANDLE,
    ),
    Case(
        "clone_xml",
        lambda c: c.clone_xml("<v/>", StorageVolume._one(c._connection, REF), flags=2),
        "storage_vol_create_xml_from",
        (POOL, "<v/>", REF, 2),
        (OTHER,),
        ("StorageVolume", OTHER),
    ),
]

VOLUMES = [
    Case(
        "lookup_by_key",
        lambda c: c.lookup_by_key(REF[2]),
        "storage_vol_lookup_by_key",
        (REF[2],),
        (REF,),
        HANDLE,
    ),
    Case(
        "lookup_by_path",
        lambda c: c.lookup_by_path(REF[2]),
        "storage_vol_lookup_by_path",
        (REF[2],),
        (REF,),
        HANDLE,
    ),
]


def volume(connection: Any) -> StorageVolume:
    """The volume under test."""
    return StorageVolume._one(connection, REF)


@pytest.mark.parametrize("case", VOLUME, ids=lambda case: case.name)
async def test_storage_volume(case: Case) -> None:
    """A volume's method sends the right call."""
    await case.check(volume)


@pytest.mark.parametrize("case", POOL_VOLUMES, ids=lambda case: case.name)
async def test_pool_volumes(case: Case) -> None:
    """A method of a pool's volumes sends the right call."""
    await case.check(lambda connection: StoragePool._one(connection, POOL).volumes)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", VOLUMES, ids=lambda case: case.name)
async def test_storage_volumes(case: Case) -> None:
    """The collection's method sends the right call."""
    await case.check(StorageVolumes)


@pytest.mark.parametrize(("sparse", "flags"), [(False, 0), (True, 1)])
async def test_open_streams(sparse: bool, flags: int) -> None:
    """The low-level streams carry offset, length and the sparse flag."""
    connection = FakeConnection()
    upload = await volume(connection).open_upload(offset=5, length=6, sparse=sparse)
    download = await volume(connection).open_download(offset=7, length=8, sparse=sparse)
    assert connection.names == ["storage_vol_upload", "storage_vol_download"]
    assert [call.args for call in connection.calls] == [(REF, 5, 6, flags), (REF, 7, 8, flags)]
    assert connection.streams == [upload, download]


async def test_upload_file() -> None:
    """A file goes up from where it stands, and the stream ends well."""
    connection = FakeConnection()
    file = io.BytesIO(b"--data")
    file.seek(2)
    seen: list[tuple[int, int]] = []
    sent = await volume(connection).upload(file, offset=3, sparse=True, progress=lambda *at: seen.append(at))
    assert sent == 4
    (stream,) = connection.streams
    assert (stream.sent, stream.ended) == ([b"data"], "finish")
    assert connection.last.args == (REF, 3, 0, 1)
    assert (stream.options["sparse"], stream.options["length"]) == (True, None)
    assert seen == [(4, 4)]


@pytest.mark.parametrize("length", [0, 3])
@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
async def test_upload_bytes(kind: Any, length: int) -> None:
    """Bytes go up as a file does."""
    connection = FakeConnection()
    seen: list[tuple[int, int]] = []
    await volume(connection).upload(kind(b"data"), length=length, progress=lambda *at: seen.append(at))
    assert connection.streams[0].options["length"] == (length or None)
    assert connection.last.args == (REF, 0, length, 0)
    assert [total for _, total in seen] == [length or 4]


async def test_upload_pieces() -> None:
    """An iterable goes up piece by piece, no further than asked, and is not read on behind that."""
    connection = FakeConnection()
    pieces = iter([b"ab", b"cd", b"ef"])
    seen: list[tuple[int, int]] = []
    assert await volume(connection).upload(pieces, length=3, progress=lambda *at: seen.append(at)) == 3
    (stream,) = connection.streams
    assert (stream.sent, stream.ended) == ([b"ab", b"c"], "finish")
    assert seen == [(2, 3), (3, 3)]
    assert list(pieces) == [b"ef"]
    assert await volume(connection).upload([b"xy", b"z"]) == 3
    assert connection.streams[1].sent == [b"xy", b"z"]


async def test_pieces_have_no_holes() -> None:
    """Holes are refused where they cannot be found."""
    connection = FakeConnection()
    with pytest.raises(UsageError, match="only a file can have holes"):
        await volume(connection).upload([b"a"], sparse=True)
    assert connection.calls == []


async def test_upload_that_fails_aborts() -> None:
    """When the source breaks, the server is told, and the error comes out."""

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("bad disk")

    connection = FakeConnection()
    with pytest.raises(OSError, match="bad disk"):
        await volume(connection).upload(Broken())
    assert connection.streams[0].ended == "abort"


async def test_download() -> None:
    """Data and holes come down, and the stream ends well."""
    connection = FakeConnection(incoming=[b"ab", 3, b"c"])
    target = io.BytesIO()
    assert await volume(connection).download(target, sparse=True) == 6
    assert target.getvalue() == b"ab\0\0\0c"
    assert connection.names == ["storage_vol_download"]
    assert connection.streams[0].ended == "finish"


async def test_download_asks_for_the_size_only_for_progress() -> None:
    """The total that progress sees is what the volume holds from the offset, or the length."""
    seen: list[tuple[int, int]] = []
    connection = FakeConnection({"storage_vol_get_info": (0, 100, 10)}, incoming=[b"ab", 4])
    await volume(connection).download(io.BytesIO(), offset=40, progress=lambda *at: seen.append(at))
    assert connection.names == ["storage_vol_get_info", "storage_vol_download"]
    assert seen.pop() == (6, 60)
    await volume(connection).download(io.BytesIO(), length=7, progress=lambda *at: seen.append(at))
    assert connection.names[2:] == ["storage_vol_download"]
    assert seen.pop() == (6, 7)


def test_handle() -> None:
    """A handle knows its pool's name, its own, and its key."""
    connection: Any = FakeConnection()
    one = volume(connection)
    assert (one.pool_name, one.name, one.key) == REF
    assert repr(one) == "<StorageVolume 'disk.img' in 'default'>"
    assert PoolVolumes(StoragePool._one(connection, POOL))._owner.name == "default"


async def test_what_cannot_be_moved_is_said_before_anything_is_sent() -> None:
    """A name in place of an open file, and files that are open as text."""
    connection = FakeConnection()
    for source in ("/images/disk.img", io.StringIO("text")):
        with pytest.raises(UsageError, match=r"open\(\.\.\., 'rb'\)"):
            await volume(connection).upload(source)
        with pytest.raises(UsageError, match=r"open\(\.\.\., 'wb'\)"):
            await volume(connection).download(source)
    assert connection.calls == []
