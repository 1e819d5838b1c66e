"""The client's end of a libvirt RPC conversation as state machines without I/O.

Nothing here opens a socket or starts a thread: objects are fed with bytes and
with the time, and hand back bytes to send; deadlines and the trace alone read a
clock. The blocking and the asyncio client are thin shells over these modules:

``client``       matches replies to calls, holds the window of calls in flight, sorts out events and streams
``stream``       one stream of bytes with holes inside a connection
``keepalive``    when to send PING, when to give up
``opening``      the steps from a fresh byte stream to an open connection, as a generator
``scope``        deadlines and cancellation
``outcome``      what a caller is told when its call got no answer
``reconnect``    how long to wait before coming back
``events``       the kinds of events, and which registration a message belongs to
``event_enums``  which enum the numbers of an event belong to
``event_queue``  events that wait for a slow reader
``sparse``       files with holes
``trace``        a redacted line for each packet
``sasl``         SASL mechanisms, a file each
"""
