"""Say what this machine lacks for a lab: programs, privileges, and the Debian packages that bring them."""

from __future__ import annotations

import os
import shutil

__all__ = ["PACKAGES", "find_program", "missing", "missing_packages"]

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

_EXTRA_PATH = "/usr/sbin:/sbin:/usr/bin:/bin:/usr/local/sbin:/usr/local/bin"
_BASE = ("libvirtd", "unshare", "nsenter", "setpriv")


def find_program(name: str) -> str | None:
    """Find a program, also in the administrator's directories.

    Args:
        name: the program's file name.

    Returns:
        Its absolute path, or None.
    """
    return shutil.which(name, path=os.environ.get("PATH", "") + ":" + _EXTRA_PATH)


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
    return ""


def missing_packages(*programs: str) -> list[str]:
    """Name the Debian packages to install before a lab can run.

    Args:
        programs: further programs wanted, besides those of every lab.

    Returns:
        Package names, sorted; empty when all programs are there.
    """
    return sorted({PACKAGES[name] for name in (*_BASE, *programs) if find_program(name) is None})
