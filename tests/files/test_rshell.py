"""virtreach-rshell: what it lets in, what it refuses, and that it fails closed. A host need not have virtreach."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from virtreach.files import far_line, rshell
from virtreach.files.rshell import Refused, allowed, landlock_version, split

PROGRAM = Path(rshell.__file__)


@pytest.fixture
def root(tmp_path: Path) -> bytes:
    directory = tmp_path / "root"
    directory.mkdir()
    return os.fsencode(directory)


def test_both_sides_have_the_same_decoder() -> None:
    assert rshell.DECODER == far_line.DECODER


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"rm -- /a", [[b"rm", b"--", b"/a"]]),
        (b"rm -- 'a b'c", [[b"rm", b"--", b"a bc"]]),
        (b"rm -- 'it'\\''s'", [[b"rm", b"--", b"it's"]]),
        (b"a && b", [[b"a"], [b"b"]]),
        (b"a '&&' ''", [[b"a", b"&&", b""]]),
        (b"a '$(b)' '\n'", [[b"a", b"$(b)", b"\n"]]),
    ],
)
def test_lines_are_split_like_a_shell_would(line: bytes, words: list[list[bytes]]) -> None:
    assert split(line) == words


@pytest.mark.parametrize("character", list(';|&<>$`"()*?[]{}~#!\n\t\r\0'))
def test_what_means_something_to_a_shell_is_refused(character: str) -> None:
    with pytest.raises(Refused):
        split(b"rm -- /a" + character.encode() + b"b")


@pytest.mark.parametrize("line", [b"", b" ", b"a &&", b"&& a", b"a && && b", b"a 'b", b"a \\", b"a \\\n"])
def test_lines_without_an_end_are_refused(line: bytes) -> None:
    with pytest.raises(Refused):
        split(line)


@pytest.mark.parametrize(
    "name", [b"plain", b"a b", b"it's", b"new\nline", b"\xff", b"&&", b"--", b"a\\", b"!x"]
)
def test_what_the_driver_sends_is_let_in(root: bytes, name: bytes) -> None:
    path = root + b"/" + name
    sent = far_line.far_line(["mkdir", "-m", "700", "--", path], ["rm", "-r", "-f", "--", path])
    assert allowed(sent.encode(), [root]) == [
        [b"mkdir", b"-m", b"700", b"--", path],
        [b"rm", b"-r", b"-f", b"--", path],
    ]


@pytest.mark.parametrize(
    "line",
    [
        b"bash",
        b"sh -c id",
        b"sh -c 'id' sh x",
        b"cat -- ROOT/x",
        b"/bin/rm -- ROOT/x",
        b"./rm -- ROOT/x",
        b"rm -- ROOT/../x",
        b"rm -- /etc/passwd",
        b"rm -- x",
        b"rm -r -- ROOT/x",
        b"rm ROOT/x",
        b"rm -- ROOT/x ROOT/y",
        b"chmod 4755 -- ROOT/x",
        b"chmod 777 -- ROOT/x",
        b"mkdir -p -- ROOT/x && id",
        b"ln -s -T -- ROOT/a ROOT/b",
        b"mv -f -T -- ROOT/a /etc/b",
        b"mv -f -T -- /etc/a ROOT/b",
        b"find ROOT/x -exec id",
        b"find ROOT/x -mindepth 1 -maxdepth 1 -delete",
        b"stat -c '%f' -- ROOT/x",
        b"rsync -av ROOT/x ROOT/y",
        b"rsync --daemon",
        b"rsync --server --daemon . ROOT/",
        b"rsync --server --log-file=ROOT/x . ROOT/",
        b"rsync --server --rsh=id . ROOT/",
        b"rsync --server --files-from=/etc/x . ROOT/",
        b"rsync --server --remove-source-files . ROOT/",
        b"rsync --server -e.x . ROOT/ ROOT/",
        b"rsync --server -e.x . /etc/",
        b"rsync --server -e.x ROOT/",
        b"scp -S id -t -- ROOT/x",
        b"scp ROOT/a ROOT/b",
        b"scp -t -- /etc/x",
        b"scp -r -f -- ROOT/x",
        b"sftp-server -e",
        b"sftp-server && id",
        b"/tmp/sftp-server -d /",
    ],
)
def test_what_nobody_needs_is_refused(root: bytes, line: bytes) -> None:
    with pytest.raises(Refused):
        allowed(line.replace(b"ROOT", root), [root])


def test_reading_only(root: bytes) -> None:
    for line in (
        b"stat -c '%f %s %Y %u %g' -- ROOT/x",
        b"scp -f -- ROOT/x",
        b"rsync --server --sender -e.x . ROOT/",
    ):
        assert allowed(line.replace(b"ROOT", root), [root], read_only=True)
    for line in (b"rm -- ROOT/x", b"touch -- ROOT/x", b"scp -t -- ROOT/x", b"rsync --server -e.x . ROOT/"):
        with pytest.raises(Refused):
            allowed(line.replace(b"ROOT", root), [root], read_only=True)
    assert allowed(b"internal-sftp", [root], read_only=True)[0][-1] == b"-R"


def test_a_link_out_of_the_root_is_refused(root: bytes, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "root/link").symlink_to(tmp_path / "outside")
    with pytest.raises(Refused):
        allowed(b"rm -- " + root + b"/link/x", [root])
    # The link itself may go.
    assert allowed(b"rm -- " + root + b"/link", [root])


def call(root: bytes, line: str, *words: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Run the program as sshd does, without the site's packages; `before` is run in it first."""
    program = (
        "import sys, runpy, os\nsys.path.insert(0, os.path.dirname(sys.argv[1]))\n"
        f"import rshell\n{before}\nsys.argv[:] = ['virtreach-rshell', *sys.argv[2:]]\nrshell.main()\n"
    )
    log = root + b".log"
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, str(PROGRAM), "--root", root, "--log", log, *words],
        env={"SSH_ORIGINAL_COMMAND": line, "LD_PRELOAD": "", "SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"},
        capture_output=True,
        text=True,
        check=False,
    )


def with_landlock() -> None:
    if landlock_version() < 2:
        pytest.skip("needs a kernel with Landlock")


def test_it_works_and_is_logged(root: bytes) -> None:
    with_landlock()
    path = os.fsdecode(root) + "/new"
    assert call(root, f"mkdir -- {path} && rmdir -- {path} && touch -- {path}").returncode == 0
    assert Path(path).is_file()
    done = call(root, f"rmdir -- {path} && rm -- {path}")
    assert done.returncode == 1
    assert "Not a directory" in done.stderr
    log = Path(os.fsdecode(root) + ".log").read_text()
    assert f"from=192.0.2.1 runs 'mkdir -- {path}" in log
    refused = call(root, "id")
    assert refused.returncode == 126
    assert refused.stdout == ""
    assert "refused: 'id' is not let in" in refused.stderr
    assert "refused" in Path(os.fsdecode(root) + ".log").read_text().splitlines()[-1]


def test_without_landlock_nothing_runs(root: bytes) -> None:
    path = os.fsdecode(root) + "/new"
    for version in (-1, 0, 1):
        before = f"rshell.landlock_version = lambda: {version}"
        done = call(root, f"touch -- {path}", before=before)
        assert done.returncode == 126
        assert "no Landlock" in done.stderr
    assert not Path(path).exists()


@pytest.mark.parametrize("broken", ["_ADD_RULE", "_RESTRICT_SELF", "_CREATE_RULESET"])
def test_a_failing_system_call_lets_nothing_run(root: bytes, broken: str) -> None:
    path = os.fsdecode(root) + "/new"
    before = f"rshell.landlock_version = lambda: 2\nrshell.{broken} = 9999"
    done = call(root, f"touch -- {path}", before=before)
    assert done.returncode == 126
    assert not Path(path).exists()


@pytest.mark.needs("strace")
@pytest.mark.parametrize("call", ["landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"])
@pytest.mark.parametrize("error", ["ENOSYS", "EOPNOTSUPP", "EPERM"])
def test_a_kernel_that_refuses_lets_nothing_run(root: bytes, call: str, error: str) -> None:
    """As under a seccomp filter, or where Landlock is switched off at boot: the kernel's own answers are changed."""
    with_landlock()
    path = os.fsdecode(root) + "/new"
    words = ["strace", "-qq", "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:error={error}"]
    program = [sys.executable, "-I", "-S", str(PROGRAM), "--root", os.fsdecode(root), "--log", f"{path}.log"]
    done = subprocess.run(
        [*words, *program], env={"SSH_ORIGINAL_COMMAND": f"touch -- {path}"}, capture_output=True, check=False
    )
    assert done.returncode == 126
    assert b"refused" in done.stderr
    assert not Path(path).exists()
    assert "refused" in Path(f"{path}.log").read_text()


def test_no_command_and_no_root(root: bytes, tmp_path: Path) -> None:
    assert call(root, "").returncode == 126
    assert "option" in call(root, "id", "--shell").stderr
    (tmp_path / "root").rmdir()
    done = call(root, f"touch -- {os.fsdecode(root)}/x")
    assert done.returncode == 126


@pytest.mark.parametrize("outside", ["/etc/hostname", "/root", "/proc/self/environ", "/usr/bin/env"])
def test_the_kernel_keeps_it_inside(root: bytes, outside: str) -> None:
    """Past the words that are looked at, Landlock stands: here the look is switched off."""
    with_landlock()
    (Path(os.fsdecode(root)) / "link").symlink_to(outside)
    before = "rshell.allowed = lambda line, roots, read_only=False: rshell.split(line)"
    assert (
        call(
            root, f"find {outside} -maxdepth 1 -exec id '\\;'".replace("\\\\", "\\"), before=before
        ).returncode
        != 0
    )
    for line in (f"sha256sum -- {outside}", f"sha256sum -- {os.fsdecode(root)}/link"):
        done = call(root, line, before=before)
        assert done.returncode != 0
        assert "denied" in done.stderr or "directory" in done.stderr
    done = call(root, f"touch -- {os.fsdecode(root)}.outside", before=before)
    assert "denied" in done.stderr
    done = call(root, f"ln -s -T -- /etc {os.fsdecode(root)}/new", before=before)
    assert "denied" in done.stderr
