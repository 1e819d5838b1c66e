"""From a configuration to a house with listeners."""

from __future__ import annotations

import os
import socket
from functools import partial
from importlib import import_module

from virtreach.daemon.drivers.base import Driver
from virtreach.daemon.gateway.driver import GatewayDriver
from virtreach.daemon.house import Door, House
from virtreach.daemon.life.event_loop import runner
from virtreach.daemon.life.inheritance import Inheritance
from virtreach.daemon.listeners import (
    check_unix_path,
    inherit,
    listen_tcp,
    listen_unix,
    renew_permissions,
    tcp_place,
)
from virtreach.daemon.records.outputs import FileOutput, open_outputs, parse_outputs
from virtreach.wire.packet import PACKET_MAX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from virtreach.daemon.config.settings import Settings
    from virtreach.daemon.entry.tls import TLSRules
    from virtreach.daemon.listeners import Listener

__all__ = ["check", "furnish", "open_doors", "prepare", "tls_rules"]


def furnish(
    settings: Settings, *, tls: bool = False, far: Callable[[int, tuple[str, ...]], Driver] | None = None
) -> House:
    """Load the drivers and make a house.

    Args:
        settings: the configuration.
        tls: clients may come over TLS.
        far: in one of several processes: makes what stands for a driver that only one of them can have, from its
            position and its schemes.

    Raises:
        ConfigError, CertificateError: a driver or a file cannot be loaded.
    """
    drivers = [_driver(name, position, settings, far) for position, name in enumerate(settings.drivers)]
    if not drivers:
        raise settings.error("drivers is empty: there would be nothing to open", "drivers")
    # Last, since an empty URI opens the first; its hosts may come with a later configuration.
    house = House([*drivers, GatewayDriver()])
    if tls:
        house.tls = tls_rules(settings)
    prepare(house, settings)()
    return house


def prepare(house: House, settings: Settings) -> Callable[[], None]:
    """Look at a configuration for a house, also while it is full of clients, who keep what was decided about them.

    Returns:
        What puts it in force; until it is called nothing has changed.

    Raises:
        ConfigError, CertificateError: a file cannot be used.
    """
    users = house.users
    if settings.users_file:
        from virtreach.daemon.entry.users import UserFile

        with settings.about("users_file"):
            users = UserFile(settings.users_file)
    rules = tls_rules(settings) if house.tls is not None else None
    realm = settings.sasl_realm or socket.getfqdn()
    drivers = [driver.configure(settings) for driver in house.drivers]
    with settings.about("audit_outputs"):
        audit = house.policy.audit.prepare(settings)

    def put_in_force() -> None:
        audit()
        house.users = users
        house.realm = realm
        house.tls = rules
        _apply(house, settings)
        for driver in drivers:
            if driver is not None:
                driver()

    return put_in_force


def _apply(house: House, settings: Settings) -> None:
    """Give a house the rules that need nothing but the configuration."""
    house.policy.set_audit(settings.audit_level > 0)
    house.mechanisms = settings.sasl_mechanisms
    house.allowed_users = settings.sasl_allowed_username_list
    house.min_ssf = settings.tcp_min_ssf
    house.max_attempts = settings.max_auth_attempts
    house.auth_timeout = float(settings.auth_timeout)
    house.max_requests = settings.max_client_requests
    house.keepalive_interval = float(settings.keepalive_interval)
    house.keepalive_count = settings.keepalive_count
    house.lockout.limit = settings.max_account_failures
    # Each of several processes has a share of the memory.
    share = (settings.max_unfinished_megabytes << 20) // settings.workers
    house.unfinished.limit = max(share, PACKET_MAX)
    admission = house.admission
    admission.max_clients = settings.max_clients
    admission.max_strangers = settings.max_anonymous_clients
    admission.max_strangers_from_one = settings.max_anonymous_clients_per_address


def tls_rules(settings: Settings) -> TLSRules:
    """Load certificates and make the rules for clients that come over TLS.

    Raises:
        CertificateError: a file cannot be used.
    """
    from virtreach.auth.tls import TLSMaterial
    from virtreach.auth.tls_priority import parse_priority
    from virtreach.auth.tls_server import build_server
    from virtreach.daemon.entry.tls import TLSRules

    verify = not settings.tls_no_verify_certificate
    wanted = {"cert_file": True, "key_file": True, "ca_file": verify, "crl_file": bool(settings.crl_file)}
    for key, is_wanted in wanted.items():
        name = getattr(settings, key)
        if is_wanted and not os.path.lexists(name):
            text = f"{key}: there is no {name}; without TLS set listen_tls = 0"
            raise settings.error(text, key)
    material = TLSMaterial(
        ca=settings.ca_file if verify else None,
        crl=settings.crl_file or None,
        certificate=settings.cert_file,
        key=settings.key_file,
    )
    with settings.about("cert_file", "key_file", "ca_file", "crl_file"):
        context = build_server(
            material,
            parse_priority(settings.tls_priority),
            verify=verify,
            sanity=not settings.tls_no_sanity_certificate,
        )
    return TLSRules(
        context,
        allowed_names=settings.tls_allowed_dn_list,
        verify_address=settings.tls_verify_client_address,
        renew=partial(tls_rules, settings),
    )


def open_doors(
    settings: Settings, *, network: bool, inheritance: Inheritance | None = None
) -> list[Listener]:
    """Take over or make the sockets that the configuration names, all but the one for administrators.

    Args:
        settings: the configuration.
        network: whether TCP and TLS are meant at all (``--listen``).
        inheritance: sockets that are there already. When systemd gave them there are no others.

    Raises:
        ConfigError, ConnectError: something is not as it must be; no socket is left behind.
    """
    inherited = inheritance or Inheritance()
    group = _group(settings)
    backlog = settings.max_queued_clients
    listeners: list[Listener] = []
    if "polkit" in (settings.auth_unix_rw, settings.auth_unix_ro):
        from virtreach.daemon.entry.polkit import require

        require()

    def unix(name: str, door: Door, mode: int) -> None:
        path = os.path.join(settings.unix_sock_dir, name)
        listener = inherit(inherited, door, name, path)
        if listener is None and not inherited.activated:
            listener = listen_unix(door, path, mode=mode, group=group, backlog=backlog)
        elif listener is not None and listener.path is not None:
            renew_permissions(path, mode, group)
        if listener is not None:
            listeners.append(listener)

    def tcp(door: Door, port: int, *, wanted: bool) -> None:
        if inherited.activated or wanted:
            asked = tcp_place(settings.listen_addr, port)
            listener = inherit(inherited, door, door.transport, asked, port=port)
            if listener is None and not inherited.activated:
                listener = listen_tcp(door, settings.listen_addr, port, backlog=backlog)
            if listener is not None:
                listeners.append(listener)

    try:
        asked = settings.auth_unix_rw
        full = Door("unix", sasl=asked == "sasl", polkit=asked == "polkit")
        unix("libvirt-sock", full, settings.unix_sock_rw_perms)
        asked = settings.auth_unix_ro
        readonly = Door("unix", readonly=True, sasl=asked == "sasl", polkit=asked == "polkit")
        unix("libvirt-sock-ro", readonly, settings.unix_sock_ro_perms)
        tcp(
            Door("tcp", sasl=settings.auth_tcp == "sasl"),
            settings.tcp_port,
            wanted=network and settings.listen_tcp,
        )
        tcp(
            Door("tls", sasl=settings.auth_tls == "sasl"),
            settings.tls_port,
            wanted=network and settings.listen_tls,
        )
    except BaseException:
        for listener in listeners:
            listener.close()
        raise
    return listeners


def check(settings: Settings, *, network: bool) -> None:
    """Look at everything that a start needs, without starting.

    Raises:
        ConfigError, CertificateError: what is wrong.
    """
    _group(settings)
    _look_at_places(settings, network=network)
    runner(settings.event_loop)
    if settings.metrics_listen:
        from virtreach.daemon.records.exposition import require

        require()
    if "polkit" in (settings.auth_unix_rw, settings.auth_unix_ro):
        from virtreach.daemon.entry import polkit

        polkit.require()
    outputs = parse_outputs(settings.log_outputs)
    files = [
        one.path for one in (*outputs, *parse_outputs(settings.audit_outputs)) if isinstance(one, FileOutput)
    ]
    missing = [path for path in files if not os.path.lexists(path)]
    try:
        with settings.about("log_outputs"):
            for output in open_outputs(outputs):
                output.close()
        furnish(settings, tls=network and settings.listen_tls)
    finally:
        # The user who checks need not be the one who will write to them.
        for path in filter(os.path.exists, dict.fromkeys(missing)):
            os.unlink(path)


def _look_at_places(settings: Settings, *, network: bool) -> None:
    """Whether sockets can be where the configuration wants them; that somebody has them now is no mistake."""
    directory = settings.unix_sock_dir
    check_unix_path(os.path.join(directory, "libvirt-admin-sock"))
    while not os.path.lexists(directory):
        directory = os.path.dirname(directory)
    if not os.path.isdir(directory):
        raise settings.error(f"unix_sock_dir: {directory} is no directory", "unix_sock_dir")
    if network and (settings.listen_tcp or settings.listen_tls) and settings.listen_addr:
        try:
            socket.getaddrinfo(settings.listen_addr, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        except OSError as error:
            text = f"listen_addr: {settings.listen_addr!r} is no address here: {error.strerror}"
            raise settings.error(text, "listen_addr") from error


def _group(settings: Settings) -> int:
    if not settings.unix_sock_group:
        return -1
    from grp import getgrnam

    try:
        return getgrnam(settings.unix_sock_group).gr_gid
    except KeyError:
        text = f"unix_sock_group: there is no group {settings.unix_sock_group!r}"
        raise settings.error(text, "unix_sock_group") from None


def _driver(
    name: str, position: int, settings: Settings, far: Callable[[int, tuple[str, ...]], Driver] | None
) -> Driver:
    module, _, kind = name.partition(":")
    try:
        make = getattr(import_module(module), kind)
        if not (isinstance(make, type) and issubclass(make, Driver)):
            raise TypeError("it is no driver")
        if far is not None and getattr(make, "shares_state", False):
            return far(position, make.schemes)
        made = make()
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise settings.error(f"the driver {name!r} cannot be loaded: {error}", "drivers") from error
    if settings.fault_injection:
        from virtreach.daemon.drivers.injecting import InjectingDriver

        return InjectingDriver(made)
    return made
