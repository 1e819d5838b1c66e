"""Build the guest: a kernel from Debian's packages, an initial file system made on the spot.

Run as `python -m tools.guest.build`; prints the two files' paths. The result is cached under
`.cache/guest/`. Nothing is installed: the packages are downloaded and unpacked there.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.guest.cpio import Archive

__all__ = ["PASSWORD", "READY", "Guest", "GuestError", "build"]

READY = "virtreach guest ready"
"""The line that the guest writes on its serial port when its shell is about to start."""

_ROOT = Path(__file__).resolve().parents[2]
_CACHE = _ROOT / ".cache" / "guest"
_KERNEL = "linux-image-cloud-amd64"
_BUSYBOX = "busybox-static"
_MODULES = ("button", "evdev")
_LATE_MODULES = (
    *("virtio_ring", "virtio", "virtio_pci_legacy_dev", "virtio_pci_modern_dev", "virtio_pci"),
    *("virtio_blk", "virtio_balloon", "virtio_console"),
)
_AGENT = "qemu-ga"
PASSWORD = "open sesame"
"""Of the user ``me`` of a guest with an agent."""
_PASSWD = """root:x:0:0:root:/root:/bin/sh
me:x:1000:1000:me:/tmp:/bin/sh
"""
_SHADOW = "root:*:1::::::\nme:$1$virtreac$zhNP6WMESHanZLpos2TuL0:1::::::\n"
_INIT = Path(__file__).with_name("init.sh")


class GuestError(RuntimeError):
    """The guest cannot be built here; the message says what to do."""


@dataclass(frozen=True)
class Guest:
    """A kernel and its initial file system.

    Attributes:
        kernel: the kernel's image.
        initrd: the cpio archive.
    """

    kernel: Path
    initrd: Path


def build(report: Callable[[str], None] | None = None, *, cache: Path = _CACHE, agent: bool = False) -> Guest:
    """Build the guest, or take it from the cache.

    Args:
        report: told what is being done, a sentence at a time.
        cache: where packages and results are kept.
        agent: whether this machine's QEMU guest agent runs in it, and a login on its second serial port.

    Returns:
        The two files.

    Raises:
        GuestError: this is no Debian, or a download failed.
    """
    say = report or (lambda text: None)
    guest = Guest(cache / "vmlinuz", cache / ("initrd-agent.cpio" if agent else "initrd.cpio"))
    modules = cache / "modules"
    busybox = cache / "busybox"
    wanted = [modules / f"{module}.ko" for module in (*_MODULES, *_LATE_MODULES)]
    if not all(path.exists() for path in (guest.kernel, busybox, *wanted)):
        cache.mkdir(parents=True, exist_ok=True)
        _fetch(guest.kernel, modules, busybox, say)
    data = _file_system(busybox, modules, agent)
    if not guest.initrd.exists() or guest.initrd.read_bytes() != data:
        partial = guest.initrd.with_suffix(".partial")
        partial.write_bytes(data)
        partial.replace(guest.initrd)
    return guest


def _fetch(kernel: Path, modules: Path, busybox: Path, say: Callable[[str], None]) -> None:
    """Download both packages and keep the few files wanted from them; the kernel comes last."""
    lacking = [name for name in ("apt-get", "apt-cache", "dpkg-deb") if shutil.which(name) is None]
    if lacking:
        raise GuestError(f"the guest's kernel comes from Debian's packages, and {lacking[0]} is not here")
    with tempfile.TemporaryDirectory(prefix="vrguest-", dir="/tmp") as scratch:
        place = Path(scratch)
        place.chmod(0o777)
        name = _kernel_package(say)
        say(f"downloading the packages {name} and {_BUSYBOX} (29 MB, nothing is installed)")
        _run("apt-get", "download", "-q", name, _BUSYBOX, cwd=place)
        for package in place.glob("*.deb"):
            _run("dpkg-deb", "-x", str(package), str(place / "tree"), cwd=place)
        tree = place / "tree"
        shutil.rmtree(modules, ignore_errors=True)
        modules.mkdir()
        for module in (*_MODULES, *_LATE_MODULES):
            shutil.copy(next(tree.glob(f"lib/modules/*/kernel/**/{module}.ko")), modules)
        shutil.copy(next(tree.glob("**/bin/busybox")), busybox)
        shutil.copy(next(tree.glob("boot/vmlinuz-*")), kernel)


def _kernel_package(say: Callable[[str], None]) -> str:
    """Resolve the name that always means the newest kernel to the package that holds it."""
    for attempt in (1, 2):
        found = _run("apt-cache", "depends", _KERNEL, check=False)
        names = [line.split()[-1] for line in found.splitlines() if "Depends: linux-image-" in line]
        if names:
            return names[0]
        if attempt == 1:
            say("updating the list of Debian packages")
            _run("apt-get", "update", "-q")
    raise GuestError(f"no Debian package {_KERNEL} is known here")


def _file_system(busybox: Path, modules: Path, agent: bool) -> bytes:
    """Make the initial file system's archive."""
    archive = Archive()
    for path in ("bin", "dev", "proc", "sys", "lib", "root"):
        archive.directory(path)
    archive.directory("tmp", 0o1777)
    archive.character_device("dev/console", 5, 1)
    archive.file("bin/busybox", busybox.read_bytes(), executable=True)
    archive.symlink("bin/sh", "busybox")
    for module in (*_MODULES, *_LATE_MODULES):
        archive.file(f"lib/{module}.ko", (modules / f"{module}.ko").read_bytes())
    text = _INIT.read_text().replace("@READY@", READY)
    text = text.replace("@MODULES@", " ".join(_MODULES)).replace("@LATE_MODULES@", " ".join(_LATE_MODULES))
    archive.file("init", text.encode(), executable=True)
    if agent:
        _add_agent(archive)
    return archive.finish()


def _add_agent(archive: Archive) -> None:
    """Put this machine's guest agent, the libraries it needs and a user with a password into an archive."""
    program = shutil.which(_AGENT, path="/usr/sbin:/usr/bin:/sbin:/bin")
    if program is None:
        raise GuestError(
            "the guest's agent comes from the Debian package qemu-guest-agent, which is not installed"
        )
    archive.directory("sbin")
    archive.file("sbin/qemu-ga", Path(program).read_bytes(), executable=True)
    made = {"lib"}
    for library in re.findall(r"(/\S+) \(0x", _run("ldd", program)):
        place = library.lstrip("/")
        for parent in reversed(Path(place).parents):
            if parent != Path() and str(parent) not in made:
                made.add(str(parent))
                archive.directory(str(parent))
        archive.file(place, Path(library).read_bytes(), executable=True)
    archive.directory("etc")
    archive.file("etc/passwd", _PASSWD.encode())
    archive.file("etc/group", b"root:x:0:\nme:x:1000:\n")
    archive.file("etc/shadow", _SHADOW.encode())


def _run(*words: str, cwd: Path | None = None, check: bool = True) -> str:
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if check and done.returncode != 0:
        raise GuestError(f"{' '.join(words[:2])} failed: {done.stderr.strip()}")
    return done.stdout


def main() -> int:
    """Build and print where the result is."""
    try:
        guest = build(lambda text: print(text, file=sys.stderr))
    except GuestError as error:
        print(f"guest: {error}", file=sys.stderr)
        return 1
    print(guest.kernel, guest.initrd)
    return 0


if __name__ == "__main__":
    sys.exit(main())
