"""Reading what is to be forwarded."""

from __future__ import annotations

import pytest

from virtreach.errors import UsageError
from virtreach.shell.forward_spec import ForwardSpec


@pytest.mark.parametrize(
    ("text", "listen", "target"),
    [
        ("8080:80", ("127.0.0.1", 8080), (None, 80)),
        ("0:80", ("127.0.0.1", 0), (None, 80)),
        ("8080:db:5432", ("127.0.0.1", 8080), ("db", 5432)),
        ("8080:[fd00::1]:80", ("127.0.0.1", 8080), ("fd00::1", 80)),
        ("0.0.0.0:8080:80", ("0.0.0.0", 8080), (None, 80)),
        ("*:8080:80", ("0.0.0.0", 8080), (None, 80)),
        ("[::1]:8080:localhost:80", ("::1", 8080), ("localhost", 80)),
        ("/here:/there", "/here", "/there"),
        ("./here:80", "./here", (None, 80)),
        ("/here:db:80", "/here", ("db", 80)),
        ("8080:/there", ("127.0.0.1", 8080), "/there"),
        ("::1:8080:/there", None, None),
        ("", None, None),
        ("80", None, None),
        ("/here", None, None),
        ("a:80", None, None),
        ("8080:0", None, None),
        ("65536:80", None, None),
        ("8080:db:x", None, None),
        ("8080::80", None, None),
        ("8080:80:", None, None),
        ("1:2:3:4:5", None, None),
        ("[::1:8080:80", None, None),
        ("8080:[x]y:80", None, None),
        ("/here:80:db", None, None),
        ("²:80", None, None),
    ],
)
def test_parse(text: str, listen: object, target: object) -> None:
    if listen is None:
        with pytest.raises(UsageError, match="write"):
            ForwardSpec.parse(text)
        return
    spec = ForwardSpec.parse(text)
    assert (spec.listen, spec.target) == (listen, target)


def test_shown() -> None:
    assert str(ForwardSpec.parse("[::1]:1:db:2")) == "[::1]:1:db:2"
    assert str(ForwardSpec.parse("/a\x1b:80")) == "/a\\x1b:80"
    assert ForwardSpec.parse("1:2", bind="localhost").listen == ("localhost", 1)
