"""What rsync prints, as its versions print it."""

from __future__ import annotations

import pytest

from virtreach.errors import ConnectError, ServerNotAuthentic
from virtreach.errors.files import (
    FileError,
    FileNotFound,
    FileOutcomeUnknown,
    FilePermissionDenied,
    NoSpace,
    RefusedByShell,
    ToolMissing,
)
from virtreach.files.rsync_text import listed, names, removal_rules, rsync_failure, transferred


def test_a_listing() -> None:
    found = listed(
        b"receiving file list ... done\n"
        b"drwxr-xr-x          4,096 2026/11/20 12:00:00 dir\n"
        b"-rwsr-xr-t         10 1970/01/01 00:00:01 a b\\#012c\n"
        b"lrwxrwxrwx              4 2026/11/20 12:00:00 link -> dir\n"
        b"-rw-r--r--  1.024 2026/11/20 12:00:00 \xff\\#134#012\n"
        b"srw-r--r--  0 2026/11/20 12:00:00 socket\n"
    )
    assert list(found) == [b"dir", b"a b\nc", b"link", b"\xff\\#012", b"socket"]
    assert found[b"dir"].is_dir
    assert found[b"dir"].size == 4096
    assert found[b"a b\nc"].mode == 0o105755
    assert found[b"a b\nc"].mtime == 1.0
    assert found[b"link"].is_symlink
    assert found[b"\xff\\#012"].size == 1024


def test_names() -> None:
    assert names(b"/a", b"/b\nc") == b"./a\0./b\nc\0"
    assert names(b"/a", inside=True) == b"./a/\0"
    assert names(b"/", inside=True) == b"./\0"


def test_rules_take_nothing_for_a_pattern() -> None:
    assert removal_rules(b"/d*/a[b]?\\", recursive=True) == (
        b"+ /d[*]/a[[]b][?][\\\\]\0+ /d[*]/a[[]b][?][\\\\]/**\0- /d[*]/*\0"
    )
    assert removal_rules(b"/a", recursive=False) == b"+ /a\0- /a/**\0- /*\0"


def test_progress() -> None:
    assert transferred(b"\r        32,768   0%  1.00MB/s\r     1048576  50%") == (1048576, 50)
    assert transferred(b"<f+++++++++ name\n") is None


@pytest.mark.parametrize(
    ("code", "said", "kind"),
    [
        (
            11,
            'rsync: [receiver] write failed on "/x": No space left on device (28)\nrsync error: ...',
            NoSpace,
        ),
        (
            23,
            'rsync: [sender] link_stat "/x" failed: No such file or directory (2)\nrsync error: ...',
            FileNotFound,
        ),
        (23, "rsync: mkstemp failed: Permission denied (13)\nrsync error: some files", FilePermissionDenied),
        (127, "bash: rsync: command not found\nrsync error", ToolMissing),
        (
            12,
            "rsync: connection unexpectedly closed\nrsync error: error in rsync protocol",
            FileOutcomeUnknown,
        ),
        (12, "/usr/bin/rrsync error: option -s not allowed\nrsync error", RefusedByShell),
        (255, "ssh: connect to host x port 22: Connection refused", ConnectError),
        (255, "Host key verification failed.", ServerNotAuthentic),
        (255, "Connection to x closed by remote host.", FileOutcomeUnknown),
        (-9, "", FileOutcomeUnknown),
        (5, "rsync error: something new", FileError),
    ],
)
def test_exit_codes(code: int, said: str, kind: type[Exception]) -> None:
    assert type(rsync_failure(code, said, host="h", path=b"/x")) is kind
