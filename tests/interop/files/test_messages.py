"""Errors say what to do: missing directories, directories for files, drivers that an account or option is not for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.interop.files.drivers import Make, maker
from tests.interop.lab.sshd import LoopbackSSHD
from virtreach.cli.failures import explain
from virtreach.errors import UsageError
from virtreach.errors.files import (
    DirectoryNotEmpty,
    FileNotFound,
    FileTimeout,
    RefusedByShell,
    Unsupported,
    WrongFileType,
)

pytestmark = pytest.mark.needs("root", "sshd", "ssh", "scp", "rsync", "module:asyncssh")


async def test_missing_directory(make: Make, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_text("data")
    target = f"{tmp_path}/missing/target"
    async with make() as there:
        for work in (
            there.copy_file(source, there.path(target)),
            there.create_file(target),
            there.create_dir(target),
        ):
            with pytest.raises(FileNotFound, match="--parents") as caught:
                await work
            assert caught.value.path == target.encode()
        beside = f"{source}/target"
        with pytest.raises(WrongFileType):
            await there.copy_file(source, there.path(beside))
        with pytest.raises(FileNotFound) as plain:
            await there.stat(target)
    assert "--parents" not in str(plain.value)


async def test_directories_where_files_are_meant(make: Make, tmp_path: Path) -> None:
    source, full = tmp_path / "source", tmp_path / "full"
    source.write_text("data")
    (full / "deep").mkdir(parents=True)
    async with make() as there:
        with pytest.raises(UsageError, match="virtreach sync"):
            await there.copy_file(full, there.path(f"{tmp_path}/new"))
        with pytest.raises(WrongFileType, match="virtreach sync"):
            await there.copy_file(there.path(str(full)), tmp_path / "new")
        with pytest.raises(DirectoryNotEmpty) as not_empty:
            await there.remove_dir(str(full))
        with pytest.raises(WrongFileType, match="end it with '/'") as local:
            await there.copy_file(there.path(str(source)), full)
    assert "--recursive" in explain(not_empty.value)[1]
    assert explain(local.value)[0] == 7


async def test_who_can_do_it_is_said(server: LoopbackSSHD) -> None:
    async with maker(server, "ssh")() as there:
        with pytest.raises(Unsupported, match="'rsync' and 'sftp' can"):
            await there.copy_file("/etc/hostname", there.path("/x"), resume=True)
    async with maker(server, "sftp")() as there:
        with pytest.raises(Unsupported, match="'ssh' and 'rsync' can"):
            await there.copy_file("/etc/hostname", there.path("/x"), compress=True)


def test_what_to_do_after_a_timeout_is_said_once() -> None:
    assert explain(FileTimeout("not done", host="n1"))[1].count("look at the host") == 1


@pytest.fixture(scope="module")
def only_sftp() -> Iterator[LoopbackSSHD]:
    """An account that has SFTP and nothing else."""
    settings = ["Subsystem sftp internal-sftp", "ForceCommand internal-sftp"]
    with TemporaryDirectory(prefix="vrfiles-", dir="/tmp") as directory:
        with LoopbackSSHD(Path(directory) / "sshd", settings=settings) as running:
            yield running


@pytest.mark.parametrize("name", ["ssh", "rsync"])
async def test_an_account_for_sftp_alone(only_sftp: LoopbackSSHD, name: str, tmp_path: Path) -> None:
    async with maker(only_sftp, name)() as there:
        for work in (there.create_dir(f"{tmp_path}/new"), there.stat(str(tmp_path))):
            with pytest.raises(RefusedByShell, match="--transport sftp"):
                await work
    assert os.listdir(tmp_path) == []
