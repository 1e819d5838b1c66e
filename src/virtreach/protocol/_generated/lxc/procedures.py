"""The procedures procedures of the lxc program, as a client uses them."""
# Made from spec/lxc.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import encode_nonnull_domain
from virtreach.protocol.procedure import Procedure, unencodable
from virtreach.wire.xdr import UNFIT, decode_void

_p_I = Struct(">I").pack

_PROGRAM = ("lxc", 425984, 1)
_SERVER = "virtreach.protocol._generated.lxc.server.procedures"


def _encode_domain_open_namespace_args(dom, flags):
    try:
        try:
            _w1 = dom._wire
        except AttributeError:
            _w1 = encode_nonnull_domain(*dom)
        return _w1 + _p_I(flags)
    except UNFIT as _error:
        raise unencodable("lxc", "domain_open_namespace", "args", (dom, flags), _error) from None


DOMAIN_OPEN_NAMESPACE = Procedure(_PROGRAM, 1, "domain_open_namespace", _encode_domain_open_namespace_args, decode_void, arg_fields=('dom', 'flags'), acl=('domain:open_namespace',), server=_SERVER)
