"""The code of the page on remote files, run against a real SFTP server with a chroot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import virtreach.files
from tests.interop.files.test_restricted import account
from tests.interop.pages import ROOT, blocks
from virtreach.files import RemoteFilesystem, remote_filesystem

PAGE = ROOT / "docs/how-to/remote-files.md"


@pytest.mark.needs("root", "sshd", "module:asyncssh")
def test_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "disk.raw").write_bytes(b"boot" + bytes(1 << 20))
    with (
        TemporaryDirectory(prefix="vrfiles-", dir="/run") as directory,
        account("`internal-sftp`, chroot", Path(directory)) as (server, _),
    ):
        Path(directory).chmod(0o755)
        (Path(directory) / "root/srv/images").mkdir(parents=True)

        def there(host: str, *words: str, **more: Any) -> RemoteFilesystem:
            assert host == "host.example"
            return remote_filesystem(
                "127.0.0.1", *words, user="root", port=server.port, config=str(server.config), **more
            )

        monkeypatch.setattr(virtreach.files, "remote_filesystem", there, raising=False)
        run: Callable[..., None] = exec
        # What goes through proxies needs a lab: test_routes.py has it.
        found = [
            block
            for block in blocks(PAGE, "python")
            if "inventory=" not in block.code and "RouteSSH" not in block.code
        ]
        assert len(found) == 2
        for block in found:
            run(compile(block.code, f"{PAGE}:{block.line}", "exec"), {"__name__": "page", "asyncio": asyncio})
    assert capsys.readouterr().out == f"{(1 << 20) + 4} bytes are there\nTrue\n"
    assert (tmp_path / "copy.raw").read_bytes() == (tmp_path / "disk.raw").read_bytes()
