"""Which of OpenSSH's configuration files are heeded."""

from __future__ import annotations

from pathlib import Path

import pytest

from virtreach.cli.main import run
from virtreach.errors import ConfigError

pytestmark = pytest.mark.needs("module:asyncssh")


def test_a_file_that_was_named_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from virtreach.routes.ssh.openssh import FILES, openssh_chain

    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "config").write_text("Host n1\nHostName 192.0.2.1\n")
    assert openssh_chain("n1", files=("~/config",)).label.endswith("192.0.2.1")
    for files in (FILES, ("none",), ("/dev/null",)):
        assert openssh_chain("n1", files=files).label.endswith("n1")
    for name, complaint in (("~/absent", "there is no such file"), ("/proc", "this is no file")):
        with pytest.raises(ConfigError, match=complaint):
            openssh_chain("n1", files=(str(tmp_path / "config"), name))


@pytest.mark.parametrize(
    "words",
    [
        ("run", "n1", "--", "true"),
        ("ssh", "n1"),
        ("http", "n1", ":1/"),
        ("route", "n1"),
        ("forward", "n1", "0:1"),
    ],
)
def test_commands_say_so(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VIRTREACH_INVENTORY", "")
    assert run([words[0], "--ssh-config", "/proc/none/config", *words[1:]]) == 2
    assert "no such file" in capsys.readouterr().err
