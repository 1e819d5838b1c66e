"""The one place that imports asyncssh, which is optional."""

from __future__ import annotations

from virtreach.errors import MissingExtra

try:
    import asyncssh
    from asyncssh.public_key import decode_ssh_certificate
except ImportError as error:
    raise MissingExtra(
        "SSH inside the process needs asyncssh: pip install 'virtreach[ssh]' "
        "(the transport ssh, which runs the ssh command, does without, but not on the way to the nodes of an inventory)"
    ) from error

__all__ = ["asyncssh", "decode_ssh_certificate"]
