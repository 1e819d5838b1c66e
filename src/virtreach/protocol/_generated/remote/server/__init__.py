"""The remote program."""
# Made from spec/remote.spec by: python tools/generate_protocol.py
# Do not edit.
