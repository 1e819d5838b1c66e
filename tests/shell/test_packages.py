"""Packages: apt for real with a repository and a root of our own; what the other managers are told."""

from __future__ import annotations

import asyncio
import fcntl
import subprocess
from pathlib import Path

import pytest

from tests.needs import patience
from tests.shell.local import LocalRemote
from virtreach.errors import UsageError
from virtreach.errors.shell import CommandTimeout, PackagesNotInstalled
from virtreach.shell import packages


class Apt:
    """A machine whose apt has a root and a repository of its own."""

    def __init__(self, directory: Path) -> None:
        self.remote = LocalRemote(directory)
        self.root = directory / "root"
        self.repository = directory / "repository"
        for name in (
            "var/lib/dpkg/info",
            "var/lib/dpkg/updates",
            "var/lib/dpkg/triggers",
            "var/lib/apt/lists/partial",
            "var/cache/apt/archives/partial",
            "var/log/apt",
            "etc/apt/preferences.d",
            "etc/apt/apt.conf.d",
            "etc/apt/trusted.gpg.d",
        ):
            (self.root / name).mkdir(parents=True)
        (self.root / "var/lib/dpkg/status").touch()
        self.repository.mkdir()
        (self.root / "etc/apt/sources.list").write_text(f"deb [trusted=yes] file:{self.repository} ./\n")
        config = directory / "apt.conf"
        config.write_text(
            f'Dir "{self.root}/"; Dir::State::status "{self.root}/var/lib/dpkg/status"; '
            'Dir::Bin::methods "/usr/lib/apt/methods"; APT::Sandbox::User "root"; '
            f'DPkg::Options {{ "--root={self.root}"; "--log=/dev/null"; "--force-script-chrootless"; }}; '
            'Dir::Etc::parts "/proc/none"; DPkg::Pre-Install-Pkgs ""; #clear DPkg::Pre-Install-Pkgs;\n'
        )
        self.remote.environment["APT_CONFIG"] = str(config)

    def publish(self, name: str, version: str = "1.0", depends: str = "") -> None:
        """Put a package into the repository."""
        tree = self.repository / "build"
        (tree / "DEBIAN").mkdir(parents=True, exist_ok=True)
        (tree / "DEBIAN/control").write_text(
            f"Package: {name}\nVersion: {version}\nArchitecture: all\nMaintainer: nobody <n@example.org>\n"
            + (f"Depends: {depends}\n" if depends else "")
            + "Description: a test\n"
        )
        words = [
            "dpkg-deb",
            "--build",
            "-Znone",
            str(tree),
            str(self.repository / f"{name}_{version}_all.deb"),
        ]
        subprocess.run(words, check=True, capture_output=True)
        index = subprocess.run(
            ["apt-ftparchive", "packages", "."], cwd=self.repository, check=True, capture_output=True
        )
        (self.repository / "Packages").write_bytes(index.stdout)

    def installed(self) -> dict[str, str]:
        """Return names and versions."""
        words = [
            "dpkg-query",
            f"--admindir={self.root}/var/lib/dpkg",
            "-W",
            "-f",
            "${db:Status-Abbrev}${Package} ${Version}\n",
        ]
        lines = subprocess.run(words, check=True, capture_output=True, text=True).stdout.splitlines()
        return dict(line[3:].split() for line in lines if line.startswith("ii"))  # type: ignore[misc]


@pytest.fixture
def apt(tmp_path: Path) -> Apt:
    return Apt(tmp_path)


@pytest.mark.needs("root", "apt-get", "apt-ftparchive", "dpkg-deb")
async def test_apt(apt: Apt) -> None:
    """Lists are read, packages come with what they need, versions are heeded, and what is not there is an error."""
    apt.publish("vr-base")
    apt.publish("vr-tool", depends="vr-base")
    apt.publish("vr-other1x0")
    with pytest.raises(PackagesNotInstalled, match="Unable to locate"):
        await apt.remote.install_packages("vr-tool")
    await apt.remote.update_repository()
    await apt.remote.install_packages("vr-tool")
    assert apt.installed() == {"vr-tool": "1.0", "vr-base": "1.0"}
    # A name that there is not is no pattern for one that there is.
    with pytest.raises(PackagesNotInstalled, match="Unable to locate"):
        await apt.remote.install_packages("vr-other1.0")
    apt.publish("vr-base", "2.0")
    await apt.remote.update_repository()
    await apt.remote.install_packages("vr-base=2.0", "vr-tool")
    assert apt.installed() == {"vr-tool": "1.0", "vr-base": "2.0"}
    apt.repository.joinpath("Packages").unlink()
    with pytest.raises(PackagesNotInstalled):
        await apt.remote.update_repository()


@pytest.mark.needs("root", "apt-get", "apt-ftparchive", "dpkg-deb")
async def test_apt_waits_for_the_lock(apt: Apt, monkeypatch: pytest.MonkeyPatch) -> None:
    apt.publish("vr-base")
    await apt.remote.update_repository()
    lock = apt.root / "var/lib/dpkg/lock-frontend"
    with lock.open("w") as held:
        fcntl.lockf(held, fcntl.LOCK_EX)
        monkeypatch.setattr(packages, "LOCK_WAIT", 1)
        with pytest.raises(PackagesNotInstalled, match="another one held the lock"):
            await apt.remote.install_packages("vr-base")
        monkeypatch.setattr(packages, "LOCK_WAIT", round(60 * patience()))
        waiting = asyncio.create_task(apt.remote.install_packages("vr-base"))
        done, _ = await asyncio.wait([waiting], timeout=1.5)
        assert not done
    await waiting
    assert apt.installed() == {"vr-base": "1.0"}


@pytest.mark.parametrize(
    "name",
    ["", "-y", "--reinstall", "./x.deb", "/x.deb", "a b", "a;b", "$(a)", "a*", "nano-", "http://x", "ä"],
)
async def test_names_that_are_none(tmp_path: Path, name: str) -> None:
    remote = LocalRemote(tmp_path)
    with pytest.raises(UsageError, match="is no package's name"):
        await remote.install_packages("good", name)
    assert remote.lines == []


@pytest.mark.parametrize(
    ("manager", "install", "update"),
    [
        ("dnf", "-y install -- g++ libc6:i386", "-y makecache"),
        ("yum", "-y install -- g++ libc6:i386", "-y makecache"),
        ("zypper", "-n install --auto-agree-with-licenses -- g++ libc6:i386", "-n refresh"),
        ("apk", "--wait 300 add -- g++ libc6:i386", "--wait 300 update"),
        (
            "pacman",
            "-S --needed --noconfirm --noprogressbar -- g++ libc6:i386",
            "-Sy --noconfirm --noprogressbar",
        ),
    ],
)
async def test_what_managers_are_told(local: LocalRemote, manager: str, install: str, update: str) -> None:
    log = local.home / "log"
    local.program(manager, f'printf "%s\\n" "$*" >>{log}; echo said; echo warned >&2\n')
    local.environment["PATH"] = str(local.programs)
    done = await local.install_packages("g++", "libc6:i386")
    assert (done.stdout, done.stderr) == (b"said\n", b"warned\n")
    await local.update_repository()
    assert log.read_text().splitlines() == [install, update]
    local.program(manager, "echo broken >&2; exit 3\n")
    with pytest.raises(PackagesNotInstalled, match="status 3: broken"):
        await local.install_packages("x")


async def test_a_lock_that_the_manager_does_not_wait_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = LocalRemote(tmp_path)
    mark = local.home / "tries"
    local.program(
        "pacman",
        f"echo x >>{mark}; read -r a <{mark}.free 2>/dev/null && exit 0\n"
        "echo 'error: unable to lock database' >&2; exit 1\n",
    )
    local.link("sleep", "sleep")
    local.environment["PATH"] = str(local.programs)
    monkeypatch.setattr(packages, "LOCK_WAIT", 1)
    with pytest.raises(PackagesNotInstalled, match="held the lock"):
        await local.install_packages("x")
    assert mark.read_text() == "x\nx\n"
    mark.with_name("tries.free").write_text("free\n")
    assert (await local.install_packages("x")).ok


async def test_no_manager_and_no_time(tmp_path: Path) -> None:
    local = LocalRemote(tmp_path)
    local.link("sleep", "sleep")
    local.environment["PATH"] = str(local.programs)
    with pytest.raises(PackagesNotInstalled, match="no package manager"):
        await local.install_packages("x")
    local.program("dnf", "sleep 600\n")
    with pytest.raises(CommandTimeout, match="it was ended there"):
        await local.install_packages("x", timeout=1.0)
