"""Saying how a URI is understood, field by field, for people (``virtreach uri``)."""

from __future__ import annotations

from virtreach.errors.text import printable
from virtreach.uri.remote_uri import EMBEDDED
from virtreach.uri.variables import FLAGS, KNOWN, is_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.uri.remote_uri import RemoteURI

__all__ = ["explain"]

_TRANSPORTS = {
    EMBEDDED: "no daemon, but the test hypervisor in this process",
    "unix": "a unix socket on this machine",
    "tcp": "TCP without encryption of its own",
    "tls": "TLS over TCP, with certificates",
    "ssh": "the ssh command, with the user's own configuration",
    "ext": "a program whose input and output are the connection",
    "libssh": "ssh inside this process, with OpenSSH's configuration",
    "libssh2": "the same as libssh",
}
_LIBSSH = ("libssh", "libssh2")


def explain(uri: RemoteURI) -> list[tuple[str, str, str]]:
    """Return (field, value, why) for each part of a URI, given or assumed, ready to be shown."""
    rows = [("driver", uri.driver, _driver(uri)), ("transport", uri.transport, _transport(uri))]
    if uri.transport not in ("unix", "ext", EMBEDDED):
        rows += _network(uri)
    elif uri.server is not None:
        rows.append(
            ("server", uri.server, f"not used by the transport {uri.transport}, save to look up credentials")
        )
    rows.append(("path", uri.path, _path(uri)))
    counted = {name.lower(): index for index, (name, _) in enumerate(uri.params)}
    for index, (name, value) in enumerate(uri.params):
        rows.append(
            (f"variable {name}", value, _variable(uri, name.lower(), value, counted[name.lower()] != index))
        )
    if uri.fragment is not None:
        rows.append(("fragment", uri.fragment, "given; it stays in the far name"))
    rows.append(("far name", uri.far_name(), _far_name(uri)))
    return [(printable(field), printable(value), printable(why)) for field, value, why in rows]


def _driver(uri: RemoteURI) -> str:
    if uri.driver == "remote":
        return "the far side chooses the driver"
    return "given: what stands before '+' or ':'"


def _transport(uri: RemoteURI) -> str:
    what = _TRANSPORTS[uri.transport]
    if uri.transport_given:
        return f"given after '+': {what}"
    if uri.transport == EMBEDDED:
        return f"the driver test without transport, server and socket: {what}"
    if uri.server is None:
        return f"neither transport nor server is given, so it is local: {what}"
    return f"the default when there is a server: {what}"


def _network(uri: RemoteURI) -> list[tuple[str, str, str]]:
    rows = []
    if uri.server is None:
        rows.append(("server", "localhost", f"no server given, and the transport {uri.transport} needs one"))
    else:
        rows.append(("server", uri.server, "given"))
    port = uri.effective_port
    if uri.port is not None:
        rows.append(("port", str(uri.port), "given"))
    elif uri.transport == "ssh":
        rows.append(
            (
                "port",
                str(port),
                "ssh's default; ssh's own configuration may say otherwise, as no -p is passed",
            )
        )
    else:
        rows.append(("port", str(port), f"the default of the transport {uri.transport}"))
    if uri.user is not None:
        if uri.transport == "ssh" or uri.transport in _LIBSSH:
            rows.append(("user", uri.user, "given: the login name on the server"))
        else:
            rows.append(
                (
                    "user",
                    uri.user,
                    "given, but only ssh uses it; authentication takes its name from elsewhere",
                )
            )
    elif uri.transport == "ssh":
        rows.append(("user", "", "not given: ssh's own configuration decides"))
    return rows


def _path(uri: RemoteURI) -> str:
    if uri.path == "/session":
        return (
            "the user's own daemon (for root: the system's)"
            if uri.transport == "unix"
            else "the user's own instance"
        )
    if uri.path == "/system":
        return "the system's instance"
    if uri.transport == EMBEDDED:
        return "the usual objects" if uri.path == "/default" else "the file that describes the objects"
    return "given; its meaning is up to the driver" if uri.path else "not given"


def _variable(uri: RemoteURI, name: str, value: str, overruled: bool) -> str:
    if name not in KNOWN:
        return "not known here; it stays in the far name, and a warning says so"
    if overruled:
        return "given again later; the last one counts"
    transports, meaning = KNOWN[name]
    if transports and uri.transport not in transports:
        if transports == _LIBSSH and uri.transport == "ssh":
            return f"{meaning}: accepted and not used, for the ssh command has a configuration of its own"
        return f"{meaning}: accepted and not used by the transport {uri.transport}"
    if name in FLAGS:
        return f"{meaning}: {'yes' if is_set(value) else 'no'}"
    if name == "command" and uri.transport == "ext":
        return f"{meaning}; started without a shell and without arguments"
    return meaning


def _far_name(uri: RemoteURI) -> str:
    if uri.variable("name") is not None:
        return "what the far side opens: given as name="
    if uri.driver == "remote":
        return "empty: the far side looks for a driver by itself"
    if uri.transport == EMBEDDED:
        return "what is opened: the URI without the variables known here"
    return (
        "what the far side opens: the URI without transport, user, server, port and the variables known here"
    )
