"""Generated codecs and tables; nobody edits them."""
# Made from spec/ by: python tools/generate_protocol.py
# Do not edit.
