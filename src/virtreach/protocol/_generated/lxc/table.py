"""The procedures of the lxc program by number."""
# Made from spec/lxc.spec by: python tools/generate.py
# Do not edit.

# number: name, kind, readonly class, stream
TABLE: dict[int, tuple[str, str, str, str]] = {
    1: ('domain_open_namespace', 'call', 'deny', ''),
}
