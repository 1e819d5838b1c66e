"""``python -m virtreach.daemon``: the same as ``virtreachd``."""

from __future__ import annotations

import sys

from virtreach.daemon.main import main

__all__: list[str] = []

if __name__ == "__main__":
    sys.exit(main())
