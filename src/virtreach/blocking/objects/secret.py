# Made by `make generate` (tools/twin.py) from aio/objects/secret.py. Edit that file.
"""Secrets that the host keeps for guests: passphrases of volumes, keys of Ceph and iSCSI, TLS and vTPM.

`Secrets` is the collection on a connection (``connection.secrets``), `Secret` one secret. Its value is not
kept here: it is in no attribute and no repr. Errors and sharing are as `virtreach.blocking.objects.network` says.
Facts: libvirt ``src/libvirt-secret.c``, ``include/libvirt/libvirt-secret.h``.
"""

from __future__ import annotations

from virtreach.blocking.objects.base import Facet, RemoteObject, uuid_bytes, uuid_text
from virtreach.protocol import remote as P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from builtins import list as List
    from uuid import UUID

    from virtreach.protocol.enums import SecretUsageType

__all__ = ["Secret", "Secrets"]

# The most UUIDs that one reply may carry: REMOTE_SECRET_LIST_MAX.
_UUIDS_MAX = 16384


class Secret(RemoteObject):
    """One secret, known by what uses it."""

    __slots__ = ()

    _layout = "uis"
    _key = (0,)

    @property
    def uuid(self) -> str:
        """Its UUID, with dashes."""
        return uuid_text(self._ref[0])

    @property
    def uuid_bytes(self) -> bytes:
        """Its UUID as 16 bytes."""
        raw: bytes = self._ref[0]
        return raw

    @property
    def usage_type(self) -> SecretUsageType:
        """What kind of thing uses it."""
        from virtreach.protocol.enums import SecretUsageType

        return SecretUsageType(self._ref[1])

    @property
    def usage_id(self) -> str:
        """Who uses it, in the terms of its kind (a volume's path, a name)."""
        value: str = self._ref[2]
        return value

    def xml(self, *, flags: int = 0) -> str:
        """Describe this secret, without its value, in XML. libvirt: virSecretGetXMLDesc."""
        ret = self._connection._call(P.SECRET_GET_XML_DESC, self, flags)
        return ret.xml

    def value(self, *, flags: int = 0) -> bytes:
        """Read the value; a private secret's value cannot be read. libvirt: virSecretGetValue."""
        ret = self._connection._call(P.SECRET_GET_VALUE, self, flags)
        return ret.value

    def set_value(self, value: bytes, *, flags: int = 0) -> None:
        """Store the value. libvirt: virSecretSetValue.

        Args:
            value: at most 65,536 bytes.
            flags: none is defined yet.
        """
        self._connection._call(P.SECRET_SET_VALUE, self, value, flags)

    def undefine(self) -> None:
        """Forget this secret and its value. libvirt: virSecretUndefine."""
        self._connection._call(P.SECRET_UNDEFINE, self)


class Secrets(Facet):
    """The secrets of a host: ``connection.secrets``."""

    __slots__ = ()

    def list(self, *, flags: int = 0) -> List[Secret]:
        """List secrets. libvirt: virConnectListAllSecrets.

        Args:
            flags: `ConnectListAllSecretsFlags`; 0 is all.
        """
        ret = self._connection._call(P.CONNECT_LIST_ALL_SECRETS, 1, flags)
        return Secret._many(self._connection, ret.secrets)

    def count(self) -> int:
        """Count secrets. libvirt: virConnectNumOfSecrets."""
        return (self._connection._call(P.CONNECT_NUM_OF_SECRETS)).num

    def uuids(self) -> List[str]:
        """List UUIDs, dashed. libvirt: virConnectListSecrets."""
        return (self._connection._call(P.CONNECT_LIST_SECRETS, _UUIDS_MAX)).uuids

    def lookup_by_uuid(self, uuid: str | bytes | UUID) -> Secret:
        """Find a secret by its UUID. libvirt: virSecretLookupByUUID.

        Raises:
            NoSecret: there is none.
        """
        ret = self._connection._call(P.SECRET_LOOKUP_BY_UUID, uuid_bytes(uuid))
        return Secret._one(self._connection, ret.secret)

    def lookup_by_usage(self, usage_type: int, usage_id: str) -> Secret:
        """Find a secret by what uses it. libvirt: virSecretLookupByUsage.

        Args:
            usage_type: `SecretUsageType`.
            usage_id: the user, in the terms of that type.

        Raises:
            NoSecret: there is none.
        """
        ret = self._connection._call(P.SECRET_LOOKUP_BY_USAGE, usage_type, usage_id)
        return Secret._one(self._connection, ret.secret)

    def define_xml(self, xml: str, *, flags: int = 0) -> Secret:
        """Define a secret, or redefine one that has the same UUID. It has no value yet.

        libvirt: virSecretDefineXML.

        Args:
            xml: the secret.
            flags: `SecretDefineFlags`.
        """
        ret = self._connection._call(P.SECRET_DEFINE_XML, xml, flags)
        return Secret._one(self._connection, ret.secret)
