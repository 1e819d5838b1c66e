"""The door to the `virtreach` command, for the installed script and for `python -m virtreach`."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line, or say how to get what it needs."""
    try:
        from virtreach.cli.main import main as run
    except ModuleNotFoundError as error:
        if error.name not in {"click", "rich"}:
            raise
        print(
            f"virtreach: the command needs the package {error.name!r}, which comes with the extra [cli]:\n"
            "    pip install 'virtreach[cli]'",
            file=sys.stderr,
        )
        sys.exit(69)  # EX_UNAVAILABLE of sysexits.h
    run()


if __name__ == "__main__":
    main()
