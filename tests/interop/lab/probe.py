"""Ask a daemon one question over a bare socket, to learn whether it serves yet.

Independent of the product: forty bytes written and read by hand.
"""

from __future__ import annotations

import socket
import struct

__all__ = ["answers", "free_port"]

_AUTH_LIST = struct.pack(">IIIIIII", 28, 0x20008086, 1, 66, 0, 1, 0)


def answers(path: str, timeout: float = 5.0) -> bool:
    """Tell whether a daemon behind a unix socket answers a call.

    Args:
        path: the socket.
        timeout: seconds to wait for the answer.

    Returns:
        True when it replied to the question which authentication it wants.
    """
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(timeout)
        try:
            peer.connect(path)
            peer.sendall(_AUTH_LIST)
            head = peer.recv(28, socket.MSG_WAITALL)
        except OSError:
            return False
    return len(head) == 28 and struct.unpack(">7I", head)[3:5] == (66, 1)


def free_port() -> int:
    """Choose a TCP port on 127.0.0.1 that nothing listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
