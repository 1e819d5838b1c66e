"""The variables after ``?`` that this side of a connection understands, and which transport heeds them.

Source: libvirt ``src/remote/remote_driver.c``, ``doRemoteOpen``; names match without regard to case, and the
last of several counts, as there.
"""

from __future__ import annotations

from virtreach.errors import URIError
from virtreach.errors.text import printable

__all__ = ["CHOICES", "FLAGS", "KNOWN", "PATHS", "SSH_METHODS", "check_variable", "is_set"]

KNOWN: dict[str, tuple[tuple[str, ...], str]] = {
    "name": ((), "the name used on the far side"),
    "auth": ((), "the way to authenticate, instead of the server's first offer"),
    "authfile": ((), "the file with credentials, instead of auth.conf"),
    "command": (("ssh", "ext"), "the program that makes the connection"),
    "socket": (("unix", "ssh", "libssh", "libssh2"), "the daemon's socket"),
    "mode": (
        ("unix", "ssh", "libssh", "libssh2"),
        "which daemon to talk to: the driver's own (direct) or libvirtd (legacy)",
    ),
    "netcat": (("ssh", "libssh", "libssh2"), "the far program that joins a stream to a socket"),
    "proxy": (("ssh", "libssh", "libssh2"), "what runs on the far side: virt-ssh-helper (native) or netcat"),
    "keyfile": (("ssh", "libssh", "libssh2"), "the private key"),
    "no_tty": (("ssh",), "never ask questions at the terminal"),
    "no_verify": (("tls", "ssh"), "do not check who the server is"),
    "no_sanity": (("tls",), "do not check our own certificates before use"),
    "pkipath": (("tls",), "the directory with the certificates"),
    "tls_priority": (("tls",), "which TLS versions and ciphers are allowed"),
    "proxy_jump": (
        ("tcp", "tls", "ssh", "libssh", "libssh2"),
        "jump hosts to go through by SSH: [user@]host[:port],...",
    ),
    "sshauth": (("libssh", "libssh2"), "the ssh authentication methods"),
    "known_hosts": (("libssh", "libssh2"), "the file of known ssh host keys"),
    "known_hosts_verify": (("libssh", "libssh2"), "how strictly ssh host keys are checked"),
}
"""Variable name to the transports that heed it (empty: all) and what it is for."""

FLAGS = frozenset(("no_tty", "no_verify", "no_sanity"))
PATHS = frozenset(("socket", "keyfile", "pkipath", "authfile", "known_hosts"))
SSH_METHODS = ("agent", "privkey", "password", "keyboard-interactive")
CHOICES: dict[str, tuple[str, ...]] = {
    "mode": ("auto", "direct", "legacy"),
    "proxy": ("auto", "netcat", "native"),
}


def check_variable(name: str, value: str) -> None:
    """Check the value of a known variable as far as that needs no look at the system.

    Raises:
        URIError: a flag that is no number, a word that is none of the choices, an empty program or path.
    """
    if name in FLAGS:
        digits = value[1:] if value[:1] in ("-", "+") else value
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 10:
            raise URIError(f"{name}={printable(value)} must be a number: 0 for no, 1 for yes")
    elif name in CHOICES:
        if value not in CHOICES[name]:
            raise URIError(f"{name}={printable(value)} must be one of {', '.join(CHOICES[name])}")
    elif name == "auth":
        kind, _, mechanism = value.partition(".")
        named = mechanism.isascii() and mechanism.replace("-", "").replace("_", "").isalnum()
        if kind.lower() not in ("sasl", "polkit") or (value.lower() not in ("sasl", "polkit") and not named):
            raise URIError(f"auth={printable(value)} must be sasl, sasl.MECHANISM or polkit")
    elif not value and (name in PATHS or name in ("command", "netcat")):
        raise URIError(f"{name}= is empty; give a value or leave the variable out")


def is_set(value: str | None) -> bool:
    """Tell whether a flag's value, already checked, means yes."""
    return value is not None and int(value) != 0
