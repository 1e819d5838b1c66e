"""Files that the command reads and writes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from virtreach.cli import files
from virtreach.cli.failures import FILE, CommandFailed


def test_a_file_is_replaced_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "picture"
    path.write_bytes(b"old")

    def fail(_from: str, _to: str) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        with pytest.raises(OSError, match="Input/output"):
            files.write_whole(str(path), b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["picture"]
    files.write_whole(str(path), b"new")
    assert path.read_bytes() == b"new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["picture"]


def test_permissions_are_those_of_a_new_file(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        files.write_whole(str(tmp_path / "picture"), b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "picture").stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("target")
    files.write_whole(str(tmp_path / "link"), b"x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"x"


def test_what_is_no_file_is_written_to() -> None:
    files.write_whole("/dev/null", b"x")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_the_error_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        files.write_whole(str(tmp_path / "nowhere" / "picture"), b"x")
    assert caught.value.filename == str(tmp_path / "nowhere" / "picture")


def test_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    files.write_whole("-", b"\x89PNG")
    assert capfdbinary.readouterr().out == b"\x89PNG"
    os.write(1, b"still open")
    assert capfdbinary.readouterr().out == b"still open"


def test_text_is_utf8(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_bytes("<é/>".encode())
    assert files.read_text(str(path)) == "<é/>"
    path.write_bytes(b"<\xe9/>")
    with pytest.raises(CommandFailed, match="not UTF-8") as caught:
        files.read_text(str(path))
    assert caught.value.code == FILE
