"""Bodies that belong to no procedure: the error of a reply, and the hole of a stream."""

from __future__ import annotations

from virtreach.errors import DecodeError, EncodeError
from virtreach.protocol._generated import rpc as _bodies

TYPE_CHECKING = False
if TYPE_CHECKING:
    from virtreach.errors.libvirt import LibvirtError

__all__ = ["decode_error", "decode_hole", "encode_error", "encode_hole"]


def decode_error(packet: bytes, offset: int) -> LibvirtError:
    """The exception that the body of an error reply stands for (libvirt, `virNetMessageError`).

    Raises:
        DecodeError: the body does not fit.
    """
    from virtreach.errors.libvirt import from_wire

    return from_wire(*_bodies.decode_error_body(packet, offset))


def decode_hole(packet: bytes, offset: int) -> int:
    """The length in bytes of a stream hole (libvirt, `virNetStreamHole`).

    Raises:
        DecodeError: the body does not fit, or the length is negative.
    """
    length, flags = _bodies.decode_stream_hole_body(packet, offset)
    if length < 0:
        raise DecodeError(f"a stream hole of {length} bytes")
    if flags:
        raise DecodeError(f"a stream hole with unknown flags {flags:#x}")
    return length


def encode_error(error: LibvirtError) -> bytes:
    """The body of an error reply (libvirt, `virNetMessageError`).

    Raises:
        EncodeError: a text is too long, or a number does not fit.
    """
    return _bodies.encode_error_body(
        error.code,
        error.domain,
        error.message,
        error.level,
        error.domain_ref,
        error.str1,
        error.str2,
        error.str3,
        error.int1,
        error.int2,
        error.network_ref,
    )


def encode_hole(length: int) -> bytes:
    """The body of a stream hole of `length` bytes (libvirt, `virNetStreamHole`).

    Raises:
        EncodeError: the length is negative or does not fit.
    """
    if length < 0:
        raise EncodeError(f"a stream hole of {length} bytes")
    return _bodies.encode_stream_hole_body(length, 0)
