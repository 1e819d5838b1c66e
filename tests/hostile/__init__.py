"""Hosts that do harm, and what both clients and the command make of them: time, memory, and the error's type."""
