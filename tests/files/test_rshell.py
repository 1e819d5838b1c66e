"""virtreach-rshell: what it lets in, what it refuses, and that it fails closed. A host need not have virtreach."""

from __future__ import annotations

import os
import shlex
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import lack
from virtreach.files import far_line, rshell
from virtreach.files.model import CopyOptions
from virtreach.files.rshell import Refused, allowed, landlock_version, split
from virtreach.files.rsync import RsyncRemoteFilesystem

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
        b"rsync --server -s . ROOT/",
        b"rsync --server -ltrse.iLsfxCIvu . ROOT/",
        b"rsync --server --secluded-args . ROOT/",
        b"rsync --server --protect-args . ROOT/",
        b"rsync --server -e . ROOT/",
        b"rsync --server -e.x -T /etc . ROOT/",
        b"rsync --server -T/etc . ROOT/",
        b"rsync --server -M--daemon . ROOT/",
        b"rsync --server --files-from /etc/x . ROOT/",
        b"rsync --server --temp-dir /etc . ROOT/",
        b"rsync --server --partial-dir /etc . ROOT/",
        b"rsync --server --partial-dir=/etc . ROOT/",
        b"rsync --server -LKk . ROOT/",
        b"rsync --server --sender --sender . ROOT/",
        b"rsync --server --server -e.x . ROOT/",
        b"rsync --server -e.x x . ROOT/",
        b"rsync --server - . ROOT/",
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


@pytest.mark.needs("rsync")
@pytest.mark.parametrize("there", [False, True])
def test_rsync_is_let_in_with_all_that_the_driver_asks_for(root: bytes, tmp_path: Path, there: bool) -> None:
    driver = RsyncRemoteFilesystem("host.example")
    all_of_it = CopyOptions(
        preserve=True, sparse=True, compress=True, resume=True, limit=1 << 20, overwrite=False
    )
    lines = [
        driver._copy_words(CopyOptions()),
        ["--fsync", "--ignore-existing", *driver._copy_words(all_of_it)],
        driver._tree_words(all_of_it, delete=True),
        ["-n", "-i", "-c"],
        ["-i", "--delete-missing-args", "--existing", "--force"],
        ["--from0", "-i", "-r", "--delete", "--existing"],
        ["-8", "-l", "-D", "--list-only", "--no-human-readable"],
    ]
    shell = tmp_path / "shell"
    shell.write_text('#!/bin/sh\nshift; printf "%s\\n" "$*" >"$0.line"\n')
    shell.chmod(0o755)
    far = "h:" + os.fsdecode(root) + "/"
    for words in lines:
        ends = [far, f"{tmp_path}/"] if there else [f"{tmp_path}/", far]
        names = ("--no-implied-dirs", "--from0", "--files-from=-")
        subprocess.run(
            ["rsync", "-e", shell, *words, *names, *ends], input=b"./x\0", capture_output=True, check=False
        )
        line = Path(f"{shell}.line").read_text().strip()
        assert allowed(line.encode(), [root])[0] == os.fsencode(line).split(b" "), words
        assert shlex.split(line) == line.split(" ")


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
        lack("needs a kernel with Landlock")


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


def sftp(root: bytes, *requests: bytes) -> list[bytes]:
    """Send requests to the SFTP server that it starts, which begin at their type; return the answers."""
    program = [sys.executable, "-I", "-S", str(PROGRAM), "--root", os.fsdecode(root)]
    with subprocess.Popen(
        [*program, "--log", os.fsdecode(root) + ".log"],
        env={"SSH_ORIGINAL_COMMAND": "internal-sftp"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        answers = []
        for body in (b"\x01\0\0\0\x03", *requests):
            server.stdin.write(struct.pack(">I", len(body)) + body)
            server.stdin.flush()
            (size,) = struct.unpack(">I", server.stdout.read(4))
            answers.append(server.stdout.read(size))
        server.stdin.close()
    assert answers[0][0] == 2, "no version"
    return answers[1:]


def text(value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + value


HANDLE, STATUS, DENIED = 102, 101, 3


@pytest.mark.needs("sshd")
def test_sftp_sets_no_mode_and_no_times_by_name(root: bytes) -> None:
    """Landlock confines neither chmod nor utimensat."""
    with_landlock()
    outside = Path(os.fsdecode(root)).with_name("outside")
    outside.write_text("kept")
    outside.chmod(0o600)
    os.utime(outside, (5, 5))
    name, mode, times = text(bytes(outside)), struct.pack(">II", 4, 0o666), struct.pack(">III", 8, 9, 9)
    extended = b"\xc8" + struct.pack(">I", 1) + text(b"lsetstat@openssh.com") + name
    setstat = b"\x09" + struct.pack(">I", 1) + name
    answers = sftp(root, setstat + mode, setstat + times, extended + mode, extended + times)
    assert [(answer[0], answer[8]) for answer in answers[:2]] == [(STATUS, DENIED)] * 2
    assert len(answers) == 4
    assert all(answer[0] == STATUS and answer[8] for answer in answers)
    assert (outside.stat().st_mode & 0o777, outside.stat().st_mtime) == (0o600, 5)


@pytest.mark.needs("sshd")
def test_what_sftp_can_open_outside(root: bytes) -> None:
    """As its documentation says: what programs need at their start, and nothing else."""
    with_landlock()
    opened = {}
    for path, directory in {
        "/etc/passwd": False,
        "/usr/lib/os-release": False,
        "/etc/hostname": False,
        "/proc/self/environ": False,
        "/usr/bin/env": False,
        "/usr/lib": True,
        "/usr/lib/python3": True,
        "/etc": True,
    }.items():
        request = (b"\x0b" if directory else b"\x03") + struct.pack(">I", 1) + text(path.encode())
        (answer,) = sftp(root, request if directory else request + struct.pack(">II", 1, 0))
        opened[path] = answer[0] == HANDLE
    assert [path for path, there in opened.items() if there] == ["/etc/passwd", "/usr/lib/os-release"]


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
