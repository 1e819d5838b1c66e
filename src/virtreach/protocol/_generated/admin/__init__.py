"""The admin program."""
# Made from spec/admin.spec by: python tools/generate_protocol.py
# Do not edit.
