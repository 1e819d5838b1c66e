"""Errors of dialling: what was tried, why it failed, and what to do next."""

from __future__ import annotations

import errno
import os
import time

from virtreach.errors import CertificateError, ConnectError, ConnectTimeout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from virtreach.routes.route import TLSRoute

__all__ = [
    "certificate_not_accepted",
    "command_ended",
    "cut_during_tls",
    "no_confirmation",
    "not_resolved",
    "remaining",
    "server_certificate",
    "tcp_failed",
    "timed_out",
    "tls_error",
    "tls_failed",
    "unix_failed",
    "wrong_confirmation",
]


def remaining(deadline: float | None, *, step: str, target: str) -> float | None:
    """Return the seconds left until a deadline (`time.monotonic`), or None without one.

    Raises:
        ConnectTimeout: none are left.
    """
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise timed_out(step, target)
    return left


def timed_out(step: str, target: str) -> ConnectTimeout:
    """The deadline passed during a step."""
    doing = {
        "resolve": "the name was not resolved; check the name servers",
        "connect": "nothing answered; check the address, and firewalls on the way",
        "lock": "another program holds the lock of a starting session daemon",
        "start": "the session daemon did not come up",
        "tls": "the TLS handshake was not finished; is the port a TLS port?",
        "confirm": "the server did not confirm the TLS session; it may be overloaded",
        "ssh": "ssh did not finish; it may be waiting for an answer at a terminal",
    }.get(step, "it was not finished")
    return ConnectTimeout(
        f"{target}: the time for connecting passed in step {step!r}: {doing}", step=step, target=target
    )


def unix_failed(path: str, error: OSError) -> ConnectError:
    """A unix socket could not be connected."""
    number = error.errno
    if number == errno.ENOENT:
        why = f"there is no such socket; is the daemon running on this machine?{_how_to_start(path)}"
    elif number == errno.ECONNREFUSED:
        why = "the socket is there but nothing listens on it; start the daemon again"
    elif number in (errno.EACCES, errno.EPERM):
        why = (
            "permission denied; become a member of the group that owns the socket (usually libvirt), "
            "or open the connection read-only"
        )
    elif number is None:
        why = f"{error}; a socket's path has at most 107 bytes"
    else:
        why = error.strerror or str(error)
    failure = ConnectError(f"{path}: {why}", step="connect", target=path)
    failure.__cause__ = error
    return failure


def _how_to_start(path: str) -> str:
    """The words that start the daemon of a socket; "" for one in a place of somebody's own."""
    directory, _, name = path.rpartition("/")
    if not directory.startswith(("/run/", "/var/run/")):
        return ""
    stem = name.partition("-")[0]
    daemon = stem if stem != "libvirt" else "virtreachd" if directory.endswith("/virtreach") else "libvirtd"
    return f" (systemctl start {daemon}.socket)"


def not_resolved(host: str, target: str, error: OSError) -> ConnectError:
    """A name has no address."""
    why = error.strerror or str(error)
    failure = ConnectError(
        f"{target}: the name {host!r} has no address ({why}); check its spelling, or name servers and "
        "/etc/hosts",
        step="resolve",
        target=target,
    )
    failure.__cause__ = error
    return failure


def tcp_failed(target: str, attempts: Sequence[tuple[str, OSError]]) -> ConnectError:
    """No address of a server could be connected."""
    # asyncio words its errors differently; the number is the same.
    tried = "; ".join(
        f"{address}: {os.strerror(error.errno) if error.errno else error}" for address, error in attempts
    )
    numbers = {error.errno for _, error in attempts}
    if numbers == {errno.ECONNREFUSED}:
        hint = (
            "nothing listens on the port; does the daemon there listen for TCP or TLS (libvirtd "
            "--listen, virtproxyd)?"
        )
    elif numbers & {errno.ENETUNREACH, errno.EHOSTUNREACH}:
        hint = "there is no way to the host from here; a jump host may help (+ssh)"
    elif errno.ETIMEDOUT in numbers:
        hint = "nothing answered; check the address, and firewalls on the way"
    else:
        hint = "check the address and the port"
    failure = ConnectError(f"{target}: no connection ({tried}); {hint}", step="connect", target=target)
    if attempts:
        failure.__cause__ = attempts[-1][1]
    return failure


def server_certificate(target: str, name: str, why: str) -> CertificateError:
    """The server's certificate was not acceptable to us."""
    return CertificateError(
        f"{target}: the server's certificate was not accepted for {name!r}: {why}; check that the URI uses a name or "
        "address that the certificate has (subjectAltName), that it is in date, and that our CA certificate is the "
        "one that issued it",
        step="tls",
        target=target,
    )


def tls_failed(target: str, why: str) -> ConnectError:
    """The handshake failed for another reason than the server's certificate."""
    return ConnectError(
        f"{target}: the TLS handshake failed: {why}; is the port a TLS port, and do both sides allow a "
        "common version?",
        step="tls",
        target=target,
    )


def cut_during_tls(target: str) -> ConnectError:
    """The server closed during the handshake."""
    return tls_failed(target, "the server closed the connection")


def certificate_not_accepted(target: str, why: str) -> CertificateError:
    """The server ended the session instead of confirming it: our certificate did not pass there.

    With TLS 1.3 our side of the handshake is over before the server looks at our certificate; what the server
    thinks of it shows only in the byte that follows (libvirt ``virnettlscontext.c``,
    ``virnetserverclient.c``).
    """
    return CertificateError(
        f"{target}: the server did not accept our certificate ({why}); check that there is a client certificate with "
        "its key where it is looked for, that it is in date and issued by the CA that the server trusts, and that the "
        "server's tls_allowed_dn_list has its distinguished name",
        step="confirm",
        target=target,
    )


def no_confirmation(target: str) -> CertificateError:
    """End of stream where the confirmation was due."""
    return certificate_not_accepted(target, "it closed the connection without confirming the session")


def wrong_confirmation(target: str) -> ConnectError:
    """Something else than the confirmation byte came."""
    return ConnectError(
        f"{target}: the server sent something else than the confirmation of the TLS session; is it a "
        "libvirt daemon?",
        step="confirm",
        target=target,
    )


def tls_error(error: OSError, route: TLSRoute, step: str) -> ConnectError:
    """Turn what `ssl` or the system raised during a step into an error that says what to do."""
    import ssl

    if step == "confirm":
        if isinstance(error, ssl.SSLEOFError) or not isinstance(error, ssl.SSLError):
            return no_confirmation(route.target)
        return certificate_not_accepted(route.target, error.reason or str(error))
    if isinstance(error, ssl.SSLCertVerificationError):
        return server_certificate(route.target, route.server_name, error.verify_message)
    if isinstance(error, ssl.SSLEOFError) or not isinstance(error, ssl.SSLError):
        return cut_during_tls(route.target)
    return tls_failed(route.target, error.reason or str(error))


_SSH_HINTS = (
    ("host key verification failed", "connect once with ssh by hand, or correct known_hosts"),
    ("permission denied", "check the user name, and that ssh by hand logs in without a question"),
    ("could not resolve hostname", "check the host's spelling, or ssh's configuration"),
    ("connection refused", "no ssh server listens there; check host and port"),
    ("timed out", "nothing answered; check the address, firewalls, or a jump host in ssh's configuration"),
    ("no route to host", "there is no way to the host from here; a jump host may help (ProxyJump)"),
    ("network is unreachable", "there is no way to the host from here; a jump host may help (ProxyJump)"),
    ("virt-ssh-helper: not found", "install libvirt's client tools on the far side, or use netcat"),
    ("virt-ssh-helper: command not found", "install libvirt's client tools on the far side, or use netcat"),
    (
        "nc: not found",
        "the far side has neither virt-ssh-helper nor nc; install one, or name a netcat with netcat=",
    ),
    (
        "nc: command not found",
        "the far side has neither virt-ssh-helper nor nc; install one, or name a netcat with netcat=",
    ),
    ("no such file or directory", "is the daemon running on the far side?"),
)


def command_ended(step: str, target: str, program: str, code: int | None, said: str) -> ConnectError:
    """The program that made the stream ended before the connection was open."""
    if code is None:
        end = "closed the stream"
    elif code < 0:
        end = f"was ended by signal {-code}"
    else:
        end = f"ended with exit code {code}"
    hint = ""
    if step == "ssh":
        lower = said.lower()
        hint = next(
            (text for sign, text in _SSH_HINTS if sign in lower),
            "run the same ssh command by hand to see more",
        )
    words = f", saying: {said}" if said else " without a word"
    return ConnectError(
        f"{target}: {program} {end}{words}{'; ' if hint else ''}{hint}", step=step, target=target
    )
