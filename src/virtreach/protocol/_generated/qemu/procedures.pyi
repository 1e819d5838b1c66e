# Made from spec/qemu.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol._generated.remote.handles import NonnullDomain
from virtreach.protocol.procedure import Procedure

class DomainMonitorCommandRet(NamedTuple):
    result: str

class DomainAttachRet(NamedTuple):
    dom: NonnullDomain

class DomainAgentCommandRet(NamedTuple):
    result: str | None

class ConnectDomainMonitorEventRegisterRet(NamedTuple):
    callback_id: int

class DomainMonitorEventMsg(NamedTuple):
    callback_id: int
    dom: NonnullDomain
    event: str
    seconds: int
    micros: int
    details: str | None

class DomainMonitorCommandWithFilesRet(NamedTuple):
    result: str

DOMAIN_MONITOR_COMMAND: Procedure[DomainMonitorCommandRet]
DOMAIN_ATTACH: Procedure[DomainAttachRet]
DOMAIN_AGENT_COMMAND: Procedure[DomainAgentCommandRet]
CONNECT_DOMAIN_MONITOR_EVENT_REGISTER: Procedure[ConnectDomainMonitorEventRegisterRet]
CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER: Procedure[None]
DOMAIN_MONITOR_EVENT: Procedure[DomainMonitorEventMsg]
DOMAIN_MONITOR_COMMAND_WITH_FILES: Procedure[DomainMonitorCommandWithFilesRet]
