"""TLS certificates: where libvirt looks for them, whether ours are any good, and the context made of them.

===========  ============================  ===================  =========================================
             with ``pkipath=DIR``          users                root, and what a user does not have
===========  ============================  ===================  =========================================
authority    ``DIR/cacert.pem``            ``~/.pki/libvirt/``  ``/etc/pki/CA/cacert.pem``
revocations  ``DIR/cacrl.pem``             the same             ``/etc/pki/CA/cacrl.pem``
our own      ``DIR/clientcert.pem``        the same             ``/etc/pki/libvirt/clientcert.pem``
its key      ``DIR/clientkey.pem``         the same             ``/etc/pki/libvirt/private/clientkey.pem``
===========  ============================  ===================  =========================================

The authority must be there. The revocation list counts if it is there. Certificate and key go together: both
or neither, and a user's own pair is preferred to the system's. Source: libvirt
``src/rpc/virnettlscontext.c``, ``virNetTLSContextLocateCredentials``, and ``virnettlsconfig.c``.

``ssl`` loads when `TLSMaterial.context` is called.
"""

from __future__ import annotations

import os
from time import monotonic

from virtreach.errors import CertificateError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from virtreach.auth.tls_context import ClientContext

__all__ = ["SYSTEM_DIRECTORY", "InsecureTLSWarning", "TLSMaterial"]

SYSTEM_DIRECTORY = "/etc/pki"

# Contexts made lately, by what they were made of. Making one reads and checks certificates, which takes as long as
# the handshake; a program that opens many connections needs one of them. Kept for a minute, so that a certificate
# that expires is noticed, and for as long as no file changes.
_contexts: dict[tuple[object, ...], tuple[float, ClientContext]] = {}
_CONTEXT_AGE = 60.0
_CONTEXTS_MAX = 16


class InsecureTLSWarning(UserWarning):
    """The server's certificate is not verified, because the URI says so (``no_verify``)."""


class TLSMaterial:
    """The files of one side of TLS. Immutable, and may be shared.

    Attributes:
        ca: the authorities' certificates, or None.
        crl: the authorities' revocation lists, or None.
        certificate: our own certificate, intermediate ones after it, or None.
        key: its private key; None when `certificate` is.
    """

    __slots__ = ("ca", "certificate", "crl", "key")

    def __init__(
        self,
        *,
        ca: str | None,
        crl: str | None = None,
        certificate: str | None = None,
        key: str | None = None,
    ) -> None:
        self.ca = ca
        self.crl = crl
        self.certificate = certificate
        self.key = key

    def __repr__(self) -> str:
        files = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"TLSMaterial({files})"

    @classmethod
    def find(
        cls,
        *,
        pkipath: str | None = None,
        is_root: bool | None = None,
        environment: Mapping[str, str] | None = None,
        system_directory: str = SYSTEM_DIRECTORY,
        require_ca: bool = True,
    ) -> TLSMaterial:
        """Look for the files.

        Args:
            pkipath: the URI's directory that has them all, or None for the usual places.
            is_root: root has no certificates of its own, only the system's; None to ask the system.
            environment: where ``HOME`` is looked up; None for this process's.
            system_directory: stands for ``/etc/pki``.
            require_ca: False lets the authority be missing (``no_verify``).

        Raises:
            CertificateError: no authority; or a certificate without its key, or the reverse.
        """
        if pkipath is not None:
            ca, crl = _present(pkipath, "cacert.pem"), _present(pkipath, "cacrl.pem")
            pair = _pair(pkipath, pkipath)
            wanted = os.path.join(pkipath, "cacert.pem")
        else:
            system_ca = os.path.join(system_directory, "CA")
            own = os.path.join(system_directory, "libvirt")
            wanted = os.path.join(system_ca, "cacert.pem")
            ca = crl = pair = None
            if not (os.geteuid() == 0 if is_root is None else is_root):
                variables = os.environ if environment is None else environment
                home = variables.get("HOME") or os.path.expanduser("~")
                user = os.path.join(home, ".pki", "libvirt")
                wanted = f"{os.path.join(user, 'cacert.pem')} or {wanted}"
                ca, crl, pair = _present(user, "cacert.pem"), _present(user, "cacrl.pem"), _pair(user, user)
            ca = ca or _present(system_ca, "cacert.pem")
            crl = crl or _present(system_ca, "cacrl.pem")
            pair = pair or _pair(own, os.path.join(own, "private"))
        if ca is None and require_ca:
            raise CertificateError(
                "there is no certificate of an authority to check the server's certificate with: "
                f"{wanted} does not exist; put it there, or name its directory with pkipath=",
                step="tls",
            )
        certificate, key = pair or (None, None)
        return cls(ca=ca, crl=crl, certificate=certificate, key=key)

    def context(
        self, *, no_verify: bool = False, no_sanity: bool = False, tls_priority: str | None = None
    ) -> ClientContext:
        """Make the context for connections with these files: TLS 1.2 or later.

        The server's certificate must come from the authority, be valid, not be revoked, bear the name or
        address as which the server is reached as a subjectAltName (the common name does not count), and be
        meant for a TLS server; the last is checked at the end of every handshake that the context makes,
        blocking or asyncio.

        Args:
            no_verify: accept any server; warns.
            no_sanity: do not look at our own certificate beforehand.
            tls_priority: see `virtreach.auth.tls_priority`.

        Raises:
            CertificateError: a file cannot be read, or our certificate would not be accepted anywhere.
            URIError: the priority string cannot be translated.

        Warns:
            InsecureTLSWarning: with ``no_verify``.
        """
        from virtreach.auth.tls_context import build
        from virtreach.auth.tls_priority import parse_priority

        policy = parse_priority(tls_priority)
        if no_verify:
            from warnings import warn

            warn(
                "no_verify: the server's certificate is not checked, anybody can answer in its place",
                InsecureTLSWarning,
                stacklevel=2,
            )
        key = (self._signature(), tls_priority, no_verify, no_sanity)
        now = monotonic()
        known = _contexts.get(key)
        if known is not None and now - known[0] < _CONTEXT_AGE:
            return known[1]
        context = build(self, policy, verify=not no_verify, sanity=not no_sanity)
        while len(_contexts) >= _CONTEXTS_MAX:
            _contexts.pop(next(iter(_contexts)), None)
        _contexts[key] = now, context
        return context

    def _signature(self) -> tuple[object, ...]:
        """What changes when one of the files is replaced or written to."""
        found: list[object] = []
        for name in self.__slots__:
            path = getattr(self, name)
            try:
                status = None if path is None else os.stat(path)
            except OSError:
                # Whoever reads it says what is wrong.
                status = None
            found.append(status and (path, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns))
        return tuple(found)

    def diagnose(self) -> str:
        """Why no server with this authority would accept our certificate, or "" if nothing is wrong with it.

        For the time after a server has closed the connection instead of confirming (with TLS 1.3 a client
        learns of a refusal only then). Verifies signatures too, which takes some milliseconds.
        """
        from virtreach.auth.tls_context import diagnose

        return diagnose(self)


def _present(directory: str, name: str) -> str | None:
    """The path if the file is there, as far as we may look."""
    path = os.path.join(directory, name)
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return None
    except OSError as error:
        raise CertificateError(f"{path}: {error.strerror}", step="tls") from error
    return path


def _pair(certificate_directory: str, key_directory: str) -> tuple[str, str] | None:
    certificate = _present(certificate_directory, "clientcert.pem")
    key = _present(key_directory, "clientkey.pem")
    if certificate is None and key is None:
        return None
    if certificate is None:
        missing = f"certificate {os.path.join(certificate_directory, 'clientcert.pem')}"
    elif key is None:
        missing = f"key {os.path.join(key_directory, 'clientkey.pem')}"
    else:
        return certificate, key
    raise CertificateError(
        f"{certificate or key} is there, but its {missing} is not, or this user may not see it; "
        "both are needed, or neither",
        step="tls",
    )
