"""Streams: a screenshot, read in pieces, and streams that are used wrongly."""

from __future__ import annotations

import libvirt


def steps(call, conn):
    """Make the calls."""
    test = call(conn.lookupByName, "test")
    stream = conn.newStream(0)
    call(test.screenshot, stream, 0, 0)
    first = stream.recv(8)
    call.tell("the first bytes", first.hex())
    pieces = [first]
    while piece := stream.recv(1000):
        pieces.append(piece)
    call.tell("the last bytes", b"".join(pieces)[-12:].hex())
    call(stream.finish)
    call(stream.finish)
    call(stream.recv, 10)
    stream = conn.newStream(0)
    call(stream.recv, 10)
    call(stream.send, b"x")
    call(stream.finish)
    call(stream.abort)
    call(test.screenshot, stream, 0, 64)
    call(test.screenshot, stream, 0, 0)
    call(test.screenshot, stream, 0, 0)
    call(stream.abort)
    call(stream.abort)
    stream = conn.newStream(0)
    call(test.screenshot, stream, 0, 0)
    whole = bytearray()
    call(stream.recvAll, lambda _, data, to: to.extend(data), whole)
    call.tell("an image", whole[:4].hex())
    call(stream.finish)
    stream = conn.newStream(libvirt.VIR_STREAM_NONBLOCK)
    call(test.screenshot, stream, 0, 0)
    call(stream.abort)
    call(test.destroy)
    stream = conn.newStream(0)
    call(test.screenshot, stream, 0, 0)
    call(stream.abort)
