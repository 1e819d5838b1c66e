"""Servers that answer with more than was asked for, with names that lead elsewhere, or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.interop.files.conftest import SFTP
from tests.interop.files.drivers import maker
from tests.interop.files.evil_sftp import LISTINGS, WAYS
from tests.interop.lab.sshd import LoopbackSSHD
from virtreach.errors import VirtreachError
from virtreach.errors.files import FileError, FileTimeout, NoSpace, VerificationFailed
from virtreach.files import RsyncRemoteFilesystem
from virtreach.files import process as running
from virtreach.files import sftp as sftp_driver
from virtreach.files import ssh as ssh_driver
from virtreach.files.ssh_link import SSHLink

pytestmark = pytest.mark.needs("root", "sshd", "scp", "rsync", "module:asyncssh")

GROWTH = 1 << 20
HARMLESS = {"honest", "longer", "other type", "setuid", "times", "long words"}
"""Lies that a copy may come to its end with."""


class EvilHost(LoopbackSSHD):
    """A host whose SFTP server lies in a chosen way, and whose `stat`, `find` and `sha256sum` say what they are told.

    Attributes:
        wanted: a file there, of four bytes.
    """

    def __init__(self, directory: Path) -> None:
        self.wanted = directory / "wanted"
        super().__init__(
            directory / "sshd", settings=[SFTP, "MaxStartups 100"], key_options=f'command="{directory}/far"'
        )
        shutil.copy(Path(__file__).with_name("evil_sftp.py"), directory / "evil.py")
        self.wanted.write_bytes(b"evil")
        self._way, self._says = directory / "way", directory / "says"
        self.lie()
        (directory / "far").write_text(
            f"""#!/bin/sh
case "$SSH_ORIGINAL_COMMAND" in
*sftp-server) exec {sys.executable} -I -S {directory}/evil.py {self._way};;
stat*|find*|sha256sum*) [ -s {self._says} ] && exec sh {self._says};;
esac
exec sh -c "$SSH_ORIGINAL_COMMAND"
"""
        )
        (directory / "far").chmod(0o755)

    def lie(self, way: str = "honest", says: str = "") -> None:
        """Choose how the SFTP server lies, and a shell script in the place of the far tools."""
        self._way.write_text(way)
        self._says.write_text(says)


@pytest.fixture(scope="module")
def evil() -> Iterator[EvilHost]:
    with TemporaryDirectory(prefix="vrevil-", dir="/tmp") as directory, EvilHost(Path(directory)) as host:
        yield host


@pytest.fixture(autouse=True)
def small_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that are reached soon."""
    monkeypatch.setattr(ssh_driver, "GROWTH", GROWTH)
    monkeypatch.setattr(sftp_driver, "_LISTING", 1 << 20)
    monkeypatch.setattr(running, "OUTPUT_LIMIT", 1 << 20)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    directory = tmp_path / "a/place"
    directory.mkdir(parents=True)
    (directory / "image").write_text("old")
    return directory


def nothing_stray(place: Path) -> None:
    assert os.listdir(place) == ["image"]
    assert os.listdir(place.parent) in (["place"], ["place", "wanted"], ["wanted", "place"])


@pytest.mark.parametrize("driver", ["ssh", "sftp"], indirect=True)
@pytest.mark.parametrize("way", [way for way in WAYS if way != "hangs"])
async def test_files_from_a_lying_sftp_server(evil: EvilHost, driver: str, way: str, place: Path) -> None:
    image = place / "image"
    evil.lie(way)
    error: Exception | None = None
    async with maker(evil, driver)(timeout=60) as there:
        try:
            await there.copy_file(there.path(str(evil.wanted)), image, preserve=True)
        except FileError as caught:
            error = caught
    nothing_stray(place)
    about = image.stat()
    if error is not None:
        assert image.read_text() == "old"
        assert str(error).isprintable()
        assert way not in HARMLESS
    else:
        assert way in HARMLESS or (driver, way) == ("sftp", "endless")
        assert about.st_size <= 4 if driver == "sftp" else about.st_size <= GROWTH
        assert about.st_mode & 0o7022 == 0
    if way == "huge" and driver == "sftp":
        assert isinstance(error, NoSpace)


@pytest.mark.parametrize("driver", ["ssh", "sftp"], indirect=True)
async def test_a_server_that_hangs(evil: EvilHost, driver: str, place: Path) -> None:
    evil.lie("hangs")
    async with maker(evil, driver)() as there:
        assert await there.exists(str(evil.wanted))
        with pytest.raises(FileTimeout):
            await there.copy_file(there.path(str(evil.wanted)), place / "image", timeout=0.5)
    nothing_stray(place)
    assert (place / "image").read_text() == "old"


@pytest.mark.parametrize("driver", ["ssh", "sftp"], indirect=True)
async def test_files_to_a_lying_sftp_server(evil: EvilHost, driver: str, place: Path) -> None:
    """It says that all is done, and does nothing, or worse."""
    for way in ("honest", "garbage", "big packet", "other request", "no such type", "hangs up"):
        evil.lie(way)
        async with maker(evil, driver)(timeout=60) as there:
            with pytest.raises(FileError) as caught:
                await there.copy_file(place / "image", there.path(f"{place}/new"), verify=True)
            assert str(caught.value).isprintable()
    nothing_stray(place)
    assert (place / "image").read_text() == "old"


@pytest.mark.parametrize("way", LISTINGS)
async def test_listings_of_a_lying_sftp_server(evil: EvilHost, way: str, tmp_path: Path) -> None:
    evil.lie(way)
    target = tmp_path / "a/target"
    target.mkdir(parents=True)
    results = []
    async with maker(evil, "sftp")(timeout=60) as there:
        for work in (
            there.list("/dir"),
            there.copy_tree(there.path("/dir"), target),
            there.remove_dir("/dir", recursive=True),
        ):
            try:
                await work
            except (FileError, OSError) as error:
                results.append(type(error).__name__)
            else:
                results.append("done")
    wanted = {"leading out": 3, "endless listing": 3, "deep": 2, "twice": 0}[way]
    assert len(results) - results.count("done") == wanted, results
    # Trees may be deeper than what Python's own functions can walk.
    assert (
        subprocess.run(["find", tmp_path, "-name", "*evil*"], stdout=subprocess.PIPE, check=True).stdout
        == b""
    )
    if way != "deep":
        assert [path.name for path in target.iterdir()] == (["good"] if way == "twice" else [])
    subprocess.run(["rm", "-rf", target], check=True)


@pytest.mark.parametrize(
    "says",
    [
        "echo 81a4 -5 0 0 0",
        "echo 81a4 99999999999999999999999 0 0 0",
        "echo 81a4 4 1e400 0 0",
        "echo 81a4 4 nan 0 0",
        "echo zz 4 0 0 0",
        "echo",
        "yes",
        "cat /dev/zero",
        "yes >&2 & sleep 0.2; kill $!; exit 1",
        r"printf '\033]0;owned\007 no such file' >&2; exit 1",
        "kill -9 $$",
        "printf 'f 644 4 0 0 0 ../evil\\0f 644 4 0 0 0 /etc/evil\\0'",
    ],
)
async def test_far_tools_that_lie(evil: EvilHost, place: Path, says: str) -> None:
    evil.lie(says=says)
    async with maker(evil, "ssh")(timeout=60) as there:
        for work in (
            there.list(str(evil.wanted.parent)),
            there.copy_tree(there.path(str(evil.wanted.parent)), place),
            there.copy_file(there.path(str(evil.wanted)), place / "image"),
        ):
            with pytest.raises(VirtreachError) as caught:
                await work
            assert str(caught.value).isprintable()
    nothing_stray(place)
    assert (place / "image").read_text() == "old"


async def test_a_checksum_that_is_a_lie(evil: EvilHost, place: Path) -> None:
    evil.lie(
        says=f'case $SSH_ORIGINAL_COMMAND in sha*) echo {"0" * 64} x;; *) sh -c "$SSH_ORIGINAL_COMMAND";; esac'
    )
    async with maker(evil, "ssh")(timeout=60) as there:
        with pytest.raises(VerificationFailed):
            await there.copy_file(there.path(str(evil.wanted)), place / "image", verify=True)
    nothing_stray(place)
    assert (place / "image").read_text() == "old"


SCP = {
    "a second file": r"printf 'C0644 4 wanted\nevil\0C0644 4 other\nevil\0'",
    "a name that leads up": r"printf 'C0644 4 ../evil\nevil\0'",
    "an absolute name": r"printf 'C0644 4 /tmp/evil\nevil\0'",
    "another name": r"printf 'C0644 4 other\nevil\0'",
    "a directory": r"printf 'D0755 0 wanted\nC0644 4 evil\nevil\0E\n'",
    "a file without end": r"printf 'C0644 1099511627776 wanted\n'; cat /dev/zero",
    "a file that ends early": r"printf 'C0644 10 wanted\nevil'",
    "a negative size": r"printf 'C0644 -1 wanted\nevil\0'",
    "terminal codes": r"printf '\002\033]0;owned\007\033[2J\n'",
    "words without end": r"printf '\002'; yes | tr -d '\n'",
    "nothing": "exit 0",
}


@pytest.fixture(scope="module")
def old_scp() -> Iterator[tuple[LoopbackSSHD, Path]]:
    """A host without SFTP whose `scp` is a script; and that script."""
    with TemporaryDirectory(prefix="vrevil-", dir="/tmp") as directory:
        script = Path(directory) / "bin/scp"
        script.parent.mkdir()
        path = {"PATH": f"{script.parent}:/usr/bin:/bin"}
        with LoopbackSSHD(Path(directory) / "sshd", environment=path) as server:
            yield server, script


@pytest.mark.parametrize("lie", SCP)
async def test_a_lying_scp(old_scp: tuple[LoopbackSSHD, Path], place: Path, lie: str) -> None:
    server, script = old_scp
    script.write_text(f"#!/bin/sh\nhead -c 1 >/dev/null\n{SCP[lie]}\n")
    script.chmod(0o755)
    wanted = place.parent / "wanted"
    wanted.write_text("real")
    error = None
    async with maker(server, "ssh")(timeout=60) as there:
        try:
            await there.copy_file(there.path(str(wanted)), place / "image")
        except FileError as caught:
            error = caught
            assert str(error).isprintable()
    nothing_stray(place)
    # The host may give what it likes as the file that was asked for, but only as that.
    allowed = "old" if error is not None else "evil"
    assert (place / "image").read_text() == allowed
    assert (error is None) <= (lie == "a second file")


RSYNC = {
    "a directory": "mkdir wanted; echo evil > wanted/evil",
    "a link": "ln -s /etc/passwd wanted",
    "a link to a directory": "ln -s /tmp wanted",
    "a pipe": "mkfifo wanted",
    "a file without end": "truncate -s 4T wanted",
    "nothing": ":",
}


@pytest.mark.parametrize("lie", RSYNC)
async def test_an_rsync_that_brings_something_else(
    server: LoopbackSSHD, place: Path, tmp_path: Path, lie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lists what is there, and sends from a directory of its own."""
    wanted, far = tmp_path / "wanted", tmp_path / "rsync"
    wanted.write_text("real")
    own = tmp_path / "own" / str(tmp_path).lstrip("/")
    own.mkdir(parents=True)
    subprocess.run(RSYNC[lie], cwd=own, shell=True, check=True)
    far.write_text(
        '#!/bin/sh\ncase "$*" in *--list-only*) exec /usr/bin/rsync "$@";; esac\n'
        'n=$#; i=1; for word; do shift; [ $i -lt $n ] && set -- "$@" "$word"; i=$((i+1)); done\n'
        f'exec /usr/bin/rsync "$@" {tmp_path}/own/\n'
    )
    far.chmod(0o755)
    monkeypatch.setattr("virtreach.files.rsync.GROWTH", GROWTH)
    link = SSHLink("127.0.0.1", user="root", port=server.port, config=str(server.config))
    async with RsyncRemoteFilesystem("127.0.0.1", link=link, far_rsync=str(far), timeout=60) as there:
        with pytest.raises(FileError):
            await there.copy_file(there.path(str(wanted)), place / "image")
    nothing_stray(place)
    assert (place / "image").read_text() == "old"


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
