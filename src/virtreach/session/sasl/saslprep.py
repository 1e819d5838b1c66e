"""SASLprep (RFC 4013): names and passwords made comparable before they are hashed.

Plain ASCII needs none of the Unicode tables, so they load only for other text.
"""

from __future__ import annotations

from virtreach.session.sasl.secret import Secret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["prepare_name", "prepare_password"]


def prepare_name(text: str) -> str:
    """Prepare a user name.

    Raises:
        ValueError: the name holds a character that RFC 4013 forbids; the message says which kind.
    """
    # RFC 5802, 5.1: a name is a "query string", unassigned code points pass.
    prepared, problem = _prepare(text, unassigned=True)
    if problem:
        raise ValueError(problem)
    return prepared


def prepare_password(password: Secret) -> Secret:
    """Prepare a password; one that cannot be prepared comes back as it is.

    RFC 4013 would have it refused, but then nobody could log in with it, and servers do store such passwords
    (Cyrus and PostgreSQL take them as they are).
    """
    try:
        # RFC 5802, 2.2: a password is a "stored string", in which unassigned code points are forbidden.
        prepared, problem = _prepare(password.reveal().decode("utf-8"), unassigned=False)
    except UnicodeDecodeError:
        return password
    return password if problem or not prepared else Secret(prepared)


def _prepare(text: str, *, unassigned: bool) -> tuple[str, str]:
    """(prepared text, "") or ("", what is wrong)."""
    if text.isascii():
        if text.isprintable():
            return text, ""
        return "", "the text holds a control character (RFC 4013, 2.3)"
    return _prepare_unicode(text, unassigned=unassigned)


def _prepare_unicode(text: str, *, unassigned: bool) -> tuple[str, str]:
    import stringprep
    from unicodedata import ucd_3_2_0

    if any(0xD800 <= ord(char) <= 0xDFFF for char in text):
        return "", "the text is not UTF-8"
    mapped = "".join(
        " " if stringprep.in_table_c12(char) else char for char in text if not stringprep.in_table_b1(char)
    )
    prepared = ucd_3_2_0.normalize("NFKC", mapped)
    forbidden: tuple[tuple[Callable[[str], bool], str], ...] = (
        (stringprep.in_table_c12, "a non-ASCII space"),
        (stringprep.in_table_c21_c22, "a control character"),
        (stringprep.in_table_c3, "a private-use character"),
        (stringprep.in_table_c4, "a non-character"),
        (stringprep.in_table_c5, "a surrogate"),
        (stringprep.in_table_c6, "a character that plain text may not hold"),
        (stringprep.in_table_c7, "an ideographic description character"),
        (stringprep.in_table_c8, "a character that changes display"),
        (stringprep.in_table_c9, "a tagging character"),
    )
    for char in prepared:
        for is_in, what in forbidden:
            if is_in(char):
                return "", f"the text holds {what} (RFC 4013, 2.3)"
        if not unassigned and stringprep.in_table_a1(char):
            return "", "the text holds a character that Unicode 3.2 does not know (RFC 4013, 2.5)"
    if any(map(stringprep.in_table_d1, prepared)):
        ends_right_to_left = stringprep.in_table_d1(prepared[0]) and stringprep.in_table_d1(prepared[-1])
        if any(map(stringprep.in_table_d2, prepared)) or not ends_right_to_left:
            return "", "the text mixes right-to-left and left-to-right (RFC 3454, 6)"
    return prepared, ""
