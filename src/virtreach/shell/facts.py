"""What a machine is: its system, processors, memory, addresses, when it started; asked in one round trip."""

from __future__ import annotations

import secrets
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from virtreach.errors.shell import ShellError
from virtreach.errors.text import printable

if TYPE_CHECKING:
    from virtreach.shell.base import Remote

__all__ = ["MANAGERS", "Address", "Facts", "ask"]

MANAGERS = ("apt", "dnf", "yum", "zypper", "apk", "pacman")
"""Package managers, the one to be preferred first."""

# $1 stands before each name of a part; $2... are programs to look for.
_SCRIPT = """\
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
mark=$1; shift
part() { printf '\\n%s %s\\n' "$mark" "$1"; }
part os; cat /etc/os-release 2>/dev/null || cat /usr/lib/os-release 2>/dev/null
part uname; uname -s; uname -n; uname -r; uname -m
part user; id -u; id -un
part cpus; getconf _NPROCESSORS_ONLN 2>/dev/null || nproc 2>/dev/null || grep -c ^processor /proc/cpuinfo 2>/dev/null
part cpuinfo; grep -m 1 '^model name' /proc/cpuinfo 2>/dev/null
part memory; cat /proc/meminfo 2>/dev/null
part boot; grep '^btime ' /proc/stat 2>/dev/null
part clock; date +%s
part addresses; ip -o address show 2>/dev/null
part python; { python3 -V || python -V; } 2>&1
part virtual; systemd-detect-virt 2>/dev/null
part managers; for one in "$@"; do command -v "$one" >/dev/null 2>&1 && echo "$one"; done
exit 0
"""
_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Address:
    """An address of a network interface.

    Attributes:
        interface: its name.
        address: IPv4 or IPv6, without the prefix length.
        prefix: the prefix length.
    """

    interface: str
    address: str
    prefix: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What a machine says about itself; what it does not say is "" or None. Nothing here is to be trusted blindly.

    Attributes:
        label: the machine, for people.
        system, hostname, kernel, architecture: as uname has them: ``Linux``, name, release, ``x86_64``.
        os: all of os-release, such as ``PRETTY_NAME``.
        os_id, os_version: its ``ID`` and ``VERSION_ID``: ``debian``, ``12``.
        user, uid: who we are there.
        cpus: how many processors it uses.
        cpu_model: their name.
        memory, memory_available, swap: bytes.
        boot_time: when it started, seconds since the epoch by its clock.
        clock: what its clock said, likewise.
        addresses: of all interfaces, the loopback one too.
        python: the version of its Python: ``3.11.2``.
        virtual: the hypervisor or container it sees itself in (``kvm``, ``lxc``), ``none``, or "".
        package_manager: one of `MANAGERS`, or "".
    """

    label: str
    system: str = ""
    hostname: str = ""
    kernel: str = ""
    architecture: str = ""
    os: dict[str, str] = field(default_factory=dict, repr=False)
    os_id: str = ""
    os_version: str = ""
    user: str = ""
    uid: int | None = None
    cpus: int | None = None
    cpu_model: str = ""
    memory: int | None = None
    memory_available: int | None = None
    swap: int | None = None
    boot_time: int | None = None
    clock: int | None = None
    addresses: tuple[Address, ...] = ()
    python: str = ""
    virtual: str = ""
    package_manager: str = ""


async def ask(remote: Remote) -> Facts:
    """Ask a machine for its facts.

    Raises:
        ShellError: it answers nothing that can be understood.
    """
    mark = secrets.token_hex(8)
    done = await remote.run_script(
        _SCRIPT, mark, *(_PROGRAMS.get(name, name) for name in MANAGERS), timeout=60.0, max_output=_LIMIT
    )
    parts: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in done.text.split("\n"):
        if line.startswith(f"{mark} "):
            lines = parts.setdefault(line.partition(" ")[2], [])
        elif line:
            lines.append(printable(line))
    if "managers" not in parts:
        raise ShellError(f"it did not say what it is: it {done.how}", label=remote.label)
    return _facts(remote.label, parts)


_PROGRAMS = {"apt": "apt-get"}


def _facts(label: str, parts: dict[str, list[str]]) -> Facts:
    system, hostname, kernel, architecture = (parts["uname"] + [""] * 4)[:4]
    uid, user = (parts["user"] + [""] * 2)[:2]
    os_release = _assignments(parts["os"])
    memory = {
        name: _number(rest.removesuffix("kB"), 1024)
        for name, _, rest in (line.partition(":") for line in parts["memory"])
    }
    programs = parts["managers"]
    return Facts(
        label,
        system=system,
        hostname=hostname,
        kernel=kernel,
        architecture=architecture,
        os=os_release,
        os_id=os_release.get("ID", ""),
        os_version=os_release.get("VERSION_ID", ""),
        user=user,
        uid=_number(uid),
        cpus=_number("".join(parts["cpus"][:1])),
        cpu_model="".join(parts["cpuinfo"][:1]).partition(":")[2].strip(),
        memory=memory.get("MemTotal"),
        memory_available=memory.get("MemAvailable"),
        swap=memory.get("SwapTotal"),
        boot_time=_number("".join(parts["boot"][:1]).removeprefix("btime")),
        clock=_number("".join(parts["clock"][:1])),
        addresses=tuple(found for line in parts["addresses"] if (found := _address(line)) is not None),
        python="".join(
            line.removeprefix("Python ") for line in parts["python"][-1:] if line.startswith("Python ")
        ),
        virtual="".join(parts["virtual"][:1]),
        package_manager=next((name for name in MANAGERS if _PROGRAMS.get(name, name) in programs), ""),
    )


def _number(text: str, unit: int = 1) -> int | None:
    text = text.strip()
    return int(text) * unit if text.isascii() and text.isdigit() and len(text) < 19 else None


def _assignments(lines: list[str]) -> dict[str, str]:
    """Read os-release: shell assignments (os-release(5))."""
    found = {}
    for line in lines:
        name, equals, value = line.partition("=")
        if not equals or not name.replace("_", "").isalnum():
            continue
        try:
            found[name] = "".join(shlex.split(value))
        except ValueError:
            found[name] = value
    return found


def _address(line: str) -> Address | None:
    """Read a line of ``ip -o address``: ``2: eth0    inet 192.0.2.5/24 brd ... scope global eth0``."""
    words = line.split()
    if len(words) < 4 or words[2] not in ("inet", "inet6"):
        return None
    address, _, prefix = words[3].partition("/")
    number = _number(prefix or ("32" if words[2] == "inet" else "128"))
    return None if number is None else Address(words[1], address, number)
