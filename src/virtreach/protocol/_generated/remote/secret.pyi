# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullSecret
from virtreach.protocol.procedure import Procedure

class ConnectNumOfSecretsRet(NamedTuple):
    num: int

class ConnectListSecretsRet(NamedTuple):
    uuids: list[str]

class SecretLookupByUuidRet(NamedTuple):
    secret: NonnullSecret

class SecretDefineXmlRet(NamedTuple):
    secret: NonnullSecret

class SecretGetXmlDescRet(NamedTuple):
    xml: str

class SecretGetValueRet(NamedTuple):
    value: bytes

class SecretLookupByUsageRet(NamedTuple):
    secret: NonnullSecret

class ConnectListAllSecretsRet(NamedTuple):
    secrets: list[tuple[bytes, int, str]]
    ret: int

CONNECT_NUM_OF_SECRETS: Procedure[ConnectNumOfSecretsRet]
CONNECT_LIST_SECRETS: Procedure[ConnectListSecretsRet]
SECRET_LOOKUP_BY_UUID: Procedure[SecretLookupByUuidRet]
SECRET_DEFINE_XML: Procedure[SecretDefineXmlRet]
SECRET_GET_XML_DESC: Procedure[SecretGetXmlDescRet]
SECRET_SET_VALUE: Procedure[None]
SECRET_GET_VALUE: Procedure[SecretGetValueRet]
SECRET_UNDEFINE: Procedure[None]
SECRET_LOOKUP_BY_USAGE: Procedure[SecretLookupByUsageRet]
CONNECT_LIST_ALL_SECRETS: Procedure[ConnectListAllSecretsRet]
