"""`virtreach version`: what runs on both sides."""

from __future__ import annotations

import sys

from virtreach.cli.declaration import Command, Options
from virtreach.cli.words import version_text
from virtreach.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.cli.context import Context

__all__ = ["COMMAND", "run"]

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


COMMAND = Command(
    "version",
    "Show the versions of virtreach, of the host's libvirt and of its hypervisor.",
    run,
    text="'virtreach --version' asks no host.",
)
