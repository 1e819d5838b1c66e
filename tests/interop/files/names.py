"""File names that trip up whoever does not take them literally."""

from __future__ import annotations

__all__ = ["DECOYS", "NASTY"]

NASTY = [
    b"plain",
    b"two words",
    b" leading",
    b"trailing ",
    b"new\nline",
    b"\n",
    b"tab\there",
    b"-rf",
    b"--delete",
    b"-",
    b"#hash",
    b";semi",
    b"a;touch PWNED",
    b"$(touch PWNED)",
    b"`touch PWNED`",
    b"$HOME",
    b"${HOME}",
    b"a&b",
    b"a|b",
    b"a>b",
    b"a<b",
    b"disk*",
    b"disk?",
    b"[ab]",
    b"{a,b}",
    b"~",
    b"a'b",
    b'a"b',
    b"back\\slash",
    b"end\\",
    b"a:b",
    b"bang!",
    b"%s%n",
    b"\xff\xfe",
    "päth".encode(),
    b"x" * 255,
]
"""What the operations are done to."""

DECOYS = [
    b"disk",
    b"disk.1",
    b"diskX",
    b"a",
    b"b",
    b"two",
    b"words",
    b"rf",
    b"line",
    b"new",
    b".hidden",
    b"slash",
]
"""What stands beside, and is hurt when a name is taken for a pattern, a list or a program."""
