"""Reach virtual machines and the hosts that run them, in pure Python.

::

    import virtreach

    with virtreach.connect("qemu:///system") as connection:
        for domain in connection.domains.list():
            print(domain.name)

`connect` opens a blocking connection, `virtreach.aio.connect` an asyncio one. Nothing
is loaded before it is used.
"""

from __future__ import annotations

from virtreach.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach import aio as aio
    from virtreach import blocking as blocking
    from virtreach import errors as errors
    from virtreach.auth.credentials import Credentials as Credentials
    from virtreach.blocking.connection import Connection as Connection
    from virtreach.blocking.opening import connect as connect
    from virtreach.blocking.opening import connect_admin as connect_admin
    from virtreach.session.reconnect import Reconnect as Reconnect
    from virtreach.uri import RemoteURI as RemoteURI

__all__ = [
    "Connection",
    "Credentials",
    "Reconnect",
    "RemoteURI",
    "__version__",
    "connect",
    "connect_admin",
]

_HOMES = {
    "Connection": "virtreach.blocking.connection",
    "Credentials": "virtreach.auth.credentials",
    "Reconnect": "virtreach.session.reconnect",
    "RemoteURI": "virtreach.uri",
    "connect": "virtreach.blocking.opening",
    "connect_admin": "virtreach.blocking.opening",
}


_MODULES = frozenset(("aio", "blocking", "errors"))


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return __import__(f"{__name__}.{name}", fromlist=("__name__",))
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(__import__(home, fromlist=(name,)), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, *_MODULES]
