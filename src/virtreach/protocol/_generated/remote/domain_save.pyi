# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.

from typing import NamedTuple

from virtreach.protocol.procedure import Procedure

class DomainHasManagedSaveImageRet(NamedTuple):
    result: int

class DomainSaveImageGetXmlDescRet(NamedTuple):
    xml: str

class DomainManagedSaveGetXmlDescRet(NamedTuple):
    xml: str

DOMAIN_CORE_DUMP: Procedure[None]
DOMAIN_RESTORE: Procedure[None]
DOMAIN_SAVE: Procedure[None]
DOMAIN_MANAGED_SAVE: Procedure[None]
DOMAIN_HAS_MANAGED_SAVE_IMAGE: Procedure[DomainHasManagedSaveImageRet]
DOMAIN_MANAGED_SAVE_REMOVE: Procedure[None]
DOMAIN_SAVE_FLAGS: Procedure[None]
DOMAIN_RESTORE_FLAGS: Procedure[None]
DOMAIN_SAVE_IMAGE_GET_XML_DESC: Procedure[DomainSaveImageGetXmlDescRet]
DOMAIN_SAVE_IMAGE_DEFINE_XML: Procedure[None]
DOMAIN_CORE_DUMP_WITH_FORMAT: Procedure[None]
DOMAIN_MANAGED_SAVE_GET_XML_DESC: Procedure[DomainManagedSaveGetXmlDescRet]
DOMAIN_MANAGED_SAVE_DEFINE_XML: Procedure[None]
DOMAIN_SAVE_PARAMS: Procedure[None]
DOMAIN_RESTORE_PARAMS: Procedure[None]
