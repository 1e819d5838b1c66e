"""The procedures of the keepalive program by number."""
# Made from spec/keepalive.spec by: python tools/generate_protocol.py
# Do not edit.

# number: name, kind, readonly class, stream
TABLE = {
    1: ('ping', 'call', 'allow', ''),
    2: ('pong', 'call', 'allow', ''),
}
