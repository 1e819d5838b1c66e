"""Tables and progress bars on a terminal, drawn by rich; everything else does without it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

__all__ = ["Report", "print_table", "progress"]


def print_table(
    stream: TextIO, titles: Sequence[str], cells: Sequence[Sequence[str]], right: Sequence[bool]
) -> bool:
    """Draw a table as wide as the terminal allows.

    Args:
        stream: a terminal.
        titles: what stands above the columns.
        cells: rows of text that is harmless already; it is not read as markup.
        right: which columns are set to the right.

    Returns:
        False when rich is not installed; nothing is drawn then.
    """
    try:
        from rich.box import SIMPLE_HEAD
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text
    except ModuleNotFoundError:
        return False
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for title, to_right in zip(titles, right, strict=True):
        table.add_column(Text(title), justify="right" if to_right else "left", overflow="fold")
    for row in cells:
        table.add_row(*(Text(text) for text in row))
    Console(file=stream, highlight=False).print(table)
    return True


class Report(Protocol):
    """Tells a bar how far something is."""

    def __call__(self, done: int, total: int | None = None) -> None: ...


@contextmanager
def progress(title: str, total: int | None) -> Iterator[Report | None]:
    """Show a bar on standard error while data moves; nothing when that is no terminal, or rich is missing.

    Args:
        title: what moves, harmless already.
        total: bytes, or None when nobody knows yet.

    Yields:
        What to call with the bytes done so far, and with the total where it becomes known or changes; or None.
    """
    if not sys.stderr.isatty():
        yield None
        return
    try:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )
    except ModuleNotFoundError:
        yield None
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(binary_units=True),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=False) as bar:
        task = bar.add_task(title, total=total)

        def report(done: int, total: int | None = None) -> None:
            bar.update(task, completed=done, total=total)

        yield report
