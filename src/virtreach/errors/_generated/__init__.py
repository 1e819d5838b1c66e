"""Generated tables of errors."""
# Made from spec/enums.spec by: python tools/generate_protocol.py
# Do not edit.
