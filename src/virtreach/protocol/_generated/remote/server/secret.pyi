# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from collections.abc import Callable
from typing import Any, NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullSecret

class ConnectListSecretsArgs(NamedTuple):
    maxuuids: int

class SecretLookupByUuidArgs(NamedTuple):
    uuid: bytes

class SecretDefineXmlArgs(NamedTuple):
    xml: str
    flags: int

class SecretGetXmlDescArgs(NamedTuple):
    secret: NonnullSecret
    flags: int

class SecretSetValueArgs(NamedTuple):
    secret: NonnullSecret
    value: bytes
    flags: int

class SecretGetValueArgs(NamedTuple):
    secret: NonnullSecret
    flags: int

class SecretUndefineArgs(NamedTuple):
    secret: NonnullSecret

class SecretLookupByUsageArgs(NamedTuple):
    usage_type: int
    usage_id: str

class ConnectListAllSecretsArgs(NamedTuple):
    need_results: int
    flags: int

CODECS: dict[str, tuple[Callable[[bytes, int], Any], Callable[..., bytes]]]
