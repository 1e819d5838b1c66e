"""polkit decides whether a user of this machine may connect, as it does for libvirtd.

The daemon asks on the system's bus (``org.freedesktop.PolicyKit1.Authority.CheckAuthorization``) about the process at
the other end of the socket, by its number, the time it was started at and its user, as the kernel tells them. polkit
may ask the user for a password meanwhile; `auth_timeout` is all the time there is for that. Each question has a
connection to the bus of its own, which is gone with the client, and then polkit takes its dialogue away.

Sources: libvirt ``src/util/virpolkit.c`` (`virPolkitCheckAuth`) and ``src/remote/remote_daemon_dispatch.c``
(`remoteDispatchAuthPolkit`). The bus is spoken to by the library jeepney (the extra ``polkit``).
"""

from __future__ import annotations

from logging import getLogger

from virtreach.daemon.entry.opening import Stranger
from virtreach.errors import MissingExtra
from virtreach.errors.libvirt import class_for
from virtreach.protocol import constants as C
from virtreach.session.server_answers import authentication_failed, authentication_required

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from virtreach.daemon.client import Client
    from virtreach.errors import LibvirtError
    from virtreach.protocol.procedure import Procedure

__all__ = ["MANAGE", "MONITOR", "PolkitAuthentication", "ask", "require", "start_time"]

MANAGE, MONITOR = "org.libvirt.unix.manage", "org.libvirt.unix.monitor"
"""The actions that polkit is asked about: a connection that may change things, and one that may not."""

_log = getLogger("virtreach.daemon")
_AUTH_LIST, _AUTH_POLKIT = 66, 70
_POLKIT_TYPE = 2  # remote_auth_type
_INTERACTION = 1  # AllowUserInteraction
_FAILED, _CANCELLED, _UNAVAILABLE = (
    (C.VIR_ERR_AUTH_FAILED, "authentication failed"),
    (C.VIR_ERR_AUTH_CANCELLED, "authentication cancelled"),
    (C.VIR_ERR_AUTH_UNAVAILABLE, "authentication unavailable"),
)


def require() -> None:
    """Make sure that there is the library.

    Raises:
        MissingExtra: there is not.
    """
    try:
        import jeepney.io.asyncio  # noqa: F401
    except ImportError as error:
        raise MissingExtra(
            "authentication by polkit needs the package jeepney; install it with: pip install 'virtreach[polkit]'"
        ) from error


def start_time(pid: int) -> int:
    """When a process was started, in clock ticks since the machine was: two processes of a number differ in it.

    Raises:
        OSError: it is gone.
    """
    with open(f"/proc/{pid}/stat", "rb") as file:
        # The second field is the program's name, which may hold anything.
        return int(file.read().rpartition(b")")[2].split()[19])


async def ask(pid: int, uid: int, action: str) -> tuple[bool, bool, dict[str, str]]:
    """Ask polkit whether a process may do something; it may ask the user.

    Args:
        pid, uid: the process and its user.
        action: what it wants to do.

    Returns:
        Whether it may; whether it could if it authenticated, which nobody was there to ask for; and details.

    Raises:
        OSError: the process is gone, or the bus cannot be reached.
        DBusErrorResponse: polkit has no answer.
    """
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.asyncio import open_dbus_router
    from jeepney.wrappers import unwrap_msg

    subject = {"pid": ("u", pid), "start-time": ("t", start_time(pid)), "uid": ("i", uid)}
    authority = DBusAddress(
        "/org/freedesktop/PolicyKit1/Authority",
        bus_name="org.freedesktop.PolicyKit1",
        interface="org.freedesktop.PolicyKit1.Authority",
    )
    question = new_method_call(
        authority,
        "CheckAuthorization",
        "(sa{sv})sa{ss}us",
        (("unix-process", subject), action, {}, _INTERACTION, ""),
    )
    async with open_dbus_router(bus="SYSTEM") as router:
        ((allowed, challenge, details),) = unwrap_msg(await router.send_and_get_reply(question))
    return bool(allowed), bool(challenge), dict(details)


class PolkitAuthentication(Stranger):
    """polkit's word about one client until it is known."""

    __slots__ = ("_busy",)

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self._busy = False

    def call(self, procedure: Procedure[Any], serial: int, packet: bytes) -> bytes | None:
        """Answer a call; see `ServerSession.on_call`."""
        if not procedure.preauth:
            raise authentication_required()
        if procedure.number == _AUTH_LIST:
            return procedure.encode_ret([_POLKIT_TYPE])
        if self._busy or procedure.number != _AUTH_POLKIT:
            raise authentication_failed()
        self._busy = True
        self._client.later(procedure, serial, self._ask(procedure))
        return None

    async def _ask(self, procedure: Procedure[Any]) -> bytes:
        client = self._client
        info = client.info
        action = MONITOR if client.door.readonly else MANAGE
        try:
            allowed, challenge, details = await ask(info.pid, info.uid, action)
        except Exception as error:  # noqa: BLE001 - the bus, polkit or the library: whatever it is, nobody comes in
            _log.error("%r: polkit cannot be asked: %s", info, error)
            raise self._refusal(_FAILED, "polkit cannot be asked") from None
        finally:
            self._busy = False
        if not allowed:
            if "polkit.dismissed" in details:
                raise self._refusal(_CANCELLED, "user cancelled authentication process")
            if challenge:
                why = f"no polkit agent available to authenticate action '{action}'"
                raise self._refusal(_UNAVAILABLE, why)
            raise self._refusal(_FAILED, "access denied by policy")
        info.authenticated = "polkit"
        _log.info("%r: authenticated by polkit", info)
        client.authenticated(None)
        return procedure.encode_ret(1)

    def _refusal(self, kind: tuple[int, str], why: str) -> LibvirtError:
        self.failed("polkit", why)
        code, text = kind
        return class_for(code)(
            f"{text}: {why}",
            code=code,
            domain=C.VIR_FROM_POLKIT,
            str1=f"{text}: %s",
            str2=why,
            int1=-1,
            int2=-1,
        )
