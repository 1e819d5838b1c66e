"""Which module holds which record class of the qemu program."""
# Made from spec/qemu.spec by: python tools/generate_protocol.py
# Do not edit.

MODULES = {
    "DomainMonitorCommandRet": "procedures",
    "DomainAttachRet": "procedures",
    "DomainAgentCommandRet": "procedures",
    "ConnectDomainMonitorEventRegisterRet": "procedures",
    "DomainMonitorEventMsg": "procedures",
    "DomainMonitorCommandWithFilesRet": "procedures",
}
