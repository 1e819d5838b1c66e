# Made from spec/qemu.spec by: python tools/generate.py
# Do not edit.

from virtreach.protocol._generated.qemu.procedures import DomainMonitorCommandRet as DomainMonitorCommandRet
from virtreach.protocol._generated.qemu.procedures import DomainAttachRet as DomainAttachRet
from virtreach.protocol._generated.qemu.procedures import DomainAgentCommandRet as DomainAgentCommandRet
from virtreach.protocol._generated.qemu.procedures import ConnectDomainMonitorEventRegisterRet as ConnectDomainMonitorEventRegisterRet
from virtreach.protocol._generated.qemu.procedures import DomainMonitorEventMsg as DomainMonitorEventMsg
from virtreach.protocol._generated.qemu.procedures import DomainMonitorCommandWithFilesRet as DomainMonitorCommandWithFilesRet
from virtreach.protocol._generated.qemu.procedures import DOMAIN_MONITOR_COMMAND as DOMAIN_MONITOR_COMMAND
from virtreach.protocol._generated.qemu.procedures import DOMAIN_ATTACH as DOMAIN_ATTACH
from virtreach.protocol._generated.qemu.procedures import DOMAIN_AGENT_COMMAND as DOMAIN_AGENT_COMMAND
from virtreach.protocol._generated.qemu.procedures import CONNECT_DOMAIN_MONITOR_EVENT_REGISTER as CONNECT_DOMAIN_MONITOR_EVENT_REGISTER
from virtreach.protocol._generated.qemu.procedures import CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER as CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER
from virtreach.protocol._generated.qemu.procedures import DOMAIN_MONITOR_EVENT as DOMAIN_MONITOR_EVENT
from virtreach.protocol._generated.qemu.procedures import DOMAIN_MONITOR_COMMAND_WITH_FILES as DOMAIN_MONITOR_COMMAND_WITH_FILES

NUMBER: int
VERSION: int
FAMILIES: dict[str, str]
