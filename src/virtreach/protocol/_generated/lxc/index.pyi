# Made from spec/lxc.spec by: python tools/generate.py
# Do not edit.

from virtreach.protocol._generated.lxc.procedures import DOMAIN_OPEN_NAMESPACE as DOMAIN_OPEN_NAMESPACE

NUMBER: int
VERSION: int
FAMILIES: dict[str, str]
