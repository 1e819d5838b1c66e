"""Which module holds which record class of the qemu program."""
# Made from spec/qemu.spec by: python tools/generate.py
# Do not edit.

MODULES: dict[str, str] = {
    "DomainMonitorCommandRet": "procedures",
    "DomainAttachRet": "procedures",
    "DomainAgentCommandRet": "procedures",
    "ConnectDomainMonitorEventRegisterRet": "procedures",
    "DomainMonitorEventMsg": "procedures",
    "DomainMonitorCommandWithFilesRet": "procedures",
}
