"""The generator of blocking objects."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import twin


def body(source: str) -> str:
    """Return what a source becomes, without the header line."""
    return twin.rewrite(source, "aio/objects/x.py").partition("\n")[2]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("async def f():\n    return await g(await h())\n", "def f():\n    return g(h())\n"),
        ("    async with a as b:\n        pass\n".lstrip(), "with a as b:\n        pass\n"),
        ("x = [y async for y in z]\n", "x = [y for y in z]\n"),
        (
            "from virtreach.aio.objects.base import Facet\n",
            "from virtreach.blocking.objects.base import Facet\n",
        ),
        (
            "async def __aenter__(self) -> AsyncIterator[int]: ...\n",
            "def __enter__(self) -> Iterator[int]: ...\n",
        ),
        (
            '"""Call ``await domain.xml()``.\n\nShared by tasks.\n"""\n',
            '"""Call ``domain.xml()``.\n\nShared by threads.\n"""\n',
        ),
        (
            "x = f(\n    await a,  # an async iterator\n    b,\n)\n",
            "x = f(\n    a,  # an iterator\n    b,\n)\n",
        ),
        ("awaited = asynchronously = 1\n", "awaited = asynchronously = 1\n"),
    ],
)
def test_rewrite(source: str, expected: str) -> None:
    assert body(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "import asyncio\n",
        '"""A thing to be awaited."""\n',
        "# see asyncio.Queue\n",
        "def f(x: Awaitable[int]) -> int: ...\n",
    ],
)
def test_what_has_no_blocking_form_is_refused(source: str) -> None:
    with pytest.raises(twin.TwinError, match=r"x\.py:1"):
        body(source)


def test_check_looks_both_ways(tmp_path: Path) -> None:
    made = {"objects/a.py": "1\n", "objects/sub/b.py": "2\n", "events.py": "3\n"}
    (tmp_path / "link.py").write_text("written by hand\n")
    assert twin.write(made, tmp_path) == 3
    assert twin.write(made, tmp_path) == 0
    assert twin.differences(made, tmp_path) == []
    (tmp_path / "objects/a.py").write_text("changed\n")
    (tmp_path / "objects/orphan.py").write_text("")
    (tmp_path / "former.py").write_text(twin.HEADER.format(source="aio/former.py"))
    (tmp_path / "objects/sub/b.py").unlink()
    assert twin.differences(made, tmp_path) == [
        "objects/sub/b.py is missing",
        "former.py has no source",
        "objects/orphan.py has no source",
        "objects/a.py is not what its source gives",
    ]
    assert twin.write(made, tmp_path) == 4
    assert twin.differences(made, tmp_path) == []
    assert (tmp_path / "link.py").exists()
