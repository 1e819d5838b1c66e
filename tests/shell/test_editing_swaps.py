"""Whoever owns the directory of a file that root edits exchanges names in it: only his own files are changed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.shell.local import LocalRemote
from virtreach.errors.files import FileError

pytestmark = pytest.mark.needs("root", "dash")

NOBODY = 65534
# Whatever is found under a private name is put away, and something of his is there instead.
SWAP = """\
cd {place} || exit
for name in .virtreach-*; do
  [ -e "$name" ] || continue
  [ -e "moved-$name" ] && continue
  /bin/mv "$name" "moved-$name"
  {instead}
done
"""
INSTEAD = {
    "a directory with a link": '/bin/mkdir "$name"; ln -s {victim} "$name/$name"; /bin/chown -h -R 65534 "$name"',
    "a link to a private directory": 'ln -s {private} "$name"',
    "a link to a file": 'ln -s {victim} "$name"',
}
STEPS = ("mkdir", "stat", "chown", "chmod", "sync", "mv")


def picture(directory: Path) -> dict[str, tuple[int, int, int, bytes]]:
    found = {}
    for path in (directory, *sorted(directory.rglob("*"))):
        about = path.lstat()
        data = path.read_bytes() if stat.S_ISREG(about.st_mode) else b""
        found[str(path)] = (about.st_mode, about.st_uid, about.st_mtime_ns, data)
    return found


@pytest.mark.parametrize("instead", INSTEAD)
async def test_names_that_are_exchanged(instead: str, tmp_path: Path) -> None:
    # busybox does not look for programs that it has itself.
    local = LocalRemote(tmp_path, "dash")
    root, place = tmp_path / "root", tmp_path / "place"
    (root / "private").mkdir(mode=0o700, parents=True)
    (root / "victim").write_bytes(b"root's")
    (root / "victim").chmod(0o600)
    place.mkdir()
    os.chown(place, NOBODY, NOBODY)
    profile = place / ".profile"
    before = picture(root)
    swap = SWAP.format(
        place=place, instead=INSTEAD[instead].format(victim=root / "victim", private=root / "private")
    )
    swaps = 0
    for step in STEPS:
        real = next(f"{top}/{step}" for top in ("/usr/bin", "/bin") if os.path.exists(f"{top}/{step}"))
        old = local.programs / step
        was = os.readlink(old) if old.is_symlink() else None
        # Before the step, and after it.
        local.program(
            step, f'(\n{swap}) 2>/dev/null\n{real} "$@"; status=$?\n(\n{swap}) 2>/dev/null\nexit $status\n'
        )
        for number in range(4):
            for left in place.iterdir():
                local_remove(left)
            profile.write_bytes(b"x\n")
            os.chown(profile, NOBODY, NOBODY)
            profile.chmod(0o666)
            try:
                if number == 3:
                    await local.replace_line(str(profile), "x", "y")
                elif number == 2:
                    await local.write_file(str(profile), b"new\n", mode=0o644, owner="root:root")
                else:
                    await (local.append if number else local.prepend)(str(profile), b"more\n")
            except FileError:
                assert profile.read_bytes() == b"x\n"
            assert picture(root) == before, (step, number)
            swaps += any(name.startswith("moved-") for name in os.listdir(place))
        old.unlink()
        if was is not None:
            old.symlink_to(was)
    assert swaps > len(STEPS)


def local_remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        for below in path.iterdir():
            below.unlink()
        path.rmdir()
    else:
        path.unlink()
