"""The procedures procedures of the lxc program, as a server uses them."""
# Made from spec/lxc.spec by: python tools/generate.py
# Do not edit.

from struct import Struct
from virtreach.protocol._generated.remote.handles import decode_nonnull_domain
from virtreach.wire.record import record
from virtreach.wire.xdr import MALFORMED, bad_tail, encode_void, undecodable

new = tuple.__new__
_u_I = Struct(">I").unpack_from

DomainOpenNamespaceArgs = record("DomainOpenNamespaceArgs", "dom flags", __name__)


def _decode_domain_open_namespace_args(_d, _o):
    try:
        dom, _o = decode_nonnull_domain(_d, _o)
        (flags,) = _u_I(_d, _o)
        _o += 4
        if _o != len(_d):
            bad_tail(_d, _o)
    except MALFORMED as _error:
        raise undecodable("domain_open_namespace", _error) from None
    return new(DomainOpenNamespaceArgs, (dom, flags))


CODECS = {
    "domain_open_namespace": (_decode_domain_open_namespace_args, encode_void),
}
