# Made by `make generate` (tools/twin.py) from aio/objects/domain_agent.py. Edit that file.
"""What the guest agent inside a domain can do. Every method needs the agent to run there."""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet
from virtreach.blocking.objects.domain_vcpus import number_list
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from virtreach.protocol.remote import DomainFsinfo

__all__ = ["DomainAgent"]


class DomainAgent(Facet):
    """``domain.agent``. A guest that does not answer in time gives `AgentUnresponsive`."""

    __slots__ = ()

    def set_response_timeout(self, seconds: int, *, flags: int = 0) -> None:
        """Choose how long the host waits for the agent.

        Args:
            seconds: the limit, or one of `DomainAgentResponseTimeoutValues`: -2 for ever, -1 the
                default, 0 not at all.
            flags: none are defined.

        libvirt: virDomainAgentSetResponseTimeout.
        """
        self._connection._call(P.DOMAIN_AGENT_SET_RESPONSE_TIMEOUT, self._owner, seconds, flags)

    def guest_info(self, types: int = 0, *, flags: int = 0) -> dict[str, Any]:
        """Return what the guest says about itself, as one flat dict (``os.name``, ``user.0.name``, ...).

        Args:
            types: `DomainGuestInfoTypes`, which groups; 0 for all that the agent has.
            flags: none are defined.

        libvirt: virDomainGetGuestInfo.
        """
        return (self._connection._call(P.DOMAIN_GET_GUEST_INFO, self._owner, types, flags)).params

    # -- file systems --------------------------------------------------------------------------------

    def filesystems(self, *, flags: int = 0) -> list[DomainFsinfo]:
        """Return the mounted file systems.

        Returns:
            Records of ``mountpoint``, ``name`` (the device in the guest), ``fstype`` and
            ``dev_aliases`` (the disks' targets).

        libvirt: virDomainGetFSInfo.
        """
        return list((self._connection._call(P.DOMAIN_GET_FSINFO, self._owner, flags)).info)

    def freeze(self, mountpoints: Iterable[str] = (), *, flags: int = 0) -> int:
        """Stop writes to file systems, so that the disks can be copied; `thaw` lets them go on.

        Args:
            mountpoints: which; none for all.
            flags: none are defined.

        Returns:
            How many are frozen.

        libvirt: virDomainFSFreeze.
        """
        ret = self._connection._call(P.DOMAIN_FSFREEZE, self._owner, list(mountpoints), flags)
        return ret.filesystems

    def thaw(self, mountpoints: Iterable[str] = (), *, flags: int = 0) -> int:
        """Let frozen file systems go on.

        Args:
            mountpoints: which; none for all. Most agents thaw all in any case.
            flags: none are defined.

        Returns:
            How many are thawed.

        libvirt: virDomainFSThaw.
        """
        ret = self._connection._call(P.DOMAIN_FSTHAW, self._owner, list(mountpoints), flags)
        return ret.filesystems

    def trim(self, mountpoint: str | None = None, *, minimum: int = 0, flags: int = 0) -> None:
        """Tell the host which blocks are free.

        Args:
            mountpoint: one file system; None for all (the only choice with QEMU).
            minimum: ignore free ranges shorter than this many bytes.
            flags: none are defined.

        libvirt: virDomainFSTrim.
        """
        self._connection._call(P.DOMAIN_FSTRIM, self._owner, mountpoint, minimum, flags)

    # -- time ----------------------------------------------------------------------------------------

    def time_ns(self, *, flags: int = 0) -> int:
        """Return the guest's clock in nanoseconds since 1970. libvirt: virDomainGetTime."""
        ret = self._connection._call(P.DOMAIN_GET_TIME, self._owner, flags)
        return ret.seconds * 1_000_000_000 + ret.nseconds

    def set_time_ns(self, nanoseconds: int, *, flags: int = 0) -> None:
        """Set the guest's clock.

        Args:
            nanoseconds: since 1970.
            flags: `DomainSetTimeFlags`: ``SYNC`` sets it from the guest's hardware clock instead.

        libvirt: virDomainSetTime.
        """
        seconds, rest = divmod(nanoseconds, 1_000_000_000)
        self._connection._call(P.DOMAIN_SET_TIME, self._owner, seconds, rest, flags)

    # -- users ---------------------------------------------------------------------------------------

    def set_user_password(self, user: str, password: str, *, flags: int = 0) -> None:
        """Set a user's password inside the guest.

        Args:
            user: an existing user.
            password: the new one.
            flags: `DomainSetUserPasswordFlags`: ``ENCRYPTED`` when it is hashed already.

        libvirt: virDomainSetUserPassword.
        """
        self._connection._call(P.DOMAIN_SET_USER_PASSWORD, self._owner, user, password, flags)

    def authorized_ssh_keys(self, user: str, *, flags: int = 0) -> list[str]:
        """Return a user's ``authorized_keys``, a line each. libvirt: virDomainAuthorizedSSHKeysGet."""
        ret = self._connection._call(P.DOMAIN_AUTHORIZED_SSH_KEYS_GET, self._owner, user, flags)
        return list(ret.keys)

    def set_authorized_ssh_keys(self, user: str, keys: Iterable[str] = (), *, flags: int = 0) -> None:
        """Replace a user's ``authorized_keys``.

        Args:
            user: an existing user.
            keys: the lines.
            flags: `DomainAuthorizedSSHKeysSetFlags`: ``APPEND`` adds to those there, ``REMOVE`` takes
                these away.

        libvirt: virDomainAuthorizedSSHKeysSet.
        """
        self._connection._call(P.DOMAIN_AUTHORIZED_SSH_KEYS_SET, self._owner, user, list(keys), flags)

    # -- processors ----------------------------------------------------------------------------------

    def vcpus(self, *, flags: int = 0) -> dict[str, Any]:
        """Return the processors as the guest sees them.

        Returns:
            ``vcpus``, ``online`` and ``offlinable``, each text such as ``"0-3"``.

        libvirt: virDomainGetGuestVcpus.
        """
        return (self._connection._call(P.DOMAIN_GET_GUEST_VCPUS, self._owner, flags)).params

    def set_vcpus(self, vcpus: str | Iterable[int], *, online: bool, flags: int = 0) -> None:
        """Make the guest use processors, or stop using them.

        Args:
            vcpus: their numbers, or text such as ``"2-3"``.
            online: whether the guest shall use them.
            flags: none are defined.

        libvirt: virDomainSetGuestVcpus.
        """
        self._connection._call(
            P.DOMAIN_SET_GUEST_VCPUS, self._owner, number_list(vcpus), int(online), flags
        )
