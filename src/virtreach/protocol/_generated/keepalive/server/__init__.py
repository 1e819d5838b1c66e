"""The keepalive program."""
# Made from spec/keepalive.spec by: python tools/generate.py
# Do not edit.
