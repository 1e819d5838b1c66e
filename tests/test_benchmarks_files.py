"""The benchmark of file drivers works, with amounts that say nothing about speed."""

from __future__ import annotations

import pytest

from benchmarks.report import as_text


@pytest.mark.needs("root", "sshd", "ssh", "scp", "rsync", "module:asyncssh", "/usr/lib/openssh/sftp-server")
def test_every_row_is_measured() -> None:
    from benchmarks.files import Amounts, measure

    mib = 1 << 20
    rows = measure(Amounts(2 * mib, 64 * mib, 4 * mib, 20, 1, 1, 20))
    # It would have raised had a copy differed from its source, or lost its holes.
    assert [row.name.partition(" beside ")[0] for row in rows] == [
        *("sftp driver", "ssh driver", "rsync driver", "sftp driver"),
        "sftp driver",
        *("sftp driver", "rsync driver", "rsync driver"),
        *("sftp driver", "ssh driver", "rsync driver"),
    ]
    assert "<= 5 ms" in as_text(rows)
