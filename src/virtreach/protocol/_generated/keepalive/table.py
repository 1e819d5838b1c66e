"""The procedures of the keepalive program by number."""
# Made from spec/keepalive.spec by: python tools/generate.py
# Do not edit.

# number: name, kind, readonly class, stream
TABLE: dict[int, tuple[str, str, str, str]] = {
    1: ('ping', 'call', 'allow', ''),
    2: ('pong', 'call', 'allow', ''),
}
