"""`RemoteURI`: one parsed ``driver[+transport]://[user@][server[:port]]/path?var=value&...``.

Sources: RFC 3986 for the syntax; libvirt ``src/util/viruri.c`` (``virURIParse``, ``virURIParseParams``) and
``src/remote/remote_sockets.c`` (``remoteSplitURIScheme``) for the meaning. Stricter than libvirt in this: no
control characters and no broken ``%`` escapes anywhere, no password, and only names that are harmless in the
argument list of another program.
"""

from __future__ import annotations

from virtreach.errors import URIError
from virtreach.errors.text import printable
from virtreach.uri.authority import split_authority
from virtreach.uri.text import escape, refuse_invisible, unescape
from virtreach.uri.variables import KNOWN, check_variable, is_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["DEFAULT_PORTS", "EMBEDDED", "MAX_LENGTH", "TRANSPORTS", "RemoteURI"]

TRANSPORTS = ("unix", "tcp", "tls", "ssh", "ext", "libssh", "libssh2")
EMBEDDED = "embedded"
"""What stands in the transport's place when the driver runs in the calling process."""
DEFAULT_PORTS = {"tls": 16514, "tcp": 16509, "ssh": 22, "libssh": 22, "libssh2": 22}
MAX_LENGTH = 65536
"""Longest URI that is looked at, characters."""

_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_SCHEME = _LETTERS | frozenset("0123456789+-.")
_PATH_SAFE = b"/!$&'()*+,;=:@"
_CLIENT_SIDE = frozenset(("esx", "vpx", "gsx", "hyperv"))
_NEED_PATH = frozenset(("qemu", "vbox", "vz"))


class RemoteURI:
    """A parsed remote URI. Immutable; threads and tasks may share it.

    Attributes:
        text: the URI as given.
        driver: the hypervisor driver, such as ``qemu``; "" when the far side is to choose.
        transport: one of `TRANSPORTS`, given or assumed; or `EMBEDDED`, which cannot be given.
        transport_given: whether the URI names the transport.
        user: login name, or None.
        server: host name or address without brackets, or None.
        port: port number as given, or None.
        path: path, unescaped, with its leading slash; "" when there is none.
        params: every ``name=value`` in order, unescaped.
        fragment: what follows ``#``, unescaped, or None.
    """

    __slots__ = (
        "driver",
        "fragment",
        "params",
        "path",
        "port",
        "server",
        "text",
        "transport",
        "transport_given",
        "user",
    )

    text: str
    driver: str
    transport: str
    transport_given: bool
    user: str | None
    server: str | None
    port: int | None
    path: str
    params: tuple[tuple[str, str], ...]
    fragment: str | None

    def __init__(self, text: str) -> None:
        """Parse; `parse` is the same with a name that says so."""
        self.text = text
        if len(text) > MAX_LENGTH:
            raise URIError(f"a URI of {len(text)} characters is refused; the limit is {MAX_LENGTH}")
        refuse_invisible(text, "URI")
        if " " in text:
            raise URIError("a URI has no spaces; write '%20', or '+' inside a value")
        scheme, colon, rest = text.partition(":")
        if not colon or not scheme or scheme[0] not in _LETTERS or not _SCHEME.issuperset(scheme):
            raise URIError(
                f"{printable(text)!r} is not a URI: it does not start with a driver, as in qemu:///system, "
                "and no uri_aliases entry of libvirt.conf has this name"
            )
        rest, hash_sign, fragment = rest.partition("#")
        self.fragment = unescape(fragment, "fragment") if hash_sign else None
        rest, _, query = rest.partition("?")
        authority = ""
        if rest.startswith("//"):
            authority, slash, rest = rest[2:].partition("/")
            rest = slash + rest
        self.path = unescape(rest, "path") if rest else ""
        if self.path and not self.path.startswith("/"):
            raise URIError(
                f"the path of {printable(text)!r} must start with '/': did you mean {scheme}:///{rest}?"
            )
        self.user, self.server, self.port = split_authority(authority)
        self.driver, plus, transport = scheme.partition("+")
        self.transport_given = bool(plus)
        self.params = tuple(_params(query)) if query else ()
        self.transport = transport.lower() if plus else self._usual_transport()
        self._check_transport(transport)
        for name, value in self.params:
            if name.lower() in KNOWN:
                check_variable(name.lower(), value)

    @classmethod
    def parse(cls, text: str) -> RemoteURI:
        """Parse a URI.

        Aliases and the default URI are resolved before this, by `virtreach.conf.client`.

        Raises:
            URIError: saying which part is wrong and what would be right.
        """
        return cls(text)

    @classmethod
    def probing(cls) -> RemoteURI:
        """Return the URI of a connection to the local daemon that chooses the driver by itself.

        It is what libvirt does when there is neither a URI nor a default: an empty far name.
        """
        uri = cls("remote:///")
        uri.text = ""
        return uri

    def __repr__(self) -> str:
        return f"RemoteURI({self.text!r})"

    def __str__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return self.text == other.text if isinstance(other, RemoteURI) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.text)

    def variable(self, name: str) -> str | None:
        """Return a variable's value, or None. `name` is in lower case; the last of several counts."""
        for given, value in reversed(self.params):
            if given.lower() == name:
                return value
        return None

    def flag(self, name: str) -> bool:
        """Tell whether a yes-or-no variable is given with a number other than 0."""
        return is_set(self.variable(name))

    @property
    def unknown(self) -> list[tuple[str, str]]:
        """The variables this side does not know; they stay in the far name."""
        return [pair for pair in self.params if pair[0].lower() not in KNOWN]

    @property
    def effective_port(self) -> int | None:
        """The port, given or the transport's own; None for unix and ext."""
        return self.port if self.port is not None else DEFAULT_PORTS.get(self.transport)

    @property
    def is_session(self) -> bool:
        """Whether this asks for the daemon of one user instead of the system's (for root it never does)."""
        return self.path == "/session" or self.driver == "test"

    def far_name(self, *, keep: Iterable[str] = ()) -> str:
        """Return the name that the far side opens.

        That is ``name=`` when given; else "" for the driver ``remote`` (the far side probes); else this URI
        without transport, user, server, port and known variables.

        Args:
            keep: known variables that stay nevertheless; ``virt-ssh-helper`` is given ``mode`` and
            ``socket``.
        """
        name = self.variable("name")
        if name is not None:
            return name
        if self.driver == "remote":
            return ""
        kept = frozenset(keep)
        query = "&".join(
            f"{escape(given)}={escape(value)}"
            for given, value in self.params
            if given.lower() not in KNOWN or given.lower() in kept
        )
        fragment = "" if self.fragment is None else "#" + escape(self.fragment, keep=_PATH_SAFE)
        return f"{self.driver}://{escape(self.path, keep=_PATH_SAFE)}{'?' if query else ''}{query}{fragment}"

    def explain(self) -> list[tuple[str, str, str]]:
        """Say how the URI is understood: field, value, and why it has that value."""
        from virtreach.uri.explanation import explain

        return explain(self)

    def _usual_transport(self) -> str:
        """What holds when no transport is named."""
        if self.server is not None:
            return "tls"
        # libvirt's test driver is part of its library. Whoever names a socket does not mean that.
        return EMBEDDED if self.driver == "test" and self.variable("socket") is None else "unix"

    def _check_transport(self, given: str) -> None:
        if self.transport_given and self.transport not in TRANSPORTS:
            raise URIError(
                f"transport {printable(given)!r} is not known; it is one of {', '.join(TRANSPORTS[:5])} "
                f"(as in {self.driver}+ssh://host/system)"
            )
        if self.transport_given:
            if self.transport == "unix" and self.server is not None:
                raise URIError(
                    f"a unix socket is on this machine, so server {self.server!r} cannot be reached by it; "
                    "use +ssh, +tls or +tcp, or leave the server out"
                )
        elif self.server in ("system", "session") and self.driver in _NEED_PATH and self.path in ("", "/"):
            raise URIError(
                f"{self.server!r} is read as a server here; write {self.driver}:///{self.server} with "
                "three slashes"
            )
        elif self.driver in _CLIENT_SIDE and self.server is not None:
            raise URIError(
                f"{self.driver}:// is reached over HTTPS by the host's own interface, which virtreach does not speak; "
                f"go through a libvirt daemon that has the driver: {self.driver}+ssh://DAEMON-HOST/?name=URI"
            )
        if self.path == "/embed" and self.transport == "unix":
            raise URIError(
                f"{self.driver}:///embed runs the driver inside the calling process, which only libvirt's C library "
                f"can; use {self.driver}:///session or {self.driver}:///system"
            )


def _params(query: str) -> Iterable[tuple[str, str]]:
    # virURIParseParams looks for '&' first and for ';' only where no '&' follows any more.
    *sections, last = query.split("&")
    for section in (*sections, *last.split(";")):
        name, equals, value = section.partition("=")
        if not name:
            continue
        name = unescape(name, "variable name")
        yield name, unescape(value, f"variable {name}", plus_is_space=True) if equals else ""
