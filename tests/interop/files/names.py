"""File names that trip up whoever does not take them literally."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

__all__ = ["DECOYS", "NASTY", "content", "random_name", "tree"]

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
    b"\\*",
    b"a\\?b",
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

# A session begins in its user's home, and `cd` alone leads to the one that it was given.
_PIECES = [
    b"$(cd;touch PWNED)",
    b"`cd;touch PWNED`",
    b"$(touch PWNED)",
    b";cd;touch PWNED;",
    b"&touch PWNED&",
    b"|touch PWNED",
    b"\ntouch PWNED\n",
    b"';touch PWNED;'",
    b'";touch PWNED;"',
    b"\\",
    b"'",
    b'"',
    b" ",
    b"\n",
    b"\r",
    b"*",
    b"?",
    b"[a-z]",
    b"{a,b}",
    b"~",
    b"-",
    b"--",
    b"!",
    b"#",
    b"%s",
    b"\\#012",
    b"\xff",
    b"\xc3",
    b"$HOME",
    b":",
    b" -> ",
    b"disk",
]


def random_name(random: Random) -> bytes:
    """Return any name that a file may have: random bytes, or pieces that mean something to somebody."""
    if random.random() < 0.5:
        name = bytes(
            random.choices([byte for byte in range(1, 256) if byte != ord("/")], k=random.randint(1, 60))
        )
    else:
        name = b"".join(random.choices(_PIECES, k=random.randint(1, 8)))
    return name if name not in (b".", b"..") else b"dot"


def content(name: bytes) -> bytes:
    return b"content of " + name


def tree(directory: Path) -> dict[bytes, bytes]:
    """What is in a directory: names and contents; directories have None's place taken by b'<dir>'."""
    found = {}
    for entry in os.scandir(os.fsencode(directory)):
        found[entry.name] = (
            b"<dir>" if entry.is_dir(follow_symlinks=False) else Path(os.fsdecode(entry.path)).read_bytes()
        )
    return found
