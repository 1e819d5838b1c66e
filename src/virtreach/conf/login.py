"""What makes sense as a setting of an SSH login in an inventory, looked at when the file is read and not when it fails.

A public key is one of RFC 4253, 6.6: its type, then base64 of what begins with that type's length and name.
"""

from __future__ import annotations

import base64
import shlex

from virtreach.conf.jump import check_host, check_user
from virtreach.conf.nodes import WAYS
from virtreach.errors import UsageError

__all__ = ["complaint"]

_LONGEST = 1e9
"""Seconds that are no time limit any more; neither is what TOML has as inf and nan."""


def complaint(key: str, value: object) -> str | None:
    """Return why a setting makes no sense, or None when it does; its type has been looked at.

    Args:
        key: a login's setting, or ``address``, ``internal_address``, ``host_key`` or ``proxy_command``.
        value: what it is.
    """
    if key == "port":
        assert isinstance(value, int)
        return None if 0 < value < 65536 else "port must be a number from 1 to 65535"
    if key in ("connect_timeout", "keepalive"):
        assert isinstance(value, (int, float))
        if 0 < value < _LONGEST or (value == 0 and key == "keepalive"):
            return None
        return f"{key} must be some seconds" + (", or 0 for never" if key == "keepalive" else "")
    if key == "ways":
        assert isinstance(value, list)
        fit = value and all(way in WAYS for way in value)
        return None if fit else f"ways must be some of {', '.join(WAYS)}"
    if key in ("host_key", "host_authority"):
        assert isinstance(value, str)
        return (
            None if _is_public_key(value) else f"{key} is no public key; it looks like: ssh-ed25519 AAAA..."
        )
    if key in ("user", "address", "internal_address"):
        assert isinstance(value, str)
        try:
            (check_user if key == "user" else check_host)(value)
        except UsageError as error:
            return f"{key}: {error}"
    if key == "proxy_command":
        assert isinstance(value, str)
        return _about_command(value)
    return None


def _is_public_key(text: str) -> bool:
    words = text.split()
    if len(words) < 2 or not text.isprintable():
        return False
    try:
        found = base64.b64decode(words[1], validate=True)
        kind = words[0].encode("ascii")
    except ValueError:
        return False
    return found.startswith(len(kind).to_bytes(4, "big") + kind)


def _about_command(line: str) -> str | None:
    try:
        words = shlex.split(line)
    except ValueError as error:
        return f"proxy_command: {error}"
    if not words or not words[0] or words[0].startswith("-"):
        return "proxy_command names no program"
    return None
