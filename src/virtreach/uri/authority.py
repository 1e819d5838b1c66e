"""The authority of a URI, ``[user@][server[:port]]``: taking it apart, and which names are let through.

Server and user names reach resolvers, TLS, the argument list of ``ssh``, and through ``%h`` and ``%r`` the
shell lines of people's ssh configurations. They are therefore matched against short lists of allowed
characters instead of being quoted.
"""

from __future__ import annotations

from virtreach.errors import URIError
from virtreach.errors.text import printable
from virtreach.uri.text import unescape

__all__ = ["MAX_PORT", "check_server", "check_user", "is_address", "is_ipv6", "split_authority"]

MAX_PORT = 65535

_LETTERS_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_SERVER = frozenset(_LETTERS_DIGITS + ".-_")
_ZONE = frozenset(_LETTERS_DIGITS + ".-_~")
_HEX = frozenset("0123456789abcdefABCDEF")
_USER = frozenset(_LETTERS_DIGITS + ".-_+=,@:/\\")


def split_authority(text: str) -> tuple[str | None, str | None, int | None]:
    """Take ``[user@][server[:port]]`` apart.

    Returns:
        User, server and port; None for each that is not given. An IPv6 address comes without its brackets,
        and with its zone after ``%`` (RFC 6874 writes ``%25`` there; a bare ``%`` is understood too).

    Raises:
        URIError: for a password, a server or user that is not let through, or a port outside 1 to 65535.
    """
    user: str | None = None
    before, at, rest = text.rpartition("@")
    if at:
        if ":" in before:
            raise URIError(
                "a password does not belong in a URI, where logs and process lists show it; "
                "give it through auth.conf, a callback, or the connection's arguments"
            )
        user = unescape(before, "user name")
        check_user(user)
    if rest.startswith("["):
        server, bracket, tail = rest[1:].partition("]")
        if not bracket:
            raise URIError("the address lacks its closing ']'")
        if tail and not tail.startswith(":"):
            raise URIError(f"after ']' comes ':' and a port, or nothing, not {printable(tail)!r}")
        address, percent, zone = server.partition("%")
        if percent and zone.startswith("25") and len(zone) > 2:
            zone = zone[2:]
        server = f"{address}%{zone}" if percent else address
        if not is_ipv6(server):
            raise URIError(f"[{printable(server)}] is not an IPv6 address")
        port_text = tail[1:]
    else:
        server, _, port_text = rest.partition(":")
        if ":" in port_text:
            raise URIError(f"an IPv6 address is written in brackets: [{printable(rest)}]")
        server = unescape(server, "server")
        if server:
            check_server(server)
    if not server:
        if user is not None or port_text:
            raise URIError("a user name or a port needs a server after which, or before which, it stands")
        return None, None, None
    return user, server, _port(port_text)


def _port(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 5 or not 1 <= int(text) <= MAX_PORT:
        raise URIError(f"port {printable(text)[:20]!r} is not a number from 1 to {MAX_PORT}")
    return int(text)


def check_server(name: str) -> None:
    """Let a host name, an IPv4 address or an IPv6 address with or without zone pass.

    Raises:
        URIError: for anything else; above all for a name that starts with ``-``, which programs take for
            an option.
    """
    if name.startswith("-"):
        raise URIError(f"server {printable(name)!r} starts with '-', which programs take for an option")
    if _SERVER.issuperset(name) and name:
        labels = name.removesuffix(".").split(".")
        if len(name) > 253 or not all(0 < len(label) < 64 for label in labels):
            raise URIError(
                f"server {name[:80]!r}: each part between dots has 1 to 63 characters, the name 253 at most"
            )
        return
    if is_ipv6(name):
        return
    if not name.isascii() and name.isprintable():
        raise URIError(f"server {name!r}: write an international name in its ASCII form (xn--...)")
    raise URIError(
        f"server {printable(name)!r}: only letters, digits, '.', '-' and '_' can be in a server's name"
    )


def check_user(name: str) -> None:
    """Let the login names pass that sshd's hosts have, ``DOMAIN\\user`` and ``user@realm`` among them.

    Raises:
        URIError: for an empty name, a leading ``-``, and every character that means something to a shell.
    """
    if not name:
        raise URIError("there is an '@' but no user name before it")
    if name.startswith("-"):
        raise URIError(f"user {printable(name)!r} starts with '-', which programs take for an option")
    bad = [
        character
        for character in name
        if character not in _USER and (character.isascii() or not character.isalnum())
    ]
    if bad or name.endswith("\\"):
        raise URIError(
            f"user {printable(name)!r}: {printable((bad or [chr(92)])[0])!r} is not allowed in a user "
            "name here"
        )


def is_ipv6(text: str) -> bool:
    """Tell whether this is an IPv6 address (RFC 4291 section 2.2), with or without ``%zone``."""
    address, percent, zone = text.partition("%")
    if percent and not (zone and _ZONE.issuperset(zone) and zone[0] != "-"):
        return False
    head, double, tail = address.partition("::")
    if "::" in tail or address.count(":") < 2:
        return False
    count = 0
    for part, side in enumerate((head, tail) if double else (head,)):
        groups = side.split(":") if side else []
        for index, group in enumerate(groups):
            is_last = index == len(groups) - 1 and (part == 1 or not double)
            if "." in group and is_last and _is_ipv4(group):
                count += 2
            elif 1 <= len(group) <= 4 and _HEX.issuperset(group):
                count += 1
            else:
                return False
    return count <= 7 if double else count == 8


def is_address(text: str) -> bool:
    """Tell whether this is an IPv4 or IPv6 address, so that nobody has to be asked about it."""
    return is_ipv6(text) or _is_ipv4(text)


def _is_ipv4(text: str) -> bool:
    parts = text.split(".")
    return len(parts) == 4 and all(
        part.isascii() and part.isdigit() and len(part) <= 3 and int(part) <= 255 for part in parts
    )
