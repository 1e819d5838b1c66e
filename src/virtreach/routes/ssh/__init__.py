"""SSH inside this process: chains of hops, and streams and commands at their end. Needs the extra ``[ssh]``.

`hop` says what a way is, without opening anything and without the extra; `pool` opens and shares what it describes;
`reach` finds the ways to an inventory's nodes; `background` does it in a thread for programs without an event loop.
"""

from __future__ import annotations

from virtreach.doors import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.routes.ssh.background import Background as Background
    from virtreach.routes.ssh.hop import Chain as Chain
    from virtreach.routes.ssh.hop import CommandHop as CommandHop
    from virtreach.routes.ssh.hop import Hop as Hop
    from virtreach.routes.ssh.host_keys import HostKeys as HostKeys
    from virtreach.routes.ssh.host_keys import rotate_host_key as rotate_host_key
    from virtreach.routes.ssh.openssh import jump_chain as jump_chain
    from virtreach.routes.ssh.openssh import openssh_chain as openssh_chain
    from virtreach.routes.ssh.pool import Pool as Pool
    from virtreach.routes.ssh.reach import Reach as Reach

__all__ = [
    "Background",
    "Chain",
    "CommandHop",
    "Hop",
    "HostKeys",
    "Pool",
    "Reach",
    "jump_chain",
    "openssh_chain",
    "rotate_host_key",
]

_HOMES = {
    "Background": "background",
    "Chain": "hop",
    "CommandHop": "hop",
    "Hop": "hop",
    "HostKeys": "host_keys",
    "Pool": "pool",
    "Reach": "reach",
    "jump_chain": "openssh",
    "openssh_chain": "openssh",
    "rotate_host_key": "host_keys",
}
__getattr__ = door(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
