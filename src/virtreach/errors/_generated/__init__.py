"""Generated tables of errors."""
# Made from spec/enums.spec by: python tools/generate.py
# Do not edit.
