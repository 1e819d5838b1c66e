"""The documented sample of virtreachd.conf: every key, commented out, with its default."""

from __future__ import annotations

import textwrap

from virtreach.conf.document import format_value
from virtreach.daemon.config.keys import GROUPS, KEYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.conf.document import Value

__all__ = ["sample"]

_WIDTH = 100
_HEAD = """\
# The configuration of virtreachd.
#
# Every key is here with its default. `virtreachd --check --config FILE` says whether a file is good, and what holds.
"""


def sample() -> str:
    """The text of the sample file."""
    parts = [_HEAD]
    for group in GROUPS:
        parts.append(f"\n# ---- {group}\n")
        for key in KEYS:
            if key.group != group:
                continue
            doc = textwrap.wrap(
                key.doc, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
            )
            default: Value = key.default if key.default is not None else [] if key.kind == "texts" else ""
            parts.append("\n" + "\n".join(doc) + f"\n#{key.name} = {format_value(default)}\n")
    return "".join(parts)
