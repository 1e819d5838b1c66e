"""Servers that answer with more than was asked for, or with names that lead elsewhere."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from tests.interop.files.drivers import maker
from tests.interop.lab.sshd import LoopbackSSHD
from virtreach.errors import VirtreachError
from virtreach.errors.files import FileError
from virtreach.files import RsyncRemoteFilesystem, SftpRemoteFilesystem
from virtreach.files.sftp_link import DirectSSH
from virtreach.files.ssh_link import SSHLink


class Escaping(asyncssh.SFTPServer):
    """Lists names that lead out, and gives files that are shorter than it said."""

    async def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        for name in (b"good", b"../evil", b"/etc/evil"):
            yield asyncssh.SFTPName(name, attrs=asyncssh.SFTPAttrs(permissions=0o100644, size=4))

    async def lstat(self, path: bytes) -> asyncssh.SFTPAttrs:
        mode = 0o040755 if path == b"/dir" else 0o100644
        return asyncssh.SFTPAttrs(permissions=mode, size=1 << 20)

    async def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> Any:
        return open("/etc/hostname", "rb")


@asynccontextmanager
async def hostile(tmp_path: Path) -> AsyncIterator[SftpRemoteFilesystem]:
    """An SFTP server that means harm, and the driver on it."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    key.write_private_key(str(tmp_path / "key"))
    key.write_public_key(str(tmp_path / "key.pub"))
    server = await asyncssh.listen(
        "127.0.0.1",
        0,
        server_host_keys=[key],
        authorized_client_keys=str(tmp_path / "key.pub"),
        sftp_factory=Escaping,
    )
    known = tmp_path / "known"
    known.write_text(f"[127.0.0.1]:{server.get_port()} {(tmp_path / 'key.pub').read_text()}")
    config = tmp_path / "config"
    config.write_text(f"UserKnownHostsFile {known}\nIdentityFile {tmp_path}/key\nIdentityAgent none\n")
    link = DirectSSH("127.0.0.1", port=server.get_port(), user="me", config=str(config))
    async with SftpRemoteFilesystem("127.0.0.1", connections=link, timeout=20) as there:
        yield there
    server.close()
    await server.wait_closed()


async def test_names_that_lead_out(tmp_path: Path) -> None:
    target = tmp_path / "a/target"
    target.mkdir(parents=True)
    async with hostile(tmp_path) as there:
        with pytest.raises(FileError, match="cannot be one"):
            await there.list("/dir")
        with pytest.raises(FileError, match="cannot be one"):
            await there.copy_tree(there.path("/dir"), target)
        with pytest.raises(FileError, match="cannot be one"):
            await there.remove_dir("/dir", recursive=True)
    assert list(tmp_path.glob("**/evil")) == []
    assert list(target.iterdir()) == []


async def test_a_file_that_is_shorter_than_it_said(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("old")
    async with hostile(tmp_path) as there:
        with pytest.raises(FileError, match="shorter"):
            await there.copy_file(there.path("/file"), target)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


async def test_an_rsync_that_brings_other_files(server: LoopbackSSHD, tmp_path: Path) -> None:
    """The far side sends a directory of its own choice, whatever it is asked for."""
    evil, target = tmp_path / "evil", tmp_path / "target"
    evil.mkdir()
    (evil / "wanted").write_text("evil")
    (evil / "unwanted").write_text("evil")
    (evil / "link").symlink_to(tmp_path)
    target.mkdir()
    (target / "image").write_text("old")
    far = tmp_path / "rsync"
    far.write_text(f"#!/bin/sh\nexec /usr/bin/rsync --server --sender -vlogDtpre.LsfxCIvu . {evil}/\n")
    far.chmod(0o755)
    link = SSHLink("127.0.0.1", user="root", port=server.port, config=str(server.config))
    async with RsyncRemoteFilesystem("127.0.0.1", link=link, far_rsync=str(far), timeout=30) as there:
        with pytest.raises(VirtreachError):
            await there.copy_file(there.path("/srv/wanted"), target / "image")
        with pytest.raises(VirtreachError):
            await there.copy_tree(there.path("/srv"), target)
    assert os.listdir(target) == ["image"]
    assert (target / "image").read_text() == "old"


@pytest.mark.parametrize("driver", ["ssh", "rsync"])
async def test_a_host_that_talks_nonsense(tmp_path: Path, driver: str) -> None:
    """A forced command that prints what it likes."""
    program = tmp_path / "talk"
    program.write_text("#!/bin/sh\ncat /dev/urandom | head -c 100000; exit 0\n")
    program.chmod(0o755)
    key = f'restrict,command="{program}"'
    target = tmp_path / "target"
    with LoopbackSSHD(tmp_path / "sshd", key_options=key) as server:
        async with maker(server, driver)(timeout=30) as there:
            for work in (
                there.exists("/srv/x"),
                there.list("/srv"),
                there.copy_file(there.path("/srv/x"), target),
            ):
                with pytest.raises(VirtreachError):
                    await work
    assert not target.exists()
