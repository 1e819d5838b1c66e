"""Bodies that belong to no procedure: the error of a reply, and the hole of a stream."""

from __future__ import annotations

from virtreach.errors import DecodeError
from virtreach.protocol._generated import rpc as _bodies

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.errors.libvirt import LibvirtError

__all__ = ["decode_error", "decode_hole"]


def decode_error(packet: bytes, offset: int) -> LibvirtError:
    """The exception that the body of an error reply stands for (libvirt, `virNetMessageError`).

    Raises:
        DecodeError: the body does not fit.
    """
    from virtreach.errors.libvirt import from_wire

    return from_wire(*_bodies._decode_error(packet, offset))


def decode_hole(packet: bytes, offset: int) -> int:
    """The length in bytes of a stream hole (libvirt, `virNetStreamHole`).

    Raises:
        DecodeError: the body does not fit, or the length is negative.
    """
    length, flags = _bodies._decode_stream_hole(packet, offset)
    if length < 0:
        raise DecodeError(f"a stream hole of {length} bytes")
    if flags:
        raise DecodeError(f"a stream hole with unknown flags {flags:#x}")
    return length
