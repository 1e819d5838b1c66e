"""The procedures of the lxc program by number."""
# Made from spec/lxc.spec by: python tools/generate_protocol.py
# Do not edit.

# number: name, kind, readonly class, stream
TABLE = {
    1: ('domain_open_namespace', 'call', 'deny', ''),
}
