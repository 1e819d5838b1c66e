"""The qemu program."""
# Made from spec/qemu.spec by: python tools/generate.py
# Do not edit.
