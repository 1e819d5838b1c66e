"""`virtreach version`: what runs on both sides."""

from __future__ import annotations

import sys

from virtreach.cli.declaration import Command, Options
from virtreach.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "run", "version_text"]

_TITLES = (
    ("virtreach", "virtreach"),
    ("python", "Python"),
    ("uri", "URI"),
    ("hostname", "Host"),
    ("driver", "Driver"),
    ("hypervisor", "Hypervisor"),
    ("libvirt", "libvirt"),
)


def run(context: Context, _options: Options) -> None:
    """Ask the host."""
    with context.connect() as connection:
        host = connection.host
        record = {
            "virtreach": __version__,
            "python": ".".join(str(part) for part in sys.version_info[:3]),
            "uri": host.uri(),
            "hostname": host.hostname(),
            "driver": host.type(),
            "hypervisor": version_text(host.version()),
            "libvirt": version_text(host.library_version()),
        }
    context.output.record(_TITLES, record)


def version_text(number: int) -> str:
    """libvirt's version numbers in the usual form: 11003000 is 11.3.0."""
    return f"{number // 1_000_000}.{number // 1000 % 1000}.{number % 1000}"


COMMAND = Command(
    "version",
    "Show the versions of virtreach, of the host's libvirt and of its hypervisor.",
    run,
    text="'virtreach --version' asks no host.",
)
