"""The qemu program."""
# Made from spec/qemu.spec by: python tools/generate_protocol.py
# Do not edit.
