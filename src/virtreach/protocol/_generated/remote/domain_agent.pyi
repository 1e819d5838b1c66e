# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol.procedure import Procedure

class DomainFsinfo(NamedTuple):
    mountpoint: str
    name: str
    fstype: str
    dev_aliases: list[str]

class DomainIpAddr(NamedTuple):
    type: int
    addr: str
    prefix: int

class DomainInterface(NamedTuple):
    name: str
    hwaddr: str | None
    addrs: list[DomainIpAddr]

class DomainGetHostnameRet(NamedTuple):
    hostname: str

class DomainFsfreezeRet(NamedTuple):
    filesystems: int

class DomainFsthawRet(NamedTuple):
    filesystems: int

class DomainGetTimeRet(NamedTuple):
    seconds: int
    nseconds: int

class DomainGetFsinfoRet(NamedTuple):
    info: list[DomainFsinfo]
    ret: int

class DomainInterfaceAddressesRet(NamedTuple):
    ifaces: list[DomainInterface]

class DomainGetGuestVcpusRet(NamedTuple):
    params: dict[str, int | float | bool | str]

class DomainGetGuestInfoRet(NamedTuple):
    params: dict[str, int | float | bool | str]

class DomainAgentSetResponseTimeoutRet(NamedTuple):
    result: int

class DomainAuthorizedSshKeysGetRet(NamedTuple):
    keys: list[str]

DOMAIN_PM_SUSPEND_FOR_DURATION: Procedure[None]
DOMAIN_PM_WAKEUP: Procedure[None]
DOMAIN_GET_HOSTNAME: Procedure[DomainGetHostnameRet]
DOMAIN_FSTRIM: Procedure[None]
DOMAIN_FSFREEZE: Procedure[DomainFsfreezeRet]
DOMAIN_FSTHAW: Procedure[DomainFsthawRet]
DOMAIN_GET_TIME: Procedure[DomainGetTimeRet]
DOMAIN_SET_TIME: Procedure[None]
DOMAIN_GET_FSINFO: Procedure[DomainGetFsinfoRet]
DOMAIN_INTERFACE_ADDRESSES: Procedure[DomainInterfaceAddressesRet]
DOMAIN_SET_USER_PASSWORD: Procedure[None]
DOMAIN_GET_GUEST_VCPUS: Procedure[DomainGetGuestVcpusRet]
DOMAIN_SET_GUEST_VCPUS: Procedure[None]
DOMAIN_GET_GUEST_INFO: Procedure[DomainGetGuestInfoRet]
DOMAIN_AGENT_SET_RESPONSE_TIMEOUT: Procedure[DomainAgentSetResponseTimeoutRet]
DOMAIN_AUTHORIZED_SSH_KEYS_GET: Procedure[DomainAuthorizedSshKeysGetRet]
DOMAIN_AUTHORIZED_SSH_KEYS_SET: Procedure[None]
