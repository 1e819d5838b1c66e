"""Generated codecs and tables; nobody edits them."""
# Made from spec/ by: python tools/generate.py
# Do not edit.
