"""Prepare the tree: a virtual environment in .venv, and Debian packages where tests or the demo need them.

Usage::

    python3 tools/bootstrap.py GROUP...          # Python packages of requirements/GROUP.txt, and virtreach
    python3 tools/bootstrap.py --debian GROUP    # Debian packages of requirements/debian.txt

It only needs a Python interpreter, and it runs again in a moment when there is nothing to do. Python packages
go into .venv and nowhere else; every one of them is locked by hash. Debian packages are installed when this
runs as root and they are missing, otherwise it says which ones are.

Stock Debian splits `venv` out of Python and its pip refuses to install system-wide, so there are three ways
to an environment, tried in this order: the `venv` module as it is; as root, `apt-get install python3-venv`;
else a `venv` without pip that another pip on this machine fills.

This file has no syntax that Python 3.7 could not parse, so that the message about the version is what
a reader with an older Python sees.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from typing import Any, NoReturn

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
REQUIREMENTS = os.path.join(ROOT, "requirements")
STAMPS = os.path.join(VENV, "installed")
OLDEST = (3, 11)


def say(text: str) -> None:
    """Tell what is being done, on stderr."""
    print("bootstrap: " + text, file=sys.stderr, flush=True)


def give_up(text: str) -> NoReturn:
    """End with a message that says what the reader can do."""
    say(text)
    sys.exit(1)


def run(argv: list[str], **options: Any) -> None:
    """Run a command that has to succeed; its output goes to stderr."""
    result = subprocess.run(argv, stdout=sys.stderr, **options)
    if result.returncode:
        give_up("this failed with status %d: %s" % (result.returncode, " ".join(argv)))


def works(argv: list[str]) -> bool:
    """Return whether a command can be run and ends with status 0; its output is thrown away."""
    try:
        return subprocess.run(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def is_root() -> bool:
    """Return whether packages of the system may be installed."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


# --- Debian packages ---------------------------------------------------------------------------------------


def debian_packages(group: str) -> list[str]:
    """Return the names in requirements/debian.txt that belong to a group."""
    names = []
    with open(os.path.join(REQUIREMENTS, "debian.txt"), encoding="utf-8") as lines:
        for line in lines:
            words = line.partition("#")[0].split()
            if group in words[1:]:
                names.append(words[0])
    if not names:
        give_up("requirements/debian.txt knows no group %r" % group)
    return names


def missing_packages(names: list[str]) -> list[str]:
    """Return which Debian packages are not installed, with one question to dpkg."""
    answer = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        universal_newlines=True,
    )
    there = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    return [name for name in names if name not in there]


def apt_install(names: list[str]) -> None:
    """Install Debian packages; refreshes apt's lists once when they are empty or too old to fetch from."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *names]
    lists = "/var/lib/apt/lists"
    fresh = os.path.isdir(lists) and any("_Packages" in name for name in os.listdir(lists))
    say("installing Debian packages: " + " ".join(names))
    if fresh and subprocess.run(install, stdout=sys.stderr, env=environment).returncode == 0:
        return
    run(["apt-get", "update", "-qq"], env=environment)
    run(install, env=environment)


def provide_debian(group: str) -> None:
    """Install the missing Debian packages of a group as root; otherwise name them."""
    names = debian_packages(group)
    if not shutil.which("dpkg-query") or not shutil.which("apt-get"):
        say("this is not Debian: what needs %s is skipped where it is missing" % ", ".join(names))
        return
    missing = missing_packages(names)
    if not missing:
        return
    if is_root():
        apt_install(missing)
    else:
        say("missing Debian packages, and what needs them is skipped: " + " ".join(missing))
        say("to have them: sudo apt-get install " + " ".join(missing))


# --- the virtual environment -------------------------------------------------------------------------------


def has_module(python: str, *names: str) -> bool:
    """Return whether an interpreter can import these modules."""
    return works([python, "-c", "import " + ", ".join(names)])


def venv_is_usable() -> bool:
    """Return whether .venv holds an interpreter that runs, is new enough and has pip."""
    check = "import sys, pip; sys.exit(sys.version_info < (%d, %d))" % OLDEST
    return works([VENV_PYTHON, "-c", check])


def make_venv() -> None:
    """Create .venv with pip in it, in the first way that this machine allows."""
    if os.path.exists(VENV):
        say("removing .venv, whose interpreter does not run here")
        shutil.rmtree(VENV)
    python = sys.executable
    say("making .venv with Python %d.%d.%d (%s)" % (*sys.version_info[:3], python))
    if has_module(python, "venv", "ensurepip") and works([python, "-m", "venv", VENV]) and venv_is_usable():
        return
    shutil.rmtree(VENV, ignore_errors=True)
    of_the_system = os.path.realpath(python).startswith("/usr/bin/")
    if of_the_system and is_root() and shutil.which("apt-get"):
        apt_install(["python3-venv"])
        run([python, "-m", "venv", VENV])
        return
    if has_module(python, "venv"):
        run([python, "-m", "venv", "--without-pip", VENV])
        if fill_with_foreign_pip(python):
            return
        shutil.rmtree(VENV, ignore_errors=True)
    elif works([python, "-m", "virtualenv", "--version"]):
        run([python, "-m", "virtualenv", "--quiet", VENV])
        return
    give_up(
        "this Python can make no virtual environment, and there is no pip to fill one with.\n"
        "  On Debian:  sudo apt-get install python3-venv\n"
        "  Elsewhere:  make PYTHON=/path/to/a/python3/with/the/venv/module ..."
    )


def fill_with_foreign_pip(python: str) -> bool:
    """Install pip into an empty .venv with a pip that lives elsewhere.

    Args:
        python: the interpreter that .venv was made with.

    Returns:
        Whether .venv has a pip now.
    """
    for pip in ([python, "-m", "pip"], ["pip3"], ["pip"]):
        # `--python` makes pip run inside .venv, where the system's refusal of installs does not apply.
        if works([*pip, "--python", VENV_PYTHON, "install", "--quiet", "pip"]) and venv_is_usable():
            say("filled .venv with the help of: " + " ".join(pip))
            return True
    wheels = "/usr/share/python-wheels"
    for name in sorted(os.listdir(wheels)) if os.path.isdir(wheels) else []:
        wheel = os.path.join(wheels, name)
        if name.startswith("pip-"):
            install = [VENV_PYTHON, os.path.join(wheel, "pip"), "install", "--quiet", "--no-index", wheel]
            if works(install) and venv_is_usable():
                say("filled .venv with " + wheel)
                return True
    return False


def digest_of(*paths: str) -> str:
    """Return a digest over the contents of files, to see whether they changed since they were installed."""
    digest = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as content:
            digest.update(content.read())
    return digest.hexdigest()


def install_once(stamp: str, paths: list[str], arguments: list[str], environment: dict[str, str]) -> None:
    """Run pip unless it ran before with the same files.

    Args:
        stamp: name of the note that is left behind.
        paths: files whose content decides whether anything changed.
        arguments: what follows `pip install`.
        environment: environment variables for pip.
    """
    note = os.path.join(STAMPS, stamp)
    digest = digest_of(*paths)
    if os.path.exists(note):
        with open(note, encoding="utf-8") as content:
            if content.read() == digest:
                return
    say("installing %s into .venv" % stamp)
    run([VENV_PYTHON, "-m", "pip", "install", "--quiet", *arguments], env=environment, cwd=ROOT)
    os.makedirs(STAMPS, exist_ok=True)
    with open(note, "w", encoding="utf-8") as content:
        content.write(digest)


def provide_python(groups: list[str]) -> None:
    """Make .venv where needed and install requirement groups and virtreach itself (editable) into it."""
    if not venv_is_usable():
        make_venv()
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    environment.pop("PIP_USER", None)
    for group in ["build", *groups]:
        path = os.path.join(REQUIREMENTS, group + ".txt")
        if not os.path.exists(path):
            give_up("there is no requirements/%s.txt" % group)
        install_once(group, [path], ["--require-hashes", "--requirement", path], environment)
    project = [os.path.join(ROOT, "pyproject.toml"), os.path.join(ROOT, "src", "virtreach", "version.py")]
    install_once("virtreach", project, ["--no-deps", "--no-build-isolation", "--editable", ROOT], environment)


def main(arguments: list[str]) -> None:
    """Read the command line and do what it asks for."""
    if sys.version_info < OLDEST:
        give_up(
            "virtreach needs Python %d.%d or newer, and this is %d.%d (%s).\n"
            "  Name another one: make PYTHON=/path/to/python3 ..."
            % (*OLDEST, *sys.version_info[:2], sys.executable)
        )
    if arguments[:1] == ["--debian"] and len(arguments) == 2:
        provide_debian(arguments[1])
    elif arguments and not any(argument.startswith("-") for argument in arguments):
        provide_python(arguments)
    else:
        give_up("usage: bootstrap.py GROUP... | bootstrap.py --debian GROUP")


if __name__ == "__main__":
    main(sys.argv[1:])
