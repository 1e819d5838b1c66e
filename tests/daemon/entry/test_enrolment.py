"""Changing the file of users."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.daemon.process import ROOT
from virtreach.daemon.entry.enrolment import open_enrolment
from virtreach.daemon.entry.users import UserFile
from virtreach.errors import ConfigError, UsageError
from virtreach.session.sasl.secret import Secret
from virtreach.session.sasl.verifiers import check_password, digest_verifier

FAST = {"iterations": 4096}
ONE, TWO = Secret("one"), Secret("two")


def right(path: Path, name: str, password: Secret, hash_name: str = "sha256") -> bool:
    verifier = UserFile(str(path)).scram(name, hash_name)
    return verifier is not None and check_password(password, verifier)


def test_users_come_change_and_go_and_the_rest_stays(tmp_path: Path) -> None:
    path = tmp_path / "users"
    with open_enrolment(str(path), create=True) as users:
        assert users.put("alice", ONE, **FAST)  # type: ignore[arg-type]
        assert users.put("bob", ONE, **FAST)  # type: ignore[arg-type]
    path.write_text(f"# people\n\n{path.read_text()}  # the end\n")
    before = path.read_text().splitlines()
    with open_enrolment(str(path)) as users:
        assert not users.put("alice", TWO, **FAST)  # type: ignore[arg-type]
        assert not users.remove("carol")
    after = path.read_text().splitlines()
    assert [place for place in range(5) if before[place] != after[place]] == [2]
    assert after[2].startswith("alice:SCRAM-SHA-256$4096:")
    assert right(path, "alice", TWO)
    assert not right(path, "alice", ONE)
    assert right(path, "bob", ONE)
    with open_enrolment(str(path)) as users:
        assert users.remove("bob")
        assert users.users() == [("alice", "SCRAM-SHA-256", "", 4096)]
    assert path.read_text().splitlines() == [*after[:3], after[4]]


def test_a_new_password_ends_the_old_one_by_every_mechanism(tmp_path: Path) -> None:
    path = tmp_path / "users"
    every = ("SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5")
    with open_enrolment(str(path), create=True) as users:
        users.put("alice", ONE, mechanisms=every, realm="here", **FAST)
    with open_enrolment(str(path)) as users:
        users.put("alice", TWO, **FAST)  # type: ignore[arg-type]
        assert [(kind, realm) for _, kind, realm, _ in users.users()] == [
            ("SCRAM-SHA-256", ""),
            ("SCRAM-SHA-1", ""),
            ("DIGEST-MD5", "here"),
        ]
    assert right(path, "alice", TWO)
    assert right(path, "alice", TWO, "sha1")
    assert UserFile(str(path)).digest("alice", "here") == digest_verifier("alice", "here", TWO)
    with open_enrolment(str(path)) as users:
        users.put("alice", ONE, mechanisms=("SCRAM-SHA-1",), **FAST)  # type: ignore[arg-type]
        assert [kind for _, kind, _, _ in users.users()] == ["SCRAM-SHA-1"]


@pytest.mark.parametrize("name", ["", "a:b", "#alice", " alice", "a\nb", "x" * 300])
def test_names_that_could_not_be_read_again(tmp_path: Path, name: str) -> None:
    with open_enrolment(str(tmp_path / "users"), create=True) as users:
        with pytest.raises(UsageError):
            users.put(name, ONE, **FAST)  # type: ignore[arg-type]
        assert not users.remove(name)
        assert users.text() == ""


def test_passwords_that_cannot_be_used(tmp_path: Path) -> None:
    with open_enrolment(str(tmp_path / "users"), create=True) as users:
        for password in (b"", b"one\0two"):
            with pytest.raises(UsageError) as caught:
                users.put("alice", Secret(password), **FAST)  # type: ignore[arg-type]
            assert "one" not in str(caught.value)


def test_permissions_and_owner_stay_and_a_new_file_is_private(tmp_path: Path) -> None:
    path = tmp_path / "users"
    before = os.umask(0)
    try:
        with open_enrolment(str(path), create=True) as users:
            users.put("alice", ONE, **FAST)  # type: ignore[arg-type]
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(path, 12345, 23456)
    old = path.stat()
    with open_enrolment(str(path)) as users:
        users.put("alice", TWO, **FAST)  # type: ignore[arg-type]
    new = path.stat()
    assert (new.st_mode, new.st_uid, new.st_gid) == (old.st_mode, old.st_uid, old.st_gid)
    assert new.st_ino != old.st_ino
    assert os.listdir(tmp_path) == ["users"]


def test_what_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "users"
    with open_enrolment(str(path), create=True) as users:
        users.put("alice", ONE, **FAST)  # type: ignore[arg-type]
    before = path.read_bytes()

    def broken(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(ConfigError, match="No space left"), open_enrolment(str(path)) as users:
        users.put("alice", TWO, **FAST)  # type: ignore[arg-type]
    with pytest.raises(UsageError), open_enrolment(str(path)) as users:
        users.put("", ONE) if users.remove("alice") else None
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["users"]
    # What was left by somebody who was killed is in nobody's way.
    monkeypatch.undo()
    (tmp_path / ".users.new").write_text("half of it")
    with open_enrolment(str(path)) as users:
        users.put("alice", TWO, **FAST)  # type: ignore[arg-type]
    assert os.listdir(tmp_path) == ["users"]


def test_files_that_are_refused(tmp_path: Path) -> None:
    (tmp_path / "target").touch(0o600)
    (tmp_path / "link").symlink_to(tmp_path / "target")
    (tmp_path / "open").touch()
    (tmp_path / "open").chmod(0o644)
    (tmp_path / "bad").touch(0o600)
    (tmp_path / "bad").write_text("# fine\nalice:secretpassword\n")
    os.mkfifo(tmp_path / "fifo", 0o600)
    for name, says in (
        ("link", "symbolic link"),
        ("open", "chmod"),
        ("bad", "bad:2: "),
        ("fifo", "no plain file"),
        ("none", "cannot be opened"),
    ):
        with pytest.raises(ConfigError, match=says) as caught, open_enrolment(str(tmp_path / name)):
            pass
        assert "secretpassword" not in str(caught.value)


def test_changes_at_the_same_time_are_all_there(tmp_path: Path) -> None:
    """Threads of this process and other processes add users; none is lost."""
    path = tmp_path / "users"
    code = (
        "import sys\n"
        "from virtreach.daemon.entry.enrolment import open_enrolment\n"
        "from virtreach.session.sasl.secret import Secret\n"
        "for number in range(8):\n"
        "    with open_enrolment(sys.argv[1], create=True) as users:\n"
        "        users.put(f'{sys.argv[2]}-{number}', Secret('x'), iterations=4096)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    others = [
        subprocess.Popen([sys.executable, "-c", code, str(path), name], env=environment) for name in "ab"
    ]

    def here() -> None:
        for number in range(8):
            with open_enrolment(str(path), create=True) as users:
                users.put(f"{threading.get_ident()}-{number}", ONE, **FAST)  # type: ignore[arg-type]

    threads = [threading.Thread(target=here) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [other.wait(60) for other in others] == [0, 0]
    with open_enrolment(str(path), write=False) as users:
        assert len(users.users()) == 32
