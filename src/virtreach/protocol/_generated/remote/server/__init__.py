"""The remote program."""
# Made from spec/remote.spec by: python tools/generate.py
# Do not edit.
