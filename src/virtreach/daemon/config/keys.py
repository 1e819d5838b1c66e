"""Every key of virtreachd.conf, once: its name, its kind, its default, what it may be, and what it is for.

The parser, ``--check``, the documented sample and the error messages are made from this table. Names and defaults are
those of libvirtd.conf where both daemons have the same thing.
"""

from __future__ import annotations

from virtreach.daemon.config.checks import (
    absolute,
    authentication,
    between,
    faults,
    mechanisms,
    one_of,
    priority,
    ssf,
    uuid,
)
from virtreach.daemon.config.record_keys import RECORD_ROWS, RECORDS
from virtreach.session.sasl.server_offer import DEFAULT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["AT_START", "ELSEWHERE", "GROUPS", "KEYS", "Key"]


class Key:
    """One key.

    Attributes:
        name: as in the file.
        kind: ``switch`` (0 or 1), ``number``, ``text``, ``texts`` (a list), ``mode`` (octal digits) or ``port``.
        default: what holds without the key; None when that is worked out at start.
        check: says what is wrong with a value of the right kind, or gives "".
        doc: for people.
        group: the heading it stands under.
    """

    __slots__ = ("check", "default", "doc", "group", "kind", "name")

    def __init__(
        self,
        group: str,
        name: str,
        kind: str,
        default: Any,
        doc: str,
        check: Callable[[Any], str] | None = None,
    ) -> None:
        self.group = group
        self.name = name
        self.kind = kind
        self.default = default
        self.doc = doc
        self.check = check or _nothing

    def __repr__(self) -> str:
        return f"<key {self.name}>"


def _nothing(value: object) -> str:
    return ""


_NET = "Network"
_UNIX = "Unix sockets"
_AUTH = "Authentication"
_TLS = "TLS"
_LIMITS = "Limits"
_ADMIN = "Administration"
_TEST = "The test hypervisor"
_REST = "The rest"

GROUPS = (_NET, _UNIX, _AUTH, _TLS, _LIMITS, _ADMIN, RECORDS, _TEST, _REST)
"""Headings, in order."""

KEYS = tuple(
    Key(*row)
    for row in (
        (_NET, "listen_tls", "switch", 1, "Listen for TLS connections. Needs --listen, and a certificate."),
        (
            _NET,
            "listen_tcp",
            "switch",
            0,
            "Listen for plain TCP connections. Needs --listen; SASL must encrypt them.",
        ),
        (_NET, "tls_port", "port", "16514", "The port for TLS."),
        (_NET, "tcp_port", "port", "16509", "The port for plain TCP."),
        (_NET, "listen_addr", "text", "", "The address or name to listen on; empty for all addresses."),
        (
            _UNIX,
            "unix_sock_dir",
            "text",
            None,
            "Where libvirt-sock and libvirt-sock-ro are made. By default /run/virtreach for root, and for others "
            "virtreach in XDG_RUNTIME_DIR, or in ~/.cache without that.",
            lambda value: "" if value.startswith("/") else "must be an absolute path",
        ),
        (
            _UNIX,
            "unix_sock_group",
            "text",
            "",
            "The group that owns the sockets; empty for this process's own.",
        ),
        (
            _UNIX,
            "unix_sock_rw_perms",
            "mode",
            "0700",
            "Permissions of libvirt-sock: who may write to it may connect.",
        ),
        (_UNIX, "unix_sock_ro_perms", "mode", "0777", "Permissions of libvirt-sock-ro."),
        (
            _AUTH,
            "auth_unix_rw",
            "text",
            "none",
            "What libvirt-sock asks for: none, sasl, or polkit (the action org.libvirt.unix.manage; root is not asked; "
            "needs the extra polkit).",
            one_of("none", "sasl", "polkit"),
        ),
        (
            _AUTH,
            "auth_unix_ro",
            "text",
            "none",
            "What libvirt-sock-ro asks for: none, sasl, or polkit (the action org.libvirt.unix.monitor).",
            one_of("none", "sasl", "polkit"),
        ),
        (
            _AUTH,
            "auth_tcp",
            "text",
            "sasl",
            "What plain TCP asks for: none or sasl. With none, whoever reaches the port controls everything.",
            authentication,
        ),
        (
            _AUTH,
            "auth_tls",
            "text",
            "none",
            "What TLS asks for beyond the client's certificate: none or sasl.",
            authentication,
        ),
        (
            _AUTH,
            "sasl_mechanisms",
            "texts",
            list(DEFAULT),
            "SASL mechanisms to offer where they are strong enough: SCRAM and PLAIN inside TLS and on unix sockets, "
            "DIGEST-MD5 anywhere. Plain TCP can use DIGEST-MD5 only, which is obsolete; prefer TLS.",
            mechanisms,
        ),
        (
            _AUTH,
            "users_file",
            "text",
            "",
            "The file of users and their verifiers, a line each; it holds no password. Readable by this user alone.",
            absolute,
        ),
        (_AUTH, "sasl_realm", "text", "", "The realm of DIGEST-MD5; empty for the host's full name."),
        (
            _AUTH,
            "sasl_allowed_username_list",
            "texts",
            None,
            "SASL names that may connect, with * and ?. Without the key all may; an empty list lets nobody in.",
        ),
        (_AUTH, "tcp_min_ssf", "number", 112, "Bits of encryption that SASL must bring on plain TCP.", ssf),
        (
            _AUTH,
            "auth_timeout",
            "number",
            30,
            "Seconds until a client must have authenticated, TLS handshake included.",
            between(1, 3600),
        ),
        (_AUTH, "max_auth_attempts", "number", 6, "Failed logins on one connection.", between(1, 100)),
        (
            _AUTH,
            "max_account_failures",
            "number",
            100,
            "Failed logins in a row after which a name is locked for 15 minutes.",
            between(1, 100),
        ),
        (
            _TLS,
            "key_file",
            "text",
            "/etc/pki/libvirt/private/serverkey.pem",
            "The server's private key.",
            absolute,
        ),
        (
            _TLS,
            "cert_file",
            "text",
            "/etc/pki/libvirt/servercert.pem",
            "The server's certificate.",
            absolute,
        ),
        (
            _TLS,
            "ca_file",
            "text",
            "/etc/pki/CA/cacert.pem",
            "The authority that client certificates come from.",
            absolute,
        ),
        (_TLS, "crl_file", "text", "", "The authority's revocation list; empty for none.", absolute),
        (_TLS, "tls_no_sanity_certificate", "switch", 0, "Do not look at the server's certificate at start."),
        (
            _TLS,
            "tls_no_verify_certificate",
            "switch",
            0,
            "Ask for no client certificate. Then auth_tls must be sasl, or anybody may connect.",
        ),
        (
            _TLS,
            "tls_allowed_dn_list",
            "texts",
            None,
            'Distinguished names that may connect, with * and ?, as "O=Lab,CN=admin". Without the key all may whose '
            "certificate is good; an empty list lets nobody in.",
        ),
        (
            _TLS,
            "tls_verify_client_address",
            "switch",
            0,
            "A client's certificate must name its IP address. Not for clients behind address translation.",
        ),
        (
            _TLS,
            "tls_priority",
            "text",
            "NORMAL",
            "Versions and ciphers: NORMAL, SECURE128, SECURE192, ...",
            priority,
        ),
        (
            _LIMITS,
            "workers",
            "number",
            1,
            "Processes that serve clients. With 1 the daemon is one process; with more there is one beside them that "
            "has what they share. For many TLS handshakes, or gateways.",
            between(1, 64),
        ),
        (
            _LIMITS,
            "max_clients",
            "number",
            5000,
            "Clients at a time. The last tenth is not for an address, or a user on unix sockets, that has more than a "
            "tenth of all.",
            between(1, 1_000_000),
        ),
        (
            _LIMITS,
            "max_queued_clients",
            "number",
            1000,
            "Connections that the kernel keeps for each socket until they are taken in; it has a limit of its own "
            "(net.core.somaxconn). Read at start.",
            between(1, 1_000_000),
        ),
        (
            _LIMITS,
            "max_anonymous_clients",
            "number",
            20,
            "Of those, clients that have not authenticated. When there are more, the oldest of them has to go.",
            between(1, 1_000_000),
        ),
        (
            _LIMITS,
            "max_anonymous_clients_per_address",
            "number",
            10,
            "The same for one address, or one user on unix sockets.",
            between(1, 1_000_000),
        ),
        (
            _LIMITS,
            "max_client_requests",
            "number",
            5,
            "Calls of one client that are carried out at a time; further ones wait.",
            between(1, 10_000),
        ),
        (
            _LIMITS,
            "max_unfinished_megabytes",
            "number",
            256,
            "MiB that packets of more than 1 MiB may have together that have not come whole; with workers each has its "
            "share, of 32 at least. Beyond that the oldest has to go, of the address or user that has announced most.",
            between(32, 1_048_576),
        ),
        (
            _LIMITS,
            "keepalive_interval",
            "number",
            5,
            "Seconds of silence before a client is asked whether it is there; -1 for never.",
            between(-1, 86_400),
        ),
        (
            _LIMITS,
            "keepalive_count",
            "number",
            5,
            "How often it is asked; then the connection is closed.",
            between(0, 1000),
        ),
        (
            _ADMIN,
            "unix_sock_admin_perms",
            "mode",
            "0700",
            "Permissions of libvirt-admin-sock. Whoever connects must be root or the daemon's own user in any case.",
        ),
        (_ADMIN, "admin_max_clients", "number", 5000, "Administrators at a time.", between(1, 1_000_000)),
        (
            _ADMIN,
            "admin_max_queued_clients",
            "number",
            20,
            "As max_queued_clients, for administrators.",
            between(1, 1_000_000),
        ),
        (
            _ADMIN,
            "admin_max_client_requests",
            "number",
            5,
            "Calls of one administrator that are carried out at a time.",
            between(1, 10_000),
        ),
        *RECORD_ROWS,
        (
            _TEST,
            "state_file",
            "text",
            "",
            "The file that keeps the test hypervisor's objects beyond the daemon; empty to forget them with it. The "
            "values of secrets are in it: it is made for this user alone, and refused when others may read it.",
            absolute,
        ),
        (
            _TEST,
            "test_max_objects",
            "number",
            16384,
            "Domains of a test hypervisor, and as many networks, pools, volumes and so on of each kind.",
            between(1, 16384),
        ),
        (
            _TEST,
            "test_max_call",
            "number",
            4 << 20,
            "Bytes of a call to it, which bounds definitions.",
            between(4096, 32 << 20),
        ),
        (
            _TEST,
            "test_max_moments",
            "number",
            4096,
            "Snapshots of a domain, and as many checkpoints.",
            between(1, 16384),
        ),
        (
            _TEST,
            "test_max_data",
            "number",
            1024,
            "MiB that all its volumes together may hold; holes are free.",
            between(1, 65536),
        ),
        (
            _REST,
            "stop_timeout",
            "number",
            10,
            "Seconds that calls have to end when the daemon stops or becomes its successor. A second signal cuts "
            "them off.",
            between(0, 86_400),
        ),
        (
            _REST,
            "host_uuid",
            "text",
            "",
            "The host's UUID, which the test hypervisor shows in its capabilities; empty for host_uuid_source.",
            uuid,
        ),
        (
            _REST,
            "host_uuid_source",
            "text",
            "",
            "Where the host's UUID comes from: smbios or machine-id. Empty for none, as libvirt's test driver has it.",
            one_of("", "smbios", "machine-id"),
        ),
        (
            _REST,
            "event_loop",
            "text",
            "auto",
            "asyncio, uvloop, or auto for uvloop where it is installed: it answers a little sooner. Read at start.",
            one_of("auto", "asyncio", "uvloop"),
        ),
        (
            _REST,
            "drivers",
            "texts",
            ["virtreach.daemon.hypervisor.driver:TestDriver"],
            "What can be opened, each as module:class. The first one is what an empty URI opens.",
        ),
        (
            _REST,
            "hosts_file",
            "text",
            "",
            "The gateway's table of hosts, and of those who may use them; empty for no gateway. See the guide to the "
            "gateway.",
            absolute,
        ),
        (
            _REST,
            "fault_injection",
            "switch",
            0,
            "Calls can be made to go wrong, for tests of clients: what faults says happens. Read at start.",
        ),
        (
            _REST,
            "faults",
            "texts",
            [],
            "With fault_injection: what goes wrong, as delay:domain_create:0.5, error:domain_get_info:38:a message, "
            "drop:domain_*, lose:domain_create:count=1 (carried out, then no answer), hang:*. Options before the rest: "
            "count=N, skip=N, probability=P, domain=N.",
            faults,
        ),
    )
)
"""The table."""

_WORKERS = "calls are carried out in an event loop and not by a pool of threads; see workers"
_LOCAL = "virt-admin does not answer keepalive, and a unix socket tells at once when its other end is gone"
AT_START = (
    *("listen_tls", "listen_tcp", "tls_port", "tcp_port", "listen_addr"),
    *(
        "unix_sock_dir",
        "unix_sock_group",
        "unix_sock_rw_perms",
        "unix_sock_ro_perms",
        "unix_sock_admin_perms",
    ),
    *(
        "auth_unix_rw",
        "auth_unix_ro",
        "auth_tcp",
        "auth_tls",
        "max_queued_clients",
        "admin_max_queued_clients",
    ),
    *("event_loop", "drivers", "state_file", "fault_injection"),
)
"""Keys that only a start looks at: a daemon that runs keeps what it had until it is started again or upgraded."""

ELSEWHERE = {
    "min_workers": _WORKERS,
    "max_workers": _WORKERS,
    "prio_workers": _WORKERS,
    "admin_keepalive_count": _LOCAL,
    "admin_keepalive_interval": _LOCAL,
    "admin_min_workers": _WORKERS,
    "admin_max_workers": _WORKERS,
    "access_drivers": "access rules are not in this version",
    "ovs_timeout": "there is no Open vSwitch here",
    "max_requests": "max_client_requests is the limit that counts",
}
"""Keys of libvirtd.conf that make no sense here, and why."""
