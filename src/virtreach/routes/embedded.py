"""The one door from below to the hypervisor that runs inside the process.

What opens connections stands on a lower floor than the daemon and must not need it. For ``test:///default`` it does, so
the daemon's module is named here, in a text, and loaded when such a URI is opened and not before. Nothing else in the
lower floors knows of it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket

__all__ = ["HOME", "open_stream"]

HOME = "virtreach.daemon.embedded"
"""The module whose function ``connect()`` gives a connected socket."""


def open_stream() -> socket.socket:
    """Open a stream to the hypervisor in this process, which is started with the first one.

    Returns:
        A connected socket in blocking mode; the caller closes it.

    Raises:
        ConnectError: there is no descriptor or thread left for it.
    """
    module = __import__(HOME, fromlist=("connect",))
    stream: socket.socket = module.connect()
    return stream
