"""The admin program."""
# Made from spec/admin.spec by: python tools/generate.py
# Do not edit.
