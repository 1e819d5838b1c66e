"""What a private libvirtd should offer, and the configuration files that say so."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.interop.lab.pki import PKI

__all__ = ["Settings", "daemon_conf", "qemu_conf", "sasl_conf"]


@dataclass(frozen=True)
class Settings:
    """What a private libvirtd should offer.

    Attributes:
        qemu: load the QEMU, storage, network ... drivers; else only the built-in test driver
            (`test:///default`), which starts faster.
        tcp: None for no TCP port, else its authentication: "none" or "sasl".
        tls: None for no TLS port, else its authentication: "none" or "sasl".
        unix: authentication of the read-write socket: "none" or "sasl".
        pki: certificates; needed with `tls`.
        tls_client_certificates: whether TLS clients must show a certificate.
        mechanisms: SASL mechanisms, space separated.
        users: SASL users and their passwords.
        hostname: what the daemon takes for its fully qualified name, thus its SASL realm.
        max_client_requests: calls of one client that the daemon serves at once.
        max_clients: connections at once.
        keepalive_interval: seconds between the daemon's own PINGs; -1 for none.
        private_network: a network namespace of its own, so that bridges and firewall rules that it makes
            touch nobody; only its unix sockets can be reached then.
        extra: further lines for libvirtd.conf, as written there.
    """

    qemu: bool = False
    tcp: str | None = None
    tls: str | None = None
    unix: str = "none"
    pki: PKI | None = None
    tls_client_certificates: bool = True
    mechanisms: str = "digest-md5 scram-sha-256 scram-sha-1 plain"
    users: dict[str, str] = field(default_factory=dict)
    hostname: str = "lab.test"
    max_client_requests: int = 5
    max_clients: int = 5000
    keepalive_interval: int = 5
    private_network: bool = False
    extra: tuple[str, ...] = ()


def daemon_conf(settings: Settings, directory: Path, *, tcp_port: int, tls_port: int) -> str:
    """Write libvirtd.conf.

    Args:
        settings: what the daemon should offer.
        directory: where its sockets and its log go.
        tcp_port: port for `settings.tcp`.
        tls_port: port for `settings.tls`.

    Returns:
        The file's text.
    """
    lines = [
        f'unix_sock_dir = "{directory}"',
        'unix_sock_rw_perms = "0777"',
        'unix_sock_ro_perms = "0777"',
        f'auth_unix_rw = "{settings.unix}"',
        'auth_unix_ro = "none"',
        'listen_addr = "127.0.0.1"',
        f"listen_tcp = {int(settings.tcp is not None)}",
        f"listen_tls = {int(settings.tls is not None)}",
        f'tcp_port = "{tcp_port}"',
        f'tls_port = "{tls_port}"',
        f'auth_tcp = "{settings.tcp or "none"}"',
        f'auth_tls = "{settings.tls or "none"}"',
        f"max_clients = {settings.max_clients}",
        f"max_queued_clients = {settings.max_clients}",
        f"max_anonymous_clients = {settings.max_clients}",
        f"max_client_requests = {settings.max_client_requests}",
        f"keepalive_interval = {settings.keepalive_interval}",
        f'host_uuid = "{uuid.uuid4()}"',
        f'log_outputs = "3:file:{directory}/libvirtd.log"',
        "log_level = 3",
    ]
    if settings.tls is not None:
        if settings.pki is None:
            raise ValueError("tls needs a pki")
        lines += [
            f'ca_file = "{settings.pki.ca}"',
            f'cert_file = "{settings.pki.server.certificate}"',
            f'key_file = "{settings.pki.server.key}"',
            f"tls_no_verify_certificate = {int(not settings.tls_client_certificates)}",
        ]
    return "\n".join([*lines, *settings.extra]) + "\n"


def qemu_conf() -> str:
    """Write qemu.conf: QEMU as root, without cgroups, confinement, name spaces or virtlogd.

    Returns:
        The file's text.
    """
    return (
        'security_driver = "none"\nuser = "root"\ngroup = "root"\nstdio_handler = "file"\n'
        "namespaces = []\ncgroup_controllers = []\nremember_owner = 0\n"
    )


def sasl_conf(settings: Settings, directory: Path) -> str:
    """Write the SASL library's libvirt.conf.

    Args:
        settings: which mechanisms are offered.
        directory: where the password database is.

    Returns:
        The file's text.
    """
    return f"mech_list: {settings.mechanisms}\nsasldb_path: {directory}/passwd.db\n"
