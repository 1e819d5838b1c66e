"""Files on a host by each driver, beside scp, rsync and ssh through the same sshd."""

from __future__ import annotations

import asyncio
import filecmp
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter

from benchmarks.harness import Contest, Row, duration, race
from tests.interop.lab.sshd import LoopbackSSHD
from virtreach.files import RemoteFilesystem, remote_filesystem

__all__ = ["FULL", "QUICK", "Amounts", "measure", "run"]

_MIB = 1 << 20
_SCP, _RSYNC, _SSH = "scp", "rsync", "ssh, ControlMaster"
_SPARSE_ON_DISK = 1.1


@dataclass(frozen=True)
class Amounts:
    """How much is copied, and how often.

    Attributes:
        dense: bytes of a file without holes.
        sparse, data: length of a file with holes, and how much of it is data, bytes.
        files: how many files of 4 KiB a directory has.
        rounds: how often each contender copies.
        slow_rounds: how often the file with holes is copied; scp takes its time.
        operations: how many directories are made and removed in a turn.
    """

    dense: int
    sparse: int
    data: int
    files: int
    rounds: int
    slow_rounds: int
    operations: int


FULL = Amounts(1024 * _MIB, 4096 * _MIB, 256 * _MIB, 2000, 5, 3, 200)
QUICK = Amounts(256 * _MIB, 1024 * _MIB, 64 * _MIB, 500, 2, 1, 50)


def run(quick: bool = False) -> list[Row]:
    """Measure, from the login to the end of the connection; all files are in memory.

    Nothing is pinned: each copy keeps several processes busy.

    Args:
        quick: less of everything.
    """
    return measure(QUICK if quick else FULL)


def measure(amounts: Amounts) -> list[Row]:
    """Measure with these amounts.

    Raises:
        RuntimeError: a copy is not what was copied.
    """
    with _lab() as lab:
        return [
            *_dense(lab, amounts),
            *_sparse(lab, amounts),
            *_small_files(lab, amounts),
            *_operations(lab, amounts),
        ]


@dataclass
class _Lab:
    """A directory in memory, and an sshd that writes there."""

    server: LoopbackSSHD
    here: Path
    target: Path = field(init=False)

    def __post_init__(self) -> None:
        self.target = self.here / "target"

    def driver(self, transport: str) -> RemoteFilesystem:
        """Make a driver's file system; nothing is opened yet."""
        config, port = str(self.server.config), self.server.port
        return remote_filesystem("127.0.0.1", transport, user="root", port=port, config=config)

    def scp(self, *words: str) -> float:
        """Time scp's own copy."""
        return self._program("scp", "-q", "-F", str(self.server.config), "-P", str(self.server.port), *words)

    def rsync(self, *words: str) -> float:
        """Time rsync's own copy."""
        shell = f"ssh -F {self.server.config} -p {self.server.port}"
        return self._program("rsync", "-e", shell, *words)

    def _program(self, *words: str) -> float:
        start = perf_counter()
        subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
        return perf_counter() - start

    def there(self, path: Path) -> str:
        return f"root@127.0.0.1:{path}"

    def clear(self) -> None:
        """Remove what was copied."""
        if self.target.is_dir():
            shutil.rmtree(self.target)
        else:
            self.target.unlink(missing_ok=True)


@contextmanager
def _lab() -> Iterator[_Lab]:
    with tempfile.TemporaryDirectory(prefix="vrbench-", dir="/dev/shm") as scratch:
        settings = ["Subsystem sftp /usr/lib/openssh/sftp-server"]
        with LoopbackSSHD(Path(scratch) / "sshd", settings=settings) as server:
            yield _Lab(server, Path(scratch))


def _copy(lab: _Lab, transport: str, source: Path, *, back: bool = False, sparse: bool = False) -> float:
    """Time a driver's copy, with its login and its leave."""

    whole_tree = source.is_dir()

    async def work() -> None:
        async with lab.driver(transport) as there:
            if whole_tree:
                await there.copy_tree(source, there.path(str(lab.target)))
            elif back:
                await there.copy_file(there.path(str(source)), lab.target)
            else:
                await there.copy_file(source, there.path(str(lab.target)), sparse=sparse)

    start = perf_counter()
    asyncio.run(work())
    return perf_counter() - start


def _race(
    lab: _Lab,
    source: Path,
    contenders: dict[str, Callable[[], float]],
    rounds: int,
    *,
    sparse: Sequence[str] = (),
) -> Contest:
    """Let contenders copy a source in turns, and look at what each has made of it."""

    def checked(name: str) -> float:
        lab.clear()
        seconds = contenders[name]()
        if not _same(source, lab.target):
            raise RuntimeError(f"{name} did not copy what was to be copied")
        if name in sparse and _on_disk(lab.target) > _SPARSE_ON_DISK * _on_disk(source):
            raise RuntimeError(f"{name} filled the holes")
        return seconds

    contest = race({name: partial(checked, name) for name in contenders}, rounds)
    lab.clear()
    return contest


def _same(source: Path, copy: Path) -> bool:
    if source.is_file():
        return filecmp.cmp(source, copy, shallow=False)
    names = sorted(os.listdir(source))
    return sorted(os.listdir(copy)) == names and not any(
        filecmp.cmpfiles(source, copy, names, shallow=False)[1:]
    )


def _on_disk(path: Path) -> int:
    return path.stat().st_blocks * 512


def _row(what: str, contest: Contest, name: str, base: str, bound: float | None) -> Row:
    ratio = round(contest.ratio(name, base), 2)
    return Row(
        what=what,
        name=f"{name} beside {base}",
        value=duration(contest.median(name)),
        base=duration(contest.median(base)),
        ratio=ratio,
        target="" if bound is None else f"<= {bound:.2f}",
        met=None if bound is None else ratio <= bound,
    )


def _dense(lab: _Lab, amounts: Amounts) -> list[Row]:
    source = lab.here / "dense"
    with source.open("wb") as file:
        for _ in range(amounts.dense // _MIB):
            file.write(os.urandom(_MIB))
    there = lab.there(lab.target)
    up = _race(
        lab,
        source,
        {
            _SCP: partial(lab.scp, str(source), there),
            "sftp driver": partial(_copy, lab, "sftp", source),
            "ssh driver": partial(_copy, lab, "ssh", source),
            _RSYNC: partial(lab.rsync, str(source), there),
            "rsync driver": partial(_copy, lab, "rsync", source),
        },
        amounts.rounds,
    )
    down = _race(
        lab,
        source,
        {
            _SCP: partial(lab.scp, lab.there(source), str(lab.target)),
            "sftp driver": partial(_copy, lab, "sftp", source, back=True),
        },
        amounts.rounds,
    )
    source.unlink()
    size = f"a file of {amounts.dense // _MIB} MiB"
    return [
        _row(f"{size}, to the host", up, "sftp driver", _SCP, 1.15),
        _row(f"{size}, to the host", up, "ssh driver", _SCP, 1.1),
        _row(f"{size}, to the host", up, "rsync driver", _RSYNC, 1.05),
        _row(f"{size}, from the host", down, "sftp driver", _SCP, 1.15),
    ]


def _sparse(lab: _Lab, amounts: Amounts) -> list[Row]:
    source = lab.here / "sparse"
    pieces = 16
    with source.open("wb") as file:
        for number in range(pieces):
            file.seek(number * (amounts.sparse // pieces))
            file.write(os.urandom(amounts.data // pieces))
        file.truncate(amounts.sparse)
    contest = _race(
        lab,
        source,
        {
            _SCP: partial(lab.scp, str(source), lab.there(lab.target)),
            "sftp driver": partial(_copy, lab, "sftp", source, sparse=True),
        },
        amounts.slow_rounds,
        sparse=["sftp driver"],
    )
    source.unlink()
    what = f"{amounts.sparse // _MIB} MiB with {amounts.data // _MIB} MiB of data, sparse, identical"
    return [_row(what, contest, "sftp driver", _SCP, 0.25)]


def _small_files(lab: _Lab, amounts: Amounts) -> list[Row]:
    source = lab.here / "tree"
    source.mkdir()
    for number in range(amounts.files):
        (source / f"file{number}").write_bytes(os.urandom(4096))
    contest = _race(
        lab,
        source,
        {
            _SCP: partial(lab.scp, "-r", str(source), lab.there(lab.target)),
            "sftp driver": partial(_copy, lab, "sftp", source),
            _RSYNC: partial(lab.rsync, "-r", f"{source}/", lab.there(lab.target)),
            "rsync driver": partial(_copy, lab, "rsync", source),
        },
        amounts.rounds,
    )
    what = f"{amounts.files} files of 4 KiB"
    return [
        _row(what, contest, "sftp driver", _SCP, 0.9),
        _row(what, contest, "rsync driver", _SCP, None),
        _row(what, contest, "rsync driver", _RSYNC, None),
    ]


def _operations(lab: _Lab, amounts: Amounts) -> list[Row]:
    """One directory after the other, made and removed, over a connection that is there."""
    seconds: dict[str, list[float]] = {}
    counts = {"sftp": amounts.operations, "ssh": amounts.operations // 10, "rsync": amounts.operations // 20}

    async def turns(transport: str) -> None:
        async with lab.driver(transport) as there:
            await there.exists(str(lab.here))
            for _ in range(counts[transport]):
                for operation in (there.create_dir, there.remove_dir):
                    start = perf_counter()
                    await operation(str(lab.target))
                    seconds.setdefault(f"{transport} driver", []).append(perf_counter() - start)

    for transport in counts:
        asyncio.run(turns(transport))
    seconds[_SSH] = _by_master(lab, counts["ssh"])
    contest = Contest(seconds)
    base = duration(contest.median(_SSH))
    what = "make or remove a directory, connection kept"
    rows = [
        Row(what, "sftp driver", duration(contest.median("sftp driver")), target="<= 5 ms",
            met=contest.median("sftp driver") <= 0.005)
    ]  # fmt: skip
    rows += [
        Row(what, f"{name} beside {_SSH}", duration(contest.median(name)), base)
        for name in ("ssh driver", "rsync driver")
    ]
    return rows


def _by_master(lab: _Lab, count: int) -> list[float]:
    """Time the same by hand: ssh over a connection that it keeps."""
    control = ["-o", f"ControlPath={lab.here}/control"]
    ssh = ["ssh", "-F", str(lab.server.config), "-p", str(lab.server.port), *control, "root@127.0.0.1"]
    subprocess.run([*ssh[:-1], "-o", "ControlMaster=yes", "-o", "ControlPersist=60", ssh[-1], "true"], check=True,
                   stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    seconds = []
    for _ in range(count):
        for program in ("mkdir", "rmdir"):
            start = perf_counter()
            subprocess.run([*ssh, program, str(lab.target)], check=True, stdin=subprocess.DEVNULL)
            seconds.append(perf_counter() - start)
    subprocess.run([*ssh, "-O", "exit"], check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return seconds
