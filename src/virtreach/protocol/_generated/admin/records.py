"""Which module holds which record class of the admin program."""
# Made from spec/admin.spec by: python tools/generate.py
# Do not edit.

MODULES: dict[str, str] = {
    "NonnullServer": "handles",
    "NonnullClient": "handles",
    "ConnectGetLibVersionRet": "procedures",
    "ConnectListServersRet": "procedures",
    "ConnectLookupServerRet": "procedures",
    "ServerGetThreadpoolParametersRet": "procedures",
    "ServerListClientsRet": "procedures",
    "ServerLookupClientRet": "procedures",
    "ClientGetInfoRet": "procedures",
    "ServerGetClientLimitsRet": "procedures",
    "ConnectGetLoggingOutputsRet": "procedures",
    "ConnectGetLoggingFiltersRet": "procedures",
}
