"""Which of its two protocols `scp` is told to speak: the words for a missing subsystem are those for a cut."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.interop.lab.sshd import LoopbackSSHD
from virtreach.errors import OutcomeUnknown
from virtreach.errors.files import FileError, Unsupported
from virtreach.files import SshRemoteFilesystem
from virtreach.files.ssh_link import SSHLink

NEWLINE = "new\nline"


def noting(tmp_path: Path, then: str) -> Path:
    """A program that writes down whether it was called with ``-s`` or ``-O``."""
    program = tmp_path / "scp"
    program.write_text(f'#!/bin/sh\necho "$2" >> {tmp_path}/called\n{then}\n')
    program.chmod(0o755)
    return program


def driver(server: LoopbackSSHD, scp: Path) -> SshRemoteFilesystem:
    link = SSHLink("127.0.0.1", user="root", port=server.port, config=str(server.config))
    return SshRemoteFilesystem("127.0.0.1", link=link, scp=str(scp), timeout=60)


async def test_a_cut_is_no_missing_subsystem(server: LoopbackSSHD, tmp_path: Path) -> None:
    (tmp_path / "source").write_text("data")
    broken = noting(tmp_path, "echo 'scp: Connection closed' >&2; exit 255")
    async with driver(server, broken) as there:
        for _ in range(2):
            with pytest.raises(OutcomeUnknown):
                await there.copy_file(tmp_path / "source", there.path(f"{tmp_path}/target"))
        assert (tmp_path / "called").read_text() == "-s\n-s\n"
        noting(tmp_path, 'exec /usr/bin/scp "$@"')
        # The old protocol could not carry this name.
        await there.copy_file(tmp_path / "source", there.path(f"{tmp_path}/{NEWLINE}"))
    assert sorted(os.listdir(tmp_path)) == ["called", NEWLINE, "scp", "source"]


async def test_a_host_without_the_subsystem(tmp_path: Path) -> None:
    (tmp_path / "source").write_text("data")
    scp = noting(tmp_path, 'exec /usr/bin/scp "$@"')
    with LoopbackSSHD(tmp_path / "sshd") as server:
        async with driver(server, scp) as there:
            for name in ("two words", "$(id)"):
                await there.copy_file(tmp_path / "source", there.path(f"{tmp_path}/{name}"))
                await there.copy_file(there.path(f"{tmp_path}/{name}"), tmp_path / "back")
                assert (tmp_path / "back").read_text() == "data"
            with pytest.raises(Unsupported, match="cannot carry this name"):
                await there.copy_file(tmp_path / "source", there.path(f"{tmp_path}/{NEWLINE}"))
            with pytest.raises(FileError):
                await there.copy_file(there.path(f"{tmp_path}/none"), tmp_path / "back")
    assert (tmp_path / "called").read_text().split() == ["-s", *["-O"] * 4]
    assert sorted(os.listdir(tmp_path)) == ["$(id)", "back", "called", "scp", "source", "sshd", "two words"]
