# Made from spec/lxc.spec by: python tools/generate.py
# Do not edit.

from virtreach.protocol.procedure import Procedure

DOMAIN_OPEN_NAMESPACE: Procedure[None]
