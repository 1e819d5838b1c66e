"""Setting up the tree: what is decided before anything is installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools import bootstrap


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree of its own for bootstrap, with a list of Debian packages."""
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(bootstrap, "VENV_PYTHON", str(tmp_path / ".venv/bin/python"))
    monkeypatch.setattr(bootstrap, "REQUIREMENTS", str(tmp_path))
    monkeypatch.setattr(bootstrap, "STAMPS", str(tmp_path / "stamps"))
    (tmp_path / "debian.txt").write_text(
        "# package  groups\nbash  demo test  # a shell\nno-such-package  test\n"
    )
    return tmp_path


def test_packages_of_a_group(tree: Path) -> None:
    assert bootstrap.debian_packages("demo") == ["bash"]
    assert bootstrap.debian_packages("test") == ["bash", "no-such-package"]
    with pytest.raises(SystemExit):
        bootstrap.debian_packages("nonsense")


@pytest.mark.needs("dpkg-query")
def test_missing_packages_are_found() -> None:
    assert bootstrap.missing_packages(["bash", "no-such-package"]) == ["no-such-package"]


@pytest.mark.parametrize("root", [True, False])
def test_only_root_installs(
    tree: Path, root: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installed: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "is_root", lambda: root)
    monkeypatch.setattr(bootstrap, "apt_install", installed.append)
    monkeypatch.setattr(bootstrap, "missing_packages", lambda names: names[1:])
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    bootstrap.provide_debian("test")
    assert installed == ([["no-such-package"]] if root else [])
    assert ("sudo apt-get install no-such-package" in capsys.readouterr().err) is not root


def test_pip_runs_when_its_input_changes(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "run", lambda argv, **_: ran.append(argv))
    lock = tree / "group.txt"
    lock.write_text("one\n")
    for _ in range(2):
        bootstrap.install_once("group", [str(lock)], ["--requirement", str(lock)], {})
    assert len(ran) == 1
    lock.write_text("two\n")
    bootstrap.install_once("group", [str(lock)], ["--requirement", str(lock)], {})
    assert len(ran) == 2
    assert ran[0][1:4] == ["-m", "pip", "install"]


def test_a_broken_environment_is_not_usable(tree: Path) -> None:
    assert not bootstrap.venv_is_usable()
    python = tree / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to("/nowhere/python3")
    assert not bootstrap.venv_is_usable()


def test_an_old_python_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 0))
    with pytest.raises(SystemExit):
        bootstrap.main(["test"])
    assert "needs Python 99.0" in capsys.readouterr().err


def test_nonsense_gets_the_usage() -> None:
    done = subprocess.run(
        [sys.executable, bootstrap.__file__, "--nonsense"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "usage" in done.stderr


def test_without_any_way_to_an_environment(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "has_module", lambda *_: False)
    monkeypatch.setattr(bootstrap, "works", lambda *_: False)
    monkeypatch.setattr(bootstrap, "is_root", lambda: False)
    with pytest.raises(SystemExit):
        bootstrap.make_venv()
    assert "apt-get install python3-venv" in capsys.readouterr().err
