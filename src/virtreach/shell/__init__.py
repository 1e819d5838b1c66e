"""Commands, files and services on hosts and guests, wherever they stand.

`open_remote` gives a machine to programs without an event loop, `SshRemote` over a `NodeRoute` to those with one. What
every machine can do is in `base`, and what comes back in `result`.
"""

from __future__ import annotations

from virtreach.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.shell.base import Remote as Remote
    from virtreach.shell.blocking import BlockingRemote as BlockingRemote
    from virtreach.shell.blocking import open_remote as open_remote
    from virtreach.shell.fan_out import NodeResult as NodeResult
    from virtreach.shell.jobs import Job as Job
    from virtreach.shell.node import NodeRoute as NodeRoute
    from virtreach.shell.node import node_route as node_route
    from virtreach.shell.result import Capability as Capability
    from virtreach.shell.result import Result as Result
    from virtreach.shell.ssh import SshRemote as SshRemote

__all__ = [
    "BlockingRemote",
    "Capability",
    "Job",
    "NodeResult",
    "NodeRoute",
    "Remote",
    "Result",
    "SshRemote",
    "node_route",
    "open_remote",
]

_HOMES = {
    "BlockingRemote": "blocking",
    "Capability": "result",
    "Job": "jobs",
    "NodeResult": "fan_out",
    "NodeRoute": "node",
    "Remote": "base",
    "Result": "result",
    "SshRemote": "ssh",
    "node_route": "node",
    "open_remote": "blocking",
}
__getattr__ = door(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
