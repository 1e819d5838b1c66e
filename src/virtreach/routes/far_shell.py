"""Commands for a shell on another machine: the one place where text is quoted for it, and what is run there.

``ssh`` hands its command to the user's login shell there, which may be sh, bash, zsh, csh or fish. So the
command is always ``sh -c SCRIPT sh ARGUMENT...``, every word quoted for all of those shells, SCRIPT one of
the constants below and each name from outside an argument of its own, which SCRIPT only uses as ``"$1"``.
"""

from __future__ import annotations

from virtreach.errors import URIError
from virtreach.errors.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "NETCAT",
    "helper_command",
    "helper_or_netcat_command",
    "netcat_command",
    "quote",
    "quote_words",
    "script_command",
]

NETCAT = "nc"
"""The far program that joins a stream to a unix socket, when the URI names none."""

_OUTSIDE = frozenset("'\\!")

# With the -q of Debian's and SUSE's nc, it ends when its input does; others do so by themselves and do not
# know the option. The look at nc's complaint is how libvirt tells them apart (virNetClientSSHHelperCommand).
_NETCAT_SCRIPT = (
    'if "$1" -q 2>&1 </dev/null | grep "requires an argument" >/dev/null 2>&1; '
    'then exec "$1" -q0 -U "$2"; else exec "$1" -U "$2"; fi'
)
_HELPER_SCRIPT = 'exec virt-ssh-helper "$@"'
_EITHER_SCRIPT = (
    "if command -v virt-ssh-helper >/dev/null 2>&1; "
    'then shift 2; exec virt-ssh-helper "$@"; fi; ' + _NETCAT_SCRIPT
)


def quote(text: str) -> str:
    """Return one word that sh, bash, zsh, csh and fish all read as exactly this text.

    Plain text stands in single quotes. Three characters mean something to one of the shells even there
    (``'`` to all, ``\\`` to fish, ``!`` to csh); each stands outside the quotes behind a backslash.

    Raises:
        URIError: a control character, which csh cannot take in quotes.
    """
    if not text.isprintable():
        raise URIError(f"{printable(text)!r} has characters that no far shell can be given safely")
    word = ""
    plain = ""
    for character in text:
        if character in _OUTSIDE:
            word += (f"'{plain}'" if plain else "") + "\\" + character
            plain = ""
        else:
            plain += character
    return word + f"'{plain}'" if plain or not word else word


def helper_command(far_uri: str, *, readonly: bool) -> str:
    """Return the far command that runs ``virt-ssh-helper``."""
    return script_command(_HELPER_SCRIPT, *_helper_arguments(far_uri, readonly))


def netcat_command(netcat: str, socket: str) -> str:
    """Return the far command that joins the stream to a socket with netcat."""
    return script_command(_NETCAT_SCRIPT, *_netcat_arguments(netcat, socket))


def helper_or_netcat_command(far_uri: str, netcat: str, socket: str, *, readonly: bool) -> str:
    """Return the far command that runs ``virt-ssh-helper`` if the far side has it, else netcat."""
    return script_command(
        _EITHER_SCRIPT, *_netcat_arguments(netcat, socket), *_helper_arguments(far_uri, readonly)
    )


def quote_words(words: Iterable[str]) -> str:
    """Return a command line that every far shell splits into exactly these words.

    Raises:
        URIError: a control character in one of them.
    """
    return " ".join(quote(word) for word in words)


def script_command(script: str, *arguments: str) -> str:
    """Return the command line that has ``sh`` run a script, which sees the arguments as ``$1`` and so on."""
    return f"sh -c {quote_words((script, 'sh', *arguments))}"


def _helper_arguments(far_uri: str, readonly: bool) -> list[str]:
    if not far_uri or far_uri.startswith("-"):
        raise URIError(
            f"{printable(far_uri)!r} cannot be given to virt-ssh-helper as a URI; use proxy=netcat"
        )
    return ["-r", far_uri] if readonly else [far_uri]


def _netcat_arguments(netcat: str, socket: str) -> list[str]:
    for name, value in (("netcat", netcat), ("socket", socket)):
        if not value or value.startswith("-"):
            raise URIError(f"{name}={printable(value)} must not be empty or start with '-'")
    return [netcat, socket]
