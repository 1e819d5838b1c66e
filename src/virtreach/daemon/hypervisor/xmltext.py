"""XML in, XML out, the way libvirt does both.

Elements are read without looking at namespaces, so that prefixes and their declarations come back as they were.
A document type declaration is refused: entities are of no use here, and can be made to grow without bound.
"""

from __future__ import annotations

from itertools import pairwise
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from virtreach.daemon.wording import DOMAIN, XML, fault, internal, xml_fault
from virtreach.protocol import constants as C

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from virtreach.errors.libvirt import LibvirtError

__all__ = [
    "NUMBER_MAX",
    "arrange",
    "attribute_number",
    "child",
    "copy",
    "integer",
    "name_of",
    "parse",
    "set_text",
    "text_of",
    "to_text",
    "uuid_of",
    "uuid_text",
]

NUMBER_MAX = (1 << 64) - 1
"""The largest number that the wire carries."""

_DEPTH_MAX = 256
_NAMELESS = "StartTag: invalid element name"
# What libxml2 says of a character that cannot be, by the one before it.
_TOKENS = {"<": _NAMELESS, "&": "xmlParseEntityRef: no name", "=": "AttValue: \" or ' expected"}


class _Refused(Exception):
    """The document is refused; the text says why."""


def parse(text: str, what: str, root: str, *, domain: int = DOMAIN, bare: bool = False) -> Element:
    """Read a document.

    Args:
        text: the document.
        what: what libvirt calls it in errors: ``domain_definition``.
        root: the root element's name, or several parted by ``|``; any when it is empty.
        domain: who says so when it is not well formed.
        bare: that name has no parentheses around it there.

    Raises:
        LibvirtError: it is not well formed, has a document type, or another root.
    """
    where = what if bare else f"({what})"
    builder = TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    # The elements that are open, and the lines where they begin.
    inside: list[tuple[str, int]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        inside.append((tag, parser.CurrentLineNumber))
        if len(inside) > _DEPTH_MAX:
            raise _Refused(f"Excessive depth in document: {_DEPTH_MAX}")
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        inside.pop()
        builder.end(tag)

    def doctype(*_: object) -> None:
        raise _Refused("document type declarations are not accepted")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise _not_well_formed(text, where, error, inside, domain) from None
    except _Refused as refused:
        line = parser.CurrentLineNumber
        raise xml_fault(f"{where}:{line}: {refused}\n{_line(text, line)}\n^", domain=domain) from None
    element = builder.close()
    assert isinstance(element, Element)
    if root and element.tag not in root.split("|"):
        wanted = root.split("|")[0]
        raise fault(
            C.VIR_ERR_XML_ERROR, f"expecting root element of '{wanted}', not '{element.tag}'", domain=XML
        )
    return element


def _line(text: str, number: int) -> str:
    # What libvirt shows of the line of an error.
    lines = text.split("\n")
    return (lines[number - 1][:80] if number <= len(lines) else "") or "(null)"


def _not_well_formed(
    text: str, where: str, error: expat.ExpatError, inside: list[tuple[str, int]], domain: int
) -> LibvirtError:
    # The commonest mistakes in libxml2's words, the others in expat's.
    number, at = error.lineno, error.offset
    line = _line(text, number)
    width = 0 if line == "(null)" else len(line)
    codes, code = expat.errors.codes, error.code
    said = expat.ErrorString(code)
    before = line[at - 1 : at]
    if not text:
        said, number, line, at = "Document is empty", 1, "(null)", 0
    elif not text.lstrip().startswith("<"):
        said, number, line, at = "Start tag expected, '<' not found", 1, _line(text, 1), 0
    elif code == codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN]:
        words = text.rpartition("<")[2].split(None, 1)
        said, at = f"Couldn't find end of Start Tag {words[0]} line {number}" if words else _NAMELESS, width
    elif code == codes[expat.errors.XML_ERROR_NO_ELEMENTS] and inside:
        said, at = "Premature end of data in tag {} line {}".format(*inside[-1]), width
    elif code == codes[expat.errors.XML_ERROR_TAG_MISMATCH] and inside:
        tag, _, _ = line[at:].partition(">")
        said = f"Opening and ending tag mismatch: {inside[-1][0]} line {inside[-1][1]} and {tag.strip()}"
        at += len(tag) + 1
    elif code == codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]:
        entity, _, _ = line[at:].partition(";")
        said, at = f"Entity '{entity[1:]}' not defined", at + len(entity) + 1
    elif code == codes[expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE]:
        name, _, value = line[at:].partition("=")
        inner = value.strip()[1:].partition(value.strip()[:1])[0]
        said, at = f"Attribute {name.strip()} redefined", line.find(inner, at + len(name)) + len(inner) + 1
    elif code == codes[expat.errors.XML_ERROR_INVALID_TOKEN] and before in _TOKENS:
        said = _TOKENS[before]
    return xml_fault(f"{where}:{number}: {said}\n{line}\n{'-' * min(at, width)}^", domain=domain)


def to_text(
    element: Element,
    *,
    level: int = 0,
    opened: Collection[str] = (),
    raw: Collection[str] = ("metadata",),
    quote: str = "'",
) -> str:
    """Print a tree as libvirt prints: two blanks a level, single quotes, a line break at the end.

    Args:
        element: the tree.
        level: how deep it stands.
        opened: elements that are printed with an end tag when they are empty, as ``devices`` is.
        raw: elements whose children are libxml2's own print: attributes in double quotes.
        quote: what attributes are quoted with.
    """
    lines: list[str] = []
    _print(element, level, opened, raw, quote, lines)
    return "".join(lines)


def _print(
    element: Element, level: int, opened: Collection[str], raw: Collection[str], quote: str, lines: list[str]
) -> None:
    blank = "  " * level
    attributes = "".join(
        [f" {name}={quote}{_escape(value, quote)}{quote}" for name, value in element.attrib.items()]
    )
    text = element.text or ""
    if len(element):
        if text.strip() or any((one.tail or "").strip() for one in element):
            lines.append(f"{blank}{_verbatim(element, quote)}\n")
            return
        lines.append(f"{blank}<{element.tag}{attributes}>\n")
        inner = '"' if element.tag in raw else quote
        for one in element:
            _print(one, level + 1, opened, raw, inner, lines)
        lines.append(f"{blank}</{element.tag}>\n")
    elif text.strip():
        lines.append(f"{blank}<{element.tag}{attributes}>{_text(text, quote)}</{element.tag}>\n")
    elif element.tag in opened:
        lines.append(f"{blank}<{element.tag}{attributes}>\n{blank}</{element.tag}>\n")
    else:
        lines.append(f"{blank}<{element.tag}{attributes}/>\n")


def _verbatim(element: Element, quote: str) -> str:
    attributes = "".join(
        [f" {name}={quote}{_escape(value, quote)}{quote}" for name, value in element.attrib.items()]
    )
    inside = _text(element.text or "", quote)
    for one in element:
        inside += _verbatim(one, quote) + _text(one.tail or "", quote)
    return (
        f"<{element.tag}{attributes}>{inside}</{element.tag}>" if inside else f"<{element.tag}{attributes}/>"
    )


def _text(text: str, quote: str) -> str:
    # libxml2 leaves quotes in texts alone, libvirt does not.
    if quote == "'":
        return _escape(text, quote)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _escape(text: str, quote: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if quote == "'":
        text = text.replace("'", "&apos;")
    return text.replace('"', "&quot;")


def copy(element: Element) -> Element:
    """A tree that shares nothing with another."""
    made = Element(element.tag, dict(element.attrib))
    made.text = element.text
    made.tail = element.tail
    made.extend([copy(one) for one in element])
    return made


def child(element: Element, tag: str, **attributes: str) -> Element:
    """The first child of a name; it is made when there is none."""
    found = element.find(tag)
    if found is None:
        found = Element(tag, attributes)
        element.append(found)
    return found


def text_of(element: Element, path: str, default: str = "") -> str:
    """The text below a path, without blanks around it."""
    found = element.find(path)
    return (found.text or "").strip() if found is not None else default


def name_of(element: Element, path: str = "name") -> str:
    """An object's name, below a path, with the blanks that are in it: libvirt takes none away."""
    return element.findtext(path) or ""


def set_text(element: Element, tag: str, text: str, **attributes: str) -> Element:
    """Give a child a text and attributes."""
    found = child(element, tag)
    found.text = text
    for name, value in attributes.items():
        found.set(name, value)
    return found


def integer(element: Element, path: str, *, shown: str = "") -> int | None:
    """The number below a path, or None when there is no such element.

    Args:
        element: where to look.
        path: the child's name.
        shown: what libvirt calls it in its error.
    """
    found = element.find(path)
    if found is None:
        return None
    try:
        number = int((found.text or "").strip())
        if not 0 <= number <= NUMBER_MAX:
            raise ValueError(number)
    except ValueError:
        name = shown or f"./{path}[1]"
        detail = f"Invalid value '{(found.text or '').strip()}' for element or attribute '{name}'"
        raise fault(C.VIR_ERR_XML_ERROR, detail, domain=XML) from None
    return number


def attribute_number(
    element: Element, name: str, default: int = 0, *, base: int = 10, most: int = NUMBER_MAX
) -> int:
    """The number in an attribute.

    Args:
        element: whose attribute.
        name: its name.
        default: when there is none.
        base: 0 takes ``0x10`` as well.
        most: what it may be at most.

    Raises:
        LibvirtError: it is no number, or out of bounds.
    """
    text = element.get(name)
    if text is None:
        return default
    try:
        number = int(text, base)
        if not 0 <= number <= most:
            raise ValueError(number)
    except ValueError:
        detail = f"Invalid value for attribute '{name}' in element '{element.tag}': '{text[:100]}'."
        raise fault(C.VIR_ERR_XML_ERROR, detail, domain=XML) from None
    return number


def arrange(element: Element, order: Iterable[str]) -> None:
    """Put children in libvirt's order; those that it does not know stay behind the one that they came behind."""
    places = {tag: place for place, tag in enumerate(order)}
    place = -1
    keys = []
    for one in element:
        place = places.get(one.tag, place)
        keys.append(place)
    if any(after < before for before, after in pairwise(keys)):
        found = list(element)
        element[:] = [found[number] for number in sorted(range(len(keys)), key=keys.__getitem__)]


def uuid_text(text: str, *, domain: int, message: str = "malformed uuid element") -> bytes:
    """The bytes of a UUID; dashes may stand between them.

    Raises:
        LibvirtError: it is none.
    """
    plain = text.replace("-", "").replace(" ", "")
    try:
        found = bytes.fromhex(plain)
    except ValueError:
        found = b""
    if len(found) != 16:
        raise internal(message, domain=domain)
    return found


def uuid_of(element: Element, *, domain: int, message: str = "malformed uuid element") -> bytes | None:
    """The UUID in the child ``uuid``, or None when there is none."""
    found = element.find("uuid")
    if found is None:
        return None
    return uuid_text((found.text or "").strip(), domain=domain, message=message)
