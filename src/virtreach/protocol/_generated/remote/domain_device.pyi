# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol.procedure import Procedure

class DomainScreenshotRet(NamedTuple):
    mime: str | None

DOMAIN_ATTACH_DEVICE: Procedure[None]
DOMAIN_DETACH_DEVICE: Procedure[None]
DOMAIN_ATTACH_DEVICE_FLAGS: Procedure[None]
DOMAIN_DETACH_DEVICE_FLAGS: Procedure[None]
DOMAIN_UPDATE_DEVICE_FLAGS: Procedure[None]
DOMAIN_OPEN_CONSOLE: Procedure[None]
DOMAIN_INJECT_NMI: Procedure[None]
DOMAIN_SCREENSHOT: Procedure[DomainScreenshotRet]
DOMAIN_SEND_KEY: Procedure[None]
DOMAIN_OPEN_GRAPHICS: Procedure[None]
DOMAIN_SEND_PROCESS_SIGNAL: Procedure[None]
DOMAIN_OPEN_CHANNEL: Procedure[None]
DOMAIN_OPEN_GRAPHICS_FD: Procedure[None]
DOMAIN_DETACH_DEVICE_ALIAS: Procedure[None]
DOMAIN_FD_ASSOCIATE: Procedure[None]
DOMAIN_GRAPHICS_RELOAD: Procedure[None]
