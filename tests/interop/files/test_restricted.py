"""What works under which restricted shell: the matrix of the documentation, produced anew."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.interop.files.conftest import SFTP
from tests.interop.files.drivers import DRIVERS, Make, each, maker
from tests.interop.lab.sshd import LoopbackSSHD
from tests.interop.pages import blocks
from tests.needs import need
from virtreach.errors import VirtreachError
from virtreach.errors.files import FileError, RefusedByShell
from virtreach.files import rshell

pytestmark = pytest.mark.needs("root", "sshd", "scp", "rsync", "rrsync", "module:asyncssh")

DOCUMENT = Path(__file__).parents[3] / "docs/how-to/restricted-shells.md"

# Kind of account: what sshd is told, what stands before the key, and whether paths begin at the directory.
KINDS: dict[str, tuple[list[str], str, bool]] = {
    "a login shell": ([SFTP], "", False),
    "`virtreach-rshell`": ([SFTP], 'restrict,command="{program} --root {root} --log {log}"', False),
    "`rrsync DIR`": ([SFTP], 'restrict,command="/usr/bin/rrsync -no-lock {root}"', True),
    "`rrsync -absolute DIR`": ([SFTP], 'restrict,command="/usr/bin/rrsync -absolute -no-lock {root}"', False),
    "`rbash`": ([SFTP], 'restrict,command="rbash -c \\"$SSH_ORIGINAL_COMMAND\\""', False),
    "`internal-sftp`": (["Subsystem sftp internal-sftp", "ForceCommand internal-sftp"], "", False),
    "`internal-sftp`, chroot": (
        ["Subsystem sftp internal-sftp", "ForceCommand internal-sftp", "ChrootDirectory {root}"],
        "",
        True,
    ),
}
TABLE_HEAD = "| account |"
OPERATIONS = ("create", "remove", "copy there", "copy back")


@contextmanager
def account(kind: str, directory: Path) -> Iterator[tuple[LoopbackSSHD, str]]:
    """An sshd with that kind of account; the directory as the drivers have to name it."""
    settings, key, relative = KINDS[kind]
    root = directory / "root"
    root.mkdir(mode=0o755, parents=True)
    program = directory / "virtreach-rshell"
    shutil.copy(Path(rshell.__file__), program)
    program.chmod(0o755)
    words = {"root": root, "program": program, "log": directory / "log"}
    lines = [line.format(**words) for line in settings]
    with LoopbackSSHD(directory / "sshd", settings=lines, key_options=key.format(**words)) as server:
        yield server, "/" if relative else str(root)


async def outcome(work: Callable[[], object]) -> str:
    try:
        await work()  # type: ignore[misc]
    except RefusedByShell:
        return "no"
    except VirtreachError as error:
        return f"no ({type(error).__name__}: {error})"
    return "yes"


async def try_all(make: Make, root: str, real: Path, scratch: Path) -> list[str]:
    """Try each operation with names that are plain and that are not; 'yes' only when both come out right."""
    base = root.rstrip("/")
    source, back = scratch / "source", scratch / "back"
    source.write_text("data")
    found = []
    async with make(root=root, timeout=60) as there:
        for name in ("plain", "it's\n* $(id)"):
            (real / f"old {name}").write_text("old")
            results = [
                await outcome(lambda name=name: there.create_file(f"{base}/{name}")),
                await outcome(lambda name=name: there.remove_file(f"{base}/old {name}")),
                await outcome(lambda name=name: there.copy_file(source, there.path(f"{base}/copy {name}"))),
            ]
            (real / f"old {name}").write_text("old")
            results.append(
                await outcome(lambda name=name: there.copy_file(there.path(f"{base}/old {name}"), back))
            )
            done = (
                (real / name).exists(),
                True,
                (real / f"copy {name}").exists() and (real / f"copy {name}").read_text() == "data",
                back.exists() and back.read_text() == "old",
            )
            # Nothing is said to be done that was not.
            assert [result == "yes" for result in results[2:]] == list(done[2:]), results
            assert (results[0] == "yes") == done[0], results
            back.unlink(missing_ok=True)
            found.append(results)
    assert [name for name in os.listdir(real) if name.endswith(".part")] == []
    return ["yes" if plain == nasty == "yes" else "no" for plain, nasty in zip(*found, strict=True)]


@pytest.mark.parametrize("kind", KINDS)
async def test_matrix(kind: str, tmp_path: Path) -> None:
    rows = {}
    # sshd wants every directory above a chroot to be root's alone, which /tmp is not.
    with (
        TemporaryDirectory(prefix="vrfiles-", dir="/run") as directory,
        account(kind, place := Path(directory)) as (server, root),
    ):
        place.chmod(0o755)
        for driver in DRIVERS:
            rows[driver] = await try_all(maker(server, driver), root, place / "root", tmp_path)
            for left in (place / "root").iterdir():
                left.unlink()
    cells = [
        "all"
        if set(row) == {"yes"}
        else "none"
        if set(row) == {"no"}
        else ", ".join(
            operation for operation, answer in zip(OPERATIONS, row, strict=True) if answer == "yes"
        )
        for row in rows.values()
    ]
    line = f"| {kind} | " + " | ".join(cells) + " |"
    assert line in DOCUMENT.read_text(), line


def test_the_table_has_nothing_else() -> None:
    rows = DOCUMENT.read_text().partition(TABLE_HEAD)[2].partition("\n\n")[0].splitlines()[2:]
    assert [row.split("|")[1].strip() for row in rows] == list(KINDS)


def test_what_the_page_tells_sshd(tmp_path: Path) -> None:
    """Its lines of sshd_config are lines that sshd takes."""
    found = [block.code for block in blocks(DOCUMENT, "text") if "Match User" in block.code]
    assert len(found) == 2
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{tmp_path}/key"], check=True)
    Path("/run/sshd").mkdir(exist_ok=True)
    for code in found:
        (tmp_path / "config").write_text(f"HostKey {tmp_path}/key\n{code}\n")
        words = [
            "/usr/sbin/sshd",
            "-T",
            "-f",
            f"{tmp_path}/config",
            "-C",
            "user=images,host=h,addr=192.0.2.1",
        ]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "\ndisableforwarding yes\n" in done.stdout
        assert "\nforcecommand " in done.stdout


async def test_rrsync_with_its_lock_and_eight_at_once(tmp_path: Path) -> None:
    """It lets one in at a time: the driver waits its turn."""
    need("rrsync")
    root = tmp_path / "root"
    root.mkdir()
    key = f'restrict,command="/usr/bin/rrsync {root}"'
    with LoopbackSSHD(tmp_path / "sshd", settings=[SFTP], key_options=key) as server:
        async with maker(server, "rsync")() as there:
            results = await each((there.create_file(f"/f{number}") for number in range(8)), at_once=8)
    assert results == [True] * 8
    assert sorted(name for name in os.listdir(root) if name.startswith("f")) == [
        f"f{number}" for number in range(8)
    ]


async def test_rshell_keeps_each_driver_inside(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("kept")
    with account("`virtreach-rshell`", tmp_path) as (server, root):
        (tmp_path / "root/link").symlink_to(outside)
        for driver in DRIVERS:
            # No root on this side: the far one alone stands in the way.
            async with maker(server, driver)(root=root) as there:
                there._leads_out = _never  # type: ignore[method-assign]
                for work in (
                    there.create_file(f"{root}/link/new"),
                    there.create_dir(f"{root}/link/new"),
                    there.remove_file(f"{root}/link/file"),
                    there.copy_file(there.path(f"{root}/link/file"), tmp_path / "stolen"),
                    there.copy_file(tmp_path / "log", there.path(f"{root}/link/file")),
                ):
                    with pytest.raises(FileError):
                        await work
    assert os.listdir(outside) == ["file"]
    assert (outside / "file").read_text() == "kept"
    assert not (tmp_path / "stolen").exists()


async def _never(path: bytes) -> bool:
    del path
    return False
