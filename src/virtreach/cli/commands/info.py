"""`virtreach info`: what a domain is and how it does."""

from __future__ import annotations

from virtreach.cli.declaration import Command, Options, argument
from virtreach.cli.lookup import about, domain
from virtreach.cli.words import enum_word, state_word
from virtreach.errors.libvirt import NoSupport

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from virtreach.cli.context import Context

__all__ = ["COMMAND", "InfoOptions", "run"]

_TITLES = (
    ("id", "ID"),
    ("name", "Name"),
    ("uuid", "UUID"),
    ("os_type", "OS type"),
    ("state_text", "State"),
    ("vcpus", "CPUs"),
    ("cpu_text", "CPU time"),
    ("max_memory_text", "Max memory"),
    ("memory_text", "Used memory"),
    ("persistent", "Persistent"),
    ("autostart", "Autostart"),
    ("managed_save", "Managed save"),
    ("updated", "Changed since start"),
)


class InfoOptions(Options):
    """What `info` is given."""

    domain: str


def run(context: Context, options: InfoOptions) -> None:
    """Print the facts about one domain."""
    with context.connect() as connection:
        found = domain(connection, options.domain)
        info = found.info()
        state, reason = found.state()
        record: dict[str, Any] = {
            **about(found),
            "os_type": _perhaps(found.os_type),
            "state": state_word(state),
            "reason": enum_word(reason),
            "vcpus": info.nr_virt_cpu,
            "cpu_time_ns": info.cpu_time,
            "max_memory_kib": info.max_mem,
            "memory_kib": info.memory,
            "persistent": _perhaps(found.is_persistent),
            "autostart": _perhaps(found.autostart),
            "managed_save": _perhaps(found.managed_save.exists),
            "updated": _perhaps(found.is_updated),
        }
    if context.output.json:
        context.output.document(record)
        return
    why = record["reason"]
    record["state_text"] = record["state"] if why == "unknown" else f"{record['state']} ({why})"
    record["cpu_text"] = f"{info.cpu_time / 1e9:.1f} s"
    record["max_memory_text"] = f"{info.max_mem} KiB"
    record["memory_text"] = f"{info.memory} KiB"
    context.output.record(_TITLES, record)


def _perhaps(question: Callable[[], Any]) -> Any:
    """What a driver answers, or None when it does not know the question."""
    try:
        return question()
    except NoSupport:
        return None


COMMAND = Command(
    "info",
    "Show what a domain is and how it does.",
    run,
    options=InfoOptions,
    parameters=(argument("domain", help="Name, UUID or id.", suggest="domain"),),
    text="Memory is in KiB; with --json, processor time is in nanoseconds.",
)
