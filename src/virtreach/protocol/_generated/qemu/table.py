"""The procedures of the qemu program by number."""
# Made from spec/qemu.spec by: python tools/generate.py
# Do not edit.

# number: name, kind, readonly class, stream
TABLE: dict[int, tuple[str, str, str, str]] = {
    1: ('domain_monitor_command', 'call', 'deny', ''),
    2: ('domain_attach', 'call', 'deny', ''),
    3: ('domain_agent_command', 'call', 'deny', ''),
    4: ('connect_domain_monitor_event_register', 'call', 'deny', ''),
    5: ('connect_domain_monitor_event_deregister', 'call', 'deny', ''),
    6: ('domain_monitor_event', 'event', 'event', ''),
    7: ('domain_monitor_command_with_files', 'call', 'deny', ''),
}
