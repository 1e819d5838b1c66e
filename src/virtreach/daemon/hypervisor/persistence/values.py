"""Plain values and trees of XML as JSON, and back.

JSON has no bytes, tuples, sets and trees, and no dictionaries but those with names; they are written as an object of
one member that says what it is. A tree is a list of its tag, its attributes, its text, its tail, and its children, so
that it comes back exactly as it was, and faster than from XML. What is read may come from anywhere: nothing is trusted.
"""

from __future__ import annotations

import json
from xml.etree.ElementTree import Element

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["decode", "encode", "from_text", "to_text"]

_TEXT, _LIST = {str}, {list}


def to_text(facts: dict[str, Any]) -> str:
    """Write facts, values of any kind that `encode` knows by their names."""
    return json.dumps({name: encode(value) for name, value in facts.items()}, separators=(",", ":"))


def from_text(text: str) -> dict[str, Any]:
    """Read facts.

    Raises:
        ValueError: they are malformed.
    """
    try:
        found = json.loads(text)
        if type(found) is not dict:
            raise ValueError("the facts of an object are no JSON object")
        return {name: decode(value) for name, value in found.items()}
    except RecursionError:
        raise ValueError("the facts of an object are nested too deeply") from None


def encode(value: Any) -> Any:
    """Turn a value into what JSON has."""
    kind = type(value)
    if value is None or kind is str or kind is int or kind is bool or kind is float:
        return value
    if kind is Element:
        return {"tree": _rows(value)}
    if kind is bytes:
        return {"bytes": value.hex()}
    if kind is list:
        return [encode(one) for one in value]
    if kind is tuple:
        return {"tuple": [encode(one) for one in value]}
    if kind is set:
        return {"set": sorted(map(encode, value))}
    assert kind is dict, f"{kind.__name__} cannot be kept"
    return {"map": [[encode(name), encode(one)] for name, one in value.items()]}


def _rows(element: Element) -> list[Any]:
    return [element.tag, element.attrib, element.text, element.tail, *map(_rows, element)]


def decode(value: Any) -> Any:
    """Turn what JSON has into a value.

    Raises:
        ValueError: it is malformed.
    """
    if type(value) is list:
        return [decode(one) for one in value]
    if type(value) is not dict:
        return value
    if len(value) != 1:
        raise ValueError("a value that says two things of what it is")
    ((kind, inner),) = value.items()
    if kind == "bytes" and type(inner) is str:
        return bytes.fromhex(inner)
    if type(inner) is not list:
        raise ValueError(f"a value of the kind {kind!r} without parts")
    try:
        if kind == "tree":
            return _element(inner)
        if kind == "tuple":
            return tuple([decode(one) for one in inner])
        if kind == "set":
            return {decode(one) for one in inner}
        if kind == "map":
            return {decode(name): decode(one) for name, one in inner}
    except TypeError as error:
        raise ValueError(f"a malformed value of the kind {kind!r}: {error}") from None
    raise ValueError(f"a value of the unknown kind {kind!r}")


def _element(row: list[Any]) -> Element:
    # Most of what loading a state takes is spent here.
    tag, attributes, text, tail, *children = row
    if type(tag) is not str or type(attributes) is not dict:
        raise ValueError("a malformed element")
    if attributes and set(map(type, attributes.values())) != _TEXT:
        raise ValueError(f"a malformed attribute of the element {tag!r}")
    if (text is not None and type(text) is not str) or (tail is not None and type(tail) is not str):
        raise ValueError(f"malformed text in the element {tag!r}")
    made = Element(tag, attributes)
    made.text = text
    made.tail = tail
    if children:
        if set(map(type, children)) != _LIST:
            raise ValueError(f"a malformed child of the element {tag!r}")
        made.extend([_element(one) for one in children])
    return made
