"""The keepalive program."""
# Made from spec/keepalive.spec by: python tools/generate_protocol.py
# Do not edit.
