"""The demonstrations run to their end, and leave nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.interop.conftest import need
from tests.needs import need as need_anywhere
from tests.needs import patience

_ROOT = Path(__file__).resolve().parents[2]
_NOBODY = 65534
_SHOWN = (
    "domain guest started",
    "guest login: hello",
    "bytes of PNG",
    "back at before",
    "domain guest  stopped",
    "the same 1 MiB came back",
    "TLSv1.3",
    "did not accept our certificate",
    "nothing is left running",
)


def check(shown: str) -> None:
    """Look at what the demonstration has said, and whether its directory is gone."""
    for words in _SHOWN:
        assert words in shown, shown
    directory = Path(shown.partition("virtreachd serves at ")[2].partition("socket=")[2].split()[0]).parent
    assert directory.name.startswith("vrdemo-")
    assert not directory.exists()


def test_demo(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-S", str(_ROOT / "demo/run.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=100,
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONWARNINGS": "error"},
    )
    assert done.returncode == 0, done.stdout
    check(done.stdout)


def test_demo_needs_no_privileges(open_directory: Path) -> None:
    """Somebody who may nothing runs it, with an interpreter that has nothing installed."""
    need_anywhere("root")
    for name in ("src/virtreach", "demo", "examples"):
        shutil.copytree(_ROOT / name, open_directory / name, ignore=shutil.ignore_patterns("__pycache__"))
    home = open_directory / "home"
    home.mkdir(mode=0o700)
    os.chown(home, _NOBODY, _NOBODY)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words,
            user=_NOBODY,
            group=_NOBODY,
            extra_groups=[],
            cwd="/",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=100,
            env={"PATH": "/usr/bin:/bin", "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
        )

    def runs(python: str) -> bool:
        try:
            return run(python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))").returncode == 0
        except OSError:
            return False

    python = next(filter(runs, (sys.executable, "/usr/bin/python3")), None)
    if python is None:
        need_anywhere("a Python that everybody may run")
    assert python is not None
    done = run(python, "-S", str(open_directory / "demo/run.py"))
    assert done.returncode == 0, done.stdout
    check(done.stdout)


def test_kept_until_it_is_interrupted() -> None:
    """`--keep` prints the URIs last; they work until ^C."""
    keeping = subprocess.Popen(
        [sys.executable, str(_ROOT / "demo/run.py"), "--keep"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert keeping.stdout is not None
        shown = ""
        for line in keeping.stdout:
            shown += line
            if line.startswith("test+unix"):
                break
        for uri in shown.split()[-2:]:
            done = subprocess.run(
                [sys.executable, "-m", "virtreach", "-c", uri, "list"],
                env={**os.environ, "PYTHONPATH": str(_ROOT / "src")},
                capture_output=True,
                text=True,
                timeout=60,
            )
            assert "guest  running" in done.stdout, done.stderr
        keeping.send_signal(signal.SIGINT)
        rest, _ = keeping.communicate(timeout=30 * patience())
        assert keeping.returncode == 0, shown + rest
        assert "nothing is left running" in rest
    finally:
        if keeping.poll() is None:
            keeping.terminate()
            keeping.wait()


@pytest.mark.slow
@pytest.mark.timeout(260)
def test_demo_with_libvirt() -> None:
    need("qemu-system-x86_64")
    done = subprocess.run(
        [sys.executable, str(_ROOT / "demo" / "libvirt.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=240,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    assert done.returncode == 0, done.stdout
    for words in ("hello from guest, Linux", "of PNG in", "domain guest  stopped", "nothing is left running"):
        assert words in done.stdout, done.stdout
    directory = Path(
        done.stdout.partition("libvirtd serves at ")[2].partition("socket=")[2].split()[0]
    ).parent
    assert directory.name.startswith("vrlab-")
    assert not directory.exists()


@pytest.mark.slow
@pytest.mark.needs("root", "sshd", "module:asyncssh")
def test_demo_of_a_cluster_behind_proxies() -> None:
    # `make demo-reach` has no pytest.
    program = (
        "import runpy, sys; sys.modules['pytest'] = None; sys.argv = sys.argv[1:]; "
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(_ROOT / "demo" / "reach.py")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=110,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    assert done.returncode == 0, done.stdout
    for words in (
        "in reserve",
        "the same 32 MiB came back",
        "hello from inside",
        "still here",
        "nothing is left",
    ):
        assert words in done.stdout, done.stdout
    directory = Path(done.stdout.partition('keyfile = "')[2].partition("/cluster/")[0])
    assert directory.name.startswith("vrdemo-")
    assert not directory.exists()
