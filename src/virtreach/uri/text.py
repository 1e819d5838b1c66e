"""Text in URIs: ``%`` escapes, and the refusal of characters that nobody can see.

``urllib.parse`` would do some of this; it is not used because it keeps control characters, replaces bytes
that are not UTF-8 silently, and loads ``re`` and ``ipaddress``.
"""

from __future__ import annotations

from virtreach.errors import URIError

__all__ = ["escape", "refuse_invisible", "unescape"]

_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")
_HEX = "0123456789abcdefABCDEF"


def unescape(text: str, what: str, *, plus_is_space: bool = False) -> str:
    """Undo ``%`` escapes (RFC 3986 section 2.1) and check what comes out.

    Args:
        text: the escaped text.
        what: the part of the URI, for error messages.
        plus_is_space: read ``+`` as a space, as in form data.

    Raises:
        URIError: a broken escape, bytes that are not UTF-8, or an invisible character.
    """
    if plus_is_space and "+" in text:
        text = text.replace("+", " ")
    if "%" in text:
        first, *pieces = text.split("%")
        data = bytearray(first.encode())
        for piece in pieces:
            if len(piece) < 2 or piece[0] not in _HEX or piece[1] not in _HEX:
                raise URIError(
                    f"{what}: '%' must be followed by two hexadecimal digits; write '%25' for '%' itself"
                )
            data.append(int(piece[:2], 16))
            data += piece[2:].encode()
        try:
            text = data.decode()
        except UnicodeDecodeError:
            raise URIError(f"{what}: the '%' escapes do not make up UTF-8 text") from None
    refuse_invisible(text, what)
    return text


def escape(text: str, *, keep: bytes = b"") -> str:
    """Escape every byte but RFC 3986's unreserved ones and those in `keep`."""
    return "".join(chr(byte) if byte in _PLAIN or byte in keep else f"%{byte:02X}" for byte in text.encode())


def refuse_invisible(text: str, what: str) -> None:
    """Refuse control characters, line separators, direction overrides, lone surrogates and the like.

    Raises:
        URIError: naming the first such character.
    """
    if not text.isprintable():
        bad = next(character for character in text if not character.isprintable())
        raise URIError(f"{what}: the character U+{ord(bad):04X} is not allowed here")
