"""The door to the `virtreach` command, for the installed script and for `python -m virtreach`."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the command line of this process; it ends with the command's exit code."""
    from virtreach.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
