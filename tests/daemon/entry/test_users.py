"""The file of users."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from virtreach.daemon.entry import users
from virtreach.daemon.entry.users import UserFile
from virtreach.errors import ConfigError
from virtreach.session.sasl.secret import Secret
from virtreach.session.sasl.verifiers import digest_verifier, make_scram, mock_scram, scram_text


def line(name: str, password: str = "x", iterations: int = 4096) -> str:
    return f"{name}:{scram_text(make_scram(Secret(password), iterations=iterations))}\n"


def write(path: Path, text: str, mode: int = 0o600) -> str:
    path.write_text(text)
    path.chmod(mode)
    return str(path)


def test_users_are_found(tmp_path: Path) -> None:
    digest = digest_verifier("bob", "host:1", Secret("x"))
    text = f"# users\n\n{line('alice')}bob:DIGEST-MD5$host:1:{digest.hex()}\n"
    source = UserFile(write(tmp_path / "users", text))
    assert source.scram("alice", "sha256") is not None
    assert source.scram("alice", "sha1") is None
    assert source.scram("bob", "sha256") is None
    assert source.digest("bob", "host:1") == digest
    assert source.digest("bob", "elsewhere") is None
    assert source.mock("carol", "sha256").iterations == 4096
    again = UserFile(str(tmp_path / "users"))
    assert again.mock("carol", "sha256").salt == source.mock("carol", "sha256").salt


def test_no_user_alone_knows_the_key_of_made_up_salts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = tmp_path / "machine-id"
    machine.write_text("0" * 32 + "\n")
    monkeypatch.setattr(users, "_MACHINE_ID", str(machine))
    first, middle, last = line("alice"), line("bob"), line("carol")

    def salt(text: str) -> bytes:
        return UserFile(write(tmp_path / "users", text)).mock("nobody", "sha256").salt

    source = UserFile(write(tmp_path / "users", first + last))
    for name in ("alice", "carol"):
        verifier = source.scram(name, "sha256")
        assert verifier is not None
        assert mock_scram("nobody", "sha256", verifier.server_key).salt != salt(first + last)
    # It stays while these do, whatever happens to others, and depends on each.
    assert salt(first + middle + last) == salt(first + last)
    assert len({salt(first + last), salt(first), salt(last), salt(line("alice") + last)}) == 4
    before = salt(first)
    machine.unlink()
    assert salt(first) not in (before, mock_scram("nobody", "sha256", _server_key(tmp_path)).salt)


def _server_key(directory: Path) -> bytes:
    verifier = UserFile(str(directory / "users")).scram("alice", "sha256")
    assert verifier is not None
    return verifier.server_key


def test_changes_take_effect_and_mistakes_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = [100.0]
    monkeypatch.setattr(users, "monotonic", lambda: now[0])
    path = tmp_path / "users"
    source = UserFile(write(path, line("alice")))
    write(path, line("bob") + line("carol"))
    assert source.scram("bob", "sha256") is None
    now[0] += 2
    assert source.scram("bob", "sha256") is not None
    assert source.scram("alice", "sha256") is None
    write(path, "nonsense\n")
    now[0] += 2
    assert source.scram("bob", "sha256") is not None
    assert "the users stay as they were" in caplog.text
    os.unlink(path)
    now[0] += 2
    assert source.scram("bob", "sha256") is not None


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o620, 0o602])
def test_a_file_for_everybody_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(ConfigError, match="chmod"):
        UserFile(write(tmp_path / "users", line("alice"), mode))


@pytest.mark.parametrize(
    "text",
    [
        "secretpassword",
        "alice:secretpassword",
        "alice:SCRAM-SHA-256$secretpassword",
        ":x",
        "a:DIGEST-MD5$r:secretpassword",
    ],
)
def test_a_mistake_is_told_with_its_line_and_without_its_text(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        UserFile(write(tmp_path / "users", line("alice") + text + "\n"))
    assert caught.value.line == 2
    assert "secretpassword" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        UserFile(str(tmp_path / "users"))
