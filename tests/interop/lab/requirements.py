"""Say what this machine lacks for a lab: programs, privileges, and the Debian packages that bring them."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import lru_cache

__all__ = ["PACKAGES", "SYSTEM_PATH", "find_program", "missing"]

PACKAGES = {
    "libvirtd": "libvirt-daemon",
    "virsh": "libvirt-clients",
    "qemu-system-x86_64": "qemu-system-x86",
    "certtool": "gnutls-bin",
    "saslpasswd2": "sasl2-bin",
    "sshd": "openssh-server",
    "ssh": "openssh-client",
    "nc": "netcat-openbsd",
    "unshare": "util-linux",
    "nsenter": "util-linux",
    "setpriv": "util-linux",
    "busybox": "busybox-static",
    "cc": "gcc",
}
"""Debian package for each program a lab may want."""

SYSTEM_PATH = "/usr/sbin:/sbin:/usr/bin:/bin:/usr/local/sbin:/usr/local/bin"
"""Where a system's programs are, whatever the user's own `PATH` says."""

_BASE = ("libvirtd", "unshare", "nsenter", "setpriv")


def find_program(name: str) -> str | None:
    """Find a program, also in the administrator's directories.

    Args:
        name: the program's file name.

    Returns:
        Its absolute path, or None.
    """
    return shutil.which(name, path=os.environ.get("PATH", "") + ":" + SYSTEM_PATH)


def missing(*programs: str) -> str:
    """Explain why a lab cannot run here.

    Args:
        programs: further programs wanted, besides those of every lab.

    Returns:
        A sentence for people, or an empty string when all is there.
    """
    if os.geteuid() != 0:
        return "a private libvirtd needs root (mount namespaces)"
    lacking = [name for name in (*_BASE, *programs) if find_program(name) is None]
    if lacking:
        wanted = sorted({PACKAGES.get(name, name) for name in lacking})
        return f"missing {', '.join(lacking)} (Debian: {' '.join(wanted)})"
    if not _may_make_namespaces():
        return "root may not make mount namespaces here (a container without CAP_SYS_ADMIN?)"
    return ""


@lru_cache
def _may_make_namespaces() -> bool:
    """Try it."""
    words = ["unshare", "--mount", "--pid", "--fork", "mount", "-t", "tmpfs", "lab-probe", "/tmp"]
    return subprocess.run(words, capture_output=True, stdin=subprocess.DEVNULL).returncode == 0
