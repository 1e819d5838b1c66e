"""Write everything that is generated: the codecs from ``spec/``, and the blocking objects from the asyncio ones.

python tools/generate.py            write them
python tools/generate.py --check    write nothing; exit with 1 when a file is missing, orphaned or different
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools import generate_protocol, twin


def main(arguments: list[str]) -> int:
    """Run the command; see the module's docstring."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    return max(generate_protocol.main(check=bool(arguments)), twin.main())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
