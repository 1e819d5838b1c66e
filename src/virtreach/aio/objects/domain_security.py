"""A domain's security labels and confidential computing."""

from __future__ import annotations

from virtreach.aio.objects.base import Facet
from virtreach.aio.objects.domain_power import no_descriptors
from virtreach.protocol import remote as P
from virtreach.wire.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, NamedTuple

    from virtreach.aio.objects.base import Params
    from virtreach.protocol.remote import DomainGetSecurityLabelRet

    class SecurityLabel(NamedTuple):
        """A process's label, empty when it has none, and whether the host enforces what the label says."""

        label: str
        enforcing: bool

else:
    SecurityLabel = record("SecurityLabel", "label enforcing", __name__)

__all__ = ["DomainSecurity", "SecurityLabel"]

_STRINGS = 4  # VIR_TYPED_PARAM_STRING_OKAY: without it, the daemon leaves parameters that are text out


class DomainSecurity(Facet):
    """``domain.security``."""

    __slots__ = ()

    async def label(self) -> SecurityLabel:
        """Return the label of the running guest's process, under the host's first security model.

        Returns:
            A record of ``label`` (empty when there is none) and ``enforcing``.

        libvirt: virDomainGetSecurityLabel.
        """
        return _label(await self._connection._call(P.DOMAIN_GET_SECURITY_LABEL, self._owner))

    async def labels(self) -> list[SecurityLabel]:
        """Return a label for each of the host's security models. libvirt: virDomainGetSecurityLabelList."""
        ret = await self._connection._call(P.DOMAIN_GET_SECURITY_LABEL_LIST, self._owner)
        return [_label(one) for one in ret.labels]

    async def launch_info(self, *, flags: int = 0) -> dict[str, Any]:
        """Return what a guest owner needs to attest a confidential guest (``sev-measurement``, ...).

        libvirt: virDomainGetLaunchSecurityInfo.
        """
        return (
            await self._connection._call(P.DOMAIN_GET_LAUNCH_SECURITY_INFO, self._owner, flags | _STRINGS)
        ).params

    async def set_launch_state(self, params: Params, *, flags: int = 0) -> None:
        """Inject a secret into a confidential guest that is paused before its first instruction.

        Args:
            params: ``VIR_DOMAIN_LAUNCH_SECURITY_*`` names to values: ``sev-secret``,
                ``sev-secret-header``, ``sev-secret-set-address``.
            flags: none are defined.

        libvirt: virDomainSetLaunchSecurityState.
        """
        await self._connection._call(P.DOMAIN_SET_LAUNCH_SECURITY_STATE, self._owner, params, flags)

    async def associate_fds(self, name: str, fds: Sequence[int] = (), *, flags: int = 0) -> None:
        """Give the host open files for a disk whose XML refers to them by this name.

        Args:
            name: the name of the group.
            fds: file descriptors. Passing any is refused for now; without them, the daemon's own
                refusal is what comes back.
            flags: `DomainFDAssociateFlags`.

        Raises:
            UsageError: descriptors were given; nothing was sent.

        libvirt: virDomainFDAssociate.
        """
        if fds:
            raise no_descriptors(P.DOMAIN_FD_ASSOCIATE.name)
        await self._connection._call(P.DOMAIN_FD_ASSOCIATE, self._owner, name, flags)


def _label(ret: DomainGetSecurityLabelRet) -> SecurityLabel:
    """Cut the C string out of the label's characters."""
    characters, enforcing = ret
    text = characters.partition(b"\0")[0].decode("utf-8", "surrogateescape")
    return SecurityLabel._make((text, bool(enforcing)))
