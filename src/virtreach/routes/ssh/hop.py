"""What a way through other machines is: `Hop`, `CommandHop`, and a `Chain` of them. Nothing here opens anything."""

from __future__ import annotations

import functools
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from virtreach.conf.jump import check_host, check_user
from virtreach.conf.nodes import WAYS
from virtreach.errors import UsageError
from virtreach.errors.text import printable
from virtreach.routes.ssh.host_keys import HostKeys
from virtreach.session.sasl.secret import HiddenBytes, Secret

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DEFAULT_PORT", "METHODS", "WAYS", "Chain", "CommandHop", "Hop", "show_address"]

DEFAULT_PORT = 22

METHODS = ("agent", "privkey", "password", "keyboard-interactive")
"""How to show who we are, as libvirt names the methods (``sshauth=``)."""


def show_address(host: str, port: int) -> str:
    """Write an address for people."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


_T = TypeVar("_T")


def _hiding(kind: type[_T]) -> type[_T]:
    """Have secrets hidden before a hop is made, so that no variable of what makes it shows one when that fails."""
    make: Callable[..., None] = kind.__init__

    @functools.wraps(make)
    def init(self: _T, **given: Any) -> None:
        for name in ("password", "passphrase"):
            if given.get(name) is not None:
                given[name] = Secret(given[name])
        if "keys" in given:
            given["keys"] = tuple(
                HiddenBytes(key) if isinstance(key, bytes) else key for key in given["keys"]
            )
        make(self, **given)

    setattr(kind, "__init__", init)  # noqa: B010  # mypy takes no assignment to a method
    return kind


@_hiding
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Hop:
    """A login by SSH. Two hops are equal when everything about them is, so connections are shared by who may.

    Without keys, agent and password, the user's default keys and agent are used, as by the ssh command.

    Attributes:
        host: name or address, as the machine before this one knows it.
        port: port number.
        user: login name; the local user's by default.
        keys: private keys: a `str` is a file, `bytes` are a key in any of OpenSSH's and PEM's forms.
        certificates: user certificates, files or contents alike.
        passphrase: of the keys; hidden, as the password and keys from memory are: a hop with one is not pickled.
        agent: socket of a key agent.
        password: for the methods password and keyboard-interactive.
        methods: which ways to log in there are (`METHODS`), keys and password in this order; the user's own keys and
            agent count where none is given. Empty for all, with the user's own only if nothing is given.
        host_keys: how the machine shows that it is the right one.
        alias: the name under which its key is known; by default `host` and `port`.
        ways: how connections onwards may be made, tried in this order (`WAYS`); one alone forces it.
        connect_timeout: seconds for connection and login together.
        keepalive: seconds of silence before the machine is asked whether it is there; 0 never asks.
        keepalive_count: after how many times that of silence the connection is given up, 2 at least.
    """

    host: str
    port: int = DEFAULT_PORT
    user: str | None = None
    keys: tuple[str | bytes, ...] = field(default=())
    certificates: tuple[str | bytes, ...] = field(default=())
    passphrase: str | Secret | None = None
    agent: str | None = None
    password: str | Secret | None = None
    methods: tuple[str, ...] = ()
    host_keys: HostKeys = field(default=HostKeys())
    alias: str | None = None
    ways: tuple[str, ...] = WAYS
    connect_timeout: float = 15.0
    keepalive: float = 1.0
    keepalive_count: int = 3

    def __post_init__(self) -> None:
        check_host(self.host)
        if self.user is not None:
            check_user(self.user)
        if not 0 < self.port < 65536:
            raise UsageError(f"{self.port} is no port number")
        unknown = [way for way in self.ways if way not in WAYS]
        if unknown or not self.ways:
            raise UsageError(f"ways must be some of {', '.join(WAYS)}, not {', '.join(unknown) or 'none'}")
        unknown = [printable(method) for method in self.methods if method not in METHODS]
        if unknown:
            raise UsageError(f"methods must be some of {', '.join(METHODS)}, not {', '.join(unknown)}")
        if not (self.password is None or _is_text(Secret(self.password))):
            # Whatever encodes it later would name it in its error.
            raise UsageError(f"the password of {self.label} is not UTF-8")

    @property
    def uses_defaults(self) -> bool:
        """Whether the user's own key files are used, as nothing was given."""
        if self.methods:
            return "privkey" in self.methods and not self.keys
        return not self.keys and self.agent is None and self.password is None

    @property
    def label(self) -> str:
        """The hop for people, without any secret."""
        where = self.host if self.port == DEFAULT_PORT else show_address(self.host, self.port)
        return f"{self.user}@{where}" if self.user else where

    def __repr__(self) -> str:
        # A traceback may show one that was never made, as when an argument is none of its.
        return f"<Hop {self.label}>" if hasattr(self, "user") else "<Hop>"


def _is_text(secret: Secret) -> bool:
    try:
        secret.reveal().decode()
    except UnicodeDecodeError:
        return False
    return True


@dataclass(frozen=True, slots=True, repr=False)
class CommandHop:
    """A program whose standard input and output lead to the next machine (OpenSSH's ProxyCommand).

    As the first of a chain it runs here, without any shell; behind a login it runs there. ``{host}`` and ``{port}``
    in its words stand for the next machine.

    Attributes:
        words: the program and its arguments.
    """

    words: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.words or not self.words[0] or self.words[0].startswith("-"):
            raise UsageError("a proxy command needs a program")

    @classmethod
    def parse(cls, line: str) -> CommandHop:
        """Read a command line: words with quotes as a POSIX shell has them, and nothing else of a shell.

        Raises:
            UsageError: unbalanced quotes, or nothing.
        """
        try:
            return cls(tuple(shlex.split(line)))
        except ValueError as error:
            raise UsageError(f"proxy command {printable(line)!r}: {error}") from error

    def argv(self, host: str, port: int) -> tuple[str, ...]:
        """Return the words for a machine; the names stay data, whatever is in them."""
        return tuple(
            host.join(part.replace("{port}", str(port)) for part in word.split("{host}"))
            for word in self.words
        )

    @property
    def label(self) -> str:
        """The hop for people: the program's name, as arguments may hold secrets."""
        return f"command {printable(self.words[0])}"

    def __repr__(self) -> str:
        return f"<CommandHop {self.words[0]!r}>"


@dataclass(frozen=True, slots=True, repr=False)
class Chain:
    """Hops one behind the other, from here. The empty chain is this machine itself.

    Attributes:
        hops: the first is reached from here, each other one from the one before.
        cluster: whose addresses these are. Equal addresses in two clusters are different machines: nothing that is
            opened for one is used for the other.
    """

    hops: tuple[Hop | CommandHop, ...] = ()
    cluster: str = ""

    def __post_init__(self) -> None:
        if any(isinstance(a, CommandHop) and isinstance(b, CommandHop) for a, b in self._pairs()):
            raise UsageError("a proxy command leads to a machine, not to another proxy command")

    def _pairs(self) -> zip[tuple[Hop | CommandHop, Hop | CommandHop]]:
        return zip(self.hops, self.hops[1:], strict=False)

    @property
    def parent(self) -> Chain:
        """The chain without its last hop."""
        return Chain(self.hops[:-1], self.cluster)

    def then(self, *hops: Hop | CommandHop) -> Chain:
        """Return a chain that goes on with further hops."""
        return Chain((*self.hops, *hops), self.cluster)

    @property
    def label(self) -> str:
        """The chain for people."""
        return " > ".join(hop.label for hop in self.hops) or "this machine"

    def __repr__(self) -> str:
        cluster = f" of {self.cluster}" if self.cluster else ""
        return f"<Chain {self.label}{cluster}>"
