"""Reading `host:path`."""

from __future__ import annotations

import pytest

from virtreach.cli.remote_files import as_host, local_or_remote, remote
from virtreach.errors import UsageError


@pytest.mark.parametrize(
    ("text", "host", "user", "path"),
    [
        ("host:/a", "host", None, b"/a"),
        ("me@host:/a:b", "host", "me", b"/a:b"),
        ("[::1]:/a", "::1", None, b"/a"),
        ("me@[fe80::1%eth0]:/a", "fe80::1%eth0", "me", b"/a"),
        ("[lab/n1]:/a", "lab/n1", None, b"/a"),
        ("x/[lab/n1]:/a", None, None, b"x/[lab/n1]:/a"),
        ("/a:b", None, None, b"/a:b"),
        ("./a:b", None, None, b"./a:b"),
        ("file", None, None, b"file"),
        ("[x]/y:z", None, None, b"[x]/y:z"),
        (":/a", None, None, b":/a"),
        ("host:/\udcff", "host", None, b"/\xff"),
    ],
)
def test_places(text: str, host: str | None, user: str | None, path: bytes) -> None:
    place = local_or_remote(text)
    assert (place.host, place.user, place.path) == (host, user, path)


@pytest.mark.parametrize("text", ["host:", "me@:/a"])
def test_half_a_place(text: str) -> None:
    with pytest.raises(UsageError):
        local_or_remote(text)


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("lab/n1:/x", "[lab/n1]:/x"),
        ("lab/n1", "host:/path"),
        ("/lab/n1:/x", "host:/path"),
        ("./n1:/x", "host:/path"),
        ("../n1:/x", "host:/path"),
        ("a/b/n1:/x", "host:/path"),
        ("lab/:/x", "host:/path"),
    ],
)
def test_a_node_with_its_cluster_wants_brackets(text: str, better: str) -> None:
    assert as_host(text) == better
    with pytest.raises(UsageError) as caught:
        remote(text)
    assert str(caught.value).endswith(f"write {better}")


def test_a_host_is_needed() -> None:
    assert str(remote("host:/a")) == "host:/a"
    with pytest.raises(UsageError):
        remote("/a")
