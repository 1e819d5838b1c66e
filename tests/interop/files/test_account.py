"""virtreach-rshell as the login shell of an account: what it is for works, and nothing else gets through."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.interop.files.conftest import SFTP
from tests.interop.files.drivers import maker
from tests.interop.lab.probe import free_port
from tests.interop.lab.sshd import LoopbackSSHD
from tests.needs import patience
from virtreach.errors.files import FileError
from virtreach.files import Capability, RemoteFilesystem, rshell

pytestmark = pytest.mark.needs("root", "sshd", "scp", "rsync", "unshare", "module:asyncssh")

UID = 1500
REFUSED = 126


class Account(LoopbackSSHD):
    """An sshd with a user `images` in an /etc of its own, whose login shell is virtreach-rshell.

    Attributes:
        root: the directory that it may work in.
        home: the user's home, where a command that is run would leave something.
        log: what the shell writes down.
    """

    def __init__(self, directory: Path) -> None:
        self._etc = directory / "etc"
        self.root, self.home, self.log = directory / "root", directory / "home", directory / "log"
        program = directory / "virtreach-rshell"
        shutil.copy(Path(rshell.__file__), program)
        program.chmod(0o755)
        shutil.copytree("/etc", self._etc, symlinks=True)
        with (self._etc / "passwd").open("a") as users:
            users.write(f"images:x:{UID}:{UID}::{self.home}:{program}\n")
        with (self._etc / "shadow").open("a") as secrets:
            secrets.write("images:*:19000::::::\n")
        (self._etc / "virtreach").mkdir()
        (self._etc / "virtreach/rshell.conf").write_text(f"# for images\nroot {self.root}\nlog {self.log}\n")
        for place in (self.root, self.home, self.log):
            place.touch() if place == self.log else place.mkdir()
            os.chown(place, UID, UID)
        super().__init__(
            directory / "sshd",
            settings=[
                *(
                    SFTP,
                    "MaxStartups 100",
                    "Match User images",
                    f"AuthorizedKeysFile {self._etc}/images.keys",
                ),
                *("DisableForwarding yes", "PermitTTY no"),
            ],
            environment={"HOME": str(self.home)},
        )

    def wrapped(self, *words: str) -> list[str]:
        shutil.copy(self.directory / "authorized_keys", self._etc / "images.keys")
        (self._etc / "images.keys").chmod(0o644)
        program = f'mount --bind {self._etc} /etc && exec "$@"'
        return ["unshare", "--mount", "sh", "-c", program, "sh", *super().wrapped(*words)]

    def ssh(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run `ssh` with those words after the options that reach the account."""
        argv = ["ssh", "-F", str(self.config), "-p", str(self.port), "-l", "images", *words]
        return subprocess.run(argv, input=stdin, capture_output=True, text=True, check=False, timeout=60)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep a connection that `ssh` uses, and have it tried out."""
        words = ["ssh", "-F", str(self.config), "-p", str(self.port), "-l", "images", "-M", "-N", "127.0.0.1"]
        with self.config.open("a") as config:
            config.write(f"ControlPath {self.directory}/kept\n")
        with subprocess.Popen(words, stdin=subprocess.DEVNULL) as master:
            ends = time.monotonic() + 20 * patience()
            while not (self.directory / "kept").exists():
                assert master.poll() is None
                assert time.monotonic() < ends
                time.sleep(0.01)
            yield
            master.terminate()

    def driver(self, name: str) -> RemoteFilesystem:
        return maker(self, name)(user="images", root=str(self.root), timeout=60)


@pytest.fixture(scope="module")
def host() -> Iterator[Account]:
    with TemporaryDirectory(prefix="vraccount-", dir="/run") as directory:
        Path(directory).chmod(0o755)
        with Account(Path(directory)) as running, running.kept():
            yield running


async def test_everything_that_a_driver_does(host: Account, driver: str, tmp_path: Path) -> None:
    source, back, tree = tmp_path / "source", tmp_path / "back", tmp_path / "tree"
    source.write_bytes(os.urandom(200_000))
    (tree / "deep").mkdir(parents=True)
    (tree / "deep/file").write_text("data")
    root = host.root
    async with host.driver(driver) as there:
        path = f"{root}/it's\n* $(touch PWNED)"
        assert await there.create_dir(f"{path}/a/b", parents=True)
        assert await there.create_file(f"{path}/new")
        assert not await there.create_file(f"{path}/new", exist_ok=True)
        for options in ({"overwrite": False}, {"preserve": True, "verify": True, "limit": 10 << 20}):
            target = f"{path}/image{len(options)}"
            await there.copy_file(source, there.path(target), **options)
            await there.copy_file(there.path(target), back, **({} if "overwrite" in options else options))
            assert back.read_bytes() == source.read_bytes()
        if Capability.RESUME in there.capabilities():
            await there.copy_file(source, there.path(f"{path}/resumed"), resume=True, sparse=True)
        if Capability.RENAME in there.capabilities():
            await there.rename(f"{path}/new", f"{path}/renamed")
            await there.rename(f"{path}/renamed", f"{path}/new", overwrite=True)
        if Capability.CHECKSUM in there.capabilities():
            assert len(await there.checksum(f"{path}/new")) == 64
        if Capability.FREE_SPACE in there.capabilities():
            assert await there.free_space(path) > 0
        assert (await there.stat(f"{path}/new")).is_file
        assert b"a" in await there.list(path)
        await there.copy_tree(tree, there.path(f"{path}/tree"), delete=True)
        await there.copy_tree(there.path(f"{path}/tree"), tmp_path / "again")
        assert (tmp_path / "again/deep/file").read_text() == "data"
        assert await there.remove_file(f"{path}/new")
        assert await there.remove_dir(path, recursive=True)
        with pytest.raises(FileError):
            await there.copy_file(source, there.path(f"{root}/none/image"))
    assert list(root.iterdir()) == []
    assert list(host.home.iterdir()) == []


ESCAPES = [
    "bash",
    "bash -c 'touch PWNED'",
    "sh -c 'touch PWNED'",
    "/bin/sh -c 'touch PWNED'",
    "env touch PWNED",
    "touch PWNED",
    "touch -- PWNED",
    "touch -- ROOT/x; touch PWNED",
    "touch -- ROOT/x && touch PWNED",
    "touch -- ROOT/x\ntouch PWNED",
    "touch -- ROOT/x | tee PWNED",
    "touch -- ROOT/$(touch PWNED)",
    "touch -- ROOT/`touch PWNED`",
    "touch -- ROOT/x > PWNED",
    "LD_PRELOAD=/tmp/x.so touch -- ROOT/x",
    "touch -- ROOT/../home/PWNED",
    "ln -s -- /etc ROOT/link",
    "ln -s -T -- /etc ROOT/link",
    "ln -T -- /etc/shadow ROOT/link",
    "cat -- /etc/shadow",
    "dd if=/etc/shadow conv=excl status=none of=ROOT/x",
    "dd if=/dev/null conv=excl status=none of=HOME/PWNED",
    "umask 000 && touch -- ROOT/x",
    "stat -c '%f %s %Y %u %g' -- / /etc/shadow",
    "chmod 777 -- ROOT",
    "find ROOT -exec touch PWNED \\;",
    "find ROOT -mindepth 1 -maxdepth 1 -fprintf PWNED x",
    "scp -S 'touch PWNED' -t -- ROOT/x",
    "scp -t -- HOME/PWNED",
    "scp -f -- /etc/passwd",
    "scp -r -f -- /etc",
    "rsync --server --rsh='touch PWNED' . ROOT/",
    "rsync -e 'touch PWNED' ROOT/x localhost:ROOT/y",
    "rsync --server --daemon --config=/etc/rsyncd.conf .",
    "rsync --server -e.LsfxCIvu . HOME/",
    "rsync --server --sender -e.LsfxCIvu . /etc/",
    "rsync --server -e.LsfxCIvu --log-file=HOME/PWNED . ROOT/",
    "rsync --server -e.LsfxCIvu --temp-dir=HOME . ROOT/",
    "rsync --server --sender -e.LsfxCIvu --files-from=/etc/shadow . ROOT/",
    "/usr/lib/openssh/sftp-server -d HOME",
    "internal-sftp -f AUTH && touch PWNED",
    "virtreach-rshell --root / -c 'touch PWNED'",
    'sh -c \'c=$(printf "%b." "$1"); eval "${c%.}"\' sh \'touch PWNED\'',
    'sh -c \'c=$(printf "%b." "$1"); eval "${c%.}"\' sh \'\\0164ouch -- HOME/PWNED\'',
]


@pytest.mark.parametrize("words", ESCAPES)
def test_escapes(host: Account, words: str) -> None:
    line = words.replace("ROOT", str(host.root)).replace("HOME", str(host.home))
    done = host.ssh("127.0.0.1", line)
    assert done.returncode == REFUSED, done
    assert done.stderr.startswith("virtreach-rshell: refused: ")
    assert done.stdout == ""
    nothing_done(host)
    assert "refused" in host.log.read_text().splitlines()[-1]


def nothing_done(host: Account) -> None:
    assert list(host.home.iterdir()) == []
    assert list(host.root.iterdir()) == []
    assert not Path("PWNED").exists()
    assert not Path("/PWNED").exists()


def test_there_is_no_shell_to_work_in(host: Account) -> None:
    done = host.ssh("-T", "127.0.0.1", stdin="touch PWNED\nexit\n")
    assert done.returncode == REFUSED
    assert "no shell to work in" in done.stderr
    assert "PTY allocation request failed" in host.ssh("-tt", "127.0.0.1", stdin="touch PWNED\n").stderr
    nothing_done(host)


def test_environment_does_not_help(host: Account) -> None:
    """What a client may set, had sshd let it through, is not handed on."""
    done = host.ssh("-o", "SetEnv=SSH_ORIGINAL_COMMAND=id BASH_ENV=/tmp/x", "127.0.0.1", "id")
    assert done.returncode == REFUSED
    nothing_done(host)


def test_sftp_sees_the_root_alone(host: Account, tmp_path: Path) -> None:
    requests = [
        f"get /etc/hostname {tmp_path}/stolen",
        f"get /etc/shadow {tmp_path}/stolen",
        "ls /root",
        f"put {host.config} {host.home}/PWNED",
        f"symlink /etc {host.root}/link",
        f"mkdir {host.home}/PWNED",
        f"rename {host.log} {host.root}/log",
        f"rm {host.log}",
    ]
    for request in requests:
        words = ["sftp", "-q", "-b", "-", "-F", str(host.config), "-P", str(host.port), "images@127.0.0.1"]
        done = subprocess.run(words, input=request + "\n", capture_output=True, text=True, check=False)
        assert done.returncode != 0, request
        nothing_done(host)
    assert not (tmp_path / "stolen").exists()
    assert host.log.exists()


def test_nothing_is_forwarded(host: Account) -> None:
    port = free_port()
    assert host.ssh("-W", f"127.0.0.1:{host.port}", "127.0.0.1").returncode != 0
    for option in (
        ["-R", f"{port}:127.0.0.1:{host.port}"],
        ["-S", "none", "-R", f"{host.root}/sock:127.0.0.1:{host.port}"],
    ):
        done = host.ssh("-o", "ExitOnForwardFailure=yes", *option, "-N", "127.0.0.1")
        assert done.returncode == 255
        assert "forwarding failed" in done.stderr
    nothing_done(host)
