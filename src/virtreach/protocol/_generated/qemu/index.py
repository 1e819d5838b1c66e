"""Which module holds which procedure of the qemu program."""
# Made from spec/qemu.spec by: python tools/generate.py
# Do not edit.

NUMBER = 536903815
VERSION = 1

FAMILIES = {
    "DOMAIN_MONITOR_COMMAND": "procedures",
    "DOMAIN_ATTACH": "procedures",
    "DOMAIN_AGENT_COMMAND": "procedures",
    "CONNECT_DOMAIN_MONITOR_EVENT_REGISTER": "procedures",
    "CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER": "procedures",
    "DOMAIN_MONITOR_EVENT": "procedures",
    "DOMAIN_MONITOR_COMMAND_WITH_FILES": "procedures",
}
