"""Makes calls with libvirt-python and tells what came of them, a JSON array a line: what was called, what it gave.

It runs in Debian's Python, which has the module `libvirt`::

    python3 teller.py URI SECTION
"""

from __future__ import annotations

import json
import re
import sys
from importlib import import_module

import libvirt

_MADE_UP = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|52:54:00(?::[0-9a-f]{2}){3}"
    r"|(?<![\w.])1[6-9]\d{8}(?!\d)"
)
_CLOCK = 1_600_000_000_000_000_000
"""Nanoseconds since 1970 are more, sizes are less."""

_KNOWN = ("6695eb01", "dd8fe884", "dfe224cb", "11111111", "00000000", "52:54:00:aa:")


def shown(value):
    """A value as something that JSON has and that is the same on both sides."""
    if isinstance(value, dict):
        return {str(name): shown(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [shown(one) for one in value]
    if callable(value):
        return "a function"
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, int) and not isinstance(value, bool) and value > _CLOCK:
        return "(made up)"
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return _MADE_UP.sub(lambda found: found[0] if found[0].startswith(_KNOWN) else "(made up)", value)
    if isinstance(value, libvirt.virStorageVol):
        return f"volume {value.name()} {value.key()}"
    if isinstance(value, libvirt.virDomainSnapshot | libvirt.virDomainCheckpoint):
        return f"moment {value.getName()}"
    if hasattr(value, "UUIDString") and hasattr(value, "name"):
        return shown(f"{type(value).__name__} {value.name()} {value.UUIDString()}")
    if hasattr(value, "name"):
        return f"{type(value).__name__} {value.name()}"
    return type(value).__name__


class Teller:
    """Calls functions; each line that it prints is what was called and what came of it."""

    def __call__(self, function, *args):
        """Call something, tell, and return what it gave, or None when it failed."""
        words = [repr(shown(one)) for one in args]
        title = f"{getattr(function, '__name__', 'function')}({', '.join(words)})"
        try:
            found = function(*args)
        except libvirt.libvirtError as error:
            fields = error.err or ()
            self.tell(title, ["error", *shown(list(fields))])
            return None
        except (TypeError, ValueError, LookupError, OverflowError) as error:
            self.tell(title, ["python", type(error).__name__, str(error)])
            return None
        outcome = shown(found)
        if "list" in title.partition("(")[0].lower() and isinstance(outcome, list):
            outcome = sorted(outcome)
        self.tell(title, outcome)
        return found

    def each(self, function, *arguments):
        """Call something with each of several arguments."""
        for one in arguments:
            self(function, *(one if isinstance(one, tuple) else (one,)))

    def tell(self, title, outcome):
        """Print a line."""
        print(json.dumps([title[:400], outcome]), flush=True)


def main():
    """Open the connection, make the calls of a section, and say how many there were."""
    uri, section = sys.argv[1:]
    libvirt.registerErrorHandler(lambda *_: None, None)
    if section in {"events", "manager"}:
        libvirt.virEventRegisterDefaultImpl()
    steps = import_module(section).steps
    connection = libvirt.open(uri)
    steps(Teller(), connection)
    connection.close()


if __name__ == "__main__":
    main()
