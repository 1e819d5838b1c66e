"""Command lines for the login shell of another machine that carry any file name.

The shell may be sh, bash, zsh, csh or fish, or a restricted one that looks at the words. Plain names stay
plain, so that such a shell recognises them. Names with spaces and the like are quoted in a way that all of them
read alike (`virtreach.routes.far_shell.quote`). With any other byte in a name (a newline, a control character, bytes
that are no UTF-8) the whole line travels in octal digits, and `sh` there turns it back.
"""

from __future__ import annotations

import re

from virtreach.routes.far_shell import quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DECODER", "far_line", "octal", "posix_quote"]

DECODER = 'c=$(printf "%b." "$1"); eval "${c%.}"'
"""What `sh -c` is given to turn the octal digits of its first argument into a command line, and run that."""

_PLAIN = re.compile(rb"[A-Za-z0-9_@%+=:,./-]+", re.ASCII)


_OCTAL = [
    chr(byte) if _PLAIN.fullmatch(bytes([byte])) and byte != ord("%") else f"\\0{byte:03o}"
    for byte in range(256)
]


def posix_quote(word: bytes) -> bytes:
    """Return a word that a POSIX shell reads as exactly these bytes."""
    if _PLAIN.fullmatch(word):
        return word
    return b"'" + word.replace(b"'", b"'\\''") + b"'"


def octal(text: bytes) -> str:
    """Return bytes as ``printf %b`` reads them: plain characters as they are, the others as octal digits."""
    return "".join(_OCTAL[byte] for byte in text)


def far_line(*commands: Sequence[bytes | str]) -> str:
    """Return one line that runs commands one after another, as long as each succeeds.

    Args:
        commands: each its words, the program first.
    """
    lines = [[word.encode() if isinstance(word, str) else word for word in words] for words in commands]
    plain = [_for_all_shells(words) for words in lines]
    if None not in plain:
        return " && ".join(line for line in plain if line is not None)
    posix = b" && ".join(b" ".join(posix_quote(word) for word in words) for words in lines)
    return f"sh -c {quote(DECODER)} sh {quote(octal(posix))}"


def _for_all_shells(words: Sequence[bytes]) -> str | None:
    shown = []
    for word in words:
        if _PLAIN.fullmatch(word):
            shown.append(word.decode())
            continue
        try:
            text = word.decode()
        except UnicodeDecodeError:
            return None
        # Quotes, backslashes and exclamation marks are read alike only by shells that read the octal form too.
        if not text.isprintable() or set(text) & set("'\\!"):
            return None
        shown.append(quote(text))
    return " ".join(shown)
