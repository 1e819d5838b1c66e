# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol.procedure import Procedure

class ConnectGetTypeRet(NamedTuple):
    type: str

class ConnectGetVersionRet(NamedTuple):
    hv_ver: int

class ConnectGetHostnameRet(NamedTuple):
    hostname: str

class ConnectSupportsFeatureRet(NamedTuple):
    supported: int

class AuthListRet(NamedTuple):
    types: list[int]

class AuthSaslInitRet(NamedTuple):
    mechlist: str

class AuthSaslStartRet(NamedTuple):
    complete: int
    nil: int
    data: bytes

class AuthSaslStepRet(NamedTuple):
    complete: int
    nil: int
    data: bytes

class AuthPolkitRet(NamedTuple):
    complete: int

class ConnectGetUriRet(NamedTuple):
    uri: str

class ConnectIsSecureRet(NamedTuple):
    secure: int

class ConnectGetLibVersionRet(NamedTuple):
    lib_ver: int

class ConnectEventConnectionClosedMsg(NamedTuple):
    reason: int

CONNECT_OPEN: Procedure[None]
CONNECT_CLOSE: Procedure[None]
CONNECT_GET_TYPE: Procedure[ConnectGetTypeRet]
CONNECT_GET_VERSION: Procedure[ConnectGetVersionRet]
CONNECT_GET_HOSTNAME: Procedure[ConnectGetHostnameRet]
CONNECT_SUPPORTS_FEATURE: Procedure[ConnectSupportsFeatureRet]
AUTH_LIST: Procedure[AuthListRet]
AUTH_SASL_INIT: Procedure[AuthSaslInitRet]
AUTH_SASL_START: Procedure[AuthSaslStartRet]
AUTH_SASL_STEP: Procedure[AuthSaslStepRet]
AUTH_POLKIT: Procedure[AuthPolkitRet]
CONNECT_GET_URI: Procedure[ConnectGetUriRet]
CONNECT_IS_SECURE: Procedure[ConnectIsSecureRet]
CONNECT_GET_LIB_VERSION: Procedure[ConnectGetLibVersionRet]
CONNECT_REGISTER_CLOSE_CALLBACK: Procedure[None]
CONNECT_UNREGISTER_CLOSE_CALLBACK: Procedure[None]
CONNECT_EVENT_CONNECTION_CLOSED: Procedure[ConnectEventConnectionClosedMsg]
CONNECT_SET_IDENTITY: Procedure[None]
